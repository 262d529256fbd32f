"""The day on which a deal entered a stage, corrected: the stages around it give way, or the day is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import edit_errors, errors
from pipeline.deals.edit import Edit, StageEntry, edit
from pipeline.deals.projection import DEALS
from pipeline.ledger.fold import fold
from pipeline.refused import Refused
from pipeline.stages.events import StageKind
from pipeline.storage.engine import Storage
from tests.pipeline.deals.test_won_earlier import as_it_is, march, stays
from tests.pipeline.team import ANNA, CONTACT, FIRST, LOST, OFFER, SALE, Team, change_of, team_in

STORY = "2.3. new Acme 12 500 · 4.3. → · 10.3. → Tarjous · 12.3. snooze 30.3. · 16.3. seen"


def correct(team: Team, deal: int, stage: int | None, day: date) -> int:
    """Correct the day; the number of the change."""
    return change_of(edit(team.ledger, team.by(ANNA), deal, Edit(entered=StageEntry(stage, day))))


def test_a_move_is_of_another_day_and_one_undo_takes_it_back(team: Team) -> None:
    deal = team.story(STORY)
    before = as_it_is(team, deal)

    change = correct(team, deal, OFFER, march(6))

    assert stays(team, deal) == [
        (FIRST, march(2), march(4)), (CONTACT, march(4), march(6)), (OFFER, march(6), None)
    ]  # fmt: skip
    assert team.there(deal).snoozed_until == before[0].snoozed_until
    assert team.there(deal).snoozed_stay == team.there(deal).stay
    team.undo(change, who=ANNA)
    assert as_it_is(team, deal) == before
    assert team.is_sound()


def test_a_stage_before_it_goes_along_and_one_after_it_keeps_its_day(team: Team) -> None:
    deal = team.story(f"{STORY} · 17.3. won 1.6.")

    correct(team, deal, OFFER, march(3))

    assert stays(team, deal) == [
        (FIRST, march(2), march(3)), (CONTACT, march(3), march(3)), (OFFER, march(3), march(17)),
        (SALE, march(17), None),
    ]  # fmt: skip
    assert team.there(deal).state is StageKind.WON
    assert team.there(deal).promised_day == date(2026, 6, 1)
    assert team.is_sound()


def test_a_loss_is_of_another_day_and_keeps_its_reason(team: Team) -> None:
    deal = team.story("2.3. new Acme 12 500 · 4.3. → · 10.3. lost price")
    reason = team.there(deal).lost_reason

    correct(team, deal, None, march(5))

    assert stays(team, deal)[-1] == (LOST, march(5), None)
    assert team.there(deal).lost_reason == reason
    assert team.is_sound()


def test_the_day_of_the_opening_is_corrected_too(team: Team) -> None:
    deal = team.story(STORY)

    correct(team, deal, FIRST, date(2026, 2, 20))

    assert stays(team, deal)[0] == (FIRST, date(2026, 2, 20), march(4))
    assert team.is_sound()


@pytest.mark.parametrize(
    ("stage", "day", "refused"),
    [
        (SALE, march(6), edit_errors.NeverInStage),
        (CONTACT, march(11), edit_errors.EntryAfterNext),
        (OFFER, march(20), edit_errors.EntryAhead),
        (OFFER, date(2025, 10, 1), errors.WonLongAgo),
        (None, march(6), edit_errors.NotLost),
    ],
)
def test_a_day_that_cannot_be_is_refused(team: Team, stage: int | None, day: date, refused: type[Refused]) -> None:
    deal = team.story(STORY)
    before = team.there(deal)

    with pytest.raises(refused):
        correct(team, deal, stage, day)

    assert team.there(deal) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([FIRST, CONTACT, OFFER]), st.integers(1, 16)), max_size=4))
def test_any_corrections_leave_the_stages_in_order_and_are_undone(
    storage: Storage, wished: list[tuple[int, int]]
) -> None:
    team = team_in(storage)
    deal = team.story(STORY)
    before, changes = as_it_is(team, deal), list[int]()
    for stage, day in wished:
        if march(day) not in [first for at, first, _last in stays(team, deal) if at == stage]:
            with suppress(edit_errors.EntryAfterNext):
                changes.append(correct(team, deal, stage, march(day)))

    days = [row["started_at"] for row in fold(DEALS, team.history(("deal", deal))).part("stay")]
    assert days == sorted(days)
    assert [stage for stage, *_ in stays(team, deal)] == [FIRST, CONTACT, OFFER]
    for change in reversed(changes):
        team.undo(change, who=ANNA)
    assert as_it_is(team, deal) == before
    assert team.is_sound()
