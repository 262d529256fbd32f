"""What changed since a day: each part, and that the parts lead from what was open then to what is open now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.delete import delete
from pipeline.deals.edit import Edit, edit
from pipeline.deals.projection import DealState
from pipeline.money import Money, total
from pipeline.queries.board import board
from pipeline.queries.board_then import board_on
from pipeline.queries.since import COUNTS, Change, Open, SincePart, changes, first_day, since, together
from pipeline.stages.events import StageKind
from tests.pipeline.queries.played import BEGINS, DAYS, play
from tests.pipeline.team import ANNA, CONTACT, FIRST, LOST, OFFER, PIPELINE, SALE, Team, euros

OTHER = 2  # a pipeline
KINDS = {
    FIRST: StageKind.OPEN,
    CONTACT: StageKind.OPEN,
    OFFER: StageKind.OPEN,
    SALE: StageKind.WON,
    LOST: StageKind.LOST,
}
EARLY, LATE = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)


def parts(team: Team, day: date) -> dict[str, tuple[int, tuple[Money, ...]]]:
    with team.ledger.read_session(team.by()) as session:
        return {each.part.value: (len(each.changes), each.sums) for each in since(session, day).parts}


MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("2.3. new Acme 500 · 4.3. →", {}),
        ("10.3. new Acme 500", {"new": 500}),
        ("2.3. new Acme 500 · 10.3. →", {"forward": 0}),
        ("2.3. new Acme 500 · 4.3. → · 10.3. ←", {"backward": 0}),
        ("2.3. new Acme 500 · 10.3. lost too dear", {"lost": -500}),
        ("10.3. new Acme 500 · 11.3. lost too dear", {"new": 500, "lost": -500}),
        ("2.3. new Acme 500 · 4.3. lost too dear", {}),
        ("2.3. new Acme 500 · 10.3. → Tarjous 700", {"amount": 200, "forward": 0}),
        ("9.3. new Acme 500", {"new": 500}),
    ],
)
def test_each_deal_is_in_the_parts_of_what_became_of_it(team: Team, story: str, expected: dict[str, int]) -> None:
    team.story(story)
    team.clock.move_to(datetime(2026, 3, 13, 8, tzinfo=UTC))

    assert parts(team, MONDAY) == {part: (1, (euros(adds),) if adds else ()) for part, adds in expected.items()}


def test_a_win_of_another_amount_is_a_changed_amount_and_a_win(team: Team) -> None:
    deal = team.story("2.3. new Acme 500 · 4.3. → · 5.3. → Tarjous")
    team.clock.move_to(LATE)
    team.won(deal, amount=650)

    assert parts(team, MONDAY) == {"amount": (1, (euros(150),)), "won": (1, (-euros(650),))}


def test_what_is_undone_or_deleted_is_out_and_what_is_reopened_is_back(team: Team) -> None:
    team.story("2.3. new Acme 500")
    team.clock.move_to(LATE)
    team.undo()
    assert parts(team, MONDAY) == {"out": (1, (-euros(500),))}

    deal, mistaken = team.new("Beta", 300), team.new("Gamma", 40)
    team.lost(deal)
    team.clock.move_to(LATE + timedelta(days=7))
    team.back(deal)
    delete(team.ledger, team.by(), mistaken)
    expected = {"back": (1, (euros(300),)), "out": (1, (-euros(40),))}
    assert parts(team, MONDAY + timedelta(days=7)) == expected


def test_a_deal_expected_in_a_later_month_has_slipped(team: Team) -> None:
    within, beyond = team.new("Acme", 500), team.new("Beta", 700)
    for deal in (within, beyond):
        expect(team, deal, date(2026, 3, 20))
    team.clock.move_to(LATE)

    expect(team, within, date(2026, 3, 31))
    expect(team, beyond, date(2026, 4, 1))

    with team.ledger.read_session(team.by()) as session:
        [slipped] = since(session, MONDAY).parts
    assert (slipped.part, [each.deal_no for each in slipped.changes]) == (SincePart.SLIPPED, [beyond])


def expect(team: Team, deal: int, day: date) -> None:
    edit(team.ledger, team.by(), deal, Edit(close_day=day))


def test_a_day_before_all_events_is_known_for_one(team: Team) -> None:
    team.story("4.3. new Acme 500")
    with team.ledger.read_session(team.by()) as session:
        assert first_day(session, date(2026, 2, 27)) == date(2026, 3, 2)
        assert first_day(session, date(2026, 3, 2)) is None


def opened(shown: Any) -> Open:
    sums = total(amount for column in shown.columns for amount in column.sums)
    return Open(sum(column.count for column in shown.columns), tuple(each for each in sums.values() if each))


@pytest.mark.parametrize("seed", range(4))
def test_it_leads_from_the_board_of_the_day_before_to_the_board_of_now(team: Team, seed: int) -> None:
    play(team, seed)

    with team.ledger.read_session(team.by()) as session:
        now = opened(board(session))
        for days in range(1, DAYS):
            day = (BEGINS + timedelta(days=days)).date()
            found = since(session, day)
            assert (found.then, found.now) == (opened(board_on(session, day - timedelta(days=1))), now)


# --- The parts of one deal, whatever became of it ---------------------------------------------------------------------


def deal_of(stage: int, pipeline: int, stay: int, amount: int | None, currency: str, month: int | None) -> DealState:
    close_day = date(2026, month, 15) if month else None
    return replace(
        _ANY, stage_no=stage, state=KINDS[stage], pipeline_no=pipeline, stay=stay, amount=amount, currency=currency,
        close_day=close_day,
    )  # fmt: skip


_ANY = DealState(
    deal_no=1, customer_no=1, name=1, owner=ANNA, pipeline_no=PIPELINE, stage_no=FIRST, state=StageKind.OPEN, stay=1,
    stay_at=EARLY, opened_at=EARLY, amount=None, currency="EUR", close_day=None, source=None, step=None, step_day=None,
    snoozed_until=None, snoozed_stay=None, quiet_until=None, promised_day=None, lost_reason=None, last_no=1,
)  # fmt: skip
MAYBE = st.none() | st.builds(
    deal_of,
    stage=st.sampled_from(sorted(KINDS)),
    pipeline=st.sampled_from([PIPELINE, OTHER]),
    stay=st.integers(1, 2),
    amount=st.none() | st.integers(0, 10**9),
    currency=st.sampled_from(["EUR", "USD", "JPY"]),
    month=st.none() | st.integers(1, 12),
)


def worth(state: DealState | None) -> tuple[int, dict[str, int]]:
    """What a deal adds to the open deals of the pipeline: to their number, and to their sum."""
    if state is None or state.pipeline_no != PIPELINE or state.state is not StageKind.OPEN:
        return 0, {}
    return 1, together([{state.currency: state.amount or 0}])


@given(st.lists(st.tuples(MAYBE, MAYBE), max_size=6))
def test_the_parts_add_up_to_the_cent(deals: list[tuple[DealState | None, DealState | None]]) -> None:
    found: list[Change] = []
    for no, (then, now) in enumerate(deals):
        found += changes(no, then, now, PIPELINE, lambda stage_no: stage_no)

    before, after = [worth(then) for then, _now in deals], [worth(now) for _then, now in deals]
    assert sum(n for n, _ in before) + sum(COUNTS.get(each.part, 0) for each in found) == sum(n for n, _ in after)
    led = together([*(sums for _, sums in before), *(each.adds for each in found)])
    assert led == together(sums for _, sums in after)


@given(MAYBE)
def test_a_deal_as_it_was_is_in_no_part(state: DealState | None) -> None:
    assert list(changes(1, state, state, PIPELINE, lambda stage_no: stage_no)) == []
