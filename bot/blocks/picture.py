"""The picture that goes with a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is drawn and uploaded when its message is sent. The message says in words all that it shows.

    `draw` returns a PNG file, and `alt` tells the numbers to whoever does not see it. So many of the message's blocks
    stand below the picture as `blocks_below` says.
    """

    name: str
    alt: str
    blocks_below: int
    draw: Callable[[], bytes] = field(compare=False)
