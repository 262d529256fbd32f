"""`/deal won`: the customer accepted. A line that says all is done at once; the form asks what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.kinds import label
from bot.blocks.shown_words import Chapter, FormFields
from bot.blocks.won_form import won_form
from bot.deal_lookup import deal_with_rest
from bot.language import days
from bot.language.also_line import split_also
from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.kind_words import names_only_source
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.language.win_source import split_source
from bot.language.won_line import WIN_AHEAD, WonLine, names_promise, read_won
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import (
    about,
    ask_again,
    ask_once_more,
    carrying,
    currency_of,
    deal_of,
    expected,
    fit,
    of_form,
    of_win,
    required,
    to_change,
)
from bot.words.typed_kinds import typed_source
from pipeline import errors
from pipeline.deals import choices, close
from pipeline.deals.access import deal_access
from pipeline.deals.choices import ListName
from pipeline.deals.deal import Given
from pipeline.deals.events import SourceKind, Won
from pipeline.deals.fields import Source, source_of
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act

_QUOTED = 60  # characters of what was typed that a question quotes


def typed(services: Services, request: Request) -> Reply:
    """`[which] what it came to, when, what was promised`: won at once where all is said, else the form asks."""
    it = deal_with_rest(services, request, WORD)
    return win_or_ask(services, request, it.deal, it.tail, it.note or "")


def pressed(_services: Services, request: Request) -> Reply:
    """[Won…]: the form, with the amount that is known and what was typed before the button was there."""
    return form(request, deal_of(request), request.line.rest, request.line.note or "")


def win_or_ask(services: Services, request: Request, deal_no: int, rest: str, note: str) -> Reply:
    """Win the deal where the rest of a typed line says surely what the win needs; else, and for a press, ask.

    What is refused of it is asked about in the form, too, so that nothing has to be typed again. A press opens the
    form, as its label says.
    """
    fit(f"{rest} {note}")
    with services.ledger.read_session(request.by) as session:
        said = _read(session, deal_no, rest)
    if request.pressed is not None or not _is_complete(said):
        return form(request, deal_no, rest, note)
    given = _given(said, note)
    try:
        return close.won(services.ledger, request.by, deal_no, given=given, expected=expected(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.WON, request, jump, given)
    except _ASKED_IN_FORM:
        return form(request, deal_no, rest, note)


_ROUGH = re.compile(
    r"(?<!\S)(?:noin|n\.|suunnilleen|ehkä|arviolta|about|around|approx\w*\.?|roughly|maybe|ca\.?|circa)(?!\S)|[~≈]",
    re.IGNORECASE,
)
_ASKED_IN_FORM = (
    errors.Missing,
    errors.NotAboveZero,
    errors.TooBig,
    errors.TooLong,
    errors.DayGone,
    errors.DayTooFar,
    errors.WonAhead,
    errors.WonLongAgo,
)


def _read(session: ReadSession, deal_no: int, rest: str) -> _WinLine:
    """What the rest of a line says of the win."""
    calendar = settings.of_workspace(session).calendar
    today = calendar.day(session.now)
    line, also = split_also(rest, today, calendar)
    line, source = split_source(line, today, calendar)
    if not source:
        also, source = split_source(also, today, calendar)
    currency = currency_of(session, deal_no)
    read = read_won(line, today, currency, calendar)
    is_gone = isinstance(read.promised, Day) and days.went_by(read.promised, today, calendar)
    other = currency if isinstance(read.amount, Money) and read.amount.currency != currency else ""
    is_loose = isinstance(read.promised, Day) and not any(map(str.isdigit, read.promised.text))
    is_loose = is_loose and not names_promise(line)
    return _WinLine(
        read, also, _ROUGH.search(line) is not None, other, is_loose, is_gone, _source(session, deal_no, source)
    )


@dataclass(frozen=True, slots=True)
class _WinLine:
    """What a line says of a win, with what else was promised."""

    line: WonLine
    also: str
    is_rough: bool  # the amount is said to be about so much
    other_currency: str  # that of the deal, where the amount is in another one
    has_loose_day: bool  # a day to come is told in words, and nothing says that it is of the delivery
    promise_is_gone: bool = False  # the promised day has gone by, unless it is next year's
    source: _SaidSource | None = None


@dataclass(frozen=True, slots=True)
class _SaidSource:
    """Where the line says that the deal came from, and what is known of that; `known` is empty where nothing is."""

    said: Source
    known: Source

    @property
    def is_sure(self) -> bool:
        """Whether its kind was read, and nobody said another source before."""
        return self.said.kind is not None and (not _is_known(self.known) or self.is_known)

    @property
    def is_known(self) -> bool:
        """Whether the deal has that source already."""
        said, known = self.said.words, self.known.words
        is_same = not said or names_only_source(said) or folded(said) == folded(known)
        return (self.said.kind, self.said.option) == (self.known.kind, self.known.option) and is_same


def _is_known(source: Source) -> bool:
    return bool(source.words) or source.kind not in (None, SourceKind.UNKNOWN)


def _source(session: ReadSession, deal_no: int, said: str) -> _SaidSource | None:
    """What a line says of where the deal came from, beside what is known of it; None where it says nothing."""
    if not said:
        return None
    return _SaidSource(
        typed_source(said, choices.of_workspace(session)),
        source_of(session, deal_access(session, deal_no, Act.SEE).deal),
    )


def _is_complete(said: _WinLine) -> bool:
    """Whether the line tells of the win, and all of it was surely read.

    An amount that is said to be a rough one, or is in another currency than the deal's, is asked about, and so is
    "tomorrow" alone, which rather is of the win.
    """
    line = said.line
    if said.is_rough or said.has_loose_day or said.other_currency or (said.source and not said.source.is_sure):
        return False
    told = (line.amount, line.promised, line.won_on)
    are_sure = all(each is None or isinstance(each, Money) or (isinstance(each, Day) and each.sure) for each in told)
    return are_sure and not line.words and any(each is not None for each in told)


def _given(said: _WinLine, note: str) -> Given:
    line, source = said.line, said.source
    stands = source.known if source is not None and _is_known(source.known) else None
    told = stands or (source.said if source is not None else None)
    return Given(
        amount=line.amount if isinstance(line.amount, Money) else None,
        promised_day=line.promised.date if isinstance(line.promised, Day) else None,
        won_on=line.won_on.date if isinstance(line.won_on, Day) else None,
        note=" ".join(each for each in (line.tax, note) if each) or None,
        also=said.also or None,
        source_kind=told.kind if told is not None else None,
        source_option=told.option if told is not None else None,
        source_name=told.words if told is not None else None,
    )


def form(request: Request, deal_no: int, rest: str, note: str) -> Ask:
    """The form of a win, filled in from what is known of the deal and from the rest of the line."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        said = _read(session, deal_no, rest)
        filled = replace(_filled(said, note), amount=_amount(said.line.amount, deal.amount), also=said.also)
        filled = _with_source(voice, filled, said.source)
        asked = required(session, deal, WordName.WON, Remainder(rest, note))
        return won_form(voice, about(voice, deal), asked, of_win(filled, deal), carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(rest, note)))


