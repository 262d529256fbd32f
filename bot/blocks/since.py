"""What changed in a pipeline since a day: at most seven lines, and a button for the deals of each part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.blocks import elements as el
from bot.blocks import ids, lists, phrases
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.queries.deal_lists import DealLine, Lines
from pipeline.queries.names import StageLabel
from pipeline.queries.since import Change, DealsOfPart, Open, Since, SincePart

ALL = "all"  # in a button's text, for all parts
_LINES = (
    (SincePart.NEW,),
    (SincePart.WON, SincePart.LOST),
    (SincePart.AMOUNT,),
    (SincePart.BACK, SincePart.OUT),
    (SincePart.FORWARD, SincePart.BACKWARD, SincePart.SLIPPED),
)
"""The parts that share a line."""
_COUNTS = {
    SincePart.NEW: "since_new",
    SincePart.BACK: "since_back",
    SincePart.WON: "since_won",
    SincePart.LOST: "since_lost",
    SincePart.AMOUNT: "since_amount",
    SincePart.OUT: "since_out",
    SincePart.FORWARD: "since_forward",
    SincePart.BACKWARD: "since_backward",
    SincePart.SLIPPED: "since_slipped",
}


def changed(voice: Voice, found: Since, name: str = "", *, is_away: bool = False) -> Message:
    """Build the message with what changed. `name` is the pipeline's, where the reader sees several.

    `is_away`: the day began an absence of the reader.
    """
    title = voice.say("since_title_away" if is_away else "since_title", day=found.day)
    titled = phrases.joined([title, voice.name(name) or None])
    totals = voice.say("since_totals", then=_open(voice, found.then), now=_open(voice, found.now))
    parts = [_line(voice, found, line) for line in _LINES]
    said = [totals, *(parts if found.parts else [voice.say("since_nothing")])]
    presses = [_button(voice, found, each) for line in _LINES for part in line if (each := found.part(part))]
    section = el.section(phrases.lines([phrases.bold(titled), *said]))
    return Message(phrases.lines([titled, *said]), (section, *el.actions(*presses)))


def deals_of(
    voice: Voice, found: Since, part: SincePart, page: Lines, stages: Mapping[int, StageLabel], gone: int = 0
) -> Message:
    """Build the list of the deals of one part, each with how it was. `gone` of them are not there to be shown."""
    of = found.part(part)
    changes = {each.deal_no: each for each in of.changes} if of is not None else {}
    title = phrases.joined([voice.say("since_title", day=found.day), _part(voice, of)])
    more = lists.more_button(voice, WordName.SINCE, page, more=_packed(found, part))

    def told(line: DealLine) -> SafeText:
        return phrases.lines(
            [lists.deal_line(voice, line, with_owner=True), _was(voice, changes.get(line.deal_no), stages)]
        )

    unseen = voice.say("since_gone", n=gone) if gone else None
    return lists.changed(voice, phrases.lines([phrases.bold(title), unseen]), page, told, more)


def too_early(voice: Voice, day: date, first: date) -> Message:
    """Build the message that nothing is known of a day yet, with a button for the first one of which something is."""
    said = voice.say("since_too_early", day=day, first=first)
    press = el.button(
        voice.label("since_first_button", day=first), ids.button(WordName.SINCE, more=Remainder(_iso(first)))
    )
    return Message(said, (el.section(said), *el.actions(press)))


def too_much(voice: Voice, day: date) -> Message:
    """Build the message that too much changed since a day."""
    said = voice.say("since_too_much", day=day)
    return Message(SafeText(said.replace("`", "")), (el.section(said),))


def _iso(day: date) -> str:
    return day.isoformat()


def _open(voice: Voice, them: Open) -> SafeText:
    return phrases.joined([voice.say("open_deals", n=them.count), phrases.sums(voice, them.sums)])


def _line(voice: Voice, found: Since, parts: tuple[SincePart, ...]) -> SafeText:
    return phrases.joined(_part(voice, found.part(part)) for part in parts)


def _part(voice: Voice, of: DealsOfPart | None) -> SafeText | None:
    """Return "Uudet 3: +22 000 €"; of a part without sums its number alone."""
    if of is None:
        return None
    count = voice.say(_COUNTS[of.part], n=len(of.changes))
    sums = phrases.joined([_signed(voice, each) for each in of.sums], " ")
    return SafeText(f"{count}: {sums}") if sums else count


def _signed(voice: Voice, amount: Money) -> SafeText:
    return SafeText(f"+{voice.money(amount)}") if amount.minor > 0 else voice.money(amount)


def _button(voice: Voice, found: Since, of: DealsOfPart) -> Block:
    action_id, value = ids.button(WordName.SINCE, more=_packed(found, of.part))
    label = voice.label(_COUNTS[of.part], n=len(of.changes))
    return el.button(label, (f"{action_id}.{of.part.value}", value))


def _packed(found: Since, part: SincePart) -> Remainder:
    return Remainder(f"{_iso(found.day)} {part.value} {found.pipeline_no}")


def _was(voice: Voice, change: Change | None, stages: Mapping[int, StageLabel]) -> SafeText | None:
    """Return how a deal was, where the part is about that: its sum, its stage, or when it was expected."""
    if change is None or change.then is None or change.now is None:
        return None
    then, now = change.then, change.now
    match change.part:
        case SincePart.AMOUNT:
            was = Money(then.amount, then.currency) if then.amount is not None else None
            is_now = Money(now.amount, now.currency) if now.amount is not None else None
            return voice.say("since_was", then=phrases.money(voice, was), now=phrases.money(voice, is_now))
        case SincePart.FORWARD | SincePart.BACKWARD:
            before, after = (phrases.stage(voice, stages.get(no)) for no in (then.stage_no, now.stage_no))
            return voice.say("since_was", then=before, now=after)
        case SincePart.SLIPPED if then.close_day is not None and now.close_day is not None:
            return voice.say("since_expected", then=then.close_day, now=now.close_day)
        case _:
            return None
