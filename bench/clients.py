"""The benchmark's clients, in a process of their own: they send signed commands over kept-alive connections."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import queue
import sys
import threading
import time
from urllib.parse import urlencode

SECRET = b"bench-signing-secret"
TEAM, USER = "T0BENCH01", "U0SELLER1"


def _request(number: int) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a signed `/deal advance #n`."""
    body = urlencode(
        {
            "team_id": TEAM,
            "user_id": USER,
            "command": "/deal",
            "text": f"advance #{number}",
            "trigger_id": f"bench.{number}.{time.time_ns()}",
            "response_url": "http://127.0.0.1:9/none",
            "channel_id": "C0BENCH01",
        }
    ).encode()
    stamp = str(int(time.time()))
    signature = "v0=" + hmac.new(SECRET, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }


def _client(port: int, path: str, waiting: queue.SimpleQueue[int], times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while True:
        try:
            number = waiting.get_nowait()
        except queue.Empty:
            connection.close()
            return
        body, headers = _request(number)
        began = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        times.append(time.perf_counter() - began)
        if answer.status != 200 or ("→" not in text and text != "moved"):
            raise SystemExit(f"{answer.status}: {text[:300]}")


def main() -> None:
    """Print the rate and the 99th percentile; the arguments are `port what clients first count`."""
    port, what, clients, first, count = sys.argv[1:]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(int(first), int(first) + int(count)):
        waiting.put(number)
    times: list[float] = []
    threads = [
        threading.Thread(target=_client, args=(int(port), f"/{what}/slack/events", waiting, times))
        for _ in range(int(clients))
    ]
    began = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    took = time.perf_counter() - began
    if len(times) != int(count):
        raise SystemExit(f"{len(times)} of {count} answered")
    times.sort()
    print(json.dumps({"rate": len(times) / took, "p99": times[int(len(times) * 0.99)]}))


if __name__ == "__main__":
    main()
