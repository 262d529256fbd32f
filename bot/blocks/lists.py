"""Lists of deals: the reader's own, the stuck ones, search results and choices. Each deal has a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.blocks import buttons, ids, phrases, turns
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import NOTHING_MORE, Remainder, WordName
from bot.blocks.shown_words import ShownWords, label_key
from bot.language.order import order_key
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_lists import DealLine, Lines
from pipeline.queries.names import StageLabel
from pipeline.stages.events import StageKind

DealText = Callable[[DealLine], SafeText]

SHOWN = 10  # deals in one list; the text says how many more there are


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose deals a list has, and which: `name` is None for the reader's own.

    `shows_lateness`: the reader may know how long a deal has been in its stage, and what is overdue.
    """

    name: str | None = None
    member: int | None = None
    state: StageKind = StageKind.OPEN
    shows_lateness: bool = True


OWN = Whose()
_OWN_TITLES = {StageKind.OPEN: "mine_title", StageKind.WON: "mine_won_title", StageKind.LOST: "mine_lost_title"}
_OWN_EMPTY = {StageKind.OPEN: "mine_empty", StageKind.WON: "mine_won_empty", StageKind.LOST: "mine_lost_empty"}
_EMPTY_OF = {StageKind.OPEN: "deals_of_empty", StageKind.WON: "won_of_empty", StageKind.LOST: "lost_of_empty"}
_COUNTS = {StageKind.OPEN: "open_deals", StageKind.WON: "won_deals", StageKind.LOST: "lost_deals"}


def mine(voice: Voice, found: Lines, whose: Whose = OWN, select: Sequence[int] = ()) -> Message:
    """Build the list of a person's open deals, or of the closed ones; of `select` several can be done at once."""
    state = whose.state
    if not found.lines:
        said = _empty(voice, whose)
        new = buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True) if whose == OWN else None
        return Message(said, (el.section(said), *el.actions(new)))
    count = phrases.joined([voice.say(_COUNTS[state], n=found.total), phrases.sums(voice, found.sums)])
    if whose.name is None:
        title = phrases.lines([_title(voice, _OWN_TITLES[state]), count])
    else:
        title = SafeText(f"{phrases.bold(_called(voice, whose))}: {count}")
    carried = Remainder("" if state is StageKind.OPEN else state.value, member=whose.member)
    more = more_button(voice, WordName.MINE, found, more=carried)
    if whose.shows_lateness:
        return _list(voice, title, found, more=more, last=[buttons.select(voice, select)])
    return _list(voice, title, found, lambda line: without_lateness(voice, line), stage_only, more=more)


def _empty(voice: Voice, whose: Whose) -> SafeText:
    if whose == OWN:
        return own_empty(voice)
    if whose.name is None:
        return voice.say(_OWN_EMPTY[whose.state])
    return voice.say(_EMPTY_OF[whose.state], who=_called(voice, whose))


def own_empty(voice: Voice) -> SafeText:
    """Return that the reader has no open deals, and the line with which to begin one."""
    return phrases.lines([voice.say("mine_empty"), voice.say("guide_first_line")])


def _called(voice: Voice, whose: Whose) -> SafeText:
    return voice.name(whose.name or "") or voice.say("somebody")


