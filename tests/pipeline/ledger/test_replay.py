"""Verify finds whatever is not what the ledger says, and only that; what was known, and what was true, at a moment."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from pipeline.customers import customers
from pipeline.deals import open
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL, AmountSet, Opened, Won
from pipeline.deals.open import NewDeal
from pipeline.deals.projection import DEALS, DealState, StayState, stay_from_row
from pipeline.ledger import replay
from pipeline.ledger.events import Via
from pipeline.ledger.fold import fold, known_at, true_at
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.ledger.verify import verify
from pipeline.people import settings
from pipeline.storage import schema
from pipeline.storage.engine import Deadline
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import AATU, ANNA, CONTACT, FIRST, OFFER, PIPELINE, SALE, Team, change_of, euros

STORY = (
    "2.3. new Acme 12 500 · 3.3. → · 4.3. → Tarjous · 5.3. undo · 6.3. step call 20.3. · 9.3. new Beta · 10.3. lost no"
)

NEEDED = "customer_no, name, owner, pipeline_no, stage_no, state, stay, stay_at, opened_at, currency, last_no"
TAMPERED = {
    "deal: another amount": ("UPDATE deal SET amount = 1 WHERE workspace_no = :w AND deal_no = 1", "deal"),
    "deal: gone": ("DELETE FROM deal WHERE workspace_no = :w AND deal_no = 2", "deal"),
    "deal: one that nobody opened": (
        f"INSERT INTO deal (workspace_no, deal_no, {NEEDED}) SELECT workspace_no, 99, {NEEDED} FROM deal"
        " WHERE workspace_no = :w AND deal_no = 1",
        "deal",
    ),
    "deal: an older last event": ("UPDATE deal SET last_no = 1 WHERE workspace_no = :w AND deal_no = 1", "deal"),
    "stay: not ended": ("UPDATE stay SET ended_no = NULL WHERE workspace_no = :w AND deal_no = 2", "stay"),
    "stay: gone": ("DELETE FROM stay WHERE workspace_no = :w AND deal_no = 1", "stay"),
    "stage": ("UPDATE stage SET limit_days = 1 WHERE workspace_no = :w AND stage_no = 1", "stage"),
    "customer": ("UPDATE customer SET name = 1 WHERE workspace_no = :w AND customer_no = 2", "customer"),
    "member": ("UPDATE member SET leads = '7' WHERE workspace_no = :w AND member_no = 2", "member"),
    "setting: another value": ("UPDATE setting SET value = '\"SE\"' WHERE workspace_no = :w", "setting"),
    "setting: gone": ("DELETE FROM setting WHERE workspace_no = :w", "setting"),
    "name": ("DELETE FROM name WHERE workspace_no = :w AND about = 'customer'", "name"),
    "name: found by another's": ("UPDATE name SET folded = 'x' WHERE workspace_no = :w AND about = 'customer'", "name"),
    "name: not found at all": (
        "UPDATE name SET folded = NULL WHERE workspace_no = :w AND about = 'customer'",
        "name",
    ),
    "words: a step": (
        "DELETE FROM words WHERE workspace_no = :w AND no IN (SELECT step FROM deal WHERE workspace_no = :w)",
        "words",
    ),
    "words: a reason": (
        "DELETE FROM words WHERE workspace_no = :w AND no IN (SELECT lost_reason FROM deal WHERE workspace_no = :w)",
        "words",
    ),
    "line: behind": ("UPDATE line SET event_no = event_no - 1 WHERE workspace_no = :w", "line"),
    "line: ahead, as after a gap": ("UPDATE line SET event_no = event_no + 1 WHERE workspace_no = :w", "line"),
    "line: a deal number to be given again": ("UPDATE line SET deal_no = 1 WHERE workspace_no = :w", "line"),
    "line: words": ("UPDATE line SET words_no = 1 WHERE workspace_no = :w", "line"),
    "line: rules that moved unseen": ("UPDATE line SET rules_no = 1 WHERE workspace_no = :w", "line"),
    "line: time": ("UPDATE line SET recorded_at = '2020-01-01 00:00:00.000000' WHERE workspace_no = :w", "line"),
    "event: gone": (
        "DELETE FROM event WHERE workspace_no = :w AND kind = 'lost'",
        "line",
    ),
    "event: earlier than the one before": (
        "UPDATE event SET recorded_at = '2020-01-01 00:00:00.000000', happened_at = '2020-01-01 00:00:00.000000'"
        " WHERE workspace_no = :w AND kind = 'step_set'",
        "event",
    ),
    "event: of a change that is no neighbour": (
        "UPDATE event SET change_no = 1 WHERE workspace_no = :w AND kind = 'lost'",
        "event",
    ),
    "event: another amount": (
        "UPDATE event SET data = replace(data, '1250000', '1350000') WHERE workspace_no = :w AND kind = 'opened'",
        "line",
    ),
    "event: a void of another subject's event": (
        "UPDATE event SET voids = 1 WHERE workspace_no = :w AND kind = 'voided'",
        "event",
    ),
}


@pytest.fixture
def lived_in(team: Team) -> Team:
    team.story(STORY)
    team.do(lambda work: settings.put(work, settings.WORKSPACE, {"country": "FI"}), AATU, Via.FORM)
    return team


def test_a_ledger_that_nobody_touched_verifies(lived_in: Team) -> None:
    assert lived_in.is_sound()


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_finds_what_was_tampered_with(lived_in: Team, what: str) -> None:
    statement, table = TAMPERED[what]
    storage, w = lived_in.ledger.storage, lived_in.workspace_no
    with storage.write(Deadline.after(5)) as connection:
        assert connection.execute(text(statement), {"w": w}).rowcount > 0
    found = verify(storage, SUBJECTS, w)
    assert table in {each.table for each in found}
    assert {each.workspace_no for each in found} == {w}


UNREADABLE = {
    "a kind that nobody knows": "UPDATE event SET kind = 'of_next_year' WHERE workspace_no = :w AND kind = 'lost'",
    "a newer version": "UPDATE event SET version = 99 WHERE workspace_no = :w AND kind = 'lost'",
    "data that is none": "UPDATE event SET data = '{' WHERE workspace_no = :w AND kind = 'lost'",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_event_that_cannot_be_read_is_one_difference_and_the_others_are_found(lived_in: Team, what: str) -> None:
    storage, w = lived_in.ledger.storage, lived_in.workspace_no
    with storage.write(Deadline.after(5)) as connection:
        assert connection.execute(text(UNREADABLE[what]), {"w": w}).rowcount == 1
        connection.execute(text("UPDATE deal SET amount = 1 WHERE workspace_no = :w AND deal_no = 1"), {"w": w})

    found = verify(storage, SUBJECTS, w)

    assert [(each.table, each.key) for each in found[1:]] == [("deal", "1"), ("line", "digest")]
    assert found[0].table == "event"
    assert found[0].kept["of"] == "deal 2"


def test_a_note_whose_words_are_gone_is_found(lived_in: Team) -> None:
    storage, w = lived_in.ledger.storage, lived_in.workspace_no

    open.new(lived_in.ledger, lived_in.by(), NewDeal("Gamma", note="They called back"))
    assert lived_in.is_sound()
    with storage.write(Deadline.after(5)) as connection:
        connection.execute(text("DELETE FROM words WHERE workspace_no = :w AND text = 'They called back'"), {"w": w})

    assert [each.table for each in verify(storage, SUBJECTS, w)] == ["words"]


def test_a_watch_that_is_outdated_is_not_wrong(lived_in: Team) -> None:
    with lived_in.ledger.storage.write(Deadline.after(5)) as connection:
        connection.execute(text("DELETE FROM deal_watch WHERE workspace_no = :w"), {"w": lived_in.workspace_no})
    assert lived_in.is_sound()


def test_all_workspaces_are_verified_unless_one_is_named(lived_in: Team, other_team: Team) -> None:
    storage = lived_in.ledger.storage
    with storage.write(Deadline.after(5)) as connection:
        tamper = text("UPDATE member SET seller = :no WHERE workspace_no = :w AND member_no = 1")
        connection.execute(tamper, {"w": other_team.workspace_no, "no": False})
    assert other_team.workspace_no in {each.workspace_no for each in verify(storage, SUBJECTS)}
    assert verify(storage, SUBJECTS, lived_in.workspace_no) == []


def _history(team: Team, deal: int) -> list:
    return team.history((DEAL, deal))


def test_known_at_an_event_knows_neither_later_events_nor_later_voids(team: Team) -> None:
    deal = team.new("Acme", 100)
    moved = change_of(team.advance(deal))
    as_moved = team.there(deal)
    undone = change_of(team.undo())
    history = _history(team, deal)
    assert known_at(DEALS, history, moved).state == as_moved
    assert known_at(DEALS, history, moved - 1).state == fold(DEALS, history[:1]).state
    assert known_at(DEALS, history, undone).state == team.there(deal)
    assert known_at(DEALS, history, 1).state is None


def test_what_is_known_of_a_whole_workspace_is_what_it_was_then(team: Team) -> None:
    deals = [team.new(f"Customer {number}", 10 * number) for number in range(1, 4)]
    team.advance(deals[0])
    then, states = team.last_event, {deal: team.there(deal) for deal in deals}
    team.undo()
    team.won(deals[1])
    team.new("Later")
    with team.ledger.storage.read() as connection:
        known = dict(replay.replayed(connection, SUBJECTS, team.workspace_no, DEALS, known=then))
    assert {no: folded.state for no, folded in known.items() if folded.state is not None} == states


def test_true_at_a_moment_takes_what_is_in_force_now_and_had_happened(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 4.3. → · 6.3. → Tarjous · 8.3. undo")
    history = _history(team, deal)

    def stage_at(day: int) -> int | None:
        state = true_at(DEALS, history, datetime(2026, 3, day, 12, tzinfo=UTC)).state
        return state.stage_no if isinstance(state, DealState) else None

    assert [stage_at(day) for day in (1, 2, 3, 4, 6, 9)] == [None, FIRST, FIRST, CONTACT, CONTACT, CONTACT]


def test_an_imported_past_is_true_then_and_known_only_now(team: Team) -> None:
    """The file tells of last year; Putki learnt it today."""
    old = datetime(2025, 5, 5, 9, tzinfo=UTC)

    def imported(work: UnitOfWork) -> None:
        customer = customers.find_or_add(work, "Old")
        name = work.text(schema.name, DEAL, 1, "Old")
        opened = Opened(
            customer_no=customer, name=name, owner=ANNA, pipeline_no=PIPELINE, stage_no=OFFER, amount=5, currency="EUR"
        )
        deal = work.take("deal_no")
        event, state = work.append(opened, deal, None, happened_at=old)
        amount = AmountSet(amount=7, currency="EUR")
        _event, state = work.append(amount, deal, state, happened_at=old + timedelta(days=9))
        won = Won(from_stage=OFFER, from_stay=event.no, stage_no=SALE)
        work.append(won, deal, state, happened_at=old + timedelta(days=9))

    team.do(imported, ANNA, Via.IMPORT)
    history = _history(team, 1)
    on_the_day = true_at(DEALS, history, old + timedelta(days=1))
    assert isinstance(on_the_day.state, DealState)
    assert (on_the_day.state.stage_no, on_the_day.state.amount) == (OFFER, 5)
    opened_no = history[0].no
    assert [stay_from_row(SimpleNamespace(**row)) for row in on_the_day.part("stay")] == [
        StayState(opened_no, 1, OFFER, old, None, None)
    ]
    assert [(stay["stage_no"], stay["started_at"], stay["ended_no"]) for stay in fold(DEALS, history).part("stay")] == [
        (OFFER, old, opened_no + 2),
        (SALE, old + timedelta(days=9), None),
    ]
    assert known_at(DEALS, history, opened_no - 1).state is None
    assert team.stays(1) == [(opened_no, OFFER, opened_no + 2), (opened_no + 2, SALE, None)]


def test_an_amount_given_with_a_move_is_one_change(team: Team) -> None:
    deal = team.new()
    team.advance(deal, to_stage=OFFER, given=Given(amount=euros(5)))
    assert [(event.kind, event.change_no) for event in _history(team, deal)][1:] == [
        ("amount_set", team.last_event - 1),
        ("moved", team.last_event - 1),
    ]
