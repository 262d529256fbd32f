"""How notices are stored: each field under its key, in JSON. What is stored is never renamed.

A field without a default is always written, one with a default only where it differs from it. What is missing in a row
is read as the default, or as None where the field may be None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pipeline import (
    absence_errors,
    checkin_errors,
    choice_errors,
    customer_errors,
    delivery_errors,
    edit_errors,
    errors,
    field_errors,
    line_errors,
    merge_errors,
    money,
    need_errors,
    offer_errors,
    pipeline_errors,
    setup_errors,
    several_errors,
    stage_errors,
    step_errors,
    support_errors,
    target_errors,
    touch_errors,
    unused_errors,
)
from pipeline.messages import absence_notices as absences
from pipeline.messages import asked_notices as asked
from pipeline.messages import board_notices as boards
from pipeline.messages import change_notices as changes
from pipeline.messages import checkin_notices as checkins
from pipeline.messages import choice_notices as choices
from pipeline.messages import customer_notices as customers
from pipeline.messages import delivery_notices as deliveries
from pipeline.messages import due_notices as due
from pipeline.messages import field_notices as fields_
from pipeline.messages import offer_notices as offers
from pipeline.messages import target_notices as targets
from pipeline.messages import touch_notices as touches
from pipeline.messages.need_notices import NeedKept
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.source_notices import SourceNamed
from pipeline.messages.stage_notices import PipelineSaved, ShowStages, StagesChanged
from pipeline.messages.support_notices import ProblemKept
from pipeline.refused import Refused, kinds_in

STORED_AS = {
    "amount": "sum",
    "business_days": "n",
    "count": "n",
    "counts_some": "some",
    "gone_deal": "opened",
    "has_moved": "moved",
    "is_apart": "apart",
    "is_first": "first",
    "is_open": "open",
    "is_recognised": "recognised",
    "is_redone": "redone",
    "of_all": "all",
}
"""The stored key of each field that has another name here; any other is stored under its own."""

CLASSES: tuple[type[Notice], ...] = (
    changes.DealCreated,
    changes.DealAdvanced,
    changes.DealMovedBack,
    changes.DealTransferred,
    changes.DealReopened,
    changes.DealWon,
    changes.DealLost,
    changes.DealEdited,
    changes.DealDeleted,
    changes.CustomersMerged,
    changes.DoubleRemoved,
    customers.CustomerChanged,
    customers.ContactSaved,
    offers.OfferMarkedSent,
    offers.OfferDeclined,
    offers.OfferTakenUp,
    offers.OfferValidLonger,
    changes.NextStepSet,
    changes.NextStepCleared,
    changes.NoteKept,
    touches.TouchLogged,
    NeedKept,
    SourceNamed,
    ShowStages,
    StagesChanged,
    PipelineSaved,
    deliveries.DeliveryTold,
    deliveries.DeliveryMoved,
    checkins.CheckInTold,
    ProblemKept,
    deliveries.ComeBackSet,
    changes.DealSnoozed,
    changes.SnoozeEnded,
    changes.DealHandedOver,
    changes.DealGiven,
    changes.OwnerChanged,
    changes.DealGivenBack,
    changes.SeveralChanged,
    changes.SeveralGiven,
    changes.DealSeen,
    changes.SeenEnded,
    changes.ChangeUndone,
    changes.SettingsSaved,
    absences.AwaySaved,
    absences.AwayOver,
    absences.ShowAway,
    absences.StandsIn,
    absences.StandInEnded,
    absences.StandInDeclined,
    absences.WhileAway,
    absences.SellerLeft,
    absences.LeadLeft,
    absences.DealsHandedOver,
    absences.DealsGiven,
    changes.DealsImported,
    changes.ImportRecord,
    due.StuckReminder,
    due.WishedReminder,
    due.WhatHappened,
    due.MoreStuck,
    due.SpringCleaning,
    due.StepSoon,
    due.OfferExpires,
    deliveries.DeliveryDue,
    checkins.CheckInDue,
    deliveries.PromiseDue,
    deliveries.WinAnnounced,
    deliveries.ComeBackDue,
    due.TodaysSteps,
    due.Restated,
    due.MondayPost,
    due.MonthPost,
    due.UnansweredReminders,
    due.ChangedByOthers,
    due.PostSkipped,
    due.Welcome,
    due.PutkiNotInChannel,
    due.ChannelIsArchived,
    due.ChannelIsShared,
    due.GuestInvited,
    due.PutkiUpgraded,
    offers.ShowOffers,
    asked.ShowDeal,
    asked.ShowHistory,
    asked.ShowMine,
    asked.ShowStuck,
    asked.ShowNext,
    asked.ShowFound,
    asked.ShowBoard,
    boards.ShowBoardList,
    boards.ShowBoardBy,
    targets.ShowTeam,
    targets.TargetSaved,
    targets.ShowTargets,
    choices.ShowChoices,
    choices.ChoicesChanged,
    fields_.ShowFields,
    fields_.FieldSaved,
    asked.ShowSince,
    customers.ShowCustomer,
    asked.ShowForecast,
    asked.ShowResults,
    asked.ShowHelp,
    asked.GuideBegins,
    asked.Acknowledged,
    asked.FormButton,
    asked.DealCard,
    asked.OldCard,
    asked.RefusalNotice,
)
"""Every kind of notice."""

EVERY_REFUSAL: tuple[type[Refused], ...] = tuple(
    each
    for module in (
        absence_errors,
        checkin_errors,
        choice_errors,
        customer_errors,
        delivery_errors,
        errors,
        edit_errors,
        field_errors,
        line_errors,
        merge_errors,
        money,
        need_errors,
        offer_errors,
        setup_errors,
        several_errors,
        stage_errors,
        step_errors,
        support_errors,
        pipeline_errors,
        target_errors,
        touch_errors,
        unused_errors,
    )
    for each in kinds_in(module)
)
"""All classes of refusals that people may be told of, from every module that has some."""

_REFUSAL = "refusal"  # the key of a refusal's own key, beside its values
_BATCH = "batch"  # a value that only what is kept of an import has
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


class Unreadable(ValueError):
    """What is stored is no notice that this program knows."""


def to_json(values: Mapping[str, Any]) -> str:
    """Stored values as text."""
    return _COMPACT(values)


def answer_to_json(notice: Notice | None) -> str:
    """An answer as the inbox keeps it; None: there was nothing to answer."""
    return _COMPACT({"says": notice.kind.value, "values": encode(notice)} if notice is not None else None)


def answer_from_json(kept: str) -> Notice | None:
    """An answer from the inbox. Raises Unreadable."""
    raw = json.loads(kept)
    return decode(raw["says"], raw["values"]) if raw is not None else None


def encode(notice: Notice) -> dict[str, Any]:
    """The values of a notice as JSON knows them, each under its stored key."""
    if isinstance(notice, asked.RefusalNotice):
        return {_REFUSAL: notice.refused.key, **_encoded(notice.refused)}
    return _encoded(notice)


def _encoded(stored: Notice | Refused) -> dict[str, Any]:
    return {
        each.key: _packed(value)
        for each in _FIELDS[type(stored)]
        if (value := getattr(stored, each.name)) != each.default or each.default is MISSING
    }


def decode(kind: str, raw: Mapping[str, Any]) -> Notice:
    """The notice of this stored kind with these stored values. Raises Unreadable."""
    try:
        stored = NoticeKind(kind)
    except ValueError as unknown:
        raise Unreadable(str(unknown)) from unknown
    if stored is NoticeKind.REFUSED:
        return _refusal(raw)
    of = changes.ImportRecord if stored is NoticeKind.IMPORTED and _BATCH in raw else _BY_KIND[stored]
    return of(**_decoded(of, of.kind.value, raw))


def _decoded(of: type[Notice | Refused], kind: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: each.read(kind, raw) for each in _FIELDS[of]}


def _refusal(raw: Mapping[str, Any]) -> asked.RefusalNotice:
    of = _REFUSALS.get(raw.get(_REFUSAL, ""))
    if of is None:
        raise Unreadable(f"no refusal is called {raw.get(_REFUSAL)!r}")
    return asked.RefusalNotice(of(**_decoded(of, of.key, raw)))


# --- Fields -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _StoredField:
    """One field of a kind: its name here, its key in a row, the types that it may have, and its default."""

    name: str
    key: str
    types: tuple[type, ...]
    default: Any

    def read(self, kind: str, raw: Mapping[str, Any]) -> Any:
        """The value in this row. Raises Unreadable where it is missing or of another type."""
        value = _unpacked(raw[self.key]) if self.key in raw else self.missing(kind)
        if type(value) not in self.types:
            raise Unreadable(f"{kind}: {self.key} is a {type(value).__name__}")
        return value

    def missing(self, kind: str) -> Any:
        """What a row without this key has."""
        if self.default is not MISSING:
            return self.default
        if NoneType in self.types:
            return None
        raise Unreadable(f"{kind}: {self.key} is missing")


def _stored(of: type[Notice | Refused]) -> Iterator[_StoredField]:
    hints = get_type_hints(of)
    for each in fields(of):
        yield _StoredField(each.name, STORED_AS.get(each.name, each.name), _types(hints[each.name]), each.default)


def _types(hint: Any) -> tuple[type, ...]:
    """The classes of the values that a type admits: `tuple[int, ...]` admits tuples."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(each for part in get_args(hint) for each in _types(part))
    return (get_origin(hint) or hint,)


