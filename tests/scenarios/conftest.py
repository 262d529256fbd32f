"""Fixtures of the scenarios: a town that tests share, and one of one's own."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.databases import Databases, SqliteFiles
from tests.scenarios.town import Town, playing


@pytest.fixture(scope="session")
def town(databases: Databases) -> Generator[Town]:
    """A town for what leaves others alone: every test plays with deals of its own. On SQLite and on PostgreSQL."""
    with playing(databases.fresh()) as town:
        yield town


@pytest.fixture
def own_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    """A town of one's own, for what moves the clock."""
    with playing(sqlite_files.fresh()) as town:
        yield town
