"""Names the people whom a message of Slack's mentions by their ids alone."""

from __future__ import annotations

import html
import re

from bot.word import Services
from pipeline.ledger.actor import By
from pipeline.queries.names import names

_MENTION = re.compile(r"<([@#])([A-Z0-9]+)\|?>")


def with_names(services: Services, by: By, text: str) -> str:
    """Return the text with a name in each mention that has none; of whoever is not known here, the id."""
    mentioned = {found[2] for found in _MENTION.finditer(text) if found[1] == "@"}
    if not mentioned:
        return _MENTION.sub(r"<\1\2|\2>", text)
    numbers = {user: no for user, no in services.directory.member_numbers().items() if user in mentioned}
    with services.ledger.read_session(by) as session:
        known = names(session, members=[*numbers.values()]).members
    called = {services.directory.bot_user_id: "Putki"}
    called |= {user: html.escape(known.get(no, user), quote=False) for user, no in numbers.items()}
    return _MENTION.sub(lambda found: f"<{found[1]}{found[2]}|{called.get(found[2], found[2])}>", text)
