"""The manifest that ships: valid by Slack's own schema, and asking for no more than is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from bot.local_slack.manifest import Manifest

SCHEMA = Path(__file__).parents[2] / "slack" / "manifest.schema.2.0.0.json"
NEEDED = {
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "reactions:read",
    "usergroups:read",
    "users:read",
}


def test_slacks_schema_takes_it(manifest: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(manifest, schema)


def test_it_asks_for_the_scopes_that_are_used_and_no_other(manifest: dict[str, Any]) -> None:
    assert Manifest.read(manifest).scopes == NEEDED


def test_both_commands_have_names_and_channels_escaped(manifest: dict[str, Any]) -> None:
    commands = Manifest.read(manifest).commands
    assert [(each.command, each.should_escape) for each in commands] == [("/deal", True), ("/diili", True)]
    assert all(each.usage_hint and each.description for each in commands)


def test_it_stays_in_one_workspace_over_socket_mode(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["org_deploy_enabled"] is False
    assert settings["token_rotation_enabled"] is False
