"""A pipeline that is named in a line: "vienti", "vientiin", "to the export pipeline"; only one that the person sees."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.catalogue import LANGUAGES, sentences
from bot.language.folding import folded
from pipeline.finding.spelling import is_inflected
from pipeline.finding.words import typed_words
from pipeline.ledger.session import Session
from pipeline.people.access import Act, may, rights_of
from pipeline.queries.stage_list import name_of
from pipeline.stages import stages as stages_

_BESIDE = frozenset(
    "to the into in of pipeline putki putkeen putkessa putken myyntiputki myyntiputkeen myyntiputkessa".split()
)


def named_pipeline(session: Session, text: str) -> int | None:
    """Return the number of the one pipeline in use that is all of the text, bent or not; None where there is none.

    What the person does not see is as if it were not there.
    """
    said = [word for word in typed_words(folded(text)) if word not in _BESIDE]
    who = rights_of(session.connection, session.by)
    found = [
        no
        for no in stages_.pipelines_in_use(session)
        if said and may(who, Act.SEE, pipeline_no=no) and any(_is_meant(said, name) for name in names(session, no))
    ]
    return found[0] if len(found) == 1 else None


def names(session: Session, pipeline_no: int) -> Iterator[str]:
    """What a pipeline is called; one without a name of its own by the default, in every language."""
    if name := name_of(session, pipeline_no):
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
