"""The board: the number of deals per stage, their sum, the oldest deal and the number of stuck ones."""

from __future__ import annotations

from datetime import date

from bot.blocks import buttons, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.money import total
from pipeline.queries.board import Board, Column


def board(voice: Voice, shown: Board, day: date | None = None, name: str = "") -> Message:
    """Build the message with the pipeline's open stages, in order, as they are or stood on a `day` gone by.

    `name` is the pipeline's, where the reader sees several.
    """
    if day is not None:
        return _board_on(voice, shown, day, name)
    title = _titled(voice, voice.say("board_title"), name)
    if not any(column.count for column in shown.columns):
        said = voice.say("board_empty")
        new = buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True)
        return Message(said, (el.section(phrases.lines([phrases.bold(title), said])), *el.actions(new)))
    together = _together(voice, shown)
    blocks = (
        el.section(phrases.lines([phrases.bold(title), together])),
        el.section(stages(voice, shown, marked=True)),
        *clock(voice, shown),
        *el.actions(buttons.plain(voice, WordName.MINE, "mine_button"), buttons.all_stuck(voice, "stuck_button")),
    )
    return Message(phrases.lines([title, together, stages(voice, shown)]), blocks)


def _titled(voice: Voice, title: SafeText, name: str) -> SafeText:
    return phrases.joined([title, voice.name(name) or None])


def _board_on(voice: Voice, shown: Board, day: date, name: str) -> Message:
    """Build the message with the stages as they stood at the end of a day, as far as it was known then."""
    title = _titled(voice, voice.say("board_title_on", day=day), name)
    is_empty = not any(column.count for column in shown.columns)
    together = voice.say("board_empty_on") if is_empty else _together(voice, shown)
    blocks = [el.section(phrases.lines([phrases.bold(title), together]))]
    blocks += [] if is_empty else [el.section(stages(voice, shown, marked=True)), *clock(voice, shown)]
    blocks += el.actions(buttons.plain(voice, WordName.BOARD, "board_now_button"))
    return Message(phrases.lines([title, together, None if is_empty else stages(voice, shown)]), tuple(blocks))


def clock(voice: Voice, shown: Board) -> list[Block]:
    """Return from when on business days are counted, where the board has any."""
    return [el.context(voice.say("board_clock"))] if any(column.oldest_days for column in shown.columns) else []


def _together(voice: Voice, shown: Board) -> SafeText:
    """Return the number of all open deals, of their customers where that is another one, and their sum."""
    all_sums = list(total(amount for column in shown.columns for amount in column.sums).values())
    deals = sum(column.count for column in shown.columns)
    whose = voice.say("board_customers", n=shown.customers) if shown.customers not in (None, deals) else None
    count = phrases.joined([voice.say("open_deals", n=deals), whose], ", ")
    return phrases.joined([count, phrases.sums(voice, all_sums)])


def stages(voice: Voice, shown: Board, *, marked: bool = False) -> SafeText:
    """Return one line per stage. `marked` makes the name of the stage bold."""
    return phrases.lines(_line(voice, column, marked=marked) for column in shown.columns)


def _line(voice: Voice, column: Column, *, marked: bool) -> SafeText:
    stage = phrases.stage(voice, column.stage)
    count = SafeText(f"{phrases.bold(stage) if marked else stage} {voice.number(column.count)}")
    if not column.count:
        return count
    return phrases.joined(
        [
            count,
            phrases.sums(voice, column.sums),
            voice.say("board_without_sum", n=column.without_amount) if column.without_amount else None,
            voice.say("board_oldest", n=column.oldest_days) if column.oldest_days else None,
            voice.say("board_stuck", n=column.stuck) if column.stuck else None,
            voice.say("board_ours", n=column.ours) if column.ours else None,
        ]
    )
