"""A win as the channel reads it: two lines, and one where it was taken back."""

from __future__ import annotations

from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.phrases import bold, deal, joined, lines, money
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.wins import WonDeal


def announced(voice: Voice, won: WonDeal) -> Message:
    """Return that a deal was won: what it came to, how long it took, who took part, and its promised delivery."""
    view = won.view
    days = voice.business_days(won.business_days) if won.business_days else None
    people = [voice.name(each) for each in won.people if each]
    who = voice.say("win_people", people=joined(people, ", ")) if people else None
    day = view.promised_day
    promised = voice.say("win_delivery", day=day) if day is not None and not view.delivered_day else None
    about = joined([days, who, promised])
    called, amount = deal(voice, view), money(voice, view.amount)
    texts = [voice.say("win_announced", deal=joined([each, amount], ", ")) for each in (called, bold(called))]
    return Message(lines([texts[0], about]), (el.section(lines([texts[1], about])),))


def taken_back(voice: Voice, called: SafeText) -> Message:
    """Return, in place of an announcement, that the deal is not won after all."""
    texts = [voice.say("win_taken_back", deal=each) for each in (called, bold(called))]
    return Message(texts[0], (el.section(texts[1]),))
