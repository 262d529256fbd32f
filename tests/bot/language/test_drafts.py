"""A new deal typed in one line fills the form, and what was unclear is asked back."""

from datetime import date, time

import pytest

from bot.language.days import Day
from bot.language.drafts import Draft, read_new
from bot.language.folding import Unclear
from pipeline.money import Money

TUESDAY = date(2026, 6, 16)
TWELVE_AND_A_HALF = Money(1_250_000, "EUR")
END_OF_JULY = Day(date(2026, 7, 31), sure=False)


@pytest.mark.parametrize(
    ("rest", "draft"),
    [
        (
            "Acme Oy, 12 500 €, verkkokauppa, ensi kuussa",
            Draft("Acme Oy", "verkkokauppa", TWELVE_AND_A_HALF, END_OF_JULY),
        ),
        (
            "Acme Ltd, €12,500, web shop, next month",
            Draft("Acme Ltd", "web shop", TWELVE_AND_A_HALF, END_OF_JULY),
        ),
        ("", Draft()),
        (" ,, ,", Draft()),
        ("Acme", Draft("Acme")),
        ("Acme Oy, 12 500,50 €", Draft("Acme Oy", amount=Money(1_250_050, "EUR"))),
        ("Acme Oy,12,5k,verkkokauppa", Draft("Acme Oy", "verkkokauppa", TWELVE_AND_A_HALF)),
        ("Acme; 12500; 3.7.", Draft("Acme", amount=TWELVE_AND_A_HALF, close_day=Day(date(2026, 7, 3)))),
        ("Acme Oy 12 500 €", Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("12 500 €, Acme Oy", Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("Lahden Kala oy 12,5k ensi ma", Draft("Lahden Kala oy", None, TWELVE_AND_A_HALF, Day(date(2026, 6, 22)))),
        (
            "Lahden Kala oy 12 500 € verkkokauppa 3.7. klo 14",
            Draft("Lahden Kala oy", "verkkokauppa", TWELVE_AND_A_HALF, Day(date(2026, 7, 3), clock=time(14))),
        ),
        ("Acme Oy ensi kuussa", Draft("Acme Oy", close_day=END_OF_JULY)),
        ("Acme Oy verkkokauppa 3.7.", Draft("Acme Oy", "verkkokauppa", close_day=Day(date(2026, 7, 3)))),
        ("Acme Oy verkkokauppa", Draft("Acme Oy verkkokauppa")),
        ("Posti Oy to", Draft("Posti Oy to")),  # a name may end like a day
        ("Pekka May", Draft("Pekka May")),
        ("3M Finland Oy 5k", Draft("3M Finland Oy", amount=Money(500_000, "EUR"))),
        ("Suomen 3M Oy", Draft("Suomen 3M Oy")),
        ("Acme, end of Q3", Draft("Acme", close_day=Day(date(2026, 9, 30)))),
        ("Acme, vuodenvaihteessa", Draft("Acme", close_day=Day(date(2026, 12, 31), sure=False))),
        ("Acme, Inc., $12,500", Draft("Acme, Inc.", amount=Money(1_250_000, "USD"))),
        ("3M, 5k", Draft("3M", amount=Money(500_000, "EUR"))),
        ("Studio 54, 5 lisenssiä", Draft("Studio 54", "5 lisenssiä")),
        ("Acme, verkkokauppa, messut", Draft("Acme", "verkkokauppa", source="messut")),
        ("Acme, kylmäsoitto, verkkokauppa", Draft("Acme", "verkkokauppa", source="kylmäsoitto")),
        ("Acme, lähde: Slush 2026", Draft("Acme", source="Slush 2026")),
        ("Acme, verkkokauppa, Slush, vaihe 2", Draft("Acme", "verkkokauppa, vaihe 2", source="Slush")),
        ('"Acme Oy", 12,5k', Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("Acme, -5", Draft("Acme", unclear=(Unclear("-5", "amount_negative"),))),
        ("Acme, 1e9", Draft("Acme", unclear=(Unclear("1e9", "amount_unclear"),))),
        ("Acme, 31.2.", Draft("Acme", unclear=(Unclear("31.2.", "day_unclear"),))),
        ("Acme, 3.6.2025", Draft("Acme", unclear=(Unclear("3.6.2025", "day_past"),))),
        ("Acme, 12.7", Draft("Acme", close_day=Day(date(2026, 7, 12), sure=False))),
        ("Acme, 12.70", Draft("Acme", amount=Money(1_270, "EUR"))),
        ("Acme, 12 500 € + alv", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv")),
        ("Acme, 12 500 € + alv 24 %", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv 24 %")),
        ("Acme, 12 500 € (alv 25,5 %), huolto", Draft("Acme", "huolto", TWELVE_AND_A_HALF, note="(alv 25,5 %)")),
        ("Acme, €12,500 + VAT", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ VAT")),
        ("Acme, 12 500 €, + alv, huolto", Draft("Acme", "huolto", TWELVE_AND_A_HALF, note="+ alv")),
        ("Acme Oy 12 500 € + alv 24 % huolto", Draft("Acme Oy", "huolto", TWELVE_AND_A_HALF, note="+ alv 24 %")),
        ("Alva Oy, 12,5k", Draft("Alva Oy", amount=TWELVE_AND_A_HALF)),
        (", 12,5k", Draft(amount=TWELVE_AND_A_HALF)),
        ("; 12,5k; huolto", Draft(None, "huolto", TWELVE_AND_A_HALF)),
    ],
)
def test_a_line_becomes_a_draft(rest: str, draft: Draft):
    assert read_new(rest, TUESDAY) == draft


@pytest.mark.parametrize(
    ("note", "draft"),
    [
        ("kysyi messuilla pumppua", Draft("Acme", note="kysyi messuilla pumppua")),
        ("8000e — kysyi messuilla", Draft("Acme", amount=Money(800_000, "EUR"), note="kysyi messuilla")),
        ("8000e—3.7.—", Draft("Acme", amount=Money(800_000, "EUR"), close_day=Day(date(2026, 7, 3)))),
        ("3 vk myöhässä", Draft("Acme", note="3 vk myöhässä")),
        ("3", Draft("Acme", note="3")),
    ],
)
def test_who_parts_by_dashes_too_is_understood(note: str, draft: Draft):
    assert read_new("Acme", TUESDAY, note=note) == draft


def test_what_is_said_of_tax_comes_before_the_note():
    draft = read_new("Acme, 12,5k + alv", TUESDAY, note="kysyi messuilla")
    assert draft == Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv, kysyi messuilla")


def test_an_amount_without_a_currency_is_in_the_workspaces_own():
    assert read_new("Acme, 12 500", TUESDAY, "SEK").amount == Money(1_250_000, "SEK")


@pytest.mark.parametrize("rest", ["a" * 10_000, "Acme," * 2_000, "1," * 5_000, "1 " * 5_000 + "€"])
def test_a_line_of_ten_thousand_characters_is_read_too(rest: str):
    assert read_new(rest, TUESDAY).customer
