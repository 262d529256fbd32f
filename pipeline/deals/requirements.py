"""What a stage may require of a deal: one object per requirement, which rules, forms, refusals and undo all ask.

To add a requirement, write one more `register` call here, and its words into the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from pipeline import errors
from pipeline.deals.change import set_amount
from pipeline.deals.deal import Given, ask_if_amount_jumps, typed
from pipeline.deals.projection import DealState
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState


class InputKind(Enum):
    """What a person gives in a form's field."""

    MONEY = "an amount of money"
    DAY = "a day"
    LOST_REASON = "why a deal was lost: a kind, and words beside it"


@dataclass(frozen=True, slots=True)
class FormField:
    """The field in which a form asks for something; `label` is a message key."""

    kind: InputKind
    label: str


def _recorded_elsewhere(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    """Record nothing: the event that lets the deal enter the stage carries what was given."""
    return deal


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a stage may require of a deal that enters it.

    `token` is what a stage and a waiting message store, so it is never renamed; the form's field has this name, too.
    `missing` is the message key of what a sentence about missing things calls it. `kinds` are those of the stages in
    which a deal can meet it. `is_met` judges a deal that is about
    to enter the stage, with what the person gave; `still_met` a deal that stands there after an undo. `record` appends
    what was given to the ledger, before the deal enters the stage, and returns the deal as it is then.
    """

    token: str
    field: FormField
    missing: str
    is_met: Callable[[DealState, Given], bool]
    still_met: Callable[[DealState], bool]
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
        is_met=lambda deal, given: given.amount is not None or bool(deal.amount),  # zero, of an import, is no amount
        still_met=lambda deal: deal.amount is not None or deal.state is StageKind.LOST,
        record=lambda work, deal, given: set_amount(work, deal, given.amount),
    )
)
PROMISED_DAY = register(
    Requirement(
        token="promised_day",
        field=FormField(InputKind.DAY, "promised_day"),
        missing="field_promised_day",
        kinds=frozenset({StageKind.WON}),
        is_met=lambda deal, given: given.promised_day is not None,
        still_met=lambda deal: True,  # it comes and goes with the win; an imported win has none
    )
)
REASON = register(
    Requirement(
        token="reason",
        field=FormField(InputKind.LOST_REASON, "reason"),
        missing="field_reason",
        kinds=frozenset({StageKind.LOST}),
        is_met=lambda deal, given: given.lost_kind is not None or bool(typed(given.reason or "")),
        still_met=lambda deal: True,  # it comes and goes with the loss; an imported loss has none
    )
)


def named(tokens: Collection[str]) -> tuple[Requirement, ...]:
    """The requirements with these tokens, in the order of registration; unknown tokens are left out."""
    return tuple(each for token, each in _registered.items() if token in tokens)


def for_kind(kind: StageKind) -> tuple[Requirement, ...]:
    """The requirements that a stage of this kind may have."""
    return tuple(each for each in _registered.values() if kind in each.kinds)


def of_stage(stage: StageState) -> tuple[Requirement, ...]:
    """What the stage requires; one for wins always an amount, for a win is a win of an amount.

    Raises UnknownRequirement for a token that only a newer program knows.
    """
    tokens = stage.required | {AMOUNT.token} if stage.kind is StageKind.WON else stage.required
    unknown = tokens - _registered.keys()
    if unknown:
        raise errors.UnknownRequirement(stage=stage.stage_no, token=min(unknown))
    return named(tokens)


def require(deal: DealState, stage: StageState, given: Given) -> None:
    """Refuse that the deal enters the stage while anything that it requires is missing (Missing).

    Raises AmountJumps when the amount given is a hundred times larger or smaller than the known one.
    """
    missing = tuple(each.token for each in of_stage(stage) if not each.is_met(deal, given))
    if missing:
        raise errors.Missing(deal=deal.deal_no, to=stage.stage_no, fields=missing, stay=deal.stay)
    ask_if_amount_jumps(deal, given, stage)


def record(work: UnitOfWork, deal: DealState, given: Given) -> DealState:
    """The deal with all that was given for requirements, whether or not the stage that it enters asks for it."""
    for each in _registered.values():
        deal = each.record(work, deal, given)
    return deal
