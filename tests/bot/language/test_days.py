"""A day as people type it is the day they mean, seen from Tuesday 16 June 2026, or it is asked back."""

import time as stopwatch
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import days
from bot.language.days import Aim, Day
from bot.language.folding import Unclear
from pipeline.calendars import Calendar
from tests.busy_machine import NOT_QUADRATIC
from tests.tables import each_row

TUESDAY = date(2026, 6, 16)
FINLAND = Calendar()

SURE = [
    # days of a month
    ("16.6.", "2026-06-16"),
    ("17.6.", "2026-06-17"),
    ("3.12.", "2026-12-03"),
    ("3.12", "2026-12-03"),
    ("3. 12.", "2026-12-03"),
    ("3.12.2026", "2026-12-03"),
    ("3.12.26", "2026-12-03"),
    ("3.2.2027", "2027-02-03"),
    ("2026-07-01", "2026-07-01"),
    ("ma 6.7.", "2026-07-06"),
    ("ma\u00a06.7.2026", "2026-07-06"),
    ("3.7. mennessä", "2026-07-03"),
    ("Mon 6 July", "2026-07-06"),
    ("6 July", "2026-07-06"),
    ("July 6", "2026-07-06"),
    ("July 6th, 2026", "2026-07-06"),
    ("6th of July", "2026-07-06"),
    ("by 6 July", "2026-07-06"),
    ("3. heinäkuuta", "2026-07-03"),
    ("heinäkuun 3.", "2026-07-03"),
    ("13/7", "2026-07-13"),
    ("Mon 13/7", "2026-07-13"),
    ("13/7/2027", "2027-07-13"),
    ("July 6, 2027", "2027-07-06"),
    ("16.12.2027", "2027-12-16"),  # in 18 months
    ("3.7. mennessä!", "2026-07-03"),
    # weekdays
    ("ma", "2026-06-22"),
    ("MA", "2026-06-22"),
    ("maanantai", "2026-06-22"),
    ("maanantaina", "2026-06-22"),
    ("Mon", "2026-06-22"),
    ("Monday", "2026-06-22"),
    ("pe", "2026-06-19"),
    ("perjantaihin mennessä", "2026-06-19"),
    ("by Friday", "2026-06-19"),
    ("to", "2026-06-18"),
    ("la", "2026-06-20"),
    ("ensi ma", "2026-06-22"),
    ("ensi maanantaina", "2026-06-22"),
    ("next Monday", "2026-06-22"),
    ("ensi ti", "2026-06-23"),
    ("seuraava ti", "2026-06-23"),
    ("next Tuesday", "2026-06-23"),
    ("this Friday", "2026-06-19"),
    ("ensi viikon pe", "2026-06-26"),
    ("pe ensi viikolla", "2026-06-26"),
    ("Friday next week", "2026-06-26"),
    # names and counts
    ("tänään", "2026-06-16"),
    ("tanaan", "2026-06-16"),
    ("today", "2026-06-16"),
    ("huomenna", "2026-06-17"),
    ("tomorrow", "2026-06-17"),
    ("ylihuomenna", "2026-06-18"),
    ("day after tomorrow", "2026-06-18"),
    ("viikon päästä", "2026-06-23"),
    ("kahden viikon päästä", "2026-06-30"),
    ("10 päivän kuluttua", "2026-06-26"),
    ("2 vk", "2026-06-30"),
    ("2vko", "2026-06-30"),
    ("1 vk", "2026-06-23"),
    ("3d", "2026-06-19"),
    ("3 pv", "2026-06-19"),
    ("3\u00a0pv", "2026-06-19"),
    ("3 päivää", "2026-06-19"),
    ("in 2 weeks", "2026-06-30"),
    ("in a week", "2026-06-23"),
    ("2 weeks", "2026-06-30"),
    ("kuukauden päästä", "2026-07-16"),
    ("2 kk", "2026-08-16"),
    ("in 3 months", "2026-09-16"),
    ("1 v", "2027-06-16"),
    ("vuoden päästä", "2027-06-16"),
    ("5 arkipäivää", "2026-06-24"),  # over Midsummer
    ("5 business days", "2026-06-24"),
    # weeks, whose last business day is meant
    ("vko 27", "2026-07-03"),
    ("vk 27", "2026-07-03"),
    ("viikolla 27", "2026-07-03"),
    ("week 27", "2026-07-03"),
    ("vko 25", "2026-06-18"),  # Friday is Midsummer Eve
    ("pe vko 27", "2026-07-03"),
    ("vko 53", "2026-12-31"),
    ("vko 27 ke", "2026-07-01"),
    ("ke vko 27", "2026-07-01"),
    ("vko 27/2027", "2027-07-09"),
    ("viikon loppu", "2026-06-18"),
    ("EOW", "2026-06-18"),
    # parts of months
    ("kuun loppu", "2026-06-30"),
    ("kuun lopussa", "2026-06-30"),
    ("end of month", "2026-06-30"),
    ("EOM", "2026-06-30"),
    ("kesäkuun loppu", "2026-06-30"),
    ("end of June", "2026-06-30"),
    ("ensi kuun loppu", "2026-07-31"),
    ("elokuun alussa", "2026-08-03"),
    ("beginning of August", "2026-08-03"),
    ("syyskuun alussa", "2026-09-01"),
    ("beginning of March 2027", "2027-03-01"),
    ("end of March 2027", "2027-03-31"),
    ("vuoden loppuun mennessä", "2026-12-31"),
]

