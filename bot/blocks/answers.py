"""What was done, in one sentence with the way back: the answers of every command that changes something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.blocks import buttons, kinds, lists, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.undone import taken_back
from bot.language.safe_text import SafeText
from bot.language.voice import Value as Shown
from bot.language.voice import Voice
from pipeline.deals.events import LostKind, SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.messages import change_notices as changes
from pipeline.messages.due_notices import PostSkipped
from pipeline.messages.notices import DealChanged, Notice
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import Names

_SATURDAY = 5
_REASON_SHOWN = 600  # characters of the words of a reason
N = TypeVar("N", bound=Notice, covariant=True)


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Who did it and when, where others read the answer too."""

    who: SafeText
    at: datetime


@dataclass(frozen=True, slots=True)
class Done(Generic[N]):
    """A notice of something done, with the names behind its numbers, for one reader."""

    voice: Voice
    names: Names
    notice: N
    by: DoneBy | None = None

    def text(self, no: int | None) -> SafeText:
        """A typed text, or a dash where it was erased."""
        return self.voice.prose(self.names.words.get(no or 0, ""), 600) or SafeText("–")

    def stage(self, no: int | None) -> SafeText:
        """A stage's label."""
        return phrases.stage_of(self.voice, self.names, no or 0)

    def deal(self, no: int) -> SafeText:
        """What a deal is called."""
        return phrases.deal_of(self.voice, self.names, no)

    def plain_deal(self, no: int) -> str:
        """What the deal is called, as plain text without mark-up."""
        known = self.names.deals.get(no)
        return self.voice.plain_name(known.customer) if known else self.voice.deal_number(no)


def created(done: Done[changes.DealCreated], alike: Sequence[DealLine] = (), asked: Sequence[Block] = ()) -> Message:
    """Return the answer to a new deal, with the open deals that it may double, and with what is asked of it."""
    amount, stage = done.notice.amount, done.stage(done.notice.stage)
    if amount is None:
        message = _answer(done, "created_without_sum", _undo(done), _step(done), stage=stage)
    else:
        message = _answer(done, "created", _undo(done), _step(done), sum=amount, stage=stage)
    message = Message(message.text, (*message.blocks, *el.actions(*asked)))
    if done.notice.is_recognised:
        said, (told, *rest) = done.voice.say("customer_recognised"), message.blocks
        message = Message(phrases.joined([SafeText(message.text), said]), (told, el.context(said), *rest))
    if done.notice.follows is not None:
        said, (told, *rest) = done.voice.say("follows_deal", deal=_numbered(done, done.notice.follows)), message.blocks
        message = Message(phrases.joined([SafeText(message.text), said]), (told, el.context(said), *rest))
    if not alike:
        return message
    said, (told, *rest) = lists.looks_like(done.voice, alike), message.blocks
    presses = el.actions(_merge(done, alike[0]), _another(done))
    return Message(phrases.lines([SafeText(message.text), said]), (told, el.context(said), *presses, *rest))


def _numbered(done: Done[changes.DealCreated], deal_no: int) -> SafeText:
    return phrases.joined([done.deal(deal_no), done.voice.deal_number(deal_no)], " ")


def _merge(done: Done[changes.DealCreated], alike: DealLine) -> Block:
    new, called = done.notice.deal, done.names.deals.get(done.notice.deal)
    is_same = called is not None and called.customer == alike.customer
    return buttons.merge_double(
        done.voice, new, alike.deal_no, of=done.plain_deal(alike.deal_no) or "", is_same_customer=is_same
    )


def _another(done: Done[changes.DealCreated]) -> Block:
    notice = done.notice
    return buttons.another_deal(done.voice, notice.deal, notice.stay, notice.change, of=done.plain_deal(notice.deal))


def double_removed(done: Done[changes.DoubleRemoved]) -> Message:
    """Return that a deal was taken away as the double of an older one."""
    voice, notice = done.voice, done.notice
    numbers = {"number": voice.deal_number(notice.deal), "older": voice.deal_number(notice.older)}
    show = buttons.show(voice, notice.older, of=done.plain_deal(notice.older))
    return _answer(done, "double_removed", _undo(done), show, **numbers)


