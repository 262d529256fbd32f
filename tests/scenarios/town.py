"""A town to play scenarios in: the local Slack and the real bot beside it, over a real socket, on a real database."""

from __future__ import annotations

import itertools
import random
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from bot import start
from bot.config import Config
from bot.language.new_deal.drafts import read_new
from bot.local_slack import LocalSlackServer
from bot.local_slack.pace import PaceLimit
from bot.local_slack.server import DEMO_WORLD, Running
from bot.sending.pace import Timing
from bot.slack.schema import slack_member, slack_message
from pipeline.calendars import Calendar
from pipeline.deals import open as opening
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.ledger.verify import verify
from pipeline.messages.outbox import State
from pipeline.people.access import rights_of
from pipeline.queries import find
from pipeline.queries.deal_view import DealView, deal_view
from pipeline.schedule import setup
from pipeline.storage import schema
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.busy_machine import PATIENCE
from tests.pipelines import SECOND, Row, add_pipeline, open_deal

ROOT = Path(__file__).resolve().parents[2]
MONDAY_MORNING = datetime(2026, 6, 15, 4, 30, tzinfo=UTC)  # 7.30 in Helsinki

SELLER, OTHER_SELLER, THIRD_SELLER = "ULOCALAINO1", "ULOCALMATTI", "ULOCALLIISA"
LEAD, ADMIN, ENGLISH, GUEST = "ULOCALKAISA", "ULOCALOSKAR", "ULOCALEMMA1", "ULOCALGARY1"
STRANGER = "ULOCALSOFIA"  # of another organisation
CHANNEL, SHARED_CHANNEL, CHANNEL_WITH_GUEST = "CLOCALMYYNT", "CLOCALYHTEI", "CLOCALPROJE"

SLACKS_PATIENCE = 30.0  # seconds, not three, that the local Slack waits for what a person asked: a busy machine stalls
BOTS_PATIENCE = 25.0  # seconds that a request then has; when it is over, there is time left to tell the person
HASTE = 10  # times as fast as Slack is what the local Slack takes and what the bot keeps to, alike

Json = dict[str, Any]


