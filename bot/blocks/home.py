"""The Home tab: a person's open deals, the stuck ones, and the board."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import board as boards
from bot.blocks import buttons, lists
from bot.blocks import elements as el
from bot.blocks.elements import Block, Home
from bot.blocks.ids import WordName
from bot.language.readers import voice_for
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.people.access import Act, may, rights_of
from pipeline.queries import board, deal_lists
from pipeline.queries.board import Board
from pipeline.queries.deal_lists import Lines
from pipeline.stages import stages

SHOWN = 8  # deals in the list of the reader's own, and in the list of stuck ones


@dataclass(frozen=True, slots=True)
class HomeContent:
    """The data of one person's Home tab."""

    mine: Lines
    stuck: Lines
    board: Board
    missing_scopes: tuple[str, ...] = ()  # for an admin: those that an installation of an older version lacks


def home(voice: Voice, seen: HomeContent) -> Home:
    """Build the Home tab."""
    return Home(
        (
            *_install_again(voice, seen.missing_scopes),
            *el.actions(
                buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True),
                buttons.plain(voice, WordName.FORECAST, "forecast_button"),
                buttons.plain(voice, WordName.SETTINGS, "settings_button"),
                buttons.plain(voice, WordName.HELP, "help_button"),
            ),
            el.header(voice.label("mine_title")),
            *_deals(voice, WordName.MINE, seen.mine),
            el.header(voice.label(lists.stuck_title(seen.stuck))),
            *_deals(voice, WordName.STUCK, seen.stuck),
            el.header(voice.label("board_title", pipeline=voice.say("pipeline_default"))),
            el.section(boards.stages(voice, seen.board, marked=True)),
            *boards.clock(voice, seen.board),
        )
    )


def build_home(session: ReadSession, missing_scopes: tuple[str, ...] = ()) -> Home:
    """Read and build one person's Home tab. Before set-up it says who can set Putki up.

    An admin is told which scopes the installation lacks.
    """
    voice = voice_for(session, session.by.member_no)
    pipeline_no = stages.persons_pipeline(session)
    is_admin = may(rights_of(session.connection, session.by), Act.SETTINGS)
    if not settings.of_workspace(session).is_set_up(pipeline_no):
        return home_before_set_up(voice, may_set_up=is_admin)
    mine, stuck = deal_lists.mine(session), deal_lists.stuck(session)
    lacking = missing_scopes if is_admin else ()
    return home(voice, HomeContent(mine, stuck, board.board(session, pipeline_no), lacking))


def _install_again(voice: Voice, missing_scopes: tuple[str, ...]) -> list[Block]:
    """What an admin does about an installation of an older version; nothing where no scope is missing."""
    if not missing_scopes:
        return []
    shown = SafeText(", ".join(f"`{scope}`" for scope in missing_scopes))
    return [el.section(voice.say("install_again", scopes=shown))]


def home_before_set_up(voice: Voice, *, may_set_up: bool) -> Home:
    """Build the Home tab before set-up."""
    said = voice.say("not_set_up_you" if may_set_up else "not_set_up", who=voice.say("role_admin"))
    button = buttons.plain(voice, WordName.SETTINGS, "setup_button", primary=True) if may_set_up else None
    return Home((el.section(said), *el.actions(button)))


def _deals(voice: Voice, word: WordName, found: Lines) -> list[Block]:
    is_mine = word is WordName.MINE
    if not found.lines:
        return [el.section(lists.own_empty(voice) if is_mine else voice.say(lists.stuck_empty(found)))]
    more = lists.more_button(voice, word, found, size=SHOWN)
    return [
        el.context(lists.mine_count(voice, found) if is_mine else voice.say("deals", n=found.total)),
        *lists.with_buttons(voice, found.lines[:SHOWN], with_owner=not is_mine),
        *lists.rest_of_list(voice, found, more, size=SHOWN),
    ]
