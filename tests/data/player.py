"""Who plays the town: what it does in it, and the forms that people have open when the program is stopped."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from pipeline.ledger.actor import By
from pipeline.ledger.events import EventData, Via
from pipeline.ledger.unit_of_work import UnitOfWork
from tests.scenarios.town import LEAD, PATIENCE, SELLER, Json, Town, plain


@dataclass
class Player:
    """The town, and the forms that people have open: each with what shall be filled in."""

    town: Town
    forms: list[Json] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(2026))

    def open(self, who: str, line: str, **values: str) -> None:
        """Let a form open, and stay open."""
        said = self.town.type(who, line)
        assert said == "", said
        self.keep_form(who, **values)

    def keep_form(self, who: str, **values: str) -> None:
        """Keep the form before this person as it is, for it to be sent later."""
        shown = self.town.form(who)
        self.forms.append({"id": shown["id"], "user": who, "view": shown["view"], "values": values})
        self.town.slack.close(who, shown["id"])

    def calm(self) -> None:
        """Until all that is due was said."""
        assert self.town.bot.sender.drain(monotonic() + PATIENCE)

    def go_on(self, by: str) -> None:
        """Let time go by; what is due is said before and after."""
        self.calm()
        assert self.town.slack.clock(by=by)["settled"]
        self.calm()

    def say(self, who: str, text: str, part: str = "") -> Json:
        """What Putki answers to a direct message, once it is there."""
        said = self.town.slack.type(who, "@app", text)

        def answers(state: Json) -> list[Json]:
            later = (each for each in state["messages"][said["channel"]] if float(each["ts"]) > float(said["ts"]))
            return [each for each in later if part in plain(each)]

        return answers(self.town.slack.until(answers, seconds=PATIENCE))[-1]

    def reminders(self, who: str) -> list[Json]:
        """The reminders that this person has before them."""
        return [each for each in self.town.slack.messages(who) if "⏸" in plain(each)]

    def in_stage(self, stage: str, who: str = SELLER, line: str = "12 500 €") -> str:
        """A new deal that was moved there, not just now."""
        name = self.town.new_deal(who, line)
        self.town.type(who, f"/deal siirrä {name} {stage}")
        return name

    def append(self, happening: EventData, subject_no: int, before: object, subject: str) -> None:
        """A change that no word makes yet."""

        def decide(work: UnitOfWork) -> None:
            work.append(happening, subject_no, before, subject=subject)

        self.commit(decide)

    def commit(self, decide: Callable[[UnitOfWork], None], who: str = LEAD) -> None:
        """A change of the lead's."""
        directory = self.town.bot.services.directory
        by = By(directory.workspace_no, directory.member(who, None), Via.FORM)
        self.town.bot.ledger.commit(by, decide)
