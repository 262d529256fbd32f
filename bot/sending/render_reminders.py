"""Reminders at the moment of showing: whether they are still true, and the one line that they become when not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import checkins, deliveries, offers, phrases, reminder, step_reminders
from bot.blocks import next_up as next_up_blocks
from bot.blocks import spring_cleaning as cleanings
from bot.blocks.absence import standing_in
from bot.blocks.answers import DoneBy
from bot.blocks.elements import Message
from bot.blocks.leavers import of_leaver
from bot.blocks.step_reminders import Settled
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from bot.sending import render_wins
from bot.sending.scene import Scene
from pipeline import errors
from pipeline.deals.events import DEAL, StepEnd, StepSet
from pipeline.deals.offer_versions import OfferKey, out_of, versions_of
from pipeline.deals.same_close import is_same_close
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force
from pipeline.messages import delivery_notices as asked
from pipeline.messages import due_notices as due
from pipeline.messages import outbox
from pipeline.messages.checkin_notices import CheckInDue
from pipeline.messages.notices import Notice, StayNotice
from pipeline.people import members, settings
from pipeline.people.absence import stood_in_for
from pipeline.people.access import rights_of
from pipeline.queries import spring_cleaning
from pipeline.queries.deal_view import DealView, deal_view
from pipeline.queries.names import names
from pipeline.queries.next_up import next_up
from pipeline.stages.events import StageKind


def stuck(scene: Scene, notice: due.StuckReminder) -> Message | None:
    """The reminder, if the deal is still stuck in that stay and nothing has silenced it; where it stood, always."""
    view = of_stay(scene, notice)
    if view is None or not (scene.reader.in_place or needs_reminding(view, scene.voice)):
        return None
    if notice.is_first is not True:
        again = reminder.Stuck(view, nth=notice.nth or 1, tells_lead=bool(notice.tells_lead))
        return _marked(scene, view, reminder.reminder(scene.voice, again))
    session, reader = scene.session, scene.reader.member_no or 0
    wishes = settings.reminders_of(session.connection, session.by.workspace_no, [reader])[reader]
    who = settings.set_up_by(session)
    set_up = phrases.who(scene.voice, names(session, members=[who]).members, who)
    first = reminder.FirstEver(wishes.most, set_up)
    said = reminder.Stuck(view, first_ever=first, nth=notice.nth or 1)
    return _marked(scene, view, reminder.reminder(scene.voice, said))


def stuck_again(scene: Scene, notice: StayNotice) -> Message | None:
    """The reminder where it stood, after what silenced it was taken off."""
    view = of_stay(scene, notice)
    return _marked(scene, view, reminder.reminder(scene.voice, reminder.Stuck(view))) if view is not None else None


def wished(scene: Scene, notice: due.WishedReminder) -> Message | None:
    """The reminder that was asked for, if the deal is open in that stay and no other day is asked for by now."""
    view = of_stay(scene, notice)
    if view is None or (view.snoozed_until != notice.day and not scene.reader.in_place):
        return None
    return _marked(scene, view, reminder.reminder(scene.voice, reminder.Stuck(view, is_asked_for=True)))


def cleaning(scene: Scene, _notice: due.SpringCleaning) -> Message | None:
    """The question whether to go through one's stuck deals, while more than half are stuck."""
    found = spring_cleaning.cleaning(scene.session, scene.reader.member_no or 0)
    return cleanings.spring_cleaning(scene.voice, found) if found is not None else None


def step_soon(scene: Scene, notice: due.StepSoon) -> Message | None:
    """The reminder before a step's hour, while the step stands and the reader owns the deal, stands in or leads."""
    view = view_of(scene, notice.deal)
    if view is None or view.state is not StageKind.OPEN or view.step_no != notice.step or view.step_at is None:
        return None
    return _marked(scene, view, step_reminders.step_soon(scene.voice, view)) if _is_theirs(scene, view) else None


def offer_expires(scene: Scene, notice: due.OfferExpires) -> Message | None:
    """The question about an offer, while that version is out until that day and the deal is the reader's to act on."""
    view, key = view_of(scene, notice.deal), OfferKey(notice.offer, notice.version)
    out = out_of(versions_of(scene.session, notice.deal))
    is_out = out is not None and (out.key, out.valid_until) == (key, notice.day)
    if view is None or view.state is not StageKind.OPEN or not is_out:
        return None
    return _marked(scene, view, offers.expires(scene.voice, view, key, notice.day)) if _is_theirs(scene, view) else None


