"""`/deal delete`: a deal that was a mistake is taken out of everything, after a question."""

from __future__ import annotations

from bot.blocks.ids import WordName
from bot.blocks.shown_words import Chapter
from bot.deal_lookup import deal_with_rest
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import deal_of
from bot.words.unclear import question
from pipeline import edit_errors
from pipeline.deals import delete
from pipeline.deals.access import deal_access
from pipeline.deals.events import Mistaken
from pipeline.people.access import Act


def typed(services: Services, request: Request) -> Reply:
    """`[which]`: ask before the deal is deleted; with more behind its name, ask what is meant."""
    it = deal_with_rest(services, request, WORD)
    if it.tail:
        with services.ledger.read_session(request.by) as session:
            words = (WordName.DELETE, WordName.NOTE, WordName.SHOW)
            asks = question(session, request.line, it.deal, "unclear_understood", *words)
        asks.text = asks.typed = it.tail
        raise asks
    return _ask(services, request, it.deal)


def pressed(services: Services, request: Request) -> Reply:
    """[Delete…] that Slack has asked about: delete the deal; a press that nothing asked about asks first."""
    if request.pressed is not None and request.pressed.sure:
        return delete.delete(services.ledger, request.by, deal_of(request), note=request.line.note)
    return _ask(services, request, deal_of(request))


def _ask(services: Services, request: Request, deal_no: int) -> Reply:
    with services.ledger.read_session(request.by) as session:
        deal_access(session, deal_no, Act.CHANGE)
    raise edit_errors.DeleteAsked(deal=deal_no, note=request.line.note)


WORD = Word(
    word="delete",
    forms={"fi": ("poista",), "en": ("delete",)},
    help="help_delete",
    chapter=Chapter.CHANGES,
    concerns=Concerns.CHANGEABLE,
    changes=Mistaken,
    typed=typed,
    pressed=pressed,
    button="delete_button",
)
