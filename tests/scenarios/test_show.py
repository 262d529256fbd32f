"""`/deal show`: one deal with what is known of it, and what can be done with it."""

from __future__ import annotations

import re

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town


@pytest.mark.parametrize("words", ["/deal näytä ", "/diili show ", "/deal avaa ", "/deal katso ", "/deal "])
def test_it_is_shown_by_name(seller: Newcomer, words: str) -> None:
    name = seller.new_deal("12 500 €, lähde: messut")

    assert f"{name} · 12 500 € · Tunnistaminen · alkoi tänään" in seller.type(f"{words}{name}")

    shown = seller.told("alkoi tänään · ")
    assert "Lähde: messut" in shown
    for button in ("Siirrä: Yhteydenotto", "Voitettu…", "Askel…", "Hävitty…"):
        assert button in shown


@pytest.mark.parametrize("written", ["#{no}", "D-{no}", "d-{no}"])
def test_it_is_shown_by_number(seller: Newcomer, written: str) -> None:
    name = seller.new_deal()

    assert name in seller.type("/deal " + written.format(no=seller.town.deal(name).deal_no))


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()

    assert f"{name} · €12,500 · Identification · since today" in english.type(f"/deal show {name}")


def test_the_button_beside_a_line_of_a_list_shows_it_and_the_list_stays(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.new_deal()
    seller.type("/deal omat")

    seller.press(f"show.{seller.town.deal(name).deal_no}", "Avoimet diilisi")

    assert name in seller.told("Siirrä: Yhteydenotto")
    assert other in seller.told("Avoimet diilisi")


def _with_notes(someone: Newcomer, count: int) -> str:
    """A deal of theirs with so many notes: the first is note 1."""
    name = someone.new_deal()
    for n in range(1, count + 1):
        assert "💤" in someone.type(f"/deal torkuta {name} 3 pv -- viesti {n}.")
    return name


def _noted(shown: str) -> list[int]:
    """Which notes are seen, each once: a message is blocks and, for who cannot see those, text."""
    return list(dict.fromkeys(int(each) for each in re.findall(r": viesti (\d+)\.", shown)))


def test_older_notes_are_at_a_press_as_far_as_there_are_any(seller: Newcomer) -> None:
    name = _with_notes(seller, 12)
    seller.type(f"/deal näytä {name}")
    assert _noted(seller.told("alkoi tänään · ")) == [12, 11, 10, 9, 8]

    seller.press("Aiemmat muistiinpanot", "alkoi tänään · ")
    second = seller.told("sivu 2")
    assert name in second
    assert _noted(second) == [7, 6, 5, 4, 3]
    seller.press("Aiemmat muistiinpanot", "sivu 2")
    last = seller.told("sivu 3")
    assert _noted(last) == [2, 1]
    assert "Aiemmat muistiinpanot" not in last

    seller.press("Näytä", "sivu 3")
    assert _noted(seller.told("alkoi tänään · ")) == [12, 11, 10, 9, 8]


def test_as_many_notes_as_are_shown_have_none_older(seller: Newcomer) -> None:
    seller.type(f"/deal näytä {_with_notes(seller, 5)}")

    assert _noted(shown := seller.told("alkoi tänään · ")) == [5, 4, 3, 2, 1]
    assert "Aiemmat muistiinpanot" not in shown


def test_older_notes_that_were_taken_back_are_no_page(seller: Newcomer) -> None:
    name = _with_notes(seller, 6)
    seller.type(f"/deal näytä {name}")
    seller.type("/deal peru")

    seller.press("Aiemmat muistiinpanot", "alkoi tänään · ")

    seller.town.slack.until(lambda _: _noted(seller.told("alkoi tänään · ")) == [5, 4, 3, 2, 1])


def test_older_notes_read_well_in_english(english: Newcomer) -> None:
    english.type(f"/deal show {_with_notes(english, 6)}")

    english.press("Older notes", "since today · ")

    assert _noted(english.told("page 2")) == [1]


def test_in_a_thread_it_is_that_deal_with_and_without_the_word(thread: Thread) -> None:
    assert "Tunnistaminen" in thread.says("näytä", "Siirrä: Yhteydenotto")
    assert "Tunnistaminen" in thread.says("", "Siirrä: Yhteydenotto")


def test_anyone_here_sees_it(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert name in town.type(OTHER_SELLER, f"/deal näytä {name}")


def test_no_such_number(seller: Newcomer) -> None:
    assert seller.type("/deal näytä #99999") == "Diiliä #99999 ei löydy."
