"""Why two customers were not merged."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import DealRefused, PersonNamed, Refused


@dataclass(kw_only=True, eq=False)
class CustomerRefused(Refused):
    """A refusal about one customer, by its number."""

    customer: int


class OneCustomer(CustomerRefused):
    """Both customers that were to be merged are this one."""

    key = "one_customer"


@dataclass(kw_only=True, eq=False)
class MergedAlready(CustomerRefused):
    """The customer was merged into another one before: `into`."""

    key = "merged_already"
    into: int


class CustomerGone(Refused):
    """A customer that was chosen is there no more: what added it was undone."""

    key = "customer_gone"


@dataclass(kw_only=True, eq=False)
class MergeNotAllowed(CustomerRefused, PersonNamed):
    """The customer has open deals that the actor may not change; `who` may merge it, or whoever has the `role`."""

    key = "merge_not_allowed"
    role: str | None = None


@dataclass(kw_only=True, eq=False)
class TooManyDeals(CustomerRefused):
    """The customer has more than `limit` deals."""

    key = "too_many_deals"
    limit: int


class OtherCustomer(DealRefused):
    """The deal was to be taken away as the double of one that is another customer's."""

    key = "other_customer"


@dataclass(kw_only=True, eq=False)
class DoubleAsked(DealRefused):
    """Two deals of one customer were named: is `deal` to go, as the double of `older`?"""

    key = "double_asked"
    older: int
