"""`advance_http`, `advance_http_p99`: signed `/deal advance #n` through the bot, against the floor in a bare handler.

One server process answers both; a second process sends the requests, in rounds that alternate between the two.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Mount

from bench.floor import Floor
from bench.setting import ledger_at, sqlite_url
from bot import app as face
from bot.requests.route import word_table
from bot.server import http
from bot.slack.channels import Channels
from bot.slack.directory import Directory, install
from bot.slack.seller_lists import SellerLists
from bot.word import Services
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import members
from pipeline.people.members import Profile
from pipeline.storage.engine import Deadline

SECRET = "bench-signing-secret"
TEAM = "T0BENCH01"
ROUNDS = 12
SMALL, MANY = 8, 32  # clients
A_ROUND = 400  # requests of a round with 8 clients
LONG = 5000  # requests with 32 clients, after the warm-up
WARM = 300


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Requests a second with 8 clients, and the 99th percentile in milliseconds with 32 clients."""
    deals = 2 * WARM + ROUNDS * A_ROUND + LONG + 100
    with _serving(folder, deals) as port:
        first = {"putki": 1, "floor": 1}

        def ask(what: str, clients: int, count: int) -> dict[str, float]:
            at, first[what] = first[what], first[what] + count
            return _asked(port, what, clients, at, count)

        for what in first:
            ask(what, SMALL, WARM)
        rates = [(ask("putki", SMALL, A_ROUND)["rate"], ask("floor", SMALL, A_ROUND)["rate"]) for _ in range(ROUNDS)]
        for what in first:
            ask(what, MANY, WARM)
        slow, slow_floor = ask("putki", MANY, LONG)["p99"], ask("floor", MANY, LONG)["p99"]
    rate, floor = (statistics.median(each) for each in zip(*rates, strict=True))
    return {
        "advance_http": {
            "value": round(rate),
            "unit": "requests/s",
            "floor": round(floor),
            "ratio": round(statistics.median(mine / bare for mine, bare in rates), 2),
        },
        "advance_http_p99": {
            "value": round(slow * 1000, 1),
            "unit": "ms",
            "floor": round(slow_floor * 1000, 1),
            "ratio": round(slow / slow_floor, 2),
        },
    }


def _asked(port: int, what: str, clients: int, first: int, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.clients", str(port), what, str(clients), str(first), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    return json.loads(done.stdout)


@contextmanager
def _serving(folder: Path, deals: int) -> Generator[int]:
    """Serve the real bot at /putki, and the floor in a bare Bolt handler at /floor; gives the port."""
    client = WebClient(token="xoxb-bench")
    ledger = ledger_at(sqlite_url(folder, "http"), deals=deals)
    floor = Floor(folder / "http-floor.db", deals)
    apps = {"putki": _putki(ledger, client), "floor": _bare(floor, client)}
    routes = [Mount(f"/{name}", http.server(each, SECRET, problem=lambda: None)) for name, each in apps.items()]
    settings = uvicorn.Config(Starlette(routes=routes), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        floor.close()
        ledger.storage.close()


def _putki(ledger: Ledger, client: WebClient) -> App:
    directory = Directory(ledger, 1, TEAM, "", "U0BENCHBOT", lambda _user: None)
    install(ledger.storage, ledger.clock, {"team_id": TEAM, "user_id": "U0BENCHBOT"})
    with ledger.storage.write(Deadline.after(5)) as connection:
        members.save_profile(connection, 1, Profile(1, "Aino Virtanen", "Europe/Helsinki", "fi-FI", active=True))
    directory.cache_member("U0SELLER1", 1)
    services = Services(ledger, directory, word_table(), Channels(client), SellerLists(directory, client))
    return face.build(services, client)


def _bare(floor: Floor, client: WebClient) -> App:
    app = App(
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench"),
        request_verification_enabled=False,  # as in the bot: the server verifies requests for both
        token_verification_enabled=False,
        process_before_response=True,
        client=client,
    )

    @app.command("/deal")
    def advance(body: dict[str, Any]) -> BoltResponse:
        floor.advance(int(body["text"].rsplit("#", 1)[1]))
        return BoltResponse(status=200, body="moved")

    return app


if __name__ == "__main__":
    print(json.dumps(measure(Path(os.environ["BENCH_FOLDER"]))))
