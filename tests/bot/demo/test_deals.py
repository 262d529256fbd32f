"""The demo's deals: readable, as large as promised, and made from the log as their README says."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bot.demo
from bot.demo import make_data
from pipeline.exchange.history_file import read_history
from pipeline.insight.histories import Outcome

FOLDER = Path(bot.demo.__file__).parent
STAGES = {"stage_identification": 1, "stage_contact": 2, "stage_offer": 3}
MONDAY = datetime(2026, 6, 15, tzinfo=UTC)


def test_every_row_is_read_and_the_readme_counts_right() -> None:
    file = read_history(FOLDER / "deals.csv", STAGES)
    outcomes = Counter(case.outcome for case in file.cases)
    readme = (FOLDER / "README.md").read_text()
    assert file.problems == ()
    assert f"{len(file.cases)} deals" in readme
    assert f"({outcomes[Outcome.WON]} won, {outcomes[Outcome.LOST]} lost, {outcomes[None]} open)" in readme
    with (FOLDER / "deals.csv").open(encoding="utf-8") as lines:
        assert f"{sum(1 for _ in csv.DictReader(lines)):,} steps" in readme


def test_the_history_ends_in_the_week_before_its_monday() -> None:
    last = max(case.last_at for case in read_history(FOLDER / "deals.csv", STAGES).cases)
    assert MONDAY - timedelta(weeks=1) <= last < MONDAY


def test_every_deal_has_a_customer_a_name_an_amount_and_a_seller_of_the_demo() -> None:
    for case in read_history(FOLDER / "deals.csv", STAGES).cases:
        assert case.customer
        assert case.name
        assert case.amount
        assert case.amount.currency == "EUR"
        assert case.agent in make_data.SELLERS


def test_the_file_is_small() -> None:
    assert (FOLDER / "deals.csv").stat().st_size < 300_000


def test_the_log_is_cut_off_shaped_and_moved_as_the_readme_says(tmp_path: Path) -> None:
    source = tmp_path / "log.csv.gz"
    rows = [
        "case_id,seq,stage,entered_at,amount,outcome,agent,product",
        "1,1,submitted,2012-01-02T10:00:00Z,5000,lost,112,",
        "1,2,lost,2012-01-02T10:00:40Z,5000,lost,112,",
        "2,1,submitted,2012-01-02T10:00:00Z,7000,won,112,",
        "2,2,preaccepted,2012-01-02T10:01:00Z,7000,won,112,",
        "2,3,accepted,2012-01-03T10:00:00Z,7000,won,11,",
        "2,4,offer_sent,2012-01-09T10:00:00Z,7000,won,11,",
        "2,5,accepted,2012-01-20T10:00:00Z,7000,won,11,",
        "2,6,won,2012-01-30T10:00:00Z,7000,won,11,",
        "3,1,submitted,2012-01-23T10:00:00Z,7000,open,112,",
    ]
    source.write_bytes(gzip.compress("\n".join(rows).encode()))
    kept = make_data.seen_on(make_data.touched_by_people(make_data.cases_of(source)), make_data.SEEN_ON)
    assert list(kept) == ["2"]
    shaped = list(make_data.in_default_stages(kept["2"]))
    assert [row.stage for row in shaped] == ["tunnistaminen", "yhteydenotto", "tarjous", "yhteydenotto"]
    assert shaped[-1].at == datetime(2026, 6, 12, 10, tzinfo=UTC)
    assert {make_data.person(shaped, at, {"11": "Aino Virtanen"}) for at in range(4)} == {"Aino Virtanen"}
