"""What touches, needs and contacts are to the ledger: what they change, what an undo and a merge make of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pipeline.customers.contact_events import CONTACT, ContactAdded
from pipeline.customers.events import CUSTOMER, CustomerFact, CustomerFactSet
from pipeline.deals import merging
from pipeline.deals.events import DEAL
from pipeline.deals.touch_events import Means, NeedAdded, NeedEnded, Touched, TouchOutcome
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.queries.changes_by_others import changes_by_others
from pipeline.storage import schema
from tests.pipeline.team import ANNA, LEENA, Team


def _touch(team: Team, deal_no: int, outcome: TouchOutcome, *, hours_ago: float = 0, who: int = ANNA) -> int:
    """Append a touch; its change."""
    change = team.last_event + 1
    happened = team.clock.now() - timedelta(hours=hours_ago)

    def decide(work: UnitOfWork) -> None:
        work.append(
            Touched(means=Means.CALL, outcome=outcome), deal_no, work.head_of((DEAL, deal_no)), happened_at=happened
        )

    team.do(decide, who, via=Via.COMMAND)
    return change


def _need(team: Team, deal_no: int, text: str, who: int = ANNA) -> int:
    """Append a need; the number of its text."""
    given: list[int] = []

    def decide(work: UnitOfWork) -> None:
        given.append(work.text(schema.words, DEAL, deal_no, text))
        work.append(NeedAdded(need=given[0]), deal_no, work.head_of((DEAL, deal_no)))

    team.do(decide, who, via=Via.COMMAND)
    return given[0]


def _needs(team: Team, deal_no: int) -> list[int]:
    rows = team.ask("SELECT need FROM need WHERE workspace_no = :w AND deal_no = :deal ORDER BY need", deal=deal_no)
    return [row.need for row in rows]


def _card(team: Team, deal_no: int) -> int:
    return team.ask("SELECT wanted FROM card WHERE workspace_no = :w AND deal_no = :deal", deal=deal_no)[0].wanted


def test_reaching_the_customer_sets_both_dates_and_a_try_only_ours(team: Team) -> None:
    deal = team.new()
    _touch(team, deal, TouchOutcome.REACHED)
    reached = team.there(deal)
    team.clock.move_by(timedelta(hours=3))
    _touch(team, deal, TouchOutcome.NO_ANSWER)
    tried = team.there(deal)

    assert reached.last_in == reached.last_out is not None
    assert tried.last_in == reached.last_in
    assert tried.last_out == reached.last_out + timedelta(hours=3)  # type: ignore[operator]
    assert team.is_sound()


def test_an_older_touch_moves_no_newer_date_back_and_an_undo_brings_the_older_one(team: Team) -> None:
    deal = team.new()
    team.clock.move_by(timedelta(days=2))
    newest = _touch(team, deal, TouchOutcome.THEY_CONTACTED)
    newer = team.there(deal).last_in
    _touch(team, deal, TouchOutcome.REACHED, hours_ago=30)

    assert team.there(deal).last_in == newer
    team.undo(newest)
    assert team.there(deal).last_in == team.there(deal).last_out == team.clock.now() - timedelta(hours=30)
    assert team.count("touch") == 1
    assert team.is_sound()


def test_a_need_that_ended_is_there_again_after_undo(team: Team) -> None:
    deal = team.new()
    need = _need(team, deal, "seisokki heinäkuussa")
    team.do(lambda work: work.append(NeedEnded(need=need), deal, work.head_of((DEAL, deal))), ANNA, via=Via.COMMAND)
    assert _needs(team, deal) == []

    team.undo()

    assert _needs(team, deal) == [need]
    assert team.is_sound()


def test_a_standing_card_shows_a_need_and_that_it_was_taken_back(team: Team) -> None:
    deal = team.new()
    before = _card(team, deal)
    _need(team, deal, "kylmä halli")
    with_need = _card(team, deal)
    team.undo()

    assert before < with_need < _card(team, deal)


def test_an_owner_is_told_of_a_need_that_another_wrote_down_unless_it_was_taken_back(team: Team) -> None:
    deal = team.new()
    since = team.last_event + 1
    need = _need(team, deal, "kylmä halli", LEENA)

    def told() -> list[Any]:
        with team.ledger.read_session(team.by(None)) as session:
            return [each.added for each in changes_by_others(session, ANNA, since)]

    assert team.count("outbox") == 1
    assert told() == [(NeedAdded(need=need),)]
    team.undo(since, LEENA)
    assert told() == []


def test_a_merge_moves_contacts_and_facts_that_lack_and_undo_parts_them(team: Team) -> None:
    stays, old = team.there(team.new("Acme Oyj")).customer_no, team.there(team.new("Akme Finland")).customer_no

    def know(work: UnitOfWork) -> None:
        value = work.text(schema.name, CUSTOMER, old, "acme.fi", folded="acme.fi")
        fact = CustomerFactSet(fact=CustomerFact.DOMAIN, value=value)
        work.append(fact, old, work.head_of((CUSTOMER, old)))
        no = work.take("contact_no")
        name = work.text(schema.name, CONTACT, no, "Maija Meikäläinen", folded="maija meikäläinen")
        work.append(ContactAdded(customer_no=old, name=name), no, None)

    team.do(know, ANNA, via=Via.COMMAND)
    merging.merge(team.ledger, team.by(), old, into=stays)

    assert team.ask("SELECT customer_no FROM contact WHERE workspace_no = :w")[0].customer_no == stays
    [given] = team.ask(
        "SELECT n.text FROM customer c JOIN name n ON n.workspace_no = c.workspace_no AND n.no = c.domain "
        "WHERE c.workspace_no = :w AND c.customer_no = :no",
        no=stays,
    )
    assert given.text == "acme.fi"
    assert team.is_sound()

    team.undo()

    assert team.ask("SELECT customer_no FROM contact WHERE workspace_no = :w")[0].customer_no == old
    asked = "SELECT domain FROM customer WHERE workspace_no = :w AND customer_no = :no"
    assert team.ask(asked, no=stays)[0].domain is None
    assert team.is_sound()
