"""Settings of the workspace and of a person: their names, their values, and their changes (`/deal settings`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, bindparam, select

from pipeline.calendars import Calendar
from pipeline.ledger.events import SettingSet
from pipeline.ledger.projections import SettingState
from pipeline.ledger.unit_of_work import By, UnitOfWork
from pipeline.storage.deal_names import DealName
from pipeline.storage.schema import setting

Thing = TypeVar("Thing")
WORKSPACE = 0
LANGUAGE = "language"  # of the workspace, or of a person: fi, en
PLACE = "place.{pipeline}"  # the number of the place where a pipeline's cards and posts go
COUNTRY = "country"  # the country whose holidays count
ZONE = "zone"
CURRENCY = "currency"

_OF = select(setting).where(setting.c.workspace_no == bindparam("w"), setting.c.member_no == bindparam("member_no"))


class Session(Protocol):
    """A unit of work or a read session: a connection, a person, and a cache of the rules."""

    @property
    def connection(self) -> Connection: ...  # noqa: D102
    @property
    def by(self) -> By: ...  # noqa: D102

    called: dict[int, DealName]  # the names of the deals that were read so far

    def remembered(self, what: str, load: Callable[[], Any]) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Settings:
    """The workspace's settings."""

    values: dict[str, str | int]

    @property
    def language(self) -> str | None:
        """The workspace's language, or None before it is set."""
        value = self.values.get(LANGUAGE)
        return value if isinstance(value, str) else None

    @property
    def currency(self) -> str:
        """The currency of an amount that is typed without one."""
        return str(self.values.get(CURRENCY, "EUR"))

    @property
    def country(self) -> str:
        """The country whose public holidays are days off."""
        return str(self.values.get(COUNTRY, "FI"))

    @property
    def zone(self) -> str:
        """The time zone in which a day begins and the Monday post comes."""
        return str(self.values.get(ZONE, "Europe/Helsinki"))

    @property
    def calendar(self) -> Calendar:
        """The business days of the workspace."""
        return Calendar(country=self.country, zone=self.zone)

    def place(self, pipeline_no: int) -> int | None:
        """Return the number of the place where this pipeline's cards and posts go, or None before it is set."""
        value = self.values.get(PLACE.format(pipeline=pipeline_no))
        return value if isinstance(value, int) else None

    @property
    def places(self) -> list[int]:
        """The places of all pipelines, each once."""
        begun = PLACE.format(pipeline="")
        found = (value for name, value in self.values.items() if name.startswith(begun))
        return sorted({value for value in found if isinstance(value, int)})

    def is_set_up(self, pipeline_no: int) -> bool:
        """Whether this pipeline has a place to post to."""
        return self.place(pipeline_no) is not None


def of_workspace(session: Session) -> Settings:
    """Return the workspace's settings, cached while the rules stay the same."""

    def load() -> Settings:
        return Settings(_values(state(session.connection, session.by.workspace_no, WORKSPACE)))

    return session.remembered("settings", load)


def home_first(session: Session, things: Iterable[Thing], currency: Callable[[Thing], str]) -> list[Thing]:
    """Sort things by currency: the workspace's currency first, then alphabetically."""
    home = of_workspace(session).currency
    return sorted(things, key=lambda thing: (currency(thing) != home, currency(thing)))


def own_language(connection: Connection, workspace_no: int, member_no: int) -> str | None:
    """Return the language that a person has chosen, or None."""
    value = _values(state(connection, workspace_no, member_no)).get(LANGUAGE)
    return value if isinstance(value, str) else None


def state(connection: Connection, workspace_no: int, member_no: int) -> SettingState | None:
    """Return the settings of the workspace (0) or a member as their projection has them, or None."""
    rows = connection.execute(_OF, {"w": workspace_no, "member_no": member_no}).all()
    if not rows:
        return None
    return SettingState(member_no, tuple(sorted((row.name, row.value, row.last_no) for row in rows)))


def put(work: UnitOfWork, member_no: int, values: dict[str, str | int | None]) -> bool:
    """Append an event for each value that differs from the current one. Returns whether there was any."""
    before = state(work.connection, work.by.workspace_no, member_no)
    changed = False
    for name, value in values.items():
        if _values(before).get(name) != value:
            _event, after = work.append(SettingSet(name=name, value=value), member_no, before)
            assert isinstance(after, SettingState)
            before, changed = after, True
    return changed


def _values(state: SettingState | None) -> dict[str, str | int]:
    return {name: json.loads(value) for name, value, _no in state.values} if state else {}
