"""`/deal edit`: a deal's fields are put right, in one line or in a form, and one undo takes all of it back."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.deals.events import SourceKind
from pipeline.deals.projection import DealState
from pipeline.deals.read import deal_by_no
from pipeline.money import Money
from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town, plain


def _state(town: Town, name: str) -> DealState:
    """The newest deal of a customer, as it is stored."""
    no, services = town.deal_nos(name)[0], town.bot.services
    with town.bot.ledger.read_session(services.directory.system) as session:
        state = deal_by_no(session.connection, services.directory.workspace_no, no)
    assert state is not None
    return state


def _won(seller: Newcomer) -> str:
    """A deal that was won today."""
    name = seller.new_deal()
    assert "voitettu" in seller.type(f"/deal voitettu {name} toimitus 15.9.")
    return name


def _lost(seller: Newcomer) -> str:
    """A deal that was lost today."""
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} -- ajoitus")
    return name


# --- In one line ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("muuta {} 15 000", "{}: summa 12 500 € → 15 000 €"),
        ("muokkaa {} summa 15k", "{}: summa 12 500 € → 15 000 €"),
        ("korjaa {} kauppapäivä elokuu", "{}: kauppapäivä ei tiedossa → ma 31.8."),
        ("edit {} 15 000 €, elokuu", "{}: summa 12 500 € → 15 000 € · kauppapäivä ei tiedossa → ma 31.8."),
        ("change {} nimi Uudet hissit", "nimi ei tiedossa → Uudet hissit"),
        ("muuta {} lähde messut", "{}: lähde ei tiedossa → tapahtuma · messut"),
        ("muuta summa {} 15 000", "{}: summa 12 500 € → 15 000 €"),
        ("rename {} Uudet hissit", "nimi ei tiedossa → Uudet hissit"),
    ],
)
def test_what_is_surely_read_is_done_at_once(seller: Newcomer, line: str, told: str) -> None:
    name = seller.new_deal()

    assert told.format(name) in seller.type("/deal " + line.format(name))

    assert not seller.has_form()
    assert seller.town.verified()


def test_one_undo_takes_all_of_a_line_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    before = _state(seller.town, name)

    seller.type(f"/deal muuta {name} 15 000 €, elokuu, nimi Hissit, lähde messut")
    assert (_state(seller.town, name).amount, seller.town.deal(name).name) == (1_500_000, "Hissit")
    seller.type("/deal peru")

    after = _state(seller.town, name)
    assert (after.amount, after.close_day, after.name, after.source) == (
        before.amount,
        before.close_day,
        before.name,
        before.source,
    )


def test_the_answers_own_button_undoes_it_and_the_card_follows(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal muuta {name} 15 000")
    assert "15 000 €" in plain(calm.town.card(name, "15 000 €"))

    calm.press("Peru", "summa 12 500 € → 15 000 €")

    assert "12 500 €" in plain(calm.town.card(name, "12 500 €"))


def test_a_deal_without_a_name_of_its_own_is_called_by_its_new_customer(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.town.new_name()

    assert f"asiakas {name} → {other}" in seller.type(f"/deal muuta {name} asiakas {other}")

    deal = seller.town.deal(other)
    assert (deal.customer, deal.name) == (other, other)
    seller.type("/deal peru")
    assert seller.town.deal(name).name == name
    assert seller.town.verified()


def test_a_name_of_its_own_stays_with_a_new_customer(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.town.new_name()
    seller.type(f"/deal muuta {name} nimi Hissit")

    seller.type(f"/deal muuta {name} asiakas {other}")

    assert (seller.town.deal(other).customer, seller.town.deal(other).name) == (other, "Hissit")


def test_the_customer_it_has_already_is_refused(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "on jo tämä asiakas" in seller.type(f"/deal muuta {name} asiakas {name.upper()}")


def test_what_is_so_already_appends_nothing_and_says_so(seller: Newcomer) -> None:
    name = seller.new_deal()
    last = _state(seller.town, name).last_no

    assert f"{name}: mikään ei muuttunut" in seller.type(f"/deal muuta {name} 12 500 €")

    assert _state(seller.town, name).last_no == last


def test_an_amount_a_hundred_times_larger_asks_and_is_taken_when_it_is_sent_once_more(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal muuta {name} 1 250 000 €") == ""
    assert "summa muuttuisi 12 500 € → 1 250 000 €" in plain(seller.form())
    assert _state(seller.town, name).amount == 1_250_000
    seller.fill()

    seller.told("summa 12 500 € → 1 250 000 €")
    assert seller.town.deal(name).amount == Money(125_000_000, "EUR")


def test_a_jump_in_the_form_asks_there(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal muuta {name}")

    seller.fill(amount="1 250 000 €")
    assert "summa muuttuisi" in plain(seller.form())
    seller.fill()

    seller.told("→ 1 250 000 €")


# --- What was won, what was lost --------------------------------------------------------------------------------------


def test_the_day_of_a_win_is_corrected_and_undone_whole(seller: Newcomer) -> None:
    name = _won(seller)
    was = _state(seller.town, name)

    assert "voitettu ma 15.6. → pe 29.5." in seller.type(f"/deal muuta {name} voitettu 29.5.")

    now = _state(seller.town, name)
    assert now.stay_at.date() == date(2026, 5, 29)
    assert now.promised_day == date(2026, 9, 15)
    assert seller.town.verified()
    seller.type("/deal peru")
    undone = _state(seller.town, name)
    assert (undone.stay_at, undone.stay) == (was.stay_at, was.stay)
    assert seller.town.verified()


def test_a_corrected_win_keeps_the_promise_that_was_made_since(seller: Newcomer) -> None:
    name = _won(seller)
    assert "luvattu toimituspäivä ti 15.9. → ke 30.9." in seller.type(f"/deal muuta {name} toimitus 30.9.")

    seller.type(f"/deal muuta {name} voitettu 29.5.")

    now = _state(seller.town, name)
    assert (now.promised_day, now.first_promised_day) == (date(2026, 9, 30), date(2026, 9, 15))


@pytest.mark.parametrize("day", ["29.5.2025", "31.12."])
def test_a_win_is_told_of_no_day_long_ago_or_to_come(seller: Newcomer, day: str) -> None:
    name = _won(seller)
    was = _state(seller.town, name)

    answer = seller.type(f"/deal muuta {name} voitettu {day}")

    assert "Ei tallennettu" in answer or seller.has_form()
    assert _state(seller.town, name).stay_at == was.stay_at


def test_the_day_of_a_win_is_refused_of_a_deal_that_is_not_won(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"Ei muutettu: {name} ei ole voitettu." in seller.type(f"/deal muuta {name} voitettu 29.5.")


@pytest.mark.parametrize("line", ["hävitty 29.5.", "häviö 29.5.2026", "lost on 29 May"])
def test_the_day_of_a_loss_is_corrected_and_is_no_reason(seller: Newcomer, line: str) -> None:
    name = _lost(seller)

    assert "hävitty ma 15.6. → pe 29.5." in seller.type(f"/deal muuta {name} {line}")

    assert _state(seller.town, name).stay_at.date() == date(2026, 5, 29)
    assert "ajoitus" in seller.type(f"/deal näytä {name}")
    assert seller.town.verified()


@pytest.mark.parametrize("line", ["tarjous 29.5.", "offer on 29 May"])
def test_the_day_on_which_it_entered_a_stage_is_corrected(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name} tarjous")

    answer = seller.type(f"/deal muuta {name} {line}")

    assert "Tarjous ma 15.6. → pe 29.5. · Diilin luonti ja vaiheet siirrettiin samalle päivälle" in answer
    assert _state(seller.town, name).stay_at.date() == date(2026, 5, 29)
    assert "Ei muutettu: " in seller.type(f"/deal muuta {name} yhteydenotto 29.5.")
    assert seller.town.verified()


def test_why_it_was_lost_is_said_anew(seller: Newcomer) -> None:
    name = _lost(seller)

    answer = seller.type(f"/deal muuta {name} syy kilpailija, palataan maaliskuussa")

    assert "syy ei päätöstä nyt · ajoitus → kilpailija" in answer
    assert "palataan asiaan ei tiedossa → maaliskuu 2027" in answer


def test_who_says_so_is_typed_and_stands_with_the_deal_but_not_on_its_card(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal hävitty {name} -- hinta")

    told = calm.type(f"/deal muuta {name} asiakas kertoi: hinta, palataan maaliskuussa")

    assert "asiakas kertoi" in told.lower()
    assert "Syy: hinta · palataan maaliskuussa 2027 · asiakas kertoi" in calm.type(f"/deal näytä {name}")
    assert "asiakas kertoi" not in plain(calm.town.card(name, "maaliskuussa"))
    assert calm.town.verified()


def test_a_month_to_come_back_that_is_not_sure_is_asked_in_the_form(seller: Newcomer) -> None:
    name = _lost(seller)

    assert seller.type(f"/deal muuta {name} palataan syksyllä") == ""

    assert seller.chosen()["returns"] == "2026-09-01"
    assert "Luettu sanoista ”syksyllä”. Tarkista kuukausi." in str(seller.form())


def test_the_card_of_a_lost_deal_names_the_kind_and_when_to_come_back(calm: Newcomer) -> None:
    name = _lost(calm)

    calm.type(f"/deal muuta {name} syy hinta, palataan maaliskuussa, lähde messut")

    card = plain(calm.town.card(name, "Syy: hinta"))
    assert "Syy: hinta · palataan maaliskuussa 2027" in card
    assert "Lähde: tapahtuma · messut" in card


def test_a_lost_deals_form_has_what_lost_it(seller: Newcomer) -> None:
    name = _lost(seller)
    seller.type(f"/deal muuta {name}")

    assert seller.asked() == [
        "customer", "name", "amount", "close_day", "need_1", "need_2", "need_3", "source_kind", "source", "lost_kind",
        "reason", "said_by", "returns",
    ]  # fmt: skip
    seller.fill(lost_kind="price", said_by="customer")

    seller.told("syy ei päätöstä nyt · ajoitus → hinta · ajoitus · mistä tiedetään ei tiedossa → Asiakas kertoi")


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_form_shows_todays_values_and_only_what_differs_changes(seller: Newcomer) -> None:
    name = seller.new_deal("12 500 €, lähde messut")
    assert seller.type(f"/deal muuta {name}") == ""

    assert seller.filled() == {"customer": name, "amount": "12 500 €", "source": "messut"}
    seller.fill(close_day="2026-08-14", source_kind="event")

    seller.told(f"{name}: kauppapäivä ei tiedossa → pe 14.8. · lähde messut → tapahtuma · messut")
    assert _state(seller.town, name).source_kind is SourceKind.EVENT


def test_what_another_changed_meanwhile_stays(thread: Thread) -> None:
    seller, name = thread.owner, thread.name
    seller.type(f"/deal muuta {name}")
    seller.town.type(seller.user, f"/deal muuta {name} 15 000")

    seller.fill(close_day="2026-08-14")

    seller.told("kauppapäivä ei tiedossa → pe 14.8.")
    assert _state(seller.town, name).amount == 1_500_000


def test_what_is_unsure_opens_the_form_with_what_was_read(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal muuta {name} 15 000, vihreä katto") == ""

    assert seller.filled() == {"customer": name, "amount": "15 000 €", "note": "vihreä katto"}
    assert "”vihreä katto”" in str(seller.form())
    seller.fill()
    seller.told("summa 12 500 € → 15 000 €")
    assert [note.text for note in seller.town.deal(name).notes] == ["vihreä katto"]


def test_an_amount_that_cannot_be_read_stands_in_its_field_with_a_question(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal muuta {name} summa 12,345k")

    assert seller.filled()["amount"] == "12,345k"
    assert "amount" in seller.fill()["errors"]
    assert seller.has_form()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"customer": " "}, "customer"),
        ({"amount": "paljon"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"close_day": "2026-05-01"}, "close_day"),
        ({"close_day": "2046-05-01"}, "close_day"),
    ],
)
def test_a_refusal_stands_under_its_field(seller: Newcomer, values: dict[str, str], field: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal muuta {name}")

    assert list(seller.fill(**values)["errors"]) == [field]

    assert seller.has_form()


def test_a_promise_before_the_win_stands_under_the_promised_day(seller: Newcomer) -> None:
    name = _won(seller)
    seller.type(f"/deal muuta {name}")

    assert list(seller.fill(promised_day="2026-06-01")["errors"]) == ["promised_day"]
    assert list(seller.fill(promised_day="2029-06-01")["errors"]) == ["promised_day"]


def test_the_amount_of_a_stage_that_needs_one_is_not_taken_away(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name} tarjous")
    seller.type(f"/deal muuta {name}")

    assert "vaatii sen" in seller.fill(amount="")["errors"]["amount"]


def test_the_cards_menu_opens_the_form(calm: Newcomer) -> None:
    name = calm.new_deal()

    calm.choose_on_card("Muuta tietoja…", name)
    calm.fill(amount="13 000")

    assert "13 000 €" in plain(calm.town.card(name, "13 000 €"))


def test_a_closed_deals_card_has_the_button(calm: Newcomer) -> None:
    name = _lost(calm)
    calm.town.card(name, "Avaa uudelleen")

    calm.press_card("Muuta tietoja…", name)

    assert "lost_kind" in calm.asked()


def test_a_line_that_names_a_stage_asks_whether_to_move(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "Siirretäänkö" in seller.type(f"/deal muuta {name} tarjoukseen")


def test_in_a_thread_the_deal_need_not_be_named(thread: Thread) -> None:
    assert "summa 12 500 € → 15 000 €" in thread.says("muuta 15 000", "summa")


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal muuta {name} 15 000")
    assert _state(town, name).amount == 1_250_000


def test_an_english_edit(english: Newcomer) -> None:
    name = english.new_deal()

    answer = english.type(f"/deal edit {name} €15,000, August")

    assert f"{name}: amount €12,500 → €15,000" in answer.replace("€12,500", "€12,500").replace("€15,000", "€15,000")
    assert "close day not known → Mon 31 August" in answer
