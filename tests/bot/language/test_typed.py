"""Typed text can be shown anywhere: it never pings, formats, hides or turns a sentence around."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.safe_text import SafeText, cleaned, plain, safe

NASTY = st.text(alphabet=st.sampled_from("aä <>&*_~`@#!|>:\n\t\x00\u200b\u202e\u2066\u200d\u0301שع😀é"), max_size=200)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme Oy", "Acme Oy"),
        ("Meri & Poika <Oy>", "Meri &amp; Poika &lt;Oy&gt;"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("*Acme* ~Oy~ `x`", "∗Acme∗ ∼Oy∼ ˋxˋ"),
        ("_Acme_ a_b", "ˍAcmeˍ a_b"),
        ("> Acme", "› Acme"),
        ("a > b", "a &gt; b"),
        ("  Acme \n\t Oy ", "Acme Oy"),
        ("Ac\x00me\u200b\u202e", "Acme"),
        ("שלום", "\u2068שלום\u2069"),
        ("👩‍🚀 Oy", "👩‍🚀 Oy"),
        ("x" + "\u0301" * 50, "x" + "\u0301" * 3),
        ("", ""),
    ],
)
def test_a_name_in_mrkdwn(text: str, shown: str):
    assert safe(text) == shown


def test_a_group_ping_spelt_out_is_broken_but_looks_the_same():
    shown = safe("@channel @here anna@here.fi")
    assert "@channel" not in shown
    assert shown.replace("\u2060", "") == "@channel @here anna@here.fi"
    assert "anna@here.fi" in shown


def test_plain_text_is_cleaned_but_not_escaped():
    assert plain("Meri & <Poika>\x00 *Oy*") == "Meri & <Poika> *Oy*"


def test_a_long_name_is_cut_with_an_ellipsis():
    assert safe("a" * 10_000) == "a" * 79 + "…"
    assert plain("Pitkä nimi Oy", 8) == "Pitkä n…"
    assert plain("Pitkä nimi Oy", 7) == "Pitkä…"


@pytest.mark.parametrize("whole", ["e\u0301" * 30, "👩‍🚀" * 30, "👍🏽" * 30])
def test_a_cut_never_splits_a_letter(whole: str):
    for limit in range(2, 40):
        rest = unicodedata.normalize("NFC", whole).removeprefix(plain(whole, limit).removesuffix("…"))
        assert rest[:1] not in ("\u0301", "\u200d", "🏽")


def test_lines_are_kept_where_lines_are_shown():
    assert safe("eka  rivi\n\n\n\n> toka", lines=True) == "eka rivi\n\n› toka"


@given(NASTY)
def test_no_text_reaches_mrkdwn_with_a_sign_that_slack_acts_on(text: str):
    shown = safe(text)
    assert isinstance(shown, SafeText)
    assert not re.search(r"[<>*~`\n\x00\u202e\u2066]", shown)
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)
    assert not shown.startswith("&gt;")
    assert not re.search(r"(?<!\w)@(here|channel|everyone)", shown)
    assert shown.count("\u2068") == shown.count("\u2069") <= 1


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert cleaned(cleaned(text, lines=True), lines=True) == cleaned(text, lines=True)
