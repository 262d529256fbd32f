"""A ledger with more in it than a team writes in years: what is shown of it is bounded, and adds up."""

from __future__ import annotations

from pathlib import Path

from pipeline.exchange.load import ImportResult, load
from pipeline.queries import board, deal_lists, find
from tests.pipeline.exchange.test_load import many
from tests.pipeline.team import ANNA, CONTACT, Team

DEALS = 20_000


def test_twenty_thousand_deals_are_brought_in_shown_in_bounded_lists_and_verified(team: Team, tmp_path: Path) -> None:
    assert load(team.ledger, team.workspace_no, many(tmp_path, DEALS)) == ImportResult(deals=DEALS, open=DEALS)

    with team.ledger.read_session(team.by(ANNA)) as session:
        columns = {column.stage.no: column for column in board.board(session, 1).columns}
        mine, found = deal_lists.mine(session), find.find(session, "Customer 7")
    assert columns[CONTACT].count == DEALS
    assert [each.minor for each in columns[CONTACT].sums] == [100 * DEALS * (DEALS + 1) // 2]
    assert mine.total == DEALS
    assert len(mine.lines) < 100
    assert len(found.lines) < 100
    assert {line.customer for line in found.lines} >= {"Customer 7"}

    team.advance(DEALS)
    assert team.is_sound()
