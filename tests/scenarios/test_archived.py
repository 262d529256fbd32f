"""`settings`: the pipeline's channel is archived. An admin is told once, and what waited comes once it can."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from pipeline.messages import attention
from tests.databases import SqliteFiles
from tests.scenarios.town import ADMIN, CHANNEL, CHANNEL_WITH_GUEST, LEAD, SELLER, Json, Newcomer, Town, plain, playing

GENERAL = "CLOCALYLEIN"
TOLD = "on arkistoitu"


@pytest.fixture
def town(sqlite_files: SqliteFiles) -> Generator[Town]:
    """A town whose channel was put away."""
    with playing(sqlite_files.fresh()) as town:
        town.slack.channel(LEAD, CHANNEL, "archive")
        yield town


def _told(town: Town, part: str = TOLD) -> list[Json]:
    return [each for each in town.slack.state()["messages"][town.room(ADMIN)] if part in plain(each)]


def _parked(town: Town) -> set[str]:
    with town.bot.storage.read() as connection:
        return {each.key for each in attention.unsent_messages(connection, town.bot.services.directory.workspace_no)}


def _until_parked(town: Town, many: int) -> None:
    town.until_bot(lambda look: len(attention.unsent_messages(look.connection, look.by.workspace_no)) == many)


def _choose(town: Town, channel: str) -> None:
    town.type(ADMIN, "/deal asetukset", channel=GENERAL)
    assert not town.fill(ADMIN, place=channel).get("errors")


def test_an_admin_is_told_once_what_waits_and_what_can_be_done(town: Town) -> None:
    town.new_deal()
    town.new_deal()
    _until_parked(town, 2)
    town.slack.clock(by="1h")  # the Monday post is due

    _until_parked(town, 3)
    (told,) = [plain(each) for each in _told(town)]
    assert f"<#{CHANNEL}>" in told
    assert "diilien kortit ja maanantain ennuste odottavat" in told
    assert "`/deal asetukset`" in told


def test_an_admin_is_told_at_once_and_not_again_when_something_waits(town: Town) -> None:
    assert f"<#{CHANNEL}>" in plain(town.direct(ADMIN, TOLD))

    town.new_deal()
    _until_parked(town, 1)
    assert len(_told(town)) == 1


def test_of_a_channel_that_no_pipeline_uses_any_more_nobody_is_told(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh()) as town:
        _choose(town, CHANNEL_WITH_GUEST)
        town.slack.channel(LEAD, CHANNEL, "archive")
        town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "archive")  # heard of after the other one

        assert f"<#{CHANNEL_WITH_GUEST}>" in plain(town.direct(ADMIN, TOLD))
        assert len(_told(town)) == 1


def test_an_admin_who_reads_english_is_told_in_english(town: Town) -> None:
    Newcomer(town, ADMIN).reads("en")
    town.new_deal()

    told = plain(town.direct(ADMIN, "is archived"))

    assert "choose another channel in `/deal settings`" in told


def test_once_it_is_unarchived_what_waited_comes(town: Town) -> None:
    name = town.new_deal()
    town.slack.clock(by="1h")
    _until_parked(town, 2)

    town.slack.channel(LEAD, CHANNEL, "unarchive")

    town.card(name)
    town.slack.until(lambda state: any("Ennuste" in plain(each) for each in state["messages"][CHANNEL]))
    _until_parked(town, 0)


def test_archived_again_it_is_told_anew(town: Town) -> None:
    name = town.new_deal()
    town.direct(ADMIN, TOLD)
    town.slack.channel(LEAD, CHANNEL, "unarchive")
    town.card(name)

    town.slack.channel(LEAD, CHANNEL, "archive")
    town.new_deal()

    town.slack.until(lambda _: len(_told(town)) == 2)


def test_where_unarchiving_left_putki_out_that_is_told(town: Town) -> None:
    town.new_deal()
    town.direct(ADMIN, TOLD)
    town.slack.channel(LEAD, CHANNEL, "remove", who="@app")

    town.slack.channel(LEAD, CHANNEL, "unarchive")

    assert "`/invite @Putki`" in plain(town.direct(ADMIN, "ei ole kanavalla"))


def test_another_channel_takes_what_waited(town: Town) -> None:
    name = town.new_deal()
    town.slack.clock(by="1h")
    _until_parked(town, 2)

    _choose(town, CHANNEL_WITH_GUEST)

    town.card(name, channel=CHANNEL_WITH_GUEST)
    town.slack.until(lambda state: _posts(state))
    _until_parked(town, 0)


def test_a_post_that_waited_too_long_is_not_brought_to_another_channel(town: Town) -> None:
    town.slack.clock(by="1h")
    _until_parked(town, 1)
    waited = _parked(town)
    town.slack.clock(by="8d")
    _until_parked(town, 2)

    _choose(town, CHANNEL_WITH_GUEST)

    town.slack.until(lambda state: _posts(state))
    _until_parked(town, 1)
    assert _parked(town) == waited
    assert len(_posts(town.slack.state())) == 1


def _posts(state: Json) -> list[Json]:
    return [each for each in state["messages"][CHANNEL_WITH_GUEST] if "Ennuste" in plain(each)]


def test_a_card_that_stands_in_the_archived_channel_stands_anew_in_another(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh()) as town:
        name = town.new_deal()
        town.card(name)
        town.slack.channel(LEAD, CHANNEL, "archive")
        town.type(SELLER, f"/deal siirrä {name}", channel=GENERAL)
        town.direct(ADMIN, TOLD)

        _choose(town, CHANNEL_WITH_GUEST)

        town.card(name, "Yhteydenotto", channel=CHANNEL_WITH_GUEST)
