"""Customers: a page in each of its states, the answers to what was done to contacts and facts, and the forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.blocks import customer, customer_forms
from bot.blocks.answers import Done
from bot.blocks.customer import SavedTexts
from bot.blocks.customer_forms import PersonShown
from bot.blocks.elements import Message, View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried
from bot.language.voice import Voice
from pipeline.customers.undone import OfCustomer
from pipeline.deals.events import LostKind
from pipeline.deals.touch_events import Means, TouchOutcome
from pipeline.messages.change_notices import ChangeUndone
from pipeline.messages.customer_notices import ContactSaved, CustomerAct, CustomerChanged
from pipeline.money import Money
from pipeline.queries.customer_history import CustomerChange, CustomerHistory
from pipeline.queries.customer_page import PAGE, CustomerPage, StageCount
from pipeline.queries.customers import CustomerLine
from pipeline.queries.deal_lists import DealLine, Lines
from pipeline.queries.deal_view import LastTouch
from tests.gallery.deals import (
    ARABIC,
    EMOJI,
    IDENTIFICATION,
    LONG,
    LONG_STAGE,
    NAMES,
    NASTY,
    NOW,
    OFFER,
    euros,
)
from tests.gallery.deals import MINE as DEALS

CALLED = replace(NAMES, customers={3: "Acme Oy", 10: NASTY + LONG})
CARRIED = Carried(reply="https://example.com/x")
MAIJA = PersonShown(4, "Maija Meikäläinen", "ostopäällikkö", "+358401234567", "040 1234567", "maija@acme.fi")
PEOPLE = (
    MAIJA,
    PersonShown(5, "Vaihde", "", "+3589123456", "09 123456", ""),
    PersonShown(6, "Pekka Virtanen", "toimitusjohtaja"),
)
ODD = PersonShown(7, NASTY + LONG, LONG, "+358401234567", "040 1234567", "a" * 64 + "@" + "b" * 60 + ".fi")
TEXTS = SavedTexts(
    {
        1: "Maija Meikäläinen",
        2: "ostopäällikkö",
        3: "+358401234567",
        4: "maija@acme.fi",
        5: "+358501234567",
        6: "0112038-9",
        7: "acme.fi",
        8: NASTY + LONG,
    },
    {"+358401234567": "040 1234567", "+358501234567": "050 1234567"},
)
NEW = CustomerPage(3, "Beta Oy", "", "", (), 0, (), (), (), (), None, "", (), Lines(0, ()))


def _page(deals: Lines) -> CustomerPage:
    return CustomerPage(
        customer_no=3,
        name="Acme Oy",
        business_id="0112038-9",
        domain="acme.fi",
        stages=(StageCount(IDENTIFICATION, 1, ()), StageCount(OFFER, 2, (euros(42_000),))),
        won=4,
        won_sums=(euros(56_000), Money(300_000, "USD")),
        lost=((LostKind.PRICE, 2), (None, 1)),
        contacts=(),
        needs=("seisokki heinäkuussa", "varaosat samasta paikasta"),
        last=LastTouch(Means.CALL, TouchOutcome.NO_ANSWER, NOW - timedelta(days=3)),
        last_with="Maija Meikäläinen",
        promised=((12, date(2026, 8, 31)),),
        deals=deals,
        also=((12, "käyttökoulutus"),),
    )


def _large() -> CustomerPage:
    """A customer with 200 deals, long names, and more contacts than are shown."""
    lines = tuple(replace(_line(), deal_no=100 + n, customer=LONG, name=NASTY) for n in range(PAGE))
    return replace(
        _page(Lines(200, lines)),
        customer_no=10,
        name=NASTY + LONG,
        stages=tuple(StageCount(replace(LONG_STAGE, no=n), 40, (Money(10**15, "JPY"), euros(1))) for n in range(5)),
        lost=tuple((kind, 9) for kind in LostKind),
        needs=(LONG, NASTY, ARABIC, EMOJI, LONG, LONG),
        last=LastTouch(Means.SOCIAL, TouchOutcome.THEY_CONTACTED, NOW),
        last_with=ARABIC,
        promised=((12, date(2026, 8, 31)), (13, date(2026, 9, 1)), (14, date(2027, 9, 1))),
    )


def _line() -> DealLine:
    return DEALS.lines[0]


def messages(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The pages and the answers, with their names."""
    yield "customer", customer.page(voice, _page(Lines(2, DEALS.lines[:2])), PEOPLE)
    yield "customer-new", customer.page(voice, NEW, ())
    yield "customer-large", customer.page(voice, _large(), (ODD,) * 12)
    yield "customer-second-page", customer.page(voice, replace(_large(), deals=replace(_large().deals, start=10)), ())
    yield "customer-none", customer.no_such_customer(voice, "Olematon Oy")
    yield "customer-none-awkward", customer.no_such_customer(voice, NASTY + LONG)
    changes = tuple(
        CustomerChange(40 + n, OfCustomer(act, 3, 1), "Maija Meikäläinen", n or None, "Aino", NOW, can_undo=n % 2 == 0)
        for n, act in enumerate(CustomerAct)
    )
    yield "customer-history", customer.history(voice, CustomerHistory(3, "Acme Oy", 5, changes))
    yield "customer-history-empty", customer.history(voice, CustomerHistory(10, NASTY + LONG, 0, ()))
    added = ContactSaved(
        customer=3,
        contact=4,
        name=1,
        act=CustomerAct.ADDED.value,
        change=41,
        fields=("name", "role", "phone", "email"),
        was=(0, 0, 0, 0),
        now=(1, 2, 3, 4),
    )
    changed = replace(added, act=CustomerAct.CHANGED.value, fields=("phone", "role"), was=(3, 2), now=(5, 0))
    yield "contact-added", customer.contact_saved(Done(voice, CALLED, added), TEXTS)
    yield "contact-changed", customer.contact_saved(Done(voice, CALLED, changed), TEXTS)
    yield "contact-as-it-was", customer.contact_saved(Done(voice, CALLED, replace(added, change=None)), TEXTS)
    odd = replace(added, customer=10, name=8, fields=("name",), was=(0,), now=(8,))
    yield "contact-awkward", customer.contact_saved(Done(voice, CALLED, odd), TEXTS)
    for act in (CustomerAct.LEFT, CustomerAct.BACK):
        said = replace(added, act=act.value, fields=(), was=(), now=())
        yield f"contact-{act.value}", customer.contact_saved(Done(voice, CALLED, said), TEXTS)
    facts = CustomerChanged(customer=3, change=41, fields=("business_id", "domain"), was=(0, 7), now=(6, 0))
    yield "facts-saved", customer.facts_saved(Done(voice, CALLED, facts), TEXTS)
    yield "facts-as-they-were", customer.facts_saved(Done(voice, CALLED, replace(facts, change=None)), TEXTS)
    for act in CustomerAct:
        undone = ChangeUndone(change=42, act=act.value, of_customer=3, contact=1)
        yield f"undone-customer-{act.value}", customer.undone(Done(voice, CALLED, undone), "Maija Meikäläinen")
    redone = ChangeUndone(change=43, is_redone=True, act="facts", of_customer=10)
    yield "redone-customer", customer.undone(Done(voice, CALLED, redone), "")


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The forms, with their names."""
    acme = CustomerLine(3, "Acme Oy", 12)
    which = {customer_forms.PICK: Question("which_customer", "acne")}
    asked = {
        customer_forms.NAME: Question("contact_meant", "Maija"),
        customer_forms.PHONE: Question("phone_without_digits", "ei vielä"),
    }
    yield "customer", customer_forms.find(voice, None, "", {}, CARRIED)
    yield "customer-asked", customer_forms.find(voice, acme, "Maija, 040 123 4567", which, CARRIED)
    yield "contact-new", customer_forms.contact(voice, acme, PersonShown(), {}, CARRIED)
    yield "contact", customer_forms.contact(voice, acme, MAIJA, {}, CARRIED)
    yield "contact-asked", customer_forms.contact(voice, acme, replace(MAIJA, contact_no=0), asked, CARRIED)
    yield "contact-awkward", customer_forms.contact(voice, CustomerLine(10, NASTY + LONG, 0), ODD, {}, CARRIED)
    taken = {customer_forms.BUSINESS_ID: Question("fact_taken_asked", "Beta Oy")}
    yield "facts", customer_forms.facts(voice, acme, "0112038-9", "acme.fi", {}, CARRIED)
    yield "facts-asked", customer_forms.facts(voice, acme, "0112038-9", "", taken, CARRIED)
