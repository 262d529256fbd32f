"""The question whether to go through one's stuck deals at once, to one person, once a quarter at most."""

from __future__ import annotations

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.ids import Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.spring_cleaning import Cleaning, Outlook

STAGES = 6  # stages of which is told how such deals have ended


def spring_cleaning(voice: Voice, found: Cleaning) -> Message:
    """Return how many deals are stuck, how such deals have ended, and a button that opens the form for several."""
    share = voice.say("cleaning", stuck=voice.number(found.share.stuck), open=voice.number(found.share.open))
    asks = voice.say("cleaning_asks")
    outlooks = phrases.lines(_outlook(voice, each) for each in found.outlooks[:STAGES])
    more = Remainder(" ".join(map(str, found.deals)))
    through = el.button(voice.label("cleaning_button"), ids.button(WordName.SELECT, more=more), style="primary")
    blocks = [
        el.section(phrases.lines([phrases.bold(share), asks])),
        *([el.section(outlooks)] if outlooks else []),
        *el.actions(through, buttons.plain(voice, WordName.STUCK, "show_deals_button")),
        el.context(voice.say("cleaning_seldom")),
    ]
    return Message(phrases.lines([share, asks, outlooks]), tuple(blocks))


def _outlook(voice: Voice, it: Outlook) -> SafeText:
    stage, values = phrases.stage(voice, it.stage), {"k": it.nothing_of_ten, "alike": voice.number(it.alike)}
    return voice.say("cleaning_outlook", stage=stage, n=it.deals, **values)
