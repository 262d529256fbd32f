"""Fresh, migrated databases for tests: a copied SQLite file, or a PostgreSQL database made from a template."""

import itertools
import os
import shutil
import sqlite3
import zlib
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, make_url

from bot.slack.schema import MIGRATIONS
from pipeline.storage import migrate
from tests import postgres

BRANCHES = [MIGRATIONS]
KINDS = ("sqlite", "postgresql")


def kind_for(name: str) -> str:
    """The kind of database on which a costly test of this name runs in `make test`; in `make soak` it is the other one.

    What a database must do, the tests of the core hold it to on both.
    """
    return kind_by_turn(zlib.crc32(name.encode()))


def kind_by_turn(turn: int) -> str:
    """One kind after the other; in `make soak` the other one."""
    return KINDS[(turn + is_soak()) % len(KINDS)]


def is_soak() -> bool:
    """Whether `make soak` runs the tests, and not `make test`."""
    return "PUTKI_TEST_SOAK" in os.environ


class Databases(Protocol):
    """Where a test gets a database of its own."""

    def fresh(self) -> str:
        """The URL of a new database with Putki's schema and nothing in it."""
        ...

    def empty(self) -> str:
        """The URL of a new database without any table, for tests of the migrations."""
        ...

    def copied(self, url: str) -> str:
        """The URL of a new database with all that is in this one, which nobody uses now: a backup, restored."""
        ...

    def remove(self, url: str) -> None:
        """Let a database that nobody uses any more be gone."""
        ...


class SqliteFiles:
    """Databases as files in a folder; each is a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        self.numbers = itertools.count(1)
        migrate.upgrade(f"sqlite:///{self.template}", BRANCHES)

    def fresh(self) -> str:
        url = self.empty()
        shutil.copy(self.template, make_url(url).database or "")  # with its mode: it is its owner's alone
        return url

    def empty(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite3'}"

    def copied(self, url: str) -> str:
        copy = self.empty()
        with closing(sqlite3.connect(_file(url))) as source, closing(sqlite3.connect(_file(copy))) as target:
            source.backup(target)
        return copy

    def remove(self, url: str) -> None:
        for file in self.folder.glob(f"{Path(make_url(url).database or '').name}*"):
            file.unlink()


class PostgresqlDatabases:
    """Databases of one server; each is made from a template that was migrated once."""

    def __init__(self, server: URL, prefix: str) -> None:
        self.server = server
        self.prefix = prefix
        self.template = f"{prefix}_template"
        self.numbers = itertools.count(1)
        self.admin = psycopg.connect(_conninfo(server), autocommit=True)
        self._create(self.template, template="template0")
        migrate.upgrade(self._url(self.template), BRANCHES)

    def fresh(self) -> str:
        return self._url(self._create(self._next(), template=self.template))

    def empty(self) -> str:
        return self._url(self._create(self._next(), template="template0"))

    def copied(self, url: str) -> str:
        return self._url(self._create(self._next(), template=make_url(url).database or ""))

    def remove(self, url: str) -> None:
        self._drop(make_url(url).database or "")

    def drop_all(self) -> None:
        """Leave nothing on a server that is not ours."""
        names = self.admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [self.prefix.replace("_", r"\_") + r"\_%"]
        )
        for (name,) in names.fetchall():
            self._drop(name)
        self.admin.close()

    def _next(self) -> str:
        return f"{self.prefix}_{next(self.numbers)}"

    def _create(self, name: str, *, template: str) -> str:
        self._drop(name)
        create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(create.format(Identifier(name), Identifier(template)))
        return name

    def _drop(self, name: str) -> None:
        self.admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)


def _file(url: str) -> str:
    return make_url(url).database or ""


@contextmanager
def on_postgresql(worker: str) -> Generator[PostgresqlDatabases]:
    """Databases of the server that `PUTKI_TEST_DATABASE_URL` names, else of a throwaway one of this worker's."""
    named = os.environ.get("PUTKI_TEST_DATABASE_URL")
    if named is None:
        with postgres.server() as url:
            yield PostgresqlDatabases(make_url(url), "putki_test")
        return
    databases = PostgresqlDatabases(make_url(named), f"putki_test_{worker}")
    try:
        yield databases
    finally:
        databases.drop_all()


def _conninfo(server: URL) -> str:
    return server.set(drivername="postgresql").render_as_string(hide_password=False)
