"""The pages for people say what the program is: every word, setting, command, scope, link and picture."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from bot import doctor
from bot.config import Config
from bot.language.catalogue import LANGUAGES
from bot.requests.route import WORDS
from bot.word import Word
from tests import cli_manual
from tests.tables import each_row

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
LARGEST = 400_000  # bytes of one picture
LEAST_CHECKS = 20  # in a real workspace

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def _part(heading: str) -> str:
    """A part of the README, up to the next heading of its kind."""
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def _shown(text: str) -> str:
    """What stands in code: inline, indented or fenced."""
    fenced = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*re.findall(r"`[^`\n]+`", text), *re.findall(r"^ {4,}.*$", text, re.MULTILINE), *fenced])


# --- The README -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ways", WORDS, ids=lambda ways: ways.word)
def test_the_readme_lists_every_form_of_a_word_in_one_row(ways: Word) -> None:
    rows = [line.split("|") for line in _part("Commands").splitlines() if line.startswith("| `")]
    listed = [(re.findall(r"`([^`]+)`", row[3]), re.findall(r"`([^`]+)`", row[4])) for row in rows]
    assert tuple(list(ways.forms[language]) for language in LANGUAGES) in listed


def test_the_readme_lists_no_word_that_there_is_not() -> None:
    rows = [line for line in _part("Commands").splitlines() if line.startswith("| `")]
    assert len(rows) == len(WORDS)


@pytest.mark.parametrize(("command", "language"), [("/deal", "en"), ("/diili", "fi")])
def test_the_manifest_hints_at_words_as_they_are_typed(command: str, language: str) -> None:
    hints = {each["command"]: each["usage_hint"] for each in MANIFEST["features"]["slash_commands"]}
    forms = {form for ways in WORDS for form in ways.forms[language]}
    assert {hint.split()[0] for hint in hints[command].split(" | ")} <= forms


def test_the_manifest_declares_every_shortcut_of_a_word_in_each_language() -> None:
    used = {"message": [ways.word for ways in WORDS if ways.message_shortcut is not None]}
    used["global"] = [ways.word for ways in WORDS if ways.global_shortcut is not None]
    declared = {(each["callback_id"], each["type"]) for each in MANIFEST["features"]["shortcuts"]}
    assert declared == {
        (f"{word}.{kind}.{language}", kind) for kind, words in used.items() for word in words for language in LANGUAGES
    }


def test_the_readme_tells_of_every_shortcut() -> None:
    names = [each["name"] for each in MANIFEST["features"]["shortcuts"]]
    assert [name for name in names if f"*{name}*" not in _part("Commands")] == []


def test_the_readme_tells_of_every_emoji() -> None:
    signs = {"zzz": "💤", "eyes": "👀", "white_check_mark": "✅", "x": "❌"}
    emoji = {each for ways in WORDS for each in ways.emoji}
    assert emoji == signs.keys()
    assert [each for each in emoji if signs[each] not in _part("Commands")] == []


def test_the_readme_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^\| `(PUTKI_\w+)` \| (?:`([^`]*)`)? ?\|", _part("Settings"), re.MULTILINE))
    defaults = {f"PUTKI_{name.upper()}": _default(field.default) for name, field in Config.model_fields.items()}
    assert listed == defaults


def _default(value: object) -> str:
    """A default as the table shows it: nothing for a secret and for what is not set."""
    return str(value) if isinstance(value, int) or (isinstance(value, str) and value) else ""


def test_the_readme_has_its_pictures_and_they_are_small() -> None:
    pictures = re.findall(r"!\[.+?\]\((docs/pictures/[^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not 0 < (ROOT / name).stat().st_size < LARGEST] == []


def test_the_readme_counts_the_demos_deals_right() -> None:
    counted = re.search(r"holds (\d+) deals", (ROOT / "bot" / "demo" / "README.md").read_text(encoding="utf-8"))
    assert counted
    assert f"{counted[1]} deals" in README


def test_the_package_shows_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["readme"] == "README.md"


# --- Every page -------------------------------------------------------------------------------------------------------


@every_page
def test_a_link_leads_to_something_that_is_there(page: Path) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, part = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (part and part not in _anchors(file)):
            lost.append(target)
    assert lost == []


def _anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_a_command_that_is_named_exists(page: Path) -> None:
    code = _shown(page.read_text(encoding="utf-8"))
    targets = set(re.findall(r"^\.PHONY: ([\w-]+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = set(re.findall(r"^## putki (\w+)$", cli_manual.written(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]+)", code)) <= targets
    assert set(re.findall(r"\bputki (?!=)([a-z]+)\b", code)) - commands <= {"user"}
    assert set(re.findall(r"\bPUTKI_(?!TEST_)\w+", code)) <= {f"PUTKI_{name.upper()}" for name in Config.model_fields}


@every_page
def test_a_file_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:bot|pipeline|tools|tests|docs|bench)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@every_page
def test_no_path_of_anybodys_machine_is_shown(page: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|root|work|Users|tmp|opt)/\S*", page.read_text(encoding="utf-8")) == []


# --- Single pages -----------------------------------------------------------------------------------------------------


def test_the_commands_page_is_what_the_program_says() -> None:
    assert cli_manual.MANUAL.read_text(encoding="utf-8") == cli_manual.written(), "run: python -m tests.cli_manual"


def test_the_privacy_page_gives_a_reason_for_every_scope_and_event_asked_for() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(scopes) == sorted(doctor.SCOPES)
    assert sorted(re.findall(r"^\| `([a-z_.]+(?::[a-z_]+)?)` \|", page, re.MULTILINE)) == sorted([*scopes, *events])


def test_the_architecture_page_has_a_sentence_for_every_room() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.parent.relative_to(ROOT) for path in ROOT.glob("pipeline/*/__init__.py")}
    rooms |= {path.parent.relative_to(ROOT) for path in ROOT.glob("bot/*/__init__.py")}
    assert [str(room) for room in sorted(rooms) if f"`{room}/`" not in page] == []


def test_the_checks_in_a_real_workspace_are_numbered_and_none_claims_to_be_done() -> None:
    page = (ROOT / "docs" / "real-slack.md").read_text(encoding="utf-8")
    numbers = [int(each) for each in re.findall(r"^### (\d+)\. ", page, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= LEAST_CHECKS
    checks = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    assert [check.splitlines()[0] for check in checks if not _is_whole(check)] == []


def _is_whole(check: str) -> bool:
    parts = ("**Do.**", "**See.**", "**Why.**", "*Not yet verified.*")
    return all(part in check for part in parts)


def test_a_decision_says_what_why_and_what_follows() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    parts = ("**Decided.**", "**Why.**", "**Consequences.**")
    assert [page.name for page in pages if not all(part in page.read_text(encoding="utf-8") for part in parts)] == []


# --- The glossary -----------------------------------------------------------------------------------------------------

TERMS = re.findall(r"^\| ([^|]+?) \| [^|]+ \| `([^`]+)` \|$", (ROOT / "docs/GLOSSARY.md").read_text(), re.MULTILINE)


@each_row(("term", "owner"), TERMS)
def test_a_term_of_the_glossary_is_used_by_the_module_that_owns_it(term: str, owner: str) -> None:
    path = ROOT / owner
    assert path.exists(), owner
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    words = re.sub(r"[-_\s]+", " ", " ".join(file.read_text() for file in files)).casefold()
    assert all(part in words for part in re.split(r"[-\s]+", term.casefold())), term


def test_the_glossary_is_found_from_the_readme_and_the_architecture() -> None:
    assert "docs/GLOSSARY.md" in (ROOT / "README.md").read_text()
    assert "GLOSSARY.md" in (ROOT / "docs/ARCHITECTURE.md").read_text()
    assert len(TERMS) > 50