def _is_theirs(scene: Scene, view: DealView) -> bool:
    """Whether the reader owns the deal, stands in for its owner, or leads."""
    reader = scene.reader.member_no or 0
    leads = bool(rights_of(scene.session.connection, scene.session.by).leads)
    return leads or view.owner == reader or view.owner in stood_in_for(scene.session, reader)


def delivery(scene: Scene, notice: asked.DeliveryDue) -> Message | None:
    """The question about a delivery, while that day is promised and nothing else was told."""
    view = _closed(scene, notice, StageKind.WON)
    if view is None:
        return None
    if view.is_delivered is not None or view.promised_day != notice.day:
        return None
    return _marked(scene, view, deliveries.asked(scene.voice, view, notice.day))


def check_in(scene: Scene, notice: CheckInDue) -> Message | None:
    """The question how a customer finds what was delivered, while that was told and the question has no answer."""
    view = _closed(scene, notice, StageKind.WON)
    if view is None or not checkins.is_asked(view, view.stay, notice.after_days):
        return None
    return _marked(scene, view, checkins.asked(scene.voice, view, notice.after_days))


def promise(scene: Scene, notice: asked.PromiseDue) -> Message | None:
    """The question for which day delivery is promised, while none is and nothing was told of the delivery."""
    view = _closed(scene, notice, StageKind.WON)
    if view is None:
        return None
    if view.is_delivered is not None or view.promised_day is not None:
        return None
    return _marked(scene, view, deliveries.promise_asked(scene.voice, view))


def come_back(scene: Scene, notice: asked.ComeBackDue) -> Message | None:
    """The question whether to come back to a customer, while the deal is lost and that is the month."""
    view = _closed(scene, notice, StageKind.LOST)
    if view is None or view.returns != notice.month:
        return None
    last = versions_of(scene.session, view.deal_no)
    return _marked(scene, view, deliveries.come_back(scene.voice, view, last[-1] if last else None))


def _marked(scene: Scene, view: DealView, message: Message) -> Message:
    """The reminder with why it comes to the reader in front, where the deal is somebody else's."""
    reader = scene.reader.member_no or 0
    if view.owner == reader:
        return message
    it = stood_in_for(scene.session, reader).get(view.owner)
    if it is not None:
        return standing_in(scene.voice, view.owner_name, it, message)
    known = members.profile_of(scene.session.connection, scene.session.by.workspace_no, view.owner)
    has_left = known is not None and not known.active
    return of_leaver(scene.voice, view.owner_name, message) if has_left else message


def morning(scene: Scene, notice: due.TodaysSteps) -> Message | None:
    """What the reader does next on that day, while it lasts and something is left."""
    found = next_up(scene.session, day=notice.day)
    if not found.deals or notice.day != scene.voice.today:
        return None
    return next_up_blocks.morning(scene.voice, found)


def restated(scene: Scene, notice: due.Restated) -> Message | None:
    """A reminder that stands already: whole while it is true, else one line about what became of the deal."""
    said = outbox.notice_of(scene.session.connection, scene.session.by.workspace_no, notice.of)
    if said is None:
        return None
    if isinstance(said, due.TodaysSteps):
        return next_up_blocks.morning(scene.voice, next_up(scene.session, day=said.day))
    if isinstance(said, asked.WinAnnounced):
        return render_wins.restated(scene, said)
    return still_true(scene, said) or _settled(scene, said)


def still_true(scene: Scene, said: Notice) -> Message | None:
    """The reminder as it would be sent now; None where it is no reminder of a deal, or is no longer true."""
    match said:
        case due.StuckReminder():
            view = of_stay(scene, said)
            return stuck(scene, said) if view is not None and needs_reminding(view, scene.voice) else None
        case due.WishedReminder():
            view = of_stay(scene, said)
            return wished(scene, said) if view is not None and view.snoozed_until == said.day else None
        case due.StepSoon():
            return step_soon(scene, said)
        case due.OfferExpires():
            return offer_expires(scene, said)
        case asked.DeliveryDue():
            return delivery(scene, said)
        case CheckInDue():
            return check_in(scene, said)
        case asked.PromiseDue():
            return promise(scene, said)
        case asked.ComeBackDue():
            return come_back(scene, said)
        case _:
            return None


