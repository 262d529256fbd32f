"""`/deal new`: a form filled in from what was typed, or from a message, opens a deal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from bot.blocks import forms, own_values
from bot.blocks.elements import View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.pipeline_field import PIPELINE
from bot.blocks.shown_words import Chapter, FormFields
from bot.language import amounts
from bot.language.folding import folded
from bot.language.new_deal.drafts import Draft, FindCustomer, read_new
from bot.language.new_deal.line_parts import noted
from bot.language.new_deal.message_drafts import plain_text, read_message, within_note
from bot.language.safe_text import plain
from bot.language.typed_lines import after_word
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words.chosen_entries import source_chosen
from bot.words.chosen_pipeline import given_pipeline, own_pipeline, pipeline_blocks, read_pipeline
from bot.words.form_input import fit
from bot.words.mentioned_names import with_names
from bot.words.new_customer import LineOfCustomer, read_customer
from bot.words.own_values import own_given
from bot.words.typed_kinds import typed_source
from pipeline import errors
from pipeline.calendars import Calendar
from pipeline.customers.in_line import known_customer
from pipeline.deals import open as opening
from pipeline.deals.access import deal_access
from pipeline.deals.choices import Lists
from pipeline.deals.deal import TEXT_LIMIT
from pipeline.deals.events import Opened
from pipeline.deals.sight import customers_seen
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.change_notices import DealCreated
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.queries.doubles import doubles

_QUOTED = 60  # characters of what was typed that a question quotes


def form(services: Services, request: Request) -> Reply:
    """A form, filled in from the line and its note, whether these were typed now or stood in a button."""
    rest, note = _typed(request)
    fit(note)

    def read(told: LineOfCustomer, today: date, currency: str, calendar: Calendar, known: FindCustomer) -> Draft:
        return read_new(told.rest, today, currency, calendar, note=note, known=known)

    return _ask(request.carried, rest, read, Pressed(WORD.word, more=Remainder(rest, note)))


Read = Callable[[LineOfCustomer, date, str, Calendar, FindCustomer], Draft]


def _ask(carried: Carried, said: str, read: Read, again: Pressed) -> Ask:
    """The form, filled in from what is read with the workspace's currency, calendar and customers.

    The customer may be told by a business id or an address in what is `said`.
    """

    def build(voice: Voice, session: ReadSession) -> View:
        require(session.connection, session.by, Act.OPEN)
        set_now, line = settings.of_workspace(session), read_pipeline(session, said)
        pipeline_no = own_pipeline(session, line.pipeline_no)
        today, told = set_now.calendar.day(session.now), read_customer(session, line.rest)
        seen = partial(customers_seen, session)
        draft = read(
            told,
            today,
            settings.currency_of(session, pipeline_no),
            set_now.calendar,
            lambda words: known_customer(session, words, seen),
        )
        alike = doubles(session, told.known or draft.customer or "", draft.name, draft.amount)
        above = pipeline_blocks(voice, session, pipeline_no, line.doubted)
        filled = _with_customer(filled_from(draft, voice.lists), told)
        return forms.new(voice, filled, carried, alike, above, own_values.inputs(voice, {}))

    return Ask(build, again)


def from_message(services: Services, request: Request) -> Reply:
    """A message's shortcut: the form filled in from what the message says, and linked to it."""
    text, link = ("", "") if request.message is None else (request.message.text, request.message.link)
    said = plain_text(with_names(services, request.by, text))

    def read(_told: LineOfCustomer, today: date, currency: str, calendar: Calendar, known: FindCustomer) -> Draft:
        return within_note(read_message(said, today, currency, calendar, known=known), TEXT_LIMIT)

    return _ask(replace(request.carried, link=link), said, read, Pressed(WORD.word))


def _typed(request: Request) -> tuple[str, str]:
    """The line and the note behind two dashes. A line that is typed now keeps its line ends and its long dashes."""
    line = request.line
    if not request.text or request.pressed is not None:
        return line.rest, line.note or ""
    return noted(after_word(request.text, line.form))


def filled_from(draft: Draft, lists: Lists) -> FormValues:
    """The form's fields; what was not understood stays where it can be seen, with a question."""
    day = draft.close_day
    questions = _questions(draft)
    unread = next((each.text for each in draft.unclear if each.key in _UNREAD_AMOUNTS), None)
    return FormValues(
        customer=draft.customer or "",
        name=draft.name or "",
        amount=unread if draft.amount is None else draft.amount,
        close_day=day.date if day else None,
        source=typed_source(draft.source or "", lists),
        note=draft.note,
        unsure=day.text if day and not day.sure else "",
        questions=questions,
    )


