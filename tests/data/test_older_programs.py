"""What older programs left behind is served by this one: their databases, and what they had posted into Slack."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli, start
from bot.config import Config
from bot.language.catalogue import LANGUAGES, read_catalogue
from bot.local_slack import LocalSlackServer
from bot.local_slack.pace import PaceLimit
from bot.local_slack.server import Running
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from tests.busy_machine import PATIENCE
from tests.conftest import databases_of_kind
from tests.data.kept import FOLDERS, SLACK, Json, deal_row, move_slack, posted, restored, rows
from tests.databases import BRANCHES, Databases, kind_by_turn
from tests.scenarios.town import ADMIN, HASTE, LEAD, ROOT, Town, free_port, hastened, plain, running

# What a form's submission, or a press, appends: ids of forms and buttons, and kinds of events, are never renamed.
SUBMITTED = {
    "new": {"opened"},
    "advance": {"moved", "won"},
    "back": {"moved"},
    "won": {"won"},
    "lost": {"lost"},
    "step": {"step_set"},
    "snooze": {"snoozed"},
    "assign": {"owner_set"},
    "note": {"noted"},
    "edit": {"amount_set", "delivery_promised", "lost_explained"},
    "merge": {"customer_merged"},
    "away": {"away_set"},
    "select": {"noted"},
    "settings": {"setting_set"},
    "touch": {"touched"},
    "need": {"need_added"},
    "customer": {"contact_added"},
    "offer": {"offer_sent"},
    "choices": {"option_added"},
    "fields": {"field_added"},
}
TEAMS = {"choices", "fields"}
CUSTOMERS = {"touch", "need", "customer", "offer", *TEAMS}
PUT_RIGHT = {"edit", "merge", "away", "select", *CUSTOMERS}
PRESSED = {"snooze": "snoozed", "advance": "moved", "back": "moved", "undo": "voided"}
OPENED = {"menu", "new", "won", "lost", "step", "settings"}
FORMS_TO_COME = {  # by folder: the forms that its program did not have
    "2026-11-first-slice": {"assign", "note", *PUT_RIGHT},
    "2026-11-plain-words": {"note", *PUT_RIGHT},
    "2026-11-understood": PUT_RIGHT,
    "2026-11-put-right": CUSTOMERS,
    "2026-11-customers": TEAMS,
}
NO_ANSWER = ("not_form", "error")  # what is said of a button that nobody knows, and of a mistake of ours
NEWEST = 3  # messages with one kind of button, of which two may be gone when it is pressed
SEARCH = "external_select"
MENUS = {"overflow", "static_select"}


#: Folders in which no button stands that shows an earlier stay: that program brought each message up to date.
NONE_OUTDATED = {"2026-11-put-right", "2026-11-customers", "2026-12-teams"}


@dataclass(frozen=True)
class Older:
    """A town in which an older program's messages stand, with this program beside them on its database."""

    town: Town
    url: str
    posted: Json

    def all_said(self) -> None:
        """Until nothing that is due is left."""
        assert self.town.bot.sender.drain(time.monotonic() + PATIENCE)

    def last_event(self) -> int:
        return rows(self.url, "SELECT max(no) AS no FROM event WHERE workspace_no = 1")[0]["no"]

    def kinds_after(self, no: int) -> set[str]:
        """The kinds of the events that came after this one."""
        asked = "SELECT DISTINCT kind FROM event WHERE workspace_no = 1 AND no > :no"
        return {each["kind"] for each in rows(self.url, asked, no=no)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Serve each folder on one of the databases, by turns: the sweep serves it on the other one."""
    if "databases" in metafunc.fixturenames:
        kinds = [(each, kind_by_turn(turn)) for turn, each in enumerate(FOLDERS)]
        metafunc.parametrize(("folder", "databases"), kinds, indirect=True)


@pytest.fixture(scope="module")
def databases(request: pytest.FixtureRequest) -> Databases:
    """The databases of the kind that was chosen for this folder."""
    return databases_of_kind(request)


@pytest.fixture(scope="module")
def folder(request: pytest.FixtureRequest) -> str:
    """A folder here: what one program left behind."""
    return request.param


@pytest.fixture
def left(folder: str, databases: Databases) -> Iterator[str]:
    """The database as that program left it."""
    url = restored(folder, databases)
    yield url
    databases.remove(url)


@pytest.fixture
def migrated(left: str) -> str:
    """That database, brought to this program's schema."""
    migrate.upgrade(left, BRANCHES)
    return left


@pytest.fixture
def older(folder: str, databases: Databases) -> Iterator[Older]:
    """A town of one's own, with the newest messages."""
    with _standing_on(folder, databases, _newest) as older:
        yield older


@pytest.fixture(scope="module")
def shared(folder: str, databases: Databases) -> Iterator[Older]:
    """A town for what leaves others alone."""
    with _standing_on(folder, databases) as older:
        yield older


@contextmanager
def _standing_on(
    folder: str, databases: Databases, picked: Callable[[Json], Json] = lambda world: world
) -> Generator[Older]:
    url, port = restored(folder, databases), free_port()
    address = f"http://127.0.0.1:{port}"
    kept = posted(folder, url, address)
    kept["world"] = picked(kept["world"])
    pace = PaceLimit(lambda: HASTE * time.monotonic())
    with (
        LocalSlackServer.start(
            world=kept["world"], manifest=ROOT / "manifest.yml", clock=kept["clock"], port=port, pace=pace
        ) as slack,
        _upgraded(url, slack),
        running(slack, url, timing=hastened(HASTE)) as bot,
    ):
        older = Older(Town(slack, bot), url, kept)
        older.all_said()
        yield older
    databases.remove(url)


@contextmanager
def _upgraded(url: str, slack: Running) -> Generator[None]:
    """The database, brought to this program's schema as `putki run` does it."""
    start.upgrade_database(Config(database_url=url, clock_url=f"{slack.url}/control/clock", slack_api_url=slack.url))
    move_slack(url, SLACK, slack.url)
    yield


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_what_is_kept_has_some_of_everything(folder: str, left: str) -> None:
    kinds = {each["kind"] for each in rows(left, "SELECT DISTINCT kind FROM event WHERE workspace_no = 1")}
    assert kinds >= set(posted(folder, left)["kinds"])
    brought = "SELECT count(*) AS n FROM event WHERE workspace_no = 1 AND batch_no IS NOT NULL"
    done_again = (
        "SELECT count(*) AS n FROM event AS v JOIN event AS u ON u.workspace_no = v.workspace_no AND u.no = v.voids "
        "WHERE v.workspace_no = 1 AND u.kind = 'voided'"
    )
    assert rows(left, brought)[0]["n"] > 50
    assert rows(left, done_again)[0]["n"] > 0
    states = {each["state"] for each in rows(left, "SELECT DISTINCT state FROM outbox WHERE workspace_no = 1")}
    assert states >= {"waiting", "sent", "unsure", "parked"}


# --- The database -----------------------------------------------------------------------------------------------------


def test_it_is_migrated_and_equals_its_replay(migrated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTKI_DATABASE_URL", migrated)

    verified = CliRunner().invoke(cli.app, ["verify"])

    said = [each for each in verified.stdout.splitlines() if "A backup was restored" not in each]
    assert (verified.exit_code, said) == (0, ["0 differences"])


def test_its_deals_are_found_by_words_of_their_names(shared: Older) -> None:
    asked = (
        "SELECT d.deal_no, n.text FROM deal AS d "
        "JOIN customer AS c ON c.workspace_no = d.workspace_no AND c.customer_no = d.customer_no "
        "JOIN name AS n ON n.workspace_no = c.workspace_no AND n.no = c.name "
        "WHERE d.workspace_no = 1 AND d.state = 'open' ORDER BY d.deal_no"
    )
    named = rows(shared.url, asked)
    assert named

    for each in (named[0], named[len(named) // 2], named[-1]):
        assert each["text"] in shared.town.type(LEAD, f"/deal etsi {each['text'].lower()}")


def test_the_newest_change_is_undone(older: Older) -> None:
    newest = older.posted["newest"]
    assert deal_row(older.url, newest["before"]["deal_no"]) != newest["before"]

    assert "Peruttu" in older.town.type(newest["user"], "/deal peru")

    now = deal_row(older.url, newest["before"]["deal_no"])
    assert {name: now[name] for name in newest["before"]} == newest["before"]  # it has columns that were not there then
    assert older.town.verified()


def test_what_waited_is_said(shared: Older) -> None:
    asked = (
        "SELECT key, due_at FROM outbox WHERE workspace_no = 1 "
        "AND state NOT IN ('sent', 'unsure', 'parked', 'dropped') ORDER BY key"
    )
    stopped = datetime.fromisoformat(shared.posted["clock"])
    left = [each["key"] for each in rows(shared.url, asked) if _moment(each["due_at"]) <= stopped]
    cards = rows(shared.url, "SELECT deal_no FROM card WHERE workspace_no = 1 AND due")

    assert (left, cards) == ([], [])
    refused = [each for each in shared.town.refusals() if not each.startswith("response_url")]  # those of then are over
    assert refused == []


def test_an_admin_is_told_once_what_the_upgrade_changed(left: str, shared: Older) -> None:
    storage = Storage.open(left)
    lacking = migrate.pending(storage, BRANCHES)
    storage.close()
    start.upgrade_database(Config(database_url=shared.url))  # as after the next start

    told = rows(shared.url, "SELECT key, state FROM outbox WHERE workspace_no = 1 AND says = 'upgraded'")

    assert [each["state"] for each in told] == ["sent"] * bool(lacking)
    if lacking:
        shared.town.direct(ADMIN, "Putki päivitettiin. Tämä muuttui:")


def _moment(kept: datetime | str) -> datetime:
    """A moment as any of the databases keeps it; SQLite has it as text, without its zone."""
    moment = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


# --- What stands in Slack ---------------------------------------------------------------------------------------------


def test_forms_that_were_open_are_taken(folder: str, older: Older) -> None:
    views = {each["id"]: each["view"] for each in older.posted["world"]["views"]}
    for form in reversed(older.posted["forms"]):  # what was opened last lies on top
        word, before = views[form["id"]]["callback_id"], older.last_event()

        answered = older.town.slack.submit(form["user"], form["id"], form["values"])
        if answered["response_action"] == "update" and word == "step":  # it is asked whether so late a day is meant
            answered = older.town.slack.submit(form["user"], form["id"], {})

        assert answered == {"ok": True, "acked": True, "response_action": None}, (word, answered)
        assert older.kinds_after(before) & SUBMITTED[word], word
    words = {views[each["id"]]["callback_id"] for each in older.posted["forms"]}
    assert words == set(SUBMITTED) - FORMS_TO_COME.get(folder, set())
    assert older.town.verified()


def test_buttons_are_answered(older: Older) -> None:
    no_answers = _no_answers()
    done: dict[str, set[str]] = {}
    for candidates in _patterns(older.posted["world"]):
        state = older.town.slack.state()
        there = _standing(state)
        press = next((each for each in reversed(candidates) if each.ts is None or each.place in there), None)
        if press is None:  # they stood beside others that were pressed, and what was done is in their place
            continue
        before = older.last_event()

        opened = _pressed(older, press)

        if opened is None:
            older.town.slack.until(lambda now, state=state: _new(now, state), seconds=PATIENCE)
            older.all_said()
        new = " ".join(plain(each) for each in _new(older.town.slack.state(), state))
        assert not any(sentence in new for sentence in no_answers), (press, new)
        done.setdefault(press.word, set()).update(older.kinds_after(before), {opened} if opened else ())
    assert done.keys() == {each.word for each in _elements(older.posted["world"])}
    assert {word for word, kind in PRESSED.items() if kind not in done[word]} == set()
    assert {word for word in OPENED & done.keys() if not done[word] & SUBMITTED.keys()} == set()
    assert older.town.verified()


def test_a_button_that_shows_what_is_no_more_so_changes_nothing(folder: str, shared: Older) -> None:
    now = {each["deal_no"]: each["stay"] for each in rows(shared.url, "SELECT * FROM deal WHERE workspace_no = 1")}
    elements = (
        press
        for press in _elements(shared.posted["world"])
        if press.word == "advance" and press.value.get("deal") in now and "stay" in press.value
    )
    before, state = shared.last_event(), shared.town.slack.state()
    there = _standing(state)  # a card that was behind when the program was stopped has been brought up to date
    old = (each for each in elements if each.value["stay"] != now[each.value["deal"]] and each.channel)
    press = next((each for each in old if each.place in there), None)
    assert (press is None) == (folder in NONE_OUTDATED)
    if press is None:
        return

    _pressed(shared, press)

    shared.town.slack.until(lambda now: _new(now, state), seconds=PATIENCE)
    assert shared.last_event() == before


def test_an_emoji_on_a_reminder_still_finds_its_deal(shared: Older) -> None:
    asked = (
        "SELECT m.ts, p.user_id FROM slack_message AS m "
        "JOIN deal AS d ON d.workspace_no = m.workspace_no AND d.deal_no = m.deal_no AND d.stay = m.stay "
        "JOIN slack_member AS p ON p.workspace_no = m.workspace_no AND p.member_no = m.member_no "
        "WHERE m.workspace_no = 1 AND m.says = 'stalled' AND d.snoozed_until IS NULL AND d.state = 'open' "
        "ORDER BY m.ts"
    )
    kept = {each["ts"] for each in shared.posted["world"]["messages"]}
    there = [each for each in rows(shared.url, asked) if each["ts"] in kept]
    before = shared.last_event()

    shared.town.slack.react(there[-1]["user_id"], shared.town.room(there[-1]["user_id"]), there[-1]["ts"], "zzz")

    shared.town.until_bot(lambda _: shared.kinds_after(before) == {"snoozed"})


def test_the_thread_of_a_card_is_still_that_deals(shared: Older) -> None:
    asked = (
        "SELECT m.ts, d.deal_no FROM slack_message AS m "
        "JOIN deal AS d ON d.workspace_no = m.workspace_no AND d.deal_no = m.deal_no "
        "WHERE m.workspace_no = 1 AND m.key LIKE 'card:%' AND m.ts <> '' AND d.state = 'open' ORDER BY m.ts"
    )
    card = rows(shared.url, asked)[0]

    shared.town.mention(LEAD, "askel tehty", card["ts"])
    shared.town.mention(LEAD, "torkuta 5pv", card["ts"], "muistutetaan")

    (deal,) = rows(
        shared.url,
        "SELECT snoozed_until FROM deal WHERE workspace_no = 1 AND deal_no = :deal",
        deal=card["deal_no"],
    )
    assert deal["snoozed_until"] is not None


# --- Pressing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Press:
    """A button, or a search, that an older program had posted, and who presses it where."""

    user: str
    ts: str | None
    channel: str | None
    block_id: str
    action_id: str
    type: str
    value: Any
    option: str | None = None  # of a menu: its first

    @property
    def word(self) -> str:
        return self.action_id.split(".")[0]

    @property
    def place(self) -> tuple[str | None, str, str]:
        """Where it is, and which one there: a message that was changed has other blocks."""
        return self.ts, self.block_id, self.action_id

    @property
    def pattern(self) -> tuple[str, bool]:
        """What is answered alike: the same word with the same parts, in Home or elsewhere."""
        return re.sub(r"\d+", "#", self.action_id), self.ts is None


def _patterns(world: Json) -> list[list[Press]]:
    """All of each pattern, the oldest first; what changes nothing before what changes what others show."""
    patterns: dict[tuple[str, bool], list[Press]] = {}
    for each in _elements(world):
        patterns.setdefault(each.pattern, []).append(each)
    order = ["snooze", "advance", "back", "undo"]
    return sorted(patterns.values(), key=lambda found: order.index(found[0].word) if found[0].word in order else -1)


def _newest(world: Json) -> Json:
    """The world with the newest messages of each pattern alone: what is asked of it often is quick to read."""
    kept = {press.ts for found in _patterns(world) for press in found[-NEWEST:]}
    return world | {name: [each for each in world[name] if each["ts"] in kept] for name in ("messages", "ephemerals")}


def _standing(state: Json) -> set[tuple[str | None, str, str]]:
    """What stands there still as it was posted: some messages were changed since."""
    return {press.place for each in _shown(state) for press in _in_blocks(each.get("blocks"), "", each["ts"], None)}


def _elements(world: Json) -> Iterator[Press]:
    """All that can be pressed in messages, the oldest first, and in Homes."""
    direct = {each["id"]: each["user"] for each in world["channels"] if each["is_im"]}
    seen_by = [(direct.get(each["channel"], LEAD), each) for each in world["messages"]]
    seen_by += [(each["user"], each) for each in world["ephemerals"]]
    for user, each in sorted(seen_by, key=lambda seen: float(seen[1]["ts"])):
        yield from _in_blocks(each.get("blocks"), user, each["ts"], each["channel"])
    for each in world["views"]:
        if each["view"]["type"] == "home":
            yield from _in_blocks(each["view"]["blocks"], each["user"], None, None)


def _in_blocks(blocks: list[Json] | None, user: str, ts: str | None, channel: str | None) -> Iterator[Press]:
    for block in blocks or []:
        for each in (*block.get("elements", ()), block.get("accessory", {})):
            if each.get("action_id"):
                value = json.loads(each.get("value") or "{}")
                option = each["options"][0]["text"]["text"] if each["type"] in MENUS else None
                yield Press(user, ts, channel, block["block_id"], each["action_id"], each["type"], value, option)


def _pressed(older: Older, press: Press) -> str | None:
    """Press it, choosing the first of what a search offers; the form that opened, by its callback id."""
    slack = older.town.slack
    view_id, chosen = ("home", None) if press.ts is None else (None, press.option)
    if press.type == SEARCH:
        chosen = _offered(older, press)
    answered = slack.press(
        press.user,
        press.action_id,
        ts=press.ts,
        view_id=view_id,
        channel=press.channel,
        block_id=press.block_id,
        value=chosen,
    )
    assert answered == {"ok": True, "acked": True, "dispatched": True, "failure": None}, (press, answered)
    if (view := slack.view_of(press.user)) is None:
        return None
    slack.close(press.user, view["id"], all=True)
    return view["view"]["callback_id"]


def _offered(older: Older, press: Press) -> str:
    """A deal of theirs that the search offers, by its number: not each of them can be moved so."""
    asked = (
        "SELECT d.deal_no FROM deal AS d JOIN slack_member AS p ON p.workspace_no = d.workspace_no "
        "AND p.member_no = d.owner WHERE d.workspace_no = 1 AND p.user_id = :who "
        "ORDER BY CASE d.state WHEN 'open' THEN 0 ELSE 1 END, d.stage_no DESC, d.deal_no"
    )
    for each in rows(older.url, asked, who=press.user):
        typed = f"#{each['deal_no']}"
        if options := older.town.slack.suggest(press.user, press.action_id, typed, ts=press.ts)["options"]:
            return options[0]["text"]["text"]
    raise AssertionError(f"{press} offers nothing")


def _new(state: Json, before: Json) -> list[Json]:
    """The messages that somebody sees in one state and nobody saw, or saw otherwise, in the other."""
    seen = {_as_shown(each) for each in _shown(before)}
    return [each for each in _shown(state) if _as_shown(each) not in seen]


def _shown(state: Json) -> list[Json]:
    return [*(each for said in state["messages"].values() for each in said), *state["ephemerals"]]


def _as_shown(message: Json) -> tuple[str, str, str]:
    return message["ts"], message["text"], repr(message.get("blocks"))


def _no_answers() -> list[str]:
    """The sentences that no old button may be answered by, in every language, up to what varies in them."""
    return [str(read_catalogue(language)[key].string).split("{")[0] for language in LANGUAGES for key in NO_ANSWER]
