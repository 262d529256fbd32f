"""Business days, local days and working hours: what a date means in one country and one zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from pipeline import setup_errors

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises `setup_errors.UnknownZone`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise setup_errors.UnknownZone(zone=name) from unknown


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The two-letter codes of the countries whose public holidays are known. The first call takes half a second."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def require_country(country: str) -> None:
    """Raise `setup_errors.UnknownCountry` if the country's public holidays are not known."""
    if country not in countries():
        raise setup_errors.UnknownCountry(country=country)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year of one country: whether each day is a business day, and how many business days came before it.

    `until` has one entry more than the year has days; the last one counts the whole year.
    """

    is_business: tuple[bool, ...]
    until: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.until[-1]


@lru_cache(maxsize=512)
def _year(country: str, year: int) -> _Year:
    # One object per year with all of its holidays: the library's lazy way to add years is not safe in several threads.
    try:
        known = holidays.country_holidays(country, years=year, expand=False, categories=("public",))
    except NotImplementedError as unknown:
        raise setup_errors.UnknownCountry(country=country) from unknown
    first = date(year, 1, 1)
    length = 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
    is_business = tuple(known.is_working_day(first + timedelta(days=n)) for n in range(length))
    until = [0]
    for working in is_business:
        until.append(until[-1] + working)
    return _Year(is_business, tuple(until))


_NAMED = (
    "public",
    "unofficial",
    "de_facto",
    "optional",
    "workday",
)  # the library's categories of days that have a name


@lru_cache(maxsize=64)
def holidays_by_name(country: str, year: int) -> Mapping[str, date]:
    """The days of a year that have a name in the country, by that name in English and in the country's own language.

    The names are in lower case. Of a holiday that lasts several days, the first day counts. Raises
    `setup_errors.UnknownCountry`.
    """
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError as unknown:
        raise setup_errors.UnknownCountry(country=country) from unknown
    kinds = tuple(kind for kind in _NAMED if kind in known.supported_categories)
    found: dict[str, date] = {}
    # Without a language the library takes that of the machine.
    for language in (known.default_language, "en_US"):
        known = holidays.country_holidays(country, years=year, expand=False, categories=kinds, language=language)
        for day, names in sorted(known.items()):
            for name in re.split(r"[;,]", names):
                found.setdefault(name.strip().casefold(), day)
    return found


@lru_cache(maxsize=512)
def holiday_name(country: str, day: date, language: str) -> str | None:
    """What a day off is called in a language, such as "juhannusaatto"; None where it has no name, or none in that."""
    known = holidays.country_holidays(country)
    spoken = next((each for each in known.supported_languages if each.partition("_")[0] == language), None)
    if spoken is None:
        return None
    name = holidays.country_holidays(country, years=day.year, expand=False, language=spoken).get(day)
    return None if name is None else name if language == "en" else name[:1].lower() + name[1:]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of a workspace: the public holidays of its country, and its time zone."""

    country: str = "FI"
    zone: str = "Europe/Helsinki"

    def is_business_day(self, day: date) -> bool:
        """Whether the day is neither on a weekend nor a public holiday."""
        return _year(self.country, day.year).is_business[day.timetuple().tm_yday - 1]

    def business_days(self, start: datetime, end: datetime) -> int:
        """Business days from one moment's local day to another's, the first day not counted; never negative."""
        return self.business_days_between(self.day(start), self.day(end))

    def business_days_between(self, start: date, end: date) -> int:
        """Business days after `start` up to and including `end`; 0 when `end` is not later."""
        if end <= start:
            return 0
        years_between = sum(_year(self.country, year).total for year in range(start.year, end.year))
        return years_between + self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        return _year(self.country, day.year).until[day.timetuple().tm_yday]

    def after(self, moment: datetime, days: int) -> datetime:
        """The moment `days` business days later, at the same local time; for 0 the moment itself."""
        local = moment.astimezone(zone_named(self.zone))
        if days <= 0:
            return moment.astimezone(UTC)
        return self.at(self.day_after(local.date(), days), local.time())

    def day_after(self, day: date, days: int) -> date:
        """The business day `days` business days after `day`; for 0 the day itself."""
        while days > 0:
            day += _ONE_DAY
            days -= self.is_business_day(day)
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a business day, or else the next business day."""
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself if it is a business day, or else the last business day before it."""
        while not self.is_business_day(day):
            day -= _ONE_DAY
        return day

    def day(self, moment: datetime) -> date:
        """The day on which a moment lies in the calendar's zone."""
        return moment.astimezone(zone_named(self.zone)).date()

    def at(self, day: date, clock_time: time) -> datetime:
        """The moment, in UTC, of a local time on a day.

        A local time that is skipped when summer time begins becomes one hour later; of one that is repeated when it
        ends, the first is meant.
        """
        return _moment(day, clock_time, self.zone)

    def next_working_moment(self, moment: datetime, zone: str, start: time = time(8), end: time = time(17)) -> datetime:
        """The moment itself if it is in working hours, or else when they begin next; in UTC.

        Working hours are from `start` to `end` in the person's `zone`, on the business days of this calendar.
        """
        local = moment.astimezone(zone_named(zone))
        if self.is_business_day(local.date()):
            if start <= local.time() < end:
                return moment.astimezone(UTC)
            if local.time() < start:
                return _moment(local.date(), start, zone)
        return _moment(self.on_or_after(local.date() + _ONE_DAY), start, zone)


def _moment(day: date, clock_time: time, zone: str) -> datetime:
    # fold=0 means the first of a repeated hour. It reads a skipped hour with the offset before it, so an hour later.
    return datetime.combine(day, clock_time.replace(fold=0), zone_named(zone)).astimezone(UTC)
