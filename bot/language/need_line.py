"""Places the needs that an edit's line names among those that a deal has: "tarve seisokki", "tarve 2: hissi"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language.edit_line import NEEDS, EditField

_ARROW = re.compile(r"\s*(?:→|->|=>)\s*")


@dataclass(frozen=True, slots=True)
class TypedNeeds:
    """The needs that a deal is to have, one per place, or None where the line names none.

    `unplaced` is what there is no place for. The line `is_sure` where it says which need takes which place.
    """

    wish: tuple[str, ...] | None = None
    unplaced: tuple[str, ...] = ()
    is_sure: bool = True


def typed_needs(texts: Mapping[EditField, str], now: Sequence[str]) -> TypedNeeds:
    """Return the needs as the texts of an edit want them; `now` are those that the deal has.

    One behind a number takes its place, one behind an arrow that of the need before the arrow. Any other takes the
    first free place. Where the deal has needs already that is not sure: it may be meant in place of one of them.
    """
    named = {place: texts[label] for place, label in enumerate(NEEDS) if label in texts}
    bare = texts.get(EditField.NEED)
    if not named and bare is None:
        return TypedNeeds()
    places = [*now, *[""] * len(NEEDS)][: max(len(now), len(NEEDS))]
    for place, text in named.items():
        places[place] = text
    if bare is None:
        return TypedNeeds(tuple(places))
    old, *new = _ARROW.split(bare, maxsplit=1)
    replaced = next((place for place, each in enumerate(places) if each and each.casefold() == old.casefold()), None)
    if new and replaced is not None:
        places[replaced] = new[0]
        return TypedNeeds(tuple(places))
    if "" not in places:
        return TypedNeeds(tuple(places) if named else None, (bare,), is_sure=False)
    places[places.index("")] = bare
    return TypedNeeds(tuple(places), is_sure=not any(now))
