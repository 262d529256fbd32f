"""Phone numbers are kept in one form, refused without digits, and shown as the reader dials them."""

from __future__ import annotations

from bot.language.folding import Unclear
from bot.language.phones import read_phone, shown_phone
from tests.tables import each_row


@each_row(
    ("typed", "region", "number"),
    [
        ("040 123 4567", "FI", "+358401234567"),
        ("040-1234567", "FI", "+358401234567"),
        ("+358 (0)40 123 4567", "FI", "+358401234567"),
        ("00358401234567", "FI", "+358401234567"),
        ("puh. 09-123 456 (vaihde)", "FI", "+3589123456"),
        ("tel:+358401234567", "FI", "+358401234567"),
        ("gsm 0401234567", "FI", "+358401234567"),
        ("+46 8 123 456 78", "FI", "+46812345678"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("08-123 456 78", "SE", "+46812345678"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, region: str, number: str) -> None:
    assert read_phone(typed, region) == number


@each_row(
    ("typed", "key"),
    [
        ("ei ole", "phone_without_digits"),
        ("–", "phone_without_digits"),
        ("12", "phone_unclear"),
        ("0401234567 Maija", "phone_unclear"),
        ("12345678901234567890", "phone_unclear"),
    ],
)
def test_what_is_no_number_says_why(typed: str, key: str) -> None:
    assert read_phone(typed, "FI") == Unclear(typed, key)


def test_a_number_is_short_at_home_and_has_its_country_elsewhere() -> None:
    assert shown_phone("+358401234567", "FI") == "040 1234567"
    assert shown_phone("+358401234567", "GB") == "+358 40 1234567"
    assert shown_phone("+358401234567", None) == "+358 40 1234567"
