"""The lead's week: the team, its targets, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.blocks import board_parts, refusals, team
from bot.blocks.elements import Message
from bot.language.voice import Voice
from pipeline import target_errors
from pipeline.deals.events import SourceKind
from pipeline.deals.targets import TEAM, Target
from pipeline.messages.board_notices import ShowBoardList
from pipeline.messages.target_notices import TargetSaved
from pipeline.queries.board_parts import BoardPart
from pipeline.queries.team import PersonWeek, TeamWeek
from tests.gallery.deals import LONG, MINE, NAMES, NASTY, NONE, OFFER, euros

_JUNE, _AUGUST = date(2026, 6, 1), date(2026, 8, 1)
_AINO = PersonWeek(1, "Aino Virtanen", 14, (euros(84_000),), 3, (euros(20_500),), 2, 2, (euros(24_000),), euros(60_000))
_MATTI = PersonWeek(2, "Matti Korhonen", 1, (), 1, (), 1, 0, ())
_WEEK = TeamWeek(1, _JUNE, (_MATTI, _AINO), (euros(24_000),), 2, euros(400_000))
_FORTY = tuple(replace(_AINO, member_no=no, name=f"{NASTY} {no}") for no in range(1, 41))
_TARGETS = [Target(_JUNE, TEAM, euros(400_000)), Target(_JUNE, 1, euros(60_000)), Target(_AUGUST, TEAM, euros(410_000))]


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The team: as it is, empty, of forty people; the targets; the answers; the refusals."""
    yield "team", team.team(voice, _WEEK)
    yield "team-empty", team.team(voice, replace(_WEEK, people=(), won=(), target=None))
    yield "team-of-forty", team.team(voice, replace(_WEEK, people=(replace(_AINO, name=LONG), *_FORTY)))
    yield "targets", team.targets(voice, NAMES.members, _TARGETS, may_set=True)
    yield "targets-none", team.targets(voice, {}, [], may_set=False)
    saved = TargetSaved(pipeline=1, month=_AUGUST, amount=euros(410_000), change=41)
    yield "target-set", team.saved(voice, NAMES.members, saved)
    yield "target-removed", team.saved(voice, NAMES.members, replace(saved, member=1, amount=None))
    yield from _boards(voice)
    for refused in (
        target_errors.OnlyLeadSees(who=1),
        target_errors.TargetNotAllowed(who=1),
        target_errors.TargetGone(month=date(2026, 3, 1)),
        target_errors.NoTargetThere(month=_JUNE),
        target_errors.TargetUnclear(text="5 kauppaa"),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def _boards(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The board narrowed, and counted by person and by source."""
    asked = ShowBoardList(owner=1, stage=OFFER.no, over=2_000_000, currency="EUR", source="event")
    yield "board-list", board_parts.fitting(voice, MINE, asked, NAMES)
    yield (
        "board-list-empty",
        board_parts.fitting(voice, NONE, ShowBoardList(over=1, is_inclusive=True, currency="EUR"), NAMES),
    )
    people = [BoardPart(no, (euros(1_000 * no),), f"{LONG} {no}") for no in range(1, 41)]
    yield "board-by-person", board_parts.by_person(voice, [BoardPart(2, (euros(5_000),), "Aino Virtanen"), *people])
    sources = [BoardPart(3, (euros(9_000),), source=SourceKind.EVENT), BoardPart(2, ())]
    yield "board-by-source", board_parts.by_source(voice, sources)