def stuck(
    voice: Voice,
    found: Lines,
    *,
    reader: int | None = None,
    whose: Whose = OWN,
    select: Sequence[int] = (),
    leads: bool = False,
) -> Message:
    """Build the list of deals past their stage's limit. Deals that are not the reader's show their owner, and, where
    it is not everybody's list, that the reader stands in.

    For whoever `leads`, the list of one person's deals has a button for everybody's.
    """
    everybodys = buttons.all_stuck(voice) if leads and not found.of_all else None
    last = [buttons.select(voice, select), everybodys]
    if whose.name is not None:
        return _stuck_of(voice, found, whose, last)
    if not found.lines:
        mine = buttons.plain(voice, WordName.MINE, "mine_button")
        return _nothing(voice, stuck_empty(found), mine, everybodys)
    title = phrases.joined([_title(voice, stuck_title(found)), voice.number(found.total)])
    mark = voice.say("standing_in_mark")

    def is_stood_in(line: DealLine) -> bool:
        return line.owner != reader and not found.of_all

    def told(line: DealLine) -> SafeText:
        said = deal_line(voice, line, with_owner=line.owner != reader, with_late=False)
        return phrases.joined([mark, said], " ") if is_stood_in(line) else said

    def heard(voice: Voice, line: DealLine) -> SafeText:
        of = SafeText(f"{mark} {voice.name(line.owner_name)}".replace("*", "")) if is_stood_in(line) else None
        return phrases.joined([stage_and_days(voice, line), of])

    more = more_button(voice, WordName.STUCK, found, more=Remainder(buttons.ALL if found.of_all else ""))
    return _list(voice, title, found, told, heard, more=more, last=last)


def _stuck_of(voice: Voice, found: Lines, whose: Whose, last: Sequence[Block | None]) -> Message:
    """Build the list of one other person's stuck deals."""
    who = _called(voice, whose)
    if not found.lines:
        said = voice.say("stuck_of_empty", who=who)
        return Message(said, (el.section(said), *el.actions(*last)))
    title = SafeText(f"{phrases.bold(who)}: {voice.say('stuck_deals', n=found.total)}")
    more = more_button(voice, WordName.STUCK, found, more=Remainder(member=whose.member))
    return _list(voice, title, found, lambda line: deal_line(voice, line, with_late=False), more=more, last=last)


def stuck_title(found: Lines) -> str:
    """Return the key of the title: everybody's stuck deals or the reader's own."""
    return "stuck_title" if found.of_all else "stuck_title_mine"


def stuck_empty(found: Lines) -> str:
    """Return the key of the sentence for an empty list: everybody's stuck deals or the reader's own."""
    return "stuck_empty" if found.of_all else "stuck_empty_mine"


def found(voice: Voice, text: str, found: Lines, *, kept: int | None = None, select: Sequence[int] = ()) -> Message:
    """Build the list of deals whose names match the typed words.

    `text` is empty when the words are no longer known. `kept` is the number under which they are stored, if they are.
    """
    shown = voice.name(text, 60)
    if not found.lines:
        said = voice.say("find_empty", text=shown) if shown else voice.say("find_empty_plain")
        return Message(said, (el.section(said), *el.actions(_create(voice, text) if shown else None)))
    title = voice.say("find_title", text=shown) if shown else voice.say("find_title_plain")
    sought = Remainder(kept if kept is not None else text)
    more = more_button(voice, WordName.FIND, found, more=sought) if ids.has_room(sought) else None
    last = [buttons.select(voice, select)]

    def told(line: DealLine) -> SafeText:
        return deal_line(voice, line, with_owner=True)

    return _list(voice, phrases.bold(title), found, told, more=more, last=last)


def pick(
    voice: Voice,
    question: SafeText,
    word: WordName,
    words: ShownWords,
    found: Lines,
    *,
    to: StageLabel | None = None,
    more: Remainder = NOTHING_MORE,
    create: str = "",
    reader: int | None = None,
) -> Message:
    """Build a question that asks which of these deals the command is for. Each deal has a button that runs the command.

    The buttons carry the stage and whatever else was typed. `create` is a name without a deal yet; it adds a button for
    a new deal. Deals that are not the reader's show their owner.
    """
    stage_no = to.no if to is not None else None
    if to is not None and word is WordName.ADVANCE:
        label = voice.label("move_to_button", next=SafeText(phrases.plain_stage(voice, to)))
    else:
        label = voice.label(label_key(words, word))

    def chosen(line: DealLine) -> Block:
        identity = ids.button(word, deal=line.deal_no, stay=line.stay, to=stage_no, more=more)
        return el.button(label, identity, spoken=f"{label.rstrip('…')}: {phrases.plain_deal(voice, line)}")

    shown = sorted(found.lines, key=lambda line: order_key(phrases.plain_deal(voice, line)))[:SHOWN]
    blocks = [
        el.section(question),
        *(el.section(deal_line(voice, line, with_owner=line.owner != reader), chosen(line)) for line in shown),
    ]
    rest = found.total - len(shown)
    if rest > 0:
        blocks.append(el.context(phrases.joined([voice.say("more", n=rest), voice.say("pick_narrower")], " ")))
    if rest > 0 and more.is_kept:  # a search has room for numbers alone
        blocks += el.actions(el.search(voice.label("deal_placeholder"), ids.search(word, to=stage_no, more=more)))
    blocks += el.actions(_create(voice, create) if create else None)
    return Message(_text_only(voice, question, shown), tuple(blocks))


