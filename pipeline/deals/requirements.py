"""What a stage may require of a deal: one object per requirement, which rules, forms, refusals and undo all ask.

To add a requirement, write one more `register` call here, and its words into the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, bindparam, select

from pipeline import errors
from pipeline.deals.change import a_deal, set_amount
from pipeline.deals.deal import NOTHING, STEP_DAY, Given, ask_if_amount_jumps, check_close_day, check_coming, typed
from pipeline.deals.events import DEAL, CloseDaySet, StepEnd, StepSet
from pipeline.deals.needs import LONGEST, cleaned, needs_of, set_needs
from pipeline.deals.own_values import only_changes, set_values, text_kept, values_of
from pipeline.deals.projection import DealState
from pipeline.deals.tables import need, offer, value
from pipeline.fields import fields
from pipeline.fields.values import NOTHING as NO_VALUE
from pipeline.fields.values import OwnValue
from pipeline.ledger.session import Session
from pipeline.ledger.subject import keys_after
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import settings
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState
from pipeline.storage import schema

OWN_FIELD = "field."
"""What begins the token of a field of the team's own; its number follows."""


class InputKind(Enum):
    """What a person gives in a form's field."""

    MONEY = "an amount of money"
    DAY = "a day"
    LOST_REASON = "why a deal was lost: a kind, and words beside it"
    TEXT = "a short text"
    STEP = "what is done next, and on which day"
    OWN = "a value of a field of the team's own, whose type says how it is asked"


@dataclass(frozen=True, slots=True)
class FormField:
    """The field in which a form asks for something: `label` is a message key, `longest` how long a text may be."""

    kind: InputKind
    label: str
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class JudgedDeal:
    """A deal as a requirement judges it.

    Its row, whether it has any row of a part, such as its needs, and whether a value in a field of the team's own.
    """

    deal: DealState
    has: Callable[[Table], bool]
    has_value: Callable[[int], bool] = lambda _field_no: False


def judged(session: Session, deal: DealState) -> JudgedDeal:
    """A deal that is about to enter a stage, with what the same change did to it so far.

    Its parts are read only where a requirement asks for them.
    """
    numbers = {"w": session.by.workspace_no, "deal_no": deal.deal_no}
    changed = session.effects if isinstance(session, UnitOfWork) else ()
    effects = [effect for key, effect in changed if key == (DEAL, deal.deal_no)]

    def keys(part: Table) -> set[tuple[Any, ...]]:
        columns = [column for column in part.primary_key if column.name != "workspace_no"]
        there = select(*columns).where(part.c.workspace_no == bindparam("w"), part.c.deal_no == bindparam("deal_no"))
        return keys_after(part, (tuple(row) for row in session.connection.execute(there, numbers)), effects)

    return JudgedDeal(deal, lambda part: bool(keys(part)), lambda no: (deal.deal_no, no) in keys(value))


