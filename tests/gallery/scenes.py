"""Everything that Putki shows, each piece in one language: what the gallery draws and the tests examine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.blocks import (
    absence,
    answers,
    board,
    card,
    editing,
    forms,
    help,
    home,
    leavers,
    lists,
    next_up,
    phrases,
    refusals,
    release_notes,
    reminder,
    settings_forms,
    several,
    step_reminders,
    unanswered,
    unused,
)
from bot.blocks.absence import AwayValues
from bot.blocks.answers import Done, DoneBy
from bot.blocks.editing import EditValues
from bot.blocks.elements import Home, Message, View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.lists import Whose
from bot.blocks.settings_forms import SettingsValues
from bot.blocks.several import Ticked
from bot.blocks.shown_words import Chapter
from bot.blocks.step_reminders import Settled
from bot.blocks.won_form import won_form
from bot.forecast import pages
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from bot.requests.route import WORDS, form_fields
from pipeline import edit_errors, errors, setup_errors, step_errors
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.fields import EditableFields, LostReason, Source
from pipeline.deals.to_do import NextReason
from pipeline.line_errors import LineUnclear
from pipeline.messages import absence_notices as absences
from pipeline.messages import change_notices as changes
from pipeline.messages import due_notices as due
from pipeline.messages.notices import Notice
from pipeline.people.absence import Absence
from pipeline.queries.edited import Edited, EntryMoved
from pipeline.queries.next_up import Coming, NextDeal, NextUp
from pipeline.queries.own_by_stage import OwnStage
from pipeline.refused import Refused
from pipeline.several_errors import SeveralRefused
from pipeline.stages.events import StageKind
from pipeline.unused_errors import NotUsed, NotUsedOfDeal, SeveralPeople
from tests.gallery import (
    changes_since,
    choice_lists,
    customers,
    forecasts,
    histories,
    identified,
    merges,
    offerings,
    outcomes,
    own_field_lists,
    teams,
    touches,
    turns,
)
from tests.gallery import checkins as checked
from tests.gallery import deliveries as delivered
from tests.gallery.deals import (
    ACME,
    ARABIC,
    AWKWARD,
    BETA,
    BOARD,
    EMOJI,
    EMPTY_BOARD,
    ERASED,
    HUNDRED,
    LONG,
    LONG_STAGE,
    MANY,
    MINE,
    NAMES,
    NASTY,
    NONE,
    NOT_COMING,
    NOW,
    ODD,
    ODD_BOARD,
    OFFER,
    SALE,
    STUCK,
    WON,
    euros,
)
from tests.gallery.deals import LOST as LOST_STAGE

BY = DoneBy(SafeText("Aino Virtanen"), NOW - timedelta(minutes=3))
N = TypeVar("N", bound=Notice)
UNCLEAR = {
    "unclear_understood": ("advance", "note", "show"),
    "keep_as_note": ("note", "step", "show"),
    "move_to": ("advance", "note", "show"),
    "move_on": ("advance",),
    "won_or_lost": ("won", "lost"),
    "hand_over_to": ("assign", "show"),
    "snooze_until": ("snooze", "show"),
    "stage_or_step": ("advance", "step", "show"),
}
CHANGED: Any = {"change": 41, "stay": 41}
FIELDS = EditableFields("Acme Oy", "Verkkokauppa", euros(12_500), date(2026, 7, 31), Source(SourceKind.EVENT, "messut"))
ODD_FIELDS = EditableFields(NASTY, LONG[:150], None, None, Source(None, LONG))
WON_FIELDS = replace(FIELDS, won_on=date(2026, 6, 15), promised_day=date(2026, 9, 15))
WHY = LostReason(LostKind.PRICE, "liian kallis", SaidBy.CUSTOMER, date(2027, 3, 1))
LOST_FIELDS = replace(FIELDS, lost=WHY)
EDITED = {
    "edited": Edited(FIELDS, replace(FIELDS, amount=euros(15_000))),
    "edited-several": Edited(FIELDS, replace(FIELDS, name="", customer="Beta Oy", close_day=None, source=Source())),
    "edited-lost-on": Edited(
        FIELDS, FIELDS, entered=EntryMoved(LOST_STAGE, date(2026, 6, 15), date(2026, 5, 29), is_loss=True)
    ),
    "edited-entered": Edited(
        FIELDS, FIELDS, entered=EntryMoved(OFFER, date(2026, 6, 15), date(2026, 5, 20), is_loss=False)
    ),
    "edited-won": Edited(WON_FIELDS, replace(WON_FIELDS, won_on=date(2026, 5, 29)), moves_stages=True),
    "edited-lost": Edited(replace(FIELDS, lost=LostReason(words="kilpailija")), LOST_FIELDS),
    "edited-awkward": Edited(ODD_FIELDS, replace(ODD_FIELDS, customer=ARABIC, name=EMOJI, source=Source())),
}
EDIT_VALUES = {
    "open": EditValues(FIELDS, StageKind.OPEN),
    "awkward": EditValues(ODD_FIELDS, StageKind.OPEN, note=LONG),
    "won": EditValues(WON_FIELDS, StageKind.WON, corrects_win=True, unsure={forms.WON_ON: "toukokuussa"}),
    "lost": EditValues(LOST_FIELDS, StageKind.LOST),
    "asked": EditValues(
        FIELDS,
        StageKind.OPEN,
        amount="12,345k",
        note="vihreä katto",
        unsure={forms.CLOSE_DAY: "syksyllä"},
        questions={
            forms.AMOUNT: Question("amount_unclear", "12,345k"),
            forms.NOTE: Question("note_unplaced", "vihreä katto"),
            forms.CUSTOMER: Question("customer_unsure", "Betan"),
        },
    ),
}
MOVED: Any = {**CHANGED, "from_stage": 2, "to_stage": 3, "business_days": 6}


@dataclass(frozen=True)
class Piece:
    """One thing shown: `kind` is message, modal or home."""

    name: str
    shown: Message | View | Home
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return {Message: "message", View: "modal", Home: "home"}[type(self.shown)]

    @property
    def payload(self) -> dict[str, Any]:
        if isinstance(self.shown, Message):
            return {"text": self.shown.text, "blocks": list(self.shown.blocks)}
        return self.shown.payload()


def pieces(voice: Voice) -> Iterator[Piece]:
    """All of them."""
    for part in (_answers, _absences, _cards, _reminders, _lists, _forecasts, _refusals, _unused, _forms, _guides):
        yield from part(voice)
    yield from (Piece(name, shown) for name, shown in identified.pieces(voice))


def _answers(voice: Voice) -> Iterator[Piece]:
    def piece(name: str, shown: Message) -> Piece:
        return Piece(f"answer-{name}", shown)

    def done(notice: N, by: DoneBy | None = None) -> Done[N]:
        return Done(voice, NAMES, notice, by)

    yield piece(
        "created", answers.created(done(changes.DealCreated(deal=12, amount=euros(12_500), stage=1, **CHANGED)))
    )
    yield piece(
        "created-without-sum", answers.created(done(changes.DealCreated(deal=13, amount=None, stage=1, **CHANGED)))
    )
    yield piece("advanced", answers.advanced(done(changes.DealAdvanced(deal=12, **MOVED))))
    yield piece(
        "advanced-today", answers.advanced(done(changes.DealAdvanced(deal=13, **{**MOVED, "business_days": 0})))
    )
    yield piece("advanced-amount", answers.advanced(done(changes.DealAdvanced(deal=12, amount=euros(13_000), **MOVED))))
    yield piece(
        "advanced-one-day", answers.advanced(done(changes.DealAdvanced(deal=13, **{**MOVED, "business_days": 1})))
    )
    yield piece("advanced-awkward", answers.advanced(done(changes.DealAdvanced(deal=90, **{**MOVED, "to_stage": 6}))))
    yield piece("advanced-in-place", answers.advanced(done(changes.DealAdvanced(deal=12, **MOVED), BY)))
    yield piece(
        "back", answers.moved_back(done(changes.DealMovedBack(deal=12, **{**MOVED, "from_stage": 3, "to_stage": 2})))
    )
    yield piece(
        "reopened", answers.reopened(done(changes.DealReopened(deal=12, **{**MOVED, "from_stage": 5, "to_stage": 3})))
    )
    yield piece(
        "won", answers.won(done(changes.DealWon(deal=12, amount=euros(12_500.5), day=date(2026, 8, 31), **MOVED)))
    )
    earlier = {"won_on": date(2026, 6, 12), "moves_stages": True}
    yield piece(
        "won-earlier",
        answers.won(done(changes.DealWon(deal=12, amount=euros(12_500.5), day=date(2026, 8, 31), **earlier, **MOVED))),
    )
    yield piece("won-without-day", answers.won(done(changes.DealWon(deal=12, amount=euros(12_500), day=None, **MOVED))))
    yield piece("lost", answers.lost(done(changes.DealLost(deal=12, reason=50, **MOVED))))
    yield piece("lost-awkward", answers.lost(done(changes.DealLost(deal=90, reason=52, **MOVED))))
    back = changes.DealLost(deal=12, reason=50, lost_kind="price", returns=date(2027, 3, 1), **MOVED)
    yield piece("lost-come-back", answers.lost(done(back)))
    yield piece("lost-kind-alone", answers.lost(done(replace(back, reason=None, returns=None))))
    yield piece("lost-erased", answers.lost(done(changes.DealLost(deal=91, reason=99, **MOVED))))
    for name, found in EDITED.items():
        yield piece(name, editing.edited(done(changes.DealEdited(deal=12, **CHANGED)), found))
    yield piece("edited-in-place", editing.edited(done(changes.DealEdited(deal=12, **CHANGED), BY), EDITED["edited"]))
    nothing = changes.DealEdited(deal=12, change=None, stay=41)
    yield piece("edited-nothing", editing.edited(done(nothing), None))
    yield piece("deleted", answers.deleted(done(changes.DealDeleted(deal=12, change=41))))
    yield from (piece(name, shown) for name, shown in merges.answers(voice))
    yield from (piece(name, shown) for name, shown in touches.answers(voice))
    yield from (piece(name, shown) for name, shown in offerings.answers(voice, WORDS))
    yield from (piece(name, shown) for name, shown in delivered.answers(voice))
    yield from (piece(name, shown) for name, shown in teams.answers(voice))
    yield from (piece(name, shown) for name, shown in choice_lists.answers(voice))
    yield from (piece(name, shown) for name, shown in own_field_lists.answers(voice))
    yield from (piece(name, shown) for name, shown in delivered.cards(voice, WORDS))
    yield from (piece(name, shown) for name, shown in checked.answers(voice))
    yield from (piece(name, shown) for name, shown in checked.cards(voice, WORDS))
    yield from (piece(name, shown) for name, shown in touches.cards(voice, WORDS))
    yield from (piece(name, shown) for name, shown in customers.messages(voice))
    redone = changes.ChangeUndone(change=41, is_redone=True, gone_deal=12)
    yield piece("deleted-again", answers.undone(done(redone)))
    yield piece("undone", answers.undone(done(changes.ChangeUndone(deal=12, stage=2, change=41))))
    yield piece(
        "undone-other", answers.undone(done(changes.ChangeUndone(deal=12, stage=2, has_moved=False, change=41)))
    )
    yield piece("undone-created", answers.undone(done(changes.ChangeUndone(gone_deal=12, change=41))))
    yield piece("undone-setting", answers.undone(done(changes.ChangeUndone(change=41))))
    yield piece("undone-in-place", answers.undone(done(changes.ChangeUndone(deal=12, stage=2, change=41), BY)))
    yield piece(
        "step-set", answers.step_set(done(changes.NextStepSet(deal=12, step=51, day=date(2026, 6, 22), **CHANGED)))
    )
    timed = changes.NextStepSet(deal=12, step=51, day=date(2026, 6, 22), at=9 * 60, **CHANGED)
    yield piece("step-set-at", answers.step_set(done(timed)))
    yield piece("note-kept", answers.note_kept(done(changes.NoteKept(deal=12, note=50, **CHANGED))))
    yield piece("step-without-day", answers.step_set(done(changes.NextStepSet(deal=12, step=53, day=None, **CHANGED))))
    yield piece("step-cleared", answers.step_cleared(done(changes.NextStepCleared(deal=12, step=51, **CHANGED))))
    yield piece("snoozed", answers.snoozed(done(changes.DealSnoozed(deal=12, day=date(2026, 6, 18), **CHANGED))))
    yield piece(
        "snoozed-in-place", answers.snoozed(done(changes.DealSnoozed(deal=12, day=date(2026, 6, 18), **CHANGED), BY))
    )
    yield piece("seen", answers.seen(done(changes.DealSeen(deal=12, day=date(2026, 6, 17), **CHANGED), BY)))
    yield piece("reminders-on", answers.reminders_on(done(changes.SnoozeEnded(deal=12, **CHANGED))))
    yield piece("settings-saved", answers.settings_saved(done(changes.SettingsSaved(change=41))))
    chosen = done(changes.SettingsSaved(change=41, waits=True, guests=2, counts_some=False))
    yield piece("settings-saved-channel", answers.settings_saved(chosen, "C1"))
    yield piece("imported", answers.imported(done(changes.DealsImported(count=312, open=96, won=81, lost=135))))
    yield piece("post-skipped", answers.post_skipped(done(due.PostSkipped(date(2026, 6, 8)))))
    month = due.PostSkipped(date(2026, 6, 1), month=date(2026, 5, 1))
    yield piece("post-skipped-month", answers.post_skipped(done(month)))


def _absences(voice: Voice) -> Iterator[Piece]:
    first, last, people = date(2026, 7, 6), date(2026, 8, 2), {1: "Aino Virtanen", 2: "Matti Korhonen"}
    days: Any = {"who": 1, "from_day": first, "until": last}
    notice = absences.AwaySaved(**days, change=41, stand_in=2, also_away=True)
    yield Piece("away-saved", absence.saved(voice, people, notice))
    yield Piece("away-saved-alone", absence.saved(voice, people, replace(notice, stand_in=None, until=first)))
    yield Piece("away-over", absence.over(voice, absences.AwayOver(change=41)))
    to_come = absences.AwayOver(change=41, from_day=date(2026, 7, 6), until=date(2026, 8, 2))
    yield Piece("away-removed", absence.over(voice, to_come))
    now = Absence(1, NOW.date(), NOW.date() + timedelta(days=3))
    yield Piece("away-list", absence.listed(voice, people, [now, Absence(1, first, last, 2)]))
    yield Piece("away-list-empty", absence.listed(voice, people, []))
    asked = absences.StandsIn(**days, change=41)
    yield Piece("stands-in", absence.stands_in(voice, people, asked, deals=12, steps=3))
    soon = replace(asked, from_day=NOW.date())
    yield Piece("stands-in-now", absence.stands_in(voice, people, soon, deals=1, steps=1))
    yield Piece("stand-in-ended", absence.stand_in_ended(voice, people, absences.StandInEnded(**days)))
    declined = absences.StandInDeclined(**days, change=41, stand_in=2)
    yield Piece("stand-in-declined", absence.declined(voice, people, declined, is_own=True))
    yield Piece("stand-in-declined-by-reader", absence.declined(voice, people, declined, is_own=False))
    for deals in (1, 12):
        left = absences.SellerLeft(who=2, pipeline=1)
        yield Piece(f"seller-left-{deals}", leavers.seller_left(voice, people, left, deals))
    yield Piece("lead-left", leavers.lead_left(voice, people, absences.LeadLeft(who=2, pipeline=1)))
    over = absences.DealsHandedOver(old=2, owner=1, count=12, change=41)
    yield Piece("deals-handed-over", leavers.handed_over(voice, people, over))
    none = replace(over, count=0, change=None)
    yield Piece("deals-handed-over-none", leavers.handed_over(voice, people, none))
    yield Piece("deals-given", leavers.given(voice, people, absences.DealsGiven(who=1, old=2, count=12)))
    yield Piece("form-hand-over-all", leavers.form(voice, people[2], 12, Carried(member=2)))
    stuck = reminder.reminder(voice, reminder.Stuck(STUCK))
    yield Piece("reminder-standing-in", absence.standing_in(voice, people[2], now, stuck))
    yield Piece("reminder-of-leaver", leavers.of_leaver(voice, people[2], stuck))
    filled = AwayValues(first, None, days_hint=voice.label("away_unsure", text="heinäkuun alusta"))
    yield Piece("form-away", absence.form(voice, filled, Carried()))


def _cards(voice: Voice) -> Iterator[Piece]:
    views = {
        "open": ACME,
        "next-open": BETA,
        "step-at-an-hour": replace(ACME, step_at=9 * 60),
        "stuck": STUCK,
        "won": WON,
        "lost": NOT_COMING,
        "awkward": AWKWARD,
        "erased": ERASED,
    }
    for name, view in views.items():
        yield Piece(f"card-{name}", card.card(voice, view, WORDS))
        yield Piece(f"details-{name}", card.details(voice, view, WORDS))
    yield from _several(voice)
    yield from (Piece(f"history-{name}", shown) for name, shown in histories.pieces(voice))
    yield Piece("details-many-notes", card.details(voice, replace(STUCK, notes_total=7), WORDS))
    awkward = replace(AWKWARD, notes_start=5, notes_total=7)
    for name, view in {"older": replace(STUCK, notes_start=5, notes_total=9), "awkward": awkward}.items():
        yield Piece(f"notes-{name}", card.older_notes(voice, view))


def _several(voice: Voice) -> Iterator[Piece]:
    few, many = Ticked(MINE.lines), Ticked(HUNDRED.lines * 3, is_ticked=True)
    yield Piece("select", several.choose(voice, few, Carried()))
    yield Piece("select-many", several.choose(voice, many, Carried()))
    yield Piece("select-odd", several.choose(voice, Ticked(ODD.lines), Carried()))
    yield Piece("select-assign", several.fill_in(voice, many, WordName.ASSIGN, several.owner_fields(voice), Carried()))
    step = {"day": NOW.date(), "at": 540, "words": 51}
    values: dict[str, Any] = {"assign": {"owner": 2}, "step": step, "snooze": {"day": NOW.date()}}
    for act in several.ACTS:
        told = changes.SeveralChanged(change=41, act=act, deals=(12, 13, 90), **values.get(act, {"words": 50}))
        yield Piece(f"several-{act}", several.changed(Done(voice, NAMES, told)))
    long = changes.SeveralChanged(change=41, act="note", deals=(90, 12) * 10, words=52)
    yield Piece("several-long", several.changed(Done(voice, NAMES, long, BY)))
    given = Done(voice, NAMES, changes.SeveralGiven(change=41, deals=(12, 90), who=1, owner=2, note=50))
    yield Piece("several-given", several.given(given, is_theirs=True))
    yield Piece("several-owner-changed", several.given(given, is_theirs=False))
    why = ("not_allowed", "no_such_deal", "deal_closed", "owns_already", "stale_button")
    refused = SeveralRefused(deals=(12, 13, 90, 91, 12), why=why)
    yield Piece("several-refused", several.refused(voice, NAMES, refused))
    for redone in (False, True):
        undone = changes.ChangeUndone(change=41, is_redone=redone, deal=12, stage=2, count=3)
        yield Piece(f"several-undone-{redone}".lower(), answers.undone(Done(voice, NAMES, undone)))


def _reminders(voice: Voice) -> Iterator[Piece]:
    stuck = reminder.Stuck
    yield Piece("reminder", reminder.reminder(voice, stuck(STUCK)))
    yield Piece(
        "reminder-first",
        reminder.reminder(voice, stuck(STUCK, first_ever=reminder.FirstEver(3, SafeText("Oskari Admin")))),
    )
    yield Piece("reminder-second", reminder.reminder(voice, stuck(STUCK, nth=2)))
    yield Piece("reminder-third", reminder.reminder(voice, stuck(STUCK, nth=3)))
    yield Piece("reminder-third-seen", reminder.reminder(voice, stuck(STUCK, nth=3, tells_lead=True)))
    yield Piece("unanswered", unanswered.unanswered(voice, MINE.lines[:2]))
    yield Piece("unanswered-many", unanswered.unanswered(voice, MANY))
    yield Piece("reminder-second-awkward", reminder.reminder(voice, stuck(AWKWARD, nth=2)))
    yield from _step_reminders(voice)
    yield Piece("reminder-asked-for", reminder.reminder(voice, stuck(ACME, is_asked_for=True)))
    yield Piece("reminder-asked-for-stuck", reminder.reminder(voice, stuck(STUCK, is_asked_for=True)))
    yield Piece("reminder-without-sum", reminder.reminder(voice, stuck(BETA)))
    yield Piece("reminder-awkward", reminder.reminder(voice, stuck(AWKWARD)))
    yield Piece("reminder-what-happened", reminder.what_happened(voice, STUCK))
    yield Piece("reminder-the-rest", reminder.the_rest(voice, 4))
    yield Piece("reminder-the-rest-one", reminder.the_rest(voice, 1))


def _next_up(voice: Voice, today: date) -> Iterator[Piece]:
    acme = NextDeal(12, "Acme Oy", "Acme Oy", euros(12_500), OFFER, 41, NextReason.STEP_TODAY, 12, step_day=today)
    late = replace(acme, reason=NextReason.STEP_OVERDUE, step_day=today - timedelta(days=4), is_stood_in=True)
    rows = (
        replace(acme, step="soita Mikalle", step_no=7, minute=9 * 60),
        replace(acme, deal_no=13, customer="Beta Oy", name="Verkkokauppa", amount=None, step=NASTY, step_no=8),
        replace(late, deal_no=90, customer=LONG, name=ARABIC, amount=euros(1), step=LONG, step_no=9),
        replace(acme, deal_no=14, reason=NextReason.CUSTOMER_REPLIED, replied_at=NOW - timedelta(days=3)),
        replace(acme, deal_no=15, reason=NextReason.CUSTOMER_REPLIED, replied_at=NOW, was_reached=True),
        replace(acme, deal_no=16, reason=NextReason.DELIVERY_TODAY),
        replace(acme, deal_no=19, reason=NextReason.OFFER_EXPIRES, offer_until=today + timedelta(days=2)),
        replace(acme, deal_no=17, reason=NextReason.CLOSE_DAY_GONE, close_day=today - timedelta(days=9)),
        replace(acme, deal_no=18, reason=NextReason.STUCK, stage=LONG_STAGE, is_stood_in=True),
    )
    coming = Coming(today + timedelta(days=2), 12, LONG, ARABIC)
    for name, found in {
        "": NextUp(today, 8, rows),
        "-rest": NextUp(today, 8, rows[5:], start=5),
        "-one": NextUp(today, 1, rows[:1]),
        "-empty": NextUp(today, 0, ()),
        "-coming": NextUp(today, 0, (), coming=coming),
    }.items():
        yield Piece(f"next-up{name}", next_up.next_up(voice, found))
    yield Piece("morning-done", next_up.morning(voice, NextUp(today, 0, ())))


def _step_reminders(voice: Voice) -> Iterator[Piece]:
    today = NOW.date()
    for name, view in {"": ACME, "-awkward": AWKWARD, "-without-sum": replace(BETA, step=LONG, step_no=9)}.items():
        yield Piece(f"step-soon{name}", step_reminders.step_soon(voice, replace(view, step_at=9 * 60)))
    yield from _next_up(voice, today)
    ends = {
        "moved": Settled(STUCK, 1, STUCK.owner),
        "won": Settled(WON, WON.stay, WON.owner),
        "lost": Settled(NOT_COMING, 1, NOT_COMING.owner),
        "handed-over": Settled(STUCK, STUCK.stay, 99),
        "snoozed": Settled(replace(STUCK, snoozed_until=today + timedelta(days=3)), STUCK.stay, STUCK.owner),
        "seen": Settled(replace(STUCK, snoozed_until=None, quiet_until=today + timedelta(days=2)), None, STUCK.owner),
        "step": Settled(replace(ACME, step_at=9 * 60), ACME.stay, ACME.owner),
        "step-done": Settled(ACME, None, ACME.owner, done_step="soita Mikalle"),
        "awkward": Settled(AWKWARD, 1, AWKWARD.owner),
    }
    for name, it in ends.items():
        yield Piece(f"reminder-settled-{name}", step_reminders.settled(voice, replace(it, by=BY)))
    yield Piece("reminder-settled-gone", step_reminders.gone(voice, SafeText("Acme Oy")))


def _lists(voice: Voice) -> Iterator[Piece]:
    for name, found in {"few": MINE, "many": HUNDRED, "odd": ODD, "none": NONE}.items():
        yield Piece(f"mine-{name}", lists.mine(voice, found))
        yield Piece(f"stuck-{name}", lists.stuck(voice, replace(found, of_all=True)))
        yield Piece(f"stuck-mine-{name}", lists.stuck(voice, found))
        yield Piece(f"found-{name}", lists.found(voice, NASTY if name == "odd" else "acme", found))
        yield Piece(f"won-{name}", lists.mine(voice, found, Whose(state=StageKind.WON)))
        of_other = Whose("Liisa Nieminen", 3, shows_lateness=False)
        yield Piece(f"deals-of-{name}", lists.mine(voice, found, of_other))
        yield Piece(f"lost-of-{name}", lists.mine(voice, found, replace(of_other, state=StageKind.LOST)))
        yield Piece(f"stuck-of-{name}", lists.stuck(voice, found, whose=of_other))
    yield Piece("stuck-page", lists.stuck(voice, replace(HUNDRED, start=10, of_all=True)))
    question = voice.say("ambiguous", text="acme", n=4)
    yield Piece(
        "pick-advance",
        lists.pick(voice, question, WordName.ADVANCE, WORDS, MINE, to=OFFER, more=Remainder(note="soittivat")),
    )
    alike = voice.say("only_alike", text="akne")
    yield Piece(
        "pick-only-alike",
        lists.pick(
            voice,
            alike,
            WordName.LOST,
            WORDS,
            replace(MINE, total=1, lines=MINE.lines[:1]),
            more=Remainder("hinta"),
            create="akne",
        ),
    )
    yield Piece("pick-lost-many", lists.pick(voice, voice.say("picker"), WordName.LOST, WORDS, HUNDRED))
    yield Piece(
        "pick-many-typed",
        lists.pick(voice, voice.say("picker"), WordName.WON, WORDS, HUNDRED, more=Remainder(LONG * 40)),
    )
    for name, shown in {"": BOARD, "-empty": EMPTY_BOARD, "-odd": ODD_BOARD}.items():
        yield Piece(f"board-on-a-day{name}", board.board(voice, shown, date(2026, 5, 1)))
        yield Piece(f"board{name}", board.board(voice, shown))
    for name, message in outcomes.pieces(voice):
        yield Piece(f"results{name}", message)
    yield from (Piece(name, shown) for name, shown in turns.pieces(voice, WORDS))
    yield from (Piece(name, shown) for name, shown in changes_since.pieces(voice))


def _forecasts(voice: Voice) -> Iterator[Piece]:
    return (Piece(f"forecast{name}", shown) for name, shown in forecasts.pieces(voice))


def refusals_for(voice: Voice) -> dict[str, Message]:
    """Each refusal that is worded without reading."""
    plain = {
        "not-allowed": errors.NotAllowed(who=2, role="lead"),
        "not-allowed-deal": errors.NotAllowed(who=2, role="lead", deal=12),
        "not-allowed-role": errors.NotAllowed(who=None, role="admin"),
        "stranger": errors.Stranger(),
        "stale": errors.StaleButton(deal=12, stage=3, who=2, at=NOW - timedelta(minutes=2)),
        "stale-yesterday": errors.StaleButton(deal=12, stage=3, who=None, at=NOW - timedelta(days=1)),
        "stale-reminder": errors.StaleReminder(deal=12, stage=3, who=2, at=NOW - timedelta(minutes=2)),
        "stale-snooze": errors.StaleSnooze(deal=12, stage=3, who=2, at=NOW - timedelta(minutes=2)),
        "already-there": errors.AlreadyThere(deal=12, stage=3),
        "first-stage": errors.FirstStage(deal=12, stage=1),
        "not-earlier": errors.NotEarlier(deal=12, stage=2, to=3),
        "unknown-stage": errors.UnknownStage(text=NASTY),
        "unknown-requirement": errors.UnknownRequirement(stage=3, token="budget"),
        "nothing-to-undo": errors.NothingToUndo(),
        "already-undone": errors.AlreadyUndone(who=2, at=NOW, change=3),
        "changed-since": errors.ChangedSince(who=3, at=NOW),
        "cannot-undo": errors.CannotUndo(deal=12, stage=3),
        "day-gone": errors.DayGone(deal=12, day=date(2026, 6, 1)),
        "day-too-far": errors.DayTooFar(deal=12, day=date(2029, 6, 1)),
        "step-far": step_errors.StepFar(deal=12, day=date(2026, 8, 31), n=54, limit=10),
        "hour-gone": step_errors.HourGone(deal=12, minute=9 * 60),
        "reminder-too-soon": errors.ReminderTooSoon(deal=12, day=NOW.date()),
        "late": errors.Busy(),
        "shared-channel": setup_errors.SharedChannel(),
        "archived-channel": setup_errors.ArchivedChannel(),
        "channel-untold": setup_errors.ChannelUnknown(),
    }
    return {name: refusals.plain(voice, NAMES, refused) for name, refused in plain.items()}


def _unused(voice: Voice) -> Iterator[Piece]:
    hints = {str(word): hint for word, hint in unused.HINTS.items()}
    hints |= {"mine-day": unused.HINT_DAY, "mine-all": unused.HINT_MINE_ALL, "board-day": unused.HINT_BOARD_DAY}
    hints |= {"board-large": unused.HINT_BOARD_LARGE, "forecast-person": unused.HINT_FORECAST_PERSON}
    hints |= {"since-day": unused.HINT_SINCE_DAY, "since-away": unused.HINT_SINCE_AWAY}
    hints |= {"stuck-person": unused.HINT_STUCK_PERSON, "stuck-shared": unused.HINT_STUCK_SHARED}
    for name, hint in hints.items():
        refused = NotUsed(word=name.partition("-")[0], text=NASTY if name == "mine" else "Q3", hint=hint, member=1)
        yield Piece(f"not-used-{name}", unused.not_used(voice, NAMES, refused, "", ""))
    for word in (WordName.MINE, WordName.FIND, WordName.FORECAST):
        noted = NotUsed(word=word, note=LONG, typed=LONG)
        yield Piece(f"note-not-kept-{word}", unused.not_used(voice, NAMES, noted, LONG * 40, LONG))
    for name, hint in {"words": unused.HINT_SHOW, "amount": unused.HINT_AMOUNT}.items():
        of_deal = NotUsedOfDeal(deal=12, text="15 000", hint=hint, note="15 000")
        yield Piece(f"not-used-of-deal-{name}", unused.not_used_of_deal(voice, NAMES, of_deal))
    several = SeveralPeople(text="aino", word="mine", people=tuple(NAMES.members))
    yield Piece("several-people", unused.several_people(voice, NAMES, several))


def _refusals(voice: Voice) -> Iterator[Piece]:
    for name, shown in refusals_for(voice).items():
        yield Piece(f"refused-{name}", shown)
    just_moved = errors.MovedJustNow(deal=12, stage=3, next=4, stay=41, seconds=12)
    yield Piece("asked-second-advance", refusals.moved_just_now(voice, NAMES, just_moved, is_back=False))
    yield Piece("asked-second-back", refusals.moved_just_now(voice, NAMES, just_moved, is_back=True))
    undid = errors.UndidJustNow(seconds=91, change=39, deal=13)
    yield Piece("asked-second-undo", refusals.undid_just_now(voice, NAMES, undid))
    undid_several = errors.UndidJustNow(seconds=91, change=39, deal=13, count=3)
    yield Piece("asked-second-undo-of-several", refusals.undid_just_now(voice, NAMES, undid_several))
    missing = errors.Missing(deal=12, to=4, fields=("amount", "promised_day"), stay=41)
    yield Piece("asked-missing", refusals.lacking(voice, NAMES, missing))
    one = errors.Missing(deal=12, to=3, fields=("amount",), stay=41)
    yield Piece("asked-missing-one", refusals.lacking(voice, NAMES, one))
    for name, text in {"plain": "gamma", "odd": NASTY + LONG, "arabic": ARABIC, "emoji": EMOJI}.items():
        yield Piece(f"no-such-deal-{name}", refusals.no_such_deal(voice, errors.NoSuchDeal(text=text)))
    deletes = edit_errors.DeleteAsked(deal=12)
    yield Piece("asked-delete", refusals.delete_asked(voice, NAMES, deletes, note="tuplana"))
    yield Piece("no-such-deal-number", refusals.no_such_deal(voice, errors.NoSuchDeal(number=99)))
    form = "siirrä" if voice.language == "fi" else "advance"
    near = errors.UnknownWord(text="advnce", near=form, word="advance", typed="acme 15k", note="soittivat")
    yield Piece("unknown-word", refusals.unknown_word(voice, NAMES, near))
    kept = errors.UnknownWord(text="advnce", near=form, word="advance", typed=7)
    yield Piece("unknown-word-kept", refusals.unknown_word(voice, NAMES, kept))
    for sentence, words in UNCLEAR.items():
        unclear = LineUnclear(
            sentence=sentence, text=NASTY, deal=12, words=words, to=3 if sentence == "move_to" else None
        )
        yield Piece(f"line-unclear-{sentence}", refusals.line_unclear(voice, NAMES, WORDS, unclear))
    yield Piece("unknown-word-far", refusals.unknown_word(voice, NAMES, errors.UnknownWord(text=NASTY, near=None)))
    waits = setup_errors.NotSetUp(role="admin", who=1)
    yield Piece("not-set-up", refusals.not_set_up(voice, NAMES, waits, may_set_up=False))
    yield Piece("not-set-up-admin", refusals.not_set_up(voice, NAMES, waits, may_set_up=True))
    not_shown = errors.FormNotShown(id="7f3a91c2", text=f"{'uusi' if form == 'siirrä' else 'new'} Acme Oy, 12,5k")
    yield Piece("form-not-shown", refusals.form_not_shown(voice, NAMES, not_shown))
    yield Piece("tried-again", Message(voice.say("tried_again")))
    yield Piece("broken", Message(voice.say("error", id="7f3a91c2")))


def _forms(voice: Voice) -> Iterator[Piece]:
    about = forms.FormSubject(phrases.deal(voice, ACME))
    to_sale, to_offer = (forms.FormSubject(phrases.deal(voice, ACME), stage) for stage in (SALE, OFFER))
    odd = forms.FormSubject(phrases.deal(voice, AWKWARD), LONG_STAGE)
    carried = Carried(deal=12, stay=41, reply="https://example.com/x")
    draft = FormValues(
        customer="Acme Oy",
        name="verkkokauppa",
        amount=euros(12_500),
        close_day=date(2026, 7, 31),
        source=Source(SourceKind.EVENT, "messut"),
        unsure="ensi kuussa",
    )
    yield from (Piece(f"form-merge{name}", shown) for name, shown in merges.forms(voice))
    yield from (Piece(name, shown) for name, shown in touches.forms(voice))
    yield from (Piece(f"form-{name}", shown) for name, shown in customers.forms(voice))
    yield from (Piece(name, shown) for name, shown in offerings.forms(voice))
    yield from (Piece(name, shown) for name, shown in delivered.forms(voice))
    yield from (Piece(name, shown) for name, shown in checked.forms(voice))
    yield Piece("form-new", forms.new(voice))
    yield Piece("form-new-filled", forms.new(voice, draft, carried))
    refused = {
        **refusals.in_form(voice, NAMES, form_fields(WordName.NEW), errors.EmptyName()),
        **refusals.in_form(voice, NAMES, form_fields(WordName.NEW), errors.UnclearAmount(text="kymppitonni")),
    }
    yield Piece("form-new-refused", forms.new(voice, FormValues(amount="kymppitonni", unsure="joskus")), refused)
    asked = FormValues(
        customer="Ylöjärven Betoni",
        amount="15 000 - 20 000 eur",
        note="kiireinen",
        questions={
            forms.CUSTOMER: Question("customer_known", "Ylöjärven Betonille"),
            forms.AMOUNT: Question("amount_unclear", "15 000 - 20 000 eur"),
            forms.CLOSE_DAY: Question("pick_day", "syksyllä"),
            forms.NOTE: Question("note_unplaced", "kiireinen"),
        },
    )
    yield Piece("form-new-asked", forms.new(voice, asked, carried))
    of_message = FormValues(customer="Acme Ltd", note=LONG, questions={forms.NOTE: Question("note_cut", "")})
    linked = Carried(link="https://acme.slack.com/archives/C1/p1781497802722003?thread_ts=1781497802.620109&cid=C1")
    yield Piece("form-new-of-message", forms.new(voice, of_message, linked))
    yield Piece("form-missing-amount", forms.missing(voice, WordName.ADVANCE, to_offer, ["amount"], carried=carried))
    both = ["amount", "promised_day"]
    yield Piece("form-missing-two", forms.missing(voice, WordName.WON, to_sale, both, FormValues(note="soittivat")))
    yield Piece(
        "form-missing-awkward", forms.missing(voice, WordName.ADVANCE, odd, [*both, "reason"], FormValues(note=LONG))
    )
    yield Piece("form-won", won_form(voice, about, both, FormValues(amount=euros(12_500.5)), carried))
    filled = FormValues(amount=euros(11_900), also="käyttökoulutus", asks_source=True)
    yield Piece("form-won-without-day", won_form(voice, about, ["amount"], filled, carried))
    bad_day = refusals.in_form(voice, NAMES, form_fields(WordName.STEP), errors.DayGone(day=date(2026, 6, 1)))
    yield Piece("form-lost", forms.lost(voice, about, ["reason"], carried=carried))
    yield Piece("form-lost-filled", forms.lost(voice, about, ["reason"], FormValues(lost=WHY, note=LONG), carried))
    month = FormValues(lost=WHY, questions={forms.RETURNS: Question("month_unsure", "syksyllä")})
    yield Piece("form-lost-asked", forms.lost(voice, about, [], month, carried))
    yield Piece(
        "form-lost-refused",
        forms.lost(voice, about, ["reason"]),
        refusals.in_form(voice, NAMES, form_fields(WordName.LOST), _no_reason()),
    )
    for name, values in EDIT_VALUES.items():
        yield Piece(f"form-edit-{name}", editing.form(voice, about, values, carried))
    jump = errors.AmountJumps(deal=12, to=3, stay=41, before=euros(12_500), after=euros(1_250_000))
    asks = refusals.sentence(voice, NAMES, jump)
    yield Piece("form-edit-jumps", editing.form(voice, about, EDIT_VALUES["open"], carried, asks))
    yield Piece("form-step", forms.step(voice, about, FormValues(step="soita"), carried))
    yield Piece("form-step-refused", forms.step(voice, about, FormValues(step_day=date(2026, 6, 1))), bad_day)
    changed = refusals.sentence(voice, NAMES, errors.StepChanged(deal=12, who=2, at=NOW - timedelta(minutes=2)))
    replaces = phrases.lines([changed, card.step_now(voice, ACME), voice.say("step_replaced")])
    filled, carried = FormValues(step="soita", step_day=date(2026, 6, 18)), replace(carried, step=51)
    yield Piece("form-step-there", forms.step(voice, about, filled, carried))
    no_step = refusals.in_form(voice, NAMES, form_fields(WordName.STEP), errors.NoStep(deal=12))
    yield Piece("form-step-empty", forms.step(voice, about, FormValues(step_day=date(2026, 6, 18))), no_step)
    yield Piece("form-step-changed", forms.step(voice, about, filled, carried, replaces=replaces))
    yield Piece("form-snooze", forms.snooze(voice, about, FormValues(until=date(2026, 6, 18)), carried))
    region: Any = {"zone": "Europe/Helsinki", "country": "FI", "currency": "EUR"}
    yield Piece("form-setup", settings_forms.setup(voice, SettingsValues(**region)))
    nowhere = refusals.in_form(voice, NAMES, form_fields(WordName.SETTINGS), setup_errors.SharedChannel())
    yield Piece("form-setup-refused", settings_forms.setup(voice, SettingsValues(zone="Etc/UTC", place="C1")), nowhere)
    days = {"check_in.first": 14, "check_in.second": 0}
    mine = SettingsValues(language="en", place="C1", lead="U2", check_ins=days, **region)
    none = absence.in_settings(voice, {}, [])
    yield Piece("form-settings", settings_forms.settings(voice, SettingsValues(), admin=False, away=none))
    away = [Absence(1, date(2026, 7, 6), date(2026, 8, 2), 2), Absence(1, date(2026, 12, 23), date(2026, 12, 31))]
    shown = absence.in_settings(voice, {2: NASTY}, away)
    yield Piece("form-settings-away", settings_forms.settings(voice, SettingsValues(), admin=False, away=shown))
    yield Piece("form-settings-admin", settings_forms.settings(voice, mine, admin=True))
    yield from (Piece(name, form) for name, form in choice_lists.forms(voice))
    yield from (Piece(name, form) for name, form in own_field_lists.forms(voice))


def _no_reason() -> Refused:
    return errors.Missing(deal=12, to=5, fields=("reason",), stay=41)


def _guides(voice: Voice) -> Iterator[Piece]:
    yield Piece("guide", help.guide(voice, WORDS, MINE.lines))
    yield Piece("guide-nobody", help.guide(voice, WORDS))
    yield Piece("guide-odd", help.guide(voice, WORDS, ODD.lines))
    yield Piece("guide-new", help.guide(voice, WORDS, is_new=True))
    yield Piece("guide-first-line", help.first_line(voice))
    for chapter in Chapter:
        yield Piece(f"guide-{chapter.name.lower()}", help.of_group(voice, WORDS, chapter))
    yield Piece("guide-all", help.all_words(voice, WORDS))
    yield Piece("guide-begins", help.guide_begins(voice, WORDS))
    yield Piece("acknowledged", help.acknowledged(voice))
    yield Piece("welcome", help.welcome(voice))
    yield Piece("not-in", help.not_in(voice, "C1"))
    yield Piece("channel-archived", help.channel_archived(voice, "C1"))
    yield Piece(
        "old-card", card.old(voice, voice.name("Acme Oy"), "https://acme.slack.com/archives/C1/p1781500000000100")
    )
    yield Piece("channel-shared", help.channel_shared(voice, "C1"))
    upgraded = release_notes.upgraded(voice, tuple(release_notes.NOTES))
    if upgraded is not None:
        yield Piece("upgraded", upgraded)
    acme = NextDeal(12, "Acme Oy", "Acme Oy", euros(12_500), OFFER, 41, NextReason.STUCK, 12)
    own = (OwnStage(OFFER, 4, (euros(12_500),)), OwnStage(LONG_STAGE, 1, ()))
    sums = pages.button(voice.label("show_sums_button"), pages.ALL_DEALS, "")
    posted = home.ForecastLines(NOW.date(), SafeText("*Kesäkuu*: 391 000 €\n*Heinäkuu*: 12 000 €"), sums)
    odd = replace(acme, customer=LONG, name=ARABIC, deal_no=90)
    seen = home.HomeContent(NextUp(NOW.date(), 1, (acme,)), own, BOARD, posted)
    yield Piece("home", home.home(voice, seen))
    yield Piece("home-lead", home.home(voice, replace(seen, leads=True)))
    many = NextUp(NOW.date(), 200, tuple(replace(odd, deal_no=no) for no in range(20)))
    yield Piece("home-odd", home.home(voice, replace(seen, next_up=many, board=ODD_BOARD, missing_scopes=("a:b",))))
    yield Piece("home-empty", home.home(voice, home.HomeContent(NextUp(NOW.date(), 0, ()), (), EMPTY_BOARD)))
    yield Piece("home-waiting", home.home_before_set_up(voice, may_set_up=True))
    yield Piece("home-waiting-others", home.home_before_set_up(voice, may_set_up=False))
