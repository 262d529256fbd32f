"""How an answer leaves: in an acknowledgement, as a modal, on its way through the outbox, or at once."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks import forms
from bot.blocks.elements import Message, View
from bot.language.voice import Voice
from bot.slack import addresses
from bot.slack.addresses import EphemeralAddress, ResponseUrl, ThreadAddress
from bot.slack.posting import Posting, Showable
from bot.slack.refusals import BlocksRefused, GiveUp, SlackRefused, TooLate, form_refused
from bot.slack.requests import Request
from pipeline import errors
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import Notice

log = structlog.get_logger()
_AS_TYPED = json.JSONEncoder(ensure_ascii=False).encode
OPENING_SHARE = 0.8  # of a request's time, so two seconds: how long opening a modal may take
_AT_ONCE = ThreadPoolExecutor(8, thread_name_prefix="at-once")
OPEN_ALREADY = {"trigger_exchanged", "exchanged_trigger_id"}  # the same request was delivered before


def nothing() -> BoltResponse:
    """An acknowledgement alone."""
    return BoltResponse(status=200, body="")


def ephemeral(message: Message) -> BoltResponse:
    """A command's answer, for the person's eyes only."""
    return _json({"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)})


def under_fields(refused: Mapping[str, str]) -> BoltResponse:
    """A refused form: a sentence under each field; nothing typed is lost."""
    return _json({"response_action": "errors", "errors": dict(refused)})


def in_form(view: View) -> BoltResponse:
    """A form that becomes another."""
    return _json({"response_action": "update", "view": view.payload()})


def options(found: list[dict[str, Any]]) -> BoltResponse:
    """What a search field offers."""
    return _json({"options": found})


def again_later() -> BoltResponse:
    """Something broke: an event is delivered again."""
    return BoltResponse(status=500, body="")


def show_beside(_client: WebClient, _request: Request, _voice: Voice, message: Message) -> BoltResponse:
    """Show an answer in the acknowledgement of a command, for the person's eyes only."""
    return ephemeral(message)


def show_in_form(_client: WebClient, request: Request, voice: Voice, message: Message) -> BoltResponse:
    """Show an answer in place of the form that was sent in."""
    return in_form(forms.shown(voice, request.word or "", message))


def show_modal(client: WebClient, request: Request, voice: Voice, message: Message) -> BoltResponse:
    """Show an answer in a modal, where no message can take it: on Home, and in a modal, which becomes it."""
    view = forms.shown(voice, request.word or "", message)
    if request.view_id is not None:
        change_view(client, request.view_id, view)
    elif request.trigger is not None:
        open_view(client, request.trigger, view)
    return nothing()


def show_form(client: WebClient, request: Request, view: View) -> BoltResponse:
    """Open a form for whoever typed or pressed."""
    open_view(client, request.trigger or "", view)
    return nothing()


def become_form(_client: WebClient, _request: Request, view: View) -> BoltResponse:
    """Show a form in place of the one that was sent in."""
    return in_form(view)


def send(ledger: Ledger, request: Request, notice: Notice, *, reads: bool) -> None:
    """Say it where the answer goes; what only reads is for one person's eyes, and takes no message away from others."""
    by = replace(request.by, reply=request.aside) if reads and request.aside is not None else request.by
    ledger.reply(by, notice.without_typed_text(lambda text: ledger.keep_text(by, text)))


def post_at_once(client: WebClient, reply: str, message: Message, *, key: str, seconds: float) -> bool:
    """Post it from here, once, beside what was pressed; False when Slack said within this time that it was not done.

    An acknowledgement does not wait longer than that: the post goes on behind it.
    """
    posted = _AT_ONCE.submit(_posted, Posting(client.token or "", client.base_url), reply, message, key)
    try:
        return posted.result(timeout=seconds)
    except TimeoutError:
        return True


def _posted(posting: Posting, reply: str, message: Message, key: str) -> bool:
    try:
        match addresses.parse(reply):
            case ResponseUrl(url):
                posting.respond(url, message, replace=False)
            case EphemeralAddress() as one:
                to_one(posting, one, message)
            case ThreadAddress(channel, thread_ts):
                posting.post(channel, message, key=key, thread_ts=thread_ts)
            case _:
                return False
    except SlackRefused as refused:
        log.warning("immediate_answer_failed", key=key, reason=refused.code)
        return False
    return True


def to_one(posting: Posting, one: EphemeralAddress, message: Showable) -> None:
    """There, for that person's eyes; where Slack will never do that, by the response URL, beside it.

    TooLate where there is none: it may be said directly.
    """
    try:
        posting.post_ephemeral(one.channel, one.user, message, thread_ts=one.thread_ts)
    except BlocksRefused:
        raise
    except GiveUp as refused:
        if one.url is None:
            raise TooLate(refused.code) from refused
        posting.respond(one.url, message, replace=False)


def quick_client(client: WebClient, seconds: float) -> WebClient:
    """Return a client that waits only this many seconds for an answer, and tries once."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=seconds,  # type: ignore[arg-type]  urllib takes fractions of a second
        retry_handlers=[],
        logger=logging.getLogger("putki.slack"),
    )


def open_view(client: WebClient, trigger: str, view: View) -> None:
    """Open a modal within two seconds and without trying again.

    Busy when Slack would not do it now, FormNotShown when it would not take the modal as it is.
    """
    _call(view, lambda: client.views_open(trigger_id=trigger, view=view.payload()))


def change_view(client: WebClient, view_id: str, view: View) -> None:
    """Let an open modal become another, in the same way."""
    _call(view, lambda: client.views_update(view_id=view_id, view=view.payload()))


def _call(view: View, send: Callable[[], object]) -> None:
    try:
        send()
    except SlackApiError as refused:
        code = refused.response.get("error")
        if code in OPEN_ALREADY:
            return
        if form_refused(code):
            raise _not_as_it_is(view, refused) from refused
        log.warning("modal_not_opened", error=code, word=view.word)
        raise errors.Busy from refused
    except (SlackClientError, OSError) as failed:
        log.warning("modal_not_opened", error=type(failed).__name__, word=view.word)
        raise errors.Busy from failed


def _not_as_it_is(view: View, refused: SlackApiError) -> errors.FormNotShown:
    """Logged for whoever looks after the bot: Slack says where in the form, and never what was filled in there."""
    reference = secrets.token_hex(4)
    why = (refused.response.get("response_metadata") or {}).get("messages") or []
    log.error("form_refused", reference=reference, word=view.word, error=refused.response.get("error"), why=why)
    return errors.FormNotShown(id=reference)


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=_AS_TYPED(body), headers={"content-type": "application/json"})
