"""An import brings whole histories into the ledger, once, while sellers go on working."""

import json
import os
import signal
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import event

from bot.language.file_values import READERS
from pipeline.clock import StandingClock
from pipeline.deals import move
from pipeline.deals.deal import Expected
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DEALS, DealState
from pipeline.exchange.history_file import Case, read_history, shift_weeks
from pipeline.exchange.load import CHUNK, ImportJob, ImportResult, load
from pipeline.exchange.problems import Reason
from pipeline.ledger.fold import true_at
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import inbox
from pipeline.people import settings
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import ANNA, BERTIL, CONTACT, FIRST, LEENA, LOST, OFFER, SALE, Team, team_in
from tests.processes import kills_itself

LABELS = {"stage_identification": FIRST, "stage_contact": CONTACT, "stage_offer": OFFER}
HEADER = "case_id,seq,stage,entered_at,amount,outcome,agent,product,customer,name,currency\n"
FILE = """
a,1,tunnistaminen,2025-05-05T09:00:00Z,,won,Anna,Servers,Öljy Oy,pumput,EUR
a,2,tarjous,2025-05-06T09:00:00Z,1000,won,Bertil,Servers,Öljy Oy,pumput,EUR
a,3,won,2025-05-09T09:00:00Z,900.50,won,Anna,Servers,Öljy Oy,pumput,EUR
b,1,yhteydenotto,2025-06-01,,lost,Nobody,,öljy oy,,EUR
b,2,lost,2025-06-01,,lost,Nobody,,öljy oy,,EUR
c,1,tarjous,2025-07-01T09:00:00Z,70,open,Bertil,,Acme,,SEK
"""


def shipment(tmp_path: Path, rows_: str, digest: str = "d1") -> ImportJob:
    file = tmp_path / f"{digest}.csv"
    file.write_text(HEADER + rows_.strip() + "\n")
    read = read_history(file, LABELS, READERS)
    assert read.problems == ()
    return ImportJob(read.cases, digest, {"Anna": ANNA, "Bertil": BERTIL}, LEENA)


def many(tmp_path: Path, count: int, digest: str = "many") -> ImportJob:
    told = "\n".join(
        f"{number},1,tunnistaminen,2025-05-05T09:00:00Z,{number},open,Anna,,Customer {number % 40},,EUR\n"
        f"{number},2,yhteydenotto,2025-05-07T09:00:00Z,{number},open,Anna,,Customer {number % 40},,EUR"
        for number in range(1, count + 1)
    )
    return shipment(tmp_path, told, digest)


def test_each_case_becomes_a_deal_with_its_past_its_owner_and_its_customer(team: Team, tmp_path: Path) -> None:
    seen: list[int] = []
    loaded = load(team.ledger, team.workspace_no, shipment(tmp_path, FILE), seen.append)
    assert loaded == ImportResult(deals=3, open=1, won=1, lost=1)
    assert seen == [3]
    won, lost, left = (team.there(deal) for deal in (1, 2, 3))
    assert [(each.stage_no, each.owner, each.amount, each.currency) for each in (won, lost, left)] == [
        (SALE, ANNA, 90_050, "EUR"),
        (LOST, LEENA, None, "EUR"),
        (OFFER, BERTIL, 7_000, "SEK"),
    ]
    assert won.customer_no == lost.customer_no
    assert (won.opened_at, won.stay_at) == (datetime(2025, 5, 5, 9, tzinfo=UTC), datetime(2025, 5, 9, 9, tzinfo=UTC))
    assert (won.promised_day, lost.lost_reason) == (None, None)
    assert team.is_sound()


def test_an_amount_becomes_known_when_the_file_says_so(team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, shipment(tmp_path, FILE))
    history = team.history((DEAL, 1))

    def amount_on(day: int) -> int | None:
        state = true_at(DEALS, history, datetime(2025, 5, day, 10, tzinfo=UTC)).state
        assert isinstance(state, DealState)
        return state.amount

    assert [amount_on(day) for day in (5, 6, 8, 9)] == [None, 100_000, 100_000, 90_050]


