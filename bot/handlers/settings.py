"""`/deal settings`: one's own language; for those who may, where to post and who leads. The first time it is set-up."""

from __future__ import annotations

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import AS_WORKSPACE, SetNow
from bot.blocks.ids import Pressed
from bot.handlers import places
from bot.language.readers import workspace_language
from bot.language.voice import Voice
from bot.slack.asked import Asked
from bot.ways import Ask, House, Reply, Ways
from pipeline import errors
from pipeline.ledger.events import SettingSet
from pipeline.ledger.work import Look, Work
from pipeline.people import members, settings
from pipeline.people.access import Act, may, require
from pipeline.schedule import setup
from pipeline.stages import stages


def form(house: House, asked: Asked) -> Reply:
    """The form, as the person may fill it in."""

    def build(voice: Voice, look: Look) -> View:
        who = require(look.connection, look.by, Act.OWN_SETTINGS)
        pipeline_no = stages.of_workspace(look).pipelines[0]
        set_now = settings.of_workspace(look)
        place, w = set_now.place(pipeline_no), look.by.workspace_no
        lead = members.lead(look.connection, w, pipeline_no)
        now = SetNow(
            language=settings.own_language(look.connection, w, who.member_no),
            workspace_language=workspace_language(look),
            place=house.directory.channel_id(look.connection, place) if place is not None else None,
            lead=house.directory.user_id(look.connection, lead) if lead is not None else None,
        )
        admin = may(who, Act.SETTINGS)
        if admin and place is None:
            return forms.setup(voice, now, asked.carried)
        return forms.settings(voice, now, admin=admin, carried=asked.carried)

    return Ask(build, Pressed(WAYS.word))


def submitted(house: House, asked: Asked) -> Reply:
    """Save what was chosen; only what differs is recorded."""
    given = asked.values
    lead = given.get(forms.LEAD)
    channel = given.get(forms.PLACE)
    try:
        lead_no = house.directory.member(lead, None) if lead else None
    except errors.Stranger as stranger:
        raise errors.NotALead(field=forms.LEAD) from stranger

    place = places.chosen(house, asked, channel) if channel else None

    def place_of(work: Work) -> int | None:
        return house.directory.place(work, channel, barred=place.barred) if channel and place else None

    own = given.get(forms.LANGUAGE)
    wishes = setup.Wishes(
        own_language=None if own == AS_WORKSPACE else own,
        sets_own_language=own is not None,
        language=given.get(forms.WORKSPACE_LANGUAGE),
        place=place_of if place else None,
        found=place.found if place else setup.Found(),
        lead=lead_no,
    )
    return setup.save(house.ledger, asked.by, wishes)


WAYS = Ways(
    word="settings",
    fi=("asetukset", "käyttöönotto"),
    en=("settings", "setup", "set-up"),
    help="help_settings",
    typed=form,
    pressed=form,
    submitted=submitted,
    core=setup.save,
    event=SettingSet,
)
