"""The rules of every change to a deal: pure, given the deal, its stages and what the person asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipeline import errors
from pipeline.deals.access import DealAccess, Entered
from pipeline.deals.events import Lost, LostKind, Moved, SaidBy, SourceKind, Won
from pipeline.deals.projection import DealState
from pipeline.fields.values import OwnValue
from pipeline.money import Money
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState
from pipeline.stages.stages import Stages

JUST_NOW = timedelta(minutes=2)  # within which the same person's second move without a named stage asks
ALSO_LIMIT = 300  # characters of what else was promised
TEXT_LIMIT = 3000  # characters of a note, a reason or a step: what a form's field takes
LONGEST = timedelta(days=550)  # the farthest that a day may be which is still to come
CLOSE_LONGEST = timedelta(days=3653)  # the farthest that a deal may be expected to be won: ten years
JUMP = 100  # how many times larger or smaller an amount becomes when it is asked about
AMOUNT_LIMIT = 10**15  # minor units: beyond any deal, within any database's integer


@dataclass(frozen=True, slots=True)
class Expected:
    """What a button showed when it was pressed: the stay, and the stage it would move the deal to."""

    stay: int
    to_stage: int | None = None


FieldValue = Money | date | str | OwnValue
"""What a person gives in a form's field."""


STEP_DAY = "step_day"  # in `Given.others`, the day of the step that is given for the requirement "step"
_NAMED = ("amount", "promised_day", "reason")  # tokens of the requirements that have a name of their own in Given


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave with a change; none: not given. `others` has what else was given, by the requirement.

    `won_on` is the day of a win. `meant_amount` is an amount that the person was asked about and gives again. `reason`
    has the words of why a deal was lost, beside `lost_kind`; `returns` is a day of the month in which to come back.
    `also` is what else was promised with a win, and `source_kind` where the deal came from: where that is not known
    yet, or, with a `source_name` (which may be empty), in place of what is known. `lost_option` and `source_option` are
    entries of the team's own, by their numbers.
    """

    amount: Money | None = None
    promised_day: date | None = None
    reason: str | None = None
    note: str | None = None
    won_on: date | None = None
    meant_amount: Money | None = None
    lost_kind: LostKind | None = None
    lost_option: int | None = None
    said_by: SaidBy | None = None
    returns: date | None = None
    also: str | None = None
    source_kind: SourceKind | None = None
    source_option: int | None = None
    source_name: str | None = None
    others: Mapping[str, FieldValue] = field(default_factory=dict[str, FieldValue])

    @classmethod
    def of(cls, values: Mapping[str, FieldValue], note: str | None) -> Given:
        """What was given by the requirements' tokens, in a form or elsewhere."""
        amount, day, reason = (values.get(token) for token in _NAMED)
        return cls(
            amount=amount if isinstance(amount, Money) else None,
            promised_day=day if isinstance(day, date) else None,
            reason=reason if isinstance(reason, str) else None,
            note=note,
            others={token: value for token, value in values.items() if token not in _NAMED},
        )


NOTHING = Given()


def typed(text: str) -> str:
    """Longer text as it is kept: without control characters, within the limit."""
    kept = "".join(each for each in text if each == "\n" or each.isprintable()).strip()
    if len(kept) > TEXT_LIMIT:
        raise errors.TooLong(limit=TEXT_LIMIT)
    return kept


def also_typed(text: str) -> str:
    """What else was promised as it is kept: in one line. Raises TooLong."""
    kept = " ".join(typed(text).split())
    if len(kept) > ALSO_LIMIT:
        raise errors.TooLong(limit=ALSO_LIMIT)
    return kept


def require_open(deal: DealState) -> None:
    """Refuse a closed deal."""
    if deal.state is not StageKind.OPEN:
        raise errors.DealClosed(deal=deal.deal_no, stage=deal.stage_no)


def require_closed(deal: DealState) -> None:
    """Refuse an open deal."""
    if deal.state is StageKind.OPEN:
        raise errors.OpenAlready(deal=deal.deal_no)


def next_stage(deal: DealState, stages: Stages) -> StageState:
    """Where `advance` without a named stage leads."""
    require_open(deal)
    following = stages.after(deal.stage_no)
    if following is None:
        raise errors.NoSuchStage(stage=deal.stage_no)
    return following


