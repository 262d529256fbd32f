"""Where a deal came from: the question below a new deal, the form, and the answer with what became of such deals."""

from __future__ import annotations

from bot.blocks import buttons, forms, ids, kinds, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.voice import Voice
from pipeline.deals.choices import ListEntry, ListName, Lists
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import Source
from pipeline.deals.sources import NAME_LIMIT
from pipeline.messages.source_notices import SourceNamed
from pipeline.queries.source_record import RecentSource, SourceRecord

KIND, SAME = "kind", "same"
"""What a press carries in front: that an entry of the list follows, or the number of a deal with that source."""

_LAST = (SourceKind.OTHER, SourceKind.UNKNOWN)
_SHOWN = 200  # characters of what a source is called
_ON_BUTTON = 40


def question(voice: Voice, deal_no: int, recent: RecentSource | None) -> list[Block]:
    """Return the menu of sources, and the button that repeats the source that the person named last."""
    options = [
        el.option(kinds.label(voice, ListName.SOURCE, each), _choice(each, deal_no))
        for each in choices_in_turn(voice.lists, deal_no)
    ]
    menu = el.menu(voice.label("where_from"), f"{WordName.SOURCE}.{deal_no}.{KIND}", options)
    if recent is None:
        return [menu]
    action_id, value = ids.button(WordName.SOURCE, deal=deal_no, more=Remainder(f"{SAME}:{recent.deal_no}"))
    label = voice.label("same_source_button", name=voice.name(recent.name, _ON_BUTTON))
    return [menu, el.button(label, (f"{action_id}.{SAME}", value))]


def choices_in_turn(lists: Lists, deal_no: int) -> list[ListEntry]:
    """The entries in an order that turns from deal to deal, so that none is always the first; the last two stay so.

    A list that the team arranged stays in their order.
    """
    shown = lists.shown(ListName.SOURCE)
    if ListName.SOURCE in lists.is_ordered:
        return list(shown)
    turning = [each for each in shown if each.code not in _LAST]
    start = deal_no % len(turning)
    return [*turning[start:], *turning[:start], *(each for each in shown if each.code in _LAST)]


def _choice(choice: ListEntry, deal_no: int) -> str:
    return ids.typed_choice(WordName.SOURCE, f"{KIND}:{choice.token}", deal=deal_no)


def form(voice: Voice, asked: forms.FormSubject, known: Source, carried: Carried) -> View:
    """Build the form with the kind and the name of a source; a name that was kept longer stands there whole."""
    longest = max(NAME_LIMIT, length(known.words))
    name = el.text_field(
        forms.SOURCE,
        voice.label("source_name"),
        initial=known.words,
        hint=voice.label("source_name_hint"),
        optional=True,
        longest=longest,
    )
    kind = kinds.source_field(voice, forms.SOURCE_KIND, known, optional=False)
    blocks = (forms.about_deal(voice, asked), kind, name)
    return forms.modal(voice, WordName.SOURCE, "source_title", "save", blocks, carried)


def named(done: Done[SourceNamed], source: Source, record: SourceRecord | None) -> Message:
    """Return where the deal comes from, and what became of other deals from there where enough of them are closed."""
    voice, notice = done.voice, done.notice
    said = kinds.source(voice, source, _SHOWN, says_hidden=True) or voice.say("not_known")
    told = voice.say("source_record", n=record.closed, won=record.won) if record is not None else None
    key = "source_named" if notice.change is not None else "source_there"
    deal = done.deal(notice.deal)
    text = phrases.lines([voice.say(key, deal=deal, source=said), told])
    blocks: list[Block] = [el.section(phrases.lines([voice.say(key, deal=phrases.bold(deal), source=said), told]))]
    if done.by is not None:
        by = voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(by))
        text = phrases.joined([text, by])
    return Message(text, (*blocks, *el.actions(*_presses(done, source))))


def _presses(done: Done[SourceNamed], source: Source) -> list[Block | None]:
    voice, notice, of = done.voice, done.notice, done.plain_deal(done.notice.deal)
    label = voice.label("add_name_button")
    is_nameless = not source.words and source.kind not in (None, SourceKind.UNKNOWN)
    spoken = f"{label.rstrip('…')}: {of}"
    add = el.button(label, ids.button(WordName.SOURCE, deal=notice.deal), spoken=spoken) if is_nameless else None
    undo = buttons.undo(voice, notice.change, deal=notice.deal, of=of) if notice.change is not None else None
    return [add, undo]