def _recorded_elsewhere(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    """Record nothing: the event that lets the deal enter the stage carries what was given."""
    return deal


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a stage may require of a deal that enters it.

    `token` is what a stage and a waiting message store, so it is never renamed; the form's field has this name, too.
    `field` is None for what has a form of its own, the one of the word that is called like the token. `missing` is the
    message key of what a sentence about missing things calls it. `kinds` are those of the stages in which a deal can
    meet it. `is_met` judges a deal that is about to enter the stage, with what the person gave; `still_met` a deal that
    stands there after an undo. `record` appends what was given to the ledger, before the deal enters the stage, and
    returns the deal as it is then.
    """

    token: str
    field: FormField | None
    missing: str
    is_met: Callable[[JudgedDeal, Given], bool]
    still_met: Callable[[JudgedDeal], bool]
    record: Callable[[UnitOfWork, DealState, Given], DealState] = _recorded_elsewhere
    kinds: frozenset[StageKind] = frozenset({StageKind.OPEN, StageKind.WON})


_registered: dict[str, Requirement] = {}
REGISTERED: Mapping[str, Requirement] = MappingProxyType(_registered)
"""Every requirement by its token, in the order in which forms and sentences name them."""


def register(requirement: Requirement) -> Requirement:
    """Make a requirement known under its token. Raises ValueError when another one has that token."""
    if _registered.setdefault(requirement.token, requirement) is not requirement:
        raise ValueError(f"two requirements have the token {requirement.token}")
    return requirement


AMOUNT = register(
    Requirement(
        token="amount",
        field=FormField(InputKind.MONEY, "amount"),
        missing="field_amount",
        is_met=lambda it, given: given.amount is not None or bool(it.deal.amount),  # zero, of an import, is no amount
        still_met=lambda it: it.deal.amount is not None or it.deal.state is StageKind.LOST,
        record=lambda work, deal, given: set_amount(work, deal, given.amount),
    )
)
PROMISED_DAY = register(
    Requirement(
        token="promised_day",
        field=FormField(InputKind.DAY, "promised_day"),
        missing="field_promised_day",
        kinds=frozenset({StageKind.WON}),
        is_met=lambda _it, given: given.promised_day is not None,
        still_met=lambda _it: True,  # it comes and goes with the win; an imported win has none
    )
)
REASON = register(
    Requirement(
        token="reason",
        field=FormField(InputKind.LOST_REASON, "reason"),
        missing="field_reason",
        kinds=frozenset({StageKind.LOST}),
        is_met=lambda _it, given: given.lost_kind is not None or bool(typed(given.reason or "")),
        still_met=lambda _it: True,  # it comes and goes with the loss; an imported loss has none
    )
)


def _record_close_day(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    day = given.others.get("close_day")
    if not isinstance(day, date) or day == deal.close_day:
        return deal
    check_close_day(day, settings.of_workspace(work).calendar.day(work.now), "close_day")
    return a_deal(work.append(CloseDaySet(close_day=day), deal.deal_no, deal)[1])


def _step_given(given: Given) -> tuple[str, date] | None:
    """The next step that was given with its day; None where either is lacking."""
    text, day = given.others.get("step"), given.others.get(STEP_DAY)
    if not isinstance(text, str) or not isinstance(day, date) or not typed(text):
        return None
    return typed(text), day


def _record_step(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    step = _step_given(given)
    if step is None:
        return deal
    text, day = step
    check_coming(deal, day, settings.of_workspace(work).calendar.day(work.now), STEP_DAY)
    no = work.text(schema.words, DEAL, deal.deal_no, text)
    ended = StepEnd.REPLACED if deal.step is not None else None
    return a_deal(work.append(StepSet(step=no, step_day=day, ended=ended), deal.deal_no, deal)[1])


def _need_given(given: Given) -> str:
    text = given.others.get("need")
    return cleaned(text) if isinstance(text, str) else ""


def _record_need(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    text = _need_given(given)
    if not text:
        return deal
    there = [each.text for each in needs_of(work, deal.deal_no)]
    is_known = text.casefold() in {each.casefold() for each in there}
    return deal if is_known else set_needs(work, deal, [*there, text])


CLOSE_DAY = register(
    Requirement(
        token="close_day",
        kinds=frozenset({StageKind.OPEN}),
        field=FormField(InputKind.DAY, "close_day"),
        missing="field_close_day",
        is_met=lambda it, given: it.deal.close_day is not None or "close_day" in given.others,
        still_met=lambda it: it.deal.close_day is not None,
        record=_record_close_day,
    )
)
STEP = register(
    Requirement(
        token="step",
        kinds=frozenset({StageKind.OPEN}),
        field=FormField(InputKind.STEP, "step"),
        missing="field_step",
        is_met=lambda it, given: it.deal.step is not None or _step_given(given) is not None,
        still_met=lambda it: it.deal.step is not None,
        record=_record_step,
    )
)
NEED = register(
    Requirement(
        token="need",
        field=FormField(InputKind.TEXT, "need_label", LONGEST),
        missing="field_need",
        is_met=lambda it, given: bool(_need_given(given)) or it.has(need),
        still_met=lambda it: it.has(need),
        record=_record_need,
    )
)
OFFER = register(
    Requirement(
        token="offer",
        field=None,
        missing="field_offer",
        is_met=lambda it, _given: it.has(offer),
        still_met=lambda it: it.has(offer),
    )
)
TOUCH = register(
    Requirement(
        token="touch",
        field=None,
        missing="field_touch",
        is_met=lambda it, _given: _was_in_touch(it.deal),
        still_met=lambda it: _was_in_touch(it.deal),
    )
)


def _was_in_touch(deal: DealState) -> bool:
    """Whether we were in touch with the customer, tried to, or sent them an offer."""
    return deal.last_out is not None or deal.last_in is not None


def own_field_no(token: str) -> int | None:
    """The number of the field of the team's own that a token names; None for any other token."""
    number = token.removeprefix(OWN_FIELD)
    return int(number) if number != token and number.isascii() and number.isdigit() and len(number) <= 15 else None


def is_known(token: str) -> bool:
    """Whether a requirement has this token; each field of the team's own has one."""
    return token in _registered or own_field_no(token) is not None


def of_own_field(field_no: int) -> Requirement:
    """The requirement that a deal has a value in a field of the team's own.

    An undo may take the value off again, as the form of the deal itself may.
    """
    token = f"{OWN_FIELD}{field_no}"
    return Requirement(
        token=token,
        field=FormField(InputKind.OWN, "field_own"),
        missing="field_own",
        is_met=lambda it, given: it.has_value(field_no) or _own_given(given, token) is not None,
        still_met=lambda _it: True,
        record=lambda work, deal, given: _record_own(work, deal, field_no, _own_given(given, token)),
        kinds=frozenset(StageKind),
    )


def _own_given(given: Given, token: str) -> OwnValue | None:
    """The value that was given for a field of the team's own; None where it is empty."""
    known = given.others.get(token)
    if not isinstance(known, OwnValue):
        return None
    known = replace(known, text=text_kept(known.text))
    return known if known != NO_VALUE else None


def _record_own(work: UnitOfWork, deal: DealState, field_no: int, given: OwnValue | None) -> DealState:
    if given is None:
        return deal
    return set_values(work, deal, only_changes({field_no: given}, {}, values_of(work, deal.deal_no)))


def for_one_of_several(session: Session, deal_no: int, given: Given) -> Given:
    """What was given for several deals at once, as this one takes it: a value that it has in an own field stays."""
    known = {f"{OWN_FIELD}{field_no}" for field_no in values_of(session, deal_no)}
    return replace(given, others={token: value for token, value in given.others.items() if token not in known})


def named(tokens: Collection[str]) -> tuple[Requirement, ...]:
    """The requirements with these tokens, in the order of registration, those of own fields last.

    Unknown tokens are left out.
    """
    own = sorted(number for token in tokens if (number := own_field_no(token)) is not None)
    registered = (each for token, each in _registered.items() if token in tokens)
    return (*registered, *map(of_own_field, own))


def hidden_fields(session: Session, tokens: Collection[str]) -> frozenset[str]:
    """Those of these tokens whose field of the team's own is hidden, or is not there: nobody can be asked for it."""
    in_use = {each.token for each in fields.of_workspace(session).in_use}
    return frozenset(token for token in tokens if own_field_no(token) is not None and token not in in_use)


def for_kind(kind: StageKind) -> tuple[Requirement, ...]:
    """The requirements that a stage of this kind may have."""
    return tuple(each for each in _registered.values() if kind in each.kinds)


def without_field(tokens: Collection[str]) -> tuple[Requirement, ...]:
    """Those with these tokens for which the form of a move cannot ask: each has a form of its own."""
    return tuple(each for each in named(tokens) if each.field is None)


def of_stage(stage: StageState) -> tuple[Requirement, ...]:
    """What the stage requires; one for wins always an amount, for a win is a win of an amount.

    Raises UnknownRequirement for a token that only a newer program knows.
    """
    tokens = stage.required | {AMOUNT.token} if stage.kind is StageKind.WON else stage.required
    unknown = {token for token in tokens if not is_known(token)}
    if unknown:
        raise errors.UnknownRequirement(stage=stage.stage_no, token=min(unknown))
    return named(tokens)


def lacking(session: Session, deal: DealState, stage: StageState, given: Given = NOTHING) -> tuple[Requirement, ...]:
    """What the stage requires and the deal lacks, with what the person gave."""
    it, needed = judged(session, deal), of_stage(stage)
    hidden = hidden_fields(session, stage.required)
    return tuple(each for each in needed if each.token not in hidden and not each.is_met(it, given))


def require(
    session: Session, deal: DealState, stage: StageState, given: Given, *, brings: Collection[str] = ()
) -> None:
    """Refuse that the deal enters the stage while anything that it requires is missing (Missing).

    `brings` has the tokens of what the change itself brings. A closed deal is reopened without what only an open one
    can get. Raises AmountJumps when the amount given is a hundred times larger or smaller than the known one.
    """
    missing = [each for each in lacking(session, deal, stage, given) if each.token not in brings]
    if deal.state is not StageKind.OPEN:
        missing = [each for each in missing if each.field is not None]
    if missing:
        tokens = tuple(each.token for each in missing)
        raise errors.Missing(deal=deal.deal_no, to=stage.stage_no, fields=tokens, stay=deal.stay)
    ask_if_amount_jumps(deal, given, stage)


def record(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    """The deal with all that was given for requirements, whether or not the stage that it enters asks for it."""
    for each in (*_registered.values(), *named([no for no in given.others if own_field_no(no) is not None])):
        deal = each.record(work, deal, given)
    return deal
