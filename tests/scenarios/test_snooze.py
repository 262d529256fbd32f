"""`/deal snooze`: no reminder before a day, and one on that day; asked back when it was read with doubt."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Thread, Town

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("/deal torkuta {name} 3 pv", "to 18.6."),
        ("/diili snooze {name} 3d", "to 18.6."),
        ("/deal muistuta {name} ensi ma", "ma 22.6."),
        ("/deal torkku {name} vko 27", "ma 29.6."),
        ("/deal remind {name} 1.9.", "ti 1.9."),
        ("/deal torkuta {name}", "to 18.6."),  # three business days
        ("/deal torkuta {name} viikko", "ma 22.6."),
        ("/deal torkuta {name} pari päivää", "ke 17.6."),
        ("/deal torkuta {name} ensi viikkoon", "ma 22.6."),
        ("/deal torkuta {name} ylihuomiseen", "ke 17.6."),
        ("/deal torkuta {name} kahdeksi viikoksi", "ma 29.6."),
        ("/deal torkuta {name} ens viikkoon", "ma 22.6."),
        ("/deal torkuta viikko {name}", "ma 22.6."),
        ("/deal snooze {name} a week", "ma 22.6."),
        ("/deal snooze {name} couple of days", "ke 17.6."),
        ("/deal muistuta {name} la", "ma 22.6. (la 20.6. ei ole arkipäivä)"),  # the day on which it comes
        ("/deal torkuta {name} 19.6.", "ma 22.6. (pe 19.6. on juhannusaatto)"),
        ("/deal torkuta {name} 6.1.2027", "to 7.1.2027 (ke 6.1.2027 on loppiainen)"),
    ],
)
def test_until_the_day_that_was_typed(seller: Newcomer, line: str, until: str) -> None:
    name = seller.new_deal()

    assert seller.type(line.format(name=name)) == f"💤 {name}: muistutetaan {until}"


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal snooze {name} next Monday") == f"💤 {name}: reminder on Mon 22 June"
    for day, why in (("friday", "Fri 19 June is Midsummer Eve"), ("sat", "Sat 20 June is not a business day")):
        assert english.type(f"/deal snooze {name} {day}") == f"💤 {name}: reminder on Mon 22 June ({why})"


def test_a_doubtful_day_is_asked_back_in_a_form(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal torkuta {name} 14.6.") == ""
    assert "tarkoititko" in str(seller.form())

    answered = seller.fill(until="2029-01-01")
    assert "yli 18 kuukauden päässä" in answered["errors"]["until"]
    assert "Valitse lähempi päivä" in seller.fill(until="9999-12-31")["errors"]["until"]
    assert "on jo mennyt" in seller.fill(until="0001-01-01")["errors"]["until"]
    answered = seller.fill(until="2026-06-14")
    assert "on jo mennyt" in answered["errors"]["until"]
    answered = seller.fill(until="2026-06-15")
    assert answered["errors"]["until"] == "Muistutusta ei asetettu: muistutus voi tulla aikaisintaan huomenna."
    seller.fill(until="2026-09-01")
    seller.told("muistutetaan ti 1.9.")


def test_a_holiday_is_asked_back_in_a_form(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal torkuta {name} juhannuksen jälkeen") == ""

    assert seller.filled() == {"until": "2026-06-22"}
    assert "”juhannuksen jälkeen”: tarkoititko" in str(seller.form())
    seller.fill()
    seller.told("muistutetaan ma 22.6.")


def test_an_unreadable_day_is_said_with_examples(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal torkuta {name} 31.2.")

    assert told == "”31.2.” jäi epäselväksi. Kirjoita esim. 29.6., ensi ma tai vko 27."  # on Monday 15 June


@pytest.mark.parametrize("day", ["tänään", "0 pv", "15.6."])
def test_a_reminder_comes_tomorrow_at_the_earliest(seller: Newcomer, day: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal torkuta {name} {day}")

    assert told == "Muistutusta ei asetettu: muistutus voi tulla aikaisintaan huomenna."


def test_a_day_that_will_not_do_is_refused_in_good_english(english: Newcomer) -> None:
    name = english.new_deal()

    for day, said in (
        ("today", "No reminder set: a reminder can come tomorrow at the earliest."),
        ("yesterday", "“yesterday” is in the past. Try a future day: 29 June, next Mon, week 27."),
        ("31 June", "“31 June” is unclear. Try 29 June, next Mon, week 27."),
    ):
        assert english.type(f"/deal snooze {name} {day}") == said


def test_it_is_taken_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal torkuta {name} 3 pv")

    assert seller.type("/deal peru") == f"Peruttu: {name} on taas ennallaan. Peruttiin: muistutuksen siirto."
    assert seller.town.deal(name).snoozed_until is None


@pytest.mark.parametrize("line", ["torkuta {name} 3 pv -- odottaa budjettia", "torkuta {name} — odottaa budjettia"])
def test_a_note_is_kept(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    assert "muistutetaan to 18.6." in seller.type(f"/deal {line.format(name=name)}")

    assert [note.text for note in seller.town.deal(name).notes] == ["odottaa budjettia"]
    seller.type("/deal peru")
    assert seller.town.deal(name).notes == ()
    assert seller.town.deal(name).snoozed_until is None


def test_a_note_goes_through_the_form_of_a_doubtful_day(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal torkuta {name} 14.6. -- odottaa budjettia")

    assert seller.filled() == {"until": "2027-06-14", "note": "odottaa budjettia"}
    seller.fill(until="2026-09-01")

    seller.told("muistutetaan ti 1.9.")
    assert [note.text for note in seller.town.deal(name).notes] == ["odottaa budjettia"]


def test_in_a_thread(thread: Thread) -> None:
    assert "muistutetaan ma 22.6." in thread.says("torkuta ensi ma", "💤")


def test_in_a_thread_a_doubtful_day_is_a_button_to_the_form(thread: Thread) -> None:
    thread.says("torkuta 14.6.", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"until": "2027-06-14"}


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa" in town.type(OTHER_SELLER, f"/deal torkuta {name} 3 pv")


@pytest.mark.parametrize(
    ("moved", "stage"), [("siirrä {name}", "Yhteydenotto"), ("hävitty {name} -- hinta", "Hävitty")]
)
def test_a_form_left_open_while_the_deal_went_on_says_what_was_not_done(
    seller: Newcomer, town: Town, moved: str, stage: str
) -> None:
    name = seller.new_deal()
    seller.type(f"/deal torkuta {name} 14.6.")
    earliest = _hour_and_minute(town)
    town.type(LEAD, f"/deal {moved.format(name=name)}")
    latest = _hour_and_minute(town)

    refused = seller.fill(until="2026-09-01")["errors"]["until"].replace("\u00a0", " ")

    said = re.match(
        rf"Muistutusta ei asetettu: {name} on nyt vaiheessa {stage} \(Kaisa Lahtinen, klo (\d+)\.(\d\d)\)", refused
    )
    assert said is not None, refused
    assert earliest <= (int(said[1]), int(said[2])) <= latest


def _hour_and_minute(town: Town) -> tuple[int, int]:
    """What a clock in Helsinki shows now in this town, which is as old as the tests before have made it."""
    now = town.bot.clock.now().astimezone(HELSINKI)
    return now.hour, now.minute


def test_in_english_too_it_says_what_was_not_done(english: Newcomer, town: Town) -> None:
    name = english.new_deal()
    english.type(f"/deal snooze {name} 14.6.")
    town.type(LEAD, f"/deal siirrä {name}")

    refused = english.fill(until="2026-09-01")["errors"]["until"]

    assert refused.startswith(f"No reminder set: {name} is now in Contact (Kaisa Lahtinen, ")


def test_a_closed_deal_needs_no_reminder(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} -- hinta")

    assert "on jo päättynyt" in seller.type(f"/deal torkuta {name} 3 pv")


def test_an_english_to_is_no_thursday(english: Newcomer) -> None:
    name = english.new_deal()

    assert "“to” is unclear" in english.type(f"/deal snooze {name} to")
    assert not english.has_form()


def test_a_snooze_until_tonight_is_refused_as_one_until_today(english: Newcomer) -> None:
    name = english.new_deal()

    assert (
        english.type(f"/deal snooze {name} tonight") == "No reminder set: a reminder can come tomorrow at the earliest."
    )
