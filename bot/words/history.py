"""`/deal history`: what was changed of one deal, by whom, when and how; a change is a press away from being undone."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_SHOW
from bot.deal_lookup import deal_with_rest
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import deal_of
from bot.words.list_request import read_by_others
from pipeline.messages.asked_notices import ShowHistory
from pipeline.unused_errors import NotUsedOfDeal


def typed(services: Services, request: Request) -> Reply:
    """The newest changes of the deal meant. Raises NotUsedOfDeal for what stands behind its name."""
    it = deal_with_rest(services, request, WORD)
    if it.tail or it.note:
        unused = ", ".join(part for part in (it.tail, it.note) if part)
        raise NotUsedOfDeal(deal=it.deal, text=it.tail or it.note or "", hint=HINT_SHOW, note=unused)
    return ShowHistory(it.deal, is_shared=read_by_others(request))


def pressed(_services: Services, request: Request) -> Reply:
    """The history of the button's deal, or its next page."""
    start = request.pressed.start if request.pressed is not None else 0
    return ShowHistory(deal_of(request), start, is_shared=request.is_shared)


WORD = Word(
    word="history",
    forms={"fi": ("historia",), "en": ("history",)},
    help="help_history",
    chapter=Chapter.FINDING,
    concerns=Concerns.SEEN,
    typed=typed,
    pressed=pressed,
    button="history_button",
)
