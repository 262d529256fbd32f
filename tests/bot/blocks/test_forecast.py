"""The forecast read aloud: a range where there is one to tell, words where a figure would say too much, and honesty."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from bot.blocks.elements import Message
from bot.forecast import details, post
from bot.forecast.pages import DEALS, OPEN, SUMS, WON, Page, parse_page, split_button_text
from pipeline.forecast.figures import Figures
from pipeline.forecast.report import rounded_range
from pipeline.money import Money
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import DealName
from tests.gallery.deals import ACME, JULY, JUNE, MANY, NAMES, STUCK, line, voice
from tests.gallery.forecasts import CROWDED, POSTS

KEY = "monday:1:2026-06-15"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def post_text(name: str, language: str = "fi") -> str:
    return plain(post.forecast(voice(language), post.ForecastContent(POSTS[name], (), KEY)).text)


def month(name: str, language: str = "fi", of: str = "Kesäkuu June") -> str:
    return next((each for each in post_text(name, language).splitlines() if each.startswith(tuple(of.split()))), "")


def pressed(message: Message) -> dict[str, str]:
    """The buttons by their labels, with what they carry."""
    found = [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]
    found = [each for each in found if each["type"] == "button"]
    return {each["text"]["text"]: each["value"] for each in found}


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("few", "fi", "Kesäkuu: noin 14 000 €, haarukka 9 700–18 200 € (80 %)"),
        ("few", "en", "June: about €14,000, range €9,700–18,200 (80%)"),
        ("one", "fi", "Kesäkuu: 0 € tai 12 500 €: yksi diili ratkaisee, tällaisista voitetaan noin joka kolmas"),
        ("one", "en", "June: €0 or €12,500: one deal decides; of such deals we win about one in three"),
        (
            "one-won",
            "fi",
            "Kesäkuu: 33 000 € tai 45 500 €: yksi diili ratkaisee, tällaisista voitetaan noin joka kolmas",
        ),
        ("unlikely", "fi", "Kesäkuu: kauppoja tuskin tulee"),
        ("unlikely", "en", "June: wins are unlikely"),
        ("last-day", "fi", "Kesäkuu: 33 000 € voitettu, enempää tuskin tulee"),
        ("last-day", "en", "June: €33,000 won, hardly more to come"),
        ("all-won", "fi", "Kesäkuu: 33 000 € voitettu · 2 kauppaa"),
        ("all-won", "en", "June: €33,000 won · 2 wins"),
        ("without-sums", "fi", "Kesäkuu: summa ei ole tiedossa"),
        ("without-sums", "en", "June: sum not known"),
        (
            "two-currencies",
            "fi",
            "Kesäkuu: noin 79 400 €, haarukka 65 000–94 000 € (80 %) · noin 5 100 £, haarukka 3 500–6 700 £ (80 %)",
        ),
        (
            "little-in-another",
            "fi",
            "Kesäkuu: noin 46 400 €, haarukka 32 000–61 000 € (80 %) · muut valuutat: ks. laskelma",
        ),
        (
            "little-in-another",
            "en",
            "June: about €46,400, range €32,000–61,000 (80%) · other currencies: see the sums",
        ),
    ],
)
def test_each_month_reads_as_one_would_say_it(name: str, language: str, said: str) -> None:
    assert month(name, language) == said


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("name", list(POSTS))
def test_no_post_speaks_of_about_none_or_contradicts_itself(name: str, language: str) -> None:
    said = post_text(name, language)
    assert "noin 0" not in said
    assert "about 0" not in said
    assert ("Haarukka on siksi leveä" in said or "So the range is wide" in said) <= (
        "(80 %)" in said or "(80%)" in said
    )


def test_where_all_is_won_nothing_is_assumed_and_no_coming_month_is_told() -> None:
    said = post_text("all-won")
    assert "Avoimia diilejä ei ole, joten ennustettavaa ei ole." in said
    assert "oletuksiin" not in said
    assert "Heinäkuu" not in said


def test_little_history_is_said_with_a_wide_range_only_beside_a_range() -> None:
    assert "(12 päättynyttä diiliä): ennuste nojaa oletuksiin. Haarukka on siksi leveä." in post_text("few")
    assert "Yhtään diiliä ei ole vielä päättynyt: ennuste nojaa oletuksiin. Haarukka on siksi leveä." in post_text(
        "no-history"
    )
    assert "oletuksiin. Tilanne" in post_text("unlikely")


def begun(language: str, *lines: DealLine) -> list[str]:
    said = plain(post.forecast(voice(language), post.ForecastContent(POSTS["few"], lines, KEY)).text).splitlines()
    return [each for each in said if each.startswith("•")]


def test_where_to_begin_is_what_lies_ahead_this_week_and_nobody_is_named_for_being_late() -> None:
    later = line(ACME, deal_no=1, customer="Sovittu Oy", name="", step_day=date(2026, 6, 22))
    no_step = line(ACME, deal_no=2, customer="Askeleton Oy", name="", step_day=None)
    late = line(ACME, deal_no=3, customer="Myöhäinen Oy", name="", step_day=date(2026, 6, 12))
    today = line(ACME, deal_no=4, customer="Tänään Oy", name="", step_day=date(2026, 6, 15), owner_name="Aino Mäki")
    soon = line(ACME, deal_no=6, customer="Pian Oy", name="", step_day=date(2026, 6, 21), owner_name="")
    stuck = line(STUCK, deal_no=5, customer="Juuttunut Oy", name="", step_day=None)

    assert begun("fi", later, no_step, soon, late, today, stuck) == [
        "• Tänään Oy, 12 500 €: askel ma 15.6., Aino Mäki",
        "• Pian Oy, 12 500 €: askel su 21.6.",
    ]
    assert begun("en", today) == ["• Tänään Oy, €12,500: step Mon 15 June, Aino Mäki"]
    nothing = (later, no_step, late, stuck)
    assert begun("fi", *nothing) == []
    assert "Aloita näistä" not in post.forecast(voice("fi"), post.ForecastContent(POSTS["few"], nothing, KEY)).text


def test_deals_of_the_own_currency_come_first_whatever_the_minor_units() -> None:
    assert post.largest_deals(POSTS["two-currencies"]) == [14, 19, 90, 91]


@pytest.mark.parametrize(
    ("low", "expected", "high", "won", "said"),
    [
        (3_300_000, 9_000_000, 15_483_700, 3_300_000, (3_300_000, 15_500_000)),
        (6_123_400, 8_400_000, 10_234_500, 0, (6_100_000, 10_300_000)),
        (731_200, 790_000, 812_300, 0, (730_000, 820_000)),
        (0, 1_100_000, 900_000, 0, (0, 1_100_000)),
        (1_250_000, 1_187_500, 1_250_000, 0, (1_180_000, 1_250_000)),
        (0, 450_000, 0, 0, (0, 0)),
        (4_000_050, 4_112_345, 4_500_000, 4_000_050, (4_000_050, 4_500_000)),
        (120, 250, 480, 0, (100, 500)),
    ],
)
def test_a_range_is_said_in_two_or_three_figures(
    low: int, expected: int, high: int, won: int, said: tuple[int, int]
) -> None:
    found = rounded_range(*(Money(each, "EUR") for each in (low, expected, high, won)))
    assert tuple(each.minor for each in found) == said


def _pages(figures: Figures, what: str) -> list[Message]:
    """The first page of June's, and each one that [Seuraavat] opens."""
    shown = [details.page(voice("fi"), figures, NAMES.deals, Page(what, JUNE), KEY)]
    while after := pressed(shown[-1]).get("Seuraavat"):
        packed, statement = split_button_text(_typed(after))
        assert statement == KEY
        shown.append(details.page(voice("fi"), figures, NAMES.deals, parse_page(packed), KEY))
    return shown