ASKED_BACK = [
    ("3.6.", "2027-06-03"),  # past: next year's?
    ("ma 15.6.", "2027-06-15"),
    ("ti 6.7.", "2026-07-06"),  # a Monday
    ("29.2.", "2028-02-29"),
    ("3.6.2030", "2030-06-03"),  # years away
    ("3/7", "2026-07-03"),  # or 7 March
    ("12/7", "2026-07-12"),
    ("7/12", "2026-12-07"),
    ("Tue 13/7", "2026-07-13"),  # a Monday
    ("Tue 6 July", "2026-07-06"),
    ("Tue July 6", "2026-07-06"),
    ("17.12.2027", "2027-12-17"),  # in more than 18 months
    ("16.6.2036", "2036-06-16"),
    ("ti", "2026-06-23"),  # or today
    ("ensi pe", "2026-06-19"),  # this week's or the next
    ("next Friday", "2026-06-26"),
    ("ensi su", "2026-06-21"),
    ("seuraava pe", "2026-06-19"),
    ("vko 1", "2027-01-08"),
    ("vko 23", "2027-06-11"),
    ("ensi viikolla", "2026-06-26"),
    ("next week", "2026-06-26"),
    ("kesäkuun alussa", "2026-06-16"),  # June has begun: today at the earliest
    ("kesällä", "2026-08-31"),
    ("3.6.-5.6.", "2027-06-05"),
    ("ensi kuussa", "2026-07-31"),
    ("next month", "2026-07-31"),
    ("heinäkuussa", "2026-07-31"),
    ("July", "2026-07-31"),
    ("toukokuu", "2027-05-31"),
    ("toukokuun loppu", "2027-05-31"),
    ("vuoden alussa", "2027-01-04"),  # the coming one's
    ("this year", "2026-12-31"),
    ("999d", "2029-03-11"),
]

UNCLEAR = [
    *((text, "day_unclear") for text in ["31.2.", "30.2.2026", "32.1.", "0.1.", "3.7. klo 25", "vko 54", "3.6.2126"]),
    *((text, "day_unclear") for text in ["", "12", "12500", "pian", "asap", "vk", "a" * 10_000]),
    *((text, "day_unclear") for text in ["kuun", "kuukauden", "vuoden", "month", "year", "foo 13/7", "17.6.2036"]),
    *((text, "day_unclear") for text in ["3.7. klo 24", "3.7. klo 9.60", " " * 53 + "huomenna"]),
    *((text, "day_past") for text in ["3.6.2025", "2026-06-15", "eilen", "yesterday", "Mon 15 June 2026"]),
    *((text, "day_past") for text in ["end of May 2026", "beginning of May 2026"]),
]


@each_row(("text", "meant"), SURE)
def test_a_day_is_understood_as_the_person_means_it(text: str, meant: str):
    found = days.read(text, TUESDAY, FINLAND)
    assert found == Day(date.fromisoformat(meant))
    assert found.text == text


