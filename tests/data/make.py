"""`python -m tests.data.make NAME`: keep what today's program leaves behind, for every later one to be tested with."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bot.local_slack import DEMO_WORLD, LocalSlackServer, Running
from bot.local_slack.pace import PaceLimit
from bot.slack.addresses import ResponseUrl, dump
from pipeline.clock import StandingClock
from pipeline.deals import close, move
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger
from pipeline.money import Money
from pipeline.people import restoring
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.data.kept import HERE, Json, deal_row, keep
from tests.data.play import play
from tests.databases import Databases, SqliteFiles, on_postgresql
from tests.scenarios.town import HASTE, MONDAY_MORNING, ROOT, SELLER, Town, free_port, hastened, running

LATER = datetime(2026, 7, 27, 6, 30, tzinfo=UTC)  # a Monday, 9.30 in Helsinki: the forecast and reminders are due


def make(folder: Path, databases: Databases) -> None:
    """Play the town on a database of this kind, and keep it."""
    url = databases.fresh()
    pace = PaceLimit(lambda: HASTE * time.monotonic())
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as place,
        LocalSlackServer.start(manifest=ROOT / "manifest.yml", clock=MONDAY_MORNING, pace=pace, port=port) as slack,
    ):
        with running(slack, url, timing=hastened(HASTE)) as bot:
            town = Town(slack, bot)
            forms = play(town, Path(place))
            member = bot.services.directory.member(SELLER, None)
            left, newest = (town.new_deal(SELLER, "8 000 €") for _ in range(2))
            nos = [town.deal_nos(name)[0] for name in (left, newest)]
            assert bot.sender.drain(time.monotonic() + 60)
        before = _leave(slack, url, member, *nos)
        keep(folder, url, _posted(slack, forms) | {"newest": {"user": SELLER, "before": before}}, slack.url)


def _leave(slack: Running, url: str, member: int, left: int, newest: int) -> Json:
    """What a program that was stopped leaves: a restored backup, answers and reminders that wait, and a newest change.

    That change is a win of an earlier day, which brings what the deal did back to that day.

    Gives the deal of that change as it was before it.
    """
    storage = Storage.open(url)
    restoring.go_on(storage, StandingClock(LATER), 1, None)
    ledger = Ledger(storage, StandingClock(LATER), SUBJECTS)
    address = dump(ResponseUrl(f"{slack.url}/response/TLOCAL00001/1/gone"))
    move.advance(ledger, By(1, member, Via.BUTTON, ("left waiting",), reply=address), left)
    tick(ledger)
    before = deal_row(url, newest)
    given = Given(
        amount=Money(990_000, "EUR"), promised_day=date(2026, 12, 1), note="asennus sovittu", won_on=date(2026, 7, 20)
    )
    close.won(ledger, By(1, member, Via.FORM, ("newest",)), newest, given=given)
    storage.close()
    return before


def _posted(slack: Running, forms: list[Json]) -> Json:
    """The local Slack's world as a file of it begins: people, channels, messages, what few see, open views, Homes."""
    state = slack.state()
    world = json.loads(DEMO_WORLD.read_text(encoding="utf-8"))
    kept = ("id", "name", "is_im", "is_private", "is_archived", "is_ext_shared", "user", "members")
    world["channels"] = [{key: each[key] for key in kept} for each in state["channels"]]
    world["messages"] = [_message(channel, each) for channel, said in state["messages"].items() for each in said]
    shown = ("channel", "ts", "user", "text", "blocks", "thread_ts")
    world["ephemerals"] = [{key: each.get(key) for key in shown} for each in state["ephemerals"]]
    homes = [each for each in state["homes"].values() if each is not None]
    world["views"] = [{key: each[key] for key in ("id", "user", "view")} for each in (*homes, *forms)]
    sent = [{"id": each["id"], "user": each["user"], "values": each["values"]} for each in forms]
    return {"clock": LATER.isoformat(), "kinds": sorted(SUBJECTS.kinds), "forms": sent, "world": world}


def _message(channel: str, said: Json) -> Json:
    kept = {key: said[key] for key in ("ts", "user", "text", "blocks", "thread_ts") if key in said}
    reactions = {each["name"]: each["users"] for each in said.get("reactions", [])}
    return {"channel": channel, **kept, "reactions": reactions}


def main(name: str) -> None:
    """A folder of that name, from SQLite and from PostgreSQL."""
    folder = HERE / name
    folder.mkdir()
    with tempfile.TemporaryDirectory() as files:
        make(folder, SqliteFiles(Path(files)))
    with on_postgresql("make") as databases:
        make(folder, databases)


if __name__ == "__main__":
    main(sys.argv[1])