_FIELDS: dict[type[Notice | Refused], tuple[_StoredField, ...]] = {
    each: tuple(_stored(each)) for each in (*CLASSES, *EVERY_REFUSAL) if each is not asked.RefusalNotice
}
_REFUSALS: dict[str, type[Refused]] = {each.key: each for each in EVERY_REFUSAL}
_BY_KIND: dict[NoticeKind, type[Notice]] = {each.kind: each for each in CLASSES if each is not changes.ImportRecord}


# --- Values -----------------------------------------------------------------------------------------------------------


def _packed(value: object) -> Any:
    pack = _PACK.get(type(value))
    return pack(value) if pack is not None else value


_PACK: dict[type, Callable[[Any], Any]] = {
    money.Money: lambda value: {"money": [value.minor, value.currency]},
    datetime: lambda value: {"moment": value.isoformat()},
    date: lambda value: {"day": value.isoformat()},
    tuple: lambda value: [_packed(each) for each in value],
    list: lambda value: [_packed(each) for each in value],
}


def _unpacked(raw: Any) -> Any:
    match raw:
        case {"money": [minor, currency]}:
            return money.Money(minor, currency)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case list():
            return tuple(_unpacked(each) for each in raw)  # pyright: ignore[reportUnknownVariableType]
        case _:
            return raw
