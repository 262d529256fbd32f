"""The sentences of `putki import`: what is wrong in a file, in the language of whoever runs the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.language.catalogue import LANGUAGES
from bot.language.safe_text import SafeText, cleaned
from bot.language.voice import Voice
from pipeline.exchange.problems import Problem, Reason
from pipeline.exchange.row_values import MOST_CHARACTERS

_LONGEST = 400  # characters of a file's text in a sentence

#: The reasons that concern the whole file, so that no line is named.
_WHOLE_FILE = {
    Reason.EMPTY,
    Reason.TOO_LARGE,
    Reason.BROKEN_GZIP,
    Reason.ZIP,
    Reason.PACKED,
    Reason.OLD_WORKBOOK,
    Reason.OTHER_WORKBOOK,
    Reason.BROKEN_WORKBOOK,
    Reason.SEVERAL_SHEETS,
    Reason.OTHER_KIND,
    Reason.BINARY,
    Reason.UNKNOWN_LETTERS,
    Reason.MISSING_COLUMNS,
    Reason.DOUBLE_COLUMN,
}


def operators_language(environment: Mapping[str, str], workspace_language: str | None = None) -> str:
    """The language of the system's settings; where these name none, the workspace's, else English."""
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    language = chosen.partition(".")[0].partition("_")[0].casefold()
    if language in LANGUAGES:
        return language
    return workspace_language if language in ("", "c", "posix") and workspace_language in LANGUAGES else "en"


def shown(text: str) -> SafeText:
    """A text of the file as a terminal may show it: on one line, without invisible characters, and not too long."""
    return SafeText(cleaned(text if len(text) <= _LONGEST else text[:_LONGEST] + "…"))


def problem_sentence(voice: Voice, problem: Problem) -> str:
    """What is wrong, and in which line unless it is the whole file."""
    what = voice.label(
        problem.reason.value,
        text=shown(problem.text),
        more=shown(problem.more or "–"),
        limit=MOST_CHARACTERS,
        n=_count(problem),
    )
    if problem.reason in _WHOLE_FILE:
        return what
    if problem.rows > 1:
        what = voice.label("import_rows", what=SafeText(what), n=problem.rows)
    if problem.case_id and problem.case_id != problem.text:
        deal = shown(problem.case_id)
        return voice.label("import_line_of_deal", line=SafeText(str(problem.line)), deal=deal, what=SafeText(what))
    return voice.label("import_line", line=SafeText(str(problem.line)), what=SafeText(what))


def problem_lines(voice: Voice, problems: Sequence[Problem], *, most: int) -> list[str]:
    """The sentences of up to `most` problems, and how many more there are."""
    lines = [problem_sentence(voice, each) for each in problems[:most]]
    if len(problems) > most:
        lines.append(voice.label("import_more_problems", n=len(problems) - most))
    return lines


def _count(problem: Problem) -> int:
    """The number that chooses between singular and plural."""
    match problem.reason:
        case Reason.MISSING_COLUMNS:
            return problem.text.count(",") + 1
        case Reason.SHORT_ROW:
            return int(problem.text)
        case _:
            return problem.rows
