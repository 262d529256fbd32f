"""`/deal find`: deals whose names fit the words."""

from __future__ import annotations

from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from bot.which import request
from pipeline.messages.notices import Notice, Says
from pipeline.queries import find


def typed(house: House, asked: Asked) -> Reply:
    """The deals that fit, the best first; without words one's own."""
    rest = request(house, asked).rest
    if not rest:
        return Notice(Says.MINE)
    with house.ledger.looking(asked.by) as look:
        found = find.find(look, rest)
    return Notice(Says.FOUND, {"text": rest, "deals": [line.deal_no for line in found.lines], "n": found.total})


WAYS = Ways(
    word="find",
    fi=("etsi", "hae"),
    en=("find", "search"),
    help="help_find",
    typed=typed,
    query=find.find,
)
