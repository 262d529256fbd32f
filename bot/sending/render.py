"""Notices become messages at the last moment: one function per kind, read from the rows of that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from bot.blocks import (
    answers,
    card,
    checkins,
    deliveries,
    editing,
    hand_over,
    history,
    ids,
    merging,
    needs,
    offers,
    phrases,
    problems,
    reminder,
    several,
    stages,
    touches,
)
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Message
from bot.blocks.shown_words import ShownWords
from bot.sending import (
    render_absence,
    render_board,
    render_channels,
    render_choices,
    render_customer,
    render_deal,
    render_fields,
    render_guide,
    render_lists,
    render_offers,
    render_pipeline,
    render_posts,
    render_reminders,
    render_results,
    render_sources,
    render_stages,
    render_team,
)
from bot.sending.done_by import done_by
from bot.sending.marking import marked_message
from bot.sending.render_refusal import render_refusal
from bot.sending.render_reminders import view_of
from bot.sending.scene import Reader, Scene, typed_text
from pipeline import errors
from pipeline.calendars import holiday_name
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import absence_notices as absences
from pipeline.messages import asked_notices as asked
from pipeline.messages import change_notices as changes
from pipeline.messages import customer_notices, stage_notices
from pipeline.messages import delivery_notices as delivered
from pipeline.messages import due_notices as due
from pipeline.messages import offer_notices as offered
from pipeline.messages import touch_notices as logged
from pipeline.messages.checkin_notices import CheckInTold
from pipeline.messages.need_notices import NeedKept
from pipeline.messages.notices import DealChanged, Notice
from pipeline.messages.source_notices import SourceNamed
from pipeline.messages.support_notices import ProblemKept
from pipeline.people import settings
from pipeline.queries.doubles import doubles_of
from pipeline.queries.edited import edited
from pipeline.queries.history import deal_history
from pipeline.queries.names import Names, names
from pipeline.refused import TextQuoted
from pipeline.stages.events import StageKind

N = TypeVar("N", bound=Notice)

Show = Callable[[Scene, Any], Message | None]
"""Shows a notice of one kind."""


def render(session: ReadSession, notice: Notice, reader: Reader, words: ShownWords) -> Message | None:
    """The message that says it to this reader now; None when it is no longer true and is to be dropped."""
    scene = Scene(session, reader, words)
    try:
        message = SHOWN[type(notice)](scene, notice)
    except errors.NoSuchPipeline as hidden:  # since it was asked for
        message = render_refusal(scene, hidden)
    return marked_message(session, message) if message is not None else None


# --- What was done ----------------------------------------------------------------------------------------------------


def _done(scene: Scene, notice: N) -> Done[N]:
    known = _names_in(scene, notice)
    return Done(scene.voice, known, notice, done_by(scene, notice.made_by) if scene.reader.in_place else None)


def _names_in(scene: Scene, notice: Notice) -> Names:
    """The names behind the notice's numbers."""
    session = scene.session
    match notice:
        case changes.ChangeUndone():
            whose = [notice.customer, notice.into, notice.of_customer]
            return names(session, deals=[notice.deal, notice.gone_deal], customers=whose)
        case customer_notices.CustomerChanged():
            return names(session, customers=[notice.customer])
        case changes.DealCreated():
            return names(session, deals=[no for no in (notice.deal, notice.follows) if no is not None])
        case changes.DoubleRemoved():
            return names(session, deals=[notice.deal, notice.older])
        case changes.CustomersMerged():
            return names(session, customers=[notice.customer, notice.into])
        case changes.DealWon():
            return names(session, deals=[notice.deal], words=[notice.also, notice.source])
        case changes.DealLost():
            return names(session, deals=[notice.deal], words=[notice.reason])
        case changes.NextStepSet() | changes.NextStepCleared() | offered.OfferMarkedSent():
            return names(session, deals=[notice.deal], words=[notice.step])
        case changes.NoteKept():
            return names(session, deals=[notice.deal], words=[notice.note])
        case logged.TouchLogged():
            return names(session, deals=[notice.deal], words=[notice.note, notice.step])
        case CheckInTold():
            return names(session, deals=[notice.deal], words=[notice.words, notice.step])
        case ProblemKept():
            return names(session, deals=[notice.deal], words=[notice.problem])
        case NeedKept():
            return names(session, deals=[notice.deal], words=[notice.need])
        case changes.OwnerNotice():
            note = notice.note if isinstance(notice, changes.DealGiven) else None
            return names(session, deals=[notice.deal], members=[notice.who, notice.owner], words=[note])
        case _:
            return names(session, deals=[notice.about_deal])


