"""Reads a CSV file of stage histories as a backtest replays it: what was known of each deal at any earlier moment.

Each row says that a deal enters a stage. The columns are `case_id, seq, stage, entered_at, amount`; others are not
read. The stages `won` and `lost` end a deal. A moment without a zone is in UTC. An amount is in major units.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

from pipeline.errors import CannotRun
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.money import Money

_NEEDED = ("case_id", "seq", "stage", "entered_at")
_ENDS = {"won": Outcome.WON, "lost": Outcome.LOST}
#: Amounts in a file have no currency. They never meet amounts from elsewhere, so any code with cents will do.
CURRENCY = "EUR"


class UnreadableHistories(CannotRun):
    """The file is no table of stage histories: the text says which line is wrong, and how."""


@dataclass(frozen=True, slots=True)
class EnteredStage:
    """A deal enters a stage. `amount` is the newest amount that was named by then, None if none was."""

    at: datetime
    stage: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at a moment: the deals opened before it, and the numbers of the open stages in their order.

    The order is that in which deals met the stages on average.
    """

    histories: tuple[History, ...]
    stages_in_order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StageFile:
    """The deals of a file, each as its entries in their order, and the moment of the last entry of all."""

    deals: tuple[tuple[EnteredStage, ...], ...]
    stage_numbers: Mapping[str, int]
    begins: datetime
    ends: datetime

    def known_before(self, moment: datetime) -> Known:
        """What was known just before a moment; rows of that moment or later are not looked at."""
        histories: list[History] = []
        places: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for no, entries in enumerate(self.deals):
            if entries[0].at >= moment:
                continue
            known = entries if entries[-1].at < moment else tuple(each for each in entries if each.at < moment)
            histories.append(self._history(no, known))
            for place, entry in enumerate(known):
                if entry.stage not in _ENDS:
                    tally = places[self.stage_numbers[entry.stage]]
                    tally[0] += place
                    tally[1] += 1
        order = sorted(places, key=lambda stage: (places[stage][0] / places[stage][1], stage))
        return Known(tuple(histories), tuple(order))

    def _history(self, no: int, known: Sequence[EnteredStage]) -> History:
        outcome = _ENDS.get(known[-1].stage)
        return History(
            deal_no=no,
            steps=tuple(Step(each.at, self.stage_numbers[each.stage]) for each in known if each.stage not in _ENDS),
            ended_at=known[-1].at if outcome else None,
            outcome=outcome,
            amount=known[-1].amount,
            earlier_amount=known[-2].amount if outcome and len(known) > 1 else None,
        )


def read(path: Path) -> StageFile:
    """Read a CSV file, also gzipped. Raises UnreadableHistories, and OSError if there is no such file."""
    try:
        with gzip.open(path, "rt", newline="", encoding="utf-8-sig") as file:
            return parse(file)
    except gzip.BadGzipFile:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return parse(file)


def parse(lines: Iterable[str]) -> StageFile:
    """Parse the lines of a CSV file, the header first. Raises UnreadableHistories."""
    rows = csv.DictReader(lines)
    lacking = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if lacking:
        raise UnreadableHistories(f"The file lacks the columns {', '.join(lacking)}. Give a CSV file that has them.")
    by_case: dict[str, list[tuple[int, datetime, str, Money | None]]] = defaultdict(list)
    for row in rows:
        try:
            stage = row["stage"].strip()
            entry = (int(row["seq"]), _moment(row["entered_at"]), stage, _amount(row.get("amount")))
        except (ValueError, InvalidOperation, AttributeError, TypeError) as wrong:
            raise UnreadableHistories(
                f"Line {rows.line_num} is not understood: it needs a number in seq, a moment such as "
                "2026-06-15T09:00:00Z in entered_at, and an amount such as 1200.50 or nothing."
            ) from wrong
        by_case[row["case_id"]].append(entry)
    deals = tuple(_entries(case, each) for case, each in by_case.items())
    if not deals:
        raise UnreadableHistories("The file has a header and no rows.")
    names = sorted({entry.stage for entries in deals for entry in entries} - _ENDS.keys())
    moments = [entry.at for entries in deals for entry in entries]
    return StageFile(deals, {name: no for no, name in enumerate(names, 1)}, min(moments), max(moments))


def _entries(case: str, rows: list[tuple[int, datetime, str, Money | None]]) -> tuple[EnteredStage, ...]:
    rows.sort(key=lambda row: row[0])
    found: list[EnteredStage] = []
    newest: Money | None = None
    for _, at, stage, amount in rows:
        newest = amount or newest
        found.append(EnteredStage(at, stage, newest))
        if stage in _ENDS:
            break
    if any(later.at < earlier.at for earlier, later in pairwise(found)):
        raise UnreadableHistories(f"The rows of case {case} do not follow one another in time: see seq and entered_at.")
    return tuple(found)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _amount(text: str | None) -> Money | None:
    if text is None or not text.strip():
        return None
    value = Decimal(text.strip())
    return Money(round(value * 100), CURRENCY)
