"""`/deal assign`: hand a deal over, to whoever is mentioned or named; who it was given to may give it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.blocks import forms, hand_over
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter
from bot.deal_lookup import For, deal_at_beginning
from bot.language.folding import folded
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import carrying, deal_of, fit, to_change
from pipeline import errors
from pipeline.deals import assign
from pipeline.deals.events import OwnerSet
from pipeline.finding import spelling
from pipeline.ledger.read_session import ReadSession
from pipeline.people import members


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Whom a line names: `rest` is the line without them, `text` how they were named, `members` who that fits."""

    rest: str
    text: str = ""
    members: tuple[int, ...] = ()

    @property
    def member(self) -> int | None:
        """The one member whom it fits."""
        return self.members[0] if len(self.members) == 1 else None


def typed(services: Services, request: Request) -> Reply:
    """`[which] @person`: hand it over; where it is not clear to whom, ask in the form."""
    line = request.line
    mentioned = _mentioned(services, request) or _kept(request)
    with services.ledger.read_session(request.by) as session:
        named = mentioned or _named(session, line.rest)
        sought = For.of(WORD, "" if named.member else named.text, line.note, named.member)
        it = deal_at_beginning(session, request, named.rest, sought)
        if it.tail:  # no deal of that name, and nobody of that name either
            named = NamedPerson("", it.tail)
    return _hand_over(services, request, it.deal, named)


def pressed(services: Services, request: Request) -> Reply:
    """[Hand over…]: to whoever was named before the deal was picked, or the form. [I can't]: give it back."""
    if request.pressed is not None and request.pressed.change is not None:
        change_no = request.pressed.change
        return assign.give_back(services.ledger, request.by, deal_of(request), change_no=change_no)
    if request.line.member is not None:
        named = NamedPerson("", members=(request.line.member,))
    else:
        with services.ledger.read_session(request.by) as session:
            named = _named(session, request.line.rest)
    return _hand_over(services, request, deal_of(request), replace(named, text=named.text or named.rest))


def submitted(services: Services, request: Request) -> Reply:
    """Hand it over to the person who was chosen."""
    to = _member(services, request.values.get(hand_over.OWNER) or "")
    note = request.values.get(forms.NOTE)
    return assign.assign(services.ledger, request.by, deal_of(request), to=to, note=note)


def _hand_over(services: Services, request: Request, deal_no: int, named: NamedPerson) -> Reply:
    note = request.line.note or ""
    if named.member is not None:
        return assign.assign(services.ledger, request.by, deal_no, to=named.member, note=note)
    fit(note)

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_change(session, deal_no)
        carried = carrying(request, view)
        return hand_over.form(voice, view, hint=_hint(voice, session, named), note=note, carried=carried)

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(named.text, note)))


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
    """The person who is mentioned, by the chat's own id; None where nobody is. Raises CannotOwn."""
    if not request.line.people:
        return None
    person = request.line.people[0]
    rest = request.line.rest.replace(person.shown, " ", 1) if person.shown else request.line.rest
    return NamedPerson(" ".join(rest.split()), person.shown, (_member(services, person.id),))


def _kept(request: Request) -> NamedPerson | None:
    """The person whom an earlier line mentioned, where a button brings that line again."""
    return NamedPerson(request.line.rest, members=(request.line.member,)) if request.line.member else None


def _member(services: Services, user_id: str) -> int:
    try:
        return services.directory.member(user_id, None)
    except errors.Stranger as stranger:
        raise errors.CannotOwn from stranger


def _named(session: ReadSession, line: str) -> NamedPerson:
    """The sellers whom the end of the line names, by as many words as fit: "acme matti meikäläinen", "acme @matti"."""
    words = line.split()
    sellers = {each.member_no for each in members.everyone(session.connection, session.by.workspace_no) if each.seller}
    called = {
        no: folded(profile.name)
        for no, profile in members.profiles(session.connection, session.by.workspace_no).items()
        if no in sellers and profile.active
    }
    for count in range(len(words), 0, -1):
        text = " ".join(words[-count:]).removeprefix("@")
        fitting = tuple(no for no, name in called.items() if _fits(folded(text), name))
        fitting = fitting or tuple(no for no, name in called.items() if _fits_bent(folded(text), name))
        if fitting:
            return NamedPerson(" ".join(words[:-count]), text, fitting)
    return NamedPerson(line)


def _fits(text: str, name: str) -> bool:
    """Whether the words of the text are among those of the name."""
    return bool(text) and set(text.split()) <= set(name.split())


def _fits_bent(text: str, name: str) -> bool:
    """Whether the words of the text are forms of words of the name: "matille" for Matti."""
    parts = name.split()
    return bool(text) and all(spelling.matching_words(word, parts) for word in text.split())


WORD = Word(
    word="assign",
    forms={"fi": ("vastuu",), "en": ("assign", "hand over")},
    help="help_assign",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=OwnerSet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="assign_button",
    in_menu=True,
)
