"""Contacts: a person of a customer is added, put right, or no longer there. Whoever may open deals may do it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline import customer_errors as errors
from pipeline.customers.contact_events import CONTACT, ContactAdded, ContactField, ContactLeft, ContactSet
from pipeline.customers.contact_list import Contact, contact_of_no, contacts_of, survivor
from pipeline.customers.contact_projection import ContactState
from pipeline.customers.customers import clean, folded
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.customer_notices import ContactSaved, CustomerAct
from pipeline.people.access import Act, require
from pipeline.storage import schema

_SHOWN = tuple(ContactField)  # the fields in the order in which a change of them is told


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """A person as somebody gives them: the phone as E.164; an empty field says nothing."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""

    def cleaned(self) -> ContactGiven:
        """Return it as it is kept. Raises ContactNameless and TooLong."""
        if not self.name.strip():
            raise errors.ContactNameless
        role, phone, email = (clean(each) if each.strip() else "" for each in (self.role, self.phone, self.email))
        return ContactGiven(clean(self.name), role, phone, email.casefold())

    def value(self, field: ContactField) -> str:
        """Return what is given of a field."""
        return str(getattr(self, field.value))


def add(ledger: Ledger, by: By, customer_no: int, given: ContactGiven) -> CommitOutcome:
    """Add a contact to a customer. One of the same name is that contact: it gets what it lacks, and what is new.

    Raises ContactNameless, TooLong, CustomerNotThere, and EmailTaken where another contact has the address.
    """

    def decide(work: UnitOfWork) -> ContactSaved:
        require(work.connection, by, Act.OPEN)
        new, whose = given.cleaned(), survivor(work, customer_no)
        there = contacts_of(work, whose)
        same = next((each for each in there if folded(each.name) == folded(new.name)), None)
        _require_own_email(whose, new, same, there)
        return _added(work, whose, new) if same is None else _changed(work, same, new, keeps_empty=True)

    return ledger.commit(by, decide)


def change(ledger: Ledger, by: By, contact_no: int, given: ContactGiven, *, has_left: bool = False) -> CommitOutcome:
    """Let a contact be as given: a field that is empty is taken off. With `has_left` it is no longer there to reach.

    Raises ContactGone, ContactNameless, TooLong, and EmailTaken where another contact has the address.
    """

    def decide(work: UnitOfWork) -> ContactSaved:
        require(work.connection, by, Act.OPEN)
        new, it = given.cleaned(), _there(work, contact_no)
        _require_own_email(it.customer_no, new, it, contacts_of(work, it.customer_no))
        said = _changed(work, it, new, keeps_empty=False)
        if not has_left or it.has_left:
            return said
        work.append(ContactLeft(left=True), contact_no, work.head_of((CONTACT, contact_no)) or it.state)
        return replace(said, act=CustomerAct.LEFT.value, change=work.change_no)

    return ledger.commit(by, decide)


def leave(ledger: Ledger, by: By, contact_no: int) -> CommitOutcome:
    """Say that a contact is no longer there to reach: the person stays in the history. Raises ContactGone."""

    def decide(work: UnitOfWork) -> ContactSaved:
        require(work.connection, by, Act.OPEN)
        it = _there(work, contact_no)
        if it.has_left:
            return _said(it.state, CustomerAct.LEFT, None)
        work.append(ContactLeft(left=True), contact_no, it.state)
        return _said(it.state, CustomerAct.LEFT, work.change_no)

    return ledger.commit(by, decide)


def _there(work: UnitOfWork, contact_no: int) -> Contact:
    if (it := contact_of_no(work, contact_no)) is None:
        raise errors.ContactGone
    return it


def _require_own_email(customer_no: int, new: ContactGiven, it: Contact | None, there: tuple[Contact, ...]) -> None:
    """Refuse an e-mail address that is another contact's of the customer."""
    for each in there:
        is_other = it is None or each.contact_no != it.contact_no
        if new.email and is_other and not each.has_left and each.email == new.email:
            raise errors.EmailTaken(customer=customer_no, text=new.email)


def _added(work: UnitOfWork, customer_no: int, new: ContactGiven) -> ContactSaved:
    no = work.take("contact_no")
    texts = {field: _text(work, no, new.value(field)) for field in ContactField if new.value(field)}
    work.append(
        ContactAdded(
            customer_no=customer_no,
            name=texts[ContactField.NAME],
            role=texts.get(ContactField.ROLE),
            phone=texts.get(ContactField.PHONE),
            email=texts.get(ContactField.EMAIL),
        ),
        no,
        None,
    )
    return ContactSaved(
        customer=customer_no,
        contact=no,
        name=texts[ContactField.NAME],
        act=CustomerAct.ADDED.value,
        change=work.change_no,
        fields=tuple(field.value for field in texts),
        was=(0,) * len(texts),
        now=tuple(texts.values()),
    )


def _changed(work: UnitOfWork, it: Contact, new: ContactGiven, *, keeps_empty: bool) -> ContactSaved:
    """Set what differs; with `keeps_empty` what is not given stays. Who had left is there again."""
    state, fields, was, now = it.state, list[str](), list[int](), list[int]()
    for field in _SHOWN:
        value, old = new.value(field), getattr(it, field.value)
        if value == old or (keeps_empty and (not value or field is ContactField.NAME)):
            continue
        no = _text(work, it.contact_no, value) if value else None
        fields.append(field.value)
        was.append(getattr(state, field.value) or 0)
        now.append(no or 0)
        state = _state(work.append(ContactSet(field=field, value=no), it.contact_no, state)[1])
    act = CustomerAct.CHANGED
    if it.has_left and keeps_empty:
        act, state = CustomerAct.BACK, _state(work.append(ContactLeft(left=False), it.contact_no, state)[1])
    is_changed = bool(fields) or act is CustomerAct.BACK
    said = _said(state, act, work.change_no if is_changed else None)
    return replace(said, fields=tuple(fields), was=tuple(was), now=tuple(now))


def _said(state: ContactState, act: CustomerAct, change: int | None) -> ContactSaved:
    return ContactSaved(
        customer=state.customer_no, contact=state.contact_no, name=state.name, act=act.value, change=change
    )


def _state(head: object) -> ContactState:
    assert isinstance(head, ContactState)
    return head


def _text(work: UnitOfWork, contact_no: int, text: str) -> int:
    return work.text(schema.name, CONTACT, contact_no, text, folded=folded(text))
