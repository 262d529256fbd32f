"""`python -m tests.cli_manual`: writes docs/cli.md, the help of each command of `putki`, without colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from bot.cli import app

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
WIDTH = 100
OPENING = """# The commands of `putki`

Written by `python -m tests.cli_manual` from the commands' own help. What they are for: [operating](operating.md).
"""


def written() -> str:
    """The page as it should be."""
    program: Any = get_command(app)
    sections = [_section("putki", program), *(_section(f"putki {name}", each) for name, each in _commands(program))]
    return "\n".join([OPENING, *sections])


def _commands(program: Any) -> Iterator[tuple[str, Any]]:
    yield from program.commands.items()


def _section(called: str, command: Any) -> str:
    command.rich_markup_mode = None  # plain text, the same on every terminal
    context = command.context_class(command, info_name=called, terminal_width=WIDTH, max_content_width=WIDTH)
    return f"## {called}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    MANUAL.write_text(written())
    print(f"docs/{MANUAL.name}")
