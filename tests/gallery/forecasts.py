"""Every Monday post there may be: nothing open, one deal, no history, a month's last day, all won, two currencies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.blocks import phrases, results
from bot.blocks.elements import Message
from bot.forecast import details, month_end, post, reasons
from bot.forecast.pages import OPEN, WON, Page
from bot.language.voice import Voice
from pipeline.deals.targets import TEAM, Target
from pipeline.forecast.alike import Alike
from pipeline.forecast.figures import (
    CERTAIN,
    Bridge,
    BridgePart,
    BridgeShare,
    DealShare,
    Figures,
    Month,
    MonthSum,
    StageSum,
)
from pipeline.forecast.misses import Miss, MissCause
from pipeline.forecast.month_end import MonthEnd, MonthTarget
from pipeline.forecast.report import rounded_range
from pipeline.money import Money
from pipeline.queries.deal_lists import DealLine
from tests.gallery import records
from tests.gallery.deals import BOARD, FIGURES, JULY, JUNE, MANY, MINE, NAMES, NO_FIGURES, NOW, ODD, ODD_FIGURES, OFFER
from tests.gallery.outcomes import DELIVERIES

SALE_NO = 4


def open_deal(deal_no: int, amount: Money | None, june: float, july: float = 0.0) -> tuple[DealShare, ...]:
    """An open deal with its chance in this month and the next."""
    currency = amount.currency if amount else "EUR"
    return tuple(
        DealShare(
            deal_no, month, OFFER.no, deal_no, chance, amount, currency, round(amount.minor * chance) if amount else 0
        )
        for month, chance in ((JUNE, june), (JULY, july))
    )


def won_deal(deal_no: int, amount: Money) -> tuple[DealShare, ...]:
    """A deal that was won in June."""
    return (DealShare(deal_no, JUNE, SALE_NO, deal_no, CERTAIN, amount, amount.currency, amount.minor),)


def figures(
    *deals: tuple[DealShare, ...], closed: int = 216, spread: float = 0.3, at: datetime | None = None
) -> Figures:
    """Figures that add up; each range spreads so far around what open deals are expected to bring."""
    parts = tuple(part for deal in deals for part in deal)
    made_at = at or NOW.replace(hour=5, minute=0)
    june = [part for part in parts if part.month == JUNE]
    return Figures(
        pipeline_no=1,
        day=made_at.date(),
        made_at=made_at,
        known_no=900,
        closed=closed,
        months=tuple(_month(first, parts, spread) for first in (JUNE, JULY)),
        stages=tuple(StageSum(each.stage, each.count, each.sums) for each in BOARD.columns),
        without_amount=sum(part.amount is None for part in june if not part.is_won),
        parts=parts,
    )


def _month(first: date, parts: tuple[DealShare, ...], spread: float) -> Month:
    mine = [part for part in parts if part.month == first]
    currencies = sorted(
        {part.currency for part in mine if part.amount} or {"EUR"}, key=lambda each: (each != "EUR", each)
    )
    won = [part for part in mine if part.is_won]
    wins = sum(part.chance for part in mine)
    return Month(
        first, len(won), wins, wins * 0.7, wins * 1.3, tuple(_money(each, mine, spread) for each in currencies)
    )


def _money(currency: str, parts: list[DealShare], spread: float) -> MonthSum:
    mine = [part for part in parts if part.currency == currency]
    won = Money(sum(part.expected for part in mine if part.is_won), currency)
    expected = Money(sum(part.expected for part in mine), currency)
    deciding = [part for part in mine if not part.is_won]
    to_come = expected.minor - won.minor
    # Where no open deal is likelier than one in ten, nine draws in ten bring none.
    is_likely = sum(part.chance for part in deciding) > 0.1
    low, high = (won.minor + round(to_come * (1 + way * spread * is_likely) * is_likely) for way in (-1, 1))
    return MonthSum(expected, *rounded_range(Money(low, currency), expected, Money(high, currency), won), won)


def euros(amount: float) -> Money:
    """So many euros."""
    return Money(round(amount * 100), "EUR")


def pounds(amount: float) -> Money:
    """So many pounds."""
    return Money(round(amount * 100), "GBP")


WON_TWO = (won_deal(12, euros(20_000)), won_deal(13, euros(13_000)))
LAST_DAY = datetime(2026, 6, 29, 5, tzinfo=UTC)
POSTS = {
    "few": figures(open_deal(12, euros(12_500), 0.31, 0.2), open_deal(13, euros(24_000), 0.42, 0.3), closed=12),
    "one": figures(open_deal(12, euros(12_500), 0.31, 0.2), closed=43),
    "one-won": figures(*WON_TWO, open_deal(14, euros(12_500), 0.31, 0.05), closed=43),
    "no-history": figures(
        open_deal(12, euros(12_500), 0.2, 0.3),
        open_deal(13, euros(8_000), 0.1, 0.2),
        open_deal(14, None, 0.1, 0.2),
        closed=0,
    ),
    "unlikely": figures(open_deal(12, euros(12_500), 0.01, 0.04), closed=1),
    "without-sums": figures(open_deal(12, None, 0.7, 0.2), open_deal(13, None, 0.6, 0.2), closed=43),
    "last-day": figures(
        *WON_TWO, open_deal(14, euros(12_500), 0.01, 0.4), open_deal(19, euros(9_000), 0.02, 0.35), at=LAST_DAY
    ),
    "all-won": figures(*WON_TWO, closed=9),
    "two-currencies": figures(
        *WON_TWO,
        open_deal(14, euros(60_000), 0.5, 0.2),
        open_deal(19, euros(41_000), 0.4, 0.2),
        open_deal(90, pounds(9_000), 0.4, 0.1),
        open_deal(91, pounds(5_000), 0.3, 0.1),
    ),
    "little-in-another": figures(
        open_deal(14, euros(60_000), 0.5, 0.2),
        open_deal(19, euros(41_000), 0.4, 0.2),
        open_deal(90, Money(11_500, "USD"), 0.01),
    ),
}
#: So many deals that nothing stands on one page.
CROWDED = figures(
    *(won_deal(200 + n, euros(1_000 * n)) for n in range(1, 30)),
    *(open_deal(300 + n, euros(1_000 * n + 0.5), 0.0123 * n, 0.01 * n) for n in range(1, 56)),
    open_deal(399, None, 0.25, 0.1),
)


def _changed() -> Figures:
    """A month of which all is told: what it is made of, why it changed since Monday, whose turn it is, the quarter."""
    shares = [
        *won_deal(40, euros(22_000)),
        *open_deal(12, euros(42_000), 0.9),
        *open_deal(13, euros(118_000.27), 0.8),
        *open_deal(14, euros(131_025), 0.6245),
    ]
    sides = {12: True, 13: False}
    made = figures(*((replace(each, is_ours=sides.get(each.deal_no)),) for each in shares))
    june, july = made.months
    to_come, changes = euros(155_200), {
        BridgePart.NEW: (12, 22_000), BridgePart.WON: (40, 9_000), BridgePart.ADVANCED: (13, 2_000),
        BridgePart.AMOUNT: (14, -1_000), BridgePart.WAITED: (14, -10_400), BridgePart.TO_COME: (0, -500),
    }  # fmt: skip
    bridge = Bridge(JUNE, date(2026, 6, 8), (
        *(BridgeShare(change, no, euros(adds)) for change, (no, adds) in changes.items()),
        BridgeShare(BridgePart.LOST, 31, euros(-9_000)),
        BridgeShare(BridgePart.LOST, 12, euros(-7_000)),
    ))  # fmt: skip
    (sum_,) = june.money
    whole = MonthSum(sum_.expected + to_come, euros(300_000), euros(470_000), sum_.won, to_come)
    later = MonthSum(euros(155_200), euros(120_000), euros(190_000), euros(0), to_come)
    earlier = euros(508_783.51)
    quarter = MonthSum(whole.expected + earlier, euros(800_000), euros(1_000_000), sum_.won + earlier, to_come)
    return replace(
        made,
        months=(
            replace(june, money=(whole,), wins=23.2, new_wins=9.0),
            replace(july, money=(later,), wins=9.0, new_wins=9.0),
        ),
        quarter=Month(date(2026, 4, 1), 40, 62.0, 50, 70, (quarter,), 9.0),
        bridge=bridge,
    )


#: All that a forecast may tell.
CHANGED = _changed()


def pieces(voice: Voice) -> Iterator[tuple[str, Message]]:
    """Each by its name."""
    told, key = post.ForecastContent, "monday:1:2026-06-15"
    yield "", post.forecast(voice, told(FIGURES, MINE.lines, key))
    yield "-odd", post.forecast(voice, told(ODD_FIGURES, ODD.lines))
    yield "-none", post.forecast(voice, told(NO_FIGURES))
    for name, made in POSTS.items():
        yield f"-{name}", post.forecast(replace(voice, now=made.made_at), told(made, _first(made), key))
    yield "-changed", post.forecast(voice, told(CHANGED, (), key, targets={JUNE: Target(JUNE, TEAM, euros(400_000))}))
    yield "-changed-now", post.forecast(voice, told(CHANGED))
    yield "-changed-sums", details.sums(voice, CHANGED, NAMES.deals, key)
    assert CHANGED.bridge is not None
    yield "-changed-lost", reasons.bridge_page(voice, CHANGED.bridge, NAMES.deals, Page("bridge-lost", JUNE), key)
    shown = next(part for part in CHANGED.parts if part.deal_no == 12)
    why = reasons.Reasons(shown, OFFER, 12, date(2026, 6, 25), Alike(47, 11, 9))
    yield "-why", reasons.why(voice, why, NAMES.deals[12], key)
    yield "-why-odd", reasons.why(voice, replace(why, days=None, offer_until=None, alike=None), None)
    yield from _month_ends(voice)
    yield from records.pieces(voice)
    yield "-sums", details.sums(voice, POSTS["two-currencies"], NAMES.deals, key)
    yield "-sums-odd", details.sums(voice, ODD_FIGURES, NAMES.deals)
    yield "-sums-crowded", details.sums(voice, CROWDED, NAMES.deals, key)
    yield "-page-won", details.page(voice, CROWDED, NAMES.deals, Page(WON, JUNE), key)
    yield "-page-open", details.page(voice, CROWDED, NAMES.deals, Page(OPEN, JUNE, 40), key)
    yield "-deals", details.deals(voice, FIGURES, MINE.lines)
    yield "-deals-odd", details.deals(voice, ODD_FIGURES, (*ODD.lines, *MANY))
    yield "-deals-crowded", details.deals(voice, CROWDED, MANY[:10], Page("deals", None, 10), key)


def _month_ends(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The ends of a month: in the range, above it, in two currencies without a sum won, and told of on a Monday."""
    key, coming = "month:1:2026-07-01", POSTS["few"]
    in_range = figures(*WON_TWO).months[0]
    euros_of = MonthSum(euros(35_000), euros(20_000), euros(41_000), euros(0))
    pounds_of = MonthSum(pounds(9_000), pounds(4_000), pounds(12_000), pounds(0))
    ended = replace(figures(*WON_TWO), months=(in_range,))
    told = MonthEnd(ended, date(2026, 6, 1), (euros_of,), MonthTarget(euros(41_000), None))
    above = replace(told, forecast=(replace(euros_of, high=euros(30_000)),), target=MonthTarget(None, 3))
    none = replace(figures(), months=(replace(in_range, won_count=0, money=()),))
    nothing = MonthEnd(none, date(2026, 6, 1), (euros_of, pounds_of))
    unlikely = replace(told, forecast=(replace(euros_of, high=euros(0), low=euros(0)),), target=None)
    missed = replace(
        told,
        forecast=(MonthSum(euros(425_000), euros(350_000), euros(510_000), euros(0)),),
        misses={"EUR": (Miss(MissCause.SLIPPED, 4, are_big=True), Miss(MissCause.LOST, 1, are_big=True))},
    )
    all_of_them = {"": told, "-above": above, "-nothing": nothing, "-unlikely": unlikely, "-missed": missed}
    for name, each in all_of_them.items():
        lines = phrases.lines([*month_end.month_lines(voice, each), results.month_end(voice, DELIVERIES[1])])
        yield f"-month-end{name}", month_end.month_post(voice, lines, each, coming, key)
    lines, more = phrases.lines(month_end.month_lines(voice, told)), tuple(month_end.buttons(voice, told, key))
    in_short = month_end.in_one_line(voice, missed)
    yield "-month-missed", post.forecast(voice, post.ForecastContent(FIGURES, MINE.lines, key, in_short, more))
    yield "-month-end-monday", post.forecast(voice, post.ForecastContent(FIGURES, MINE.lines, key, lines, more))


def _first(made: Figures) -> tuple[DealLine, ...]:
    known = {line.deal_no: line for line in (*MINE.lines, *ODD.lines)}
    return tuple(known[no] for no in post.largest_deals(made) if no in known)
