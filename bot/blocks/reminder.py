"""The reminder of a deal: why it comes, and everything needed to deal with it; and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_view import DealView

STEP_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Stuck:
    """A deal that has stood too long, as its owner is told, for the first time ever or again; or one asked for."""

    view: DealView
    is_first_ever: bool = False
    is_asked_for: bool = False


def reminder(voice: Voice, stuck: Stuck) -> Message:
    """The direct message to the deal's owner."""
    view = stuck.view
    asked = voice.say("asked_for") if stuck.is_asked_for else None
    why = phrases.joined([asked, _limit(voice, view), _last_sign(voice, view), _step(voice, view)], " ")
    first = phrases.joined([voice.say("first_time"), voice.say("first_time_quiet")], " ")
    blocks = [
        el.section(phrases.lines([_headline(voice, view, phrases.bold(phrases.deal(voice, view))), why])),
        *el.actions(*_actions(voice, view)),
        el.context(phrases.lines([voice.say("reminder_emoji"), first if stuck.is_first_ever else None])),
    ]
    return Message(phrases.lines([_headline(voice, view, phrases.deal(voice, view)), why]), tuple(blocks))


def what_happened(voice: Voice, view: DealView) -> Message:
    """The question that ✅ and ❌ turn a reminder into: no emoji alone moves money."""
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    to = view.next_stage.no if view.next_stage is not None else None
    moved = el.button(
        voice.label("moved_on_button"), ids.button(WordName.ADVANCE, deal=deal_no, stay=stay, to=to), style="primary"
    )
    text = voice.say("what_happened", deal=phrases.deal(voice, view))
    shown = voice.say("what_happened", deal=phrases.bold(phrases.deal(voice, view)))
    stands = voice.say("in_stage", stage=phrases.stage(voice, view.stage), n=view.days)
    elements = (moved, buttons.step(voice, deal_no, stay, of=of), buttons.lost(voice, deal_no, stay, of=of))
    return Message(text, (el.section(phrases.lines([shown, stands])), *el.actions(*elements)))


def the_rest(voice: Voice, n: int) -> Message:
    """How many more are stuck, in one line."""
    said = voice.say("the_rest", n=n)
    button = el.button(voice.label("show_deals_button"), ids.button(WordName.STUCK))
    return Message(said, (el.section(said, button),))


def _headline(voice: Voice, view: DealView, deal: SafeText) -> SafeText:
    stage = phrases.stage(voice, view.stage)
    if not view.is_stuck:
        amount = voice.money(view.amount) if view.amount is not None else None
        stands = voice.say("in_stage", stage=stage, n=view.days) if view.days else stage
        return SafeText(f"⏰ {phrases.joined([deal, amount, stands])}")
    if view.amount is None:
        return voice.say("stalled_without_sum", deal=deal, stage=stage, n=view.days)
    return voice.say("stalled", deal=deal, sum=view.amount, stage=stage, n=view.days)


def _limit(voice: Voice, view: DealView) -> SafeText | None:
    return voice.say("why_limit", n=view.limit_days) if view.is_stuck and view.limit_days is not None else None


def _last_sign(voice: Voice, view: DealView) -> SafeText | None:
    """When the last note was made, where there is one of this stay."""
    newest = max((note.at for note in view.notes), default=None)
    if newest is None or newest < view.stay_at:
        return None
    days = (voice.today - voice.local(newest).date()).days
    return voice.say("last_sign", n=days) if days > 0 else voice.say("last_sign_today")


def _step(voice: Voice, view: DealView) -> SafeText | None:
    """The next step: one that was to be done by now, or is still to come."""
    if not view.step or view.step_day is None:
        return None
    key = "step_overdue" if view.step_day < voice.today else "card_step"
    return voice.say(key, day=view.step_day, step=voice.name(view.step, STEP_LIMIT))


def _actions(voice: Voice, view: DealView) -> list[Block]:
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    on = [buttons.move(voice, deal_no, stay, view.next_stage, of=of, primary=True)] if view.next_stage else []
    return [
        *on,
        buttons.step(voice, deal_no, stay, of=of),
        buttons.snooze(voice, deal_no, stay, of=of),
        buttons.lost(voice, deal_no, stay, of=of),
    ]
