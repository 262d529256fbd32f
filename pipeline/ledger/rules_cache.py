"""What is read again and again is kept while the workspace's rules (its stages and settings) stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class WorkspaceRules:
    """What was read of one workspace, by name, with the number of the newest rule when it was read."""

    _kept: dict[str, tuple[int, Any]] = field(default_factory=dict[str, tuple[int, Any]])

    def of(self, what: str, rules_no: int, load: Callable[[], T]) -> T:
        """What `load` gives while the workspace's newest rule is `rules_no`, which must be committed."""
        kept = self._kept.get(what)
        if kept is not None and kept[0] == rules_no:
            return kept[1]
        loaded = load()
        self._kept[what] = (rules_no, loaded)
        return loaded


@dataclass(slots=True)
class RulesCache:
    """What was read, by workspace."""

    _workspaces: dict[int, WorkspaceRules] = field(default_factory=dict[int, WorkspaceRules])

    def of(self, workspace_no: int) -> WorkspaceRules:
        """What was read of a workspace; to be asked for before one begins to read.

        Whoever began before something was forgotten goes on with what they have, and nobody else sees what they read.
        """
        return self._workspaces.setdefault(workspace_no, WorkspaceRules())

    def forget(self, workspace_no: int) -> None:
        """Let the workspace's rules, and what the chat says of its people, be read anew by whoever begins from now."""
        self._workspaces.pop(workspace_no, None)
