"""A world file may have messages, ephemerals and views that stand there from the beginning."""

from __future__ import annotations

import json
from typing import Any

from bot.local_slack import DEMO_WORLD, LocalSlackServer
from tests.scenarios.town import ADMIN, CHANNEL, ROOT, SELLER

BUTTON = {"type": "button", "action_id": "advance.1", "text": {"type": "plain_text", "text": "Move"}, "value": "{}"}
BLOCKS = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
PLAIN = {"type": "plain_text", "text": "Form"}
FIELD = {
    "type": "input",
    "block_id": "reason",
    "label": PLAIN,
    "element": {"type": "plain_text_input", "action_id": "reason", "initial_value": "price"},
}


def _world() -> dict[str, Any]:
    world = json.loads(DEMO_WORLD.read_text(encoding="utf-8"))
    said = {"channel": CHANNEL, "ts": "1781500000.000100", "text": "a card", "blocks": BLOCKS}
    modal = {"type": "modal", "title": PLAIN, "submit": PLAIN, "callback_id": "lost", "blocks": [FIELD]}
    return world | {
        "messages": [{**said, "user": "ULOCALBOT01", "reactions": {"zzz": [SELLER]}}],
        "ephemerals": [{**said, "ts": "1781500000.000200", "user": SELLER}],
        "views": [
            {"id": "VLOCAL00007", "user": SELLER, "view": modal},
            {"id": "VLOCAL00008", "user": ADMIN, "view": {"type": "home", "blocks": BLOCKS}},
        ],
    }


def test_what_stands_is_there_with_its_buttons_and_fields() -> None:
    with LocalSlackServer.start(world=_world(), manifest=ROOT / "manifest.yml") as slack:
        state = slack.state()
        (message,), (ephemeral,), (view,) = state["messages"][CHANNEL], slack.ephemerals(SELLER), state["views"]

        assert (message["blocks"], ephemeral["blocks"]) == (BLOCKS, BLOCKS)
        assert message["reactions"] == [{"name": "zzz", "users": [SELLER], "count": 1}]
        assert message["bot_id"] == "BLOCAL00001"
        assert view["view"]["callback_id"] == "lost"
        assert view["state"]["reason"]["reason"]["value"] == "price"
        assert state["homes"][ADMIN]["id"] == "VLOCAL00008"


def test_what_comes_later_gets_other_ids() -> None:
    world = _world()
    world["channels"].append({"id": "DLOCAL00009", "name": "", "is_im": True, "user": ADMIN, "members": [ADMIN]})
    with LocalSlackServer.start(world=world, manifest=ROOT / "manifest.yml") as slack:
        slack.type(SELLER, "@app", "hello")

        assert {each["id"] for each in slack.state()["channels"] if each["is_im"]} == {"DLOCAL00009", "DLOCAL00010"}