class Town:
    """The local Slack, the bot, and what people see and do there."""

    def __init__(self, slack: Running, bot: start.Bot) -> None:
        self.slack = slack
        self.bot = bot
        self._names = itertools.count(1)
        self._people = itertools.count(1)

    # --- what people do -----------------------------------------------------------------------------------------

    def type(self, who: str, text: str, *, channel: str = CHANNEL, thread: str | None = None) -> str:
        """Type it; what the person is told in the acknowledgement, as text (empty when a form opened)."""
        answered = self.slack.type(who, channel, text, thread_ts=thread)
        assert answered["acked"], answered
        assert "failure" not in answered, answered
        return self.last_words(answered)

    @staticmethod
    def last_words(answered: Json) -> str:
        return (answered.get("answer") or {}).get("text", "").replace("\u00a0", " ")

    def mention(self, who: str, text: str, thread: str, part: str = "") -> Json:
        """Say it to Putki in a thread; the reply there, to all or to this person alone, once it is there."""
        line = text if "@putki" in text else f"@putki {text}"
        said = self.slack.type(who, CHANNEL, line, thread_ts=thread)

        def found(state: Json) -> list[Json]:
            return [
                each
                for each in [*state["messages"][CHANNEL], *_told_to(state, who)]
                if each.get("thread_ts") == thread and float(each["ts"]) > float(said["ts"]) and part in plain(each)
            ]

        return found(self.slack.until(found, seconds=PATIENCE))[-1]

    def form(self, who: str) -> Json:
        """The form before this person."""
        view = self.slack.view_of(who)
        assert view is not None, "no form is open"
        return view

    def fill(self, who: str, **values: object) -> Json:
        """Fill in and send the form before this person; what was answered."""
        answered = self.slack.submit(who, self.form(who)["id"], values)
        assert answered["acked"], answered
        assert "failure" not in answered, answered
        return answered

    def press(self, who: str, what: str, **where: Any) -> Json:
        """Press a button."""
        return self.slack.press(who, what, **where)

    def shortcut(self, who: str, callback_id: str, **where: Any) -> None:
        """Use a shortcut: of a message where one is named by `channel` and `ts`."""
        assert self.slack.shortcut(who, callback_id, **where)["acked"]

    def new_deal(self, who: str = SELLER, line: str = "12 500 €") -> str:
        """A deal of a customer that nobody else here has; its customer's name.

        Straight to the core: Slack lets a workspace open a hundred forms a minute.
        """
        name, directory = self.new_name(), self.bot.services.directory
        today = Calendar().day(self.bot.clock.now())
        draft = read_new(f"{name}, {line}", today)
        day = draft.close_day.date if draft.close_day is not None else None
        by = By(directory.workspace_no, directory.member(who, None), Via.COMMAND)
        opening.new(self.bot.ledger, by, opening.NewDeal(name, draft.name, draft.amount, day, draft.source))
        return name

    def pipeline(self, rows: tuple[Row, ...] = SECOND) -> int:
        """Another pipeline with these stages; its number."""
        made: list[int] = []
        self.change(lambda work: made.append(add_pipeline(work, rows)))
        return made[0]

    def deal_in(self, pipeline_no: int, who: str = SELLER, line: str = "12 500 €", name: str | None = None) -> str:
        """A deal in that pipeline, of that customer, or of one that nobody else here has; its customer's name."""
        name, directory = name or self.new_name(), self.bot.services.directory
        draft, owner = read_new(f"{name}, {line}", Calendar().day(self.bot.clock.now())), directory.member(who, None)
        self.change(lambda work: open_deal(work, pipeline_no, name, owner, draft.amount))
        return name

    def change(self, decide: Callable[[UnitOfWork], object]) -> None:
        """A change that the system makes."""

        def decided(work: UnitOfWork) -> None:
            decide(work)

        self.bot.ledger.commit(self.bot.services.directory.system, decided)

    def new_name(self) -> str:
        """A customer's name like no other here: nothing that is nearly another's."""
        number = next(self._names)
        shuffled = random.Random(number)
        return "".join(shuffled.choice(_CONSONANTS) + shuffled.choice(_VOWELS) for _ in range(5)).capitalize() + " Oy"

    def newcomer(self) -> Newcomer:
        """A seller who is new here."""
        user = f"ULOCALNEW{next(self._people)}"
        self.slack.person(user, name=user.lower(), real_name=f"Uusi Myyjä{user[9:]}", locale="fi-FI")
        self.slack.channel(ADMIN, CHANNEL, "invite", who=user)
        self._until_known(user)
        return Newcomer(self, user)

    def _until_known(self, user: str) -> None:
        """Until the bot has heard who came: else it asks Slack, which answers a hundred times a minute."""
        known = select(slack_member.c.member_no).where(
            slack_member.c.workspace_no == self.bot.services.directory.workspace_no, slack_member.c.user_id == user
        )
        self.until_bot(lambda session: session.connection.execute(known).first() is not None)

    def until_bot(self, knows: Callable[[ReadSession], bool]) -> None:
        """Wait until the bot knows something."""
        end = time.monotonic() + PATIENCE
        while True:
            with self.bot.ledger.read_session(self.bot.services.directory.system) as session:
                if knows(session):
                    return
            assert time.monotonic() < end, "the bot does not hear of it"
            threading.Event().wait(0.02)

    def is_admin(self, who: str, session: ReadSession) -> bool:
        """Whether the bot takes this person for an admin."""
        directory = self.bot.services.directory
        return rights_of(session.connection, By(directory.workspace_no, directory.member(who, None), Via.COMMAND)).admin

    def thread_of(self, owner: Newcomer, pipeline_no: int | None = None) -> Thread:
        """The thread of the card of a new deal, in that pipeline where one is named, once the bot knows the card."""
        name = owner.new_deal() if pipeline_no is None else owner.deal_in(pipeline_no, "")
        ts = self.card(name)["ts"]
        self.until_written_down(ts)
        return Thread(self, owner, name, ts)

    def until_written_down(self, ts: str) -> None:
        """Wait until the bot has written down which message that is.

        Until then, some milliseconds after all can see it, words in its thread are of no deal, and what a press of it
        is answered by comes beside it.
        """
        workspace_no = self.bot.services.directory.workspace_no
        there = select(slack_message.c.key).where(
            slack_message.c.workspace_no == workspace_no, slack_message.c.ts == ts
        )
        self.until_bot(lambda session: session.connection.execute(there).first() is not None)

    def clear_screens(self) -> None:
        """Let every fault be over, close every form, and let what only one person saw be gone."""
        self.slack.fault("clear")
        state = self.slack.state()
        for who, top in {each["user"]: each["id"] for each in state["views"]}.items():
            self.slack.close(who, top, all=True)
        for who in {each["user"] for each in state["ephemerals"]}:
            self.slack.reload(who)

    def begin_anew(self) -> None:
        """Clear the screens for the next test, which sees no message of those before it.

        After a hundred tests, reading all their messages takes longer than a test.
        """
        self.clear_screens()
        self.slack.leave_out(self.slack.state())

    # --- what people see ----------------------------------------------------------------------------------------

    def told(self, who: str, part: str) -> Json:
        """The newest thing told to this person alone that has this in it, once it is there."""

        def found(state: Json) -> list[Json]:
            return [each for each in _told_to(state, who) if part in plain(each)]

        return found(self.slack.until(found, seconds=PATIENCE))[-1]

    def card(self, name: str, part: str = "", *, channel: str = CHANNEL) -> Json:
        """The card of this deal, once it shows `part`: cards of others may be before it."""

        def found(state: Json) -> list[Json]:
            return [each for each in state["messages"][channel] if _is_card(each, name) and part in plain(each)]

        return found(self.slack.until(found, seconds=PATIENCE))[-1]

    def direct(self, who: str, part: str) -> Json:
        """The newest direct message of the bot to this person that has this in it, once it is there.

        The bot has written down by then which message that is, as it has long done when a person presses something.
        """
        workspace_no = self.bot.services.directory.workspace_no
        sending = select(schema.outbox.c.key).where(
            schema.outbox.c.workspace_no == workspace_no, schema.outbox.c.state == State.CLAIMED.value
        )

        def found(state: Json) -> list[Json]:
            rooms = [each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == who]
            return [each for room in rooms for each in state["messages"][room] if part in plain(each)]

        message = found(self.slack.until(found, seconds=PATIENCE))[-1]
        self.until_bot(lambda session: session.connection.execute(sending).first() is None)
        return message

    def room(self, who: str) -> str:
        """The channel of a person's direct messages with the bot, once there is one."""

        def rooms(state: Json) -> list[str]:
            return [each["id"] for each in state["channels"] if each.get("user") == who]

        return rooms(self.slack.until(rooms, seconds=PATIENCE))[0]

    def refusals(self) -> list[str]:
        """What the local Slack would not do of itself, but for a form to be opened by a request delivered twice."""
        refused = (f"{each['method']}: {each['error']}, {each['why']}" for each in self.slack.state()["refusals"])
        return [each for each in refused if not each.endswith("asked for") and "exchanged_trigger_id" not in each]

    # --- what is in the ledger ----------------------------------------------------------------------------------

    def verified(self) -> bool:
        """Whether every projection equals its replay."""
        return not list(verify(self.bot.storage, SUBJECTS))

    def deal_nos(self, name: str) -> list[int]:
        """The numbers of a customer's deals, the newest first."""
        with self.bot.ledger.read_session(self.bot.services.directory.system) as session:
            return [each.deal_no for each in find.find(session, name).lines if each.customer == name]

    def deal(self, name: str) -> DealView:
        """The newest deal of a customer, as it is now."""
        with self.bot.ledger.read_session(self.bot.services.directory.system) as session:
            return deal_view(session, self.deal_nos(name)[0])

    def stage(self, name: str) -> str:
        """The stage a deal is in, by the key of its label."""
        return (self.deal(name).stage.key or "").removeprefix("stage_")

    def changes(self) -> int:
        """How many events people have made."""
        by_people = (
            select(func.count())
            .select_from(schema.event)
            .where(
                schema.event.c.workspace_no == self.bot.services.directory.workspace_no,
                schema.event.c.member_no.is_not(None),
            )
        )
        with self.bot.storage.read() as connection:
            return connection.execute(by_people).scalar_one()


