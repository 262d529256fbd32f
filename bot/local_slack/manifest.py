"""Reads of the app's manifest what decides which calls the local Slack allows and which events it delivers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the manifest."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the manifest. `kind` is Slack's word for where it is offered: "message" or "global"."""

    callback_id: str
    kind: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The names, commands, shortcuts, scopes, events and switches of the installed app."""

    name: str
    bot_name: str
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity: bool
    socket_mode: bool

    @classmethod
    def read(cls, source: Path | dict[str, Any]) -> Manifest:
        """Read a manifest from a YAML or JSON file, or from a value that has already been parsed."""
        data = source if isinstance(source, dict) else yaml.safe_load(source.read_text(encoding="utf-8"))
        features, settings = data.get("features", {}), data.get("settings", {})
        home = features.get("app_home", {})
        return cls(
            name=data["display_information"]["name"],
            bot_name=features.get("bot_user", {}).get("display_name", data["display_information"]["name"]),
            commands=tuple(_command(row) for row in features.get("slash_commands", [])),
            shortcuts=tuple(_shortcut(row) for row in features.get("shortcuts", [])),
            scopes=frozenset(data.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
        )

    def command(self, name: str) -> Command | None:
        """Find a command by its name, such as `/deal`; None if the manifest has none of that name."""
        return next((each for each in self.commands if each.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Find a shortcut by its callback id; None if the manifest has none, or people cannot reach the app by it."""
        if not self.interactivity or "commands" not in self.scopes:
            return None
        return next((each for each in self.shortcuts if each.callback_id == callback_id), None)


def _command(row: dict[str, Any]) -> Command:
    return Command(
        command=row["command"],
        description=row["description"],
        usage_hint=row.get("usage_hint", ""),
        should_escape=bool(row.get("should_escape", False)),
    )


def _shortcut(row: dict[str, Any]) -> Shortcut:
    return Shortcut(
        callback_id=row["callback_id"], kind=row["type"], name=row["name"], description=row.get("description", "")
    )
