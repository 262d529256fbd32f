"""`settings`: the channel chosen is one that Putki is not in. An admin is told, lets it in, and what waited comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

import pytest

from pipeline.messages import attention
from tests.busy_machine import PATIENCE
from tests.databases import SqliteFiles
from tests.scenarios.town import ADMIN, LEAD, SELLER, Json, Town, plain, playing

NOT_IN = "CLOCALYLEIN"  # #yleinen
TOLD = "Putki ei ole kanavalla"


@pytest.fixture
def lonely_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    """Set up to post where Putki is not."""
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        town.type(ADMIN, "/deal asetukset")
        answered = town.fill(ADMIN, place=NOT_IN, lead=LEAD, workspace_language="fi")
        assert not answered.get("errors"), answered
        yield town


def _told(town: Town) -> list[Json]:
    room = town.room(ADMIN)
    return [each for each in town.slack.state()["messages"][room] if TOLD in plain(each)]


def _until_parked(town: Town, many: int) -> None:
    """Wait until so much is parked."""

    def parked() -> int:
        with town.bot.storage.read() as connection:
            return len(attention.unsent_messages(connection, town.bot.services.directory.workspace_no))

    end = time.monotonic() + PATIENCE
    while parked() != many:
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def _has(town: Town, part: str) -> None:
    town.slack.until(lambda state: any(part in plain(each) for each in state["messages"][NOT_IN]), seconds=PATIENCE)


def test_an_admin_is_told_once_and_when_putki_is_let_in_all_that_waited_comes(lonely_town: Town) -> None:
    town = lonely_town
    told = plain(town.direct(ADMIN, TOLD))
    assert f"<#{NOT_IN}>" in told
    assert "`/invite @Putki`" in told
    name = town.new_deal(SELLER)
    _until_parked(town, 2)
    assert len(_told(town)) == 1

    town.slack.channel(ADMIN, NOT_IN, "invite", who="@app")

    _has(town, "Hei!")
    town.card(name, channel=NOT_IN)
    _until_parked(town, 0)


def test_should_putki_be_sent_away_again_that_is_told_anew(lonely_town: Town) -> None:
    town = lonely_town
    town.direct(ADMIN, TOLD)
    town.slack.channel(ADMIN, NOT_IN, "invite", who="@app")
    _has(town, "Hei!")

    town.slack.channel(ADMIN, NOT_IN, "remove", who="@app")
    town.new_deal(SELLER)

    town.slack.until(lambda _: len(_told(town)) == 2, seconds=PATIENCE)


def test_another_channel_takes_the_cards_that_had_none(lonely_town: Town) -> None:
    town = lonely_town
    town.direct(ADMIN, TOLD)
    name = town.new_deal(SELLER)
    _until_parked(town, 2)

    town.type(ADMIN, "/deal asetukset")
    assert not town.fill(ADMIN, place="CLOCALMYYNT").get("errors")

    town.card(name)
