"""A forecast's figures as people read them: months, what each is made of, and the share of each deal in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pipeline.money import Money
from pipeline.queries.names import StageLabel

FEW_ENDED_DEALS = 30  # with fewer ended deals than this, the forecast rests on stated assumptions and says so
CERTAIN = 1.0  # the chance of a won deal; the chance of an open deal is always less
TOLD = 2  # the months that a post tells of: this one and the next


@dataclass(frozen=True, slots=True)
class MonthSum:
    """A month's sum in one currency, with the range that holds it four times in five.

    `expected` is the sum of its three lines: what is already `won`, what open deals are to bring (`from_open`), and
    what deals that are not opened yet are (`to_come`). `low` and `high` are rounded by `rounded_range`.
    """

    expected: Money
    low: Money
    high: Money
    won: Money
    unopened: Money | None = None

    @property
    def to_come(self) -> Money:
        """What deals that are not opened yet are expected to bring in the month."""
        return self.unopened if self.unopened is not None else Money(0, self.expected.currency)

    @property
    def from_open(self) -> Money:
        """What open deals are expected to bring in the month."""
        return self.expected - self.won - self.to_come


@dataclass(frozen=True, slots=True)
class Month:
    """One month, or a quarter: `won_count` deals are already won; `wins` are expected in all, with their range.

    The wins contain those already won and `new_wins`, of deals that are not opened yet.
    """

    first: date
    won_count: int
    wins: float
    wins_low: float
    wins_high: float
    money: tuple[MonthSum, ...]
    new_wins: float = 0.0

    @property
    def from_open(self) -> float:
        """How many of the open deals are expected to be won in the month: the sum of their chances."""
        return self.wins - self.won_count - self.new_wins

    def sum_in(self, currency: str) -> MonthSum | None:
        """The sum in one currency; None where nothing is known in it."""
        return next((each for each in self.money if each.expected.currency == currency), None)


@dataclass(frozen=True, slots=True)
class StageSum:
    """How many open deals of the forecast are in a stage, and what they are worth, one amount per currency."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class DealShare:
    """What one deal adds to a month: its chance, and that chance times its amount (`expected`, in minor units).

    A won deal has the chance 1. `last_no` is the deal's newest event. `at_win` is the amount that is expected at the
    win where it differs from `amount`; `close_day` and `is_ours` (whether it is our turn) are those of the forecast's
    day, None where they were not kept.
    """

    deal_no: int
    month: date
    stage_no: int
    last_no: int
    chance: float
    amount: Money | None
    currency: str
    expected: int
    at_win: Money | None = None
    close_day: date | None = None
    is_ours: bool | None = None

    @property
    def is_won(self) -> bool:
        """Whether the deal is already won."""
        return self.chance >= CERTAIN

    @property
    def counted(self) -> Money | None:
        """The amount that is multiplied by the chance; None where the deal has none."""
        return self.at_win or self.amount


class BridgePart(StrEnum):
    """What became of a deal since the forecast of last Monday, or came about it. The values are stored."""

    NEW = "new"
    WON = "won"
    ADVANCED = "advanced"
    LOST = "lost"
    SLIPPED = "slipped"  # expected in a later month than it was
    AMOUNT = "amount"
    TO_COME = "to_come"  # deals that are not opened yet
    MOVED_BACK = "moved_back"
    GONE = "gone"  # deleted, moved to another pipeline, or won in another month
    WAITED = "waited"  # only time went by, and what was learned in it


TOLD_CHANGES = (
    BridgePart.NEW,
    BridgePart.WON,
    BridgePart.ADVANCED,
    BridgePart.LOST,
    BridgePart.SLIPPED,
    BridgePart.AMOUNT,
    BridgePart.TO_COME,
)
"""The changes that a post may name; the others are always told together."""


