"""Keeps true who sells in the pipelines of a channel or a user group, as Slack tells it.

Where Slack does not tell, the list that is known last stays.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError

from bot.slack import message_locations, rosters
from bot.slack.directory import Directory
from bot.slack.rosters import RosterUnknown
from pipeline import errors
from pipeline.ledger.actor import By
from pipeline.people import sellers
from pipeline.people.sellers import ClosedPipeline

log = structlog.get_logger()

MINUTES = 60  # after which a list is read again, although nothing was heard of it


@dataclass(slots=True)
class SellerLists:
    """The lists of one workspace. A call to Slack takes as long as `client` allows."""

    directory: Directory
    client: WebClient
    _lock: threading.Lock = field(default_factory=threading.Lock)  # so that no older answer is kept after a newer one
    _read: dict[int, tuple[ClosedPipeline, float]] = field(default_factory=dict[int, tuple[ClosedPipeline, float]])

    def refresh(self, by: By | None = None, *, place: str | None = None) -> list[int]:
        """Read the lists from Slack, all of them or those of one channel or group; return the pipelines not told of."""
        by = by or self.directory.system
        with self._lock:
            return [each.pipeline_no for each in self._closed(by, place) if not self._refresh(by, each)]

    def catch_up(self) -> None:
        """Read the lists of which something was chosen since, or that are an hour old."""
        by, now = self.directory.system, self.directory.ledger.clock.now().timestamp()
        try:
            with self._lock:
                for each in self._closed(by, None):
                    known, at = self._read.get(each.pipeline_no, (None, 0.0))
                    if known != each or not 0 <= now - at < MINUTES * 60:
                        self._refresh(by, each)
        except (errors.Busy, DBAPIError) as failed:
            log.warning("seller_lists_postponed", error=type(failed).__name__)

    def happened(self, place: str) -> None:
        """Somebody joined or left a channel or a group. Raises RosterUnknown: the event is to come again."""
        if self.refresh(place=place):
            raise RosterUnknown("list_not_told")

    def people(self, place: str, *, is_group: bool) -> list[int]:
        """Return the members who are in a channel or a group now. Raises RosterUnknown."""
        ids = (rosters.of_group if is_group else rosters.of_channel)(self.client, place)
        return sorted(set(self._members(ids)))

    def _members(self, ids: Iterable[str]) -> Iterable[int]:
        """The numbers of those who may sell; guests and bots are left out. A person who is new is asked about."""
        known = self.directory.member_numbers()
        for user in ids:
            try:
                yield known[user] if user in known else self.directory.member(user, None)
            except errors.Stranger:
                continue
            except errors.Busy as failed:
                raise RosterUnknown("person_not_told") from failed

    def _closed(self, by: By, place: str | None) -> list[ClosedPipeline]:
        with self.directory.ledger.read_session(by) as session:
            found = sellers.closed_pipelines(session)
            if place is None:
                return found
            number = message_locations.place_of(session.connection, self.directory.workspace_no, place)
            return [each for each in found if number is not None and each.place == number]

    def _refresh(self, by: By, of: ClosedPipeline) -> bool:
        ledger, workspace_no = self.directory.ledger, self.directory.workspace_no
        with ledger.storage.read() as connection:
            place = self.directory.channel_id(connection, of.place) if of.place is not None else None
        try:
            people = self.people(place, is_group=of.is_group) if place is not None else []
        except RosterUnknown as untold:
            log.warning("seller_list_not_told", pipeline=of.pipeline_no, error=untold.code)
            return False
        with ledger.storage.write(ledger.deadline(by)) as connection:
            if sellers.keep(connection, workspace_no, of.pipeline_no, people):
                log.info("seller_list_changed", pipeline=of.pipeline_no, count=len(people))
        self._read[of.pipeline_no] = (of, ledger.clock.now().timestamp())
        return True
