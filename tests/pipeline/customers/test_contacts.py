"""Contacts and facts of customers: found again, put right, taken back whole, and told by what was done to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline import customer_errors, errors
from pipeline.customers import contacts, facts
from pipeline.customers.contact_list import Contact, contacts_of
from pipeline.customers.contacts import ContactGiven
from pipeline.customers.events import CustomerFact
from pipeline.deals import merging, open
from pipeline.ledger.outcome import Committed, Unchanged
from pipeline.messages.change_notices import DealCreated
from pipeline.messages.customer_notices import ContactSaved, CustomerAct, CustomerChanged
from pipeline.queries.customer_history import customer_history
from pipeline.queries.customer_page import customer_page
from tests.pipeline.team import AATU, ANNA, BERTIL, Team, told

MAIJA = ContactGiven("Maija Meikäläinen", "buyer", "+358401234567", "Maija@acme.fi")
ID = {CustomerFact.BUSINESS_ID: "0112038-9"}


def _there(team: Team, customer_no: int = 1) -> tuple[Contact, ...]:
    with team.ledger.read_session(team.by()) as session:
        return contacts_of(session, customer_no)


def _added(team: Team, given: ContactGiven = MAIJA, customer_no: int = 1, who: int = ANNA) -> ContactSaved:
    return told(contacts.add(team.ledger, team.by(who), customer_no, given), ContactSaved)


def test_a_contact_is_kept_with_its_texts_and_an_address_in_small_letters(team: Team) -> None:
    team.new("Acme")
    _added(team)

    (it,) = _there(team)
    assert (it.name, it.role, it.phone, it.email) == ("Maija Meikäläinen", "buyer", "+358401234567", "maija@acme.fi")
    assert team.is_sound()


def test_the_same_contact_again_changes_nothing(team: Team) -> None:
    team.new("Acme")
    _added(team)

    again = contacts.add(team.ledger, team.by(BERTIL), 1, ContactGiven("maija meikäläinen", phone="+358401234567"))
    assert isinstance(again, Unchanged)
    assert len(_there(team)) == 1


def test_what_is_new_of_a_known_contact_is_added_and_the_rest_stays(team: Team) -> None:
    team.new("Acme")
    _added(team)

    saved = _added(team, ContactGiven("Maija Meikäläinen", phone="+358509998888"))
    assert (saved.act, saved.fields) == (CustomerAct.CHANGED.value, ("phone",))
    (it,) = _there(team)
    assert (it.phone, it.role) == ("+358509998888", "buyer")


def test_an_address_is_one_contacts_alone(team: Team) -> None:
    team.new("Acme")
    _added(team)

    with pytest.raises(customer_errors.EmailTaken):
        _added(team, ContactGiven("Pekka Virtanen", email="maija@acme.fi"))
    with pytest.raises(customer_errors.ContactNameless):
        _added(team, ContactGiven(" "))


def test_who_left_is_back_when_added_again(team: Team) -> None:
    team.new("Acme")
    no = _added(team).contact
    told(contacts.leave(team.ledger, team.by(), no), ContactSaved)
    assert _there(team)[0].has_left

    assert _added(team).act == CustomerAct.BACK.value
    assert not _there(team)[0].has_left


def test_each_change_of_a_contact_is_undone_by_whoever_made_it_and_told_by_what_it_was(team: Team) -> None:
    team.new("Acme")
    added = _added(team)
    changed = told(contacts.change(team.ledger, team.by(), added.contact, ContactGiven("Maija Virta")), ContactSaved)
    left = told(contacts.leave(team.ledger, team.by(), added.contact), ContactSaved)

    with pytest.raises(errors.NothingToUndo):
        team.undo(left.change, BERTIL)
    for saved, act in ((left, "left"), (changed, "changed"), (added, "added")):
        undone = team.undo(saved.change)
        assert (undone.act, undone.of_customer) == (act, 1)
        assert team.is_sound()
    assert _there(team) == ()


def test_contacts_and_facts_follow_a_merge_and_come_back(team: Team) -> None:
    team.new("Acme")
    team.new("Beta")
    _added(team, customer_no=2)
    told(facts.set_facts(team.ledger, team.by(), 2, ID), CustomerChanged)
    merged = merging.merge(team.ledger, team.by(), 2, into=1)
    assert isinstance(merged, Committed)

    with team.ledger.read_session(team.by()) as session:
        page = customer_page(session, 2)
        assert (page.customer_no, page.business_id, len(page.contacts)) == (1, "0112038-9", 1)
        assert facts.customer_by_id(session, "FI01120389") == 1
    team.undo(merged.notice.made_by if merged.notice is not None else None)
    assert len(_there(team, 2)) == 1
    assert team.is_sound()


def test_a_fact_is_one_customers_alone_and_its_undo_frees_it(team: Team) -> None:
    team.new("Acme")
    team.new("Beta")
    set_first = told(facts.set_facts(team.ledger, team.by(), 1, ID), CustomerChanged)

    with pytest.raises(customer_errors.BusinessIdTaken):
        facts.set_facts(team.ledger, team.by(), 2, {CustomerFact.BUSINESS_ID: "112038-9"})
    assert isinstance(facts.set_facts(team.ledger, team.by(), 1, {CustomerFact.BUSINESS_ID: "FI01120389"}), Unchanged)
    assert team.undo(set_first.change).act == CustomerAct.FACTS.value
    told(facts.set_facts(team.ledger, team.by(), 2, ID), CustomerChanged)


@pytest.mark.parametrize("text", ["0112038-9", "acme.fi", "x@mail.acme.fi", "maija@gmail.com", "https://www.acme.fi"])
def test_a_deal_of_a_known_id_or_address_is_that_customers(team: Team, text: str) -> None:
    team.new("Acme")
    facts.set_facts(team.ledger, team.by(), 1, {**ID, CustomerFact.DOMAIN: "acme.fi"})
    _added(team, ContactGiven("Maija", email="maija@gmail.com"))

    created = told(open.new(team.ledger, team.by(BERTIL), open.NewDeal(text)), DealCreated)
    assert created.is_recognised
    deal = team.deal(created.deal)
    assert deal is not None
    assert deal.customer_no == 1


def test_the_history_undoes_no_more_than_it_says(team: Team) -> None:
    told(open.new(team.ledger, team.by(), open.NewDeal("Acme", business_id="0112038-9")), DealCreated)
    team.new("Beta")
    _added(team)
    _added(team, ContactGiven("Pekka", phone="+358501234567"), customer_no=2)
    merging.merge(team.ledger, team.by(), 2, into=1)

    with team.ledger.read_session(team.by()) as session:
        shown = customer_history(session, 1)
    told_of = [(each.did.act, each.contact, each.can_undo) for each in shown.changes]
    assert told_of == [
        (CustomerAct.ADDED, "Pekka", False),  # moved since, by the merge
        (CustomerAct.ADDED, "Maija Meikäläinen", True),
        (CustomerAct.FACTS, "", False),  # its undo would take the deal away, too
    ]


def test_a_deal_with_another_id_than_its_customer_has_is_refused(team: Team) -> None:
    team.new("Acme")
    facts.set_facts(team.ledger, team.by(), 1, ID)

    with pytest.raises(customer_errors.BusinessIdOther):
        open.new(team.ledger, team.by(), open.NewDeal("Acme", business_id="1572860-0"))
    team.clock.move_by(timedelta(minutes=5))
    told(open.new(team.ledger, team.by(AATU), open.NewDeal("Beta", business_id="1572860-0")), DealCreated)
    assert team.is_sound()
