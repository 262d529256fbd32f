"""Every notice and every refusal is worded in both languages, from what is in the database at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy import text as sql

from bot.blocks.elements import Message
from bot.language.voice import Voice
from bot.requests.route import WORDS, form_fields
from bot.sending.render import render
from bot.sending.render_refusal import render_refusal, render_under_fields
from bot.sending.scene import Reader, Scene
from bot.slack.schema import slack_place
from pipeline import (
    absence_errors,
    checkin_errors,
    choice_errors,
    customer_errors,
    delivery_errors,
    edit_errors,
    errors,
    field_errors,
    merge_errors,
    money,
    need_errors,
    offer_errors,
    pipeline_errors,
    setup_errors,
    several_errors,
    stage_errors,
    step_errors,
    support_errors,
    target_errors,
    touch_errors,
    unused_errors,
)
from pipeline.deals import delivery, edit, offers, steps
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.forecast import month_end, report, snapshot
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.line_errors import LineUnclear
from pipeline.messages import absence_notices as absences
from pipeline.messages import asked_notices as asked
from pipeline.messages import change_notices as changes
from pipeline.messages import choice_notices, customer_notices, outbox, stage_notices
from pipeline.messages import due_notices as due
from pipeline.messages import field_notices as fields_
from pipeline.messages import offer_notices as offered
from pipeline.messages.board_notices import ShowBoardBy, ShowBoardList
from pipeline.messages.checkin_notices import CheckInDue, CheckInTold
from pipeline.messages.delivery_notices import (
    ComeBackDue,
    ComeBackSet,
    DeliveryDue,
    DeliveryMoved,
    DeliveryTold,
    PromiseDue,
    WinAnnounced,
)
from pipeline.messages.need_notices import NeedKept
from pipeline.messages.notice_codec import EVERY_REFUSAL
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.messages.source_notices import SourceNamed
from pipeline.messages.support_notices import ProblemKept
from pipeline.messages.target_notices import ShowTargets, ShowTeam, TargetSaved
from pipeline.messages.touch_notices import TouchLogged
from pipeline.money import Money
from pipeline.people import members, settings
from pipeline.people.events import MEMBER, AwaySet
from pipeline.refused import Refused
from pipeline.storage.engine import Deadline, Storage
from tests.bot.blocks.strict import buttons_of, check, texts_of, without_gaps
from tests.databases import SqliteFiles
from tests.gallery.deals import LANGUAGES
from tests.pipeline.team import (
    AATU,
    ANNA,
    BERTIL,
    CONTACT,
    FIRST,
    LEENA,
    LOST,
    OFFER,
    PEOPLE,
    PIPELINE,
    SALE,
    euros,
    team_in,
)
from tests.tables import each_row

MONDAY = datetime(2026, 6, 15, 6, tzinfo=UTC)
DAY = date(2026, 6, 22)
AWAY_FROM, AWAY_UNTIL = date(2026, 4, 1), date(2026, 6, 12)
STATEMENT = "monday:1:2026-06-15"
MONTH_STATEMENT, MARCH = "month:1:2026-04-01", date(2026, 3, 1)
BACK = date(2026, 7, 1)
STANDING = "stuck:3:7:1"
TODAY = date(2026, 6, 15)


class House:
    """A team with deals in every state, read by Anna."""

    def __init__(self, storage: Storage) -> None:
        self.team = team_in(storage)
        self.team.do(self._names)
        self.won = self.team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")
        self.came = self.team.story("2.3. new Gamma 800 · 3.3. won 1.6.")
        delivery.delivered(self.team.ledger, self.team.by(), self.came)
        self.won_without_day = self.team.story("2.3. new Zeta 9 000 · 9.3. won")
        self.lost = self.team.story("10.3. new Beta 4 000 · 11.3. → · 12.3. lost liian kallis")
        self.stuck = self.team.story("1.4. new Acme Oy 12 500 · 2.4. → · 7.4. → Tarjous 12 500")
        self.timed = self.team.story("8.4. new Delta 500")
        steps.step(self.team.ledger, self.team.by(), self.timed, text="soita", day=TODAY, at=15 * 60, meant_day=TODAY)
        terms = offers.OfferTerms(euros(500), AWAY_UNTIL)
        offers.send(self.team.ledger, self.team.by(), self.timed, terms, moves=False)
        self.fresh = self.team.story("15.6. new Gamma 700 · 15.6. step soita 22.6.")
        wish = edit.Edit(amount=euros(800), source=Source(SourceKind.EVENT, "messut"))
        done = edit.edit(self.team.ledger, self.team.by(ANNA), self.fresh, wish).notice
        returns = edit.Edit(lost=LostReason(words="liian kallis", returns=BACK))
        edit.edit(self.team.ledger, self.team.by(ANNA), self.lost, returns)
        self.edited = done.made_by if done is not None else None
        self.team.clock.move_to(max(MONDAY, self.team.clock.now()))
        self.team.do(lambda work: _is_away(work, ANNA, AWAY_FROM, AWAY_UNTIL))
        self.stands_in = self.team.last_event + 1
        self.team.do(lambda work: _is_away(work, BERTIL, DAY, DAY, ANNA))
        self.by_others = self.team.last_event + 1
        self.team.advance(self.team.new("Delta", 300), LEENA)
        self.team.step(self.fresh, LEENA)
        with self.team.ledger.storage.write(Deadline.after(10)) as connection, self.looking() as session:
            self.reason = self.team.ask("SELECT max(no) FROM words WHERE workspace_no = :w")[0][0]
            outbox.add(connection, self.team.workspace_no, [self._standing()], self.team.clock.now())
            made = report.compute(session, PIPELINE, session.now)
            snapshot.save(connection, self.team.workspace_no, STATEMENT, made)
            ended = month_end.compute(session, made, MARCH)
            snapshot.save(connection, self.team.workspace_no, MONTH_STATEMENT, made, ended)

    def _names(self, work: UnitOfWork) -> None:
        for name, no in PEOPLE.items():
            members.save_profile(
                work.connection, work.by.workspace_no, members.Profile(no, name, "Europe/Helsinki", None, True)
            )
        settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=PIPELINE): 1})
        place = {"workspace_no": work.by.workspace_no, "place_no": 1, "channel_id": "C1", "barred": None}
        shared = {**place, "place_no": 2, "channel_id": "C2", "barred": "shared_channel"}
        work.connection.execute(insert(slack_place), [place, shared])

    def _standing(self) -> OutboxMessage:
        """A reminder that stands in a conversation."""
        notice = due.StuckReminder(deal=self.stuck, stay=self.stay(self.stuck), nth=1)
        return OutboxMessage(STANDING, Lane.POSTS, notice, self.team.clock.now(), to_member=ANNA)

    def step_of(self, deal_no: int) -> int:
        return self.team.there(deal_no).step or 0

    def looking(self, member_no: int | None = ANNA):
        return self.team.ledger.read_session(self.team.by(member_no))

    def stay(self, deal_no: int) -> int:
        return self.team.there(deal_no).stay

    def reader(self, language: str, *, in_place: bool = False) -> Reader:
        return Reader(ANNA, Voice(language, "Europe/Helsinki", self.team.clock.now()), in_place)

    def show(self, notice: Notice, language: str = "fi", *, in_place: bool = False) -> Message | None:
        with self.looking() as session:
            return render(session, notice, self.reader(language, in_place=in_place), WORDS)

    def refuse(self, refused: Refused, language: str = "fi", member_no: int = ANNA) -> Message:
        with self.looking(member_no) as session:
            return render_refusal(Scene(session, self.reader(language), WORDS), refused)


@pytest.fixture(scope="module")
def services(sqlite_files: SqliteFiles) -> Iterator[House]:
    storage = Storage.open(sqlite_files.fresh())
    yield House(storage)
    storage.close()


def _changed(services: House) -> Any:
    stay = services.stay(services.stuck)
    return {"deal": services.stuck, "change": stay, "stay": stay}


def _moved(services: House) -> Any:
    return {**_changed(services), "from_stage": CONTACT, "to_stage": OFFER, "business_days": 3}


def _away(who: int) -> dict[str, Any]:
    return {"who": who, "from_day": DAY, "until": DAY}


def _is_away(work: UnitOfWork, who: int, from_day: date, until: date, stand_in: int | None = None) -> None:
    set_now = AwaySet(from_day=from_day, until=until, stand_in=stand_in)
    work.append(set_now, who, work.head_of((MEMBER, who)))


def _handed_over(services: House) -> Any:
    return {**_changed(services), "who": ANNA, "owner": BERTIL}


def _cleaning(services: House) -> Notice:
    """The question about Anna's deals, of which most are stuck then."""
    team, known = services.team, services.team.count("deal")
    for n in range(known, 16):
        team.new(f"Old {n}")
    stuck = (
        "UPDATE deal_watch SET stuck_at = :at, stay = (SELECT stay FROM deal WHERE deal.deal_no = deal_watch.deal_no"
    )
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        where = " AND deal.workspace_no = :w) WHERE workspace_no = :w AND deal_no > :known"
        values = {"w": team.workspace_no, "known": known, "at": "2026-06-01 00:00:00.000000"}
        connection.execute(sql(stuck + where), values)
    return due.SpringCleaning(date(2026, 4, 1))


