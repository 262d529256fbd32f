"""A refusal becomes a message: a sentence, and what can be done instead, read from the rows of that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import buttons, customer, ids, lists, needs, phrases, problems, refusals, several, unused
from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.ids import WordName
from bot.blocks.shown_words import FormFields
from bot.language.acts import is_sentence
from bot.language.safe_text import SafeText
from bot.sending import render_deal
from bot.sending.scene import Scene, typed_text
from pipeline import customer_errors, edit_errors, errors, merge_errors, setup_errors
from pipeline.line_errors import LineUnclear
from pipeline.need_errors import TooManyNeeds
from pipeline.people.access import Act, may, rights_of
from pipeline.queries import deal_lists, find
from pipeline.queries.deal_lists import Lines
from pipeline.queries.deal_view import deal_view
from pipeline.queries.names import Names, names, stage_labels
from pipeline.refused import AsksWhichDeal, LineKept, PersonNamed, Refused
from pipeline.several_errors import SeveralRefused
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.support_errors import NothingSold
from pipeline.unused_errors import NotUsed, NotUsedOfDeal, SeveralPeople


def render_refusal(scene: Scene, refused: Refused) -> Message:
    """Return what was not done, and what to do."""
    special = SHOWN_REFUSALS.get(type(refused))
    return special(scene, refused) if special else refusals.plain(scene.voice, _names(scene, refused), refused)


def render_under_fields(scene: Scene, refused: Refused, fields: FormFields) -> dict[str, str]:
    """Return the sentence of a refusal by the field of the form that it concerns; empty when it concerns none."""
    return refusals.in_form(scene.voice, _names(scene, refused), fields, refused)


def _names(scene: Scene, refused: Refused) -> Names:
    """The names behind a refusal's numbers."""
    who = refused.who if isinstance(refused, PersonNamed) else None
    member = refused.member if isinstance(refused, LineKept) else None
    return names(scene.session, deals=[refused.about_deal], members=[who, member], customers=_customers(refused))


def _customers(refused: Refused) -> list[int]:
    """The numbers of the customers that a refusal names."""
    own = [refused.customer] if isinstance(refused, merge_errors.CustomerRefused) else []
    return [*own, refused.into] if isinstance(refused, merge_errors.MergedAlready) else own


def _stale(scene: Scene, refused: errors.StaleButton) -> Message:
    """Who moved it and when, and the deal as it is now."""
    said = refusals.sentence(scene.voice, _names(scene, refused), refused)
    now = render_deal.details(scene, deal_view(scene.session, refused.deal))
    return Message(f"{refusals.unmarked(said)}\n{now.text}", (el.section(said), el.divider(), *now.blocks))


def _lost_in_restore(scene: Scene, refused: errors.LostInRestore) -> Message:
    """That the message is from before a restore, and the deal as it is now, if there is one of that number."""
    said = refusals.sentence(scene.voice, _names(scene, refused), refused)
    try:
        view = deal_view(scene.session, refused.deal or 0)
    except errors.NoSuchDeal:
        return Message(refusals.unmarked(said), (el.section(said),))
    now = render_deal.details(scene, view)
    return Message(f"{refusals.unmarked(said)}\n{now.text}", (el.section(said), el.divider(), *now.blocks))


def _moved_just_now(scene: Scene, refused: errors.MovedJustNow) -> Message:
    positions = {each.stage_no: each.position for each in stages_.of_workspace(scene.session).all}
    is_back = positions.get(refused.next, 0) < positions.get(refused.stage, 0)
    return refusals.moved_just_now(scene.voice, _names(scene, refused), refused, is_back=is_back)


def _undid_just_now(scene: Scene, refused: errors.UndidJustNow) -> Message:
    return refusals.undid_just_now(scene.voice, _names(scene, refused), refused)


def _missing(scene: Scene, refused: errors.Missing) -> Message:
    return refusals.lacking(scene.voice, _names(scene, refused), refused)


def _closed(scene: Scene, refused: errors.DealClosed) -> Message:
    said = refusals.sentence(scene.voice, _names(scene, refused), refused)
    view = deal_view(scene.session, refused.deal)
    elements = [buttons.reopen(scene.voice, view)] if view.state is not StageKind.OPEN else []
    return Message(refusals.unmarked(said), (el.section(said), *el.actions(*elements)))


def _delete_asked(scene: Scene, refused: edit_errors.DeleteAsked) -> Message:
    """The question whether to delete the deal, with the button that Slack asks about once more."""
    known, note = _names(scene, refused), typed_text(scene, refused.note)
    return refusals.delete_asked(scene.voice, known, refused, note)


def _double_asked(scene: Scene, refused: merge_errors.DoubleAsked) -> Message:
    return refusals.double_asked(scene.voice, _names(scene, refused), refused)


def _no_such_deal(scene: Scene, refused: errors.NoSuchDeal) -> Message:
    return refusals.no_such_deal(scene.voice, refused, typed_text(scene, refused.note))


def _unknown_word(scene: Scene, refused: errors.UnknownWord) -> Message:
    return refusals.unknown_word(scene.voice, _names(scene, refused), refused, _form_read(scene, refused))


def _form_read(scene: Scene, refused: errors.UnknownWord) -> str | None:
    """How the near word is typed in the reader's language: as it is near, if it is of that language."""
    word = next((each for each in scene.words if each.word == refused.word), None)
    forms = word.forms.get(scene.voice.language, ()) if word is not None else ()
    return refused.near if refused.near in forms or not forms else forms[0]


