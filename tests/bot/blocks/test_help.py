"""The guide with more words than there are today: it stays within twelve lines, and within Slack's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.blocks import help, limits
from bot.blocks.shown_words import Chapter
from bot.requests.route import WORDS
from tests.gallery.deals import MINE
from tests.gallery.deals import voice as voice_of


@pytest.mark.parametrize("count", [len(WORDS), 40, 60])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_guide_survives_forty_words(language: str, count: int):
    voice = voice_of(language)
    words = [*WORDS, *(replace(WORDS[place % len(WORDS)], word=f"word{place}") for place in range(count - len(WORDS)))]

    shown = help.guide(voice, words, MINE.lines)
    buttons = next(block for block in shown.blocks if block["type"] == "actions")["elements"]

    assert len(shown.text.splitlines()) <= 12
    assert len(buttons) <= 4
    assert all(len(block["text"]["text"]) < limits.SECTION for block in shown.blocks if block["type"] == "section")


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_menu_leads_to_every_group(language: str):
    voice = voice_of(language)
    guide = help.guide(voice, WORDS)
    menu = next(block for block in guide.blocks if block["type"] == "actions")["elements"][2]

    assert [option["text"]["text"] for option in menu["options"]] == [voice.label(chapter.value) for chapter in Chapter]


def test_a_group_of_another_name_is_none():
    assert help.group_named("life") is Chapter.LIFE
    assert help.group_named("poetry") is None
    assert help.group_named(None) is None
