"""A person of a customer is read from one line, in any order; what finds no place is asked about, never dropped."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.language.contact_line import person_who_left, read_contact
from tests.tables import each_row

_REGIONS = {"fi": "FI", "en": "GB"}


def _rows(language: str) -> list[list[str]]:
    text = (Path(__file__).parent / f"typed_contacts_{language}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [[_REGIONS[language], *row] for row in rows]


@each_row(("region", "line", "sure", "name", "role", "phone", "email", "unclear"), [*_rows("fi"), *_rows("en")])
def test_a_line_is_read_as_people_write_it(
    region: str, line: str, sure: str, name: str, role: str, phone: str, email: str, unclear: str
) -> None:
    read = read_contact(line, region)

    assert (read.name, read.role, read.phone, read.email) == (name, role, phone, email)
    assert "; ".join(f"{field}: {each.text} ({each.key})" for field, each in read.unclear) == unclear
    assert read.is_sure == bool(sure)


@each_row("parts", [*permutations(("Maija Meikäläinen", "ostopäällikkö", "040 123 4567", "maija@acme.fi"))])
def test_the_order_of_the_parts_does_not_matter(parts: tuple[str, ...]) -> None:
    for separator in (", ", " / ", "; ", " | ", "\n", " – "):
        read = read_contact(separator.join(parts), "FI")

        assert (read.name, read.role, read.phone) == ("Maija Meikäläinen", "ostopäällikkö", "+358401234567")
        assert read.email == "maija@acme.fi"
        assert read.is_sure


_WORDS = st.sampled_from(
    "Maija Meikäläinen ostaja tarjous, 040 123 4567 maija@acme.fi / huomenna 12 500 € x@ (vaihde) ja tj # -".split()
)


@given(st.lists(_WORDS, max_size=9))
def test_whatever_is_typed_is_in_what_is_read_or_asked(words: list[str]) -> None:
    read = read_contact(" ".join(words), "FI")

    kept = " ".join([read.name, read.role, read.email, read.phone, *(each.text for _field, each in read.unclear)])
    for word in words:
        if len(bare := word.strip(",/()#€-x@")) > 3 and not bare.isdigit() and (read.name or read.unclear):
            assert bare.casefold() in kept.casefold(), (words, read)


@each_row(
    ("line", "name"),
    [
        ("Maija lähti", "Maija"),
        ("Maija Meikäläinen ei ole enää siellä", "Maija Meikäläinen"),
        ("Maija vaihtoi työpaikkaa", "Maija"),
        ("poista Maija Meikäläinen", "Maija Meikäläinen"),
        ("poista yhteyshenkilö Maija", "Maija"),
        ("Jane has left", "Jane"),
        ("Jane Doe left.", "Jane Doe"),
        ("remove contact Jane", "Jane"),
        ("Maija Meikäläinen", None),
        ("Maija Meikäläinen 040 123 4567", None),
    ],
)
def test_who_left_is_said_in_words(line: str, name: str | None) -> None:
    assert person_who_left(line) == name
