"""Whose voice: the language and zone in which one person, or a channel, is spoken to."""

from __future__ import annotations

from bot.language.catalogue import LANGUAGES
from bot.language.voice import Voice
from pipeline.ledger.work import Look
from pipeline.people import members, settings

FINNISH_ZONE = "Europe/Helsinki"


def voice_for(look: Look, member_no: int | None) -> Voice:
    """The person's own language, else the workspace's; a channel (None) hears the workspace's."""
    language, zone = look.remembered(f"reader.{member_no or 0}", lambda: _read(look, member_no))
    return Voice(language=language, zone=zone, now=look.now)


def workspace_language(look: Look) -> str:
    """As set; before set-up Finnish where the first admin lives by Helsinki's clock, else English."""
    chosen = settings.of_workspace(look).language
    if chosen in LANGUAGES:
        return chosen
    profiles = members.profiles(look.connection, look.by.workspace_no)
    admins = [each for each in members.everyone(look.connection, look.by.workspace_no) if each.admin]
    first = profiles.get(admins[0].member_no) if admins else None
    return "fi" if first is not None and first.zone == FINNISH_ZONE else "en"


def _read(look: Look, member_no: int | None) -> tuple[str, str]:
    workspace = settings.of_workspace(look)
    if member_no is None:
        return workspace_language(look), workspace.calendar.zone
    own = settings.own_language(look.connection, look.by.workspace_no, member_no)
    profile = members.profile_of(look.connection, look.by.workspace_no, member_no)
    zone = profile.zone if profile is not None else workspace.calendar.zone
    return (own if own in LANGUAGES else workspace_language(look)), zone
