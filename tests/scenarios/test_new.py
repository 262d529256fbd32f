"""`/deal new`: a form filled in from the line opens a deal; whatever is refused stays as it was typed."""

from __future__ import annotations

import pytest

from pipeline.deals.events import SourceKind
from tests.scenarios.town import SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("/deal uusi {name}, 12 500 €, verkkokauppa, 30.6.", "2026-06-30"),
        ("/diili lisää {name}, 12 500 €, verkkokauppa, vko 27", "2026-07-03"),
        ("/deal luo {name}; 12,5k; verkkokauppa; kesäkuussa", "2026-06-30"),
        ("/diili new {name}, €12,500, verkkokauppa, 30 June", "2026-06-30"),
    ],
)
def test_the_form_is_filled_in_from_the_line(seller: Newcomer, typed: str, day: str) -> None:
    name = seller.town.new_name()

    assert seller.type(typed.format(name=name)) == ""

    assert seller.filled() == {"customer": name, "name": "verkkokauppa", "amount": "12 500 €", "close_day": day}


def test_the_deal_is_there_and_its_opener_owns_it(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}, 12 500 €, verkkokauppa, lähde: messut, 30.6.")
    seller.fill()

    told = seller.told(f"Luotu: {name} (verkkokauppa), 12 500 € · Tunnistaminen")
    assert "Peru" in told
    deal = seller.town.deal(name)
    assert deal.owner_name.startswith("Uusi Myyjä")
    assert (deal.source_kind, deal.source) == (SourceKind.EVENT, "messut")
    assert "Lähde: tapahtuma · messut" in plain(seller.town.card(name, "Lähde:"))
    assert seller.town.verified()


def test_without_a_line_the_form_is_empty_and_the_customer_is_required(seller: Newcomer) -> None:
    seller.type("/deal uusi")

    assert seller.asked() == ["customer", "name", "amount", "close_day", "source_kind", "source", "note"]
    assert seller.filled() == {}
    required = [block["block_id"] for block in seller.form()["blocks"] if not block.get("optional")]
    assert required == ["customer"]


def test_english_words_open_an_english_form(english: Newcomer) -> None:
    english.type("/deal new")

    assert english.form()["title"]["text"] == "New deal"


def test_a_refused_form_is_corrected_three_times_and_loses_nothing(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}")

    for wrong, said in (
        ("paljon", "jäi epäselväksi"),
        ("-5", "ei voi olla negatiivinen"),
        ("10000000000000000", "liian suuri"),
    ):
        answered = seller.fill(amount=wrong, source="Pekka suositteli", source_kind="referral")
        assert said in answered["errors"]["amount"]
        assert seller.has_form()

    answered = seller.fill(amount="1.234,50")
    assert not answered.get("errors")
    assert "1 234,50 €" in seller.told(name)
    deal = seller.town.deal(name)
    assert (deal.source_kind, deal.source) == (SourceKind.REFERRAL, "Pekka suositteli")


def test_a_deal_of_nothing_is_refused_under_its_field(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}, 0 €")
    assert seller.filled() == {"customer": name, "amount": "0 €"}

    assert seller.fill()["errors"]["amount"] == "Ei tallennettu: summan on oltava suurempi kuin nolla."

    assert seller.town.deal_nos(name) == []


def test_an_amount_that_is_unclear_on_the_line_is_shown_as_typed(seller: Newcomer) -> None:
    seller.type(f"/deal uusi {seller.town.new_name()}, 12.5.6 €")

    assert seller.filled()["amount"] == "12.5.6 €"


def test_a_day_read_with_doubt_is_asked_back(seller: Newcomer) -> None:
    seller.type(f"/deal uusi {seller.town.new_name()}, 14.6.")  # yesterday, so next year's

    day = next(block for block in seller.form()["blocks"] if block["block_id"] == "close_day")
    assert "”14.6.”: tarkoititko" in day["hint"]["text"]


def test_a_name_of_nothing_is_refused_under_its_field(seller: Newcomer) -> None:
    seller.type("/deal uusi")

    answered = seller.fill(customer="\u200b\u200b")

    assert "nimi puuttuu" in answered["errors"]["customer"]


