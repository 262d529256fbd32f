"""What is refused about check-ins: each kind has the fields that its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import DealRefused


class NotDelivered(DealRefused):
    """A check-in was told of a deal that was not delivered."""

    key = "not_delivered"


class ProblemUntold(DealRefused):
    """The customer is said to have a problem, without a word of what it is."""

    key = "problem_untold"


@dataclass(kw_only=True, eq=False)
class CheckInTooLong(DealRefused):
    """What the customer said takes more characters than `limit`."""

    key = "checkin_too_long"
    limit: int
