"""The guide: groups of words by what one wants to do, and each word's line; the welcome, and what lets Putki in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.blocks.shown_words import Chapter, ShownWords
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.queries.deal_lists import DealLine

EXAMPLES = 3
HELP_KEY = "help_button"
ALL = "all"  # what the button carries that shows every word


def guide(voice: Voice, words: ShownWords, own: Sequence[DealLine] = (), *, is_new: bool = False) -> Message:
    """A line for each group of words, and examples; what each word does is a press away.

    `own` are the reader's open deals. With `is_new` the reader never had one: the example is how to begin.
    """
    title, both = voice.say("help_title"), voice.say("help_both")
    groups = phrases.lines(_group_line(voice, words, chapter) for chapter in _chapters(words))
    examples = voice.say("guide_first_line") if is_new else examples_of(voice, own)
    blocks: list[Block] = [
        el.header(voice.label("help_title")),
        el.section(groups),
        *([el.section(examples)] if examples else []),
        el.context(both),
        *el.actions(_new(voice), _today(voice), _groups_menu(voice, words), _all_words(voice)),
    ]
    return Message(_unmarked(phrases.lines([title, groups, examples, both])), tuple(blocks))


def first_line(voice: Voice) -> Message:
    """The one line with which somebody begins who never had a deal."""
    said = voice.say("guide_first_line")
    guide_button = buttons.plain(voice, WordName.HELP, HELP_KEY)
    return Message(said, (el.section(said), *el.actions(_new(voice), guide_button)))


def of_group(voice: Voice, words: ShownWords, chapter: Chapter) -> Message:
    """What each word of one group does."""
    said = _chapter(voice, words, chapter)
    elements = (_groups_menu(voice, words, chapter), _all_words(voice), buttons.plain(voice, WordName.HELP, HELP_KEY))
    return Message(_unmarked(said), (el.section(said), *el.actions(*elements)))


def all_words(voice: Voice, words: ShownWords) -> Message:
    """What every word does, group by group."""
    paragraphs = [_chapter(voice, words, chapter) for chapter in _chapters(words)]
    both = voice.say("help_both")
    blocks = [
        el.header(voice.label("help_title")),
        *(el.section(paragraph) for paragraph in paragraphs),
        el.context(both),
        *el.actions(_new(voice), _today(voice), _mine(voice)),
    ]
    return Message(_unmarked(phrases.lines([voice.say("help_title"), *paragraphs, both])), tuple(blocks))


def group_named(name: str | None) -> Chapter | None:
    """The group that a menu's option or a stored notice names; None where there is none of that name."""
    return next((chapter for chapter in Chapter if chapter.name.lower() == name), None)


def of_word(voice: Voice, words: ShownWords, word: str) -> Message:
    """What one word does."""
    said = phrases.lines(voice.say(each.help) for each in words if each.word == word)
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.HELP, HELP_KEY))))


def guide_begins(voice: Voice, words: ShownWords) -> Message:
    """The first group's lines, where a message was not understood, and the buttons with which one can begin."""
    lines = phrases.lines(voice.say(each.help) for each in words if each.chapter is Chapter.LIFE)
    said = voice.say("guide_begins")
    elements = buttons.to_begin_with(voice)
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
        _new(voice),
        buttons.plain(voice, WordName.HELP, HELP_KEY),
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


def guest_invited(voice: Voice, channel: str) -> Message:
    """A guest joined a pipeline's channel: they read its cards and posts, and can do nothing in Putki."""
    said = voice.say("guest_invited", channel=SafeText(f"<#{channel}>"))
    return Message(said, (el.section(said),))


def _typed(voice: Voice, line: DealLine) -> SafeText:
    """How the deal is typed: a plain name's words, else its number, which always works."""
    name = voice.plain_name(line.customer, 30)
    is_plain = bool(name) and all(each.isalnum() or each in " .-" for each in name)
    return SafeText(name.lower()) if is_plain else voice.deal_number(line.deal_no)


def _today(voice: Voice) -> Block:
    return buttons.plain(voice, WordName.NEXT, "today_button")


def _mine(voice: Voice) -> Block:
    return buttons.plain(voice, WordName.MINE, "mine_button")


def _new(voice: Voice) -> Block:
    return buttons.plain(voice, WordName.NEW, "new_deal_button", primary=True)


def _all_words(voice: Voice) -> Block:
    action_id, value = ids.button(WordName.HELP, more=Remainder(ALL))
    return el.button(voice.label("all_words_button"), (f"{action_id}.{ALL}", value))


def _groups_menu(voice: Voice, words: ShownWords, shown: Chapter | None = None) -> Block:
    """A menu of the groups, without the one that is shown."""
    options = [
        el.option(voice.label(chapter.value), ids.button(WordName.HELP, more=Remainder(chapter.name.lower()))[1])
        for chapter in _chapters(words)
        if chapter is not shown
    ]
    return el.menu(voice.label("guide_menu"), f"{WordName.HELP}.groups", options)


def _chapters(words: ShownWords) -> list[Chapter]:
    """The groups that have a word."""
    return [chapter for chapter in Chapter if any(each.chapter is chapter for each in words)]


def _group_line(voice: Voice, words: ShownWords, chapter: Chapter) -> SafeText:
    """A group's title, and its words as the reader's language has them."""
    forms = [each.forms[voice.language][0] for each in words if each.chapter is chapter]
    return SafeText(f"*{voice.say(chapter.value)}:* " + " ".join(f"`{form}`" for form in forms))


def _chapter(voice: Voice, words: ShownWords, chapter: Chapter) -> SafeText:
    """A group's title, and what each of its words does."""
    title = SafeText(f"*{voice.say(chapter.value)}*")
    return phrases.lines([title, *(voice.say(each.help) for each in words if each.chapter is chapter)])


def _unmarked(said: SafeText) -> str:
    """The text without the marks that make its titles bold."""
    return said.replace("*", "")
