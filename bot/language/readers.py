"""Whose voice: the language and zone in which one person, or a channel, is spoken to."""

from __future__ import annotations

from bot.language.catalogue import LANGUAGES
from bot.language.voice import Voice
from pipeline.ledger.unit_of_work import ReadSession
from pipeline.people import members, settings

FINNISH_ZONE = "Europe/Helsinki"


def voice_for(session: ReadSession, member_no: int | None) -> Voice:
    """The person's own language, else the workspace's; a channel (None) hears the workspace's."""
    language, zone = session.remembered(f"reader.{member_no or 0}", lambda: _read(session, member_no))
    return Voice(language=language, zone=zone, now=session.now)


def workspace_language(session: ReadSession) -> str:
    """As set; before set-up Finnish where the first admin lives by Helsinki's clock, else English."""
    chosen = settings.of_workspace(session).language
    if chosen in LANGUAGES:
        return chosen
    profiles = members.profiles(session.connection, session.by.workspace_no)
    admins = [each for each in members.everyone(session.connection, session.by.workspace_no) if each.admin]
    first = profiles.get(admins[0].member_no) if admins else None
    return "fi" if first is not None and first.zone == FINNISH_ZONE else "en"


def _read(session: ReadSession, member_no: int | None) -> tuple[str, str]:
    workspace = settings.of_workspace(session)
    if member_no is None:
        return workspace_language(session), workspace.calendar.zone
    own = settings.own_language(session.connection, session.by.workspace_no, member_no)
    profile = members.profile_of(session.connection, session.by.workspace_no, member_no)
    zone = profile.zone if profile is not None else workspace.calendar.zone
    return (own if own in LANGUAGES else workspace_language(session)), zone
