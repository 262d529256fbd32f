"""Who sells in a pipeline of a channel or of a user group: kept as Slack tells it, and as last known where it fails."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from bot import doctor
from bot.slack.directory import Directory
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import sellers
from pipeline.pipelines.events import CHANNEL as OF_CHANNEL
from pipeline.pipelines.events import GROUP, PIPELINE, PipelineChanged, PipelineField
from tests.databases import SqliteFiles
from tests.scenarios.town import ADMIN, CHANNEL, ENGLISH, GUEST, LEAD, OTHER_SELLER, SELLER, THIRD_SELLER, Town, playing

VIENTI = "SLOCALVIENT"
HIDDEN = "Salakauppa"


@pytest.fixture(scope="module")
def exports(sqlite_files: SqliteFiles) -> Generator[tuple[Town, int]]:
    """A town with a second pipeline, and the number of that."""
    with playing(sqlite_files.fresh()) as town:
        yield town, town.pipeline()


def sold_by(town: Town, pipeline_no: int, value: str | None) -> None:
    """Let these sell in the pipeline, and have the list read as it is every minute."""

    def decide(work: UnitOfWork) -> None:
        of = value if value != GROUP else f"{GROUP}{directory(town).place(work, VIENTI)}"
        work.append(
            PipelineChanged(field=PipelineField.SELLERS, value=of), pipeline_no, work.head_of((PIPELINE, pipeline_no))
        )

    town.change(decide)
    town.bot.services.sellers.catch_up()


def directory(town: Town) -> Directory:
    return town.bot.services.directory


def listed(town: Town, pipeline_no: int) -> set[str]:
    """Slack's ids of those who are known to sell there."""
    ids = {no: user for user, no in directory(town).member_numbers().items()}
    with town.bot.ledger.storage.read() as connection:
        return {ids[no] for no in sellers.listed(connection, directory(town).workspace_no, pipeline_no)}


def until_listed(town: Town, pipeline_no: int, who: str, *, is_there: bool) -> None:
    town.until_bot(lambda _session: (who in listed(town, pipeline_no)) == is_there)


def test_the_members_of_the_channel_sell_and_whoever_leaves_sees_no_more(exports: tuple[Town, int]) -> None:
    town, pipeline_no = exports
    sold_by(town, pipeline_no, OF_CHANNEL)
    town.deal_in(pipeline_no, name=HIDDEN)

    assert {SELLER, OTHER_SELLER, ENGLISH} <= listed(town, pipeline_no)
    assert GUEST not in listed(town, pipeline_no)
    assert HIDDEN in town.type(OTHER_SELLER, f"/deal etsi {HIDDEN}")

    town.slack.channel(ADMIN, CHANNEL, "remove", who=OTHER_SELLER)
    until_listed(town, pipeline_no, OTHER_SELLER, is_there=False)
    assert "Kartoitus" not in town.type(OTHER_SELLER, f"/deal näytä {HIDDEN}", channel="@app")

    town.slack.channel(ADMIN, CHANNEL, "invite", who=OTHER_SELLER)
    until_listed(town, pipeline_no, OTHER_SELLER, is_there=True)


def test_the_members_of_a_group_sell(exports: tuple[Town, int]) -> None:
    town, pipeline_no = exports
    sold_by(town, pipeline_no, GROUP)

    assert listed(town, pipeline_no) == {ENGLISH, THIRD_SELLER}
    town.slack.group(VIENTI, "add", who=SELLER)
    until_listed(town, pipeline_no, SELLER, is_there=True)
    town.slack.group(VIENTI, "remove", who=SELLER)
    until_listed(town, pipeline_no, SELLER, is_there=False)


def test_what_is_known_last_stays_where_slack_does_not_tell_and_the_doctor_says_so(exports: tuple[Town, int]) -> None:
    town, pipeline_no = exports
    sold_by(town, pipeline_no, GROUP)
    town.slack.group(VIENTI, "disable")

    assert town.bot.services.sellers.refresh() == [pipeline_no]
    assert listed(town, pipeline_no) == {ENGLISH, THIRD_SELLER}
    (found,) = [each for each in doctor.run_checks(town.bot.config) if each.what == "sellers"]
    assert not found.is_well
    assert "no_such_subteam" in found.says
    assert "the 2 known last" in found.says

    town.slack.group(VIENTI, "enable")
    (found,) = [each for each in doctor.run_checks(town.bot.config) if each.what == "sellers"]
    assert (found.is_well, "2 member(s)" in found.says) == (True, True)


def opened(town: Town) -> None:
    """The form of the second pipeline, before its admin."""
    town.type(ADMIN, "/deal myyntiputket")
    town.press(ADMIN, "stages.pipeline.2", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])


def test_an_admin_chooses_who_sells_who_leads_and_who_only_reads(own_town: Town) -> None:
    town = own_town
    town.pipeline()
    town.deal_in(2, name=HIDDEN)
    opened(town)
    town.fill(ADMIN, pipeline_name="Vienti", pipeline_sellers="group")
    assert "Valitse ryhmä." in str(town.form(ADMIN))
    assert "Vienti (@vienti)" in str(town.slack.suggest(ADMIN, "pipeline_group", "vie", view_id=town.form(ADMIN)["id"]))
    town.fill(ADMIN, pipeline_reads=[GUEST], pipeline_group=VIENTI)
    assert "Vieraat, botit" in str(town.form(ADMIN))
    town.fill(ADMIN, pipeline_reads=[SELLER], pipeline_lead=[LEAD, OTHER_SELLER])
    assert town.told(ADMIN, "Myyntiputki Vienti")

    assert listed(town, 2) == {ENGLISH, THIRD_SELLER}
    for who in (ENGLISH, THIRD_SELLER, LEAD, OTHER_SELLER, SELLER):
        assert "Kartoitus" in town.type(who, f"/deal näytä {HIDDEN}"), who
    assert "Ei muutettu" in town.type(SELLER, f"/deal siirrä {HIDDEN}") or "Ei siirretty" in town.type(
        SELLER, f"/deal siirrä {HIDDEN}"
    )
    assert "Kartoitus" not in town.type(ADMIN, f"/deal näytä {HIDDEN}")

    opened(town)
    shown = str(town.form(ADMIN))
    assert all(each in shown for each in ("Vienti (@vienti)", LEAD, OTHER_SELLER, SELLER))
    town.fill(ADMIN, pipeline_sellers="everybody", pipeline_nothing=[THIRD_SELLER])
    assert town.told(ADMIN, "Myyntiputki Vienti")
    assert "Kartoitus" in town.type(ADMIN, f"/deal näytä {HIDDEN}")
    assert "Kartoitus" not in town.type(THIRD_SELLER, f"/deal näytä {HIDDEN}")
    assert town.verified()


def test_where_slack_does_not_say_who_is_in_it_nothing_is_changed(own_town: Town) -> None:
    town = own_town
    town.pipeline()
    opened(town)
    town.slack.fault("http_500", method="conversations.members", n=9)
    town.fill(ADMIN, pipeline_name="Vienti", pipeline_sellers="channel")

    assert "Slack ei kertonut juuri nyt, ketkä ovat mukana." in str(town.form(ADMIN))
