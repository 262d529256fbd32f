"""`problem`, `follow_up`: a problem with what was won, and a follow-up sale; typed, pressed and filled in."""

from __future__ import annotations

from tests.scenarios.town import CHANNEL, Newcomer


def _won(person: Newcomer, word: str) -> str:
    name = person.new_deal()
    person.type(f"/deal {word} {name}")
    person.fill(promised_day="2026-06-22")
    person.told(name)
    return name


def test_a_problem_is_kept_done_and_undone(calm: Newcomer) -> None:
    name, town = _won(calm, "voitettu"), calm.town

    assert f"{name} · ongelma: venttiili vuotaa · askel tälle päivälle" in calm.type(
        f"/deal ongelma {name} venttiili vuotaa"
    )
    town.card(name, "Askel ma 15.6.: venttiili vuotaa")
    assert "venttiili vuotaa" in calm.type("/deal seuraavaksi")
    calm.type(f"/deal näytä {name}")
    assert "Ongelma: venttiili vuotaa" in calm.told("Ongelma: ")
    assert "Ongelma: venttiili vuotaa" in calm.type(f"/deal historia {name}")
    assert "venttiili vuotaa" in calm.type(f"/deal asiakas {name}")
    assert "tehty" in calm.type(f"/deal askel {name} tehty").casefold()
    assert town.deal(name).step is None
    calm.type(f"/deal peru {name}")
    town.card(name, "Askel ma 15.6.: venttiili vuotaa")
    assert town.verified()


def test_without_words_the_form_asks(english: Newcomer) -> None:
    name = _won(english, "won")

    card, menu = english.town.card(name, "Voitettu ma 15.6."), f"menu.{english.town.deal_nos(name)[0]}"
    english.town.press(english.user, menu, ts=card["ts"], channel=CHANNEL, value="Ongelma…")
    english.fill(problem="the valve leaks")

    english.told(f"{name} · problem: the valve leaks · a step for today")


def test_what_is_not_won_has_no_problem_and_no_follow_up(calm: Newcomer) -> None:
    name = calm.new_deal()

    assert "Kirjoitit: venttiili vuotaa" in calm.type(f"/deal ongelma {name} venttiili vuotaa")
    calm.press("Muistiinpanoksi", "ei ole voitettu")
    calm.told("muistiinpano tallennettu")
    assert [note.text for note in calm.town.deal(name).notes] == ["venttiili vuotaa"]
    assert "ei ole voitettu" in calm.type(f"/deal jatkokauppa {name}")


def test_a_follow_up_sale_opens_filled_in(calm: Newcomer) -> None:
    name = _won(calm, "voitettu")
    calm.type(f"/deal tarve {name} seisokki heinäkuussa")

    calm.type(f"/deal jatkokauppa {name} huoltosopimus, 3 000 €")
    filled = calm.filled()
    assert (filled["name"], filled["amount"]) == ("huoltosopimus", "3 000 €")
    assert calm.chosen()["source_kind"] == "existing"
    calm.fill()

    calm.told("Jatkoa:")
    calm.type(f"/deal näytä {calm.town.deal_nos(name)[-1]}")
    assert "seisokki heinäkuussa" in calm.told("Jatkokauppa")


def test_the_won_deal_is_meant_and_not_the_open_one_of_the_same_customer(calm: Newcomer) -> None:
    name, town = _won(calm, "voitettu"), calm.town
    won = town.deal(name).deal_no
    calm.type(f"/deal jatkokauppa {name}")
    calm.fill(name=name)
    calm.told("Jatkoa:")

    assert "askel tälle päivälle" in calm.type(f"/deal ongelma {name} venttiili vuotaa")
    assert town.deal_nos(name)[-1] == won
    assert f"{name} · problem: the valve leaks" in calm.type(f"/deal problem with {name}: the valve leaks").replace(
        "ongelma", "problem"
    )
    calm.type("/deal ongelma xyzzyssä vuotaa venttiili")
    assert "Mitä voitettua diiliä ”xyzzyssä vuotaa venttiili” koskee?" in calm.told("Mitä voitettua")
    calm.press(f"problem.{won}", "Mitä voitettua")
    calm.told(f"{name} · ongelma: xyzzyssä vuotaa venttiili")
    calm.type(f"/deal uusi jatkokauppa {name} huoltosopimus")
    assert (calm.filled()["customer"], calm.filled()["name"]) == (name, "huoltosopimus")
    calm.type("/deal ongelma")
    assert calm.form()["title"]["text"] == "Ongelma"
