"""What a month's sum is made of and why it changed, in rounded amounts that add up, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.blocks import phrases
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.figures import TOLD_CHANGES, Bridge, BridgePart, Figures, Month, MonthSum
from pipeline.forecast.rounding import rounded_parts, rounded_to, unit_of
from pipeline.money import Money, total

MOST_CHANGES = 3  # that the post names; the others are told together
PLUS = " + "
CHANGES = {
    BridgePart.NEW: "bridge_new",
    BridgePart.WON: "bridge_won",
    BridgePart.ADVANCED: "bridge_advanced",
    BridgePart.LOST: "bridge_lost",
    BridgePart.SLIPPED: "bridge_slipped",
    BridgePart.AMOUNT: "bridge_amount",
    BridgePart.TO_COME: "bridge_to_come",
    BridgePart.MOVED_BACK: "bridge_moved_back",
    BridgePart.GONE: "bridge_gone",
    BridgePart.WAITED: "bridge_waited",
}


def made_of(voice: Voice, each: MonthSum) -> SafeText | None:
    """Return "voitettu 22 000 + avoimista 214 000 + tulevista 155 000 €"; parts of nothing are left out.

    None where the sum is all won, is said to be what is won, or is all of open deals.
    """
    unit = unit_of(each.expected)
    rounded = rounded_to(each.expected, unit)
    if rounded.minor < each.won.minor:
        return None
    keys = ("parts_won", "parts_from_open", "parts_to_come")
    parts = rounded_parts([each.won, each.from_open, each.to_come], rounded, unit)
    there = [(key, part) for key, part in zip(keys, parts, strict=True) if part.minor]
    if [key for key, _ in there] in ([], ["parts_won"], ["parts_from_open"]):
        return None
    last = len(there) - 1
    said = (voice.say(key, sum=voice.in_row(part, is_last=n == last)) for n, (key, part) in enumerate(there))
    return phrases.joined(said, PLUS)


def since_then(voice: Voice, month: Month, bridge: Bridge, currency: str) -> SafeText | None:
    """Return how a month's sum in one currency changed since an earlier forecast, with the largest changes.

    The changes shown add up to the difference of both sums. A currency in which nothing is expected any more has
    become 0. None where both sums are nothing. Where a month has several currencies, each amount has its symbol.
    """
    there = month.sum_in(currency)
    now = there.expected if there is not None else Money(0, currency)
    changes = bridge.sums(currency)
    then = now - sum(changes.values(), Money(0, currency))
    if not then.minor and not now.minor:
        return None
    before, after = (rounded_to(each, unit_of(each)) for each in (then, now))
    unit = min(unit_of(then), unit_of(now))
    has_several = len({*bridge.currencies(), *(each.expected.currency for each in month.money)}) > 1
    kinds = list(changes)
    rounded = dict(zip(kinds, rounded_parts([changes[each] for each in kinds], after - before, unit), strict=True))
    values = {
        "then": voice.in_row(before, is_last=has_several),
        "now": voice.in_row(after, is_last=has_several or not after.minor),
        "what": _what_changed(voice, rounded, Money(0, currency), has_symbols=has_several),
    }
    if bridge.since.weekday() == 0 and 0 < (voice.today - bridge.since).days <= DAYS_OF_WEEK:
        return voice.say("bridge_since_monday", **values)
    return voice.say("bridge_since", day=bridge.since, **values)


DAYS_OF_WEEK = 7


def _what_changed(voice: Voice, rounded: dict[BridgePart, Money], nothing: Money, *, has_symbols: bool) -> SafeText:
    largest = sorted(
        (each for each in rounded if each in TOLD_CHANGES and rounded[each].minor),
        key=lambda each: (-abs(rounded[each].minor), TOLD_CHANGES.index(each)),
    )[:MOST_CHANGES]
    others = sum((rounded[each] for each in rounded if each not in largest), nothing)
    told = [(CHANGES[each], rounded[each]) for each in largest]
    if others.minor:
        told.append(("bridge_others", others))
    said = [voice.say(key, sum=voice.in_row(sum_, is_last=has_symbols, is_signed=True)) for key, sum_ in told]
    return phrases.joined(said) if said else voice.say("bridge_nothing")


def waiting(voice: Voice, figures: Figures) -> SafeText | None:
    """Return what open deals are worth that wait for us and for the customer; None where neither is known."""
    first = figures.months[0].first if figures.months else None
    there = [part for part in figures.parts if part.month == first and not part.is_won and part.amount is not None]
    ours, theirs = ([part.amount for part in there if part.is_ours is side] for side in (True, False))
    if not ours and not theirs:
        return None
    said = [voice.say("post_waits_for_us", sum=phrases.sums(voice, _sums(figures, ours)))] if ours else []
    if theirs:
        key = "post_waits_for_customer" if ours else "post_waits_for_customer_alone"
        said.append(voice.say(key, sum=phrases.sums(voice, _sums(figures, theirs))))
    return phrases.joined(said)


def _sums(figures: Figures, amounts: Iterable[Money | None]) -> Sequence[Money]:
    order = {each.expected.currency: place for place, each in enumerate(figures.months[0].money)}
    sums = total(each for each in amounts if each is not None).values()
    return sorted((rounded_to(each, unit_of(each)) for each in sums), key=lambda each: order.get(each.currency, 9))
