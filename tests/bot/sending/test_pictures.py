"""A message's picture: uploaded before the message, posted once with it, and left out where it would hold it up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.picture import Picture
from bot.language.safe_text import SafeText
from pipeline.messages.notices import NoticeKind
from tests.bot.sending.desk import CHANNELS, SALES, Desk
from tests.busy_machine import PATIENCE

PNG = b"\x89PNG\r\n\x1a\n a picture"
TEXT, NOTES = el.section(SafeText("Elokuu: 391 000 €")), el.context(SafeText("Tehty tänään."))


class Killed(BaseException):
    """Ends a sender as if its process were lost."""


def with_picture(draw: Callable[[], bytes]) -> Callable[..., Message]:
    return lambda *_: Message("Elokuu", (TEXT, NOTES), Picture("ennuste.png", "391 000 €", 1, draw))


@pytest.fixture
def monday(desk: Desk) -> Desk:
    desk.render = with_picture(lambda: PNG)
    desk.say(NoticeKind.MONDAY, key="monday:1:2026-08-17", to_place=SALES)
    return desk


def kinds(desk: Desk) -> list[list[str]]:
    return [[block["type"] for block in each["blocks"]] for each in desk.slack.messages(CHANNELS[SALES])]


def refuse(desk: Desk, method: str, error: str, n: int = 1) -> None:
    desk.slack.fault("error", method=method, error=error, n=n)


def uploads(desk: Desk) -> list[Any]:
    return [each for each in desk.calls("files.completeUploadExternal") if each["answer"]["ok"]]


def test_the_picture_stands_where_it_belongs_with_its_text(monday: Desk) -> None:
    monday.send_all()

    assert kinds(monday) == [["section", "image", "context"]]
    (posted,) = monday.slack.messages(CHANNELS[SALES])
    assert posted["blocks"][1]["alt_text"] == "391 000 €"


def test_a_picture_that_slack_still_processes_is_shown_a_little_later_and_uploaded_once(monday: Desk) -> None:
    refuse(monday, "chat.postMessage", "invalid_blocks", n=2)

    monday.send_all()

    assert kinds(monday) == [["section", "image", "context"]]
    assert len(uploads(monday)) == 1


def test_a_picture_that_slack_never_shows_does_not_hold_the_words_back(monday: Desk) -> None:
    refuse(monday, "chat.postMessage", "invalid_blocks", n=3)

    monday.send_all()

    assert kinds(monday) == [["section", "context"]]


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "internal_error"])
def test_what_cannot_be_uploaded_is_left_out_at_once(monday: Desk, error: str) -> None:
    refuse(monday, "files.getUploadURLExternal", error)

    monday.send_all()

    assert kinds(monday) == [["section", "context"]]
    assert len(monday.calls("chat.postMessage")) == 1


def test_an_upload_that_ends_half_way_is_left_out(monday: Desk) -> None:
    refuse(monday, "files.completeUploadExternal", "file_not_found")

    monday.send_all()

    assert kinds(monday) == [["section", "context"]]


def test_a_picture_that_cannot_be_drawn_is_left_out(monday: Desk) -> None:
    def broken() -> bytes:
        raise ZeroDivisionError

    monday.render = with_picture(broken)

    monday.send_all()

    assert kinds(monday) == [["section", "context"]]


def test_a_sender_lost_between_upload_and_post_leaves_one_post(monday: Desk) -> None:
    def lost(stage: str) -> None:
        if stage == "uploaded":
            raise Killed

    with pytest.raises(Killed):
        monday.sender(step=lost).drain(time.monotonic() + PATIENCE)
    assert kinds(monday) == []
    monday.let_leases_end()
    monday.send_all()

    assert kinds(monday) == [["section", "image", "context"]]
    assert monday.outcome("monday:1:2026-08-17") == ("sent", None)


def test_a_post_that_is_said_again_keeps_its_picture_in_its_place(monday: Desk) -> None:
    monday.slack.fault("answer_lost", method="chat.postMessage")

    monday.send_all()

    assert kinds(monday)[-1] == ["context", "section", "image", "context"]
