"""`/deal customer`: a customer's page; behind the name a contact of it, or its business id and domain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.blocks import customer_forms as blanks
from bot.blocks.customer_forms import PersonShown, Press
from bot.blocks.elements import View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.language.contact_line import ContactLine, is_email, person_who_left, read_contact
from bot.language.deal_words import NUMBER
from bot.language.fact_line import FactLine, read_facts
from bot.language.folding import Unclear, folded
from bot.language.phones import read_phone
from bot.language.readers import voice_for
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.sending.render_customer import dialled, person, region_of
from bot.slack.requests import Request
from bot.word import Ask, Options, Reply, Services, Word
from bot.words.form_input import fit
from pipeline import customer_errors as errors
from pipeline.customers import contacts, facts
from pipeline.customers.contact_list import Contact, contact_of_no, contacts_of, survivor
from pipeline.customers.contacts import ContactGiven
from pipeline.customers.events import CustomerFact
from pipeline.customers.known import names_of
from pipeline.errors import NoSuchDeal, UnknownForm
from pipeline.finding.words import typed_words
from pipeline.ledger.read_session import ReadSession
from pipeline.merge_errors import CustomerRefused
from pipeline.messages.customer_notices import ShowCustomer
from pipeline.people.access import Act, require
from pipeline.queries import customers
from pipeline.queries.customer_in_line import CustomerNamed, customer_named
from pipeline.queries.customer_page import customer_page
from pipeline.queries.customers import CustomerLine, customer_meant, customer_of_deal
from pipeline.refused import Refused, TextQuoted

_QUOTED = 60  # characters of what was typed that a question quotes
_PAGE = re.compile(r"(?:yhteyshenkilöt|yhteystiedot|tiedot|diilit|sivu|contacts|details|deals|page)", re.IGNORECASE)
_FIELDS = {"name": blanks.NAME, "role": blanks.ROLE, "phone": blanks.PHONE, "email": blanks.EMAIL}
_FACT_FIELDS = {CustomerFact.BUSINESS_ID: blanks.BUSINESS_ID, CustomerFact.DOMAIN: blanks.DOMAIN}

_OF_ID = (errors.BusinessIdWrong, errors.BusinessIdTaken)
_OF_DOMAIN = (errors.DomainWrong, errors.DomainOfAll, errors.DomainTaken)


# --- Typed ------------------------------------------------------------------------------------------------------------


def typed(services: Services, request: Request) -> Reply:
    """`[customer] [a contact, a business id, a domain]`: the page, or what is kept; it asks which customer is meant."""
    text = ", ".join(part for part in (request.line.rest, request.line.note) if part)
    fit(text)
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SEE)
        named = _named(session, request, text)
        begun = _begun_so(session, text) if named is None and text else []
    if named is not None:
        return _about(services, request, named.customer_no, named.rest)
    if len(begun) == 1:
        return _about(services, request, begun[0].customer_no, "")
    return _which(services, request, text, is_of_several=bool(begun))


def _named(session: ReadSession, request: Request, text: str) -> CustomerNamed | None:
    """The customer that the line names, else that of the thread's deal; None where neither is sure."""
    number = NUMBER.match(text)
    if number is not None or (text.isascii() and text.isdigit()):
        deal_no = int(number[1] if number is not None else text)
        known = customer_of_deal(session, deal_no)
        if known is None:
            raise NoSuchDeal(number=deal_no)
        return CustomerNamed(known.customer_no, text[number.end() :].strip(" ,:") if number is not None else "")
    if text and (found := customer_named(session, text)) is not None:
        return found
    known = customer_of_deal(session, request.deal) if request.deal is not None else None
    if known is None or (text and not _says_something(text, region_of(session))):
        return None
    return CustomerNamed(known.customer_no, text)


def _says_something(text: str, region: str) -> bool:
    """Whether a line without a customer's name is about a contact or a fact."""
    line = read_contact(text, region)
    return bool(line.phone or line.email or line.role or read_facts(text) or person_who_left(text))


