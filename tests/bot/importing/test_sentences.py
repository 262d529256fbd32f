"""What is wrong in a file is said in the operator's language, in words that name the place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.importing.sentences import operators_language, problem_lines, problem_sentence
from bot.language.catalogue import LANGUAGES
from bot.language.voice import Voice
from pipeline.exchange.problems import Problem, Reason
from tests.tables import each_row

VOICES = {language: Voice(language, "Europe/Helsinki", datetime(2026, 6, 15, tzinfo=UTC)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("reason", Reason)
def test_every_reason_has_a_sentence_with_what_it_is_about(language: str, reason: Reason) -> None:
    text = "3" if reason is Reason.SHORT_ROW else "the-text"
    said = problem_sentence(VOICES[language], Problem(7, reason, text, more="the-more", case_id="deal-9"))

    assert text in said or reason in (Reason.NO_CASE,)
    assert "{" not in said
    assert not said.endswith(" ")


@pytest.mark.parametrize(
    ("problem", "finnish", "english"),
    [
        (
            Problem(5, Reason.BAD_AMOUNT, "lots", case_id="17"),
            "Rivi 5 (diili 17): summa ”lots” jäi epäselväksi. Kirjoita esim. 12500,50.",
            "Line 5 (deal 17): the amount “lots” is unclear. Write it as 12500.50.",
        ),
        (
            Problem(30002, Reason.OPEN_QUOTE, '"avoin'),
            'Rivi 30002: tässä avautuva lainausmerkki ei sulkeudu: "avoin',
            'Line 30002: the quotation mark that opens here is not closed: "avoin',
        ),
        (
            Problem(2, Reason.UNKNOWN_STAGE, "Lead", 12),
            "Rivi 2: tuntematon vaihe ”Lead” (12 riviä)",
            "Line 2: unknown stage “Lead” (12 rows)",
        ),
        (
            Problem(4, Reason.SHORT_ROW, "1", more="8"),
            "Rivi 4: rivillä on vain 1 sarake, otsikkorivillä 8",
            "Line 4: the row has only 1 column, the header 8",
        ),
        (
            Problem(1, Reason.DOUBLE_COLUMN, "amount"),
            "Sarake amount on tiedostossa kahdesti. Poista niistä toinen tai nimeä se toisin.",
            "The column amount is in the file twice. Remove one of them, or give it another name.",
        ),
        (
            Problem(1, Reason.ZIP, "deals.zip"),
            "deals.zip on zip-paketti. Pura se ja tuo siinä oleva taulukko.",
            "deals.zip is a zip archive. Unpack it, and import the table inside.",
        ),
        (
            Problem(1, Reason.MISSING_COLUMNS, "seq", more=""),
            "Tiedostosta puuttuu sarake seq; siinä on: –.",
            "The file lacks the column seq; it has: –.",
        ),
        (
            Problem(3, Reason.CHANGED, "17", case_id="17"),
            "Rivi 3: diili 17 on tuotu aiemmin toisin rivein. Se jää ennalleen: muuta sitä Slackissa.",
            "Line 3: deal 17 was imported before with other rows. It stays as it is: change it in Slack.",
        ),
    ],
)
def test_a_problem_reads_well(problem: Problem, finnish: str, english: str) -> None:
    said = [problem_sentence(VOICES[language], problem).replace("\xa0", " ") for language in ("fi", "en")]

    assert said == [finnish, english]


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    said = problem_sentence(VOICES["en"], Problem(2, Reason.UNKNOWN_STAGE, "\x1b[31mred\u202e\nline"))

    assert said == "Line 2: unknown stage “[31mred line”"


def test_problems_beyond_the_most_are_counted() -> None:
    problems = [Problem(no, Reason.NO_CASE, "") for no in range(2, 9)]

    assert problem_lines(VOICES["fi"], problems, most=5)[5:] == ["… ja vielä 2 muuta."]


@pytest.mark.parametrize(
    ("environment", "workspace", "language"),
    [
        ({}, None, "en"),
        ({}, "fi", "fi"),
        ({"LANG": "C.UTF-8"}, "fi", "fi"),
        ({"LANG": "POSIX"}, None, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en", "fi"),
        ({"LANG": "en_US.UTF-8"}, "fi", "en"),
        ({"LANG": "sv_FI.UTF-8"}, "fi", "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fi_FI"}, None, "fi"),
        ({"LANG": "fi_FI", "LC_MESSAGES": "en_GB.UTF-8"}, None, "en"),
    ],
)
def test_the_operators_language_is_the_systems_else_the_workspaces(
    environment: dict[str, str], workspace: str | None, language: str
) -> None:
    assert operators_language(environment, workspace) == language