def _reminder(services: House, deal: int | None = None, *, is_first: bool = False) -> Notice:
    about = services.stuck if deal is None else deal
    return due.StuckReminder(deal=about, stay=services.stay(about), nth=1, is_first=is_first)


NOTICES: dict[NoticeKind, Callable[[House], Notice]] = {
    NoticeKind.CREATED: lambda services: changes.DealCreated(
        deal=services.fresh, amount=euros(700), stage=FIRST, change=1, stay=1
    ),
    NoticeKind.MERGED: lambda services: changes.CustomersMerged(
        customer=1, into=1, count=3, change=services.stay(services.stuck)
    ),
    NoticeKind.CUSTOMER: lambda _: customer_notices.ShowCustomer(customer=1),
    NoticeKind.CUSTOMER_CHANGED: lambda _: customer_notices.CustomerChanged(
        customer=1, change=41, fields=("business_id", "domain"), was=(0, 3), now=(2, 0)
    ),
    NoticeKind.CONTACT_SAVED: lambda _: customer_notices.ContactSaved(
        customer=1, contact=1, name=2, act="changed", change=41, fields=("phone",), was=(2,), now=(3,)
    ),
    NoticeKind.DOUBLE_REMOVED: lambda services: changes.DoubleRemoved(**_changed(services), older=services.fresh),
    NoticeKind.DELETED: lambda services: changes.DealDeleted(**_changed(services)),
    NoticeKind.EDITED: lambda services: changes.DealEdited(
        **{**_changed(services), "deal": services.fresh, "change": services.edited}
    ),
    NoticeKind.ADVANCED: lambda services: changes.DealAdvanced(**_moved(services)),
    NoticeKind.MOVED_BACK: lambda services: changes.DealMovedBack(**_moved(services)),
    NoticeKind.TRANSFERRED: lambda services: changes.DealTransferred(**_moved(services), pipeline=1),
    NoticeKind.REOPENED: lambda services: changes.DealReopened(**_moved(services)),
    NoticeKind.WON: lambda services: changes.DealWon(
        **{**_moved(services), "deal": services.won}, amount=euros(9000), day=DAY
    ),
    NoticeKind.LOST: lambda services: changes.DealLost(
        **{**_moved(services), "deal": services.lost}, reason=services.reason
    ),
    NoticeKind.OFFER_SENT: lambda services: offered.OfferMarkedSent(
        **_changed(services), offer=1, version=2, price=euros(9000), day=DAY, step=services.reason, step_day=DAY
    ),
    NoticeKind.OFFER_DECLINED: lambda services: offered.OfferDeclined(**_changed(services), offer=1, version=2),
    NoticeKind.OFFER_TAKEN_UP: lambda services: offered.OfferTakenUp(
        **_changed(services), offer=1, version=1, price=euros(9000), day=DAY
    ),
    NoticeKind.OFFER_EXTENDED: lambda services: offered.OfferValidLonger(
        **_changed(services), offer=1, version=2, day=DAY
    ),
    NoticeKind.OFFERS_LISTED: lambda services: offered.ShowOffers(deal=services.stuck),
    NoticeKind.OFFER_EXPIRES: lambda services: due.OfferExpires(
        deal=services.timed, offer=1, version=1, day=AWAY_UNTIL
    ),
    NoticeKind.STEP_CLEARED: lambda services: changes.NextStepCleared(**_changed(services)),
    NoticeKind.NOTED: lambda services: changes.NoteKept(**_changed(services), note=services.reason),
    NoticeKind.TOUCHED: lambda services: TouchLogged(
        **_changed(services), means="call", outcome="no_answer", on=DAY, step=services.reason, day=DAY, at=840, tries=2
    ),
    NoticeKind.NEED_KEPT: lambda services: NeedKept(**_changed(services), need=services.reason, count=1),
    NoticeKind.SOURCE_NAMED: lambda services: SourceNamed(
        **_changed(services), source_kind="event", name=services.reason
    ),
    NoticeKind.PROBLEM_KEPT: lambda services: ProblemKept(**_changed(services), problem=services.reason),
    NoticeKind.DELIVERED: lambda services: DeliveryTold(**_changed(services), day=DAY, first=DAY),
    NoticeKind.DELIVERY_MOVED: lambda services: DeliveryMoved(
        **_changed(services), day=DAY, first=TODAY, because="supplier"
    ),
    NoticeKind.COME_BACK_SET: lambda services: ComeBackSet(**_changed(services), month=BACK),
    NoticeKind.DELIVERY_DUE: lambda services: DeliveryDue(
        deal=services.won, stay=services.stay(services.won), day=date(2026, 6, 1)
    ),
    NoticeKind.CHECKED: lambda services: CheckInTold(
        **_changed(services), after_days=14, result="problem", words=services.reason, step=services.reason, step_day=DAY
    ),
    NoticeKind.CHECK_IN_DUE: lambda services: CheckInDue(
        deal=services.came, stay=services.stay(services.came), after_days=14
    ),
    NoticeKind.PROMISE_DUE: lambda services: PromiseDue(
        deal=services.won_without_day, stay=services.stay(services.won_without_day)
    ),
    NoticeKind.WIN_ANNOUNCED: lambda services: WinAnnounced(deal=services.won, stay=services.stay(services.won)),
    NoticeKind.COME_BACK_DUE: lambda services: ComeBackDue(
        deal=services.lost, stay=services.stay(services.lost), month=BACK
    ),
    NoticeKind.UNDONE: lambda services: changes.ChangeUndone(
        change=9, deal=services.stuck, stage=CONTACT, is_open=True, has_moved=True
    ),
    NoticeKind.STEP_SET: lambda services: changes.NextStepSet(**_changed(services), step=services.reason, day=DAY),
    NoticeKind.SNOOZED: lambda services: changes.DealSnoozed(**_changed(services), day=DAY),
    NoticeKind.UNSNOOZED: lambda services: changes.SnoozeEnded(**_changed(services)),
    NoticeKind.HANDED_OVER: lambda services: changes.DealHandedOver(**_handed_over(services)),
    NoticeKind.GIVEN: lambda services: changes.DealGiven(
        **{**_handed_over(services), "owner": ANNA, "who": BERTIL}, note=services.reason
    ),
    NoticeKind.OWNER_CHANGED: lambda services: changes.OwnerChanged(**_handed_over(services)),
    NoticeKind.GIVEN_BACK: lambda services: changes.DealGivenBack(**_handed_over(services)),
    NoticeKind.CHANGED_BY_OTHERS: lambda services: due.ChangedByOthers(services.by_others),
    NoticeKind.SEEN: lambda services: changes.DealSeen(**_changed(services), day=DAY),
    NoticeKind.UNSEEN: lambda services: changes.SeenEnded(**_changed(services)),
    NoticeKind.STAGES: lambda _: stage_notices.ShowStages(),
    NoticeKind.STAGES_CHANGED: lambda _: stage_notices.StagesChanged(act="removed", stage=2, to=3, moved=4, change=41),
    NoticeKind.FIELDS: lambda _: fields_.ShowFields(),
    NoticeKind.FIELD_SAVED: lambda _: fields_.FieldSaved(act="added", field=1, change=41),
    NoticeKind.CHOICES: lambda _: choice_notices.ShowChoices(),
    NoticeKind.CHOICES_CHANGED: lambda _: choice_notices.ChoicesChanged(
        act="hidden", list="lost", code="price", change=41
    ),
    NoticeKind.PIPELINE_SAVED: lambda _: stage_notices.PipelineSaved(pipeline=1, change=41, is_new=True),
    NoticeKind.SETTINGS_SAVED: lambda _: changes.SettingsSaved(
        change=None, place=1, waits=True, guests=2, counts_some=True
    ),
    NoticeKind.AWAY_SAVED: lambda _: absences.AwaySaved(**_away(ANNA), change=41, stand_in=BERTIL, also_away=True),
    NoticeKind.AWAY_OVER: lambda _: absences.AwayOver(change=41),
    NoticeKind.AWAY_LIST: lambda _: absences.ShowAway(),
    NoticeKind.STANDS_IN: lambda services: absences.StandsIn(**_away(BERTIL), change=services.stands_in),
    NoticeKind.STAND_IN_ENDED: lambda _: absences.StandInEnded(**_away(LEENA)),
    NoticeKind.STAND_IN_DECLINED: lambda _: absences.StandInDeclined(**_away(ANNA), change=41, stand_in=BERTIL),
    NoticeKind.SELLER_LEFT: lambda _: absences.SellerLeft(who=ANNA, pipeline=PIPELINE),
    NoticeKind.LEAD_LEFT: lambda _: absences.LeadLeft(who=LEENA, pipeline=PIPELINE),
    NoticeKind.DEALS_HANDED_OVER: lambda _: absences.DealsHandedOver(old=ANNA, owner=BERTIL, count=3, change=41),
    NoticeKind.DEALS_GIVEN: lambda _: absences.DealsGiven(who=LEENA, old=BERTIL, count=3),
    NoticeKind.WHILE_AWAY: lambda _: absences.WhileAway(who=ANNA, from_day=AWAY_FROM, until=AWAY_UNTIL),
    NoticeKind.STUCK: lambda services: _reminder(services, is_first=True),
    NoticeKind.REMINDER: lambda services: due.WishedReminder(
        deal=services.stuck, stay=services.stay(services.stuck), day=None
    ),
    NoticeKind.MORE_STUCK: lambda _: due.MoreStuck(4),
    NoticeKind.SPRING_CLEANING: lambda services: _cleaning(services),
    NoticeKind.STEP_SOON: lambda services: due.StepSoon(deal=services.timed, step=services.step_of(services.timed)),
    NoticeKind.TODAYS_STEPS: lambda _: due.TodaysSteps(TODAY),
    NoticeKind.RESTATED: lambda _: due.Restated(STANDING),
    NoticeKind.HAPPENED: lambda services: due.WhatHappened(deal=services.stuck, stay=services.stay(services.stuck)),
    NoticeKind.MONDAY: lambda _: due.MondayPost(statement=STATEMENT, pipeline=PIPELINE),
    NoticeKind.MONTH_POST: lambda _: due.MonthPost(statement=MONTH_STATEMENT, pipeline=PIPELINE),
    NoticeKind.UNANSWERED: lambda services: due.UnansweredReminders((services.stuck,)),
    NoticeKind.SKIPPED: lambda _: due.PostSkipped(DAY),
    NoticeKind.WELCOME: lambda _: due.Welcome(),
    NoticeKind.NOT_IN: lambda _: due.PutkiNotInChannel(1),
    NoticeKind.CHANNEL_ARCHIVED: lambda _: due.ChannelIsArchived(1),
    NoticeKind.CHANNEL_SHARED: lambda _: due.ChannelIsShared(2),
    NoticeKind.GUEST_INVITED: lambda _: due.GuestInvited(1),
    NoticeKind.UPGRADED: lambda _: due.PutkiUpgraded(("core_0003", "core_0004")),
    NoticeKind.IMPORTED: lambda _: changes.DealsImported(count=3, open=1, won=1, lost=1),
    NoticeKind.OLD_CARD: lambda services: asked.OldCard(deal=services.stuck, link="https://x.slack.com/archives/C1/p1"),
    NoticeKind.SHOWN: lambda services: asked.ShowDeal(services.stuck),
    NoticeKind.SEVERAL: lambda services: changes.SeveralChanged(
        change=None, act="note", deals=(services.stuck, services.won)
    ),
    NoticeKind.SEVERAL_GIVEN: lambda services: changes.SeveralGiven(
        change=1, deals=(services.stuck, services.won), who=1, owner=2
    ),
    NoticeKind.HISTORY: lambda services: asked.ShowHistory(services.won),
    NoticeKind.MINE: lambda _: asked.ShowMine(),
    NoticeKind.STUCK_LIST: lambda _: asked.ShowStuck(),
    NoticeKind.NEXT: lambda _: asked.ShowNext(),
    NoticeKind.FOUND: lambda services: asked.ShowFound(deals=(services.stuck, services.won), count=2),
    NoticeKind.BOARD: lambda _: asked.ShowBoard(),
    NoticeKind.BOARD_LIST: lambda _: ShowBoardList(stage=OFFER, over=100, currency="EUR"),
    NoticeKind.BOARD_BY: lambda _: ShowBoardBy("person"),
    NoticeKind.TEAM: lambda _: ShowTeam(),
    NoticeKind.TARGETS: lambda _: ShowTargets(),
    NoticeKind.TARGET_SAVED: lambda _: TargetSaved(pipeline=1, month=date(2026, 7, 1), amount=Money(100, "EUR")),
    NoticeKind.SINCE: lambda _: asked.ShowSince(day=DAY),
    NoticeKind.FORECAST: lambda _: asked.ShowForecast(),
    NoticeKind.RESULTS: lambda _: asked.ShowResults(),
    NoticeKind.HELP: lambda _: asked.ShowHelp(),
    NoticeKind.GUIDE_BEGINS: lambda _: asked.GuideBegins(),
    NoticeKind.ACKNOWLEDGED: lambda _: asked.Acknowledged(),
    NoticeKind.FORM: lambda services: asked.FormButton(
        word="won", deal=services.stuck, to=SALE, stay=1, typed=services.reason, note=None, member=None
    ),
    NoticeKind.CARD: lambda services: asked.DealCard(deal=services.stuck),
    NoticeKind.REFUSED: lambda services: asked.RefusalNotice(errors.NoSuchDeal(text=services.reason)),
}

