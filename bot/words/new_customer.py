"""What the line of a new deal says of its customer beside the name: a business id, or an address of a known one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.fact_line import addresses_in, with_business_id
from pipeline.customer_errors import BusinessIdWrong
from pipeline.customers import fact_values
from pipeline.customers.facts import customer_by_address, customer_by_id
from pipeline.customers.known import names_of
from pipeline.deals.sight import customers_seen
from pipeline.ledger.read_session import ReadSession


@dataclass(frozen=True, slots=True)
class LineOfCustomer:
    """A new deal's line without what told its customer.

    `known` is the name of the customer that has the business id or the address `told`; an address of a person goes into
    the `note`. A `business_id` is one that no customer has.
    """

    rest: str
    known: str = ""
    told: str = ""
    note: str = ""
    business_id: str = ""


def read_customer(session: ReadSession, rest: str) -> LineOfCustomer:
    """Return what the line says of the customer; the whole line where it says nothing but perhaps its name."""
    found = with_business_id(rest)
    if found.business_id:
        if (no := _seen(session, customer_by_id(session, found.business_id))) is not None:
            return _known(session, no, found.rest, found.business_id)
        if found.is_labelled or _is_right(found.business_id):
            return LineOfCustomer(found.rest, business_id=found.business_id)
    for address in addresses_in(rest):
        if (no := _seen(session, customer_by_address(session, address))) is not None:
            without = rest.replace(address, " ", 1)
            return _known(session, no, without, address, note=address if "@" in address else "")
    return LineOfCustomer(rest)


def _seen(session: ReadSession, no: int | None) -> int | None:
    """The customer, if the person may know of it."""
    return no if no is not None and customers_seen(session, [no]) else None


def _known(session: ReadSession, no: int, rest: str, told: str, note: str = "") -> LineOfCustomer:
    name = names_of(session, [no]).get(no, "")
    bare = rest.strip(" ,;")
    return LineOfCustomer(bare if _begins_with_words(rest) else f"{name}, {bare}".strip(" ,"), name, told, note)


def _begins_with_words(rest: str) -> bool:
    """Whether words that may be a name stand before the first separator: ", 12 500 €" has none."""
    first = rest.lstrip().split(",")[0]
    return not rest.lstrip().startswith((",", ";")) and any(letter.isalpha() for letter in first)


def _is_right(text: str) -> bool:
    try:
        return bool(fact_values.business_id(text))
    except BusinessIdWrong:
        return False
