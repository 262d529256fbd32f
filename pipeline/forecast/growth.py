"""The amount that is expected at the win, from the factor by which amounts have grown until then."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.money import Money


def grown(amount: Money | None, factors: Mapping[str, float]) -> Money | None:
    """The amount that is expected at the win; `factors` has how much amounts grow, by currency."""
    if amount is None or amount.currency not in factors:
        return amount
    return Money(round(amount.minor * factors[amount.currency]), amount.currency)
