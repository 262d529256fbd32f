"""The forecast as people read it (`/deal forecast`, the Monday post): its figures, and the deals behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, bindparam, select

from pipeline.calendars import Calendar
from pipeline.deals.sight import require_pipeline
from pipeline.deals.tables import deal
from pipeline.forecast import amounts, snapshot
from pipeline.forecast import estimate as forecasting
from pipeline.forecast import model as learning
from pipeline.forecast.alike import Alike, Stand, alike, stand
from pipeline.forecast.bridge import bridge
from pipeline.forecast.estimate import Forecast, Sum, WonSoFar
from pipeline.forecast.figures import FEW_ENDED_DEALS, Bridge, DealShare, Figures, Month, MonthSum
from pipeline.forecast.growth import grown
from pipeline.forecast.histories import History, Outcome, known_at
from pipeline.forecast.read_histories import histories
from pipeline.forecast.shares import OpenStanding, stage_sums, standings, won_between
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.money import Money, total
from pipeline.months import following_month, month_before, quarter_of
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.portions import portions
from pipeline.storage.schema import event, line

_KNOWN_NO = select(line.c.event_no).where(line.c.workspace_no == bindparam("w"))
_RECORDED_AT = select(event.c.recorded_at).where(event.c.workspace_no == bindparam("w"), event.c.no == bindparam("no"))
_LOST = (
    select(deal.c.deal_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.LOST.value, deal.c.deal_no.in_(bindparam("nos", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class MonthsAhead:
    """The first days of the months that a forecast looks at.

    `ahead` has this month, the next, and the one after where it is in the same quarter; `behind` the months before
    this one, oldest first: the last one, and those of this quarter. `after` is the day on which `ahead` ends.
    """

    behind: tuple[date, ...]
    ahead: tuple[date, ...]

    @property
    def after(self) -> date:
        """The first day of the month after the last one ahead."""
        return following_month(self.ahead[-1])

    @property
    def quarter(self) -> date:
        """The first day of this month's quarter."""
        return quarter_of(self.ahead[0])


def months_at(today: date) -> MonthsAhead:
    """The months of a forecast that is made on a day."""
    first = today.replace(day=1)
    last = month_before(first)
    begun = quarter_of(first)
    behind = (begun, last) if begun < last else (last,)
    ahead = [first, following_month(first)]
    third = following_month(ahead[-1])
    return MonthsAhead(behind, (*ahead, third) if quarter_of(third) == begun else tuple(ahead))


def figures(session: ReadSession, pipeline_no: int | None = None) -> Figures:
    """The forecast of now, of the person's pipeline unless one is named. Raises NotAllowed.

    It is made once a day and change of the workspace, and shared by all who ask for it in this process.
    """
    of, today = pipeline_to_see(session, pipeline_no), settings.of_workspace(session).calendar.day(session.now)
    version = (session.connection.execute(_KNOWN_NO, {"w": session.by.workspace_no}).scalar_one(), today)
    made = session.rules.shared(f"forecast:{of}", version, lambda: compute(session, of, session.now))
    return replace(made, made_at=session.now)


def pipeline_to_see(session: ReadSession, pipeline_no: int | None) -> int:
    """The pipeline that is named, or else the person's own. Raises NotAllowed."""
    require(session.connection, session.by, Act.SEE)
    return require_pipeline(session, pipeline_no or stages_.persons_pipeline(session))


def compute(session: Session, pipeline_no: int, now: datetime) -> Figures:
    """Compute the forecast from what is committed now. The same rows on the same day give the same figures.

    An earlier `now` gives what would have been forecast then: later moves and ends are left out. Amounts, expected days
    and whose turn it is are those of today.
    """
    known_no = session.connection.execute(_KNOWN_NO, {"w": session.by.workspace_no}).scalar_one()
    today = settings.of_workspace(session).calendar.day(now)
    found = _looked_ahead(session, pipeline_no, known_no, now)
    made, months = found.made, found.months
    parts = (
        *(part for part in found.won if part.month >= months.ahead[0]),
        *_open_parts(session, found, standings(session, pipeline_no, today)),
    )
    told = tuple(_month(session, made, n, first) for n, first in enumerate(months.ahead))
    return Figures(
        pipeline_no=pipeline_no,
        day=today,
        made_at=now,
        known_no=known_no,
        closed=made.closed,
        months=told,
        stages=stage_sums(session, pipeline_no, parts),
        without_amount=made.without_amount,
        parts=parts,
        quarter=_quarter(session, made, months, told, found.won) if made.closed >= FEW_ENDED_DEALS else None,
        growth=found.growth,
        bridge=since_monday(session, pipeline_no, today, told[0], parts),
    )


