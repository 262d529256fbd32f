"""The mark of what is said once more is the outbox's own: no notice brings a value of that name."""

import pytest

from pipeline.messages import outbox
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import AGAIN, Lane, OutboxMessage
from pipeline.storage.engine import Deadline
from tests.bot.sending.desk import Desk


def test_a_notice_that_would_look_as_if_it_were_said_again_is_refused(desk: Desk) -> None:
    now = desk.team.clock.now()
    saying = OutboxMessage("answer:1", Lane.ANSWERS, NoticeKind.UNDONE, now, {"change": 1, AGAIN: True})
    with desk.team.ledger.storage.write(Deadline.after(5)) as connection, pytest.raises(ValueError, match="undone"):
        outbox.add(connection, desk.team.workspace_no, [saying], now)
