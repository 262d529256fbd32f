"""Channels: whether one may be a pipeline's, as it is chosen; and what follows when that changes later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sending import guests, unreachable_channels
from bot.slack import message_locations
from bot.slack.channels import UNSEEN, ChannelInfo
from bot.slack.requests import Request
from bot.word import Services
from pipeline import errors, setup_errors
from pipeline.ledger.actor import By
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.schedule.setup import ChannelFacts
from pipeline.stages import stages

TIME_FOR_GUESTS = 1.3  # seconds that a request must have left when it is still asked who the guests are


@dataclass(frozen=True, slots=True)
class ChosenChannel:
    """A channel that may be a pipeline's: why nothing can be said there yet, and what its chooser should know."""

    barred: str | None
    found: ChannelFacts


def chosen(services: Services, request: Request, channel: str) -> ChosenChannel:
    """What is known of a channel that was chosen.

    Raises SharedChannel, ArchivedChannel, and ChannelUnknown where Slack does not answer; of the channel that it is
    already nothing need be known.
    """
    is_new = channel != _now(services, request)
    try:
        seen = services.channels.info(channel)
    except setup_errors.ChannelUnknown:
        if is_new:
            raise
        return ChosenChannel(None, ChannelFacts())
    unreachable_channels.save_channel_state(services.ledger, request.by, channel, seen, tells=False)
    if seen is None:
        return ChosenChannel(UNSEEN, ChannelFacts(has_putki=False))
    if seen.is_shared:
        raise setup_errors.SharedChannel
    if seen.is_archived:
        raise setup_errors.ArchivedChannel
    guests, is_all = _guests(services, request, channel) if is_new else (0, True)
    return ChosenChannel(None, ChannelFacts(has_putki=seen.has_putki, guests=guests, counts_all=is_all))


def _now(services: Services, request: Request) -> str | None:
    """The channel that the person's pipeline has: the one that settings are about."""
    with services.ledger.read_session(request.by) as session:
        place = settings.of_workspace(session).place(stages.pipeline_of_settings(session))
        return services.directory.channel_id(session.connection, place) if place is not None else None


def _guests(services: Services, request: Request, channel: str) -> tuple[int, bool]:
    """How many guests are known to read it, and whether that is all of them; nothing is said where time is short."""
    if services.ledger.deadline(request.by).left < TIME_FOR_GUESTS:
        return 0, False
    people = services.channels.people(channel)
    if people is None:
        return 0, False
    with services.ledger.read_session(request.by) as session:
        return message_locations.guests_among(session.connection, request.by.workspace_no, people.ids), people.is_whole


def happened(services: Services, event: Mapping[str, Any]) -> None:
    """Putki came into a channel, or it was shared or archived, or is so no more.

    Raises ChannelUnknown: the event is to come again.
    """
    directory = services.directory
    with services.ledger.read_session(directory.system) as session:
        place_no = message_locations.place_of(session.connection, directory.workspace_no, event["channel"])
        is_used = place_no in _places(session)
    if place_no is not None:
        seen = _seen(services, event)
        unreachable_channels.save_channel_state(
            services.ledger, directory.system, event["channel"], seen, is_used=is_used
        )


def members_changed(services: Services, event: Mapping[str, Any]) -> None:
    """Somebody joined or left a channel; Putki itself, perhaps. An admin is told of a guest who joined a pipeline's.

    Raises ChannelUnknown, RosterUnknown and Busy: the event is to come again.
    """
    if event["type"] == "member_joined_channel" and event["user"] == services.directory.bot_user_id:
        happened(services, event)
    elif event["type"] == "member_joined_channel":
        _joined(services, event["channel"], event["user"])
    services.sellers.happened(event["channel"])


def _joined(services: Services, channel: str, user: str) -> None:
    """Tell an admin if a guest joined a pipeline's channel: once for this guest and channel, to the admin alone."""
    directory, ledger = services.directory, services.ledger
    with ledger.read_session(directory.system) as session:
        place_no = message_locations.place_of(session.connection, directory.workspace_no, channel)
        if place_no is None or place_no not in _places(session):
            return
    try:
        directory.member(user, None)
    except errors.Stranger:
        guests.tell_admin(ledger, directory.system, place_no, user)


def _places(session: ReadSession) -> set[int]:
    """The places of the pipelines' channels."""
    set_now = settings.of_workspace(session)
    found = (set_now.place(pipeline_no) for pipeline_no in stages.of_workspace(session).pipelines)
    return {no for no in found if no is not None}


def refresh_channels(services: Services, by: By) -> None:
    """See how the pipelines' channels are now: what happened while nobody listened was not heard."""
    with services.ledger.read_session(by) as session:
        channels = [services.directory.channel_id(session.connection, no) for no in _places(session)]
    for channel in filter(None, channels):
        try:
            unreachable_channels.save_channel_state(services.ledger, by, channel, services.channels.info(channel))
        except setup_errors.ChannelUnknown:
            continue


def _seen(services: Services, event: Mapping[str, Any]) -> ChannelInfo | None:
    """What Slack tells of it now; that it is shared the event itself says as well."""
    try:
        return services.channels.info(event["channel"])
    except setup_errors.ChannelUnknown:
        if event["type"] != "channel_shared":
            raise
        return ChannelInfo("", is_shared=True, is_archived=False, has_putki=True)
