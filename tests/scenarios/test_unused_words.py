"""Every word uses what stands behind it, or says what it did not use and what to type instead; a note is never lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.language.grammar import read
from bot.requests.route import WORDS, word_table
from pipeline.money import Money
from tests.scenarios.town import LEAD, OTHER_SELLER, THIRD_SELLER, Json, Newcomer, Thread, Town, plain

NOT_USED = {"fi": "jäi käyttämättä", "en": "was not used"}


@dataclass(frozen=True)
class Row:
    """A line that a person types, and what becomes of it."""

    language: str
    who: str
    line: str
    outcome: str
    quoted: str
    says: str


ROWS = [
    Row(*line.split("\t"))
    for line in (Path(__file__).parent / "typed_unused.tsv").read_text().splitlines()
    if not line.startswith("#")
]


def _shown(town: Town, who: str) -> str:
    """What this person was told last, in the channel."""
    told = [each for each in town.slack.state()["ephemerals"] if each["user"] == who]
    return plain(told[-1]) if told else ""


def _texts_of(form: Json) -> str:
    """All texts of a form, and what stands in its fields."""
    return json.dumps(form["view"], ensure_ascii=False)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.language} {row.line}")
def test_a_line_is_used_or_quoted(calm: Newcomer, row: Row) -> None:
    town, name = calm.town, calm.new_deal()
    calm.reads(row.language)
    number = town.deal(name).deal_no
    who, before = (calm.user if row.who == "seller" else LEAD), town.changes()

    line, quoted, says = (each.format(deal=name, no=number) for each in (row.line, row.quoted, row.says))
    said = town.type(who, f"/deal {line}")

    form = _texts_of(town.form(who)) if row.outcome == "form" else ""
    shown = f"{said} {_shown(town, who)} {form}"
    assert says in shown
    assert quoted in shown
    assert (NOT_USED[row.language] in shown) == (row.outcome == "says")
    assert town.changes() - before == (1 if row.outcome == "keeps" else 0)
    assert [each.text for each in town.deal(name).notes] == ([quoted] if row.outcome == "keeps" else [])
    assert town.deal(name).amount == Money.of("12500", "EUR")


def test_the_table_has_lines_of_every_word_in_both_languages() -> None:
    words = Counter((row.language, read(row.line, word_table()).word) for row in ROWS)
    every = {word.word for word in WORDS}

    assert {word for language, word in words if language == "fi" and word} == every
    assert {word for language, word in words if language == "en" and word} == every


# --- Whose deals ------------------------------------------------------------------------------------------------------


def test_a_colleagues_deals_are_shown_without_lateness(own_town: Town) -> None:
    theirs, mine = own_town.new_deal(THIRD_SELLER, "8 000 €"), own_town.new_deal(OTHER_SELLER, "500 €")
    own_town.slack.clock(by="35d")

    own_town.type(OTHER_SELLER, "/deal omat liisa")

    shown = _shown(own_town, OTHER_SELLER)
    assert "Liisa Nieminen: 1 avoin diili · 8 000 €" in shown.replace("*", "")
    assert theirs in shown
    assert mine not in shown
    assert "arkipäivää" not in shown
    assert "Jumissa" not in shown


def test_a_lead_sees_how_long_a_colleagues_deals_have_stood(own_town: Town) -> None:
    own_town.new_deal(THIRD_SELLER, "8 000 €")
    own_town.slack.clock(by="35d")

    own_town.type(LEAD, "/deal omat liisa")

    assert "arkipäivää" in _shown(own_town, LEAD)
    assert "Jumissa" in _shown(own_town, LEAD)


def test_a_lead_sees_the_stuck_deals_of_one_person(own_town: Town) -> None:
    theirs, others = own_town.new_deal(THIRD_SELLER), own_town.new_deal(OTHER_SELLER)
    own_town.slack.clock(by="35d")

    own_town.type(LEAD, "/deal jumissa liisan")

    shown = _shown(own_town, LEAD).replace("*", "")
    assert "Liisa Nieminen: 1 diili jumissa" in shown
    assert theirs in shown
    assert others not in shown


def test_closed_deals_are_listed_the_newest_first(seller: Newcomer) -> None:
    first, second, lost = seller.new_deal("1 000 €"), seller.new_deal("2 000 €"), seller.new_deal()
    for name in (first, second):
        seller.type(f"/deal voitettu {name}")
        seller.fill(promised_day="2026-08-31")
    seller.type(f"/deal hävitty {lost} -- hinta")

    seller.type("/deal omat voitetut")
    won = seller.told("Voitetut diilisi")
    seller.type("/deal hävityt")

    assert "2 voitettua diiliä · 3 000 €" in won
    assert won.index(second) < won.index(first)
    assert lost not in won
    assert lost in seller.told("Hävityt diilisi")


def test_a_list_of_another_goes_on_with_the_same_persons_deals(seller: Newcomer) -> None:
    other = seller.town.newcomer()
    names = [other.new_deal("1 000 €") for _ in range(12)]
    who = f"Uusi Myyjä{other.user[9:]}"
    seller.type(f"/deal omat {who}")
    first = seller.told(f"{who}: 12 avointa diiliä")

    seller.press("Näytä lisää", who)
    second = seller.told("sivu 2")

    assert [sum(name in page for page in (first, second)) for name in names] == [1] * 12
    assert who in second


def test_of_several_people_one_is_chosen(seller: Newcomer) -> None:
    other = seller.town.newcomer()
    name = other.new_deal()

    assert "”uusi” sopii useaan:" in seller.type("/deal omat uusi")
    asked = seller.told("sopii useaan")

    assert "Diilit: Uusi Myyjä" in asked
    assert name not in asked


# --- Notes ------------------------------------------------------------------------------------------------------------


def test_a_note_behind_a_deal_can_be_taken_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal {name} -- soitti, haluaa alennusta")

    seller.press("Peru", "muistiinpano tallennettu")

    assert seller.told(f"Peruttu: {name} on taas ennallaan.")
    assert seller.town.deal(name).notes == ()
    assert seller.town.verified()


def test_a_note_on_a_colleagues_deal_is_kept_and_taken_back_by_who_left_it(seller: Newcomer) -> None:
    name = seller.town.newcomer().new_deal()
    assert "muistiinpano tallennettu" in seller.type(f"/deal näytä {name} -- näin messuilla")

    assert f"Peruttu: {name} on taas ennallaan." in seller.type("/deal peru")

    assert seller.town.deal(name).notes == ()


def test_a_note_is_not_kept_on_a_deal_that_is_merely_alike(calm: Newcomer) -> None:
    name = calm.new_deal()
    before = calm.town.changes()

    said = calm.type(f"/deal näytä {name[:3]}xq{name[5:]} -- soitti")

    assert "muistiinpano tallennettu" not in said
    assert calm.town.changes() == before


def test_a_note_waits_until_it_is_clear_which_deal(calm: Newcomer) -> None:
    name = calm.new_deal("huolto, 12 500 €")
    calm.town.deal_in(1, calm.user, name=name)
    calm.type(f"/deal {name} -- soitti")

    calm.press(f"show.{calm.town.deal_nos(name)[0]}", "sopii 2 diiliin")

    assert calm.told("muistiinpano tallennettu: ”soitti”")


def test_what_stands_behind_a_deal_becomes_a_note_by_a_press(calm: Newcomer) -> None:
    name = calm.new_deal()
    number = calm.town.deal(name).deal_no
    calm.type(f"/deal #{number} zzyzx -- soitti")

    calm.press("Muistiinpanoksi", "jäi käyttämättä")

    assert calm.told("muistiinpano tallennettu: ”zzyzx, soitti”")


@pytest.mark.parametrize(
    ("line", "language", "label"),
    [("#{no} 15 000 -- soitti", "fi", "Summaksi 15 000"), ("{deal} amount 15,000 -- called", "en", "Set to 15,000")],
)
def test_an_amount_behind_a_deal_becomes_its_amount_by_a_press(
    calm: Newcomer, line: str, language: str, label: str
) -> None:
    town, name = calm.town, calm.new_deal()
    calm.reads(language)
    calm.type(f"/deal {line.format(deal=name, no=town.deal(name).deal_no)}")

    calm.press(label, label)

    calm.told("15 000 €" if language == "fi" else "€15,000")
    deal = town.deal(name)
    assert deal.amount == Money.of("15000", "EUR")
    assert [note.text for note in deal.notes] == [line.rpartition("-- ")[2]]


def test_a_note_behind_undo_is_kept_on_the_deal(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal siirrä {name}")

    assert "Peruttu:" in calm.type(f"/deal peru {name} -- väärä diili")

    assert [each.text for each in calm.town.deal(name).notes] == ["väärä diili"]
    assert calm.town.stage(name) == "identification"
    assert calm.town.verified()


def test_a_deal_whose_opening_would_be_undone_keeps_no_note(calm: Newcomer) -> None:
    name = calm.new_deal()

    said = calm.type("/deal peru -- väärä asiakas")

    assert "Mitään ei peruttu" in said
    assert "väärä asiakas" in said
    assert calm.town.deal_nos(name)


def test_a_long_note_comes_back_whole(calm: Newcomer) -> None:
    note = " ".join(f"sana{number}" for number in range(300))

    calm.type(f"/deal omat -- {note}")

    shown = calm.told("Muistiinpanoa ei tallennettu")
    assert all(f"sana{number}" in shown for number in range(300))


def test_a_note_that_no_deal_would_take_is_refused_with_its_limit(calm: Newcomer) -> None:
    assert "Enintään 3 000 merkkiä" in calm.type("/deal omat -- " + "ä" * 3_500)


# --- A day behind the board -------------------------------------------------------------------------------------------


def test_the_board_of_a_day_is_as_it_was_known_then(own_town: Town) -> None:
    early = own_town.new_deal(OTHER_SELLER, "8 000 €")
    own_town.slack.clock(by="2d")
    own_town.type(OTHER_SELLER, f"/deal siirrä {early}")
    own_town.new_deal(OTHER_SELLER, "500 €")
    own_town.slack.clock(by="5d")

    shown = own_town.type(OTHER_SELLER, "/deal putki 15.6.")

    assert "Myyntiputki ma 15.6. (mitä silloin tiedettiin)\n1 avoin diili · 8 000 €\nTunnistaminen 1" in shown
    assert "Tunnistaminen 1 · 500 € · vanhin 2" in own_town.type(OTHER_SELLER, "/deal putki")


def test_a_board_of_a_day_leads_to_that_of_now(calm: Newcomer) -> None:
    calm.new_deal()
    calm.type("/deal putki 1.5.")
    assert "Avoimia diilejä ei ollut." in calm.told("Myyntiputki pe 1.5.")

    calm.press("Myyntiputki nyt", "Myyntiputki pe 1.5.")

    assert "Tunnistaminen" in calm.told("Myyntiputki\n")


# --- In a thread ------------------------------------------------------------------------------------------------------


def test_a_note_alone_in_a_deals_thread_is_kept_on_the_deal(thread: Thread) -> None:
    assert "muistiinpano tallennettu: ”soitti”" in thread.says("-- soitti", "muistiinpano tallennettu")

    assert [each.text for each in thread.town.deal(thread.name).notes] == ["soitti"]


def test_what_else_stood_on_a_line_with_a_note_is_a_press_away(thread: Thread) -> None:
    thread.says("omat liisa -- soittaa pe", "Muistiinpanoa ei tallennettu")

    thread.press("Omat diilit: liisa", "Muistiinpanoa ei tallennettu")

    assert thread.owner.told("Liisa Nieminen: ")


def test_a_note_that_no_deal_keeps_comes_back_in_the_thread(thread: Thread) -> None:
    assert "soittaa pe" in thread.says("omat -- soittaa pe", "Muistiinpanoa ei tallennettu")


def test_nobody_reads_in_a_thread_which_deals_of_one_person_are_stuck(thread: Thread) -> None:
    assert "ei näytetä ketjussa" in thread.says("jumissa liisa", "jäi käyttämättä", who=LEAD)
