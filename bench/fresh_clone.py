"""`demo`: the time from `git clone` with an empty environment until the page of the demo answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Measure in seconds; the package cache is empty too."""
    port = _free_port()
    home = folder / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    began = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "putki")], check=True, env=environment)
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=folder / "putki",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _until_set_up(demo, port)
        return {"demo": {"value": round(time.monotonic() - began, 1), "unit": "s"}}
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(30)


def _until_set_up(demo: subprocess.Popen[str], port: int) -> None:
    """Wait until the demo prints its address and its page answers there."""
    assert demo.stdout is not None
    end = time.monotonic() + PATIENCE
    for line in demo.stdout:
        if "Putki is at" in line:
            break
        if time.monotonic() > end:
            raise TimeoutError(line)
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
    except urllib.error.URLError as missing:
        raise RuntimeError("the page does not answer") from missing


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
