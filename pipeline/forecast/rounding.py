"""Rounds a total and its parts so that the rounded parts still add up to the rounded total."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.money import Money

SIGNIFICANT = 3  # figures in which an expected sum is said


def unit_of(amount: Money) -> int:
    """The minor units to which an amount is rounded: three significant figures, and whole units of the currency."""
    whole = abs(amount.minor) // 10**amount.digits * 10**amount.digits
    return 10 ** max(amount.digits, len(str(whole)) - SIGNIFICANT)


def rounded_to(amount: Money, unit: int) -> Money:
    """The amount as a multiple of the unit, half a unit to the even one."""
    return Money(round(amount.minor / unit) * unit, amount.currency)


def rounded_parts(parts: Sequence[Money], total: Money, unit: int) -> list[Money]:
    """The parts as multiples of the unit that add up to `total`, which is one: by largest remainder.

    Each is first rounded down. What then lacks goes to those that lost the most, or comes from those that lost the
    least where the total is less.
    """
    floors = [part.minor // unit for part in parts]
    lacking = total.minor // unit - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda n: (-(parts[n].minor % unit), n))
    if lacking < 0:
        by_remainder.reverse()
    step = 1 if lacking > 0 else -1
    for turn in range(abs(lacking)):
        floors[by_remainder[turn % len(parts)]] += step
    return [Money(count * unit, part.currency) for count, part in zip(floors, parts, strict=True)]
