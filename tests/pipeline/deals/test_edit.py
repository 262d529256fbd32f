"""An edit: only what the person wants otherwise changes, in one change, and its undo leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline import edit_errors, errors
from pipeline.deals.edit import AS_IT_IS, Edit, edit, only_changes
from pipeline.deals.events import LostKind, SourceKind
from pipeline.deals.fields import EditableFields, LostReason, Source
from tests.pipeline.team import ANNA, BERTIL, LEENA, OFFER, Team, change_of, euros

NOW = EditableFields("Acme Oy", "", euros(12_500), None, Source(SourceKind.EVENT, "messut"))


def test_what_was_left_as_it_was_shown_is_no_wish() -> None:
    shown = replace(NOW, amount=euros(9_000))
    left = Edit(customer="Acme Oy", name="", amount=euros(9_000), close_day=None, source=NOW.source)

    assert only_changes(left, NOW, shown) == Edit()


def test_what_was_changed_in_the_form_is_wished_though_it_was_so_once() -> None:
    wished = only_changes(Edit(amount=euros(9_000), name="Hissit"), NOW, NOW)

    assert (wished.amount, wished.name, wished.close_day) == (euros(9_000), "Hissit", AS_IT_IS)


def test_an_edit_of_everything_is_one_change_and_is_undone_whole(team: Team) -> None:
    deal = team.new()
    before = team.there(deal)
    wish = Edit(
        customer="Beta",
        name="lifts",
        amount=euros(99),
        close_day=date(2026, 8, 31),
        source=Source(SourceKind.REFERRAL, "Pekka"),
        note="as they said",
    )

    change = change_of(edit(team.ledger, team.by(ANNA), deal, wish))

    after = team.there(deal)
    assert (after.amount, after.close_day, after.source_kind) == (9_900, date(2026, 8, 31), SourceKind.REFERRAL)
    assert after.customer_no != before.customer_no
    team.undo(change, who=ANNA)
    assert replace(team.there(deal), last_no=before.last_no) == before
    assert team.is_sound()


def test_who_may_change_a_deal_edits_it_closed_too(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")

    edit(team.ledger, team.by(LEENA), deal, Edit(amount=euros(8_000)))

    assert team.there(deal).amount == 800_000
    with pytest.raises(errors.NotAllowed):
        edit(team.ledger, team.by(BERTIL), deal, Edit(amount=euros(7_000)))


def test_a_corrected_win_takes_the_stages_after_that_day_with_it(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")
    was = team.there(deal)

    change = change_of(edit(team.ledger, team.by(ANNA), deal, Edit(won_on=date(2026, 3, 3))))

    now = team.there(deal)
    assert now.stay_at.date() == date(2026, 3, 3)
    assert (now.stage_no, now.promised_day) == (was.stage_no, was.promised_day)
    assert team.is_sound()
    team.undo(change, who=ANNA)
    assert replace(team.there(deal), last_no=was.last_no) == was
    assert team.is_sound()


def test_a_win_is_corrected_to_a_later_day_too_and_twice(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")

    edit(team.ledger, team.by(ANNA), deal, Edit(won_on=date(2026, 3, 4)))
    edit(team.ledger, team.by(ANNA), deal, Edit(won_on=date(2026, 3, 6)))

    assert team.there(deal).stay_at.date() == date(2026, 3, 6)
    assert team.is_sound()


def test_the_amount_of_a_win_is_not_taken_away(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. → · 9.3. won 1.6.")

    with pytest.raises(edit_errors.AmountNeeded):
        edit(team.ledger, team.by(ANNA), deal, Edit(amount=None))


def test_why_a_deal_was_lost_is_told_of_a_lost_deal_alone(team: Team) -> None:
    lost = team.story("10.3. new Beta 4 000 · 11.3. → · 12.3. lost liian kallis")

    edit(team.ledger, team.by(ANNA), lost, Edit(lost=LostReason(LostKind.PRICE, "liian kallis")))

    assert team.there(lost).lost_kind is LostKind.PRICE
    with pytest.raises(edit_errors.NotLost):
        edit(team.ledger, team.by(ANNA), team.new("Gamma"), Edit(lost=LostReason(LostKind.PRICE)))


def test_the_undo_of_a_win_is_not_refused_by_an_edit_of_its_name(team: Team) -> None:
    deal = team.story("2.3. new Wärtsilä 9 000 · 3.3. → · 4.3. →")
    won = change_of(team.won(deal))
    edit(team.ledger, team.by(ANNA), deal, Edit(name="lifts"))

    team.undo(won, who=ANNA)

    assert team.there(deal).stage_no == OFFER
    assert team.is_sound()
