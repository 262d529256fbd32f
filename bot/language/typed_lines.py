"""Keeps the lines of what was typed apart, where `grammar.unescaped` makes one of them."""

from __future__ import annotations

from bot.language.grammar import unescaped


def as_typed(text: str) -> str:
    """Return the text as it was typed, line by line: links by their labels, Slack's escapes undone.

    A tab ends a line too, as between the cells of a table.
    """
    lines = text.replace("\t", "\n").splitlines()
    return "\n".join(unescaped(line) for line in lines).strip("\n")


def after_word(text: str, form: str) -> str:
    """Return what was typed after a command's word, line by line. `form` is how the word was typed."""
    rest = as_typed(text)
    for _ in form.split():
        rest = rest.lstrip()
        end = next((place for place, letter in enumerate(rest) if letter.isspace()), len(rest))
        rest = rest[end:]
    return rest.strip(" ")
