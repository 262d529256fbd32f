"""The reminder of a deal: why it comes, and everything needed to deal with it; and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import buttons, card, ids, phrases, touches, turns
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.blocks.shown_words import MENU
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.touch_events import Means
from pipeline.deals.turn import Turn
from pipeline.messages.occasions import MOST_IN_A_STAY
from pipeline.queries.deal_view import DealView
from pipeline.queries.names import StageLabel


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
    tells_lead: bool = False  # the lead sees on Monday that nobody answered


def reminder(voice: Voice, stuck: Stuck) -> Message:
    """The direct message to the deal's owner."""
    view = stuck.view
    asked = voice.say("asked_for") if stuck.is_asked_for else None
    why = phrases.joined([asked, _limit(voice, view), _last_sign(voice, view), _step(voice, view)], " ")
    turn, asks = _turn(voice, view), _again(voice, stuck)
    blocks = [
        el.section(phrases.lines([_headline(voice, view, phrases.bold(phrases.deal(voice, view))), why, turn, asks])),
        *el.actions(*_actions(voice, view, is_again=asks is not None)),
        el.context(phrases.lines([voice.say("reminder_emoji"), *_first(voice, stuck.first_ever)])),
    ]
    heard = phrases.lines([_headline(voice, view, phrases.deal(voice, view)), why, turn, asks])
    return Message(heard, tuple(blocks))


def _first(voice: Voice, first: FirstEver | None) -> list[SafeText]:
    """What is told once: when reminders come, who set them up, and how to adjust them."""
    if first is None:
        return []
    often = phrases.joined([voice.say("first_time", n=first.most), voice.say("first_time_quiet")], " ")
    return [often, voice.say("first_time_by", who=first.set_up_by)]


def _again(voice: Voice, stuck: Stuck) -> SafeText | None:
    """What is asked with a reminder that was not answered the time before."""
    if stuck.nth < 2:
        return None
    last = voice.say("last_reminder") if stuck.nth >= MOST_IN_A_STAY else None
    seen = voice.say("lead_sees_unanswered") if stuck.tells_lead else None
    return phrases.joined([voice.say("still_alive"), last, seen], " ")


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
    step, lost = buttons.step(voice, deal_no, stay, of=of), buttons.lost(voice, deal_no, stay, of=of)
    elements = (moved, touches.details_button(voice, deal_no, stay, of=of), step, lost)
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
    """When the last note was made, where there is one of this stay, and no newer touch."""
    newest = max((note.at for note in view.notes), default=None)
    touched = view.last_touch.at if view.last_touch is not None else view.stay_at
    if newest is None or newest < max(view.stay_at, touched):
        return None
    return voice.say("last_sign", day=voice.local(newest).date())


def _turn(voice: Voice, view: DealView) -> SafeText | None:
    """Whose turn it is, and the last touch: "Odottaa asiakasta: puhelu ma 8.6., ei vastannut"."""
    if view.turn is None:
        return None
    waits = turns.waits(voice, view.turn.turn)
    if view.last_touch is None:
        return phrases.joined([waits, voice.say("no_touch_yet")], ": ")
    is_because = view.turn.since is not None  # a step that is overdue makes it our turn whatever the last touch was
    return phrases.joined([waits, touches.shortly(voice, view.last_touch)], ": " if is_because else " · ")


def _step(voice: Voice, view: DealView) -> SafeText | None:
    """The next step: one that was to be done by now, or is still to come."""
    if not view.step or view.step_day is None:
        return None
    return card.step_now(voice, view)


def _actions(voice: Voice, view: DealView, *, is_again: bool) -> list[Block | None]:
    """Return the buttons by whose turn it is, and a menu of what is needed less often.

    Where the reminder asks whether the deal is alive, they are the answers to that.
    """
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    step, log = buttons.step(voice, deal_no, stay, of=of, is_yes=is_again), touches.menu(voice, deal_no, stay)
    if is_again:
        answers = (buttons.come_back(voice, deal_no, stay, of=of), buttons.lost(voice, deal_no, stay, of=of))
        return [step, log, *answers, _menu(voice, view, with_lost=False)]
    if view.turn is None or view.turn.turn is Turn.OURS:
        return [log, step, _menu(voice, view)]
    means = view.last_touch.means if view.last_touch is not None else Means.CALL
    answered = touches.reached(voice, deal_no, stay, of=of, means=means)
    return [answered, touches.no_answer(voice, deal_no, stay, of=of, means=means), step, _menu(voice, view)]


def _menu(voice: Voice, view: DealView, *, with_lost: bool = True) -> Block:
    """Return the menu of a reminder: to be reminded later, to move the deal on, and to lose it."""
    deal_no, stay, to = view.deal_no, view.stay, view.next_stage
    options = [el.option(voice.label("snooze_button"), ids.choice(WordName.SNOOZE, deal=deal_no, stay=stay))]
    if to is not None:
        options.append(el.option(buttons.move_label(voice, to), _moves(deal_no, stay, to)))
    if with_lost:
        options.append(el.option(voice.label("lost_button"), ids.choice(WordName.LOST, deal=deal_no, stay=stay)))
    return el.overflow(options, f"{MENU}.{deal_no}")


def _moves(deal_no: int, stay: int, to: StageLabel) -> str:
    return ids.choice(WordName.ADVANCE, deal=deal_no, stay=stay, to=to.no)
