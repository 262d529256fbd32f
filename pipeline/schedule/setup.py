"""Set-up and settings (`/deal settings`): languages, the channel, the lead, the time zone, the holidays, the currency.

Choosing the channel for the first time sends the welcome and starts the Monday posts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline import errors
from pipeline.calendars import Calendar, require_country, zone_named
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages import attention
from pipeline.messages.notices import Notice, NoticeKind, Value
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.money import require_currency
from pipeline.people import members, settings
from pipeline.people.access import Act, require
from pipeline.people.events import Role
from pipeline.people.settings import COUNTRY, CURRENCY, LANGUAGE, PLACE, WORKSPACE, ZONE
from pipeline.schedule import post_calendar
from pipeline.stages import stages


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about a channel when it was chosen: whether Putki is in it, and how many guests read it.

    `counts_all` is False if there may be more guests than were counted.
    """

    has_putki: bool = True
    guests: int = 0
    counts_all: bool = True


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose in the settings form; None where the form did not ask or nothing changes.

    `own_language` counts only with `sets_own_language`; None then means that the person reads the workspace's language.
    """

    own_language: str | None = None
    sets_own_language: bool = False
    language: str | None = None
    place: Callable[[UnitOfWork], int | None] | None = None  # the place's number, given inside the change
    found: Found = field(default_factory=Found)
    lead: int | None = None
    zone: str | None = None
    country: str | None = None
    currency: str | None = None

    @property
    def concern_workspace(self) -> bool:
        """Whether a setting of the whole workspace was chosen."""
        of_all = (self.language, self.place, self.lead, self.zone, self.country, self.currency)
        return any(each is not None for each in of_all)


def save(ledger: Ledger, by: By, wishes: Wishes) -> Notice:
    """Record the settings that differ from the present ones.

    Raises NotAllowed if somebody who is not an admin changes a setting of the workspace, UnknownZone, UnknownCountry or
    UnknownCurrency for such a value, and NotALead for a lead who may not act here.
    """
    _check(wishes)

    def decide(work: UnitOfWork) -> Notice:
        who = require(work.connection, by, Act.OWN_SETTINGS)
        if wishes.sets_own_language:
            settings.put(work, who.member_no, {LANGUAGE: wishes.own_language})
        place, first = None, False
        if wishes.concern_workspace:
            require(work.connection, by, Act.SETTINGS)
            before, place = _of_workspace(work, wishes)
            first = before is None and place is not None
        change = work.change_no if work.has_effect else None
        return Notice(NoticeKind.SETTINGS_SAVED, {"change": change, "first": first, **_told(wishes, place)})

    return ledger.commit(by, decide)


def _check(wishes: Wishes) -> None:
    if wishes.zone is not None:
        zone_named(wishes.zone)
    if wishes.country is not None:
        require_country(wishes.country)
    if wishes.currency is not None:
        require_currency(wishes.currency)


def _told(wishes: Wishes, place: int | None) -> dict[str, Value]:
    """What the person who chose a channel is told about it: that Putki is not in it, or that guests read it."""
    found = wishes.found
    if wishes.place is None or (found.has_putki and not found.guests):
        return {}
    return {"place": place, "waits": not found.has_putki, "guests": found.guests, "some": not found.counts_all}


def _of_workspace(work: UnitOfWork, wishes: Wishes) -> tuple[int | None, int | None]:
    """Record the workspace's settings; gives the number of the channel before and after."""
    pipeline_no = stages.of_workspace(work).pipelines[0]
    set_now = settings.of_workspace(work)
    before = set_now.place(pipeline_no)
    place = wishes.place(work) if wishes.place else before
    wished: dict[str, str | int | None] = {
        LANGUAGE: wishes.language,
        PLACE.format(pipeline=pipeline_no): place,
        ZONE: wishes.zone,
        COUNTRY: wishes.country,
        CURRENCY: wishes.currency,
    }
    settings.put(work, WORKSPACE, {name: value for name, value in wished.items() if value is not None})
    if wishes.lead is not None:
        _lead(work, wishes.lead, pipeline_no)
    if place is not None and place != before:
        work.say(
            OutboxMessage(
                key=f"welcome:{place}", lane=Lane.POSTS, kind=NoticeKind.WELCOME, due_at=work.now, to_place=place
            )
        )
        calendar = Calendar(country=wishes.country or set_now.country, zone=wishes.zone or set_now.zone)
        post_calendar.begin(work, pipeline_no, calendar)
        if before is None:
            attention.retry_cards(work.connection, work.by.workspace_no)
        else:
            attention.retry_elsewhere(work.connection, work.by.workspace_no, before, place, work.now)
    return before, place


def _lead(work: UnitOfWork, lead: int, pipeline_no: int) -> None:
    """Make one person the only lead of a pipeline. Raises NotALead if they may not act here."""
    if not members.may_lead(work.connection, work.by.workspace_no, lead):
        raise errors.NotALead
    for each in members.everyone(work.connection, work.by.workspace_no):
        if str(pipeline_no) in each.leads.split() and each.member_no != lead:
            members.set_role(work, each.member_no, Role.LEAD, has=False, pipeline_no=pipeline_no)
    members.set_role(work, lead, Role.LEAD, has=True, pipeline_no=pipeline_no)
