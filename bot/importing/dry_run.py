"""What an import would bring: deals by stage with their sums, who would own them, and what would be left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Shown

from bot.importing.owners import Owners, owner_label
from bot.importing.sentences import problem_lines, shown
from bot.importing.workspace import Workspace
from bot.language.safe_text import SafeText
from pipeline.exchange.history_file import Case
from pipeline.exchange.problems import Problem
from pipeline.exchange.table import Table
from pipeline.forecast.histories import Outcome
from pipeline.money import total

_MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do. `cases` would become deals; `known` of the file's cases were imported before."""

    file: str
    table: Table
    workspace: Workspace
    cases: Sequence[Case]
    known: int
    owners: Owners
    owner: str | None  # who gets the deals of unknown owners, as the operator says
    problems: Sequence[Problem]

    @property
    def is_well(self) -> bool:
        """Whether the import would bring the whole file."""
        return not self.problems and (self.owner is not None or self.workspace.no is None or not self.owners.unknown)


def print_dry_run(console: Console, run: DryRun) -> None:
    """Print what an import would do. No text of the file is read as markup."""
    for line in _lines(run):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if run.cases:
        console.print(_by_stage(run))
        console.print(_by_owner(run))
    voice = run.workspace.voice
    if run.problems:
        console.print(voice.label("import_problems_found", n=len(run.problems)), highlight=False)
    for line in problem_lines(voice, run.problems, most=_MOST_PROBLEMS):
        console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _lines(run: DryRun) -> Iterator[str]:
    voice, table = run.workspace.voice, run.table
    yield voice.label("import_dry_run")
    if table.problems:
        return
    name = shown(run.file)
    if table.sheet:
        yield voice.label("import_sheet", text=name, encoding=SafeText(table.encoding), sheet=shown(table.sheet))
    else:
        yield f"{name}: {table.encoding}"
    if table.unread:
        columns = voice.list([shown(each) for each in table.unread])
        yield voice.label("import_unread_columns", columns=columns, n=len(table.unread))
    if run.workspace.no is None:
        yield voice.label("import_no_database")
    won, lost = (sum(case.outcome is outcome for case in run.cases) for outcome in (Outcome.WON, Outcome.LOST))
    count = len(run.cases)
    yield voice.label("import_would_come", n=count, open=count - won - lost, won=won, lost=lost)
    if run.known:
        yield voice.label("import_known", n=run.known)


def _by_stage(run: DryRun) -> Shown:
    voice = run.workspace.voice
    shown_table = _empty(
        voice.label("import_column_stage"), voice.label("import_column_deals"), voice.label("import_column_sum")
    )
    rows = {name: [case for case in run.cases if _stage(case) == no] for no, name in run.workspace.stage_names.items()}
    rows[voice.label("stage_sale")] = [case for case in run.cases if case.outcome is Outcome.WON]
    rows[voice.label("stage_lost")] = [case for case in run.cases if case.outcome is Outcome.LOST]
    for name, cases in rows.items():
        if cases:
            sums = total(case.amount for case in cases if case.amount is not None)
            shown_table.add_row(
                escape(shown(name)), voice.number(len(cases)), " · ".join(voice.money(each) for each in sums.values())
            )
    return shown_table


def _stage(case: Case) -> int | None:
    """The open stage in which the case is; None for one that has ended."""
    return case.entries[-1].stage_no if case.outcome is None else None


def _by_owner(run: DryRun) -> Shown:
    voice = run.workspace.voice
    shown_table = _empty(
        voice.label("import_column_owner"), voice.label("import_column_deals"), voice.label("import_column_gets")
    )
    for name, count in sorted(run.owners.deals.items(), key=lambda each: (-each[1], each[0])):
        shown_table.add_row(*map(escape, (owner_label(voice, run.owners, name), voice.number(count), _gets(run, name))))
    return shown_table


def _gets(run: DryRun, name: str) -> str:
    """Who would own the deals of this name in the file."""
    voice = run.workspace.voice
    member_no = run.owners.found.get(name)
    if member_no is not None:
        return shown(next(each.name for each in run.workspace.people if each.member_no == member_no))
    if run.workspace.no is None and name:
        return voice.label("import_gets_later")
    return shown(run.owner) if run.owner is not None else voice.label("import_gets_unknown").replace("`", "")


def _empty(*headings: str) -> Shown:
    table = Shown()
    for heading, side in zip(headings, ("left", "right", "left"), strict=True):
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    return table
