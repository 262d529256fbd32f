"""What refuses to keep a customer's problem with what they bought."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import DealRefused, TextQuoted


@dataclass(kw_only=True, eq=False)
class NothingSold(DealRefused, TextQuoted):
    """A problem, `text`, or a follow-up sale was told of a deal that is not won."""

    key = "nothing_sold"


class EmptyProblem(DealRefused):
    """A problem without words was told."""

    key = "empty_problem"


@dataclass(kw_only=True, eq=False)
class ProblemTooLong(DealRefused, TextQuoted):
    """The problem, `text`, is longer than `limit` characters."""

    key = "problem_too_long"
    limit: int
