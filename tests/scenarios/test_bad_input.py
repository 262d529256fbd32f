"""What people type: understood as they mean it, or a clear sentence; never a ping, a broken block or a lost word."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Thread, mrkdwn


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1.234,50", "1 234,50 €"), ("12 500", "12 500 €"), ("12,5k", "12 500 €"), ("2 milj", "2 000 000 €"),
        ("$12,500", "12 500 $"), ("12500.50 €", "12 500,50 €"), ("noin 9 000 € + alv", "9 000 €"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(seller: Newcomer, typed: str, shown: str) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}")

    assert not seller.fill(amount=typed).get("errors"), typed

    assert shown in seller.told(f"Luotu: {name}")


@pytest.mark.parametrize(
    "typed",
    ["1e9", "-5", "paljon", "=cmd()|A1", "12 €€", "1.2.3", "NaN", "∞", "9" * 60, "<!channel>", "½ €", "１２００ €"],
)
def test_amounts_that_are_none_are_refused_under_their_field_and_kept(seller: Newcomer, typed: str) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}")

    answered = seller.fill(amount=typed)

    assert list(answered["errors"]) == ["amount"]
    assert "Kirjoita esim." in answered["errors"]["amount"]
    assert seller.has_form()
    assert not seller.fill(amount="100").get("errors")


NAMES = {
    "a ping": "<!channel> <@ULOCALAINO1> @here",
    "markup": "*b* _i_ ~s~ `c` > q & <https://x.y|z>",
    "emoji": "👩🏽‍🚀🇫🇮 Räkkö 🍺",
    "right to left": "שלום עולם ‮evil",
    "control characters": "A\x00B\x07C\u200bD\ufeffE",
    "a formula": "=HYPERLINK(\"http://x\")",
    "combining marks": "Z" + "\u0301" * 40,
    "quotes": "”Ä” 'b' \"c\" „d”",
    "a hundred and fifty characters": "pitkä " * 25,
    "a backslash and braces": "{customer} \\n %s {0}",
    "only digits": "1234567",
}  # fmt: skip


@pytest.mark.parametrize("kind", NAMES)
def test_names_of_every_kind_are_kept_shown_and_found(seller: Newcomer, kind: str) -> None:
    name = f"{seller.town.new_name().removesuffix(' Oy')} {NAMES[kind]}".strip()
    seller.type(f"/deal uusi {name}, 100 €")
    answered = seller.fill()
    assert not answered.get("errors"), answered
    seller.told("Luotu")

    first = name.split()[0]
    assert seller.type(f"/deal {first}") != ""
    for line in (f"/deal siirrä {first}", f"/deal askel {first} soita <!here> 1.9.", "/deal omat", "/deal putki"):
        seller.type(line)
        if seller.has_form():
            seller.fill()
    seller.type(f"/deal hävitty {first} -- {NAMES[kind]}")

    seen = mrkdwn(seller.town.slack.ephemerals(seller.user))
    for ping in ("<!channel", "<!here", "<@ULOCALAINO1"):
        assert ping not in seen
    assert seller.town.refusals() == []
    assert seller.town.verified()


def test_a_very_long_name_is_refused_with_its_limit_and_kept(seller: Newcomer) -> None:
    seller.type("/deal uusi " + "a" * 10_000)

    field = next(each for each in seller.form()["blocks"] if each["block_id"] == "customer")["element"]
    assert len(field["initial_value"]) <= field["max_length"]


@pytest.mark.parametrize("words", ["", "siirrä ", "näytä ", "etsi ", "askel ", "torkuta ", "hävitty ", "voitettu "])
def test_ten_thousand_characters_on_the_line_are_answered(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    for rest in ("x" * 10_000, "<!channel> " * 900, f"{name} -- " + "ö" * 10_000, "\x00" * 10_000, "🍺" * 5_000):
        seller.type(f"/deal {words}{rest}")  # answered in time, in what Slack takes
        seller.town.clear_screens()

    assert seller.town.refusals() == []
    assert seller.town.verified()


def test_a_note_that_is_too_long_is_refused_with_its_limit(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal siirrä {name} -- " + "ä" * 3_500)

    assert "liian pitkä. Enintään 3 000 merkkiä" in told
    assert seller.town.stage(name) == "identification"


def test_a_long_note_in_a_thread_is_kept_on_its_way_to_the_form(thread: Thread) -> None:
    note = "sovittu puhelimessa, että " * 20
    thread.says(f"siirrä kauppa -- {note}", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"amount": "12 500 €", "won_on": "2026-06-15", "note": note.strip()}


@pytest.mark.parametrize(
    ("day", "said"),
    [("31.2.", "jäi epäselväksi"), ("1.1.1990", "on jo mennyt"), ("99.99.", "jäi epäselväksi"), ("eilen", "jo mennyt")],
)
def test_days_that_cannot_be_are_said_with_examples(seller: Newcomer, day: str, said: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal torkuta {name} {day}")

    assert said in told
    assert "ensi ma tai vko" in told


def test_curly_quotes_and_dashes_of_phones_are_understood(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: hävitty. Syy: hinta" in seller.type(f"/deal hävitty ”{name}” — hinta")
