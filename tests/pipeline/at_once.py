"""Writers in threads of their own, each seen to wait for its turn before the next one comes."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, ParamSpec, TypeVar

from pipeline.ledger.group_commit import GroupCommit
from tests.busy_machine import PATIENCE

P = ParamSpec("P")
T = TypeVar("T")


def queued(
    threads: ThreadPoolExecutor, turns: GroupCommit[Any], act: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Future[T]:
    """What the act comes to; it waits in the queue by now, or is over."""
    before, late = len(turns.waiting), time.monotonic() + PATIENCE
    coming = threads.submit(act, *args, **kwargs)
    while len(turns.waiting) == before and not coming.done():
        assert time.monotonic() < late
        Event().wait(0.001)
    return coming
