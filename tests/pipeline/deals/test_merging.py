"""Two customers that are one: the deals move in one change, and undo brings both customers back whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from pipeline import errors, merge_errors
from pipeline.customers import customers
from pipeline.deals import doubles, edit, merging, needs, notes
from pipeline.deals.events import DEAL, Mistaken
from pipeline.deals.merging import MOST_MOVED
from pipeline.deals.tables import deal as deal_table
from pipeline.messages.change_notices import ChangeUndone, CustomersMerged, DoubleRemoved
from pipeline.queries import find
from pipeline.queries.deal_view import deal_view
from pipeline.storage.engine import Deadline
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, Team, told

COLUMNS = [each.name for each in deal_table.c if each.name not in ("workspace_no", "deal_no")]


def merge(team: Team, one: int, into: int, who: int = ANNA) -> CustomersMerged:
    """Merge the customers of two deals, or two customers by their numbers."""
    return told(merging.merge(team.ledger, team.by(who), one, into=into), CustomersMerged)


def customer_of(team: Team, deal_no: int) -> int:
    return team.there(deal_no).customer_no


def name_of(team: Team, deal_no: int) -> str:
    asked = "SELECT text FROM name WHERE workspace_no = :w AND no = :no"
    return team.ask(asked, no=team.there(deal_no).name)[0][0]


def found(team: Team, typed: str) -> list[int]:
    with team.ledger.read_session(team.by()) as session:
        return [each.deal_no for each in find.find(session, typed).lines]


def test_all_deals_of_the_customer_move_open_and_closed(team: Team) -> None:
    stays, old, closed = team.new("Acme Oyj"), team.new("Akme Finland"), team.new("Akme Finland", 5)
    team.lost(closed)

    merged = merge(team, customer_of(team, old), customer_of(team, stays))

    assert merged.count == 2
    assert {customer_of(team, each) for each in (stays, old, closed)} == {merged.into}
    assert name_of(team, old) == "Acme Oyj"
    assert team.is_sound()


def sure(team: Team, typed: str) -> set[int]:
    """The deals that these words surely mean."""
    with team.ledger.read_session(team.by()) as session:
        hits = find.which(session, typed)
    return {each.deal_no for each in hits.deals} if hits.is_sure else set()


def test_a_part_of_the_old_name_bent_or_with_a_slip_finds_the_survivors_deals(team: Team) -> None:
    stays, old = team.new("Beta Oy"), team.new("Raitajärven Konepaja Oy")
    other = team.new("Konepaja Kokkola")
    merged = merge(team, customer_of(team, old), customer_of(team, stays))

    for typed in ("raitajärvi", "raitajärvelle", "raitajarven", "raitajärben", "raitajärven konepajalle"):
        assert sure(team, typed) == {stays, old}, typed
        assert {stays, old} <= set(found(team, typed)), typed
    assert sure(team, "konepaja") == {stays, old, other}
    assert sure(team, "konepaja kokkola") == {other}
    assert sure(team, "raitajärven lakimies") == set()
    team.undo(merged.change)
    assert sure(team, "raitajärvi") == {old}


def test_a_deal_keeps_a_name_of_its_own(team: Team) -> None:
    stays, old = team.new("Acme Oyj"), team.new("Akme Finland")
    edit.edit(team.ledger, team.by(), old, edit.Edit(name="Lifts"))

    merge(team, customer_of(team, old), customer_of(team, stays))

    assert name_of(team, old) == "Lifts"


def test_the_old_name_finds_the_survivor_and_its_deals(team: Team) -> None:
    stays, old = team.new("Acme Oyj"), team.new("Wärtsilän Huolto")
    merged = merge(team, customer_of(team, old), customer_of(team, stays))

    later = team.new("wärtsilän huolto")

    assert customer_of(team, later) == merged.into
    assert sorted(found(team, "Wärtsilän huolto")) == [stays, old, later]
    assert sorted(found(team, "wärtsilän huollolle")) == [stays, old, later]


def test_undo_parts_them_and_deals_opened_since_stay(team: Team) -> None:
    stays, old = team.new("Acme Oyj"), team.new("Akme Finland")
    before = team.there(old)
    merged = merge(team, before.customer_no, customer_of(team, stays))
    later = team.new("Akme Finland")

    undone = team.undo(merged.change)

    assert (undone.customer, undone.into) == (before.customer_no, merged.into)
    assert replace(team.there(old), last_no=before.last_no) == before
    assert customer_of(team, later) == merged.into
    assert sorted(found(team, "Akme Finland")) == [old, later]  # the later one is called so itself
    assert team.is_sound()


def test_of_two_merges_the_last_is_undone_first(team: Team) -> None:
    a, b, c = (customer_of(team, team.new(name)) for name in ("Aallotar", "Bemböle", "Cygnaeus"))
    first, second = merge(team, a, b), merge(team, b, c)

    assert second.count == 2
    with pytest.raises(errors.ChangedSince):
        team.undo(first.change)
    team.undo(second.change)
    team.undo(first.change)

    assert [customer_of(team, deal) for deal in (1, 2, 3)] == [a, b, c]
    assert team.is_sound()


def test_a_merge_is_not_redone_after_the_opposite_one(team: Team) -> None:
    a, b = (customer_of(team, team.new(name)) for name in ("Aallotar", "Bemböle"))
    undone = team.undo(merge(team, a, b).change)
    merge(team, b, a)

    with pytest.raises(errors.CannotUndo):
        team.undo(undone.change)

    assert team.is_sound()


def test_customers_that_are_one_already_are_refused(team: Team) -> None:
    a, b, c = (customer_of(team, team.new(name)) for name in ("Aallotar", "Bemböle", "Cygnaeus"))
    merge(team, a, b)

    for one, into, refusal in (
        (b, b, merge_errors.OneCustomer),
        (a, c, merge_errors.MergedAlready),
        (c, a, merge_errors.MergedAlready),
        (c, 99, merge_errors.CustomerGone),
    ):
        with pytest.raises(refusal):
            merge(team, one, into)


def test_a_seller_merges_only_a_customer_without_open_deals_of_others(team: Team) -> None:
    mine, theirs = team.new("Acme Oyj"), team.new("Akme Finland", who=BERTIL)
    one, into = customer_of(team, theirs), customer_of(team, mine)

    with pytest.raises(merge_errors.MergeNotAllowed) as refused:
        merge(team, one, into)
    assert refused.value.who == BERTIL

    team.lost(theirs, who=BERTIL)
    merged = merge(team, one, into)
    assert team.undo(merged.change).customer == one  # although the closed deal is another's


@pytest.mark.parametrize("who", [LEENA, AATU])
def test_a_lead_and_an_admin_merge_any_and_undo_it(team: Team, who: int) -> None:
    one, into = customer_of(team, team.new("Akme")), customer_of(team, team.new("Bemböle"))

    merged = merge(team, one, into, who)
    undone: ChangeUndone = team.undo(merged.change, who)

    assert undone.customer == one


def test_more_deals_than_one_merge_moves_are_refused(team: Team) -> None:
    into = customer_of(team, team.new("Acme Oyj"))
    one = customer_of(team, team.new("Akme"))
    with team.ledger.storage.write(Deadline.after(30)) as connection:
        kept = "deal_no, " + ", ".join(COLUMNS)
        connection.execute(
            text(
                f"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST_MOVED + 10})"
                f" INSERT INTO deal (workspace_no, {kept})"
                f" SELECT workspace_no, n.i, {', '.join(COLUMNS)} FROM deal, n WHERE workspace_no = :w AND deal_no = 2"
            ),
            {"w": team.workspace_no},
        )

    with pytest.raises(merge_errors.TooManyDeals):
        merge(team, one, into)


def test_a_customer_without_deals_is_merged(team: Team) -> None:
    into = customer_of(team, team.new("Acme Oyj"))
    team.do(lambda work: customers.add(work, "Akme"), ANNA)

    assert merge(team, into + 1, into).count == 0
    assert team.is_sound()


# --- Deals that repeat one --------------------------------------------------------------------------------------------


def notes_of(team: Team, deal_no: int) -> list[str]:
    with team.ledger.read_session(team.by()) as session:
        return [each.text for each in deal_view(session, deal_no).notes]


def test_a_double_goes_and_the_older_deal_gets_its_notes(team: Team) -> None:
    older, newer = team.new("Acme Oy", 9, who=BERTIL), team.new("Acme Oy", 9)
    notes.keep(team.ledger, team.by(), newer, "they called")

    removed = told(doubles.remove_double(team.ledger, team.by(), newer, older=older), DoubleRemoved)

    assert team.deal(newer) is None
    assert [each.data.duplicate_of for each in team.history((DEAL, newer)) if isinstance(each.data, Mistaken)] == [
        older
    ]
    assert notes_of(team, older) == ["they called"]
    team.undo(removed.change)  # although the older deal is another's
    assert team.there(newer).amount == team.there(older).amount
    assert notes_of(team, older) == []
    assert team.is_sound()


def test_the_needs_of_a_double_move_and_those_without_room_become_notes(team: Team) -> None:
    older, newer = team.new("Acme Oy"), team.new("Acme Oy")
    for deal, what in [(older, "crane"), (older, "July"), (newer, "Crane"), (newer, "spare parts"), (newer, "a key")]:
        needs.add(team.ledger, team.by(), deal, what)

    removed = told(doubles.remove_double(team.ledger, team.by(), newer, older=older), DoubleRemoved)

    with team.ledger.read_session(team.by()) as session:
        assert [each.text for each in needs.needs_of(session, older)] == ["crane", "July", "spare parts"]
    assert notes_of(team, older) == ["a key"]
    team.undo(removed.change)
    with team.ledger.read_session(team.by()) as session:
        assert [each.text for each in needs.needs_of(session, older)] == ["crane", "July"]
    assert team.is_sound()


def test_a_deal_of_another_customer_is_no_double(team: Team) -> None:
    older, newer, theirs = team.new("Acme Oy"), team.new("Beta Oy"), team.new("Acme Oy", who=BERTIL)

    with pytest.raises(merge_errors.OtherCustomer):
        doubles.remove_double(team.ledger, team.by(), newer, older=older)
    with pytest.raises(errors.NotAllowed):
        doubles.remove_double(team.ledger, team.by(), theirs, older=older)