def advanced(done: Done[changes.DealAdvanced]) -> Message:
    """Return the answer to a move to a later stage."""
    n = done.notice.business_days
    if n == 0:
        return _moved(done, "moved")
    return _moved(done, "advanced", n=n)


def moved_back(done: Done[changes.DealMovedBack]) -> Message:
    """Return the answer to a move to an earlier stage."""
    return _moved(done, "back")


def transferred(done: Done[changes.DealTransferred], pipeline: SafeText) -> Message:
    """Return the answer to a move to another pipeline, which is called so."""
    return _moved(done, "transferred", pipeline=pipeline)


def reopened(done: Done[changes.DealReopened]) -> Message:
    """Return the answer to the reopening of a closed deal."""
    return _moved(done, "reopened")


def won(done: Done[changes.DealWon]) -> Message:
    """Return the answer to a win, with what was brought back to an earlier day of the win."""
    notice, voice = done.notice, done.voice
    amount = phrases.money(voice, notice.amount)
    values: dict[str, Shown] = {"sum": amount}
    if notice.won_on is not None:
        values: dict[str, Shown] = {"sum": amount, "won_on": notice.won_on}
        text, shown = _both(voice, "won_earlier", done.deal(notice.deal), values)
    else:
        text, shown = _both(voice, "won_without_day", done.deal(notice.deal), {"sum": amount})
    more = _with_win(done)
    return _message(done, SafeText(text + more), SafeText(shown + more), _undo(done))


def _with_win(done: Done[changes.DealWon]) -> str:
    """What follows the sentence of a win: what was promised, and what was brought back to an earlier day with it."""
    voice, notice = done.voice, done.notice
    promised = voice.say("won_promised", day=notice.day) if notice.day else voice.say("won_day_asked_later")
    also = voice.say("card_also", also=done.text(notice.also)) if notice.also is not None else None
    is_moved = notice.moves_opening or notice.moves_stages
    moved = voice.say(_MOVED_BACK[notice.moves_opening]) if is_moved else None
    return f". {phrases.joined([promised, also, _source_with(done), moved])}"


def _source_with(done: Done[changes.DealWon]) -> SafeText | None:
    """Where the deal came from, if that was said with the win."""
    kind, words = done.notice.source_kind, done.names.words.get(done.notice.source or 0, "")
    of = kinds.source(done.voice, Source(SourceKind(kind), words)) if kind is not None else None
    return done.voice.say("card_source", source=of) if of is not None else None


_MOVED_BACK = {True: "won_opening_moved", False: "won_stages_moved"}


def lost(done: Done[changes.DealLost]) -> Message:
    """Return the answer to a loss, with its reason and the month in which to come back; a dash for an erased reason."""
    notice = done.notice
    return _answer(done, "lost", _undo(done), reason=why_lost(done, notice.reason, notice))


def why_lost(done: Done[Notice], reason: int | None, lost: changes.DealLost | changes.SeveralChanged) -> SafeText:
    """Return why deals were lost, by the number of the words and the entry of the list, and when to come back."""
    voice, kind = done.voice, LostKind(lost.lost_kind) if lost.lost_kind is not None else None
    why = LostReason(kind, done.names.words.get(reason or 0, ""), option=lost.lost_option)
    said = kinds.reason(voice, why, _REASON_SHOWN, says_hidden=True)
    month = voice.say("card_returns", month=voice.in_month(lost.returns)) if lost.returns is not None else None
    return phrases.joined([said or SafeText("–"), month])


def deleted(done: Done[changes.DealDeleted]) -> Message:
    """Return the answer to a deletion."""
    return _answer(done, "deleted", _undo(done))


def undone(done: Done[changes.ChangeUndone]) -> Message:
    """Return the answer to an undo or redo of a move, of another change of a deal, of its opening, or of a setting."""
    voice, notice, change = done.voice, done.notice, done.notice.change
    if notice.is_redone:
        return _redone(done)
    if notice.gone_deal is not None:
        deal = done.deal(notice.gone_deal)
        text, shown = _both(voice, "undone_created", deal, {})
        return _message(done, text, shown, buttons.redo(voice, change, of=deal))
    if notice.count is not None:
        said = voice.say("undone_several", n=notice.count)
        return _message(done, said, said, buttons.redo(voice, change))
    if notice.deal is None:
        said = voice.say(_of_no_deal(notice))
        return _message(done, said, said, buttons.redo(voice, change))
    redo = buttons.redo(voice, change, deal=notice.deal, of=done.plain_deal(notice.deal))
    key = "undone_other" if notice.has_moved is False else "undone"
    what = taken_back(voice, notice.kinds)
    said = [phrases.joined([each, what], " ") for each in _both(voice, key, done.deal(notice.deal), _stage_of(done))]
    return _message(done, said[0], said[1], redo)


