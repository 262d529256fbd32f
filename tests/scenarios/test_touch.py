"""`/deal touch`: a contact told in a line, pressed, mentioned, or filled in; with the step that follows from it."""

from __future__ import annotations

from tests.scenarios.town import Newcomer, Thread, plain


def test_a_line_is_kept_and_the_next_try_becomes_the_step(calm: Newcomer) -> None:
    name, town = calm.new_deal(), calm.town

    told = calm.type(f"/deal kontakti {name} soitin, ei vastannut")

    assert f"{name}: ei vastannut. Askel ke 17.6. klo" in told
    assert "soita uudelleen" in told
    assert "Puhelu: ei vastannut" in plain(town.card(name, "Puhelu ma 15.6.: ei vastannut"))
    calm.press("Peru", "ei vastannut")
    calm.told("Peruttu")
    assert (town.deal(name).step, town.deal(name).last_touch) == (None, None)
    assert town.verified()


def test_a_spoken_line_is_a_touch_and_its_step_is_set(english: Newcomer) -> None:
    name = english.new_deal()

    told = english.type(f"/deal called {name}, they are interested, offer by Thu 2pm")

    assert f"{name}: reached. Step Thu 18 June 14:00: offer" in told
    assert "Call: reached · interest: grew" in told
    assert english.town.deal(name).notes == ()


def test_who_contacted_whom_is_told_by_where_the_customer_stands(english: Newcomer) -> None:
    name = english.new_deal()

    assert "they contacted us" in english.type(f"/deal {name} emailed asking for the price")
    assert "email sent" in english.type(f"/deal emailed {name} asking for the price")


def test_tries_that_are_told_at_once_are_counted_and_a_reach_ends_the_step(calm: Newcomer) -> None:
    name, town = calm.new_deal(), calm.town
    calm.type(f"/deal soitin kolmesti {name} ei vastannut")
    assert (town.deal(name).tries, town.deal(name).step) == (0, "soita uudelleen")

    told = calm.type(f"/deal soitin {name}, tavoitettu")

    assert "Mitä seuraavaksi?" in told
    assert town.deal(name).step is None
    assert "Peruttiin: kontakti ja askel." in calm.type("/deal peru")
    assert town.verified()


def test_a_choice_on_the_card_logs_it(calm: Newcomer) -> None:
    name = calm.new_deal()

    calm.log_on_card("Puhelu: tavoitettu", name)

    assert f"{name}: tavoitettu. Mitä seuraavaksi?" in calm.told("tavoitettu")
    calm.town.card(name, "Puhelu ma 15.6.: tavoitettu")
    calm.log_on_card("Asiakas otti yhteyttä", name)  # by which means the form asks
    assert calm.chosen() == {"touch_outcome": "they_contacted"}


def test_what_is_not_surely_read_is_asked_in_the_form(calm: Newcomer) -> None:
    name = calm.new_deal()

    calm.type(f"/deal kontakti {name} lähetin tarjouksen")
    assert calm.chosen() == {"touch_outcome": "sent"}
    assert calm.filled() == {"touch_day": "2026-06-15", "note": "lähetin tarjouksen"}
    calm.fill(touch_means="email", touch_interest="grew", touch_day="2026-06-12")

    assert f"{name}: sähköposti lähetetty. Mitä seuraavaksi?" in calm.told("lähetetty")
    assert "Sähköposti pe 12.6.: lähetetty" in plain(calm.town.card(name, "Sähköposti pe 12.6."))
    assert "Sähköposti pe 12.6.: lähetetty · kiinnostus: kasvoi" in calm.type(f"/deal historia {name}")


def test_the_form_asks_with_whom_it_was_where_the_customer_has_people(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal asiakas {name} Maija Mallikas, ostopäällikkö")
    calm.log_on_card("Asiakas otti yhteyttä", name)

    calm.fill(touch_means="call", touch_whom="1")

    calm.told("asiakas otti yhteyttä")
    assert "asiakas otti yhteyttä · Maija Mallikas" in calm.type(f"/deal asiakas {name}")
    assert calm.town.verified()


def test_a_contact_to_come_is_refused_and_offered_as_a_step(calm: Newcomer) -> None:
    name = calm.new_deal()

    assert "”huomenna” on vasta edessä" in calm.type(f"/deal kontakti {name} soitin huomenna")
    calm.press("Askel…", "vasta edessä")

    assert calm.filled() == {"step": "soitin", "step_day": "2026-06-16"}


def test_mentioned_in_a_thread_it_is_about_that_deal(thread: Thread) -> None:
    told = thread.says("soitin, ei vastaa, uudestaan to", "ei vastannut")

    assert "Askel to 18.6.: soita uudelleen" in told


def test_the_sixth_try_asks_whether_to_go_on(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal kontakti {name} ei vastaa")
    for _ in range(4):  # the step that lies ahead is said again
        assert "ei vastannut. Askel ke 17.6. klo" in calm.type(f"/deal kontakti {name} ei vastaa")

    assert f"{name}: yritetty 6 kertaa, ei vastausta." in calm.type(f"/deal kontakti {name} ei vastaa")
    calm.press("Askel 3\N{NO-BREAK SPACE}kk päähän", "yritetty 6 kertaa")

    calm.told("seuraava askel ti 15.9.")


def test_a_colleague_logs_a_touch_and_leaves_the_step_alone(calm: Newcomer) -> None:
    name, other = calm.new_deal(), calm.town.newcomer()

    told = other.type(f"/deal kontakti {name} soitin, ei vastannut, uudestaan to")

    assert f"{name}: ei vastannut. Mitä seuraavaksi?" in told
    assert calm.town.deal(name).step is None
    assert [note.text for note in calm.town.deal(name).notes] == ["soitin, ei vastannut, uudestaan to"]
