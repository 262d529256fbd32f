"""When an owner is asked how a customer finds what was delivered: on which morning, for how long, and when never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.checkins import current
from pipeline.schedule.sale_questions import CheckIns, SaleQuestion, judge_sale
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.test_reminders import DEAL, HELSINKI, at
from tests.pipeline.schedule.test_sale_questions import local_day
from tests.tables import each_row

DELIVERED = replace(
    DEAL, state=StageKind.WON, promised_day=date(2026, 6, 10), is_delivered=True, delivered_day=date(2026, 6, 10)
)
USUAL = CheckIns((14, 90))
TUESDAY = replace(DELIVERED, delivered_day=date(2026, 6, 6))  # 14 days later is the Saturday of midsummer
ROWS = [  # the deal, what was told, the moment in UTC, which check-in is asked about, when to look again
    (DELIVERED, USUAL, "2026-06-11 06:00", None, "2026-06-24 06:00"),
    (DELIVERED, USUAL, "2026-06-24 05:59", None, "2026-06-24 06:00"),
    (DELIVERED, USUAL, "2026-06-24 06:00", 14, "2026-09-08 06:00"),
    (DELIVERED, USUAL, "2026-06-24 16:00", None, "2026-06-25 06:00"),  # nobody is asked in the evening
    (DELIVERED, USUAL, "2026-06-27 09:00", None, "2026-06-29 06:00"),  # nor on a Saturday
    (DELIVERED, USUAL, "2026-07-10 09:00", 14, "2026-09-08 06:00"),  # whoever was away is asked later
    (DELIVERED, USUAL, "2026-08-10 09:00", None, "2026-09-08 06:00"),  # too old to ask about
    (DELIVERED, USUAL, "2026-09-08 06:00", 90, None),
    (TUESDAY, USUAL, "2026-06-20 09:00", None, "2026-06-22 06:00"),
    (TUESDAY, USUAL, "2026-06-22 06:00", 14, "2026-09-04 06:00"),
    (DELIVERED, replace(USUAL, answered=frozenset({14})), "2026-06-24 06:00", None, "2026-09-08 06:00"),
    (DELIVERED, replace(USUAL, answered=frozenset({14, 90})), "2026-06-24 06:00", None, None),
    (DELIVERED, replace(USUAL, is_off=True), "2026-06-24 06:00", None, None),
    (DELIVERED, CheckIns((7,)), "2026-06-17 06:00", 7, None),
    (DELIVERED, CheckIns(), "2026-06-24 06:00", None, None),
    (replace(DELIVERED, delivered_day=None, is_delivered=False), USUAL, "2026-06-24 06:00", None, None),
    (replace(DELIVERED, state=StageKind.OPEN), USUAL, "2026-06-24 06:00", None, None),
]


@each_row(("deal", "check_ins", "now", "after_days", "look_at"), ROWS)
def test_each_check_in_is_asked_about_on_its_morning(
    deal: object, check_ins: CheckIns, now: str, after_days: int | None, look_at: str | None
) -> None:
    verdict = judge_sale(deal, HELSINKI, "Europe/Helsinki", at(now), check_ins)  # type: ignore[arg-type]

    assert (verdict.after_days, verdict.look_at) == (after_days, at(look_at) if look_at is not None else None)
    assert (verdict.due is SaleQuestion.CHECK_IN) == (after_days is not None)


@given(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.sampled_from(["Europe/Helsinki", "Asia/Tokyo", "America/New_York"]),
    st.sets(st.sampled_from([1, 2, 3, 7, 14, 30, 60, 90, 180]), max_size=4),
)
def test_whoever_looks_when_told_to_asks_about_each_check_in_at_most_once(day: date, zone: str, days: set[int]) -> None:
    deal, asked = replace(DELIVERED, delivered_day=day), list[int]()
    now = datetime(day.year, day.month, day.day, tzinfo=at("2026-01-01 00:00").tzinfo)

    while (look_at := judge_sale(deal, HELSINKI, zone, now, CheckIns(tuple(sorted(days)))).look_at) is not None:
        assert look_at > now
        now = look_at
        verdict = judge_sale(deal, HELSINKI, zone, now, CheckIns(tuple(sorted(days))))
        if verdict.after_days is not None:
            assert HELSINKI.is_business_day(local_day(now, zone))
            assert local_day(now, zone) >= day + timedelta(days=verdict.after_days)
            asked.append(verdict.after_days)

    assert asked == sorted(set(asked))
    assert not days or max(days) in asked


@each_row(
    ("days", "passed", "expected"),
    [
        ((14, 90), 0, 14), ((14, 90), 13, 14), ((14, 90), 14, 14), ((14, 90), 89, 14), ((14, 90), 90, 90),
        ((14, 90), 400, 90), ((), 33, 33), ((90,), 3, 90),
    ],
)  # fmt: skip
def test_an_answer_is_to_the_latest_check_in_whose_day_has_come(
    days: tuple[int, ...], passed: int, expected: int
) -> None:
    delivered = date(2026, 6, 10)

    assert current(days, delivered, delivered + timedelta(days=passed)) == expected
