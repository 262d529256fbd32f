"""Carries out one claimed message: renders it, sends it, and saves the outcome by Slack's answer."""

from __future__ import annotations

import time
import uuid

import structlog
from sqlalchemy import Connection

from bot.blocks.elements import Message
from bot.sending import pictures, unreachable_channels
from bot.sending.pace import NotYet
from bot.sending.routes import Route, replaces_message, route
from bot.sending.send_context import SendContext
from bot.slack import addresses, message_locations
from bot.slack.addresses import EphemeralAddress, replaced_message
from bot.slack.refusals import (
    AnswerLost,
    Barred,
    GiveUp,
    MessageGone,
    RateLimited,
    ServerError,
    SlackRefused,
    TellAdmin,
    TokenRefused,
    TooLate,
    Unreachable,
    Wait,
)
from pipeline import errors
from pipeline.messages import outbox
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Claimed, State

log = structlog.get_logger()

SENT_AGAIN = frozenset({NoticeKind.MONDAY, NoticeKind.MONTH_POST})
"""Kinds that are sent again with a mark when it is unknown whether they arrived. Reminders are not."""
ANSWERS_TO_QUESTIONS = frozenset(
    {
        NoticeKind.SHOWN,
        NoticeKind.MINE,
        NoticeKind.STUCK_LIST,
        NoticeKind.FOUND,
        NoticeKind.BOARD,
        NoticeKind.FORECAST,
        NoticeKind.RESULTS,
        NoticeKind.HELP,
    }
)
"""Kinds that answer a question. They are dropped when the response URL has ended; outcomes of changes are not."""


def carry_out(context: SendContext, claimed: Claimed) -> None:
    """Send the message, or save why not. The claim is given back whatever happens."""
    try:
        message = _render(context, claimed)
        if message is None:
            _settle(context, claimed, State.DROPPED, "untrue")
            return
        way = route(context, claimed)
        context.pace.take(claimed.workspace_no, *way.turns)
    except NotYet as not_yet:
        _give_back(context, claimed, not_yet.until)
    except SlackRefused as refused:
        _handle_refusal(context, claimed, None, refused)
    except Unrenderable as problem:
        _handle_refusal(context, claimed, None, ServerError(problem.reason))
    else:
        _send(context, claimed, way, pictures.uploaded(context, claimed, message))


