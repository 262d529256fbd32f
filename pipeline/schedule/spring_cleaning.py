"""Asks people, once a quarter at most, to go through their deals when more than half of them are stuck.

It is looked at with each Monday post: nothing else looks at deals that were reminded of three times.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import String, bindparam, select

from pipeline.ledger.read_session import ReadSession
from pipeline.messages.due_notices import SpringCleaning
from pipeline.messages.notices import NoticeKind
from pipeline.messages.occasions import cleaning_key
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.months import quarter_of
from pipeline.people import absence, members, settings
from pipeline.queries.spring_cleaning import shares
from pipeline.schedule.reminders import clock_at
from pipeline.storage.schema import outbox

_ASKED = select(outbox.c.key).where(
    outbox.c.workspace_no == bindparam("w"), outbox.c.key.in_(bindparam("keys", type_=String, expanding=True))
)
_REMINDED = (
    select(outbox.c.to_member)
    .where(outbox.c.workspace_no == bindparam("w"), outbox.c.says == NoticeKind.STUCK.value)
    .where(outbox.c.to_member.in_(bindparam("nos", expanding=True)))
    .distinct()
)


def cleanings_due(session: ReadSession) -> tuple[OutboxMessage, ...]:
    """Return a message for each member who is to be asked now: at their own hour, and not before a first reminder.

    Nobody is asked who is away, whose account was closed, or who wants no reminders.
    """
    connection, w = session.connection, session.by.workspace_no
    profiles, away = members.profiles(connection, w), absence.absent_now(session)
    here = [no for no, each in profiles.items() if each.active and no not in away]
    stuck = [no for no, share in shares(session, here).items() if share.asks_for_cleaning]
    wishes, left = settings.reminders_of(connection, w, stuck), _not_asked(session, stuck)
    calendar = settings.of_workspace(session).calendar
    return tuple(
        OutboxMessage(
            key,
            Lane.POSTS,
            SpringCleaning(quarter_of(calendar.day(session.now))),
            calendar.next_working_moment(session.now, profiles[no].zone, clock_at(wishes[no].at)),
            to_member=no,
        )
        for no, key in sorted(left.items())
        if wishes[no].most
    )


def _not_asked(session: ReadSession, nos: Collection[int]) -> dict[int, str]:
    """Those of these members who have been reminded before and were not asked in this quarter, with their keys."""
    if not nos:
        return {}
    w, today = session.by.workspace_no, settings.of_workspace(session).calendar.day(session.now)
    reminded = set(session.connection.scalars(_REMINDED, {"w": w, "nos": list(nos)}))
    keys = {no: cleaning_key(no, quarter_of(today)) for no in nos if no in reminded}
    asked = set(session.connection.scalars(_ASKED, {"w": w, "keys": sorted(keys.values())}))
    return {no: key for no, key in keys.items() if key not in asked}
