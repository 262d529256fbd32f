"""What refuses to keep a need of a customer."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import DealRefused, TextQuoted


@dataclass(kw_only=True, eq=False)
class TooManyNeeds(DealRefused, TextQuoted):
    """The deal has `n` needs already, as many as it can have; `text` is the one that was to be added."""

    key = "too_many_needs"
    n: int


@dataclass(kw_only=True, eq=False)
class NeedTooLong(DealRefused, TextQuoted):
    """The need that was to be added, `text`, is longer than `limit` characters."""

    key = "need_too_long"
    limit: int


class EmptyNeed(DealRefused):
    """A need without words was to be added."""

    key = "empty_need"
