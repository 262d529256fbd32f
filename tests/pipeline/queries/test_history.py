"""A deal's history: what each change was, who is told of it, and whether its undo would be carried out."""

from contextlib import suppress
from datetime import date

from pipeline.deals import assign, close, notes, snooze, undo
from pipeline.deals.deal import Given
from pipeline.deals.undo import undoable
from pipeline.ledger.outcome import Committed
from pipeline.queries.history import PAGE, DealHistory, deal_history
from pipeline.refused import Refused
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, Team, change_of


def history_of(team: Team, deal: int, who: int = ANNA, *, start: int = 0, is_shared: bool = False) -> DealHistory:
    with team.ledger.read_session(team.by(who)) as session:
        return deal_history(session, deal, start=start, is_shared=is_shared)


def can_undo(team: Team, change: int, who: int) -> bool:
    with team.ledger.read_session(team.by(who)) as session:
        return undoable(session, [change]) == {change}


def is_undone(team: Team, change: int, who: int) -> bool:
    """Try it; whether it was carried out."""
    with suppress(Refused):
        return isinstance(undo.undo(team.ledger, team.by(who), change_no=change), Committed)
    return False


def test_what_could_be_undone_is_what_is_undone_when_it_is_tried(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → · 4.3. → · 5.3. step call 1.4. · 6.3. snooze 1.4.")
    notes.keep(team.ledger, team.by(BERTIL), deal, "asked for a price")
    assign.assign(team.ledger, team.by(ANNA), deal, to=BERTIL)
    team.won(deal, who=BERTIL, amount=200)
    nos = sorted({each.change_no for each in team.history(("deal", deal))}, reverse=True)
    tried: set[bool] = set()

    for change in [*nos, *nos]:
        for who in (AATU, ANNA, BERTIL, LEENA):
            expected = can_undo(team, change, who)
            assert is_undone(team, change, who) == expected, (change, who)
            tried.add(expected)

    assert tried == {True, False}
    assert team.is_sound()


def test_a_page_has_the_newest_changes_and_the_next_one_the_rest(team: Team) -> None:
    deal = team.new()
    for n in range(PAGE):
        notes.keep(team.ledger, team.by(), deal, f"note {n}")

    first, second = history_of(team, deal), history_of(team, deal, start=PAGE)

    assert (first.total, len(first.changes), len(second.changes)) == (PAGE + 1, PAGE, 1)
    assert second.changes[0].before is None
    assert all(each.undo == each.change_no for each in first.changes)


def test_an_undo_is_told_with_the_change_that_it_took_back(team: Team) -> None:
    deal = team.new()
    moved = change_of(team.advance(deal))
    undone = change_of(team.undo(moved))

    newest = history_of(team, deal).changes[0]
    assert newest.turn is not None
    assert (newest.change_no, newest.turn.is_undo, newest.undo) == (moved, True, undone)

    team.undo(undone)
    newest = history_of(team, deal).changes[0]
    assert newest.turn is not None
    assert (newest.turn.is_undo, newest.undo) == (False, moved)


def test_snoozes_are_told_to_whoever_may_change_the_deal_and_never_where_others_read(team: Team) -> None:
    deal = team.new()
    team.snooze(deal)
    snooze.see(team.ledger, team.by(), deal)
    notes.keep(team.ledger, team.by(), deal, "asked for a price")

    told = {who: history_of(team, deal, who).total for who in (ANNA, BERTIL, LEENA)}

    assert told == {ANNA: 4, BERTIL: 2, LEENA: 4}
    assert history_of(team, deal, is_shared=True).total == 1


def test_a_win_told_later_is_one_change_and_the_moves_before_it_stay_told(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 4.3. → Tarjous · 9.3. → Tunnistaminen · 10.3. step call 1.4.")
    given = Given(promised_day=date(2026, 12, 1), won_on=date(2026, 3, 6))
    close.won(team.ledger, team.by(ANNA), deal, given=given)

    won, step, back, moved, opened = history_of(team, deal).changes

    assert won.undo == won.change_no
    assert (step.step_end, back.is_back, moved.is_back, opened.before) == (None, True, False, None)
    assert [each.turn for each in (won, step, back, moved, opened)] == [None] * 5
    assert [each.undo for each in (back, moved, opened)] == [None] * 3
