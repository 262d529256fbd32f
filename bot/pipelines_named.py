"""Which pipeline is meant by a name in a line: "vienti", "vientiin", "to the export pipeline"; only one that is seen.

What the person does not see is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.catalogue import LANGUAGES, sentences
from bot.language.folding import folded
from pipeline.deals.sight import hidden_from
from pipeline.finding.spelling import is_inflected
from pipeline.finding.words import typed_words
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.queries import stage_list
from pipeline.stages import stages

MOST_BESIDE = 3  # words beside a name: "to the … pipeline"
_BESIDE = frozenset(
    "to the into in of pipeline putki putkeen putkessa putken myyntiputki myyntiputkeen myyntiputkessa".split()
)


def pipelines_seen(session: Session) -> dict[int, str]:
    """The pipelines in use that the person sees, in their order, each with its name, or "" where it has none."""
    hidden = hidden_from(session)
    return {no: stage_list.name_of(session, no) for no in stages.pipelines_in_use(session) if no not in hidden}


def name_where_several(session: ReadSession, pipeline_no: int) -> str:
    """The pipeline's name for a title: "" for a person who sees no other pipeline."""
    seen = pipelines_seen(session)
    return seen.get(pipeline_no, "") if len(seen) > 1 else ""


def named_pipeline(session: Session, text: str) -> int | None:
    """Return the number of the one pipeline that is all of the text, bent or not; None where there is none."""
    said = [word for word in typed_words(folded(text)) if word not in _BESIDE]
    if not said:
        return None
    seen = pipelines_seen(session).items()
    found = [no for no, name in seen if any(_is_meant(said, called) for called in _called(name))]
    return found[0] if len(found) == 1 else None


def pipeline_named(session: Session, text: str) -> tuple[int | None, str]:
    """The pipeline whose name begins or ends the text, and the text without it; None where there is no such name."""
    words = text.split()
    longest = max((len(name.split()) or 1 for name in pipelines_seen(session).values()), default=0) if words else 0
    for count in range(min(longest + MOST_BESIDE, len(words)), 0, -1):
        for part, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if (no := named_pipeline(session, " ".join(part))) is not None:
                return no, " ".join(rest)
    return None, text


def is_as_called(session: Session, text: str) -> bool:
    """Whether the text is the name of a pipeline as it is, without an ending and without a word beside it."""
    said = folded(text).strip(" .:")
    return any(folded(called) == said for name in pipelines_seen(session).values() for called in _called(name))


def _called(name: str) -> Iterator[str]:
    """What a pipeline is called; one without a name of its own by the default, in every language."""
    if name:
        yield name
        return
    for language in LANGUAGES:
        yield sentences(language).gettext("pipeline_default")


def _is_meant(said: list[str], name: str) -> bool:
    words = [word for word in typed_words(name) if word not in _BESIDE] or typed_words(name)
    return len(said) == len(words) and all(
        one == word or is_inflected(one, word) or is_inflected(one, f"{word}putki")
        for one, word in zip(said, words, strict=True)
    )
