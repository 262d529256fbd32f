"""A forecast's parts read aloud: what it is made of, why it changed, the quarter, and a chance with its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.forecast import details, likelihood, month_end, post, reasons
from bot.forecast.pages import Page
from bot.forecast.reasons import Reasons
from pipeline.deals.targets import TEAM, Target
from pipeline.forecast.alike import Alike
from pipeline.forecast.figures import Bridge, BridgePart, BridgeShare, Figures, Month, MonthSum
from pipeline.forecast.month_end import MonthEnd, MonthTarget
from pipeline.money import Money
from tests.gallery.deals import JUNE, NAMES, NO_FIGURES, OFFER, voice
from tests.gallery.forecasts import CHANGED, POSTS, euros, figures

KEY = "monday:1:2026-06-15"


def lines(language: str, made: Figures = CHANGED, key: str = KEY) -> list[str]:
    said = post.forecast(
        voice(language), post.ForecastContent(made, (), key, targets={JUNE: Target(JUNE, TEAM, euros(400_000))})
    ).text
    return said.replace("\u00a0", " ").splitlines()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fi",
            [
                "Kesäkuu: noin 391 000 €, haarukka 300 000–470 000 € (80 %) · tavoite 400 000 €",
                "voitettu 22 000 + avoimista 214 000 + tulevista 155 000 €",
                "Viime ma 386 000 → nyt 391 000: uudet +22 000 · hävityt −16 000 · voitetut +9 000 · muut −10 000",
                "Heinäkuu: noin 155 000 €, haarukka 120 000–190 000 € (80 %) · noin 9 kauppaa",
                "tulevista 155 000 €",
                "Odottaa meitä 42 000 € · asiakasta 118 000 €",
                "Tunnistaminen 14 · Yhteydenotto 9 · Tarjous 0 · noin 23 kauppaa",
            ],
        ),
        (
            "en",
            [
                "June: about €391,000, range €300,000–470,000 (80%) · target €400,000",
                "won €22,000 + from open €214,000 + to come €155,000",
                "Last Mon €386,000 → now €391,000: new +€22,000 · lost −€16,000 · won +€9,000 · other −€10,000",
                "July: about €155,000, range €120,000–190,000 (80%) · about 9 wins",
                "to come €155,000",
                "Waiting for us €42,000 · for the customer €118,000",
                "Identification 14 · Contact 9 · Offer 0 · about 23 wins",
            ],
        ),
    ],
)
def test_a_post_says_what_the_month_is_made_of_and_why_it_changed(language: str, said: list[str]) -> None:
    assert lines(language)[1:8] == said


def test_the_forecast_of_now_tells_of_the_quarter_too() -> None:
    assert "2. neljännes: noin 900 000 €, haarukka 800 000–1 000 000 € (80 %)" in lines("fi", key="")
    assert "voitettu 531 000 + avoimista 214 000 + tulevista 155 000 €" in lines("fi", key="")
    assert not any("neljännes" in each for each in lines("fi"))
    assert "Q2: about €900,000, range €800,000–1,000,000 (80%)" in lines("en", key="")


def test_the_sums_tell_each_part_to_the_cent_and_open_each_change() -> None:
    shown = details.sums(voice("fi"), CHANGED, NAMES.deals, KEY)
    said = shown.text.replace("\u00a0", " ").splitlines()
    assert "Yhteensä 391 225,33 €: voitettu 22 000 € + avoimista 214 025,33 € + tulevista 155 200 €" in said
    assert "Tulevista, joita ei ole vielä avattu: 9 kauppaa, keskimäärin 17 244,44 € = 155 200 €" in said
    at = said.index("Ennuste ma 8.6.: 386 125,33 € → nyt 391 225,33 €")
    assert said[at + 1] == "• uudet +22 000 €"
    (menu,) = [each["accessory"] for each in shown.blocks if "accessory" in each]
    assert any("bridge-new" in each["value"] for each in menu["options"])
    assert len(menu["options"]) == 6  # not those to come, which are not opened yet


def test_a_change_opens_to_its_deals() -> None:
    bridge = CHANGED.bridge
    assert bridge is not None
    shown = reasons.bridge_page(voice("fi"), bridge, NAMES.deals, Page("bridge-lost", JUNE), KEY)
    assert shown.text.replace("\u00a0", " ").splitlines() == [
        "Kesäkuu: hävityt −16 000 €",
        "• #31: −9 000 €",
        "• Acme Oy (Verkkokauppa): −7 000 €",
    ]


def test_a_change_on_another_day_names_that_day_and_nothing_changed_is_said() -> None:
    then = replace(CHANGED, bridge=Bridge(JUNE, date(2026, 6, 9)))
    assert "Ennuste ti 9.6. 391 000 → nyt 391 000: ennallaan" in lines("fi", then)


@pytest.mark.parametrize(
    ("chance", "finnish", "english"),
    [
        (0.0001, "tuskin yksikään", "hardly any"),
        (0.0195, "tuskin yksikään", "hardly any"),
        (0.03, "noin joka neljäskymmenes", "about one in 40"),
        (0.1, "noin joka kymmenes", "about one in ten"),
        (0.2457, "noin joka neljäs", "about one in four"),
        (0.31, "noin joka kolmas", "about one in three"),
        (0.5, "noin joka toinen", "about one in two"),
        (0.77, "noin kolme neljästä", "about three in four"),
        (0.9, "noin yhdeksän kymmenestä", "about nine in ten"),
        (0.9999, "lähes kaikki", "nearly all"),
    ],
)
def test_a_chance_is_said_as_people_say_it(chance: float, finnish: str, english: str) -> None:
    assert likelihood.in_words(voice("fi"), chance) == finnish
    assert likelihood.in_words(voice("en"), chance) == english


def test_a_chance_opens_to_its_reasons() -> None:
    part = next(each for each in POSTS["two-currencies"].parts if each.deal_no == 14)
    part = replace(part, is_ours=True, close_day=date(2026, 6, 20), chance=0.2457, expected=1_474_200)
    found = Reasons(part, OFFER, 12, date(2026, 6, 25), Alike(47, 11, 9))
    said = reasons.why(voice("fi"), found, NAMES.deals[12], KEY).text.replace("\u00a0", " ").splitlines()
    assert said == [
        "Acme Oy (Verkkokauppa) · kesäkuu",
        "Tällaisista diileistä voitetaan siinä kuussa noin joka neljäs (24,57 %).",
        "24,57 % × 60 000 € = 14 742 €",
        "Vaihe: Tarjous, 12 päivää",
        "Odottaa meitä",
        "Tarjous on voimassa to 25.6. asti",
        "Arvioitu kauppapäivä la 20.6.",
        "Yhtä kauan samassa vaiheessa oli ollut 47 diiliä: niistä voitettiin 11 ja hävittiin 9 vastaavassa ajassa.",
        "Todennäköisyys lasketaan vaiheesta ja siinä olleesta ajasta."
        " Vuoro, tarjous ja arvioitu kauppapäivä ovat tiedoksi.",
    ]


def test_the_first_post_of_a_month_tells_in_one_line_how_the_last_one_ended() -> None:
    def summed(expected: int, won: int) -> MonthSum:
        return MonthSum(euros(expected), euros(0), euros(999_000), euros(won))

    of_june = replace(figures(), months=(Month(JUNE, 23, 23, 23, 23, (summed(402_000, 402_000),)),))
    ended = MonthEnd(of_june, date(2026, 6, 1), (summed(425_211, 0),), MonthTarget(euros(410_000), None))
    said = {each: str(month_end.in_one_line(voice(each), ended)).replace("\u00a0", " ") for each in ("fi", "en")}
    assert said == {
        "fi": "*Kesäkuu*: voitettu 402 000 € · ennuste oli 425 000 € · tavoite 410 000 €",
        "en": "*June*: won €402,000 · forecast was €425,000 · target €410,000",
    }
    nothing = replace(
        ended, figures=replace(figures(), months=(Month(JUNE, 0, 0, 0, 0, ()),)), forecast=(), target=None
    )
    assert month_end.in_one_line(voice("fi"), nothing) is None


def test_amounts_that_grow_to_the_win_are_said_to() -> None:
    grown = replace(
        CHANGED, growth={"EUR": 1.0204}, parts=tuple(replace(each, at_win=Money(1, "EUR")) for each in CHANGED.parts)
    )
    notes = details.sums(voice("fi"), grown, NAMES.deals, KEY).blocks[-1]["elements"][0]["text"].replace("\u00a0", " ")
    assert "Summat (EUR) on laskettu 102,04 % nykyisestä" in notes


def test_what_a_bridge_holds_is_told_whole() -> None:
    bridge = CHANGED.bridge
    assert bridge is not None
    assert {each.change for each in bridge.changes} >= {
        BridgePart.NEW,
        BridgePart.LOST,
        BridgePart.WON,
        BridgePart.TO_COME,
    }
    assert BridgeShare(BridgePart.LOST, 31, euros(-9_000)) in bridge.of(BridgePart.LOST)


def _of_currencies(*currencies: str) -> Figures:
    """June's forecast of now, where each of these currencies lost 9,000 of its 10,000 since last Monday."""
    sums = tuple(MonthSum(*(Money(each * 100, currency) for each in (1_000, 0, 2_000, 0))) for currency in currencies)
    parts = tuple(
        replace(part, deal_no=100 + n + 50 * place, currency=currency, amount=Money(100_000, currency))
        for place, currency in enumerate(currencies)
        for n, part in enumerate(POSTS["few"].parts[:12])
    )
    changes = (BridgeShare(change, 1, Money(-100_000, each)) for each in currencies for change in BridgePart)
    june, july = POSTS["few"].months
    return replace(
        POSTS["few"],
        months=(replace(june, money=sums), replace(july, money=sums)),
        parts=parts,
        bridge=Bridge(JUNE, date(2026, 6, 8), tuple(changes)),
    )


