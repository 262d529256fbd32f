"""`/deal won`: a win needs an amount; a line that says all is done at once, and the form asks for the rest."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town, plain

TODAY = "2026-06-15"
FIELDS = ["amount", "won_on", "promised_day", "also_promised", "source_kind", "note"]


@pytest.mark.parametrize("words", ["/deal voitettu", "/diili won", "/deal voitto", "/deal kauppa", "/diili win"])
def test_the_amount_that_is_known_stands_in_the_form(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"{words} {name}") == ""
    assert seller.asked() == FIELDS
    assert seller.filled() == {"amount": "12 500 €", "won_on": TODAY}
    seller.fill(promised_day="2026-07-01")

    assert f"{name}: voitettu, 12 500 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")
    assert seller.town.stage(name) == "sale"


def test_both_are_asked_when_both_are_missing_and_a_refusal_keeps_them(seller: Newcomer) -> None:
    name = seller.new_deal("laite")
    seller.type(f"/deal voitettu {name}")
    assert seller.filled() == {"won_on": TODAY}

    for wrong in ("ehkä", "-1 €", "1e9"):
        answered = seller.fill(amount=wrong, promised_day="2026-07-01")
        assert "amount" in answered["errors"]
    seller.fill(amount="9 900 €")

    assert "voitettu, 9 900 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")


def test_amount_day_and_note_may_stand_on_the_line(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal voitettu {name} 15 000 €, 30.6. -- asennus mukana")

    assert "voitettu, 15 000 €. Toimitus luvattu ti 30.6." in told
    assert not seller.has_form()
    assert [note.text for note in seller.town.deal(name).notes] == ["asennus mukana"]


def test_nothing_is_no_amount_to_win(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} 0 €, 30.6.")
    assert seller.filled() == {"amount": "0 €", "promised_day": "2026-06-30", "won_on": TODAY}

    assert "suurempi kuin nolla" in seller.fill()["errors"]["amount"]

    assert seller.town.stage(name) == "identification"
    seller.fill(amount="500 €")
    assert "voitettu, 500 €" in seller.told("voitettu")


def test_the_amount_is_found_in_a_line_without_commas(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal voitettu {name} 15 000 e toimitus vko 27")

    assert "voitettu, 15 000 €. Toimitus luvattu pe 3.7." in told


def test_what_is_said_of_tax_is_kept_in_the_note(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 15 000 € + alv 24 %, 30.6. -- asennus mukana")

    assert [note.text for note in seller.town.deal(name).notes] == ["+ alv 24 % asennus mukana"]


def test_an_amount_without_a_currency_is_in_the_deals_own(seller: Newcomer) -> None:
    name = seller.new_deal("£10,000")
    seller.type(f"/deal voitettu {name}")

    seller.fill(amount="12000", promised_day="2026-07-01")

    assert "voitettu, 12 000 £" in seller.told("voitettu")


def test_a_promised_day_gone_by_or_years_away_is_refused_under_its_field(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} -- asennus mukana")

    for wrong in ("2025-05-30", "2026-06-14", "0001-01-01"):
        assert "Valitse tuleva päivä." in seller.fill(promised_day=wrong)["errors"]["promised_day"]
    for wrong in ("2028-06-15", "9999-12-31"):
        assert "Valitse lähempi päivä." in seller.fill(promised_day=wrong)["errors"]["promised_day"]
    seller.fill(promised_day="2026-06-15")

    seller.told("Toimitus luvattu ma 15.6.")
    assert [note.text for note in seller.town.deal(name).notes] == ["asennus mukana"]


def test_an_english_win(english: Newcomer) -> None:
    name = english.new_deal()

    told = english.type(f"/deal won {name} 1 July")

    assert f"{name}: won, €12,500. Delivery promised Wed 1 July" in told


def test_the_card_says_it_is_won_and_offers_no_more_moves(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.press_card("Voitettu…", name)
    assert calm.asked() == FIELDS
    assert calm.filled() == {"amount": "12 500 €", "won_on": TODAY}
    calm.fill(promised_day="2026-07-01")

    card = plain(calm.town.card(name, "Voitettu ma 15.6."))
    assert "Toimitus luvattu ke 1.7." in card
    assert "Avaa uudelleen" in card
    assert "Siirrä:" not in card
    assert calm.town.verified()


def test_in_a_thread_a_button_opens_the_form_with_what_was_typed(thread: Thread) -> None:
    thread.says("voitettu 15 000 € 30.6. asennus mukana", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled()["amount"] == "15 000 €"
    assert "asennus mukana" in thread.owner.filled()["note"]
    thread.owner.fill(promised_day="2026-06-30")
    assert "voitettu, 15 000 €" in thread.shows("voitettu, 15 000 €")


def test_nothing_is_no_amount_in_english_either(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal advance {name} offer 0 €").startswith("Not saved: an amount must be above zero.")
    assert english.town.stage(name) == "identification"


def test_a_won_deal_is_not_won_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.fill(promised_day="2026-07-01")
    seller.told("voitettu")

    for words in ("voitettu {name}", "hävitty {name} hinta", "askel {name} soita ensi ma", "torkuta {name} 14.6."):
        assert seller.type(f"/deal {words.format(name=name)}").startswith("Ei muutettu: diili "), words
        assert not seller.has_form(), words


def test_in_a_thread_a_won_deal_is_not_asked_about_again(thread: Thread) -> None:
    thread.owner.type(f"/deal voitettu {thread.name}")
    thread.owner.fill(promised_day="2026-07-01")
    thread.owner.told("voitettu")

    assert "on jo päättynyt" in thread.says("askel soita ensi ma", "Ei muutettu")


def test_after_ones_own_move_elsewhere_the_form_says_so_and_stays_with_what_was_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.town.type(seller.user, f"/deal siirrä {name}")

    answered = seller.fill(promised_day="2026-07-01", note="asennus mukana")

    assert "Yhteydenotto" in answered["errors"]["amount"]
    assert seller.has_form()
    assert seller.town.stage(name) == "contact"


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal voitettu {name}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("28 000 toimitus 15.9.", "voitettu, 28 000 €. Toimitus luvattu ti 15.9."),
        ("11 800 viime perjantaina", "voitettu pe 12.6., 11 800 €. Toimituspäivää kysytään viikon päästä"),
        ("viime pe, toimitus 15.9., 11 900", "voitettu pe 12.6., 11 900 €. Toimitus luvattu ti 15.9."),
        ("9500 delivery 15 Aug", "voitettu, 9 500 €. Toimitus luvattu la 15.8."),
        ("3.6.", "voitettu ke 3.6., 12 500 €. Toimituspäivää kysytään viikon päästä"),
        (
            "11 900, luvattiin myös käyttökoulutus ja varaosat, toimitus 15.9.",
            "voitettu, 11 900 €. Toimitus luvattu ti 15.9. · Luvattiin myös: käyttökoulutus ja varaosat",
        ),
    ],
)
def test_a_line_that_says_all_that_is_required_wins_at_once(seller: Newcomer, line: str, told: str) -> None:
    name = seller.new_deal()

    assert f"{name}: {told}" in seller.type(f"/deal voitettu {name} {line}")

    assert not seller.has_form()
    assert seller.town.stage(name) == "sale"


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("0 €, luvattiin myös huolto", {"amount": "0 €", "also_promised": "huolto", "won_on": TODAY}),
        ("11 900, 15.9.2029", {"amount": "11 900 €", "promised_day": "2029-09-15", "won_on": TODAY}),
        ("11 900, asennus mukana", {"amount": "11 900 €", "won_on": TODAY, "note": "asennus mukana"}),
        ("noin 11 900, toimitus 15.9.", {"amount": "11 900 €", "promised_day": "2026-09-15", "won_on": TODAY}),
        ("11 900 huomenna", {"amount": "11 900 €", "promised_day": "2026-06-16", "won_on": TODAY}),
        ("11 900 voitettu 20.6.", {"amount": "11 900 €", "note": "voitettu 20.6."}),
        ("luvattiin myös huolto", {"amount": "12 500 €", "also_promised": "huolto", "won_on": TODAY}),
    ],
)
def test_what_a_line_leaves_open_or_gets_wrong_is_asked_with_the_rest_kept(
    seller: Newcomer, line: str, filled: dict[str, str]
) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal voitettu {name} {line}") == ""

    assert seller.filled() == filled
    assert seller.town.stage(name) == "identification"


@pytest.mark.parametrize(
    ("line", "field", "asked"),
    [
        ("11 900 voitettu 20.6.", "won_on", "”20.6.” on vasta tulossa. Milloin kauppa tuli?"),
        ("noin 11 900", "amount", "Kirjoitit summan suunnilleen. Paljonko kauppa oli?"),
        ("11 900 $", "amount", "Diilin valuutta on ollut EUR. Onko tämä oikein?"),
    ],
)
def test_what_no_win_can_be_or_is_doubtful_is_asked_under_its_field(
    seller: Newcomer, line: str, field: str, asked: str
) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal voitettu {name} {line}") == ""

    assert hint(seller, field) == asked


def test_a_weekday_alone_is_asked_about(seller: Newcomer) -> None:
    seller.type(f"/deal voitettu {seller.new_deal()} perjantaina")

    assert seller.filled() == {"amount": "12 500 €", "promised_day": "2026-06-19", "won_on": TODAY}
    assert "”perjantaina”: tarkoititko" in str(seller.form())


def test_a_win_of_last_week_is_of_that_day_with_its_stages_and_one_press_takes_it_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    told = seller.type(f"/deal voitettu {name} 11 800 viime perjantaina, toimitus 15.9.")

    assert f"{name}: voitettu pe 12.6., 11 800 €. Toimitus luvattu ti 15.9." in told
    assert "Diilin luonti ja vaiheet siirrettiin samalle päivälle" in told
    deal = seller.town.deal(name)
    assert (deal.stay_at.date().isoformat(), deal.opened_at.date().isoformat()) == ("2026-06-12", "2026-06-12")
    assert seller.town.verified()

    seller.press("Peru", "voitettu pe 12.6.")
    seller.told("on taas vaiheessa Yhteydenotto")
    assert seller.town.deal(name).opened_at.date().isoformat() == "2026-06-15"
    assert seller.town.verified()


def test_an_english_win_of_last_week(english: Newcomer) -> None:
    name = english.new_deal()

    told = english.type(f"/deal won {name} 11,800 last Friday, delivery 15 Sep")

    assert f"{name}: won Fri 12 June, €11,800. Delivery promised Tue 15 Sep" in told
    assert "The opening of the deal and its stages were moved to the same day" in told


def test_the_day_of_a_win_is_refused_under_its_field_when_it_is_none(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} -- asennus mukana")

    for wrong, said in (("2026-06-16", "on vasta tulossa"), ("9999-12-31", "on vasta tulossa")):
        assert said in seller.fill(won_on=wrong)["errors"]["won_on"]
    for wrong in ("2026-03-16", "0001-01-01"):
        assert "on yli 90 päivää sitten" in seller.fill(won_on=wrong)["errors"]["won_on"]
    seller.fill(won_on="2026-06-01")
    seller.told("voitettu ma 1.6.")


@pytest.mark.parametrize("how", ["voitettu {name}", "siirrä {name} kauppa"])
def test_an_amount_that_jumps_is_asked_about_before_it_is_saved(seller: Newcomer, how: str) -> None:
    name = seller.new_deal("15 000 €")
    seller.type(f"/deal {how.format(name=name)}")

    answered = seller.fill(amount="14,8", promised_day="2026-09-15")

    assert not answered.get("errors")
    assert "summa muuttuisi 15 000 € → 14,80 €. Jos se on oikein, tallenna uudelleen." in plain(seller.form())
    assert seller.town.stage(name) == "identification"
    assert seller.filled()["amount"] == "14,80 €"

    seller.fill(amount="14,9")
    assert "15 000 € → 14,90 €" in plain(seller.form())
    seller.fill()

    assert "voitettu, 14,90 €" in seller.told("voitettu")


def test_an_amount_that_jumps_on_the_line_of_a_move_is_asked_about_too(seller: Newcomer) -> None:
    name = seller.new_deal("15 000 €")

    assert seller.type(f"/deal siirrä {name} tarjous 148 €") == ""

    assert "15 000 € → 148 €" in plain(seller.form())
    assert seller.town.stage(name) == "identification"
    seller.fill(amount="14 800 €")
    seller.told("summa 14 800 €")
    assert seller.town.stage(name) == "offer"


def hint(seller: Newcomer, field: str) -> str:
    """The sentence under a field of the form before this person."""
    block = next(block for block in seller.form()["blocks"] if block["block_id"] == field)
    return block.get("hint", {}).get("text", "").replace("\u00a0", " ")


def test_an_amount_of_two_readings_stands_as_typed_with_a_question_and_not_as_it_was(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 45-50k, toimitus 15.9.")

    assert seller.filled() == {"amount": "45-50k", "promised_day": "2026-09-15", "won_on": TODAY}
    assert "45-50k” jäi epäselväksi" in hint(seller, "amount")


def test_a_day_of_something_else_is_asked_under_the_promised_day_and_stays_in_the_note(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 45k, sopimus päättyy 31.12.2026")

    assert seller.filled() == {"amount": "45 000 €", "won_on": TODAY, "note": "sopimus päättyy 31.12.2026"}
    assert "31.12.2026” jäi epäselväksi" in hint(seller, "promised_day")


def test_a_win_of_long_ago_is_no_win_of_today(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 45k toissaviikolla")

    assert seller.filled() == {"amount": "45 000 €", "note": "toissaviikolla"}
    assert "toissaviikolla” jäi epäselväksi" in hint(seller, "won_on")
