"""`/deal since`: what changed in the pipeline since a day: new, won, lost, moved on, slipped, other sums."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.blocks import since as shown
from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_SINCE_AWAY, HINT_SINCE_DAY
from bot.language.since_line import AWAY, NotRead, SinceDay, read_since
from bot.pipelines_named import pipeline_named
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.asked_notices import ShowSince
from pipeline.people import settings
from pipeline.people.absence import Absence, absences_of
from pipeline.queries.since import first_day

_LONGEST_AGO = timedelta(days=400)  # of an absence that is still asked about
_A_DAY = timedelta(days=1)


def typed(services: Services, request: Request) -> Reply:
    """The changes since the day that is named; without one since the last Monday, or since the person went away.

    Raises NotUsed for what is no day gone by.
    """
    refuse_note(services, request, WORD.word)
    line = request.line
    if line.people:
        refuse(WORD.word, line.rest)
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        today = calendar.day(session.now)
        pipeline_no, text = pipeline_named(session, line.rest)
        read = read_since(text, today, calendar) if text else None
        if isinstance(read, SinceDay):
            return ShowSince(day=read.day, pipeline=pipeline_no)
        monday = today - timedelta(days=today.weekday() or 7)
        away = _last_absence(session, monday if read is None else today - _LONGEST_AGO, today)
        if read is None or (read == AWAY and away is not None):
            day = away.from_day if away is not None else monday
            known = first_day(session, day) or day  # nobody named a day that could be too early
            return ShowSince(day=known, pipeline=pipeline_no, is_away=away is not None)
    hints = {NotRead.AHEAD: HINT_SINCE_DAY, AWAY: HINT_SINCE_AWAY}
    refuse(WORD.word, text, hints.get(read))


def _last_absence(session: ReadSession, since: date, today: date) -> Absence | None:
    """The person's newest absence that began before today and was not over before `since`."""
    found = absences_of(session, session.by.member_no or 0, since)
    return next((each for each in reversed(found) if each.from_day < today), None)


def pressed(services: Services, request: Request) -> Reply:
    """The deals of one part, or their next page; the changes of a list's button."""
    start = request.pressed.start if request.pressed is not None else 0
    found = _PACKED.fullmatch(request.line.rest)
    if found is None:
        return typed(services, request)
    part = found["part"] if found["part"] != shown.ALL else None
    return ShowSince(day=date.fromisoformat(found["day"]), pipeline=int(found["pipeline"]), part=part, start=start)


_PACKED = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<part>[a-z]+) (?P<pipeline>[0-9]{1,9})")

WORD = Word(
    word="since",
    forms={
        "fi": ("mitä muuttui", "muutokset", "mitä on muuttunut", "mitä muuttunut", "muuttunut"),
        "en": ("since", "changes", "what changed", "what has changed"),
    },
    help="help_since",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