def _answer(show: Callable[[Done[Any]], Message]) -> Show:
    return lambda scene, notice: show(_done(scene, notice))


def _edited(scene: Scene, notice: changes.DealEdited) -> Message:
    found = edited(scene.session, notice.deal, notice.change) if notice.change is not None else None
    has_moved = found is not None and found.before.pipeline_no != found.after.pipeline_no
    to = render_stages.pipeline_name(scene, found.after.pipeline_no) if found is not None and has_moved else None
    return editing.edited(_done(scene, notice), found, to)


def _transferred(scene: Scene, notice: changes.DealTransferred) -> Message:
    return answers.transferred(_done(scene, notice), render_stages.pipeline_name(scene, notice.pipeline))


def _created(scene: Scene, notice: changes.DealCreated) -> Message:
    alike = () if notice.is_apart else doubles_of(scene.session, notice.deal)
    return answers.created(_done(scene, notice), alike, render_sources.question(scene, notice.deal))


def _undone(scene: Scene, notice: changes.ChangeUndone) -> Message:
    """What was undone; on a reminder that is true again by that, the reminder itself."""
    said = scene.reader.replaces
    if said is not None and said.about_deal == notice.deal:
        again = render_reminders.still_true(scene, said)
        if again is not None:
            return again
    if notice.of_customer is not None:
        return render_customer.undone(scene, _done(scene, notice))
    show = answers.undone if notice.customer is None else merging.undone
    return show(_done(scene, notice))


def _touched(scene: Scene, notice: logged.TouchLogged) -> Message:
    return touches.logged(_done(scene, notice), view_of(scene, notice.deal))


def _snoozed(scene: Scene, notice: changes.DealSnoozed) -> Message:
    country = settings.of_workspace(scene.session).country
    named = holiday_name(country, notice.wished, scene.voice.language) if notice.wished is not None else None
    return answers.snoozed(_done(scene, notice), named)


# --- What was asked for -----------------------------------------------------------------------------------------------


def _shown(scene: Scene, notice: asked.ShowDeal) -> Message:
    view = view_of(scene, notice.deal, notice.start)
    if view is None:
        return render_refusal(scene, errors.NoSuchDeal(number=notice.deal))
    if view.notes_start:
        return card.older_notes(scene.voice, view)
    return render_deal.details(scene, view)


def _history(scene: Scene, notice: asked.ShowHistory) -> Message:
    try:
        found = deal_history(scene.session, notice.deal, start=notice.start, is_shared=notice.is_shared)
    except errors.NoSuchDeal as missing:
        return render_refusal(scene, missing)
    return history.history(scene.voice, found)


def _card(scene: Scene, notice: asked.DealCard) -> Message | None:
    view = view_of(scene, notice.deal)
    return card.card(scene.voice, view, scene.words) if view is not None else _card_of_gone(scene, notice.deal)


def _old_card(scene: Scene, notice: asked.OldCard) -> Message:
    known = names(scene.session, deals=[notice.deal])
    return card.old(scene.voice, phrases.deal_of(scene.voice, known, notice.deal), notice.link)


