"""The directory maps Slack's ids of people, channels and messages to our numbers, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.slack.schema import slack_member, slack_message, slack_place, slack_workspace
from pipeline import errors
from pipeline.clock import Clock
from pipeline.deals.leavers import tell_of_leaver
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.sequence import BEGINNING, begin_workspace
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.people.members import Profile
from pipeline.refused import Refused
from pipeline.storage.engine import Deadline, Storage

log = structlog.get_logger()

SLACKBOT = "USLACKBOT"  # Slack's own bot; `users.list` does not return it

_MEMBER = select(slack_member).where(
    slack_member.c.workspace_no == bindparam("w"), slack_member.c.user_id == bindparam("user_id")
)
_USER = select(slack_member).where(
    slack_member.c.workspace_no == bindparam("w"), slack_member.c.member_no == bindparam("member_no")
)
_MEMBERS = select(slack_member.c.user_id, slack_member.c.member_no).where(
    slack_member.c.workspace_no == bindparam("w"), slack_member.c.member_no.is_not(None)
)
_PLACE = select(slack_place.c.place_no).where(
    slack_place.c.workspace_no == bindparam("w"), slack_place.c.channel_id == bindparam("channel_id")
)
_IS_BARRED = _PLACE.where(slack_place.c.barred.is_not(None))
_CHANNEL = select(slack_place.c.channel_id).where(
    slack_place.c.workspace_no == bindparam("w"), slack_place.c.place_no == bindparam("place_no")
)
_DIRECT = select(slack_member.c.member_no).where(
    slack_member.c.workspace_no == bindparam("w"), slack_member.c.dm_channel_id == bindparam("channel_id")
)
_IN_PLACE = select(slack_message).where(
    slack_message.c.workspace_no == bindparam("w"),
    slack_message.c.place_no == bindparam("place_no"),
    slack_message.c.ts == bindparam("ts"),
)
_TO_MEMBER = select(slack_message).where(
    slack_message.c.workspace_no == bindparam("w"),
    slack_message.c.member_no == bindparam("member_no"),
    slack_message.c.ts == bindparam("ts"),
)


@dataclass(frozen=True, slots=True)
class OurMessage:
    """A message that Putki posted: its outbox key, its notice kind, and the deal and stay it is about."""

    key: str
    says: str
    deal_no: int | None
    stay: int | None
    member_no: int | None  # the recipient of a direct message


@dataclass(slots=True)
class Directory:
    """The people, channels and messages of one installation."""

    ledger: Ledger
    workspace_no: int
    team_id: str
    enterprise_id: str
    bot_user_id: str
    ask_for_user: Callable[[str], Mapping[str, Any] | None]  # calls users.info; None when Slack knows no such person
    url: str = ""  # of the workspace, with a slash at its end
    missing_scopes: tuple[str, ...] = ()  # those that an installation of an older version was not granted
    # members who may use Putki; they stay here, because roles decide what they may do
    _known: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def system(self) -> By:
        """The actor of what Putki does by itself."""
        return By(self.workspace_no, None, Via.SYSTEM)

    def member(self, user_id: str, team_id: str | None) -> int:
        """Return the member number of a person in this workspace.

        Raises Stranger for guests, bots and people of other workspaces. Raises Busy when the person is new and Slack
        does not answer.
        """
        if (known := self._known.get(user_id)) is not None:
            return known
        if user_id == SLACKBOT:
            raise errors.Stranger
        row = self._row(user_id)
        if row is None:
            user = self.ask_for_user(user_id)
            if user is None:
                raise errors.Stranger
            self.save_people([user])
            row = self._row(user_id)
        if row is None or row.member_no is None:
            raise errors.Stranger
        self._known[user_id] = row.member_no
        return row.member_no

    def cache_member(self, user_id: str, member_no: int) -> None:
        """Put a person into the cache, so that `member` needs no look-up."""
        self._known[user_id] = member_no

    def _row(self, user_id: str) -> Any:
        with self.ledger.storage.read() as connection:
            return self._known_row(connection, user_id)

    def user_id(self, connection: Connection, member_no: int) -> str | None:
        """Return the Slack id of a member."""
        row = connection.execute(_USER, {"w": self.workspace_no, "member_no": member_no}).first()
        return row.user_id if row is not None else None

    def save_people(self, users: list[Mapping[str, Any]], by: By | None = None) -> None:
        """Save these people as `users.list` and `user_change` describe them, all in one commit.

        A full member becomes a seller and a Slack admin becomes an admin. Someone who left or became a guest loses
        these roles. `by` is the actor; None is `system`, with as much time as a request has.
        """
        by = by or self.system
        people = [user for user in users if self._is_in_workspace(user)]
        with self.ledger.storage.read() as connection:
            changed = [user for user in people if self._differs(connection, user)]
        if not changed:
            return

        def decide(work: UnitOfWork) -> None:
            for user in changed:
                self._save_person(work, user, self._known_row(work.connection, user["id"]))
            if not work.has_effect:
                raise _NoEvent

        try:
            self.ledger.commit(by, decide)
        except _NoEvent:
            self._save_profiles(by, changed)
        self.ledger.cache.forget(self.workspace_no)

    def _differs(self, connection: Connection, user: Mapping[str, Any]) -> bool:
        """Whether Slack's description of a person differs from the saved one."""
        row = self._known_row(connection, user["id"])
        if row is None or (row.member_no is None and _is_full_member(user)):
            return True
        if (bool(row.is_slack_admin), row.is_guest) != (_is_admin(user), _is_guest(user)):
            return True
        if row.member_no is None:
            return False
        return members.profile_of(connection, self.workspace_no, row.member_no) != _profile(user, row.member_no)

    def _known_row(self, connection: Connection, user_id: str) -> Any:
        return connection.execute(_MEMBER, {"w": self.workspace_no, "user_id": user_id}).first()

    def _is_in_workspace(self, user: Mapping[str, Any]) -> bool:
        """Whether the person belongs to the installed workspace."""
        team = user.get("team_id") or self.team_id
        return team == self.team_id or not self.team_id

    def _save_person(self, work: UnitOfWork, user: Mapping[str, Any], row: Any) -> None:
        acts, admin = _is_full_member(user), _is_admin(user)
        member_no = row.member_no if row is not None else None
        if acts and member_no is None:
            member_no = members.add(work, seller=True, admin=admin)
        elif member_no is not None:
            if not acts and self._is_active(work, member_no):
                tell_of_leaver(work, member_no)
            members.set_role(work, member_no, Role.SELLER, has=acts)
            if (row is not None and bool(row.is_slack_admin) != admin) or not acts:
                members.set_role(work, member_no, Role.ADMIN, has=acts and admin)
            if not acts:
                members.stop_leading(work, member_no)
        self._save_row(work.connection, user, row, member_no, admin)

    def _is_active(self, work: UnitOfWork, member_no: int) -> bool:
        """Whether the member was active until now."""
        known = members.profile_of(work.connection, self.workspace_no, member_no)
        return known is not None and known.active

    def _save_profiles(self, by: By, users: list[Mapping[str, Any]]) -> None:
        with self.ledger.storage.write(self.ledger.deadline(by)) as connection:
            for user in users:
                row = self._known_row(connection, user["id"])
                self._save_row(connection, user, row, row.member_no if row is not None else None, _is_admin(user))

    def _save_row(
        self, connection: Connection, user: Mapping[str, Any], row: Any, member_no: int | None, admin: bool
    ) -> None:
        values = {"member_no": member_no, "is_slack_admin": admin, "is_guest": _is_guest(user)}
        if row is None:
            connection.execute(
                insert(slack_member).values(workspace_no=self.workspace_no, user_id=user["id"], **values)
            )
        elif {name: getattr(row, name) for name in values} != values:
            connection.execute(
                update(slack_member)
                .where(slack_member.c.workspace_no == self.workspace_no, slack_member.c.user_id == user["id"])
                .values(values)
            )
        if member_no is not None:
            members.save_profile(connection, self.workspace_no, _profile(user, member_no))

    def message(self, channel_id: str, ts: str | None) -> OurMessage | None:
        """Return the message of ours at this place, or None."""
        if not ts:
            return None
        with self.ledger.storage.read() as connection:
            values = {"w": self.workspace_no, "channel_id": channel_id, "ts": ts}
            row = None
            if (place_no := connection.execute(_PLACE, values).scalar()) is not None:
                row = connection.execute(_IN_PLACE, {**values, "place_no": place_no}).first()
            elif (member_no := connection.execute(_DIRECT, values).scalar()) is not None:
                row = connection.execute(_TO_MEMBER, {**values, "member_no": member_no}).first()
        return OurMessage(row.key, row.says, row.deal_no, row.stay, row.member_no) if row is not None else None

    def place(self, work: UnitOfWork, channel_id: str, *, barred: str | None = None) -> int:
        """Return the number of a channel.

        A new channel gets a number, and `barred` as the reason why nothing is posted there.
        """
        found = work.connection.execute(_PLACE, {"w": self.workspace_no, "channel_id": channel_id}).scalar()
        if found is not None:
            return found
        no = work.take("place_no")
        work.connection.execute(
            insert(slack_place).values(
                workspace_no=self.workspace_no, place_no=no, channel_id=channel_id, barred=barred
            )
        )
        return no

    def permalink(self, channel_id: str, ts: str) -> str | None:
        """Return the address of a message, for people; None where Slack did not tell the workspace's own."""
        return f"{self.url}archives/{channel_id}/p{ts.replace('.', '')}" if self.url else None

    def is_barred(self, channel_id: str) -> bool:
        """Whether a saved reason forbids public messages in this channel."""
        with self.ledger.storage.read() as connection:
            found = connection.execute(_IS_BARRED, {"w": self.workspace_no, "channel_id": channel_id}).first()
        return found is not None

    def channel_id(self, connection: Connection, place_no: int) -> str | None:
        """Return the Slack id of a channel."""
        return connection.execute(_CHANNEL, {"w": self.workspace_no, "place_no": place_no}).scalar()

    def member_numbers(self) -> dict[str, int]:
        """Return the member numbers by Slack's ids of people."""
        with self.ledger.storage.read() as connection:
            rows = connection.execute(_MEMBERS, {"w": self.workspace_no})
            return {row.user_id: row.member_no for row in rows}


