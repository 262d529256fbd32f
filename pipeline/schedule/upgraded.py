"""After an upgrade, whoever set a workspace up is told once what changed for people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.replay import workspaces
from pipeline.messages import outbox
from pipeline.messages.due_notices import PutkiUpgraded
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people.access import rights_of, who_can
from pipeline.people.events import Role
from pipeline.people.settings import who_set_up


def upgraded_key(newest: str) -> str:
    """The outbox key of what is told about an upgrade, by its newest migration."""
    return f"upgraded:{newest}"


def tell_admins(connection: Connection, steps: tuple[str, ...], now: datetime) -> None:
    """Tell one admin of each workspace what these migrations of its database brought.

    It belongs into the transaction that migrates, so that it is told once, whenever that is killed. A workspace that
    nobody has set up is told nothing.
    """
    for workspace_no in workspaces(connection):
        admin = _addressee(connection, workspace_no)
        if admin is not None:
            message = OutboxMessage(
                key=upgraded_key(steps[-1]),
                lane=Lane.POSTS,
                notice=PutkiUpgraded(steps),
                due_at=now,
                to_member=admin,
            )
            outbox.add(connection, workspace_no, [message], now)


def _addressee(connection: Connection, workspace_no: int) -> int | None:
    """Who set the workspace up; where they are no admin any more, the first admin."""
    who = who_set_up(connection, workspace_no)
    if who is None:
        return None
    rights = rights_of(connection, By(workspace_no, who, Via.SYSTEM))
    return who if rights.admin else who_can(connection, workspace_no, Role.ADMIN)
