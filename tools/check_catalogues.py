"""`python -m tools.check_catalogues`: checks that each sentence exists in each language and keeps the rules of form."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from bot.language.catalogue import LANGUAGES, path_of, read_catalogue

_ROOT = Path(__file__).resolve().parents[1]
_TITLE_LIMIT = 24  # Slack's limit for a modal's title and its submit button, in characters

# SQLAlchemy's columns have a `label` too, so `label` counts only on a variable called `voice`.
_SPOKEN = re.compile(r"\.say$|voice\.label$|^in_every_language$")
_CODE = re.compile(r"`[^`]*`")
#: What no sentence may contain, in both languages or in one, and what to write instead.
_FORM = {
    "both": (
        (r"\}:?[^\W\d_]", "a suffix on a placeholder: let the head noun bend"),
        (r'["\']', "a straight quote"),
        (r"\.\.\.", "three dots: use …"),
        (r"(?<!\w)-(?=[\d{])| - ", "a hyphen for a minus or a dash: use − or –"),
        (r"[\d}] (?:pv|arkipv|kk|s|min)\b", "no no-break space before a unit"),
        (r"\b(?:klo|vko|week) (?=[\d{])", "no no-break space after klo, vko or week"),
        (r"^ | $|  ", "a space too many"),
    ),
    "fi": (
        (r"[“„]", "Finnish quotes are ”…”"),
        (r" [€%]|[\d}][€%]", "no no-break space before € or %"),
        (r"(?i)\b(?:minä|ole hyvä|valitettavasti|peruuta|tulos(?!$)|voitto)\b", "a word that Putki does not say"),
    ),
    "en": (
        (r"[„]|”[^”“]*”", "English quotes are “…”"),
        (r"[\d}]\s[€%]|[\d}]€", "English writes €12,500 and 80%"),
        (r"(?i)\b(?:please|sorry|unfortunately)\b", "a word that Putki does not say"),
    ),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence of a key in one language: one form, or a singular and a plural."""

    forms: tuple[str, ...]
    is_fuzzy: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the placeholders in the forms."""
        return frozenset(name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name is not None)


Catalogues = Mapping[str, Mapping[str, Sentence]]


def read_all() -> Catalogues:
    """The sentences of each language by key."""
    return {language: dict(_sentences(language)) for language in LANGUAGES}


def _sentences(language: str) -> Iterator[tuple[str, Sentence]]:
    for message in read_catalogue(language):
        if message.id:
            yield _forms(message.id)[0], Sentence(_forms(message.string), message.fuzzy)


def _forms(said: str | Iterable[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ("",))


# --- both languages, and each sentence by itself ---


def unlike(catalogues: Catalogues) -> Iterator[str]:
    """A problem for each difference between the languages in keys, placeholders or plurals."""
    keys = {key for sentences in catalogues.values() for key in sentences}
    for key in sorted(keys):
        missing = [language for language, sentences in catalogues.items() if key not in sentences]
        if missing:
            yield f"{', '.join(missing)}: {key}: missing"
            continue
        spoken = [sentences[key] for sentences in catalogues.values()]
        if len({sentence.placeholders for sentence in spoken}) > 1:
            named = " / ".join(", ".join(sorted(sentence.placeholders)) or "none" for sentence in spoken)
            yield f"{key}: the placeholders differ: {named}"
        if len({len(sentence.forms) for sentence in spoken}) > 1:
            yield f"{key}: plural in one language only"


def ill_formed(language: str, sentences: Mapping[str, Sentence]) -> Iterator[str]:
    """A problem for each sentence that is empty, fuzzy, too long for its place, or against a rule of form."""
    for key, sentence in sentences.items():
        if sentence.is_fuzzy or not all(sentence.forms):
            yield f"{language}: {key}: not filled"
        for form in sentence.forms:
            if Sentence((form,)).placeholders | {"n"} != sentence.placeholders | {"n"}:
                yield f"{language}: {key}: a plural form lacks a placeholder"
            if key.endswith(("_title", "_submit")) and "{" not in form and len(form) > _TITLE_LIMIT:
                yield f"{language}: {key}: over {_TITLE_LIMIT} characters"
            for pattern, fault in (*_FORM["both"], *_FORM[language]):
                if re.search(pattern, _CODE.sub("`code`", form)):
                    yield f"{language}: {key}: {fault}"


def doubled(language: str) -> Iterator[str]:
    """A problem for each key that the file has twice: its reader may see one, and the program uses the other."""
    keys = re.findall(r'^msgid "(.+)"$', path_of(language).read_text(encoding="utf-8"), re.MULTILINE)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{language}: {key}: written twice"


# --- the code ---


@dataclass(frozen=True, slots=True)
class Uses:
    """The keys in the code: `said` maps each key that is surely used to its place, `named` has every possible key."""

    said: Mapping[str, str]
    named: frozenset[str]


def uses_in(files: Iterable[Path]) -> Uses:
    """Collect the keys in these files: those of voices, of `Unclear`, of refusals, and of parameters called `key`."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    handing_on = _taking_a_key(tree for file, tree in trees.items() if "pipeline" not in file.parts)
    said: dict[str, str] = {}
    named: set[str] = set()
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
            for key in _said_by(node, {} if "pipeline" in file.parts else handing_on):
                said.setdefault(key, f"{_place(file)}:{getattr(node, 'lineno', 0)}")
    return Uses(said, frozenset(named))