def looks_like(voice: Voice, alike: Sequence[DealLine]) -> SafeText:
    """Return a line for each deal that a new one may double: what it is called, its stage, whose it is."""
    return phrases.lines(
        [
            voice.say(
                "looks_like",
                deal=phrases.joined([phrases.deal(voice, line), voice.deal_number(line.deal_no)]),
                stage=phrases.stage(voice, line.stage),
                who=voice.name(line.owner_name) or voice.say("somebody"),
            )
            for line in alike
        ]
    )


def options(voice: Voice, found: Sequence[DealLine]) -> list[Block]:
    """Return deals as options of a search menu, each with its stage and amount."""
    return [
        el.option(
            f"{phrases.plain_deal(voice, line)} {voice.deal_number(line.deal_no)}",
            ids.button(WordName.SHOW, deal=line.deal_no, stay=line.stay)[1],
            f"{phrases.plain_stage(voice, line.stage)} · {phrases.money(voice, line.amount)}",
        )
        for line in found
    ]


def deal_line(voice: Voice, line: DealLine, *, with_owner: bool = False, with_late: bool = True) -> SafeText:
    """Return two lines: the deal and its amount, then its stage, whether it is stuck, and its next step.

    Of one's own deal a third one says whose turn it is. Lateness is left out where the reader may not see it.
    """
    if not line.shows_lateness:
        return without_lateness(voice, line, with_owner=with_owner)
    called, number = phrases.deal(voice, line), voice.deal_number(line.deal_no)
    first = [phrases.bold(called), phrases.money(voice, line.amount), number if number != called else None]
    late = voice.say("card_stuck") if line.is_stuck and with_late else None
    owner = voice.name(line.owner_name) if with_owner else None
    second = phrases.joined([stage_and_days(voice, line), late, _step(voice, line), owner])
    return phrases.lines([phrases.joined(first), second, turns.in_list(voice, line.turn)])


def without_lateness(voice: Voice, line: DealLine, *, with_owner: bool = False) -> SafeText:
    """Return two lines of a deal without the days in its stage, and without a step that is overdue."""
    called, number = phrases.deal(voice, line), voice.deal_number(line.deal_no)
    first = [phrases.bold(called), phrases.money(voice, line.amount), number if number != called else None]
    is_ahead = line.step_day is not None and line.step_day >= voice.today
    owner = voice.name(line.owner_name) if with_owner else None
    second = [_stage(voice, line), _step(voice, line) if is_ahead else None, owner]
    return phrases.lines([phrases.joined(first), phrases.joined(second)])


def stage_only(voice: Voice, line: DealLine) -> SafeText:
    """Return the stage of a deal."""
    return _stage(voice, line)


def _stage(voice: Voice, line: DealLine) -> SafeText:
    """Return the stage of an open deal; of a closed one that it was won or lost."""
    if line.state is StageKind.OPEN:
        return phrases.stage(voice, line.stage)
    return voice.say("state_won" if line.state is StageKind.WON else "state_lost")


def _step(voice: Voice, line: DealLine) -> SafeText | None:
    if line.step_day is None or line.state is not StageKind.OPEN:
        return None
    return voice.say("step_was" if line.step_day < voice.today else "step_on", day=line.step_day)