def _with_source(voice: Voice, filled: FormValues, source: _SaidSource | None) -> FormValues:
    """The form with where the line says that the deal came from, and what it would take the place of."""
    if source is None or (source.is_sure and source.is_known):
        return filled
    of_kind, option = source.known.kind, source.known.option
    entry = voice.lists.find(ListName.SOURCE, of_kind.value, option) if of_kind is not None else None
    known = [label(voice, ListName.SOURCE, entry)] if entry is not None else []
    known += [plain(source.known.words, _QUOTED)] if source.known.words else []
    asked = {forms.SOURCE_KIND: Question("source_replaced", ": ".join(known))} if _is_known(source.known) else {}
    questions = {**filled.questions, **asked}
    return replace(filled, source=source.said, asks_source=True, asks_source_name=True, questions=questions)


def _filled(said: _WinLine, note: str) -> FormValues:
    """The form's days and note as they were typed, with a question about what is unclear."""
    line = said.line
    promised, won_on = line.promised, line.won_on
    loose = promised.text if isinstance(promised, Day) and said.has_loose_day else ""
    return FormValues(
        promised_day=promised.date if isinstance(promised, Day) and not said.promise_is_gone else None,
        won_on=won_on.date if isinstance(won_on, Day) else None,
        note=" ".join(each for each in (line.words, line.tax, note) if each),
        unsure="" if said.promise_is_gone else _unsure(promised) or plain(loose, _QUOTED),
        unsure_win=_unsure(won_on),
        questions=dict(_questions(said)),
    )


def _questions(said: _WinLine) -> Iterator[tuple[str, Question]]:
    """What is asked under the amount and the day of the win, by field."""
    amount, won_on = said.line.amount, said.line.won_on
    if isinstance(amount, Unclear):
        yield forms.AMOUNT, Question(amount.key, plain(amount.text, _QUOTED))
    elif said.other_currency:
        yield forms.AMOUNT, Question("amount_other_currency", said.other_currency)
    elif said.is_rough and amount is not None:
        yield forms.AMOUNT, Question("amount_rough", "")
    if said.promise_is_gone and said.line.promised is not None:
        yield forms.PROMISED_DAY, Question("day_went_by", plain(said.line.promised.text, _QUOTED))
    if isinstance(won_on, Unclear) and won_on.key == WIN_AHEAD:
        yield forms.WON_ON, Question(WIN_AHEAD, plain(won_on.text, _QUOTED))


def _amount(typed: Money | Unclear | None, known: Money | None) -> Money | str | None:
    """The amount of the form: what was typed, even when it could not be read; else what the deal has."""
    if typed is None:
        return known
    return typed.text if isinstance(typed, Unclear) else typed


def _unsure(day: Day | Unclear | None) -> str:
    """The words of a day that was read with doubt, or not at all."""
    return "" if day is None or (isinstance(day, Day) and day.sure) else plain(day.text, _QUOTED)


def submitted(services: Services, request: Request) -> Reply:
    """Win it with what was filled in."""
    given = of_form(services, request)
    try:
        return close.won(services.ledger, request.by, deal_of(request), given=given, expected=expected(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.WON, request, jump, given)
    except errors.Missing as lacking:
        return ask_once_more(WordName.WON, request, lacking, given)


WORD = Word(
    word="won",
    forms={"fi": ("voitettu", "voitto", "kauppa"), "en": ("won", "win")},
    help="help_won",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=Won,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="won_button",
    fields=FormFields(text=forms.ALSO, day=forms.PROMISED_DAY),
)
