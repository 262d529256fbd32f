"""Set-up and settings (`/deal settings`): languages, the channel, the lead, the time zone, the holidays, the currency.

Choosing the channel for the first time sends the welcome and starts the recurring posts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.calendars import Calendar, require_country, zone_named
from pipeline.deals.deal import check_amount
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import SettingsSaved
from pipeline.money import Money, require_currency
from pipeline.people import members, settings
from pipeline.people.access import Act, require
from pipeline.people.settings import (
    COUNTRY,
    CURRENCY,
    EIGHT_O_CLOCK,
    LANGUAGE,
    MOST_A_DAY,
    REMINDERS_AT,
    REMINDERS_MOST,
    UNANSWERED,
    WINS_FROM,
    WORKSPACE,
    ZONE,
)
from pipeline.schedule.pipeline_changes import post_to, set_leads
from pipeline.stages import stages


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What was found out about a channel when it was chosen: whether Putki is in it, and how many guests read it.

    `counts_all` is False if there may be more guests than were counted.
    """

    has_putki: bool = True
    guests: int = 0
    counts_all: bool = True


@dataclass(frozen=True, slots=True)
class SettingsChoice:
    """What a person chose in the settings form; None where the form did not ask or nothing changes.

    `own_language` counts only with `sets_own_language`; None then means that the person reads the workspace's language.
    """

    own_language: str | None = None
    sets_own_language: bool = False
    language: str | None = None
    place: Callable[[UnitOfWork], int | None] | None = None  # the place's number, given inside the change
    found: ChannelFacts = field(default_factory=ChannelFacts)
    lead: int | None = None
    zone: str | None = None
    country: str | None = None
    currency: str | None = None
    reminders_most: int | None = None
    reminders_at: int | None = None
    check_ins: Mapping[str, int] = field(
        default_factory=dict[str, int]
    )  # days after delivery, by the setting; 0: never
    wins_from: Money | None = None  # counts only with `sets_wins_from`; None: the team's own wins decide
    sets_wins_from: bool = False
    tells_unanswered: bool | None = None  # whether a lead is told which last reminders nobody answered

    @property
    def concern_workspace(self) -> bool:
        """Whether a setting of the whole workspace was chosen."""
        of_all = (self.language, self.place, self.lead, self.zone, self.country, self.currency)
        return self.sets_wins_from or self.tells_unanswered is not None or any(each is not None for each in of_all)


def save(ledger: Ledger, by: By, choice: SettingsChoice) -> CommitOutcome:
    """Record the settings that differ from the present ones.

    Raises NotAllowed if somebody who is not an admin changes a setting of the workspace, or somebody who does not lead
    either changes when customers are checked in with, UnknownZone, UnknownCountry or
    UnknownCurrency for such a value, and NotALead for a lead who may not act here.
    """
    _check(choice)

    def decide(work: UnitOfWork) -> SettingsSaved:
        who = require(work.connection, by, Act.OWN_SETTINGS)
        if choice.sets_own_language:
            settings.put(work, who.member_no, {LANGUAGE: choice.own_language})
        settings.put(work, who.member_no, _reminders(choice))
        if choice.check_ins:
            _save_check_ins(work, choice.check_ins)
        place, first = None, False
        if choice.concern_workspace:
            require(work.connection, by, Act.SETTINGS)
            before, place = _save_for_workspace(work, choice)
            first = before is None and place is not None
        change = work.change_no if work.has_effect else None
        return _with_channel(SettingsSaved(change=change, is_first=first), choice, place)

    return ledger.commit(by, decide)


def _save_check_ins(work: UnitOfWork, chosen: Mapping[str, int]) -> None:
    """Record when customers are checked in with, where that is another day; what is usual is not kept."""
    now = settings.of_workspace(work).check_ins
    changed = {name: days for name, days in chosen.items() if days != now[name]}
    if not changed:
        return
    require(work.connection, work.by, Act.CHECK_INS)
    kept: dict[str, str | int | None] = {
        name: None if days == settings.USUAL_CHECK_INS[name] else days for name, days in changed.items()
    }
    settings.put(work, WORKSPACE, kept)


def _reminders(choice: SettingsChoice) -> dict[str, str | int | None]:
    """What was chosen of a person's own reminders; what is the default is not kept."""
    chosen = ((REMINDERS_MOST, choice.reminders_most, MOST_A_DAY), (REMINDERS_AT, choice.reminders_at, EIGHT_O_CLOCK))
    return {name: None if value == usual else value for name, value, usual in chosen if value is not None}


def _check(choice: SettingsChoice) -> None:
    if choice.zone is not None:
        zone_named(choice.zone)
    if choice.country is not None:
        require_country(choice.country)
    if choice.currency is not None:
        require_currency(choice.currency)


def _with_channel(saved: SettingsSaved, choice: SettingsChoice, place: int | None) -> SettingsSaved:
    """The notice, with what the person who chose a channel is told about it: Putki is not in it, or guests read it."""
    found = choice.found
    if choice.place is None or (found.has_putki and not found.guests):
        return saved
    return replace(saved, place=place, waits=not found.has_putki, guests=found.guests, counts_some=not found.counts_all)


def _save_for_workspace(work: UnitOfWork, choice: SettingsChoice) -> tuple[int | None, int | None]:
    """Record the workspace's settings; gives the number of the channel before and after.

    The channel and the lead are those of the person's pipeline.
    """
    pipeline_no = stages.pipeline_of_settings(work)
    current = settings.of_workspace(work)
    before = current.place(pipeline_no)
    place = choice.place(work) if choice.place else before
    values: dict[str, str | int | None] = {
        LANGUAGE: choice.language,
        ZONE: choice.zone,
        COUNTRY: choice.country,
        CURRENCY: choice.currency,
    }
    settings.put(work, WORKSPACE, {name: value for name, value in values.items() if value is not None})
    if choice.sets_wins_from:
        settings.put(work, WORKSPACE, {WINS_FROM: _stored(choice.wins_from)})
    if choice.tells_unanswered is not None:
        settings.put(work, WORKSPACE, {UNANSWERED: 1 if choice.tells_unanswered else None})
    if choice.lead is not None:
        _make_lead(work, choice.lead, pipeline_no)
    calendar = Calendar(country=choice.country or current.country, zone=choice.zone or current.zone)
    post_to(work, pipeline_no, place, calendar)
    return before, place


def _stored(amount: Money | None) -> str | None:
    """A sum as the setting keeps it. Raises NotAboveZero and TooBig; zero means every win."""
    if amount is None:
        return None
    if amount.minor != 0:
        check_amount(amount)
    return f"{amount.minor} {amount.currency}"


def _make_lead(work: UnitOfWork, lead: int, pipeline_no: int) -> None:
    """Make one person the only lead of a pipeline, unless they lead it already, alone or with others.

    Raises NotALead if they may not act here.
    """
    if lead not in members.leads(work.connection, work.by.workspace_no, pipeline_no):
        set_leads(work, pipeline_no, [lead])
