"""Every notice and every refusal is worded in both languages, from what is in the database at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.blocks.elements import Message
from bot.language.voice import Voice
from bot.sending.render import Reader, every_refusal, render, render_refusal, render_under_fields
from bot.slack.schema import slack_place
from pipeline import errors
from pipeline.errors import Refused
from pipeline.ledger.work import Work
from pipeline.messages.notices import Notice, Says, Value
from pipeline.money import Money
from pipeline.people import members, settings
from pipeline.queries import monday, statement
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

MONDAY = datetime(2026, 6, 15, 6, tzinfo=UTC)
DAY = date(2026, 6, 22)
STATEMENT = "monday:1:2026-06-15"


class House:
    """A team with deals in every state, read by Anna."""

    def __init__(self, storage: Storage) -> None:
        self.team = team_in(storage)
        self.team.do(self._names)
        self.won = self.team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")
        self.lost = self.team.story("10.3. new Beta 4 000 · 11.3. → · 12.3. lost liian kallis")
        self.stuck = self.team.story("1.4. new Acme Oy 12 500 · 2.4. → · 7.4. → Tarjous 12 500")
        self.fresh = self.team.story("15.6. new Gamma 700 · 15.6. step soita 22.6.")
        self.team.clock.move_to(max(MONDAY, self.team.clock.now()))
        with self.team.ledger.storage.write(Deadline.after(10)) as connection, self.looking() as look:
            self.reason = self.team.ask("SELECT max(no) FROM words WHERE workspace_no = :w")[0][0]
            statement.state(connection, self.team.workspace_no, STATEMENT, monday.compute(look, PIPELINE, look.now))

    def _names(self, work: Work) -> None:
        for name, no in PEOPLE.items():
            members.keep_profile(
                work.connection, work.by.workspace_no, members.Profile(no, name, "Europe/Helsinki", None, True)
            )
        settings.put(work, settings.WORKSPACE, {settings.PLACE.format(pipeline=PIPELINE): 1})
        place = {"workspace_no": work.by.workspace_no, "place_no": 1, "channel_id": "C1", "barred": None}
        shared = {**place, "place_no": 2, "channel_id": "C2", "barred": "shared_channel"}
        work.connection.execute(insert(slack_place), [place, shared])

    def looking(self, member_no: int | None = ANNA):
        return self.team.ledger.looking(self.team.by(member_no))

    def stay(self, deal_no: int) -> int:
        return self.team.there(deal_no).stay

    def reader(self, language: str, *, in_place: bool = False) -> Reader:
        return Reader(ANNA, Voice(language, "Europe/Helsinki", self.team.clock.now()), in_place)

    def show(self, notice: Notice, language: str = "fi", *, in_place: bool = False) -> Message | None:
        with self.looking() as look:
            return render(look, notice, self.reader(language, in_place=in_place))

    def refuse(self, refused: Refused, language: str = "fi", member_no: int = ANNA) -> Message:
        with self.looking(member_no) as look:
            return render_refusal(look, refused, self.reader(language))


@pytest.fixture(scope="module")
def house(sqlite_files: SqliteFiles) -> Iterator[House]:
    storage = Storage.open(sqlite_files.fresh())
    yield House(storage)
    storage.close()


def _moved(house: House) -> dict[str, Value]:
    stay = house.stay(house.stuck)
    return {"deal": house.stuck, "from_stage": CONTACT, "to_stage": OFFER, "n": 3, "change": stay, "stay": stay}


NOTICES: dict[Says, Callable[[House], dict[str, Value]]] = {
    Says.CREATED: lambda house: {"deal": house.fresh, "sum": euros(700), "stage": FIRST, "change": 1, "stay": 1},
    Says.ADVANCED: _moved,
    Says.MOVED_BACK: _moved,
    Says.REOPENED: _moved,
    Says.WON: lambda house: {**_moved(house), "deal": house.won, "sum": euros(9000), "day": DAY},
    Says.LOST: lambda house: {**_moved(house), "deal": house.lost, "reason": house.reason},
    Says.STEP_CLEARED: _moved,
    Says.UNDONE: lambda house: {"change": 9, "deal": house.stuck, "stage": CONTACT, "open": True, "moved": True},
    Says.STEP_SET: lambda house: {**_moved(house), "step": house.reason, "day": DAY},
    Says.SNOOZED: lambda house: {**_moved(house), "day": DAY},
    Says.UNSNOOZED: _moved,
    Says.SEEN: lambda house: {**_moved(house), "day": DAY},
    Says.UNSEEN: _moved,
    Says.SETTINGS_SAVED: lambda house: {"change": None, "place": 1, "waits": True, "guests": 2, "some": True},
    Says.STUCK: lambda house: {"deal": house.stuck, "stay": house.stay(house.stuck), "nth": 1, "first": True},
    Says.REMINDER: lambda house: {"deal": house.stuck, "stay": house.stay(house.stuck), "day": None},
    Says.MORE_STUCK: lambda house: {"n": 4},
    Says.HAPPENED: lambda house: {"deal": house.stuck, "stay": house.stay(house.stuck)},
    Says.MONDAY: lambda house: {"statement": STATEMENT, "pipeline": PIPELINE},
    Says.SKIPPED: lambda house: {"day": DAY},
    Says.WELCOME: lambda house: {},
    Says.NOT_IN: lambda house: {"place": 1},
    Says.CHANNEL_ARCHIVED: lambda house: {"place": 1},
    Says.CHANNEL_SHARED: lambda house: {"place": 2},
    Says.IMPORTED: lambda house: {"n": 3, "open": 1, "won": 1, "lost": 1},
    Says.SHOWN: lambda house: {"deal": house.stuck},
    Says.MINE: lambda house: {},
    Says.STUCK_LIST: lambda house: {},
    Says.FOUND: lambda house: {"deals": [house.stuck, house.won], "n": 2},
    Says.BOARD: lambda house: {"pipeline": None},
    Says.FORECAST: lambda house: {"pipeline": None},
    Says.HELP: lambda house: {},
    Says.FORM: lambda house: {"word": "won", "deal": house.stuck, "to": SALE, "stay": 1, "typed": house.reason},
    Says.CARD: lambda house: {"deal": house.stuck},
    Says.REFUSED: lambda house: {"refusal": "no_such_deal", "text": house.reason},
}

AT = MONDAY - timedelta(minutes=2)
REFUSALS: dict[type[Refused], Callable[[House], Refused]] = {
    errors.DifferentCurrencies: lambda house: errors.DifferentCurrencies(one="EUR", other="SEK"),
    errors.Busy: lambda house: errors.Busy(),
    errors.NotAllowed: lambda house: errors.NotAllowed(who=BERTIL, role="lead"),
    errors.Stranger: lambda house: errors.Stranger(),
    errors.NotSetUp: lambda house: errors.NotSetUp(role="admin", who=AATU),
    errors.NoSuchDeal: lambda house: errors.NoSuchDeal(text="delta"),
    errors.NoSuchStage: lambda house: errors.NoSuchStage(stage=99),
    errors.StalePicture: lambda house: errors.StalePicture(deal=house.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.StepChanged: lambda house: errors.StepChanged(deal=house.stuck, who=BERTIL, at=AT),
    errors.StaleReminder: lambda house: errors.StaleReminder(deal=house.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.StaleSnooze: lambda house: errors.StaleSnooze(deal=house.stuck, stage=OFFER, who=BERTIL, at=AT),
    errors.AlreadyThere: lambda house: errors.AlreadyThere(deal=house.stuck, stage=OFFER),
    errors.DealClosed: lambda house: errors.DealClosed(deal=house.won, stage=SALE),
    errors.OpenAlready: lambda house: errors.OpenAlready(deal=house.stuck),
    errors.FirstStage: lambda house: errors.FirstStage(deal=house.fresh, stage=FIRST),
    errors.NotEarlier: lambda house: errors.NotEarlier(deal=house.stuck, stage=CONTACT, to=OFFER),
    errors.Missing: lambda house: errors.Missing(deal=house.stuck, to=SALE, fields=["promised_day"], stay=1),
    errors.MovedJustNow: lambda house: errors.MovedJustNow(
        deal=house.stuck, stage=OFFER, next=SALE, stay=house.stay(house.stuck), seconds=12
    ),
    errors.UndidJustNow: lambda house: errors.UndidJustNow(seconds=5, change=3, deal=house.stuck),
    errors.NothingToUndo: lambda house: errors.NothingToUndo(),
    errors.OnlySettingsToUndo: lambda house: errors.OnlySettingsToUndo(),
    errors.AlreadyUndone: lambda house: errors.AlreadyUndone(who=LEENA, at=AT, change=3),
    errors.ChangedSince: lambda house: errors.ChangedSince(who=LEENA),
    errors.CannotUndo: lambda house: errors.CannotUndo(deal=house.stuck, stage=LOST),
    errors.DayGone: lambda house: errors.DayGone(deal=house.stuck, day=DAY),
    errors.DayTooFar: lambda house: errors.DayTooFar(deal=house.stuck, day=DAY),
    errors.ReminderTooSoon: lambda house: errors.ReminderTooSoon(deal=house.stuck, day=DAY),
    errors.TooBig: lambda house: errors.TooBig(limit=Money(10**15, "EUR")),
    errors.NotAboveZero: lambda house: errors.NotAboveZero(),
    errors.NoStep: lambda house: errors.NoStep(deal=house.stuck),
    errors.EmptyName: lambda house: errors.EmptyName(),
    errors.TooLong: lambda house: errors.TooLong(limit=3000),
    errors.NotAnAmount: lambda house: errors.NotAnAmount(text="paljon"),
    errors.UnknownCurrency: lambda house: errors.UnknownCurrency(currency="XXQ"),
    errors.UnknownCountry: lambda house: errors.UnknownCountry(country="ZZ"),
    errors.UnknownZone: lambda house: errors.UnknownZone(zone="Mars/Olympus"),
    errors.Ambiguous: lambda house: errors.Ambiguous(
        text="a", n=2, deals=[house.stuck, house.fresh], word="advance", to=OFFER
    ),
    errors.OnlyAlike: lambda house: errors.OnlyAlike(text="akne", n=1, deals=[house.stuck], word="lost", to=None),
    errors.WhichDeal: lambda house: errors.WhichDeal(deals=[house.stuck, house.fresh], word="won", to=None),
    errors.UnknownWord: lambda house: errors.UnknownWord(text="advnce", near="advance"),
    errors.UnknownStage: lambda house: errors.UnknownStage(text="neuvottelu"),
    errors.UnclearDay: lambda house: errors.UnclearDay(text="joskus"),
    errors.UnclearAmount: lambda house: errors.UnclearAmount(text="paljon", field="amount", sentence="amount_too_big"),
    errors.NotForm: lambda house: errors.NotForm(),
    errors.FormNotShown: lambda house: errors.FormNotShown(id="7f3a91c2", text="uusi Acme, 100 €"),
    errors.SharedChannel: lambda house: errors.SharedChannel(),
    errors.ArchivedChannel: lambda house: errors.ArchivedChannel(),
    errors.ChannelUntold: lambda house: errors.ChannelUntold(),
    errors.NotALead: lambda house: errors.NotALead(field="lead"),
}


def test_every_kind_of_notice_is_tried_here() -> None:
    assert set(NOTICES) == set(Says)


def test_every_kind_of_refusal_is_tried_here() -> None:
    assert set(REFUSALS) == set(every_refusal())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("says", Says)
def test_a_notice_is_worded(house: House, says: Says, language: str) -> None:
    _is_worded(house.show(Notice(says, NOTICES[says](house)), language))


@pytest.mark.parametrize("says", [each for each in Says if "change" in each or each in (Says.ADVANCED, Says.SNOOZED)])
def test_an_answer_in_place_says_who_did_it_and_when(house: House, says: Says) -> None:
    shown = house.show(Notice(says, NOTICES[says](house)), in_place=True)
    assert shown is not None
    assert "Anna, ti 7.4." in shown.text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_worded(house: House, kind: type[Refused], language: str) -> None:
    _is_worded(house.refuse(REFUSALS[kind](house), language))


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_not_worded_alike_in_both_languages(house: House, kind: type[Refused]) -> None:
    refused = REFUSALS[kind](house)
    assert house.refuse(refused, "fi").text != house.refuse(refused, "en").text


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        (errors.UnknownZone(zone="Mars/Olympus"), "zone"),
        (errors.UnknownCountry(country="ZZ"), "country"),
        (errors.UnknownCurrency(currency="XXQ"), "currency"),
        (errors.SharedChannel(), "place"),
        (errors.ArchivedChannel(), "place"),
        (errors.ChannelUntold(), "place"),
    ],
)
def test_what_is_wrong_with_a_setting_stands_under_its_field(house: House, refused: Refused, field: str) -> None:
    with house.looking() as look:
        assert list(render_under_fields(look, refused, house.reader("fi"), "settings")) == [field]


def test_a_currency_that_was_typed_with_an_amount_is_told_there(house: House) -> None:
    with house.looking() as look:
        refused = errors.UnknownCurrency(currency="XXQ")
        assert list(render_under_fields(look, refused, house.reader("fi"), "new")) == ["amount"]


def _is_worded(shown: Message | None) -> None:
    assert shown is not None
    check(shown)
    for text in [shown.text, *texts_of(list(shown.blocks), "mrkdwn"), *texts_of(list(shown.blocks), "plain_text")]:
        assert without_gaps(text), text


# --- What is true now -------------------------------------------------------------------------------------------------


def test_a_reminder_of_an_earlier_stay_is_dropped(house: House) -> None:
    assert house.show(Notice(Says.STUCK, {"deal": house.stuck, "stay": 1, "nth": 1})) is None


def test_that_a_channel_is_shared_is_not_told_once_it_is_no_more(house: House) -> None:
    assert house.show(Notice(Says.CHANNEL_SHARED, {"place": 1})) is None


@pytest.mark.parametrize("which", ["won", "lost", "fresh"])
def test_a_reminder_of_a_deal_that_is_not_stuck_is_dropped(house: House, which: str) -> None:
    deal = {"won": house.won, "lost": house.lost, "fresh": house.fresh}[which]
    assert house.show(Notice(Says.STUCK, {"deal": deal, "stay": house.stay(deal), "nth": 1})) is None


def test_a_reminder_of_a_snoozed_deal_is_dropped(sqlite_files: SqliteFiles) -> None:
    storage = Storage.open(sqlite_files.fresh())
    house = House(storage)
    reminder = Notice(Says.STUCK, {"deal": house.stuck, "stay": house.stay(house.stuck), "nth": 1})
    assert house.show(reminder) is not None
    house.team.snooze(house.stuck)
    assert house.show(reminder) is None
    house.team.undo()
    assert house.show(reminder) is not None
    house.team.step(house.stuck, words="soita", days=3)
    assert house.show(reminder) is None
    storage.close()


def test_undoing_what_moved_nothing_does_not_speak_of_a_stage(house: House) -> None:
    house.team.snooze(house.fresh)
    undone = house.show(house.team.undo())
    assert undone is not None
    assert undone.text == "Peruttu: Gamma on taas ennallaan."
    again = house.show(house.team.undo(house.team.last_event))
    assert again is not None
    assert again.text == "Tehty uudelleen: diilin Gamma muutos on taas voimassa."


def test_a_deal_that_is_gone_is_said_to_be_gone(house: House) -> None:
    shown = house.show(Notice(Says.SHOWN, {"deal": 999}))
    assert shown is not None
    assert shown.text == "Diiliä #999 ei löydy."


def test_a_statement_that_is_gone_is_not_posted(house: House) -> None:
    assert house.show(Notice(Says.MONDAY, {"statement": "monday:1:2020-01-06"})) is None


def test_the_post_and_what_opens_from_it_tell_the_same_sum(house: House) -> None:
    post = house.show(Notice(Says.MONDAY, {"statement": STATEMENT}))
    sums = house.show(Notice(Says.FORECAST, {"statement": STATEMENT, "opens": "sums"}))
    deals = house.show(Notice(Says.FORECAST, {"statement": STATEMENT, "opens": "deals"}))
    assert post is not None
    assert sums is not None
    assert deals is not None
    assert "Acme Oy" in sums.text
    assert "Acme Oy" in deals.text
    with house.looking() as look:
        figures = statement.stated(look, STATEMENT)
    assert figures is not None
    voice = house.reader("fi").voice
    for month in figures.months:
        assert voice.about(month.money[0].expected) in post.text
        assert voice.money(month.money[0].expected) in sums.text


def test_a_stale_press_shows_who_moved_it_and_the_deal_as_it_is(house: House) -> None:
    shown = house.refuse(errors.StalePicture(deal=house.stuck, stage=OFFER, who=BERTIL, at=AT))
    assert shown.text.startswith("Ei siirretty: Acme Oy on nyt vaiheessa Tarjous (Bertil, klo\u00a08.58).")
    pressed = [button["action_id"] for button in buttons_of(list(shown.blocks))]
    assert f"won.{house.stuck}" in pressed


def test_who_may_set_up_gets_the_button_and_others_hear_whom_to_ask(house: House) -> None:
    refused = errors.NotSetUp(role="admin", who=AATU)
    other, admin = house.refuse(refused), house.refuse(refused, member_no=AATU)
    assert "Aatu" in other.text
    assert not list(buttons_of(list(other.blocks)))
    assert [button["action_id"] for button in buttons_of(list(admin.blocks))] == ["settings"]


def test_a_picked_deal_goes_on_with_the_stage_that_was_named(house: House) -> None:
    shown = house.refuse(REFUSALS[errors.Ambiguous](house))
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
        ("step", errors.DayGone(day=DAY), "step_day"),
        ("step", errors.DayTooFar(day=DAY), "step_day"),
        ("snooze", errors.DayGone(day=DAY), "until"),
        ("snooze", errors.ReminderTooSoon(day=DAY), "until"),
        ("won", errors.Missing(deal=1, to=SALE, fields=["amount", "promised_day"], stay=1), "promised_day"),
        ("lost", errors.TooLong(limit=3000), "reason"),
        ("settings", errors.SharedChannel(), "place"),
        ("settings", errors.NotALead(field="lead"), "lead"),
    ],
)
def test_a_refusal_stands_under_the_field_it_concerns(house: House, word: str, refused: Refused, field: str) -> None:
    with house.looking() as look:
        assert field in render_under_fields(look, refused, house.reader("en"), word)


def test_a_refusal_that_concerns_no_field_stands_under_none(house: House) -> None:
    with house.looking() as look:
        assert render_under_fields(look, errors.Busy(), house.reader("en"), "won") == {}