class Unrenderable(Exception):
    """The notice could not be rendered, and the log has the error. `reason` is the name of the error's class."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _render(context: SendContext, claimed: Claimed) -> Message | None:
    try:
        with context.read_session(claimed.workspace_no, claimed.to_member) as session:
            key = replaced_message(claimed.address)
            replaces = outbox.notice_of(session.connection, claimed.workspace_no, key) if key is not None else None
            return context.render_notice(
                session,
                claimed.notice,
                in_place=replaces_message(claimed),
                replaces=replaces,
                is_again=claimed.is_again,
            )
    except errors.Busy as busy:
        raise NotYet(time.time() + context.timing.first_wait) from busy
    except Exception as problem:
        log.exception("message_not_rendered", key=claimed.key, workspace_no=claimed.workspace_no)
        raise Unrenderable(type(problem).__name__) from problem


def _send(context: SendContext, claimed: Claimed, way: Route, message: Message) -> None:
    if not way.is_repeatable and not _begin(context, claimed):
        return
    context.step("begun")
    try:
        ts = context.send_with_fallback(claimed.workspace_no, claimed.kind, message, way.say)
    except SlackRefused as refused:
        context.step("refused")
        if not isinstance(refused, Unreachable | ServerError | AnswerLost):
            context.outage.over()
        _handle_refusal(context, claimed, way, refused)
        return
    context.outage.over()
    context.step("said")
    pictures.forget(context, claimed)
    _save_sent(context, claimed, way, ts)
    context.step("settled")


def _save_sent(context: SendContext, claimed: Claimed, way: Route, ts: str | None) -> None:
    """Save that the message was sent, and its location."""

    def settle(connection: Connection) -> None:
        is_ours = outbox.settle(connection, claimed, State.SENT, now=context.now)
        if is_ours and ts is not None:
            message_locations.save(
                connection,
                claimed.workspace_no,
                claimed.key,
                claimed.notice,
                place_no=way.place_no,
                member_no=way.member_no,
                ts=ts,
                at=context.now,
            )

    context.save_outcome(settle)
    log.info("message_sent", key=claimed.key, kind=claimed.kind, workspace_no=claimed.workspace_no)


def _begin(context: SendContext, claimed: Claimed) -> bool:
    with context.writing() as connection:
        return outbox.begin(connection, claimed, until=time.time() + context.timing.lease)


def _handle_refusal(context: SendContext, claimed: Claimed, way: Route | None, refused: SlackRefused) -> None:
    """Retry, send again or settle the message, depending on the refusal and the kind of the message."""
    is_repeatable = way is None or way.is_repeatable
    match refused:
        case RateLimited():
            _give_back(context, claimed, _hold_pace(context, claimed, way, refused), reason=refused.code)
        case TokenRefused() if context.is_token_refused(claimed.workspace_no, refused):
            _keep_turn(context, claimed, refused)
        case AnswerLost() if not is_repeatable:
            context.is_slack_away(claimed.workspace_no, refused)  # if so, the next message waits
            _handle_lost_answer(context, claimed, way, refused.code)
        case Wait() | AnswerLost():
            _retry_later(context, claimed, refused)
        case TooLate() if claimed.to_member is not None and _may_go_to_member(claimed):
            context.save_outcome(lambda connection: outbox.redirect_to_member(connection, claimed))
            log.info(
                "message_redirected_to_dm", key=claimed.key, workspace_no=claimed.workspace_no, reason=refused.code
            )
        case TooLate() | MessageGone():
            _settle(context, claimed, State.DROPPED, refused.code)
        case Barred():
            _hold_back(context, claimed, refused.code)
        case GiveUp() | TellAdmin() | _:
            _settle(context, claimed, State.PARKED, refused.code)


def _may_go_to_member(claimed: Claimed) -> bool:
    """Whether a direct message may take its place: of a question only where Slack would not whisper the answer."""
    address = addresses.parse(claimed.address) if claimed.address else None
    return isinstance(address, EphemeralAddress) or claimed.kind not in ANSWERS_TO_QUESTIONS


def _hold_pace(context: SendContext, claimed: Claimed, way: Route | None, refused: RateLimited) -> float:
    if way is None or not way.turns:
        return time.time() + refused.seconds
    return context.pace.hold(claimed.workspace_no, way.turns[-1], refused.seconds)


def _retry_later(context: SendContext, claimed: Claimed, refused: SlackRefused) -> None:
    if context.is_slack_away(claimed.workspace_no, refused):
        _keep_turn(context, claimed, refused)
        return
    tries = claimed.tries + 1
    blames_message = not isinstance(refused, Wait) or refused.blames_message
    if blames_message and tries >= context.timing.most_tries:
        _settle(context, claimed, State.PARKED, refused.code)
        return
    until = time.time() + context.timing.wait_after(claimed.tries)
    _give_back(context, claimed, until, tries=tries, reason=refused.code)


def _keep_turn(context: SendContext, claimed: Claimed, refused: SlackRefused) -> None:
    """Let the message wait as before: it is no failure of its own."""
    context.save_outcome(lambda connection: outbox.release(connection, claimed, until=None, reason=refused.code))


def _give_back(
    context: SendContext, claimed: Claimed, until: float, *, tries: int | None = None, reason: str | None = None
) -> None:
    context.save_outcome(
        lambda connection: outbox.release(connection, claimed, until=until, tries=tries, reason=reason)
    )
    if reason is not None:
        log.warning(
            "message_will_be_retried", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason, tries=tries
        )


def _handle_lost_answer(context: SendContext, claimed: Claimed, way: Route | None, reason: str) -> None:
    """Look whether a message with a lost answer arrived, if the app may read the channel.

    If the message is not found, it is sent once more with a mark, or becomes unsure.
    """
    channel = way.channel if way is not None else None
    ts = context.find_sent(claimed.workspace_no, channel, claimed.key, way.thread_ts) if way and channel else None
    if way is not None and ts is not None:
        _save_sent(context, claimed, way, ts)
    elif _may_be_sent_again(claimed):
        context.save_outcome(lambda connection: outbox.send_again(connection, claimed))
        log.warning("message_will_be_sent_again", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason)
    else:
        _settle(context, claimed, State.UNSURE, reason)


def settle_abandoned(context: SendContext) -> bool:
    """Settle one claim whose sender was lost during its call. Return whether there was one."""
    with context.writing() as connection:
        real = time.time()
        lease = real + context.timing.lease
        claimed = outbox.take_over(connection, real=real, who=uuid.uuid4().hex, until=lease)
    if claimed is None:
        return False
    log.warning("sender_lost_during_call", key=claimed.key, workspace_no=claimed.workspace_no)
    try:
        way = route(context, claimed) if claimed.is_readable else None
    except (SlackRefused, NotYet):
        way = None
    _handle_lost_answer(context, claimed, way, "sender_lost")
    return True


def _may_be_sent_again(claimed: Claimed) -> bool:
    return claimed.kind in SENT_AGAIN and not claimed.is_again


def _hold_back(context: SendContext, claimed: Claimed, reason: str) -> None:
    """Park the message, unless the channel was opened since the route was chosen.

    Opening has released only what was parked then.
    """
    place_no = claimed.to_place or 0

    def settle(connection: Connection) -> None:
        if message_locations.is_barred_until_commit(connection, claimed.workspace_no, place_no):
            outbox.settle(connection, claimed, State.PARKED, now=context.now, reason=reason)
            unreachable_channels.notify_admin(connection, claimed.workspace_no, place_no, reason, context.now)
        else:
            outbox.release(connection, claimed, until=None)

    context.step("barred")
    context.save_outcome(settle)
    log.info("message_held_back", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason)


def _settle(context: SendContext, claimed: Claimed, state: State, reason: str) -> None:
    def settle(connection: Connection) -> None:
        outbox.settle(connection, claimed, state, now=context.now, reason=reason)
        if state is State.PARKED:
            unreachable_channels.notify_admin(connection, claimed.workspace_no, claimed.to_place, reason, context.now)

    context.save_outcome(settle)
    log_line = log.info if state is State.DROPPED else log.error
    log_line("message_not_sent", key=claimed.key, workspace_no=claimed.workspace_no, state=state.value, reason=reason)
