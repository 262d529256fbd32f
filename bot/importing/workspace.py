"""What a file is read against: the workspace's stages, currency and people, or the default ones where it is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.importing.owners import Colleague
from bot.importing.sentences import operators_language
from bot.language.readers import FINNISH_ZONE, workspace_language
from bot.language.voice import Voice, in_every_language
from pipeline import errors
from pipeline.ledger import replay
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import members
from pipeline.people import settings as settings_
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages

DEFAULT_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace as an import needs it. `no` is None where no database knows it.

    `labels` maps what a file may call an open stage to its number, and `stage_names` has the stages' names in the
    operator's language, in order.
    """

    voice: Voice
    no: int | None
    labels: Mapping[str, int]
    stage_names: Mapping[int, str]
    currency: str
    people: Sequence[Colleague]


def default_workspace(environment: Mapping[str, str], now: datetime) -> Workspace:
    """A workspace of which nothing is known: the default stages, euros, and no people."""
    voice = Voice(operators_language(environment), FINNISH_ZONE, now)
    keys = [key for key, kind, _, _ in stages.DEFAULT if kind.value == "open"]
    return Workspace(
        voice,
        None,
        {label: no for no, key in enumerate(keys, 1) for label in (key, *in_every_language(key))},
        {no: voice.label(key) for no, key in enumerate(keys, 1)},
        DEFAULT_CURRENCY,
        (),
    )


def workspace_of(session: ReadSession, environment: Mapping[str, str], people: Sequence[Colleague] = ()) -> Workspace:
    """The workspace as its database knows it. Without `people`, those whose names the database has."""
    language = operators_language(environment, workspace_language(session))
    settings = settings_.of_workspace(session)
    voice = Voice(language, settings.calendar.zone, session.now)
    called = stage_labels(session)
    opened = stages.of_workspace(session).open_of(stages.persons_pipeline(session))
    return Workspace(
        voice,
        session.by.workspace_no,
        {label: each.stage_no for each in opened for label in _labels(called[each.stage_no])},
        {each.stage_no: _name(voice, called[each.stage_no]) for each in opened},
        settings.currency,
        people or _known_people(session),
    )


def known_workspace(ledger: Ledger, environment: Mapping[str, str]) -> Workspace | None:
    """The one workspace of this database; None if there is none, or several, or the database cannot be read."""
    if not ledger.storage.is_there:
        return None
    try:
        with ledger.storage.read() as connection:
            nos = replay.workspaces(connection)
        if len(nos) != 1:
            return None
        with ledger.read_session(By(nos[0], None, Via.SYSTEM)) as session:
            return workspace_of(session, environment) if stages.of_workspace(session).all else None
    except (DBAPIError, errors.Busy):
        return None


def _known_people(session: ReadSession) -> list[Colleague]:
    profiles = members.profiles(session.connection, session.by.workspace_no)
    return [Colleague(each.member_no, each.name) for each in profiles.values()]


def _labels(stage: StageLabel) -> tuple[str, ...]:
    """How a file may call a stage."""
    return (stage.key, *in_every_language(stage.key)) if stage.key else (stage.text or "",)


def _name(voice: Voice, stage: StageLabel) -> str:
    return voice.label(stage.key) if stage.key else stage.text or ""
