"""A busy machine gives a test too little time: how long to wait before giving up, and how much time there was not."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

PATIENCE = 120.0  # seconds after which a test gives up waiting: no test that passes waits so long
INSTANT = 0.01  # seconds


@contextmanager
def standstills() -> Generator[list[float]]:
    """How long, each time, a thread that had nothing to do came late: so long this busy machine gave us no time."""
    late: list[float] = []
    over = Event()

    def watch() -> None:
        before = time.monotonic()
        while not over.wait(INSTANT):
            now = time.monotonic()
            if now - before > 5 * INSTANT:
                late.append(now - before - INSTANT)
            before = now

    watching = Thread(target=watch)
    watching.start()
    try:
        yield late
    finally:
        over.set()
        watching.join()


NOT_QUADRATIC = 0.5
"""CPU seconds within which a line of 3,000 characters is read on any machine, however busy. What takes time in
proportion to the square of the line takes many seconds; the bar itself is 50 ms of one core that does nothing else."""
