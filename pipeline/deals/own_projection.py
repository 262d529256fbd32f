"""What the workspace's own stages and fields do to a deal's row and to its parts. One pure function per kind.

The functions take the deal's state as it was before the event, and give it after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.deals.rehoming_events import Rehomed
from pipeline.deals.tables import stay, value
from pipeline.deals.value_events import ValueSet
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Effect, EventKind, Mend, Part, Put, Remove


def _rehomed(before: Any, event: Event) -> Any:
    assert isinstance(event.data, Rehomed)
    return replace(before, stage_no=event.data.stage_no)


def _stay_rehomed(before: Any, event: Event) -> Iterable[Effect]:
    assert isinstance(event.data, Rehomed)
    yield Mend(stay, (event.subject_no, before.stay), {"stage_no": event.data.stage_no})


def _value(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, ValueSet)
    row = {"number": data.number, "day": data.day, "option_no": data.option_no, "words": data.words}
    if all(each is None for each in row.values()):
        yield Remove(value, (event.subject_no, data.field_no))
    else:
        yield Put(value, {"deal_no": event.subject_no, "field_no": data.field_no, **row})


OWN_KINDS = (EventKind(Rehomed, _rehomed, _stay_rehomed), EventKind(ValueSet, effects=_value))
OWN_PARTS = (Part(value, ("deal_no", "field_no"), replaces=True),)