class _NoEvent(Refused):
    """Only profiles changed, so there is no event to append."""

    key = "only_profiles"


NAME_KEPT = 120  # the largest number of characters of a display name that is saved


def _is_full_member(user: Mapping[str, Any]) -> bool:
    """Whether this is a person with a full and active account."""
    barred = (
        "deleted",
        "is_bot",
        "is_restricted",
        "is_ultra_restricted",
        "is_stranger",
        "is_app_user",
        "is_workflow_bot",
    )
    return user.get("id") != SLACKBOT and not any(user.get(flag) for flag in barred)


def _is_admin(user: Mapping[str, Any]) -> bool:
    return bool(user.get("is_admin") or user.get("is_owner"))


def _is_guest(user: Mapping[str, Any]) -> bool:
    """Whether this is a guest with an active account, in one channel or several."""
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted")) and not user.get("deleted")


def _profile(user: Mapping[str, Any], member_no: int) -> Profile:
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name") or ""
    return Profile(
        member_no=member_no,
        name=name[:NAME_KEPT],
        zone=user.get("tz") or "Europe/Helsinki",
        locale=user.get("locale"),
        active=_is_full_member(user),
    )


class MixedInstallation(errors.CannotRun):
    """The database belongs to the real Slack and the configured Slack is local, or the reverse."""


