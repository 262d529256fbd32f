"""Whether a reminder is due: the limit in business days, what keeps it quiet, how often it is said."""

from dataclasses import replace
from datetime import date

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.money import Money
from pipeline.schedule.reminders import Candidate, SentReminders, Verdict, choose, judge, next_morning, sendable_at
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.time_goes_on import at
from tests.pipeline.team import euros

HELSINKI = Calendar("FI", "Europe/Helsinki")
LIMIT = 5
EIGHT = 8 * 60


OPENED = at("2026-06-01 09:00")  # a Monday
STUCK = at("2026-06-08 21:00")  # the sixth business day begins, by Helsinki's clock
DEAL = DealState(
    deal_no=1, customer_no=1, name=1, owner=1, pipeline_no=1, stage_no=2, state=StageKind.OPEN, stay=7, stay_at=OPENED,
    opened_at=OPENED, amount=None, currency="EUR", close_day=None, source=None, step=None, step_day=None,
    snoozed_until=None, snoozed_stay=None, quiet_until=None, promised_day=None, lost_reason=None, last_no=7,
)  # fmt: skip


def judged(deal: DealState, now: str, watched: SentReminders = SentReminders()) -> Verdict:  # noqa: B008
    return judge(deal, LIMIT, watched, HELSINKI, at(now))


def test_within_the_limit_it_is_looked_at_again_when_the_limit_passes() -> None:
    assert judged(DEAL, "2026-06-05 09:00") == Verdict(STUCK, STUCK)


def test_past_the_limit_it_is_due() -> None:
    assert judged(DEAL, "2026-06-09 06:00").is_due


def test_a_closed_deal_and_a_stage_without_a_limit_are_never_due() -> None:
    assert judged(replace(DEAL, state=StageKind.WON), "2026-08-01 09:00") == Verdict(None, None)
    assert judge(DEAL, None, SentReminders(), HELSINKI, at("2026-08-01 09:00")) == Verdict(None, None)


def test_a_snooze_of_this_stay_keeps_it_quiet_and_one_of_an_earlier_stay_does_not() -> None:
    snoozed = replace(DEAL, snoozed_until=date(2026, 6, 12), snoozed_stay=7)

    assert judged(snoozed, "2026-06-09 06:00").look_at == at("2026-06-11 21:00")
    assert judged(replace(snoozed, snoozed_stay=3), "2026-06-09 06:00").is_due


def test_a_next_step_keeps_it_quiet_until_its_day_is_over() -> None:
    planned = replace(DEAL, step=9, step_day=date(2026, 6, 10))

    assert not judged(planned, "2026-06-10 18:00").is_due
    assert judged(planned, "2026-06-10 21:00").is_due


def test_it_is_said_again_after_five_business_days_three_times_in_all() -> None:
    once = SentReminders(7, 1, at("2026-06-09 06:00"))

    assert judged(DEAL, "2026-06-15 06:00", once) == Verdict(STUCK, at("2026-06-16 06:00"))
    assert judged(DEAL, "2026-06-16 06:00", once).is_due
    assert judged(DEAL, "2026-06-24 06:00", SentReminders(7, 2, at("2026-06-16 06:00"))).is_due  # Midsummer between
    assert judged(DEAL, "2026-07-16 06:00", SentReminders(7, 3, at("2026-06-24 06:00"))) == Verdict(STUCK, None)


def test_after_three_of_a_stay_no_answer_brings_a_fourth() -> None:
    thrice = SentReminders(7, 3, at("2026-06-24 06:00"))
    seen = replace(DEAL, quiet_until=date(2026, 6, 26))

    assert judged(seen, "2026-06-29 06:00", thrice) == Verdict(STUCK, None)


def test_what_was_said_at_the_very_moment_is_said() -> None:
    asked = replace(DEAL, snoozed_until=date(2026, 6, 4), snoozed_stay=7)
    midnight = "2026-06-03 21:00"

    assert judged(asked, midnight).is_due
    assert judged(asked, "2026-06-04 06:00", SentReminders(7, 0, at(midnight))) == Verdict(STUCK, STUCK)
    assert not judged(DEAL, "2026-06-09 06:00", SentReminders(7, 1, STUCK)).is_due


def test_a_snooze_that_ended_after_the_last_word_lets_it_be_said_again() -> None:
    twice = SentReminders(7, 2, at("2026-06-09 06:00"))
    snoozed = replace(DEAL, snoozed_until=date(2026, 6, 15), snoozed_stay=7)

    assert judged(snoozed, "2026-06-15 06:00", twice).is_due


def test_one_that_was_asked_for_is_due_on_its_day_though_the_deal_is_not_stuck() -> None:
    asked = replace(DEAL, snoozed_until=date(2026, 6, 4), snoozed_stay=7)

    assert judged(asked, "2026-06-03 20:00") == Verdict(STUCK, at("2026-06-03 21:00"), requested=date(2026, 6, 4))
    assert judged(asked, "2026-06-04 05:00").is_due
    assert judge(asked, None, SentReminders(), HELSINKI, at("2026-06-04 05:00")).is_due
    assert judged(asked, "2026-06-04 06:00", SentReminders(7, 0, at("2026-06-04 05:00"))) == Verdict(STUCK, STUCK)
    assert not judged(replace(asked, snoozed_stay=3), "2026-06-04 05:00").is_due