def needs_reminding(view: DealView, voice: Voice) -> bool:
    """Stuck, and neither snoozed, seen, nor waiting for a next step that is still to come."""
    quiet = (view.snoozed_until, view.quiet_until)
    is_quiet = any(until is not None and until > voice.today for until in quiet)
    is_planned = view.step_day is not None and view.step_day >= voice.today
    return view.is_stuck and not is_quiet and not is_planned


def view_of(scene: Scene, deal: int, notes_from: int = 0) -> DealView | None:
    """The deal as it is now; None where there is none of that number."""
    try:
        return deal_view(scene.session, deal, notes_from=notes_from)
    except errors.NoSuchDeal:
        return None


def _closed(scene: Scene, notice: StayNotice, kind: StageKind) -> DealView | None:
    """The deal, while it is closed by the win or loss that the notice is about, whose day may be another one by now."""
    view = view_of(scene, notice.deal)
    if view is None or view.state is not kind:
        return None
    return view if is_same_close(scene.session, view.deal_no, view.stay, notice.stay) else None


def of_stay(scene: Scene, notice: StayNotice) -> DealView | None:
    """The deal, while it is open in the stay that the notice is about."""
    view = view_of(scene, notice.deal)
    is_there = view is not None and view.state is StageKind.OPEN and view.stay == notice.stay
    return view if is_there else None


# --- What became of it ------------------------------------------------------------------------------------------------


def _settled(scene: Scene, said: Notice) -> Message | None:
    if said.about_deal is None:
        return None
    view = view_of(scene, said.about_deal)
    if view is None:
        known = names(scene.session, deals=[said.about_deal])
        return step_reminders.gone(scene.voice, phrases.deal_of(scene.voice, known, said.about_deal))
    history = history_of(scene.session, (DEAL, view.deal_no))
    step = said.step if isinstance(said, due.StepSoon) else None
    who = history[-1].member_no
    known = names(scene.session, members=[who], words=[step])
    return step_reminders.settled(
        scene.voice,
        Settled(
            view=view,
            stay=said.about_stay,
            reader=scene.reader.member_no,
            delivery=_of_delivery(scene.voice, view, said),
            offer=_offer(scene, said) if isinstance(said, due.OfferExpires) else None,
            done_step=known.words.get(step or 0, "") if step is not None and _was_done(scene, view, step) else None,
            by=DoneBy(phrases.who(scene.voice, known.members, who), history[-1].recorded_at),
        ),
    )


def _of_delivery(voice: Voice, view: DealView, said: Notice) -> SafeText | None:
    """What is told of the delivery that a question was about, or of how the customer finds it."""
    match said:
        case asked.DeliveryDue() | asked.PromiseDue():
            return deliveries.state_of(voice, view)
        case CheckInDue():
            return checkins.state_of(voice, view) or deliveries.state_of(voice, view)
        case _:
            return None


def _offer(scene: Scene, said: due.OfferExpires) -> SafeText | None:
    """What became of the version that was asked about; None where it is no more."""
    key = OfferKey(said.offer, said.version)
    found = next((each for each in versions_of(scene.session, said.deal) if each.key == key), None)
    return offers.row(scene.voice, found) if found is not None else None


def _was_done(scene: Scene, view: DealView, step: int) -> bool:
    """Whether the step was done, and not replaced by another."""
    history = history_of(scene.session, (DEAL, view.deal_no))
    holding = in_force(history)
    steps = [each.data for each in history if isinstance(each.data, StepSet) and each.no in holding]
    after = next((n for n, each in enumerate(steps) if each.step == step), len(steps)) + 1
    return after < len(steps) and steps[after].ended is StepEnd.DONE


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {
    due.StuckReminder: stuck,
    due.WishedReminder: wished,
    due.StepSoon: step_soon,
    due.OfferExpires: offer_expires,
    asked.DeliveryDue: delivery,
    CheckInDue: check_in,
    asked.PromiseDue: promise,
    asked.WinAnnounced: render_wins.announced,
    asked.ComeBackDue: come_back,
    due.TodaysSteps: morning,
    due.Restated: restated,
    due.SpringCleaning: cleaning,
}
"""How each kind of reminder is shown."""
