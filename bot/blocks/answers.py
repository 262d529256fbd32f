"""What was done, in one sentence with the way back: the answers of every command that changes something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.blocks import buttons, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.language.safe_text import Said
from bot.language.voice import Value as Shown
from bot.language.voice import Voice
from pipeline.messages.notices import Value
from pipeline.money import Money
from pipeline.queries.names import Names

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Who did it and when, where others read the answer too."""

    who: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A notice of something done, with the names behind its numbers, for one reader."""

    voice: Voice
    names: Names
    values: Mapping[str, Value]
    by: DoneBy | None = None

    def number(self, name: str) -> int:
        """A number of ours that this notice always has."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def optional(self, name: str) -> int | None:
        """A number that it may have."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def money(self, name: str) -> Money | None:
        """A sum that it may have."""
        value = self.values.get(name)
        return value if isinstance(value, Money) else None

    def day(self, name: str) -> date | None:
        """A day that it may have."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def words(self, name: str) -> Said:
        """A typed text, or a dash where it was erased."""
        return self.voice.prose(self.names.words.get(self.optional(name) or 0, ""), 600) or Said("–")

    def stage(self, name: str) -> Said:
        """A stage's label."""
        return phrases.stage_of(self.voice, self.names, self.number(name))

    @property
    def deal(self) -> Said:
        """What the deal is called."""
        return phrases.deal_of(self.voice, self.names, self.number("deal"))

    @property
    def plain_deal(self) -> str:
        """What the deal is called, as plain text without mark-up."""
        known, no = self.names.deals.get(self.number("deal")), self.number("deal")
        return self.voice.plain_name(known.customer) if known else self.voice.deal_number(no)


def created(done: Done) -> Message:
    """A new deal."""
    amount = done.money("sum")
    stage = done.stage("stage")
    if amount is None:
        return _answer(done, "created_without_sum", _undo(done), _step(done), stage=stage)
    return _answer(done, "created", _undo(done), _step(done), sum=amount, stage=stage)


def advanced(done: Done) -> Message:
    """Moved on."""
    n = done.number("n")
    if n == 0:
        return _moved(done, "moved")
    return _moved(done, "advanced", n=n)


def moved_back(done: Done) -> Message:
    """Moved to an earlier stage."""
    return _moved(done, "back")


def reopened(done: Done) -> Message:
    """Taken out of a closed stage."""
    return _moved(done, "reopened")


def won(done: Done) -> Message:
    """A win."""
    amount, day = done.money("sum"), done.day("day")
    shown = phrases.money(done.voice, amount)
    if day is None:
        return _answer(done, "won_without_day", _undo(done), sum=shown)
    return _answer(done, "won", _undo(done), sum=shown, day=day)


def lost(done: Done) -> Message:
    """A loss, with its reason."""
    return _answer(done, "lost", _undo(done), reason=done.words("reason"))


def undone(done: Done) -> Message:
    """Something taken back: a stage, another thing of a deal, a deal's opening, or a setting; or done again."""
    voice, change = done.voice, done.number("change")
    if done.values.get("redone"):
        return _redone(done)
    gone = done.optional("opened")
    if gone is not None:
        deal = phrases.deal_of(voice, done.names, gone)
        text, shown = _both(voice, "undone_created", deal, {})
        return _message(done, text, shown, buttons.redo(voice, change, of=deal))
    if done.optional("deal") is None:
        said = voice.say("undone_setting")
        return _message(done, said, said, buttons.redo(voice, change))
    redo = buttons.redo(voice, change, deal=done.number("deal"), of=done.plain_deal)
    if done.values.get("moved") is False:
        return _answer(done, "undone_other", redo)
    return _answer(done, "undone", redo, stage=done.stage("stage"))


def _redone(done: Done) -> Message:
    """An undo taken back: what had been undone holds again."""
    if done.optional("deal") is None:
        said = done.voice.say("redone_setting")
        return _message(done, said, said, buttons.undo_settings(done.voice, done.number("change")))
    if done.values.get("moved") is False:
        return _answer(done, "redone_other", _undo(done))
    return _answer(done, "redone", _undo(done), stage=done.stage("stage"))


