"""What happens between us and a customer about a deal, and what the customer needs: one strict model per kind."""

from __future__ import annotations

from enum import StrEnum

from pipeline.deals.events import DEAL
from pipeline.ledger.events import EventData


class Means(StrEnum):
    """How we and a customer reach each other."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    SOCIAL = "social"


class TouchOutcome(StrEnum):
    """What came of a touch: we reached them, they did not answer, we sent something, or they contacted us."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    SENT = "sent"
    THEY_CONTACTED = "they_contacted"


class Interest(StrEnum):
    """How the customer's interest changed by a touch."""

    GREW = "grew"
    SAME = "same"
    FADED = "faded"


class Touched(EventData):
    """We were in touch with the customer, or tried to. It happened when the event says, at most 30 days back.

    `contact_no` is the person of the customer, and `note` what was written about it. An `interest` of None was not
    asked.
    """

    kind = "touched"
    subject = DEAL
    texts = (("note", "words"),)
    fields_set = frozenset()  # no field: touches stand beside each other

    means: Means
    outcome: TouchOutcome
    interest: Interest | None = None
    contact_no: int | None = None
    note: int | None = None


class NeedAdded(EventData):
    """The customer needs or wants something, in their own words."""

    kind = "need_added"
    subject = DEAL
    texts = (("need", "words"),)

    need: int

    def sets(self) -> frozenset[str]:
        """That need."""
        return frozenset({need_field(self.need)})


class NeedEnded(EventData):
    """A need is no longer one: it was written by mistake, or the customer needs it no more."""

    kind = "need_ended"
    subject = DEAL

    need: int

    def sets(self) -> frozenset[str]:
        """That need."""
        return frozenset({need_field(self.need)})


def need_field(need: int) -> str:
    """The name of the field that a need is for undo, by the number of its text."""
    return f"need.{need}"