def _card_of_gone(scene: Scene, deal: int) -> Message | None:
    """Where a card stands whose deal's opening was undone: that it was, and no button."""
    known = names(scene.session, deals=[deal])
    if deal not in known.deals:
        return None
    said = scene.voice.say("undone_created", deal=phrases.deal_of(scene.voice, known, deal))
    return Message(said, (el.section(said),))


def _several(scene: Scene, notice: changes.SeveralChanged) -> Message:
    known = names(scene.session, deals=notice.deals, members=[notice.owner], words=[notice.words])
    by = done_by(scene, notice.change) if scene.reader.in_place else None
    return several.changed(Done(scene.voice, known, notice, by))


def _several_given(scene: Scene, notice: changes.SeveralGiven) -> Message:
    known = names(scene.session, deals=notice.deals, members=[notice.who, notice.owner], words=[notice.note])
    return several.given(Done(scene.voice, known, notice), is_theirs=notice.owner == scene.reader.member_no)


def _settings_saved(scene: Scene, notice: changes.SettingsSaved) -> Message:
    return answers.settings_saved(_done(scene, notice), render_channels.channel_of(scene, notice.place))


def _form(scene: Scene, notice: asked.FormButton) -> Message:
    """A button that opens the form, where none can be opened by itself."""
    voice, deal = scene.voice, notice.deal
    known = names(scene.session, deals=[deal])
    about = phrases.bold(phrases.deal_of(voice, known, deal)) if deal is not None else None
    said = phrases.joined([about, voice.say("go_on_in_form")], ": ")
    more = ids.Remainder(notice.typed or "", notice.note or "", notice.member)
    identity = ids.button(notice.word, deal=deal, stay=notice.stay, to=notice.to, more=more)
    button = el.button(voice.label("open_form"), identity, style="primary")
    return Message(said.replace("*", ""), (el.section(said), *el.actions(button)))


# --- What is due ------------------------------------------------------------------------------------------------------


def _given(scene: Scene, notice: changes.DealGiven) -> Message | None:
    """That a deal was handed over to this reader, while it is theirs."""
    view = view_of(scene, notice.deal)
    is_theirs = view is not None and view.owner == scene.reader.member_no
    return hand_over.given(_done(scene, notice), view) if view is not None and is_theirs else None


def _reminders_on(scene: Scene, notice: DealChanged) -> Message:
    """A snooze or "on it" was taken off: where the reminder stood it stands again, with its buttons."""
    again = render_reminders.stuck_again(scene, notice) if scene.reader.in_place else None
    return again or answers.reminders_on(_done(scene, notice))


def _happened(scene: Scene, notice: due.WhatHappened) -> Message | None:
    view = view_of(scene, notice.deal)
    if view is None:
        return None
    is_there = view.state is StageKind.OPEN and notice.stay in (None, view.stay)
    return reminder.what_happened(scene.voice, view) if is_there else render_deal.details(scene, view)


# --- What was refused -------------------------------------------------------------------------------------------------


def _refused(scene: Scene, notice: asked.RefusalNotice) -> Message:
    refused = notice.refused
    if isinstance(refused, TextQuoted) and refused.text:
        refused = replace(refused, text=typed_text(scene, refused.text))
    return render_refusal(scene, refused)


