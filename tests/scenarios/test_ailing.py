"""The database ails: people can only be told to try again, and whoever keeps it running reads why, once, in the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from structlog.testing import capture_logs

from pipeline.storage.engine import Deadline
from pipeline.storage.health import StorageFault
from tests.pipeline.storage.test_trouble import limit_pages
from tests.scenarios.test_busy import BUSY
from tests.scenarios.town import SELLER, Town


def test_that_the_disk_is_full_is_logged_once_for_who_keeps_it_running(own_town: Town) -> None:
    town, name, secret = own_town, own_town.new_deal(), "salainen " * 300
    with town.bot.storage.write(Deadline.after(10)) as connection:
        writer = connection.connection.driver_connection
    assert isinstance(writer, sqlite3.Connection)
    limit_pages(writer, 1)  # SQLite takes this as: no page more than there are
    with capture_logs() as logged:
        for _ in range(3):
            assert BUSY in town.type(SELLER, f"/deal siirrä {name} -- {secret}")
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
