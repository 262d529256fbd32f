"""The outbox keys of reminders: each names its occasion, so that it is said once and found again."""

from __future__ import annotations

from datetime import date

MOST_IN_A_STAY = 3  # reminders that a deal is stuck, in one stay in a stage


def stuck_key(deal_no: int, stay: int, nth: int) -> str:
    """The key of the `nth` reminder that a deal is stuck in this stay."""
    return f"stuck:{deal_no}:{stay}:{nth}"


def wished_key(deal_no: int, stay: int, day: date) -> str:
    """The key of the reminder that was asked for, for a day."""
    return f"reminder:{deal_no}:{stay}:{day.isoformat()}"


def unanswered_key(pipeline_no: int, lead: int, monday: date) -> str:
    """The key of what a lead is told on a Monday of the last reminders in a pipeline that nobody answered."""
    return f"unanswered:{pipeline_no}:{lead}:{monday.isoformat()}"


def soon_key(deal_no: int, step: int) -> str:
    """The key of the reminder before the hour of a next step, by the number of the step's text."""
    return f"step:{deal_no}:{step}:soon"


def step_of_soon_key(key: str) -> int | None:
    """The number of the step that a key of `soon_key` names; None for any other key."""
    match key.split(":"):
        case ["step", _, step, "soon"] if step.isdigit():
            return int(step)
        case _:
            return None


def offer_key(deal_no: int, offer_no: int, version: int, until: date) -> str:
    """The key of the question about an offer that is about to expire, by its last day."""
    return f"offer:{deal_no}:{offer_no}.{version}:{until.isoformat()}"


def delivery_key(deal_no: int, stay: int, day: date, nth: int) -> str:
    """The key of the `nth` question about a delivery that was promised for a day."""
    return f"delivery:{deal_no}:{stay}:{day.isoformat()}:{nth}"


def check_in_key(deal_no: int, stay: int, after_days: int) -> str:
    """The key of the question how a customer finds what was delivered so many days before."""
    return f"checkin:{deal_no}:{stay}:{after_days}"


def promise_key(deal_no: int, stay: int) -> str:
    """The key of the question for which day delivery is promised, asked once of a win that was told without one."""
    return f"promise:{deal_no}:{stay}"


def win_key(deal_no: int, stay: int | None = None) -> str:
    """The key of the announcement of a win, once for a deal; with `stay`, of one whose first was never sent."""
    return f"win:{deal_no}" if stay is None else f"win:{deal_no}:{stay}"


def return_key(deal_no: int, stay: int, month: date) -> str:
    """The key of the question whether to come back to a customer, by the first day of its month."""
    return f"return:{deal_no}:{stay}:{month.isoformat()}"


def morning_key(member_no: int, day: date) -> str:
    """The key of the message with a person's steps of a day."""
    return f"today:{member_no}:{day.isoformat()}"


def cleaning_key(member_no: int, quarter: date) -> str:
    """The key of the question whether to go through one's stuck deals, asked once in the quarter that begins then."""
    return f"cleaning:{member_no}:{quarter.isoformat()}"


def restated_key(of: str, event_no: int) -> str:
    """The key of showing the message `of` anew after an event."""
    return f"restated:{of}:{event_no}"
