"""Where deals came from: what became of those from one source, and the source that a person named last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline import errors
from pipeline.deals import open as opening
from pipeline.deals import sources
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import Source
from pipeline.deals.open import NewDeal
from pipeline.messages.change_notices import DealCreated
from pipeline.messages.source_notices import SourceNamed
from pipeline.queries.source_record import LEAST, RecentSource, SourceRecord, recent_source, source_record
from tests.pipeline.team import ANNA, BERTIL, Team, told

FAIR = Source(SourceKind.EVENT, "Konepaja")


def _set(team: Team, deal: int, source: Source, who: int = ANNA) -> None:
    sources.set_source(team.ledger, team.by(who), deal, source)


def _record(team: Team, source: Source) -> SourceRecord | None:
    with team.ledger.read_session(team.by()) as session:
        return source_record(session, source)


def test_what_became_of_a_sources_deals_is_told_once_enough_are_closed(team: Team) -> None:
    for nth in range(LEAST):
        assert _record(team, FAIR) is None
        deal = team.new(f"Acme {nth}", 500)
        _set(team, deal, Source(SourceKind.EVENT, "konepaja"))
        team.lost(deal)
    still_open = team.new("Beta", 500)
    _set(team, still_open, FAIR)

    assert _record(team, FAIR) == _record(team, Source(SourceKind.EVENT)) == SourceRecord(closed=LEAST, won=0)
    assert _record(team, Source(SourceKind.EVENT, "Slush")) is None
    assert _record(team, Source(SourceKind.UNKNOWN)) is None


def test_the_source_named_last_is_offered_for_two_hours_to_whoever_named_it(team: Team) -> None:
    first, second = team.new("Acme"), team.new("Beta")
    _set(team, first, FAIR)

    def offered(who: int) -> RecentSource | None:
        with team.ledger.read_session(team.by(who)) as session:
            return recent_source(session, second)

    assert offered(ANNA) == RecentSource(first, "Konepaja")
    assert offered(BERTIL) is None
    sources.repeat_source(team.ledger, team.by(), second, of=first)
    assert team.there(second).source_kind is SourceKind.EVENT
    team.clock.move_by(timedelta(hours=2, minutes=1))
    assert offered(ANNA) is None


def test_a_new_name_has_a_limit_and_the_same_source_again_changes_nothing(team: Team) -> None:
    deal, long = team.new(), "x" * (sources.NAME_LIMIT + 1)

    with pytest.raises(errors.TooLong):
        _set(team, deal, Source(SourceKind.EVENT, long))
    _set(team, deal, FAIR)
    again = told(sources.set_source(team.ledger, team.by(), deal, FAIR), SourceNamed)

    assert again.change is None


def test_a_customer_with_a_won_deal_is_an_existing_one_by_itself(team: Team) -> None:
    team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")

    def source_of(deal: NewDeal) -> SourceKind | None:
        return team.there(told(opening.new(team.ledger, team.by(), deal), DealCreated).deal).source_kind

    assert source_of(NewDeal("Wärtsilä")) is SourceKind.EXISTING
    assert source_of(NewDeal("Wärtsilä", source_kind=SourceKind.REFERRAL)) is SourceKind.REFERRAL
    assert source_of(NewDeal("Wärtsilä", source="Matti")) is None
    assert source_of(NewDeal("Beta")) is None
