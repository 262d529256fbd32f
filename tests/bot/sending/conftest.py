"""A desk of one's own: a database, a local Slack, and what is to be said."""

from collections.abc import Iterator

import pytest

from bot.local_slack import Running
from pipeline.storage.engine import Storage
from tests.bot.sending.desk import Desk, local_slack


@pytest.fixture
def slack() -> Iterator[Running]:
    with local_slack() as running:
        yield running


@pytest.fixture
def desk(storage: Storage, slack: Running) -> Desk:
    return Desk.at(storage, slack)
