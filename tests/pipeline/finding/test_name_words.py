"""The words of names are kept with the names: in the same commit, through every change, its undo, and an erasure."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.customers.events import CUSTOMER, CustomerRenamed
from pipeline.customers.projection import CustomerState
from pipeline.deals import open as opening
from pipeline.deals.events import DEAL, Renamed
from pipeline.deals.projection import DealState
from pipeline.exchange.load import load
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.ledger.verify import verify
from pipeline.messages.change_notices import DealCreated
from pipeline.storage import migrate, schema
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.databases import BRANCHES, Databases
from tests.pipeline.exchange.test_load import many
from tests.pipeline.storage.test_older_databases import as_before_0003
from tests.pipeline.team import AATU, ANNA, Team, change_of, team_in, told

TABLES = ("word", "word_tail", "deal_word", "customer_word")


def words_of_deal(team: Team, deal_no: int, *, closed: int = 0) -> set[str]:
    asked = "SELECT word FROM deal_word WHERE workspace_no = :w AND deal_no = :deal AND closed = :closed"
    return {row.word for row in team.ask(asked, deal=deal_no, closed=closed)}


def known_words(team: Team) -> set[str]:
    return {row.word for row in team.ask("SELECT word FROM word WHERE workspace_no = :w")}


def new(team: Team, customer: str, name: str) -> int:
    return told(opening.new(team.ledger, team.by(), opening.NewDeal(customer, name)), DealCreated).deal


def rename(team: Team, deal_no: int, name: str) -> None:
    def decide(work: UnitOfWork) -> None:
        state = work.head_of((DEAL, deal_no))
        assert isinstance(state, DealState)
        work.append(Renamed(name=work.text(schema.name, DEAL, deal_no, name)), deal_no, state)

    team.do(decide, ANNA, Via.COMMAND)


def rename_customer(team: Team, customer_no: int, name: str) -> None:
    def decide(work: UnitOfWork) -> None:
        state = work.head_of((CUSTOMER, customer_no))
        assert isinstance(state, CustomerState)
        number = work.text(schema.name, CUSTOMER, customer_no, name, folded=name.casefold())
        work.append(CustomerRenamed(name=number), customer_no, state)

    team.do(decide, AATU, Via.COMMAND)


def test_a_new_deal_has_the_words_of_both_its_names(team: Team) -> None:
    deal = new(team, "Acme Oy", "lietepumppu")

    assert words_of_deal(team, deal) == {"acme", "lietepumppu", "=acme", "=lietepumppu"}
    assert known_words(team) == {"acme", "lietepumppu"}
    tails = team.ask("SELECT tail FROM word_tail WHERE workspace_no = :w AND word = 'lietepumppu' ORDER BY tail DESC")
    assert [row.tail for row in tails][:2] == ["umppu", "tepumppu"]
    assert team.is_sound()


def test_the_words_of_a_closed_deal_say_so_and_of_a_reopened_one_no_more(team: Team) -> None:
    deal = team.new("Acme Oy")

    team.lost(deal)
    assert (words_of_deal(team, deal), words_of_deal(team, deal, closed=1)) == (set(), {"acme", "=acme"})

    team.undo()
    assert (words_of_deal(team, deal), words_of_deal(team, deal, closed=1)) == ({"acme", "=acme"}, set())
    assert team.is_sound()


def test_a_move_to_an_open_stage_writes_no_words(team: Team) -> None:
    deal = team.new("Acme Oy")
    before = {table: team.everything()[table] for table in TABLES}

    team.advance(deal)

    assert {table: team.everything()[table] for table in TABLES} == before


def test_an_undone_opening_leaves_no_words_and_done_again_it_has_them_again(team: Team) -> None:
    opened = team.story("2.3. new Acme Oy")
    before = {table: team.everything()[table] for table in TABLES}

    undone = change_of(team.undo())
    assert [team.count(table) for table in TABLES] == [0, 0, 0, 0]
    assert team.is_sound()

    team.undo(undone)
    assert {table: team.everything()[table] for table in TABLES} == before
    assert words_of_deal(team, opened)
    assert team.is_sound()


def test_a_renamed_deal_is_found_by_its_new_name_and_what_is_used_elsewhere_stays(team: Team) -> None:
    deal, _other = new(team, "Acme Oy", "pumppu"), new(team, "Beta Oy", "pumppu")

    rename(team, deal, "venttiili")

    assert words_of_deal(team, deal) == {"acme", "venttiili", "=acme", "=venttiili"}
    assert known_words(team) == {"acme", "beta", "pumppu", "venttiili"}
    assert team.is_sound()
    team.undo()
    assert known_words(team) == {"acme", "beta", "pumppu"}
    assert team.is_sound()


def test_a_renamed_customer_takes_all_its_deals_along(team: Team) -> None:
    first, second, closed = new(team, "Acme Oy", "pumppu"), new(team, "Acme Oy", "venttiili"), team.new("Acme Oy")
    team.lost(closed)

    rename_customer(team, team.there(first).customer_no, "Beta Oy")

    assert words_of_deal(team, first) == {"beta", "pumppu", "=beta", "=pumppu"}
    assert words_of_deal(team, second) == {"beta", "venttiili", "=beta", "=venttiili"}
    assert words_of_deal(team, closed, closed=1) == {"beta", "=beta", "acme", "=acme"}  # its own name is Acme Oy
    assert {row.word for row in team.ask("SELECT word FROM customer_word WHERE workspace_no = :w")} == {
        "beta",
        "=betaoy",
        "~beta",
    }
    assert team.is_sound()
    team.undo(team.last_event, AATU)
    assert words_of_deal(team, first) == {"acme", "pumppu", "=acme", "=pumppu"}
    assert team.is_sound()


def test_erased_names_leave_no_word_behind(team: Team) -> None:
    deal = new(team, "Matti Meikäläinen", "kattoremontti")
    kept = new(team, "Acme Oy", "kattoremontti")
    customer_no = team.there(deal).customer_no

    def erase(work: UnitOfWork) -> None:
        work.erase_texts((DEAL, deal))
        work.erase_texts((CUSTOMER, customer_no))

    team.do(erase, AATU, Via.COMMAND)

    assert words_of_deal(team, deal) == set()
    assert known_words(team) == {"acme", "kattoremontti"}
    assert words_of_deal(team, kept) == {"acme", "kattoremontti", "=acme", "=kattoremontti"}
    assert team.is_sound()


def test_what_was_erased_is_in_no_table_and_nowhere_in_sqlites_file(databases: Databases) -> None:
    url = databases.fresh()
    storage = Storage.open(url)
    team = team_in(storage)
    deal = new(team, "Zyxqvetti", "zyxqvarasto")
    customer_no = team.there(deal).customer_no

    def erase(work: UnitOfWork) -> None:
        work.erase_texts((DEAL, deal))
        work.erase_texts((CUSTOMER, customer_no))

    team.do(erase, AATU, Via.COMMAND)

    file = storage.file
    assert [team.count(table) for table in TABLES] == [0, 0, 0, 0]
    storage.close()  # brings what is in the log beside it into the file
    assert file is None or b"yxqv" not in file.read_bytes().lower()


def test_an_import_keeps_the_words_of_all_its_deals(team: Team, tmp_path: Path) -> None:
    load(team.ledger, team.workspace_no, many(tmp_path, 120))

    assert "customer" in known_words(team)
    assert team.is_sound()


TAMPERED = {
    "a word that no name has": ("INSERT INTO word (workspace_no, word) VALUES (:w, 'beta')", "word"),
    "a word is missing": ("DELETE FROM word WHERE workspace_no = :w AND word = 'acmetehdas'", "word"),
    "an end is missing": ("DELETE FROM word_tail WHERE workspace_no = :w AND tail = 'tehdas'", "word_tail"),
    "a deal lacks a word": ("DELETE FROM deal_word WHERE workspace_no = :w AND word = 'acmetehdas'", "deal_word"),
    "an open deal is kept as closed": ("UPDATE deal_word SET closed = 1 WHERE workspace_no = :w", "deal_word"),
    "a customer lacks a word": ("DELETE FROM customer_word WHERE workspace_no = :w", "customer_word"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_finds_words_that_are_not_those_of_the_names(team: Team, what: str) -> None:
    statement, table = TAMPERED[what]
    team.new("Acmetehdas Oy")
    with team.ledger.storage.write(Deadline.after(60)) as connection:
        connection.execute(text(statement), {"w": team.workspace_no})

    assert {each.table for each in verify(team.ledger.storage, SUBJECTS, team.workspace_no)} == {table}


def test_a_database_without_words_gets_those_of_the_names_it_has(databases: Databases) -> None:
    url = databases.fresh()
    storage = Storage.open(url)
    team, other = team_in(storage, workspace_no=1), team_in(storage, workspace_no=2)
    for at in (team, other):
        new(at, "O'Brien & Sons Ltd", "lietepumppu")
        at.lost(at.new("Acme Oy"))
    before = [at.everything() for at in (team, other)]
    as_before_0003(storage)

    migrate.upgrade(url, BRANCHES)

    after = [at.everything() for at in (team, other)]
    assert [each | {"line": []} for each in after] == [each | {"line": []} for each in before]  # the chain begins there
    assert team.is_sound()
    assert other.is_sound()
    storage.close()
