"""Carries out one claimed card: changes it where it is, or posts it in the channel of the deal's pipeline."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.blocks.elements import Message
from bot.sending import unreachable_channels
from bot.sending.pace import NotYet
from bot.sending.send_context import SendContext
from bot.slack import message_locations
from bot.slack.message_locations import BegunCard, MessageLocation
from bot.slack.refusals import (
    ARCHIVED,
    NOT_IN_CHANNEL,
    AnswerLost,
    GiveUp,
    MessageGone,
    RateLimited,
    SlackRefused,
    TellAdmin,
    TokenRefused,
    Wait,
)
from pipeline import errors
from pipeline.deals import cards
from pipeline.deals.cards import ClaimedCard
from pipeline.deals.delete import is_deleted, is_restored
from pipeline.deals.projection import DealState
from pipeline.deals.read import deal_by_no
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import pace
from pipeline.messages.asked_notices import DealCard
from pipeline.messages.notices import NoticeKind
from pipeline.people import settings
from pipeline.pipelines import pipelines

log = structlog.get_logger()

LONGEST_AGE = timedelta(days=80)  # a free workspace hides messages after 90 days
UNSURE = "unsure"  # the reason of a card whose post began and whose outcome is unknown


@dataclass(frozen=True, slots=True)
class CardPlan:
    """What to do with a card: its new content, its current location, and where it would be posted, if it may be.

    `barred` is the reason why nothing may be posted there. A card in a barred channel is left there, and a new one is
    posted. `takes_away`: the deal was deleted, and its card goes too.
    """

    message: Message | None
    location: MessageLocation | None
    place_no: int | None
    channel: str | None
    barred: str | None = None
    may_post: bool = True  # the deal was opened, moved, won or restored; all else changes a card that stands
    takes_away: bool = False
    begun: tuple[BegunCard, ...] = ()  # of earlier states: posts whose outcome is unknown


def carry_out(context: SendContext, claimed: ClaimedCard) -> None:
    """Show the deal in its current state. The claim is given back whatever happens."""
    try:
        plan = _plan(context, claimed)
    except errors.Busy:
        _give_back(context, claimed, time.time() + context.timing.first_wait)
    except Exception as problem:
        log.exception("card_not_rendered", deal=claimed.deal_no, workspace_no=claimed.workspace_no)
        _retry_later(context, claimed, type(problem).__name__, blames_message=True)
    else:
        _show(context, claimed, plan)


def _plan(context: SendContext, claimed: ClaimedCard) -> CardPlan:
    with context.read_session(claimed.workspace_no, None) as session:
        message = context.render_notice(session, DealCard(deal=claimed.deal_no))
        location = message_locations.card_location(session.connection, claimed.workspace_no, claimed.deal_no)
        was_taken_away = is_restored(session, claimed.deal_no, claimed.shown)
        may_post = was_taken_away or cards.brings_card(session.connection, claimed)
        if location is not None and (
            location.barred or was_taken_away or (may_post and context.now - location.posted_at > LONGEST_AGE)
        ):
            location = None
        deal = deal_by_no(session.connection, claimed.workspace_no, claimed.deal_no)
        place_no = settings.of_workspace(session).place(deal.pipeline_no) if deal is not None else None
        if location is not None and place_no is not None and _is_of_another(session, location, deal, place_no):
            location = message_locations.card_location_in(
                session.connection, claimed.workspace_no, claimed.deal_no, place_no
            )
            may_post = may_post or location is None
        if deal is None and location is None:
            message = None  # the deal was opened and undone before its card was posted
        channel, barred = None, None
        if place_no is not None:
            channel = message_locations.channel_of(session.connection, claimed.workspace_no, place_no)
            barred = message_locations.barred_reason(session.connection, claimed.workspace_no, place_no)
        begun = message_locations.begun_cards(session.connection, claimed.workspace_no, claimed.deal_no)
        earlier = tuple(each for each in begun if each.event_no != claimed.wanted)
        takes_away = deal is None and location is not None and is_deleted(session, claimed.deal_no)
    return CardPlan(message, location, place_no, channel, barred, may_post, takes_away, earlier)


def _is_of_another(session: ReadSession, location: MessageLocation, deal: DealState | None, place_no: int) -> bool:
    """Whether the card stands where it is shown no more.

    That is in the channel of another pipeline, from which the deal was taken, or in a former channel of one that is not
    everybody's: whoever reads there may see nothing of the deal.
    """
    connection, w = session.connection, session.by.workspace_no
    found = message_locations.place_of(connection, w, location.channel)
    if found == place_no:
        return False
    is_closed = deal is not None and not pipelines.of_workspace(session).by_no(deal.pipeline_no).is_everybodys
    return is_closed or found in settings.of_workspace(session).places


def _show(context: SendContext, claimed: ClaimedCard, plan: CardPlan) -> None:
    if plan.message is None:
        _settle(context, claimed)
    elif plan.takes_away and plan.location is not None:
        _take_away(context, claimed, plan.location)
    elif plan.location is not None:
        _change(context, claimed, plan, plan.message, plan.location)
    elif not plan.may_post:
        _settle(context, claimed)
    elif plan.barred is not None:
        _hold_back(context, claimed, plan.place_no or 0, plan.barred)
    elif (found := _find_begun(context, claimed, plan)) is not None:
        _change(context, claimed, plan, plan.message, found)
    elif plan.channel is not None and plan.place_no is not None:
        _post(context, claimed, plan.message, plan.channel, plan.place_no)
    else:
        _park(context, claimed, "no_place")


def _find_begun(context: SendContext, claimed: ClaimedCard, plan: CardPlan) -> MessageLocation | None:
    """Look where an earlier post arrived whose outcome is unknown, if the app may read the channel."""
    for each in plan.begun:
        key = message_locations.card_key(claimed.deal_no, each.event_no)
        ts = context.find_sent(claimed.workspace_no, each.channel, key)
        if ts is not None:
            _save_location(context, claimed, each.event_no, each.place_no, ts)
            return MessageLocation(key, each.channel, ts, each.begun_at)
    return None


def _change(
    context: SendContext, claimed: ClaimedCard, plan: CardPlan, message: Message, location: MessageLocation
) -> None:
    """Change the card where it is. A second change does no harm."""
    try:
        client = context.clients(claimed.workspace_no)
        context.pace.take(claimed.workspace_no, pace.CHANGES)
        context.step("begun")
        context.send_with_fallback(
            claimed.workspace_no, NoticeKind.CARD, message, partial(client.update, location.channel, location.ts)
        )
    except NotYet as not_yet:
        _give_back(context, claimed, not_yet.until)
    except MessageGone:
        _show(context, claimed, replace(plan, location=None))
    except SlackRefused as refused:
        if refused.code in NOT_IN_CHANNEL | ARCHIVED and plan.channel not in (None, location.channel):
            _show(context, claimed, replace(plan, location=None))  # the pipeline has another channel now
        else:
            _handle_refusal(context, claimed, location.channel, pace.CHANGES, refused)
    else:
        context.outage.over()
        context.step("said")
        _settle(context, claimed)


def _take_away(context: SendContext, claimed: ClaimedCard, location: MessageLocation) -> None:
    """Delete the card. Where it was stays known: its thread is of the deal again when the deal is there again."""
    try:
        client = context.clients(claimed.workspace_no)
        context.pace.take(claimed.workspace_no, pace.CHANGES)
        context.step("begun")
        client.delete(location.channel, location.ts)
    except NotYet as not_yet:
        _give_back(context, claimed, not_yet.until)
    except MessageGone:
        _settle(context, claimed)
    except SlackRefused as refused:
        _handle_refusal(context, claimed, location.channel, pace.CHANGES, refused)
    else:
        context.step("said")
        _settle(context, claimed)


def _post(context: SendContext, claimed: ClaimedCard, message: Message, channel: str, place_no: int) -> None:
    """Post the card. Each state is posted at most once, even if the answer is lost."""
    destination = pace.place_key(place_no)
    try:
        client = context.clients(claimed.workspace_no)
        context.pace.take(claimed.workspace_no, pace.POSTS, destination)
        if not _begin(context, claimed, place_no):
            _handle_lost_answer(context, claimed, channel, place_no)
            return
        context.step("begun")
        key = message_locations.card_key(claimed.deal_no, claimed.wanted)
        ts = context.send_with_fallback(
            claimed.workspace_no, NoticeKind.CARD, message, partial(client.post, channel, key=key)
        )
    except NotYet as not_yet:
        _give_back(context, claimed, not_yet.until)
    except AnswerLost as lost:
        context.is_slack_away(claimed.workspace_no, lost)  # if so, the next card waits
        _handle_lost_answer(context, claimed, channel, place_no)
    except SlackRefused as refused:
        _cancel(context, claimed)
        _handle_refusal(context, claimed, channel, destination, refused)
    else:
        context.outage.over()
        context.step("said")
        _save_location(context, claimed, claimed.wanted, place_no, ts)
        context.step("placed")
        _settle(context, claimed)


def _handle_lost_answer(context: SendContext, claimed: ClaimedCard, channel: str, place_no: int) -> None:
    """Look whether a post with a lost answer arrived, if the app may read the channel."""
    ts = context.find_sent(claimed.workspace_no, channel, message_locations.card_key(claimed.deal_no, claimed.wanted))
    if ts is not None:
        _save_location(context, claimed, claimed.wanted, place_no, ts)
    _settle(context, claimed, None if ts is not None else UNSURE)


def _begin(context: SendContext, claimed: ClaimedCard, place_no: int) -> bool:
    with context.writing() as connection:
        return message_locations.begin_card(
            connection, claimed.workspace_no, claimed.deal_no, claimed.wanted, place_no=place_no, at=context.now
        )


def _save_location(context: SendContext, claimed: ClaimedCard, event_no: int, place_no: int, ts: str) -> None:
    context.save_outcome(
        lambda connection: message_locations.finish_card(
            connection, claimed.workspace_no, claimed.deal_no, event_no, place_no=place_no, ts=ts, at=context.now
        )
    )


def _cancel(context: SendContext, claimed: ClaimedCard) -> None:
    context.save_outcome(
        lambda connection: message_locations.cancel_card(
            connection, claimed.workspace_no, claimed.deal_no, claimed.wanted
        )
    )


def _handle_refusal(context: SendContext, claimed: ClaimedCard, channel: str, key: str, refused: SlackRefused) -> None:
    context.step("refused")
    match refused:
        case RateLimited():
            _give_back(context, claimed, context.pace.hold(claimed.workspace_no, key, refused.seconds))
        case TokenRefused() if context.is_token_refused(claimed.workspace_no, refused):
            context.save_outcome(lambda connection: cards.release(connection, claimed, until=None))
        case Wait() | AnswerLost():
            if context.is_slack_away(claimed.workspace_no, refused):  # no failure of this card
                context.save_outcome(lambda connection: cards.release(connection, claimed, until=None))
                return
            blames = not isinstance(refused, Wait) or refused.blames_message
            _retry_later(context, claimed, refused.code, blames_message=blames)
        case GiveUp() | TellAdmin() | _:
            _park(context, claimed, refused.code, channel)


def _retry_later(context: SendContext, claimed: ClaimedCard, reason: str, *, blames_message: bool) -> None:
    tries = claimed.tries + 1
    if blames_message and tries >= context.timing.most_tries:
        _park(context, claimed, reason)
        return
    _give_back(context, claimed, time.time() + context.timing.wait_after(claimed.tries), tries=tries)
    log.warning(
        "card_will_be_retried", deal=claimed.deal_no, workspace_no=claimed.workspace_no, reason=reason, tries=tries
    )


def _give_back(context: SendContext, claimed: ClaimedCard, until: float, *, tries: int | None = None) -> None:
    context.save_outcome(lambda connection: cards.release(connection, claimed, until=until, tries=tries))


def _settle(context: SendContext, claimed: ClaimedCard, reason: str | None = None) -> None:
    context.save_outcome(lambda connection: cards.settle(connection, claimed, reason=reason))
    context.step("settled")
    log.info("card_sent", deal=claimed.deal_no, workspace_no=claimed.workspace_no, reason=reason)


def _hold_back(context: SendContext, claimed: ClaimedCard, place_no: int, reason: str) -> None:
    """Park the card, unless the channel was opened since `_plan` read it.

    Opening has released only what was parked then.
    """

    def settle(connection: Connection) -> None:
        if message_locations.is_barred_until_commit(connection, claimed.workspace_no, place_no):
            cards.park(connection, claimed, reason=reason)
            unreachable_channels.notify_admin(connection, claimed.workspace_no, place_no, reason, context.now)
        else:
            cards.release(connection, claimed, until=None)

    context.step("barred")
    context.save_outcome(settle)
    log.info("card_held_back", deal=claimed.deal_no, workspace_no=claimed.workspace_no, reason=reason)


def _park(context: SendContext, claimed: ClaimedCard, reason: str, channel: str | None = None) -> None:
    def park(connection: Connection) -> None:
        cards.park(connection, claimed, reason=reason)
        place_no = (
            message_locations.place_of(connection, claimed.workspace_no, channel) if channel is not None else None
        )
        unreachable_channels.notify_admin(connection, claimed.workspace_no, place_no, reason, context.now)

    context.save_outcome(park)
    log.error("card_not_sent", deal=claimed.deal_no, workspace_no=claimed.workspace_no, reason=reason)
