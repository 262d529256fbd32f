"""One saying from its claim to its end: rendered, sent, and settled by what Slack answered."""

from __future__ import annotations

import time
import uuid

import structlog
from sqlalchemy import Connection

from bot.blocks.elements import Message
from bot.sending import absent
from bot.sending.means import Means
from bot.sending.pace import NotYet
from bot.sending.routes import Route, route, takes_a_place
from bot.slack import whereabouts
from bot.slack.refusals import (
    AnswerLost,
    Barred,
    GiveUp,
    MessageGone,
    RateLimited,
    ServerError,
    SlackRefused,
    TellAdmin,
    TooLate,
    Wait,
)
from pipeline import errors
from pipeline.messages import outbox
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Claimed, State

log = structlog.get_logger()

SAID_ONCE_MORE = frozenset({NoticeKind.MONDAY})
"""What is said again, marked, when nobody knows whether it arrived; a reminder is not."""
OF_THE_MOMENT = frozenset(
    {
        NoticeKind.SHOWN,
        NoticeKind.MINE,
        NoticeKind.STUCK_LIST,
        NoticeKind.FOUND,
        NoticeKind.BOARD,
        NoticeKind.FORECAST,
        NoticeKind.HELP,
    }
)
"""What was only asked for: of no use once the response URL has ended. What was done, or was not, is told even so."""


def carry_out(means: Means, claimed: Claimed) -> None:
    """Say it, or find out why not; whatever happens, the claim is given back."""
    try:
        message = _rendered(means, claimed)
        if message is None:
            _settle(means, claimed, State.DROPPED, "untrue")
            return
        way = route(means, claimed)
        means.pace.take(claimed.workspace_no, *way.turns)
    except NotYet as not_yet:
        _give_back(means, claimed, not_yet.until)
    except SlackRefused as refused:
        _refused(means, claimed, None, refused)
    except Unrenderable as problem:
        _refused(means, claimed, None, ServerError(problem.reason))
    else:
        _say(means, claimed, way, message)


