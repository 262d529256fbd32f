"""What is shown of a customer's needs, and of where a deal came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import card, forms, needs, step_reminders
from bot.blocks.answers import Done
from bot.blocks.elements import Message, View
from bot.blocks.ids import Carried
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from bot.requests.route import WORDS
from pipeline.messages.need_notices import NeedKept
from pipeline.need_errors import TooManyNeeds
from tests.gallery.deals import ACME, LONG, NAMES, NASTY

NEEDED = ("seisokki heinäkuussa", NASTY, LONG)


def pieces(voice: Voice) -> Iterator[tuple[str, Message | View]]:
    """All of them, by name."""
    yield from _needs(voice)


def _needs(voice: Voice) -> Iterator[tuple[str, Message | View]]:
    kept = NeedKept(deal=12, change=41, stay=41, need=51, count=1)
    yield "answer-need-kept", needs.kept(Done(voice, NAMES, kept))
    yield "answer-need-there", needs.kept(Done(voice, NAMES, replace(kept, change=None, count=3)))
    yield "refused-fourth-need", needs.too_many(voice, TooManyNeeds(deal=12, n=3), SafeText("Acme Oy"), LONG)
    view = replace(ACME, needs=NEEDED)
    yield "card-needs", card.card(voice, view, WORDS)
    yield "details-needs", card.details(voice, view, WORDS)
    yield "step-soon-needs", step_reminders.step_soon(voice, replace(view, step_at=9 * 60))
    subject, carried = forms.FormSubject(SafeText("Acme Oy")), Carried(deal=12)
    yield "form-need", needs.form(voice, subject, (), "", carried)
    yield "form-need-too-long", needs.form(voice, subject, NEEDED, "pitkä tarve " * 20, carried)
