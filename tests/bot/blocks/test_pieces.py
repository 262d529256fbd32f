"""All that the gallery draws: Slack takes it, it stands alone as text, and no button says less than its label."""

from __future__ import annotations

import re

import pytest

from bot.blocks.elements import Message
from tests.bot.blocks.strict import buttons_of, check, texts_of, without_gaps
from tests.gallery.deals import LANGUAGES, voice
from tests.gallery.scenes import Piece, pieces
from tests.tables import each_row

ALL = [piece for language in LANGUAGES for piece in pieces(voice(language))]
MESSAGES = [piece for piece in ALL if isinstance(piece.shown, Message)]
SEEN = re.compile(r"[^\W\d_]{2}")


@each_row("piece", ALL)
def test_slack_would_take_each_piece(piece: Piece) -> None:
    check(piece.shown)


@each_row("piece", ALL)
def test_each_piece_is_worded_to_the_end(piece: Piece) -> None:
    blocks = piece.payload["blocks"]
    for text in [*texts_of(blocks, "mrkdwn"), *texts_of(blocks, "plain_text")]:
        assert without_gaps(text), text
    for label in (button["text"]["text"] for button in buttons_of(blocks)):
        assert SEEN.search(label), "a button is told by words, never by an emoji alone"


@each_row("piece", MESSAGES)
def test_each_message_is_told_by_its_text_alone(piece: Piece) -> None:
    text = piece.payload["text"]
    assert SEEN.search(text)
    assert "*" not in text, "marks are for the eye"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_is_refused_is_in_its_form(language: str) -> None:
    for piece in pieces(voice(language)):
        fields = {block.get("block_id") for block in piece.payload["blocks"]}
        assert piece.errors.keys() <= fields, piece.name
        assert all(1 < len(text) <= 200 for text in piece.errors.values())


def test_both_languages_show_the_same_buttons() -> None:
    finnish, english = (list(pieces(voice(language))) for language in LANGUAGES)
    for one, other in zip(finnish, english, strict=True):
        pressed = [button["value"] for button in buttons_of(one.payload["blocks"])]
        assert pressed == [button["value"] for button in buttons_of(other.payload["blocks"])], one.name
