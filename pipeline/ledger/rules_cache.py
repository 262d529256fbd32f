"""What is read again and again is kept while what it rests on stays as it is: a workspace's rules, or its ledger."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class WorkspaceRules:
    """What was read of one workspace, by name, with the number of the newest rule when it was read."""

    _kept: dict[str, tuple[Hashable, Any]] = field(default_factory=dict[str, tuple[Hashable, Any]])
    _loading: dict[str, Lock] = field(default_factory=dict[str, Lock])

    def of(self, what: str, version: Hashable, load: Callable[[], T]) -> T:
        """What `load` gives for this version, such as the workspace's newest rule, which must be committed."""
        kept = self._kept.get(what)
        if kept is not None and kept[0] == version:
            return kept[1]
        loaded = load()
        self._kept[what] = (version, loaded)
        return loaded

    def shared(self, what: str, version: Hashable, load: Callable[[], T]) -> T:
        """As `of`, for what takes long to load: one thread loads it, and whoever asks meanwhile waits for that."""
        with self._loading.setdefault(what, Lock()):
            return self.of(what, version, load)


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
