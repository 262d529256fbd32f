"""`/deal find`: deals whose names fit the words."""

from __future__ import annotations

from bot.deal_lookup import request
from bot.slack.asked import Asked
from bot.word import Reply, Services, Word
from pipeline.messages.notices import Notice, Says, Value
from pipeline.queries import find


def typed(services: Services, asked: Asked) -> Reply:
    """The deals that fit, the best first; without words one's own."""
    rest = request(services, asked).rest
    return _found(services, asked, rest) if rest else Notice(Says.MINE)


def pressed(services: Services, asked: Asked) -> Reply:
    """The next of them."""
    return _found(services, asked, asked.text, asked.pressed.start if asked.pressed is not None else 0)


def _found(services: Services, asked: Asked, text: str, start: int = 0) -> Notice:
    with services.ledger.looking(asked.by) as look:
        found = find.find(look, text, start=start)
    deals: list[Value] = [line.deal_no for line in found.lines]
    return Notice(Says.FOUND, {"text": text, "deals": deals, "n": found.total, "start": start})


WORD = Word(
    word="find",
    fi=("etsi", "hae"),
    en=("find", "search"),
    help="help_find",
    typed=typed,
    pressed=pressed,
    query=find.find,
)
