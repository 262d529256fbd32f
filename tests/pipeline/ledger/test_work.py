"""One commit: the same delivery once, refusals leave nothing, time goes forward, and no typed text is in the ledger."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from pipeline import errors
from pipeline.customers.events import CUSTOMER
from pipeline.customers.projection import CustomerState
from pipeline.deals import move, open
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Given
from pipeline.deals.events import DEAL, Renamed
from pipeline.deals.names import DealName
from pipeline.ledger.events import Erased, Via
from pipeline.ledger.outcome import Committed, Unchanged
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.sequence import begin_workspace
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealCreated, DealWon, SettingsSaved
from pipeline.messages.due_notices import StuckReminder
from pipeline.messages.notices import Notice
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members, settings
from pipeline.people.access import Act
from pipeline.people.members import Profile
from pipeline.queries.names import names, stage_labels
from pipeline.stages import stages
from pipeline.stages.events import StageChanged
from pipeline.storage import prepared, schema
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import AATU, ANNA, CONTACT, FIRST, OFFER, Team, euros, told

# --- Once -------------------------------------------------------------------------------------------------------------


def test_a_delivery_that_comes_again_gets_the_answer_it_got(team: Team) -> None:
    deal = team.new()
    by = team.by(ANNA, "event:1")
    first = move.advance(team.ledger, by, deal)
    before = team.everything()
    team.clock.move_by(timedelta(days=3))
    assert move.advance(team.ledger, by, deal) == Unchanged(first.notice)
    assert team.ledger.answered(by) == Unchanged(first.notice)
    assert team.everything() == before


def test_the_answer_to_a_change_reads_no_name_and_no_stage_again(team: Team) -> None:
    deal = team.new("Acme Oy", 5)
    with team.ledger.read_session(team.by()) as session:
        stage_labels(session)
    done = move.advance(team.ledger, team.by(), deal)
    assert isinstance(done, Committed)
    asked: list[str] = []
    prepared.watchers.append(asked.append)
    with team.ledger.read_session(team.by(), done) as session:
        known = names(session, deals=[deal])
    prepared.watchers.remove(asked.append)
    assert known.deals[deal] == DealName("Acme Oy", "Acme Oy")
    assert known.stages[CONTACT].key == "stage_contact"
    assert asked == []


def test_a_name_that_this_change_writes_is_read_anew(team: Team) -> None:
    deal = team.new("Acme Oy", 5)

    def decide(work: UnitOfWork) -> None:
        state = deal_access(work, deal, Act.CHANGE).deal
        work.append(Renamed(name=work.text(schema.name, DEAL, deal, "Verkkokauppa")), deal, state)

    done = team.ledger.commit(team.by(), decide)
    assert isinstance(done, Committed)
    with team.ledger.read_session(team.by(), done) as session:
        assert names(session, deals=[deal]).deals[deal].name == "Verkkokauppa"


def test_any_of_its_keys_tells_a_delivery_again(team: Team) -> None:
    deal = team.new("Acme", 5)
    first = move.advance(team.ledger, team.by(ANNA, "trigger:1", "view:1"), deal)
    assert move.advance(team.ledger, team.by(ANNA, "view:1", "trigger:2"), deal, to_stage=OFFER) == Unchanged(
        first.notice
    )
    assert team.there(deal).stage_no == CONTACT


def test_a_key_named_twice_is_one_key(team: Team) -> None:
    deal = team.new()
    move.advance(team.ledger, team.by(ANNA, "event:2", "event:2"), deal)
    assert team.there(deal).stage_no == CONTACT


def test_an_answer_comes_again_with_its_money_and_its_days(team: Team) -> None:
    fields: Any = {"deal": 1, "from_stage": 1, "to_stage": 2, "business_days": 0}
    notice = DealWon(**fields, amount=euros(5), day=date(2026, 6, 1))
    by = team.by(ANNA, "event:3")

    def decide(work: UnitOfWork) -> Notice:
        settings.put(work, ANNA, {"language": "en"})
        return notice

    team.ledger.commit(by, decide)
    assert team.ledger.answered(by) == Unchanged(notice)


def test_a_delivery_that_comes_again_and_would_come_to_nothing_gets_its_first_answer(team: Team) -> None:
    by = team.by(ANNA, "event:8")

    def decide(work: UnitOfWork) -> Notice:
        return SettingsSaved(change=work.change_no if settings.put(work, ANNA, {"language": "en"}) else None)

    first = team.ledger.commit(by, decide)
    assert isinstance(first, Committed)
    assert first.notice == SettingsSaved(change=team.last_event)
    assert team.ledger.commit(by, decide) == Unchanged(first.notice)
    assert team.ledger.commit(team.by(), decide) == Unchanged(SettingsSaved(change=None))


def test_a_delivery_whose_change_had_nothing_to_answer_is_carried_out_once(team: Team) -> None:
    by = team.by(ANNA, "event:9")
    languages = iter(["en", "fi"])

    def decide(work: UnitOfWork) -> None:
        settings.put(work, ANNA, {"language": next(languages)})

    first = team.ledger.commit(by, decide)
    assert isinstance(first, Committed)
    assert first.notice is None
    assert team.ledger.commit(by, decide) == Unchanged(None)
    with team.ledger.storage.read() as connection:
        assert settings.own_language(connection, team.workspace_no, ANNA) == "en"


def test_the_same_key_in_another_workspace_is_another_delivery(team: Team, other_team: Team) -> None:
    ours, theirs = team.new(), other_team.new()
    move.advance(team.ledger, team.by(ANNA, "event:4"), ours)
    move.advance(other_team.ledger, other_team.by(ANNA, "event:4"), theirs)
    assert other_team.there(theirs).stage_no == CONTACT


def test_a_refusal_claims_nothing_so_that_the_corrected_one_is_taken(team: Team) -> None:
    deal = team.story("2.3. new Acme · 3.3. →")
    by = team.by(ANNA, "view:5")
    for _ in range(3):
        with pytest.raises(errors.Missing):
            move.advance(team.ledger, by, deal, to_stage=OFFER)
    move.advance(team.ledger, by, deal, to_stage=OFFER, given=Given(amount=euros(5)))
    assert team.there(deal).stage_no == OFFER


def test_what_changes_nothing_leaves_nothing(team: Team) -> None:
    deal = team.new()
    first = team.snooze(deal, days=5)
    before = team.everything()
    assert team.snooze(deal, days=5) == first
    assert team.everything() == before


def test_an_error_in_the_middle_leaves_nothing(team: Team) -> None:
    before = team.everything()

    def decide(work: UnitOfWork) -> None:
        stages.add_default_pipeline(work)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        team.ledger.commit(team.by(), decide)
    assert team.everything() == before
    assert team.is_sound()


def test_sending_is_woken_after_a_commit_and_only_then(team: Team) -> None:
    woken: list[int] = []
    ledger = Ledger(team.ledger.storage, team.clock, SUBJECTS, on_commit=lambda: woken.append(team.last_event))
    deal = team.new()
    move.advance(ledger, team.by(ANNA, "event:6"), deal)
    assert woken == [team.last_event]
    move.advance(ledger, team.by(ANNA, "event:6"), deal)
    with pytest.raises(errors.MovedJustNow):
        move.advance(ledger, team.by(), deal)
    assert len(woken) == 1


def test_a_workspace_begins_once(team: Team) -> None:
    before = team.everything()
    assert not begin_workspace(team.ledger.storage, team.clock, team.workspace_no)
    assert team.everything() == before


# --- Time -------------------------------------------------------------------------------------------------------------


def test_time_in_the_ledger_does_not_go_back_when_the_clock_does(team: Team) -> None:
    deal = team.new()
    at = team.clock.now()
    team.clock.move_by(timedelta(hours=-5))
    team.advance(deal)
    assert team.there(deal).stay_at == at
    team.clock.move_by(timedelta(hours=6))
    team.advance(deal, to_stage=FIRST)
    assert team.there(deal).stay_at == at + timedelta(hours=1)
    assert team.is_sound()


def test_moments_are_kept_to_the_microsecond_and_in_utc(team: Team) -> None:
    team.clock.move_by(timedelta(microseconds=123_456))
    deal = team.new()
    assert team.there(deal).stay_at == team.clock.now()
    assert team.there(deal).stay_at.utcoffset() == timedelta(0)


# --- What is kept where -----------------------------------------------------------------------------------------------


def test_no_typed_text_is_in_an_event_an_answer_or_an_outbox_row(team: Team) -> None:
    secret = "Salainen"
    opened = open.new(team.ledger, team.by(), open.NewDeal(secret, secret, euros(5), source=secret))
    deal = told(opened, DealCreated).deal
    team.advance(deal, given=Given(note=secret))
    team.step(deal, words=secret)
    team.lost(deal, reason=secret)
    team.undo()
    kept = team.everything()
    holding = {table for table, rows in kept.items() if any(secret in row for row in rows)}
    assert holding == {"name", "words"}


def test_what_is_said_waits_under_its_occasion_and_is_said_once(team: Team) -> None:
    def decide(work: UnitOfWork) -> None:
        work.say(OutboxMessage("stuck:1:2:1", Lane.POSTS, StuckReminder(deal=1), work.now, to_member=ANNA))
        settings.put(work, ANNA, {"language": "fi" if work.change_no % 2 else "en"})

    for _ in range(2):
        team.ledger.commit(team.by(), decide)
    assert team.ask("SELECT key, state FROM outbox WHERE workspace_no = :w") == [("stuck:1:2:1", "waiting")]


def test_an_import_wants_no_card_and_a_person_does(team: Team) -> None:
    deal = team.new()
    assert team.ask("SELECT deal_no, wanted, shown FROM card WHERE workspace_no = :w") == [(deal, team.last_event, 0)]
    team.advance(deal)
    assert team.ask("SELECT wanted, shown FROM card WHERE workspace_no = :w") == [(team.last_event, 0)]


def test_erasure_may_stand_on_any_subject(team: Team) -> None:
    team.new()
    team.do(lambda work: work.append(Erased(), 1, _customer(team), subject=CUSTOMER), AATU, Via.FORM)
    assert team.ask("SELECT last_no FROM customer WHERE workspace_no = :w") == [(team.last_event,)]
    assert team.is_sound()


def _customer(team: Team) -> CustomerState:
    asked = "SELECT customer_no, name, last_no FROM customer WHERE workspace_no = :w"
    return CustomerState(*team.ask(asked)[0])


# --- Rules that are remembered ----------------------------------------------------------------------------------------


def _limit(team: Team, days: int) -> None:
    def decide(work: UnitOfWork) -> None:
        work.append(StageChanged(field="limit_days", value=days), FIRST, stages.of_workspace(work).by_no(FIRST))

    team.do(decide)


def test_rules_that_another_process_changed_are_seen_at_once(team: Team) -> None:
    other = Ledger(Storage.open(team.ledger.storage.url), team.clock, SUBJECTS)

    def known(ledger: Ledger) -> int | None:
        with ledger.read_session(team.by()) as session:
            return stages.of_workspace(session).by_no(FIRST).limit_days

    assert (known(team.ledger), known(other)) == (10, 10)
    _limit(team, 3)
    assert (known(team.ledger), known(other)) == (3, 3)
    other.storage.close()


def _nothing_due_this_year(team: Team) -> None:
    with team.ledger.storage.write(Deadline.after(5)) as connection:
        far = text("UPDATE deal_watch SET due_at = '2027-01-01 00:00:00.000000' WHERE workspace_no = :w")
        connection.execute(far, {"w": team.workspace_no})


@pytest.mark.parametrize("what", ["a stage's limit", "the workspace's holidays"])
def test_what_moves_limits_makes_the_tick_look_at_every_open_deal(team: Team, what: str) -> None:
    deals = [team.new(), team.new()]
    team.story(f"3.3. #{deals[1]} lost no")
    _nothing_due_this_year(team)
    if what == "a stage's limit":
        _limit(team, 3)
    else:
        team.do(lambda work: settings.put(work, settings.WORKSPACE, {"country": "SE"}), AATU, Via.FORM)
    due = dict(team.ask("SELECT deal_no, due_at FROM deal_watch WHERE workspace_no = :w"))
    assert [str(due[deal])[:4] for deal in deals] == ["2026", "2027"]


def test_ones_own_setting_moves_no_limit(team: Team) -> None:
    deal = team.new()
    _nothing_due_this_year(team)
    team.do(lambda work: settings.put(work, ANNA, {"language": "en"}), ANNA, Via.FORM)
    assert str(team.ask("SELECT due_at FROM deal_watch WHERE workspace_no = :w")[0][0])[:4] == "2027"
    assert team.there(deal).stage_no == FIRST


def test_what_was_read_before_it_was_forgotten_is_not_remembered(team: Team) -> None:
    """Somebody looks while a person's profile changes: what they saw then is theirs alone."""

    def zone(session: ReadSession) -> str:
        def load() -> str:
            profile = members.profile_of(session.connection, team.workspace_no, ANNA)
            assert profile is not None
            return profile.zone

        return session.remembered("zone", load)

    def lives(place: str) -> None:
        with team.ledger.storage.write(Deadline.after(5)) as connection:
            members.save_profile(connection, team.workspace_no, Profile(ANNA, "Anna", place, None, active=True))
        team.ledger.cache.forget(team.workspace_no)

    lives("Europe/Helsinki")
    with team.ledger.read_session(team.by()) as early:
        assert early.rules_no  # it has begun to read
        lives("Europe/Stockholm")
        zone(early)

    with team.ledger.read_session(team.by()) as late:
        assert zone(late) == "Europe/Stockholm"
