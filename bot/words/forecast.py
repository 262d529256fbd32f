"""`/deal forecast`: what will come in this month and next, by this team's own history, as of now."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.forecast.details import split_button_text
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.asked_notices import ShowForecast


def shown(services: Services, request: Request) -> Reply:
    """The forecast of now, however it was asked for."""
    return ShowForecast()


def pressed(services: Services, request: Request) -> Reply:
    """The forecast of now, or what a post's button opens: the sums or the deals behind that very post, or a page."""
    opens, statement = split_button_text(request.line.rest)
    return ShowForecast(opens=opens, statement=statement) if opens else ShowForecast()


WORD = Word(
    word="forecast",
    forms={"fi": ("ennuste",), "en": ("forecast",)},
    help="help_forecast",
    chapter=Chapter.VIEWS,
    typed=shown,
    pressed=pressed,
)
