"""Editing a deal (`/deal edit`): what it says of itself is put right in one change, which is undone whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final, TypeVar

from pipeline import edit_errors
from pipeline.calendars import Calendar
from pipeline.customers import customers
from pipeline.deals import change, needs, own_values, requirements
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.backdate import Backdated, check_won_on, correct_entry, correct_win, newest_entry, next_entry
from pipeline.deals.change import a_deal
from pipeline.deals.choices import ListName, require_there
from pipeline.deals.delivery_events import AlsoPromised
from pipeline.deals.events import (
    DEAL,
    AmountSet,
    CloseDaySet,
    CustomerSet,
    DeliveryPromised,
    LostExplained,
    Renamed,
    SourceSet,
)
from pipeline.deals.fields import EditableFields, LostReason, Source, customer_name, fields_of
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.transfer import take_to
from pipeline.fields.values import OwnValue, OwnValues
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import EventData
from pipeline.ledger.fold import known_at
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealEdited
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage import schema


class AsItIs(Enum):
    """A field that stays as it is, where None says that its value is taken away."""

    AS_IT_IS = "as it is"


AS_IT_IS: Final = AsItIs.AS_IT_IS
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StageEntry:
    """The deal entered that stage on `day`; without a stage it was lost then."""

    stage_no: int | None
    day: date


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants a deal to say of itself; what is not given stays as it is.

    A `name` of "" is the customer's, and `needs` are all that the deal is to have. `own` has what is given for the
    team's own fields. `meant_amount` is an amount that the person was asked about and gives again.
    `seen` is the deal's newest event when its fields were shown in a form: what the person left as it was shown is no
    wish, though somebody else has changed it since.
    """

    customer: str | AsItIs = AS_IT_IS
    name: str | AsItIs = AS_IT_IS
    amount: Money | AsItIs | None = AS_IT_IS
    close_day: date | AsItIs | None = AS_IT_IS
    source: Source | AsItIs = AS_IT_IS
    won_on: date | AsItIs = AS_IT_IS
    entered: StageEntry | AsItIs = AS_IT_IS
    promised_day: date | AsItIs | None = AS_IT_IS
    lost: LostReason | AsItIs = AS_IT_IS
    needs: tuple[str, ...] | AsItIs = AS_IT_IS
    also: str | AsItIs = AS_IT_IS
    pipeline: int | AsItIs = AS_IT_IS
    own: OwnValues = field(default_factory=dict[int, OwnValue])
    meant_amount: Money | None = None
    note: str | None = None
    seen: int | None = None


def edit(ledger: Ledger, by: By, deal_no: int, wish: Edit) -> CommitOutcome:
    """Let a deal, open or closed, say what is wished, and note; the answer says when all of it was so already.

    A deal without a name of its own is called by its new customer. Raises AmountJumps before the amount becomes a
    hundred times larger or smaller; NotWon, NotLost, AmountNeeded, PromisedBeforeWin, SameCustomer, NeverInStage,
    EntryAhead, EntryAfterNext; where it goes to another pipeline what `transfer` raises; and for what was given
    NeedTooLong, TooManyNeeds, EmptyName, TooLong, NotAboveZero, TooBig, DayGone, DayTooFar, WonAhead, WonLongAgo,
    ChoiceGone, FieldGone.
    """

    def decide(work: UnitOfWork) -> DealEdited:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        now = fields_of(work, deal)
        wanted = only_changes(_checked(deal, wish), now, _as_shown(work, deal, wish.seen) or now)
        corrected = _correct_day(work, deal, wanted)
        edited = _apply(work, corrected.deal if corrected is not None else deal, wanted, now)
        edited = change.note(work, edited, wish.note)
        edited = _transferred(work, edited, wanted)
        if corrected is not None:
            corrected.void_old(work)
        return DealEdited(deal=deal_no, stay=edited.stay, change=work.change_no if work.has_effect else None)

    return ledger.commit(by, decide)


def only_changes(wish: Edit, now: EditableFields, shown: EditableFields) -> Edit:
    """Return the wish without what was only left as it was shown, and without what is so already: pure."""

    def kept(wished: T | AsItIs, as_shown: T, as_now: T) -> T | AsItIs:
        return AS_IT_IS if wished in (as_shown, as_now) else wished

    return replace(
        wish,
        customer=kept(wish.customer, shown.customer, now.customer),
        name=kept(wish.name, shown.name, now.name),
        amount=kept(wish.amount, shown.amount, now.amount),
        close_day=kept(wish.close_day, shown.close_day, now.close_day),
        source=kept(wish.source, shown.source, now.source),
        won_on=AS_IT_IS if wish.won_on == now.won_on else wish.won_on,
        promised_day=kept(wish.promised_day, shown.promised_day, now.promised_day),
        lost=AS_IT_IS if wish.lost in (shown.lost, now.lost) else wish.lost,
        needs=_other_needs(wish.needs, shown, now),
        also=kept(wish.also, shown.also, now.also),
        pipeline=kept(wish.pipeline, shown.pipeline_no, now.pipeline_no),
        own=own_values.only_changes(wish.own, shown.own, now.own),
    )


