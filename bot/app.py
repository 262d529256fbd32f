"""Bolt, and the table of words, buttons and emoji: every request becomes one Asked, one handler, one answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks import home, lists
from bot.blocks.ids import Pressed, WordName
from bot.deal_lookup import For, fitting_several, possible, unknown_word
from bot.error_responses import ErrorResponses
from bot.language.grammar import WordTable, read, read_which
from bot.language.readers import voice_for
from bot.language.small_talk import SmallTalk, small_talk
from bot.sending.render import Reader, render
from bot.slack import answer, payload_checks
from bot.slack import requests as reading
from bot.slack.requests import Request, Surface
from bot.word import Ask, Handle, OptionSource, Refill, Reply, Services, Word
from bot.words import (
    advance,
    back,
    board,
    find,
    forecast,
    help,
    lost,
    mine,
    new,
    places,
    settings,
    show,
    snooze,
    step,
    stuck,
    undo,
    won,
)
from pipeline import errors
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.notices import OF_REMINDERS, Notice, NoticeKind
from pipeline.people import settings as setting
from pipeline.people.access import who_can
from pipeline.people.events import Role
from pipeline.queries import find as finding
from pipeline.queries.names import names
from pipeline.stages import stages

log = structlog.get_logger()

WORDS: tuple[Word, ...] = tuple(
    module.WORD
    for module in (
        new, advance, back, won, lost, undo, show, mine, board, find, step, snooze, stuck, forecast, settings, help,
    )
)  # fmt: skip
BY_WORD: Mapping[str, Word] = {word.word: word for word in WORDS}
EMOJI: Mapping[str, Handle] = {emoji: handle for word in WORDS for emoji, handle in word.emoji.items()}
OPTION_SOURCES: Mapping[str, OptionSource] = {
    name: source for word in WORDS for name, source in word.option_sources.items()
}
COMMANDS = ("/deal", "/diili")
BEFORE_SET_UP = {settings.WORD.word, help.WORD.word}
CHANNEL_EVENTS = (
    "member_joined_channel",
    "channel_unarchive",
    "group_unarchive",
    "channel_shared",
    "channel_unshared",
)


def words() -> WordTable:
    """All words, as they may be typed."""
    return WordTable({word.word: word.forms for word in WORDS})


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
        authorize=authorize,
        request_verification_enabled=False,
        token_verification_enabled=False,
        process_before_response=True,
        before_authorize=_Whole(),
        ignoring_self_events_enabled=False,  # a bot is nobody here, whichever it is
        client=WebClient(base_url=client.base_url),  # calls are made with clients of our own, each with its patience
    )
    face = _Face(services, client, ErrorResponses(services, client))
    app.command(re.compile("|".join(COMMANDS)))(face.listener(reading.command, face.typed))
    app.action(re.compile(".*"))(face.listener(reading.press, face.pressed))
    app.view(re.compile(".*"))(face.listener(reading.submission, face.submitted))
    app.options(re.compile(".*"))(face.listener(reading.search, face.searched))
    app.event("app_mention")(face.listener(reading.mention, face.mentioned))
    app.event("reaction_added")(face.listener(reading.reaction, face.reacted))
    app.event("reaction_removed")(face.listener(reading.reaction, face.reacted))
    app.event("app_home_opened")(face.listener(reading.home, face.came_home))
    for kind in CHANNEL_EVENTS:
        app.event(kind)(face.channel_changed)
    for kind in ("team_join", "user_change"):
        app.event(kind)(face.people_changed)
    app.event(re.compile(".*"))(_noted)
    return app


class _Whole(Middleware):
    """Only what has the shape of its kind, and a person behind it, is read any further; by Bolt, too."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        if payload_checks.is_without_person(req.body):
            log.info("event_ignored", kind=payload_checks.kind_of(req.body), reason="no_person")
            return answer.nothing()
        if (path := payload_checks.missing_field(req.body)) is not None:
            log.warning("payload_incomplete", kind=payload_checks.kind_of(req.body), missing=path)
            return answer.nothing()
        return next()


def _noted() -> BoltResponse:
    """An event that nothing here depends on."""
    return answer.nothing()


