"""What goes to the log: a JSON object a line, whoever says it."""

from __future__ import annotations

import json
import subprocess
import sys

SAYING = """
import logging, structlog
from bot import logs
logs.configure("INFO")
structlog.get_logger().info("card_sent", deal=1)
logging.getLogger("uvicorn.error").info("started")
try:
    raise ValueError("of a library")
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
"""


def test_what_a_library_says_is_a_json_line_with_its_traceback_inside() -> None:
    done = subprocess.run([sys.executable, "-c", SAYING], capture_output=True, text=True, check=True)

    own, librarys = (json.loads(line) for line in done.stdout.splitlines())
    assert done.stderr == ""
    assert (own["event"], own["level"], own["deal"]) == ("card_sent", "info", 1)
    assert (librarys["event"], librarys["level"]) == ("Exception in ASGI application", "error")
    assert (librarys["logger"], bool(librarys["timestamp"])) == ("uvicorn.error", True)
    assert "ValueError: of a library" in librarys["exception"]
