"""Chooses the language and the time zone for each reader: a person or a channel."""

from __future__ import annotations

from bot.language.catalogue import LANGUAGES
from bot.language.voice import Voice
from pipeline.deals import choices
from pipeline.fields import fields
from pipeline.ledger.read_session import ReadSession
from pipeline.people import members, settings

FINNISH_ZONE = "Europe/Helsinki"


def voice_for(session: ReadSession, member_no: int | None) -> Voice:
    """Return the voice for one person in their own language, else in the workspace's; None stands for a channel."""
    language, zone = session.remembered(f"reader.{member_no or 0}", lambda: _read(session, member_no))
    return Voice(
        language=language,
        zone=zone,
        now=session.now,
        lists=choices.of_workspace(session),
        own_fields=fields.of_workspace(session),
    )


def workspace_language(session: ReadSession) -> str:
    """Return the workspace's language.

    Before set-up it is Finnish if the first admin's time zone is Helsinki's, else English.
    """
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
