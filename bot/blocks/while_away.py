"""The list of the first morning back: what others changed of one's deals, and what became due."""

from __future__ import annotations

from bot.blocks import buttons, phrases
from bot.blocks import elements as el
from bot.blocks.changed_by_others import STEP_LIMIT, what_changed
from bot.blocks.elements import Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.names import Names
from pipeline.queries.while_away import BecameDue, DueDeal, Meanwhile

MOST = 6  # lines below the title; the last one may say how many more there are


def while_away(voice: Voice, known: Names, happened: Meanwhile) -> Message:
    """Build the list: changes first, then what became due; of many the first ones, and how many more."""
    told = [what_changed(voice, known, each) for each in happened.changed]
    told += [_due(voice, known, each) for each in happened.due]
    rest = len(told) - MOST
    shown = told if rest <= 0 else [*told[: MOST - 1], voice.say("more", n=rest + 1)]
    title = voice.say("while_away")
    said = phrases.lines([phrases.bold(title), *(SafeText(f"• {each}") for each in shown)])
    text = phrases.lines([title, *(SafeText(each.replace("*", "")) for each in shown)])
    return Message(text, (el.section(said), *el.actions(buttons.plain(voice, WordName.MINE, "mine_button"))))


def _due(voice: Voice, known: Names, due: DueDeal) -> SafeText:
    deal = phrases.bold(phrases.deal_of(voice, known, due.deal.deal_no))
    match due.why:
        case BecameDue.STEP:
            step = voice.name(known.words.get(due.deal.step or 0, ""), STEP_LIMIT) or SafeText("–")
            return voice.say("away_step_was", deal=deal, day=due.day, step=step)
        case BecameDue.WISH:
            return voice.say("away_wish_was", deal=deal, day=due.day)
        case BecameDue.STUCK:
            return voice.say("away_stuck_since", deal=deal, day=due.day)
