"""What imports brought before: each case is known again by its id and its rows, each file by its digest, for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.exchange.history_file import Case, fingerprint
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages import inbox
from pipeline.messages.notices import Notice, NoticeKind

_ASKED = 500  # keys in one question
_FILE, _TOLD = "import:file:{}", "import:told:{}"  # its first chunk came in; the channel was told of it


@dataclass(frozen=True, slots=True)
class File:
    """What is kept of a file: the number of its batch, and whether the channel was told."""

    digest: str
    batch_no: int | None = None  # none: nothing of it was brought yet
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """How cases stand to what was brought before, in their order."""

    new: Sequence[Case]
    there: Sequence[tuple[Case, int]]  # with these very rows, and the batch that brought them
    changed: Sequence[Case]  # with other rows

    def untold(self, file: File) -> list[Case]:
        """Of the cases that are there, those that another run brought of this file and has not told of."""
        return [] if file.is_told else [case for case, batch_no in self.there if batch_no == file.batch_no]


def before(connection: Connection, workspace_no: int, cases: Sequence[Case]) -> Before:
    """How these cases stand: asked for many at once, for a file has any number of them."""
    new: list[Case] = []
    there: list[tuple[Case, int]] = []
    changed: list[Case] = []
    for start in range(0, len(cases), _ASKED):
        asked = cases[start : start + _ASKED]
        kept = inbox.saved_answers(connection, workspace_no, [_key(case) for case in asked])
        for case in asked:
            answer = kept.get(_key(case))
            if answer is None:
                new.append(case)
            elif answer.values["rows"] == case.fingerprint:
                there.append((case, _batch(answer)))
            else:
                changed.append(case)
    return Before(new, there, changed)


def file(connection: Connection, workspace_no: int, digest: str) -> File:
    """What is kept of the file of this digest."""
    kept = inbox.saved_answers(connection, workspace_no, [_FILE.format(digest), _TOLD.format(digest)])
    begun = kept.get(_FILE.format(digest))
    return File(digest, _batch(begun) if begun is not None else None, _TOLD.format(digest) in kept)


def keep(work: UnitOfWork, cases: Sequence[Case], of: File, batch_no: int, *, is_told: bool) -> None:
    """Let these cases, and the file they are of, be known again once this change is committed."""
    batch = Notice(NoticeKind.IMPORTED, {"batch": batch_no})
    kept = {_key(case): Notice(NoticeKind.IMPORTED, {"batch": batch_no, "rows": case.fingerprint}) for case in cases}
    if of.batch_no is None:
        kept[_FILE.format(of.digest)] = batch
    if is_told and not of.is_told:
        kept[_TOLD.format(of.digest)] = batch
    inbox.save_answers(work.connection, work.by.workspace_no, kept, work.now)


def _key(case: Case) -> str:
    return f"import:case:{fingerprint(case.case_id)}"


def _batch(kept: Notice) -> int:
    return int(str(kept.values["batch"]))