def test_a_day_has_as_many_characters_as_fit_into_a_field():
    assert days.read(" " * 52 + "huomenna", TUESDAY, FINLAND) == Day(date(2026, 6, 17))


@each_row(("text", "proposed"), ASKED_BACK)
def test_what_may_be_another_day_is_asked_back(text: str, proposed: str):
    assert days.read(text, TUESDAY, FINLAND) == Day(date.fromisoformat(proposed), sure=False)


@each_row(("text", "key"), UNCLEAR)
def test_what_is_no_coming_day_is_said_with_an_example(text: str, key: str):
    assert days.read(text, TUESDAY, FINLAND) == Unclear(text, key)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("3.7. klo 14", "2026-07-03", time(14)),
        ("3.7. klo 14.30", "2026-07-03", time(14, 30)),
        ("pe klo 9", "2026-06-19", time(9)),
        ("Friday at 9:15", "2026-06-19", time(9, 15)),
        ("pe 9:15", "2026-06-19", time(9, 15)),
        ("3.7. klo 23.59", "2026-07-03", time(23, 59)),
    ],
)
def test_a_time_of_day_is_not_taken_for_a_year_or_a_month(text: str, day: str, clock: time):
    assert days.read(text, TUESDAY, FINLAND) == Day(date.fromisoformat(day), clock=clock)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("vko 27", "2026-06-29"),
        ("ensi viikolla", "2026-06-22"),
        ("elokuun loppu", "2026-08-31"),
        ("3 pv", "2026-06-19"),
        ("viikon loppu", "2026-06-18"),
        ("end of the year", "2026-12-31"),
    ],
)
def test_to_be_reminded_in_a_week_is_to_be_reminded_when_it_begins(text: str, first: str):
    assert days.read(text, TUESDAY, FINLAND, aim=Aim.BEGINNING) == Day(date.fromisoformat(first))


def test_early_next_year_is_meant_without_doubt_at_the_end_of_this():
    november = date(2026, 11, 24)
    assert days.read("15.1.", november) == Day(date(2027, 1, 15))
    assert days.read("vko 3", november) == Day(date(2027, 1, 22))
    assert days.read("tammikuun loppu", november) == Day(date(2027, 1, 29))
    assert days.read("vuoden alussa", november) == Day(date(2027, 1, 4))
    assert days.read("26.5.", november) == Day(date(2027, 5, 26))
    assert days.read("27.5.", november) == Day(date(2027, 5, 27), sure=False)


@pytest.mark.parametrize(
    ("text", "today", "meant"),
    [
        ("vko 25", date(2026, 6, 21), Day(date(2026, 6, 21))),  # the Sunday of that week
        ("vko 25", date(2026, 6, 22), Day(date(2027, 6, 24), sure=False)),
        ("end of Q2", date(2026, 6, 30), Day(date(2026, 6, 30))),
        ("kuun loppu", date(2026, 5, 31), Day(date(2026, 5, 31))),  # a Sunday: later than the last business day
    ],
)
def test_on_the_last_day_of_a_span_the_span_is_not_over(text: str, today: date, meant: Day):
    assert days.read(text, today, FINLAND) == meant


@pytest.mark.parametrize(
    ("text", "before", "found"),
    [
        ("acme 3d", "acme", Day(date(2026, 6, 19))),
        ("acme ensi ma", "acme", Day(date(2026, 6, 22))),
        ("#12 soita Virtaselle 3.7. klo 14", "#12 soita Virtaselle", Day(date(2026, 7, 3), clock=time(14))),
        ("acme 2 viikon päästä", "acme", Day(date(2026, 6, 30))),
        ("3 pv", "", Day(date(2026, 6, 19))),
        ("acme 31.2.", "acme", Unclear("31.2.", "day_unclear")),
        ("acme oy 31.2.", "acme oy", Unclear("31.2.", "day_unclear")),
        ("acme vko 27", "acme", Day(date(2026, 6, 29))),
        ("acme eilen", "acme", Unclear("eilen", "day_past")),
        ("Studio 54", "Studio 54", None),
        ("", "", None),
    ],
)
def test_a_day_at_the_end_is_told_from_the_words_before_it(text: str, before: str, found: Day | Unclear | None):
    assert days.read_last(text, TUESDAY, FINLAND) == (before, found)


