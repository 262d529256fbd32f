"""`python -m bot.local_slack`: the local Slack in the foreground."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from .clock import moment_of
from .instance import Secrets
from .server import DEMO_WORLD, LocalSlackServer, ServerOptions


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.local_slack", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--world", type=Path, default=DEMO_WORLD, help="team, people and channels (JSON)")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yml"))
    parser.add_argument("--clock", type=moment_of, help="the moment it starts at (ISO)")
    parser.add_argument("--deliver", help="deliver by signed HTTP to this address instead of Socket Mode")
    parser.add_argument("--bot-token", default=Secrets().bot_token)
    parser.add_argument("--app-token", default=Secrets().app_token)
    parser.add_argument("--signing-secret", default=Secrets().signing_secret)
    return parser.parse_args()


def main() -> None:
    """Serve until interrupted."""
    given = _arguments()
    secrets = Secrets(given.bot_token, given.app_token, given.signing_secret)
    wanted = ServerOptions(given.world, given.manifest, given.host, given.port, given.clock, given.deliver, secrets)
    try:
        server = LocalSlackServer(wanted)
    except (OSError, ValueError) as problem:
        sys.exit(f"The local Slack cannot start on {given.host}:{given.port}: {problem}")
    print(f"The local Slack is at {server.url}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: None)  # the server handles the signal and ends; the exit code is then 0
    with suppress(KeyboardInterrupt):
        asyncio.run(server.serve())


if __name__ == "__main__":
    main()
