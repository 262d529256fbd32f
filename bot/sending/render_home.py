"""Home is read and built for one person, as it is now."""

from __future__ import annotations

from bot.blocks import home, phrases, refusals, team
from bot.blocks.elements import Block, Home
from bot.blocks.home import ForecastLines, HomeContent
from bot.forecast import pages, post
from bot.forecast.messages import record_line
from bot.language.readers import voice_for
from bot.language.voice import Voice
from bot.sending.marking import marked_home
from pipeline.deals import targets
from pipeline.forecast import snapshot
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.people.access import Act, may, rights_of
from pipeline.pipeline_errors import NotInAPipeline, OnlyArchived
from pipeline.queries import board
from pipeline.queries.names import names
from pipeline.queries.next_up import next_up
from pipeline.queries.own_by_stage import own_by_stage
from pipeline.queries.team import won_in_month
from pipeline.stages import stages
from pipeline.target_errors import OnlyLeadSees


def build_home(session: ReadSession, missing_scopes: tuple[str, ...] = ()) -> Home:
    """Read and build one person's Home tab. Before set-up it says who can set Putki up.

    An admin is told which scopes the installation lacks. A person without a pipeline is told so, and has the settings.
    """
    voice = voice_for(session, session.by.member_no)
    rights = rights_of(session.connection, session.by)
    is_admin = may(rights, Act.SETTINGS)
    try:
        pipeline_no = stages.persons_pipeline(session)
    except (NotInAPipeline, OnlyArchived) as refused:
        said = refusals.sentence(voice, names(session, members=[refused.who]), refused)
        return home.home_without_pipeline(voice, said, is_admin=is_admin, missing_scopes=missing_scopes)
    if not settings.of_workspace(session).is_set_up(pipeline_no):
        return home.home_before_set_up(voice, may_set_up=is_admin)
    content = HomeContent(
        next_up=next_up(session),
        own=own_by_stage(session),
        board=board.board(session, pipeline_no),
        forecast=_forecast(session, voice, pipeline_no),
        leads=bool(rights.leads),
        team=_team(session, voice) if rights.leads else None,
        missing_scopes=missing_scopes if is_admin else (),
    )
    return marked_home(session, home.home(voice, content))


def _team(session: ReadSession, voice: Voice) -> Block | None:
    """What the team has won this month, for its lead; None where the pipeline that they lead is not in use."""
    try:
        pipeline_no = targets.led_pipeline(session)
    except OnlyLeadSees:
        return None
    month = targets.this_month(session)
    of_team = targets.of_month(session, pipeline_no, month).get(targets.TEAM)
    won, count = won_in_month(session, pipeline_no, month)
    return team.on_home(voice, month, won, count, of_team)


def _forecast(session: ReadSession, voice: Voice, pipeline_no: int) -> ForecastLines | None:
    """The forecast that was posted last: to make one anew takes longer than Home may."""
    posted = snapshot.headline(session, pipeline_no)
    if posted is None:
        return None
    button = pages.button(voice.label("show_sums_button"), pages.Page(pages.SUMS), posted.key)
    how_past_did = record_line(session, voice, pipeline_no, posted.day, with_percentages=False)
    return ForecastLines(posted.day, phrases.lines([post.in_short(voice, posted), how_past_did]), button)
