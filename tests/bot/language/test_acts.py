"""What sellers say instead of a word is read as the act it tells, in both languages, spoken Finnish included."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.acts import Behind, is_sentence, list_asked, read_act, read_behind, to_do
from bot.language.spoken_acts import PATTERNS, SpokenAct
from tests.busy_machine import NOT_QUADRATIC
from tests.tables import each_row

TABLE = [
    row.split("\t")
    for row in Path(__file__).with_name("spoken.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
LISTS = {"jumissa": "stuck", "stuck": "stuck", "omat": "mine", "mine": "mine", "putki": "board", "ennuste": "forecast"}


@each_row(("line", "act", "rest", "text"), [row[1:] for row in TABLE])
def test_a_line_is_read_as_the_act_it_tells(line: str, act: str, rest: str, text: str) -> None:
    spoken = read_act(line)

    if act == "-":
        assert spoken is None
    else:
        assert spoken is not None
        assert (spoken.act, spoken.rest) == (SpokenAct[act.upper()], rest)
        assert not text or spoken.text == text


def test_both_languages_are_in_the_table() -> None:
    by_language = [sum(row[0] == language for row in TABLE) for language in ("fi", "en")]
    assert min(by_language) > 40
    assert sum(by_language) > 150


def test_a_phrase_means_one_act() -> None:
    assert {PATTERNS[phrase] for phrase in PATTERNS} == set(SpokenAct)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("ketkä jumissa", "stuck"), ("ketkä on jumissa", "stuck"), ("mitkä diilit on jumissa?", "stuck"),
        ("which deals are stuck", "stuck"), ("show me my mine", "mine"), ("mikä on putki", "board"),
        ("mikä on ennuste?", "forecast"), ("jumissa", None), ("jumissa acme", None), ("ketkä", None),
        ("acme jumissa", None), ("", None),
    ],
)  # fmt: skip
def test_a_list_is_asked_for_in_a_question(line: str, word: str | None) -> None:
    assert list_asked(line, LISTS) == word


@pytest.mark.parametrize(
    "text",
    [
        "mua soittamaan veljeksille ke", "soitin kuusiniemen satamaan", "me to call acme", "pitäs soittaa acmelle",
        "hävittiin acme hinnan takia", "yksi kaksi kolme neljä viisi kuusi", "acme ei vastannut",
    ],
)  # fmt: skip
def test_a_sentence_is_no_name(text: str) -> None:
    assert is_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "acme",
        "Kuusiniemen Satama Oy",
        "Brothers & Sons Ltd",
        "Meri ja Poika",
        "Soitto",
        "Kaupunki Pohjoinen Oy",
        "Call",
    ],
)
def test_a_name_is_no_sentence(text: str) -> None:
    assert not is_sentence(text)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("soittamaan veljeksille ke", "soita veljeksille ke"), ("veljeksille soittamaan ke", "soita veljeksille ke"),
        ("että soitan niille", "soitan niille"), ("to call them", "call them"), ("palaveri", "palaveri"), ("", ""),
    ],
)  # fmt: skip
def test_what_is_to_be_done_is_said_as_a_step(text: str, step: str) -> None:
    assert to_do(text) == step


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (", kiitos", Behind("")), ("kiitos!", Behind("")), ("thank you", Behind("")),
        ("tarjous, kiitos", Behind("tarjous")), ("(soitettu)", Behind("", "soitettu")),
        (": soitettu", Behind("", "soitettu")), ("tarjous (soitettu)", Behind("tarjous", "soitettu")),
        ("eteenpäin", Behind("")), ("seuraavaan vaiheeseen", Behind("")), ("forward please", Behind("")),
        ("takaisin", Behind("", goes_back=True)), ("takaisin yhteydenottoon", Behind("yhteydenottoon", goes_back=True)),
        ("tarjous 12 500 €", Behind("tarjous 12 500 €")), ("→ tarjous", Behind("→ tarjous")), ("", Behind("")),
    ],
)  # fmt: skip
def test_what_stands_behind_a_deal_that_is_moved(text: str, behind: Behind) -> None:
    assert read_behind(text) == behind


def test_what_stands_behind_a_colon_is_a_note() -> None:
    assert read_behind("soitettu, palaavat", is_behind_colon=True) == Behind("", "soitettu, palaavat")


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_failure_and_nothing_is_made_up(text: str) -> None:
    spoken = read_act(text)
    said = set(text.split())
    if spoken is not None:
        assert {word.strip(",:") for word in spoken.rest.split()} <= {word.strip(",:") for word in said} | {""}
    read_behind(text)
    is_sentence(text)


@pytest.mark.parametrize("word", ["ei", "mark", "ei vastannut", "muistuta mua", "(", "))", "laita", "ä"])
def test_a_line_of_3000_characters_is_read_within_50_ms(word: str) -> None:
    line = f"{word} " * (3000 // (len(word) + 1))

    began = process_time()
    read_act(line)
    is_sentence(line)
    read_behind(line)

    assert process_time() - began < NOT_QUADRATIC