def test_a_day_at_the_end_is_counted_by_the_calendar_given_and_aimed_as_asked():
    july = "acme 20 arkipäivää"  # over the Fourth of July in the United States
    assert days.read_last(july, TUESDAY, Calendar("US")) == ("acme", Day(date(2026, 7, 16)))
    assert days.read_last(july, TUESDAY, FINLAND) == ("acme", Day(date(2026, 7, 15)))
    assert days.read_last("acme vko 27", TUESDAY, FINLAND, aim=Aim.END) == ("acme", Day(date(2026, 7, 3)))


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)), st.sampled_from([*SURE, *ASKED_BACK]))
def test_a_day_is_never_past_and_never_far_without_asking(today: date, example: tuple[str, str]):
    found = days.read(example[0], today, FINLAND)
    if isinstance(found, Day):
        assert found.date >= today
        assert not found.sure or found.date <= today + timedelta(days=548)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)), st.integers(0, 180))
def test_a_day_and_month_without_a_year_is_the_coming_one(today: date, ahead: int):
    day = today + timedelta(days=ahead)
    assert days.read(f"{day.day}.{day.month}.", today, FINLAND) == Day(day)


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_unclear(text: str):
    assert isinstance(days.read(text, TUESDAY, FINLAND), (Day, Unclear))


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("to 9.30", date(2026, 6, 18), time(9, 30)),
        ("huomenna 9.00", date(2026, 6, 17), time(9)),
        ("tomorrow at 2pm", date(2026, 6, 17), time(14)),
        ("Friday 9.15 a.m.", date(2026, 6, 19), time(9, 15)),
        ("3.7. 12 am", date(2026, 7, 3), time(0)),
        ("tomorrow 12pm", date(2026, 6, 17), time(12)),
        ("tomorrow 1pm", date(2026, 6, 17), time(13)),
    ],
)
def test_a_time_of_day_is_read_as_it_is_written(text: str, day: date, clock: time):
    found = days.read(text, TUESDAY, FINLAND)
    assert isinstance(found, Day)
    assert (found.date, found.clock, found.sure) == (day, clock, True)


@pytest.mark.parametrize(
    ("text", "day", "sure"),
    [
        ("end of Q3", date(2026, 9, 30), True),
        ("Q3 loppuun", date(2026, 9, 30), True),
        ("Q3", date(2026, 9, 30), False),
        ("early Q4", date(2026, 10, 1), True),
        ("end of Q1", date(2027, 3, 31), False),
        ("end of Q1 2027", date(2027, 3, 31), True),
        ("2. kvartaalin loppu", date(2026, 6, 30), True),
        ("vuodenvaihteessa", date(2026, 12, 31), False),
    ],
)
def test_quarters_and_the_turn_of_the_year_are_read(text: str, day: date, sure: bool):
    found = days.read(text, TUESDAY, FINLAND)
    assert isinstance(found, Day)
    assert (found.date, found.sure) == (day, sure)


def test_thirteen_oclock_pm_is_no_time():
    assert days.read("tomorrow 13pm", TUESDAY, FINLAND) == Unclear("tomorrow 13pm", "day_unclear")


MONDAY = date(2026, 6, 15)
TYPED = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "typed_days.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def meant(day: Day | Unclear) -> str:
    """A day as the table has it."""
    if isinstance(day, Unclear):
        return day.key.removeprefix("day_")
    return f"{day.date}" if day.sure else f"{day.date} ?"


@each_row(("kind", "reader", "line", "expected"), TYPED)
def test_a_day_in_the_table_is_read_or_asked_or_said_to_be_unclear(kind: str, reader: str, line: str, expected: str):
    assert meant(days.read(line, MONDAY, FINLAND)) == expected


@each_row(("kind", "reader", "line", "expected"), TYPED)
def test_a_day_reads_alike_in_any_letter_case_and_without_dots(kind: str, reader: str, line: str, expected: str):
    plain = line.upper().replace("Ä", "A").replace("Ö", "O")
    assert meant(days.read(plain, MONDAY, FINLAND)) == expected


