"""Absences (`/deal away`): who is away on which days, who stands in, and who is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import absence_errors
from pipeline.calendars import Calendar
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import change_of, history_of
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.absence_notices import AwayOver, AwaySaved, StandInDeclined, StandInEnded, StandsIn, WhileAway
from pipeline.messages.notices import Notice
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members, settings
from pipeline.people.access import Act, MemberRights, require, who_sees
from pipeline.people.events import MEMBER, AwayEnded, AwaySet
from pipeline.people.members import Profile
from pipeline.people.tables import absence, profile

MOST_DAYS = 400  # of one absence, and from today until it begins
MORNING = time(8)  # when the list of what happened comes, on the first business day back

_FROM = (
    select(absence)
    .where(absence.c.workspace_no == bindparam("w"), absence.c.until >= bindparam("since"))
    .order_by(absence.c.from_day, absence.c.member_no)
)
_OF_MEMBER = _FROM.where(absence.c.member_no == bindparam("of"))
_STOOD_IN_FOR = _FROM.where(absence.c.stand_in == bindparam("by"))
_ZONES = select(profile.c.member_no, profile.c.zone).where(
    profile.c.workspace_no == bindparam("w"), profile.c.member_no.in_(bindparam("nos", expanding=True))
)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """A member is away from `from_day` until `until`, both included."""

    member_no: int
    from_day: date
    until: date
    stand_in: int | None = None

    def includes(self, day: date) -> bool:
        """Whether the member is away on that day."""
        return self.from_day <= day <= self.until

    def overlaps(self, other: Absence) -> bool:
        """Whether both have a day in common."""
        return self.from_day <= other.until and other.from_day <= self.until


def check(new: Absence, today: date, others: Iterable[Absence]) -> None:
    """Refuse days that cannot be an absence of the member, whose `others` are known.

    Raises AwayEndsBefore, AwayGone, AwayTooLong, AwayAlready, StandInIsOneself. Days that began before today may be
    told, as long as they are not over. Of the absence with the same first day it is a change.
    """
    if new.until < new.from_day:
        raise absence_errors.AwayEndsBefore
    if new.until < today:
        raise absence_errors.AwayGone
    if (new.until - new.from_day).days >= MOST_DAYS or (new.from_day - today).days > MOST_DAYS:
        raise absence_errors.AwayTooLong(most=MOST_DAYS)
    for each in others:
        if each.from_day != new.from_day and each.overlaps(new):
            raise absence_errors.AwayAlready(from_day=each.from_day, until=each.until)
    if new.stand_in == new.member_no:
        raise absence_errors.StandInIsOneself


def first_working_day_after(until: date, calendar: Calendar) -> date:
    """The first business day after an absence."""
    return calendar.on_or_after(until + _A_DAY)


# --- Reading ----------------------------------------------------------------------------------------------------------


def absences_of(session: Session, member_no: int, since: date) -> list[Absence]:
    """Return the absences of a member that are not over before `since`, the first one first."""
    values = {"w": session.by.workspace_no, "since": since, "of": member_no}
    return [_absence(row) for row in session.connection.execute(_OF_MEMBER, values)]


def absent_on(session: Session, day: date) -> dict[int, Absence]:
    """Return who is away on that day, by member number."""
    rows = session.connection.execute(_FROM, {"w": session.by.workspace_no, "since": day})
    return {each.member_no: each for each in map(_absence, rows) if each.includes(day)}


def absent_now(session: Session) -> dict[int, Absence]:
    """Return who is away now, by the day in each person's own zone, by member number."""
    earliest = session.now.date() - _A_DAY
    rows = session.connection.execute(_FROM, {"w": session.by.workspace_no, "since": earliest})
    return _holding(session, map(_absence, rows))


def stood_in_for(session: Session, member_no: int) -> dict[int, Absence]:
    """Return the absences in which this member stands in now, by the number of who is away."""
    values = {"w": session.by.workspace_no, "since": session.now.date() - _A_DAY, "by": member_no}
    return _holding(session, map(_absence, session.connection.execute(_STOOD_IN_FOR, values)))


def back_today(session: Session, member_no: int) -> Absence | None:
    """Return the absence of a member whose first business day back is today where they live; None: it is not."""
    calendar = own_calendar(session, member_no)
    today = calendar.day(session.now)
    found = absences_of(session, member_no, today - timedelta(days=14))
    return next((each for each in found if first_working_day_after(each.until, calendar) == today), None)


