"""A customer's problem with what they bought (`/deal problem`): a step for today on the won deal, until it is done."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from pipeline import support_errors
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access, require_adding
from pipeline.deals.care_steps import is_cared_for, set_care_step
from pipeline.deals.change import a_deal
from pipeline.deals.delivery_events import ProblemTold
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.deals.tables import problem
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.support_notices import ProblemKept
from pipeline.people.access import Act
from pipeline.stages.events import StageKind
from pipeline.storage import schema

LONGEST = 300
"""Characters of a problem."""

_OF_DEAL = (
    select(schema.words.c.text)
    .select_from(problem)
    .join(
        schema.words,
        (schema.words.c.workspace_no == problem.c.workspace_no) & (schema.words.c.no == problem.c.words),
    )
    .where(problem.c.workspace_no == bindparam("w"), problem.c.deal_no == bindparam("deal_no"))
    .order_by(problem.c.no)
)


def problems_of(session: Session, deal_no: int) -> tuple[str, ...]:
    """The problems that were told of a deal, open and done, the oldest first."""
    values = {"w": session.by.workspace_no, "deal_no": deal_no}
    return tuple(text for text in session.connection.scalars(_OF_DEAL, values) if text)


def tell(ledger: Ledger, by: By, deal_no: int, text: str) -> CommitOutcome:
    """Keep a problem with a won deal, and make it a step for today. Whoever sees the deal may tell it.

    Raises NothingSold for a deal that is not won, EmptyProblem, ProblemTooLong and NoSuchDeal.
    """

    def decide(work: UnitOfWork) -> ProblemKept:
        deal = require_adding(deal_access(work, deal_no, Act.SEE))
        said = cleaned(text)
        if deal.state is not StageKind.WON:
            raise support_errors.NothingSold(deal=deal_no, text=said)
        if not said:
            raise support_errors.EmptyProblem(deal=deal_no)
        if len(said) > LONGEST:
            raise support_errors.ProblemTooLong(deal=deal_no, text=said, limit=LONGEST)
        return _tell(work, deal, said)

    return ledger.commit(by, decide)


def cleaned(text: str) -> str:
    """A problem as it is kept: on one line, without control characters."""
    return " ".join(rules.typed(text).split())


def _tell(work: UnitOfWork, deal: DealState, said: str) -> ProblemKept:
    had_problem = is_cared_for(work, deal.deal_no)
    no = work.text(schema.words, DEAL, deal.deal_no, said)
    after = a_deal(work.append(ProblemTold(words=no), deal.deal_no, deal)[1])
    set_care_step(work, after, said, is_cared_for=had_problem)
    return ProblemKept(deal=deal.deal_no, stay=deal.stay, change=work.change_no, problem=no)
