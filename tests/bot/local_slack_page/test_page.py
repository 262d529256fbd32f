"""The chat itself: reading, writing, keys, threads, reactions, ephemerals, people, notices; and the panel."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk.errors import SlackApiError

from bot.local_slack import Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import (
    AINO,
    EMMA,
    GARY,
    MATTI,
    MYYNTI,
    OSKARI,
    YLEINEN,
    actions,
    button,
    home,
    modal,
    option,
    plain,
    section,
)
from tests.bot.local_slack_page.conftest import OpenAs


def composer(page: Page) -> Any:
    return page.locator(".middle .composer textarea")


def said(page: Page, text: str) -> Any:
    return page.locator(".middle .message", has_text=text)


# --- Reading --------------------------------------------------------------------------------------------------------


def test_a_channel_shows_who_wrote_what_and_when_in_the_readers_language(slack: Running, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Huomenta *kaikille*")
    page = open_as(AINO)
    message = said(page, "Huomenta")
    expect(message.locator(".author")).to_have_text("Aino Virtanen")
    expect(message.locator(".stamp")).to_have_text("8.00")
    expect(message.locator("strong")).to_have_text("kaikille")
    expect(page.locator(".divider")).to_have_text("Tänään")
    english = open_as(EMMA)
    expect(said(english, "Huomenta").locator(".stamp")).to_have_text("8:00")
    expect(english.locator(".divider").first).to_have_text("Today")


def test_messages_of_one_person_within_minutes_stand_together(slack: Running, open_as: OpenAs) -> None:
    for text in ("yksi", "kaksi"):
        slack.type(AINO, "myynti", text)
    slack.type(MATTI, "myynti", "kolme")
    page = open_as(AINO)
    expect(said(page, "kaksi").locator(".author")).to_have_count(0)
    expect(said(page, "kolme").locator(".author")).to_have_text("Matti Korhonen")


def test_what_someone_wrote_never_becomes_markup(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    slack.type(AINO, "myynti", evil)
    peer.web.chat_postMessage(channel=MYYNTI, text="x", blocks=[section("<javascript:alert(1)|tästä> &lt;b&gt;")])
    page = open_as(AINO)
    expect(said(page, "onerror")).to_contain_text(evil)
    assert page.locator(".message img, .message script").count() == 0
    expect(said(page, "<b>").get_by_text("tästä")).not_to_have_attribute("href", re.compile("."))


def test_the_page_asks_nobody_but_the_local_slack(slack: Running, page: Page, peer: Peer, open_as: OpenAs) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    picture = {"type": "image", "image_url": "https://elsewhere.example/chart.png", "alt_text": "Ennusteen kaavio"}
    peer.web.chat_postMessage(channel=MYYNTI, text="kaavio", blocks=[picture])
    expect(open_as(AINO).get_by_role("img", name="Ennusteen kaavio")).to_contain_text("elsewhere.example")
    assert [url for url in asked if not url.startswith((slack.url, "data:"))] == []


# --- Writing --------------------------------------------------------------------------------------------------------


def test_enter_sends_shift_enter_breaks_the_line_and_the_arrow_brings_it_back(slack: Running, open_as: OpenAs) -> None:
    page = open_as(AINO)
    box = composer(page)
    expect(box).to_be_focused()
    page.keyboard.type("eka")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("toka")
    page.keyboard.press("Enter")
    expect(said(page, "eka").locator("br")).to_have_count(1)
    expect(box).to_have_value("")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value("eka\ntoka")
    assert slack.messages("myynti")[-1]["text"] == "eka\ntoka"


def test_a_command_completes_itself_and_its_answer_is_seen_by_its_person_alone(
    slack: Running, peer: Peer, open_as: OpenAs
) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Acme Oy: Tarjous", "blocks": [actions(button())]}
    page = open_as(AINO)
    composer(page).fill("/dea")
    expect(page.get_by_role("option", name="/deal")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("advance acme")
    page.keyboard.press("Enter")
    expect(page.locator(".message.ephemeral")).to_contain_text("Only visible to you")
    assert peer.last()["text"] == "advance acme"
    page.get_by_role("button", name="You are").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".who b")).to_have_text("Matti Korhonen")
    expect(page.locator(".message.ephemeral")).to_have_count(0)


def test_a_reload_takes_ephemerals_away_as_in_slack(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "hetken"}
    slack.type(AINO, "myynti", "/deal")
    slack.type(AINO, "myynti", "pysyvä")
    page = open_as(AINO)
    expect(said(page, "hetken")).to_be_visible()
    page.reload()
    expect(said(page, "pysyvä")).to_be_visible()
    expect(said(page, "hetken")).to_have_count(0)


def test_names_complete_themselves_and_are_sent_as_mentions(slack: Running, open_as: OpenAs) -> None:
    page = open_as(AINO)
    composer(page).press_sequentially("@mat")
    page.keyboard.press("Tab")
    page.keyboard.type("huomenta")
    page.keyboard.press("Enter")
    expect(said(page, "huomenta").locator(".mention")).to_have_text("@Matti Korhonen")
    assert slack.messages("myynti")[-1]["text"] == f"<@{MATTI}> huomenta"


def test_a_command_that_the_app_lets_hang_is_said_to_fail_and_stays_in_the_box(
    slack: Running, peer: Peer, open_as: OpenAs
) -> None:
    slack.fault("lost", of="slash_commands")
    page = open_as(AINO)
    composer(page).fill("/deal advance acme")
    composer(page).press("Enter")
    expect(page.locator(".notice.failed")).to_contain_text("/deal failed")
    expect(composer(page)).to_have_value("/deal advance acme")
    expect(open_as(MATTI).locator(".notice")).to_have_count(0)


# --- Pressing and reacting ------------------------------------------------------------------------------------------


def test_a_press_changes_the_card_in_place_and_the_focus_stays(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    def card(text: str) -> list[dict[str, Any]]:
        return [section(text, block_id="text"), actions(button(), block_id="row")]

    def moved(payload: dict[str, Any]) -> None:
        peer.web.chat_update(channel=MYYNTI, ts=payload["message"]["ts"], text="Acme", blocks=card("Tarjous"))

    peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=card("Yhteydenotto"))
    peer.answers["block_actions"] = moved
    page = open_as(AINO)
    page.get_by_role("button", name="Siirrä").focus()
    page.keyboard.press("Enter")
    expect(said(page, "Tarjous")).to_be_visible()
    expect(page.get_by_role("button", name="Siirrä")).to_be_focused()


def test_a_press_nobody_answers_leaves_its_mark_on_the_button(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=[actions(button())])
    slack.fault("lost", of="interactive")
    page = open_as(AINO)
    page.get_by_role("button", name="Siirrä").click()
    expect(page.locator(".button.failed")).to_have_attribute("title", re.compile("trouble connecting"))


def test_what_needs_a_confirmation_asks_first(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    confirm = {"title": plain("Hävitty?"), "text": plain("Poistuu."), "confirm": plain("Kyllä"), "deny": plain("Ei")}
    peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=[actions(button(confirm=confirm))])
    page = open_as(AINO)
    page.get_by_role("button", name="Siirrä").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Poistuu.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert peer.received == []
    page.get_by_role("button", name="Siirrä").click()
    page.get_by_role("button", name="Kyllä").click()
    assert peer.wait_for(1)[0].payload["actions"][0]["action_id"] == "go"


def test_a_choice_in_a_message_is_made_with_the_arrows(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    select = {"type": "static_select", "action_id": "stage", "placeholder": plain("Vaihe")}
    chosen = actions(select | {"options": [option("Yhteydenotto"), option("Tarjous")]})
    peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=[chosen])
    page = open_as(AINO)
    page.get_by_role("combobox", name="Vaihe").focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert peer.wait_for(1)[0].payload["actions"][0]["selected_option"]["value"] == "Tarjous"
    expect(page.get_by_role("combobox", name="Tarjous")).to_be_visible()


def test_reactions_count_and_toggle(slack: Running, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Jumissa")
    ts = slack.messages("myynti")[-1]["ts"]
    slack.react(MATTI, MYYNTI, ts, "eyes")
    page = open_as(AINO)
    eyes = page.get_by_role("button", name="eyes, ")
    expect(eyes).to_have_text("👀1")
    eyes.click()
    expect(eyes).to_have_text("👀2")
    expect(eyes).to_have_attribute("aria-pressed", "true")
    eyes.click()
    expect(eyes).to_have_text("👀1")


def test_a_reaction_is_picked_with_the_keyboard(slack: Running, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Jumissa")
    page = open_as(AINO)
    expect(said(page, "Jumissa")).to_be_visible()
    page.locator(".message").focus()
    page.get_by_role("button", name="Find a reaction").focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".reaction.mine")).to_have_text("💤1")
    assert slack.messages("myynti")[-1]["reactions"] == [{"name": "zzz", "users": [AINO], "count": 1}]


# --- Threads --------------------------------------------------------------------------------------------------------


def test_a_thread_opens_beside_the_channel_and_keeps_its_replies(slack: Running, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Kortti")
    ts = slack.messages("myynti")[-1]["ts"]
    slack.type(MATTI, "myynti", "eka vastaus", thread_ts=ts)
    page = open_as(AINO)
    expect(said(page, "eka vastaus")).to_have_count(0)
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("eka vastaus")
    expect(thread.locator("textarea")).to_be_focused()
    page.keyboard.type("toka vastaus")
    page.keyboard.press("Enter")
    expect(thread.locator(".message", has_text="toka vastaus")).to_be_visible()
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()


def test_a_command_in_a_thread_is_refused_to_its_person(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Kortti")
    ts = slack.messages("myynti")[-1]["ts"]
    page = open_as(AINO, f"{MYYNTI}/{ts}")
    page.locator(".thread textarea").fill("/deal mine")
    page.locator(".thread textarea").press("Enter")
    expect(page.locator(".notice.failed")).to_contain_text("not supported in threads")
    assert peer.received == []


# --- People, unread, the app ----------------------------------------------------------------------------------------


def test_a_guest_sees_only_the_channels_they_are_in(open_as: OpenAs) -> None:
    page = open_as(GARY, YLEINEN)
    names = page.locator(".sidebar .nav-label")
    expect(names).to_have_text(["projektit", "yleinen", "Putki"])
    expect(page.locator(".who")).to_contain_text("Guest")


def test_a_direct_message_raises_a_badge_a_notification_and_is_read_aloud(
    slack: Running, peer: Peer, open_as: OpenAs
) -> None:
    page = open_as(AINO)
    expect(composer(page)).to_be_focused()
    peer.web.chat_postMessage(channel=AINO, text="⏸ Acme Oy on jumissa", blocks=[section("⏸ *Acme Oy*")])
    expect(page.get_by_role("button", name="Putki app 1 unread")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("⏸ Acme Oy on jumissa")
    expect(page.locator("#announcer")).to_contain_text("⏸ Acme Oy on jumissa")
    page.locator(".toast").click()
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".badge")).to_have_count(0)


def test_home_is_what_the_app_published_and_its_buttons_work(slack: Running, peer: Peer, open_as: OpenAs) -> None:
    page = open_as(AINO, "app/home")
    expect(page.locator(".home-empty")).to_contain_text("not published a Home")
    assert peer.wait_for(1)[0].payload["event"]["type"] == "app_home_opened"
    peer.web.views_publish(user_id=AINO, view=home(section("Seuraavaksi"), actions(button())))
    expect(page.locator(".home")).to_contain_text("Seuraavaksi")
    page.get_by_role("button", name="Siirrä").click()
    assert peer.wait_for(2)[1].payload["container"]["type"] == "view"


def test_the_sidebar_is_walked_with_the_arrows(open_as: OpenAs) -> None:
    page = open_as(OSKARI)
    page.get_by_role("button", name="myynti", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="yhteinen-nabolaget shared")).to_have_attribute("aria-current", "page")
    expect(page.locator(".channel-note")).to_contain_text("another organisation")


def test_one_who_reads_earlier_messages_is_told_of_new_ones(slack: Running, open_as: OpenAs) -> None:
    for number in range(40):
        slack.type(MATTI, "myynti", f"rivi {number}\n\n")
    page = open_as(AINO)
    expect(said(page, "rivi 39")).to_be_in_viewport()
    said(page, "rivi 3").first.scroll_into_view_if_needed()
    slack.type(MATTI, "myynti", "uusin")
    page.get_by_role("button", name="New messages").click()
    expect(said(page, "uusin")).to_be_in_viewport()


# --- The panel ------------------------------------------------------------------------------------------------------


def test_the_panel_moves_the_clock_and_yesterday_is_yesterday(slack: Running, open_as: OpenAs) -> None:
    slack.type(AINO, "myynti", "Maanantaina")
    slack.type(MATTI, "myynti", "Kyllä", thread_ts=slack.messages("myynti")[-1]["ts"])
    page = open_as(AINO)
    expect(page.locator(".thread-link")).to_contain_text("Tänään klo 8.00")
    page.get_by_role("button", name="Panel").click()
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator(".divider").first).to_have_text("Eilen")
    expect(page.locator(".thread-link")).to_contain_text("Eilen klo 8.00")
    page.get_by_role("button", name="Next Monday 8:00").click()
    expect(page.locator(".big-clock")).to_have_text(re.compile(r"maanantaina 22\. kesäkuuta 2026 klo 8\.0"))
    assert slack.state()["clock"].startswith("2026-06-22T05:00")


def test_the_panel_arms_faults_and_shows_refusals_with_their_source(
    slack: Running, peer: Peer, open_as: OpenAs
) -> None:
    peer.web.chat_postMessage(channel=MYYNTI, text="yksi")
    page = open_as(AINO)
    page.get_by_role("button", name="Panel").click()
    page.get_by_role("tab", name="Faults").click()
    page.get_by_role("button", name="Answer 429").click()
    expect(page.locator(".armed")).to_contain_text("ratelimited")
    assert slack.state()["faults"][0]["kind"] == "ratelimited"
    slack.fault("clear")
    with pytest.raises(SlackApiError):
        peer.web.views_open(trigger_id="1.2.3", view=modal())
    page.get_by_role("tab", name="Refusals").click()
    expect(page.locator(".refusals a").first).to_have_attribute("href", re.compile("^https://"))
    page.get_by_role("tab", name="Calls").click()
    expect(page.locator(".calls")).to_contain_text("#myynti · yksi")
