"""What happens after a win: delivery, what else was promised, check-ins and problems. One strict model per kind."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pipeline.deals.events import DEAL, LateBecause
from pipeline.ledger.events import EXISTS, EventData

OF_A_STAY = frozenset({EXISTS, "stage"})


class CheckIn(StrEnum):
    """What a check-in came to. `off`: nobody asks about this deal again."""

    HAPPY = "happy"
    SO_SO = "so_so"
    PROBLEM = "problem"
    OFF = "off"


class Delivered(EventData):
    """What was sold was delivered on a day; without a day it is not known when, or whether."""

    kind = "delivered"
    subject = DEAL
    texts = (("words", "words"),)
    fields_set = frozenset({"delivered"})
    fields_needed = OF_A_STAY

    day: date | None
    late_because: LateBecause | None = None
    words: int | None = None


class AlsoPromised(EventData):
    """What else was promised with a win; none: nothing."""

    kind = "also_promised"
    subject = DEAL
    texts = (("words", "words"),)
    fields_set = frozenset({"also"})
    fields_needed = OF_A_STAY

    words: int | None


class Checked(EventData):
    """What the customer said some days after delivery. `after_days` names the check-in."""

    kind = "checked"
    subject = DEAL
    texts = (("words", "words"),)
    fields_needed = frozenset({EXISTS, "stage", "delivered"})

    after_days: int
    result: CheckIn
    words: int | None = None

    def sets(self) -> frozenset[str]:
        """That check-in."""
        return frozenset({f"check.{self.after_days}"})


class ProblemTold(EventData):
    """The customer has a problem with what they bought."""

    kind = "problem_told"
    subject = DEAL
    texts = (("words", "words"),)
    fields_set = frozenset()  # no field: problems stand beside each other

    words: int
