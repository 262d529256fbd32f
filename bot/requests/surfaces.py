"""The surfaces on which people reach Putki: how each reads a payload, finds the handler, and shows an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk import WebClient

from bot.blocks.elements import Message, View
from bot.language.voice import Voice
from bot.requests import route
from bot.requests.route import RoutedRequest
from bot.slack import answer
from bot.slack import requests as reading
from bot.slack.directory import Directory
from bot.slack.requests import Request
from bot.word import Services

Show = Callable[[WebClient, Request, Voice, Message], BoltResponse]
ShowForm = Callable[[WebClient, Request, View], BoltResponse]


@dataclass(frozen=True, slots=True)
class Surface:
    """One way in which a person asks, and how they are answered there.

    `show` is for an answer that has no address to go to; where a form cannot be shown, `show_form` is None and a
    button opens it.
    """

    name: str
    read: Callable[[Mapping[str, Any], Directory, float], Request | None]
    find: Callable[[Services, Request], RoutedRequest | None]
    show: Show
    show_form: ShowForm | None = None
    is_form: bool = False  # a refusal stands under a field
    is_event: bool = False  # Slack brings it again when it is not taken
    is_silent: bool = False  # a refusal is not told
    is_typed_away: bool = False  # what was typed stands nowhere once it is sent
    needs_set_up: bool = True


def _nowhere(_client: WebClient, _request: Request, _voice: Voice, _message: Message) -> BoltResponse:
    """Acknowledge alone: here an answer only ever goes to its address."""
    return answer.nothing()


def _no_options(_client: WebClient, _request: Request, _voice: Voice, _message: Message) -> BoltResponse:
    """A search that was refused finds nothing."""
    return answer.options([])


TYPED = Surface(
    "slash command",
    reading.command,
    route.typed,
    show=answer.show_beside,
    show_form=answer.show_form,
    is_typed_away=True,
)
PRESSED = Surface("button", reading.press, route.pressed, show=answer.show_modal, show_form=answer.show_form)
SUBMITTED = Surface(
    "form", reading.submission, route.submitted, show=answer.show_in_form, show_form=answer.become_form, is_form=True
)
SHORTCUT = Surface("shortcut", reading.shortcut, route.picked, show=answer.show_modal, show_form=answer.show_form)
SEARCHED = Surface("search", reading.search, route.searched, show=_no_options, needs_set_up=False)
MENTIONED = Surface("mention", reading.mention, route.mentioned, show=_nowhere, is_event=True)
WRITTEN = Surface("direct message", reading.direct_message, route.written, show=_nowhere, is_event=True)
REACTED = Surface("emoji", reading.reaction, route.reacted, show=_nowhere, is_event=True, is_silent=True)
HOME = Surface(
    "home", reading.home, route.home_opened, show=_nowhere, is_event=True, is_silent=True, needs_set_up=False
)
