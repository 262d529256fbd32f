"""What is kept of an older program's database and Slack: written down once, and brought back for every test."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url, text

from tests.databases import Databases
from tests.postgres import BINARIES, PACKAGES

HERE = Path(__file__).parent
FOLDERS = sorted(each.name for each in HERE.iterdir() if each.is_dir() and not each.name.startswith(("_", ".")))
KINDS = {"sqlite": "sqlite.gz", "postgresql": "postgresql.sql.gz"}
SLACK = "{slack}"  # where the local Slack was, in what was kept

Json = dict[str, Any]


def kind_of(url: str) -> str:
    """Which database it is."""
    return make_url(url).get_backend_name()


# --- Writing down -----------------------------------------------------------------------------------------------------


def keep(folder: Path, url: str, posted: Json, slack_url: str) -> None:
    """Write down a database that nobody has open, and what stands in Slack."""
    kind = kind_of(url)
    move_slack(url, slack_url, SLACK)
    _write(folder / KINDS[kind], _sqlite_file(url) if kind == "sqlite" else _postgresql_script(url))
    said = json.dumps(posted, ensure_ascii=False, indent=1, sort_keys=True)
    _write(folder / f"{kind}.posted.json.gz", said.replace(slack_url, SLACK).encode())


def move_slack(url: str, old: str, new: str) -> None:
    """Let answers that wait go to a local Slack at another address."""
    change(url, "UPDATE outbox SET address = replace(address, :old, :new) WHERE address IS NOT NULL", old=old, new=new)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(gzip.compress(content, 9, mtime=0))


def _sqlite_file(url: str) -> bytes:
    file = Path(make_url(url).database or "")
    whole = file.with_suffix(".whole")
    with sqlite3.connect(file) as connection:
        connection.execute("VACUUM INTO ?", [str(whole)])
    connection.close()
    return whole.read_bytes()


def _postgresql_script(url: str) -> bytes:
    program = PACKAGES / BINARIES / "bin" / "pg_dump"
    options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]
    dumped = subprocess.run([program, *options, _conninfo(url)], check=True, capture_output=True).stdout.decode()
    # What only `psql` reads, and settings of a session that one server has and an older one does not.
    return re.sub(r"(?m)^(\\.*|SET .*|SELECT pg_catalog\.set_config.*|--.*)\n|^\n", "", dumped).encode()


def _conninfo(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


# --- Bringing back ----------------------------------------------------------------------------------------------------


def restored(folder: str, databases: Databases) -> str:
    """The URL of a database as that program left it, with that program's schema."""
    url = databases.empty()
    content = gzip.decompress((HERE / folder / KINDS[kind_of(url)]).read_bytes())
    if kind_of(url) == "sqlite":
        Path(make_url(url).database or "").write_bytes(content)
        return url
    with psycopg.connect(_conninfo(url), autocommit=True) as connection:
        connection.execute(content)
    return url


def posted(folder: str, url: str, slack_url: str = SLACK) -> Json:
    """What stood in Slack beside this database, as from a local Slack at that address."""
    kept = gzip.decompress((HERE / folder / f"{kind_of(url)}.posted.json.gz").read_bytes()).decode()
    return json.loads(kept.replace(SLACK, slack_url))


def rows(url: str, asked: str, **values: object) -> list[Json]:
    """What a question in SQL is answered by any of the databases."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [dict(each._mapping) for each in connection.execute(text(asked), values)]
    finally:
        engine.dispose()


def change(url: str, asked: str, **values: object) -> None:
    """Change rows by hand."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(asked), values)
    finally:
        engine.dispose()


def deal_row(url: str, deal_no: int) -> Json:
    """A deal as its row has it, each value as JSON can carry it; without the number of its newest event."""
    (row,) = rows(url, "SELECT * FROM deal WHERE workspace_no = 1 AND deal_no = :deal", deal=deal_no)
    del row["last_no"]
    return {key: value if isinstance(value, int | None) else _as_text(value) for key, value in row.items()}


def _as_text(value: object) -> str:
    return str(value.astimezone(UTC)) if isinstance(value, datetime) else str(value)
