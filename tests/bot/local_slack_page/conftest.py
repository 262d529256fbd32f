"""The page of a local Slack with an app beside it, on a Monday morning; `open_as` shows it to someone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import MYYNTI
from tests.conftest import PATIENCE_MS

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
MONDAY = "2026-06-15T08:00:00+03:00"

OpenAs = Callable[..., Page]


@pytest.fixture
def slack() -> Iterator[Running]:
    with LocalSlackServer.start(manifest=MANIFEST, clock=MONDAY) as running:
        yield running


@pytest.fixture
def peer(slack: Running) -> Iterator[Peer]:
    with Peer(slack) as app:
        yield app


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for a module's tests: opening one costs more than most of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(slack: Running, window: Page) -> Iterator[Page]:
    """The window, empty; a script error in it fails the test. Each local Slack is an origin of its own."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    window.on("pageerror", note)
    yield window
    window.goto("about:blank")
    window.remove_listener("pageerror", note)
    assert not errors, errors


@pytest.fixture
def open_as(slack: Running, page: Page) -> OpenAs:
    """Open the page as someone, in a channel or (`app/home`) elsewhere."""

    def opened(person: str, place: str = MYYNTI) -> Page:
        page.goto(f"{slack.url}/#/{person}/{place}")
        page.locator(".topbar .who b").wait_for()
        return page

    return opened
