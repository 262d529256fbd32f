"""Several people and several deliveries at the same moment: one effect each, in one order, and nobody is stuck."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from pipeline import errors
from pipeline.deals import move, undo
from pipeline.deals.deal import Expected
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages.change_notices import ChangeUndone, DealAdvanced
from pipeline.messages.notices import Notice
from pipeline.refused import Refused
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import ANNA, BERTIL, CONTACT, LEENA, Team, change_of, told


def at_once(*acts: Callable[[], CommitOutcome]) -> list[Notice | Refused]:
    """What each act came to, all begun at the same moment in a thread of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], CommitOutcome]) -> Notice | Refused:
        start.wait()
        try:
            return told(act())
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def another_process(team: Team) -> Ledger:
    """A ledger with its own engines on the same database, as another process has."""
    return Ledger(Storage.open(team.ledger.storage.url), team.clock, SUBJECTS)


def test_one_delivery_that_comes_five_times_at_once_has_one_effect_and_one_answer(team: Team) -> None:
    deal = team.new()
    by, events = team.by(ANNA, "delivery", "view"), team.last_event
    answers = at_once(*[lambda: move.advance(team.ledger, by, deal)] * 5)
    assert [each for each in answers if isinstance(each, Refused)] == []
    assert [answers[0]] * 5 == answers
    assert (team.last_event, team.there(deal).stage_no) == (events + 1, CONTACT)
    assert team.is_sound()


def test_two_people_press_one_button_and_the_second_learns_who_was_first(team: Team) -> None:
    deal = team.new()
    expected = Expected(team.there(deal).stay, CONTACT)
    first, second = at_once(
        *[
            lambda who=who: move.advance(team.ledger, team.by(who), deal, to_stage=CONTACT, expected=expected)
            for who in (ANNA, LEENA)
        ]
    )
    refused = [each for each in (first, second) if isinstance(each, errors.StaleButton)]
    assert [type(each) for each in refused] == [errors.StaleButton]
    assert refused[0].who == (LEENA if refused[0] is first else ANNA)
    assert len(team.stays(deal)) == 2
    assert team.is_sound()


def test_fifty_people_press_one_button_and_the_deal_moves_once(team: Team) -> None:
    deal = team.new()
    expected = Expected(team.there(deal).stay, CONTACT)
    acts = [
        lambda who=who: move.advance(team.ledger, team.by(who), deal, to_stage=CONTACT, expected=expected)
        for who in [LEENA, ANNA] * 10
    ]
    answers = at_once(*acts)
    kinds = Counter(type(each) for each in answers)
    assert kinds == {DealAdvanced: 10, errors.StaleButton: 10}  # whoever was first gets the first answer on each press
    assert len(team.stays(deal)) == 2


def test_one_person_who_presses_twice_gets_the_first_answer_again(team: Team) -> None:
    deal = team.new()
    expected = Expected(team.there(deal).stay, CONTACT)
    answers = at_once(
        *[lambda: move.advance(team.ledger, team.by(), deal, to_stage=CONTACT, expected=expected) for _ in range(2)]
    )
    assert answers[0] == answers[1]
    assert len(team.stays(deal)) == 2


def test_two_people_undo_one_change_at_once_and_it_is_undone_once(team: Team) -> None:
    deal = team.new()
    moved = change_of(team.advance(deal))
    answers = at_once(*[lambda who=who: undo.undo(team.ledger, team.by(who), change_no=moved) for who in (ANNA, LEENA)])
    assert {type(each) for each in answers} == {errors.AlreadyUndone, ChangeUndone}
    assert team.ask("SELECT count(*) FROM event WHERE workspace_no = :w AND kind = 'voided'") == [(1,)]
    assert team.is_sound()


def test_writers_of_two_processes_take_numbers_without_a_gap_and_in_the_order_of_time(team: Team) -> None:
    other = another_process(team)
    deals = [team.new(f"Customer {number}", 100, who) for number, who in enumerate([ANNA, BERTIL] * 4)]
    acts = [
        lambda deal=deal, ledger=ledger, who=who: move.advance(ledger, team.by(who), deal)
        for deal, ledger, who in zip(deals, [team.ledger, other] * 4, [ANNA, BERTIL] * 4, strict=True)
    ]
    answers = at_once(*acts)
    other.storage.close()
    assert [each for each in answers if isinstance(each, Refused)] == []
    assert {team.there(deal).stage_no for deal in deals} == {CONTACT}
    assert team.is_sound()


def test_a_workspaces_writers_do_not_wait_for_each_other_into_a_knot(team: Team, other_team: Team) -> None:
    """Many deals of two workspaces, undone and moved in opposite orders, from two processes."""
    other = another_process(team)
    deals = {each.workspace_no: [each.new(f"C{number}", 5) for number in range(4)] for each in (team, other_team)}

    def churn(mine: Team, ledger: Ledger, order: int) -> CommitOutcome:
        answer = None
        for deal in deals[mine.workspace_no][::order]:
            answer = move.advance(ledger, mine.by(LEENA), deal, to_stage=CONTACT)
            undo.undo(ledger, mine.by(LEENA), change_no=change_of(answer))
        assert answer is not None
        return answer

    answers = at_once(
        *[
            lambda mine=mine, ledger=ledger, order=order: churn(mine, ledger, order)
            for mine in (team, other_team)
            for ledger, order in ((team.ledger, 1), (other, -1))
        ]
    )
    other.storage.close()
    assert {type(each) for each in answers} <= {DealAdvanced, errors.AlreadyThere, errors.ChangedSince}
    assert team.is_sound()
    assert other_team.is_sound()
