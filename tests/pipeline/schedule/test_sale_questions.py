"""When an owner is asked about a delivery, or to come back to a customer: the day, the hour, once more, never again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.schedule.sale_questions import NOTHING, SaleQuestion, SaleVerdict, judge_sale
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.test_reminders import DEAL, HELSINKI, at
from tests.tables import each_row

DELIVERY, AGAIN, COME_BACK = SaleQuestion.DELIVERY, SaleQuestion.DELIVERY_AGAIN, SaleQuestion.COME_BACK
WON = replace(DEAL, state=StageKind.WON, promised_day=date(2026, 6, 10))  # a Wednesday
SATURDAYS = replace(WON, promised_day=date(2026, 6, 13))
LOST = replace(DEAL, state=StageKind.LOST, returns=date(2026, 8, 1))  # a Saturday
ROWS = [  # the deal, the moment in UTC, what is asked, when to look again
    (WON, "2026-06-10 05:59", None, "2026-06-10 06:00"),
    (WON, "2026-06-10 06:00", DELIVERY, "2026-06-12 06:00"),
    (WON, "2026-06-10 16:00", None, "2026-06-11 06:00"),  # the bot slept: nobody is asked in the evening
    (WON, "2026-06-12 06:00", AGAIN, None),
    (WON, "2026-06-13 09:00", None, "2026-06-15 06:00"),  # a Saturday
    (WON, "2026-06-22 06:00", None, None),  # too old to ask about
    (SATURDAYS, "2026-06-13 09:00", None, "2026-06-15 06:00"),
    (SATURDAYS, "2026-06-15 06:00", DELIVERY, "2026-06-17 06:00"),
    (replace(WON, is_delivered=True, delivered_day=date(2026, 6, 9)), "2026-06-10 06:00", None, None),
    (replace(WON, is_delivered=False), "2026-06-10 06:00", None, None),
    (replace(WON, promised_day=None), "2026-06-10 06:00", None, None),
    (replace(WON, state=StageKind.OPEN), "2026-06-10 06:00", None, None),
    (LOST, "2026-07-31 09:00", None, "2026-08-03 06:00"),
    (LOST, "2026-08-03 06:00", COME_BACK, None),
    (LOST, "2026-08-20 09:00", COME_BACK, None),  # whoever was away is asked later in the month
    (LOST, "2026-09-01 09:00", None, None),
    (replace(LOST, returns=None), "2026-08-03 06:00", None, None),
]


@each_row(("deal", "now", "question", "look_at"), ROWS)
def test_each_is_asked_at_nine_on_its_day_and_not_for_ever(
    deal: object, now: str, question: SaleQuestion | None, look_at: str | None
) -> None:
    verdict = judge_sale(deal, HELSINKI, "Europe/Helsinki", at(now))  # type: ignore[arg-type]

    assert (verdict.due, verdict.look_at) == (question, at(look_at) if look_at is not None else None)


PROMISE = SaleQuestion.PROMISE
WITHOUT_DAY = replace(WON, promised_day=None)
PROMISE_ROWS = [  # the deal, when it was told of the win, the moment in UTC, what is asked, when to look again
    (WITHOUT_DAY, "2026-06-08 09:00", "2026-06-15 05:59", None, "2026-06-15 06:00"),
    (WITHOUT_DAY, "2026-06-08 09:00", "2026-06-15 06:00", PROMISE, None),
    (WITHOUT_DAY, "2026-06-06 09:00", "2026-06-13 09:00", None, "2026-06-15 06:00"),  # a week later is a Saturday
    (WITHOUT_DAY, "2026-06-06 09:00", "2026-06-15 06:00", PROMISE, None),
    (WITHOUT_DAY, "2026-06-08 09:00", "2026-06-23 06:00", None, None),  # too late to be of use
    (WITHOUT_DAY, None, "2026-06-15 06:00", None, None),  # imported
    (replace(WITHOUT_DAY, is_delivered=False), "2026-06-08 09:00", "2026-06-15 06:00", None, None),
    (WON, "2026-06-08 09:00", "2026-06-09 06:00", None, "2026-06-10 06:00"),
]


@each_row(("deal", "told", "now", "question", "look_at"), PROMISE_ROWS)
def test_the_promised_day_is_asked_for_once_a_week_after_the_win_was_told(
    deal: object, told: str | None, now: str, question: SaleQuestion | None, look_at: str | None
) -> None:
    told_at = at(told) if told is not None else None

    verdict = judge_sale(deal, HELSINKI, "Europe/Helsinki", at(now), told_at=told_at)  # type: ignore[arg-type]

    assert (verdict.due, verdict.look_at) == (question, at(look_at) if look_at is not None else None)


def test_nine_is_of_the_owners_clock() -> None:
    verdict = judge_sale(WON, HELSINKI, "America/New_York", at("2026-06-10 06:00"))

    assert verdict == SaleVerdict(look_at=at("2026-06-10 13:00"))
    assert judge_sale(DEAL, HELSINKI, "Europe/Helsinki", at("2026-06-10 06:00")) == NOTHING


@given(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.sampled_from(["Europe/Helsinki", "Asia/Tokyo", "America/New_York"]),
)
def test_a_delivery_is_asked_about_twice_on_business_days(day: date, zone: str) -> None:
    deal, asked = replace(WON, promised_day=day), list[SaleQuestion]()
    now = datetime(day.year, day.month, day.day, tzinfo=at("2026-01-01 00:00").tzinfo) - timedelta(days=3)

    while (look_at := judge_sale(deal, HELSINKI, zone, now).look_at) is not None:
        assert look_at > now
        now = look_at
        if (question := judge_sale(deal, HELSINKI, zone, now).due) is not None:
            assert HELSINKI.is_business_day(local_day(now, zone))
            asked.append(question)

    assert asked == [DELIVERY, AGAIN]


def local_day(moment: datetime, zone: str) -> date:
    """The day on which a moment lies in a zone."""
    return type(HELSINKI)(HELSINKI.country, zone).day(moment)
