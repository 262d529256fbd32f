"""A new deal typed in one line fills the form, and what was unclear is asked back."""

import re
import time
from collections.abc import Callable
from datetime import date
from datetime import time as clock_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.new_deal import line_labels
from bot.language.new_deal.drafts import Draft, read_new
from bot.language.typed_lines import after_word
from pipeline.money import Money
from tests.busy_machine import NOT_QUADRATIC

TUESDAY = date(2026, 6, 16)
TWELVE_AND_A_HALF = Money(1_250_000, "EUR")
END_OF_JULY = Day(date(2026, 7, 31), sure=False)


def unplaced(text: str) -> tuple[Unclear, ...]:
    """The question about words that fit no field."""
    return (Unclear(text, "note_unplaced"),)


@pytest.mark.parametrize(
    ("rest", "draft"),
    [
        (
            "Acme Oy, 12 500 €, verkkokauppa, ensi kuussa",
            Draft("Acme Oy", "verkkokauppa", TWELVE_AND_A_HALF, END_OF_JULY),
        ),
        (
            "Acme Ltd, €12,500, web shop, next month",
            Draft("Acme Ltd", "web shop", TWELVE_AND_A_HALF, END_OF_JULY),
        ),
        ("", Draft()),
        (" ,, ,", Draft()),
        ("Acme", Draft("Acme")),
        ("Acme Oy, 12 500,50 €", Draft("Acme Oy", amount=Money(1_250_050, "EUR"))),
        ("Acme Oy,12,5k,verkkokauppa", Draft("Acme Oy", "verkkokauppa", TWELVE_AND_A_HALF)),
        ("Acme; 12500; 3.7.", Draft("Acme", amount=TWELVE_AND_A_HALF, close_day=Day(date(2026, 7, 3)))),
        ("Acme Oy 12 500 €", Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("12 500 €, Acme Oy", Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("Lahden Kala oy 12,5k ensi ma", Draft("Lahden Kala oy", None, TWELVE_AND_A_HALF, Day(date(2026, 6, 22)))),
        (
            "Lahden Kala oy 12 500 € verkkokauppa 3.7. klo 14",
            Draft("Lahden Kala oy", "verkkokauppa", TWELVE_AND_A_HALF, Day(date(2026, 7, 3), clock=clock_time(14))),
        ),
        ("Acme Oy ensi kuussa", Draft("Acme Oy", close_day=END_OF_JULY)),
        ("Acme Oy verkkokauppa 3.7.", Draft("Acme Oy", "verkkokauppa", close_day=Day(date(2026, 7, 3)))),
        ("Acme Oy verkkokauppa", Draft("Acme Oy", "verkkokauppa")),
        ("Acme verkkokauppa", Draft("Acme verkkokauppa")),
        ("Posti Oy to", Draft("Posti Oy to")),  # a name may end like a day
        ("Pekka May", Draft("Pekka May")),
        ("3M Finland Oy 5k", Draft("3M Finland Oy", amount=Money(500_000, "EUR"))),
        ("Suomen 3M Oy", Draft("Suomen 3M Oy")),
        ("Acme, end of Q3", Draft("Acme", close_day=Day(date(2026, 9, 30)))),
        ("Acme, vuodenvaihteessa", Draft("Acme", close_day=Day(date(2026, 12, 31), sure=False))),
        ("Acme, Inc., $12,500", Draft("Acme, Inc.", amount=Money(1_250_000, "USD"))),
        ("3M, 5k", Draft("3M", amount=Money(500_000, "EUR"))),
        ("Studio 54, 5 lisenssiä", Draft("Studio 54", "5 lisenssiä")),
        ("Acme, verkkokauppa, messut", Draft("Acme", "verkkokauppa", unclear=unplaced("messut"), note="messut")),
        ("Acme, kylmäsoitto, verkkokauppa", Draft("Acme", "verkkokauppa", source="kylmäsoitto")),
        ("Acme, verkkokauppa, lähde messut", Draft("Acme", "verkkokauppa", source="messut")),
        ("Acme, lähde: Slush 2026", Draft("Acme", source="Slush 2026")),
        (
            "Acme, verkkokauppa, Slush, vaihe 2",
            Draft("Acme", "verkkokauppa", unclear=unplaced("Slush, vaihe 2"), note="Slush, vaihe 2"),
        ),
        ('"Acme Oy", 12,5k', Draft("Acme Oy", amount=TWELVE_AND_A_HALF)),
        ("Acme, -5", Draft("Acme", unclear=(Unclear("-5", "amount_negative"),))),
        ("Acme, 1e9", Draft("Acme", unclear=(Unclear("1e9", "amount_unclear"),))),
        ("Acme, 31.2.", Draft("Acme", unclear=(Unclear("31.2.", "day_unclear"),))),
        ("Acme, 3.6.2025", Draft("Acme", unclear=(Unclear("3.6.2025", "day_past"),))),
        ("Acme, 12.7", Draft("Acme", close_day=Day(date(2026, 7, 12), sure=False))),
        ("Acme, 12.70", Draft("Acme", amount=Money(1_270, "EUR"))),
        ("Acme, 12 500 € + alv", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv")),
        ("Acme, 12 500 € + alv 24 %", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv 24 %")),
        ("Acme, 12 500 € (alv 25,5 %), huolto", Draft("Acme", "huolto", TWELVE_AND_A_HALF, note="(alv 25,5 %)")),
        ("Acme, €12,500 + VAT", Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ VAT")),
        ("Acme, 12 500 €, + alv, huolto", Draft("Acme", "huolto", TWELVE_AND_A_HALF, note="+ alv")),
        ("Acme Oy 12 500 € + alv 24 % huolto", Draft("Acme Oy", "huolto", TWELVE_AND_A_HALF, note="+ alv 24 %")),
        ("Alva Oy, 12,5k", Draft("Alva Oy", amount=TWELVE_AND_A_HALF)),
        (", 12,5k", Draft(amount=TWELVE_AND_A_HALF)),
        ("; 12,5k; huolto", Draft(None, "huolto", TWELVE_AND_A_HALF)),
    ],
)
def test_a_line_becomes_a_draft(rest: str, draft: Draft):
    assert read_new(rest, TUESDAY) == draft


@pytest.mark.parametrize(
    ("note", "draft"),
    [
        ("kysyi messuilla pumppua", Draft("Acme", note="kysyi messuilla pumppua")),
        ("8000e — kysyi messuilla", Draft("Acme", amount=Money(800_000, "EUR"), note="kysyi messuilla")),
        ("8000e—3.7.—", Draft("Acme", amount=Money(800_000, "EUR"), close_day=Day(date(2026, 7, 3)))),
        ("3 vk myöhässä", Draft("Acme", note="3 vk myöhässä")),
        ("3", Draft("Acme", note="3")),
    ],
)
def test_who_parts_by_dashes_too_is_understood(note: str, draft: Draft):
    assert read_new("Acme", TUESDAY, note=note) == draft


def test_what_is_said_of_tax_comes_before_the_note():
    draft = read_new("Acme, 12,5k + alv", TUESDAY, note="kysyi messuilla")
    assert draft == Draft("Acme", amount=TWELVE_AND_A_HALF, note="+ alv, kysyi messuilla")


def test_an_amount_without_a_currency_is_in_the_workspaces_own():
    assert read_new("Acme, 12 500", TUESDAY, "SEK").amount == Money(1_250_000, "SEK")


@pytest.mark.parametrize("rest", ["a" * 10_000, "Acme," * 2_000, "1," * 5_000, "1 " * 5_000 + "€"])
def test_a_line_of_ten_thousand_characters_is_read_too(rest: str):
    assert read_new(rest, TUESDAY).customer


PATTERNS = [
    "a", "1", "1 ", "1,", "1.", "1 1 1 ", "1 111 ", "12k ", "12k, ", "1 - ", "- ", "-- ", "— ", "a — ", ", ",
    "a, ", "; ", "€ ", "€1", "1 €", "1 x ", "max ", "hinta ", "hinta: ", "noin ", "a a ", "Oy ", "Acme Oy ",
    "As Oy 1 ", "ensi ", "ensi viikolla ", "3.6. ", "31.2. ", "kuun ", "to ", "in ", "may ", "2026 ", "ennen ",
    "jälkeen ", "pari tonnia ", "lähde ", "lähde: ", "via ", "uusi ", "diili ", "new deal with ", "\"", "\" ",
    "\"a ", "\"a\" ", "*", "*a ", "*a* ", "_", "`", ":a", ":a: ", "(", "(a) ", ")", "(a ", "<", "<a|", "@",
    "@a ", "a@a.", "a.fi ", "040 ", "+358 ", "0", "%", "1 % ", "\n", "a\n", "- a\n", "|", "/ ", "+ ", "> ",
    "-> ", ": ", "a: ", "a: b, ", "+ alv ", "alv ", "(alv ", "ilman alvia ", "puoli ", "soitin ", "ja ", "& ",
    "Ö", "ä", "🍺", "\u0301", "\u200b", "\u0000", "שלום ", "1e9 ", "0x", "½ ", "１",
    "\ufdfa", "\ufdfa ", "hei ", "voisitko ", "yksi ja ", "60,00 ", "6O 000 ", "[", "[1] ", "a:1 ", "2 grand as ",
    "5 tonnia 60 000 ", "palaveri 28.8. ", "Friday x ", "tn 6% ", "ennen 70k nyt 60k ", "@Aa ",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_three_thousand_characters_of_anything_are_read_within_fifty_milliseconds(pattern: str):
    line = (pattern * 3000)[:3000]
    typed = f"Acme Oy, {line}"[:3000]

    assert is_soon_read(lambda: read_new(line, TUESDAY))
    assert is_soon_read(lambda: read_new(typed, TUESDAY, note=line))
    assert is_soon_read(lambda: after_word(line, ""))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=6))
def test_mixed_patterns_are_read_as_fast(patterns: list[str]):
    line = ("".join(patterns) * 3000)[:3000]

    assert is_soon_read(lambda: read_new(line, TUESDAY))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_and_none_of_its_words_is_lost(text: str):
    draft = read_new(text, TUESDAY)

    shown = " ".join(
        [draft.customer or "", draft.name or "", draft.source or "", draft.note, *(each.text for each in draft.unclear)]
    )
    if draft.amount is None and draft.close_day is None:
        words = [word for word in re.findall(r"[^\W\d_]{3,}", text) if len(word) > 2]
        assert all(word in shown or is_said_otherwise(word) for word in words), (words, shown)


def is_said_otherwise(word: str) -> bool:
    """Whether the word only says what kind of field stands beside it, so that no field has it."""
    return line_labels.is_filler(word) or folded(word) in line_labels.SMALL | line_labels.DAY_LABELS


def is_soon_read(act: Callable[[], object]) -> bool:
    """Whether one of three runs takes less CPU time than what is quadratic: a machine that is busy slows down one."""
    return any(_seconds(act) < NOT_QUADRATIC for _ in range(3))


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
