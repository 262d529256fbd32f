"""Deliveries: the answers, the won deal with its promise, late, delivered; the forms, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.blocks import card, deliveries, problems, refusals, wins
from bot.blocks import forms as new_forms
from bot.blocks.answers import Done
from bot.blocks.deliveries import DeliveryValues
from bot.blocks.elements import Message, View
from bot.blocks.forms import FormSubject, FormValues
from bot.blocks.ids import Carried
from bot.blocks.shown_words import ShownWords
from bot.language.voice import Voice
from pipeline import delivery_errors, support_errors
from pipeline.deals.events import LateBecause, LostKind
from pipeline.messages.delivery_notices import ComeBackSet, DeliveryMoved, DeliveryTold
from pipeline.messages.support_notices import ProblemKept
from pipeline.queries.deal_view import LinkedDeal
from pipeline.queries.wins import WonDeal
from pipeline.stages.events import StageKind
from tests.gallery.deals import ACME, LONG, LOST, NAMES, NASTY, SALE
from tests.gallery.offerings import FIRST

_FIRST, _NEW, _CAME = date(2026, 6, 15), date(2026, 6, 22), date(2026, 6, 18)
PROMISED = replace(ACME, state=StageKind.WON, stage=SALE, promised_day=_FIRST, first_promised_day=_FIRST)
UNPROMISED = replace(PROMISED, promised_day=None, first_promised_day=None, also=LONG)
LATE = replace(PROMISED, promised_day=_NEW, late_because=LateBecause.SUPPLIER)
GONE = replace(ACME, state=StageKind.LOST, stage=LOST, lost_kind=LostKind.PRICE, returns=date(2026, 6, 1))
DELIVERED = replace(LATE, is_delivered=True, delivered_day=_CAME)

PROBLEM = replace(
    DELIVERED,
    step="venttiili vuotaa",
    step_no=51,
    step_day=date(2026, 6, 22),
    is_cared_for=True,
    problems=("venttiili vuotaa", f"{NASTY} {LONG}"),
    linked=(LinkedDeal(7, NASTY, is_later=False), LinkedDeal(40, LONG, is_later=True)),
)


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The answer to a delivery, to one that nobody knows of, to another promised day; and the refusals."""
    came = DeliveryTold(deal=12, stay=40, change=41, day=_CAME, first=_FIRST)
    yield "delivered", deliveries.told(Done(voice, NAMES, came))
    yield "delivered-already", deliveries.told(Done(voice, NAMES, replace(came, change=None, first=None)))
    yield "delivery-not-known", deliveries.told(Done(voice, NAMES, replace(came, day=None)))
    moved = DeliveryMoved(deal=12, stay=40, change=41, day=_NEW, first=_FIRST, because="supplier")
    yield "delivery-moved", deliveries.moved(Done(voice, NAMES, moved))
    yield "delivery-promised", deliveries.moved(Done(voice, NAMES, replace(moved, first=_NEW, because=None)))
    problem = ProblemKept(deal=12, stay=40, change=41, problem=51)
    unsold = support_errors.NothingSold(deal=12)
    yield "refused-nothing-sold", problems.nothing_sold(voice, unsold, voice.name(ACME.customer), "")
    yield "refused-problem-unsold", problems.nothing_sold(voice, unsold, voice.name(ACME.customer), f"{NASTY} {LONG}")
    yield "problem-kept", problems.kept(Done(voice, NAMES, problem))
    yield "delivery-due", deliveries.asked(voice, PROMISED, _FIRST)
    yield "promise-due", deliveries.promise_asked(voice, UNPROMISED)
    win = WonDeal(LATE, 18, ("Aino Virtanen", "Matti Korhonen"))
    yield "win-announced", wins.announced(voice, win)
    yield "win-announced-of-one-day", wins.announced(voice, WonDeal(UNPROMISED, 0, (NASTY,)))
    yield "win-taken-back", wins.taken_back(voice, voice.name(ACME.customer))
    yield "delivery-was-due", deliveries.asked(voice, PROMISED, date(2026, 6, 11))
    yield "come-back-due", deliveries.come_back(voice, GONE)
    offered = deliveries.come_back(voice, replace(GONE, needs=("a new pump", LONG)), FIRST.version)
    yield "come-back-due-offered", offered
    back = ComeBackSet(deal=12, stay=40, change=41, month=date(2026, 8, 1))
    yield "come-back-set", deliveries.come_back_set(Done(voice, NAMES, back))
    yield "come-back-never", deliveries.come_back_set(Done(voice, NAMES, replace(back, month=None)))
    for refused in (
        delivery_errors.NothingToDeliver(deal=12),
        support_errors.EmptyProblem(deal=12),
        support_errors.ProblemTooLong(deal=12, text=LONG, limit=300),
        delivery_errors.DeliveredAhead(deal=12, day=_NEW),
        delivery_errors.DeliveredBeforeWin(deal=12, day=date(2026, 6, 1), won=date(2026, 6, 9)),
        delivery_errors.DeliveredAlready(deal=12, day=_CAME),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def cards(voice: Voice, words: ShownWords) -> Iterator[tuple[str, Message]]:
    """The cards of a won deal, and its details."""
    for name, view in {
        "promised": PROMISED,
        "unpromised": UNPROMISED,
        "late": LATE,
        "delivered": DELIVERED,
        "problem": PROBLEM,
    }.items():
        yield f"card-won-{name}", card.card(voice, view, words)
        yield f"details-won-{name}", card.details(voice, view, words)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The two forms: empty, filled in, with a day that is not surely read, and with awkward words."""
    asked = FormSubject(voice.name(ACME.customer))
    yield "form-delivered", deliveries.delivered_form(voice, asked, DeliveryValues())
    yield (
        "form-delivered-unsure",
        deliveries.delivered_form(voice, asked, DeliveryValues(_CAME, "to", note="kiittivät")),
    )
    yield "form-promise", deliveries.promise_form(voice, asked, DeliveryValues())
    yield "form-late", deliveries.late_form(voice, asked, DeliveryValues())
    yield "form-problem", problems.form(voice, asked, "", Carried(deal=12))
    yield "form-problem-too-long", problems.form(voice, asked, "pitkä ongelma " * 40, Carried(deal=12))
    above = problems.follows(voice, replace(PROMISED, needs=(NASTY, LONG)), (NASTY, LONG))
    yield "form-follow-up", new_forms.new(voice, FormValues(customer=ACME.customer), above=above)
    filled = DeliveryValues(_NEW, "", LateBecause.CHANGED_ORDER, f"{NASTY} {LONG}")
    yield "form-late-filled", deliveries.late_form(voice, asked, filled)
    yield "form-late-unread", deliveries.late_form(voice, asked, DeliveryValues(unsure="31.2."))
