"""A `putki demo` of its own for a test or a drawing: on a free port, with Monday's forecast and reminders there."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.local_slack import Control

PATIENCE = 120.0  # seconds until the demo answers, and again until Monday's messages are there
ENGLISH, CHANNEL = "ULOCALEMMA1", "CLOCALMYYNT"


@contextmanager
def running_demo(
    putki: Sequence[str], *, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Generator[Control]:
    """Run the command `putki` with `demo`, in this folder with this environment, or in our own; it ends with the block.

    Raises RuntimeError when it ends by itself or ends badly, and TimeoutError when Monday's messages do not come.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen(
        [*putki, "demo", "--port", str(port)], cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        slack = Control(f"http://127.0.0.1:{port}")
        _until_there(slack, process)
        slack.until(_is_monday_told, seconds=PATIENCE)
        yield slack
    finally:
        process.terminate()
        ended = process.wait(30)
    if ended != 0:
        raise RuntimeError(f"the demo ended with {ended}")


def _until_there(slack: Control, process: subprocess.Popen[bytes]) -> None:
    for _ in range(int(PATIENCE)):
        try:
            slack.state()
        except OSError:
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                continue
            break
        else:
            return
    raise RuntimeError("the demo did not start: see what `make demo` says")


def _is_monday_told(state: dict[str, Any]) -> bool:
    direct = [each["id"] for each in state["channels"] if each.get("user") == ENGLISH]
    is_reminded = any(state["messages"].get(channel) for channel in direct)
    return is_reminded and any("Ennuste" in each["text"] for each in state["messages"][CHANNEL])
