"""The steps of a day: one message in the morning, and one ten minutes before a step's hour."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.town import LEAD, SELLER, Newcomer, Town, plain

TOMORROW = "ti 16.6."


def _messages(town: Town, who: str = SELLER) -> list[dict[str, Any]]:
    state = town.slack.state()
    rooms = [each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == who]
    return [each for room in rooms for each in state["messages"][room]]


def _at(town: Town, message: dict[str, Any]) -> dict[str, Any]:
    """The message as it is now."""
    return next(each for each in _messages(town) if each["ts"] == message["ts"])


def _plan(town: Town, line: str, name: str | None = None) -> str:
    """A step of a new deal of the seller's, or of one that is there; its customer's name."""
    name = name or town.new_deal()
    town.type(SELLER, f"/deal askel {name} {line}")
    answered = town.fill(SELLER)
    assert not answered.get("errors")
    town.told(SELLER, name)  # before the clock goes on: an answer's address ends after half an hour
    return name


def _days_later(town: Town, days: int, clock: str) -> None:
    """Let time go on to an hour of Helsinki's summer, so many days after Monday the 15th."""
    hour, minute = clock.split(":")
    town.slack.clock(to=f"2026-06-{15 + days:02}T{int(hour) - 3:02}:{minute}:00+00:00")


def test_a_step_with_an_hour_is_said_ten_minutes_before_and_done_where_it_is_said(own_town: Town) -> None:
    name = _plan(own_town, "soita Mikalle huomenna klo 9")

    _days_later(own_town, 1, "08:49")
    assert not _messages(own_town)
    _days_later(own_town, 1, "08:51")
    soon = own_town.direct(SELLER, "⏰ klo 9.00: soita Mikalle")
    assert f"{name} · 12 500 €" in plain(soon).replace("*", "")
    for button in ("Tehty", "Huomenna", "Askel…"):
        assert button in plain(soon)
    _days_later(own_town, 1, "12:00")
    assert len(_messages(own_town)) == 1

    own_town.press(SELLER, "Tehty", ts=soon["ts"], channel=own_town.room(SELLER))

    own_town.slack.until(lambda _: "Mitä seuraavaksi?" in plain(_at(own_town, soon)))
    done = plain(_at(own_town, soon)).replace("*", "")
    assert f"Tehty: soita Mikalle · {name}. Mitä seuraavaksi?" in done
    assert "Aino Virtanen, klo 12.00" in done
    assert "Askel…" in done
    assert own_town.deal(name).step is None
    own_town.press(SELLER, "Peru", ts=soon["ts"], channel=own_town.room(SELLER))
    own_town.slack.until(lambda _: "⏰" in plain(_at(own_town, soon)))
    assert own_town.deal(name).step == "soita Mikalle"
    assert own_town.refusals() == []
    assert own_town.verified()


def test_no_answer_logs_the_call_where_the_step_is_said_and_sets_the_next_try(own_town: Town) -> None:
    name = _plan(own_town, "soita Mikalle huomenna klo 9")
    _days_later(own_town, 1, "08:51")
    soon = own_town.direct(SELLER, "⏰ klo 9.00: soita Mikalle")

    own_town.press(SELLER, "Ei vastannut", ts=soon["ts"], channel=own_town.room(SELLER))

    answer = f"{name}: ei vastannut. Askel to 18.6. klo 14.00: soita uudelleen"
    own_town.slack.until(lambda _: answer in plain(_at(own_town, soon)).replace("*", ""))
    assert own_town.verified()


def test_tomorrow_puts_it_off_to_the_next_business_day_at_its_hour_and_it_is_said_again(own_town: Town) -> None:
    name = _plan(own_town, "soita to klo 14")  # the Friday after is Midsummer Eve
    _days_later(own_town, 3, "13:55")
    soon = own_town.direct(SELLER, "⏰ klo 14.00: soita")

    own_town.press(SELLER, "Huomenna", ts=soon["ts"], channel=own_town.room(SELLER))

    own_town.slack.until(lambda _: "seuraava askel ma 22.6. klo 14.00: soita" in plain(_at(own_town, soon)))
    assert (own_town.deal(name).step_day or own_town).isoformat() == "2026-06-22"  # type: ignore[union-attr]
    _days_later(own_town, 7, "13:51")
    own_town.slack.until(lambda _: len(_messages(own_town)) == 2)
    assert "⏰ klo 14.00: soita" in plain(_messages(own_town)[-1])


def test_an_emoji_on_it_does_what_its_button_does_once(own_town: Town) -> None:
    name = _plan(own_town, "soita to klo 14")
    _days_later(own_town, 3, "13:55")
    soon = own_town.direct(SELLER, "⏰ klo 14.00: soita")

    own_town.slack.react(SELLER, own_town.room(SELLER), soon["ts"], "zzz")
    own_town.slack.until(lambda _: "seuraava askel ma 22.6. klo 14.00: soita" in plain(_at(own_town, soon)))
    own_town.slack.react(SELLER, own_town.room(SELLER), soon["ts"], "zzz")  # taken off: nothing is undone

    _days_later(own_town, 7, "13:51")
    own_town.slack.until(lambda _: len(_messages(own_town)) == 2)
    again = _messages(own_town)[-1]
    own_town.direct(SELLER, "⏰ klo 14.00: soita")
    own_town.slack.react(SELLER, own_town.room(SELLER), again["ts"], "white_check_mark")
    own_town.slack.until(lambda _: "Tehty: soita" in plain(_at(own_town, again)))
    changes = own_town.changes()
    own_town.slack.react(SELLER, own_town.room(SELLER), again["ts"], "zzz")  # done already: silence

    assert "Tehty: soita" in plain(_at(own_town, again))
    assert own_town.changes() == changes
    assert own_town.deal(name).step is None
    assert own_town.verified()


