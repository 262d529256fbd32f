"""Where a deal came from, in the line of a new deal and of an edit: read into a kind, and never out of a name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.language.edit_line import EditField, read_edit
from bot.language.new_deal.drafts import read_new
from bot.words.typed_kinds import typed_source
from pipeline.calendars import Calendar
from pipeline.deals.fields import Source
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
ROWS = [
    tuple(None if cell == "-" else cell for cell in line.split("\t"))
    for line in (Path(__file__).parent / "typed_sources.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@each_row(("line", "customer", "name", "kind", "words"), ROWS)
def test_a_source_is_read_out_of_the_line_of_a_new_deal(
    line: str, customer: str | None, name: str | None, kind: str | None, words: str | None
) -> None:
    draft = read_new(line, MONDAY)

    source = typed_source(draft.source) if draft.source else Source()
    read = (draft.customer, draft.name, source.kind.value if source.kind is not None else None, source.words or None)
    assert read == (customer, name, kind, words)
    is_amount_kept = draft.amount is not None or not any(each.isdigit() for each in line.replace("2026", ""))
    assert is_amount_kept


@each_row(
    ("line", "source", "unread"),
    [
        ("lähde messut", "messut", []),
        ("verkostosta", "verkostosta", []),
        ("15k, kylmäsoitto", "kylmäsoitto", []),
        ("kampanjasta kevät", "kampanjasta kevät", []),
        ("suosituksesta Matti, elokuu", "suosituksesta Matti", []),
        ("referred by Matti", "referred by Matti", []),
        ("source: from the spring campaign", "from the spring campaign", []),
        ("kevätkampanja", None, ["kevätkampanja"]),
        ("paluu messuilta", None, ["paluu messuilta"]),
        ("verkostosta, messuilta", "verkostosta", ["messuilta"]),
        ("nimi Kylmäsoitto", None, []),
    ],
)
def test_a_source_is_read_out_of_the_line_of_an_edit(line: str, source: str | None, unread: list[str]) -> None:
    read = read_edit(line, MONDAY, "EUR", Calendar())

    assert (read.texts.get(EditField.SOURCE), read.unread) == (source, unread)
    assert read.is_sure is not bool(unread)


@each_row(
    ("text", "kind", "words"),
    [
        ("en tiedä", "unknown", ""),
        ("en muista", "unknown", ""),
        ("don't know", "unknown", ""),
        ("Dunno.", "unknown", ""),
        ("en tiedä, ehkä Matti", "unknown", "en tiedä, ehkä Matti"),
        ("soittivat itse", "they_contacted", "soittivat itse"),
    ],
)
def test_who_does_not_know_a_source_may_say_so_in_their_own_words(text: str, kind: str, words: str) -> None:
    assert (typed_source(text).kind, typed_source(text).words) == (kind, words)
