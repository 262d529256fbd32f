"""A note is shown whole among a deal's details, however long it is; on the card it has no place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import card, limits
from bot.blocks.cutting import length
from bot.blocks.elements import Message
from bot.language.voice import Voice
from bot.requests.route import WORDS
from pipeline.queries.deal_view import Note
from tests.gallery.deals import ACME, NOW

FINNISH = Voice("fi", "Europe/Helsinki", NOW)
LONGEST = [
    "Pöytäkirja: väännettiin hinnasta ja määrästä. " * 65,
    "&<> " * 750,  # each sign takes four or five of Slack's characters
    "ä" * 3_000,
    "🏗️ " * 1_000,
    "ensin\ntoiseksi\n" * 180,
]


def shown(message: Message) -> list[str]:
    """What the paragraphs say."""
    blocks: list[dict[str, Any]] = [dict(each) for each in message.blocks]
    return [each["text"]["text"] for each in blocks if each["type"] == "section"]


@pytest.mark.parametrize("text", LONGEST)
def test_five_of_the_longest_notes_are_whole(text: str) -> None:
    view = replace(ACME, notes=tuple(Note(text.strip(), 1, "Aino Virtanen", NOW) for _ in range(5)))

    paragraphs = shown(card.details(FINNISH, view, WORDS))

    assert all(length(each) <= limits.SECTION for each in paragraphs)
    assert not any(each.endswith("…") for each in paragraphs)
    assert "".join("".join(paragraphs).split()).count("".join(FINNISH.prose(text, 9_999).split())) == 5
    assert not any(text[:20] in each for each in shown(card.card(FINNISH, view, WORDS)))


def test_a_notes_lines_stay_lines() -> None:
    view = replace(ACME, notes=(Note("hinta\nmäärä", 1, "Aino Virtanen", NOW),))

    assert "Aino Virtanen, ma 15.6.: hinta\nmäärä" in shown(card.details(FINNISH, view, WORDS))[-1].replace(
        "\u00a0", " "
    )