def _line_unclear(scene: Scene, refused: LineUnclear) -> Message:
    return refusals.line_unclear(scene.voice, _names(scene, refused), scene.words, refused)


_OF_WINS = (WordName.DELIVERED, WordName.LATE, WordName.CHECK_IN, WordName.PROBLEM, WordName.FOLLOW_UP)


def _pick_own(scene: Scene, refused: errors.WhichDeal) -> Message:
    """Which of one's own deals, open or won as the word concerns them; without any, the list that says so."""
    state = StageKind.WON if refused.word in _OF_WINS else StageKind.OPEN
    own = deal_lists.mine(scene.session, state=state)
    said = scene.voice.name(str(refused.text), 60) if refused.text else None
    if not own.lines:
        none = lists.mine(scene.voice, own, lists.Whose(state=state))
        forms = next((each.forms for each in scene.words if each.word == refused.word), {})
        form = next(iter(forms.get(scene.voice.language, ())), "")
        return problems.which_customer(scene.voice, none, said, form) if said is not None else none
    question = scene.voice.say("picker_won", text=said) if said is not None else scene.voice.say("picker")
    return _pick(scene, refused, question, own)


def _pick_fitting(scene: Scene, refused: errors.Ambiguous | errors.OnlyAlike) -> Message:
    """Which of those that fit; where they are merely alike, perhaps a new one."""
    lines = find.by_numbers(scene.session, refused.deals)
    text = str(refused.text or "")
    question = scene.voice.say(refused.key, text=scene.voice.name(text, 60), n=len(lines))
    create = text if isinstance(refused, errors.OnlyAlike) and not is_sentence(text) else ""
    return _pick(scene, refused, question, Lines(len(lines), lines), create=create)


def _pick(scene: Scene, refused: AsksWhichDeal, question: SafeText, found: Lines, *, create: str = "") -> Message:
    word, to = WordName(refused.word or WordName.SHOW), stage_labels(scene.session).get(refused.to or 0)
    return lists.pick(
        scene.voice,
        question,
        word,
        scene.words,
        found,
        to=to,
        more=ids.Remainder.of(refused),
        create=create,
        reader=scene.reader.member_no,
    )


def _form_not_shown(scene: Scene, refused: errors.FormNotShown) -> Message:
    return refusals.form_not_shown(scene.voice, _names(scene, refused), refused)


def _not_set_up(scene: Scene, refused: setup_errors.NotSetUp) -> Message:
    who = rights_of(scene.session.connection, scene.session.by)
    is_admin = scene.reader.member_no is not None and may(who, Act.SETTINGS)
    return refusals.not_set_up(scene.voice, _names(scene, refused), refused, may_set_up=is_admin)


def _not_used(scene: Scene, refused: NotUsed) -> Message:
    known = names(scene.session, members=[refused.member])
    note, typed = typed_text(scene, refused.note), typed_text(scene, refused.typed)
    return unused.not_used(scene.voice, known, refused, note, typed)


def _not_used_of_deal(scene: Scene, refused: NotUsedOfDeal) -> Message:
    return unused.not_used_of_deal(scene.voice, _names(scene, refused), refused)


def _too_many_needs(scene: Scene, refused: TooManyNeeds) -> Message:
    called = phrases.deal_of(scene.voice, _names(scene, refused), refused.deal)
    return needs.too_many(scene.voice, refused, called, typed_text(scene, refused.text))


def _nothing_sold(scene: Scene, refused: NothingSold) -> Message:
    called = phrases.deal_of(scene.voice, _names(scene, refused), refused.deal)
    return problems.nothing_sold(scene.voice, refused, called, typed_text(scene, refused.text) if refused.text else "")


def _no_such_customer(scene: Scene, refused: customer_errors.NoSuchCustomer) -> Message:
    return customer.no_such_customer(scene.voice, typed_text(scene, refused.text))


def _several_refused(scene: Scene, refused: SeveralRefused) -> Message:
    known = names(scene.session, deals=refused.deals)
    return several.refused(scene.voice, known, refused)


def _several_people(scene: Scene, refused: SeveralPeople) -> Message:
    return unused.several_people(scene.voice, names(scene.session, members=refused.people), refused)


SHOWN_REFUSALS: dict[type[Refused], Callable[[Scene, Any], Message]] = {
    errors.NoSuchDeal: _no_such_deal,
    errors.StaleButton: _stale,
    errors.StaleReminder: _stale,
    errors.StaleSnooze: _stale,
    errors.LostInRestore: _lost_in_restore,
    errors.MovedJustNow: _moved_just_now,
    errors.UndidJustNow: _undid_just_now,
    errors.Missing: _missing,
    errors.DealClosed: _closed,
    edit_errors.DeleteAsked: _delete_asked,
    merge_errors.DoubleAsked: _double_asked,
    customer_errors.NoSuchCustomer: _no_such_customer,
    errors.Ambiguous: _pick_fitting,
    errors.OnlyAlike: _pick_fitting,
    errors.WhichDeal: _pick_own,
    errors.UnknownWord: _unknown_word,
    LineUnclear: _line_unclear,
    setup_errors.NotSetUp: _not_set_up,
    errors.FormNotShown: _form_not_shown,
    TooManyNeeds: _too_many_needs,
    NothingSold: _nothing_sold,
    NotUsed: _not_used,
    NotUsedOfDeal: _not_used_of_deal,
    SeveralPeople: _several_people,
    SeveralRefused: _several_refused,
}
"""Those that offer more than a sentence; any other is its sentence and [Show]."""
