"""The demo's deals are made from the log as their README says."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

from tools import make_demo_data


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
    kept = make_demo_data.seen_on(
        make_demo_data.touched_by_people(make_demo_data.cases_of(source)), make_demo_data.SEEN_ON
    )
    assert list(kept) == ["2"]
    shaped = list(make_demo_data.in_default_stages(kept["2"]))
    assert [row.stage for row in shaped] == ["tunnistaminen", "yhteydenotto", "tarjous", "yhteydenotto"]
    assert shaped[-1].at == datetime(2026, 6, 12, 10, tzinfo=UTC)
    assert {make_demo_data.person(shaped, at, {"11": "Aino Virtanen"}) for at in range(4)} == {"Aino Virtanen"}
