"""`/deal undo`: one's own last change, or the change of the button."""

from __future__ import annotations

from bot.blocks.ids import WordName
from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINTS
from bot.deal_lookup import deal_with_rest
from bot.language.folding import folded
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import fit
from pipeline import errors
from pipeline.deals import undo
from pipeline.ledger.events import Voided
from pipeline.unused_errors import NotUsed


def typed(services: Services, request: Request) -> Reply:
    """Take back the last change one made oneself: in a deal's thread of that deal, and of the one that is named.

    What else stands on the line is refused, and nothing is taken back; a note behind it is kept on the deal.
    """
    line = request.line
    if all(folded(word).strip(".,!?") in _LAST for word in line.rest.split()):
        return undo.undo(services.ledger, request.by, of_deal=request.deal, note=line.note)
    fit(line.note or "")
    try:
        it = deal_with_rest(services, request, WORD)
    except errors.NoSuchDeal as missing:
        if missing.number is not None:
            raise
        raise NotUsed(word=WORD.word, text=line.rest, hint=HINTS[WordName.UNDO], note=line.note) from None
    if it.tail:
        raise NotUsed(word=WORD.word, text=it.tail, hint=HINTS[WordName.UNDO], note=line.note)
    return undo.undo(services.ledger, request.by, of_deal=it.deal, note=it.note)


# What says no more than the word alone.
_LAST = frozenset(
    "viimeisin viimeinen viimeksi viime edellinen askeinen se tama muutos muutokseni kiitos"
    " last latest previous that it this change my please the".split()
)


def pressed(services: Services, request: Request) -> Reply:
    """Take back the change that the button shows; the last one of the deal that was picked, where it shows none.

    It is taken back only if it is a change of the deal that the button stands on.
    """
    shown = request.pressed
    change = shown.change if shown is not None else None
    sure = shown is not None and shown.sure
    return undo.undo(services.ledger, request.by, change_no=change, of_deal=request.deal, sure=sure)


WORD = Word(
    word="undo",
    forms={"fi": ("peru", "peruuta", "kumoa"), "en": ("undo", "revert")},
    help="help_undo",
    chapter=Chapter.CHANGES,
    concerns=Concerns.CHANGED,
    changes=Voided,
    typed=typed,
    pressed=pressed,
)