_CONSONANTS, _VOWELS = "bdfghjklmnprstv", "aeiouyäö"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One person in the town, and what they do and see."""

    town: Town
    user: str

    def type(self, text: str) -> str:
        return self.town.type(self.user, text)

    def reads(self, language: str) -> None:
        """Choose a language of one's own."""
        directory = self.town.bot.services.directory
        by = By(directory.workspace_no, directory.member(self.user, None), Via.FORM)
        setup.save(self.town.bot.ledger, by, setup.SettingsChoice(own_language=language, sets_own_language=True))

    def new_deal(self, line: str = "12 500 €") -> str:
        return self.town.new_deal(self.user, line)

    def deal_in(self, pipeline_no: int, line: str = "12 500 €", name: str | None = None) -> str:
        return self.town.deal_in(pipeline_no, self.user, line, name)

    def form(self) -> Json:
        return self.town.form(self.user)["view"]

    def asked(self) -> list[str]:
        """The fields of the form before them."""
        return [block["block_id"] for block in self.form()["blocks"] if block["type"] == "input"]

    def filled(self) -> dict[str, str]:
        """What stands in the form before them when it opens."""
        found: dict[str, str] = {}
        for block in self.form()["blocks"]:
            element = block.get("element") or {}
            if (
                value := element.get("initial_value") or element.get("initial_date") or element.get("initial_time")
            ) is not None:
                found[block["block_id"]] = value.replace("\u00a0", " ")
        return found

    def chosen(self) -> dict[str, str]:
        """The options that are chosen in the form before them when it opens."""
        elements = {block["block_id"]: block.get("element") or {} for block in self.form()["blocks"]}
        return {name: each["initial_option"]["value"] for name, each in elements.items() if each.get("initial_option")}

    def has_form(self) -> bool:
        return self.town.slack.view_of(self.user) is not None

    def fill(self, **values: object) -> Json:
        return self.town.fill(self.user, **values)

    def told(self, part: str) -> str:
        return plain(self.town.told(self.user, part))

    def press(self, what: str, part: str = "", *, block: str | None = None, value: str | None = None) -> Json:
        """Press what only they see: the newest that has `part` in it."""
        there = self.town.told(self.user, part)
        return self.town.press(self.user, what, ts=there["ts"], channel=CHANNEL, block_id=block, value=value)

    def press_card(self, what: str, name: str) -> Json:
        """Press a button of a deal's card."""
        return self.town.press(self.user, what, ts=self.town.card(name)["ts"], channel=CHANNEL)

    def choose_on_card(self, option: str, name: str) -> Json:
        """Choose from the menu of a deal's card."""
        return self._choose(f"menu.{self.town.deal_nos(name)[0]}", option, name)

    def log_on_card(self, option: str, name: str) -> Json:
        """Choose a touch on a deal's card."""
        return self._choose(f"touch.{self.town.deal_nos(name)[0]}.menu", option, name)

    def _choose(self, menu: str, option: str, name: str) -> Json:
        return self.town.press(self.user, menu, ts=self.town.card(name)["ts"], channel=CHANNEL, value=option)


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of one deal's card."""

    town: Town
    owner: Newcomer
    name: str
    ts: str

    def says(self, text: str, part: str = "", who: str | None = None) -> str:
        """What Putki replies there to what the owner, or another, says to it."""
        return plain(self.town.mention(who or self.owner.user, text, self.ts, part))

    def press(self, what: str, part: str, who: str | None = None) -> Json:
        """Press a button of the newest reply that has `part` in it."""
        found = [each for each in self.replies() if part in plain(each)]
        return self.town.press(who or self.owner.user, what, ts=found[-1]["ts"], channel=CHANNEL)

    def shows(self, part: str) -> str:
        """What a reply shows, once one has this in it."""
        self.town.slack.until(lambda _: any(part in plain(each) for each in self.replies()), seconds=PATIENCE)
        return next(plain(each) for each in reversed(self.replies()) if part in plain(each))

    def replies(self) -> list[Json]:
        """What was said in the thread, to all or to the owner alone."""
        state = self.town.slack.state()
        there = [*state["messages"][CHANNEL], *_told_to(state, self.owner.user)]
        found = [each for each in there if each.get("thread_ts") == self.ts and each["ts"] != self.ts]
        return sorted(found, key=lambda each: float(each["ts"]))

    def read_by_all(self) -> list[Json]:
        """What everybody reads in the thread."""
        there = self.town.slack.state()["messages"][CHANNEL]
        return [each for each in there if each.get("thread_ts") == self.ts and each["ts"] != self.ts]


