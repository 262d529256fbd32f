"""A database of an earlier schema is brought to this one with all that is in it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import inspect, text

from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from tests.databases import BRANCHES, Databases
from tests.pipeline.team import team_in

#: Nothing was kept of what a posted forecast expected of new deals, and of why its sums changed.
BEFORE_0008 = (
    "DROP TABLE statement_change",
    "ALTER TABLE statement DROP COLUMN compared_day",
    "ALTER TABLE statement_period DROP COLUMN new_wins",
    "ALTER TABLE statement_money DROP COLUMN new_sum",
    "ALTER TABLE statement_money DROP COLUMN growth",
    "ALTER TABLE receipt DROP COLUMN close_day",
    "ALTER TABLE receipt DROP COLUMN is_ours",
    "UPDATE alembic_version SET version_num = 'core_0007' WHERE version_num = 'core_0008'",
)
#: There were one pipeline with stages, and no lists and fields of the workspace's own.
BEFORE_0007 = (
    *BEFORE_0008,
    *(f"DROP TABLE {name}" for name in "pipeline target option field value pipeline_member".split()),
    "DROP INDEX ix_deal_won",
    "ALTER TABLE member DROP COLUMN sees",
    "ALTER TABLE line DROP COLUMN option_no",
    "ALTER TABLE line DROP COLUMN field_no",
    "UPDATE alembic_version SET version_num = 'core_0006' WHERE version_num = 'core_0007'",
)
#: Nothing was known of offers and of what follows a win.
BEFORE_0006 = (
    *BEFORE_0007,
    "DROP TABLE offer",
    "DROP TABLE checkin",
    "DROP TABLE problem",
    "DROP TABLE deal_due",
    *(f"ALTER TABLE deal DROP COLUMN {name}" for name in "is_delivered delivered_day late_because also".split()),
    "ALTER TABLE line DROP COLUMN offer_no",
    "UPDATE alembic_version SET version_num = 'core_0005' WHERE version_num = 'core_0006'",
)
#: Nothing was known of needs, touches and contacts.
BEFORE_0005 = (
    *BEFORE_0006,
    "DROP INDEX ix_deal_board",
    "CREATE INDEX ix_deal_board ON deal "
    "(workspace_no, pipeline_no, stage_no, currency, amount, stay_at, state) WHERE state = 'open'",
    "DROP TABLE touch",
    "DROP TABLE need",
    "DROP TABLE contact",
    "ALTER TABLE customer DROP COLUMN business_id",
    "ALTER TABLE customer DROP COLUMN domain",
    "ALTER TABLE deal DROP COLUMN last_out",
    "ALTER TABLE deal DROP COLUMN last_in",
    "ALTER TABLE line DROP COLUMN contact_no",
    "UPDATE alembic_version SET version_num = 'core_0004' WHERE version_num = 'core_0005'",
)
#: Nothing could be put right, and no chain was kept of events.
BEFORE_0004 = (
    *BEFORE_0005,
    "DROP INDEX ix_customer_merged",
    "ALTER TABLE customer DROP COLUMN merged_into",
    "DROP TABLE absence",
    *(
        f"ALTER TABLE deal DROP COLUMN {name}"
        for name in "source_kind source_option follows step_at first_promised_day lost_kind lost_option also_kind "
        "said_by returns".split()
    ),
    "ALTER TABLE line DROP COLUMN digest",
    "ALTER TABLE line DROP COLUMN chained_after",
    "UPDATE alembic_version SET version_num = 'core_0003' WHERE version_num = 'core_0004'",
)
#: No words were kept of names.
BEFORE_0003 = (
    *BEFORE_0004,
    "DROP TABLE word",
    "DROP TABLE word_tail",
    "DROP TABLE deal_word",
    "DROP TABLE customer_word",
    "UPDATE alembic_version SET version_num = 'core_0002' WHERE version_num = 'core_0003'",
)
#: `stay` as core_0001 made it: a deal's stays were found by an index of their own.
BEFORE_0002 = (
    *BEFORE_0003,
    "DROP INDEX ix_deal_watch_stuck",
    "ALTER TABLE stay RENAME TO newer",
    "CREATE TABLE stay (workspace_no INTEGER NOT NULL, no BIGINT NOT NULL, deal_no BIGINT NOT NULL, "
    "stage_no BIGINT NOT NULL, started_at {moment} NOT NULL, ended_at {moment}, ended_no BIGINT, "
    "CONSTRAINT pk_stay_then PRIMARY KEY (workspace_no, no))",
    "INSERT INTO stay SELECT workspace_no, no, deal_no, stage_no, started_at, ended_at, ended_no FROM newer",
    "DROP TABLE newer",
    "CREATE INDEX ix_stay_of_deal ON stay (workspace_no, deal_no, no)",
    "UPDATE alembic_version SET version_num = 'core_0001' WHERE version_num = 'core_0002'",
)
MOMENTS = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database "
    "WHERE NOT granted AND datname = current_database()"
)


def as_before_0003(storage: Storage) -> None:
    """Take away the words of names."""
    _carry_out(storage, BEFORE_0003)


def as_before_0002(storage: Storage) -> None:
    """Give `stay` the shape that it had."""
    _carry_out(storage, BEFORE_0002)


def _carry_out(storage: Storage, statements: Sequence[str]) -> None:
    with storage.writer.begin() as connection:
        for each in statements:
            connection.execute(text(each.format(moment=MOMENTS[connection.dialect.name])))


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.fresh()


def test_stays_are_laid_beside_each_other_and_none_is_lost(url: str) -> None:
    storage = Storage.open(url)
    team = team_in(storage)
    deals = [team.new(f"Customer {number}", 100) for number in range(3)]
    for deal in deals[1:]:
        team.advance(deal)
    before = {deal: team.stays(deal) for deal in deals}
    as_before_0002(storage)
    migrate.upgrade(url, BRANCHES)
    assert {deal: team.stays(deal) for deal in deals} == before
    with storage.read() as connection:
        key = inspect(connection).get_pk_constraint("stay")
        assert inspect(connection).get_indexes("stay") == []
    assert key["constrained_columns"] == ["workspace_no", "deal_no", "no"]
    assert key["name"] in ("pk_stay", "pk_stay_by_deal")
    team.advance(deals[0])
    assert team.is_sound()
    storage.close()


def test_a_change_of_an_older_program_is_let_finish_before_the_tables_are_changed(postgresql_url: str) -> None:
    """It has taken the line and read the deal, and writes the stay while the new program is waiting to migrate."""
    storage = Storage.open(postgresql_url)
    team = team_in(storage)
    deal = team.new("Acme", 100)
    as_before_0002(storage)
    with ThreadPoolExecutor(1) as programs:
        with storage.writer.begin() as older:
            older.execute(text("SELECT * FROM line WHERE workspace_no = :w FOR UPDATE"), {"w": team.workspace_no})
            older.execute(text("SELECT * FROM deal WHERE workspace_no = :w"), {"w": team.workspace_no})
            newer = programs.submit(migrate.upgrade, postgresql_url, BRANCHES)
            while not newer.done() and not older.scalar(WAITING):
                Event().wait(0.01)
            older.execute(text("UPDATE stay SET stage_no = stage_no WHERE workspace_no = :w"), {"w": team.workspace_no})
        newer.result(60)
    team.advance(deal)
    assert team.is_sound()
    storage.close()
