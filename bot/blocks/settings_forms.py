"""The forms of settings: set-up by an admin, the workspace's settings, and a person's own language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.blocks import elements as el
from bot.blocks import phrases, pickers
from bot.blocks.elements import Block, View
from bot.blocks.forms import (
    COUNTRY,
    CURRENCY,
    FIRST_CHECK_IN,
    LANGUAGE,
    LEAD,
    NOTHING_CARRIED,
    PLACE,
    REMINDERS_AT,
    REMINDERS_MOST,
    SECOND_CHECK_IN,
    UNANSWERED,
    WINS_FROM,
    WORKSPACE_LANGUAGE,
    ZONE,
    modal,
)
from bot.blocks.ids import Carried, WordName
from bot.language import regions
from bot.language.regions import Choice
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.people import settings as settings_
from pipeline.people.settings import CHECK_IN_CHOICES, ReminderSettings

NO, YES = "no", "yes"
AS_WORKSPACE = "workspace"  # the option for "no language of my own"
_LANGUAGE_NAMES = {"fi": "language_fi", "en": "language_en"}


@dataclass(frozen=True, slots=True)
class SettingsValues:
    """The current or proposed settings. `place` and `lead` are Slack ids."""

    language: str | None = None  # the person's own choice
    workspace_language: str = "fi"
    place: str | None = None
    lead: str | None = None
    zone: str | None = None
    country: str | None = None
    currency: str | None = None
    check_ins: Mapping[str, int] | None = None  # days after delivery, by the setting; None: not for this person to say
    wins_from: Money | None = None  # from which sum on a win is told; None: the team's own wins decide
    tells_unanswered: bool = False  # whether a lead is told which last reminders nobody answered
    reminders: ReminderSettings = field(default_factory=ReminderSettings)  # how the person wants to be reminded


def setup(voice: Voice, now: SettingsValues, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form for set-up by an admin: who sees what, language, channel, lead, time zone, holidays, currency."""
    blocks = (el.section(voice.say("setup_who_sees")), *_workspace_fields(voice, now))
    return modal(voice, WordName.SETTINGS, "setup_title", "save", blocks, carried)


def settings(
    voice: Voice,
    now: SettingsValues,
    *,
    admin: bool,
    away: Sequence[Block] = (),
    carried: Carried = NOTHING_CARRIED,
) -> View:
    """Build the form for settings: the person's own language, absences and reminders, and for an admin the workspace's.

    `away` shows the absences.
    """
    theirs = voice.label(_LANGUAGE_NAMES[now.workspace_language])
    theirs = theirs.lower() if now.workspace_language == "fi" else theirs  # Finnish writes its name so in a sentence
    own = el.choice_field(
        LANGUAGE,
        voice.label("own_language"),
        [el.option(voice.label("language_as_workspace", language=theirs), AS_WORKSPACE), *_languages(voice)],
        chosen=now.language or AS_WORKSPACE,
    )
    more = el.context(
        phrases.lines([voice.say(each) for each in ("settings_stages", "settings_choices", "settings_fields")])
    )
    of_workspace = [*_workspace_fields(voice, now), _wins_from(voice, now), _unanswered(voice, now), more]
    of_admin = of_workspace if admin else []
    of_all = [*_check_ins(voice, now.check_ins or {}), *of_admin]
    rest = [el.divider(), *of_all] if of_all else []
    blocks = (own, *away, *_reminders(voice, now.reminders), *rest)
    return modal(voice, WordName.SETTINGS, "settings_title", "save", blocks, carried)


def _reminders(voice: Voice, now: ReminderSettings) -> list[Block]:
    """How many reminders of stuck deals come to the person in a day, and from which hour on."""
    numbers = [el.option(str(n) if n else voice.label("reminders_none"), str(n)) for n in _NUMBERS]
    hours = [el.option(voice.clock(minute), str(minute)) for minute in HOURS]
    return [
        el.choice_field(
            REMINDERS_MOST,
            voice.label("reminders_most"),
            numbers,
            chosen=str(now.most),
            hint=voice.label("reminders_hint"),
        ),
        el.menu_field(
            REMINDERS_AT,
            voice.label("reminders_at"),
            hours,
            placeholder=voice.label("time_placeholder"),
            chosen=str(now.at),
        ),
    ]