def _begun_so(session: ReadSession, text: str) -> list[CustomerLine]:
    """The customers in whose names each of these words begins a word."""
    words = typed_words(text)
    there = customers.find_customers(session, text)
    return [
        each for each in there if all(any(own.startswith(word) for own in typed_words(each.name)) for word in words)
    ]


def _which(services: Services, request: Request, text: str, *, is_of_several: bool = False) -> Reply:
    """The form that asks which customer is meant, with the likeliest one and what else was typed.

    `is_of_several`: the line begins the names of several customers. Raises NoSuchCustomer where it is of none.
    """
    with services.ledger.read_session(request.by) as session:
        known, said = _guess(session, text)
        if text and known is None and not is_of_several and not _says_something(text, region_of(session)):
            raise errors.NoSuchCustomer(text=text)
    rest = "" if is_of_several and known is None else text[len(said) :].strip(" ,:")
    questions = {blanks.PICK: Question("which_customer", plain(said or text, _QUOTED))} if text else {}

    def build(voice: Voice, _session: ReadSession) -> View:
        return blanks.find(
            voice, known, rest if known is not None or is_of_several else text, questions, _carried(request)
        )

    return Ask(build, Pressed(WORD.word, deal=request.deal, more=Remainder(text)))


def _guess(session: ReadSession, text: str) -> tuple[CustomerLine | None, str]:
    """The customer most like how the line begins, and those words."""
    words = re.split(r"[,;:]", text)[0].split()
    for count in sorted({len(words), 3, 2, 1}, reverse=True):
        said = " ".join(words[:count])
        if count <= len(words) and said and (known := customer_meant(session, said)[0]) is not None:
            return known, said
    return None, ""


def _about(services: Services, request: Request, customer_no: int, rest: str) -> Reply:
    """What is said behind a customer's name: nothing, facts, that somebody left, or a contact."""
    if not rest or _PAGE.fullmatch(rest):
        return ShowCustomer(customer=customer_no)
    if (found := read_facts(rest)) is not None:
        return _facts(services, request, customer_no, found, rest)
    if (name := person_who_left(rest)) is not None:
        return _left(services, request, customer_no, name)
    return _contact(services, request, customer_no, rest)


# --- Facts ------------------------------------------------------------------------------------------------------------


def _facts(services: Services, request: Request, customer_no: int, found: FactLine, typed_text: str) -> Reply:
    """Keep the facts; what is refused stands in the form as it was typed, with the reason under it."""
    given = {CustomerFact.BUSINESS_ID: found.business_id, CustomerFact.DOMAIN: found.domain}
    said = {fact: text for fact, text in given.items() if text}
    try:
        return facts.set_facts(services.ledger, request.by, customer_no, said)
    except (*_OF_ID, *_OF_DOMAIN) as refused:
        why = refused
    field = blanks.BUSINESS_ID if isinstance(why, _OF_ID) else blanks.DOMAIN

    def build(voice: Voice, session: ReadSession) -> View:
        key = "fact_taken_asked" if isinstance(why, CustomerRefused) else why.key
        questions = {field: Question(key, _reason(session, why))}
        return _facts_form(voice, session, request, customer_no, said, questions)

    return Ask(build, Pressed(WORD.word, more=Remainder(f"{_called(services, request, customer_no)}, {typed_text}")))


def _reason(session: ReadSession, why: Refused) -> str:
    """What the question quotes: what was typed, or the customer that has it."""
    if isinstance(why, CustomerRefused):
        return names_of(session, [why.customer]).get(why.customer, "")
    return plain(str(why.text or ""), _QUOTED) if isinstance(why, TextQuoted) else ""


def _called(services: Services, request: Request, customer_no: int) -> str:
    with services.ledger.read_session(request.by) as session:
        return names_of(session, [customer_no]).get(customer_no, "")