def stage_and_days(voice: Voice, line: DealLine) -> SafeText:
    """Return the stage and, for whoever may see them, the days in it; of a closed deal that it was won or lost."""
    if line.state is not StageKind.OPEN or not line.shows_lateness:
        return _stage(voice, line)
    return turns.stage_and_days(voice, line)


def mine_count(voice: Voice, found: Lines) -> SafeText:
    """Return the number of open deals and the sum of all of them."""
    return phrases.joined([voice.say("open_deals", n=found.total), phrases.sums(voice, found.sums)])


def with_buttons(
    voice: Voice, lines: Sequence[DealLine], told: DealText | None = None, *, with_owner: bool = False
) -> list[Block]:
    """Return one section per deal with a [Show] button. `told` returns the text of a deal, instead of `deal_line`."""
    return [
        el.section(
            told(line) if told is not None else deal_line(voice, line, with_owner=with_owner),
            buttons.show(voice, line.deal_no, of=phrases.plain_deal(voice, line)),
        )
        for line in lines
    ]


def more_button(
    voice: Voice, word: WordName, found: Lines, *, size: int = SHOWN, more: Remainder = NOTHING_MORE
) -> Block | None:
    """Return a button for the next page of the word's list, or None at its end. It carries what was searched for."""
    end = found.start + len(found.lines[:size])
    if found.total <= end:
        return None
    return el.button(voice.label("show_more_button"), ids.button(word, more=more, start=end))


def rest_of_list(voice: Voice, found: Lines, more: Block | None, *, size: int = SHOWN) -> list[Block]:
    """Return how many deals follow this page, with the button for them; an empty list at the end."""
    rest = found.total - found.start - len(found.lines[:size])
    said = voice.say("more_at_least", n=rest) if found.is_cut else voice.say("more", n=rest)
    return [el.context(said), *el.actions(more)] if rest > 0 else []


def changed(voice: Voice, title: SafeText, found: Lines, told: DealText, more: Block | None) -> Message:
    """Build a list of deals to which something happened, under this title."""
    return _list(voice, title, found, told, more=more)


def _list(
    voice: Voice,
    title: SafeText,
    found: Lines,
    told: DealText | None = None,
    heard: Callable[[Voice, DealLine], SafeText] | None = None,
    *,
    more: Block | None = None,
    last: Sequence[Block | None] = (),
) -> Message:
    shown = found.lines[:SHOWN]
    page = voice.say("page", page=-(-found.start // SHOWN) + 1) if found.start else None
    title = phrases.joined([title, page])
    blocks = [
        el.section(title),
        *with_buttons(voice, shown, told),
        *rest_of_list(voice, found, more),
        *el.actions(*last),
    ]
    return Message(_text_only(voice, title, shown, heard), tuple(blocks))


def _text_only(
    voice: Voice,
    title: SafeText,
    lines: Sequence[DealLine],
    heard: Callable[[Voice, DealLine], SafeText] | None = None,
) -> SafeText:
    """Return the list as one text: its title, then each deal with what is `heard` of it, its stage and days."""
    stage = heard or stage_and_days
    each = (phrases.joined([phrases.deal(voice, line), stage(voice, line)]) for line in lines)
    return phrases.lines([SafeText(title.replace("*", "")), *each])


def _title(voice: Voice, key: str) -> SafeText:
    return phrases.bold(voice.say(key))


def _nothing(voice: Voice, key: str, *elements: Block | None) -> Message:
    said = voice.say(key)
    return Message(said, (el.section(said), *el.actions(*elements)))


def _create(voice: Voice, text: str) -> Block | None:
    """Return a button for a new deal of that name; None when the text is a number."""
    if text.lstrip("#").isdigit():
        return None
    label = voice.label("create_this_button", text=SafeText(voice.plain_name(text, 40)))
    return el.button(label, ids.button(WordName.NEW, more=Remainder(text)))