SHOWN: dict[type[Notice], Show] = {
    changes.DealCreated: _created,
    changes.DealAdvanced: _answer(answers.advanced),
    changes.DealMovedBack: _answer(answers.moved_back),
    changes.DealTransferred: _transferred,
    changes.DealReopened: _answer(answers.reopened),
    changes.DealWon: _answer(answers.won),
    changes.DealLost: _answer(answers.lost),
    changes.DealEdited: _edited,
    changes.DealDeleted: _answer(answers.deleted),
    changes.CustomersMerged: _answer(merging.merged),
    changes.DoubleRemoved: _answer(answers.double_removed),
    customer_notices.CustomerChanged: lambda scene, notice: render_customer.facts_saved(scene, _done(scene, notice)),
    customer_notices.ContactSaved: lambda scene, notice: render_customer.contact_saved(scene, _done(scene, notice)),
    customer_notices.ShowCustomer: render_customer.page,
    changes.ChangeUndone: _undone,
    offered.OfferMarkedSent: _answer(offers.sent),
    offered.OfferDeclined: _answer(offers.declined),
    offered.OfferTakenUp: _answer(offers.taken_up),
    offered.OfferValidLonger: _answer(offers.extended),
    offered.ShowOffers: render_offers.shown,
    changes.NextStepSet: _answer(answers.step_set),
    changes.NextStepCleared: _answer(answers.step_cleared),
    changes.NoteKept: _answer(answers.note_kept),
    logged.TouchLogged: _touched,
    NeedKept: _answer(needs.kept),
    ProblemKept: _answer(problems.kept),
    SourceNamed: render_sources.named,
    delivered.DeliveryTold: _answer(deliveries.told),
    delivered.DeliveryMoved: _answer(deliveries.moved),
    CheckInTold: _answer(checkins.told),
    delivered.ComeBackSet: _answer(deliveries.come_back_set),
    changes.DealSnoozed: _snoozed,
    changes.SnoozeEnded: _reminders_on,
    changes.DealHandedOver: _answer(hand_over.handed_over),
    changes.DealGiven: _given,
    changes.OwnerChanged: _answer(hand_over.owner_changed),
    changes.DealGivenBack: _answer(hand_over.given_back),
    changes.SeveralChanged: _several,
    changes.SeveralGiven: _several_given,
    changes.DealSeen: _answer(answers.seen),
    changes.SeenEnded: _reminders_on,
    changes.SettingsSaved: _settings_saved,
    stage_notices.StagesChanged: _answer(stages.changed),
    **render_stages.SHOWN,
    absences.AwaySaved: render_absence.saved,
    absences.AwayOver: render_absence.over,
    absences.ShowAway: render_absence.listed,
    absences.StandsIn: render_absence.stands_in,
    absences.StandInEnded: render_absence.stand_in_ended,
    absences.StandInDeclined: render_absence.declined,
    absences.WhileAway: render_absence.while_away,
    absences.SellerLeft: render_absence.seller_left,
    absences.LeadLeft: render_absence.lead_left,
    absences.DealsHandedOver: render_absence.handed_over,
    absences.DealsGiven: render_absence.given,
    changes.DealsImported: _answer(answers.imported),
    due.ChangedByOthers: render_absence.changed_by_others,
    due.PostSkipped: _answer(answers.post_skipped),
    **render_reminders.SHOWN,
    due.MoreStuck: lambda scene, notice: reminder.the_rest(scene.voice, notice.count) if notice.count else None,
    due.WhatHappened: _happened,
    due.Welcome: render_guide.welcome,
    due.PutkiUpgraded: render_guide.upgraded,
    asked.ShowDeal: _shown,
    asked.ShowHistory: _history,
    asked.DealCard: _card,
    asked.OldCard: _old_card,
    due.MondayPost: render_posts.monday,
    due.MonthPost: render_posts.month,
    due.UnansweredReminders: render_posts.unanswered,
    asked.ShowForecast: render_posts.forecast,
    asked.ShowResults: render_results.shown,
    asked.ShowMine: render_lists.mine,
    asked.ShowStuck: render_lists.stuck,
    asked.ShowNext: render_lists.next_up,
    asked.ShowFound: render_lists.found,
    asked.ShowBoard: render_pipeline.board,
    **render_board.SHOWN,
    **render_team.SHOWN,
    **render_channels.SHOWN,
    **render_choices.SHOWN,
    **render_fields.SHOWN,
    asked.ShowSince: render_pipeline.since,
    asked.ShowHelp: render_guide.help,
    asked.GuideBegins: render_guide.guide_begins,
    asked.Acknowledged: render_guide.acknowledged,
    asked.FormButton: _form,
    asked.RefusalNotice: _refused,
}
"""How each kind of notice is shown."""
