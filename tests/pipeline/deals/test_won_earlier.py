"""A win told later: it happened on an earlier day, and what the deal did after that day moves back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import errors
from pipeline.calendars import Calendar
from pipeline.deals import backdate, close, move, stage_changes
from pipeline.deals.deal import Given
from pipeline.deals.projection import DEALS, DealState
from pipeline.forecast import report
from pipeline.forecast.histories import Outcome
from pipeline.ledger.fold import fold, known_at, true_at
from pipeline.ledger.verify import verify
from pipeline.messages.change_notices import DealWon
from pipeline.money import Money
from pipeline.queries.deal_view import deal_view
from pipeline.refused import Refused
from pipeline.stages.events import StageKind
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import (
    AATU,
    ANNA,
    CONTACT,
    FIRST,
    LEENA,
    OFFER,
    PIPELINE,
    SALE,
    Team,
    change_of,
    euros,
    team_in,
)
from tests.pipeline.team import told as told_as

FINLAND = Calendar()
DELIVERY = date(2026, 8, 1)
Stay = tuple[int, date, date | None]


def win(team: Team, deal: int, day: date | None, who: int = ANNA, **more: Any) -> DealWon:
    what = Given(promised_day=DELIVERY, won_on=day, **more)
    return told_as(close.won(team.ledger, team.by(who), deal, given=what), DealWon)


def stays(team: Team, deal: int) -> list[Stay]:
    """The deal's stays in their order: stage, first day, last day."""
    rows = fold(DEALS, team.history(("deal", deal))).part("stay")
    return [
        (row["stage_no"], FINLAND.day(row["started_at"]), FINLAND.day(row["ended_at"]) if row["ended_at"] else None)
        for row in rows
    ]


def as_it_is(team: Team, deal: int) -> tuple[DealState, Any]:
    """The deal and its stays, without the number that every event moves on."""
    return replace(team.there(deal), last_no=0), fold(DEALS, team.history(("deal", deal))).part("stay")


def march(day: int) -> date:
    return date(2026, 3, day)


