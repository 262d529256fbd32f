"""What was changed of a customer itself and of its contacts, the newest first, and what this reader could undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.customer_errors import CustomerNotThere
from pipeline.customers.contact_events import CONTACT, ContactMoved
from pipeline.customers.contact_list import contacts_of, survivor, texts_of
from pipeline.customers.events import CUSTOMER, CustomerAdded, CustomerMerged
from pipeline.customers.known import names_of
from pipeline.customers.undone import OfCustomer, undone_of_customer
from pipeline.deals.sight import customers_seen
from pipeline.deals.undo import undoable
from pipeline.ledger.event_store import changes_of, histories
from pipeline.ledger.events import Event, Key, Via
from pipeline.ledger.fold import in_force
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries.names import member_names

MOST = 10  # changes that are shown


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """One change that is in force: what it did, the name of the contact, whose it was, and when.

    `can_undo`: the reader may take it back.
    """

    change_no: int
    did: OfCustomer
    contact: str
    who: int | None
    who_name: str
    at: datetime
    can_undo: bool


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """The newest changes of a customer's contacts and facts, of `total`."""

    customer_no: int
    name: str
    total: int
    changes: tuple[CustomerChange, ...]


def customer_history(session: ReadSession, customer_no: int) -> CustomerHistory:
    """Return the newest changes in force. Raises CustomerNotThere, and NotAllowed for who may not see deals."""
    require(session.connection, session.by, Act.SEE)
    no = survivor(session, customer_no)
    if not customers_seen(session, [no]):
        raise CustomerNotThere
    keys = [(CUSTOMER, no), *((CONTACT, each.contact_no) for each in contacts_of(session, no))]
    events = histories(session, keys)
    made = _made(events)
    told = [(change, did) for change in sorted(made, reverse=True) if (did := _did(made[change], events)) is not None]
    shown = told[:MOST]
    firsts = {change: made[change][0] for change, _did in shown}
    own = undoable(session, [no for no, whole in changes_of(session, list(firsts)).items() if _is_of_customer(whole)])
    who = {each.member_no for each in firsts.values() if each.member_no is not None}
    people = member_names(session.connection, session.by.workspace_no, who)
    called = texts_of(session, {did.contact for _change, did in shown if did.contact is not None})
    changes = tuple(
        CustomerChange(
            change_no=change,
            did=did,
            contact=called.get(did.contact or 0, ""),
            who=firsts[change].member_no,
            who_name=people.get(firsts[change].member_no or 0, ""),
            at=firsts[change].recorded_at,
            can_undo=change in own,
        )
        for change, did in shown
    )
    return CustomerHistory(no, names_of(session, [no]).get(no, ""), len(told), changes)


def _made(events: Mapping[Key, Sequence[Event]]) -> dict[int, list[Event]]:
    """The events in force that are no voids, by their change."""
    made: dict[int, list[Event]] = {}
    for history in events.values():
        there = in_force(history)
        for each in history:
            if each.voids is None and each.no in there and not isinstance(each.data, ContactMoved):
                made.setdefault(each.change_no, []).append(each)
    return made


def _is_of_customer(whole: Sequence[Event]) -> bool:
    """Whether a change did nothing else, so that it may be undone from here: no merge, and no deal that was opened."""
    return all(
        each.subject in (CUSTOMER, CONTACT)
        and not isinstance(each.data, (CustomerMerged, CustomerAdded))
        and each.via not in (Via.IMPORT, Via.SYSTEM)
        for each in whole
    )


def _did(events: list[Event], all_events: Mapping[Key, Sequence[Event]]) -> OfCustomer | None:
    return undone_of_customer(sorted(events, key=lambda each: each.no), all_events)
