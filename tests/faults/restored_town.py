"""A town whose database is restored from a backup, while what was posted since then still stands in Slack."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.local_slack import LocalSlackServer
from bot.local_slack.pace import PaceLimit
from bot.local_slack.server import Running
from tests.data.kept import rows
from tests.databases import Databases
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    HASTE,
    LEAD,
    MONDAY_MORNING,
    OTHER_SELLER,
    ROOT,
    SELLER,
    SLACKS_PATIENCE,
    THIRD_SELLER,
    Town,
    hastened,
    running,
    set_up,
)

Json = dict[str, Any]

ACTS = (
    "siirrä {name}",
    "siirrä {name} tarjous",
    "siirrä {name} yhteydenotto",
    "takaisin {name}",
    "torkuta {name} 5 pv",
    "hävitty {name} -- hinta",
    "muistiinpano {name} -- soitettu",
    "näytä {name}",
    "peru",
)
BEFORE, AFTER = (SELLER, OTHER_SELLER, LEAD), (THIRD_SELLER, ADMIN)
FORMS = (
    ("hävitty {name}", {"lost_kind": "price"}),
    ("askel {name} soita ensi ma", {}),
    ("voitettu {name}", {"promised_day": "2026-08-31"}),
)


@dataclass(frozen=True)
class Press:
    """A button, or a menu's option, that stands in Slack: who presses it, and what it carries."""

    user: str
    ts: str
    channel: str
    block_id: str
    action_id: str
    option: str | None
    value: Json

    @property
    def place(self) -> tuple[str, str, str, str | None]:
        """Where it is, and which one there."""
        return self.ts, self.block_id, self.action_id, self.option


@dataclass
class Restored:
    """What was tried after a restore: how many presses and forms, and how many of their numbers others have by then."""

    pressed: int = 0
    submitted: int = 0
    reused: int = 0


def play(databases: Databases, seed: int, *, deals: int, changes: int) -> Restored:
    """Change deals after a backup, restore it, change others under the numbers of those; then press all that is left.

    Asserts that no press, and no form that was open, changes anything.
    """
    chance = random.Random(seed)
    pace = PaceLimit(lambda: HASTE * time.monotonic())
    url = databases.fresh()
    with LocalSlackServer.start(
        manifest=ROOT / "manifest.yml", clock=MONDAY_MORNING, pace=pace, patience=SLACKS_PATIENCE
    ) as slack:
        with running(slack, url, timing=hastened(HASTE)) as bot:
            town = Town(slack, bot)
            set_up(town)
            names = [town.new_deal(chance.choice((SELLER, OTHER_SELLER))) for _ in range(deals)]
            _settled(town)
        backup = databases.copied(url)
        stood = {each.place for each in _standing(slack)}
        with running(slack, url, timing=hastened(HASTE)) as bot:
            lost = Town(slack, bot)
            lost.new_name, last = town.new_name, _last_event(url)  # type: ignore[method-assign]
            for name in names:
                lost.type(LEAD, f"/deal siirrä {name}")
            names += [lost.new_deal(SELLER) for _ in range(2)]
            _act(lost, names, BEFORE, changes, chance)
            for who, (line, _values) in zip(BEFORE, FORMS, strict=True):
                lost.type(who, "/deal " + line.format(name=_own(lost, url, names, who)))
            _settled(lost)
        new = [each for each in _standing(slack) if each.place not in stood]
        forms = [each for each in slack.state()["views"] if each["view"]["type"] == "modal"]
        number = _last_event(url)
        with running(slack, backup, timing=hastened(HASTE)) as bot:
            after = Town(slack, bot)
            after.new_name = town.new_name  # type: ignore[method-assign]
            others = [*names[:deals], *(after.new_deal(THIRD_SELLER) for _ in range(deals))]
            while _last_event(backup) <= number + 5:
                _act(after, others, AFTER, 5, chance)
            _settled(after)
            submitted = _submitted(after, backup, forms)
            done = _pressed(after, backup, new, last)
            done.submitted = submitted
            assert after.verified()
    databases.remove(url)
    databases.remove(backup)
    return done


def _act(town: Town, names: list[str], people: tuple[str, ...], times: int, chance: random.Random) -> None:
    for _ in range(times):
        who, name = chance.choice(people), chance.choice(names)
        town.type(who, "/deal " + chance.choice(ACTS).format(name=name))
        if (view := town.slack.view_of(who)) is not None:
            town.slack.close(who, view["id"], all=True)


