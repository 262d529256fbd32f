"""`/deal target`: what the team, or one person, is to win in a month; alone, the targets that one may see."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.language.target_line import TargetLine, read_target
from bot.people_lookup import mentioned, people_named, without_mention
from bot.pipelines_named import pipeline_named
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.form_input import fit
from bot.words.list_request import refuse_note
from pipeline import errors
from pipeline.deals import targets
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.target_notices import ShowTargets
from pipeline.people import settings
from pipeline.pipelines.events import TargetSet
from pipeline.target_errors import TargetUnclear


def typed(services: Services, request: Request) -> Reply:
    """`[month] [person] amount`, a number of wins, or `none`: set it or take it off; without, show what there is."""
    refuse_note(services, request, WORD.word)
    line = request.line
    text = without_mention(line) if line.people else line.rest
    fit(text)
    with services.ledger.read_session(request.by) as session:
        pipeline_no, text = pipeline_named(session, text)
        known = settings.of_workspace(session)
        said = read_target(text, known.calendar.day(session.now), _currency(session, pipeline_no))
    member = _member(services, request, said)
    if said.amount is None and said.count is None and not said.is_none:
        return ShowTargets(pipeline=pipeline_no, month=said.month, member=member)
    with services.ledger.read_session(request.by) as session:
        month = said.month or targets.this_month(session)
    return targets.set_target(
        services.ledger,
        request.by,
        month=month,
        amount=said.amount,
        count=said.count,
        member_no=member,
        pipeline_no=pipeline_no,
    )


def _currency(session: ReadSession, pipeline_no: int | None) -> str:
    """The currency of an amount that is typed without one: that of the pipeline that is named, or meant without it."""
    return settings.currency_of(session, pipeline_no or targets.pipeline_set(session))


def _member(services: Services, request: Request, said: TargetLine) -> int | None:
    """Whose target it is; None: the team's. Raises TargetUnclear for words that name nobody, or several people."""
    line = request.line
    try:
        named = mentioned(services.directory, line)
    except errors.Stranger:
        raise TargetUnclear(text=line.rest) from None
    if named is not None:
        if said.rest or said.is_own or len(line.people) > 1:
            raise TargetUnclear(text=said.rest or line.rest)
        return named.member
    if said.is_own:
        if said.rest:
            raise TargetUnclear(text=said.rest)
        return request.by.member_no
    if not said.rest:
        return None
    with services.ledger.read_session(request.by) as session:
        people = people_named(session, said.rest)
    if len(people) != 1:
        raise TargetUnclear(text=said.rest)
    return people[0]


def pressed(services: Services, request: Request) -> Reply:
    """The targets."""
    return ShowTargets()


WORD = Word(
    word="target",
    forms={"fi": ("tavoite", "tavoitteet"), "en": ("target", "targets")},
    help="help_target",
    chapter=Chapter.VIEWS,
    changes=TargetSet,
    typed=typed,
    pressed=pressed,
    is_private=True,
)