def test_a_next_step_does_not_silence_the_one_that_was_asked_for() -> None:
    asked = replace(DEAL, snoozed_until=date(2026, 6, 4), snoozed_stay=7, step=9, step_day=date(2026, 6, 10))

    assert judged(asked, "2026-06-04 05:00").is_due


def test_after_the_one_that_was_asked_for_the_stuck_deal_is_said_when_the_limit_passes() -> None:
    asked = replace(DEAL, snoozed_until=date(2026, 6, 4), snoozed_stay=7)

    assert judged(asked, "2026-06-09 06:00", SentReminders(7, 0, at("2026-06-04 05:00"))) == Verdict(
        STUCK, at("2026-06-09 06:00"), is_due=True
    )


def test_it_is_the_day_by_the_clock_of_who_is_reminded() -> None:
    due = Verdict(None, None, is_due=True, requested=date(2026, 6, 4))

    assert sendable_at(due, HELSINKI, "America/New_York", at("2026-06-03 21:00"), EIGHT) == at("2026-06-04 12:00")
    assert sendable_at(due, HELSINKI, "America/Los_Angeles", at("2026-06-03 19:00"), EIGHT) == at("2026-06-04 15:00")
    assert sendable_at(due, HELSINKI, "Europe/Helsinki", at("2026-06-06 09:00"), EIGHT) == at("2026-06-08 05:00")


def test_one_that_nobody_asked_for_comes_at_once_within_working_hours() -> None:
    due = Verdict(STUCK, STUCK, is_due=True)

    assert sendable_at(due, HELSINKI, "Europe/Helsinki", at("2026-06-09 09:00"), EIGHT) == at("2026-06-09 09:00")
    assert sendable_at(due, HELSINKI, "Europe/Helsinki", at("2026-06-09 18:00"), EIGHT) == at("2026-06-10 05:00")


def test_a_new_stay_begins_the_count_anew() -> None:
    assert judged(DEAL, "2026-06-09 06:00", SentReminders(3, 2, at("2026-06-02 06:00"))).is_due
    assert judged(DEAL, "2026-06-09 06:00", SentReminders(3, 2, at("2026-06-09 05:00"))).is_due


def test_three_a_day_the_most_valuable_first() -> None:
    worth = {1: 10, 2: 50, 3: 30, 4: 40}
    chosen = choose(
        [Candidate(no, no, 1, euros(value)) for no, value in worth.items()], said_today=1, home="EUR", most=3
    )

    assert [each.deal_no for each in chosen.said] == [2, 4]
    assert [each.deal_no for each in chosen.postponed] == [3, 1]


def test_who_was_told_of_three_today_is_told_of_no_other() -> None:
    chosen = choose([Candidate(1, 1, 1, euros(10))], said_today=3, home="EUR", most=3)

    assert (chosen.said, [each.deal_no for each in chosen.postponed]) == ((), [1])


def test_sums_of_other_currencies_come_after_the_workspaces_own_and_before_those_without() -> None:
    worth = {1: None, 2: Money.of("500000", "SEK"), 3: euros(10), 4: Money.of("9000", "NOK"), 5: euros(20)}
    chosen = choose([Candidate(no, no, 1, value) for no, value in worth.items()], said_today=0, home="EUR", most=3)

    assert [each.deal_no for each in (*chosen.said, *chosen.postponed)] == [5, 3, 4, 2, 1]


def test_what_was_asked_for_is_said_all_of_it_and_takes_no_place_of_the_three() -> None:
    asked = [Candidate(no, no, 1, euros(1), date(2026, 6, 4)) for no in (5, 6, 7, 8)]
    stuck = [Candidate(no, no, 1, euros(100 - no)) for no in (1, 2, 3, 4)]
    chosen = choose([*stuck, *asked], said_today=0, home="EUR", most=3)

    assert [each.deal_no for each in chosen.said] == [5, 6, 7, 8, 1, 2, 3]
    assert [each.deal_no for each in chosen.postponed] == [4]


def test_who_wants_fewer_or_none_gets_as_many() -> None:
    stuck = [Candidate(no, no, 1, euros(no)) for no in (1, 2, 3)]

    assert [each.deal_no for each in choose(stuck, said_today=0, home="EUR", most=1).said] == [3]
    assert choose(stuck, said_today=0, home="EUR", most=0).said == ()
    assert choose(stuck, said_today=2, home="EUR", most=1).said == ()


def test_it_comes_at_the_persons_own_hour() -> None:
    due, ten = Verdict(STUCK, STUCK, is_due=True), 10 * 60

    assert sendable_at(due, HELSINKI, "Europe/Helsinki", at("2026-06-09 06:00"), ten) == at("2026-06-09 07:00")
    assert sendable_at(due, HELSINKI, "Europe/Helsinki", at("2026-06-09 09:00"), ten) == at("2026-06-09 09:00")
    assert next_morning(HELSINKI, "Europe/Helsinki", date(2026, 6, 15), ten) == at("2026-06-16 07:00")


def test_the_next_morning_is_the_persons_own_and_a_working_day() -> None:
    assert next_morning(HELSINKI, "Europe/London", date(2026, 6, 18), EIGHT) == at("2026-06-22 07:00")  # Midsummer
    assert next_morning(HELSINKI, "Europe/London", date(2026, 6, 15), EIGHT) == at("2026-06-16 07:00")