def _stage_of(done: Done[changes.ChangeUndone]) -> dict[str, Shown]:
    """The stage that a deal is in again, where its stage was part of what was undone."""
    return {} if done.notice.has_moved is False else {"stage": done.stage(done.notice.stage)}


def _of_no_deal(notice: changes.ChangeUndone) -> str:
    """Return the key of the sentence about a change of no deal and no customer that was undone, or done again."""
    if notice.is_target:
        return "redone_target" if notice.is_redone else "undone_target"
    if notice.is_absence:
        return "redone_absence" if notice.is_redone else "undone_absence"
    return "redone_setting" if notice.is_redone else "undone_setting"


def _redone(done: Done[changes.ChangeUndone]) -> Message:
    """Return the answer to the undo of an undo: what had been undone holds again."""
    notice = done.notice
    if notice.gone_deal is not None:
        text, shown = _both(done.voice, "redone_deleted", done.deal(notice.gone_deal), {})
        return _message(done, text, shown, buttons.undo(done.voice, notice.change))
    if notice.count is not None:
        said = done.voice.say("redone_several", n=notice.count)
        return _message(done, said, said, buttons.undo(done.voice, notice.change))
    if notice.deal is None:
        if notice.is_absence or notice.is_target:
            said = done.voice.say(_of_no_deal(notice))
            return _message(done, said, said, buttons.undo(done.voice, notice.change))
        said = done.voice.say("redone_setting")
        return _message(done, said, said, buttons.undo_settings(done.voice, notice.change))
    undo = buttons.undo(done.voice, notice.change, deal=notice.deal, of=done.plain_deal(notice.deal))
    if notice.has_moved is False:
        return _about(done, notice.deal, "redone_other", undo)
    return _about(done, notice.deal, "redone", undo, stage=done.stage(notice.stage))


def note_kept(done: Done[changes.NoteKept]) -> Message:
    """A note is kept."""
    return _answer(done, "note_kept", _undo(done), note=done.text(done.notice.note))


def step_set(done: Done[changes.NextStepSet]) -> Message:
    """Return the answer to a next step that was set."""
    day, step = done.notice.day, done.text(done.notice.step)
    if day is None:
        return _answer(done, "step_set_without_day", _undo(done), step=step)
    if done.notice.at is not None:
        return _answer(done, "step_set_at", _undo(done), day=day, at=done.voice.clock(done.notice.at), step=step)
    return _answer(done, "step_set", _undo(done), day=day, step=step)


def step_cleared(done: Done[changes.NextStepCleared]) -> Message:
    """Return the answer to a next step that is done, with the question for the next one."""
    return _answer(done, "step_cleared", _step(done), _undo(done), step=done.text(done.notice.step))


def snoozed(done: Done[changes.DealSnoozed], holiday: str | None = None) -> Message:
    """Return the answer to a snooze: no reminder comes until the chosen day, or the business day after it.

    `holiday` is what the chosen day is called, where it is one.
    """
    day, wished = done.notice.day, done.notice.wished
    if day is None or wished is None or wished == day:
        return _until(done, "snoozed_deal", day)
    is_weekend = wished.weekday() >= _SATURDAY
    if is_weekend:
        return _answer(done, "snoozed_over_weekend", _undo(done), _step(done), day=day, wished=wished)
    name = SafeText(holiday) if holiday else done.voice.say("day_off")
    return _answer(done, "snoozed_over_holiday", _undo(done), _step(done), day=day, wished=wished, holiday=name)


def seen(done: Done[changes.DealSeen]) -> Message:
    """Return the answer to "on it": no reminder comes for two business days."""
    return _until(done, "seen_deal", done.notice.day)


def reminders_on(done: Done[DealChanged]) -> Message:
    """Return the answer to the end of a snooze or of "on it"."""
    return _answer(done, "unsnoozed", _undo(done))


