"""The names of a deal, its customer's and its own, as columns to add to any query of deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause

from pipeline.customers.tables import customer
from pipeline.deals.tables import deal
from pipeline.storage import schema

_customer_name = schema.name.alias("customer_name")
_deal_name = schema.name.alias("deal_name")
CUSTOMER, NAME = _customer_name.c.text.label("customer"), _deal_name.c.text.label("deal_name")


@dataclass(frozen=True, slots=True)
class DealName:
    """What a deal is called; `name` equals `customer` where the deal has no name of its own."""

    customer: str
    name: str

    @classmethod
    def of(cls, row: Any) -> DealName:
        """The names from a row that has the columns CUSTOMER and NAME. An erased name is empty."""
        return cls(row.customer or "", row.deal_name or "")


def with_names(deals: FromClause) -> FromClause:
    """The given table of deals joined with the tables from which CUSTOMER and NAME are read."""
    return (
        deals.join(
            customer, (customer.c.workspace_no == deal.c.workspace_no) & (customer.c.customer_no == deal.c.customer_no)
        )
        .join(
            _customer_name,
            (_customer_name.c.workspace_no == deal.c.workspace_no) & (_customer_name.c.no == customer.c.name),
        )
        .join(_deal_name, (_deal_name.c.workspace_no == deal.c.workspace_no) & (_deal_name.c.no == deal.c.name))
    )
