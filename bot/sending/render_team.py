"""The team's week and its targets become messages, for whoever may see them at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import team as blocks
from bot.blocks.elements import Message
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from pipeline.deals import targets as targets_
from pipeline.messages import target_notices as notices
from pipeline.messages.notices import Notice
from pipeline.people.access import Act, may, rights_of
from pipeline.queries.names import names
from pipeline.queries.team import team as team_week
from pipeline.refused import Refused
from pipeline.stages import stages
from pipeline.target_errors import OnlyLeadSees


def team(scene: Scene, notice: notices.ShowTeam) -> Message:
    """The team's week, while the reader leads it."""
    try:
        return blocks.team(scene.voice, team_week(scene.session, notice.pipeline), notice.start)
    except OnlyLeadSees as refused:
        return render_refusal(scene, refused)


def saved(scene: Scene, notice: notices.TargetSaved) -> Message:
    """The answer to a target."""
    return blocks.saved(scene.voice, names(scene.session, members=[notice.member]).members, notice)


def targets(scene: Scene, notice: notices.ShowTargets) -> Message:
    """The targets that the reader may see."""
    try:
        return _targets(scene, notice)
    except Refused as refused:
        return render_refusal(scene, refused)


def _targets(scene: Scene, notice: notices.ShowTargets) -> Message:
    session = scene.session
    rights = rights_of(session.connection, session.by)
    pipeline = notice.pipeline or stages.persons_pipeline(session, Act.TARGETS if _sets(scene) else Act.SEE)
    if notice.member not in (None, rights.member_no):
        pipeline = targets_.led_pipeline(session, notice.pipeline)
    since = notice.month or targets_.this_month(session)
    found = [
        each
        for each in targets_.seen_from(session, pipeline, since)
        if notice.month in (None, each.month) and notice.member in (None, each.member_no)
    ]
    known = names(session, members=[each.member_no for each in found]).members
    may_set = may(rights, Act.TARGETS, pipeline_no=pipeline)
    return blocks.targets(scene.voice, known, found, may_set=may_set)


def _sets(scene: Scene) -> bool:
    rights = rights_of(scene.session.connection, scene.session.by)
    return rights.admin or bool(rights.leads)


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {
    notices.ShowTeam: team,
    notices.TargetSaved: saved,
    notices.ShowTargets: targets,
}
