"""What is read again and again is kept while the workspace's rules (its stages and settings) stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class RulesCache:
    """What was read, by workspace; `forgot` is how often all or some of it was to be read anew."""

    generation: int = 0
    _kept: dict[tuple[str, int], tuple[tuple[int, int], Any]] = field(
        default_factory=dict[tuple[str, int], tuple[tuple[int, int], Any]]
    )

    def of(self, what: str, workspace_no: int, rules_no: int, forgot: int, load: Callable[[], T]) -> T:
        """What `load` gave when the workspace's rules were at `rules_no`.

        `forgot`: as it was when whoever asks began to read. What they read before it was to be read anew is not kept.
        """
        kept = self._kept.get((what, workspace_no))
        if kept is not None and kept[0] == (rules_no, self.generation):
            return kept[1]
        loaded = load()
        self._kept[what, workspace_no] = ((rules_no, forgot), loaded)
        return loaded

    def forget(self, workspace_no: int) -> None:
        """Read the workspace's rules, and what the chat says of its people, anew at the next question."""
        self.generation += 1
        for key in [key for key in list(self._kept) if key[1] == workspace_no]:  # others add to it meanwhile
            self._kept.pop(key, None)
