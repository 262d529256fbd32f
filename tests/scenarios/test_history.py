"""`/deal history`: each change of a deal on one line, the newest first, with its undo while there is one."""

from __future__ import annotations

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town


def told_in_order(shown: str, *parts: str) -> bool:
    places = [shown.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_each_change_says_what_who_and_how_the_newest_first(seller: Newcomer) -> None:
    name = seller.new_deal("12 500 €, lähde: messut")
    seller.type(f"/deal siirrä {name} 15 000 €")
    seller.type(f"/deal muistiinpano {name} soittivat")

    heard = seller.type(f"/deal historia {name}")

    assert f"{name}: historia, 3 muutosta" in heard
    moved = "Siirretty: Tunnistaminen → Yhteydenotto · Summa: 12 500 € → 15 000 €"
    assert told_in_order(heard, "Muistiinpano: ”soittivat”", moved, "Luotu vaiheeseen Tunnistaminen", "Lähde: messut")
    assert heard.count("Uusi Myyjä") == heard.count("· komento") == 3


def test_a_press_takes_back_a_change_and_does_it_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    seller.type(f"/deal muistiinpano {name} soittivat")
    seller.type(f"/deal historia {name}")
    seller.press(f"undo.{seller.town.deal(name).deal_no}", "historia, 3 muutosta")
    seller.told("Peruttu")
    assert seller.town.deal(name).notes == ()

    heard = seller.type(f"/deal historia {name}")
    assert told_in_order(heard, "Muistiinpano", "Peruttu: ", "Siirretty")
    seller.press("Tee uudelleen", "historia, 3 muutosta")

    seller.town.slack.until(lambda _: len(seller.town.deal(name).notes) == 1)
    assert "Tehty uudelleen: " in seller.type(f"/deal historia {name}")


def test_it_goes_on_at_a_press_and_is_reached_from_the_deals_view(english: Newcomer) -> None:
    name = english.new_deal()
    for n in range(1, 9):
        english.type(f"/deal note {name} call {n}")
    english.type(f"/deal show {name}")
    english.press("History", name)
    assert told_in_order(first := english.told("history, 9 changes"), "call 8", "call 1")
    assert "Created in" not in first

    english.press("Show more", "history, 9 changes")

    assert "Created in Identification" in english.told("page 2")


def test_a_colleague_sees_it_without_snoozes_and_cannot_undo(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal torkuta {name} 3 pv")
    assert "Muistutetaan" in seller.type(f"/deal historia {name}")

    heard = town.type(OTHER_SELLER, f"/deal historia {name}")

    assert "historia, 1 muutos" in heard
    assert "Muistutetaan" not in heard
    assert "Peru" not in str(town.told(OTHER_SELLER, f"{name}: historia")["blocks"])


def test_in_a_thread_notes_and_snoozes_are_left_out(thread: Thread) -> None:
    thread.owner.type(f"/deal muistiinpano {thread.name} soittivat")
    thread.owner.type(f"/deal torkuta {thread.name} 3 pv")

    shown = thread.says("historia", "historia,")

    assert "historia, 1 muutos" in shown
    assert "soittivat" not in shown


def test_what_stands_behind_the_deal_is_not_dropped(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "jäi käyttämättä" in seller.type(f"/deal historia {name} -- soittivat")
    assert "jäi käyttämättä" in seller.type(f"/deal historia {name} toukokuu")
