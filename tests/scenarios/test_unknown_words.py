"""What is no word: the one deal it fits is shown, a near word suggested, else the guide is a press away."""

from __future__ import annotations

import pytest

from tests.scenarios.town import CHANNEL, Newcomer, Thread


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("siirä acme", "siirrä"), ("advence acme", "siirrä"), ("voitetu acme", "voitettu"), ("helpp", "ohje"),
        ("asetuset", "asetukset"), ("undp", "peru"), ("ennuset", "ennuste"), ("hävity xx", "hävitty"),
    ],
)  # fmt: skip
def test_a_near_word_is_suggested_in_the_readers_language_and_nothing_is_done(
    seller: Newcomer, typed: str, near: str
) -> None:
    before = seller.town.changes()

    told = seller.type(f"/deal {typed}")

    assert told == f"Tuntematon sana: ”{typed.split()[0]}”. Tarkoititko: `/deal {near}`?"
    assert seller.town.changes() == before


def test_nothing_near_leads_to_the_guide(seller: Newcomer) -> None:
    assert seller.type("/deal qwxyz plugh") == "”qwxyz plugh” jäi epäselväksi."

    seller.press("Ohje", "qwxyz")

    seller.told("Vie diiliä eteenpäin")


def test_only_the_beginning_of_what_is_not_understood_is_quoted(seller: Newcomer) -> None:
    told = seller.type("/deal qwxyz plugh xyzzy frobozz grue zorkmid lantern sword")

    assert told == "”qwxyz plugh xyzzy frobozz grue zorkmid…” jäi epäselväksi."


def test_it_reads_well_in_english(english: Newcomer) -> None:
    assert english.type("/deal advanse acme") == "Unknown word “advanse”. Did you mean `/deal advance`?"


def test_a_deal_named_like_a_word_is_reached_by_its_number_and_by_showing_it(seller: Newcomer) -> None:
    seller.type("/deal uusi Voitto Oy Kuopiosta, 100 €")
    seller.fill(customer="Voitto Oy Kuopiosta", name="")
    number = seller.town.deal("Voitto Oy Kuopiosta").deal_no

    assert "Voitto Oy Kuopiosta" in seller.type("/deal näytä voitto oy kuopiosta")
    assert "Voitto Oy Kuopiosta" in seller.type(f"/deal #{number}")
    seller.type("/deal peru")  # the name is free again
    assert "ei löydy" in seller.type(f"/deal #{number}")


def test_a_deals_name_alone_shows_it_before_a_near_word_is_suggested(seller: Newcomer) -> None:
    seller.type("/deal uusi Ennuset Oy, 100 €")
    seller.fill()

    assert "Ennuset Oy · 100 €" in seller.type("/deal ennuset")
    seller.type("/deal peru")


def test_several_deals_that_fit_are_picked_from(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu")
    seller.type(f"/deal uusi {name}, venttiili")
    seller.fill()

    assert "sopii 2 diiliin" in seller.type(f"/deal {name}")
    seller.press(f"show.{seller.town.deal(name).deal_no}", "sopii 2 diiliin")
    seller.told("Siirrä: Yhteydenotto")


def test_in_a_thread(thread: Thread) -> None:
    assert "Tarkoititko: `/deal siirrä`?" in thread.says("siirä", "Tarkoititko")


def test_the_word_that_was_meant_is_a_press_away_with_all_that_was_typed(seller: Newcomer) -> None:
    seller.type("/deal uus Kiire Oy, 5k -- messut")
    seller.press("uusi Kiire Oy, 5k -- messut", "Tarkoititko")

    assert seller.filled() == {"customer": "Kiire Oy", "amount": "5 000 €", "note": "messut"}


def test_a_deal_is_moved_with_the_word_that_was_meant(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal siira {name} tarjous -- sovittu")
    seller.press("advance", "Tarkoititko")

    seller.told(f"{name}: Tunnistaminen → Tarjous")
    assert [note.text for note in seller.town.deal(name).notes] == ["sovittu"]


def test_a_word_without_more_is_a_press_away_too(seller: Newcomer) -> None:
    seller.new_deal()

    seller.type("/deal ommat")
    seller.press("mine", "Tarkoititko")

    seller.told("1 avoin diili")


def test_in_a_thread_the_word_that_was_meant_is_about_its_deal(thread: Thread) -> None:
    thread.says("siirä tarjous", "Tarkoititko")

    thread.press(f"advance.{thread.town.deal(thread.name).deal_no}", "Tarkoititko")

    thread.shows("Tunnistaminen → Tarjous")


@pytest.mark.parametrize("said", ["kiitos!", "Kiitos paljon", "ok", "thanks for that", "hyvä homma :+1:", ":tada:"])
def test_thanks_and_a_nod_are_answered_by_nothing(thread: Thread, said: str) -> None:
    before = len(thread.replies())

    thread.town.slack.type(thread.owner.user, CHANNEL, f"@putki {said}", thread_ts=thread.ts)

    thread.says("näytä", "Tunnistaminen")
    assert len(thread.replies()) == before + 3  # what was said, "näytä", and its answer


@pytest.mark.parametrize("said", ["moi", "Hei!", "hello putki"])
def test_a_greeting_is_answered_with_how_to_begin(thread: Thread, said: str) -> None:
    assert "Hei! Putki pitää diilit ajan tasalla." in thread.says(said, "Hei!")


def test_talk_in_a_thread_is_no_search(thread: Thread) -> None:
    thread.owner.type("/deal uusi Kiinteistöhuolto Mäntylä")
    thread.owner.fill()

    shown = thread.says("kiitoksista puhumme huomenna", "jäi epäselväksi")

    assert "Kiinteistö" not in shown


def test_a_bare_number_is_a_deals(seller: Newcomer) -> None:
    name = seller.new_deal()
    number = seller.town.deal(name).deal_no

    assert name in seller.type(f"/deal {number}")
    assert f"{name}: Tunnistaminen → Tarjous" in seller.type(f"/deal siirrä {number} tarjous")
    assert name in seller.type(f"/deal etsi #{number}")
    assert name in seller.type(f"/deal etsi {number}")


def test_a_number_that_no_deal_has_is_not_offered_as_a_name(seller: Newcomer) -> None:
    for line in ("987654", "siirrä 987654", "siirrä #987654"):
        assert seller.type(f"/deal {line}") == "Diiliä #987654 ei löydy."
    seller.type("/deal etsi #987654")
    assert "Luo" not in seller.told("Ei osumia: ”#987654”")
