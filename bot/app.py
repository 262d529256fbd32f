"""Bolt: which requests are listened to, and the one way of each, down to its handler and up to its answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.requests import stray_cards, surfaces
from bot.requests.carry_out import SetUpCheck, carry_out
from bot.requests.error_responses import ErrorResponses
from bot.requests.replies import Replies
from bot.requests.surfaces import Surface
from bot.slack import answer, payload_checks
from bot.slack import requests as reading
from bot.slack.requests import Request
from bot.word import Services
from bot.words import places
from pipeline import errors
from pipeline.refused import Refused

log = structlog.get_logger()

COMMANDS = ("/deal", "/diili")
CHANNEL_EVENTS = (
    "channel_archive",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "channel_shared",
    "channel_unshared",
)
MEMBER_EVENTS = ("member_joined_channel", "member_left_channel")
GROUP_EVENTS = ("subteam_members_changed", "subteam_updated")
REVOCATION_EVENTS = ("app_uninstalled", "tokens_revoked")
PEOPLE_EVENTS = ("team_join", "user_change")


def build(services: Services, client: WebClient) -> App:
    """The Bolt app; a request over HTTP was verified before it comes here (`bot.server.http`)."""
    directory = services.directory

    def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=directory.enterprise_id or None,
            team_id=directory.team_id or None,
            bot_user_id=directory.bot_user_id,
            bot_token=client.token,
        )

    app = App(
        name="putki",  # without one, Bolt reads the source of every caller to find one
        authorize=authorize,
        request_verification_enabled=False,
        token_verification_enabled=False,
        process_before_response=True,
        before_authorize=_CatchAll(),
        ignoring_self_events_enabled=False,  # a bot is nobody here, whichever it is
        client=WebClient(base_url=client.base_url),  # calls are made with clients of our own, each with its patience
    )
    _listen(app, services, client)
    return app


def _listen(app: App, services: Services, client: WebClient) -> None:
    set_up = SetUpCheck(services.ledger)

    def on(surface: Surface) -> Callable[..., BoltResponse]:
        return listener(surface, services, client, set_up)

    app.command(re.compile("|".join(COMMANDS)))(on(surfaces.TYPED))
    app.action(re.compile(".*"))(on(surfaces.PRESSED))
    app.view(re.compile(".*"))(on(surfaces.SUBMITTED))
    app.shortcut(re.compile(".*"))(on(surfaces.SHORTCUT))
    app.options(re.compile(".*"))(on(surfaces.SEARCHED))
    app.event("app_mention")(on(surfaces.MENTIONED))
    app.event("message")(on(surfaces.WRITTEN))
    app.event("reaction_added")(on(surfaces.REACTED))
    app.event("reaction_removed")(on(surfaces.REACTED))
    app.event("app_home_opened")(on(surfaces.HOME))
    for kind in CHANNEL_EVENTS:
        app.event(kind)(_learning("channel_not_saved", lambda event: places.happened(services, event)))
    for kind in MEMBER_EVENTS:
        app.event(kind)(_learning("channel_members_not_saved", lambda event: places.members_changed(services, event)))
    for kind in GROUP_EVENTS:
        app.event(kind)(_learning("group_members_not_saved", lambda event: _group_changed(services, event)))
    for kind in PEOPLE_EVENTS:
        app.event(kind)(_learning("people_not_saved", lambda event: services.directory.save_people([event["user"]])))
    for kind in REVOCATION_EVENTS:
        app.event(kind)(_learning("revocation_not_saved", lambda event: _end_installation(services, event)))
    app.event(re.compile(".*"))(_noted)


def listener(
    surface: Surface, services: Services, client: WebClient, set_up: SetUpCheck
) -> Callable[..., BoltResponse]:
    """What Bolt calls for a request on this surface: read it, find its word, carry it out, answer it.

    It returns the whole response, whatever goes wrong, so that nothing is left unacknowledged.
    """
    replies, failures = Replies(services, client, surface), ErrorResponses(services, client, surface)

    def listen(body: dict[str, Any], request: BoltRequest) -> BoltResponse:
        arrived = request.context.get("arrived") or reading.now()
        try:
            asked = surface.read(body, services.directory, arrived)
        except (errors.Stranger, errors.Busy) as unknown:
            return failures.strange(body, unknown, arrived)
        except Exception:  # a payload that nobody sends: it is not kept, so that nothing tries it again for ever
            log.exception("request_unreadable", surface=surface.name)
            return answer.again_later() if surface.is_event else answer.nothing()
        if asked is None:
            return answer.nothing()
        if times := reading.brought_before(request.headers):
            asked = replace(asked, brought_before=times)
        answered = respond(asked)
        stray_cards.settle(services, asked)
        return answered

    def respond(asked: Request) -> BoltResponse:
        try:
            if (routed := surface.find(services, asked)) is None:
                return answer.nothing()
            if surface.needs_set_up and not (routed.word is not None and routed.word.before_set_up):
                set_up.require(asked.by)
            return replies.response(routed, carry_out(services, routed))
        except Refused as refused:
            return failures.refused(asked, refused)
        except Exception:
            return failures.broken(asked)

    return listen


class _CatchAll(Middleware):
    """Only what has the shape of its kind, and a person behind it, is read any further; by Bolt, too."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        if payload_checks.is_not_said_to_us(req.body):
            log.debug("event_ignored", kind=payload_checks.kind_of(req.body), reason="not_said_to_us")
            return answer.nothing()
        if payload_checks.is_without_person(req.body):
            log.info("event_ignored", kind=payload_checks.kind_of(req.body), reason="no_person")
            return answer.nothing()
        if (path := payload_checks.missing_field(req.body)) is not None:
            log.warning("payload_incomplete", kind=payload_checks.kind_of(req.body), missing=path)
            return answer.nothing()
        return next()


def _learning(failure: str, learn: Callable[[dict[str, Any]], object]) -> Callable[..., BoltResponse]:
    """A listener that keeps what is known of people and channels true; an event that is not learned comes again."""

    def listen(body: dict[str, Any]) -> BoltResponse:
        try:
            learn(body["event"])
        except Exception:
            log.exception(failure)
            return answer.again_later()
        return answer.nothing()

    return listen


def _group_changed(services: Services, event: dict[str, Any]) -> None:
    """Somebody joined or left a user group, or the group was changed or disabled."""
    services.sellers.happened(event["subteam_id"] if "subteam_id" in event else event["subteam"]["id"])


def _end_installation(services: Services, event: dict[str, Any]) -> None:
    """The app was uninstalled, or its bot token revoked: nothing more is sent. Tokens of people concern nobody here."""
    if event["type"] == "app_uninstalled" or event["tokens"].get("bot"):
        services.revocation.begin(services.directory.workspace_no, event["type"])


def _noted() -> BoltResponse:
    """An event that nothing here depends on."""
    return answer.nothing()
