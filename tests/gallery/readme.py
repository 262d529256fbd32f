"""`python -m tests.gallery.readme`: draws the README's pictures to docs/pictures/, from a demo that it drives.

Somebody else's port is left alone: the demo gets a free one, and ends with the drawing.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.local_slack.client import Control
from tests.demo_process import CHANNEL, ENGLISH, running_demo

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 400_000  # bytes of one picture: a README is read on telephones too
WIDTH, HEIGHT, WHOLE_POST = 1180, 930, 1400  # pixels: the Monday post with its picture takes more height
SELLER = "ULOCALAINO1"
NINE = "2026-06-15T06:05:00+00:00"  # five past nine in Helsinki
CUSTOMER = "Kuusiniemen Satama Oy"


def play(slack: Control) -> None:
    """A deal is opened and moved by one seller."""
    slack.type(SELLER, CHANNEL, f"/deal uusi {CUSTOMER}, 12 500 €, pumppaamon huolto, ensi kuussa")
    _send(slack, SELLER, {})
    slack.until(lambda state: any(CUSTOMER in each["text"] for each in state["messages"][CHANNEL]), seconds=30)
    slack.reload(SELLER)  # the first answer is gone, so that there is room
    slack.type(SELLER, CHANNEL, "/deal siirrä kuusiniemen satama")
    slack.until(lambda state: "Yhteydenotto" in state["messages"][CHANNEL][-1]["text"], seconds=30)


def _send(slack: Control, person: str, values: dict[str, str]) -> None:
    view = slack.view_of(person)
    assert view is not None, "no form is open"
    before = len(slack.ephemerals(person))
    slack.submit(person, view["id"], values)
    slack.until(lambda state: sum(each["user"] == person for each in state["ephemerals"]) > before, seconds=30)


def draw(page: Page, slack: Control) -> None:
    """The channel as a seller sees it; a reminder as its owner gets it; what is asked of sales."""
    page.set_viewport_size({"width": WIDTH, "height": WHOLE_POST})
    page.goto(f"{slack.url}/#/{SELLER}/{CHANNEL}")
    message = _message(page, CUSTOMER)
    expect(message).to_be_visible()
    expect(page.locator(".middle img").last).to_have_js_property("complete", value=True)
    page.locator(".middle .message").last.scroll_into_view_if_needed()
    _picture(page, "channel")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{slack.url}/#/{ENGLISH}/{_room(slack, ENGLISH)}")
    reminder = _message(page, "on it")
    expect(reminder).to_be_visible()
    _picture(reminder, "reminder")
    slack.clock(to=NINE)
    slack.until(lambda state: any("📦" in each["text"] for each in state["messages"][_room(slack, SELLER)]), seconds=60)
    page.goto(f"{slack.url}/#/{SELLER}/{_room(slack, SELLER)}")
    expect(_message(page, "📦")).to_be_visible()
    _picture(page, "sale")


def _room(slack: Control, person: str) -> str:
    """The channel of a person's direct messages with the bot."""
    return next(each["id"] for each in slack.state()["channels"] if each.get("user") == person)


def _message(page: Page, text: str) -> Locator:
    return page.locator(".middle .message", has_text=text).last


def _picture(of: Page | Locator, name: str) -> None:
    path = PICTURES / f"{name}.png"
    of.screenshot(path=path, type="png")
    size = path.stat().st_size
    assert size < LARGEST, f"{path.name} is too large: {size} bytes"
    print(f"docs/pictures/{path.name}  {size // 1000} kB")


def main() -> None:
    """Start, play, draw, end."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with running_demo([sys.executable, "-m", "bot"]) as slack, sync_playwright() as playwright:
        play(slack)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce")
        draw(page, slack)
        refusals = slack.state()["refusals"]
        assert refusals == [], refusals
        browser.close()


if __name__ == "__main__":
    main()