@dataclass(frozen=True, slots=True)
class _LookAhead:
    """A forecast, with what it was made of: the months, the deals won in and before them, and the open deals."""

    months: MonthsAhead
    won: tuple[DealShare, ...]
    open_deals: list[History]
    growth: dict[str, float]
    made: Forecast


def _looked_ahead(session: Session, pipeline_no: int, known_no: int, now: datetime) -> _LookAhead:
    w, calendar = session.by.workspace_no, settings.of_workspace(session).calendar
    known = known_at(_histories(session, pipeline_no), now)
    open_stages = tuple(each.stage_no for each in stages_.of_workspace(session).open_of(pipeline_no))
    months = months_at(calendar.day(now))
    starts = [*months.behind, *months.ahead]
    bounds = [calendar.at(day, time(0)) for day in (*starts, months.after)]
    just_after = now + timedelta(microseconds=1)
    won = won_between(session, pipeline_no, [min(each, just_after) for each in bounds], starts)
    open_deals = [each for each in known if each.is_open and each.steps and each.steps[-1].stage_no in open_stages]
    model = learning.learn(known, _as_of(session.connection, w, known_no, calendar, now), open_stages)
    made = forecasting.forecast(
        model,
        open_deals,
        bounds[len(months.behind) + 1 :],
        [_sum_of(won, first) for first in months.ahead],
        workspace_no=w,
        before=_sum_of(won, months.behind[-1]),
    )
    growth = {currency: factor for currency, factor in amounts.growth(model.won).items() if factor != 1.0}
    return _LookAhead(months, won, open_deals, growth, made)


def _histories(session: Session, pipeline_no: int) -> list[History]:
    stages = stages_.of_workspace(session)
    outcomes = {StageKind.WON: Outcome.WON, StageKind.LOST: Outcome.LOST}
    kinds = {each.stage_no: outcomes.get(each.kind) for each in stages.all}
    return histories(session.connection, session.by.workspace_no, pipeline_no, kinds.get, stages.in_use)


def alike_of(session: Session, figures: Figures, part: DealShare) -> tuple[Stand | None, Alike | None]:
    """Where an open deal stood when the figures were made, and what became in that month's time of deals that stood so.

    None where the deal's history is not known.
    """
    known = _histories(session, figures.pipeline_no)
    stood = next((stand(each, figures.made_at) for each in known if each.deal_no == part.deal_no), None)
    if stood is None:
        return None, None
    calendar = settings.of_workspace(session).calendar
    begins, ends = (calendar.at(day, time(0)) for day in (part.month, following_month(part.month)))
    after = max(timedelta(0), begins - figures.made_at)
    return stood, alike(known, stood, figures.made_at, after, ends - figures.made_at)


def since_monday(
    session: Session, pipeline_no: int, today: date, month: Month, parts: Sequence[DealShare]
) -> Bridge | None:
    """Why a month's sum differs from that in the last Monday post before today; None where none told of the month."""
    posted = snapshot.last_monday(session, pipeline_no, today, month.first)
    if posted is None:
        return None
    there = {part.deal_no for part in parts if part.month == month.first}
    missing = [part.deal_no for part in posted[2] if part.deal_no not in there]
    stages = stages_.of_workspace(session)
    order = {each.stage_no: place for place, each in enumerate(stages.of(pipeline_no))}
    return bridge(
        posted, (month, parts), _lost(session, pipeline_no, missing), lambda no: order.get(stages.in_use(no), -1)
    )


def _lost(session: Session, pipeline_no: int, deals: Sequence[int]) -> set[int]:
    """Those of the deals that are lost."""
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no}
    return {no for nos in portions(deals) for no in session.connection.scalars(_LOST, {**values, "nos": nos})}


def _as_of(connection: Connection, w: int, known_no: int, calendar: Calendar, now: datetime) -> datetime:
    """The moment of which the forecast is: the beginning of the day, or the newest event if that is later.

    It does not move with the clock, so asking twice gives the same figures.
    """
    begun = calendar.at(calendar.day(now), time(0))
    recorded = connection.execute(_RECORDED_AT, {"w": w, "no": known_no}).scalar()
    return recorded if recorded is not None and begun < recorded <= now else begun


def _sum_of(won: Iterable[DealShare], first: date) -> WonSoFar:
    mine = [part for part in won if part.month == first]
    return WonSoFar(len(mine), tuple(total(part.amount for part in mine if part.amount is not None).values()))