@dataclass(frozen=True, slots=True)
class _Face:
    """What Bolt calls: each returns the whole response, so that nothing is left unacknowledged."""

    services: Services
    client: WebClient
    trouble: ErrorResponses
    set_up: set[int] = field(default_factory=set[int])  # workspaces that were seen to be

    @property
    def ledger(self) -> Ledger:
        return self.services.ledger

    def listener(
        self, read_payload: Callable[..., Request | None], serve: Callable[[Request], BoltResponse]
    ) -> Callable[..., BoltResponse]:
        """Read the payload, serve it, and answer for whatever goes wrong."""

        def listen(body: dict[str, Any], request: BoltRequest) -> BoltResponse:
            arrived = request.context.get("arrived") or reading.now()
            try:
                it = read_payload(body, self.services.directory, arrived)
            except (errors.Stranger, errors.Busy) as unknown:
                return self.trouble.strange(body, unknown, arrived)
            if it is None:
                return answer.nothing()
            if times := reading.brought_before(request.headers):
                it = replace(it, brought_before=times)
            try:
                return serve(it)
            except errors.Refused as refused:
                return self.trouble.refused(it, refused)
            except Exception:
                return self.trouble.broken(it)

        return listen

    # --- the surfaces -------------------------------------------------------------------------------------------------

    def typed(self, request: Request) -> BoltResponse:
        """A slash command: its answer rides in the acknowledgement."""
        return self._present(request, self._done(request, self._by_words))

    def pressed(self, request: Request) -> BoltResponse:
        """A button: a form opens at once, any other answer goes where it was pressed."""
        word = BY_WORD.get(request.word or "")
        text = self._typed_before(request)
        if word is not None and request.pressed is not None and request.pressed.line:
            return self._present(request, self._done(replace(request, text=f"{word.word} {text}"), word.typed))
        if word is None or word.pressed is None:
            raise errors.NotForm
        return self._present(request, self._done(replace(request, text=text), word.pressed))

    def _typed_before(self, request: Request) -> str:
        """What was typed before the button was there: in it, or kept by its number until it was blanked."""
        if request.pressed is None or (no := request.pressed.kept) is None:
            return request.pressed.typed if request.pressed is not None else ""
        with self.ledger.read_session(request.by) as session:
            return names(session, words=[no]).words.get(no, "")

    def submitted(self, request: Request) -> BoltResponse:
        """A form: a refusal stands under its field, an answer goes where the form was asked from."""
        word = BY_WORD.get(request.word or "")
        if word is None or word.submitted is None:
            raise errors.NotForm
        return self._present(request, self._done(request, word.submitted))

    def searched(self, request: Request) -> BoltResponse:
        """What a search field offers while one types: a form's own, else deals."""
        if (source := OPTION_SOURCES.get(request.word or "")) is not None:
            return answer.options(source(self.services, request))
        with self.ledger.read_session(request.by) as session:
            found = finding.find(session, request.text, possible=possible(session, request.word or "")).lines
            return answer.options(lists.options(voice_for(session, request.by.member_no), found))

    def mentioned(self, request: Request) -> BoltResponse:
        """Words in a thread: the same words, and nothing that needs a trigger."""
        return self._present(request, self._done(request, self._by_words))

    def reacted(self, request: Request) -> BoltResponse:
        """An emoji on a reminder."""
        handle = EMOJI.get(request.emoji or "")
        if handle is None or request.word not in OF_REMINDERS or request.deal is None:
            return answer.nothing()
        return self._present(request, self._done(request, handle))

    def came_home(self, request: Request) -> BoltResponse:
        """The app's Home: drawn anew each time it is opened."""
        with self.ledger.read_session(request.by) as session:
            user = self.services.directory.user_id(session.connection, request.by.member_no or 0)
            tab = home.build_home(session)
        try:
            self.client.views_publish(user_id=user or "", view=tab.payload())
        except (SlackApiError, SlackClientError, OSError) as failed:
            log.warning("home_not_shown", error=type(failed).__name__)
        return answer.nothing()

    def people_changed(self, body: dict[str, Any]) -> BoltResponse:
        """Somebody came, left, or changed: what we know of them is kept true."""
        try:
            self.services.directory.save_people([body["event"]["user"]])
        except Exception:
            log.exception("people_not_saved")
            return answer.again_later()
        return answer.nothing()

    def channel_changed(self, body: dict[str, Any]) -> BoltResponse:
        """Putki came into a channel, it was unarchived, it is shared now or no more: whether anything may be said."""
        try:
            places.happened(self.services, body["event"])
        except Exception:
            log.exception("channel_not_saved")
            return answer.again_later()
        return answer.nothing()

    # --- one way through ----------------------------------------------------------------------------------------------

    def _done(self, request: Request, handle: Handle) -> Reply:
        """The handler's answer; before it asks for anything, the answer given to this very delivery before."""
        self._require_set_up(request)
        try:
            reply = handle(self.services, request)
        except errors.Refused:
            if (earlier := self.ledger.answered(request.by)) is None:
                raise
            return earlier
        if isinstance(reply, Ask):
            return self.ledger.answered(request.by) or reply
        return reply

    def _require_set_up(self, request: Request) -> None:
        """Before set-up there is nothing to do but that, and to read how; afterwards it is not asked again."""
        if self.set_up or (request.word or read(request.text, self.services.table).word) in BEFORE_SET_UP:
            return
        with self.ledger.read_session(request.by) as session:
            if not setting.of_workspace(session).is_set_up(stages.persons_pipeline(session)):
                who = who_can(session.connection, request.by.workspace_no, Role.ADMIN)
                raise errors.NotSetUp(who=who, role=Role.ADMIN.value)
        self.set_up.add(request.by.workspace_no)

    def _by_words(self, services: Services, request: Request) -> Reply:
        """An exact word, a deal's number, the one deal that fits, a near word, the guide: in this order."""
        line = read(request.text, services.table)
        if line.word is not None:
            return BY_WORD[line.word].typed(services, request)
        if not line.rest:
            return (
                Notice(NoticeKind.SHOWN, {"deal": request.deal})
                if request.deal
                else BY_WORD["help"].typed(services, request)
            )
        polite = small_talk(line.rest)
        if polite is not None and request.surface is Surface.MENTIONED:
            return None if polite is SmallTalk.NOD else Notice(NoticeKind.WELCOME)
        with self.ledger.read_session(request.by) as session:
            which = read_which(line.rest, {})
            if which.deal_no is not None:
                return Notice(NoticeKind.SHOWN, {"deal": finding.by_number(session, which.deal_no).deal_no})
            hits = finding.which(session, line.rest)
        if not hits.is_sure and polite is not None:
            return Notice(NoticeKind.WELCOME)
        if not hits.is_sure and (line.near is not None or request.surface is not Surface.TYPED):
            hits = finding.Hits()  # what is merely alike is nobody's business in a channel
        if len(hits.deals) == 1:
            return Notice(NoticeKind.SHOWN, {"deal": hits.deals[0].deal_no})
        if hits.deals and line.near is None:
            raise fitting_several(hits, line.rest, For(WordName.SHOW))
        raise unknown_word(line, request.deal)

    def _present(self, request: Request, reply: Reply) -> BoltResponse:
        match reply:
            case Notice():
                return self._say(request, reply)
            case Ask():
                return self._ask(request, reply)
            case Refill():
                return self._refill(request, reply)
            case None:
                return answer.nothing()

    def _say(self, request: Request, notice: Notice) -> BoltResponse:
        if request.by.reply is not None:
            if notice.known is None:  # else the answer was committed with its change
                word = BY_WORD.get(request.word or "")
                answer.send(self.ledger, request, notice, reads=word is not None and word.core is None)
            return answer.nothing()
        with self.ledger.read_session(request.by, notice.known) as session:
            reader = Reader(request.by.member_no, voice_for(session, request.by.member_no))
            message = render(session, notice, reader)
        return answer.show(self.client, request, reader.voice, message) if message is not None else answer.nothing()

    def _ask(self, request: Request, ask: Ask) -> BoltResponse:
        if request.surface in (Surface.TYPED, Surface.PRESSED) and request.trigger:
            with self.ledger.read_session(request.by) as session:
                view = ask.build(voice_for(session, request.by.member_no), session)
            answer.open_view(self.client, request.trigger, view)
            return answer.nothing()
        if request.surface is Surface.SUBMITTED:
            with self.ledger.read_session(request.by) as session:
                return answer.in_form(ask.build(voice_for(session, request.by.member_no), session))
        with self.ledger.read_session(request.by) as session:
            ask.build(
                voice_for(session, request.by.member_no), session
            )  # what it refuses is said now, not when it is opened
        return self._say(request, self._form_button(request, ask.again))

    def _form_button(self, request: Request, again: Pressed) -> Notice:
        """Where no form can be opened: a button that opens it, with what was typed kept by its number."""
        kept = self.ledger.keep_text(request.by, again.typed) if again.typed else None
        return Notice(
            NoticeKind.FORM,
            {"word": again.word, "deal": again.deal, "stay": again.stay, "to": again.to, "typed": kept},
        )

    def _refill(self, request: Request, refill: Refill) -> BoltResponse:
        with self.ledger.read_session(request.by) as session:
            voice = voice_for(session, request.by.member_no)
        return answer.under_fields({name: voice.label(key, **values) for name, (key, values) in refill.fields.items()})  # type: ignore[arg-type]
