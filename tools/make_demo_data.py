"""Makes deals.csv of the demo from the public log of loan applications: `python -m tools.make_demo_data SOURCE.csv.gz`.

bot/demo/README.md says what comes from the log and what is invented.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from random import Random

import bot.demo
from tools import demo_names

COLUMNS = [
    *("case_id", "seq", "stage", "entered_at", "amount", "outcome", "agent", "product"),
    *("customer", "name", "currency"),
]
DEALS = Path(bot.demo.__file__).with_name("deals.csv")
SEED = 12
CASES = 520
#: The Monday at which the log is cut off, and the Monday to which it is moved.
SEEN_ON = datetime(2012, 1, 23, tzinfo=UTC)
BECOMES = datetime(2026, 6, 15, tzinfo=UTC)
#: The log's name for its computers, as the agent of what they did without a person.
SYSTEM = "112"
STAGES = {
    "submitted": "tunnistaminen",
    "preaccepted": "yhteydenotto",
    "accepted": "yhteydenotto",
    "offer_sent": "tarjous",
    "offer_returned": "tarjous",
    "won": "won",
    "lost": "lost",
}
#: The demo's sellers, and the share of the work that each of them does.
SELLERS = {"Aino Virtanen": 27, "Matti Korhonen": 26, "Liisa Nieminen": 23, "Emma Clarke": 17, "Kaisa Lahtinen": 7}


@dataclass(frozen=True, slots=True)
class Row:
    """A case of the log enters a stage."""

    case_id: str
    stage: str
    at: datetime
    amount: str
    agent: str


Cases = dict[str, list[Row]]


def cases_of(source: Path) -> Cases:
    """The log's cases, each with its rows in order."""
    cases: Cases = defaultdict(list)
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["entered_at"])
            cases[row["case_id"]].append(Row(row["case_id"], row["stage"], at, row["amount"], row["agent"]))
    return cases


def touched_by_people(cases: Cases) -> Cases:
    """Leave out the applications that the computers refused within a minute, because no seller ever saw them."""
    return {case_id: rows for case_id, rows in cases.items() if not _is_refused_by_computer(rows)}


def _is_refused_by_computer(rows: Sequence[Row]) -> bool:
    return [row.stage for row in rows] == ["submitted", "lost"] and {row.agent for row in rows} == {SYSTEM}


def seen_on(cases: Cases, moment: datetime) -> Cases:
    """What was known at the moment: without later rows, and without cases that had not begun."""
    known = {case_id: [row for row in rows if row.at < moment] for case_id, rows in cases.items()}
    return {case_id: rows for case_id, rows in known.items() if rows}


def sample(cases: Cases, random: Random) -> Cases:
    """A random sample of the cases, in the order of the log."""
    chosen = set(random.sample(sorted(cases), CASES))
    return {case_id: rows for case_id, rows in cases.items() if case_id in chosen}


def in_default_stages(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with Putki's default stages. A row that repeats the present stage is left out; a return is kept."""
    here = ""
    for row in rows:
        if (stage := STAGES[row.stage]) != here:
            here = stage
            yield replace(row, stage=stage, at=row.at + (BECOMES - SEEN_ON))


def sellers_of(cases: Cases) -> dict[str, str]:
    """Map the log's people to sellers: the busiest first, each to the seller who is furthest below their share."""
    work = Counter(row.agent for rows in cases.values() for row in rows if row.agent not in ("", SYSTEM))
    done = dict.fromkeys(SELLERS, 0)
    sellers: dict[str, str] = {}
    for agent, rows in sorted(work.items(), key=lambda each: (-each[1], each[0])):
        sellers[agent] = min(SELLERS, key=lambda seller: done[seller] / SELLERS[seller])
        done[sellers[agent]] += rows
    return sellers


def person(rows: Sequence[Row], at: int, sellers: dict[str, str]) -> str:
    """The seller who did a row. What the computers did counts for the next person of the case, or else the last one."""
    people = [row.agent for row in (*rows[at:], *reversed(rows[:at])) if row.agent in sellers]
    return sellers[people[0]] if people else list(SELLERS)[int(rows[0].case_id) % len(SELLERS)]


def table(cases: Cases) -> Iterator[dict[str, str | int]]:
    """The rows of the demo's file."""
    random = Random(SEED)
    chosen = sample(seen_on(touched_by_people(cases), SEEN_ON), random)
    sellers = sellers_of(chosen)
    customers = demo_names.customers(random)
    # Some customers buy again and again, most once or twice.
    weights = list(accumulate(1.0 / (25 + place) for place in range(len(customers))))
    for rows in chosen.values():
        rows = list(in_default_stages(rows))
        customer = random.choices(customers, cum_weights=weights)[0]
        sold = demo_names.what_is_sold(float(rows[0].amount or 0), random)
        for at, row in enumerate(rows):
            yield {
                "case_id": row.case_id,
                "seq": at + 1,
                "stage": row.stage,
                "entered_at": row.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "amount": row.amount,
                "outcome": rows[-1].stage if rows[-1].stage in ("won", "lost") else "open",
                "agent": person(rows, at, sellers),
                "product": "",
                "customer": customer,
                "name": sold,
                "currency": "EUR",
            }


def main(source: Path, target: Path) -> None:
    """Write the demo's deals from the log `source` to the file `target`."""
    with target.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table(cases_of(source)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), DEALS)
