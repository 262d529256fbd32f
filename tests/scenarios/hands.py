"""Two ways to do what a person does in Slack: by control calls of the local Slack, and in a browser, which counts.

A form's fields are named by their blocks; what is chosen is named as a person reads it: a label, `#channel`, a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from bot.language.voice import Voice
from tests.busy_machine import PATIENCE
from tests.scenarios.town import Json, Town, plain

Choice = str | Sequence[str]
"""A text, the label of what is chosen, or several labels."""


class Hand(Protocol):
    """What a person does, one after another. `voice` reads as they do."""

    voice: Voice

    def sit(self, who: str, channel: str) -> None:
        """Be this person, in this channel."""

    def say(self, line: str) -> None:
        """Type a command."""

    def told(self, part: str) -> str:
        """All that the newest message for them alone shows, once this is in it."""
        ...

    def press(self, key: str, *, beside: str = "") -> None:
        """Press the button with the label of this key in the newest message for them alone.

        `beside` is in the section in which it stands; of several that are alike the first one is meant.
        """

    def fill(self, **fields: Choice) -> None:
        """Fill in and send the form."""


# --- By control calls -------------------------------------------------------------------------------------------------


@dataclass
class ControlHand:
    """A person's hand that uses the control calls of the local Slack."""

    town: Town
    voice: Voice
    user: str = ""
    channel: str = ""

    def sit(self, who: str, channel: str) -> None:
        self.user, self.channel = who, channel

    def say(self, line: str) -> None:
        self.town.type(self.user, line, channel=self.channel)

    def told(self, part: str) -> str:
        return plain(self._newest(part))

    def press(self, key: str, *, beside: str = "") -> None:
        message, label = self._newest(""), self.voice.label(key)
        found = [block for block in message["blocks"] if _has_button(block, label) and beside in plain_of(block)]
        self.town.press(self.user, label, ts=message["ts"], channel=self.channel, block_id=found[0]["block_id"])

    def _newest(self, part: str) -> Json:
        def found(state: Json) -> list[Json]:
            theirs = [each for each in state["ephemerals"] if each["user"] == self.user]
            return [each for each in theirs[-1:] if part in plain(each)]

        return found(self.town.slack.until(found, seconds=PATIENCE))[0]

    def fill(self, **fields: Choice) -> None:
        form = self.town.form(self.user)
        blocks = {each["block_id"]: each.get("element", {}) for each in form["view"]["blocks"]}
        values = {name: self._value(form["id"], name, blocks[name]["type"], said) for name, said in fields.items()}
        self.town.fill(self.user, **values)

    def _value(self, view_id: str, name: str, kind: str, said: Choice) -> object:
        if kind == "external_select":
            offered = self.town.slack.suggest(self.user, name, str(said)[:5], view_id=view_id)["options"]
            return next(each["value"] for each in offered if each["text"]["text"].startswith(said))
        if kind == "conversations_select":
            return next(each["id"] for each in self.town.slack.state()["channels"] if f"#{each['name']}" == said)
        if kind == "users_select":
            return self._person(str(said))
        return [self._person(each) for each in said] if kind == "multi_users_select" else said

    def _person(self, name: str) -> str:
        return next(each["id"] for each in self.town.slack.state()["people"] if each["real_name"] == name)


def plain_of(block: Json) -> str:
    """All that a block shows."""
    return plain({"blocks": [block]})


def _has_button(block: Json, label: str) -> bool:
    there = [*block.get("elements", []), block.get("accessory", {})]
    return any(each.get("type") == "button" and each["text"]["text"] == label for each in there)


# --- In a browser -----------------------------------------------------------------------------------------------------


KEY, CLICK, THINKING = 0.28, 1.3, 1.35
"""Seconds of a practised person for a key, for a click with pointing, and to decide what is next.

Card, Moran and Newell, "The keystroke-level model for user performance time with interactive systems" (1980).
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a person did: `keys` pressed, `clicks` on what is shown, `lines` typed and `forms` sent."""

    keys: int = 0
    clicks: int = 0
    lines: int = 0
    forms: int = 0

    def seconds(self) -> float:
        """How long that takes a practised person, who decides before each line and each click."""
        return self.keys * KEY + self.clicks * (CLICK + THINKING) + self.lines * THINKING

    def plus(self, *, keys: int = 0, clicks: int = 0, lines: int = 0, forms: int = 0) -> Tally:
        return Tally(self.keys + keys, self.clicks + clicks, self.lines + lines, self.forms + forms)


@dataclass
class BrowserHand:
    """A person's hand in a browser, on the page of the local Slack, which counts what it does."""

    page: Page
    url: str
    voice: Voice
    tally: Tally = Tally()

    def sit(self, who: str, channel: str) -> None:
        self.page.goto(f"{self.url}/#/{who}/{channel}")
        self.page.reload()
        expect(self._composer()).to_be_visible()

    def say(self, line: str) -> None:
        self._composer().fill(line)
        self._composer().press("Enter")
        self.tally = self.tally.plus(lines=1, keys=len(line) + 1)

    def told(self, part: str) -> str:
        expect(self._newest()).to_contain_text(part)
        return self._newest().inner_text()

    def press(self, key: str, *, beside: str = "") -> None:
        button = self.page.get_by_role("button").filter(has_text=_whole(self.voice.label(key)))
        there = self._newest().locator("[data-block]").filter(has=button).filter(has_text=beside)
        self._click(there.first.locator(button))

    def fill(self, **fields: Choice) -> None:
        form = self.page.get_by_role("dialog")
        expect(form).to_be_visible()
        for name, said in fields.items():
            self._fill(form.locator(f"[data-block-id='{name}']"), said)
        self._click(form.locator("button.submit"))
        expect(form).to_be_hidden()
        self.tally = self.tally.plus(forms=1)

    def _fill(self, field: Locator, said: Choice) -> None:
        if (menu := field.get_by_role("combobox")).count():
            self._choose(menu, said)
        elif field.locator(".choices").count():
            for each in [said] if isinstance(said, str) else said:
                said_so = self.page.locator(".choice-text").filter(has_text=_whole(each))
                self._click(field.locator("label.choice").filter(has=said_so))
        else:
            box = field.locator("input, textarea")
            self._click(box)
            box.fill(str(said))
            self.tally = self.tally.plus(keys=len(str(said)))

    def _choose(self, menu: Locator, said: Choice) -> None:
        """Open a menu and choose from it; where it can be searched, the first letters are typed."""
        self._click(menu)
        for each in [said] if isinstance(said, str) else said:
            search = self.page.locator(".menu .menu-filter")
            if search.count():
                letters = each.lstrip("#")[:5]
                search.fill(letters)
                self.tally = self.tally.plus(keys=len(letters))
            self._click(self.page.get_by_role("option").filter(has_text=each).first)
        if not isinstance(said, str):
            self.page.keyboard.press("Escape")
            self.tally = self.tally.plus(keys=1)

    def _click(self, target: Locator) -> None:
        target.click()
        self.tally = self.tally.plus(clicks=1)

    def _composer(self) -> Locator:
        return self.page.locator(".middle .composer textarea")

    def _newest(self) -> Locator:
        """The newest message that nobody else sees."""
        return self.page.locator(".middle .message.ephemeral").last


def _whole(text: str) -> re.Pattern[str]:
    """This text and nothing else."""
    return re.compile(rf"^\s*{re.escape(text)}\s*$")