@each_row(("kind", "reader", "line", "expected"), TYPED)
def test_a_day_in_the_table_is_found_behind_other_words(kind: str, reader: str, line: str, expected: str):
    before, day = days.read_last(f"Soita Virtaselle {line}", MONDAY, FINLAND, aim=Aim.END)
    if day is None:
        assert expected == "unclear" or line == "2027"
        assert before == f"Soita Virtaselle {line}"
    elif expected != "unclear":
        assert before == "Soita Virtaselle"
        assert meant(day) == expected


@pytest.mark.parametrize(
    ("text", "meant_day", "sure"),
    [
        ("eilen", "2026-06-14", True),
        ("toissapäivänä", "2026-06-13", True),
        ("yesterday", "2026-06-14", True),
        ("viime perjantaina", "2026-06-12", True),
        ("viime pe", "2026-06-12", True),
        ("last Friday", "2026-06-12", True),
        ("viime maanantaina", "2026-06-08", True),
        ("viime viikon keskiviikkona", "2026-06-10", True),
        ("ke viime viikolla", "2026-06-10", True),
        ("Wednesday last week", "2026-06-10", True),
        ("3 päivää sitten", "2026-06-12", True),
        ("pari päivää sitten", "2026-06-13", True),
        ("viikko sitten", "2026-06-08", True),
        ("kaks viikkoo sitten", "2026-06-01", True),
        ("two days ago", "2026-06-13", True),
        ("a week ago", "2026-06-08", True),
        ("muutama päivä sitten", "2026-06-12", False),
        ("3 arkipäivää sitten", "2026-06-10", True),
        ("3.6.", "2026-06-03", True),
        ("pe 12.6.", "2026-06-12", True),
        ("to 12.6.", "2026-06-12", False),
        ("12 June", "2026-06-12", True),
        ("2026-06-12", "2026-06-12", True),
        ("30.12.", "2025-12-30", True),
        ("viime viikolla", "2026-06-12", False),
        ("viime kuussa", "2026-05-29", False),
        ("last week", "2026-06-12", False),
        ("viime kuun lopussa", "2026-05-29", True),
        ("viime kuun 28.", "2026-05-28", True),
        ("perjantaina", "2026-06-12", False),
        ("vappuna", "2026-05-01", True),
        ("tänään", "2026-06-15", True),
    ],
)
def test_a_day_that_has_been_is_the_last_one_of_its_name(text: str, meant_day: str, sure: bool):
    assert days.read_gone(text, MONDAY, FINLAND) == Day(date.fromisoformat(meant_day), sure=sure)


@pytest.mark.parametrize("text", ["huomenna", "30.6.2026", "ensi viikolla", "2 viikon päästä", "next Friday", "joskus"])
def test_a_day_to_come_is_no_day_that_has_been(text: str):
    assert isinstance(days.read_gone(text, MONDAY, FINLAND), Unclear)


def test_of_a_weekday_of_this_week_it_is_asked_which_week_is_meant():
    friday = date(2026, 8, 7)
    assert days.read_gone("viime perjantaina", friday, FINLAND) == Day(date(2026, 7, 31))
    assert days.read_gone("viime tiistaina", friday, FINLAND) == Day(date(2026, 8, 4), sure=False)
    assert days.read_gone("pe 31.7.", friday, FINLAND) == Day(date(2026, 7, 31))


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("huomenna soita Pekalle", Day(date(2026, 6, 16)), "soita Pekalle"),
        ("ensi maanantaina: tarjous", Day(date(2026, 6, 22)), "tarjous"),
        ("viikon päästä kysy päätös", Day(date(2026, 6, 22)), "kysy päätös"),
        ("tomorrow call Pekka", Day(date(2026, 6, 16)), "call Pekka"),
        ("3.7. klo 14 demo", Day(date(2026, 7, 3), clock=time(14)), "demo"),
        ("elokuussa uusi tarjous", Day(date(2026, 8, 3), sure=False), "uusi tarjous"),
        ("ensi viikon palaveri", None, "ensi viikon palaveri"),
        ("maanantain palaveri", None, "maanantain palaveri"),
        ("5 päivän kurssi", None, "5 päivän kurssi"),
        ("2 viikon jakso", None, "2 viikon jakso"),
        ("May be late", None, "May be late"),
        ("2027 budjetti", None, "2027 budjetti"),
        ("soita Pekalle", None, "soita Pekalle"),
        ("", None, ""),
    ],
)
def test_a_day_at_the_beginning_is_told_from_the_words_behind_it(text: str, day: Day | None, rest: str):
    assert days.read_first(text, MONDAY, FINLAND) == (day, rest)


