"""The owner is asked about an offer three business days before its last day, unless a step lies ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pipeline.deals import offers
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import OfferKey, OfferVersion
from pipeline.deals.offers import OfferTerms
from pipeline.messages.notices import NoticeKind
from pipeline.money import Money
from pipeline.schedule.offer_reminders import NOTHING, OfferVerdict, judge_offer
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.test_asked_for import said, team, until
from tests.pipeline.schedule.test_reminders import DEAL, HELSINKI, at
from tests.pipeline.team import ANNA, Team, euros

__all__ = ["team"]

OUT = OfferVersion(
    key=OfferKey(1, 1),
    sent_at=at("2026-06-01 09:00"),
    member_no=1,
    amount=Money(100, "EUR"),
    delivery_day=None,
    delivery=None,
    term_days=None,
    valid_until=date(2026, 6, 15),
    terms=None,
    link=None,
    answers=(),
    state=OfferState.SENT,
    answered_at=None,
)
BEGINS = at("2026-06-10 05:30")  # 8.30 on Wednesday, three business days before that Monday


def judged(now: str, deal: Any = DEAL, out: OfferVersion | None = OUT) -> OfferVerdict:
    return judge_offer(deal, out, HELSINKI, "Europe/Helsinki", at(now))


def test_it_is_asked_three_business_days_before_its_last_day_and_until_that_day_is_over() -> None:
    assert judged("2026-06-10 05:29") == OfferVerdict(look_at=BEGINS)
    assert judged("2026-06-10 05:30") == OfferVerdict(is_due=True)
    assert judged("2026-06-15 13:59") == OfferVerdict(is_due=True)
    assert judged("2026-06-15 20:59") == NOTHING
    assert judged("2026-06-15 21:00") == NOTHING


def test_it_is_asked_in_working_hours_alone() -> None:
    assert judged("2026-06-12 18:00") == OfferVerdict(look_at=at("2026-06-15 05:00"))


def test_a_step_ahead_puts_it_off_until_the_morning_after_and_an_overdue_one_does_not() -> None:
    planned = replace(DEAL, step=9, step_day=date(2026, 6, 11))
    assert judged("2026-06-10 05:30", planned) == OfferVerdict(look_at=at("2026-06-12 05:30"))
    assert judged("2026-06-12 05:30", planned) == OfferVerdict(is_due=True)
    assert judged("2026-06-10 05:30", replace(planned, step_day=date(2026, 6, 15))) == NOTHING


@pytest.mark.parametrize(
    ("deal", "out"),
    [
        (replace(DEAL, state=StageKind.WON), OUT),
        (DEAL, None),
        (DEAL, replace(OUT, sent_at=at("2026-06-10 06:00"))),
    ],
)
def test_of_a_closed_deal_of_none_and_of_one_sent_just_now_nothing_is_asked(deal: Any, out: Any) -> None:
    assert judged("2026-06-10 07:00", deal, out) == NOTHING


def test_it_is_asked_once_and_again_only_when_the_offer_is_valid_longer(team: Team) -> None:
    deal, last = team.new(amount=100), date(2026, 4, 1)
    offers.send(team.ledger, team.by(), deal, OfferTerms(euros(100), last), moves=False)
    team.step(deal, days=60)
    until(team, last - timedelta(days=2))
    assert _asked(team) == []

    team.undo()  # no step lies ahead any more
    until(team, last)
    assert _asked(team) == [(ANNA, "2026-03-31")]
    offers.extend(team.ledger, team.by(), deal, OfferKey(1, 1))
    until(team, last + timedelta(days=20))

    assert _asked(team) == [(ANNA, "2026-03-31"), (ANNA, "2026-04-10")]
    assert team.is_sound()


def _asked(team: Team) -> list[tuple[int, str]]:
    return [(who, day) for what, who, day in said(team) if what == NoticeKind.OFFER_EXPIRES]
