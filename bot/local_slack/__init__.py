"""A strict local Slack that serves this machine only, to try out and test any app against."""

from .client import Control, ControlRefused
from .server import DEMO_WORLD, LocalSlackServer, Running

__all__ = ["DEMO_WORLD", "Control", "ControlRefused", "LocalSlackServer", "Running"]
