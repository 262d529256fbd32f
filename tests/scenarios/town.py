"""A town to play scenarios in: the local Slack and the real bot beside it, over a real socket, on a real database."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import start
from bot.config import Config
from bot.playground import Playground
from bot.playground.server import Running
from pipeline.ledger import replay
from pipeline.storage.engine import Storage

ROOT = Path(__file__).resolve().parents[2]
MONDAY_MORNING = datetime(2026, 6, 15, 4, 30, tzinfo=UTC)  # 7.30 in Helsinki

SELLER, OTHER_SELLER, THIRD_SELLER = "ULOCALAINO1", "ULOCALMATTI", "ULOCALLIISA"
LEAD, ADMIN, ENGLISH, GUEST = "ULOCALKAISA", "ULOCALOSKAR", "ULOCALEMMA1", "ULOCALGARY1"
CHANNEL = "CLOCALMYYNT"

Json = dict[str, Any]


class Town:
    """The local Slack, the bot, and what people see and do there."""

    def __init__(self, slack: Running, bot: start.Bot) -> None:
        self.slack = slack
        self.bot = bot
        self._names = itertools.count(1)

    # --- what people do -----------------------------------------------------------------------------------------

    def type(self, who: str, text: str, *, channel: str = CHANNEL, thread: str | None = None) -> str:
        """Type it; what the person is told in the acknowledgement, as text (empty when a form opened)."""
        answered = self.slack.type(who, channel, text, thread_ts=thread)
        assert answered["acked"], answered
        return self.last_words(answered)

    @staticmethod
    def last_words(answered: Json) -> str:
        return (answered.get("answer") or {}).get("text", "").replace("\u00a0", " ")

    def form(self, who: str) -> Json:
        """The form before this person."""
        view = self.slack.view_of(who)
        assert view is not None, "no form is open"
        return view

    def fill(self, who: str, **values: str) -> Json:
        """Fill in and send the form before this person; what was answered."""
        return self.slack.submit(who, self.form(who)["id"], values)

    def press(self, who: str, what: str, **where: Any) -> Json:
        """Press a button."""
        return self.slack.press(who, what, **where)

    def new_deal(self, who: str = SELLER, line: str = "12 500 €") -> str:
        """A deal of a customer that nobody else here has; its customer's name."""
        name = f"Asiakas{next(self._names)}x{id(self) % 997}"
        self.type(who, f"/deal uusi {name}, {line}")
        answered = self.fill(who)
        assert not answered.get("errors"), answered
        self.card(name)
        return name

    # --- what people see ----------------------------------------------------------------------------------------

    def told(self, who: str, part: str) -> Json:
        """The newest thing told to this person alone that has this in it, once it is there."""

        def found(state: Json) -> list[Json]:
            return [each for each in state["ephemerals"] if each["user"] == who and part in plain(each)]

        return found(self.slack.until(found))[-1]

    def card(self, name: str, part: str = "", *, channel: str = CHANNEL) -> Json:
        """The card of this deal, once it shows `part`."""

        def found(state: Json) -> list[Json]:
            return [each for each in state["messages"][channel] if name in plain(each) and part in plain(each)]

        return found(self.slack.until(found))[-1]

    def direct(self, who: str, part: str) -> Json:
        """The newest direct message of the bot to this person that has this in it, once it is there."""

        def found(state: Json) -> list[Json]:
            rooms = [each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == who]
            return [each for room in rooms for each in state["messages"][room] if part in plain(each)]

        return found(self.slack.until(found))[-1]

    def room(self, who: str) -> str:
        """The channel of a person's direct messages with the bot."""
        return next(each["id"] for each in self.slack.state()["channels"] if each.get("user") == who)

    def refusals(self) -> list[Json]:
        """What the local Slack would not do."""
        return self.slack.state()["refusals"]

    def verified(self) -> bool:
        """Whether every projection equals its replay."""
        return not list(replay.verify(self.bot.storage, None))


def plain(message: Json) -> str:
    """All that a message shows, as text."""
    return _texts(message.get("blocks") or []) + " " + message.get("text", "").replace("\u00a0", " ")


def _texts(blocks: Any) -> str:
    if isinstance(blocks, dict):
        return " ".join(_texts(value) for key, value in blocks.items() if key in _SHOWN).replace("\u00a0", " ")
    if isinstance(blocks, list):
        return " ".join(_texts(each) for each in blocks)
    return blocks if isinstance(blocks, str) else ""


_SHOWN = {"text", "elements", "accessory", "fields", "options", "label", "title", "element", "placeholder"}


@contextmanager
def playing(database_url: str, *, over_http: bool = False) -> Generator[Town]:
    """A town on this migrated database, set up by its admin."""
    with Playground.start(manifest=ROOT / "manifest.yml", port=0, clock=MONDAY_MORNING) as slack:
        with running(slack, database_url) as bot:
            town = Town(slack, bot)
            set_up(town)
            yield town


@contextmanager
def running(slack: Running, database_url: str) -> Generator[start.Bot]:
    """The real bot against this local Slack."""
    config = Config(
        database_url=database_url,
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token),
        slack_api_url=f"{slack.url}/api/",
        clock_url=f"{slack.url}/control/clock",
    )
    stop = threading.Event()
    storage = Storage.open(database_url)
    try:
        bot = start.wire(config, storage, stop)
        serving = threading.Thread(target=start.serve, args=(bot, stop), name="bot")
        serving.start()
        try:
            slack.until_connected(seconds=30)
            yield bot
        finally:
            stop.set()
            serving.join(30)
            assert not serving.is_alive()
    finally:
        storage.close()


def set_up(town: Town) -> None:
    """As an admin does it, in Finnish."""
    town.type(ADMIN, "/deal asetukset")
    answered = town.fill(ADMIN, place=CHANNEL, lead=LEAD, workspace_language="fi")
    assert not answered.get("errors"), answered
    town.slack.until(lambda state: any("Hei!" in plain(each) for each in state["messages"][CHANNEL]))
