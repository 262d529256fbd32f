"""Set-up and settings (`/deal settings`): language, where to post, who leads; at first the welcome and the posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.ledger.events import Role
from pipeline.ledger.work import By, Ledger, Work
from pipeline.messages import attention
from pipeline.messages.notices import Notice, Says, Value
from pipeline.messages.outbox import Lane, Saying
from pipeline.people import members, settings
from pipeline.people.access import Act, require
from pipeline.people.settings import LANGUAGE, PLACE, WORKSPACE
from pipeline.schedule import posts
from pipeline.stages import stages


@dataclass(frozen=True, slots=True)
class Found:
    """A place as it was found when it was chosen: whether Putki is in it, and how many guests are known to read it."""

    has_putki: bool = True
    guests: int = 0
    counts_all: bool = True


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose; none: not asked for, or left as it is."""

    own_language: str | None = None
    sets_own_language: bool = False
    language: str | None = None
    place: Callable[[Work], int | None] | None = None  # the place's number, given inside the change
    found: Found = field(default_factory=Found)
    lead: int | None = None


def save(ledger: Ledger, by: By, wishes: Wishes) -> Notice:
    """Record what differs from now. The workspace's settings are for admins: NotAllowed otherwise."""

    def decide(work: Work) -> Notice:
        who = require(work.connection, by, Act.OWN_SETTINGS)
        if wishes.sets_own_language:
            settings.put(work, who.member_no, {LANGUAGE: wishes.own_language})
        place = None
        if wishes.language or wishes.place or wishes.lead:
            require(work.connection, by, Act.SETTINGS)
            place = _of_workspace(work, wishes)
        change = work.change_no if work.has_effect else None
        return Notice(Says.SETTINGS_SAVED, {"change": change, **_told(wishes, place)})

    return ledger.commit(by, decide)


def _told(wishes: Wishes, place: int | None) -> dict[str, Value]:
    """What whoever chose a place should know of it."""
    found = wishes.found
    if wishes.place is None or (found.has_putki and not found.guests):
        return {}
    return {"place": place, "waits": not found.has_putki, "guests": found.guests, "some": not found.counts_all}


def _of_workspace(work: Work, wishes: Wishes) -> int | None:
    """Record it; the number of the place."""
    pipeline_no = stages.of_workspace(work).pipelines[0]
    before = settings.of_workspace(work).place(pipeline_no)
    place = wishes.place(work) if wishes.place else before
    settings.put(work, WORKSPACE, {LANGUAGE: wishes.language, PLACE.format(pipeline=pipeline_no): place})
    if wishes.lead is not None:
        _lead(work, wishes.lead, pipeline_no)
    if place is not None and place != before:
        work.say(Saying(key=f"welcome:{place}", lane=Lane.POSTS, says=Says.WELCOME, due_at=work.now, to_place=place))
        posts.begin(work, pipeline_no)
        attention.retry_cards(work.connection, work.by.workspace_no)
    return place


def _lead(work: Work, lead: int, pipeline_no: int) -> None:
    """One person leads a pipeline: the role passes on."""
    for each in members.everyone(work.connection, work.by.workspace_no):
        if str(pipeline_no) in each.leads.split() and each.member_no != lead:
            members.set_role(work, each.member_no, Role.LEAD, has=False, pipeline_no=pipeline_no)
    members.set_role(work, lead, Role.LEAD, has=True, pipeline_no=pipeline_no)
