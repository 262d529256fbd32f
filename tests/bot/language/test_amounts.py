"""Money as people type it becomes the amount they mean, or a sentence with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import amounts
from bot.language.folding import Unclear
from pipeline.money import Money
from tests.tables import each_row

UNDERSTOOD = [
    ("1.234,50", 123_450, "EUR"),
    ("1,234.50", 123_450, "EUR"),
    ("12 500", 1_250_000, "EUR"),
    ("12\u00a0500", 1_250_000, "EUR"),
    ("12\u202f500 €", 1_250_000, "EUR"),
    ("12 500,50 €", 1_250_050, "EUR"),
    ("12500", 1_250_000, "EUR"),
    ("12.500", 1_250_000, "EUR"),
    ("12,500", 1_250_000, "EUR"),
    ("12'500", 1_250_000, "EUR"),
    ("12’500", 1_250_000, "EUR"),
    ("12.50", 1_250, "EUR"),
    ("12,50", 1_250, "EUR"),
    ("12,5", 1_250, "EUR"),
    ("0,5", 50, "EUR"),
    ("0", 0, "EUR"),
    ("1 234 567,89 €", 123_456_789, "EUR"),
    ("1.234.567", 123_456_700, "EUR"),
    ("1,234,567.80", 123_456_780, "EUR"),
    ("12,5k", 1_250_000, "EUR"),
    ("12.5k€", 1_250_000, "EUR"),
    ("12,5 k€", 1_250_000, "EUR"),
    ("15t", 1_500_000, "EUR"),
    ("15 tuhatta", 1_500_000, "EUR"),
    ("15 tuhatta euroa", 1_500_000, "EUR"),
    ("12 tonnia", 1_200_000, "EUR"),
    ("12 tonnii", 1_200_000, "EUR"),
    ("15te", 1_500_000, "EUR"),
    ("12 tn", 1_200_000, "EUR"),
    ("12 tuh.", 1_200_000, "EUR"),
    ("12 500 euron", 1_250_000, "EUR"),
    ("1,2 milliä", 120_000_000, "EUR"),
    ("puoli milliä", 50_000_000, "EUR"),
    ("puolitoista tonnia", 150_000, "EUR"),
    ("kymppitonni", 1_000_000, "EUR"),
    ("viisi tuhatta euroa", 500_000, "EUR"),
    ("half a million", 50_000_000, "EUR"),
    ("five grand", 500_000, "EUR"),
    ("12 500:-", 1_250_000, "EUR"),
    ("12 500 € veroton", 1_250_000, "EUR"),
    ("€12,500 ex VAT", 1_250_000, "EUR"),
    ("2 milj", 200_000_000, "EUR"),
    ("2 milj. €", 200_000_000, "EUR"),
    ("1,25 milj", 125_000_000, "EUR"),
    ("1.5 million", 150_000_000, "EUR"),
    ("2M€", 200_000_000, "EUR"),
    ("€ 12,500", 1_250_000, "EUR"),
    ("€12,500", 1_250_000, "EUR"),
    ("12 500 e", 1_250_000, "EUR"),
    ("12 500 euroa", 1_250_000, "EUR"),
    ("EUR 12500", 1_250_000, "EUR"),
    ("$12,500", 1_250_000, "USD"),
    ("$ 12.50", 1_250, "USD"),
    ("12,500 dollars", 1_250_000, "USD"),
    ("£1,000", 100_000, "GBP"),
    ("12 500 SEK", 1_250_000, "SEK"),
    ("12500 sek", 1_250_000, "SEK"),
    ("12 500 ¥", 12_500, "JPY"),
    ("12 500,-", 1_250_000, "EUR"),
    ("12500.- €", 1_250_000, "EUR"),
    ("12 500 € + alv", 1_250_000, "EUR"),
    ("12 500 € (alv 0 %)", 1_250_000, "EUR"),
    ("12 500 € + alv 25,5 %", 1_250_000, "EUR"),
    ("12 500 € sis. alv", 1_250_000, "EUR"),
    ("€12,500 plus VAT", 1_250_000, "EUR"),
    ("noin 12k", 1_200_000, "EUR"),
    ("about 12k", 1_200_000, "EUR"),
    ("  12 500  ", 1_250_000, "EUR"),
    ("10 000 000 000", 10**12, "EUR"),
    ("+5 €", 500, "EUR"),
    ("1,2345k", 123_450, "EUR"),
    ("1,250000k", 125_000, "EUR"),
    ("12 500 €" + " " * 52, 1_250_000, "EUR"),  # as long as an amount may be
]

UNCLEAR = [
    ("1e9", "amount_unclear"),
    ("-5", "amount_negative"),
    ("−5 €", "amount_negative"),
    ("-€5", "amount_negative"),
    ("10 000 000 000,01", "amount_too_big"),
    ("9999999999999999999999", "amount_too_big"),
    ("0,500", "amount_unclear"),
    ("12,500k", "amount_unclear"),
    ("1.234,567", "amount_unclear"),
    ("12,345,67", "amount_unclear"),
    ("12 5", "amount_unclear"),
    ("1 2 3", "amount_unclear"),
    ("12-15", "amount_unclear"),
    ("12–15k", "amount_unclear"),
    ("3.6.", "amount_unclear"),
    ("12 500 €/kk", "amount_unclear"),
    ("5 lisenssiä", "amount_unclear"),
    ("5 %", "amount_unclear"),
    ("12 USD EUR", "amount_unclear"),
    ("12 500 kr", "amount_unclear"),
    ("=cmd()", "amount_unclear"),
    ("١٢٣", "amount_unclear"),
    ("kaksi", "amount_unclear"),
    ("pari tonnia", "amount_unclear"),
    ("tonni", "amount_unclear"),
    ("a m", "amount_unclear"),
    ("", "amount_unclear"),
    ("1" * 10_000, "amount_unclear"),
    ("12 500 €" + " " * 53, "amount_unclear"),
    ("12'5", "amount_unclear"),
    ("12’5", "amount_unclear"),
    ("-12,5555", "amount_unclear"),
    ("1,2500000k", "amount_unclear"),
    ("1,234567k", "amount_unclear"),  # less than a cent
    ("1.22.3k", "amount_unclear"),
    ("12 ke SEK", "amount_unclear"),
]


@each_row(("text", "minor", "currency"), UNDERSTOOD)
def test_an_amount_is_understood_as_the_person_means_it(text: str, minor: int, currency: str):
    assert amounts.read(text) == Money(minor, currency)


@each_row(("text", "key"), UNCLEAR)
def test_what_is_not_clear_is_not_guessed(text: str, key: str):
    assert amounts.read(text) == Unclear(text, key)


def test_an_amount_without_a_currency_is_in_the_workspaces_own():
    assert amounts.read("12 500", "SEK") == Money(1_250_000, "SEK")
    assert amounts.read("12 500 kr", "SEK") == Money(1_250_000, "SEK")
    assert amounts.read("12 500 kr.", "SEK") == Money(1_250_000, "SEK")
    assert amounts.read("12 500 €", "SEK") == Money(1_250_000, "EUR")
    assert amounts.read("12 keur", "SEK") == Money(1_200_000, "EUR")


def test_decimals_that_a_currency_lacks_are_not_rounded_away():
    assert amounts.read("12,50", "JPY") == Unclear("12,50", "amount_unclear")


def test_three_digits_of_a_currency_with_thousandths_may_be_either_so_they_are_asked():
    assert amounts.read("1.234", "KWD") == Unclear("1.234", "amount_unclear")
    assert amounts.read("1,234.500", "KWD") == Money(1_234_500, "KWD")


@pytest.mark.parametrize("text", ["12 500", "-5", "1e9", "12,5k", "SEK 100", "2 milj. €", "500 kr", "5" + " " * 59])
def test_figures_with_words_of_money_look_like_money(text: str):
    assert amounts.looks_like_money(text)


@pytest.mark.parametrize("text", ["5 lisenssiä", "verkkokauppa", "", "3 days", "Studio 54", "5" + " " * 60])
def test_other_words_do_not_look_like_money(text: str):
    assert not amounts.looks_like_money(text)


@given(st.integers(min_value=0, max_value=10**8), st.sampled_from([" ", "\u00a0", ".", ",", "'"]))
def test_thousands_may_be_parted_by_any_mark(euros: int, mark: str):
    assert amounts.read(f"{euros:,}".replace(",", mark)) == Money(euros * 100, "EUR")


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_unclear(text: str):
    found = amounts.read(text)
    assert isinstance(found, Unclear) or 0 <= found.minor <= amounts.LIMIT


@pytest.mark.parametrize(
    ("line", "rest", "amount"),
    [
        ("15 000 e toimitus", "toimitus", 15_000),
        ("huolto 15 000 € asennus", "huolto asennus", 15_000),
        ("huolto €15,000 asennus", "huolto asennus", 15_000),
        ("huolto 12,5k", "huolto", 12_500),
        ("Studio 54 12 500 €", "Studio 54", 12_500),
        ("toimitus 3 viikkoa", "toimitus 3 viikkoa", None),
        ("12 500", "12 500", None),
        ("", "", None),
        ("5 € huolto", "huolto", 5),
        ("huolto, 15 000 €", "huolto", 15_000),
        ("huolto 15 000 €, asennus", "huolto asennus", 15_000),
        ("Xerox, 12,5k", "Xerox", 12_500),
        ("12 €X", "12 €X", None),
    ],
)
def test_an_amount_with_marks_is_found_within_a_line(line: str, rest: str, amount: int | None):
    assert amounts.take_amount(line) == (rest, Money(100 * amount, "EUR") if amount else None)


@pytest.mark.parametrize(("line", "currency"), [("huolto $900", "USD"), ("huolto £900", "GBP"), ("huolto 0,9k", "SEK")])
def test_an_amount_found_within_a_line_is_in_its_own_currency_or_the_workspaces(line: str, currency: str):
    assert amounts.take_amount(line, "SEK") == ("huolto", Money(90_000, currency))


def test_an_amount_is_found_from_a_word_on_with_what_stands_around_it():
    assert amounts.find_amount("5k huolto 15 000 € asennus") == ("", Money(500_000, "EUR"), "huolto 15 000 € asennus")
    assert amounts.find_amount("5k huolto 15 000 € asennus", first=1) == (
        "5k huolto",
        Money(1_500_000, "EUR"),
        "asennus",
    )


@pytest.mark.parametrize(
    ("text", "rest", "tax"),
    [
        ("12 500 € veroton huolto", "12 500 € huolto", "veroton"),
        ("12 500 € ilman alvia", "12 500 €", "ilman alvia"),
        ("12 500 € sis. alvin", "12 500 €", "sis. alvin"),
        ("€12,500 excl. VAT", "€12,500", "excl. VAT"),
        ("15k netto", "15k", "netto"),
        ("Netto Oy", "Netto Oy", ""),
        ("10 000 alv 0% syyskuussa", "10 000 syyskuussa", "alv 0%"),
    ],
)
def test_words_of_tax_are_parted_from_an_amount(text: str, rest: str, tax: str):
    assert amounts.split_tax(text) == (rest, tax)


def test_what_is_said_of_tax_is_parted_from_a_line_unless_the_line_is_too_long():
    longest = "x" * 2_982 + " 12 500 + alv 24 %"
    assert amounts.split_tax(longest) == ("x" * 2_982 + " 12 500", "+ alv 24 %")
    assert amounts.split_tax("x" + longest) == ("x" + longest, "")


@pytest.mark.parametrize("line", ["a" * 10_000, "1 " * 5_000, "1 € " * 2_500, "€" * 10_000])
def test_a_line_of_ten_thousand_characters_is_looked_through_too(line: str):
    assert len(amounts.take_amount(line)[0]) <= 10_000
