"""Time zones, countries and currencies: their names, which of them belong together, and a search by typed text."""

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

MOST = 100  # the largest number of options in a menu of Slack
NO_COUNTRYS = "Etc/UTC"
_PAID_WITH = {
    "BG": "EUR",  # Bulgaria took the euro on 2026-01-01; Babel's data is older
}
_BETWEEN = str.maketrans("/_-(),&", "       ")  # what separates the words of a name
_LOCALES = {"fi": Locale("fi"), "en": Locale("en", "GB")}
_Naming = Callable[[str, str], str]  # maps a language and a code to the name in that language


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its code, and its name in the reader's language."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class _Region:
    """A code with the words that find it: those of its names in each language and of the code itself."""

    value: str
    words: tuple[str, ...]


# --- Names ------------------------------------------------------------------------------------------------------------


def zone_name(language: str, zone: str) -> str:
    """Return "Tukholma (Ruotsi)" for Europe/Stockholm in Finnish."""
    city, country = _city(language, zone), territory_of(zone)
    return f"{city} ({country_name(language, country)})" if country is not None else city


def country_name(language: str, country: str) -> str:
    """Return "Ruotsi" for SE in Finnish."""
    return _LOCALES[language].territories.get(country, country)


def currency_name(language: str, currency: str) -> str:
    """Return "Ruotsin kruunu (SEK)" for SEK in Finnish."""
    named = _LOCALES[language].currencies.get(currency)
    return f"{named} ({currency})" if named else currency


def _city(language: str, zone: str) -> str:
    located = get_timezone_location(zone, locale=_LOCALES[language], return_city=True)
    return located.rpartition("/")[2]


# --- What belongs together --------------------------------------------------------------------------------------------


def canonical(zone: str) -> str:
    """Return the current name of a zone: Asia/Kolkata for Asia/Calcutta."""
    return get_global("zone_aliases").get(zone, zone)


def territory_of(zone: str) -> str | None:
    """Return the country of a zone; None for UTC and other zones without a country."""
    territory = get_global("zone_territories").get(canonical(zone))
    return territory if territory in _LOCALES["en"].territories and territory not in ("001", "ZZ") else None


def country_of(zone: str) -> str | None:
    """Return the country of a zone if Putki knows the holidays of that country, else None."""
    country = territory_of(zone)
    return country if country in with_holidays() else None


def currency_of(country: str | None) -> str | None:
    """Return the currency of a country today, or None if Putki does not know it."""
    if country in _PAID_WITH:
        return _PAID_WITH[country]
    paid = get_territory_currencies(country) if country is not None else []
    return next((each for each in paid if each in CURRENCIES), None)


# --- The search -------------------------------------------------------------------------------------------------------


def zones(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Find zones by a city, a country or the zone's own name. An empty text finds those in `likely`."""
    return [Choice(each, zone_name(language, each)) for each in _found(_zones(), language, typed, likely, zone_name)]


def countries(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Find countries by name or code, among those whose holidays Putki knows. An empty text finds those in `likely`."""
    found = _found(_countries(), language, typed, likely, country_name)
    return [Choice(each, country_name(language, each)) for each in found]


def currencies(language: str, typed: str, likely: Iterable[str] = ()) -> list[Choice]:
    """Find currencies by name, code, sign or country. An empty text finds those in `likely`."""
    found = _found(_currencies(), language, typed, likely, currency_name)
    return [Choice(each, currency_name(language, each)) for each in found]


def load() -> None:
    """Read all names now, so that the first search does not have to."""
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
    """Return the words of these texts as `folded` gives them. A zone's name has several words."""
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
