"""The mark of what is said once more is the outbox's own: no notice brings a value of that name."""

from dataclasses import fields

from pipeline.messages.asked_notices import RefusalNotice
from pipeline.messages.notice_codec import CLASSES, STORED_AS
from pipeline.messages.outbox import AGAIN


def test_no_notice_looks_as_if_it_were_said_again() -> None:
    stored = {STORED_AS.get(each.name, each.name) for of in CLASSES if of is not RefusalNotice for each in fields(of)}
    assert "deal" in stored
    assert AGAIN not in stored