def test_an_import_is_one_batch_and_shows_no_cards(team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, many(tmp_path, CHUNK + 1))
    assert team.ask("SELECT DISTINCT batch_no FROM event WHERE workspace_no = :w AND via = 'import'") == [(1,)]
    assert team.count("card") == 0
    assert team.count("deal_watch") == CHUNK + 1


def test_a_file_that_is_brought_again_adds_nothing_also_when_answers_are_long_forgotten(
    team: Team, tmp_path: Path
) -> None:
    cargo = many(tmp_path, CHUNK + 3)
    load(team.ledger, team.workspace_no, cargo)
    with team.ledger.storage.write(Deadline.after(5)) as connection:
        inbox.delete_old(connection, team.clock.now() + timedelta(days=100))
    before = team.everything()
    assert load(team.ledger, team.workspace_no, cargo) == ImportResult(skipped=CHUNK + 3)
    assert team.everything() == before


def lines(count: int) -> list[str]:
    return [f"{number},1,tarjous,2025-05-05T09:00:00Z,{number},open,Anna,,Acme,,EUR" for number in range(1, count + 1)]


def test_a_file_brought_again_with_its_bad_row_mended_brings_that_deal_alone(team: Team, tmp_path: Path) -> None:
    told = lines(61)
    file = tmp_path / "told.csv"
    file.write_text(HEADER + "\n".join([*told[:60], told[60].replace("tarjous", "tarjuos")]))
    read = read_history(file, LABELS, READERS)
    assert [(each.line, each.reason) for each in read.problems] == [(62, Reason.UNKNOWN_STAGE)]
    assert load(team.ledger, team.workspace_no, ImportJob(read.cases, "bad", {}, LEENA)).deals == 60

    loaded = load(team.ledger, team.workspace_no, shipment(tmp_path, "\n".join(told), "mended"))
    assert loaded == ImportResult(deals=1, open=1, skipped=60)
    assert team.count("deal") == 61
    assert team.is_sound()


def test_a_mended_file_is_told_of_in_the_channel_by_what_it_brought(team: Team, tmp_path: Path) -> None:
    place: dict[str, str | int | None] = {settings.PLACE.format(pipeline=1): 1}
    team.do(lambda work: settings.put(work, settings.WORKSPACE, place))
    told = lines(3)
    load(team.ledger, team.workspace_no, shipment(tmp_path, "\n".join(told[1:]), "bad"))
    load(team.ledger, team.workspace_no, shipment(tmp_path, "\n".join(told), "mended"))
    said = team.ask(
        "SELECT says_values FROM outbox WHERE workspace_no = :w AND says = 'imported' ORDER BY event_no, key"
    )
    assert sorted(json.loads(values)["n"] for (values,) in said) == [1, 2]


def test_a_file_in_another_order_and_with_other_columns_beside_adds_nothing(team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, shipment(tmp_path, FILE))
    rows_ = [line.split(",") for line in (HEADER + FILE.strip()).splitlines()]
    turned = [rows_[0], *reversed(rows_[1:])]
    file = tmp_path / "turned.csv"
    file.write_text("\n".join(";".join(["region", *reversed(row)]) for row in turned))
    cases = read_history(file, LABELS, READERS).cases
    before = team.everything()
    assert load(team.ledger, team.workspace_no, ImportJob(cases, "turned", {}, LEENA)) == ImportResult(skipped=3)
    assert team.everything() == before


def test_a_history_shifted_to_another_week_is_known_again(team: Team, tmp_path: Path) -> None:
    cargo = shipment(tmp_path, FILE)
    load(team.ledger, team.workspace_no, cargo)
    shifted = ImportJob(shift_weeks(cargo.cases, date(2026, 2, 2)), "d1", {}, LEENA)
    assert load(team.ledger, team.workspace_no, shifted) == ImportResult(skipped=3)