def test_sums_of_several_currencies_fit_in_one_message() -> None:
    shown = details.sums(voice("fi"), _of_currencies("EUR", "NOK", "SEK", "USD"), NAMES.deals, KEY)
    assert len(shown.blocks) <= 50
    assert len([each for each in shown.blocks if "accessory" in each]) == 4


def test_of_several_currencies_each_change_says_which_it_is_of() -> None:
    said = [each for each in lines("fi", _of_currencies("EUR", "SEK")) if each.startswith("Viime ma")]
    changes = ": uudet −1 000 {0} · voitetut −1 000 {0} · edenneet −1 000 {0} · muut −7 000 {0}"
    assert said == [
        "Viime ma 11 000 € → nyt 1 000 €" + changes.format("€"),
        "Viime ma 11 000 SEK → nyt 1 000 SEK" + changes.format("SEK"),
    ]


def test_a_currency_in_which_nothing_is_expected_any_more_is_told() -> None:
    made = _of_currencies("EUR", "SEK")
    june, july = made.months
    gone = replace(made, months=(replace(june, money=june.money[:1]), july))
    assert any(each.startswith("Viime ma 10 000 SEK → nyt 0 SEK") for each in lines("fi", gone))


def test_a_sum_that_has_become_nothing_has_its_symbol() -> None:
    june, july = POSTS["few"].months
    nothing = MonthSum(*(euros(0),) * 4)
    lost = Bridge(JUNE, date(2026, 6, 8), (BridgeShare(BridgePart.LOST, 31, euros(-9_000)),))
    said = lines("fi", replace(POSTS["few"], months=(replace(june, money=(nothing,)), july), bridge=lost))
    assert "Viime ma 9 000 → nyt 0 €: hävityt −9 000" in said


def test_where_one_deal_decides_no_change_of_a_sum_is_told() -> None:
    one = replace(POSTS["one"], bridge=Bridge(JUNE, date(2026, 6, 8), (BridgeShare(BridgePart.NEW, 12, euros(900)),)))
    assert any("yksi diili ratkaisee" in each for each in lines("fi", one))
    assert not any(each.startswith("Viime ma") for each in lines("fi", one))


def test_with_nothing_open_the_month_that_ended_is_told_all_the_same() -> None:
    ended = voice("fi").say("month_was_not_won")
    shown = post.forecast(voice("fi"), post.ForecastContent(NO_FIGURES, ended=ended))
    assert shown.text.splitlines()[1:] == [ended, "Avoimia diilejä ei ole, joten ennustettavaa ei ole."]
