"""Marks: an event's number and moment, by which a message shows that the ledger still has what it rests on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.events import DEAL
from pipeline.ledger import marks
from pipeline.ledger.marks import EventMark
from pipeline.stages.events import STAGE
from tests.pipeline.team import FIRST, Team


@given(st.integers(0, 2**63 - 1), st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_mark_is_read_as_it_was_written(no: int, at: datetime) -> None:
    mark = EventMark.of(no, at)
    assert EventMark.read(str(mark)) == mark
    assert len(str(mark)) <= 24


@pytest.mark.parametrize(
    "text", ["", "-", "12", "12-", "-12", "1_2-3", "+1-2", "1--2", "ä-1", "1-2-3", "9" * 40 + "-1", "1 -2"]
)
def test_what_is_no_mark_is_not_read(text: str) -> None:
    assert EventMark.read(text) is None


def test_two_events_of_one_number_have_marks_apart_when_a_millisecond_lies_between() -> None:
    at = datetime(2026, 6, 15, tzinfo=UTC)
    assert EventMark.of(7, at) != EventMark.of(7, at + timedelta(milliseconds=1))


def test_the_mark_of_a_subject_is_that_of_its_newest_event(team: Team) -> None:
    deal, other = team.new("Acme", 100), team.new("Other", 100)
    team.advance(deal)
    newest = team.last_event
    team.step(other)
    with team.ledger.read_session(team.by()) as session:
        found = marks.of_subjects(session, DEAL, [deal, other, 99])
        assert found == {
            deal: EventMark.of(newest, team.clock.now()),
            other: EventMark.of(team.last_event, team.clock.now()),
        }
        assert marks.of_ledger(session) == found[other]
        assert FIRST in marks.of_all(session, STAGE)


def test_an_event_is_there_only_with_its_number_and_its_moment(team: Team) -> None:
    team.new("Acme", 100)
    mark = EventMark.of(team.last_event, team.clock.now())
    with team.ledger.read_session(team.by()) as session:
        assert marks.is_there(session, mark)
        assert not marks.is_there(session, EventMark(mark.no, mark.milliseconds + 1))
        assert not marks.is_there(session, EventMark(mark.no + 1, mark.milliseconds))


def test_a_ledger_that_began_with_this_program_has_no_events_without_marks(team: Team) -> None:
    deal = team.new("Acme", 100)
    with team.ledger.read_session(team.by()) as session:
        assert marks.chained_after(session) == 0
        assert marks.first_event(session, (DEAL, deal)) is not None
        assert marks.first_event(session, (DEAL, 99)) is None
