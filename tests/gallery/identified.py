"""What is shown of a customer's needs, and of where a deal came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import answers, card, forms, needs, sources, step_reminders, touches
from bot.blocks.answers import Done
from bot.blocks.elements import Message, View
from bot.blocks.ids import Carried
from bot.blocks.touches import TouchValues
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from bot.requests.route import WORDS
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import Source
from pipeline.messages.change_notices import DealCreated
from pipeline.messages.need_notices import NeedKept
from pipeline.messages.source_notices import SourceNamed
from pipeline.need_errors import TooManyNeeds
from pipeline.queries.source_record import RecentSource, SourceRecord
from tests.gallery.deals import ACME, LONG, NAMES, NASTY, euros

NEEDED = ("seisokki heinäkuussa", NASTY, LONG)


def pieces(voice: Voice) -> Iterator[tuple[str, Message | View]]:
    """All of them, by name."""
    yield from _needs(voice)
    yield from _sources(voice)


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
    yield "form-touch-needs", touches.form(voice, subject, TouchValues(), carried, needs=NEEDED)
    yield "form-need", needs.form(voice, subject, (), "", carried)
    yield "form-need-too-long", needs.form(voice, subject, NEEDED, "pitkä tarve " * 20, carried)


def _sources(voice: Voice) -> Iterator[tuple[str, Message | View]]:
    created = DealCreated(deal=12, change=41, stay=41, amount=euros(12_500), stage=1)
    for name, recent in {"": None, "-same": RecentSource(11, LONG)}.items():
        asked = sources.question(voice, 12, recent)
        yield f"answer-created-asked{name}", answers.created(Done(voice, NAMES, created), (), asked)
    named = SourceNamed(deal=12, change=41, stay=41, source_kind="event")
    shown = {
        "": (named, Source(SourceKind.EVENT), SourceRecord(closed=12, won=5)),
        "-name": (named, Source(SourceKind.EVENT, NASTY), None),
        "-unknown": (replace(named, source_kind="unknown"), Source(SourceKind.UNKNOWN), None),
        "-there": (replace(named, change=None), Source(SourceKind.REFERRAL, "Matti"), None),
    }
    for name, (notice, source, record) in shown.items():
        yield f"answer-source{name}", sources.named(Done(voice, NAMES, notice), source, record)
    subject, carried = forms.FormSubject(SafeText("Acme Oy")), Carried(deal=12)
    yield "form-source", sources.form(voice, subject, Source(SourceKind.EVENT), carried)
    yield "form-source-named", sources.form(voice, subject, Source(None, LONG), carried)