def _told_to(state: Json, who: str) -> list[Json]:
    """What this person alone was told."""
    return [each for each in state["ephemerals"] if each["user"] == who]


def plain(message: Json) -> str:
    """All that a message shows, as text."""
    return _texts(message.get("blocks") or []) + " " + message.get("text", "").replace("\u00a0", " ")


def mrkdwn(shown: Any) -> str:
    """All that Slack reads for marks and mentions."""
    if isinstance(shown, list):
        return " ".join(mrkdwn(each) for each in shown)
    if not isinstance(shown, dict):
        return ""
    own = shown.get("text") if shown.get("type") in (None, "mrkdwn") else ""
    return " ".join([own if isinstance(own, str) else "", *(mrkdwn(each) for each in shown.values())])


def _is_card(message: Json, name: str) -> bool:
    """Whether this is the deal's card and no reply in its thread."""
    return name in plain(message) and message.get("thread_ts") in (None, message["ts"])


def _texts(blocks: Any) -> str:
    if isinstance(blocks, dict):
        return " ".join(_texts(value) for key, value in blocks.items() if key in _SHOWN).replace("\u00a0", " ")
    if isinstance(blocks, list):
        return " ".join(_texts(each) for each in blocks)
    return blocks if isinstance(blocks, str) else ""


