"""A client reads no more of the messages that it has seen enough of."""

from __future__ import annotations

from bot.local_slack import Control, Running
from tests.bot.local_slack.things import AINO, MYYNTI


def _texts(slack: Control) -> list[str]:
    return [each["text"] for each in slack.messages(MYYNTI)]


def test_messages_of_a_state_that_is_left_out_are_read_no_more_by_that_client_alone(slack: Running) -> None:
    another = Control(slack.url)
    slack.type(AINO, MYYNTI, "before")

    slack.leave_out(slack.state())
    slack.type(AINO, MYYNTI, "after")

    assert _texts(slack) == ["after"]
    assert _texts(another) == ["before", "after"]
