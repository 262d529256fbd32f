"""Why a month's range did not hold: the few deals that account for most of what came too little or too much."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.forecast.figures import DealShare, MonthSum
from pipeline.money import Money

MOST_DEALS = 5  # more than this do not count as a few: nobody acts on a list of small ones
BIG = 2.0  # deals are big if they are worth this much more than the open deals of the forecast on average
_ENOUGH = 0.5  # the part of the miss that the named deals account for


class MissCause(StrEnum):
    """What became of deals that account for a miss."""

    SLIPPED = "slipped"  # not won in the month, and not lost
    LOST = "lost"
    WON = "won"  # open when the forecast was made
    NEW = "new"  # opened after that, and won in the month


@dataclass(frozen=True, slots=True)
class Miss:
    """So many deals of one cause that account for a miss; `are_big` if they are larger than deals usually are."""

    cause: MissCause
    count: int
    are_big: bool


def deciding(was: MonthSum, came: Money, then: Sequence[DealShare], won: Sequence[DealShare]) -> list[DealShare]:
    """Return the fewest deals that account for half of a miss in one currency; none where the range held.

    `then` has what the forecast counted of the month, `won` what was won in it. There are none either where more than
    `MOST_DEALS` would be needed. A deal that was won too little for, or not expected, is returned as won.
    """
    currency, missing = was.expected.currency, was.expected.minor - came.minor
    if was.low.minor <= came.minor <= was.high.minor:
        return []
    expected = {part.deal_no: part.expected for part in then if part.currency == currency}
    won_nos = {part.deal_no for part in won if part.currency == currency}
    if missing > 0:
        candidates = [part for part in then if part.currency == currency and part.deal_no not in won_nos]
        shares = [(part.expected, part) for part in candidates]
    else:
        mine = [part for part in won if part.currency == currency]
        shares = [(part.expected - expected.get(part.deal_no, 0), part) for part in mine]
    found: list[DealShare] = []
    rest = abs(missing) * _ENOUGH
    for share, part in sorted(shares, key=lambda each: -each[0])[:MOST_DEALS]:
        if rest <= 0 or share <= 0:
            break
        found.append(part)
        rest -= share
    return found if rest <= 0 else []


def causes(chosen: Sequence[DealShare], then: Sequence[DealShare], lost: Collection[int]) -> tuple[Miss, ...]:
    """Count the deciding deals by what became of them; `lost` are those that are lost now."""
    known = {part.deal_no for part in then}
    found: dict[MissCause, list[DealShare]] = {}
    for part in chosen:
        if part.is_won:
            cause = MissCause.WON if part.deal_no in known else MissCause.NEW
        else:
            cause = MissCause.LOST if part.deal_no in lost else MissCause.SLIPPED
        found.setdefault(cause, []).append(part)
    usual = _mean([part for part in then if not part.is_won])
    return tuple(
        Miss(cause, len(deals), bool(usual) and _mean(deals) >= BIG * usual)
        for cause, deals in sorted(found.items(), key=lambda each: -len(each[1]))
    )


def _mean(deals: Sequence[DealShare]) -> float:
    amounts = [part.amount.minor for part in deals if part.amount is not None]
    return sum(amounts) / len(amounts) if amounts else 0.0
