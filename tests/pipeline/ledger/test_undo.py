"""Undo gives back each field as it was, whole changes at a time, and refuses what others have built on."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from pipeline import errors
from pipeline.customers import customers
from pipeline.deals import open, undo
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL, AmountSet, CloseDaySet, OwnerSet, Renamed, Seen
from pipeline.deals.projection import DealState
from pipeline.ledger import event_store
from pipeline.ledger.events import EventData, Via
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.change_notices import ChangeUndone
from pipeline.messages.notices import NoticeKind
from pipeline.people import members, settings
from pipeline.people.events import Role
from pipeline.schedule import setup
from pipeline.schedule.send_reminders import remind
from pipeline.storage import schema
from tests.pipeline.team import AATU, ANNA, BERTIL, CONTACT, FIRST, LEENA, LOST, OFFER, PIPELINE, SALE, Team, euros
from tests.pipeline.team import change_of as change


def changed(team: Team, deal: int, happening: EventData, who: int = ANNA) -> int:
    """Append an event to a deal, as this person; the change's number."""
    state = team.there(deal)
    team.do(lambda work: work.append(happening, deal, state), who, Via.COMMAND)
    return team.last_event


def renamed(team: Team, deal: int, name: str) -> int:
    """Give a deal another name; the change's number."""
    state = team.there(deal)
    team.do(
        lambda work: work.append(Renamed(name=work.text(schema.name, DEAL, deal, name)), deal, state),
        ANNA,
        Via.COMMAND,
    )
    return team.last_event


def without_last_no(state: DealState) -> DealState:
    return replace(state, last_no=0)


EACH_FIELD = {
    "stage_no": lambda team, deal: change(team.advance(deal, who=LEENA)),
    "name": lambda team, deal: renamed(team, deal, "Another"),
    "owner": lambda team, deal: changed(team, deal, OwnerSet(owner=BERTIL), who=LEENA),
    "amount": lambda team, deal: changed(team, deal, AmountSet(amount=77, currency="EUR")),
    "currency": lambda team, deal: changed(team, deal, AmountSet(amount=5, currency="SEK")),
    "close_day": lambda team, deal: changed(team, deal, CloseDaySet(close_day=date(2026, 9, 9))),
    "step": lambda team, deal: change(team.step(deal, words="send the offer")),
    "step_day": lambda team, deal: change(team.step(deal, days=20)),
    "snoozed_until": lambda team, deal: change(team.snooze(deal, days=30)),
    "quiet_until": lambda team, deal: changed(team, deal, Seen(quiet_until=date(2026, 5, 5), stay=1)),
    "promised_day": lambda team, deal: change(team.won(deal)),
    "lost_reason": lambda team, deal: change(team.lost(deal)),
}


@pytest.mark.parametrize("field", EACH_FIELD)
def test_undo_gives_a_field_back_as_it_was_and_its_undo_gives_it_again(team: Team, field: str) -> None:
    deal = team.story("2.3. new Acme 12 500 · 3.3. → · 4.3. step call 20.3. · 5.3. snooze 19.3. · 6.3. seen")
    before = team.there(deal)
    stays = team.stays(deal)
    made = EACH_FIELD[field](team, deal)
    after = team.there(deal)
    assert _value(after, field) != _value(before, field)

    undone = change(team.undo(made, LEENA))
    assert without_last_no(team.there(deal)) == without_last_no(before)
    assert team.stays(deal) == stays

    team.undo(undone, LEENA)
    assert without_last_no(team.there(deal)) == without_last_no(after)
    assert team.is_sound()


def _value(state: DealState, field: str) -> object:
    return next(getattr(state, each.name) for each in fields(state) if each.name == field)


