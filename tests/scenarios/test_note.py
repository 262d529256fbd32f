"""`/deal note`: a note comes alone, can be taken back, and is asked for where none was typed."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer


@pytest.mark.parametrize("word", ["muistiinpano", "note"])
def test_a_note_is_kept_and_nothing_else_changes(seller: Newcomer, word: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal {word} {name} soittivat, haluavat alennusta -- palaavat pe")

    assert told == f"{name}: muistiinpano tallennettu: ”soittivat, haluavat alennusta – palaavat pe”"
    assert [note.text for note in seller.town.deal(name).notes] == ["soittivat, haluavat alennusta – palaavat pe"]
    assert seller.town.stage(name) == "identification"


def test_it_is_taken_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal muistiinpano {name} soittivat")

    seller.press("Peru", "muistiinpano tallennettu")

    seller.told("Peruttu")
    assert seller.town.deal(name).notes == ()


def test_without_words_it_asks_for_them(english: Newcomer) -> None:
    name = english.new_deal()

    english.type(f"/deal note {name}")
    english.fill(note="They called.\nBack on Friday.")

    assert "note saved" in english.told(name)
    assert [note.text for note in english.town.deal(name).notes] == ["They called.\nBack on Friday."]


def test_a_closed_deal_takes_notes_too(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} -- hinta")

    assert "muistiinpano tallennettu" in seller.type(f"/deal muistiinpano {name} palaavat keväällä")