def install(storage: Storage, clock: Clock, identity: Mapping[str, Any]) -> int:
    """Return the workspace number of this installation, and save the installation if it is new.

    `identity` is the answer of `auth.test`. Raises MixedInstallation.
    """
    enterprise, team = identity.get("enterprise_id") or "", identity.get("team_id") or ""
    is_local = team.startswith("TLOCAL")
    with storage.write(Deadline.after(BEGINNING)) as connection:
        rows = list(connection.execute(select(slack_workspace)))
        if any(bool(row.is_local) != is_local for row in rows):
            raise MixedInstallation(
                "This database belongs to the real Slack and the configured Slack is local, or the reverse. "
                "Give each its own."
            )
        for row in rows:
            if (row.enterprise_id, row.team_id) == (enterprise, team):
                return row.workspace_no
        highest = connection.execute(select(func.max(slack_workspace.c.workspace_no))).scalar() or 0
        connection.execute(
            insert(slack_workspace).values(
                workspace_no=highest + 1,
                enterprise_id=enterprise,
                team_id=team,
                bot_user_id=identity["user_id"],
                bot_id=identity.get("bot_id"),
                app_id=identity.get("app_id"),
                name=identity.get("team"),
                is_local=is_local,
                installed_at=clock.now(),
            )
        )
    begin_workspace(storage, clock, highest + 1)
    return highest + 1
