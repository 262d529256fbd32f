"""`/deal away`: from when until when one is away and who stands in; alone, what is known; and that one is back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from bot.blocks import absence as blocks
from bot.blocks.absence import AwayValues
from bot.blocks.elements import View
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter
from bot.language.folding import folded
from bot.language.periods import DayRange, read_period
from bot.language.voice import Voice
from bot.people_lookup import NamedPerson, mentioned, seller_named_last
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline import absence_errors, errors
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.absence_notices import ShowAway
from pipeline.people import absence, members
from pipeline.people.events import AwaySet
from pipeline.refused import Refused

_BACK = frozenset({"olen palannut", "i'm back"})
_BACK_FROM = frozenset("lomalta toihin taas nyt tanaan now today from holiday vacation".split())
_OVER = frozenset(
    "loppui loppu ohi paattyi paattyy peru peruttu peruuta paluu over ended end done cancel cancelled off".split()
)
_STAND_IN = ("sijainen", "sijaisena", "sijaiseni", "sijaiseksi", "tuuraa", "tuuraaja", "stand-in", "standin", "cover")
_FIELDS: dict[type[Refused], str] = {
    absence_errors.AwayGone: blocks.UNTIL,
    absence_errors.AwayEndsBefore: blocks.UNTIL,
    absence_errors.AwayTooLong: blocks.UNTIL,
    absence_errors.AwayAlready: blocks.FROM,
    absence_errors.StandInIsOneself: blocks.STAND_IN,
    absence_errors.CannotStandIn: blocks.STAND_IN,
}
_OF_BOTH_DAYS = (absence_errors.AwayTooLong, absence_errors.AwayEndsBefore)


@dataclass(frozen=True, slots=True)
class _Said:
    """What was typed: the days (`text` is how), and who stands in."""

    text: str
    period: DayRange | None
    person: NamedPerson

    @property
    def is_sure(self) -> bool:
        """Whether nothing is to be asked."""
        is_named = not self.person.text or self.person.member is not None
        return self.period is not None and self.period.sure and self.period.last is not None and is_named


def typed(services: Services, request: Request) -> Reply:
    """`days [@stand-in]`: keep them, or ask in the form what is not sure; alone, show what is known."""
    if request.line.note and (read := _with_dash(services, request)) is not None:
        return _save_or_ask(services, request, read)
    line = request.line
    refuse_note(services, request, WORD.word)
    if folded(line.form) in _BACK and not set(folded(line.rest).split()) <= _BACK_FROM:
        refuse(WORD.word, line.rest)
    if folded(line.form) in _BACK or (line.rest and all(folded(word) in _OVER for word in line.rest.split())):
        return absence.end(services.ledger, request.by)
    if not line.rest:
        return ShowAway()
    with services.ledger.read_session(request.by) as session:
        said = _read(services, request, session)
    return _save_or_ask(services, request, said)


def _with_dash(services: Services, request: Request) -> _Said | None:
    """What the line says with its dash between two days: "6.7. – 2.8." has no note; None where that is not sure."""
    line = request.line
    whole = replace(request, line=replace(line, rest=f"{line.rest} – {line.note}", note=None))
    with services.ledger.read_session(request.by) as session:
        said = _read(services, whole, session)
    return said if said.is_sure else None


def pressed(services: Services, request: Request) -> Reply:
    """[I can't]: stand in no longer. [I'm back]: end it. Else the form, with what the button carries."""
    shown, line = request.pressed, request.line
    if shown is not None and shown.change is not None:
        return absence.decline(services.ledger, request.by, change_no=shown.change)
    if shown is not None and shown.sure:
        return absence.end(services.ledger, request.by, from_day=date.fromisoformat(line.rest))
    with services.ledger.read_session(request.by) as session:
        said = _read(services, request, session)
    return _ask(services, request, said, line.rest, line.member)


def submitted(services: Services, request: Request) -> Reply:
    """Keep what was filled in."""
    begin, end, user = (request.values.get(name) for name in (blocks.FROM, blocks.UNTIL, blocks.STAND_IN))
    if not begin or not end:
        return Refill(
            {name: ("field_missing", {}) for name in (blocks.FROM, blocks.UNTIL) if not request.values.get(name)}
        )
    first, last = date.fromisoformat(begin), date.fromisoformat(end)
    try:
        stand_in = _member(services, user) if user else None
        return absence.set_away(services.ledger, request.by, from_day=first, until=last, stand_in=stand_in)
    except tuple(_FIELDS) as refused:
        values = {each.name: getattr(refused, each.name) for each in fields(refused)}
        today = services.ledger.clock.now().date()
        return Refill({_field_of(refused, first, today): (refused.key, values)})


def _field_of(refused: Refused, first: date, today: date) -> str:
    """The field under which the refusal stands: that of the first day where a slip of the year is in that one."""
    if isinstance(refused, _OF_BOTH_DAYS) and abs((first - today).days) > absence.MOST_DAYS:
        return blocks.FROM
    return _FIELDS[type(refused)]


def _save_or_ask(services: Services, request: Request, said: _Said) -> Reply:
    period = said.period
    if period is None or period.last is None or not said.is_sure:
        return _ask(services, request, said, said.text, said.person.member)
    return absence.set_away(
        services.ledger, request.by, from_day=period.first, until=period.last, stand_in=said.person.member
    )


def _read(services: Services, request: Request, session: ReadSession) -> _Said:
    """The days and the stand-in of the line, who is mentioned, or named by the words behind the days."""
    line, by = request.line, request.by.member_no or 0
    calendar = absence.own_calendar(session, by)
    today = calendar.day(session.now)
    if line.member is not None:
        return _Said(line.rest, read_period(line.rest, today, calendar), NamedPerson(line.rest, members=(line.member,)))
    person = _mentioned(services, request)
    text = _without_label(person.rest if person is not None else line.rest)
    if person is not None:
        return _Said(text, read_period(text, today, calendar), person)
    if (whole := read_period(text, today, calendar)) is not None:
        return _Said(text, whole, NamedPerson(text))
    named = seller_named_last(session, text)
    days = _without_label(named.rest)
    if named.text and (not days or read_period(days, today, calendar) is not None):
        return _Said(days, read_period(days, today, calendar), named)
    words = text.split()
    for count in range(len(words) - 1, 0, -1):  # days, and words that name nobody
        days = _without_label(" ".join(words[:count]))
        if (period := read_period(days, today, calendar)) is not None:
            return _Said(days, period, NamedPerson(days, " ".join(words[count:])))
    return _Said(text, None, NamedPerson(text))


def _without_label(text: str) -> str:
    """The days without the word that stands before the person's name: "6.7.-2.8. sijainen"."""
    words = text.rstrip(" ,;:·").split()
    while words and folded(words[-1]).strip(",:;") in (*_STAND_IN, "on"):
        words.pop()
    return " ".join(words).rstrip(" ,;:·")


