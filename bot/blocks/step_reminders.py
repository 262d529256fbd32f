"""The message before the hour of a next step, and what a reminder becomes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import buttons, phrases, touches
from bot.blocks import elements as el
from bot.blocks.answers import DoneBy
from bot.blocks.card import STEP_LIMIT
from bot.blocks.elements import Message
from bot.blocks.need_lines import every_need
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_view import DealView
from pipeline.stages.events import StageKind


def step_soon(voice: Voice, view: DealView) -> Message:
    """Return the reminder before the hour of a deal's next step, with what can be done about it."""
    of, deal_no, stay, step_no = phrases.plain_deal(voice, view), view.deal_no, view.stay, view.step_no or 0
    step = voice.name(view.step or "", STEP_LIMIT) or SafeText("–")
    said = voice.say("step_soon", at=voice.clock(view.step_at or 0), step=step)
    called = phrases.joined([phrases.deal(voice, view), voice.money(view.amount) if view.amount else None])
    shown = phrases.joined([phrases.bold(phrases.deal(voice, view)), voice.money(view.amount) if view.amount else None])
    elements = (
        buttons.step_done(voice, deal_no, stay, step_no, of=of, primary=True),
        touches.no_answer(voice, deal_no, stay, of=of),
        buttons.step_tomorrow(voice, deal_no, stay, step_no, of=of),
        buttons.step(voice, deal_no, stay, of=of),
    )
    needs = every_need(voice, view.needs)
    told = [el.context(phrases.lines(needs))] if needs else []
    section = el.section(phrases.lines([said, shown]))
    return Message(phrases.lines([said, called, *needs]), (section, *told, *el.actions(*elements)))


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a deal whose reminder is no longer true.

    `stay` is the one that the reminder was about, None if it was about a step. `done_step` is the text of that step
    where it was done, `delivery` what is told of a won deal's delivery or by its customer, if the reminder was about
    that, and `offer` what is told of the version that it was about. `reader` reads the reminder, by their number.
    """

    view: DealView
    stay: int | None
    reader: int | None
    done_step: str | None = None
    delivery: SafeText | None = None
    offer: SafeText | None = None
    by: DoneBy | None = None


def settled(voice: Voice, it: Settled) -> Message:
    """Return one line without buttons: what became of the deal, who did it, and when."""
    by = voice.say("by_whom", who=it.by.who, at=it.by.at) if it.by is not None else None
    heard = phrases.joined([_became(voice, it, phrases.deal(voice, it.view)), by])
    shown = phrases.joined([_became(voice, it, phrases.bold(phrases.deal(voice, it.view))), by])
    return Message(heard, (el.section(shown),))


def gone(voice: Voice, deal: SafeText) -> Message:
    """Return that the deal of a reminder is no more."""
    said = voice.say("undone_created", deal=deal)
    return Message(said, (el.section(said),))


def _became(voice: Voice, it: Settled, deal: SafeText) -> SafeText:
    view, today = it.view, voice.today
    if it.delivery is not None and view.state is StageKind.WON:
        return phrases.joined([deal, it.delivery], ": ")
    if view.state is not StageKind.OPEN:
        key = "was_won" if view.state is StageKind.WON else "was_lost"
        return phrases.joined([deal, voice.say(key, day=voice.local(view.stay_at).date())], ": ")
    if it.offer is not None:
        return phrases.joined([deal, it.offer], ": ")
    if it.done_step is not None:
        return voice.say("step_was_done", deal=deal, step=voice.name(it.done_step, STEP_LIMIT) or SafeText("–"))
    if it.stay not in (None, view.stay):
        return voice.say("now_in_stage", deal=deal, stage=phrases.stage(voice, view.stage))
    if view.owner != it.reader:
        return voice.say("handed_over", deal=deal, owner=voice.name(view.owner_name) or voice.say("somebody"))
    if view.snoozed_until is not None and view.snoozed_until > today:
        return voice.say("snoozed_deal", deal=deal, day=view.snoozed_until)
    if view.quiet_until is not None and view.quiet_until > today:
        return voice.say("seen_deal", deal=deal, day=view.quiet_until)
    known = _step_of(voice, view, deal) or _touch_of(voice, view, deal)
    return known or voice.say("now_in_stage", deal=deal, stage=phrases.stage(voice, view.stage))


def _touch_of(voice: Voice, view: DealView, deal: SafeText) -> SafeText | None:
    """The newest touch, where the customer reacted since the deal entered its stage."""
    if view.last_touch is None or not view.reacted:
        return None
    return phrases.joined([deal, touches.fact(voice, view.last_touch)])


def _step_of(voice: Voice, view: DealView, deal: SafeText) -> SafeText | None:
    """The next step that the deal has now."""
    if not view.step or view.step_day is None:
        return None
    step = voice.name(view.step, STEP_LIMIT)
    if view.step_at is None:
        return voice.say("step_set", deal=deal, day=view.step_day, step=step)
    return voice.say("step_set_at", deal=deal, day=view.step_day, at=voice.clock(view.step_at), step=step)
