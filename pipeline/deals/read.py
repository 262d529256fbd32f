"""Deals and stays read by their numbers, as they are."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from pipeline.deals.projection import DealState, StayState, deal_from_row, stay_from_row
from pipeline.deals.tables import deal, stay

_DEAL = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no == bindparam("deal_no"))
_DEALS = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_STAY = select(stay).where(
    stay.c.workspace_no == bindparam("w"), stay.c.deal_no == bindparam("deal_no"), stay.c.no == bindparam("no")
)


def deals_by_no(connection: Connection, workspace_no: int, nos: Collection[int]) -> dict[int, DealState]:
    """Deals as they are, by number; those that are not there are left out."""
    found = connection.execute(_DEALS, {"w": workspace_no, "nos": sorted(nos)})
    return {row.deal_no: deal_from_row(row) for row in found}


def deal_by_no(connection: Connection, workspace_no: int, deal_no: int) -> DealState | None:
    """A deal as it is, or None."""
    row = connection.execute(_DEAL, {"w": workspace_no, "deal_no": deal_no}).first()
    return deal_from_row(row) if row is not None else None


def stay_by_no(connection: Connection, workspace_no: int, deal_no: int, no: int) -> StayState | None:
    """One stay of a deal, or None."""
    row = connection.execute(_STAY, {"w": workspace_no, "deal_no": deal_no, "no": no}).first()
    return stay_from_row(row) if row is not None else None
