"""What is refused of a typed line that was understood in part: what was, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import LineKept, MaybeDealRefused, TextQuoted


@dataclass(kw_only=True, eq=False)
class LineUnclear(MaybeDealRefused, LineKept, TextQuoted):
    """A line told of `deal` something that the face asks about before anything is done.

    `sentence` is the key of the question and `text` what it quotes. `words` are what can be done, in the order in which
    they are offered, `to` is the stage of a move and `stay` the deal's stay that the person may have seen.
    """

    key = "unclear_understood"
    sentence: str
    words: tuple[str, ...] = ()
    to: int | None = None
    stay: int | None = None
