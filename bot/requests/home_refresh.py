"""Home is published anew to whoever has opened it lately when something in it changes, without a storm of calls."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

from bot.sending.open_homes import Moment, ShownHome
from bot.sending.render_home import build_home
from bot.word import Services
from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.storage.schema import line

log = structlog.get_logger()

SECONDS = 2.0  # between two looks
LOOKED_AT = 20  # Homes that are built in one look
PUBLISHED = 2  # Homes that are published in one look: 60 a minute of the 100 that Slack takes from a workspace
PART_OF_HOUR = 600  # seconds by the clock that people see, after which a Home is built although nothing was written

_NEWEST = select(line.c.event_no).where(line.c.workspace_no == bindparam("w"))


@dataclass(frozen=True, slots=True)
class HomeRefresher:
    """Keeps the Homes that this process has shown up to date; one person's at most once in `between` seconds."""

    services: Services
    client: WebClient
    between: float

    def refresh(self) -> None:
        """Publish the Homes that show something else by now.

        They wait while the database is away, and while Slack refuses the token.
        """
        outage = self.services.outage
        is_away = outage.fault is not None or self.services.revocation.workspace_no is not None
        if is_away or not len(self.services.homes):
            return
        try:
            self._refresh_due()
        except (errors.Busy, DBAPIError) as refused:
            if not outage.report(refused, self.services.ledger.storage):
                log.warning("homes_not_refreshed", error=type(refused).__name__)

    def _refresh_due(self) -> None:
        homes = self.services.homes
        with self.services.ledger.read_session(self.services.directory.system) as session:
            moment = _moment(session)
        published = 0
        for member_no, shown in homes.due(moment, self.between)[:LOOKED_AT]:
            if published == PUBLISHED:
                return
            try:
                published += self._refresh(member_no, shown, moment)
            except (errors.Stranger, errors.NotAllowed):
                homes.forget(member_no)

    def _refresh(self, member_no: int, shown: ShownHome, moment: Moment) -> bool:
        """Publish one Home, where it shows something else by now. Return whether Slack was called."""
        payload = self._payload(member_no)
        if payload == shown.payload:
            self.services.homes.save(member_no, shown, replace(shown, moment=moment))
            return False
        now = replace(shown, published_at=time.monotonic())  # one that fails is tried again after `between`
        try:
            payload, hash_ = self._publish(member_no, shown, payload)
            now = replace(now, payload=payload, hash=hash_, moment=moment)
        except (SlackApiError, SlackClientError, OSError) as failed:
            log.warning("home_not_refreshed", error=type(failed).__name__)
        self.services.homes.save(member_no, shown, now)
        return True

    def _payload(self, member_no: int) -> dict[str, Any]:
        by = By(self.services.directory.workspace_no, member_no, Via.SYSTEM)
        with self.services.ledger.read_session(by) as session:
            return build_home(session, self.services.directory.missing_scopes).payload()

    def _publish(self, member_no: int, shown: ShownHome, payload: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
        """Publish a Home, and return what it shows and Slack's hash of that.

        Where another process has published it meanwhile, it is built again and published whatever stands there.
        """
        try:
            return payload, hash_of(self.client.views_publish(user_id=shown.user_id, view=payload, hash=shown.hash))
        except SlackApiError as refused:
            if refused.response.get("error") != "hash_conflict":
                raise
        payload = self._payload(member_no)
        return payload, hash_of(self.client.views_publish(user_id=shown.user_id, view=payload))


def hash_of(answer: SlackResponse) -> str | None:
    """Return Slack's hash of the view that it has published."""
    view: dict[str, Any] = answer.get("view") or {}
    return view.get("hash")


def _moment(session: ReadSession) -> Moment:
    newest = session.connection.execute(_NEWEST, {"w": session.by.workspace_no}).scalar_one()
    return newest, int(session.now.timestamp()) // PART_OF_HOUR
