"""The page on a telephone, beside its panel, in the dark; and the menus of shortcuts on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from bot.local_slack import Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, MATTI, MYYNTI, SOFIA, YHTEINEN, YLEINEN, actions, button, modal, section
from tests.bot.local_slack_page.conftest import OpenAs
from tests.conftest import PATIENCE_MS

SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
LEAST_CONTRAST = 4.5  # to one, of small text against what is behind it


@pytest.fixture(scope="module")
def telephone(browser: Browser) -> Iterator[Page]:
    """A telephone's screen, touched and not pointed at."""
    size: Any = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(slack: Running, telephone: Page) -> Iterator[Page]:
    """The telephone in the hands of a seller who looks at the channel; a script error on it fails the test."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    telephone.on("pageerror", note)
    telephone.goto(f"{slack.url}/#/{AINO}/{MYYNTI}")
    expect(telephone.get_by_role("heading", name="myynti")).to_be_visible()
    yield telephone
    telephone.goto("about:blank")
    telephone.remove_listener("pageerror", note)
    assert not errors, errors


def card(peer: Peer) -> str:
    blocks = [section("*Acme Oy* · 12 500 € · `/deal siirrä acme`"), actions(button(), button("lost", "Hävitty…"))]
    return peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=blocks)["ts"]


# --- On a telephone -------------------------------------------------------------------------------------------------


def test_on_a_telephone_the_sidebar_is_a_drawer(slack: Running, peer: Peer, phone: Page) -> None:
    peer.web.chat_postMessage(channel=AINO, text="Acme on jumissa")
    opener, rooms = phone.get_by_role("button", name="Channels"), phone.get_by_role("navigation", name="Channels")
    expect(opener).to_have_text("1 unread")
    expect(rooms).to_be_hidden()

    opener.tap()
    rooms.get_by_role("button", name="yleinen").tap()
    expect(phone.get_by_role("heading", name="yleinen")).to_be_visible()
    expect(rooms).to_be_hidden()

    opener.tap()
    expect(rooms).to_be_visible()
    phone.touchscreen.tap(370, 500)
    expect(rooms).to_be_hidden()

    opener.tap()
    phone.keyboard.press("Escape")
    expect(rooms).to_be_hidden()


def test_nothing_on_a_telephone_is_wider_than_it(slack: Running, peer: Peer, phone: Page) -> None:
    ts = card(peer)
    slack.type(MATTI, "myynti", "vastaus", thread_ts=ts)
    peer.answers["block_actions"] = lambda payload: (
        peer.web.views_open(trigger_id=payload["trigger_id"], view=modal()) and None
    )
    expect(phone.get_by_role("button", name="Siirrä")).to_be_in_viewport()
    assert phone.evaluate(SIZE) == [390, 844]
    phone.get_by_role("button", name="1 reply").tap()
    expect(phone.get_by_role("complementary", name="Thread")).to_contain_text("vastaus")
    expect(phone.get_by_role("button", name="Close the thread")).to_be_in_viewport()
    phone.get_by_role("button", name="Close the thread").tap()
    phone.get_by_role("button", name="Control panel").tap()
    expect(phone.get_by_role("button", name="+1 week")).to_be_in_viewport(ratio=1)
    phone.get_by_role("button", name="Close the panel").tap()
    phone.get_by_role("button", name="Siirrä").tap()
    expect(phone.get_by_role("dialog").get_by_role("button", name="Tallenna")).to_be_in_viewport(ratio=1)
    assert phone.evaluate(SIZE) == [390, 844]


def test_a_tap_on_a_message_shows_its_tools_and_uses_none(slack: Running, peer: Peer, phone: Page) -> None:
    ts = slack.type(MATTI, "myynti", "Acme Oy kysyi verkkokaupasta, ja siitä riittäisi puhetta koko illaksi")["ts"]
    message = phone.locator(".message", has_text="kysyi")
    message.tap(position={"x": 250, "y": 8})
    expect(message.get_by_role("button", name="More actions")).to_be_visible()
    message.get_by_role("button", name="More actions").tap()
    phone.get_by_role("option", name="Tee tästä diili").tap()

    payload = peer.wait_for(1)[0].payload
    assert (payload["type"], payload["callback_id"], payload["message_ts"]) == ("message_action", "new.message.fi", ts)
    assert "reactions" not in slack.messages("myynti")[-1]


# --- At a desk ------------------------------------------------------------------------------------------------------


def test_the_panel_stands_beside_the_messages_and_nothing_scrolls_but_they(peer: Peer, open_as: OpenAs) -> None:
    ts = card(peer)
    page = open_as(AINO, f"{MYYNTI}/{ts}")
    page.get_by_role("button", name="Control panel").click()
    panel = page.get_by_role("complementary", name="Control panel")
    expect(panel).to_be_visible()
    assert page.evaluate(SIZE) == [1280, 900]
    left = (panel.bounding_box() or {})["x"]
    buttons = [
        each.bounding_box() for each in page.locator(".middle button, .thread button").all() if each.is_visible()
    ]
    assert buttons
    assert [box for box in buttons if box is None or box["x"] + box["width"] > left] == []


def test_a_link_to_a_message_leads_to_it_on_the_page(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    first = slack.type(MATTI, "yleinen", "Acme Oy kysyi verkkokaupasta")["ts"]
    reply = slack.type(AINO, "yleinen", "soitan heille", thread_ts=first)["ts"]
    host = f"https://{slack.state()['team']['domain']}.slack.com/archives/{YLEINEN}"
    links = [f"{host}/p{first.replace('.', '')}", f"{host}/p{reply.replace('.', '')}?thread_ts={first}&cid={YLEINEN}"]
    peer.web.chat_postMessage(channel=MYYNTI, text=f"<{links[0]}|viesti> ja <{links[1]}|vastaus>")

    page = open_as(AINO)
    page.get_by_role("link", name="viesti").click()
    expect(page.locator(".middle .message", has_text="verkkokaupasta")).to_be_focused()
    page = open_as(AINO)
    page.get_by_role("link", name="vastaus").click()
    expect(page.locator(".thread .message", has_text="soitan heille")).to_be_focused()


# --- Shortcuts ------------------------------------------------------------------------------------------------------


def test_the_menu_of_a_message_and_of_the_composer_offer_the_apps_shortcuts(
    slack: Running, peer: Peer, open_as: OpenAs
) -> None:
    ts = card(peer)
    page = open_as(AINO)
    page.locator(".message", has_text="Acme").hover()
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("option")).to_contain_text(["Turn into a deal", "Tee tästä diili"])
    page.keyboard.press("Enter")
    assert peer.wait_for(1)[0].payload["message_ts"] == ts

    slack.fault("lost", of="interactive")
    page.locator(".middle").get_by_role("button", name="Shortcuts").click()
    page.get_by_role("option", name="Uusi diili").click()
    expect(page.locator(".toast.failed")).to_contain_text("trouble connecting")


def test_someone_of_another_workspace_is_offered_none(slack: Running, open_as: OpenAs) -> None:
    slack.type(SOFIA, YHTEINEN, "hej")
    page = open_as(SOFIA, YHTEINEN)
    page.locator(".message", has_text="hej").hover()
    expect(page.get_by_role("button", name="What was sent")).to_be_visible()
    expect(page.get_by_role("button", name="More actions")).to_have_count(0)
    expect(page.locator(".middle").get_by_role("button", name="Shortcuts")).to_have_count(0)


# --- In the dark ----------------------------------------------------------------------------------------------------

# Lists each text that is seen with its contrast against the nearest colour behind it.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor);
  };
  const said = (node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
  const isSeen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = [...document.querySelectorAll("body *")].filter((node) => said(node) && isSeen(node));
  return texts.filter((node) => !node.closest(".unseen, .emoji, :disabled")).map((node) => {
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return [node.textContent.trim().slice(0, 40), node.className, contrast];
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_follows_the_systems_theme_and_all_text_can_be_read(
    slack: Running, peer: Peer, open_as: OpenAs, theme: Any
) -> None:
    ts = card(peer)
    slack.type(MATTI, "myynti", "hei @aino, katso `koodi` ja https://example.com")
    slack.react(AINO, MYYNTI, ts, "eyes")
    peer.web.chat_postEphemeral(channel=MYYNTI, user=AINO, text="vain sinulle")
    page = open_as(AINO)
    page.emulate_media(color_scheme=theme)
    page.get_by_role("button", name="Control panel").click()
    expect(page.locator(".message.ephemeral")).to_be_visible()

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (theme == "dark")
    shown = page.evaluate(CONTRASTS)
    assert len(shown) > 20
    assert [each for each in shown if each[2] < LEAST_CONTRAST] == []
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    darkest = max(int(each) for each in ground.removeprefix("rgb(").removesuffix(")").split(","))
    assert (darkest < 60) is (theme == "dark")  # of 255
    page.emulate_media(color_scheme="no-preference")