class Unrenderable(Exception):
    """Rendering failed; that is logged already. `reason` names the error."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _rendered(means: Means, claimed: Claimed) -> Message | None:
    try:
        with means.read_session(claimed.workspace_no, claimed.to_member) as session:
            return means.rendered(session, claimed.notice, in_place=takes_a_place(claimed))
    except errors.Busy as busy:
        raise NotYet(time.time() + means.timing.first_wait) from busy
    except Exception as problem:
        log.exception("not_rendered", key=claimed.key, workspace_no=claimed.workspace_no)
        raise Unrenderable(type(problem).__name__) from problem


def _say(means: Means, claimed: Claimed, way: Route, message: Message) -> None:
    if not way.is_repeatable and not _begin(means, claimed):
        return
    means.step("begun")
    try:
        ts = means.said(claimed.workspace_no, claimed.notice.kind, message, way.say)
    except SlackRefused as refused:
        means.step("refused")
        _refused(means, claimed, way, refused)
        return
    means.step("said")
    _sent(means, claimed, way, ts)
    means.step("settled")


def _sent(means: Means, claimed: Claimed, way: Route, ts: str | None) -> None:
    """Write down that it was sent, and where it stands."""

    def settle(connection: Connection) -> None:
        is_ours = outbox.settle(connection, claimed, State.SENT, now=means.now)
        if is_ours and ts is not None:
            whereabouts.keep(
                connection,
                claimed.workspace_no,
                claimed.key,
                claimed.notice,
                place_no=way.place_no,
                member_no=way.member_no,
                ts=ts,
                at=means.now,
            )

    means.write_down(settle)
    log.info("said", key=claimed.key, says=claimed.notice.kind.value, workspace_no=claimed.workspace_no)


def _begin(means: Means, claimed: Claimed) -> bool:
    with means.writing() as connection:
        return outbox.begin(connection, claimed, until=time.time() + means.timing.lease)


def _refused(means: Means, claimed: Claimed, way: Route | None, refused: SlackRefused) -> None:
    """Wait, say again, or end it: as the refusal and what was to be said demand."""
    is_repeatable = way is None or way.is_repeatable
    match refused:
        case RateLimited():
            _give_back(means, claimed, _held(means, claimed, way, refused), reason=refused.code)
        case AnswerLost() if not is_repeatable:
            _unsure(means, claimed, way, refused.code)
        case Wait() | AnswerLost():
            _wait(means, claimed, refused)
        case TooLate() if claimed.to_member is not None and claimed.notice.kind not in OF_THE_MOMENT:
            means.write_down(lambda connection: outbox.say_directly(connection, claimed))
            log.info("said_directly", key=claimed.key, workspace_no=claimed.workspace_no, reason=refused.code)
        case TooLate() | MessageGone():
            _settle(means, claimed, State.DROPPED, refused.code)
        case Barred():
            _hold_back(means, claimed, refused.code)
        case GiveUp() | TellAdmin() | _:
            _settle(means, claimed, State.PARKED, refused.code)


def _held(means: Means, claimed: Claimed, way: Route | None, refused: RateLimited) -> float:
    if way is None or not way.turns:
        return time.time() + refused.seconds
    return means.pace.hold(claimed.workspace_no, way.turns[-1], refused.seconds)


def _wait(means: Means, claimed: Claimed, refused: SlackRefused) -> None:
    tries = claimed.tries + 1
    blames_message = not isinstance(refused, Wait) or refused.blames_message
    if blames_message and tries >= means.timing.most_tries:
        _settle(means, claimed, State.PARKED, refused.code)
        return
    until = time.time() + means.timing.wait_after(claimed.tries)
    _give_back(means, claimed, until, tries=tries, reason=refused.code)


def _give_back(
    means: Means, claimed: Claimed, until: float, *, tries: int | None = None, reason: str | None = None
) -> None:
    means.write_down(lambda connection: outbox.wait(connection, claimed, until=until, tries=tries, reason=reason))
    if reason is not None:
        log.warning("waits", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason, tries=tries)


def _unsure(means: Means, claimed: Claimed, way: Route | None, reason: str) -> None:
    """Nobody knows whether it arrived: look, where that was granted; else it stays so, or is said once more, marked."""
    channel = way.channel if way is not None else None
    ts = means.read_back(claimed.workspace_no, channel, claimed.key, way.thread_ts) if way and channel else None
    if way is not None and ts is not None:
        _sent(means, claimed, way, ts)
    elif _is_said_again(claimed):
        means.write_down(lambda connection: outbox.say_again(connection, claimed))
        log.warning("said_again", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason)
    else:
        _settle(means, claimed, State.UNSURE, reason)


def settle_abandoned(means: Means) -> bool:
    """End one claim whose sender was lost after it had begun its call; whether there was one."""
    with means.writing() as connection:
        real = time.time()
        lease = real + means.timing.lease
        claimed = outbox.take_over(connection, real=real, who=uuid.uuid4().hex, until=lease)
    if claimed is None:
        return False
    log.warning("sender_lost", key=claimed.key, workspace_no=claimed.workspace_no)
    try:
        way = route(means, claimed)
    except (SlackRefused, NotYet):
        way = None
    _unsure(means, claimed, way, "sender_lost")
    return True


def _is_said_again(claimed: Claimed) -> bool:
    return claimed.notice.kind in SAID_ONCE_MORE and not claimed.is_again


def _hold_back(means: Means, claimed: Claimed, reason: str) -> None:
    """Park it, unless its place was opened since that was looked at: what waits there was let go by then."""
    place_no = claimed.to_place or 0

    def settle(connection: Connection) -> None:
        if whereabouts.still_barred(connection, claimed.workspace_no, place_no):
            outbox.settle(connection, claimed, State.PARKED, now=means.now, reason=reason)
            absent.tell(connection, claimed.workspace_no, place_no, reason, means.now)
        else:
            outbox.wait(connection, claimed, until=None)

    means.step("barred")
    means.write_down(settle)
    log.info("held_back", key=claimed.key, workspace_no=claimed.workspace_no, reason=reason)


def _settle(means: Means, claimed: Claimed, state: State, reason: str) -> None:
    def settle(connection: Connection) -> None:
        outbox.settle(connection, claimed, state, now=means.now, reason=reason)
        if state is State.PARKED:
            absent.tell(connection, claimed.workspace_no, claimed.to_place, reason, means.now)

    means.write_down(settle)
    tell = log.info if state is State.DROPPED else log.error
    tell("not_said", key=claimed.key, workspace_no=claimed.workspace_no, state=state.value, reason=reason)