_SHOWN = {"text", "elements", "accessory", "fields", "options", "label", "title", "element", "placeholder"}


# --- beginning ----------------------------------------------------------------------------------------------------


@contextmanager
def playing(
    database_url: str,
    *,
    over_http: bool = False,
    is_set_up: bool = True,
    haste: int = HASTE,
    world: Path | Json = DEMO_WORLD,
) -> Generator[Town]:
    """A town on this migrated database, set up by its admin; requests come over the socket, or signed over HTTP.

    `world` has its people, channels and user groups.
    """
    port = free_port() if over_http else None
    deliver = f"http://127.0.0.1:{port}/slack/events" if port else None
    with (
        LocalSlackServer.start(
            world=world,
            manifest=ROOT / "manifest.yml",
            clock=MONDAY_MORNING,
            deliver=deliver,
            pace=PaceLimit(lambda: haste * time.monotonic()),
            patience=SLACKS_PATIENCE,
        ) as slack,
        running(slack, database_url, port=port, timing=hastened(haste)) as bot,
    ):
        town = Town(slack, bot)
        if is_set_up:
            set_up(town)
        yield town


@contextmanager
def running(
    slack: Running, database_url: str, *, port: int | None = None, timing: Timing | None = None
) -> Generator[start.Bot]:
    """The real bot against this local Slack; with a port, listening there for signed requests."""
    config = Config(
        database_url=database_url,
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token) if port is None else None,
        signing_secret=SecretStr(slack.signing_secret),
        port=port or 3000,
        slack_api_url=f"{slack.url}/api/",
        clock_url=f"{slack.url}/control/clock",
    )
    stop = threading.Event()
    storage = Storage.open(database_url)
    try:
        bot = start.wire(config, storage, stop, timing=timing, patience=BOTS_PATIENCE)
        serving = threading.Thread(target=start.serve, args=(bot, stop), name="bot")
        serving.start()
        try:
            _until_listening(slack, port)
            yield bot
        finally:
            stop.set()
            serving.join(PATIENCE)
            assert not serving.is_alive()
    finally:
        storage.close()


def hastened(haste: int) -> Timing:
    """The bot's own pace, so many times as fast; leases and waits after failures stay as they are."""
    real = Timing()
    return replace(
        real,
        destination=real.destination / haste,
        posts=real.posts / haste,
        changes=real.changes / haste,
        openings=real.openings / haste,
        homes=real.homes / haste,
    )


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _until_listening(slack: Running, port: int | None) -> None:
    if port is None:
        slack.until_connected(seconds=PATIENCE)
        return
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE):
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < end, "the bot does not listen"
            threading.Event().wait(0.05)


def set_up(town: Town) -> None:
    """As an admin does it, in Finnish."""
    town.type(ADMIN, "/deal asetukset")
    answered = town.fill(ADMIN, place=CHANNEL, lead=LEAD, workspace_language="fi")
    assert not answered.get("errors"), answered
    town.slack.until(lambda state: any("Hei!" in plain(each) for each in state["messages"][CHANNEL]))
