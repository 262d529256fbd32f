"""Check-ins (`/deal check-in`): what the customer says of a sale some days after it was delivered.

Each is named by its days after delivery. Told again, the newer answer counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import checkin_errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.care_steps import is_cared_for, set_care_step
from pipeline.deals.deal import Expected
from pipeline.deals.delivery_events import Checked, CheckIn
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.deals.tables import check
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.checkin_notices import CheckInTold
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages.events import StageKind
from pipeline.storage import schema

WORDS_LIMIT = 300  # characters of what the customer said
OF_ALL = 0  # in place of the days of one check-in

_OF_DEAL = (
    select(check.c.after_days, check.c.result, check.c.words, check.c.at, schema.words.c.text)
    .select_from(
        check.outerjoin(
            schema.words,
            (schema.words.c.workspace_no == check.c.workspace_no) & (schema.words.c.no == check.c.words),
        )
    )
    .where(check.c.workspace_no == bindparam("w"), check.c.deal_no == bindparam("no"), check.c.at >= bindparam("since"))
    .order_by(check.c.at, check.c.after_days)
)


@dataclass(frozen=True, slots=True)
class ToldCheckIn:
    """What was told of one check-in: `words` is the number of its text, `text` that text, "" where there is none."""

    after_days: int
    result: CheckIn
    at: datetime
    words: int | None = None
    text: str = ""


def told_of(session: Session, deal: DealState) -> tuple[ToldCheckIn, ...]:
    """Return the check-ins that were told since the deal was won, the one told last at the end."""
    values = {"w": session.by.workspace_no, "no": deal.deal_no, "since": deal.stay_at}
    return tuple(told_in(row) for row in session.connection.execute(_OF_DEAL, values))


def told_in(row: Any) -> ToldCheckIn:
    """Return the check-in in a row that has its text beside it."""
    return ToldCheckIn(row.after_days, CheckIn(row.result), row.at, row.words, row.text or "")


def current(days: Sequence[int], delivered: date, today: date) -> int:
    """The check-in that an answer of `today` is to, of those that come so many `days` after the delivery.

    It is the latest one whose day has come; before the first day it is the first one, which is then not asked about.
    Where a workspace has none, it is named by the days that have passed.
    """
    passed = (today - delivered).days
    if not days:
        return max(passed, 1)
    return max((each for each in days if each <= passed), default=min(days))


def check_in(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    result: CheckIn,
    words: str | None = None,
    after_days: int | None = None,
    expected: Expected | None = None,
) -> CommitOutcome:
    """Record how the customer of a delivered deal finds it, with `words` of theirs.

    `after_days` names the check-in, else it is the current one. A problem makes a step for today with those words.
    Raises NotDelivered, ProblemUntold for a problem without words, CheckInTooLong, and StaleButton. What was told
    already changes nothing.
    """
    kept = rules.typed(words or "")
    if len(kept) > WORDS_LIMIT:
        raise checkin_errors.CheckInTooLong(deal=deal_no, limit=WORDS_LIMIT)

    def decide(work: UnitOfWork) -> CheckInTold:
        deal = _delivered(work, deal_no, expected)
        if result is CheckIn.PROBLEM and not kept:
            raise checkin_errors.ProblemUntold(deal=deal_no)
        which = _which(work, deal, result, after_days)
        before = next((each for each in told_of(work, deal) if each.after_days == which), None)
        if before is not None and before.result is result and kept in ("", before.text):
            return CheckInTold(deal=deal_no, stay=deal.stay, after_days=which, result=result.value, words=before.words)
        return _record(work, deal, which, result, kept)

    return ledger.commit(by, decide)


def _record(work: UnitOfWork, deal: DealState, which: int, result: CheckIn, kept: str) -> CheckInTold:
    had_problem = is_cared_for(work, deal.deal_no)
    words = work.text(schema.words, DEAL, deal.deal_no, kept) if kept else None
    after = change.a_deal(work.append(Checked(after_days=which, result=result, words=words), deal.deal_no, deal)[1])
    step, step_day = None, None
    if result is CheckIn.PROBLEM:
        after, step, step_day = set_care_step(work, after, kept, is_cared_for=had_problem)
    return CheckInTold(
        deal=deal.deal_no,
        stay=deal.stay,
        change=work.change_no,
        after_days=which,
        result=result.value,
        words=words,
        step=step,
        step_day=step_day,
    )


def _which(work: UnitOfWork, deal: DealState, result: CheckIn, after_days: int | None) -> int:
    """The check-in that is told: that nobody asks any more is of all, and stands beside their answers."""
    if result is CheckIn.OFF:
        return OF_ALL
    return after_days if after_days is not None else _current(work, deal)


def _current(work: UnitOfWork, deal: DealState) -> int:
    set_now = settings.of_workspace(work)
    today = set_now.calendar.day(work.now)
    return current(set_now.check_in_days, deal.delivered_day or today, today)


def _delivered(work: UnitOfWork, deal_no: int, expected: Expected | None) -> DealState:
    """The won deal that was delivered. Raises StaleButton for a press on what is told of an earlier stay."""
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.check_expected(at.deal, at.entered, expected)
    if at.deal.state is not StageKind.WON or at.deal.delivered_day is None:
        raise checkin_errors.NotDelivered(deal=deal_no)
    return at.deal
