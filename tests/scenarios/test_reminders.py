"""A deal that stands still: its owner is told, once, at a civil hour, and deals with it from where it is told."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from pipeline.calendars import Calendar
from pipeline.deals.events import LostKind
from pipeline.stages.events import StageKind
from pipeline.storage.schema import outbox
from tests.scenarios.town import LEAD, SELLER, Town, plain

LIMIT_PASSED = "17d"  # ten business days, two weekends and Midsummer


def _messages(town: Town, who: str) -> list[dict[str, Any]]:
    state = town.slack.state()
    rooms = [each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == who]
    return [each for room in rooms for each in state["messages"][room]]


def _choose(town: Town, option: str, name: str, reminder: dict[str, Any]) -> None:
    """Choose from the menu of a reminder."""
    menu = f"menu.{town.deal_nos(name)[0]}"
    town.press(SELLER, menu, ts=reminder["ts"], channel=town.room(SELLER), value=option)


@pytest.fixture
def reminded(own_town: Town) -> tuple[Town, str, dict[str, Any]]:
    """A town where a deal of the seller's is stuck, and the reminder of it."""
    name = own_town.new_deal()
    own_town.slack.clock(by=LIMIT_PASSED)
    return own_town, name, own_town.direct(SELLER, name)


def test_the_owner_is_told_once_with_what_can_be_done(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, reminder = reminded

    shown = plain(reminder)
    assert "⏸" in shown
    assert "12 500 €" in shown
    assert "Tunnistaminen" in shown
    for button in ("Siirrä: Yhteydenotto", "Askel…", "Muistuta myöhemmin", "Hävitty…"):
        assert button in shown
    assert "👀" in shown
    town.slack.clock(by="1h")
    assert [name in plain(each) for each in _messages(town, SELLER)].count(True) == 1


def test_moving_from_the_reminder_puts_what_was_done_in_its_place(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, reminder = reminded

    _choose(town, "Siirrä: Yhteydenotto", name, reminder)

    done = plain(town.direct(SELLER, "Tunnistaminen → Yhteydenotto"))
    assert "Peru" in done
    assert "Muistuta myöhemmin" not in done
    town.press(SELLER, "Peru", ts=reminder["ts"], channel=town.room(SELLER))
    town.slack.until(lambda _: "⏸" in plain(_at(town, reminder)))
    _is_whole(_at(town, reminder))
    assert town.verified()


def test_a_touch_is_logged_where_the_reminder_stands_and_what_it_says_follows_the_turn(
    reminded: tuple[Town, str, dict[str, Any]],
) -> None:
    town, name, reminder = reminded
    room = town.room(SELLER)
    assert "Odottaa meitä: kontakteja ei ole kirjattu" in plain(reminder)

    menu = f"touch.{town.deal_nos(name)[0]}.menu"
    town.press(SELLER, menu, ts=reminder["ts"], channel=room, value="Sähköposti lähetetty")
    _in_place(town, reminder, "sähköposti lähetetty.")
    town.slack.clock(by="7d")
    second = town.direct(SELLER, "Vieläkö tämä elää?")
    assert "Odottaa asiakasta: sähköposti" in plain(second)
    town.slack.clock(by="7d")
    third = town.direct(SELLER, "Viimeinen muistutus tästä vaiheesta.")

    town.type(SELLER, f"/deal kontakti {name} soitin, tavoitin")
    _becomes(town, third, f"{name} · Puhelu")
    shown = town.type(SELLER, f"/deal näytä {name}")
    assert "asiakas yhteydessä tänään" in shown
    town.type(SELLER, "/deal omat")
    assert "odottaa meitä" in plain(town.told(SELLER, "Avoimet diilisi"))
    assert "dottaa" not in plain(town.card(name))
    assert town.refusals() == []
    assert town.verified()


def test_an_answer_that_did_not_come_sets_the_next_try_and_undo_brings_the_reminder_back(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal kontakti {name} laitoin viestin")
    own_town.slack.clock(by=LIMIT_PASSED)
    reminder = own_town.direct(SELLER, "Odottaa asiakasta: viesti")

    own_town.press(SELLER, "Ei vastannut", ts=reminder["ts"], channel=own_town.room(SELLER))
    _in_place(own_town, reminder, "ei vastannut. Askel")
    assert "jumissa olevia" in own_town.type(SELLER, "/deal jumissa")

    own_town.press(SELLER, "Peru", ts=reminder["ts"], channel=own_town.room(SELLER))
    _in_place(own_town, reminder, "Odottaa asiakasta: viesti")
    assert own_town.verified()


def _in_place(town: Town, message: dict[str, Any], part: str) -> None:
    """Wait until the message says this."""
    town.slack.until(lambda _: part in plain(_at(town, message)))


def _at(town: Town, message: dict[str, Any]) -> dict[str, Any]:
    """The message as it is now."""
    return next(each for each in _messages(town, SELLER) if each["ts"] == message["ts"])


def _becomes(town: Town, message: dict[str, Any], line: str) -> None:
    """Wait until the message is one line without buttons."""
    town.slack.until(lambda _: line in plain(_at(town, message)))
    assert [block["type"] for block in _at(town, message)["blocks"]] == ["section"]
    assert "\n" not in _at(town, message)["text"]


def test_what_was_done_elsewhere_makes_one_line_of_it_and_undo_brings_it_back(
    reminded: tuple[Town, str, dict[str, Any]],
) -> None:
    town, name, reminder = reminded

    town.type(SELLER, f"/deal siirrä {name}")
    _becomes(town, reminder, f"{name}: nyt vaiheessa Yhteydenotto · Aino Virtanen, klo")
    town.type(SELLER, f"/deal peru {name}")
    town.slack.until(lambda _: "⏸" in plain(_at(town, reminder)))
    _is_whole(_at(town, reminder))

    town.type(SELLER, f"/deal muistuta {name} 3 pv")
    _becomes(town, reminder, f"💤 {name}: muistutetaan")
    town.type(SELLER, f"/deal peru {name}")
    town.slack.until(lambda _: "⏸" in plain(_at(town, reminder)))

    town.type(SELLER, f"/deal askel {name} soita huomenna klo 9")
    town.fill(SELLER)
    _becomes(town, reminder, "klo 9.00: soita · Aino Virtanen")
    town.type(LEAD, f"/deal hävitty {name} -- hinta")
    _becomes(town, reminder, f"{name}: Hävitty to 2.7. · Kaisa Lahtinen")
    assert town.refusals() == []
    assert town.verified()


def test_the_first_ever_says_who_set_reminders_up_and_how_to_adjust_them(
    reminded: tuple[Town, str, dict[str, Any]],
) -> None:
    shown = plain(reminded[2])

    assert "enintään 3 päivässä" in shown
    assert "Muistutukset otti käyttöön Oskari" in shown
    assert "Säädä: `/deal asetukset`" in shown


def test_an_unanswered_one_comes_three_times_and_then_the_deal_stands_in_the_list(
    reminded: tuple[Town, str, dict[str, Any]],
) -> None:
    town, name, _reminder = reminded

    town.slack.clock(by="7d")
    second = town.direct(SELLER, "Vieläkö tämä elää?")
    assert "Kyllä: askel…" in plain(second)
    assert "Palataan myöhemmin…" in plain(second)
    assert "Viimeinen" not in plain(second)
    town.slack.clock(by="7d")
    town.direct(SELLER, "Viimeinen muistutus tästä vaiheesta.")
    town.slack.clock(by="60d")

    assert len([each for each in _messages(town, SELLER) if name in plain(each)]) == 3
    assert name in town.type(SELLER, "/deal jumissa")


def test_coming_back_later_asks_for_the_month_alone(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, _reminder = reminded
    town.slack.clock(by="7d")
    second = town.direct(SELLER, "Vieläkö tämä elää?")

    town.press(SELLER, "Palataan myöhemmin…", ts=second["ts"], channel=town.room(SELLER))

    fields = {each["block_id"]: each["element"] for each in town.form(SELLER)["view"]["blocks"] if "element" in each}
    assert fields["lost_kind"]["initial_option"]["text"]["text"] == "Ei päätöstä nyt"
    town.fill(SELLER, returns="2026-09-01")
    town.slack.until(lambda _: town.deal(name).state is StageKind.LOST)
    lost = town.deal(name)
    assert (lost.lost_kind, str(lost.returns)) == (LostKind.NO_DECISION, "2026-09-01")
    assert town.verified()


def test_a_snooze_reaction_sleeps_and_taken_off_wakes(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, reminder = reminded
    room = town.room(SELLER)

    town.slack.react(SELLER, room, reminder["ts"], "zzz")
    town.direct(SELLER, "muistutetaan")  # the reminder itself names the emoji

    town.slack.react(SELLER, room, reminder["ts"], "zzz")  # again: taken off
    town.slack.until(lambda _: all("muistutetaan" not in plain(each) for each in _messages(town, SELLER)))
    _is_whole(town.direct(SELLER, name))
    assert town.verified()


def _is_whole(reminder: dict[str, Any]) -> None:
    """It says why it came, and has its buttons."""
    shown = plain(reminder)
    for part in ("⏸", "Siirrä: Yhteydenotto", "Askel…", "Muistuta myöhemmin", "Hävitty…", "👀"):
        assert part in shown


def test_after_a_snooze_the_deal_is_said_again(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, reminder = reminded
    _choose(town, "Muistuta myöhemmin", name, reminder)
    town.direct(SELLER, "💤")

    town.slack.clock(by="7d")

    assert "⏸" in plain(town.direct(SELLER, name))
    assert len([each for each in _messages(town, SELLER) if name in plain(each)]) == 2


def test_on_an_old_reminder_a_snooze_touches_nothing_and_the_deal_is_shown_as_it_is_now(
    reminded: tuple[Town, str, dict[str, Any]],
) -> None:
    town, name, reminder = reminded
    room, menu = town.room(SELLER), f"menu.{town.deal_nos(name)[0]}"
    town.type(SELLER, f"/deal siirrä {name}")

    town.press(SELLER, menu, ts=reminder["ts"], channel=room, value="Muistuta myöhemmin")

    shown = plain(town.direct(SELLER, "on nyt vaiheessa"))
    assert f"Muistutusta ei asetettu: {name} on nyt vaiheessa Yhteydenotto" in shown.replace("*", "")
    assert "siirretty" not in shown
    assert town.deal(name).snoozed_until is None


@pytest.mark.parametrize(
    ("emoji", "not_done"), [("zzz", "Muistutusta ei asetettu"), ("eyes", "Muistutuksia ei muutettu")]
)
def test_an_emoji_on_an_old_reminder_touches_nothing_and_the_reminder_shows_the_deal_as_it_is_now(
    emoji: str, not_done: str, reminded: tuple[Town, str, dict[str, Any]]
) -> None:
    town, name, reminder = reminded
    town.type(SELLER, f"/deal siirrä {name}")

    town.slack.react(SELLER, town.room(SELLER), reminder["ts"], emoji)

    shown = town.direct(SELLER, "on nyt vaiheessa")
    assert shown["ts"] == reminder["ts"]
    assert f"{not_done}: {name} on nyt vaiheessa Yhteydenotto" in plain(shown).replace("*", "")
    deal = town.deal(name)
    assert (deal.snoozed_until, deal.quiet_until) == (None, None)


def test_eyes_are_a_sign_of_life(reminded: tuple[Town, str, dict[str, Any]]) -> None:
    town, name, reminder = reminded
    room = town.room(SELLER)

    town.slack.react(SELLER, room, reminder["ts"], "eyes")
    town.direct(SELLER, "Selvä")

    town.slack.react(SELLER, room, reminder["ts"], "eyes")  # again: taken off
    town.slack.until(lambda _: all("Selvä" not in plain(each) for each in _messages(town, SELLER)))
    _is_whole(town.direct(SELLER, name))


def test_one_that_was_asked_for_comes_on_its_day_and_is_dealt_with_like_any(own_town: Town) -> None:
    name = own_town.new_deal()
    assert "muistutetaan pe 26.6." in own_town.type(SELLER, f"/deal muistuta {name} 26.6.")

    own_town.slack.clock(by="10d")
    assert not _messages(own_town, SELLER)
    own_town.slack.clock(by="25h")

    reminder = own_town.direct(SELLER, "Pyysit muistuttamaan tästä.")
    assert f"⏰ {name} · 12 500 € · Tunnistaminen" in plain(reminder).replace("*", "")
    own_town.slack.react(SELLER, own_town.room(SELLER), reminder["ts"], "zzz")
    own_town.direct(SELLER, "muistutetaan ke 1.7.")
    own_town.slack.react(SELLER, own_town.room(SELLER), reminder["ts"], "zzz")  # again: taken off
    own_town.direct(SELLER, "Siirrä: Yhteydenotto")
    _choose(own_town, "Siirrä: Yhteydenotto", name, reminder)
    own_town.direct(SELLER, "Tunnistaminen → Yhteydenotto")
    assert own_town.verified()


@pytest.mark.parametrize("emoji", ["white_check_mark", "x"])
def test_a_tick_or_a_cross_asks_what_happened_and_moves_nothing(
    emoji: str, reminded: tuple[Town, str, dict[str, Any]]
) -> None:
    town, name, reminder = reminded

    town.slack.react(SELLER, town.room(SELLER), reminder["ts"], emoji)

    asked = plain(town.direct(SELLER, "mitä tapahtui?"))
    assert name in asked
    assert "Tunnistaminen" in plain(town.card(name))


def test_a_next_step_to_come_keeps_it_quiet(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal askel {name} soita heille 31.8.")
    own_town.fill(SELLER)
    own_town.fill(SELLER)  # it is asked whether so late a day is meant
    own_town.card(name, "soita heille")

    own_town.slack.clock(by="30d")

    assert not any("⏸" in plain(each) for each in _messages(own_town, SELLER))


def test_who_wants_none_gets_none_of_stuck_deals_and_those_asked_for_all_the_same(own_town: Town) -> None:
    own_town.new_deal()
    asked = own_town.new_deal()
    own_town.type(SELLER, "/deal asetukset")
    own_town.fill(SELLER, reminders_most="0")
    own_town.type(SELLER, f"/deal muistuta {asked} 1.7.")

    own_town.slack.clock(by="20d")

    told = [plain(each) for each in _messages(own_town, SELLER)]
    assert len([each for each in told if "⏸" in each or "Pyysit" in each]) == 1
    assert not any("Jumissa myös" in each for each in told)


def test_reminders_come_at_the_hour_and_in_the_number_that_a_person_chose(own_town: Town) -> None:
    for _ in range(3):
        own_town.new_deal()
    own_town.type(SELLER, "/deal asetukset")
    own_town.fill(SELLER, reminders_most="1", reminders_at="840")

    own_town.slack.clock(to="2026-07-01T10:59:00+00:00")
    assert not any("⏸" in plain(each) for each in _messages(own_town, SELLER))
    own_town.slack.clock(to="2026-07-01T11:01:00+00:00")
    own_town.direct(SELLER, "Jumissa myös 2 muuta")
    assert len([each for each in _messages(own_town, SELLER) if "⏸" in plain(each)]) == 1
    own_town.slack.clock(by="23h")

    assert len([each for each in _messages(own_town, SELLER) if "⏸" in plain(each)]) == 1
    own_town.type(SELLER, "/deal asetukset")
    assert "klo 14.00" in plain(own_town.form(SELLER)["view"])


def test_no_reminder_comes_at_night_or_on_a_holiday(own_town: Town) -> None:
    own_town.new_deal()

    own_town.slack.clock(by="40d")

    with own_town.bot.storage.read() as connection:
        said = connection.scalars(
            select(outbox.c.said_at).where(outbox.c.workspace_no == 1, outbox.c.says == "stalled")
        ).all()
    assert said
    for moment in said:
        local = moment.astimezone(ZoneInfo("Europe/Helsinki"))
        assert time(8) <= local.time() < time(17)
        assert Calendar().is_business_day(local.date())


def test_three_reminders_a_day_and_the_rest_in_one_line(own_town: Town) -> None:
    names = [own_town.new_deal(line=f"{worth} 000 €") for worth in (1, 5, 3, 4, 2)]

    own_town.slack.clock(by=LIMIT_PASSED)

    own_town.direct(SELLER, "Jumissa myös 2 muuta")
    first = [each for each in _messages(own_town, SELLER) if "⏸" in plain(each)]
    told = {name for name in names for each in first[:3] if name in plain(each)}
    assert told == {names[1], names[3], names[2]}