def _ask(services: Services, request: Request, said: _Said, rest: str, member: int | None) -> Ask:
    """The form with what was understood; what was not stands under its field."""

    def build(voice: Voice, session: ReadSession) -> View:
        period, person = said.period, said.person
        user = None
        if person.member is not None:
            user = services.directory.user_id(session.connection, person.member)
        filled = AwayValues(
            from_day=period.first if period is not None else None,
            until=period.last if period is not None else None,
            stand_in=user,
            days_hint=voice.label("away_unsure", text=said.text) if said.text and not _is_sure(period) else None,
            person_hint=_person_hint(voice, session, person),
        )
        return blocks.form(voice, filled, Carried(reply=request.carried.reply))

    return Ask(build, Pressed(WORD.word, more=Remainder(rest, member=member)))


def _is_sure(period: DayRange | None) -> bool:
    return period is not None and period.sure and period.last is not None


def _person_hint(voice: Voice, session: ReadSession, person: NamedPerson) -> str | None:
    """Why what was typed names nobody: it fits several people, or none."""
    if not person.text or person.member is not None:
        return None
    if not person.members:
        return voice.label("no_such_person", text=person.text)
    called = members.profiles(session.connection, session.by.workspace_no)
    people = ", ".join(called[no].name for no in person.members)
    return voice.label("several_people", text=person.text, people=people)


def _mentioned(services: Services, request: Request) -> NamedPerson | None:
    try:
        found = mentioned(services.directory, request.line)
    except errors.Stranger as stranger:
        raise absence_errors.CannotStandIn from stranger
    return replace(found, text="") if found is not None else None


def _member(services: Services, user_id: str) -> int:
    try:
        return services.directory.member(user_id, None)
    except errors.Stranger as stranger:
        raise absence_errors.CannotStandIn from stranger


WORD = Word(
    word="away",
    forms={
        "fi": ("poissa", "loma", "lomalla", "olen poissa", "olen lomalla", "olen palannut"),
        "en": ("away", "holiday", "vacation", "on holiday", "i'm back"),
    },
    help="help_away",
    chapter=Chapter.OWN,
    changes=AwaySet,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    is_private=True,
)