def test_with_nothing_in_the_way_the_win_alone_is_of_that_day(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. → · 10.3. → Tarjous · 20.3. seen")

    won = win(team, deal, march(18))

    assert (won.won_on, won.moves_stages, won.moves_opening) == (march(18), False, False)
    assert stays(team, deal) == [
        (FIRST, march(2), march(3)),
        (CONTACT, march(3), march(10)),
        (OFFER, march(10), march(18)),
        (SALE, march(18), None),
    ]
    assert team.there(deal).promised_day == DELIVERY
    assert team.is_sound()


def test_a_stage_entered_later_is_brought_back_to_that_day_and_one_undo_takes_all_of_it_back(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. → · 10.3. → Tarjous · 20.3. seen")
    before = as_it_is(team, deal)

    won = win(team, deal, march(5), amount=euros(11_800))

    assert (won.won_on, won.moves_stages, won.moves_opening) == (march(5), True, False)
    assert stays(team, deal) == [
        (FIRST, march(2), march(3)),
        (CONTACT, march(3), march(5)),
        (OFFER, march(5), march(5)),
        (SALE, march(5), None),
    ]
    after = as_it_is(team, deal)
    undone = change_of(team.undo())
    assert as_it_is(team, deal) == before
    team.undo(undone)
    assert as_it_is(team, deal) == after
    assert team.is_sound()


def test_a_deal_opened_later_was_there_that_day_with_all_that_is_known_of_it(team: Team) -> None:
    deal = team.story("10.3. new Acme 12 500 · 11.3. → · 12.3. step call 2.4. · 13.3. snooze 19.3. · 16.3. seen")
    noted = Given(note="they want a discount")
    move.advance(team.ledger, team.by(LEENA), deal, to_stage=OFFER, given=noted)
    before = as_it_is(team, deal)
    known = _story(team, deal)

    won = win(team, deal, march(6))

    assert (won.moves_opening, won.moves_stages) == (True, True)
    assert stays(team, deal) == [
        (FIRST, march(6), march(6)),
        (CONTACT, march(6), march(6)),
        (OFFER, march(6), march(6)),
        (SALE, march(6), None),
    ]
    state = team.there(deal)
    assert FINLAND.day(state.opened_at) == march(6)
    assert (state.amount, state.name, state.owner, state.step) == (1_250_000, before[0].name, ANNA, before[0].step)
    assert _story(team, deal).notes == known.notes
    undone = change_of(team.undo())
    assert as_it_is(team, deal) == before
    assert _story(team, deal).notes == known.notes
    team.undo(undone)
    assert team.there(deal).state is StageKind.WON
    assert team.is_sound()


def _story(team: Team, deal: int) -> Any:
    with team.ledger.read_session(team.by()) as session:
        return deal_view(session, deal)


def test_a_stage_entered_on_that_very_day_stays_and_the_win_follows_it(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. →")
    team.clock.move_to(datetime(2026, 3, 10, 15, tzinfo=UTC))
    team.advance(deal, to_stage=OFFER)
    team.clock.move_to(datetime(2026, 3, 12, 8, tzinfo=UTC))

    won = win(team, deal, march(10))

    assert not won.moves_stages
    assert team.there(deal).stay_at == datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert team.is_sound()


def test_a_win_of_today_is_a_win_of_now(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. →")

    won = win(team, deal, march(3))

    assert won.won_on is None
    assert team.there(deal).stay_at == team.clock.now()


@pytest.mark.parametrize(
    ("ago", "kind"),
    [(-1, errors.WonAhead), (-3650, errors.WonAhead), (91, errors.WonLongAgo), (9999, errors.WonLongAgo)],
)
def test_no_win_is_told_of_a_day_to_come_or_over_90_days_ago(team: Team, ago: int, kind: type[Refused]) -> None:
    deal = team.story("2.3. new Acme 12 500")
    day = march(2) - timedelta(days=ago)
    before = team.everything()

    with pytest.raises(kind) as refused:
        win(team, deal, day)

    assert vars(refused.value) == {"deal": deal, "day": day, "field": None}
    assert team.everything() == before


def test_a_win_may_be_told_90_days_later(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500")
    assert win(team, deal, march(2) - timedelta(days=90)).won_on == date(2025, 12, 2)
    assert team.is_sound()


def test_a_win_of_last_month_is_counted_there_and_its_stages_teach_nothing(team: Team) -> None:
    deal = team.story("20.5. new Acme 12 500 · 25.5. → · 2.6. → Tarjous")
    other = team.story("20.5. new Beta 9 000 · 25.5. → · 2.6. → Tarjous · 3.6. won 1.8.")

    win(team, deal, date(2026, 5, 28))

    with team.ledger.read_session(team.by()) as session:
        figures = report.compute(session, PIPELINE, team.clock.now())
        known = {
            each.deal_no: each for each in report.histories(session.connection, team.workspace_no, PIPELINE, _ends)
        }
    june = figures.months[0]
    assert [part.deal_no for part in figures.won_in(june)] == [other]
    assert [step.stage_no for step in known[deal].steps] == [FIRST, CONTACT]
    assert (known[deal].outcome, FINLAND.day(known[deal].ended_at or team.clock.now())) == (
        Outcome.WON,
        date(2026, 5, 28),
    )
    assert [step.stage_no for step in known[other].steps] == [FIRST, CONTACT, OFFER]


def _ends(stage_no: int) -> Outcome | None:
    return Outcome.WON if stage_no == SALE else None


def test_a_deal_opened_after_its_win_teaches_nothing_at_all(team: Team) -> None:
    deal = team.story("10.3. new Acme 12 500 · 11.3. →")
    win(team, deal, march(6))
    with team.ledger.read_session(team.by()) as session:
        known = report.histories(session.connection, team.workspace_no, PIPELINE, _ends)
    assert [each.steps for each in known if each.deal_no == deal] == [()]


def test_a_move_that_was_brought_back_is_undone_only_after_the_win(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. →")
    team.clock.move_to(datetime(2026, 3, 10, 8, tzinfo=UTC))
    moved = change_of(team.advance(deal, to_stage=OFFER))
    won = change_of(win(team, deal, march(5)))

    with pytest.raises(errors.ChangedSince):
        team.undo(moved)
    team.undo(won)
    team.undo(moved)

    assert team.there(deal).stage_no == CONTACT
    assert team.is_sound()


def test_a_move_that_was_undone_and_done_again_is_brought_back_too(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. →")
    team.clock.move_to(datetime(2026, 3, 10, 8, tzinfo=UTC))
    moved = change_of(team.advance(deal, to_stage=OFFER))
    team.undo(change_of(team.undo(moved)))
    before = as_it_is(team, deal)

    won = change_of(win(team, deal, march(5)))
    assert [stay[1] for stay in stays(team, deal)][1:] == [march(3), march(5), march(5)]
    team.undo(won)

    assert as_it_is(team, deal) == before
    assert team.is_sound()


def test_what_was_known_before_stays_known_and_what_is_true_changes(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. → · 10.3. → Tarjous")
    last = team.last_event
    win(team, deal, march(5))
    history = team.history(("deal", deal))

    assert known_at(DEALS, history, last).state.stage_no == OFFER
    evening = datetime(2026, 3, 5, 18, tzinfo=UTC)
    assert true_at(DEALS, history, evening).state.state is StageKind.WON
    assert true_at(DEALS, history, datetime(2026, 3, 4, 18, tzinfo=UTC)).state.stage_no == CONTACT


def test_the_same_delivery_twice_is_one_win(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 10.3. → · 12.3. seen")
    by, what = team.by(ANNA, "delivery"), Given(promised_day=DELIVERY, won_on=march(5))
    first = close.won(team.ledger, by, deal, given=what).notice
    last = team.last_event

    assert close.won(team.ledger, by, deal, given=what).notice == first
    assert team.last_event == last


def test_what_a_change_moves_is_decided_by_the_days_of_the_workspace(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500")
    team.clock.move_to(datetime(2026, 3, 10, 22, 30, tzinfo=UTC))  # in Helsinki it is the 11th
    team.advance(deal, to_stage=OFFER)
    events = team.history(("deal", deal))

    assert backdate.plan(events, march(10), FINLAND).moves_stages
    assert not backdate.plan(events, march(10), Calendar("GB", "Europe/London")).moves_stages


# --- Whatever was done before -----------------------------------------------------------------------------------------

ACTS = st.sampled_from(
    ["→", "→ Tarjous", "←", "step call 1.7.", "snooze 1.7.", "seen", "undo", "lost dear", "← Tunnistaminen"]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([ANNA, LEENA]), ACTS), max_size=8),
    ago=st.integers(0, 40),
)
def test_after_any_history_a_win_of_any_day_holds_and_its_undo_gives_all_back(
    shared_storage: Storage, acts: list[tuple[int, int, str]], ago: int
) -> None:
    team = team_in(shared_storage)
    deal = team.story("9.3. new Acme 12 500")
    for days, who, act in acts:
        team.clock.move_by(timedelta(days=days, minutes=3))
        word, _, rest = act.partition(" ")
        try:
            team._act(word, rest, deal, who)
        except Refused:
            continue
    if team.deal(deal) is None or team.there(deal).state is not StageKind.OPEN:
        return
    team.clock.move_by(timedelta(hours=1))
    before = as_it_is(team, deal)
    day = FINLAND.day(team.clock.now()) - timedelta(days=ago)

    won = win(team, deal, day, LEENA)

    listed = stays(team, deal)
    assert listed[-1] == (SALE, day, None)
    assert all(first <= day and (last is None or first <= last) for _stage, first, last in listed)
    assert [last for _stage, _first, last in listed[:-1]] == [first for _stage, first, _last in listed[1:]]
    assert verify(team.ledger.storage, SUBJECTS, team.workspace_no) == []
    undone = change_of(team.undo(change_of(won), LEENA))
    assert as_it_is(team, deal) == before
    team.undo(undone, LEENA)
    assert stays(team, deal) == listed
    assert verify(team.ledger.storage, SUBJECTS, team.workspace_no) == []


# --- An amount that jumps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "given_amount", "jumps"),
    [
        ("15000", "14.80", True),
        ("15000", "150", True),
        ("15000", "150.01", False),
        ("150", "15000", True),
        ("150", "14999.99", False),
        ("15000", "15000", False),
        ("15000", "28000", False),
    ],
)
def test_an_amount_a_hundred_times_larger_or_smaller_is_asked_about(
    team: Team, known: str, given_amount: str, jumps: bool
) -> None:
    deal = team.story("2.3. new Acme")
    team.advance(deal, given=Given(amount=euros(known)))
    asked, stay = Given(amount=euros(given_amount), promised_day=DELIVERY), team.there(deal).stay
    for act, to in ((close.won, SALE), (_to_offer, OFFER)):
        if not jumps:
            continue
        with pytest.raises(errors.AmountJumps) as refused:
            act(team.ledger, team.by(), deal, given=asked)
        values = {"deal": deal, "to": to, "stay": stay, "before": euros(known), "after": euros(given_amount)}
        assert vars(refused.value) == values
    close.won(team.ledger, team.by(), deal, given=replace(asked, meant_amount=asked.amount if jumps else None))
    assert team.there(deal).amount == euros(given_amount).minor


def _to_offer(ledger: Any, by: Any, deal: int, given: Given) -> Any:
    return move.advance(ledger, by, deal, to_stage=OFFER, given=given)


def test_an_amount_that_was_not_asked_about_does_not_count_as_meant(team: Team) -> None:
    deal = team.story("2.3. new Acme 15 000")
    with pytest.raises(errors.AmountJumps):
        win(team, deal, None, amount=euros("14.80"), meant_amount=euros("14.81"))


def test_another_currency_is_no_jump(team: Team) -> None:
    deal = team.story("2.3. new Acme 15 000")
    assert win(team, deal, None, amount=Money(1_500_000_000, "JPY")).amount == Money(1_500_000_000, "JPY")


def test_a_win_told_of_before_a_stage_was_removed_leaves_every_stay_in_its_stage(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 4.3. →")
    stage_changes.remove_stage(team.ledger, team.by(AATU), CONTACT, OFFER)
    team.clock.move_to(datetime(2026, 3, 9, 9, tzinfo=UTC))

    win(team, deal, march(3))

    assert [stage for _no, stage, _ended in team.stays(deal)] == [FIRST, OFFER, SALE]
    assert team.is_sound()


def test_two_stays_that_a_merge_of_stages_made_alike_stay_two_when_a_win_is_told_later(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 4.3. → · 6.3. → Tarjous")
    stage_changes.remove_stage(team.ledger, team.by(AATU), OFFER, CONTACT)
    team.clock.move_to(datetime(2026, 3, 9, 9, tzinfo=UTC))

    win(team, deal, march(3))

    assert [stage for _no, stage, _ended in team.stays(deal)] == [FIRST, CONTACT, CONTACT, SALE]
    assert team.is_sound()
