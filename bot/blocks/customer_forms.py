"""The forms of customers: which customer, a contact, the facts; and the buttons that open them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.blocks import elements as el
from bot.blocks import forms, ids, merging, phrases, pickers
from bot.blocks.elements import Block, View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.voice import Voice
from pipeline.customers.customers import NAME_LIMIT
from pipeline.queries.customers import CustomerLine

PICK, LINE = "customer_pick", "customer_line"
NAME, ROLE, PHONE, EMAIL, LEFT = "contact_name", "contact_role", "contact_phone", "contact_email", "contact_left"
BUSINESS_ID, DOMAIN = forms.BUSINESS_ID, "domain"
_LONGEST = 100  # characters of a role, a phone number, a business id as they are typed
_LINE_LONGEST = 500
_PRESS = re.compile(r"=(page|contact|facts|find|history)\.(\d{1,15})(?:\.(\d{1,15}))?")
Questions = Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Press:
    """What a button of a customer, or its form, is about: the customer, and a contact or where a list goes on."""

    what: str
    customer_no: int
    number: int = 0


def press(what: str, customer_no: int, number: int = 0) -> str:
    """Return what a button or a form carries; nobody types it."""
    return f"={what}.{customer_no}.{number}" if number else f"={what}.{customer_no}"


def read_press(text: str) -> Press | None:
    """Return what a button or a form carried; None for what a person typed."""
    found = _PRESS.fullmatch(text)
    return Press(found[1], int(found[2]), int(found[3] or 0)) if found is not None else None


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A contact as a form or a page has it: its number, 0 for a new one, and its phone as the reader dials it."""

    contact_no: int = 0
    name: str = ""
    role: str = ""
    phone: str = ""
    dialled: str = ""
    email: str = ""


def opening(voice: Voice, what: str, key: str, customer_no: int, of: str, number: int = 0) -> Block:
    """Return a button that opens a customer's page or one of its forms; `of` names it for screen readers."""
    label = voice.label(key)
    action_id, value = ids.button(WordName.CUSTOMER, more=Remainder(press(what, customer_no, number)))
    spoken = f"{label.rstrip('…')}: {of}" if of else None
    return el.button(label, (f"{action_id}.{what}", value), spoken=spoken)


def change_button(voice: Voice, customer_no: int, person: PersonShown) -> Block:
    """Return the button that opens a contact's form."""
    return opening(
        voice, "contact", "edit_contact_button", customer_no, voice.plain_name(person.name), person.contact_no
    )


def options(voice: Voice, found: Sequence[CustomerLine]) -> list[Block]:
    """Return customers as options of the search."""
    return merging.options(voice, found)


def find(voice: Voice, known: CustomerLine | None, line: str, questions: Questions, carried: Carried) -> View:
    """Build the form that asks which customer is meant; `line` is what was typed for it."""
    asked = _asked(voice, questions)
    blocks = (
        pickers.search_field(
            PICK,
            voice.label("customer"),
            placeholder=voice.label("merge_placeholder"),
            initial=options(voice, [known])[0] if known is not None else None,
            hint=asked.get(PICK),
        ),
        el.text_field(
            LINE,
            voice.label("customer_line"),
            initial=line,
            hint=voice.label("customer_line_hint"),
            optional=True,
            longest=_LINE_LONGEST,
        ),
    )
    return forms.modal(
        voice, WordName.CUSTOMER, "customer_title", "customer_show", blocks, replace(carried, act=press("find", 0))
    )


def contact(voice: Voice, customer: CustomerLine, person: PersonShown, questions: Questions, carried: Carried) -> View:
    """Build the form of a contact, a new one or one that is there."""
    asked = _asked(voice, questions)
    left = el.ticks_field(
        LEFT, voice.label("contact_left_label"), [el.option(voice.label("contact_left_tick"), LEFT)], ticked=False
    )
    blocks = (
        el.section(phrases.bold(voice.name(customer.name))),
        el.text_field(NAME, voice.label("contact_name"), initial=person.name, hint=asked.get(NAME), longest=NAME_LIMIT),
        *(
            el.text_field(
                name, voice.label(name), initial=initial, hint=asked.get(name), optional=True, longest=NAME_LIMIT
            )
            for name, initial in ((ROLE, person.role), (PHONE, person.dialled), (EMAIL, person.email))
        ),
        *([left] if person.contact_no else []),
    )
    title = "contact_change_title" if person.contact_no else "contact_add_title"
    act = press("contact", customer.customer_no, person.contact_no)
    return forms.modal(voice, WordName.CUSTOMER, title, "save", blocks, replace(carried, act=act))


def facts(
    voice: Voice, customer: CustomerLine, business_id: str, domain: str, questions: Questions, carried: Carried
) -> View:
    """Build the form of what sets a customer apart: its business id and its domain."""
    asked = _asked(voice, questions)
    blocks = (
        el.section(phrases.bold(voice.name(customer.name))),
        *(
            el.text_field(
                name,
                voice.label(name),
                initial=initial,
                hint=asked.get(name) or voice.label(hint),
                optional=True,
                longest=_LONGEST,
            )
            for name, initial, hint in (
                (BUSINESS_ID, business_id, "business_id_hint"),
                (DOMAIN, domain, "domain_hint"),
            )
        ),
    )
    act = press("facts", customer.customer_no)
    return forms.modal(voice, WordName.CUSTOMER, "facts_title", "save", blocks, replace(carried, act=act))


def _asked(voice: Voice, questions: Questions) -> dict[str, str]:
    return {field: voice.label(each.key, text=each.text) for field, each in questions.items()}
