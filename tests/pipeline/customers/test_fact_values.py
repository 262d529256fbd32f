"""A business id is checked and padded; a domain is taken from whatever address it stands in."""

from __future__ import annotations

import pytest

from pipeline.customer_errors import BusinessIdWrong, DomainOfAll, DomainWrong
from pipeline.customers.fact_values import business_id, domain, domains_above
from tests.tables import each_row


@each_row(
    ("typed", "kept"),
    [
        ("0112038-9", "0112038-9"),
        ("112038-9", "0112038-9"),
        ("1120389", "0112038-9"),
        ("01120389", "0112038-9"),
        ("FI01120389", "0112038-9"),
        ("fi 0112038-9", "0112038-9"),
        ("0112038–9", "0112038-9"),
        (" 0112038 - 9 ", "0112038-9"),
        ("SE556012579001", "SE556012579001"),
    ],
)
def test_a_business_id_has_one_form(typed: str, kept: str) -> None:
    assert business_id(typed) == kept


@each_row("typed", ["0112038-8", "0112038", "abc", "", "123-4", "SE556012579002", "FI12", "0112038-99"])
def test_an_id_that_fails_its_check_is_none(typed: str) -> None:
    with pytest.raises(BusinessIdWrong):
        business_id(typed)


@each_row(
    ("typed", "kept"),
    [
        ("acme.fi", "acme.fi"),
        ("ACME.FI", "acme.fi"),
        ("https://www.acme.fi/yhteys?a=1", "acme.fi"),
        ("maija@mail.acme.fi", "mail.acme.fi"),
        ("mailto:maija@acme.fi", "acme.fi"),
        ("ääkkönen.fi", "ääkkönen.fi"),
    ],
)
def test_a_domain_has_one_form(typed: str, kept: str) -> None:
    assert domain(typed) == kept


@each_row("typed", ["acme", "acme oy.fi", "", "3.6.", "-a.fi", f"{'a' * 250}.fi"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(DomainWrong):
        domain(typed)


@each_row("typed", ["gmail.com", "matti@hotmail.fi", "https://outlook.com", "pp.inet.fi"])
def test_a_domain_of_everybody_tells_no_customer(typed: str) -> None:
    with pytest.raises(DomainOfAll):
        domain(typed)


def test_a_domain_is_part_of_those_above_it_but_of_none_of_everybodys() -> None:
    assert [*domains_above("a.b.acme.fi")] == ["a.b.acme.fi", "b.acme.fi", "acme.fi"]
    assert [*domains_above("acme.co.uk")] == ["acme.co.uk"]
