"""`/deal show`: one deal, with what is known of it."""

from __future__ import annotations

from bot.handlers.given import deal_of
from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from bot.which import meant
from pipeline.messages.notices import Notice, Says
from pipeline.queries.story import deal_view


def typed(house: House, asked: Asked) -> Reply:
    """Show the deal meant."""
    return Notice(Says.SHOWN, {"deal": meant(house, asked, WAYS.word).deal})


def pressed(house: House, asked: Asked) -> Reply:
    """Show the deal of the button, or its older notes."""
    return Notice(
        Says.SHOWN, {"deal": deal_of(asked), "start": asked.pressed.start if asked.pressed is not None else 0}
    )


WAYS = Ways(
    word="show",
    fi=("näytä", "avaa", "katso"),
    en=("show", "open", "view"),
    help="help_show",
    typed=typed,
    pressed=pressed,
    query=deal_view,
)