def _place(file: Path) -> Path:
    return file.relative_to(_ROOT) if file.is_relative_to(_ROOT) else file


def _taking_a_key(trees: Iterable[ast.Module]) -> dict[str, int]:
    """Map each function with a parameter called `key` to the position of that parameter."""
    found: dict[str, int] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
            found |= {node.name: names.index("key")} if "key" in names else {}
    return found


def _said_by(node: ast.AST, handing_on: Mapping[str, int]) -> Iterator[str]:
    match node:
        case ast.Call(func=func, args=[first, *_]) if _SPOKEN.search(ast.unparse(func)):
            yield from _texts(first)
        case ast.Call(func=ast.Name(id="Unclear"), args=[_, second]):
            yield from _texts(second)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in handing_on:
            yield from (key for argument in args[handing_on[name] :][:1] for key in _texts(argument))
        case ast.ClassDef(name=name, body=body, bases=[_, *_]) if not name.startswith("_"):
            for each in body:
                if isinstance(each, ast.Assign) and [ast.unparse(target) for target in each.targets] == ["key"]:
                    yield from _texts(each.value)


def _texts(value: ast.expr) -> Iterator[str]:
    """The literal keys in an expression: a text, or both texts of `"a" if … else "b"`. An empty text is no key."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*_texts(value.body), *_texts(value.orelse))


def unmatched(keys: frozenset[str], uses: Uses) -> Iterator[str]:
    """A problem for each key that no catalogue has, and for each sentence that the code never uses."""
    for key, place in sorted(uses.said.items()):
        if key not in keys:
            yield f"{place}: {key}: no such sentence"
    for key in sorted(keys - uses.named):
        yield f"{key}: nothing says this sentence"


def code_files() -> Iterator[Path]:
    """The modules that may use sentences."""
    for room in ("pipeline", "bot"):
        for file in sorted((_ROOT / room).rglob("*.py")):
            if "local_slack" not in file.parts:
                yield file


def problems() -> list[str]:
    """All problems, first those of the catalogues, then those of the code."""
    catalogues = read_all()
    keys = frozenset(key for sentences in catalogues.values() for key in sentences)
    each = (
        fault for language in LANGUAGES for fault in (*doubled(language), *ill_formed(language, catalogues[language]))
    )
    return [*unlike(catalogues), *each, *unmatched(keys, uses_in(code_files()))]


def report(found: list[str]) -> int:
    """Print the problems and how to fix them; the exit code is 1 if there are any."""
    for problem in found:
        print(problem)
    if found:
        files = " and ".join(str(path_of(language).relative_to(_ROOT)) for language in LANGUAGES)
        print(f"\nMend {files}, then: .venv/bin/python -m tools.check_catalogues")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(report(problems()))
