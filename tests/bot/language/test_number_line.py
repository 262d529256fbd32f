"""Plain numbers as people type them into a field of the team's own, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import Unclear
from bot.language.number_line import LIMIT, read_number
from bot.language.voice import Voice

READ = [
    ("12", 0, 12), ("12 500", 0, 12500), ("12\u00a0500,5", 1, 125005), ("12,500.5", 1, 125005), ("12.500,5", 1, 125005),
    ("12'500", 0, 12500), ("1.250", 0, 1250), ("1,250", 2, 125000), ("1,25", 2, 125), ("0.5", 1, 5), ("0,5", 1, 5),
    ("-3", 0, -3), ("−3,5", 1, -35), ("+3", 0, 3), ("80 %", 0, 80), ("5 kpl", 0, 5), ("12,5k", 0, 12500),
    ("2 milj", 0, 2000000), ("1 250 000", 0, 1250000), ("1,250,000", 0, 1250000), ("007", 0, 7), ("12,50", 1, 125),
]  # fmt: skip

UNCLEAR = [
    ("", 0, "number_unclear"), ("paljon", 0, "number_unclear"), ("1 2", 0, "number_unclear"),
    ("12 50", 0, "number_unclear"), ("1.2.3", 2, "number_unclear"), ("3.", 1, "number_unclear"),
    (",5", 1, "number_unclear"), ("1,2.3,4", 2, "number_unclear"), ("5 vai 6", 0, "number_unclear"),
    ("--5", 0, "number_unclear"), ("12 €", 0, "number_unclear"), ("1" * 61, 0, "number_unclear"),
    ("12,5", 0, "number_decimals"), ("1,2555", 2, "number_decimals"), ("9" * 17, 0, "number_too_big"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "decimals", "number"), READ)
def test_a_number_is_read(text: str, decimals: int, number: int) -> None:
    assert read_number(text, decimals) == number


@pytest.mark.parametrize(("text", "decimals", "key"), UNCLEAR)
def test_what_is_no_number_or_has_two_readings_is_asked_about(text: str, decimals: int, key: str) -> None:
    assert read_number(text, decimals) == Unclear(text, key)


@given(st.integers(-LIMIT, LIMIT), st.integers(0, 2), st.sampled_from(["fi", "en"]))
def test_a_number_that_is_shown_is_read_back(number: int, decimals: int, language: str) -> None:
    voice = Voice(language=language, zone="Europe/Helsinki", now=datetime(2026, 6, 15, tzinfo=UTC))
    assert read_number(str(voice.number(Decimal(number).scaleb(-decimals))), decimals) == number


@given(st.text(max_size=70), st.integers(0, 2))
def test_any_text_is_a_number_or_unclear(text: str, decimals: int) -> None:
    read = read_number(text, decimals)
    assert read == Unclear(text, read.key) if isinstance(read, Unclear) else abs(read) <= LIMIT
