"""Runs the local Slack on a loopback address, in the foreground or in a thread of a test."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

import uvicorn

from .app import LOOPBACK, build
from .client import Control
from .clock import SlackClock, moment_of
from .delivery.courier import Courier
from .delivery.envelope import ACK_WITHIN
from .delivery.http import SignedHttp
from .delivery.socket import SocketMode
from .dropped import connection_dropper
from .faults import Faults
from .files import Files
from .instance import LocalSlack, Secrets
from .journal import Journal
from .manifest import Manifest
from .pace import PaceLimit
from .people import read_world
from .reply_urls import ReplyUrls
from .standing import add_initial_content
from .triggers import Triggers
from .world import World

DEMO_WORLD = Path(__file__).with_name("demo_world.json")


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """With what a local Slack is started."""

    world: Path | dict[str, Any]
    manifest: Path | dict[str, Any]
    host: str = "127.0.0.1"
    port: int = 0
    clock: datetime | None = None
    deliver: str | None = None
    secrets: Secrets = field(default_factory=Secrets)
    pace: PaceLimit = field(default_factory=PaceLimit)
    patience: float = ACK_WITHIN  # seconds that a person's request, and its trigger, have


def _assemble(wanted: ServerOptions) -> LocalSlack:
    manifest = Manifest.read(wanted.manifest)
    clock = SlackClock(wanted.clock)
    cast = read_world(wanted.world)
    world = World(cast, manifest, clock)
    add_initial_content(world, cast.initial_content)
    journal, faults = Journal(world), Faults()
    sockets = SocketMode(world, journal)
    way = SignedHttp(wanted.deliver, wanted.secrets.signing_secret, journal) if wanted.deliver else sockets
    return LocalSlack(
        world=world,
        clock=clock,
        manifest=manifest,
        secrets=wanted.secrets,
        faults=faults,
        pace=wanted.pace,
        triggers=Triggers(life=wanted.patience),
        reply_urls=ReplyUrls(world),
        files=Files(world),
        journal=journal,
        socket=sockets,
        courier=Courier(way, faults, clock, wanted.patience),
    )


def _listener(wanted: ServerOptions) -> socket.socket:
    if wanted.host not in LOOPBACK:
        raise ValueError(f"the local Slack listens on the loopback alone, not on {wanted.host}")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", wanted.port))
    listening.listen(512)
    return listening


class _Server(uvicorn.Server):
    """A server that stops within milliseconds when asked to, and answers its long polls before it stops."""

    def __init__(self, config: uvicorn.Config, release: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._release = release
        self._loop = asyncio.get_running_loop()
        self._told_to_end = asyncio.Event()

    async def main_loop(self) -> None:
        """Look once a second, which sets the date that answers carry, and at once when told to end."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_end.wait(), 1.0)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._wake()

    def end(self) -> None:
        """Stop serving; any thread may say so."""
        self.should_exit = True
        self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._told_to_end.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._release()
        await super().shutdown(sockets)


class LocalSlackServer:
    """A local Slack that listens on its port from the beginning, and answers once it serves."""

    def __init__(self, wanted: ServerOptions) -> None:
        self._wanted = wanted
        self.slack = _assemble(wanted)
        self._listening = _listener(wanted)
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.slack.reply_urls.base = self.url
        self.slack.files.base = self.url
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()

    async def serve(self) -> None:
        """Serve until `stop` is called or the process is told to end."""
        config = uvicorn.Config(
            lambda: None, log_level="warning", access_log=False, timeout_graceful_shutdown=1, lifespan="off"
        )
        server = _Server(config, self._release)
        config.app = build(self.slack, connection_dropper(server))
        self._server = server
        await self.slack.socket.start()
        self._ready.set()
        try:
            await server.serve(sockets=[self._listening])
        finally:
            await self.slack.socket.stop()
            if isinstance(self.slack.courier.transport, SignedHttp):
                self.slack.courier.transport.stop()

    async def _release(self) -> None:
        self.slack.world.is_over = True
        self.slack.world.changed()
        await self.slack.clock.end()

    @property
    def secrets(self) -> Secrets:
        """The tokens that the app must present, and the signing secret."""
        return self.slack.secrets

    # --- In a thread --------------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls,
        *,
        world: Path | dict[str, Any] = DEMO_WORLD,
        manifest: Path | dict[str, Any],
        port: int = 0,
        clock: datetime | str | None = None,
        deliver: str | None = None,
        secrets: Secrets | None = None,
        pace: PaceLimit | None = None,
        patience: float = ACK_WITHIN,
    ) -> Running:
        """Prepare a local Slack that runs in a background thread; use the result as a context manager.

        Tests may give a `pace` with shortened seconds, if the app under test shortens its own as much. On a busy
        machine they may give a `patience` of more than Slack's three seconds; events keep the three seconds.
        """
        moment = moment_of(clock) if isinstance(clock, str) else clock
        return Running(
            cls(
                ServerOptions(
                    world=world,
                    manifest=manifest,
                    port=port,
                    clock=moment,
                    deliver=deliver,
                    secrets=secrets or Secrets(),
                    pace=pace or PaceLimit(),
                    patience=patience,
                )
            )
        )

    def run_in_thread(self) -> None:
        """Start the thread and wait until the server is ready."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), name="local-slack", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the local Slack did not start within ten seconds")

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.end()
        if self._thread is not None:
            self._thread.join(10)
        with suppress(OSError):
            self._listening.close()


class Running(Control):
    """A local Slack in a thread, with the control calls as methods."""

    def __init__(self, server: LocalSlackServer) -> None:
        super().__init__(server.url)
        self._server = server
        self.bot_token = server.secrets.bot_token
        self.app_token = server.secrets.app_token
        self.signing_secret = server.secrets.signing_secret
        self.api_url = f"{server.url}/api/"

    def __enter__(self) -> Self:
        """Start the local Slack."""
        self._server.run_in_thread()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop the local Slack."""
        self._server.stop()
