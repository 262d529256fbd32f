"""The next step of a deal (`/deal step`): what shall be done and by when; a coming one silences reminders."""

from __future__ import annotations

from datetime import date

from pipeline import errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.ledger.events import StepSet, Subject
from pipeline.ledger.work import By, Ledger, Work
from pipeline.messages.notices import Notice, Says
from pipeline.people import settings
from pipeline.people.access import Act, door
from pipeline.storage import schema


def step(ledger: Ledger, by: By, deal_no: int, *, text: str, day: date, note: str | None = None) -> Notice:
    """Set the next step, and note. Raises EmptyName without a text, BadDay for a day gone by or years away."""

    def decide(work: Work) -> Notice:
        deal = door(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        kept = rules.typed(text)
        if not kept:
            raise errors.EmptyName
        today = settings.of_workspace(work).calendar.day(work.now)
        rules.check_coming(deal, day, today)
        noted = change.note(work, deal, note)
        no = work.text(schema.words, Subject.DEAL, deal_no, kept)
        work.append(StepSet(step=no, step_day=day), deal_no, noted)
        return Notice(
            Says.STEP_SET, {"deal": deal_no, "step": no, "day": day, "change": work.change_no, "stay": deal.stay}
        )

    return ledger.commit(by, decide)
