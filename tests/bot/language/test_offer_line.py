"""The line of an offer: price, delivery, validity and terms are told apart, and no word of it is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.offer_line import OfferLine, delivery_day, read_offer
from pipeline.calendars import Calendar
from pipeline.money import Money
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
FINLAND = Calendar()


def rows() -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / "typed_offers.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def meant(read: OfferLine) -> str:
    """What the line says, as the table has it."""
    amount, valid = read.amount, read.valid
    price = f"{amount.minor // 100} {amount.currency}" if isinstance(amount, Money) else amount and f"?{amount.text}"
    said = {
        "amount": price,
        "delivery": read.delivery,
        "valid": f"{'' if valid.sure else '?'}{valid.date}" if isinstance(valid, Day) else valid and f"?{valid.text}",
        "net": read.term_days,
        "terms": read.terms,
        "unread": read.unread,
        "link": read.link,
    }
    return "; ".join(f"{name}={value}" for name, value in said.items() if value)


@each_row(("line", "says"), rows())
def test_the_parts_of_an_offer_are_told_apart(line: str, says: str):
    assert meant(read_offer(line, MONDAY, "EUR", FINLAND)) == says


@each_row(
    ("text", "day"),
    [
        ("15.9.", date(2026, 9, 15)),
        ("15 September", date(2026, 9, 15)),
        ("huomenna", date(2026, 6, 16)),
        ("3 viikkoa", None),
        ("2-3 weeks from order", None),
        ("vko 38", None),
        ("week 38", None),
        ("syyskuussa", None),
        ("ex works", None),
        ("", None),
    ],
)
def test_only_one_certain_day_is_a_day_of_delivery(text: str, day: date | None):
    found = delivery_day(text, MONDAY, FINLAND)
    assert (found.date if isinstance(found, Day) else found) == day


def test_a_day_of_delivery_that_is_gone_is_said_to_be():
    assert delivery_day("15.5.2026", MONDAY, FINLAND) == Unclear("15.5.2026", "day_past")


@given(
    st.lists(st.sampled_from("12k 3 vk 30 pv voimassa toimitus netto asti valid net 14 days , huolto 15.9.".split()))
)
def test_no_word_that_is_no_label_is_lost(words: list[str]):
    line = " ".join(words)
    read = read_offer(line, MONDAY, "EUR", FINLAND)
    assert ("huolto" in words) == ("huolto" in f"{read.terms} {read.delivery}")