def settings_saved(done: Done[changes.SettingsSaved], channel: str | None = None) -> Message:
    """Settings are as chosen; of the channel chosen, how many guests read it and whether Putki waits to be let in."""
    said = phrases.lines([done.voice.say("settings_saved"), *(_of_channel(done, channel) if channel else ())])
    change, first = done.notice.change, done.notice.is_first is True
    undo = buttons.undo_settings(done.voice, change, first=first) if change is not None else None
    return _message(done, SafeText(said.replace("`", "")), said, undo)


def _of_channel(done: Done[changes.SettingsSaved], channel: str) -> Iterator[SafeText]:
    named, guests = SafeText(f"<#{channel}>"), done.notice.guests
    if guests:
        yield done.voice.say("some_guests" if done.notice.counts_some else "guests", n=guests, channel=named)
    if done.notice.waits:
        yield done.voice.say("not_in_yet", channel=named)


def imported(done: Done[changes.DealsImported]) -> Message:
    """Return how many deals an import brought, and in which state they are."""
    notice = done.notice
    said = done.voice.say("imported", n=notice.count, open=notice.open, won=notice.won, lost=notice.lost)
    return _message(done, said, said)


def post_skipped(done: Done[PostSkipped]) -> Message:
    """Return that a post was left out because its moment had passed."""
    voice, month = done.voice, done.notice.month
    if month is not None:
        said = voice.say("month_post_skipped", month=voice.month(month, leading=True))
    else:
        said = voice.say("post_skipped", day=done.notice.day or voice.today)
    return _message(done, said, said)


# --- Their parts ------------------------------------------------------------------------------------------------------


def _until(done: Done[DealChanged], key: str, day: date | None) -> Message:
    return _answer(done, key, _undo(done), _step(done), day=day or done.voice.today)


def _moved(done: Done[changes.DealMoved], key: str, **values: Shown) -> Message:
    """Return the stages of a move, and the amount where the move changed it."""
    notice = done.notice
    stages = {"from_stage": done.stage(notice.from_stage), "to_stage": done.stage(notice.to_stage)}
    text, shown = _both(done.voice, key, done.deal(notice.deal), {**stages, **values})
    amount = notice.amount
    if amount is not None:
        now = done.voice.say("sum_now", sum=amount)
        text, shown = phrases.joined([text, now]), phrases.joined([shown, now])
    return _message(done, text, shown, _undo(done), _step(done))


def _undo(done: Done[DealChanged]) -> Block | None:
    change = done.notice.change
    if change is None:
        return None
    return buttons.undo(done.voice, change, deal=done.notice.deal, of=done.plain_deal(done.notice.deal))


def _step(done: Done[DealChanged]) -> Block | None:
    stay = done.notice.stay
    if stay is None:
        return None
    return buttons.step(done.voice, done.notice.deal, stay, of=done.plain_deal(done.notice.deal))


def _answer(done: Done[DealChanged], key: str, *elements: Block | None, **values: Shown) -> Message:
    return _about(done, done.notice.deal, key, *elements, **values)


def _about(done: Done[Notice], deal: int, key: str, *elements: Block | None, **values: Shown) -> Message:
    text, shown = _both(done.voice, key, done.deal(deal), values)
    return _message(done, text, shown, *elements)


def _both(voice: Voice, key: str, deal: SafeText, values: Mapping[str, Shown]) -> tuple[SafeText, SafeText]:
    """The sentence as it is heard, and as it is seen: with the deal in bold."""
    return voice.say(key, deal=deal, **values), voice.say(key, deal=phrases.bold(deal), **values)


def _message(done: Done[Notice], text: SafeText, shown: SafeText, *elements: Block | None) -> Message:
    return message_of(done, text, shown, *elements)


def message_of(
    done: Done[Notice], text: SafeText, shown: SafeText, *elements: Block | None, below: SafeText | None = None
) -> Message:
    """Return an answer: the sentence as it is heard and as it is seen, small text `below`, who did it, and buttons."""
    blocks: list[Block] = [el.section(shown)]
    if below:
        blocks.append(el.context(below))
        text = phrases.lines([text, below])
    if done.by is not None:
        said = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(said))
        text = phrases.joined([text, said])
    return Message(text, (*blocks, *el.actions(*elements)))
