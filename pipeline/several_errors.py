"""Why one act was not done to several deals: which of them it cannot be done to, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import Refused


@dataclass(kw_only=True, eq=False)
class SeveralRefused(Refused):
    """The act cannot be done to some of the deals, so nothing was changed: `why` says of each of them what forbids it.

    Each word of `why` is the key of a refusal.
    """

    key = "several_refused"
    deals: tuple[int, ...]
    why: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class NoneToSelect(Refused):
    """None of the deals is open and may be changed by the person."""

    key = "none_to_select"
