"""`/deal settings`: one's own language and reminders; for those who may, the workspace's. The first time: set-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.blocks import absence as away_blocks
from bot.blocks import forms, settings_forms
from bot.blocks.elements import Block, View
from bot.blocks.ids import Pressed
from bot.blocks.settings_forms import AS_WORKSPACE, YES, SettingsValues
from bot.blocks.shown_words import Chapter, FormFields
from bot.language import amounts, regions
from bot.language.folding import Unclear, folded
from bot.language.list_words import read_list_words
from bot.language.readers import voice_for, workspace_language
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Options, Refill, Reply, Services, Word
from bot.words import places
from bot.words.list_request import refuse, refuse_note
from pipeline import errors, setup_errors
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.money import Money
from pipeline.people import absence, members, settings
from pipeline.people.access import Act, may, require
from pipeline.people.events import SettingSet
from pipeline.queries.names import names
from pipeline.schedule import setup
from pipeline.stages import stages

_LANGUAGE = ("kieli", "language")  # what everybody chooses in the form
LIKELY = 20  # zones of people here that are offered before anything is typed


def typed(services: Services, request: Request) -> Reply:
    """The form. What is typed behind the word is chosen there: it is refused here."""
    refuse_note(services, request, WORD.word)
    rest = request.line.rest
    if folded(rest) not in _LANGUAGE and not read_list_words(rest).is_plain:
        refuse(WORD.word, rest)
    return form(services, request)


def form(services: Services, request: Request) -> Reply:
    """The form, as the person may fill it in."""

    def build(voice: Voice, session: ReadSession) -> View:
        who = require(session.connection, session.by, Act.OWN_SETTINGS)
        own = settings.own_language(session.connection, session.by.workspace_no, who.member_no)
        wishes = settings.reminders_of(session.connection, session.by.workspace_no, [who.member_no])[who.member_no]
        check_ins = settings.of_workspace(session).check_ins if may(who, Act.CHECK_INS) else None
        if not may(who, Act.SETTINGS):
            now = SettingsValues(own, workspace_language(session), check_ins=check_ins, reminders=wishes)
            return settings_forms.settings(voice, now, admin=False, away=_away(voice, session), carried=request.carried)
        now = replace(_set_now(services, session, own), check_ins=check_ins, reminders=wishes)
        if now.place is None:
            return settings_forms.setup(voice, now, request.carried)
        return settings_forms.settings(voice, now, admin=True, away=_away(voice, session), carried=request.carried)

    return Ask(build, Pressed(WORD.word))


def _away(voice: Voice, session: ReadSession) -> list[Block]:
    """The person's absences of now and to come."""
    found = absence.absences_of(session, session.by.member_no or 0, voice.today)
    people = names(session, members=[each.stand_in for each in found]).members
    return away_blocks.in_settings(voice, people, found)


def _set_now(services: Services, session: ReadSession, own_language: str | None) -> SettingsValues:
    """What is set, for the person's pipeline too; before set-up, what is proposed to whoever looks."""
    pipeline_no = stages.pipeline_of_settings(session)
    set_now, w = settings.of_workspace(session), session.by.workspace_no
    place, lead = set_now.place(pipeline_no), members.lead(session.connection, w, pipeline_no)
    zone, country, currency = (set_now.zone, set_now.country, set_now.currency)
    if place is None:
        zone, country, currency = _proposed(session)
    return SettingsValues(
        language=own_language,
        workspace_language=workspace_language(session),
        place=services.directory.channel_id(session.connection, place) if place is not None else None,
        lead=services.directory.user_id(session.connection, lead) if lead is not None else None,
        zone=zone,
        country=country,
        currency=currency,
        wins_from=set_now.wins_from,
        tells_unanswered=set_now.tells_unanswered,
    )


def _proposed(session: ReadSession) -> tuple[str, str | None, str | None]:
    """Zone, country and currency of where the person is; what is not known is left to them."""
    profile = members.profile_of(session.connection, session.by.workspace_no, session.by.member_no or 0)
    zone = regions.canonical(profile.zone if profile is not None else settings.of_workspace(session).zone)
    country = regions.country_of(zone)
    return zone, country, regions.currency_of(country)


