"""Business days and local times, with Finland's holidays and both ends of summer time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import setup_errors
from pipeline.calendars import Calendar, require_country

FINLAND = Calendar()
HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
MOMENTS = st.datetimes(
    min_value=datetime(2015, 1, 1), max_value=datetime(2040, 12, 31), timezones=st.just(UTC), allow_imaginary=False
)
ZONES = st.sampled_from(["Europe/Helsinki", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])


def helsinki(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("day", "is_business"),
    [
        ("2026-06-15", True),  # Monday
        ("2026-06-13", False),  # Saturday
        ("2026-06-14", False),  # Sunday
        ("2026-01-06", False),  # Epiphany
        ("2026-04-03", False),  # Good Friday
        ("2026-04-06", False),  # Easter Monday
        ("2026-05-01", False),  # May Day
        ("2026-05-14", False),  # Ascension Day
        ("2026-06-19", False),  # Midsummer Eve, when Finland is closed
        ("2026-12-24", False),  # Christmas Eve
        ("2026-12-31", True),  # New Year's Eve
        ("2024-02-29", True),  # a leap day
    ],
)
def test_finnish_business_days(day: str, is_business: bool):
    assert FINLAND.is_business_day(date.fromisoformat(day)) is is_business


def test_another_country_has_other_holidays():
    assert not Calendar("US").is_business_day(date(2025, 7, 4))
    assert FINLAND.is_business_day(date(2025, 7, 4))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-06-15T09:00", "2026-06-15T23:59", 0),  # the same day
        ("2026-06-15T23:59", "2026-06-16T00:01", 1),  # two minutes, but another day
        ("2026-06-12T16:00", "2026-06-15T08:00", 1),  # over a weekend
        ("2026-06-18T16:00", "2026-06-22T08:00", 1),  # over Midsummer
        ("2026-12-23T12:00", "2026-12-28T12:00", 1),  # over Christmas
        ("2026-12-30T12:00", "2027-01-04T12:00", 2),  # over New Year
        ("2026-06-15T08:00", "2026-06-12T08:00", 0),  # backwards
    ],
)
def test_business_days_between_two_moments(start: str, end: str, days: int):
    assert FINLAND.business_days(helsinki(start), helsinki(end)) == days


def test_a_day_is_counted_where_the_people_are():
    late = datetime(2026, 6, 15, 21, 30, tzinfo=UTC)  # 00.30 on Tuesday in Helsinki
    assert FINLAND.day(late) == date(2026, 6, 16)
    assert FINLAND.business_days(datetime(2026, 6, 15, 12, tzinfo=UTC), late) == 1


@given(DAYS, DAYS)
def test_counting_equals_looking_at_each_day(start: date, end: date):
    one_by_one = sum(
        FINLAND.is_business_day(start + timedelta(days=n)) for n in range(1, max(0, (end - start).days) + 1)
    )
    assert FINLAND.business_days_between(start, end) == one_by_one


@given(DAYS, DAYS, DAYS)
def test_business_days_add_up_over_any_day_in_between(one: date, two: date, three: date):
    first, middle, last = sorted((one, two, three))
    whole = FINLAND.business_days_between(first, last)
    assert whole == FINLAND.business_days_between(first, middle) + FINLAND.business_days_between(middle, last)


@given(MOMENTS, st.integers(min_value=1, max_value=300))
def test_after_lands_on_the_business_day_that_many_later_at_the_same_local_time(moment: datetime, days: int):
    landed = FINLAND.after(moment, days)
    assert FINLAND.business_days(moment, landed) == days
    assert FINLAND.is_business_day(FINLAND.day(landed))
    # Summer time changes on Sundays, so no business day has a skipped hour.
    assert landed.astimezone(HELSINKI).time() == moment.astimezone(HELSINKI).time()


@given(MOMENTS)
def test_no_business_days_later_is_the_moment_itself(moment: datetime):
    assert FINLAND.after(moment, 0) == moment


def test_in_an_hour_that_comes_twice_no_business_days_later_is_the_moment_itself_too():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 3.30 in Helsinki, for the second time
    assert FINLAND.after(second, 0) == second
    assert FINLAND.after(second.astimezone(HELSINKI), 0).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-06-15T09:00", 1, "2026-06-16T09:00"),
        ("2026-06-18T09:00", 1, "2026-06-22T09:00"),  # over Midsummer
        ("2026-06-13T09:00", 2, "2026-06-16T09:00"),  # from a Saturday
        ("2026-03-27T09:00", 1, "2026-03-30T09:00"),  # summer time begins in between
    ],
)
def test_so_many_business_days_later_at_the_same_local_time(start: str, days: int, end: str):
    assert FINLAND.after(helsinki(start), days) == helsinki(end)


def test_an_hour_that_summer_time_skips_is_moved_forward():
    assert FINLAND.at(date(2026, 3, 29), time(3, 30)).astimezone(HELSINKI).time() == time(4, 30)


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert FINLAND.at(date(2026, 10, 25), time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.times(), ZONES)
def test_a_local_time_falls_on_its_day(day: date, clock_time: time, zone: str):
    calendar = Calendar("FI", zone)
    assert calendar.day(calendar.at(day, clock_time)) == day


@pytest.mark.parametrize(
    ("moment", "civil"),
    [
        ("2026-06-15T10:00", "2026-06-15T10:00"),  # at work
        ("2026-06-15T06:00", "2026-06-15T08:00"),  # before work
        ("2026-06-15T08:00", "2026-06-15T08:00"),  # work begins
        ("2026-06-15T17:00", "2026-06-16T08:00"),  # work has ended
        ("2026-06-13T12:00", "2026-06-15T08:00"),  # Saturday
        ("2026-06-18T18:00", "2026-06-22T08:00"),  # the evening before Midsummer Eve
        ("2026-04-05T08:00", "2026-04-07T08:00"),  # Easter
        ("2026-12-24T06:00", "2026-12-28T08:00"),  # Christmas
    ],
)
def test_the_next_moment_within_working_hours(moment: str, civil: str):
    found = FINLAND.next_working_moment(helsinki(moment), "Europe/Helsinki")
    assert found == helsinki(civil)
    assert found.tzinfo is UTC


def test_working_hours_are_the_persons_own_in_their_own_zone():
    evening = helsinki("2026-06-15T18:00")
    new_york = ZoneInfo("America/New_York")
    assert FINLAND.next_working_moment(evening, "America/New_York", time(9), time(18)) == evening
    assert FINLAND.next_working_moment(helsinki("2026-06-15T12:00"), "America/New_York", time(9), time(18)) == datetime(
        2026, 6, 15, 9, tzinfo=new_york
    )


@given(MOMENTS, ZONES)
def test_a_working_moment_is_never_earlier_nor_outside_working_hours(moment: datetime, zone: str):
    civil = FINLAND.next_working_moment(moment, zone)
    local = civil.astimezone(ZoneInfo(zone))
    assert civil >= moment
    assert FINLAND.is_business_day(local.date())
    assert time(8) <= local.time() < time(17)
    assert FINLAND.next_working_moment(civil, zone) == civil


@given(DAYS)
def test_neighbouring_business_days(day: date):
    later, earlier = FINLAND.on_or_after(day), FINLAND.on_or_before(day)
    assert earlier <= day <= later
    assert FINLAND.is_business_day(later)
    assert FINLAND.is_business_day(earlier)
    assert FINLAND.business_days_between(earlier, later) == (0 if later == earlier else 1)
    assert FINLAND.day_after(day, 3) == next(
        day + timedelta(days=n) for n in count(1) if FINLAND.business_days_between(day, day + timedelta(days=n)) == 3
    )


def test_the_last_business_day_until_a_holiday_is_before_it():
    assert FINLAND.on_or_before(date(2026, 6, 21)) == date(2026, 6, 18)
    assert FINLAND.on_or_before(date(2026, 6, 18)) == date(2026, 6, 18)


def test_a_country_is_one_whose_holidays_are_known():
    require_country("FI")
    with pytest.raises(setup_errors.UnknownCountry) as refused:
        require_country("QQ")
    assert vars(refused.value) == {"country": "QQ"}


def test_an_unknown_country_or_zone_is_refused():
    with pytest.raises(setup_errors.UnknownCountry):
        Calendar("QQ").is_business_day(date(2026, 6, 15))
    with pytest.raises(setup_errors.UnknownZone):
        Calendar("FI", "Europe/Turku").day(datetime(2026, 6, 15, tzinfo=UTC))
    with pytest.raises(setup_errors.UnknownZone):
        Calendar("FI", "../etc/passwd").day(datetime(2026, 6, 15, tzinfo=UTC))
