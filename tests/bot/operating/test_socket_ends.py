"""A connection that is to end does, whatever it was about to do."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

from slack_bolt import App
from slack_sdk import WebClient

from bot.local_slack import LocalSlackServer
from bot.server.socket import Socket
from tests.bot.operating.test_socket_payloads import authorized
from tests.busy_machine import PATIENCE
from tests.scenarios.town import ROOT


class HeldUp(logging.Handler):
    """Holds the client's reader up as it begins, until it was told to end."""

    def __init__(self, socket: Socket) -> None:
        super().__init__()
        self.client = socket.client
        self.begins = Event()

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("Starting to receive"):
            return
        self.begins.set()
        late = time.monotonic() + PATIENCE
        while not self.client.current_session_state.terminated and time.monotonic() < late:
            Event().wait(0.001)


def test_a_reader_that_begins_as_it_is_told_to_end_ends() -> None:
    logger = logging.getLogger("tests.socket_ends")
    logger.setLevel(logging.INFO)
    with LocalSlackServer.start(manifest=ROOT / "manifest.yml") as slack:
        app = App(authorize=authorized, request_verification_enabled=False)
        socket = Socket(app, slack.app_token, client=WebClient(base_url=slack.api_url), logger=logger)
        held_up = HeldUp(socket)
        logger.addHandler(held_up)
        socket.connect()
        assert held_up.begins.wait(PATIENCE)

        ending = Thread(target=socket.finish, daemon=True)
        ending.start()
        ending.join(PATIENCE)

        assert not ending.is_alive()