def _own(town: Town, url: str, names: list[str], who: str) -> str:
    """An open deal that this person may change; a new one where there is none."""
    asked = (
        "SELECT n.text FROM deal AS d JOIN customer AS c "
        "ON c.workspace_no = d.workspace_no AND c.customer_no = d.customer_no "
        "JOIN name AS n ON n.workspace_no = c.workspace_no AND n.no = c.name "
        "JOIN slack_member AS p ON p.workspace_no = d.workspace_no AND p.member_no = d.owner "
        "WHERE d.workspace_no = 1 AND d.state = 'open' AND (p.user_id = :who OR :who = :lead) ORDER BY d.deal_no"
    )
    found = [each["text"] for each in rows(url, asked, who=who, lead=LEAD)]
    return next((name for name in found if name in names), None) or town.new_deal(who)


def _settled(town: Town) -> None:
    """Until nothing that is due is left."""
    assert town.bot.sender.drain(time.monotonic() + SLACKS_PATIENCE)


def _last_event(url: str) -> int:
    return rows(url, "SELECT max(no) AS no FROM event WHERE workspace_no = 1")[0]["no"]


def _pressed(town: Town, url: str, presses: list[Press], last: int) -> Restored:
    """Press each, and see that nothing is changed."""
    done = Restored()
    now = {each["no"] for each in rows(url, "SELECT no FROM event WHERE workspace_no = 1 AND no > :last", last=last)}
    for press in presses:
        if press.place not in {each.place for each in _standing(town.slack)}:
            continue  # it stood beside one that was pressed, and the answer is in its place
        before, open_before = _last_event(url), town.slack.view_of(press.user)
        town.press(
            press.user,
            press.action_id,
            ts=press.ts,
            channel=press.channel,
            block_id=press.block_id,
            value=press.option,
        )
        _settled(town)
        assert _last_event(url) == before, press
        _close_opened(town, press, open_before)
        done.pressed += 1
        done.reused += bool({press.value.get("stay"), press.value.get("change")} & now)
    return done


def _close_opened(town: Town, press: Press, open_before: Json | None) -> None:
    """Close the form that a press opened: it must be about no deal. One that was open before is sent in later."""
    view = town.slack.view_of(press.user)
    if view is not None and view["id"] != (open_before or {}).get("id"):
        assert "deal" not in json.loads(view["view"].get("private_metadata") or "{}"), (press, view)
        town.slack.close(press.user, view["id"])


def _submitted(town: Town, url: str, forms: list[Json]) -> int:
    """Send in each form, and see that nothing is changed."""
    values = {word.split()[0]: given for word, given in FORMS}
    words = {"lost": "hävitty", "step": "askel", "won": "voitettu"}
    for form in forms:
        before = _last_event(url)
        given = values[words[form["view"]["callback_id"]]]
        answered = town.slack.submit(form["user"], form["id"], given)
        assert _last_event(url) == before, form
        assert any("varmuuskopion" in said for said in answered["errors"].values()), answered
    return len(forms)


def _standing(slack: Running) -> list[Press]:
    """All buttons and options that stand in messages, the oldest first."""
    state = slack.state()
    direct = {each["id"]: each["user"] for each in state["channels"] if each["is_im"]}
    seen = [(direct.get(channel, LEAD), channel, each) for channel, said in state["messages"].items() for each in said]
    seen += [(each["user"], each.get("channel", CHANNEL), each) for each in state["ephemerals"]]
    found: list[Press] = []
    for user, channel, each in sorted(seen, key=lambda shown: float(shown[2]["ts"])):
        for block in each.get("blocks") or []:
            for element in (*block.get("elements", ()), block.get("accessory") or {}):
                for option, value in _values(element):
                    found.append(
                        Press(user, each["ts"], channel, block["block_id"], element["action_id"], option, value)
                    )
    return found


def _values(element: Json) -> Iterator[tuple[str | None, Json]]:
    if element.get("type") == "button" and element.get("value"):
        yield None, json.loads(element["value"])
    for option in element.get("options", ()) if element.get("type") == "overflow" else ():
        yield option["text"]["text"], json.loads(option["value"])
