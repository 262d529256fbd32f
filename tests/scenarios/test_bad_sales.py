"""Offers, wins and deliveries that cannot be: each line is answered by what is wrong, and what was typed is kept."""

from __future__ import annotations

from pathlib import Path

from pipeline.deals import close
from pipeline.deals.deal import Given
from pipeline.deals.events import LostKind
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from tests.scenarios.town import Newcomer, plain
from tests.tables import each_row

TABLE = Path(__file__).with_name("bad_sales.tsv").read_text().splitlines()
ROWS = [[*line.split("\t"), ""][:6] for line in TABLE if not line.startswith("#")]
"""The language, how the deal stands, what is typed, where the answer stands, what it says, and what the form keeps.

It stands in the answer, somewhere in the form, or under a field, when the form opens or when it is sent in as it is.
"""


def _deal(seller: Newcomer, stands: str) -> str:
    name, directory = seller.new_deal(), seller.town.bot.services.directory
    by = By(directory.workspace_no, directory.member(seller.user, None), Via.COMMAND)
    act, given = {"won": (close.won, Given()), "lost": (close.lost, Given(lost_kind=LostKind.PRICE))}.get(
        stands, (None, Given())
    )
    if act is not None:
        act(seller.town.bot.ledger, by, seller.town.deal_nos(name)[0], given=given)
    return name


def _under(seller: Newcomer, field: str) -> str:
    """What stands under a field when the form opens."""
    hints = {block["block_id"]: block.get("hint") or {} for block in seller.form()["blocks"] if "block_id" in block}
    return hints[field].get("text", "").replace("\u00a0", " ")


@each_row(("language", "stands", "line", "where", "said", "kept"), ROWS)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    seller: Newcomer, language: str, stands: str, line: str, where: str, said: str, kept: str
) -> None:
    seller.town.clear_screens()
    seller.reads(language)
    name = _deal(seller, stands)
    before = seller.town.changes()

    told = seller.type(f"/deal {line.format(name=name)}")

    if where == "answer":
        assert said in told
        assert not seller.has_form()
        assert seller.town.changes() == before
        return
    filled = list(seller.filled().values())
    assert not kept or kept in filled, filled
    shown = plain(seller.form()) + str(filled) if where == "form" else _under(seller, where)
    if said not in shown:
        answered = seller.fill()
        shown = plain(seller.form()) if where == "form" else answered["errors"][where].replace("\u00a0", " ")
    assert said in shown, shown
    assert seller.town.changes() == before
