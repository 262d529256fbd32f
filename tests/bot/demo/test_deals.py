"""The demo's deals: readable and as large as promised."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bot.demo
from bot.language.file_values import READERS
from pipeline.exchange.history_file import read_history
from pipeline.forecast.histories import Outcome
from tools.make_demo_data import SELLERS

FOLDER = Path(bot.demo.__file__).parent
STAGES = {"stage_identification": 1, "stage_contact": 2, "stage_offer": 3}
MONDAY = datetime(2026, 6, 15, tzinfo=UTC)


def test_every_row_is_read_and_the_readme_counts_right() -> None:
    file = read_history(FOLDER / "deals.csv", STAGES, READERS)
    outcomes = Counter(case.outcome for case in file.cases)
    readme = (FOLDER / "README.md").read_text()
    assert file.problems == ()
    assert f"{len(file.cases)} deals" in readme
    assert f"({outcomes[Outcome.WON]} won, {outcomes[Outcome.LOST]} lost, {outcomes[None]} open)" in readme
    with (FOLDER / "deals.csv").open(encoding="utf-8") as lines:
        assert f"{sum(1 for _ in csv.DictReader(lines)):,} steps" in readme


def test_the_history_ends_in_the_week_before_its_monday() -> None:
    last = max(case.last_at for case in read_history(FOLDER / "deals.csv", STAGES, READERS).cases)
    assert MONDAY - timedelta(weeks=1) <= last < MONDAY


def test_every_deal_has_a_customer_a_name_an_amount_and_a_seller_of_the_demo() -> None:
    for case in read_history(FOLDER / "deals.csv", STAGES, READERS).cases:
        assert case.customer
        assert case.name
        assert case.amount
        assert case.amount.currency == "EUR"
        assert case.agent in SELLERS


def test_the_file_is_small() -> None:
    assert (FOLDER / "deals.csv").stat().st_size < 300_000