def with_stand_ins(session: Session, who: MemberRights) -> MemberRights:
    """Return these rights with those of whom the member stands in for now."""
    return replace(who, stands_for=frozenset(stood_in_for(session, who.member_no)))


def who_acts_for(session: Session, owner: int, pipeline_no: int) -> int | None:
    """Return who can change the deals of an owner now: they, their stand-in, or the pipeline's lead; None: nobody."""
    connection, w = session.connection, session.by.workspace_no
    gone = {no for no, each in members.profiles(connection, w).items() if not each.active}
    active = who_sees(connection, w, pipeline_no) - gone
    lead = members.lead(connection, w, pipeline_no)
    away = absent_now(session)
    return told_for(owner, lead, active, away) or (lead if lead in active else None)


def here_in(session: Session, profiles: Mapping[int, Profile], pipeline_no: int) -> frozenset[int]:
    """Return those of these members whose accounts are active and who see the pipeline."""
    key = ("sees", pipeline_no)
    if key not in session.already_read:
        session.already_read[key] = who_sees(session.connection, session.by.workspace_no, pipeline_no)
    return frozenset(no for no in session.already_read[key] if no in profiles and profiles[no].active)


def told_for(owner: int, lead: int | None, active: Collection[int], away: Mapping[int, Absence]) -> int | None:
    """Return who is reminded of a deal: its owner, the stand-in of an owner who is away, the lead if the owner left.

    None: nobody now, so that the reminder waits.
    """
    if owner in active:
        return _here(owner, active, away)
    return _here(lead, active, away) if lead is not None else None


def _here(member_no: int, active: Collection[int], away: Mapping[int, Absence]) -> int | None:
    """The member while active and not away, else who stands in, if they are there."""
    if member_no not in active:
        return None
    if member_no not in away:
        return member_no
    stand_in = away[member_no].stand_in
    return stand_in if stand_in in active and stand_in not in away else None


def own_calendar(session: Session, member_no: int) -> Calendar:
    """Return the business days of the workspace in the member's own zone."""
    known = members.profile_of(session.connection, session.by.workspace_no, member_no)
    calendar = settings.of_workspace(session).calendar
    return Calendar(calendar.country, known.zone) if known is not None else calendar


def _holding(session: Session, found: Iterable[Absence]) -> dict[int, Absence]:
    """Those that hold now where the absent person lives."""
    there = list(found)
    if not there:
        return {}
    values = {"w": session.by.workspace_no, "nos": sorted({each.member_no for each in there})}
    zones = {row.member_no: row.zone for row in session.connection.execute(_ZONES, values)}
    calendar = settings.of_workspace(session).calendar
    days = {no: Calendar(calendar.country, zone).day(session.now) for no, zone in zones.items()}
    today = calendar.day(session.now)
    return {each.member_no: each for each in there if each.includes(days.get(each.member_no, today))}


def _absence(row: Any) -> Absence:
    return Absence(row.member_no, row.from_day, row.until, row.stand_in)


def changes_that_set(session: Session, it: Absence) -> list[int]:
    """Return the numbers of the changes in force that set an absence: the first one, and those that corrected it."""
    history = history_of(session, (MEMBER, it.member_no))
    holding = in_force(history)
    return [
        each.change_no
        for each in history
        if each.no in holding and isinstance(each.data, AwaySet) and each.data.from_day == it.from_day
    ]


# --- Changing ---------------------------------------------------------------------------------------------------------


def set_away(ledger: Ledger, by: By, *, from_day: date, until: date, stand_in: int | None = None) -> CommitOutcome:
    """Keep that the actor is away on these days, and tell whoever stands in.

    Raises what `check` refuses, CannotStandIn, and Stranger.
    """

    def decide(work: UnitOfWork) -> AwaySaved:
        who = require(work.connection, by, Act.OWN_SETTINGS).member_no
        today = own_calendar(work, who).day(work.now)
        new = Absence(who, from_day, until, stand_in)
        others = absences_of(work, who, min(today, from_day))
        check(new, today, others)
        if stand_in is not None and not _can_stand_in(work, stand_in):
            raise absence_errors.CannotStandIn
        _append(work, new)
        before = next((each.stand_in for each in others if each.from_day == from_day), None)
        if before not in (None, stand_in):
            tell(work, before, StandInEnded(who=who, from_day=from_day, until=until))
        if stand_in is not None:
            tell(work, stand_in, StandsIn(who=who, from_day=from_day, until=until, change=work.change_no))
        _tell_when_back(work, new)
        also_away = stand_in is not None and any(each.overlaps(new) for each in absences_of(work, stand_in, from_day))
        return AwaySaved(
            who=who, from_day=from_day, until=until, change=work.change_no, stand_in=stand_in, also_away=also_away
        )

    return ledger.commit(by, decide)


