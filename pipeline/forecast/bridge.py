"""Why a month's sum differs from what was forecast of it before: what each deal added or took away, to the cent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from pipeline.forecast.figures import Bridge, BridgePart, BridgeShare, DealShare, Month
from pipeline.money import Money

_NEW_DEALS = 0  # the number under which the change of what new deals bring is kept


def bridge(
    then: tuple[date, Month, Sequence[DealShare]],
    now: tuple[Month, Sequence[DealShare]],
    lost: Collection[int],
    position: Callable[[int], int],
) -> Bridge:
    """Compare a month's forecast of now with that of an earlier day, whose day comes first in `then`.

    `lost` has the deals of then that are lost now; `position` orders the stages. In each currency the changes add up to
    what is expected now less what was expected then.
    """
    since, month_then, parts_then = then
    month_now, parts_now = now
    was_by_no = {part.deal_no: part for part in parts_then if part.month == month_now.first}
    is_by_no = {part.deal_no: part for part in parts_now if part.month == month_now.first}
    found = [
        change
        for no in sorted(was_by_no.keys() | is_by_no.keys())
        for change in _changes(was_by_no.get(no), is_by_no.get(no), lost, position)
    ]
    found += _of_new_deals(month_then, month_now)
    return Bridge(month_now.first, since, tuple(each for each in found if each.sum.minor))


def _changes(
    was: DealShare | None, now: DealShare | None, lost: Collection[int], position: Callable[[int], int]
) -> Iterator[BridgeShare]:
    """What one deal added; a change of its amount counts by the chance that it had then, and all else as the rest."""
    if was is None:
        if now is not None:
            yield BridgeShare(BridgePart.NEW, now.deal_no, Money(now.expected, now.currency))
        return
    if now is None:
        gone = BridgePart.LOST if was.deal_no in lost else BridgePart.GONE
        yield BridgeShare(gone, was.deal_no, Money(-was.expected, was.currency))
        return
    by_amount = _at_the_chance_of_then(was, now)
    if was.currency == now.currency:
        yield BridgeShare(BridgePart.AMOUNT, was.deal_no, Money(by_amount - was.expected, was.currency))
    else:
        yield BridgeShare(BridgePart.AMOUNT, was.deal_no, Money(-was.expected, was.currency))
        yield BridgeShare(BridgePart.AMOUNT, was.deal_no, Money(by_amount, now.currency))
    yield BridgeShare(_move(was, now, position), was.deal_no, Money(now.expected - by_amount, now.currency))


def _at_the_chance_of_then(was: DealShare, now: DealShare) -> int:
    """The minor units that the deal would add today, had its chance and its growth to the win stayed."""
    if was.amount == now.amount:
        return was.expected
    if now.amount is None:
        return 0
    grows = was.counted.minor / was.amount.minor if was.counted and was.amount and was.amount.minor else 1.0
    return round(now.amount.minor * grows * was.chance)


def _move(was: DealShare, now: DealShare, position: Callable[[int], int]) -> BridgePart:
    if now.is_won:
        return BridgePart.WON
    if was.is_won or position(now.stage_no) < position(was.stage_no):
        return BridgePart.MOVED_BACK
    if position(now.stage_no) > position(was.stage_no):
        return BridgePart.ADVANCED
    return BridgePart.SLIPPED if _is_later(was.close_day, now.close_day) else BridgePart.WAITED


def _is_later(was: date | None, now: date | None) -> bool:
    """Whether a deal is expected in a later month than it was."""
    return was is not None and now is not None and (now.year, now.month) > (was.year, was.month)


def _of_new_deals(then: Month, now: Month) -> Iterator[BridgeShare]:
    for currency in sorted({each.expected.currency for month in (then, now) for each in month.money}):
        was, is_now = (_to_come(month, currency) for month in (then, now))
        yield BridgeShare(BridgePart.TO_COME, _NEW_DEALS, is_now - was)


def _to_come(month: Month, currency: str) -> Money:
    there = month.sum_in(currency)
    return there.to_come if there is not None else Money(0, currency)
