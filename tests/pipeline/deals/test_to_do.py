"""Why a deal is on the list of today, and the order of that list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.to_do import NextReason, ToDo, in_order, reason_of
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.test_reminders import DEAL, at
from tests.tables import each_row

TODAY = date(2026, 6, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
EARLY, LATE = at("2026-06-08 09:00"), at("2026-06-10 09:00")
STEP_AHEAD: dict[str, Any] = {"step": 9, "step_day": TOMORROW}
SNOOZED: dict[str, Any] = {"snoozed_until": TOMORROW, "snoozed_stay": DEAL.stay}
WON: dict[str, Any] = {"state": StageKind.WON}

CASES: list[tuple[str, dict[str, Any], bool, NextReason | None]] = [
    ("there is nothing to do", {}, False, None),
    ("its step is of today", {"step": 9, "step_day": TODAY}, True, NextReason.STEP_TODAY),
    ("its step is overdue", {"step": 9, "step_day": YESTERDAY}, True, NextReason.STEP_OVERDUE),
    ("its step is of tomorrow", STEP_AHEAD, True, None),
    ("the customer contacted us", {"last_in": LATE}, True, NextReason.CUSTOMER_REPLIED),
    ("the customer replied to us", {"last_out": EARLY, "last_in": LATE}, False, NextReason.CUSTOMER_REPLIED),
    ("the customer was reached", {"last_out": LATE, "last_in": LATE}, False, NextReason.CUSTOMER_REPLIED),
    ("we wrote after the customer did", {"last_out": LATE, "last_in": EARLY}, False, None),
    ("the customer replied, and a step follows", {"last_in": LATE, **STEP_AHEAD}, False, None),
    ("the customer replied, and it was snoozed", {"last_in": LATE, **SNOOZED}, False, None),
    ("the expected close day is gone", {"close_day": YESTERDAY}, True, NextReason.CLOSE_DAY_GONE),
    ("the expected close day is gone, a step follows", {"close_day": YESTERDAY, **STEP_AHEAD}, True,
     NextReason.CLOSE_DAY_GONE),
    ("it is to be won today", {"close_day": TODAY}, False, None),
    ("it is stuck", {}, True, NextReason.STUCK),
    ("it is stuck, and we wait for the customer", {"last_out": LATE}, True, NextReason.STUCK),
    ("it is stuck and was snoozed", SNOOZED, True, None),
    ("it was snoozed in an earlier stay", {**SNOOZED, "snoozed_stay": DEAL.stay - 1}, True, NextReason.STUCK),
    ("its snooze is over", {**SNOOZED, "snoozed_until": TODAY}, True, NextReason.STUCK),
    ("somebody is on it", {"quiet_until": TOMORROW}, True, None),
    ("its step is of today although it was snoozed", {"step": 9, "step_day": TODAY, **SNOOZED}, True,
     NextReason.STEP_TODAY),
    ("its delivery is promised for today", {**WON, "promised_day": TODAY}, False, NextReason.DELIVERY_TODAY),
    ("it was delivered", {**WON, "promised_day": TODAY, "delivered_day": TODAY}, False, None),
    ("its delivery is promised for tomorrow", {**WON, "promised_day": TOMORROW}, False, None),
    ("it is won, and its close day is gone", {**WON, "close_day": YESTERDAY, "last_in": LATE}, False, None),
    ("it is lost", {"state": StageKind.LOST, "close_day": YESTERDAY, "promised_day": TODAY}, False, None),
]  # fmt: skip


@each_row("case values is_stuck reason".split(), CASES)
def test_why_a_deal_is_to_be_looked_at(case: str, values: dict[str, Any], is_stuck: bool, reason: NextReason) -> None:
    assert reason_of(replace(DEAL, **values), TODAY, is_stuck=is_stuck) == reason, case


def test_every_reason_is_in_the_table() -> None:
    assert {each[-1] for each in (*CASES, *OFFERED)} == {None, *NextReason}


MOMENTS = st.none() | st.datetimes(datetime(2026, 6, 1), datetime(2026, 6, 14), timezones=st.just(UTC))
DAYS = st.none() | st.sampled_from([YESTERDAY, TODAY, TOMORROW])
AMOUNTS, CURRENCIES = st.none() | st.integers(0, 10**9), st.sampled_from(["EUR", "SEK", "USD"])
TODOS = st.lists(
    st.builds(
        ToDo,
        st.builds(
            lambda no, amount, currency, step_at: replace(
                DEAL, deal_no=no, amount=amount, currency=currency, step_at=step_at
            ),
            st.integers(1, 10**6),
            AMOUNTS,
            CURRENCIES,
            st.none() | st.integers(0, 1439),
        ),
        st.sampled_from(NextReason),
    ),
    unique_by=lambda each: each.deal.deal_no,
)


OFFERED: list[tuple[str, dict[str, Any], NextReason | None]] = [
    ("an offer expires", {}, NextReason.OFFER_EXPIRES),
    ("an offer expires, and the customer replied", {"last_in": LATE}, NextReason.CUSTOMER_REPLIED),
    ("an offer expires, and the close day is gone", {"close_day": YESTERDAY}, NextReason.OFFER_EXPIRES),
    ("an offer expires, and a step follows", STEP_AHEAD, None),
    ("an offer expires, and it was snoozed", SNOOZED, None),
    ("an offer expired, and the deal is won", WON, None),
]


@each_row("case values reason".split(), OFFERED)
def test_an_offer_that_expires_is_to_be_looked_at(case: str, values: dict[str, Any], reason: NextReason) -> None:
    assert reason_of(replace(DEAL, **values), TODAY, is_stuck=False, offer_expires=True) == reason, case


@given(DAYS, DAYS, DAYS, MOMENTS, MOMENTS, st.booleans())
def test_without_a_reason_nobody_could_do_anything_today(
    step: date | None, close: date | None, until: date | None, last_out: datetime, last_in: datetime, is_stuck: bool
) -> None:
    deal = replace(DEAL, step_day=step, close_day=close, quiet_until=until, last_out=last_out, last_in=last_in)

    reason = reason_of(deal, TODAY, is_stuck=is_stuck)

    if step in (TODAY, YESTERDAY):
        assert reason in (NextReason.STEP_TODAY, NextReason.STEP_OVERDUE)
    if reason is None:
        assert step in (None, TOMORROW)
        assert until == TOMORROW or close != YESTERDAY
        assert until == TOMORROW or step == TOMORROW or not is_stuck


@given(TODOS)
def test_each_deal_stands_once_by_reason_then_hour_then_money(todos: list[ToDo]) -> None:
    ordered = in_order(todos, "EUR")

    assert sorted(each.deal.deal_no for each in ordered) == sorted(each.deal.deal_no for each in todos)
    for one, other in pairwise(ordered):
        assert one.reason <= other.reason
        if one.reason is not other.reason:
            continue
        hours = [24 * 60 if each.deal.step_at is None else each.deal.step_at for each in (one, other)]
        if one.reason is NextReason.STEP_TODAY and hours[0] != hours[1]:
            assert hours[0] < hours[1]
            continue
        assert one.deal.amount is not None or other.deal.amount is None
        if one.deal.currency == other.deal.currency and one.deal.amount is not None and other.deal.amount is not None:
            assert one.deal.amount >= other.deal.amount
        if other.deal.currency == "EUR" and other.deal.amount is not None:
            assert one.deal.currency == "EUR"


@given(TODOS, st.randoms())
def test_the_order_does_not_depend_on_how_they_were_found(todos: list[ToDo], random: Any) -> None:
    shuffled = list(todos)
    random.shuffle(shuffled)

    assert in_order(shuffled, "EUR") == in_order(todos, "EUR")
