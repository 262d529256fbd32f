"""What an upgrade changed: each migration has its sentences, and what many of them changed stays short."""

from __future__ import annotations

import re

import pytest

from bot.blocks.release_notes import MOST, NOTES, upgraded
from bot.slack.schema import MIGRATIONS
from pipeline.storage import migrate
from tests.gallery.deals import voice

BEGINNINGS = {"core_0001", "slack_0001"}


def test_every_migration_but_the_first_ones_says_what_changed_for_people():
    versions = [*(migrate.HERE / "versions").glob("*_0*.py"), *MIGRATIONS.glob("*_0*.py")]
    assert {each.stem for each in versions} - BEGINNINGS == set(NOTES)


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_long_way_is_told_by_its_newest_sentences(language: str):
    shown = upgraded(voice(language), tuple(NOTES) * 3)

    assert shown is not None
    assert len(re.findall("• ", shown.text)) == MOST


def test_steps_that_nothing_is_to_be_told_of_say_nothing():
    assert upgraded(voice("fi"), ("core_0001", "deadly_0001")) is None