AT = MONDAY - timedelta(minutes=2)
REFUSALS: dict[type[Refused], Callable[[House], Refused]] = {
    several_errors.SeveralRefused: lambda services: several_errors.SeveralRefused(
        deals=(services.stuck, services.won), why=("not_allowed", "deal_closed")
    ),
    several_errors.NoneToSelect: lambda services: several_errors.NoneToSelect(),
    money.DifferentCurrencies: lambda services: money.DifferentCurrencies(one="EUR", other="SEK"),
    merge_errors.OneCustomer: lambda services: merge_errors.OneCustomer(customer=1),
    merge_errors.MergedAlready: lambda services: merge_errors.MergedAlready(customer=1, into=1),
    merge_errors.CustomerGone: lambda services: merge_errors.CustomerGone(),
    merge_errors.MergeNotAllowed: lambda services: merge_errors.MergeNotAllowed(customer=1, who=BERTIL, role="lead"),
    merge_errors.TooManyDeals: lambda services: merge_errors.TooManyDeals(customer=1, limit=5_000),
    merge_errors.DoubleAsked: lambda services: merge_errors.DoubleAsked(deal=services.stuck, older=services.fresh),
    merge_errors.OtherCustomer: lambda services: merge_errors.OtherCustomer(deal=services.stuck),
    customer_errors.NoSuchCustomer: lambda _: customer_errors.NoSuchCustomer(text="delta"),
    customer_errors.BusinessIdWrong: lambda _: customer_errors.BusinessIdWrong(text="0112038-8"),
    customer_errors.BusinessIdTaken: lambda _: customer_errors.BusinessIdTaken(customer=1, text="0112038-9"),
    customer_errors.BusinessIdOther: lambda _: customer_errors.BusinessIdOther(customer=1, text="0112038-9"),
    customer_errors.DomainWrong: lambda _: customer_errors.DomainWrong(text="acme"),
    customer_errors.DomainOfAll: lambda _: customer_errors.DomainOfAll(text="gmail.com"),
    customer_errors.DomainTaken: lambda _: customer_errors.DomainTaken(customer=1, text="acme.fi"),
    customer_errors.PhoneUnclear: lambda _: customer_errors.PhoneUnclear(text="12"),
    customer_errors.PhoneWithoutDigits: lambda _: customer_errors.PhoneWithoutDigits(text="later"),
    customer_errors.EmailUnclear: lambda _: customer_errors.EmailUnclear(text="maija@acme"),
    customer_errors.EmailTaken: lambda _: customer_errors.EmailTaken(customer=1, text="maija@acme.fi"),
    customer_errors.ContactNameless: lambda _: customer_errors.ContactNameless(),
    customer_errors.NoSuchContact: lambda _: customer_errors.NoSuchContact(customer=1, text="Maija"),
    customer_errors.CustomerNotThere: lambda _: customer_errors.CustomerNotThere(),
    customer_errors.ContactGone: lambda _: customer_errors.ContactGone(),
    errors.Busy: lambda services: errors.Busy(),
    errors.NotAllowed: lambda services: errors.NotAllowed(who=BERTIL, role="lead"),
    errors.Stranger: lambda services: errors.Stranger(),
    absence_errors.AwayGone: lambda _: absence_errors.AwayGone(),
    absence_errors.AwayEndsBefore: lambda _: absence_errors.AwayEndsBefore(),
    absence_errors.AwayTooLong: lambda _: absence_errors.AwayTooLong(most=400),
    absence_errors.AwayAlready: lambda _: absence_errors.AwayAlready(from_day=AWAY_FROM, until=AWAY_UNTIL),
    absence_errors.StandInIsOneself: lambda _: absence_errors.StandInIsOneself(),
    absence_errors.CannotStandIn: lambda _: absence_errors.CannotStandIn(),
    absence_errors.NotAway: lambda _: absence_errors.NotAway(),
    errors.CannotOwn: lambda services: errors.CannotOwn(),
    errors.OwnsAlready: lambda services: errors.OwnsAlready(deal=services.stuck, who=BERTIL),
    setup_errors.NotSetUp: lambda services: setup_errors.NotSetUp(role="admin", who=AATU),
    errors.NoSuchDeal: lambda services: errors.NoSuchDeal(text="delta"),
    errors.NoSuchPipeline: lambda services: errors.NoSuchPipeline(text="vienti"),
    errors.NoSuchStage: lambda services: errors.NoSuchStage(stage=99),
    errors.StaleButton: lambda services: errors.StaleButton(deal=services.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.StepChanged: lambda services: errors.StepChanged(deal=services.stuck, who=BERTIL, at=AT),
    errors.StaleReminder: lambda services: errors.StaleReminder(deal=services.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.StaleSnooze: lambda services: errors.StaleSnooze(deal=services.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.AlreadyThere: lambda services: errors.AlreadyThere(deal=services.stuck, stage=OFFER),
    errors.DealClosed: lambda services: errors.DealClosed(deal=services.won, stage=SALE),
    errors.OpenAlready: lambda services: errors.OpenAlready(deal=services.stuck),
    errors.FirstStage: lambda services: errors.FirstStage(deal=services.fresh, stage=FIRST),
    errors.NotEarlier: lambda services: errors.NotEarlier(deal=services.stuck, stage=CONTACT, to=OFFER),
    errors.Missing: lambda services: errors.Missing(deal=services.stuck, to=SALE, fields=("promised_day",), stay=1),
    errors.UnknownRequirement: lambda services: errors.UnknownRequirement(stage=SALE, token="budget"),
    errors.MovedJustNow: lambda services: errors.MovedJustNow(
        deal=services.stuck, stage=OFFER, next=SALE, stay=services.stay(services.stuck), seconds=12
    ),
    errors.UndidJustNow: lambda services: errors.UndidJustNow(seconds=5, change=3, deal=services.stuck),
    errors.NothingToUndo: lambda services: errors.NothingToUndo(),
    errors.OnlySettingsToUndo: lambda services: errors.OnlySettingsToUndo(),
    errors.AlreadyUndone: lambda services: errors.AlreadyUndone(who=LEENA, at=AT, change=3),
    errors.ChangedSince: lambda services: errors.ChangedSince(who=LEENA),
    errors.CannotUndo: lambda services: errors.CannotUndo(deal=services.stuck, stage=LOST),
    errors.DayGone: lambda services: errors.DayGone(deal=services.stuck, day=DAY),
    errors.DayTooFar: lambda services: errors.DayTooFar(deal=services.stuck, day=DAY),
    errors.WonAhead: lambda services: errors.WonAhead(deal=services.stuck, day=DAY),
    edit_errors.DeleteAsked: lambda services: edit_errors.DeleteAsked(deal=services.stuck),
    edit_errors.NotWon: lambda services: edit_errors.NotWon(deal=services.stuck),
    edit_errors.NotLost: lambda services: edit_errors.NotLost(deal=services.stuck),
    edit_errors.AmountNeeded: lambda services: edit_errors.AmountNeeded(deal=services.stuck, stage=OFFER),
    edit_errors.PromisedBeforeWin: lambda services: edit_errors.PromisedBeforeWin(deal=services.won, day=DAY),
    edit_errors.NeverInStage: lambda services: edit_errors.NeverInStage(deal=services.stuck, stage=OFFER),
    edit_errors.EntryAhead: lambda services: edit_errors.EntryAhead(deal=services.stuck, day=DAY),
    edit_errors.EntryAfterNext: lambda services: edit_errors.EntryAfterNext(deal=services.stuck, day=DAY, stage=OFFER),
    edit_errors.SameCustomer: lambda services: edit_errors.SameCustomer(deal=services.stuck),
    errors.WonLongAgo: lambda services: errors.WonLongAgo(deal=services.stuck, day=DAY),
    errors.AmountJumps: lambda services: errors.AmountJumps(
        deal=services.stuck, stay=1, to=3, before=Money(1_500_000, "EUR"), after=Money(1_480, "EUR")
    ),
    offer_errors.OfferEndsInPast: lambda services: offer_errors.OfferEndsInPast(deal=services.stuck, day=DAY),
    offer_errors.OfferEndsTooFar: lambda services: offer_errors.OfferEndsTooFar(deal=services.stuck, day=DAY),
    offer_errors.OfferedDeliveryGone: lambda services: offer_errors.OfferedDeliveryGone(deal=services.stuck, day=DAY),
    offer_errors.OfferedDeliveryTooFar: lambda services: offer_errors.OfferedDeliveryTooFar(
        deal=services.stuck, day=DAY
    ),
    offer_errors.OfferInOtherCurrency: lambda services: offer_errors.OfferInOtherCurrency(
        deal=services.stuck, before=Money(1_500_000, "EUR"), after=Money(1_500_000, "SEK")
    ),
    offer_errors.NoOfferOut: lambda services: offer_errors.NoOfferOut(deal=services.stuck),
    offer_errors.OfferChanged: lambda services: offer_errors.OfferChanged(
        deal=services.stuck, version=2, who=BERTIL, at=AT
    ),
    offer_errors.OfferExpired: lambda services: offer_errors.OfferExpired(deal=services.stuck, version=2, day=DAY),
    step_errors.StepFar: lambda services: step_errors.StepFar(deal=services.stuck, day=DAY, n=54, limit=10),
    checkin_errors.NotDelivered: lambda services: checkin_errors.NotDelivered(deal=services.stuck),
    checkin_errors.ProblemUntold: lambda services: checkin_errors.ProblemUntold(deal=services.came),
    checkin_errors.CheckInTooLong: lambda services: checkin_errors.CheckInTooLong(deal=services.came, limit=300),
    target_errors.OnlyLeadSees: lambda _: target_errors.OnlyLeadSees(who=LEENA),
    target_errors.TargetNotAllowed: lambda _: target_errors.TargetNotAllowed(),
    target_errors.TargetGone: lambda _: target_errors.TargetGone(month=DAY),
    target_errors.NoTargetThere: lambda _: target_errors.NoTargetThere(month=DAY),
    pipeline_errors.NotInAPipeline: lambda _: pipeline_errors.NotInAPipeline(who=LEENA),
    pipeline_errors.OnlyArchived: lambda _: pipeline_errors.OnlyArchived(who=LEENA),
    target_errors.TargetUnclear: lambda _: target_errors.TargetUnclear(text="5 kauppaa"),
    delivery_errors.NothingToDeliver: lambda services: delivery_errors.NothingToDeliver(deal=services.stuck),
    delivery_errors.DeliveredAhead: lambda services: delivery_errors.DeliveredAhead(deal=services.stuck, day=DAY),
    delivery_errors.DeliveredBeforeWin: lambda services: delivery_errors.DeliveredBeforeWin(
        deal=services.stuck, day=DAY, won=TODAY
    ),
    delivery_errors.DeliveredAlready: lambda services: delivery_errors.DeliveredAlready(deal=services.stuck, day=DAY),
    touch_errors.TouchAhead: lambda services: touch_errors.TouchAhead(deal=services.stuck, day=DAY),
    touch_errors.TouchLongAgo: lambda services: touch_errors.TouchLongAgo(deal=services.stuck, day=DAY),
    step_errors.HourGone: lambda services: step_errors.HourGone(deal=services.stuck, minute=540),
    errors.ReminderTooSoon: lambda services: errors.ReminderTooSoon(deal=services.stuck, day=DAY),
    errors.TooBig: lambda services: errors.TooBig(limit=Money(10**15, "EUR")),
    errors.NotAboveZero: lambda services: errors.NotAboveZero(),
    errors.LostInRestore: lambda services: errors.LostInRestore(deal=services.stuck),
    errors.NoStep: lambda services: errors.NoStep(deal=services.stuck),
    errors.EmptyName: lambda services: errors.EmptyName(),
    LineUnclear: lambda services: LineUnclear(
        sentence="move_to", text="tarjous", deal=services.stuck, words=("advance",), to=CONTACT
    ),
    errors.EmptyNote: lambda services: errors.EmptyNote(deal=services.stuck),
    support_errors.NothingSold: lambda services: support_errors.NothingSold(deal=services.stuck, text="x"),
    support_errors.EmptyProblem: lambda services: support_errors.EmptyProblem(deal=services.won),
    support_errors.ProblemTooLong: lambda services: support_errors.ProblemTooLong(
        deal=services.won, text="x", limit=300
    ),
    need_errors.EmptyNeed: lambda services: need_errors.EmptyNeed(deal=services.stuck),
    need_errors.NeedTooLong: lambda services: need_errors.NeedTooLong(deal=services.stuck, text="x", limit=120),
    need_errors.TooManyNeeds: lambda services: need_errors.TooManyNeeds(deal=services.stuck, text="x", n=3),
    errors.TooLong: lambda services: errors.TooLong(limit=3000),
    money.NotAnAmount: lambda services: money.NotAnAmount(text="paljon"),
    money.UnknownCurrency: lambda services: money.UnknownCurrency(currency="XXQ"),
    setup_errors.UnknownCountry: lambda services: setup_errors.UnknownCountry(country="ZZ"),
    setup_errors.UnknownZone: lambda services: setup_errors.UnknownZone(zone="Mars/Olympus"),
    errors.Ambiguous: lambda services: errors.Ambiguous(
        text="a", deals=(services.stuck, services.fresh), word="advance", to=OFFER
    ),
    errors.OnlyAlike: lambda services: errors.OnlyAlike(text="akne", deals=(services.stuck,), word="lost", to=None),
    errors.WhichDeal: lambda services: errors.WhichDeal(deals=(services.stuck, services.fresh), word="won", to=None),
    errors.UnknownWord: lambda services: errors.UnknownWord(text="advnce", near="advance"),
    errors.UnknownStage: lambda services: errors.UnknownStage(text="neuvottelu"),
    errors.UnclearDay: lambda services: errors.UnclearDay(text="joskus"),
    errors.UnclearAmount: lambda services: errors.UnclearAmount(
        text="paljon", field="amount", sentence="amount_too_big"
    ),
    errors.UnknownForm: lambda services: errors.UnknownForm(),
    errors.FormNotShown: lambda services: errors.FormNotShown(id="7f3a91c2", text="uusi Acme, 100 €"),
    setup_errors.SharedChannel: lambda services: setup_errors.SharedChannel(),
    setup_errors.ArchivedChannel: lambda services: setup_errors.ArchivedChannel(),
    setup_errors.ChannelUnknown: lambda services: setup_errors.ChannelUnknown(),
    setup_errors.NotALead: lambda services: setup_errors.NotALead(),
    field_errors.FieldNameTaken: lambda _: field_errors.FieldNameTaken(text="Toimiala"),
    field_errors.TooManyFields: lambda _: field_errors.TooManyFields(limit=10),
    field_errors.FieldEditedMeanwhile: lambda _: field_errors.FieldEditedMeanwhile(field=1),
    field_errors.FieldGone: lambda _: field_errors.FieldGone(),
    field_errors.FieldInUse: lambda _: field_errors.FieldInUse(),
    field_errors.NoChoices: lambda _: field_errors.NoChoices(),
    field_errors.TooManyFieldChoices: lambda _: field_errors.TooManyFieldChoices(limit=40),
    field_errors.UnclearNumber: lambda _: field_errors.UnclearNumber(text="1,25", sentence="number_decimals", n=1),
    choice_errors.ChoiceLabelTaken: lambda _: choice_errors.ChoiceLabelTaken(text="Toimitusaika"),
    choice_errors.ChoiceEditedMeanwhile: lambda _: choice_errors.ChoiceEditedMeanwhile(list="lost", option=7),
    choice_errors.ChoiceLabelBack: lambda _: choice_errors.ChoiceLabelBack(text="Toimitusaika"),
    choice_errors.ChoiceGone: lambda _: choice_errors.ChoiceGone(list="lost"),
    choice_errors.ChoiceInUse: lambda _: choice_errors.ChoiceInUse(),
    choice_errors.LastChoice: lambda _: choice_errors.LastChoice(list="source"),
    choice_errors.UnknownStays: lambda _: choice_errors.UnknownStays(),
    choice_errors.TooManyChoices: lambda _: choice_errors.TooManyChoices(limit=25),
    stage_errors.StageNameTaken: lambda services: stage_errors.StageNameTaken(text="Tarjous"),
    stage_errors.StageEditedMeanwhile: lambda services: stage_errors.StageEditedMeanwhile(stage=3),
    stage_errors.StageHasNoSuccessor: lambda services: stage_errors.StageHasNoSuccessor(stage=4),
    stage_errors.RequirementDoesNotFit: lambda services: stage_errors.RequirementDoesNotFit(token="reason"),
    stage_errors.LastPipeline: lambda services: stage_errors.LastPipeline(),
    stage_errors.TooManyStages: lambda services: stage_errors.TooManyStages(limit=12),
    stage_errors.StageTooFull: lambda services: stage_errors.StageTooFull(limit=5_000, count=6_000),
    stage_errors.LimitUnclear: lambda services: stage_errors.LimitUnclear(text="pian"),
    stage_errors.NoDealsToSplit: lambda services: stage_errors.NoDealsToSplit(stage=1),
    unused_errors.NotUsed: lambda services: unused_errors.NotUsed(word="mine", text="Q3", hint="not_used_mine"),
    unused_errors.NotUsedOfDeal: lambda services: unused_errors.NotUsedOfDeal(
        deal=services.stuck, text="15 000", hint="not_used_amount", note="15 000"
    ),
    unused_errors.SeveralPeople: lambda services: unused_errors.SeveralPeople(
        text="a", word="mine", people=(ANNA, AATU)
    ),
}


def test_every_kind_of_notice_is_tried_here() -> None:
    assert set(NOTICES) == set(NoticeKind)


def test_every_kind_of_refusal_is_tried_here() -> None:
    assert set(REFUSALS) == set(EVERY_REFUSAL)


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("says", NoticeKind)
def test_a_notice_is_worded(services: House, says: NoticeKind, language: str) -> None:
    _is_worded(services.show(NOTICES[says](services), language))


@pytest.mark.parametrize("says", [NoticeKind.OWNER_CHANGED, NoticeKind.ADVANCED, NoticeKind.SNOOZED])
def test_an_answer_in_place_says_who_did_it_and_when(services: House, says: NoticeKind) -> None:
    shown = services.show(NOTICES[says](services), in_place=True)
    assert shown is not None
    assert "Anna, ti 7.4." in shown.text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("kind", REFUSALS)
def test_a_refusal_is_worded(services: House, kind: type[Refused], language: str) -> None:
    _is_worded(services.refuse(REFUSALS[kind](services), language))


@each_row("kind", REFUSALS)
def test_a_refusal_is_not_worded_alike_in_both_languages(services: House, kind: type[Refused]) -> None:
    refused = REFUSALS[kind](services)
    assert services.refuse(refused, "fi").text != services.refuse(refused, "en").text


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        (setup_errors.UnknownZone(zone="Mars/Olympus"), "zone"),
        (setup_errors.UnknownCountry(country="ZZ"), "country"),
        (money.UnknownCurrency(currency="XXQ"), "currency"),
        (setup_errors.SharedChannel(), "place"),
        (setup_errors.ArchivedChannel(), "place"),
        (setup_errors.ChannelUnknown(), "place"),
    ],
)
def test_what_is_wrong_with_a_setting_stands_under_its_field(services: House, refused: Refused, field: str) -> None:
    with services.looking() as session:
        assert list(
            render_under_fields(Scene(session, services.reader("fi"), WORDS), refused, form_fields("settings"))
        ) == [field]


def test_a_currency_that_was_typed_with_an_amount_is_told_there(services: House) -> None:
    with services.looking() as session:
        refused = money.UnknownCurrency(currency="XXQ")
        assert list(render_under_fields(Scene(session, services.reader("fi"), WORDS), refused, form_fields("new"))) == [
            "amount"
        ]


def _is_worded(shown: Message | None) -> None:
    assert shown is not None
    check(shown)
    for text in [shown.text, *texts_of(list(shown.blocks), "mrkdwn"), *texts_of(list(shown.blocks), "plain_text")]:
        assert without_gaps(text), text


# --- What is true now -------------------------------------------------------------------------------------------------


def test_a_reminder_of_an_earlier_stay_is_dropped(services: House) -> None:
    assert services.show(due.StuckReminder(deal=services.stuck, stay=1, nth=1)) is None


def test_that_a_channel_is_shared_is_not_told_once_it_is_no_more(services: House) -> None:
    assert services.show(due.ChannelIsShared(1)) is None


@pytest.mark.parametrize("which", ["won", "lost", "fresh"])
def test_a_reminder_of_a_deal_that_is_not_stuck_is_dropped(services: House, which: str) -> None:
    deal = {"won": services.won, "lost": services.lost, "fresh": services.fresh}[which]
    assert services.show(_reminder(services, deal)) is None


def test_a_reminder_of_a_snoozed_deal_is_dropped(sqlite_files: SqliteFiles) -> None:
    storage = Storage.open(sqlite_files.fresh())
    services = House(storage)
    reminder = _reminder(services)
    assert services.show(reminder) is not None
    services.team.snooze(services.stuck)
    assert services.show(reminder) is None
    services.team.undo()
    assert services.show(reminder) is not None
    services.team.step(services.stuck, words="soita", days=3)
    assert services.show(reminder) is None
    storage.close()


def test_undoing_what_moved_nothing_does_not_speak_of_a_stage(services: House) -> None:
    services.team.snooze(services.fresh)
    undone = services.show(services.team.undo())
    assert undone is not None
    assert undone.text == "Peruttu: Gamma on taas ennallaan. Peruttiin: muistutuksen siirto."
    again = services.show(services.team.undo(services.team.last_event))
    assert again is not None
    assert again.text == "Tehty uudelleen: diilin Gamma muutos on taas voimassa."


def test_a_deal_that_is_gone_is_said_to_be_gone(services: House) -> None:
    shown = services.show(asked.ShowDeal(999))
    assert shown is not None
    assert shown.text == "Diiliä #999 ei löydy."


def test_a_statement_that_is_gone_is_not_posted(services: House) -> None:
    assert services.show(due.MonthPost(statement="month:1:2020-01-01")) is None
    assert services.show(due.MondayPost(statement="monday:1:2020-01-06")) is None


def test_the_post_and_what_opens_from_it_tell_the_same_sum(services: House) -> None:
    post = services.show(due.MondayPost(statement=STATEMENT))
    sums = services.show(asked.ShowForecast(statement=STATEMENT, opens="sums"))
    deals = services.show(asked.ShowForecast(statement=STATEMENT, opens="deals"))
    assert post is not None
    assert sums is not None
    assert deals is not None
    assert "Acme Oy" in sums.text
    assert "Acme Oy" in deals.text
    with services.looking() as session:
        figures = snapshot.load(session, STATEMENT)
    assert figures is not None
    voice = services.reader("fi").voice
    for month in figures.months:
        assert voice.about(month.money[0].expected) in post.text
        assert voice.money(month.money[0].expected) in sums.text


def test_a_change_of_a_post_that_tells_of_none_opens_its_sums(services: House) -> None:
    for month in ("2026-06-01", "2026-05-01"):
        opened = services.show(asked.ShowForecast(statement=STATEMENT, opens=f"bridge-new:{month}:0"))
        assert opened is not None
        assert opened == services.show(asked.ShowForecast(statement=STATEMENT, opens="sums"))


def test_the_month_that_ended_opens_from_a_post_with_nothing_to_forecast(services: House) -> None:
    key = "monday:1:2026-04-06"
    with services.team.ledger.storage.write(Deadline.after(10)) as connection, services.looking() as session:
        made = report.compute(session, PIPELINE, session.now)
        ended = month_end.compute(session, made, MARCH)
        months = tuple(replace(each, money=()) for each in made.months)
        empty = replace(made, months=months, parts=(), quarter=None, growth={}, bridge=None)
        snapshot.save(connection, services.team.workspace_no, key, empty, ended)

    post = services.show(due.MondayPost(statement=key))
    assert post is not None
    (opens,) = buttons_of(list(post.blocks))
    opened = services.show(asked.ShowForecast(statement=key, opens=opens["action_id"].partition(".")[2]))
    assert opened is not None
    assert "Maaliskuu: voitetut 1–" in opened.text


def test_a_stale_press_shows_who_moved_it_and_the_deal_as_it_is(services: House) -> None:
    shown = services.refuse(errors.StaleButton(deal=services.stuck, stage=OFFER, who=BERTIL, at=AT))
    assert shown.text.startswith("Ei siirretty: Acme Oy on nyt vaiheessa Tarjous (Bertil, klo\u00a08.58).")
    pressed = [button["action_id"] for button in buttons_of(list(shown.blocks))]
    assert f"won.{services.stuck}" in pressed


def test_who_may_set_up_gets_the_button_and_others_hear_whom_to_ask(services: House) -> None:
    refused = setup_errors.NotSetUp(role="admin", who=AATU)
    other, admin = services.refuse(refused), services.refuse(refused, member_no=AATU)
    assert "Aatu" in other.text
    assert not list(buttons_of(list(other.blocks)))
    assert [button["action_id"] for button in buttons_of(list(admin.blocks))] == ["settings"]


def test_a_picked_deal_goes_on_with_the_stage_that_was_named(services: House) -> None:
    shown = services.refuse(REFUSALS[errors.Ambiguous](services))
    buttons = list(buttons_of(list(shown.blocks)))
    assert [button["text"]["text"] for button in buttons] == ["Siirrä: Tarjous"] * 2
    assert all(f'"to":{OFFER}' in button["value"] for button in buttons)


@pytest.mark.parametrize(
    ("word", "refused", "field"),
    [
        ("new", errors.EmptyName(), "customer"),
        ("new", errors.TooBig(limit=euros(1)), "amount"),
        ("won", errors.NotAboveZero(), "amount"),
        ("step", errors.NoStep(deal=12), "step"),
        ("won", errors.WonAhead(day=DAY), "won_on"),
        ("won", errors.WonLongAgo(day=DAY), "won_on"),
        ("step", errors.DayGone(day=DAY), "step_day"),
        ("step", errors.DayTooFar(day=DAY), "step_day"),
        ("snooze", errors.DayGone(day=DAY), "until"),
        ("snooze", errors.ReminderTooSoon(day=DAY), "until"),
        ("won", errors.Missing(deal=1, to=SALE, fields=("amount", "promised_day"), stay=1), "promised_day"),
        ("lost", errors.TooLong(limit=3000), "reason"),
        ("settings", setup_errors.SharedChannel(), "place"),
        ("settings", setup_errors.NotALead(), "lead"),
    ],
)
def test_a_refusal_stands_under_the_field_it_concerns(services: House, word: str, refused: Refused, field: str) -> None:
    with services.looking() as session:
        assert field in render_under_fields(Scene(session, services.reader("en"), WORDS), refused, form_fields(word))


def test_a_refusal_that_concerns_no_field_stands_under_none(services: House) -> None:
    with services.looking() as session:
        assert (
            render_under_fields(Scene(session, services.reader("en"), WORDS), errors.Busy(), form_fields("won")) == {}
        )
