"""Logs: one JSON object a line on standard output, from Putki and from Bolt, uvicorn and other libraries."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import Processor

_SHARED: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(level: str) -> None:
    """Log Putki's events from this level up, and those of libraries from WARNING up."""
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_SHARED],
            processors=[ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
    structlog.configure(
        processors=[*_SHARED, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
    )


def configure_quietly() -> None:
    """Log nothing of Slack's answers: for a command whose own sentences say what is wrong."""
    configure("ERROR")
    logging.getLogger("putki.slack").setLevel(logging.CRITICAL)
