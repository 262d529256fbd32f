"""Names every module over 400 lines and every function over 40, but for those listed here with the reason."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 40
ROOMS = ("pipeline", "bot", "tools")

LONG_MODULES = {
    "pipeline/storage/schema.py": "every table of the core on one page",
}
LONG_FUNCTIONS = {
    "bot/server/http.py: server": "four short handlers that share the app and its verifier",
    "pipeline/queries/deal_view.py: _view": "one value of many fields",
}


def too_long(root: Path) -> Iterator[str]:
    """Each module and function under `root` that is too long, as a line that names it."""
    for path in sorted(each for room in ROOMS for each in (root / room).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/migrations/" in name:
            continue
        text = path.read_text()
        if (lines := text.count("\n")) > MODULE_LINES and name not in LONG_MODULES:
            yield f"{name} has {lines} lines"
        for each in ast.walk(ast.parse(text)):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _too_long_function(name, each)


def _too_long_function(name: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if lines > FUNCTION_LINES and f"{name}: {function.name}" not in LONG_FUNCTIONS:
        yield f"{name}: {function.name} has {lines} lines"


if __name__ == "__main__":
    found = list(too_long(Path()))
    print("\n".join(found))
    sys.exit(bool(found))