def _typed(value: str) -> str:
    return value.split('"typed":"')[1].split('"')[0]


def _amounts(text: str, after: str) -> list[Decimal]:
    lines = [each for each in plain(text).splitlines() if each.startswith("•") and after in each and "€" in each]
    return [Decimal(each.rsplit(after, 1)[1].replace(" ", "").replace("€", "").replace(",", ".")) for each in lines]


def test_all_that_is_won_is_listed_page_by_page_and_adds_up() -> None:
    pages = _pages(CROWDED, WON)
    amounts = [amount for each in pages for amount in _amounts(each.text, ": ")]
    assert len(amounts) == 29
    assert sum(amounts) == CROWDED.months[0].money[0].won.major


def test_all_open_deals_are_listed_page_by_page_multiply_and_add_up_to_the_cent() -> None:
    lines = [each for page in _pages(CROWDED, OPEN) for each in plain(page.text).splitlines() if each.startswith("•")]
    assert len(lines) == 56
    assert lines[-1].endswith("25 %, ei summaa")
    products = []
    for each_line in lines[:-1]:
        chance, amount, product = (
            Decimal(each.strip(" €%").replace(" ", "").replace(",", "."))
            for each in each_line.split(": ")[1].replace("=", "×").split("×")
        )
        assert (chance * amount / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) == product
        products.append(product)
    money = CROWDED.months[0].money[0]
    assert sum(products) == money.from_open.major
    assert money.won.major + sum(products) == money.expected.major


