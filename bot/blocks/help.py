"""The guide: each word's line, with the reader's own deals as examples; the welcome, and what lets Putki in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import buttons, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.blocks.shown_words import Chapter, ShownWords
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_lists import DealLine

EXAMPLES = 3


def guide(voice: Voice, words: ShownWords, own: Sequence[DealLine] = ()) -> Message:
    """What one can type, a paragraph for each chapter of `words`; `own` are the reader's open deals."""
    title = voice.say("help_title")
    paragraphs = [
        phrases.lines(voice.say(each.help) for each in words if each.chapter is chapter) for chapter in Chapter
    ]
    examples = examples_of(voice, own)
    blocks: list[Block] = [
        el.header(voice.label("help_title")),
        *(el.section(paragraph) for paragraph in paragraphs),
        *([el.section(examples)] if examples else []),
        el.context(voice.say("help_both")),
        *el.actions(buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True), _mine(voice)),
    ]
    return Message(phrases.lines([title, *paragraphs, examples, voice.say("help_both")]), tuple(blocks))


def of_word(voice: Voice, words: ShownWords, word: str) -> Message:
    """What one word does."""
    said = phrases.lines(voice.say(each.help) for each in words if each.word == word)
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.HELP, "help_button"))))


def guide_begins(voice: Voice, words: ShownWords) -> Message:
    """The guide's first paragraph, where a message was not understood, and the buttons with which one can begin."""
    lines = phrases.lines(voice.say(each.help) for each in words if each.chapter is Chapter.LIFE)
    said = voice.say("guide_begins")
    elements = (
        _mine(voice),
        buttons.plain(voice, WordName.NEW, "new_deal_button"),
        buttons.plain(voice, WordName.HELP, "help_button"),
    )
    return Message(phrases.lines([said, lines]), (el.section(said), el.section(lines), *el.actions(*elements)))


def acknowledged(voice: Voice) -> Message:
    """A word for thanks."""
    said = voice.say("acknowledged")
    return Message(said, (el.section(said),))


def examples_of(voice: Voice, own: Sequence[DealLine]) -> SafeText | None:
    """Commands about the reader's own deals, ready to be copied."""
    verbs = ("example_advance", "example_show", "example_step")
    shown = [
        voice.say("help_try", example=SafeText(f"`{voice.say(verb, deal=_typed(voice, line))}`"))
        for verb, line in zip(verbs, own[:EXAMPLES], strict=False)
    ]
    return phrases.lines(shown) if shown else None


def welcome(voice: Voice) -> Message:
    """The first words in a channel or to a person."""
    said = voice.say("welcome")
    elements = (
        buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True),
        buttons.plain(voice, WordName.HELP, "help_button"),
    )
    return Message(said, (el.section(said), *el.actions(*elements)))


def not_in(voice: Voice, channel: str) -> Message:
    """Putki is not in the channel where it is to post: what lets it in."""
    said = voice.say("not_in", channel=SafeText(f"<#{channel}>"))
    return Message(said, (el.section(said),))


def channel_archived(voice: Voice, channel: str) -> Message:
    """The channel where Putki is to post is archived: it waits for it, or for another to be chosen."""
    said = voice.say("channel_archived", channel=SafeText(f"<#{channel}>"))
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.SETTINGS, "settings_button"))))


def channel_shared(voice: Voice, channel: str) -> Message:
    """Another organisation reads the channel where Putki is to post: it does not, until another is chosen."""
    said = voice.say("channel_shared", channel=SafeText(f"<#{channel}>"))
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.SETTINGS, "settings_button"))))


def _typed(voice: Voice, line: DealLine) -> SafeText:
    """How the deal is typed: a plain name's words, else its number, which always works."""
    name = voice.plain_name(line.customer, 30)
    is_plain = bool(name) and all(each.isalnum() or each in " .-" for each in name)
    return SafeText(name.lower()) if is_plain else voice.deal_number(line.deal_no)


def _mine(voice: Voice) -> Block:
    return buttons.plain(voice, WordName.MINE, "mine_button")
