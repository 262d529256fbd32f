"""What is typed of how a customer finds what was delivered: said surely, in part, or not at all."""

from __future__ import annotations

from bot.language.checkin_line import answer_last, read_check_in
from tests.tables import each_row

ROWS = [  # the line, the answer, the words that are left, whether nothing is asked
    ("", None, "", False),
    ("tyytyväinen", "happy", "", True),
    ("Tyytyväinen!", "happy", "", True),
    ("asiakas on tyytyväinen", "happy", "", True),
    ("happy", "happy", "", True),
    ("the customer is happy.", "happy", "", True),
    ("🙂", "happy", "", True),
    (":slightly_smiling_face:", "happy", "", True),
    (":)", "happy", "", True),
    ("ihan ok", "so_so", "", True),
    ("so-so", "so_so", "", True),
    (":|", "so_so", "", True),
    ("ongelma", "problem", "", True),
    ("tyytymätön", "problem", "", True),
    (":(", "problem", "", True),
    ("ei kysytä enää", "off", "", True),
    ("don’t ask again", "off", "", True),
    ("ok", "so_so", "ok", False),  # it may be good, too
    ("ihan hyvä", "so_so", "ihan hyvä", False),
    ("tyytyväinen, kehuivat asennusta", "happy", "kehuivat asennusta", False),
    ("ongelma: venttiili vuotaa", "problem", "venttiili vuotaa", False),
    ("problem the valve leaks", "problem", "the valve leaks", False),
    ("ei tyytyväinen", None, "ei tyytyväinen", False),
    ("not happy", None, "not happy", False),
    ("tyytyväinen, mutta lasku puuttuu", None, "tyytyväinen, mutta lasku puuttuu", False),
    ("happy, bad invoice", None, "happy, bad invoice", False),
    ("ongelma ratkesi", None, "ongelma ratkesi", False),
    ("ongelma on korjattu", None, "ongelma on korjattu", False),
    ("venttiili vuotaa", None, "venttiili vuotaa", False),
    ("tyytyväinen vai ei", None, "tyytyväinen vai ei", False),
    ("palataan syksyllä", None, "palataan syksyllä", False),
]


@each_row(("text", "result", "words", "is_sure"), ROWS)
def test_an_answer_is_read(text: str, result: str | None, words: str, is_sure: bool) -> None:
    read = read_check_in(text)

    assert (read.result, read.words, read.is_sure) == (result, words, is_sure)


@each_row(
    ("text", "turned"),
    [
        ("acme 🙂", "acme tyytyväinen"),
        ("🙂 acme", "acme tyytyväinen"),
        ("acme :( se vuotaa", "acme se vuotaa ongelma"),
        (":neutral_face: acme pumppu", "acme pumppu so-so"),
        ("tyytyväinen acme", "acme tyytyväinen"),
        ("don't ask again acme", "acme don't ask again"),
        ("acme 🙂 🙁", "acme tyytyväinen ongelma"),
        ("acme tyytyväinen", "acme tyytyväinen"),
        ("happy", "happy"),
    ],
)
def test_an_answer_may_stand_before_the_deal_and_be_drawn(text: str, turned: str) -> None:
    assert answer_last(text) == turned
