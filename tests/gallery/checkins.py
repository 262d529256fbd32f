"""Check-ins: the question, the answers, the won deal with what its customer said, the form, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.blocks import card, checkins, refusals
from bot.blocks.answers import Done
from bot.blocks.checkins import CheckInValues
from bot.blocks.elements import Message, View
from bot.blocks.forms import FormSubject
from bot.blocks.shown_words import ShownWords
from bot.language.voice import Voice
from pipeline import checkin_errors
from pipeline.deals.checkins import ToldCheckIn
from pipeline.deals.delivery_events import CheckIn
from pipeline.messages.checkin_notices import CheckInTold
from tests.gallery.deals import ACME, LONG, NAMES, NASTY, NOW
from tests.gallery.deliveries import DELIVERED

_DAY = date(2026, 6, 15)
CARED_FOR = replace(
    DELIVERED,
    step=f"{NASTY} venttiili vuotaa",
    step_no=51,
    step_day=_DAY,
    is_cared_for=True,
    check_ins=(ToldCheckIn(14, CheckIn.PROBLEM, NOW, 5, f"{NASTY} {LONG}"),),
)
SO_SO = replace(DELIVERED, check_ins=(ToldCheckIn(90, CheckIn.SO_SO, NOW),))


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The question; the answer to each answer, also where it was so already; and the refusals."""
    yield "check-in-due", checkins.asked(voice, DELIVERED, 14)
    words = next(iter(NAMES.words))
    for result in CheckIn:
        told = CheckInTold(deal=12, stay=40, change=41, after_days=14, result=result.value, words=words)
        if result is CheckIn.PROBLEM:
            told = replace(told, step=words, step_day=_DAY)
        yield f"check-in-{result.value.replace('_', '-')}", checkins.told(Done(voice, NAMES, told))
    nothing = CheckInTold(deal=12, stay=40, after_days=14, result=CheckIn.HAPPY.value)
    yield "check-in-already", checkins.told(Done(voice, NAMES, nothing))
    for refused in (
        checkin_errors.NotDelivered(deal=12),
        checkin_errors.ProblemUntold(deal=12),
        checkin_errors.CheckInTooLong(deal=12, limit=300),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def cards(voice: Voice, words: ShownWords) -> Iterator[tuple[str, Message]]:
    """The won deal whose customer has a problem, and one whose customer finds it so-so."""
    yield "card-won-cared-for", card.card(voice, CARED_FOR, words)
    yield "details-won-cared-for", card.details(voice, CARED_FOR, words)
    yield "details-won-so-so", card.details(voice, SO_SO, words)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The form: empty, and filled in with more words than are kept."""
    about = FormSubject(voice.name(ACME.customer))
    yield "form-check-in", checkins.form(voice, about, CheckInValues())
    yield "form-check-in-problem", checkins.form(voice, about, CheckInValues(CheckIn.PROBLEM, f"{NASTY} {LONG}"))
