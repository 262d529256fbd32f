"""Recognizes what was imported before: a case by its id and rows, a file by its digest. The records stay for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.exchange.history_file import Case, fingerprint
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages import inbox
from pipeline.messages.change_notices import ImportRecord
from pipeline.messages.notices import Notice

_KEYS_PER_QUERY = 500  # how many keys one query looks up
_FILE = "import:file:{}"  # the key that exists once the first chunk of a file is imported
_ANNOUNCED = "import:told:{}"  # the key that exists once the channel was told of a file


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What is known of a file: the number of its batch, and whether the channel was told of it."""

    digest: str
    batch_no: int | None = None  # None: nothing of the file is imported yet
    is_announced: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases split by whether an earlier import brought them, each part in the order of the file."""

    new: Sequence[Case]
    unchanged: Sequence[tuple[Case, int]]  # imported before with the same rows, each with the batch that brought it
    changed: Sequence[Case]  # imported before with other rows

    def unannounced(self, file: ImportedFile) -> list[Case]:
        """The cases that an earlier run imported from this file without telling the channel."""
        return [] if file.is_announced else [case for case, batch_no in self.unchanged if batch_no == file.batch_no]


def compare(connection: Connection, workspace_no: int, cases: Sequence[Case]) -> Comparison:
    """Split the cases by whether an earlier import brought them. One query looks up many cases."""
    new: list[Case] = []
    unchanged: list[tuple[Case, int]] = []
    changed: list[Case] = []
    for start in range(0, len(cases), _KEYS_PER_QUERY):
        batch = cases[start : start + _KEYS_PER_QUERY]
        records = inbox.saved_answers(connection, workspace_no, [_key(case) for case in batch])
        for case in batch:
            earlier = _import_record(records.get(_key(case)))
            if earlier is None:
                new.append(case)
            elif earlier.rows == case.fingerprint:
                unchanged.append((case, earlier.batch))
            else:
                changed.append(case)
    return Comparison(new, unchanged, changed)


def find_file(connection: Connection, workspace_no: int, digest: str) -> ImportedFile:
    """What is known of the file with this digest."""
    records = inbox.saved_answers(connection, workspace_no, [_FILE.format(digest), _ANNOUNCED.format(digest)])
    begun = _import_record(records.get(_FILE.format(digest)))
    return ImportedFile(digest, begun.batch if begun is not None else None, _ANNOUNCED.format(digest) in records)


def record(work: UnitOfWork, cases: Sequence[Case], file: ImportedFile, batch_no: int, *, is_announced: bool) -> None:
    """Record in the change that these cases were imported from this file, so that later imports recognize both."""
    batch = ImportRecord(batch=batch_no)
    records = {_key(case): ImportRecord(batch=batch_no, rows=case.fingerprint) for case in cases}
    if file.batch_no is None:
        records[_FILE.format(file.digest)] = batch
    if is_announced and not file.is_announced:
        records[_ANNOUNCED.format(file.digest)] = batch
    inbox.save_answers(work.connection, work.by.workspace_no, records, work.now)


def _key(case: Case) -> str:
    return f"import:case:{fingerprint(case.case_id)}"


def _import_record(saved: Notice | None) -> ImportRecord | None:
    """What is saved under a key of an import, if anything is."""
    assert saved is None or isinstance(saved, ImportRecord)
    return saved
