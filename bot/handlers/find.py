"""`/deal find`: deals whose names fit the words."""

from __future__ import annotations

from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from bot.which import request
from pipeline.messages.notices import Notice, Says, Value
from pipeline.queries import find


def typed(house: House, asked: Asked) -> Reply:
    """The deals that fit, the best first; without words one's own."""
    rest = request(house, asked).rest
    return _found(house, asked, rest) if rest else Notice(Says.MINE)


def pressed(house: House, asked: Asked) -> Reply:
    """The next of them."""
    return _found(house, asked, asked.text, asked.pressed.start if asked.pressed is not None else 0)


def _found(house: House, asked: Asked, text: str, start: int = 0) -> Notice:
    with house.ledger.looking(asked.by) as look:
        found = find.find(look, text, start=start)
    deals: list[Value] = [line.deal_no for line in found.lines]
    return Notice(Says.FOUND, {"text": text, "deals": deals, "n": found.total, "start": start})


WAYS = Ways(
    word="find",
    fi=("etsi", "hae"),
    en=("find", "search"),
    help="help_find",
    typed=typed,
    pressed=pressed,
    query=find.find,
)