def test_the_undo_of_a_new_deal_takes_the_deal_and_its_customer_away_and_redoing_brings_both_back(team: Team) -> None:
    deal = team.new("Acme", 100)
    before = team.everything()
    undone = team.undo()
    assert undone == ChangeUndone(change=change(undone), gone_deal=deal)
    assert team.deal(deal) is None
    assert (team.count("deal"), team.count("customer"), team.count("stay")) == (0, 0, 0)

    team.undo(change(undone))
    assert team.everything()["stay"] == before["stay"]
    assert team.there(deal).customer_no == 1
    assert team.is_sound()


def test_a_change_of_several_events_is_undone_redone_and_undone_again(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. →")
    moved = change(team.advance(deal, to_stage=OFFER, given=Given(amount=euros(500), note="asked for an offer")))
    for _ in range(3):
        undone = change(team.undo(moved))
        assert (team.there(deal).stage_no, team.there(deal).amount) == (CONTACT, None)
        team.undo(undone)
        assert (team.there(deal).stage_no, team.there(deal).amount) == (OFFER, 50_000)
    team.undo(moved)
    assert team.there(deal).amount is None
    assert team.is_sound()


def test_two_undone_moves_are_redone_last_first(team: Team) -> None:
    """A→B, B→A, both undone: redoing the second first would be a move from A to A."""
    deal = team.new()
    there = change(team.advance(deal))
    back = change(team.back(deal))
    undone_back = change(team.undo(back))
    undone_there = change(team.undo(there))
    assert team.there(deal).stage_no == FIRST

    with pytest.raises(errors.ChangedSince):
        team.undo(undone_back)
    team.undo(undone_there)
    assert team.there(deal).stage_no == CONTACT
    team.undo(undone_back)
    assert team.there(deal).stage_no == FIRST
    assert len(team.stays(deal)) == 3
    assert team.is_sound()


def test_an_earlier_move_cannot_be_undone_under_a_later_one(team: Team) -> None:
    deal = team.new("Acme", 100)
    first = change(team.advance(deal, to_stage=CONTACT))
    second = change(team.advance(deal, to_stage=OFFER, who=LEENA))
    at = team.clock.now()
    team.clock.move_by(timedelta(hours=1))
    with pytest.raises(errors.ChangedSince) as refused:
        team.undo(first)
    assert vars(refused.value) == {"who": LEENA, "at": at}
    team.undo(second, LEENA)
    team.undo(first)
    assert team.there(deal).stage_no == FIRST


def test_a_step_that_was_taken_back_hides_no_later_move(team: Team) -> None:
    deal = team.new("Acme", 100)
    moved = change(team.advance(deal))
    team.undo(change(team.step(deal, LEENA)), LEENA)
    team.advance(deal, to_stage=OFFER, who=LEENA)
    with pytest.raises(errors.ChangedSince):
        team.undo(moved)
    assert team.there(deal).stage_no == OFFER


def test_what_others_did_to_another_field_does_not_stand_in_the_way(team: Team) -> None:
    deal = team.new("Acme", 100)
    moved = change(team.advance(deal))
    team.step(deal, LEENA)
    team.snooze(deal, LEENA)
    team.undo(moved)
    assert team.there(deal).stage_no == FIRST
    assert team.there(deal).step is not None


def test_a_new_deal_on_which_anybody_built_is_not_undone(team: Team) -> None:
    deal = team.new()
    opened = team.ask("SELECT max(change_no) FROM event WHERE workspace_no = :w")[0][0]
    step = change(team.step(deal, LEENA))
    with pytest.raises(errors.ChangedSince):
        team.undo(opened)
    team.undo(step, LEENA)
    team.undo(opened)
    assert team.deal(deal) is None


def test_a_win_rests_on_its_amount(team: Team) -> None:
    deal = team.new("Acme", 100)
    amount = changed(team, deal, AmountSet(amount=20_000, currency="EUR"))
    team.won(deal)
    with pytest.raises(errors.ChangedSince):
        team.undo(amount)


def test_a_win_is_not_brought_back_onto_another_amount(team: Team) -> None:
    deal = team.new("Acme", 100)
    undone = change(team.undo(change(team.won(deal))))
    changed(team, deal, AmountSet(amount=1, currency="EUR"))
    with pytest.raises(errors.ChangedSince):
        team.undo(undone)


def test_a_win_undone_for_the_second_time_is_not_brought_back_onto_another_amount(team: Team) -> None:
    deal = team.new("Acme", 100)
    undone = change(team.undo(change(team.won(deal))))
    team.undo(change(team.undo(undone)))
    changed(team, deal, AmountSet(amount=1, currency="EUR"))
    with pytest.raises(errors.ChangedSince):
        team.undo(undone)


def test_taking_a_redone_win_away_does_not_rest_on_what_only_bringing_it_back_rests_on(team: Team) -> None:
    deal = team.new("Acme", 100)
    redone = change(team.undo(change(team.undo(change(team.won(deal))))))
    assert team.there(deal).stage_no == SALE
    changed(team, deal, AmountSet(amount=1, currency="EUR"), LEENA)
    team.undo(redone)
    assert (team.there(deal).stage_no, team.there(deal).amount) == (FIRST, 1)


def test_an_amount_that_the_stage_requires_is_not_undone(team: Team) -> None:
    deal = team.new()
    amount = changed(team, deal, AmountSet(amount=20_000, currency="EUR"))
    team.advance(deal, to_stage=OFFER)
    with pytest.raises(errors.CannotUndo) as refused:
        team.undo(amount)
    assert refused.value.stage == OFFER


def test_a_customer_with_another_deal_is_not_undone(team: Team) -> None:
    first = team.ask("SELECT event_no FROM line WHERE workspace_no = :w")[0][0] + 1
    team.new("Acme")
    second = team.new("acme", who=BERTIL)
    with pytest.raises(errors.CannotUndo) as refused:
        team.undo(first)
    assert refused.value.deal == second


def test_a_deal_is_not_brought_back_to_a_customer_that_is_gone(team: Team) -> None:
    team.new("Acme")
    opened = change(open.new(team.ledger, team.by(), open.NewDeal("Acme", "second")))
    undone_second = change(team.undo(opened))
    first = team.ask("SELECT change_no FROM event WHERE workspace_no = :w AND kind = 'customer_added'")[0][0]
    undone_first = change(team.undo(first))
    assert team.count("customer") == 0

    with pytest.raises(errors.CannotUndo):
        team.undo(undone_second)
    team.undo(undone_first)
    team.undo(undone_second)
    assert team.count("deal") == 2
    assert team.is_sound()


def test_undoing_twice_gives_its_maker_the_answer_again_and_tells_others_who_did_it(team: Team) -> None:
    deal = team.new("Acme", 100)
    moved = change(team.advance(deal))
    first, at = team.undo(moved), team.clock.now()
    events = team.last_event
    team.clock.move_by(timedelta(hours=1))
    assert team.undo(moved) == first
    with pytest.raises(errors.AlreadyUndone) as refused:
        team.undo(moved, LEENA)
    assert vars(refused.value) == {"who": ANNA, "at": at, "change": first.change}
    assert team.last_event == events


def test_without_a_target_ones_newest_change_in_force_is_undone(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    team.step(deal)
    team.snooze(deal, LEENA)
    team.undo()
    assert team.there(deal).step is None
    team.undo()
    assert team.there(deal).stage_no == FIRST
    assert team.there(deal).snoozed_until is not None


def test_a_redone_change_is_again_the_newest_in_force(team: Team) -> None:
    deal = team.new()
    team.advance(deal)
    team.undo(change(team.undo()))
    assert team.there(deal).stage_no == CONTACT
    team.undo()
    assert team.there(deal).stage_no == FIRST


def test_a_second_undo_without_a_target_asks_within_two_minutes(team: Team) -> None:
    deal = team.new("Acme", 100)
    other = team.new("Other", 100)
    team.clock.move_by(timedelta(minutes=5))
    team.advance(deal)
    team.advance(other)
    team.undo(sure=False)
    team.clock.move_by(timedelta(seconds=119))
    before = team.last_event
    with pytest.raises(errors.UndidJustNow) as asked:
        team.undo(sure=False)
    assert (asked.value.deal, asked.value.seconds) == (deal, 119)
    assert team.last_event == before
    team.clock.move_by(timedelta(seconds=1))
    team.undo(sure=False)
    assert team.there(deal).stage_no == FIRST


def test_a_second_undo_after_a_change_of_ones_own_does_not_ask(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    team.undo(sure=False)
    team.step(deal)

    team.undo(sure=False)

    assert team.there(deal).step is None


def test_a_change_that_another_made_in_between_leaves_the_question(team: Team) -> None:
    deal, other = team.new("Acme", 100), team.new("Other", 100, who=BERTIL)
    team.advance(deal)
    team.undo(sure=False)
    team.advance(other, who=BERTIL)

    with pytest.raises(errors.UndidJustNow):
        team.undo(sure=False)


def test_an_undo_of_another_deal_that_is_named_does_not_ask(team: Team) -> None:
    deal, other = team.new("Acme", 100), team.new("Other", 100)
    team.advance(other)
    team.advance(deal)
    undo.undo(team.ledger, team.by(), of_deal=deal)

    undo.undo(team.ledger, team.by(), of_deal=other)

    assert team.there(other).stage_no == FIRST


def test_an_undo_after_a_redo_does_not_ask(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    undone = change(team.undo(sure=False))
    undo.undo(team.ledger, team.by(), change_no=undone, of_deal=deal)

    team.undo(sure=False)

    assert team.there(deal).stage_no == FIRST


def test_an_undo_after_a_redo_was_undone_asks(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    redone = change(team.undo(change(team.undo())))
    team.undo(redone)

    with pytest.raises(errors.UndidJustNow):
        team.undo(sure=False)


def test_a_press_undoes_only_a_change_of_the_deal_that_it_stands_on(team: Team) -> None:
    deal, other = team.new("Acme", 100), team.new("Other", 100)
    moved = change(team.advance(other))
    before = team.last_event

    with pytest.raises(errors.LostInRestore) as refused:
        undo.undo(team.ledger, team.by(), change_no=moved, of_deal=deal)

    assert refused.value.deal == deal
    assert team.last_event == before
    undo.undo(team.ledger, team.by(), change_no=moved, of_deal=other)
    assert team.there(other).stage_no == FIRST


def test_a_second_undo_of_a_deal_that_is_named_asks_too(team: Team) -> None:
    deal = team.new("Acme", 100)
    team.advance(deal)
    team.step(deal)
    undo.undo(team.ledger, team.by(), of_deal=deal)
    with pytest.raises(errors.UndidJustNow) as asked:
        undo.undo(team.ledger, team.by(), of_deal=deal)
    assert asked.value.deal == deal
    assert team.there(deal).stage_no == CONTACT
    undo.undo(team.ledger, team.by(), of_deal=deal, sure=True)
    assert team.there(deal).stage_no == FIRST


def test_the_question_names_the_deal_also_when_the_change_began_with_its_customer(team: Team) -> None:
    deal = team.new()
    team.advance(deal)
    team.undo()
    with pytest.raises(errors.UndidJustNow) as asked:
        team.undo(sure=False)
    assert asked.value.deal == deal


def test_with_nothing_of_ones_own_there_is_nothing_to_undo(team: Team) -> None:
    team.new()
    with pytest.raises(errors.NothingToUndo):
        team.undo(who=BERTIL)
    with pytest.raises(errors.NothingToUndo):
        team.undo(10_000)


def test_what_an_import_or_the_system_did_is_nobodys_to_undo(team: Team) -> None:
    set_up = 1
    with pytest.raises(errors.NothingToUndo):
        team.undo(set_up, AATU)

    team.do(lambda work: customers.add(work, "Acme"), ANNA, Via.IMPORT)
    with pytest.raises(errors.NothingToUndo):
        team.undo()


def test_a_lead_undoes_a_sellers_new_deal_and_another_seller_does_not(team: Team) -> None:
    team.new("Acme")
    opened = team.ask("SELECT max(change_no) FROM event WHERE workspace_no = :w")[0][0]
    with pytest.raises(errors.NotAllowed):
        team.undo(opened, BERTIL)
    undone = change(team.undo(opened, LEENA))
    with pytest.raises(errors.NothingToUndo):
        team.undo(undone, BERTIL)
    team.undo(undone, AATU)
    assert team.count("deal") == 1


def test_settings_are_undone_by_those_who_may_set_them(team: Team) -> None:
    team.do(
        lambda work: settings.put(work, settings.WORKSPACE, {"country": "SE", "zone": "Europe/Stockholm"}),
        AATU,
        Via.FORM,
    )
    made = team.last_event - 1
    with pytest.raises(errors.NothingToUndo):
        team.undo(made, ANNA)
    undone = change(team.undo(made, AATU))
    assert team.count("setting") == 0
    team.undo(undone, AATU)
    assert team.count("setting") == 2
    assert team.is_sound()


def test_one_setting_of_two_is_undone_alone(team: Team) -> None:
    def put(name: str, value: str) -> int:
        team.do(lambda work: settings.put(work, settings.WORKSPACE, {name: value}), AATU, Via.FORM)
        return team.last_event

    country, zone = put("country", "SE"), put("zone", "Europe/Stockholm")
    team.undo(country, AATU)
    assert team.ask("SELECT name, last_no FROM setting WHERE workspace_no = :w") == [("zone", zone)]
    put("zone", "Europe/Helsinki")
    assert team.is_sound()


def test_one_undoes_ones_own_language_by_its_button_and_not_as_ones_newest_change(team: Team) -> None:
    def choose(language: str) -> int:
        wishes = setup.SettingsChoice(own_language=language, sets_own_language=True)
        return change(setup.save(team.ledger, team.by(), wishes))

    def chosen() -> str | None:
        with team.ledger.storage.read() as connection:
            return settings.own_language(connection, team.workspace_no, ANNA)

    choose("en")
    finnish = choose("fi")
    undone = change(team.undo(finnish))
    assert chosen() == "en"
    assert team.undo(undone).is_redone
    assert chosen() == "fi"
    with pytest.raises(errors.OnlySettingsToUndo):
        team.undo()
    assert chosen() == "fi"
    assert team.is_sound()


def test_anothers_language_is_not_a_sellers_to_undo(team: Team) -> None:
    wishes = setup.SettingsChoice(own_language="en", sets_own_language=True)
    saved = change(setup.save(team.ledger, team.by(BERTIL), wishes))
    for who in (ANNA, LEENA):
        with pytest.raises(errors.NothingToUndo):
            team.undo(saved, who)


def test_a_role_given_is_taken_back_without_touching_the_others(team: Team) -> None:
    team.do(lambda work: members.set_role(work, BERTIL, Role.LEAD, has=True, pipeline_no=PIPELINE), AATU, Via.FORM)
    lead = team.last_event
    team.do(lambda work: members.set_role(work, BERTIL, Role.ADMIN, has=True), AATU, Via.FORM)
    team.undo(lead, AATU)
    assert team.ask("SELECT seller, admin, leads FROM member WHERE workspace_no = :w AND member_no = 2") == [
        (True, True, "")
    ]
    assert team.is_sound()


def test_erasure_blanks_the_texts_of_its_subject_and_is_final(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. step call 20.3.")
    other = team.story("4.3. new Beta · 4.3. step write 20.3.")
    step = team.there(other).step
    team.do(lambda work: work.erase_texts((DEAL, deal)), AATU, Via.COMMAND)
    assert team.ask("SELECT text FROM words WHERE workspace_no = :w AND text IS NOT NULL") == [("write",)]
    assert team.ask("SELECT text FROM name WHERE workspace_no = :w AND about = 'deal' ORDER BY no") == [
        (None,),
        ("Beta",),
    ]
    assert team.there(other).step == step
    assert team.is_sound()
    with pytest.raises(errors.CannotUndo):
        team.undo(team.last_event, AATU)


def test_after_an_undo_the_earlier_stay_has_its_old_number_start_and_snooze(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. snooze 30.3.")
    before = team.there(deal)
    moved = team.advance(deal)
    assert team.there(deal).snoozed_stay == before.stay
    team.undo(change(moved))
    assert (team.there(deal).stay, team.there(deal).stay_at) == (before.stay, before.stay_at)
    assert team.stays(deal) == [(before.stay, FIRST, None)]


def test_undo_makes_the_tick_and_the_card_look_again(team: Team) -> None:
    deal = team.new()
    team.advance(deal)
    remind(team.ledger, team.workspace_no, team.clock.now())
    team.clock.move_by(timedelta(days=2))
    looks = "SELECT due_at FROM deal_watch WHERE workspace_no = :w AND deal_no = :deal"
    assert str(team.ask(looks, deal=deal)[0][0])[:10] > "2026-03-04"
    team.undo()
    assert str(team.ask(looks, deal=deal)[0][0])[:10] == "2026-03-04"
    assert team.ask("SELECT wanted FROM card WHERE workspace_no = :w") == [(team.last_event,)]


def test_the_answer_to_an_undo_says_where_the_deal_is(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous · 4.3. won 5.6.")
    undone = team.undo()
    assert undone.kind is NoticeKind.UNDONE
    assert undone == ChangeUndone(
        change=team.last_event, deal=deal, stage=OFFER, is_open=True, has_moved=True, kinds=("won",)
    )


def test_reopening_clears_what_winning_had_set_and_undoing_that_sets_it_again(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous · 4.3. won 5.6. · 5.3. ←")
    assert (team.there(deal).stage_no, team.there(deal).promised_day) == (OFFER, None)
    team.undo()
    assert (team.there(deal).stage_no, team.there(deal).promised_day) == (SALE, date(2026, 6, 5))


def test_a_date_is_corrected_in_one_change_and_that_is_undone_whole(team: Team) -> None:
    """The right event comes first, then the void of the wrong one: a bare undo then finds the correction."""
    deal = team.story("2.3. new Acme · 6.3. →")
    key, moved = (DEAL, deal), team.there(deal)
    really = moved.stay_at - timedelta(days=2)

    def correct(work: UnitOfWork) -> None:
        history = event_store.history_of(work, key)
        work.append(history[-1].data, deal, work.head_of(key), happened_at=really)
        work.void(history[-1], history)

    team.do(correct, ANNA, Via.COMMAND)
    corrected = team.there(deal)
    assert (corrected.stage_no, corrected.stay_at, corrected.stay) == (CONTACT, really, team.last_event - 1)
    assert [stage for _no, stage, _ended in team.stays(deal)] == [FIRST, CONTACT]
    assert team.is_sound()

    team.undo(team.last_event - 1)
    assert without_last_no(team.there(deal)) == without_last_no(moved)
    assert team.is_sound()


def test_a_reopened_deal_is_undone_to_its_loss_with_its_reason(team: Team) -> None:
    deal = team.story("2.3. new Acme 100 · 3.3. → Tarjous · 4.3. lost too dear")
    lost = team.there(deal)
    team.story(f"5.3. #{deal} ←")
    assert team.there(deal).stage_no == OFFER
    team.undo()
    assert without_last_no(team.there(deal)) == without_last_no(lost)
    assert (lost.stage_no, lost.lost_reason is None) == (LOST, False)
    assert SALE not in {stage for _no, stage, _ended in team.stays(deal)}
