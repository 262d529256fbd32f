"""`/deal step`: the next step and its day, in a form filled in from the line."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("/deal askel {name} soita ja kysy ensi ma", "2026-06-22"),
        ("/diili step {name} soita ja kysy 22.6.", "2026-06-22"),
        ("/deal next step {name} soita ja kysy next Monday", "2026-06-22"),
    ],
)
def test_the_form_is_filled_in_from_the_line(seller: Newcomer, line: str, day: str) -> None:
    name = seller.new_deal()

    assert seller.type(line.format(name=name)) == ""

    assert seller.filled() == {"step": "soita ja kysy", "step_day": day}
    seller.fill()
    assert f"{name} · seuraava askel ma 22.6.: soita ja kysy" in seller.told("seuraava askel ma")
    assert seller.town.deal(name).step == "soita ja kysy"
    assert seller.town.verified()


@pytest.mark.parametrize(
    ("line", "step", "day", "clock"),
    [
        ("ke klo 14 soita", "soita", "2026-06-17", "14:00"),
        ("soita ke klo 9", "soita", "2026-06-17", "09:00"),
        ("lounas klo 11 Pekan kanssa ti", "lounas klo 11 Pekan kanssa", "2026-06-16", "11:00"),
        ("soita Pekalle ensi ma klo 14", "soita Pekalle", "2026-06-22", "14:00"),
        ("soita Pekalle to 9.30", "soita Pekalle", "2026-06-18", "09:30"),
        ("soita Pekalle tomorrow at 2pm", "soita Pekalle", "2026-06-16", "14:00"),
    ],
)
def test_the_time_of_day_has_a_field_of_its_own(seller: Newcomer, line: str, step: str, day: str, clock: str) -> None:
    seller.type(f"/deal askel {seller.new_deal()} {line}")

    assert seller.filled() == {"step": step, "step_day": day, "step_at": clock}


def test_a_step_with_an_hour_is_shown_with_it_and_may_lose_it_again(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal askel {name} ke klo 14 soita")
    calm.fill()
    assert f"{name} · seuraava askel ke 17.6. klo 14.00: soita" in calm.told("seuraava askel ke")
    assert "Askel ke 17.6. klo 14.00: soita" in plain(calm.town.card(name, "soita"))
    assert "Askel ke 17.6. klo 14.00: soita" in calm.type(f"/deal näytä {name}")

    calm.type(f"/deal askel {name}")
    assert calm.filled() == {"step": "soita", "step_day": "2026-06-17", "step_at": "14:00"}
    calm.fill(step_at="")

    calm.told("seuraava askel ke 17.6.: soita")
    assert calm.town.deal(name).step_at is None
    assert calm.town.verified()


def test_a_step_is_moved_to_another_day_with_its_hour(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} ke klo 14 soita")
    seller.fill()
    seller.told("klo 14.00: soita")

    seller.type(f"/deal askel {name} ensi ma")

    assert seller.filled() == {"step": "soita", "step_day": "2026-06-22", "step_at": "14:00"}


def test_an_hour_of_today_that_is_over_is_refused_under_its_field(seller: Newcomer) -> None:
    seller.type(f"/deal askel {seller.new_deal()} soita tänään klo 7")

    gone = "Ei tallennettu: klo 7.00 on tänään jo mennyt. Valitse myöhempi aika."
    assert {key: each.replace("\u00a0", " ") for key, each in seller.fill()["errors"].items()} == {"step_at": gone}
    seller.fill(step_at="15:30")
    seller.told("seuraava askel ma 15.6. klo 15.30: soita")


def test_one_further_away_than_the_stages_limit_is_asked_about_once(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita 31.8. klo 9")

    assert not seller.fill().get("errors")
    asked = "Askel on vasta ma 31.8., 54 arkipäivän päästä, ja vaiheen aikaraja on 10 arkipäivää."
    assert asked in plain(seller.form())
    assert seller.filled() == {"step": "soita", "step_day": "2026-08-31", "step_at": "09:00"}
    seller.fill(step_day="2026-09-01")  # another day is asked about too
    assert "ti 1.9." in plain(seller.form())
    seller.fill()

    seller.told("seuraava askel ti 1.9. klo 9.00: soita")


def test_in_english_a_step_far_away_is_asked_about(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal step {name} call them 31 August")
    english.fill()

    assert "54 business days away, and the stage’s limit is 10 business days." in plain(english.form())
    english.fill()
    english.told("next step Mon 31 Aug")


def test_to_be_reminded_of_something_at_an_hour_is_a_step(seller: Newcomer) -> None:
    name = seller.new_deal().removesuffix(" Oy")

    assert seller.type(f"/deal muistuta mua soittamaan {name.lower()} ke klo 14") == ""

    filled = seller.filled()
    assert (filled["step_day"], filled["step_at"]) == ("2026-06-17", "14:00")
    assert filled["step"].startswith("soita ")


def test_in_english_a_step_has_its_hour(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal step {name} call them Wed at 2pm")
    assert english.filled() == {"step": "call them", "step_day": "2026-06-17", "step_at": "14:00"}
    english.fill()

    english.told(f"{name} · next step Wed 17 June 14:00: call them")
    assert "Step Wed 17 June 14:00: call them" in english.type(f"/deal show {name}")


@pytest.mark.parametrize(
    ("line", "step", "day", "asked"),
    [
        ("{name} palaveri ens tiistaina", "palaveri", "2026-06-16", "ens tiistaina"),
        ("{name} huomenna soita pekalle", "soita pekalle", "2026-06-16", ""),
        ("{name} soita huomenna Pekalle", "soita huomenna Pekalle", "2026-06-16", "huomenna"),
        ("{name} tarjous juhannuksen jälkeen", "tarjous", "2026-06-22", "juhannuksen jälkeen"),
        ("{name} soita huomisaamuna", "soita huomisaamuna", "2026-06-16", ""),
        ("huomenna {name} soita pekalle", "soita pekalle", "2026-06-16", ""),
    ],
)
def test_a_day_is_found_at_either_end_and_asked_where_it_is_not_sure(
    seller: Newcomer, line: str, step: str, day: str, asked: str
) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal askel {line.format(name=name)}") == ""

    assert seller.filled() == {"step": step, "step_day": day}
    assert (f"”{asked}”: tarkoititko" in str(seller.form())) == bool(asked)
    seller.fill()
    assert seller.town.deal(name).step == step


def test_of_a_span_of_hours_the_first_is_the_steps_hour(seller: Newcomer) -> None:
    seller.type(f"/deal askel {seller.new_deal()} palaveri ma 22.6. klo 13-14")

    assert seller.filled() == {"step": "palaveri klo 13-14", "step_day": "2026-06-22", "step_at": "13:00"}


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal step {name} call them 22 June")
    english.fill()

    english.told(f"{name} · next step Mon 22 June: call them")


def test_a_refused_form_is_corrected_three_times(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita")

    for wrong, said in (("2026-06-01", "tuleva"), ("2030-01-01", "lähempi"), ("2026-06-14", "tuleva")):
        assert f"Valitse {said} päivä." in seller.fill(step_day=wrong)["errors"]["step_day"]
    for wrong, said in (("0001-01-01", "tuleva"), ("9999-12-31", "lähempi")):
        assert f"Valitse {said} päivä." in seller.fill(step_day=wrong)["errors"]["step_day"]
    seller.fill(step_day="2026-06-16")

    seller.told("seuraava askel ti 16.6.: soita")


def test_of_two_forms_open_at_once_the_second_shows_what_it_would_replace(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} lähetä tarjous ke -- pyysivät")
    town.type(LEAD, f"/deal askel {name} soita Pekalle ensi ma")
    town.fill(LEAD)

    answered = seller.fill(step="lähetä uusi tarjous")

    assert not answered.get("errors")
    assert "Ei tallennettu: seuraava askel on vaihtunut (Kaisa" in plain(seller.form())
    assert "Askel ma 22.6.: soita Pekalle" in plain(seller.form())
    assert seller.filled() == {"step": "lähetä uusi tarjous", "step_day": "2026-06-17", "note": "pyysivät"}
    assert town.deal(name).step == "soita Pekalle"
    assert town.deal(name).notes == ()

    seller.fill()

    assert "ke 17.6.: lähetä uusi tarjous" in seller.told("seuraava askel ke")
    assert town.deal(name).step == "lähetä uusi tarjous"
    assert [note.text for note in town.deal(name).notes] == ["pyysivät"]
    assert town.verified()


def test_what_changed_once_more_in_the_meantime_is_shown_once_more(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita Pekalle ke")
    for line, shown in (("tapaaminen to", "Askel to 18.6.: tapaaminen"), ("lounas 23.6.", "ti 23.6.: lounas")):
        town.type(LEAD, f"/deal askel {name} {line}")
        town.fill(LEAD)
        seller.fill()
        assert shown in plain(seller.form())

    assert town.deal(name).step == "lounas"
    seller.fill()
    seller.told("seuraava askel ke 17.6.: soita Pekalle")


def test_in_english_too_the_second_form_shows_what_it_would_replace(english: Newcomer, town: Town) -> None:
    name = english.new_deal()
    english.type(f"/deal step {name} send the offer Wed")
    town.type(LEAD, f"/deal askel {name} call Peter ensi ma")
    town.fill(LEAD)

    english.fill()

    assert "Not saved: the next step has changed (Kaisa" in plain(english.form())
    assert "Step Mon 22 June: call Peter" in plain(english.form())
    english.fill()
    english.told(f"{name} · next step Wed 17 June: send the offer")


def test_a_step_taken_back_in_the_meantime_is_no_step_to_replace(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    town.type(LEAD, f"/deal askel {name} soita ke")
    town.fill(LEAD)
    seller.type(f"/deal askel {name} tapaaminen to")
    town.type(LEAD, f"/deal peru {name}")

    seller.fill()

    seller.told("seuraava askel to 18.6.: tapaaminen")


def test_an_emptied_step_is_done(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita ke")
    seller.fill()
    seller.told("seuraava askel ke 17.6.: soita")

    seller.type(f"/deal askel {name}")
    seller.fill(step="", step_day="")

    seller.told(f"Tehty: soita · {name}. Mitä seuraavaksi?")
    assert seller.town.deal(name).step is None
    assert seller.town.deal(name).step_day is None
    seller.press("Peru", "Tehty: soita")
    seller.told("Peruttu")
    assert seller.town.deal(name).step == "soita"
    assert seller.town.verified()


@pytest.mark.parametrize("line", ["/deal askel {no} tehty", "/diili step #{no} done", "/deal step done {no}"])
def test_a_step_is_said_to_be_done(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita ke")
    seller.fill()
    seller.told("seuraava askel ke 17.6.: soita")

    told = seller.type(line.format(no=seller.town.deal(name).deal_no) + " -- lupasivat vastata")

    assert told == f"Tehty: soita · {name}. Mitä seuraavaksi?"
    assert seller.town.deal(name).step is None
    assert [note.text for note in seller.town.deal(name).notes] == ["lupasivat vastata"]


def test_which_deals_step_is_done_is_asked(seller: Newcomer) -> None:
    seller.new_deal()
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita ke")
    seller.fill()

    assert seller.type("/deal askel tehty").startswith("Mikä diili?")
    seller.press(f"step.{seller.town.deal(name).deal_no}", "Mikä diili?")

    seller.told("Tehty: soita")
    assert seller.town.deal(name).step is None


def test_in_english_a_step_is_said_to_be_done(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal step {name} call them 22 June")
    english.fill()
    english.told("next step Mon 22 June")

    assert english.type(f"/deal step {name} done") == f"Done: call them · {name}. What next?"
    assert english.type(f"/deal step {name} done") == "Not saved: there is no next step. Write what comes next."


def test_where_no_step_is_none_is_done_and_a_step_wants_its_day(seller: Newcomer) -> None:
    name = seller.new_deal()
    none = "Ei tallennettu: seuraavaa askelta ei ole. Kirjoita, mitä tehdään seuraavaksi."
    assert seller.type(f"/deal askel {name} tehty") == none

    seller.type(f"/deal askel {name}")
    assert seller.fill(step=" ", step_day="2026-06-22")["errors"] == {"step": none}
    seller.fill(step="soita")
    seller.told("seuraava askel ma 22.6.: soita")

    seller.type(f"/deal askel {name}")
    missing = "Pakollinen tieto."
    assert seller.fill(step="soita taas", step_day="")["errors"] == {"step_day": missing}


def test_the_card_shows_it_and_its_button_opens_it_again(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.press_card("Askel…", name)
    calm.fill(step="tapaaminen", step_day="2026-06-22")

    assert "Askel ma 22.6.: tapaaminen" in plain(calm.town.card(name, "tapaaminen"))
    calm.press_card("Askel…", name)
    assert calm.filled() == {"step": "tapaaminen", "step_day": "2026-06-22"}


def test_in_a_thread_a_button_opens_the_form_with_what_was_typed(thread: Thread) -> None:
    thread.says("askel lähetä tarjous -- pdf:nä 22.6.", "lomakkeella")
    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"step": "lähetä tarjous", "step_day": "2026-06-22", "note": "pdf:nä 22.6."}
    thread.owner.fill()
    assert "lähetä tarjous" in thread.shows("seuraava askel ma 22.6.")
    assert [note.text for note in thread.town.deal(thread.name).notes] == ["pdf:nä 22.6."]


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa" in town.type(OTHER_SELLER, f"/deal askel {name} soita ma")


def test_of_two_days_the_step_keeps_both_and_the_day_is_asked(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal askel {name} soita 22.6. tai huomenna")

    assert seller.filled()["step"] == "soita 22.6. tai huomenna"
    block = next(block for block in seller.form()["blocks"] if block["block_id"] == "step_day")
    assert "tarkoititko" in block["hint"]["text"]


@pytest.mark.parametrize("said", ["tehty, soitettu", "hoidettu: soitettu", "done; soitettu"])
def test_what_stands_behind_done_is_the_note_of_the_step(seller: Newcomer, said: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal askel {name} soita 22.6.")
    seller.fill()

    seller.type(f"/deal askel {name} {said}")

    assert seller.town.deal(name).step is None
    assert [note.text for note in seller.town.deal(name).notes] == ["soitettu"]


def test_what_stands_behind_done_is_not_lost_where_there_is_no_step(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal askel {name} tehty, soitettu") == ""

    assert seller.filled()["step"] == "tehty, soitettu"