@pytest.mark.parametrize(
    ("text", "clock", "hours"),
    [
        ("ma 22.6. klo 13-14", time(13), "klo 13-14"),
        ("22.6. klo 13.30–15", time(13, 30), "klo 13.30-15"),
        ("22.6. 9:00-10:30", time(9), "9:00-10:30"),
        ("Mon 22 June at 1-2pm", time(13), "at 1-2pm"),
        ("22.6. Aamulla", None, "Aamulla"),
        ("June 22 in the afternoon", None, "in the afternoon"),
        ("klo 9 22.6.", time(9), ""),
    ],
)
def test_no_word_of_the_time_of_day_is_lost(text: str, clock: time | None, hours: str):
    found = days.read(text, MONDAY, FINLAND)
    assert isinstance(found, Day)
    assert (found.date, found.clock, found.hours) == (date(2026, 6, 22), clock, hours)


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("US", "Independence Day", "2026-07-04"),
        ("US", "itsenäisyyspäivänä", "2026-12-06"),
        ("US", "Thanksgiving", "2026-11-26"),
        ("GB", "Boxing Day", "2026-12-26"),
        ("SE", "before midsummer", "2026-06-18 ?"),
        ("NO", "after easter", "2027-03-30 ?"),
        ("DE", "Tag der Deutschen Einheit", "2026-10-03"),
    ],
)
def test_a_holiday_is_that_of_the_workspaces_country(country: str, text: str, expected: str):
    assert meant(days.read(text, MONDAY, Calendar(country))) == expected


@given(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)), st.sampled_from(TYPED), st.sampled_from(list(Aim))
)
def test_no_day_of_the_table_is_past_or_beyond_ten_years_on_any_day(today: date, row: tuple[str, ...], aim: Aim):
    found = days.read(row[2], today, FINLAND, aim=aim)
    if isinstance(found, Day):
        assert today <= found.date <= today + timedelta(days=3653)
    gone = days.read_gone(row[2], today, FINLAND)
    if isinstance(gone, Day):
        assert gone.date <= today


@each_row(("kind", "reader", "line", "expected"), TYPED)
def test_a_word_that_belongs_to_no_day_is_never_read_as_part_of_one(kind: str, reader: str, line: str, expected: str):
    words = line.split()
    for place in range(len(words) + 1):
        text = " ".join([*words[:place], "asennus", *words[place:]])
        assert isinstance(days.read(text, MONDAY, FINLAND), Unclear), text
        assert isinstance(days.read_gone(text, MONDAY, FINLAND), Unclear), text


WORDS = sorted({word for row in TYPED for word in row[2].split()})


@given(st.lists(st.sampled_from([*WORDS, "12 500 €", "soita", "#12", ",", "-", "("]), max_size=12).map(" ".join))
def test_words_of_days_in_any_order_are_read_or_not_but_never_lost(line: str):
    before, day = days.read_last(line, MONDAY, FINLAND)
    ending = day.text if day is not None else ""
    assert f"{before} {ending}".split() == line.split()
    first, rest = days.read_first(line, MONDAY, FINLAND)
    if first is None:
        assert rest.split() == line.split()


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "ensi ", "ma ", "3.7.", "loppu", "ennen ", "jälkeen ", "-", "viimeinen ", "2027 ", "½", "１", "ä"],
)
def test_a_line_of_3000_characters_costs_less_than_50_ms(piece: str):
    line = (piece * 3000)[:3000]
    for read in (days.read, days.read_gone, days.read_last, days.read_first):
        read("ensi joulu", MONDAY, FINLAND)  # the calendar of the year is made once
        began = stopwatch.process_time()
        read(line, MONDAY, FINLAND)
        read(line[:60], MONDAY, FINLAND)
        assert stopwatch.process_time() - began < NOT_QUADRATIC
