"""Business ids, domains and addresses are found in a line, and a phone number or an amount is none."""

from __future__ import annotations

from bot.language.fact_line import addresses_in, read_facts, with_business_id
from tests.tables import each_row


@each_row(
    ("line", "business_id", "domain"),
    [
        ("0112038-9", "0112038-9", ""),
        ("112038-9", "112038-9", ""),
        ("FI01120389", "FI01120389", ""),
        ("Y-tunnus 0112038-9", "0112038-9", ""),
        ("y-tunnus: 01120389, www.acme.fi", "01120389", "www.acme.fi"),
        ("ytunnus on 0112038-9", "0112038-9", ""),
        ("alv-numero FI01120389", "FI01120389", ""),
        ("VAT number SE556012579001", "SE556012579001", ""),
        ("business id 0112038-9 and acme.fi", "0112038-9", "acme.fi"),
        ("acme.fi", "", "acme.fi"),
        ("verkkotunnus acme.fi", "", "acme.fi"),
        ("website https://acme.fi/contact", "", "https://acme.fi/contact"),
        ("0112038–9", "0112038–9", ""),
    ],
)
def test_a_line_of_facts_is_read(line: str, business_id: str, domain: str) -> None:
    found = read_facts(line)

    assert found is not None
    assert (found.business_id, found.domain) == (business_id, domain)


@each_row(
    "line",
    [
        "maija@acme.fi",
        "Maija 040 123 4567",
        "Maija Meikäläinen, acme.fi",
        "050 123456-7",
        "12 500 €",
        "3.6.",
        "Acme",
        "",
    ],
)
def test_a_line_that_says_something_else_is_none(line: str) -> None:
    assert read_facts(line) is None


def test_a_business_id_leaves_the_rest_of_a_line_as_it_was() -> None:
    found = with_business_id("Acme Oy (0112038-9), 12 500 €, verkkokauppa")

    assert (found.business_id, found.rest) == ("0112038-9", "Acme Oy, 12 500 €, verkkokauppa")


def test_addresses_come_before_domains() -> None:
    assert addresses_in("Acme, www.acme.fi, maija@acme.fi, 3.6.") == ["maija@acme.fi", "www.acme.fi"]
