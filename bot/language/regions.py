"""Time zones, countries and currencies: what they are called, which go together, and finding one by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from babel.numbers import get_currency_symbol, get_territory_currencies

from bot.language.catalogue import LANGUAGES
from bot.language.folding import folded
from bot.language.order import order_key
from pipeline.calendars import countries as with_holidays
from pipeline.money import CURRENCIES

MOST = 100  # options that a menu shows
NO_COUNTRYS = "Etc/UTC"
_PAID_WITH = {
    "BG": "EUR",  # the euro came on 2026-01-01; what Babel knows is older
}
_BETWEEN = str.maketrans("/_-(),&", "       ")  # what stands between words
_LOCALES = {"fi": Locale("fi"), "en": Locale("en", "GB")}
_Naming = Callable[[str, str], str]  # what a reader of a language calls a code


@dataclass(frozen=True, slots=True)
class Choice:
    """One to choose: its code, and what a reader calls it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class _Region:
    """One that can be found: by any word of its names in either language, or by its code."""

    value: str
    words: tuple[str, ...]


# --- What they are called ---------------------------------------------------------------------------------------------


def zone_name(language: str, zone: str) -> str:
    """ "Tukholma (Ruotsi)"."""
    city, country = _city(language, zone), territory_of(zone)
    return f"{city} ({country_name(language, country)})" if country is not None else city


def country_name(language: str, country: str) -> str:
    """ "Ruotsi"."""
    return _LOCALES[language].territories.get(country, country)


def currency_name(language: str, currency: str) -> str:
    """ "Ruotsin kruunu (SEK)"."""
    named = _LOCALES[language].currencies.get(currency)
    return f"{named} ({currency})" if named else currency


def _city(language: str, zone: str) -> str:
    located = get_timezone_location(zone, locale=_LOCALES[language], return_city=True)
    return located.rpartition("/")[2]


# --- Which go together ------------------------------------------------------------------------------------------------


def canonical(zone: str) -> str:
    """The zone's name of today: Asia/Calcutta is Asia/Kolkata."""
    return get_global("zone_aliases").get(zone, zone)


def territory_of(zone: str) -> str | None:
    """The country in which a zone's clocks stand; None for UTC and the like."""
    territory = get_global("zone_territories").get(canonical(zone))
    return territory if territory in _LOCALES["en"].territories and territory not in ("001", "ZZ") else None


def country_of(zone: str) -> str | None:
    """The country of a zone, if its holidays are known."""
    country = territory_of(zone)
    return country if country in with_holidays() else None


def currency_of(country: str | None) -> str | None:
    """What is paid with in a country today."""
    if country in _PAID_WITH:
        return _PAID_WITH[country]
    paid = get_territory_currencies(country) if country is not None else []
    return next((each for each in paid if each in CURRENCIES), None)


# --- Finding one ------------------------------------------------------------------------------------------------------


def zones(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Zones by a city, a country or their own name; where nothing is typed, those that are `likely`."""
    return [Choice(each, zone_name(language, each)) for each in _found(_zones(), language, typed, likely, zone_name)]


def countries(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Countries whose holidays are known."""
    found = _found(_countries(), language, typed, likely, country_name)
    return [Choice(each, country_name(language, each)) for each in found]


def currencies(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Currencies by their name, code or sign, or by a country where one pays with it."""
    found = _found(_currencies(), language, typed, likely, currency_name)
    return [Choice(each, currency_name(language, each)) for each in found]


def load() -> None:
    """Read all names now, so that the first search is as quick as any."""
    for read in (_zones, _countries, _currencies):
        read()


def _found(known: Sequence[_Region], language: str, typed: str, likely: Iterable[str], name: _Naming) -> list[str]:
    wanted = _words([typed])
    if not wanted:
        offered = {each.value for each in known}
        return [each for each in dict.fromkeys(likely) if each in offered][:MOST]
    fitting = [each.value for each in known if all(_fits(each, word) for word in wanted)]

    def nearness(value: str) -> tuple[bool, bool, str]:
        named = name(language, value)
        return value.lower() != typed.strip().lower(), not folded(named).startswith(wanted[0]), order_key(named)

    return sorted(fitting, key=nearness)[:MOST]


def _fits(known: _Region, word: str) -> bool:
    return any(each.startswith(word) for each in known.words)


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of these texts, without accents and capitals; a zone's name is several."""
    return tuple(word for text in texts for word in folded(text).translate(_BETWEEN).split())


@lru_cache(maxsize=1)
def _zones() -> tuple[_Region, ...]:
    there = available_timezones()
    names = [zone for zone in get_global("zone_territories") if zone in there and territory_of(zone) is not None]
    return tuple(_Region(zone, _words([zone, *_of_zone(zone)])) for zone in (*names, NO_COUNTRYS))


def _of_zone(zone: str) -> list[str]:
    country = territory_of(zone)
    return [_city(language, zone) for language in LANGUAGES] + (_of_country(country) if country else [])


def _of_country(country: str) -> list[str]:
    return [country, *(country_name(language, country) for language in LANGUAGES)]


@lru_cache(maxsize=1)
def _countries() -> tuple[_Region, ...]:
    return tuple(_Region(country, _words(_of_country(country))) for country in with_holidays())


@lru_cache(maxsize=1)
def _currencies() -> tuple[_Region, ...]:
    where: dict[str, list[str]] = {}
    for country in with_holidays():
        if (currency := currency_of(country)) is not None:
            where.setdefault(currency, []).extend(_of_country(country)[1:])
    return tuple(
        _Region(currency, _words([currency, *_signs(currency), *_of_currency(currency), *where.get(currency, ())]))
        for currency in sorted(CURRENCIES)
    )


def _of_currency(currency: str) -> list[str]:
    return [_LOCALES[language].currencies.get(currency, currency) for language in LANGUAGES]


def _signs(currency: str) -> list[str]:
    return [get_currency_symbol(currency, locale=_LOCALES[language]) for language in LANGUAGES]
