"""What goes wrong: a refusal, a stranger, a late request, a mistake of ours; each is said where it still can be."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk import WebClient

from bot.blocks import elements as el
from bot.blocks import forms, ids, lists
from bot.blocks.elements import Message
from bot.blocks.given_back import with_typed_line
from bot.blocks.ids import Remainder
from bot.language.catalogue import LANGUAGES
from bot.language.grammar import unescaped
from bot.language.readers import voice_for
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from bot.requests.route import WORDS, form_fields
from bot.requests.surfaces import Surface
from bot.sending.marking import marked_message
from bot.sending.render import render
from bot.sending.render_refusal import render_refusal, render_under_fields
from bot.sending.scene import Reader, Scene
from bot.slack import answer
from bot.slack import requests as reading
from bot.slack.requests import Request
from bot.word import Services
from bot.words.list_request import read_by_others
from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import inbox
from pipeline.messages.asked_notices import RefusalNotice
from pipeline.queries.names import names
from pipeline.refused import AsksWhichDeal, LineKept, Refused, TextQuoted, TypedText
from pipeline.storage.engine import Deadline
from pipeline.storage.health import StorageFault

log = structlog.get_logger()

TELLING = 0.25  # seconds after a request's deadline in which its person is told: Slack waits as long again
LEAST = 0.1  # seconds that telling gets, however late it is
TRIED_AGAIN = "tried_again"  # the sentence that a request comes again by itself
LONGEST_LINE = 1_500  # characters: what is longer was pasted from somewhere
LONG_LINE = 24  # characters beside the deal's name, from which on a line is given back with its refusal
LAST_TIME = 3  # times that Slack brings an event again: at once, after one minute, after five


@dataclass(frozen=True, slots=True)
class ErrorResponses:
    """Answers on one surface for whatever was not done."""

    services: Services
    client: WebClient
    surface: Surface

    @property
    def ledger(self) -> Ledger:
        """The house's."""
        return self.services.ledger

    def refused(self, request: Request, refused: Refused) -> BoltResponse:
        """What was not done, said where the answer would have been; what was late at once, for nothing can be kept.

        An emoji is refused in silence, but on a reminder of what is no more so: that becomes what is so now.
        """
        log.info("command_refused", key=refused.key, surface=self.surface.name, word=request.word)
        try:
            if isinstance(refused, errors.Busy):
                self._tell_keeper(refused)
                return self._late(request, refused)
            if self.surface.is_silent and not isinstance(refused, errors.StaleButton):
                return answer.nothing()
            if request.by.reply and not self.surface.is_form:
                return self._refused_elsewhere(request, refused)
            return self._refused_here(request, refused)
        except errors.Busy as late:
            return self._late(request, late)
        except Exception:
            return self.broken(request)

    def _refused_here(self, request: Request, refused: Refused) -> BoltResponse:
        refused = self._with_typed_kept(request, refused)
        with self.ledger.read_session(self._to_tell(request)) as session:
            reader = Reader(request.by.member_no, voice_for(session, request.by.member_no))
            scene = Scene(session, reader, WORDS)
            message = render_refusal(scene, refused)
            if self.surface.is_typed_away and _loses_line(session, request, refused):
                message = with_typed_line(reader.voice, message, unescaped(request.text))
            message = marked_message(session, message)
            by_field = render_under_fields(scene, refused, form_fields(request.carried.act or request.word or ""))
        if self.surface.is_form:
            there = {name: text for name, text in by_field.items() if name in request.values}
            return answer.under_fields(there or {_first_field(request): message.text})
        return self.surface.show(self.client, request, reader.voice, message)

    def _with_typed_kept(self, request: Request, refused: Refused) -> Refused:
        """What was typed and has no room in a button, or in a search, waits by its number, as it does in the outbox.

        Of a form that was not shown the line is given back: it stands nowhere else.
        """
        if isinstance(refused, errors.FormNotShown):
            return replace(refused, text=unescaped(request.text))
        if not isinstance(refused, LineKept):
            return refused
        deals = refused.deals if isinstance(refused, AsksWhichDeal) else ()
        more = Remainder.of(refused)
        if more.is_kept or (ids.has_room(more) and len(deals) <= lists.SHOWN):
            return refused
        return refused.keeping(typed=self._kept(request, refused.typed), note=self._kept(request, refused.note))

    def _kept(self, request: Request, text: TypedText) -> TypedText:
        return self.ledger.keep_text(request.by, text) if isinstance(text, str) else text

    def _refused_elsewhere(self, request: Request, refused: Refused) -> BoltResponse:
        """A refusal goes where the answer would have gone; typed text by its number, as everywhere in the outbox.

        Where others would read it, one person alone does: a question which deal is meant says which of them are stuck.
        The button of a form that was not shown stays: it carries what was typed.
        """
        notice = RefusalNotice(refused)
        is_for_one = read_by_others(request) or isinstance(refused, errors.FormNotShown)
        answer.send(self.ledger, request, notice, reads=is_for_one)
        return answer.nothing()

    def _tell_keeper(self, error: Exception) -> None:
        """Where more is wrong than that there is much to do, it is logged: people can only be asked to wait."""
        self.services.outage.report(error, self.ledger.storage)

    # --- late ---------------------------------------------------------------------------------------------------------

    def _late(self, request: Request, busy: errors.Busy) -> BoltResponse:
        """The database did not take it in time: that is said at once, or, should it have been done, what was done.

        An emoji is answered by nothing but what it does, so it comes again; and so do words in a thread. Where nothing
        can be saved until somebody acts, the person alone is told so.
        """
        key = self._why_not_taken(request, busy)
        if self.surface.is_silent and (key in (TRIED_AGAIN, errors.Busy.key) or request.aside is None):
            return answer.again_later()
        done, voice, message = self._late_message(request, key)
        if done and request.by.reply:  # its answer was written with it
            return answer.nothing()
        if key == TRIED_AGAIN:
            return self._tried_again(request, message)
        if self.surface.is_form and not done:
            return answer.under_fields({_first_field(request): message.text})
        if (reply := request.aside or request.by.reply) and not self.surface.is_form:
            return self._told_at_once(reply, message, request.by)
        try:
            return self.surface.show(
                answer.quick_client(self.client, self._left(request.by.arrived)), request, voice, message
            )
        except errors.Busy:  # not even that: Slack says that there was trouble
            return answer.again_later()

    def _why_not_taken(self, request: Request, busy: errors.Busy) -> str:
        """The sentence that says why the database did not take the request, and what comes of it."""
        fault = self.services.outage.lasting_fault(busy, self.ledger.storage)
        if fault is not None:
            return "disk_full" if fault is StorageFault.FULL else "not_writable"
        # Slack brings an event again that nobody took.
        is_brought_again = self.surface.is_event and request.brought_before < LAST_TIME
        return TRIED_AGAIN if is_brought_again else errors.Busy.key

    def _tried_again(self, request: Request, message: Message) -> BoltResponse:
        """Left to Slack to bring again, which is said the first time: that nothing was done would not stay true."""
        if request.brought_before == 0:
            self._told_at_once(request.by.reply or "", message, request.by)
        return answer.again_later()

    def _late_message(self, request: Request, key: str) -> tuple[bool, Voice, Message]:
        """Whether it was done all the same, and what is to be said: the sentence of this key unless it was done."""
        by = self._to_tell(request)
        try:
            with self.ledger.read_session(by) as session:
                voice = voice_for(session, by.member_no)
                done = self._done_message(session, voice)
                return done is not None, voice, done or _plain(voice.say(key))
        except Exception as unreadable:
            self._tell_keeper(unreadable)
            log.warning("reader_language_unknown", error=type(unreadable).__name__)
            voice, said = _in_all_languages(key)
            return False, voice, _plain(said)

    def _done_message(self, session: ReadSession, voice: Voice) -> Message | None:
        earlier = inbox.saved_answer(session.connection, session.by.workspace_no, session.by.keys)
        if earlier is None or earlier.notice is None:
            return None
        return render(session, earlier.notice, Reader(session.by.member_no, voice), WORDS)

    def _told_at_once(self, reply: str, message: Message, by: By) -> BoltResponse:
        """Posted from here, for nothing can be kept to be sent; not even that: Slack says that there was trouble."""
        key = f"late:{by.keys[0]}" if by.keys else "late"
        if answer.post_at_once(self.client, reply, message, key=key, seconds=self._left(by.arrived)):
            return answer.nothing()
        return answer.again_later()

    def _telling(self, arrived: float | None) -> Deadline:
        """The moment by which a person has to be told."""
        told_by = Deadline.after(self.ledger.patience + TELLING, since=arrived)
        return max(told_by, Deadline.after(LEAST), key=lambda each: each.at)

    def _left(self, arrived: float | None) -> float:
        """Seconds that are left to tell a person."""
        return self._telling(arrived).left

    def _to_tell(self, request: Request) -> By:
        """The person who asked, with the time that is left to tell them."""
        return replace(request.by, limit=self._telling(request.by.arrived))

    # --- strangers, and mistakes of ours ------------------------------------------------------------------------------

    def strange(self, body: Mapping[str, Any], stranger: Refused, arrived: float) -> BoltResponse:
        """Guests, bots and people of other workspaces, or nobody knows who: nothing is done, and who asked is told."""
        log.info("person_refused", reason=stranger.key, kind=body.get("type") or body.get("command"))
        self._tell_keeper(stranger)
        by = replace(self.services.directory.system, limit=self._telling(arrived))
        if "event" in body:
            return self._strange_event(body, stranger, by)
        try:
            return self._told_stranger(body, stranger, by)
        except errors.Busy:
            _voice, said = _in_all_languages(stranger.key)
            if "command" in body:
                return answer.ephemeral(_plain(said))
            return self._told_at_once(reading.answered_at(body) or "", _plain(said), replace(by, arrived=arrived))

    def _strange_event(self, body: Mapping[str, Any], stranger: Refused, by: By) -> BoltResponse:
        """Whoever wrote to Putki directly is told that it is not for them."""
        if isinstance(stranger, errors.Busy):
            return answer.again_later()
        if body["event"].get("type") == "message":
            keys = (f"event:{body['event_id']}",)
            self.ledger.reply(replace(by, keys=keys, reply=reading.direct_reply(body)), RefusalNotice(stranger))
        return answer.nothing()

    def _told_stranger(self, body: Mapping[str, Any], stranger: Refused, by: By) -> BoltResponse:
        if "command" in body:
            with self.ledger.read_session(by) as session:
                reader = Reader(None, voice_for(session, None))
                return answer.ephemeral(render_refusal(Scene(session, reader, WORDS), stranger))
        if (url := reading.answered_at(body)) is not None:
            told = replace(by, keys=(f"trigger:{body['trigger_id']}",), reply=url)
            self.ledger.reply(told, RefusalNotice(stranger))
        elif body.get("type") == "shortcut":  # a global one has no place for an answer but a modal
            with self.ledger.read_session(by) as session:
                voice = voice_for(session, None)
                message = render_refusal(Scene(session, Reader(None, voice), WORDS), stranger)
            return answer.show_modal(self.client, Request(by, trigger=body["trigger_id"]), voice, message)
        return answer.nothing()

    def broken(self, request: Request) -> BoltResponse:
        """A mistake of ours: logged with an id that the person sees; an event comes again."""
        reference = secrets.token_hex(4)
        log.exception("unexpected_error", reference=reference, surface=self.surface.name, word=request.word)
        if self.surface.is_event:
            return answer.again_later()
        voice, text = self._apology(request, reference)
        if self.surface.is_form:
            return answer.under_fields({_first_field(request): text})
        try:
            hasty = answer.quick_client(self.client, self._left(request.by.arrived))
            return self.surface.show(hasty, request, voice, _plain(text))
        except Refused:  # not even that: Slack says that there was trouble
            return answer.again_later()

    def _apology(self, request: Request, reference: str) -> tuple[Voice, SafeText]:
        """What is said of a mistake of ours, in both languages where nothing can be learned of the reader."""
        try:
            with self.ledger.read_session(self._to_tell(request)) as session:
                voice = voice_for(session, request.by.member_no)
                return voice, voice.say("error", id=reference)
        except Exception:
            log.exception("reader_language_unknown", reference=reference)
            return _in_all_languages("error", id=reference)


def _in_all_languages(key: str, **values: str) -> tuple[Voice, SafeText]:
    voices = [Voice(language, "UTC", datetime.now(UTC)) for language in LANGUAGES]
    return voices[0], SafeText("\n".join(voice.say(key, **values) for voice in voices))


def _plain(said: SafeText) -> Message:
    return Message(said, (el.section(said),))


def _loses_line(session: ReadSession, request: Request, refused: Refused) -> bool:
    """Whether what was typed beside the word and the deal's name would be gone: the refusal has it nowhere."""
    if isinstance(refused, LineKept | TextQuoted) or len(request.text) > LONGEST_LINE:
        return False
    deal_no = refused.about_deal
    known = names(session, deals=[deal_no]).deals.get(deal_no) if deal_no is not None else None
    named = f"{known.customer} {known.name}".split() if known is not None else [str(deal_no)]
    beside = " ".join(each for each in request.text.split() if each not in named)
    return len(beside) >= LONG_LINE


def _first_field(request: Request) -> str:
    """Where a refusal stands that concerns no field of its own."""
    return next(iter(request.values), forms.NOTE)
