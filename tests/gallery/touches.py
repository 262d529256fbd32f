"""Touches: the answers to each outcome, the card with its newest fact, the form in its states, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.blocks import card, refusals, touches
from bot.blocks.answers import Done
from bot.blocks.elements import Message, View
from bot.blocks.forms import FormSubject, Question
from bot.blocks.shown_words import ShownWords
from bot.blocks.touches import TouchValues
from bot.language.voice import Voice
from pipeline import step_errors, touch_errors
from pipeline.deals.touch_events import Interest, Means, TouchOutcome
from pipeline.messages.touch_notices import TouchLogged
from pipeline.queries.deal_view import LastTouch
from tests.gallery.deals import ACME, LONG, NAMES, NASTY, NOW

_DAY = date(2026, 6, 18)
_TEXTS = {70: "soita uudelleen", 71: f"{NASTY} {LONG * 5}", 72: "haluavat tarjouksen"}
_WORDS = replace(NAMES, words={**NAMES.words, **_TEXTS})


def _logged(means: Means, outcome: TouchOutcome, **more: object) -> TouchLogged:
    return TouchLogged(deal=12, stay=40, change=41, means=means.value, outcome=outcome.value, **more)  # type: ignore[arg-type]


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The answer to each outcome, to the sixth try, and to a touch with awkward words; and the refusals."""
    tried = _logged(Means.CALL, TouchOutcome.NO_ANSWER, step=70, day=_DAY, at=14 * 60, tries=1)
    told = {
        "touched-no-answer": tried,
        "touched-no-answer-alone": replace(tried, step=None, day=None, at=None),
        "touched-six-times": replace(tried, step=None, day=None, at=None, tries=6, asks=True),
        "touched-reached": _logged(Means.CALL, TouchOutcome.REACHED, interest="grew", note=72),
        "touched-met": _logged(Means.MEETING, TouchOutcome.REACHED, on=date(2026, 6, 12), step=70, day=_DAY),
        "touched-email": _logged(Means.EMAIL, TouchOutcome.SENT),
        "touched-message": _logged(Means.MESSAGE, TouchOutcome.SENT),
        "touched-social": _logged(Means.SOCIAL, TouchOutcome.SENT, interest="same"),
        "touched-they-contacted": _logged(Means.EMAIL, TouchOutcome.THEY_CONTACTED, interest="faded"),
        "touched-awkward": _logged(Means.CALL, TouchOutcome.REACHED, note=71, step=71, day=_DAY),
    }
    for name, notice in told.items():
        yield name, touches.logged(Done(voice, _WORDS, notice), ACME)
    for refused in (touch_errors.TouchAhead(deal=12, day=_DAY), touch_errors.TouchLongAgo(deal=12, day=_DAY)):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def cards(voice: Voice, words: ShownWords) -> Iterator[tuple[str, Message]]:
    """A card, and a deal's details, with the newest touch."""
    touched = replace(ACME, last_touch=LastTouch(Means.CALL, TouchOutcome.NO_ANSWER, NOW - timedelta(days=1)))
    yield "card-touched", card.card(voice, touched, words)
    yield "details-touched", card.details(voice, touched, words)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The form: empty, filled in, with questions, of who may set no step, and with a step that is far."""
    asked = FormSubject(voice.name(ACME.customer))
    filled = TouchValues(
        Means.CALL,
        TouchOutcome.REACHED,
        Interest.GREW,
        date(2026, 6, 12),
        note="haluavat tarjouksen",
        step="lähetä tarjous",
        step_day=_DAY,
        step_at=time(9),
    )
    doubtful = replace(
        filled,
        unsure="pe",
        unsure_step="ensi viikolla",
        questions={touches.OUTCOME: Question("touch_check", "soitin ja laitoin meilin perään")},
    )
    too_old = replace(filled, day=None, questions={touches.TOUCH_DAY: Question("touch_too_old", "1.3.")})
    far = refusals.sentence(voice, NAMES, step_errors.StepFar(deal=12, day=date(2026, 8, 31), n=54, limit=10))
    yield "form-touch", touches.form(voice, asked, TouchValues())
    yield "form-touch-filled", touches.form(voice, asked, filled)
    yield "form-touch-doubtful", touches.form(voice, asked, doubtful)
    yield "form-touch-too-old", touches.form(voice, asked, too_old)
    yield "form-touch-without-step", touches.form(voice, asked, filled, with_step=False)
    yield "form-touch-far", touches.form(voice, asked, replace(filled, step_day=date(2026, 8, 31)), asks=far)