@dataclass(frozen=True, slots=True)
class BridgeShare:
    """What one change of one deal adds to the month's sum; `deal_no` is 0 for deals that are not opened yet."""

    change: BridgePart
    deal_no: int
    sum: Money


@dataclass(frozen=True, slots=True)
class Bridge:
    """Why a month's sum differs from what was forecast of it on an earlier day: changes that add up to the cent."""

    month: date
    since: date
    changes: tuple[BridgeShare, ...] = ()

    def currencies(self) -> tuple[str, ...]:
        """The currencies in which anything changed."""
        return tuple(sorted({each.sum.currency for each in self.changes}))

    def sums(self, currency: str) -> dict[BridgePart, Money]:
        """What each change adds in one currency, in the order in which they are told."""
        found: dict[BridgePart, Money] = {}
        for change in BridgePart:
            mine = [each.sum.minor for each in self.changes if each.change is change and each.sum.currency == currency]
            if mine:
                found[change] = Money(sum(mine), currency)
        return found

    def of(self, change: BridgePart) -> tuple[BridgeShare, ...]:
        """The deals of one change, those first that add or take away the most."""
        mine = [each for each in self.changes if each.change is change]
        return tuple(sorted(mine, key=lambda each: (-abs(each.sum.minor), each.deal_no)))


@dataclass(frozen=True, slots=True)
class Figures:
    """A forecast: its months, its open stages, and the deals behind them.

    `parts` and what is expected of new deals add up to each month's sums, exact to the minor unit. `known_no` is the
    newest event that was known, `closed` how many ended deals the model learned from, `without_amount` how many open
    deals have no amount. `months` has this month, the next, and the one after where it is in the same quarter.
    `growth` has the factor by which amounts grow to the win, by currency. `quarter` is None with little history.
    """

    pipeline_no: int
    day: date
    made_at: datetime
    known_no: int
    closed: int
    months: tuple[Month, ...]
    stages: tuple[StageSum, ...]
    without_amount: int
    parts: tuple[DealShare, ...]
    quarter: Month | None = None
    growth: Mapping[str, float] = field(default_factory=dict[str, float])
    bridge: Bridge | None = None

    @property
    def told(self) -> tuple[Month, ...]:
        """The months that a post tells of."""
        return self.months[:TOLD]

    @property
    def is_little_history(self) -> bool:
        """Whether so few deals have ended that the forecast rests on stated assumptions."""
        return self.closed < FEW_ENDED_DEALS

    @property
    def has_open(self) -> bool:
        """Whether any deal is still open."""
        return any(not part.is_won for part in self.parts)

    @property
    def has_anything(self) -> bool:
        """Whether there is anything to tell: a deal, or money that new deals are expected to bring."""
        return bool(self.parts) or any(each.to_come.minor for month in self.months for each in month.money)

    def open_in(self, month: Month) -> tuple[DealShare, ...]:
        """The open deals of a month, those first that are expected to bring the most."""
        return self._sorted(month, won=False)

    def won_in(self, month: Month) -> tuple[DealShare, ...]:
        """The deals won in a month, the largest first."""
        return self._sorted(month, won=True)

    def _sorted(self, month: Month, *, won: bool) -> tuple[DealShare, ...]:
        """Sort by the order of the currencies in the month, since their amounts do not compare; then by expected sum.

        Deals without an amount come last.
        """
        order = {each.expected.currency: place for place, each in enumerate(month.money)}
        return tuple(
            sorted(
                (part for part in self.parts if part.month == month.first and part.is_won == won),
                key=lambda part: (part.amount is None, order.get(part.currency, 0), -part.expected, part.deal_no),
            )
        )

    def deals(self) -> list[int]:
        """The numbers of all deals behind the figures, each once: open ones by this month's money, then won ones."""
        months = self.months
        parts = [part for month in months for part in self.open_in(month)]
        parts += [part for month in months for part in self.won_in(month)]
        return list(dict.fromkeys(part.deal_no for part in parts))
