"""Lines of new deals as people type them: each field is understood as it was meant, or asked about under that field.

A row of the table has who reads it, the line ("\\n" is a line's end, "\\t" a tab), and what was meant. `|` parts
readings that are all right, `-` is an empty field, `ask` a question under it, and so is a day that was read with doubt.
`note` is a part of the note, `said` the key of a sentence that the form must show, and `known=yes` says that the
customer exists. A field that is not named must be empty. The last column names customers that exist
besides `CUSTOMERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.language.new_deal.drafts import Draft, read_new
from bot.language.typed_lines import as_typed
from pipeline.customers.in_line import KnownCustomer, find_among
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "typed_new.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
CUSTOMERS = ("Ylöjärven Betoni", "Kuusiniemen Satama Oy", "Uusi Suomi Oy", "Virtanen Oy", "Kuusiniemi Oy")


def is_right(draft: Draft, field: str, meant: str) -> bool:
    return any(_is(draft, field, one) for one in meant.split("|"))


def _is(draft: Draft, field: str, meant: str) -> bool:
    shown = _shown(draft)[field]
    is_asked = any(each.key.startswith(f"{field}_") and not each.key.endswith("_in_note") for each in draft.unclear)
    match field, meant:
        case "said", _:
            return any(each.key == meant for each in draft.unclear)
        case _, "-":
            return not shown
        case _, "ask":
            is_doubted = field == "day" and draft.close_day is not None and not draft.close_day.sure
            return (not shown and is_asked) or is_doubted
        case "note", _:
            return meant in shown
        case "day", _:
            return shown.startswith(meant)
        case _:
            return shown == meant


def _shown(draft: Draft) -> dict[str, str]:
    amount = ""
    if draft.amount is not None:
        amount = f"{draft.amount.major.normalize():f}"
        amount += "" if draft.amount.currency == "EUR" else f" {draft.amount.currency}"
    return {
        "customer": draft.customer or "",
        "name": draft.name or "",
        "amount": amount,
        "day": str(draft.close_day.date) if draft.close_day else "",
        "source": draft.source or "",
        "note": draft.note,
        "known": "yes" if draft.known else "",
        "said": "",
    }


@each_row(("line", "meant", "more"), [(row[1], row[2], "".join(row[3:])) for row in ROWS])
def test_a_line_is_understood_or_asked_about(line: str, meant: str, more: str) -> None:
    customers = (*CUSTOMERS, *(each.strip() for each in more.split(",") if each))

    def known(words: Sequence[str]) -> KnownCustomer | None:
        return find_among(words, customers)

    draft = read_new(as_typed(line.replace("\\n", "\n").replace("\\t", "\t")), MONDAY, known=known)
    wanted = {"customer": "-", "name": "-", "amount": "-", "day": "-", "source": "-", "note": "-", "known": "-"}
    wanted |= dict(each.strip().split("=", 1) for each in meant.split(";"))

    wrong = {field: one for field, one in wanted.items() if not is_right(draft, field, one)}

    assert not wrong, draft


@pytest.mark.parametrize("who", ["fi", "en"])
def test_the_table_has_lines_of_both_languages(who: str) -> None:
    assert sum(row[0] == who for row in ROWS) >= 40
