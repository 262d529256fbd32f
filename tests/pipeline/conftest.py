"""Fixtures of the core's tests: a database of each kind for a whole module, and workspaces of one's own in it."""

from collections.abc import Iterator

import pytest

from pipeline.storage.engine import Storage
from tests.databases import Databases
from tests.pipeline.team import Team, team_in


@pytest.fixture(scope="module")
def shared_storage(databases: Databases) -> Iterator[Storage]:
    """A database that a module's tests share, on SQLite and on PostgreSQL: workspaces keep them apart."""
    url = databases.fresh()
    opened = Storage.open(url)
    yield opened
    opened.close()
    databases.remove(url)


@pytest.fixture
def team(shared_storage: Storage) -> Team:
    """A new workspace: sellers Anna and Bertil, Leena who leads, Aatu who is admin, Vera who is a guest."""
    return team_in(shared_storage)


@pytest.fixture
def other_team(shared_storage: Storage, team: Team) -> Team:
    """Another workspace in the same database, under the same clock."""
    return team_in(shared_storage, team.clock)