def _facts_form(
    voice: Voice,
    session: ReadSession,
    request: Request,
    customer_no: int,
    said: Mapping[CustomerFact, str],
    questions: Mapping[str, Question],
) -> View:
    line, page = _line(session, customer_no), customer_page(session, customer_no)
    business_id = said.get(CustomerFact.BUSINESS_ID, page.business_id)
    domain = said.get(CustomerFact.DOMAIN, page.domain)
    return blanks.facts(voice, line, business_id, domain, questions, _carried(request))


def _line(session: ReadSession, customer_no: int) -> CustomerLine:
    found = customers.lines(session, [survivor(session, customer_no)])
    if not found:
        raise errors.CustomerNotThere
    return found[0]


# --- Contacts ---------------------------------------------------------------------------------------------------------


def _left(services: Services, request: Request, customer_no: int, name: str) -> Reply:
    """Say that the contact of this name left. Raises NoSuchContact where none, or several, have it."""
    with services.ledger.read_session(request.by) as session:
        fitting = _called_so(contacts_of(session, customer_no), name)
    if len(fitting) != 1:
        raise errors.NoSuchContact(customer=customer_no, text=name)
    return contacts.leave(services.ledger, request.by, fitting[0].contact_no)


def _called_so(there: tuple[Contact, ...], name: str) -> list[Contact]:
    """The contacts of this name, or else those whose name has all its words."""
    exact = [each for each in there if folded(each.name) == folded(name)]
    words = set(folded(name).split())
    partly = [each for each in there if not each.has_left and words and words <= set(folded(each.name).split())]
    return exact or partly


def _contact(services: Services, request: Request, customer_no: int, rest: str) -> Reply:
    """Keep the contact that the line surely tells; else its form, filled in, with what is asked about it."""
    with services.ledger.read_session(request.by) as session:
        customer_no = survivor(session, customer_no)
        line, same = _as_known(read_contact(rest, region_of(session)), contacts_of(session, customer_no))
    if line.is_sure:
        given = ContactGiven(line.name, line.role, line.phone, line.email)
        return contacts.add(services.ledger, request.by, customer_no, given)

    def build(voice: Voice, session: ReadSession) -> View:
        shown = person(voice, session, same) if same is not None else _shown(voice, session, line)
        questions = {
            _FIELDS[field]: Question(each.key, plain(each.text, _QUOTED)) for field, each in reversed(line.unclear)
        }
        return blanks.contact(voice, _line(session, customer_no), shown, questions, _carried(request))

    called = _called(services, request, customer_no)
    return Ask(build, Pressed(WORD.word, more=Remainder(f"{called}, {rest}")))


def _shown(voice: Voice, session: ReadSession, line: ContactLine) -> PersonShown:
    """What the line tells, as its form has it; what found no place stands in the field that it is near."""
    beside = {field: each.text for field, each in reversed(line.unclear) if each.key != "contact_name_guessed"}
    role = ", ".join(part for part in (line.role, beside.get("role", "")) if part)
    phone = dialled(voice, session, line.phone) or beside.get("phone", "")
    return PersonShown(0, line.name, role, line.phone, phone, line.email or beside.get("email", ""))


def _as_known(line: ContactLine, there: tuple[Contact, ...]) -> tuple[ContactLine, Contact | None]:
    """The line in view of the contacts that there are; and the one whom it names and tells nothing new of."""
    other = next((each for each in there if line.email and each.email == line.email and not each.has_left), None)
    if other is not None and folded(other.name) != folded(line.name):
        guessed = [each for each in line.unclear if each[1].key != "contact_name_guessed"]
        if not line.name or len(guessed) < len(line.unclear):
            return replace(line, name=other.name, unclear=tuple(guessed)), None
        return replace(line, unclear=(*line.unclear, ("email", Unclear(other.name, "contact_has_email")))), None
    fitting = _called_so(there, line.name) if line.name else []
    if len(fitting) != 1:
        return line, None
    if folded(fitting[0].name) != folded(line.name):
        unclear = (*line.unclear, ("name", Unclear(line.name, "contact_meant")))
        return replace(line, name=fitting[0].name, unclear=unclear), None
    is_bare = not (line.role or line.phone or line.email or line.unclear)
    return line, fitting[0] if is_bare else None


