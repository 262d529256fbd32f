"""The recurring posts, the forecast, and what a lead is told with them, at the moment of showing."""

from __future__ import annotations

from bot.blocks import unanswered as unanswered_blocks
from bot.blocks.elements import Message
from bot.forecast import messages
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from pipeline.messages import due_notices as due
from pipeline.messages.asked_notices import ShowForecast
from pipeline.queries import find
from pipeline.target_errors import OnlyLeadSees


def monday(scene: Scene, notice: due.MondayPost) -> Message | None:
    """The Monday post; None where its figures are gone."""
    return messages.monday_post(scene.session, scene.voice, notice.statement)


def month(scene: Scene, notice: due.MonthPost) -> Message | None:
    """The post at the end of a month; None where its figures are gone, or there is nothing to tell."""
    return messages.month_post(scene.session, scene.voice, notice.statement)


def unanswered(scene: Scene, notice: due.UnansweredReminders) -> Message | None:
    """The deals whose last reminder nobody answered, as far as they are stuck still; None where none is."""
    lines = [each for each in find.by_numbers(scene.session, notice.deals) if each.is_open and each.is_stuck]
    return unanswered_blocks.unanswered(scene.voice, lines) if lines else None


def forecast(scene: Scene, notice: ShowForecast) -> Message:
    """The forecast of now, or a page of a post."""
    if notice.member is not None:
        return _of_person(scene, notice.member, notice.pipeline)
    what, key = notice.opens or "", notice.statement or ""
    return messages.forecast_page(scene.session, scene.voice, pipeline_no=notice.pipeline, what=what, key=key)


def _of_person(scene: Scene, member_no: int, pipeline_no: int | None) -> Message:
    """One person's part of the forecast, while the reader may see it."""
    try:
        return messages.of_person(scene.session, scene.voice, member_no, pipeline_no)
    except OnlyLeadSees as refused:
        return render_refusal(scene, refused)