def earlier_stage(deal: DealState, entered: Entered, stages: Stages) -> StageState:
    """Where `back` leads: from an open stage the one before; from a closed one the stage it was closed in."""
    if deal.state is not StageKind.OPEN:
        was = entered.data
        closed_in = stages.by_no(stages.in_use(was.from_stage)) if isinstance(was, Won | Lost) else None
        return closed_in if closed_in is not None and closed_in.is_open else stages.first(deal.pipeline_no)
    earlier = stages.before(deal.stage_no)
    if earlier is None:
        raise errors.FirstStage(deal=deal.deal_no, stage=deal.stage_no)
    return earlier


def named_stage(deal: DealState, stages: Stages, stage_no: int) -> StageState:
    """A stage named by the person: of this pipeline, in use, and another than now."""
    stage = stages.by_no(stage_no)
    if stage.pipeline_no != deal.pipeline_no or stage.retired_for is not None:
        raise errors.NoSuchStage(stage=stage_no)
    if stage.stage_no == deal.stage_no:
        raise errors.AlreadyThere(deal=deal.deal_no, stage=stage_no)
    return stage


def named_earlier(deal: DealState, stages: Stages, stage_no: int) -> StageState:
    """An earlier open stage, named by the person."""
    stage = named_stage(deal, stages, stage_no)
    if not stage.is_open or (deal.state is StageKind.OPEN and stage.position > stages.by_no(deal.stage_no).position):
        raise errors.NotEarlier(deal=deal.deal_no, stage=deal.stage_no, to=stage_no)
    return stage


def check_amount(amount: Money | None) -> None:
    """Refuse an amount of nothing or less, or beyond what is kept."""
    if amount is not None and amount.minor <= 0:
        raise errors.NotAboveZero
    if amount is not None and amount.minor > AMOUNT_LIMIT:
        raise errors.TooBig(limit=Money(AMOUNT_LIMIT, amount.currency))


def ask_if_amount_jumps(deal: DealState, given: Given, to: StageState) -> None:
    """Ask before an amount becomes a hundred times larger or smaller than the known one, unless it was asked before."""
    ask_if_jumps(deal, given.amount, given.meant_amount, to.stage_no)


def ask_if_jumps(deal: DealState, after: Money | None, meant: Money | None, stage_no: int) -> None:
    """Ask before an amount becomes a hundred times larger or smaller than the known one, unless it is `meant`."""
    known = deal.amount
    if after is None or not known or after.currency != deal.currency or after.minor <= 0:
        return
    if known < JUMP * after.minor and after.minor < JUMP * known:
        return
    if after == meant:
        return
    before = Money(known, deal.currency)
    raise errors.AmountJumps(deal=deal.deal_no, to=stage_no, stay=deal.stay, before=before, after=after)


def check_coming(deal: DealState, day: date | None, today: date, field: str | None = None) -> None:
    """Refuse a day gone by, or years away."""
    if day is not None and day < today:
        raise errors.DayGone(deal=deal.deal_no, day=day, field=field)
    if day is not None and day - today > LONGEST:
        raise errors.DayTooFar(deal=deal.deal_no, day=day, field=field)


def check_close_day(day: date | None, today: date, field: str | None = None) -> None:
    """Refuse to expect a win on a day gone by, or more than ten years from now."""
    if day is not None and day < today:
        raise errors.DayGone(day=day, field=field)
    if day is not None and day - today > CLOSE_LONGEST:
        raise errors.DayTooFar(day=day, field=field)


def ask_if_just_moved(at: DealAccess, stages: Stages, to: StageState, now: datetime) -> None:
    """Ask before one person's second move of a deal the same way, without a named stage, within two minutes."""
    if at.entered.by != at.rights.member_no or now - at.entered.at >= JUST_NOW:
        return
    entered = at.entered.data
    if not isinstance(entered, Moved):
        return
    here = stages.by_no(entered.stage_no).position
    onward = here > stages.by_no(entered.from_stage).position
    if onward == (to.position > here):
        deal = at.deal
        raise errors.MovedJustNow(
            deal=deal.deal_no,
            stage=deal.stage_no,
            next=to.stage_no,
            stay=deal.stay,
            seconds=_seconds(now - at.entered.at),
        )


def _seconds(span: timedelta) -> int:
    return max(1, round(span.total_seconds()))


def check_expected(
    deal: DealState,
    entered: Entered,
    expected: Expected | None,
    stale: type[errors.StaleButton] = errors.StaleButton,
) -> None:
    """Refuse a press on a picture of an earlier stay; `stale` says what is not done."""
    if expected is not None and expected.stay != deal.stay:
        raise stale(deal=deal.deal_no, stage=deal.stage_no, who=entered.by, at=entered.at)
