"""What a deal may have in a field of the team's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a deal has in a field, in the one place that fits its type; a number is in the unit of the decimals."""

    number: int | None = None
    day: date | None = None
    option_no: int | None = None
    text: str = ""


NOTHING = OwnValue()
OwnValues = Mapping[int, OwnValue]
"""Values by the numbers of their fields; a field without a value is left out."""
