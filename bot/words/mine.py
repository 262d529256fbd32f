"""`/deal mine`: one's own open deals, or those of a person who is named; with "won" or "lost" the closed ones."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_MINE_ALL
from bot.language.folding import folded
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, read_by_others, refuse, refuse_rest
from pipeline.messages.asked_notices import ShowMine
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """The reader's open deals, those of the person who is named, or the closed ones."""
    asked = list_request(services, request, WORD.word)
    words, member = asked.words, asked.member
    if words.rest:
        refuse_rest(services, request, WORD.word, words.rest)
    if words.is_everybody or (words.is_won and words.is_lost):
        refuse(WORD.word, request.line.rest, HINT_MINE_ALL)
    is_lost = words.is_lost or folded(request.line.form) in _LOST_FORMS
    is_won = words.is_won or folded(request.line.form) in _WON_FORMS
    state = StageKind.WON.value if is_won else StageKind.LOST.value if is_lost else None
    return ShowMine(owner=member, state=state, is_shared=read_by_others(request))


def pressed(services: Services, request: Request) -> Reply:
    """The list of the button, or its next page."""
    line, start = request.line, request.pressed.start if request.pressed is not None else 0
    state = line.rest if line.rest in _CLOSED else None
    return ShowMine(start, owner=line.member, state=state, is_shared=read_by_others(request))


_CLOSED = {StageKind.WON.value, StageKind.LOST.value}
_WON_FORMS, _LOST_FORMS = ("voitetut", "won deals"), ("havityt", "lost deals")


WORD = Word(
    word="mine",
    forms={"fi": ("omat", "mun", "voitetut", "hävityt"), "en": ("mine", "my deals", "won deals", "lost deals")},
    help="help_mine",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
