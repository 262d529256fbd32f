"""Notices become messages at the last moment: one function per kind, read from the rows of that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.blocks import answers, board, buttons, card, hand_over, help, ids, lists, phrases, refusals, reminder
from bot.blocks import elements as el
from bot.blocks.answers import Done, DoneBy
from bot.blocks.elements import Message
from bot.blocks.ids import WordName
from bot.blocks.shown_words import ShownWords
from bot.forecast import messages
from bot.language.voice import Voice
from bot.slack import message_locations
from bot.slack.channels import SHARED
from pipeline import errors
from pipeline.errors import Refused
from pipeline.ledger.event_store import change_of
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.notices import Notice, NoticeKind, Value
from pipeline.people.access import Act, may, standing
from pipeline.queries import board as boards
from pipeline.queries import deal_lists, find
from pipeline.queries.deal_lists import Lines
from pipeline.queries.names import Names, names, stage_labels
from pipeline.queries.story import DealView, deal_view
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, and how they are spoken to; a channel is nobody in particular.

    `in_place`: the answer takes the place of a message that others may have seen, so it says who did it and when.
    """

    member_no: int | None
    voice: Voice
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A notice about to be shown: what can be read, what it says, to whom, and the words that are shown with it."""

    session: ReadSession
    notice: Notice
    reader: Reader
    words: ShownWords

    @property
    def voice(self) -> Voice:
        """The reader's."""
        return self.reader.voice

    def value(self, name: str) -> Value:
        """What the notice carries under that name."""
        return self.notice.values.get(name)

    def number(self, name: str) -> int | None:
        """A number of ours that it carries."""
        value = self.value(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def numbers(self, name: str) -> list[int]:
        """Several numbers that it carries."""
        value = self.value(name)
        return [each for each in value if isinstance(each, int)] if isinstance(value, list) else []


Show = Callable[[Scene], Message | None]


def render(session: ReadSession, notice: Notice, reader: Reader, words: ShownWords) -> Message | None:
    """The message that says it to this reader now; None when it is no longer true and is to be dropped."""
    return SHOWN[notice.kind](Scene(session, notice, reader, words))


def render_refusal(session: ReadSession, refused: Refused, reader: Reader, words: ShownWords) -> Message:
    """What was not done, and what to do."""
    scene = Scene(session, Notice(NoticeKind.REFUSED), reader, words)
    special = REFUSALS.get(type(refused))
    return special(scene, refused) if special else refusals.plain(scene.voice, names_in(session, refused), refused)


def render_under_fields(session: ReadSession, refused: Refused, reader: Reader, word: str) -> dict[str, str]:
    """Return the sentence of a refusal by the field of the form that it concerns; empty when it concerns none."""
    return refusals.in_form(reader.voice, names_in(session, refused), word, refused)


def names_in(session: ReadSession, refused: Refused) -> Names:
    """The names behind a refusal's numbers."""
    values = refused.values
    return names(session, deals=[values.get("deal")], members=[values.get("who")])


# --- What was done ----------------------------------------------------------------------------------------------------


def _done(scene: Scene) -> Done:
    known = names(
        scene.session,
        deals=[scene.number("deal"), scene.number("opened")],
        members=[scene.number("who"), scene.number("owner")],
        words=[scene.number("reason"), scene.number("step"), scene.number("note")],
    )
    return Done(scene.voice, known, scene.notice.values, _by(scene) if scene.reader.in_place else None)


def _by(scene: Scene) -> DoneBy | None:
    """Who made the change, from its event."""
    change = scene.number("change")
    events = change_of(scene.session, change) if change is not None else []
    if not events:
        return None
    first = events[0]
    known = names(scene.session, members=[first.member_no])
    return DoneBy(phrases.who(scene.voice, known.members, first.member_no), first.recorded_at)


def _answer(show: Callable[[Done], Message]) -> Show:
    return lambda scene: show(_done(scene))


# --- What was asked for -----------------------------------------------------------------------------------------------


def _view(scene: Scene) -> DealView | None:
    deal = scene.number("deal")
    if deal is None:
        return None
    try:
        return deal_view(scene.session, deal, notes_from=scene.number("start") or 0)
    except errors.NoSuchDeal:
        return None


def _shown(scene: Scene) -> Message:
    view = _view(scene)
    if view is not None:
        return card.older_notes(scene.voice, view) if view.notes_start else card.details(scene.voice, view, scene.words)
    return render_refusal(scene.session, errors.NoSuchDeal(number=scene.number("deal")), scene.reader, scene.words)


def _card(scene: Scene) -> Message | None:
    view = _view(scene)
    return card.card(scene.voice, view, scene.words) if view is not None else _card_of_gone(scene)


def _card_of_gone(scene: Scene) -> Message | None:
    """Where a card stands whose deal's opening was undone: that it was, and no button."""
    deal = scene.number("deal")
    known = names(scene.session, deals=[deal])
    if deal is None or deal not in known.deals:
        return None
    said = scene.voice.say("undone_created", deal=phrases.deal_of(scene.voice, known, deal))
    return Message(said, (el.section(said),))


def _mine(scene: Scene) -> Message:
    start = scene.number("start") or 0
    found = deal_lists.mine(scene.session, start=start)
    return lists.mine(scene.voice, found if found.lines or not start else deal_lists.mine(scene.session))


def _stuck_list(scene: Scene) -> Message:
    start, of_all = scene.number("start") or 0, scene.value("all") is True
    found = deal_lists.stuck(scene.session, of_all=of_all, start=start)
    found = found if found.lines or not start else deal_lists.stuck(scene.session, of_all=of_all)
    return lists.stuck(scene.voice, found, reader=scene.reader.member_no)


def _found(scene: Scene) -> Message:
    n, found = scene.number("n"), find.by_numbers(scene.session, scene.numbers("deals"))
    page = Lines(n or len(found), found, scene.number("start") or 0)
    return lists.found(scene.voice, _text(scene), page, kept=scene.number("text"))


def _help(scene: Scene) -> Message:
    is_person = scene.reader.member_no is not None
    return help.guide(scene.voice, scene.words, deal_lists.mine(scene.session).lines if is_person else ())


def _not_in(scene: Scene) -> Message | None:
    channel = _channel(scene)
    return help.not_in(scene.voice, channel) if channel is not None else None


def _channel_archived(scene: Scene) -> Message | None:
    channel = _channel(scene)
    return help.channel_archived(scene.voice, channel) if channel is not None else None


def _channel_shared(scene: Scene) -> Message | None:
    channel = _channel(scene)
    reason = message_locations.barred_reason(
        scene.session.connection, scene.session.by.workspace_no, scene.number("place") or 0
    )
    return help.channel_shared(scene.voice, channel) if channel is not None and reason == SHARED else None


def _settings_saved(scene: Scene) -> Message:
    return answers.settings_saved(_done(scene), _channel(scene))


def _channel(scene: Scene) -> str | None:
    """The channel of the place that it is about."""
    place = scene.number("place")
    return (
        message_locations.channel_of(scene.session.connection, scene.session.by.workspace_no, place) if place else None
    )


def _form(scene: Scene) -> Message:
    """A button that opens the form, where none can be opened by itself."""
    voice, deal = scene.voice, scene.number("deal")
    known = names(scene.session, deals=[deal])
    about = phrases.bold(phrases.deal_of(voice, known, deal)) if deal is not None else None
    said = phrases.joined([about, voice.say("go_on_in_form")], ": ")
    identity = ids.button(
        str(scene.value("word")),
        deal=deal,
        stay=scene.number("stay"),
        to=scene.number("to"),
        more=ids.Remainder.of(scene.notice.values),
    )
    button = el.button(voice.label("open_form"), identity, style="primary")
    return Message(said.replace("*", ""), (el.section(said), *el.actions(button)))


# --- What is due ------------------------------------------------------------------------------------------------------


def _stuck(scene: Scene) -> Message | None:
    """The reminder, if the deal is still stuck in that stay and nothing has silenced it; where it stood, always."""
    view = _of_stay(scene)
    if view is None or not (scene.reader.in_place or needs_reminding(view, scene.voice)):
        return None
    return reminder.reminder(scene.voice, reminder.Stuck(view, scene.value("first") is True))


def _reminder(scene: Scene) -> Message | None:
    """The reminder that was asked for, if the deal is open in that stay and no other day is asked for by now."""
    view = _of_stay(scene)
    if view is None or (view.snoozed_until != scene.value("day") and not scene.reader.in_place):
        return None
    return reminder.reminder(scene.voice, reminder.Stuck(view, is_asked_for=True))


def _given(scene: Scene) -> Message | None:
    """That a deal was handed over to this reader, while it is theirs."""
    view = _view(scene)
    is_theirs = view is not None and view.owner == scene.reader.member_no
    return hand_over.given(_done(scene), view) if view is not None and is_theirs else None


def _of_stay(scene: Scene) -> DealView | None:
    """The deal, while it is open in the stay that the notice is about."""
    view = _view(scene)
    is_there = view is not None and view.state is StageKind.OPEN and view.stay == scene.number("stay")
    return view if is_there else None


def _reminders_on(scene: Scene) -> Message:
    """A snooze or "on it" was taken off: where the reminder stood it stands again, with its buttons."""
    again = _stuck(scene) if scene.reader.in_place else None
    return again or answers.reminders_on(_done(scene))


def needs_reminding(view: DealView, voice: Voice) -> bool:
    """Stuck, and neither snoozed, seen, nor waiting for a next step that is still to come."""
    quiet = (view.snoozed_until, view.quiet_until)
    is_quiet = any(until is not None and until > voice.today for until in quiet)
    is_planned = view.step_day is not None and view.step_day >= voice.today
    return view.is_stuck and not is_quiet and not is_planned


def _happened(scene: Scene) -> Message | None:
    view = _view(scene)
    if view is None:
        return None
    is_there = view.state is StageKind.OPEN and scene.number("stay") in (None, view.stay)
    return reminder.what_happened(scene.voice, view) if is_there else card.details(scene.voice, view, scene.words)


def _more_stuck(scene: Scene) -> Message | None:
    n = scene.number("n")
    return reminder.the_rest(scene.voice, n) if n else None


def _monday(scene: Scene) -> Message | None:
    return messages.monday_post(scene.session, scene.voice, str(scene.value("statement")))


def _forecast(scene: Scene) -> Message:
    key, what = (str(scene.value(name) or "") for name in ("statement", "opens"))
    return messages.forecast_page(scene.session, scene.voice, pipeline_no=scene.number("pipeline"), what=what, key=key)


# --- What was refused -------------------------------------------------------------------------------------------------


def _refused(scene: Scene) -> Message:
    refused = BY_KEY[str(scene.value("refusal"))]
    values = {name: value for name, value in scene.notice.values.items() if name != "refusal"}
    if values.get("text"):
        values["text"] = _text(scene)
    return render_refusal(scene.session, refused(**values), scene.reader, scene.words)


def _text(scene: Scene) -> str:
    """What was typed: as it is in an acknowledgement, by its number in what waited to be sent."""
    value, no = scene.value("text"), scene.number("text")
    if no is not None:
        return names(scene.session, words=[no]).words.get(no, "")
    return value if isinstance(value, str) else ""


def _stale(scene: Scene, refused: Refused) -> Message:
    """Who moved it and when, and the deal as it is now."""
    said = refusals.sentence(scene.voice, names_in(scene.session, refused), refused)
    now = card.details(scene.voice, deal_view(scene.session, refused.values["deal"]), scene.words)
    return Message(f"{refusals.unmarked(said)}\n{now.text}", (el.section(said), el.divider(), *now.blocks))


def _moved_just_now(scene: Scene, refused: Refused) -> Message:
    positions = {each.stage_no: each.position for each in stages_.of_workspace(scene.session).all}
    is_back = positions.get(refused.values["next"], 0) < positions.get(refused.values["stage"], 0)
    return refusals.moved_just_now(scene.voice, names_in(scene.session, refused), refused, is_back=is_back)


def _undid_just_now(scene: Scene, refused: Refused) -> Message:
    return refusals.undid_just_now(scene.voice, names_in(scene.session, refused), refused)


def _missing(scene: Scene, refused: Refused) -> Message:
    return refusals.lacking(scene.voice, names_in(scene.session, refused), refused)


def _closed(scene: Scene, refused: Refused) -> Message:
    said = refusals.sentence(scene.voice, names_in(scene.session, refused), refused)
    view = deal_view(scene.session, refused.values["deal"])
    elements = [buttons.reopen(scene.voice, view)] if view.state is not StageKind.OPEN else []
    return Message(refusals.unmarked(said), (el.section(said), *el.actions(*elements)))


def _pick(scene: Scene, refused: Refused) -> Message:
    """Which deal: those that fit, or one's own."""
    values, voice = refused.values, scene.voice
    word, to = WordName(values.get("word", WordName.SHOW)), stage_labels(scene.session).get(values.get("to") or 0)
    more = ids.Remainder.of(values)
    reader = scene.reader.member_no
    if isinstance(refused, errors.WhichDeal):
        own = deal_lists.mine(scene.session)
        if not own.lines:
            return _mine(scene)
        return lists.pick(voice, voice.say("picker"), word, scene.words, own, to=to, more=more, reader=reader)
    lines = find.by_numbers(scene.session, values.get("deals") or [])
    question = voice.say(refused.key, text=voice.name(str(values.get("text", "")), 60), n=len(lines))
    create = str(values.get("text", "")) if isinstance(refused, errors.OnlyAlike) else ""
    found = Lines(len(lines), lines)
    return lists.pick(voice, question, word, scene.words, found, to=to, more=more, create=create, reader=reader)


def _form_not_shown(scene: Scene, refused: Refused) -> Message:
    return refusals.form_not_shown(scene.voice, names_in(scene.session, refused), refused)


def _not_set_up(scene: Scene, refused: Refused) -> Message:
    who = standing(scene.session.connection, scene.session.by)
    is_admin = scene.reader.member_no is not None and may(who, Act.SETTINGS)
    return refusals.not_set_up(scene.voice, names_in(scene.session, refused), refused, may_set_up=is_admin)


def _kinds(of: type[Refused]) -> Iterator[type[Refused]]:
    for each in of.__subclasses__():
        yield each
        yield from _kinds(each)


def every_refusal() -> Sequence[type[Refused]]:
    """All classes of refusals that people may be told of: the core's."""
    return tuple(each for each in _kinds(Refused) if each.__module__ == errors.__name__)


BY_KEY: dict[str, type[Refused]] = {each.key: each for each in every_refusal()}
REFUSALS: dict[type[Refused], Callable[[Scene, Refused], Message]] = {
    errors.NoSuchDeal: lambda scene, refused: refusals.no_such_deal(scene.voice, refused),
    errors.StalePicture: _stale,
    errors.StaleReminder: _stale,
    errors.StaleSnooze: _stale,
    errors.MovedJustNow: _moved_just_now,
    errors.UndidJustNow: _undid_just_now,
    errors.Missing: _missing,
    errors.DealClosed: _closed,
    errors.Ambiguous: _pick,
    errors.OnlyAlike: _pick,
    errors.WhichDeal: _pick,
    errors.UnknownWord: lambda scene, refused: refusals.unknown_word(scene.voice, refused),
    errors.NotSetUp: _not_set_up,
    errors.FormNotShown: _form_not_shown,
}
"""Those that offer more than a sentence; any other is its sentence and [Show]."""

SHOWN: dict[NoticeKind, Show] = {
    NoticeKind.CREATED: _answer(answers.created),
    NoticeKind.ADVANCED: _answer(answers.advanced),
    NoticeKind.MOVED_BACK: _answer(answers.moved_back),
    NoticeKind.REOPENED: _answer(answers.reopened),
    NoticeKind.WON: _answer(answers.won),
    NoticeKind.LOST: _answer(answers.lost),
    NoticeKind.UNDONE: _answer(answers.undone),
    NoticeKind.STEP_SET: _answer(answers.step_set),
    NoticeKind.STEP_CLEARED: _answer(answers.step_cleared),
    NoticeKind.SNOOZED: _answer(answers.snoozed),
    NoticeKind.UNSNOOZED: _reminders_on,
    NoticeKind.HANDED_OVER: _answer(hand_over.handed_over),
    NoticeKind.GIVEN: _given,
    NoticeKind.OWNER_CHANGED: _answer(hand_over.owner_changed),
    NoticeKind.GIVEN_BACK: _answer(hand_over.given_back),
    NoticeKind.SEEN: _answer(answers.seen),
    NoticeKind.UNSEEN: _reminders_on,
    NoticeKind.SETTINGS_SAVED: _settings_saved,
    NoticeKind.IMPORTED: _answer(answers.imported),
    NoticeKind.SKIPPED: _answer(answers.post_skipped),
    NoticeKind.STUCK: _stuck,
    NoticeKind.REMINDER: _reminder,
    NoticeKind.MORE_STUCK: _more_stuck,
    NoticeKind.HAPPENED: _happened,
    NoticeKind.WELCOME: lambda scene: help.welcome(scene.voice),
    NoticeKind.NOT_IN: _not_in,
    NoticeKind.CHANNEL_ARCHIVED: _channel_archived,
    NoticeKind.CHANNEL_SHARED: _channel_shared,
    NoticeKind.SHOWN: _shown,
    NoticeKind.CARD: _card,
    NoticeKind.MONDAY: _monday,
    NoticeKind.FORECAST: _forecast,
    NoticeKind.MINE: _mine,
    NoticeKind.STUCK_LIST: _stuck_list,
    NoticeKind.FOUND: _found,
    NoticeKind.BOARD: lambda scene: board.board(scene.voice, boards.board(scene.session, scene.number("pipeline"))),
    NoticeKind.HELP: _help,
    NoticeKind.FORM: _form,
    NoticeKind.REFUSED: _refused,
}