def test_a_case_whose_rows_changed_is_named_with_its_line_and_left_as_it_is(team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, shipment(tmp_path, FILE))
    grown = FILE.strip() + "\nc,2,won,2025-08-01T09:00:00Z,80,won,Bertil,,Acme,,SEK"
    loaded = load(team.ledger, team.workspace_no, shipment(tmp_path, grown, "grown"))
    assert loaded == ImportResult(skipped=2, problems=loaded.problems)
    assert [(each.line, each.reason, each.text) for each in loaded.problems] == [(7, Reason.CHANGED, "c")]
    assert team.there(3).stage_no == OFFER
    assert team.count("deal") == 3


def test_a_case_from_the_future_comes_when_its_day_has_come(team: Team, tmp_path: Path) -> None:
    cargo = shipment(tmp_path, FILE.strip() + "\nx,1,tarjous,2026-03-09T09:00:00Z,5,open,Anna,,Later,,EUR")
    assert load(team.ledger, team.workspace_no, cargo).deals == 3
    team.clock.move_by(timedelta(days=10))
    assert load(team.ledger, team.workspace_no, cargo) == ImportResult(deals=1, open=1, skipped=3)
    assert load(team.ledger, team.workspace_no, cargo) == ImportResult(skipped=4)
    assert team.count("deal") == 4


def test_what_is_there_is_looked_up_in_few_questions(team: Team, tmp_path: Path) -> None:
    cargo = many(tmp_path, 1000)
    load(team.ledger, team.workspace_no, cargo)
    asked: list[str] = []
    for engine in (team.ledger.storage.reader, team.ledger.storage.writer):
        event.listen(engine, "before_cursor_execute", lambda *what: asked.append(what[2]))
    assert load(team.ledger, team.workspace_no, cargo) == ImportResult(skipped=1000)
    assert 0 < len(asked) < 10


def test_two_that_bring_one_file_at_the_same_time_bring_each_case_once(team: Team, tmp_path: Path) -> None:
    cargo = many(tmp_path, 3 * CHUNK)
    other = Ledger(Storage.open(team.ledger.storage.url), team.clock, SUBJECTS)
    brought: list[ImportResult] = []
    second = Thread(target=lambda: brought.append(load(other, team.workspace_no, cargo)))
    first = load(team.ledger, team.workspace_no, cargo, lambda _: second.start() if second.ident is None else None)
    second.join()
    other.storage.close()
    assert [first.deals + each.deals for each in brought] == [3 * CHUNK]
    assert team.count("deal") == 3 * CHUNK
    assert team.is_sound()


def test_customers_that_are_there_are_found_whatever_the_letter_case(team: Team, tmp_path: Path) -> None:
    deal = team.new("ÖLJY OY")
    load(team.ledger, team.workspace_no, shipment(tmp_path, FILE))
    assert team.there(deal).customer_no == team.there(deal + 1).customer_no
    assert team.count("customer") == 2


def test_a_case_from_the_future_is_named_with_its_line_and_the_others_are_brought(team: Team, tmp_path: Path) -> None:
    told = FILE.strip() + "\nx,1,tarjous,2026-12-24T09:00:00Z,5,open,Anna,,Later,,EUR"
    loaded = load(team.ledger, team.workspace_no, shipment(tmp_path, told))
    assert [(each.line, each.reason) for each in loaded.problems] == [(8, Reason.IN_THE_FUTURE)]
    assert loaded.deals == 3
    assert team.is_sound()


def test_the_channel_is_told_once_what_came_in_and_how_it_stands(team: Team, tmp_path: Path) -> None:
    place: dict[str, str | int | None] = {settings.PLACE.format(pipeline=1): 1}
    team.do(lambda work: settings.put(work, settings.WORKSPACE, place))
    told = FILE.strip() + "\nx,1,tarjous,2026-12-24T09:00:00Z,5,open,Anna,,Later,,EUR"
    load(team.ledger, team.workspace_no, shipment(tmp_path, told))
    load(team.ledger, team.workspace_no, shipment(tmp_path, told))
    ((values,),) = team.ask("SELECT says_values FROM outbox WHERE workspace_no = :w AND says = 'imported'")
    assert json.loads(values) == {"n": 3, "open": 1, "won": 1, "lost": 1}


