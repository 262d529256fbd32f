"""A strict local Slack, on this machine alone, to try and test an app against. It knows no app."""

from .client import Control, ControlRefused
from .server import DEMO_WORLD, LocalSlackServer, Running

__all__ = ["DEMO_WORLD", "Control", "ControlRefused", "LocalSlackServer", "Running"]