def end(ledger: Ledger, by: By, *, from_day: date | None = None) -> CommitOutcome:
    """End the actor's absence that begins on `from_day`; without a day the one of now, else the next one.

    One that has not begun before today does not take place. Raises NotAway.
    """

    def decide(work: UnitOfWork) -> AwayOver:
        who = require(work.connection, by, Act.OWN_SETTINGS).member_no
        today = own_calendar(work, who).day(work.now)
        found = absences_of(work, who, today)
        it = next((each for each in found if from_day in (None, each.from_day)), None)
        if it is None:
            raise absence_errors.NotAway
        last_day = today - _A_DAY if it.from_day < today else None
        work.append(AwayEnded(from_day=it.from_day, last_day=last_day), who, work.head_of((MEMBER, who)))
        if it.stand_in is not None:
            tell(work, it.stand_in, StandInEnded(who=who, from_day=it.from_day, until=it.until))
        if last_day is not None:
            _tell_when_back(work, Absence(who, it.from_day, last_day))
        is_to_come = it.from_day > today
        return AwayOver(
            change=work.change_no,
            from_day=it.from_day if is_to_come else None,
            until=it.until if is_to_come else None,
        )

    return ledger.commit(by, decide)


def decline(ledger: Ledger, by: By, *, change_no: int) -> CommitOutcome:
    """Let the actor no longer stand in, as that change asked them to; who is away is told.

    Raises NotAway where they do not, or where it is over.
    """

    def decide(work: UnitOfWork) -> StandInDeclined:
        asked = next((each for each in change_of(work, change_no) if isinstance(each.data, AwaySet)), None)
        if asked is None or by.member_no is None or not isinstance(asked.data, AwaySet):
            raise absence_errors.NotAway
        who, from_day = asked.subject_no, asked.data.from_day
        today = own_calendar(work, who).day(work.now)
        it = next((each for each in absences_of(work, who, today) if each.from_day == from_day), None)
        if it is None or it.stand_in != by.member_no:
            raise absence_errors.NotAway
        _append(work, Absence(who, it.from_day, it.until))
        told = StandInDeclined(
            who=who, from_day=it.from_day, until=it.until, change=work.change_no, stand_in=by.member_no
        )
        tell(work, who, told)
        return told

    return ledger.commit(by, decide)


def _can_stand_in(work: UnitOfWork, member_no: int) -> bool:
    """Whether a member sells and is active."""
    w = work.by.workspace_no
    roles, known = (
        members.roles_of(work.connection, w, member_no),
        members.profile_of(work.connection, w, member_no),
    )
    return roles is not None and roles.seller and (known is None or known.active)


def _append(work: UnitOfWork, it: Absence) -> None:
    set_now = AwaySet(from_day=it.from_day, until=it.until, stand_in=it.stand_in)
    work.append(set_now, it.member_no, work.head_of((MEMBER, it.member_no)))


def tell(work: UnitOfWork, member_no: int, notice: Notice) -> None:
    """Let a member read this notice, once for each change."""
    key = f"{notice.kind.value}:{work.change_no}:{member_no}"
    work.say(OutboxMessage(key, Lane.POSTS, notice, work.now, to_member=member_no, event_no=work.change_no))


def _tell_when_back(work: UnitOfWork, it: Absence) -> None:
    """Let the list of what happened wait until the first business morning back; it is made when it is shown."""
    calendar = own_calendar(work, it.member_no)
    due_at = calendar.at(first_working_day_after(it.until, calendar), MORNING)
    notice = WhileAway(who=it.member_no, from_day=it.from_day, until=it.until)
    key = f"{notice.kind.value}:{it.member_no}:{it.from_day.isoformat()}:{it.until.isoformat()}"
    work.say(OutboxMessage(key, Lane.POSTS, notice, due_at, to_member=it.member_no))