def step_set(done: Done) -> Message:
    """The next step is known."""
    day, step = done.day("day"), done.words("step")
    if day is None:
        return _answer(done, "step_set_without_day", _undo(done), step=step)
    return _answer(done, "step_set", _undo(done), day=day, step=step)


def step_cleared(done: Done) -> Message:
    """The next step is done."""
    return _answer(done, "step_cleared", _undo(done), _step(done))


def snoozed(done: Done) -> Message:
    """Quiet until a day that the person chose, or the business day after it."""
    day, wished = done.day("day"), done.day("wished")
    if day is None or wished is None or wished == day:
        return _until(done, "snoozed_deal")
    is_weekend = wished.weekday() >= _SATURDAY
    key = "snoozed_over_weekend" if is_weekend else "snoozed_over_holiday"
    return _answer(done, key, _undo(done), _step(done), day=day, wished=wished)


def seen(done: Done) -> Message:
    """On it: quiet for two business days."""
    return _until(done, "seen_deal")


def reminders_on(done: Done) -> Message:
    """A snooze or "on it" was taken off."""
    return _answer(done, "unsnoozed", _undo(done))


def settings_saved(done: Done, channel: str | None = None) -> Message:
    """Settings are as chosen; of the channel chosen, how many guests read it and whether Putki waits to be let in."""
    said = phrases.lines([done.voice.say("settings_saved"), *(_of_channel(done, channel) if channel else ())])
    change, first = done.optional("change"), done.values.get("first") is True
    undo = buttons.undo_settings(done.voice, change, first=first) if change is not None else None
    return _message(done, Said(said.replace("`", "")), said, undo)


def _of_channel(done: Done, channel: str) -> Iterator[Said]:
    named, guests = Said(f"<#{channel}>"), done.optional("guests")
    if guests:
        yield done.voice.say("some_guests" if done.values.get("some") else "guests", n=guests, channel=named)
    if done.values.get("waits"):
        yield done.voice.say("not_in_yet", channel=named)


def imported(done: Done) -> Message:
    """How many deals came in, and how they stand."""
    counts = {name: done.number(name) for name in ("n", "open", "won", "lost")}
    said = done.voice.say("imported", **counts)
    return _message(done, said, said)


def post_skipped(done: Done) -> Message:
    """A post was not made, since its moment had passed."""
    said = done.voice.say("post_skipped", day=done.day("day") or done.voice.today)
    return _message(done, said, said)


# --- Their parts ------------------------------------------------------------------------------------------------------


def _until(done: Done, key: str) -> Message:
    return _answer(done, key, _undo(done), _step(done), day=done.day("day") or done.voice.today)


def _moved(done: Done, key: str, **values: Shown) -> Message:
    """From where to where; and the amount, where the move changed it."""
    stages = {"from_stage": done.stage("from_stage"), "to_stage": done.stage("to_stage")}
    text, shown = _both(done.voice, key, done.deal, {**stages, **values})
    amount = done.money("sum")
    if amount is not None:
        now = done.voice.say("sum_now", sum=amount)
        text, shown = phrases.joined([text, now]), phrases.joined([shown, now])
    return _message(done, text, shown, _undo(done), _step(done))


def _undo(done: Done) -> Block | None:
    change = done.optional("change")
    if change is None:
        return None
    return buttons.undo(done.voice, change, deal=done.number("deal"), of=done.plain_deal)


def _step(done: Done) -> Block | None:
    stay = done.optional("stay")
    if stay is None:
        return None
    return buttons.step(done.voice, done.number("deal"), stay, of=done.plain_deal)


def _answer(done: Done, key: str, *elements: Block | None, **values: Shown) -> Message:
    text, shown = _both(done.voice, key, done.deal, values)
    return _message(done, text, shown, *elements)


def _both(voice: Voice, key: str, deal: Said, values: Mapping[str, Shown]) -> tuple[Said, Said]:
    """The sentence as it is heard, and as it is seen: with the deal in bold."""
    return voice.say(key, deal=deal, **values), voice.say(key, deal=phrases.bold(deal), **values)


def _message(done: Done, text: Said, shown: Said, *elements: Block | None) -> Message:
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        said = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(said))
        text = phrases.joined([text, said])
    return Message(text, (*blocks, *el.actions(*elements)))
