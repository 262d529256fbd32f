"""A year in a town: sellers sell, week by week, and what Putki says comes when it should, once, and is true."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Generator
from datetime import time
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from pipeline.calendars import Calendar
from pipeline.storage.schema import outbox
from tests.busy_machine import PATIENCE
from tests.databases import Databases
from tests.scenarios.town import CHANNEL, OTHER_SELLER, SELLER, THIRD_SELLER, Town, plain, playing

WEEKS = 52
SELLERS = (SELLER, OTHER_SELLER, THIRD_SELLER)
POST = re.compile(r"Ennuste (?:ma|ti) \d+\.\d+\. \(vko (\d+)\)")
TYPED = {"promised_day": "2027-12-01", "lost_kind": "price"}
WORDS = ("siirrä", "siirrä", "siirrä", "palauta", "torkuta", "hävitty", "voitettu", "näytä", "peru")


@pytest.fixture
def own_town(databases: Databases) -> Generator[Town]:
    with playing(databases.fresh()) as town:
        yield town


def _act(town: Town, chance: random.Random, deals: dict[str, str]) -> None:
    """One thing that a seller does to a deal of theirs, with whatever the form asks for."""
    name = chance.choice(list(deals))
    who, word = deals[name], chance.choice(WORDS)
    line = f"/deal {word} {name}" + (" -- hinta" if word == "hävitty" else "") if word != "peru" else "/deal peru"
    town.type(who, line)
    if (form := town.slack.view_of(who)) is not None:
        asked = {block["block_id"] for block in form["view"]["blocks"] if block["type"] == "input"}
        town.fill(who, **{field: value for field, value in TYPED.items() if field in asked})
    town.clear_screens()


def test_a_year_goes_by(own_town: Town) -> None:
    town, chance = own_town, random.Random(2026)
    deals: dict[str, str] = {}
    for _ in range(WEEKS):
        who = chance.choice(SELLERS)
        deals[town.new_deal(who, f"{chance.randint(1, 40)} 000 €")] = who
        for _ in range(4):
            _act(town, chance, deals)
        assert town.bot.sender.drain(monotonic() + PATIENCE)  # answers are not a week late
        town.slack.clock(by="7d", patience=300)

    weeks = [int(found[1]) for each in town.slack.messages(CHANNEL) if (found := POST.search(plain(each)))]
    assert weeks == [*range(25, 54), *range(1, 24)]  # on Mondays, and on the Tuesday after Easter
    _reminders_came_in_their_time(town)
    assert town.refusals() == []
    assert town.verified()


def _reminders_came_in_their_time(town: Town) -> None:
    with town.bot.storage.read() as connection:
        said = connection.execute(
            select(outbox.c.said_at, outbox.c.to_member, outbox.c.key).where(
                outbox.c.workspace_no == 1, outbox.c.says == "stalled", outbox.c.state == "sent"
            )
        ).all()
    assert len(said) > WEEKS / 2
    local = [(each.said_at.astimezone(ZoneInfo("Europe/Helsinki")), each.to_member) for each in said]
    assert [at for at, _ in local if not time(8) <= at.time() < time(17)] == []
    assert [at for at, _ in local if not Calendar().is_business_day(at.date())] == []
    assert max(Counter((at.date(), member) for at, member in local).values()) <= 3