# --- Pressed and submitted --------------------------------------------------------------------------------------------


def pressed(services: Services, request: Request) -> Reply:
    """A button of a page, the one beside a deal, or one that goes on with what was typed."""
    press = blanks.read_press(request.line.rest)
    if press is None:
        return typed(services, request)
    if press.what == "page":
        return ShowCustomer(customer=press.customer_no, start=press.number)
    if press.what == "history":
        return ShowCustomer(customer=press.customer_no, is_history=True)
    return _open(request, press)


def _open(request: Request, press: Press) -> Reply:
    def build(voice: Voice, session: ReadSession) -> View:
        require(session.connection, session.by, Act.OPEN)
        if press.what == "facts":
            return _facts_form(voice, session, request, press.customer_no, {}, {})
        it = contact_of_no(session, press.number) if press.number else None
        if press.number and it is None:
            raise errors.ContactGone
        shown = person(voice, session, it) if it is not None else PersonShown()
        customer_no = it.customer_no if it is not None else press.customer_no
        return blanks.contact(voice, _line(session, customer_no), shown, {}, _carried(request))

    again = blanks.press(press.what, press.customer_no, press.number)
    return Ask(build, Pressed(WORD.word, more=Remainder(again)))


def _carried(request: Request) -> Carried:
    """What a form brings back; where others read what was pressed, the answer is for that person alone."""
    reply = (request.aside if request.is_shared else None) or request.carried.reply
    return Carried(reply=reply)


def submitted(services: Services, request: Request) -> Reply:
    """What the form was for: the page of the customer that was chosen, a contact, or facts."""
    press = blanks.read_press(request.carried.act)
    if press is None:
        raise UnknownForm
    if press.what == "find":
        line = str(request.values.get(blanks.LINE) or "").strip()
        return _about(services, request, _chosen(request), line)
    if press.what == "facts":
        said = {fact: str(request.values.get(name) or "") for fact, name in _FACT_FIELDS.items()}
        return facts.set_facts(services.ledger, request.by, press.customer_no, said)
    return _submitted_contact(services, request, press)


def _submitted_contact(services: Services, request: Request, press: Press) -> Reply:
    """A contact as the form has it. Raises PhoneUnclear, PhoneWithoutDigits and EmailUnclear."""
    name, role, phone, email = (
        str(request.values.get(field) or "").strip() for field in (blanks.NAME, blanks.ROLE, blanks.PHONE, blanks.EMAIL)
    )
    with services.ledger.read_session(request.by) as session:
        number = read_phone(phone, region_of(session)) if phone else ""
    if isinstance(number, Unclear):
        wrong = errors.PhoneUnclear if any(each.isdigit() for each in phone) else errors.PhoneWithoutDigits
        raise wrong(text=number.text)
    if email and not is_email(email):
        raise errors.EmailUnclear(text=email)
    given = ContactGiven(name, role, number, email)
    if not press.number:
        return contacts.add(services.ledger, request.by, press.customer_no, given)
    has_left = bool(request.values.get(blanks.LEFT))
    return contacts.change(services.ledger, request.by, press.number, given, has_left=has_left)


def _chosen(request: Request) -> int:
    text = str(request.values.get(blanks.PICK) or "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise UnknownForm
    return int(text)


def _customers(services: Services, request: Request) -> Options:
    with services.ledger.read_session(request.by) as session:
        found = customers.find_customers(session, request.text)
        return Options(blanks.options(voice_for(session, request.by.member_no), found))


WORD = Word(
    word="customer",
    forms={"fi": ("asiakas",), "en": ("customer",)},
    help="help_customer",
    chapter=Chapter.FINDING,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="show_customer_button",
    option_sources={blanks.PICK: _customers},
    fields=FormFields(text=blanks.NAME),
    is_private=True,
)