def test_the_sums_tell_of_what_the_number_of_wins_is_made() -> None:
    shown = details.sums(voice("fi"), CROWDED, NAMES.deals, KEY)
    assert "Yhteensä 48,19 kauppaa: voitettu 29 + avoimista 19,19" in plain(shown.text)
    assert set(pressed(shown)) == {"Kesäkuu: kaikki voitetut", "Kesäkuu: kaikki avoimet", "Heinäkuu: kaikki avoimet"}


def test_a_page_leads_back_and_one_that_is_no_more_shows_the_first() -> None:
    second = details.page(voice("fi"), CROWDED, NAMES.deals, Page(OPEN, JUNE, 20), KEY)
    assert set(pressed(second)) == {"Edelliset", "Seuraavat", "Näytä laskelma"}
    beyond = details.page(voice("fi"), CROWDED, NAMES.deals, Page(OPEN, JULY, 900), KEY)
    assert "Heinäkuu: avoimet 1–20 / 56" in plain(beyond.text)
    assert details.deals_on_page(CROWDED, Page(DEALS, None, 900)) == details.deals_on_page(CROWDED, Page(DEALS))


@pytest.mark.parametrize("where", [Page(SUMS), Page(WON, JUNE, 20), Page(OPEN, JULY), Page("what")])
def test_a_page_asks_for_the_names_of_all_it_lists_and_no_others(where: Page) -> None:
    named = {no: DealName(f"Asiakas {no}", "") for no in details.deals_on_page(CROWDED, where)}
    shown = details.page(voice("fi"), CROWDED, named, where, KEY)
    listed = [each for each in shown.text.splitlines() if each.startswith("•")]
    assert all("Asiakas" in each for each in listed)
    assert len(named) <= len(listed)


def test_every_deal_is_opened_from_the_post_the_won_and_those_without_a_sum_too() -> None:
    numbers: list[int] = []
    where: Page | None = Page(DEALS)
    while where is not None:
        page = details.deals_on_page(CROWDED, where)
        numbers += page
        shown = details.deals(voice("fi"), CROWDED, MANY[: len(page)], where, KEY)
        after = pressed(shown).get("Seuraavat")
        where = parse_page(split_button_text(_typed(after))[0]) if after else None
    assert sorted(numbers) == sorted({part.deal_no for part in CROWDED.parts})


@pytest.mark.parametrize("packed", ["sums", "", "open:no-day:x", "won:2026-06-01:-4", "open::20"])
def test_whatever_a_button_carries_something_opens(packed: str) -> None:
    where = parse_page(packed)
    assert where.start >= 0
    assert details.page(voice("fi"), CROWDED, NAMES.deals, where, KEY).blocks
    assert parse_page(Page(SUMS, JUNE, 20).packed()) == Page(SUMS, JUNE, 20)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fi",
            "Todennäköisyys kertoo, kuinka suuri osa samanlaisista diileistä on voitettu samassa ajassa."
            " Ensi kuun luku koskee vain kauppoja, jotka tulevat vasta silloin.",
        ),
        (
            "en",
            "The chance is the share of similar deals that were won in the same time."
            " Next month’s counts only wins that come in that month.",
        ),
    ],
)
def test_what_a_chance_is_can_be_read_aloud(language: str, said: str) -> None:
    last = details.sums(voice(language), CROWDED, NAMES.deals, KEY).blocks[-1]
    assert plain(last["elements"][0]["text"]).startswith(said)


def test_the_sums_in_english_are_a_total_with_what_is_expected_from_open_deals() -> None:
    said = plain(details.sums(voice("en"), CROWDED, NAMES.deals, KEY).text)
    assert re.search(r"^In total €[\d,.]+: won €[\d,.]+ \+ from open €[\d,.]+$", said, re.MULTILINE)
    assert "expected of" not in said.lower()