def _with_customer(filled: FormValues, told: LineOfCustomer) -> FormValues:
    """The fields with the customer that a business id or an address tells; another typed name is the deal's."""
    if not told.known:
        return replace(filled, business_id=told.business_id)
    typed = filled.customer
    is_other = bool(typed) and folded(typed) not in folded(told.known) and typed not in filled.note
    return replace(
        filled,
        customer=told.known,
        name=filled.name or (typed if is_other else ""),
        note=filled.note if told.note in filled.note else ", ".join(each for each in (filled.note, told.note) if each),
        questions={**filled.questions, forms.CUSTOMER: Question("customer_by_fact", plain(told.told, _QUOTED))},
    )


_UNREAD_AMOUNTS = frozenset({"amount_unclear", "amount_negative", "amount_too_big"})
_FIELDS = {"customer": forms.CUSTOMER, "amount": forms.AMOUNT, "day": forms.CLOSE_DAY, "note": forms.NOTE}


def _questions(draft: Draft) -> dict[str, Question]:
    """What the form asks, by field; of two questions about one field the first."""
    asked: dict[str, Question] = {}
    if draft.known:
        asked[forms.CUSTOMER] = Question("customer_known", draft.known)
    for each in draft.unclear:
        field = _FIELDS[each.key.partition("_")[0]]
        if each.key == "customer_unsure" or field not in asked:
            key = "pick_day" if each.key == "day_unclear" else each.key
            asked[field] = Question(key, plain(each.text, _QUOTED))
    return asked


def pressed(services: Services, request: Request) -> Reply:
    """[Create…]: the form. [Another deal], under a deal that was created: it repeats no other one."""
    if request.pressed is None or request.pressed.deal is None:
        return form(services, request)
    deal_no = request.pressed.deal
    with services.ledger.read_session(request.by) as session:
        deal = deal_access(session, deal_no, Act.SEE).deal
    return DealCreated(
        deal=deal_no,
        stay=deal.stay,
        change=request.pressed.change,
        amount=Money(deal.amount, deal.currency) if deal.amount is not None else None,
        stage=deal.stage_no,
        is_apart=True,
    )


def submitted(services: Services, request: Request) -> Reply:
    """The deal as it was filled in, or what could not be read under its field."""
    given: dict[str, Any] = dict(request.values)
    chosen = given_pipeline(given)
    with services.ledger.read_session(request.by) as session:
        currency = settings.currency_of(session, own_pipeline(session, chosen))
        own = own_given(session, given)
    amount = amounts.read(given[forms.AMOUNT], currency) if given.get(forms.AMOUNT) else None
    if amount is not None and not isinstance(amount, Money):
        return Refill({forms.AMOUNT: (amount.key, {"text": amount.text})})
    if isinstance(own, Refill):
        return own
    day, source = given.get(forms.CLOSE_DAY), source_chosen(given.get(forms.SOURCE_KIND))
    deal = opening.NewDeal(
        customer=given.get(forms.CUSTOMER) or "",
        name=given.get(forms.NAME),
        amount=amount,
        close_day=date.fromisoformat(day) if day else None,
        source=given.get(forms.SOURCE),
        source_kind=source.kind,
        source_option=source.option,
        note=given.get(forms.NOTE),
        link=request.carried.link or None,
        business_id=given.get(forms.BUSINESS_ID),
        follows=request.carried.deal,
        pipeline=chosen,
        own=own,
    )
    try:
        return opening.new(services.ledger, request.by, deal)
    except errors.NoSuchPipeline as refused:
        return Refill({PIPELINE: (refused.key, {})})


WORD = Word(
    word="new",
    forms={"fi": ("uusi", "lisää", "luo"), "en": ("new", "add", "create")},
    help="help_new",
    chapter=Chapter.LIFE,
    changes=Opened,
    typed=form,
    pressed=pressed,
    submitted=submitted,
    message_shortcut=from_message,
    global_shortcut=form,
    fields=FormFields(text=forms.CUSTOMER, day=forms.CLOSE_DAY),
)
