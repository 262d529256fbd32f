"""The pipeline of a deal in a form: read from a new deal's line, shown to whoever sells in several, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.blocks.elements import Block
from bot.blocks.pipeline_field import PIPELINE, PipelineChoice, pipeline_field
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.pipelines_named import MOST_BESIDE, is_as_called, named_pipeline
from pipeline.deals import transfer
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act
from pipeline.queries import stage_list
from pipeline.queries.names import stage_labels
from pipeline.stages import stages

_MOST_WORDS = MOST_BESIDE + 4  # of a pipeline's name, with the words beside it
_QUOTED = 60  # characters of what was typed that a question quotes
_PARTS = re.compile(r"[,;|\n]")
_CALLED = re.compile(r"putk|pipeline", re.IGNORECASE)
_AMOUNT_OR_DAY = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class LineOfPipeline:
    """The pipeline that a line of a new deal names, and the line without it.

    `doubted` has words that may name a pipeline or be a part of the customer's name; they stay in the line.
    """

    pipeline_no: int | None
    rest: str
    doubted: str = ""


def read_pipeline(session: ReadSession, rest: str) -> LineOfPipeline:
    """Read which of the pipelines in which the person sells a line names: "acme 12 500 vienti", "acme, vienti, 8k".

    A name counts as one of a pipeline where it is a part of its own, behind an amount or a day, or bent, or with a word
    for a pipeline beside it. Whoever sells in one pipeline names none: for them all of the line is of the deal.
    """
    offered = transfer.targets(session)
    if len(offered) < 2 or not rest.strip():
        return LineOfPipeline(None, rest)
    for begin, end in _marked(rest):
        if (no := named_pipeline(session, rest[begin:end].rstrip(".:"))) in offered:
            return LineOfPipeline(no, _without(rest, begin, end))
    doubted = ""
    for begin, end in _places(rest):
        said = rest[begin:end].strip()
        if (no := named_pipeline(session, said.rstrip(".:"))) not in offered:
            continue
        if _is_apart(session, rest[:begin], said):
            return LineOfPipeline(no, _without(rest, begin, end))
        doubted = doubted or said
    return LineOfPipeline(None, rest, doubted)


def _marked(rest: str) -> Iterator[tuple[int, int]]:
    """Every few words in which a pipeline is called one, wherever they stand: "acme vientiputkeen 12k"."""
    words = list(re.finditer(r"[^\s,;|]+", rest))
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        for first in range(len(words) - count + 1):
            begin, end = words[first].start(), words[first + count - 1].end()
            if _CALLED.search(rest[begin:end]):
                yield begin, end


def _places(rest: str) -> Iterator[tuple[int, int]]:
    """Where the name of a pipeline may stand: each part of the line but the first, and the last words of each part.

    A first part that ends with a colon, or has a word for a pipeline, may be one, too: "vienti: acme, 12 500".
    """
    if (colon := rest.find(":")) > 0 and len(rest[:colon].split()) <= _MOST_WORDS:
        yield 0, colon + 1
    begin = 0
    for end in [*(found.start() for found in _PARTS.finditer(rest)), len(rest)]:
        words = [found.start() + begin for found in re.finditer(r"\S+", rest[begin:end])]
        longest_first = words[-_MOST_WORDS:] if begin else words[1:][-_MOST_WORDS:]
        for start in longest_first:
            yield start, end
        begin = end + 1


def _is_apart(session: ReadSession, before: str, said: str) -> bool:
    """Whether the words are surely no part of a name: nothing but a separator or a figure is before them."""
    left = before.rstrip(" ")
    is_own_part = not left or left[-1] in ",;|\n-–—"
    return (
        is_own_part
        or bool(_AMOUNT_OR_DAY.search(left.split()[-1]))
        or left[-1] in "€$£"
        or not is_as_called(session, said)
    )


def _without(rest: str, begin: int, end: int) -> str:
    """The line without the words and the separator before them."""
    before, after = rest[:begin].rstrip(" ,;|"), rest[end:]
    return f"{before}{after}" if before else after.lstrip(" ,;|")


def pipeline_blocks(voice: Voice, session: ReadSession, chosen: int, doubted: str = "") -> tuple[Block, ...]:
    """Return the field for the pipeline of a new deal; nothing for whoever sells in one."""
    offered = transfer.targets(session)
    if len(offered) < 2:
        return ()
    hint = voice.label("pipeline_doubted", text=plain(doubted, _QUOTED)) if doubted else None
    return (pipeline_field(voice, _choices(session, offered), chosen, hint=hint),)


def transfer_blocks(voice: Voice, session: ReadSession, pipeline_no: int, chosen: int) -> tuple[Block, ...]:
    """Return the field for the pipeline of an open deal, which stands in `pipeline_no`; nothing where it can go to no
    other one.
    """
    others = transfer.targets(session, pipeline_no)
    if not others:
        return ()
    offered = [no for no in stages.pipelines_in_use(session) if no == pipeline_no or no in others]
    offered = offered if pipeline_no in offered else [pipeline_no, *offered]
    return (pipeline_field(voice, _choices(session, offered), chosen, hint=voice.label("pipeline_moves_hint")),)


def given_pipeline(values: Mapping[str, Any]) -> int | None:
    """Return the pipeline that a form has; None where it has no such field."""
    text = values.get(PIPELINE)
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def own_pipeline(session: ReadSession, said: int | None = None) -> int:
    """Return the pipeline of a new deal: the one that was said, else that in which the person opens deals."""
    return (
        said if said is not None and said in transfer.targets(session) else stages.persons_pipeline(session, Act.OPEN)
    )


def _choices(session: ReadSession, offered: list[int]) -> list[PipelineChoice]:
    of, labels = stages.of_workspace(session), stage_labels(session)
    return [
        PipelineChoice(no, stage_list.name_of(session, no), tuple(labels[each.stage_no] for each in of.open_of(no)))
        for no in offered
    ]