def test_a_note_is_kept_with_the_opening_and_undone_with_it(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/diili uusi {name} — 8000e — kysyi messuilla pumppua")

    assert seller.filled() == {"customer": name, "amount": "8 000 €", "note": "kysyi messuilla pumppua"}
    seller.fill()
    seller.told(f"Luotu: {name}, 8 000 €")
    assert [note.text for note in seller.town.deal(name).notes] == ["kysyi messuilla pumppua"]
    seller.type(f"/deal näytä {name}")
    seller.told("kysyi messuilla pumppua")

    assert seller.type("/deal peru") == f"Peruttu: {name} on poistettu."
    assert seller.town.deal_nos(name) == []
    assert seller.town.verified()


def test_a_line_in_a_thread_is_answered_with_a_button_that_opens_the_filled_in_form(thread: Thread) -> None:
    name = thread.town.new_name()
    assert "Avaa lomake…" in thread.says(f"uusi {name}, 3 000 €, huolto", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"customer": name, "amount": "3 000 €", "name": "huolto"}
    thread.owner.fill()
    assert name in thread.shows(f"Luotu: {name}")


def test_the_same_customer_is_found_again(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal("laite")
    seller.type(f"/deal uusi {name.upper()}, huolto")
    seller.fill()

    found = seller.type(f"/deal etsi {name}")

    assert f"{name} (laite)" in found
    assert f"{name} (huolto)" in found


def test_a_form_sent_in_after_its_response_url_has_ended_is_answered_directly(own_town: Town) -> None:
    name = own_town.new_name()
    own_town.type(SELLER, f"/deal uusi {name}, 100 €")
    own_town.slack.clock(by="31m")

    assert not own_town.fill(SELLER).get("errors")

    told = plain(own_town.direct(SELLER, f"Luotu: {name}"))
    assert "Peru" in told
    assert len(own_town.deal_nos(name)) == 1


def hint(seller: Newcomer, field: str) -> str:
    """The sentence under a field of the form before this person."""
    block = next(block for block in seller.form()["blocks"] if block["block_id"] == field)
    return block.get("hint", {}).get("text", "").replace("\u00a0", " ")


def test_a_careless_line_fills_the_form_and_what_is_unclear_is_asked_under_its_field(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi diili: {name} noin 15 000 - 20 000 eur, huolto, juhlien jälkeen, tapasin messuilla")

    assert seller.filled() == {
        "customer": name,
        "name": "huolto",
        "amount": "noin 15 000 - 20 000 eur",
        "note": "tapasin messuilla",
    }
    assert "”noin 15 000 - 20 000 eur” jäi epäselväksi. Kirjoita esim." in hint(seller, "amount")
    assert hint(seller, "close_day") == "”juhlien jälkeen” jäi epäselväksi. Valitse päivä."
    assert hint(seller, "note") == "Ei sopinut mihinkään kenttään: ”tapasin messuilla”. Säilytä tai poista."

    assert "jäi epäselväksi" in seller.fill()["errors"]["amount"]
    assert not seller.fill(amount="18k", close_day="2026-09-30").get("errors")

    seller.told(f"Luotu: {name} (huolto), 18 000 €")
    deal = seller.town.deal(name)
    assert str(deal.close_day) == "2026-09-30"
    assert deal.source is None
    assert [note.text for note in deal.notes] == ["tapasin messuilla"]
    assert seller.town.verified()


def test_a_customer_that_exists_is_found_bent_and_shown_as_known(seller: Newcomer) -> None:
    name = seller.new_deal("laite")
    seller.type(f"/deal uusi {name}:lle huolto 15k")

    assert seller.filled() == {"customer": name, "name": "huolto", "amount": "15 000 €"}
    assert hint(seller, "customer") == f"”{name}:lle”: nykyinen asiakas."
    seller.fill()

    found = seller.type(f"/deal etsi {name}")
    assert f"{name} (laite)" in found
    assert f"{name} (huolto)" in found


def test_line_ends_and_marks_of_slack_are_no_part_of_names(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi *{name}* :rocket:\n`huolto`\n12 500,-\npekka@acme.fi")

    assert seller.filled() == {"customer": name, "name": "huolto", "amount": "12 500 €", "note": "pekka@acme.fi"}


def test_an_amount_in_a_note_stays_there_and_the_form_says_so(english: Newcomer) -> None:
    name = english.town.new_name()
    english.type(f"/deal new {name} -- met at the fair, 12k")

    assert english.filled() == {"customer": name, "note": "met at the fair, 12k"}
    assert hint(english, "amount") == "The note has “12k”. It was not taken as the amount."


def test_long_dashes_part_the_fields_and_two_dashes_begin_the_note(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name} — verkkokauppa — 12 500 € -- kiire")

    assert seller.filled() == {"customer": name, "name": "verkkokauppa", "amount": "12 500 €", "note": "kiire"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("0001-01-01", "on jo mennyt. Valitse tuleva päivä."),
        ("2026-06-14", "on jo mennyt. Valitse tuleva päivä."),
        ("9999-12-31", "Valitse lähempi päivä."),
    ],
)
def test_a_day_that_was_picked_is_judged_like_a_typed_one(seller: Newcomer, wrong: str, said: str) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}, 12 500 €")

    answered = seller.fill(close_day=wrong)

    assert said in answered["errors"]["close_day"]
    seller.fill(close_day="2027-12-31")
    seller.told(f"Luotu: {name}")


def test_a_deal_that_is_nearly_there_is_shown_in_the_form_and_in_the_answer(seller: Newcomer) -> None:
    name = seller.new_deal("huoltosopimus, 12 500 €")
    number = seller.town.deal(name).deal_no

    seller.type(f"/deal uusi {name}, huoltosopimus, 10 000")
    shown = f"Samalta näyttää: {name} (huoltosopimus) · #{number} · Tunnistaminen · "
    assert shown in plain(seller.form())
    seller.fill()

    answer = seller.told("Luotu")
    assert shown in answer
    assert answer.startswith("Luotu")


def test_nothing_is_shown_where_nothing_is_alike(seller: Newcomer) -> None:
    name = seller.new_deal("huoltosopimus, 12 500 €")

    seller.type(f"/deal uusi {name}, pumppu, 10 000")
    assert "Samalta näyttää" not in plain(seller.form())
    seller.fill()

    assert "Samalta näyttää" not in seller.told("pumppu")
