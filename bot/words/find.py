"""`/deal find`: deals whose names fit the words."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.deal_lookup import found_by
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, read_by_others, refuse_note
from pipeline.messages.asked_notices import ShowFound, ShowMine


def typed(services: Services, request: Request) -> Reply:
    """The deals that fit, the best first; without words one's own. Where none fits, those of whoever is named."""
    refuse_note(services, request, WORD.word)
    rest = request.line.rest
    if not rest:
        return ShowMine()
    found = _found(services, request, rest)
    member = None if found.deals else _person(services, request)
    return found if member is None else ShowMine(owner=member, is_shared=read_by_others(request))


def _person(services: Services, request: Request) -> int | None:
    """The one person whom the whole line mentions or names."""
    asked = list_request(services, request, WORD.word)
    return None if asked.words.rest else asked.member


def pressed(services: Services, request: Request) -> Reply:
    """The next of them."""
    return _found(services, request, request.line.rest, request.pressed.start if request.pressed is not None else 0)


def _found(services: Services, request: Request, text: str, start: int = 0) -> ShowFound:
    with services.ledger.read_session(request.by) as session:
        found = found_by(session, text, start=start)
    deals = tuple(line.deal_no for line in found.lines)
    return ShowFound(text=text, deals=deals, count=found.total, start=start, is_cut=found.is_cut)


WORD = Word(
    word="find",
    forms={"fi": ("etsi", "hae"), "en": ("find", "search")},
    help="help_find",
    chapter=Chapter.FINDING,
    typed=typed,
    pressed=pressed,
)
