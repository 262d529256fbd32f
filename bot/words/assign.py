"""`/deal assign`: hand a deal over, to whoever is mentioned or named; who it was given to may give it back."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms, hand_over, leavers
from bot.blocks.elements import View
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter
from bot.deal_lookup import For, deal_at_beginning
from bot.language.voice import Voice
from bot.people_lookup import (
    NamedPerson,
    mentioned,
    named_before,
    people_named,
    seller_named_first,
    seller_named_last,
)
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import carrying, deal_of, fit, to_change
from pipeline import errors
from pipeline.deals import assign
from pipeline.deals.events import OwnerSet
from pipeline.ledger.read_session import ReadSession
from pipeline.people import members
from pipeline.queries.while_away import open_deals_of


def typed(services: Services, request: Request) -> Reply:
    """`[which] @person`: hand it over; where it is not clear to whom, or words are left, ask in the form."""
    line = request.line
    known = _mentioned(services, request) or named_before(line)
    with services.ledger.read_session(request.by) as session:
        named = known or seller_named_last(session, line.rest)
        sought = For.of(WORD, "" if named.member else named.text, line.note, named.member)
        it = deal_at_beginning(session, request, named.rest, sought)
        named, more = _with_tail(session, named, it.tail)
    return _hand_over(services, request, it.deal, named, more)


def _with_tail(session: ReadSession, named: NamedPerson, tail: str) -> tuple[NamedPerson, str]:
    """To whom a line hands over that has words behind the deal, and those of these words that name nobody."""
    if named.member is None and tail:
        named = seller_named_first(session, tail)
        return (named, named.rest) if named.members else (NamedPerson("", tail), "")
    return named, "" if named.member in people_named(session, tail) else tail


def pressed(services: Services, request: Request) -> Reply:
    """[Hand over…]: to whoever was named before the deal was picked, or the form. [I can't]: give it back.

    Where a person stands on the button and no deal, all of that person's.
    """
    if request.pressed is not None and request.pressed.change is not None:
        change_no = request.pressed.change
        return assign.give_back(services.ledger, request.by, deal_of(request), change_no=change_no)
    if request.deal is None and request.line.member is not None:
        return _all_of(request, request.line.member)
    if request.line.member is not None:
        named = NamedPerson("", members=(request.line.member,))
        return _hand_over(services, request, deal_of(request), named, request.line.rest)
    with services.ledger.read_session(request.by) as session:
        named = seller_named_last(session, request.line.rest)
    return _hand_over(services, request, deal_of(request), replace(named, text=named.text or named.rest))


def submitted(services: Services, request: Request) -> Reply:
    """Hand it over to the person who was chosen."""
    to = _member(services, request.values.get(hand_over.OWNER) or "")
    if request.deal is None and request.carried.member is not None:
        return assign.assign_all(services.ledger, request.by, old=request.carried.member, to=to)
    note = request.values.get(forms.NOTE)
    return assign.assign(services.ledger, request.by, deal_of(request), to=to, note=note)


def _all_of(request: Request, old: int) -> Ask:
    """The form that hands all open deals of a member over."""

    def build(voice: Voice, session: ReadSession) -> View:
        known = members.profile_of(session.connection, session.by.workspace_no, old)
        deals, _steps = open_deals_of(session, old)
        carried = Carried(member=old, reply=request.carried.reply)
        return leavers.form(voice, known.name if known is not None else "", deals, carried)

    return Ask(build, Pressed(WORD.word, more=Remainder(member=old)))


def _hand_over(services: Services, request: Request, deal_no: int, named: NamedPerson, more: str = "") -> Reply:
    """Hand the deal over; with `more` words, which may be what the new owner should know, the form asks first."""
    note, to = request.line.note or "", named.member
    if to is not None and not more:
        return assign.assign(services.ledger, request.by, deal_no, to=to, note=note)
    told = "\n".join(each for each in (more, note) if each)
    fit(told)

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_change(session, deal_no)
        owner = services.directory.user_id(session.connection, to) if to is not None else None
        hint = _hint(voice, session, named) if to is None else None
        return hand_over.form(voice, view, hint=hint, note=told, carried=carrying(request, view), owner=owner)

    kept = Remainder(named.text, told) if to is None else Remainder(more, note, to)
    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=kept))


def _hint(voice: Voice, session: ReadSession, named: NamedPerson) -> str | None:
    """Why what was typed names nobody: it fits several people, or none."""
    if not named.text:
        return None
    if not named.members:
        return voice.label("no_such_person", text=named.text)
    called = members.profiles(session.connection, session.by.workspace_no)
    people = ", ".join(called[no].name for no in named.members)
    return voice.label("several_people", text=named.text, people=people)


def _mentioned(services: Services, request: Request) -> NamedPerson | None:
    """The person who is mentioned; None where nobody is. Raises CannotOwn."""
    try:
        return mentioned(services.directory, request.line)
    except errors.Stranger as stranger:
        raise errors.CannotOwn from stranger


def _member(services: Services, user_id: str) -> int:
    try:
        return services.directory.member(user_id, None)
    except errors.Stranger as stranger:
        raise errors.CannotOwn from stranger


WORD = Word(
    word="assign",
    forms={"fi": ("vastuu",), "en": ("assign", "hand over")},
    help="help_assign",
    chapter=Chapter.CHANGES,
    concerns=Concerns.OPEN,
    changes=OwnerSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="assign_button",
    in_menu=True,
)
