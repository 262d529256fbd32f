"""`/deal forecast`: what will come in this month and next, by this team's own history, as of now."""

from __future__ import annotations

from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from pipeline.messages.notices import Notice, Says
from pipeline.queries import monday


def shown(house: House, asked: Asked) -> Reply:
    """The forecast of now, however it was asked for."""
    return Notice(Says.FORECAST)


WAYS = Ways(
    word="forecast",
    fi=("ennuste",),
    en=("forecast",),
    help="help_forecast",
    typed=shown,
    pressed=shown,
    query=monday.figures,
)