def _open_parts(session: Session, found: _LookAhead, standing: Mapping[int, OpenStanding]) -> Iterator[DealShare]:
    currency = settings.of_workspace(session).currency
    stage_of = {each.deal_no: each.steps[-1].stage_no for each in found.open_deals}
    for part in found.made.parts:
        at_win = grown(part.amount, found.growth)
        stands = standing.get(part.deal_no)
        for n, first in enumerate(found.months.ahead):
            money = part.money[n]
            yield DealShare(
                deal_no=part.deal_no,
                month=first,
                stage_no=stage_of[part.deal_no],
                last_no=part.last_no,
                chance=part.chances[n],
                amount=part.amount,
                currency=part.amount.currency if part.amount else currency,
                expected=money.minor if money else 0,
                at_win=at_win if at_win != part.amount else None,
                close_day=stands.close_day if stands is not None else None,
                is_ours=stands.is_ours if stands is not None else None,
            )


def _month(session: Session, made: Forecast, n: int, first: date) -> Month:
    period, new, total_ = made.periods[n], made.new[n], made.total_of(n)
    known = {each.expected.currency for each in period.money}
    sums = [
        _in_one_currency(each, _amount_in(period.won.money, currency), _amount_in(new.money, currency))
        for each in total_.money
        if (currency := each.expected.currency) in known or each.expected.minor
    ]
    return Month(
        first=first,
        won_count=period.won.count,
        wins=total_.wins.expected,
        wins_low=total_.wins.low,
        wins_high=total_.wins.high,
        money=_in_order(session, sums),
        new_wins=new.wins,
    )


def _in_order(session: Session, sums: Sequence[MonthSum]) -> tuple[MonthSum, ...]:
    """The workspace's own currency first; a sum of nothing in it where there is no sum at all."""
    nothing = Money(0, settings.of_workspace(session).currency)
    return tuple(home_currency_first(session, sums, lambda each: each.expected.currency)) or (
        MonthSum(nothing, nothing, nothing, nothing),
    )


def _quarter(
    session: Session, made: Forecast, months: MonthsAhead, told: Sequence[Month], won: Sequence[DealShare]
) -> Month:
    """The sum of the quarter: what was won in its months before this one, and the months of it that lie ahead.

    Its range is that of the drawn futures of all those months together.
    """
    mine = [n for n, first in enumerate(months.ahead) if quarter_of(first) == months.quarter]
    earlier = [part for part in won if months.quarter <= part.month < months.ahead[0]]
    before = total(part.amount for part in earlier if part.amount is not None)
    drawn = made.draws_of(mine[0])
    for n in mine[1:]:
        drawn = drawn.and_those(made.draws_of(n))
    drawn = drawn.plus(len(earlier), {currency: float(each.minor) for currency, each in before.items()})
    sums: list[MonthSum] = []
    for currency in sorted({each.expected.currency for n in mine for each in told[n].money} | before.keys()):
        nothing = Money(0, currency)
        there = [each for n in mine if (each := told[n].sum_in(currency)) is not None]
        already = sum((each.won for each in there), before.get(currency, nothing))
        to_come = sum((each.to_come for each in there), nothing)
        expected = sum((each.from_open for each in there), already + to_come)
        low, high = (Money(minor, currency) for minor in drawn.range_in(currency))
        sums.append(MonthSum(expected, *rounded_range(low, expected, high, already), already, to_come))
    low, high = drawn.range()
    return Month(
        first=months.quarter,
        won_count=len(earlier) + sum(told[n].won_count for n in mine),
        wins=len(earlier) + sum(told[n].wins for n in mine),
        wins_low=low,
        wins_high=high,
        money=_in_order(session, sums),
        new_wins=sum(told[n].new_wins for n in mine),
    )


def _in_one_currency(each: Sum, won: Money, to_come: Money) -> MonthSum:
    low, high = rounded_range(each.low, each.expected, each.high, won)
    return MonthSum(each.expected, low, high, won, to_come)


def rounded_range(low: Money, expected: Money, high: Money, won: Money) -> tuple[Money, Money]:
    """Round a range outwards to two significant figures, or three where the first is a 1.

    The rounded range contains `expected` and never goes below `won`. Where `high` is not above `won`, nothing more is
    won nine times in ten; both ends are then `won`.
    """
    if high.minor <= won.minor:
        return won, won
    top, bottom = max(high.minor, expected.minor), min(low.minor, expected.minor)
    figures = str(top)
    unit = max(10**high.digits, 10 ** (len(figures) - (3 if figures[0] == "1" else 2)))
    return (
        Money(max(won.minor, bottom // unit * unit), won.currency),
        Money(-(-top // unit) * unit, won.currency),
    )


def _amount_in(money: Iterable[Money], currency: str) -> Money:
    return next((each for each in money if each.currency == currency), Money(0, currency))
