"""The board narrowed to a list of deals, or counted by person or source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.blocks import buttons, kinds, lists, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.ids import Remainder, WordName
from bot.language.order import order_key
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.choices import ListName
from pipeline.messages.board_notices import ShowBoardList
from pipeline.money import Money
from pipeline.queries.board_parts import BoardPart
from pipeline.queries.deal_lists import DealLine, Lines
from pipeline.queries.names import Names

_LINES = 15  # of one section
_NUMBERS = ("stage", "over", "under", "source_option")


def fitting(voice: Voice, found: Lines, asked: ShowBoardList, names: Names) -> Message:
    """Build the list of the deals that fit, with what narrows it in its title; nothing in it tells of lateness."""
    title = phrases.joined([phrases.bold(voice.say("board_title")), *_narrowed(voice, asked, names)])
    board = buttons.plain(voice, WordName.BOARD, "board_button")
    if not found.lines:
        said = phrases.lines([title, voice.say("board_none_fit")])
        return Message(said.replace("*", ""), (el.section(said), *el.actions(board)))
    count = phrases.joined([voice.say("open_deals", n=found.total), phrases.sums(voice, found.sums)])
    more = lists.more_button(voice, WordName.BOARD, found, more=Remainder(packed(asked), member=asked.owner))

    def told(line: DealLine) -> SafeText:
        return lists.without_lateness(voice, line, with_owner=asked.owner is None)

    title = phrases.lines([title, count])
    blocks = [
        el.section(title),
        *lists.with_buttons(voice, found.lines[: lists.SHOWN], told),
        *lists.rest_of_list(voice, found, more),
    ]
    heard = [phrases.joined([phrases.deal(voice, line), phrases.money(voice, line.amount)]) for line in found.lines]
    return Message(phrases.lines([SafeText(title.replace("*", "")), *heard[: lists.SHOWN]]), tuple(blocks))


def _narrowed(voice: Voice, asked: ShowBoardList, names: Names) -> list[SafeText | None]:
    """What narrows the list: whose deals, the stage, the amounts, the source."""

    def sum_of(minor: int | None) -> Money | None:
        return Money(minor, asked.currency) if minor is not None and asked.currency is not None else None

    over, under = sum_of(asked.over), sum_of(asked.under)
    return [
        phrases.who(voice, names.members, asked.owner) if asked.owner is not None else None,
        phrases.stage_of(voice, names, asked.stage) if asked.stage is not None else None,
        voice.say("board_least" if asked.is_inclusive else "board_over", sum=over) if over is not None else None,
        voice.say("board_most" if asked.is_inclusive else "board_under", sum=under) if under is not None else None,
        _source(voice, asked.source, asked.source_option) if asked.source is not None else None,
    ]


def by_person(voice: Voice, parts: Sequence[BoardPart]) -> Message:
    """Build the counts by person, from A to Ö."""
    in_order = sorted(parts, key=lambda each: order_key(each.name or ""))
    return _parts(voice, "board_by_person", in_order, lambda it: voice.name(it.name or "") or voice.say("somebody"))


def by_source(voice: Voice, parts: Sequence[BoardPart]) -> Message:
    """Build the counts by kind of source, in the order of the menus, and under each those of the team's own."""
    return _parts(voice, "board_by_source", parts, lambda it: _source(voice, it.source, it.option))


def _source(voice: Voice, kind: str | None, option_no: int | None = None) -> SafeText:
    if kind is None:
        return voice.say("board_no_source")
    return kinds.named(voice, ListName.SOURCE, voice.lists.find(ListName.SOURCE, kind, option_no))


def _parts(voice: Voice, key: str, parts: Sequence[BoardPart], called: Callable[[BoardPart], SafeText]) -> Message:
    title = phrases.bold(voice.say(key))
    lines = [
        phrases.joined(
            [SafeText(f"{_heading(each, called)} {voice.number(each.count)}"), phrases.sums(voice, each.sums)]
        )
        for each in parts
    ]
    board = buttons.plain(voice, WordName.BOARD, "board_button")
    pages = [phrases.lines(lines[start : start + _LINES]) for start in range(0, len(lines), _LINES)]
    shown = pages or [voice.say("board_empty")]
    text = phrases.lines([title, *shown]).replace("*", "")
    return Message(text, (el.section(title), *(el.section(each) for each in shown), *el.actions(board)))


def _heading(part: BoardPart, called: Callable[[BoardPart], SafeText]) -> SafeText:
    """What is counted: an entry of the team's own stands under the kind as which it counts."""
    return phrases.bold(called(part)) if part.option is None else SafeText(f"– {called(part)}")


# --- What the button of the next page carries -------------------------------------------------------------------------


def packed(asked: ShowBoardList) -> str:
    """Return what narrows a list, but for the person, as a button carries it; no typed line begins so."""
    parts = [f"{name}={value}" for name in _NUMBERS if (value := getattr(asked, name)) is not None]
    parts += [f"{name}={value}" for name in ("currency", "source") if (value := getattr(asked, name)) is not None]
    return " ".join(["=fit", *parts, *(["inclusive"] if asked.is_inclusive else [])])


def pressed_filter(carried: str, member: int | None, start: int) -> ShowBoardList | None:
    """Return the list that a button asks for, from what it carries; None where it carries none."""
    words = carried.split()
    if words[:1] != ["=fit"]:
        return None
    said = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    numbers = {name: int(said[name]) if name in said else None for name in _NUMBERS}
    return ShowBoardList(
        owner=member,
        stage=numbers["stage"],
        over=numbers["over"],
        under=numbers["under"],
        is_inclusive="inclusive" in words,
        currency=said.get("currency"),
        source=said.get("source"),
        source_option=numbers["source_option"],
        start=start,
    )
