"""Fixtures of the scenarios: a town that tests share, and one of one's own."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.conftest import databases_of_kind
from tests.databases import Databases, SqliteFiles, is_soak, kind_for
from tests.scenarios.town import Newcomer, Thread, Town, playing

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play each scenario on one of the databases, half of them on each: the sweep plays it on the other one."""
    if "databases" in metafunc.fixturenames:
        metafunc.parametrize("databases", [kind_for(metafunc.function.__name__)], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the sweep leave out what it would play as `make test` does: scenarios that choose no kind of database."""
    if not is_soak():
        return
    repeated = [each for each in items if HERE in each.path.parents and "databases" not in _asked_of(each)]
    items[:] = [each for each in items if each not in set(repeated)]
    config.hook.pytest_deselected(items=repeated)


def _asked_of(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """The databases of the kind that was chosen for this scenario."""
    return databases_of_kind(request)


@pytest.fixture(scope="session")
def shared_town(databases: Databases) -> Generator[Town]:
    """One town for many tests on each database. Cards of others may come before one's own."""
    with playing(databases.fresh()) as town:
        yield town


@pytest.fixture
def town(shared_town: Town) -> Generator[Town]:
    """A town for what leaves others alone: every test plays with deals of its own, on clean screens."""
    yield shared_town
    shared_town.begin_anew()


@pytest.fixture
def seller(town: Town) -> Newcomer:
    """A seller who came today: no deals yet, nothing to undo."""
    return town.newcomer()


@pytest.fixture
def english(town: Town) -> Newcomer:
    """The same, who reads English."""
    newcomer = town.newcomer()
    newcomer.reads("en")
    return newcomer


@pytest.fixture(scope="session")
def _calm_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh()) as town:
        yield town


@pytest.fixture
def calm(_calm_town: Town) -> Generator[Newcomer]:
    """A new seller in a town with so few deals that each has its card at once."""
    yield _calm_town.newcomer()
    _calm_town.begin_anew()


@pytest.fixture
def thread(seller: Newcomer) -> Thread:
    """The thread of the card of a deal of this test's own."""
    return seller.town.thread_of(seller)


@pytest.fixture(scope="session")
def town_of_pipelines(databases: Databases) -> Generator[Town]:
    """A town whose workspace has several pipelines, on each database."""
    with playing(databases.fresh()) as town:
        town.pipeline()
        yield town


@pytest.fixture
def divided(town_of_pipelines: Town) -> Generator[Newcomer]:
    """A seller who came today to a workspace with several pipelines."""
    yield town_of_pipelines.newcomer()
    town_of_pipelines.begin_anew()


@pytest.fixture
def own_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    """A town of one's own, for what moves the clock."""
    with playing(sqlite_files.fresh()) as town:
        yield town
