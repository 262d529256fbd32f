"""Which deal is meant: numbers, pieces of names, bent names; else a picker or a button, and never a guess."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, SELLER, Newcomer, Thread, Town


def _deal_called(seller: Newcomer, name: str, line: str = "100 €") -> None:
    seller.type(f"/deal uusi {name}, {line}")
    assert not seller.fill().get("errors")


@pytest.mark.parametrize(
    "typed",
    [
        "Kivelänranta Konepaja Oy", "kivelänranta", "kivelanranta", "KIVELÄNRANTA KONEPAJA", "konepaja kivelänranta",
        "kiveläNrannan", "kivelänrannalle", "Kivelänrannan konepajalle", "kivelänrnta", "kivelän",
    ],
)  # fmt: skip
def test_a_deal_is_known_by_pieces_endings_and_slips(seller: Newcomer, typed: str) -> None:
    if not seller.town.type(seller.user, "/deal etsi kivelänranta").startswith("Osumat"):
        _deal_called(seller, "Kivelänranta Konepaja Oy")

    assert "Kivelänranta Konepaja Oy" in seller.type(f"/deal näytä {typed}").split("·")[0]


def test_several_that_fit_are_picked_from(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu, 100 €")
    seller.type(f"/deal uusi {name}, venttiili, 200 €")
    seller.fill()

    asked = seller.type(f"/deal siirrä {name} tarjous -- sovittu")
    assert f"”{name}” sopii 2 diiliin. Valitse:" in asked
    both = seller.told("sopii 2 diiliin")
    assert "(pumppu)" in both
    assert "(venttiili)" in both


def test_what_was_picked_is_moved_with_stage_and_note(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu, 100 €")
    first = seller.town.deal(name).deal_no
    seller.type(f"/deal uusi {name}, venttiili, 200 €")
    seller.fill()
    seller.type(f"/deal siirrä {name} tarjous -- sovittu")

    seller.press(f"advance.{first}", "sopii 2 diiliin")

    seller.told(f"{name} (pumppu): Tunnistaminen → Tarjous")
    seller.type(f"/deal näytä #{first}")
    seller.told("sovittu")
    assert "Tunnistaminen" in seller.type(f"/deal etsi {name}")  # the other one stayed


def test_a_reason_and_a_day_survive_the_picker(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu, 100 €")
    first = seller.town.deal(name).deal_no
    seller.type(f"/deal uusi {name}, venttiili, 200 €")
    seller.fill()

    seller.type(f"/deal torkuta {name} 1.9.")
    seller.press(f"snooze.{first}", "sopii 2 diiliin")
    seller.told("muistutetaan ti 1.9.")

    seller.type(f"/deal hävitty {name} -- liian kallis")
    seller.press(f"lost.{first}", "sopii 2 diiliin")
    assert seller.filled() == {"reason": "liian kallis"}

    seller.town.clear_screens()
    seller.type(f"/deal askel {name} soita heille 1.9.")
    seller.press(f"step.{first}", "sopii 2 diiliin")
    assert seller.filled() == {"step": "soita heille", "step_day": "2026-09-01"}


def test_nothing_named_and_one_deal_of_ones_own(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: Tunnistaminen → Yhteydenotto" in seller.type("/deal siirrä")
    assert seller.town.stage(name) == "contact"


def test_nothing_named_and_several_are_asked_about(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.new_deal()

    seller.type("/deal siirrä tarjous")

    asked = seller.told("Mikä diili?")
    assert name in asked
    assert other in asked
    seller.press(f"advance.{seller.town.deal(other).deal_no}", "Mikä diili?")
    seller.told(f"{other}: Tunnistaminen → Tarjous")
    assert seller.town.stage(name) == "identification"


def test_nothing_named_and_none_of_ones_own(seller: Newcomer) -> None:
    assert "Sinulla ei ole avoimia diilejä." in seller.type("/deal siirrä")


def test_more_than_the_picker_shows_are_searched_for(seller: Newcomer) -> None:
    names = [seller.new_deal() for _ in range(12)]
    seller.type("/deal siirrä tarjous")

    wanted = seller.town.deal(names[0]).deal_no
    there = seller.town.told(seller.user, "Mikä diili?")
    offered = seller.town.slack.suggest(seller.user, "Hae diiliä", names[0], ts=there["ts"])
    assert [option["text"]["text"] for option in offered["options"]] == [f"{names[0]} #{wanted}"]
    seller.town.press(
        seller.user, "Hae diiliä", ts=there["ts"], channel="CLOCALMYYNT", value=offered["options"][0]["value"]
    )

    seller.told(f"{names[0]}: Tunnistaminen → Tarjous")


@pytest.mark.parametrize("words", ["siirrä", "voitettu", "hävitty", "torkuta", "askel", "näytä", "palauta"])
def test_an_unknown_deal_can_be_created_with_what_was_typed(seller: Newcomer, words: str) -> None:
    told = seller.type(f"/deal {words} Xyzzy Qwert")
    assert told == "Diiliä ”Xyzzy Qwert” ei löydy. Luodaanko uusi?"

    seller.press("Luo ”Xyzzy Qwert”…", "Luodaanko uusi?")

    assert seller.filled() == {"customer": "Xyzzy Qwert"}


@pytest.mark.parametrize("words", ["siirrä", "voitettu", "hävitty", "torkuta", "askel", "palauta", "vastuu"])
def test_a_note_for_a_deal_that_is_not_there_is_given_back_and_goes_along_with_a_new_one(
    seller: Newcomer, words: str
) -> None:
    told = seller.type(f"/deal {words} Xyzzy Qwert -- soittivat itse")
    assert "Diiliä ”Xyzzy Qwert” ei löydy. Luodaanko uusi?" in told
    assert told.endswith("Muistiinpanoa ei tallennettu. Kirjoitit:\nsoittivat itse")

    seller.press("Luo ”Xyzzy Qwert”…", "Luodaanko uusi?")

    assert seller.filled() == {"customer": "Xyzzy Qwert", "note": "soittivat itse"}


@pytest.mark.parametrize("line", ["{} siirrä", "siirrä {}", "voitettu {}", "voitettiin {}", "close {}"])
def test_closed_deals_of_other_customers_are_not_offered_to_be_changed(seller: Newcomer, line: str) -> None:
    name = seller.town.new_name().removesuffix(" Oy")
    _deal_called(seller, f"{name} Huolto Oy")
    _deal_called(seller, f"{name} Kone Oy")
    seller.type(f"/deal hävitty {name} Kone Oy -- hinta")

    told = seller.type(f"/deal {line.format(name)}")

    assert f"{name} Kone" not in told
    assert f"{name} Huolto" in (told or str(seller.form()))


def test_a_closed_deal_that_is_named_is_offered_beside_an_open_one(seller: Newcomer) -> None:
    name = seller.town.new_name().removesuffix(" Oy")
    _deal_called(seller, f"{name} Huolto Oy")
    _deal_called(seller, f"{name} Oy")
    seller.type(f"/deal hävitty {name} Oy -- hinta")

    told = seller.type(f"/deal siirrä {name}")

    assert "sopii 2 diiliin" in told
    assert f"{name} Oy · Hävitty" in told


def test_a_closed_deal_of_that_name_comes_before_an_open_one_like_it(seller: Newcomer) -> None:
    _deal_called(seller, "Haapaveden Saha Oy")
    _deal_called(seller, "Haapavesi Sahat Oy")
    seller.type("/deal hävitty Haapaveden Saha Oy -- hinta")

    assert "Haapaveden Saha Oy · 100 € · Hävitty" in seller.type("/deal näytä Haapaveden Saha Oy")
    seller.type("/deal peru")  # leaves nothing behind for the other database's run
    assert seller.town.verified()


def test_a_stage_is_no_name_but_a_deal_may_be_called_like_one(seller: Newcomer) -> None:
    _deal_called(seller, f"{seller.town.new_name()} Tarjous")

    told = seller.type("/deal siirrä tarjous")

    assert "Tunnistaminen → Tarjous" in told  # the only deal, to the stage named


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("siirrä otsola", "→ Yhteydenotto"), ("hävitty otsola -- meni konkurssiin", ""),
        ("torkuta otsola 1.9.", "1.9."),
        ("palauta otsola", "ensimmäisessä"), ("voitettu otsolla", ""), ("askel otsonen soita", ""),
    ],
)  # fmt: skip
def test_a_mere_likeness_is_asked_about_before_anything_is_changed(seller: Newcomer, line: str, chosen: str) -> None:
    _deal_called(seller, "Otsolammen Kaivonporaus")
    before, number = seller.town.changes(), seller.town.deal("Otsolammen Kaivonporaus").deal_no

    asked = seller.type(f"/deal {line}")

    assert asked.startswith(f"Diiliä ”{line.split()[1]}” ei löydy. Tarkoititko:")
    assert "Otsolammen Kaivonporaus" in asked
    assert seller.town.changes() == before
    seller.press(f"{_word(line)}.{number}", "Tarkoititko")
    if chosen:
        seller.told(chosen)
    else:
        assert seller.has_form()
    seller.town.clear_screens()
    seller.type(f"/deal peru #{number}")
    seller.type(f"/deal peru #{number}")


def _word(line: str) -> str:
    words = {
        "siirrä": "advance", "hävitty": "lost", "torkuta": "snooze", "palauta": "back", "voitettu": "won",
        "askel": "step",
    }  # fmt: skip
    return words[line.split()[0]]


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("neuvottelu", "Ei siirretty: vaihetta ”neuvottelu” ei ole."),
        ("tarjous soitin eilen", "”soitin eilen” jäi epäselväksi. Ymmärretty:"),
        ("yhteydenoto", "Tunnistaminen → Yhteydenotto"), ("tarjoux", "Tunnistaminen → Tarjous"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_number", [True, False])
def test_once_the_deal_is_named_what_follows_is_a_stage(
    seller: Newcomer, behind: str, told: str, *, by_number: bool
) -> None:
    name = seller.new_deal()
    called = f"#{seller.town.deal(name).deal_no}" if by_number else name

    assert told in seller.type(f"/deal siirrä {called} {behind}")


def test_a_stage_to_go_back_to_is_known_in_spite_of_a_slip_and_none_is_said(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name} tarjous")

    assert "vaihetta ”alkuun vain” ei ole" in seller.type(f"/deal palauta {name} alkuun vain")
    assert "Tarjous → Tunnistaminen" in seller.type(f"/deal palauta {name} tunistaminen")


def test_in_a_thread_what_is_no_stage_is_said(thread: Thread) -> None:
    assert "vaihetta ”neuvotteluun” ei ole" in thread.says("siirrä neuvotteluun", "Ei siirretty")


@pytest.mark.parametrize("day", ["juhlien jälkeen", "joskus ehkä"])
def test_once_the_deal_is_named_what_follows_is_a_day(seller: Newcomer, day: str) -> None:
    name = seller.new_deal()
    number = seller.town.deal(name).deal_no

    assert seller.type(f"/deal torkuta {name} {day}").startswith(f"”{day}” jäi epäselväksi.")
    assert seller.type(f"/deal torkuta #{number} {day}").startswith(f"”{day}” jäi epäselväksi.")
    assert seller.town.deal(name).snoozed_until is None


def test_only_deals_that_one_may_change_come_into_question(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu")
    seller.town.type(LEAD, f"/deal uusi {name}, venttiili")
    seller.town.fill(LEAD)

    assert f"{name} (pumppu): Tunnistaminen → Yhteydenotto" in seller.type(f"/deal siirrä {name}")
    seller.type(f"/deal näytä {name}")
    assert "Kaisa Lahtinen" in seller.told("sopii 2 diiliin")


def test_closed_deals_are_shown_where_nothing_else_can_be_done(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu")
    seller.type(f"/deal uusi {name}, venttiili")
    seller.fill()
    second, first = seller.town.deal_nos(name)
    for number in (first, second):
        seller.type(f"/deal hävitty #{number} -- hinta")

    seller.type(f"/deal siirrä {name}")
    seller.press(f"show.{first}", "sopii 2 diiliin")

    seller.told("Avaa uudelleen")


def test_a_search_offers_what_the_word_can_be_done_with(own_town: Town) -> None:
    names = [own_town.new_deal() for _ in range(11)]
    own_town.type(OTHER_SELLER, f"/deal uusi {names[0]}, venttiili")
    own_town.fill(OTHER_SELLER)
    own_town.type(SELLER, f"/deal uusi {names[0]}, hana")
    own_town.fill(SELLER)
    own_town.type(SELLER, f"/deal hävitty {names[0]} hana -- hinta")

    own_town.type(SELLER, "/deal siirrä")
    asked = own_town.told(SELLER, "Mikä diili?")
    offered = own_town.slack.suggest(SELLER, "advance.find", names[0], ts=asked["ts"])

    assert [each["text"]["text"] for each in offered["options"]] == [f"{names[0]} #1"]
