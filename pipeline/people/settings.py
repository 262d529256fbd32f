"""Settings of the workspace and of a person: their names, their values, and their changes (`/deal settings`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, bindparam, select

from pipeline.calendars import Calendar
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.money import Money
from pipeline.people.events import SETTING, SettingSet
from pipeline.people.tables import setting
from pipeline.pipelines import pipelines
from pipeline.storage import schema

Thing = TypeVar("Thing")
WORKSPACE = 0
LANGUAGE = "language"  # of the workspace, or of a person: fi, en
PLACE = "place.{pipeline}"  # the number of the place where a pipeline's cards and posts go
COUNTRY = "country"  # the country whose holidays count
ZONE = "zone"
CURRENCY = "currency"
WINS_FROM = "wins.from"  # the sum from which a win is told in the channel, as "1250000 EUR" in minor units
UNANSWERED = "unanswered.lead"  # 1: a lead is told on Mondays which last reminders nobody answered
REMINDERS_MOST = "reminders.most"  # of a person: the most reminders of stuck deals in a day
REMINDERS_AT = "reminders.at"  # of a person: from which minute of their day these come
FIRST_CHECK_IN, SECOND_CHECK_IN = "check_in.first", "check_in.second"  # in days after delivery; 0: not asked
USUAL_CHECK_INS = {FIRST_CHECK_IN: 14, SECOND_CHECK_IN: 90}
CHECK_IN_CHOICES = {FIRST_CHECK_IN: (7, 14, 30), SECOND_CHECK_IN: (60, 90, 180)}  # and 0
EVERY_CHECK_IN = tuple(days for choices in CHECK_IN_CHOICES.values() for days in choices)
MOST_A_DAY = 3
EIGHT_O_CLOCK = 8 * 60

_OF = select(setting).where(setting.c.workspace_no == bindparam("w"), setting.c.member_no == bindparam("member_no"))

_REMINDERS = select(setting).where(
    setting.c.workspace_no == bindparam("w"),
    setting.c.member_no.in_(bindparam("nos", expanding=True)),
    setting.c.name.in_([REMINDERS_MOST, REMINDERS_AT]),
)

_FIRST_SET = (
    select(schema.event.c.member_no)
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == SETTING)
    .where(schema.event.c.subject_no == WORKSPACE, schema.event.c.member_no.is_not(None))
    .order_by(schema.event.c.no)
    .limit(1)
)


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
    def wins_from(self) -> Money | None:
        """From which sum on a win is told in the channel; None where the team's own wins decide."""
        minor, _, currency = str(self.values.get(WINS_FROM, "")).partition(" ")
        return Money(int(minor), currency) if minor.isdigit() and currency else None

    @property
    def tells_unanswered(self) -> bool:
        """Whether a lead is told on Mondays which last reminders nobody answered; not before it was switched on."""
        return self.values.get(UNANSWERED) == 1

    @property
    def calendar(self) -> Calendar:
        """The business days of the workspace."""
        return Calendar(country=self.country, zone=self.zone)

    @property
    def check_ins(self) -> dict[str, int]:
        """How many days after delivery each check-in comes, by the name of its setting; 0: it is not asked."""
        return {name: int(self.values.get(name, usual)) for name, usual in USUAL_CHECK_INS.items()}

    @property
    def check_in_days(self) -> tuple[int, ...]:
        """The days after delivery on which customers are checked in with, in order."""
        return tuple(sorted({days for days in self.check_ins.values() if days > 0}))

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
        return Settings(_values(session.connection, session.by.workspace_no, WORKSPACE))

    return session.remembered("settings", load)


def currency_of(session: Session, pipeline_no: int) -> str:
    """Return the currency of an amount that is typed without one for a deal of this pipeline."""
    return pipelines.of_workspace(session).by_no(pipeline_no).currency or of_workspace(session).currency


def home_currency_first(session: Session, things: Iterable[Thing], currency: Callable[[Thing], str]) -> list[Thing]:
    """Sort things by currency: the workspace's currency first, then alphabetically."""
    home = of_workspace(session).currency
    return sorted(things, key=lambda thing: (currency(thing) != home, currency(thing)))


def own_language(connection: Connection, workspace_no: int, member_no: int) -> str | None:
    """Return the language that a person has chosen, or None."""
    value = _values(connection, workspace_no, member_no).get(LANGUAGE)
    return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """How a person wants to be reminded of stuck deals: at most so often a day, from this minute of their day on."""

    most: int = MOST_A_DAY
    at: int = EIGHT_O_CLOCK


def reminders_of(connection: Connection, workspace_no: int, members: Iterable[int]) -> dict[int, ReminderSettings]:
    """Return how each of these members wants to be reminded."""
    nos = sorted(set(members))
    rows = connection.execute(_REMINDERS, {"w": workspace_no, "nos": nos})
    found: dict[int, dict[str, int]] = {no: {} for no in nos}
    for row in rows:
        found[row.member_no][row.name] = json.loads(row.value)
    return {
        no: ReminderSettings(values.get(REMINDERS_MOST, MOST_A_DAY), values.get(REMINDERS_AT, EIGHT_O_CLOCK))
        for no, values in found.items()
    }


def set_up_by(session: Session) -> int | None:
    """Return who made the first setting of the workspace, and with that set Putki up; None where nobody did."""
    return who_set_up(session.connection, session.by.workspace_no)


def who_set_up(connection: Connection, workspace_no: int) -> int | None:
    """Return the member of `set_up_by`, where there is no session."""
    return connection.scalar(_FIRST_SET, {"w": workspace_no})


def put(work: UnitOfWork, member_no: int, values: dict[str, str | int | None]) -> bool:
    """Append the settings that differ from now, of the workspace (0) or of a member; whether any did."""
    now = _values(work.connection, work.by.workspace_no, member_no)
    changed = {name: value for name, value in values.items() if now.get(name) != value}
    for name, value in changed.items():
        work.append(SettingSet(name=name, value=value), member_no, None)
    return bool(changed)


def _values(connection: Connection, workspace_no: int, member_no: int) -> dict[str, str | int]:
    """The settings of the workspace (0) or of a member, by name."""
    rows = connection.execute(_OF, {"w": workspace_no, "member_no": member_no})
    return {row.name: json.loads(row.value) for row in rows}
