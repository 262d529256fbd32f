"""`/deal help`, and `/deal` alone: what one can do, with one's own deals as examples."""

from __future__ import annotations

from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from pipeline.messages.notices import Notice, Says
from pipeline.queries import day


def shown(house: House, asked: Asked) -> Reply:
    """The guide, however it was asked for."""
    return Notice(Says.HELP)


WAYS = Ways(
    word="help",
    fi=("ohje", "apua", "apu"),
    en=("help", "guide"),
    help="help_help",
    typed=shown,
    pressed=shown,
    query=day.mine,
)
