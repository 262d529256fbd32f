"""The reminder of a deal: why it comes, and everything needed to deal with it; and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import buttons, card, ids, phrases, touches, turns
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages.occasions import MOST_IN_A_STAY
from pipeline.queries.deal_view import DealView


@dataclass(frozen=True, slots=True)
class FirstEver:
    """What the reader is told with the first reminder ever: how many come in a day, and who set reminders up."""

    most: int
    set_up_by: SafeText


@dataclass(frozen=True, slots=True)
class Stuck:
    """A deal that has stood too long, as its owner is told for the `nth` time in this stay; or one asked for."""

    view: DealView
    first_ever: FirstEver | None = None
    is_asked_for: bool = False
    nth: int = 1


def reminder(voice: Voice, stuck: Stuck) -> Message:
    """The direct message to the deal's owner."""
    view = stuck.view
    asked = voice.say("asked_for") if stuck.is_asked_for else None
    why = phrases.joined([asked, _limit(voice, view), _last_sign(voice, view), _step(voice, view)], " ")
    asks = _again(voice, stuck.nth)
    blocks = [
        el.section(phrases.lines([_headline(voice, view, phrases.bold(phrases.deal(voice, view))), why, asks])),
        *el.actions(*_actions(voice, view, is_again=asks is not None)),
        el.context(phrases.lines([voice.say("reminder_emoji"), *_first(voice, stuck.first_ever)])),
    ]
    return Message(phrases.lines([_headline(voice, view, phrases.deal(voice, view)), why, asks]), tuple(blocks))


def _first(voice: Voice, first: FirstEver | None) -> list[SafeText]:
    """What is told once: when reminders come, who set them up, and how to adjust them."""
    if first is None:
        return []
    often = phrases.joined([voice.say("first_time", n=first.most), voice.say("first_time_quiet")], " ")
    return [often, voice.say("first_time_by", who=first.set_up_by)]


def _again(voice: Voice, nth: int) -> SafeText | None:
    """What is asked with a reminder that was not answered the time before."""
    if nth < 2:
        return None
    last = voice.say("last_reminder") if nth >= MOST_IN_A_STAY else None
    return phrases.joined([voice.say("still_alive"), last], " ")


def what_happened(voice: Voice, view: DealView) -> Message:
    """The question that ✅ and ❌ turn a reminder into: no emoji alone moves money."""
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    to = view.next_stage.no if view.next_stage is not None else None
    moved = el.button(
        voice.label("moved_on_button"), ids.button(WordName.ADVANCE, deal=deal_no, stay=stay, to=to), style="primary"
    )
    text = voice.say("what_happened", deal=phrases.deal(voice, view))
    shown = voice.say("what_happened", deal=phrases.bold(phrases.deal(voice, view)))
    stands = turns.stage_and_days(voice, view)
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
        stands = turns.stage_and_days(voice, view) if view.days else stage
        return SafeText(f"⏰ {phrases.joined([deal, amount, stands])}")
    if view.amount is None:
        key = "stalled_since_touch_without_sum" if view.reacted else "stalled_without_sum"
        return voice.say(key, deal=deal, stage=stage, n=view.days)
    key = "stalled_since_touch" if view.reacted else "stalled"
    return voice.say(key, deal=deal, sum=view.amount, stage=stage, n=view.days)


def _limit(voice: Voice, view: DealView) -> SafeText | None:
    return voice.say("why_limit", n=view.limit_days) if view.is_stuck and view.limit_days is not None else None


def _last_sign(voice: Voice, view: DealView) -> SafeText | None:
    """When the last note was made, where there is one of this stay."""
    newest = max((note.at for note in view.notes), default=None)
    if newest is None or newest < view.stay_at:
        return None
    return voice.say("last_sign", day=voice.local(newest).date())


def _step(voice: Voice, view: DealView) -> SafeText | None:
    """The next step: one that was to be done by now, or is still to come."""
    if not view.step or view.step_day is None:
        return None
    return card.step_now(voice, view)


def _actions(voice: Voice, view: DealView, *, is_again: bool) -> list[Block]:
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    next_stage = view.next_stage
    on = [buttons.move(voice, deal_no, stay, next_stage, of=of, primary=not is_again)] if next_stage else []
    step, lost = buttons.step(voice, deal_no, stay, of=of, is_yes=is_again), buttons.lost(voice, deal_no, stay, of=of)
    if is_again:
        return [step, *on, touches.menu(voice, deal_no, stay), buttons.come_back(voice, deal_no, stay, of=of), lost]
    return [*on, step, touches.menu(voice, deal_no, stay), buttons.snooze(voice, deal_no, stay, of=of), lost]
