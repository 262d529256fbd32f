"""The Home tab, for a phone: what to do today, one's own deals by stage, the board, and the forecast in two lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import board as boards
from bot.blocks import buttons, lists, next_up, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Home
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.board import Board
from pipeline.queries.next_up import NextUp
from pipeline.queries.own_by_stage import OwnStage


@dataclass(frozen=True, slots=True)
class ForecastLines:
    """The forecast that was posted last, in a line a month, and the button that opens how it was computed."""

    day: date
    lines: SafeText
    button: Block


@dataclass(frozen=True, slots=True)
class HomeContent:
    """The data of one person's Home tab."""

    next_up: NextUp
    own: tuple[OwnStage, ...]
    board: Board
    forecast: ForecastLines | None = None  # None before the first post
    leads: bool = False  # the reader may see everybody's stuck deals
    team: Block | None = None  # for a lead: what the team has won this month
    missing_scopes: tuple[str, ...] = ()  # for an admin: those that an installation of an older version lacks


def home(voice: Voice, seen: HomeContent) -> Home:
    """Build the Home tab."""
    return Home(
        (
            *_install_again(voice, seen.missing_scopes),
            *el.actions(
                buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True),
                buttons.plain(voice, WordName.SETTINGS, "settings_button"),
                buttons.plain(voice, WordName.HELP, "help_button"),
            ),
            *next_up.on_home(voice, seen.next_up),
            *_own(voice, seen.own),
            _board(voice, seen),
            *boards.clock(voice, seen.board),
            _forecast(voice, seen.forecast),
            *([seen.team] if seen.team is not None else []),
        )
    )


def home_before_set_up(voice: Voice, *, may_set_up: bool) -> Home:
    """Build the Home tab before set-up."""
    said = voice.say("not_set_up_you" if may_set_up else "not_set_up", who=voice.say("role_admin"))
    button = buttons.plain(voice, WordName.SETTINGS, "setup_button", primary=True) if may_set_up else None
    return Home((el.section(said), *el.actions(button)))


def home_without_pipeline(voice: Voice, said: SafeText, *, is_admin: bool, missing_scopes: tuple[str, ...]) -> Home:
    """Build the Home tab of a person who has no pipeline in use: `said` says why; an admin sets pipelines up there."""
    stages = buttons.plain(voice, WordName.STAGES, "stages_button") if is_admin else None
    settings = buttons.plain(voice, WordName.SETTINGS, "settings_button")
    again = _install_again(voice, missing_scopes if is_admin else ())
    return Home(
        (*again, el.section(said), *el.actions(settings, stages, buttons.plain(voice, WordName.HELP, "help_button")))
    )


def _install_again(voice: Voice, missing_scopes: tuple[str, ...]) -> list[Block]:
    """What an admin does about an installation of an older version; nothing where no scope is missing."""
    if not missing_scopes:
        return []
    shown = SafeText(", ".join(f"`{scope}`" for scope in missing_scopes))
    return [el.section(voice.say("install_again", scopes=shown))]


def _own(voice: Voice, own: Sequence[OwnStage]) -> list[Block]:
    """The reader's own deals, a line a stage, with the press that lists them."""
    if not own:
        return [el.section(lists.own_empty(voice))]
    title = phrases.bold(voice.say("mine_title"))
    lines = [
        phrases.joined(
            [
                SafeText(f"{phrases.stage(voice, each.stage)} {voice.number(each.count)}"),
                phrases.sums(voice, each.sums),
            ]
        )
        for each in own
    ]
    return [el.section(phrases.lines([title, *lines]), buttons.plain(voice, WordName.MINE, "show_button"))]


def _board(voice: Voice, seen: HomeContent) -> Block:
    """The board; for a lead with the press that lists what is stuck in it."""
    title = phrases.bold(voice.say("board_title"))
    stuck = buttons.all_stuck(voice, "stuck_button") if seen.leads else None
    return el.section(phrases.lines([title, boards.stages(voice, seen.board)]), stuck)


def _forecast(voice: Voice, forecast: ForecastLines | None) -> Block:
    """The forecast that was posted last; before the first one when it comes, with the press that makes one now."""
    if forecast is None:
        said = phrases.lines([phrases.bold(voice.say("forecast_button")), voice.say("forecast_on_mondays")])
        return el.section(said, buttons.plain(voice, WordName.FORECAST, "forecast_button"))
    title = phrases.bold(voice.say("home_forecast", day=forecast.day))
    return el.section(phrases.lines([title, forecast.lines]), forecast.button)