def _other_needs(
    wished: tuple[str, ...] | AsItIs, shown: EditableFields, now: EditableFields
) -> tuple[str, ...] | AsItIs:
    if isinstance(wished, AsItIs):
        return AS_IT_IS
    wanted = needs.wanted_needs(shown.needs, wished, now.needs)
    return AS_IT_IS if wanted == now.needs else wanted


def _checked(deal: DealState, wish: Edit) -> Edit:
    """The wish with its texts as they are kept. Refuses what is told of a win, or of a loss, that was none."""
    of_win = (wish.won_on, wish.promised_day, wish.also)
    if deal.state is not StageKind.WON and any(each is not AS_IT_IS for each in of_win):
        raise edit_errors.NotWon(deal=deal.deal_no)
    is_of_loss = wish.lost is not AS_IT_IS or (isinstance(wish.entered, StageEntry) and wish.entered.stage_no is None)
    if deal.state is not StageKind.LOST and is_of_loss:
        raise edit_errors.NotLost(deal=deal.deal_no)
    customer, name, source, lost = wish.customer, wish.name, wish.source, wish.lost
    return replace(
        wish,
        customer=customer if isinstance(customer, AsItIs) else customers.clean(customer),
        name=customers.clean(name) if isinstance(name, str) and name.strip() else name,
        source=source if isinstance(source, AsItIs) else replace(source, words=rules.typed(source.words)),
        lost=lost if isinstance(lost, AsItIs) else replace(lost, words=rules.typed(lost.words)),
        also=wish.also if isinstance(wish.also, AsItIs) else rules.also_typed(wish.also),
        needs=wish.needs if isinstance(wish.needs, AsItIs) else tuple(map(needs.cleaned, wish.needs)),
    )


def _as_shown(work: UnitOfWork, deal: DealState, seen: int | None) -> EditableFields | None:
    """The fields as a form showed them when the deal's newest event was that one; None where it showed none."""
    if seen is None or seen >= deal.last_no:
        return None
    history = history_of(work, (DEAL, deal.deal_no))
    then = known_at(DEALS, history, seen)
    if not isinstance(then.state, DealState):
        return None
    own = own_values.values_known(work, then.part("value"))
    return fields_of(work, then.state, needs.needs_known_at(work, history, seen), own)


def _correct_day(work: UnitOfWork, deal: DealState, wanted: Edit) -> Backdated | None:
    """Bring the win, or the entry into a stage, to another day where that is wanted."""
    calendar, day = settings.of_workspace(work).calendar, wanted.won_on
    if isinstance(wanted.entered, StageEntry):
        return _correct_entry(work, deal, wanted.entered, calendar)
    if isinstance(day, AsItIs):
        return None
    check_won_on(deal.deal_no, day, calendar.day(work.now))
    return correct_win(work, deal, day, calendar)


def _correct_entry(work: UnitOfWork, deal: DealState, wanted: StageEntry, calendar: Calendar) -> Backdated | None:
    """Bring the entry into a stage to another day; None where it was on that day already."""
    stage_no = deal.stage_no if wanted.stage_no is None else wanted.stage_no
    history = history_of(work, (DEAL, deal.deal_no))
    entered = newest_entry(history, stage_no)
    if entered is None:
        raise edit_errors.NeverInStage(deal=deal.deal_no, stage=stage_no)
    if wanted.day > calendar.day(work.now):
        raise edit_errors.EntryAhead(deal=deal.deal_no, day=wanted.day)
    check_won_on(deal.deal_no, wanted.day, calendar.day(work.now))
    following = next_entry(history, entered)
    if following is not None and calendar.day(following.happened_at) < wanted.day:
        stage = getattr(following.data, "stage_no", stage_no)
        raise edit_errors.EntryAfterNext(deal=deal.deal_no, day=wanted.day, stage=stage)
    if calendar.day(entered.happened_at) == wanted.day:
        return None
    return correct_entry(work, deal, entered, wanted.day, calendar)


