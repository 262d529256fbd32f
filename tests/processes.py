"""Processes that tests start, and kill: forked from one that runs no threads and has loaded what all of them need."""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from tests.busy_machine import PATIENCE

_FORKS = multiprocessing.get_context("forkserver")
# One server for a whole run: what it loads is settled when the first process starts, whichever test that is.
_FORKS.set_forkserver_preload(
    [
        "tests.bot.operating.test_starting",
        "tests.faults.lost_sender",
        "tests.faults.test_killed_while_changing",
        "tests.pipeline.exchange.test_load",
        "sqlalchemy.dialects.postgresql.psycopg",
    ]
)


def begun(act: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process that does this."""
    process = _FORKS.Process(target=act, args=arguments)
    process.start()
    return process


def exit_code(process: BaseProcess) -> int | None:
    """How it ended."""
    process.join(PATIENCE)
    return process.exitcode


def kills_itself(act: Callable[..., None], *arguments: Any) -> bool:
    """Whether a process that does this ends by `kill -9`, as it is meant to."""
    return exit_code(begun(act, *arguments)) == -signal.SIGKILL