def test_one_that_was_done_before_its_hour_is_not_said(own_town: Town) -> None:
    name = _plan(own_town, "soita huomenna klo 9")
    own_town.type(SELLER, f"/deal askel {name} tehty")

    _days_later(own_town, 1, "12:00")

    assert not _messages(own_town)


def test_one_said_and_done_elsewhere_becomes_one_line_and_undo_brings_it_back(own_town: Town) -> None:
    name = _plan(own_town, "soita huomenna klo 9")
    _days_later(own_town, 1, "08:55")
    soon = own_town.direct(SELLER, "⏰")

    own_town.type(LEAD, f"/deal askel {name} tehty")

    own_town.slack.until(lambda _: "Tehty: soita" in plain(_at(own_town, soon)))
    assert [block["type"] for block in _at(own_town, soon)["blocks"]] == ["section"]
    assert "Kaisa Lahtinen, klo 8.55" in plain(_at(own_town, soon))
    own_town.type(LEAD, f"/deal peru {name}")
    own_town.slack.until(lambda _: "⏰" in plain(_at(own_town, soon)))


def test_an_old_button_does_not_end_another_step(own_town: Town) -> None:
    name = _plan(own_town, "soita huomenna klo 9")
    _days_later(own_town, 1, "08:55")
    soon = own_town.direct(SELLER, "⏰")
    own_town.slack.fault("error", method="chat.update", error="message_not_found")
    _plan(own_town, "tapaaminen pe klo 10", name)

    own_town.press(SELLER, f"step.{own_town.deal(name).deal_no}.done", ts=soon["ts"], channel=own_town.room(SELLER))

    assert own_town.deal(name).step == "tapaaminen"


def test_the_steps_of_a_morning_stand_in_one_message_each_with_its_press(own_town: Town) -> None:
    one, other = _plan(own_town, "lähetä tarjous huomenna"), _plan(own_town, "varaa tila huomenna")
    timed = _plan(own_town, "soita huomenna klo 14")

    _days_later(own_town, 1, "08:29")
    assert not _messages(own_town)
    _days_later(own_town, 1, "08:31")
    morning = own_town.direct(SELLER, f"Tänään {TOMORROW}")
    shown = plain(morning).replace("*", "")
    for part in (
        f"{one} · 12 500 €\nlähetä tarjous",
        f"{other} · 12 500 €\nvaraa tila",
        f"{timed} · 12 500 €\nklo 14.00",
    ):
        assert part in shown
    assert shown.index(timed) < shown.index(one)
    assert len(_messages(own_town)) == 1

    no = own_town.deal(one).deal_no
    own_town.press(SELLER, f"step.{no}.done", ts=morning["ts"], channel=own_town.room(SELLER))

    own_town.slack.until(lambda _: one not in plain(_at(own_town, morning)))
    assert "Tehty: lähetä tarjous" in plain(own_town.told(SELLER, "Mitä seuraavaksi?"))
    assert other in plain(_at(own_town, morning))
    own_town.type(SELLER, f"/deal peru {one}")
    own_town.slack.until(lambda _: one in plain(_at(own_town, morning)))
    for name in (one, other, timed):
        own_town.type(SELLER, f"/deal askel {name} tehty")
    own_town.slack.until(lambda _: "ei enää tehtävää" in plain(_at(own_town, morning)))
    assert own_town.refusals() == []


def test_a_step_not_done_is_said_once_more_after_two_business_days(own_town: Town) -> None:
    name = _plan(own_town, "lähetä tarjous huomenna")
    _days_later(own_town, 1, "09:00")
    own_town.direct(SELLER, f"Tänään {TOMORROW}")

    _days_later(own_town, 2, "12:00")
    assert len(_messages(own_town)) == 1
    _days_later(own_town, 3, "08:31")
    assert f"{name} · 12 500 €\naskel oli {TOMORROW}: lähetä tarjous" in plain(
        own_town.direct(SELLER, "Tänään to 18.6.")
    ).replace("*", "")
    _days_later(own_town, 14, "16:00")

    assert len([each for each in _messages(own_town) if "Tänään" in plain(each)]) == 2
    assert f"askel oli {TOMORROW}" in own_town.type(SELLER, "/deal omat") + plain(own_town.told(SELLER, "Avoimet"))


def test_nothing_is_said_on_a_morning_without_a_step(own_town: Town) -> None:
    own_town.new_deal()
    _plan(own_town, "soita ensi viikon ti")

    _days_later(own_town, 4, "12:00")

    assert not _messages(own_town)


def test_in_english_both_are_worded_well(own_town: Town) -> None:
    Newcomer(own_town, SELLER).reads("en")
    _plan(own_town, "call them tomorrow at 9am")
    _plan(own_town, "send the offer tomorrow")

    _days_later(own_town, 1, "08:51")

    assert "⏰ 09:00: call them" in plain(own_town.direct(SELLER, "⏰"))
    morning = plain(own_town.direct(SELLER, "Today Tue 16 June"))
    assert "09:00 call them" in morning
    assert "send the offer" in morning


@pytest.mark.parametrize("line", ["soita tänään", "soita tänään klo 7.35"])
def test_a_step_set_when_its_moment_is_there_is_not_said_at_once(own_town: Town, line: str) -> None:
    _days_later(own_town, 0, "09:00") if "klo" not in line else None
    _plan(own_town, line)

    _days_later(own_town, 0, "12:00")

    assert not _messages(own_town)
