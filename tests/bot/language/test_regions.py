"""Zones, countries and currencies: which go together, what they are called, and how one is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.blocks import limits
from bot.language import regions
from bot.language.catalogue import LANGUAGES
from pipeline.calendars import countries, zone_named
from pipeline.money import CURRENCIES

Find = Callable[..., list[regions.Choice]]


@pytest.mark.parametrize(
    ("zone", "country", "currency"),
    [
        ("Europe/Helsinki", "FI", "EUR"),
        ("Europe/Stockholm", "SE", "SEK"),
        ("Europe/London", "GB", "GBP"),
        ("America/New_York", "US", "USD"),
        ("Europe/Mariehamn", "AX", "EUR"),
        ("Asia/Calcutta", "IN", "INR"),  # an older name
        ("US/Pacific", "US", "USD"),
        ("Europe/Sofia", "BG", "EUR"),  # since 2026
        ("Europe/Zagreb", "HR", "EUR"),  # since 2023
        ("Etc/UTC", None, None),
        ("Mars/Olympus", None, None),
    ],
)
def test_a_zone_says_whose_holidays_and_which_money(zone: str, country: str | None, currency: str | None) -> None:
    assert regions.country_of(zone) == country
    assert regions.currency_of(country) == currency


def test_where_one_pays_with_the_euro_by_now_it_is_found_and_what_was_paid_with_before_too() -> None:
    assert {each.value for each in regions.currencies("fi", "bulgaria")} == {"EUR", "BGN"}


@pytest.mark.parametrize(
    ("find", "typed", "first"),
    [
        (regions.zones, "tukholma", "Tukholma (Ruotsi)"),
        (regions.zones, "Stockholm", "Tukholma (Ruotsi)"),
        (regions.zones, "ruotsi", "Tukholma (Ruotsi)"),
        (regions.zones, "Europe/Helsinki", "Helsinki (Suomi)"),
        (regions.zones, "new york", "New York (Yhdysvallat)"),
        (regions.zones, "zurich", "Zürich (Sveitsi)"),
        (regions.zones, "Tukholma (Ruotsi)", "Tukholma (Ruotsi)"),
        (regions.countries, "herts", "Bosnia ja Hertsegovina"),
        (regions.zones, "utc", "UTC"),
        (regions.countries, "sweden", "Ruotsi"),
        (regions.countries, "us", "Yhdysvallat"),
        (regions.countries, "itav", "Itävalta"),
        (regions.currencies, "€", "euro (EUR)"),
        (regions.currencies, "sek", "Ruotsin kruunu (SEK)"),
        (regions.currencies, "norja", "Norjan kruunu (NOK)"),
        (regions.currencies, "us dollar", "Yhdysvaltain dollari (USD)"),
    ],
)
def test_one_is_found_by_any_of_its_names_in_either_language(find: Find, typed: str, first: str) -> None:
    assert find("fi", typed)[0].label == first


@pytest.mark.parametrize("find", [regions.zones, regions.countries, regions.currencies])
def test_what_fits_nothing_finds_nothing(find: Find) -> None:
    assert find("en", "qqzx") == []
    assert find("en", "") == []


def test_before_anything_is_typed_the_likely_ones_are_offered_once_each() -> None:
    likely = ["Europe/Stockholm", "Europe/Helsinki", "Europe/Stockholm", "Mars/Olympus"]

    assert [each.value for each in regions.zones("en", " ", likely)] == ["Europe/Stockholm", "Europe/Helsinki"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", "abcdefghijklmnoprstuvwyzåäö")
def test_no_search_gives_what_a_menu_cannot_show(language: str, letter: str) -> None:
    for find in (regions.zones, regions.countries, regions.currencies):
        found = find(language, letter)
        assert len(found) <= regions.MOST
        assert [each for each in found if not 0 < len(each.label) <= limits.OPTION] == []
        assert len({each.value for each in found}) == len(found)


def test_whatever_is_offered_the_core_takes() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert [each for each in regions.zones("en", letter) if zone_named(each.value).key != each.value] == []
        assert {each.value for each in regions.countries("en", letter)} <= countries()
        assert {each.value for each in regions.currencies("en", letter)} <= CURRENCIES


def test_every_country_with_holidays_and_every_currency_can_be_found_by_its_code() -> None:
    assert [code for code in countries() if code not in [each.value for each in regions.countries("fi", code)]] == []
    assert [code for code in CURRENCIES if code not in [each.value for each in regions.currencies("fi", code)]] == []