def _apply(work: UnitOfWork, deal: DealState, wanted: Edit, now: EditableFields) -> DealState:
    """Append an event for each field that is wanted otherwise."""
    deal = own_values.set_values(work, _set_names(work, deal, wanted, now), wanted.own)
    deal = _set_amount(work, deal, wanted)
    today = settings.of_workspace(work).calendar.day(work.now)
    if not isinstance(wanted.close_day, AsItIs):
        rules.check_close_day(wanted.close_day, today)
        deal = _append(work, deal, CloseDaySet(close_day=wanted.close_day))
    if not isinstance(wanted.source, AsItIs):
        deal = _append(work, deal, _came_from(work, deal, wanted.source))
    if not isinstance(wanted.promised_day, AsItIs):
        _check_promise(work, deal, wanted.promised_day, today)
        deal = _append(work, deal, DeliveryPromised(day=wanted.promised_day))
    if not isinstance(wanted.also, AsItIs):
        deal = _append(work, deal, AlsoPromised(words=_words(work, deal, wanted.also)))
    if not isinstance(wanted.lost, AsItIs):
        deal = _append(work, deal, _explained(work, deal, wanted.lost))
    return deal if isinstance(wanted.needs, AsItIs) else needs.set_needs(work, deal, wanted.needs)


def _transferred(work: UnitOfWork, deal: DealState, wanted: Edit) -> DealState:
    """The deal in the wanted pipeline, judged with what else was edited."""
    if isinstance(wanted.pipeline, AsItIs):
        return deal
    take_to(work, deal, wanted.pipeline)
    return deal_access(work, deal.deal_no, Act.SEE).deal


def _set_names(work: UnitOfWork, deal: DealState, wanted: Edit, now: EditableFields) -> DealState:
    """The deal of the wanted customer and name; one without a name of its own takes that of its customer."""
    called = now.customer
    if not isinstance(wanted.customer, AsItIs):
        customer_no = customers.find_or_add(work, wanted.customer)
        if customer_no == deal.customer_no:
            raise edit_errors.SameCustomer(deal=deal.deal_no)
        deal = _append(work, deal, CustomerSet(customer_no=customer_no))
        called = customer_name(work, customer_no) or wanted.customer
    name = now.name if isinstance(wanted.name, AsItIs) else wanted.name
    is_same = isinstance(wanted.name, AsItIs) and (name or called == now.customer)
    if is_same or (name.casefold() == called.casefold() and called == now.customer and not now.name):
        return deal
    return _append(work, deal, Renamed(name=work.text(schema.name, DEAL, deal.deal_no, name or called)))


def _set_amount(work: UnitOfWork, deal: DealState, wanted: Edit) -> DealState:
    amount = wanted.amount
    if isinstance(amount, AsItIs):
        return deal
    if amount is not None:
        rules.check_amount(amount)
        rules.ask_if_jumps(deal, amount, wanted.meant_amount, deal.stage_no)
        return change.set_amount(work, deal, amount)
    stage = stages_.of_workspace(work).by_no(deal.stage_no)
    if requirements.AMOUNT in requirements.of_stage(stage):
        raise edit_errors.AmountNeeded(deal=deal.deal_no, stage=deal.stage_no)
    return _append(work, deal, AmountSet(amount=None, currency=deal.currency))


def _check_promise(work: UnitOfWork, deal: DealState, day: date | None, today: date) -> None:
    """Refuse a promise for a day before the win, or years away: a promise of a day gone by may be put right, too."""
    if day is None:
        return
    if day < settings.of_workspace(work).calendar.day(deal.stay_at):
        raise edit_errors.PromisedBeforeWin(deal=deal.deal_no, day=day)
    if day > today:
        rules.check_coming(deal, day, today)


def _came_from(work: UnitOfWork, deal: DealState, source: Source) -> SourceSet:
    require_there(work, ListName.SOURCE, source.kind, source.option)
    words = _words(work, deal, source.words)
    return SourceSet(source_kind=source.kind, source_option=source.option, source=words)


def _explained(work: UnitOfWork, deal: DealState, lost: LostReason) -> LostExplained:
    require_there(work, ListName.LOST, lost.kind, lost.option)
    return LostExplained(
        reason=_words(work, deal, lost.words),
        lost_kind=lost.kind,
        lost_option=lost.option,
        said_by=lost.said_by,
        returns=lost.returns,
    )


def _words(work: UnitOfWork, deal: DealState, text: str) -> int | None:
    return work.text(schema.words, DEAL, deal.deal_no, text) if text else None


def _append(work: UnitOfWork, deal: DealState, data: EventData) -> DealState:
    return a_deal(work.append(data, deal.deal_no, deal)[1])
