"""A note given with an opening, a snooze or a step is kept in the same change, and undone with it."""

from datetime import date

from pipeline.deals import open, snooze, steps
from pipeline.deals.open import NewDeal
from pipeline.ledger.outcome import CommitOutcome
from pipeline.queries.deal_view import deal_view
from tests.pipeline.team import Team, change_of

UNTIL = date(2026, 3, 20)
NOTE = "asked at the fair"


def kinds(team: Team, answer: CommitOutcome) -> list[str]:
    """The events of the change that this answer tells of, in order."""
    asked = "SELECT kind FROM event WHERE workspace_no = :w AND change_no = :change AND subject = 'deal' ORDER BY no"
    return [row.kind for row in team.ask(asked, change=change_of(answer))]


def notes(team: Team) -> list[str]:
    """All notes' texts that are kept."""
    return [row.text for row in team.ask("SELECT text FROM words WHERE workspace_no = :w") if row.text == NOTE]


def test_a_note_is_kept_with_the_opening_and_gone_with_it(team: Team) -> None:
    opened = open.new(team.ledger, team.by(), NewDeal("Acme", note=NOTE))
    assert kinds(team, opened) == ["opened", "noted"]
    assert notes(team) == [NOTE]

    team.undo(change_of(opened))
    assert team.deal(1) is None
    assert team.is_sound()


def test_a_note_keeps_its_lines_and_loses_what_nobody_can_read(team: Team) -> None:
    open.new(team.ledger, team.by(), NewDeal("Acme", note="asked\x00 at\nthe fair\u200b "))
    assert team.ask("SELECT text FROM words WHERE workspace_no = :w") == [("asked at\nthe fair",)]


def test_an_opening_without_a_note_notes_nothing(team: Team) -> None:
    assert kinds(team, open.new(team.ledger, team.by(), NewDeal("Acme", note="  "))) == ["opened"]


def test_a_note_is_kept_with_a_snooze_and_with_a_step(team: Team) -> None:
    deal = team.new()
    snoozed = snooze.snooze(team.ledger, team.by(), deal, until=UNTIL, note=NOTE)
    step = steps.step(team.ledger, team.by(), deal, text="call", day=UNTIL, meant_day=UNTIL, note=NOTE)

    assert kinds(team, snoozed) == ["noted", "snoozed"]
    assert kinds(team, step) == ["noted", "step_set"]
    for notice in (step, snoozed):
        team.undo(change_of(notice))
    assert (team.there(deal).step, team.there(deal).snoozed_until) == (None, None)
    assert team.is_sound()


def test_a_note_is_kept_also_where_it_was_snoozed_until_then_already(team: Team) -> None:
    deal = team.new()
    snooze.snooze(team.ledger, team.by(), deal, until=UNTIL)

    again = snooze.snooze(team.ledger, team.by(), deal, until=UNTIL, note=NOTE)

    assert "noted" in kinds(team, again)


def test_a_note_is_there_again_when_its_change_is_undone_and_redone(team: Team) -> None:
    deal = team.new()
    snoozed = snooze.snooze(team.ledger, team.by(), deal, until=UNTIL, note=NOTE)

    shown: list[list[str]] = []
    change = change_of(snoozed)
    for _ in range(4):
        change = change_of(team.undo(change))
        with team.ledger.read_session(team.by()) as session:
            shown.append([note.text for note in deal_view(session, deal).notes])

    assert shown == [[], [NOTE], [], [NOTE]]


def test_notes_that_were_undone_hide_no_older_ones(team: Team) -> None:
    deal = team.new()
    snooze.snooze(team.ledger, team.by(), deal, until=UNTIL, note=NOTE)
    for n in range(12):
        team.undo(change_of(snooze.snooze(team.ledger, team.by(), deal, until=UNTIL, note=f"undone {n}")))

    with team.ledger.read_session(team.by()) as session:
        assert [note.text for note in deal_view(session, deal).notes] == [NOTE]