def _check_ins(voice: Voice, now: Mapping[str, int]) -> list[Block]:
    """How many days after a delivery its owner is asked how the customer finds it: once, and once more."""
    return [
        el.menu_field(
            CHECK_IN_FIELDS[name],
            voice.label(CHECK_IN_FIELDS[name]),
            [
                *(el.option(voice.label("check_in_after", n=each), str(each)) for each in CHECK_IN_CHOICES[name]),
                el.option(voice.label("check_in_never"), "0"),
            ],
            placeholder=voice.label("check_in_placeholder"),
            chosen=str(days),
            hint=voice.label("check_in_hint") if name == settings_.FIRST_CHECK_IN else None,
        )
        for name, days in now.items()
    ]


CHECK_IN_FIELDS = {settings_.FIRST_CHECK_IN: FIRST_CHECK_IN, settings_.SECOND_CHECK_IN: SECOND_CHECK_IN}
"""The field of each setting."""
_NUMBERS = (3, 1, 0)
HOURS = tuple(hour * 60 for hour in range(8, 17))  # the working hours in which reminders come


def options(found: Sequence[Choice]) -> list[Block]:
    """Return the options of a search menu."""
    return [el.option(each.label, each.value) for each in found]


def _languages(voice: Voice) -> list[Block]:
    return [el.option(voice.label(key), language) for language, key in _LANGUAGE_NAMES.items()]


def _workspace_fields(voice: Voice, now: SettingsValues) -> list[Block]:
    return [
        el.choice_field(
            WORKSPACE_LANGUAGE, voice.label("workspace_language"), _languages(voice), chosen=now.workspace_language
        ),
        el.channel_field(
            PLACE,
            voice.label("setup_channel"),
            placeholder=voice.label("channel_placeholder"),
            initial=now.place,
            hint=voice.label("place_hint"),
        ),
        el.person_field(
            LEAD,
            voice.label("setup_lead"),
            placeholder=voice.label("person_placeholder"),
            initial=now.lead,
            hint=voice.label("lead_hint"),
        ),
        _search(voice, ZONE, "zone", "zone_placeholder", "zone_hint", now.zone, regions.zone_name),
        _search(voice, COUNTRY, "country", "country_placeholder", "country_hint", now.country, regions.country_name),
        _search(
            voice, CURRENCY, "currency", "currency_placeholder", "currency_hint", now.currency, regions.currency_name
        ),
    ]


def _wins_from(voice: Voice, now: SettingsValues) -> Block:
    """Return the field for the sum from which on a win is told in the channel."""
    initial = voice.money(now.wins_from) if now.wins_from is not None else ""
    label, hint = voice.label("wins_from"), voice.label("wins_from_hint")
    return el.text_field(WINS_FROM, label, initial=initial, hint=hint, optional=True, longest=100)


def _unanswered(voice: Voice, now: SettingsValues) -> Block:
    """Return the choice whether a lead is told on Mondays which last reminders nobody answered."""
    answers = [el.option(voice.label("unanswered_no"), NO), el.option(voice.label("unanswered_yes"), YES)]
    return el.choice_field(
        UNANSWERED,
        voice.label("unanswered_field"),
        answers,
        chosen=YES if now.tells_unanswered else NO,
        hint=voice.label("unanswered_hint"),
    )


def _search(
    voice: Voice,
    name: str,
    label: str,
    placeholder: str,
    hint: str,
    code: str | None,
    called: Callable[[str, str], str],
) -> Block:
    """Return a search field for one of many codes, filled with `code` if there is one."""
    return pickers.search_field(
        name,
        voice.label(label),
        placeholder=voice.label(placeholder),
        initial=el.option(called(voice.language, code), code) if code else None,
        hint=voice.label(hint),
    )
