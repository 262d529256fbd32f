"""How long a text is for Slack, and how it is cut where it is too long."""

from __future__ import annotations

import re

_PART_OF_ENTITY = re.compile(r"&[a-z]{0,4}$")
_MARKS = ("`", "*")


def length(text: str) -> int:
    """Return the length in UTF-16 units, the strictest way in which Slack may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the text within the limit, cut with "…". The cut leaves no half entity and no open mark."""
    if length(text) <= limit:
        return text
    units = text[:limit].encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    kept = units.decode("utf-16-le", "ignore")
    return _closed(_PART_OF_ENTITY.sub("", kept)).rstrip() + "…"


def _closed(text: str) -> str:
    """Remove the last mark without a partner from the last line, because it would show or format the text after it."""
    last = text.rsplit("\n", 1)[-1]
    for mark in _MARKS:
        if last.count(mark) % 2:
            place = text.rindex(mark)
            text = text[:place] + text[place + 1 :]
    return text