def test_a_name_without_anything_to_read_is_passed_over(team: Team, tmp_path: Path) -> None:
    told = "x,1,tarjous,2025-12-24T09:00:00Z,5,open,Anna,pumps,\u200b,\u200b,EUR"
    load(team.ledger, team.workspace_no, shipment(tmp_path, told))
    names = [name for (name,) in team.ask("SELECT text FROM name WHERE workspace_no = :w ORDER BY no")]
    assert names == ["x", "pumps"]


def test_a_seller_waits_little_while_another_process_imports(team: Team, tmp_path: Path) -> None:
    deal = team.new()
    other = Ledger(Storage.open(team.ledger.storage.url), team.clock, SUBJECTS)
    cargo, brought, done = many(tmp_path, 8 * CHUNK), list[int](), Event()

    def bring() -> None:
        load(other, team.workspace_no, cargo, brought.append)
        done.set()

    importing = Thread(target=bring)
    importing.start()
    waits: list[int] = []
    while not done.is_set():
        before = len(brought)
        stay = team.there(deal).stay
        there = CONTACT if team.there(deal).stage_no == FIRST else FIRST
        move.advance(team.ledger, team.by(), deal, to_stage=there, expected=Expected(stay, there))
        waits.append(len(brought) - before)
    importing.join()
    other.storage.close()
    assert max(waits) <= 3  # parts of the import that went before: never the whole of it
    assert team.count("deal") == 8 * CHUNK + 1
    assert team.is_sound()


def _import_and_die(url: str, workspace_no: int, now: datetime, cargo: ImportJob, after: int) -> None:
    def progress(done: int) -> None:
        if done >= after:
            os.kill(os.getpid(), signal.SIGKILL)

    load(Ledger(Storage.open(url), StandingClock(now), SUBJECTS), workspace_no, cargo, progress)


def test_an_import_killed_half_way_is_gone_on_with(team: Team, tmp_path: Path) -> None:
    place: dict[str, str | int | None] = {settings.PLACE.format(pipeline=1): 1}
    team.do(lambda work: settings.put(work, settings.WORKSPACE, place))
    cargo = many(tmp_path, 3 * CHUNK)
    url, now = team.ledger.storage.url, team.clock.now()
    assert kills_itself(_import_and_die, url, team.workspace_no, now, cargo, 2 * CHUNK)
    assert team.count("deal") == 2 * CHUNK

    assert load(team.ledger, team.workspace_no, cargo) == ImportResult(deals=CHUNK, open=CHUNK, skipped=2 * CHUNK)
    ((values,),) = team.ask("SELECT says_values FROM outbox WHERE workspace_no = :w AND says = 'imported'")
    assert json.loads(values)["n"] == 3 * CHUNK
    assert team.ask("SELECT DISTINCT batch_no FROM event WHERE workspace_no = :w AND via = 'import'") == [(1,)]
    assert team.is_sound()


def test_an_imported_case_belongs_to_the_workspace_alone(team: Team, other_team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, shipment(tmp_path, FILE))
    before = other_team.everything()
    assert before["deal"] == []
    load(team_in(team.ledger.storage, team.clock).ledger, team.workspace_no, shipment(tmp_path, FILE, "other"))
    assert other_team.everything() == before


def test_a_case_keeps_the_order_of_days_without_times(team: Team, tmp_path: Path) -> None:
    cargo = shipment(tmp_path, FILE)
    load(team.ledger, team.workspace_no, cargo)
    lost: Case = cargo.cases[1]
    assert lost.last_at.date() == date(2025, 6, 1)
    assert [(stage, ended is None) for _no, stage, ended in team.stays(2)] == [(CONTACT, False), (LOST, True)]
