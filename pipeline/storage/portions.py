"""Portions of a long list of numbers, each short enough for one statement to name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 1_000  # numbers that one statement names

T = TypeVar("T")


def portions(things: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Return all of the things in their order, at most `size` at a time; nothing where there is none."""
    return (things[start : start + size] for start in range(0, len(things), size))
