"""The database ails: people are told what is not saved and why; whoever keeps it running reads it in the log, once."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from structlog.testing import capture_logs

from pipeline.storage.engine import Deadline
from pipeline.storage.health import StorageFault
from tests.pipeline.storage.test_trouble import limit_pages, may_write
from tests.scenarios.town import SELLER, Town

FULL = "Ei tallennettu: levy on täynnä."
LONG = "pitkä muistiinpano " * 150  # more than a page of the database has room for


def writer_of(town: Town) -> sqlite3.Connection:
    """The one connection that writes, as it rests between changes."""
    with town.bot.storage.write(Deadline.after(10)) as connection:
        writer = connection.connection.driver_connection
    assert isinstance(writer, sqlite3.Connection)
    return writer


def test_that_the_disk_is_full_is_logged_once_for_who_keeps_it_running(own_town: Town) -> None:
    town, name, secret = own_town, own_town.new_deal(), "salainen " * 300
    writer = writer_of(town)
    limit_pages(writer, 1)  # SQLite takes this as: no page more than there are
    with capture_logs() as logged:
        for _ in range(3):
            assert FULL in town.type(SELLER, f"/deal siirrä {name} -- {secret}")
        town.bot.tick()
        limit_pages(writer, 100_000)
        town.bot.tick()
        assert "Yhteydenotto" in town.type(SELLER, f"/deal siirrä {name} -- {secret}")

    told = [each for each in logged if each.get("reason") == "disk_full"]
    assert [(each["event"], each["log_level"]) for each in told] == [
        ("database_write_failed", "error"), ("database_writable_again", "warning")
    ]  # fmt: skip
    assert "salainen" not in str(logged)


def test_a_lock_of_another_process_is_noticed_by_who_is_to_send_and_its_end_by_the_tick(own_town: Town) -> None:
    file, outage = own_town.bot.storage.file, own_town.bot.services.outage
    assert file is not None
    own_town.slack.fault("http_500", method="chat.postMessage", n=50)  # so that there is always something to be sent
    with capture_logs() as logged, closing(sqlite3.connect(file, isolation_level=None)) as another:
        own_town.new_deal()
        another.execute("BEGIN IMMEDIATE")
        own_town.until_bot(lambda _: outage.fault is StorageFault.LOCKED)
        another.execute("ROLLBACK")
        own_town.bot.tick()

    assert outage.fault is None
    assert {"database_write_failed", "database_writable_again"} <= {str(each["event"]) for each in logged}


def test_on_a_full_disk_everybody_is_told_so_where_they_asked(own_town: Town) -> None:
    town, seller = own_town, own_town.newcomer()
    thread = town.thread_of(seller)
    another, english = seller.new_deal(), town.newcomer()
    english.reads("en")
    seller.type(f"/deal muistiinpano {another}")
    english.type(f"/deal uusi {town.new_name()}, 100 €")
    before, count, writer = town.changes(), len(thread.replies()), writer_of(town)
    limit_pages(writer, 1)

    assert FULL in town.type(seller.user, f"/deal siirrä {another} -- {LONG}")
    assert FULL in str(seller.fill(note=LONG)["errors"])
    assert "Not saved: the disk is full. Tell an admin" in str(english.fill(note=LONG)["errors"])
    thread.says(f"siirrä -- {LONG}", FULL)
    town.slack.clock(by="6m")  # when Slack would bring again what nobody took
    assert len(thread.replies()) == count + 2
    assert town.changes() == before

    limit_pages(writer, 100_000)
    assert not seller.fill(note=LONG).get("errors")
    thread.says(f"siirrä -- {LONG}", "Tunnistaminen → Yhteydenotto")
    assert town.verified()


def test_of_a_database_that_can_only_be_read_the_person_is_told_and_a_press_may_be_made_again(own_town: Town) -> None:
    seller = own_town.newcomer()
    name = seller.new_deal()
    own_town.card(name)
    may_write(writer := writer_of(own_town), False)

    seller.press_card("Siirrä: Yhteydenotto", name)
    seller.told("Ei tallennettu: tietokantaan ei voi nyt kirjoittaa. Kerro ylläpitäjälle")

    may_write(writer, True)
    seller.press_card("Siirrä: Yhteydenotto", name)
    seller.told("Tunnistaminen → Yhteydenotto")


def test_an_emoji_that_cannot_be_saved_is_answered_to_its_person_alone(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.slack.clock(by="35d")
    reminder, changes = own_town.direct(SELLER, name), own_town.changes()
    may_write(writer := writer_of(own_town), False)

    own_town.slack.react(SELLER, own_town.room(SELLER), reminder["ts"], "zzz")
    own_town.told(SELLER, "Ei tallennettu: tietokantaan ei voi nyt kirjoittaa. Kerro ylläpitäjälle")

    may_write(writer, True)
    assert own_town.changes() == changes
