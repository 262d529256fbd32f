"""Chooses the Slack call for a message, the turns that the call takes, and whether it may be repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.blocks.elements import Message
from bot.sending.pace import NotYet
from bot.sending.send_context import SendContext
from bot.slack import answer, message_locations
from bot.slack.addresses import EphemeralAddress, MessageAddress, ResponseUrl, ThreadAddress, dump, parse
from bot.slack.posting import Posting
from bot.slack.refusals import AnswerLost, Barred, GiveUp, MessageGone, RateLimited, ServerError, TooLate
from pipeline.messages import pace
from pipeline.messages.due_notices import Restated
from pipeline.messages.outbox import Claimed


@dataclass(frozen=True, slots=True)
class Route:
    """A way to bring a message to its reader.

    `say` makes the call and returns the timestamp of a new message, or None.
    """

    say: Callable[[Message], str | None]
    turns: tuple[str, ...] = ()  # Slack's "too fast" applies to the last one
    is_repeatable: bool = False  # a second call does no harm
    channel: str | None = None  # where `find_sent` can look for the new message
    thread_ts: str | None = None
    place_no: int | None = None
    member_no: int | None = None


def replaces_message(claimed: Claimed) -> bool:
    """Whether the message replaces one that is in Slack already."""
    match parse(claimed.address) if claimed.address is not None else None:
        case ResponseUrl(replace=True) | MessageAddress():
            return True
        case _:
            return False


def route(context: SendContext, claimed: Claimed) -> Route:
    """Return the route of this message, and open a direct conversation if it needs one.

    Raises NotYet, or the SlackRefused of the call that opens the conversation.
    """
    client = context.clients(claimed.workspace_no)
    if claimed.address is not None:
        return _to_address(context, claimed, client, claimed.address)
    if isinstance(restated := claimed.notice, Restated):
        return _to_address(context, claimed, client, dump(MessageAddress(restated.of)))
    if claimed.to_member is not None:
        return _to_member(context, claimed, client, claimed.to_member)
    if claimed.to_place is not None:
        return _to_place(context, claimed, client, claimed.to_place)
    raise GiveUp("no_addressee")


def _to_address(context: SendContext, claimed: Claimed, client: Posting, written: str) -> Route:
    match parse(written):
        case ResponseUrl(url, replace, thread_ts):
            return Route(partial(_respond, client, url, replace, thread_ts))
        case EphemeralAddress() as one:
            return Route(partial(answer.to_one, client, one))
        case ThreadAddress(channel, thread_ts):
            with context.ledger.storage.read() as connection:
                place_no = message_locations.place_of(connection, claimed.workspace_no, channel)
                barred = message_locations.barred_reason(connection, claimed.workspace_no, place_no or 0)
            if barred is not None:  # the channel became barred after the question
                raise TooLate(barred)
            destination = pace.place_key(place_no) if place_no is not None else f"channel:{channel}"
            say = partial(client.post, channel, key=claimed.key, thread_ts=thread_ts)
            return Route(say, (pace.POSTS, destination), channel=channel, thread_ts=thread_ts)
        case MessageAddress(key):
            with context.ledger.storage.read() as connection:
                standing = message_locations.location_of(connection, claimed.workspace_no, key)
            if standing is None:
                raise MessageGone("message_not_found")
            say = partial(_update, client, standing.channel, standing.ts)
            return Route(say, (pace.CHANGES,), is_repeatable=True)


def _respond(client: Posting, url: str, replace: bool, thread_ts: str | None, message: Message) -> None:
    client.respond(url, message, replace=replace, thread_ts=thread_ts)


def _update(client: Posting, channel: str, ts: str, message: Message) -> None:
    client.update(channel, ts, message)


def _to_place(context: SendContext, claimed: Claimed, client: Posting, place_no: int) -> Route:
    with context.ledger.storage.read() as connection:
        channel = message_locations.channel_of(connection, claimed.workspace_no, place_no)
        barred = message_locations.barred_reason(connection, claimed.workspace_no, place_no)
    if barred is not None:
        raise Barred(barred)
    if channel is None:
        raise GiveUp("no_such_place")
    turns = (pace.POSTS, pace.place_key(place_no))
    return Route(partial(client.post, channel, key=claimed.key), turns, channel=channel, place_no=place_no)


def _to_member(context: SendContext, claimed: Claimed, client: Posting, member_no: int) -> Route:
    with context.ledger.storage.read() as connection:
        found = message_locations.direct_conversation(connection, claimed.workspace_no, member_no)
    if found is None:
        raise GiveUp("no_such_member")
    channel = found.channel or _open_direct(context, claimed.workspace_no, client, found.user_id)
    say = partial(_post_to_member, context, claimed, client, found.user_id, channel)
    return Route(say, (pace.POSTS, pace.member_key(member_no)), channel=channel, member_no=member_no)


def _open_direct(context: SendContext, workspace_no: int, client: Posting, user_id: str) -> str:
    context.pace.take(workspace_no, pace.OPENINGS)
    try:
        channel = client.open_direct(user_id)
    except RateLimited as refused:
        raise NotYet(context.pace.hold(workspace_no, pace.OPENINGS, refused.seconds)) from refused
    except AnswerLost as lost:  # a second call does no harm
        raise ServerError(lost.code) from lost
    with context.writing() as connection:
        message_locations.save_direct_channel(connection, workspace_no, user_id, channel)
    return channel


def _post_to_member(
    context: SendContext, claimed: Claimed, client: Posting, user_id: str, channel: str, message: Message
) -> str:
    try:
        return client.post(channel, message, key=claimed.key)
    except GiveUp as refused:
        if refused.code != "channel_not_found":
            raise
        with context.writing() as connection:  # the next try opens the conversation again, and learns why it cannot
            message_locations.save_direct_channel(connection, claimed.workspace_no, user_id, None)
        raise ServerError(refused.code) from refused
