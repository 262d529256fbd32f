"""`/deal show`: one deal, with what is known of it; a note behind it is kept on the deal."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_AMOUNT, HINT_NO_DEAL, HINT_SHOW
from bot.deal_lookup import deal_with_rest, hits_of
from bot.language import amounts
from bot.language.folding import folded
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import deal_of
from pipeline.deals import notes
from pipeline.errors import NoSuchDeal
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.asked_notices import ShowDeal
from pipeline.money import Money
from pipeline.unused_errors import NotUsed, NotUsedOfDeal


def typed(services: Services, request: Request) -> Reply:
    """Show the deal meant, or keep the note behind it."""
    word = replace(WORD, concerns=Concerns.NOTED) if request.line.note else WORD
    try:
        it = deal_with_rest(services, request, word)
    except NoSuchDeal:
        give_note_back(request)
        raise
    return shown(services, request, it.deal, it.tail)


def shown(services: Services, request: Request, deal_no: int, tail: str = "") -> Reply:
    """Show a deal that was typed, or keep the note behind it. Raises NotUsedOfDeal for what else stands behind it."""
    note = request.line.note
    if tail:
        amount = _amount(tail)
        hint, text = (HINT_SHOW, tail) if amount is None else (HINT_AMOUNT, amount)
        kept = ", ".join(filter(None, (tail, note)))
        raise NotUsedOfDeal(deal=deal_no, text=text, hint=hint, note=kept, typed=note or None)
    return notes.keep(services.ledger, request.by, deal_no, note) if note else ShowDeal(deal_no)


def give_note_back(request: Request) -> None:
    """Raise NotUsed with the note of a line that names no deal; nothing where there is none."""
    line = request.line
    if line.note:
        raise NotUsed(word=WORD.word, text=line.rest, hint=HINT_NO_DEAL, note=line.note) from None


def refuse_amount(session: ReadSession, request: Request) -> None:
    """Raise NotUsedOfDeal where the line is a deal's name and an amount: "acme summa 15 000"."""
    words, note = request.line.rest.split(), request.line.note
    for count in range(min(_MOST_OF_AMOUNT, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        if (amount := _amount(tail)) is None:
            continue
        hits = hits_of(session, " ".join(words[:-count]))
        if hits.is_sure and len(hits.deals) == 1:
            kept = ", ".join(filter(None, (tail, note)))
            deal_no = hits.deals[0].deal_no
            raise NotUsedOfDeal(deal=deal_no, text=amount, hint=HINT_AMOUNT, note=kept, typed=note or None)


def _amount(text: str) -> str | None:
    """The amount, where the text is one and nothing else, but for words that call it an amount: "summa 15 000"."""
    words = [word for word in text.split() if folded(word).strip(":=") not in _OF_AMOUNTS]
    bare = " ".join(words)
    return bare if bare and isinstance(amounts.read(bare), Money) else None


_OF_AMOUNTS = frozenset(
    ["", *"summa summaksi summan hinta hinnaksi arvo on nyt amount sum value price is now to".split()]
)
_MOST_OF_AMOUNT = 5  # words


def pressed(services: Services, request: Request) -> Reply:
    """Show the deal of the button, or its older notes; keep the note that the button carries."""
    if request.line.note:
        return notes.keep(services.ledger, request.by, deal_of(request), request.line.note)
    return ShowDeal(deal_of(request), start=request.pressed.start if request.pressed is not None else 0)


WORD = Word(
    word="show",
    forms={"fi": ("näytä", "avaa", "katso"), "en": ("show", "open", "view")},
    help="help_show",
    chapter=Chapter.FINDING,
    concerns=Concerns.SEEN,
    typed=typed,
    pressed=pressed,
    button="show_button",
)
