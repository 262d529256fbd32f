"""A reader is spoken to as their language writes: sentences, figures, days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import amounts, days
from bot.language.catalogue import NoSuchSentence
from bot.language.days import Day
from bot.language.safe_text import SafeText
from bot.language.voice import Voice, in_every_language
from pipeline.money import Money

MONDAY = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)  # 8.00 in Helsinki
FINNISH = Voice("fi", "Europe/Helsinki", MONDAY)
ENGLISH = Voice("en", "Europe/Helsinki", MONDAY)
VOICES = st.sampled_from([FINNISH, ENGLISH])
CENTS = st.sampled_from(["EUR", "USD", "GBP", "SEK", "JPY"])


def euros(major: str) -> Money:
    return Money.of(major, "EUR")


def spaces_shown(text: str) -> str:
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("amount", "finnish", "english"),
    [
        (euros("12500"), "12_500_€", "€12,500"),
        (euros("12500.50"), "12_500,50_€", "€12,500.50"),
        (euros("0"), "0_€", "€0"),
        (euros("-3000"), "−3_000_€", "−€3,000"),
        (Money.of("12500", "USD"), "12_500_$", "$12,500"),
        (Money.of("-1.5", "USD"), "−1,50_$", "−$1.50"),
        (Money.of("12500", "SEK"), "12_500_SEK", "12,500_SEK"),
        (Money.of("900", "JPY"), "900_¥", "¥900"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(amount: Money, finnish: str, english: str):
    assert (spaces_shown(FINNISH.money(amount)), spaces_shown(ENGLISH.money(amount))) == (finnish, english)


def test_figures_are_written_as_their_reader_writes_them():
    assert spaces_shown(FINNISH.number(12500.5)) == "12_500,5"
    assert ENGLISH.number(-3) == "−3"
    assert spaces_shown(FINNISH.percent(0.8)) == "80_%"
    assert spaces_shown(FINNISH.percent(0.4523, decimals=1)) == "45,2_%"
    assert spaces_shown(FINNISH.range(euros("61000"), euros("102000.40"))) == "61_000–102_000_€"
    assert spaces_shown(FINNISH.range(euros("61000"), euros("61000"))) == "61_000_€"
    assert FINNISH.deal_number(1234) == "#1234"


@pytest.mark.parametrize(
    ("amount", "said"),
    [("426218", "426_000_€"), ("83912.37", "83_900_€"), ("999600", "1_000_000_€"), ("750.20", "750_€"), ("7", "7_€")],
)
def test_an_amount_that_is_not_known_to_the_unit_has_three_figures(amount: str, said: str):
    assert spaces_shown(FINNISH.about(euros(amount))) == said


def test_an_amount_that_is_rounded_is_not_below_what_it_is_at_least():
    assert spaces_shown(FINNISH.about(euros("240320"), at_least=euros("240300"))) == "240_300_€"
    assert spaces_shown(FINNISH.about(euros("426218"), at_least=euros("240300"))) == "426_000_€"


def test_days_and_times():
    wednesday = date(2026, 6, 3)
    assert spaces_shown(FINNISH.day(wednesday)) == "ke_3.6."
    assert spaces_shown(ENGLISH.day(wednesday)) == "Wed_3_June"
    assert spaces_shown(FINNISH.day(date(2027, 6, 3))) == "to_3.6.2027"
    assert spaces_shown(ENGLISH.day(date(2027, 6, 3))) == "Thu_3_June_2027"
    assert spaces_shown(FINNISH.time(MONDAY)) == "klo_8.00"
    assert ENGLISH.time(MONDAY) == "08:00"
    assert spaces_shown(FINNISH.when(MONDAY - timedelta(days=1))) == "su_14.6. klo_8.00"
    assert spaces_shown(FINNISH.week(MONDAY.date())) == "vko_25"
    assert spaces_shown(ENGLISH.week(MONDAY.date())) == "week_25"


def test_months_stand_alone_in_finnish():
    assert FINNISH.month(date(2026, 6, 1)) == "kesäkuu"
    assert FINNISH.month(date(2026, 6, 1), leading=True) == "Kesäkuu"


def test_a_moment_is_told_on_the_readers_own_clock():
    tokyo = Voice("en", "Asia/Tokyo", MONDAY)
    assert tokyo.time(MONDAY) == "14:00"
    assert Voice("fi", "Pacific/Honolulu", MONDAY).today == date(2026, 6, 14)


@pytest.mark.parametrize(
    ("n", "finnish", "english"),
    [
        (0, "0 avointa diiliä", "0 open deals"),
        (1, "1 avoin diili", "1 open deal"),
        (21, "21 avointa diiliä", "21 open deals"),
        (1.5, "1,5 avointa diiliä", "1.5 open deals"),
    ],
)
def test_only_one_is_singular(n: float, finnish: str, english: str):
    assert (FINNISH.say("open_deals", n=n), ENGLISH.say("open_deals", n=n)) == (finnish, english)


def test_an_answer_reads_as_a_person_would_say_it():
    values = {"deal": "Acme Oy", "from_stage": "Yhteydenotto", "to_stage": "Tarjous", "n": 6}
    assert FINNISH.say("advanced", **values) == "Acme Oy: Yhteydenotto → Tarjous · Yhteydenotto kesti 6\u00a0arkipäivää"
    assert ENGLISH.say("advanced", **values) == "Acme Oy: Yhteydenotto → Tarjous · 6\u00a0business days there"


def test_a_value_that_ends_in_a_dot_takes_no_second_one():
    assert (
        FINNISH.say("undone", deal="Acme Ltd.", stage="Acme Ltd.") == "Peruttu: Acme Ltd. on taas vaiheessa Acme Ltd."
    )
    assert FINNISH.say("already_there", deal="A", stage=SafeText("*Acme Ltd.*")).endswith("vaiheessa *Acme Ltd.*")
    said = FINNISH.say("day_past", text="3.6.", **FINNISH.example_days())
    assert said.startswith("”3.6.” on jo mennyt.")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_days_given_as_examples_are_to_come_and_understood_without_asking(language: str):
    for later in range(400):
        voice = Voice(language, "Europe/Helsinki", MONDAY + timedelta(days=later))
        for example in voice.example_days().values():
            found = days.read(str(example), voice.today)
            assert isinstance(found, Day)
            assert found.sure
            assert found.date > voice.today


def test_typed_text_in_a_sentence_is_safe_and_what_is_said_already_is_kept():
    nasty = "<!channel> *Acme*"
    assert "<!channel>" not in FINNISH.say("find_empty", text=nasty)
    assert FINNISH.say("find_empty", text=SafeText("<@U1>")) == "Ei osumia: ”<@U1>”"
    assert FINNISH.label("find_empty", text=nasty) == f"Ei osumia: ”{nasty}”"


def test_a_list_is_joined_as_the_language_joins():
    assert FINNISH.list(["a", "b & c", "d"]) == "a, b &amp; c ja d"
    assert ENGLISH.list(["a", "b", "c"]) == "a, b and c"


def test_a_key_or_a_value_that_is_missing_is_a_mistake_of_the_program():
    with pytest.raises(NoSuchSentence):
        FINNISH.say("no_such_key")
    with pytest.raises(KeyError):
        FINNISH.say("find_empty")


def test_a_fixed_word_can_be_typed_in_every_language():
    assert in_every_language("stage_offer") == ("Tarjous", "Offer")


@given(st.integers(min_value=0, max_value=amounts.LIMIT), CENTS, VOICES)
def test_money_that_is_shown_can_be_typed_back(minor: int, currency: str, voice: Voice):
    amount = Money(minor, currency)
    assert amounts.read(voice.money(amount)) == amount


@given(st.dates(min_value=date(2026, 6, 15), max_value=date(2027, 12, 1)), VOICES)
def test_a_day_that_is_shown_can_be_typed_back(day: date, voice: Voice):
    assert days.read(voice.day(day), voice.today) == Day(day)
