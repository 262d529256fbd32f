"""Each thing that a change may be refused for, with the values its sentence needs; nothing is kept of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from pipeline import errors, money, setup_errors
from pipeline.calendars import Calendar, zone_named
from pipeline.deals import close, move, notes, open, snooze, steps
from pipeline.deals.deal import Expected, Given
from pipeline.ledger.outcome import Unchanged
from pipeline.money import Money
from pipeline.refused import Refused
from pipeline.stages.events import StageRetired
from pipeline.stages.stages import Stages, of_workspace
from tests.pipeline.team import (
    AATU,
    ANNA,
    BERTIL,
    CONTACT,
    FIRST,
    LEENA,
    LOST,
    OFFER,
    SALE,
    VERA,
    Team,
    change_of,
    euros,
)


def refused(kind: type[Refused], team: Team, act: Callable[[], Any]) -> dict[str, Any]:
    """The values of the refusal that `act` meets; nothing at all has changed."""
    before = team.everything()
    with pytest.raises(kind) as met:
        act()
    assert type(met.value) is kind
    assert met.value.key
    assert team.everything() == before
    return {name: value for name, value in vars(met.value).items() if value is not None}


def _retire(team: Team, stage_no: int, successor: int) -> None:
    def decide(work: Any) -> None:
        work.append(StageRetired(successor=successor), stage_no, of_workspace(work).by_no(stage_no))

    team.do(decide)


# --- Moving -----------------------------------------------------------------------------------------------------------


def test_a_stage_that_requires_an_amount_is_not_entered_without(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. →")
    stay = team.there(deal).stay
    values = refused(errors.Missing, team, lambda: team.advance(deal, to_stage=OFFER))
    assert values == {"deal": deal, "to": OFFER, "fields": ("amount",), "stay": stay}
    team.advance(deal, to_stage=OFFER, given=Given(amount=euros(9)))
    assert team.there(deal).amount == 900


def test_a_win_requires_an_amount_on_every_path(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. →")
    for act in (
        lambda: close.won(team.ledger, team.by(), deal, given=Given()),
        lambda: team.advance(deal, to_stage=SALE),
    ):
        assert refused(errors.Missing, team, act)["fields"] == ("amount",)


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", None])
def test_a_loss_requires_a_reason_that_can_be_read(team: Team, reason: str | None) -> None:
    deal = team.new()
    act = close.lost
    given = Given(reason=reason)
    assert refused(errors.Missing, team, lambda: act(team.ledger, team.by(), deal, given=given))["fields"] == (
        "reason",
    )
    assert refused(errors.Missing, team, lambda: team.advance(deal, to_stage=LOST, given=given))["fields"] == (
        "reason",
    )


def test_a_deal_is_not_moved_to_where_it_is(team: Team) -> None:
    deal = team.new()
    assert refused(errors.AlreadyThere, team, lambda: team.advance(deal, to_stage=FIRST)) == {
        "deal": deal,
        "stage": FIRST,
    }


@pytest.mark.parametrize("to", [None, CONTACT, SALE])
def test_a_closed_deal_has_no_next_stage(team: Team, to: int | None) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. won 1.9.")
    values = refused(errors.DealClosed, team, lambda: team.advance(deal, to_stage=to))
    assert values == {"deal": deal, "stage": SALE}


def test_a_closed_deal_is_neither_closed_again_nor_snoozed_nor_given_a_step(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. lost no")
    for act in (
        lambda: team.won(deal),
        lambda: team.lost(deal),
        lambda: team.snooze(deal),
        lambda: team.step(deal),
        lambda: snooze.see(team.ledger, team.by(), deal),
    ):
        refused(errors.DealClosed, team, act)


def test_there_is_nothing_before_the_first_stage(team: Team) -> None:
    deal = team.new()
    assert refused(errors.FirstStage, team, lambda: team.back(deal)) == {"deal": deal, "stage": FIRST}


def test_only_a_closed_deal_is_reopened(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → · 4.3. lost no")
    team.back(deal, reopening=True)
    assert team.there(deal).stage_no == CONTACT

    assert refused(errors.OpenAlready, team, lambda: team.back(deal, reopening=True)) == {"deal": deal}


def test_a_button_that_reopened_a_deal_moves_it_no_further(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → · 4.3. lost no")
    expected = Expected(team.there(deal).stay)
    team.back(deal, expected=expected)
    team.clock.move_by(timedelta(hours=1))

    assert refused(errors.StaleButton, team, lambda: team.back(deal, expected=expected))["stage"] == CONTACT


def test_back_does_not_lead_on(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. →")
    for to in (OFFER, SALE):
        values = refused(errors.NotEarlier, team, lambda to=to: team.back(deal, to_stage=to))
        assert values == {"deal": deal, "stage": CONTACT, "to": to}


def test_a_stage_that_is_missing_or_retired_is_not_entered(team: Team) -> None:
    deal = team.new("Acme", 100)
    assert refused(errors.NoSuchStage, team, lambda: team.advance(deal, to_stage=99)) == {"stage": 99}
    _retire(team, OFFER, CONTACT)
    assert refused(errors.NoSuchStage, team, lambda: team.advance(deal, to_stage=OFFER)) == {"stage": OFFER}


def test_a_deal_closed_in_a_stage_since_retired_reopens_in_its_successor(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous · 4.3. lost no")
    _retire(team, OFFER, CONTACT)
    team.back(deal)
    assert team.there(deal).stage_no == CONTACT


def test_a_deal_closed_in_a_stage_since_retired_for_a_closed_one_reopens_in_the_first(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous · 4.3. lost no")
    _retire(team, OFFER, SALE)
    team.back(deal)
    assert team.there(deal).stage_no == FIRST


def test_where_no_stage_follows_a_deal_goes_no_further(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous")
    _retire(team, SALE, LOST)
    assert refused(errors.NoSuchStage, team, lambda: team.advance(deal)) == {"stage": OFFER}


def test_undo_into_a_stage_since_retired_is_refused_and_names_its_successor(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous")
    moved = change_of(team.back(deal))
    _retire(team, OFFER, CONTACT)
    assert refused(errors.CannotUndo, team, lambda: team.undo(moved)) == {"deal": deal, "stage": OFFER, "to": CONTACT}


def test_an_unknown_deal_is_named_by_its_number(team: Team) -> None:
    assert refused(errors.NoSuchDeal, team, lambda: team.advance(77)) == {"number": 77}


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2026, 3, 1), errors.DayGone), (date(2025, 5, 30), errors.DayGone), (date(2027, 9, 4), errors.DayTooFar)],
)
def test_a_delivery_is_not_promised_for_a_day_gone_by_or_years_away(team: Team, day: date, kind: type[Refused]) -> None:
    deal = team.new("Acme", 100)
    given = Given(promised_day=day)
    for act in (
        lambda: close.won(team.ledger, team.by(), deal, given=given),
        lambda: team.advance(deal, to_stage=SALE, given=given),
    ):
        assert refused(kind, team, act) == {"deal": deal, "day": day}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(1, 1, 1), errors.DayGone),
        (date(2026, 3, 1), errors.DayGone),
        (date(2036, 3, 3), errors.DayTooFar),
        (date.max, errors.DayTooFar),
    ],
)
def test_no_new_deal_is_expected_on_a_day_gone_by_or_in_ten_years(team: Team, day: date, kind: type[Refused]) -> None:
    deal = open.NewDeal("Acme", close_day=day)
    assert refused(kind, team, lambda: open.new(team.ledger, team.by(), deal)) == {"day": day}


def test_a_delivery_may_be_promised_for_today(team: Team) -> None:
    deal = team.new("Acme", 100)
    close.won(team.ledger, team.by(), deal, given=Given(promised_day=date(2026, 3, 2)))
    assert team.there(deal).promised_day == date(2026, 3, 2)


# --- Pictures and second presses --------------------------------------------------------------------------------------


def test_a_button_of_an_earlier_stay_is_stale_and_says_who_moved_the_deal_and_when(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay, CONTACT)
    team.advance(deal, LEENA, to_stage=OFFER)
    at = team.clock.now()
    team.clock.move_by(timedelta(hours=1))
    for act in (
        lambda: team.advance(deal, to_stage=CONTACT, expected=expected),
        lambda: close.won(team.ledger, team.by(), deal, given=Given(), expected=expected),
    ):
        assert refused(errors.StaleButton, team, act) == {"deal": deal, "stage": OFFER, "who": LEENA, "at": at}


def test_a_button_of_a_stay_before_the_last_is_stale_also_for_whoever_moved_the_deal_there_again(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay, CONTACT)
    for to in (CONTACT, FIRST, CONTACT):
        team.advance(deal, to_stage=to)
    assert (
        refused(errors.StaleButton, team, lambda: team.advance(deal, to_stage=CONTACT, expected=expected))["who"]
        == ANNA
    )


def test_a_note_or_a_step_in_between_does_not_make_a_button_stale(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay, CONTACT)
    team.step(deal, LEENA)
    team.snooze(deal, LEENA)
    team.advance(deal, to_stage=CONTACT, expected=expected)
    assert team.there(deal).stage_no == CONTACT


@pytest.mark.parametrize("act", ["advance", "won", "lost"])
def test_pressing_a_button_again_gets_the_first_answer_again(team: Team, act: str) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay)
    given = Given(promised_day=date(2026, 9, 1), reason="no")
    acts = {
        "advance": lambda: move.advance(team.ledger, team.by(), deal, to_stage=CONTACT, expected=expected),
        "won": lambda: close.won(team.ledger, team.by(), deal, given=given, expected=expected),
        "lost": lambda: close.lost(team.ledger, team.by(), deal, given=given, expected=expected),
    }
    team.clock.move_by(timedelta(days=7))
    first = acts[act]()
    before = team.everything()
    team.clock.move_by(timedelta(days=7))
    assert acts[act]() == Unchanged(first.notice)
    assert team.everything() == before


def test_a_step_replaces_only_the_one_that_was_shown(team: Team) -> None:
    deal = team.new("Acme", 100)
    at_first = steps.StepShown(team.there(deal).step)
    team.step(deal, words="call Pekka")
    called = steps.StepShown(team.there(deal).step)
    at = team.clock.now()
    team.clock.move_by(timedelta(minutes=3))

    def act(shown: steps.StepShown) -> None:
        day = (team.clock.now() + timedelta(days=9)).date()
        steps.step(team.ledger, team.by(), deal, text="lunch", day=day, note="?", shown=shown)

    assert refused(errors.StepChanged, team, lambda: act(at_first)) == {"deal": deal, "who": ANNA, "at": at}
    act(called)
    assert refused(errors.StepChanged, team, lambda: act(called))["who"] == ANNA
    team.undo()
    act(called)


def test_a_step_that_was_taken_back_is_none_to_be_replaced(team: Team) -> None:
    deal = team.new("Acme", 100)
    at_first = steps.StepShown(team.there(deal).step)
    team.step(deal)
    team.undo()
    day = (team.clock.now() + timedelta(days=9)).date()
    steps.step(team.ledger, team.by(), deal, text="lunch", day=day, shown=at_first)
    assert team.there(deal).step is not None


def test_to_snooze_or_to_see_an_earlier_stay_is_stale(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay)
    team.advance(deal, to_stage=CONTACT)
    stale = dict.fromkeys((snooze.wake, snooze.see, snooze.unsee), errors.StaleReminder)
    for act, kind in {snooze.snooze: errors.StaleSnooze, **stale}.items():
        values = refused(kind, team, lambda it=act: it(team.ledger, team.by(), deal, expected=expected))
        assert (values["stage"], values["who"]) == (CONTACT, ANNA)


def test_a_form_for_a_win_or_a_loss_is_stale_after_ones_own_move_elsewhere(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay)
    given = Given(promised_day=date(2026, 9, 1), reason="no", note="long")
    team.advance(deal, to_stage=CONTACT)
    for close_it in (close.won, close.lost):
        values = refused(
            errors.StaleButton,
            team,
            lambda it=close_it: it(team.ledger, team.by(), deal, given=given, expected=expected),
        )
        assert (values["stage"], values["who"]) == (CONTACT, ANNA)


def test_a_form_for_a_win_is_stale_when_the_deal_was_lost_elsewhere(team: Team) -> None:
    deal = team.new("Acme", 100)
    expected = Expected(team.there(deal).stay)
    given = Given(promised_day=date(2026, 9, 1))
    team.lost(deal)
    act = lambda: close.won(team.ledger, team.by(), deal, given=given, expected=expected)  # noqa: E731
    assert refused(errors.StaleButton, team, act)["stage"] == LOST


@pytest.mark.parametrize("is_back", [False, True])
def test_a_second_move_without_a_stage_asks_within_two_minutes(team: Team, is_back: bool) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous") if is_back else team.new("Acme", 100)
    go = team.back if is_back else team.advance
    go(deal)
    team.clock.move_by(timedelta(seconds=119))
    here = team.there(deal)
    values = refused(errors.MovedJustNow, team, lambda: go(deal))
    onward = FIRST if is_back else OFFER
    assert values == {"deal": deal, "stage": CONTACT, "next": onward, "stay": here.stay, "seconds": 119}
    go(deal, LEENA)
    assert team.there(deal).stage_no == onward


def test_a_second_move_at_the_same_moment_is_a_second_after_the_first(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    assert refused(errors.MovedJustNow, team, lambda: team.advance(deal))["seconds"] == 1


def test_two_minutes_later_and_with_a_stage_named_nobody_is_asked(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    team.advance(deal, to_stage=OFFER)
    team.clock.move_by(timedelta(minutes=2))
    team.back(deal)
    team.advance(deal)
    assert team.there(deal).stage_no == OFFER


# --- What is given ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minor", "kind"), [(0, errors.NotAboveZero), (-1, errors.NotAboveZero), (10**15 + 1, errors.TooBig)]
)
def test_an_amount_that_is_none_or_beyond_what_is_kept_is_refused(team: Team, minor: int, kind: type[Refused]) -> None:
    money = Money(minor, "EUR")
    deal = team.new()
    for act in (
        lambda: open.new(team.ledger, team.by(), open.NewDeal("B", amount=money)),
        lambda: team.advance(deal, given=Given(amount=money)),
        lambda: close.won(team.ledger, team.by(), deal, given=Given(amount=money, promised_day=date(2026, 9, 9))),
    ):
        assert refused(kind, team, act) == ({"limit": Money(10**15, "EUR")} if kind is errors.TooBig else {})


@pytest.mark.parametrize("minor", [1, 10**15])
def test_the_smallest_and_the_largest_amount_are_kept_to_the_cent(team: Team, minor: int) -> None:
    open.new(team.ledger, team.by(), open.NewDeal("B", amount=Money(minor, "EUR")))
    assert team.there(1).amount == minor


@pytest.mark.parametrize("name", ["", "  \t ", "\u200b", "\x00"])
def test_a_customer_needs_a_name(team: Team, name: str) -> None:
    refused(errors.EmptyName, team, lambda: open.new(team.ledger, team.by(), open.NewDeal(name)))


def test_a_name_and_a_text_have_an_end(team: Team) -> None:
    deal = team.new()
    named = open.NewDeal("Ä" * 151)
    assert refused(errors.TooLong, team, lambda: open.new(team.ledger, team.by(), named)) == {"limit": 150}
    assert refused(errors.TooLong, team, lambda: team.lost(deal, reason="x" * 3001)) == {"limit": 3000}
    assert refused(errors.TooLong, team, lambda: team.advance(deal, given=Given(note="x" * 3001))) == {"limit": 3000}


def test_the_longest_text_and_the_farthest_day_are_taken(team: Team) -> None:
    lost, stepped = team.new(), team.new("B")
    team.lost(lost, reason="x" * 3000)
    assert team.there(lost).stage_no == LOST
    team.step(stepped, days=550)
    assert team.there(stepped).step_day == date(2027, 9, 3)


def test_a_step_needs_words(team: Team) -> None:
    deal = team.new()
    assert refused(errors.EmptyNote, team, lambda: notes.keep(team.ledger, team.by(), deal, " ")) == {"deal": deal}
    assert refused(errors.NoStep, team, lambda: team.step(deal, words=" ")) == {"deal": deal}
    assert refused(errors.NoStep, team, lambda: steps.done(team.ledger, team.by(), deal)) == {"deal": deal}


@pytest.mark.parametrize(("days", "kind"), [(-1, errors.DayGone), (551, errors.DayTooFar)])
def test_a_step_is_neither_in_the_past_nor_years_away(team: Team, days: int, kind: type[Refused]) -> None:
    deal = team.new()
    day = (team.clock.now() + timedelta(days=days)).date()
    act = steps.step
    assert refused(kind, team, lambda: act(team.ledger, team.by(), deal, text="x", day=day))["day"] == day


@pytest.mark.parametrize(("days", "kind"), [(-1, errors.DayGone), (0, errors.ReminderTooSoon), (551, errors.DayTooFar)])
def test_a_snooze_ends_after_today_and_not_years_away(team: Team, days: int, kind: type[Refused]) -> None:
    deal = team.new()
    refused(kind, team, lambda: team.snooze(deal, days=days))


# --- Undo, and the rest -----------------------------------------------------------------------------------------------


def test_undo_is_refused_in_each_of_its_ways(team: Team) -> None:
    deal = team.new("Acme", 100)
    refused(errors.NothingToUndo, team, lambda: team.undo(who=BERTIL))
    first = change_of(team.advance(deal))
    refused(errors.NotAllowed, team, lambda: team.undo(first, BERTIL))
    second = change_of(team.advance(deal, to_stage=OFFER))
    assert refused(errors.ChangedSince, team, lambda: team.undo(first))["who"] == ANNA
    team.undo(second)
    values = refused(errors.AlreadyUndone, team, lambda: team.undo(second, LEENA))
    assert (values["who"], values["at"]) == (ANNA, team.clock.now())
    refused(errors.UndidJustNow, team, lambda: team.undo(sure=False))


def test_strangers_are_refused_in_one_way(team: Team) -> None:
    assert refused(errors.Stranger, team, lambda: team.new(who=VERA)) == {}


def test_a_pipeline_without_the_stage_sought_says_so() -> None:
    with pytest.raises(errors.NoSuchStage):
        Stages(()).by_no(1)


def test_values_know_what_they_cannot_be() -> None:
    with pytest.raises(money.DifferentCurrencies):
        assert Money(1, "EUR") + Money(1, "SEK")
    with pytest.raises(money.NotAnAmount):
        Money.of("12.345", "EUR")
    with pytest.raises(money.UnknownCurrency):
        Money.of("1", "ABC")
    with pytest.raises(setup_errors.UnknownCountry):
        Calendar("XX").is_business_day(date(2026, 1, 1))
    with pytest.raises(setup_errors.UnknownZone):
        zone_named("Europe/Nowhere")


def test_an_admin_sells_nothing_of_others(team: Team) -> None:
    deal = team.new()
    assert refused(errors.NotAllowed, team, lambda: team.advance(deal, AATU))["who"] == ANNA
