"""The floor: the least that one advance needs of a database, in bare sqlite3: two reads, eight writes, one commit."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from pathlib import Path

TABLES = """
CREATE TABLE line (w INTEGER PRIMARY KEY, event_no INTEGER, recorded_at TEXT);
CREATE TABLE event (w INTEGER, no INTEGER, deal INTEGER, kind TEXT, at TEXT, data TEXT,
                    PRIMARY KEY (w, no)) WITHOUT ROWID;
CREATE TABLE deal (w INTEGER, deal INTEGER, stage INTEGER, stay INTEGER, stay_at TEXT, last_no INTEGER,
                   PRIMARY KEY (w, deal)) WITHOUT ROWID;
CREATE TABLE stay (w INTEGER, no INTEGER, deal INTEGER, stage INTEGER, started TEXT, ended TEXT,
                   PRIMARY KEY (w, no)) WITHOUT ROWID;
CREATE TABLE card (w INTEGER, deal INTEGER, wanted INTEGER, PRIMARY KEY (w, deal)) WITHOUT ROWID;
CREATE TABLE watch (w INTEGER, deal INTEGER, due_at TEXT, PRIMARY KEY (w, deal)) WITHOUT ROWID;
CREATE TABLE inbox (w INTEGER, key TEXT, answer TEXT, at TEXT, PRIMARY KEY (w, key)) WITHOUT ROWID;
"""
NOW = "2026-06-15 05:00:00.000000"


class Floor:
    """One database file and one writer lock."""

    def __init__(self, path: Path, deals: int) -> None:
        self._lock = threading.Lock()
        self._keys = itertools.count()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLES)
        self._db.execute("BEGIN")
        self._db.execute("INSERT INTO line VALUES (1, ?, ?)", (deals, NOW))
        every = range(1, deals + 1)
        self._db.executemany("INSERT INTO deal VALUES (1, ?, 1, ?, ?, ?)", ((no, no, NOW, no) for no in every))
        self._db.executemany("INSERT INTO stay VALUES (1, ?, ?, 1, ?, NULL)", ((no, no, NOW) for no in every))
        self._db.executemany("INSERT INTO card VALUES (1, ?, ?)", ((no, no) for no in every))
        self._db.executemany("INSERT INTO watch VALUES (1, ?, ?)", ((no, NOW) for no in every))
        self._db.execute("COMMIT")

    def advance(self, deal: int) -> None:
        """Make one durable advance: write line, event, deal, two stays, card, watch and inbox, and read twice."""
        with self._lock:
            run = self._db.execute
            run("BEGIN IMMEDIATE")
            key = f"k{next(self._keys)}"
            run("UPDATE line SET event_no = event_no + 1, recorded_at = ? WHERE w = 1", (NOW,))
            run("SELECT answer FROM inbox WHERE w = 1 AND key = ?", (key,)).fetchone()
            row = run("SELECT d.*, l.event_no FROM deal d, line l WHERE d.w = 1 AND d.deal = ? AND l.w = 1", (deal,))
            _w, _deal, stage, stay, _at, _last, no = row.fetchone()
            to = stage % 3 + 1
            run("INSERT INTO event VALUES (1, ?, ?, 'moved', ?, '{}')", (no, deal, NOW))
            run("UPDATE deal SET stage = ?, stay = ?, stay_at = ?, last_no = ? WHERE w = 1 AND deal = ?",
                (to, no, NOW, no, deal))  # fmt: skip
            run("UPDATE stay SET ended = ? WHERE w = 1 AND no = ?", (NOW, stay))
            run("INSERT INTO stay VALUES (1, ?, ?, ?, ?, NULL)", (no, deal, to, NOW))
            run("INSERT INTO card VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET wanted = excluded.wanted", (deal, no))
            run("INSERT INTO watch VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET due_at = excluded.due_at", (deal, NOW))
            run("INSERT INTO inbox VALUES (1, ?, 'moved', ?)", (key, NOW))
            run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._db.close()
