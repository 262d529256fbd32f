"""Replies: what a handler returned is shown on the surface that the request came from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks.elements import Home
from bot.blocks.ids import Pressed
from bot.language.readers import voice_for
from bot.requests.home_refresh import hash_of
from bot.requests.route import WORDS, RoutedRequest
from bot.requests.surfaces import Surface
from bot.sending.marking import marked_options, marked_view
from bot.sending.render import render
from bot.sending.scene import Reader
from bot.slack import answer
from bot.slack.requests import Request
from bot.word import Ask, Options, Refill, Reply, Services
from pipeline.ledger.outcome import Committed, Unchanged
from pipeline.messages.asked_notices import FormButton
from pipeline.messages.notices import Notice

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Replies:
    """What leaves on one surface; each returns the whole response."""

    services: Services
    client: WebClient
    surface: Surface

    def response(self, routed: RoutedRequest, reply: Reply) -> BoltResponse:
        """The acknowledgement of a request, with its reply in it or on its way."""
        match reply:
            case Notice():
                return self._say(routed, reply)
            case Committed():
                return self._say_committed(routed.request, reply)
            case Unchanged(notice):
                return self._say(routed, notice) if notice is not None else answer.nothing()
            case Ask():
                return self._ask(routed, reply)
            case Refill():
                return self._refill(routed.request, reply)
            case Options():
                return self._options(routed.request, reply)
            case Home():
                return self._home(routed.request, reply)
            case None:
                return answer.nothing()

    def _say(self, routed: RoutedRequest, notice: Notice) -> BoltResponse:
        request = routed.request
        if request.by.reply is not None:
            changes = routed.word is not None and routed.word.changes is not None
            reads = not changes or isinstance(notice, FormButton)  # whose form it is, nobody else is to fill in
            answer.send(self.services.ledger, request, notice, reads=reads)
            return answer.nothing()
        return self._show(request, notice)

    def _say_committed(self, request: Request, done: Committed) -> BoltResponse:
        """Say the answer to a change; where it goes to an address, it was committed with its change."""
        if request.by.reply is not None or done.notice is None:
            return answer.nothing()
        return self._show(request, done.notice, done)

    def _show(self, request: Request, notice: Notice, after: Committed | None = None) -> BoltResponse:
        with self.services.ledger.read_session(request.by, after) as session:
            reader = Reader(request.by.member_no, voice_for(session, request.by.member_no))
            message = render(session, notice, reader, WORDS)
        if message is None:
            return answer.nothing()
        if message.picture is not None and request.carried.reply:  # it is drawn and uploaded by the sender
            by = replace(request.by, reply=request.carried.reply)
            answer.send(self.services.ledger, replace(request, by=by), notice, reads=True)
            return answer.nothing()
        return self.surface.show(self.client, request, reader.voice, message)

    def _ask(self, routed: RoutedRequest, ask: Ask) -> BoltResponse:
        """Show the form; where none can be shown, send a button that opens it, unless building it refuses."""
        with self.services.ledger.read_session(routed.request.by) as session:
            view = marked_view(session, ask.build(voice_for(session, routed.request.by.member_no), session))
        if self.surface.show_form is not None:
            return self.surface.show_form(self.client, routed.request, view)
        return self._say(routed, self._form_button(routed.request, ask.again))

    def _form_button(self, request: Request, again: Pressed) -> FormButton:
        """The button of a form, with what was typed kept by its numbers."""
        ledger, more = self.services.ledger, again.more
        rest, note = (ledger.keep_text(request.by, str(part)) if part else None for part in (more.rest, more.note))
        return FormButton(
            word=again.word,
            deal=again.deal,
            stay=again.stay,
            to=again.to,
            typed=rest,
            note=note,
            member=more.member,
        )

    def _options(self, request: Request, options: Options) -> BoltResponse:
        with self.services.ledger.read_session(request.by) as session:
            return answer.options(marked_options(session, options.found))

    def _refill(self, request: Request, refill: Refill) -> BoltResponse:
        with self.services.ledger.read_session(request.by) as session:
            voice = voice_for(session, request.by.member_no)
        return answer.under_fields({name: voice.label(key, **values) for name, (key, values) in refill.fields.items()})  # type: ignore[arg-type]

    def _home(self, request: Request, tab: Home) -> BoltResponse:
        with self.services.ledger.read_session(request.by) as session:
            user = self.services.directory.user_id(session.connection, request.by.member_no or 0)
        try:
            answered = self.client.views_publish(user_id=user or "", view=tab.payload())
            self.services.homes.opened(request.by.member_no or 0, user or "", tab.payload(), hash_of(answered))
        except (SlackApiError, SlackClientError, OSError) as failed:
            log.warning("home_not_shown", error=type(failed).__name__)
        return answer.nothing()