def submitted(services: Services, request: Request) -> Reply:
    """Save what was chosen; only what differs is recorded."""
    given = request.values
    wins_from = _wins_from(given)
    if isinstance(wins_from, Unclear):
        return Refill({forms.WINS_FROM: (wins_from.key, {"text": wins_from.text})})
    lead, channel, own = given.get(forms.LEAD), given.get(forms.PLACE), given.get(forms.LANGUAGE)
    try:
        lead_no = services.directory.member(lead, None) if lead else None
    except errors.Stranger as stranger:
        raise setup_errors.NotALead() from stranger
    place = places.chosen(services, request, channel) if channel else None

    def place_of(work: UnitOfWork) -> int | None:
        return services.directory.place(work, channel, barred=place.barred) if channel and place else None

    wishes = setup.SettingsChoice(
        own_language=None if own == AS_WORKSPACE else own,
        sets_own_language=own is not None,
        language=given.get(forms.WORKSPACE_LANGUAGE),
        place=place_of if place else None,
        found=place.found if place else setup.ChannelFacts(),
        lead=lead_no,
        zone=given.get(forms.ZONE),
        country=given.get(forms.COUNTRY),
        currency=given.get(forms.CURRENCY),
        reminders_most=_number(given.get(forms.REMINDERS_MOST)),
        reminders_at=_number(given.get(forms.REMINDERS_AT)),
        check_ins=_check_ins(given),
        wins_from=wins_from,
        sets_wins_from=forms.WINS_FROM in given,
        tells_unanswered=_tells_unanswered(given),
    )
    try:
        return setup.save(services.ledger, request.by, wishes)
    except errors.NotAboveZero as refused:
        return Refill({forms.WINS_FROM: (refused.key, {})})
    except errors.TooBig as refused:
        return Refill({forms.WINS_FROM: (refused.key, {"limit": refused.limit})})


def _wins_from(given: Mapping[str, Any]) -> Money | Unclear | None:
    """The sum from which on a win is told, as the form has it; None where the field is empty or was not asked."""
    text = (given.get(forms.WINS_FROM) or "").strip()
    return amounts.read(text, given.get(forms.CURRENCY) or "EUR") if text else None


def _tells_unanswered(given: Mapping[str, Any]) -> bool | None:
    """Whether a lead is to see which last reminders nobody answered; None where the form did not ask."""
    chosen = given.get(forms.UNANSWERED)
    return chosen == YES if chosen is not None else None


def _check_ins(given: Mapping[str, Any]) -> dict[str, int]:
    """The days after delivery that were chosen, by their settings."""
    chosen = {name: _number(given.get(field)) for name, field in settings_forms.CHECK_IN_FIELDS.items()}
    return {name: days for name, days in chosen.items() if days is not None}


def _number(chosen: str | None) -> int | None:
    """The number that an option stands for; None where the form did not ask."""
    return int(chosen) if chosen is not None and chosen.isdigit() else None


# --- What its search fields offer -------------------------------------------------------------------------------------


def _zones(services: Services, request: Request) -> Options:
    with services.ledger.read_session(request.by) as session:
        language = voice_for(session, request.by.member_no).language
        return Options(settings_forms.options(regions.zones(language, request.text, _likely(session))))


def _countries(services: Services, request: Request) -> Options:
    with services.ledger.read_session(request.by) as session:
        language = voice_for(session, request.by.member_no).language
        likely = [_given(session, settings.COUNTRY), *map(regions.country_of, _likely(session))]
        return Options(settings_forms.options(regions.countries(language, request.text, filter(None, likely))))


def _currencies(services: Services, request: Request) -> Options:
    with services.ledger.read_session(request.by) as session:
        language = voice_for(session, request.by.member_no).language
        here = [regions.currency_of(regions.country_of(zone)) for zone in _likely(session)]
        likely = [_given(session, settings.CURRENCY), *here]
        return Options(settings_forms.options(regions.currencies(language, request.text, filter(None, likely))))


def _likely(session: ReadSession) -> Sequence[str]:
    """The zone that is set, and those where most people here are."""
    people = members.profiles(session.connection, session.by.workspace_no).values()
    counted = Counter(regions.canonical(each.zone) for each in people if each.active)
    set_now = _given(session, settings.ZONE)
    return [*([set_now] if set_now else []), *(zone for zone, _ in counted.most_common(LIKELY))]


def _given(session: ReadSession, name: str) -> str | None:
    value = settings.of_workspace(session).values.get(name)
    return value if isinstance(value, str) else None


WORD = Word(
    word="settings",
    forms={"fi": ("asetukset", "käyttöönotto"), "en": ("settings", "setup", "set-up")},
    help="help_settings",
    chapter=Chapter.OWN,
    changes=SettingSet,
    typed=typed,
    pressed=form,
    submitted=submitted,
    option_sources={forms.ZONE: _zones, forms.COUNTRY: _countries, forms.CURRENCY: _currencies},
    before_set_up=True,
    fields=FormFields(currency=forms.CURRENCY),
)
