"""`/deal check-in`: how the customer of a delivered deal finds it, typed, pressed below the question, or filled in."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import checkins as shown
from bot.blocks.checkins import CheckInValues
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import DealReference, deal_with_rest
from bot.language.checkin_line import CheckInLine, answer_last, read_check_in, without_faces
from bot.language.folding import folded
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.sold_lookup import of_won_deal
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import about, carrying, deal_of, expected, fit
from pipeline import checkin_errors, errors
from pipeline.deals import checkins
from pipeline.deals.access import deal_access
from pipeline.deals.delivery_events import Checked, CheckIn
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries.deal_view import deal_view
from pipeline.stages.events import StageKind

_SAYS = {folded("tyytyväinen"): CheckIn.HAPPY, "satisfied": CheckIn.HAPPY, folded("tyytymätön"): CheckIn.PROBLEM}
"""The answers that the word itself gives, where it is typed so."""


def typed(services: Services, request: Request) -> Reply:
    """`[which] how they find it [-- their words]`: the deal begins the line. What is not surely read is asked about."""
    rest, drawn = without_faces(request.line.rest)
    if drawn is not None:
        return _drawn(services, request, rest, drawn)
    it = of_won_deal(services, request, WORD, lambda: _deal(services, request))
    said = read_check_in(it.tail)
    by_word = _SAYS.get(folded(request.line.form))
    if by_word is not None and said.result in (None, by_word):
        said = replace(said, result=by_word, is_sure=not it.tail or said.is_sure)
    elif by_word is not None:  # "tyytyväinen acme ongelma" says two things
        said = CheckInLine(words=it.tail)
    return _tell_or_ask(services, request, it.deal, said, it.note or "", Remainder(it.tail, it.note or ""))


def _drawn(services: Services, request: Request, rest: str, drawn: CheckIn) -> Reply:
    """The answer that a face in the line gives; the words behind the deal are the customer's, unless they say another.

    A finder of names takes no notice of a face, so it is taken out before the deal is sought.
    """
    line = request.line
    bare = replace(request, line=replace(line, rest=rest))
    try:
        it = of_won_deal(services, bare, WORD, lambda: _deal(services, bare))
    except errors.WhichDeal as asks:
        raise replace(asks, typed=line.rest, text=line.rest if asks.text else None) from None
    said, by_word = read_check_in(it.tail), _SAYS.get(folded(line.form))
    words = it.tail if said.result is None else said.words
    found = CheckInLine(drawn, words, is_sure=True)
    if said.result not in (None, drawn) or by_word not in (None, drawn):
        found = CheckInLine(words=line.rest)
    return _tell_or_ask(services, request, it.deal, found, it.note or "", Remainder(line.rest, it.note or ""))


def _deal(services: Services, request: Request) -> DealReference:
    """The deal and what follows it. An answer may stand before the deal."""
    line = request.line
    turned = replace(request, line=replace(line, rest=answer_last(line.rest)))
    try:
        return deal_with_rest(services, request, WORD)
    except (errors.NoSuchDeal, errors.OnlyAlike):
        if turned.line.rest == line.rest:
            raise
        return deal_with_rest(services, turned, WORD)


def pressed(services: Services, request: Request) -> Reply:
    """An answer below the question, [Check-in…], or a line that was typed before the button."""
    rest, note = request.line.rest, request.line.note or ""
    press = shown.read_pressed(rest)
    if press is None:
        words, drawn = without_faces(rest)
        said = CheckInLine(drawn, words, is_sure=True) if drawn is not None else read_check_in(rest)
        return _tell_or_ask(services, request, deal_of(request), said, note, Remainder(rest, note))
    if press.result is CheckIn.PROBLEM:
        values = CheckInValues(CheckIn.PROBLEM, note)
        return _form(request, deal_of(request), values, Remainder(rest, note), press.after_days)
    ledger, by, seen = services.ledger, request.by, expected(request)
    deal_no, after_days = deal_of(request), press.after_days
    return checkins.check_in(ledger, by, deal_no, result=press.result, after_days=after_days, expected=seen)


def _tell_or_ask(
    services: Services, request: Request, deal_no: int, said: CheckInLine, note: str, typed_with: Remainder
) -> Reply:
    """Tell it where the line says nothing else, and a problem has words; else the form with what was understood."""
    fit(said.words, note)
    words = " – ".join(each for each in (said.words, note) if each)
    is_whole = words or said.result is not CheckIn.PROBLEM
    if said.result is None or not said.is_sure or not is_whole or len(words) > checkins.WORDS_LIMIT:
        return _form(request, deal_no, CheckInValues(said.result, words), typed_with)
    return checkins.check_in(
        services.ledger, request.by, deal_no, result=said.result, words=words, expected=expected(request)
    )


def _form(
    request: Request, deal_no: int, filled: CheckInValues, typed_with: Remainder, after_days: int | None = None
) -> Ask:
    def build(voice: Voice, session: ReadSession) -> View:
        it = deal_access(session, deal_no, Act.CHANGE).deal
        if it.state is not StageKind.WON or it.delivered_day is None:
            raise checkin_errors.NotDelivered(deal=deal_no)
        view = deal_view(session, deal_no)
        named = str(after_days) if after_days is not None else ""
        return shown.form(voice, about(voice, view), filled, replace(carrying(request, view), act=named))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=typed_with))


def submitted(services: Services, request: Request) -> Reply:
    """How the customer finds it, as it was filled in."""
    result = request.values.get(shown.RESULT)
    if not result:
        return Refill({shown.RESULT: ("field_missing", {})})
    named = request.carried.act
    return checkins.check_in(
        services.ledger,
        request.by,
        deal_of(request),
        result=CheckIn(result),
        words=request.values.get(shown.WORDS),
        after_days=int(named) if named.isdigit() else None,
        expected=expected(request),
    )


WORD = Word(
    word="checkin",
    forms={"fi": ("tyytyväisyys", "tyytyväinen", "tyytymätön"), "en": ("check-in", "checkin", "satisfied")},
    help="help_check_in",
    chapter=Chapter.LIFE,
    concerns=Concerns.CLOSED,
    changes=Checked,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="check_in_button",
    fields=FormFields(text=shown.WORDS),
)
