"""Fixtures that every room's tests use: databases of one's own, and a browser."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pipeline.storage.engine import Storage
from tests.busy_machine import PATIENCE
from tests.databases import KINDS, Databases, PostgresqlDatabases, SqliteFiles, on_postgresql
from tests.nothing_left_out import pytest_sessionfinish as pytest_sessionfinish
from tests.postgres import in_memory
from tests.tenancy import Watch

# An example's time on a busy machine says nothing of the code. `make soak` looks further, and each time elsewhere.
settings.register_profile("house", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=1000, derandomize=False, print_blob=True)
settings.load_profile("soak" if os.environ.get("PUTKI_TEST_SOAK") else "house")


def log_plainly() -> None:
    """Log as structlog does by default, but write tracebacks plainly: drawn with all variables, one takes seconds."""
    structlog.reset_defaults()
    *processors, _drawing = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*processors, plain])


log_plainly()

PATIENCE_MS = 1000 * PATIENCE
expect.set_options(timeout=PATIENCE_MS)

QUIET_CHROMIUM = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_finish() -> None:
    """Let the garbage collector look no more at the thousands of tests, which live to the end anyway."""
    gc.collect()
    gc.freeze()


# --- Databases --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    with tempfile.TemporaryDirectory(prefix="putki-sqlite-", dir=in_memory(), ignore_cleanup_errors=True) as folder:
        yield SqliteFiles(Path(folder))


@pytest.fixture(scope="session")
def postgresql_databases(worker_id: str) -> Iterator[PostgresqlDatabases]:
    with on_postgresql(worker_id) as databases:
        yield databases


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """For tests that need several databases, or one per example: `databases.fresh()`. Runs the test on both kinds."""
    return databases_of_kind(request)


def databases_of_kind(request: pytest.FixtureRequest) -> Databases:
    """Databases of the kind that the request's parameter names."""
    return request.getfixturevalue({"sqlite": "sqlite_files", "postgresql": "postgresql_databases"}[request.param])


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database of this test's own; the test runs twice, on SQLite and on PostgreSQL."""
    url = databases.fresh()
    yield url
    databases.remove(url)


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    """A migrated SQLite file of this test's own, for what is not about storage."""
    url = sqlite_files.fresh()
    yield url
    sqlite_files.remove(url)


@pytest.fixture
def postgresql_url(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own, for what only PostgreSQL has."""
    url = postgresql_databases.fresh()
    yield url
    postgresql_databases.remove(url)


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    """The engines on a migrated database of this test's own, on SQLite and on PostgreSQL."""
    opened = Storage.open(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _tenancy() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def _each_statement_names_its_workspace(_tenancy: Watch) -> Iterator[None]:
    yield
    assert _tenancy.taken() == []


# --- The browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Ends with the module: while it runs, Playwright's event loop fills this thread."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "The browser tests need Chromium: `make chromium` installs it or says how."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET_CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window's worth of state, of this test's own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A desktop page; a script error on it fails the test."""
    errors: list[str] = []
    browser_context.on("weberror", lambda error: errors.append(str(error.error)))
    yield browser_context.new_page()
    assert not errors, errors
