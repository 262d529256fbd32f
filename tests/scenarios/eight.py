"""A team of eight and its admin, in a Slack in which Putki is installed and nothing is set; and how they begin."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from tests.scenarios.hands import Hand
from tests.scenarios.town import Json

OSKARI = "ULOCALOSKAR"  # the admin, who made both channels and is in them
KAISA, AINO, MATTI, LIISA = "ULOCALKAISA", "ULOCALAINO1", "ULOCALMATTI", "ULOCALLIISA"
ERIK, EMMA, JONAS, TIINA = "ULOCALERIK1", "ULOCALEMMA1", "ULOCALJONAS", "ULOCALTIINA"
AT_HOME, ABROAD = (KAISA, AINO, MATTI, LIISA), (ERIK, EMMA, JONAS, TIINA)
"""Who sells in each pipeline; the first one leads it."""

HOME, EXPORTS = "CLOCALKOTIM", "CLOCALVIENT"
_BOT = "ULOCALBOT01"
PEOPLE = {
    OSKARI: "Oskari Mäkelä",
    KAISA: "Kaisa Lahtinen",
    AINO: "Aino Virtanen",
    MATTI: "Matti Korhonen",
    LIISA: "Liisa Nieminen",
    ERIK: "Erik Sund",
    EMMA: "Emma Clarke",
    JONAS: "Jonas Falk",
    TIINA: "Tiina Salo",
}
CUSTOMERS = {
    KAISA: "Sahalahti Oy",
    AINO: "Kivijärven Vesi Oy",
    MATTI: "Porrassalmi Oy",
    LIISA: "Raahen Betoni Oy",
    ERIK: "Nordvatten AB",
    EMMA: "Hallström AB",
    JONAS: "Gävle Pump AB",
    TIINA: "Umeå Energi AB",
}
"""The customer with whom each of the eight opens a deal."""


def world(language: str) -> Json:
    """The people, the channels and the user group: in Finland, or in Britain, whose language everybody reads."""
    locale, zone = {"fi": ("fi-FI", "Europe/Helsinki"), "en": ("en-GB", "Europe/London")}[language]
    admin = {"is_admin": True, "is_owner": True, "is_primary_owner": True}
    return {
        "team": {"id": "TLOCAL00008", "name": "Kahdeksan Pumppua Oy", "domain": "kahdeksan-pumppua"},
        "app": {"id": "ALOCAL00001", "bot_id": "BLOCAL00001", "bot_user_id": _BOT},
        "people": [
            {"id": user, "name": name.split()[0].lower(), "real_name": name, "title": "", "locale": locale, "tz": zone}
            | (admin if user == OSKARI else {})
            for user, name in PEOPLE.items()
        ],
        "channels": [
            {"id": HOME, "name": "kotimaa", "creator": OSKARI, "members": [_BOT, OSKARI, *AT_HOME]},
            {"id": EXPORTS, "name": "vienti", "creator": OSKARI, "members": [_BOT, OSKARI, *ABROAD]},
            {"id": "CLOCALYLEIN", "name": "yleinen", "is_general": True, "creator": OSKARI, "members": [*PEOPLE]},
        ],
        "groups": [{"id": "SLOCALVIENT", "name": "Vientimyyjät", "handle": "vienti", "members": [*ABROAD[1:]]}],
    }


@dataclass(frozen=True, slots=True)
class Names:
    """What the team calls things, in its language."""

    home: str
    exports: str
    lead: str
    trial: str
    negotiation: str
    enquiry: str
    industry: str
    industries: tuple[str, ...]
    machines: str
    delivery_time: str
    fair: str


NAMES = {
    "fi": Names(
        home="Kotimaa",
        exports="Vienti",
        lead="Liidi",
        trial="Koekäyttö",
        negotiation="Neuvottelu",
        enquiry="Kysely",
        industry="Toimiala",
        industries=("Metsä", "Kunta", "Teollisuus"),
        machines="Laitteita",
        delivery_time="Toimitusaika",
        fair="Pumppumessut",
    ),
    "en": Names(
        home="Home market",
        exports="Exports",
        lead="Lead",
        trial="Trial run",
        negotiation="Negotiation",
        enquiry="Enquiry",
        industry="Industry",
        industries=("Forestry", "Municipal", "Factories"),
        machines="Machines",
        delivery_time="Delivery time",
        fair="Pump fair",
    ),
}


def set_up(hand: Hand) -> None:
    """All that the admin does."""
    hand.sit(OSKARI, "CLOCALYLEIN")
    hand.say(typed(hand, "asetukset", "settings"))
    hand.fill(place="#kotimaa", lead=PEOPLE[KAISA])
    hand.told(hand.voice.say("settings_saved"))
    _stages_at_home(hand)
    _exports(hand)
    _fields(hand)
    _lists(hand)


def typed(hand: Hand, fi: str, en: str) -> str:
    """A command in the language of whoever types."""
    return f"/deal {fi if hand.voice.language == 'fi' else en}"


def _stages_at_home(hand: Hand) -> None:
    """The first pipeline gets a name and sellers; a stage is renamed, two are added, and one of them is moved."""
    own, voice = NAMES[hand.voice.language], hand.voice
    hand.say(typed(hand, "vaiheet", "stages"))
    hand.press("edit_stage_button", beside=label(voice, "pipeline_default"))
    hand.fill(pipeline_name=own.home, pipeline_sellers=label(voice, "sellers_channel"))
    hand.told(voice.say("pipeline_said_changed", pipeline=SafeText(own.home)))
    _list(hand)
    hand.press("edit_stage_button", beside=label(voice, "stage_identification"))
    hand.fill(stage_name=own.lead, stage_limit_days="5")
    hand.told(voice.say("stage_said_changed", stage=SafeText(own.lead)))
    for name, days, needs in ((own.negotiation, "7", ("field_close_day", "field_step")), (own.trial, "15", ())):
        _list(hand)
        hand.press("add_stage_button")
        hand.fill(stage_name=name, stage_limit_days=days, stage_requires=[_capital(voice, each) for each in needs])
        hand.told(voice.say("stage_said_added", stage=SafeText(name)))
    _list(hand)
    hand.press("edit_stage_button", beside=own.trial)
    hand.fill(stage_after=str(voice.label("stage_behind", stage=voice.say("stage_contact"))))
    hand.told(voice.say("stage_said_changed", stage=SafeText(own.trial)))


def _list(hand: Hand) -> None:
    """Go back to the list of stages."""
    hand.press("stages_button")
    hand.told(hand.voice.say("stages_title"))


def _exports(hand: Hand) -> None:
    """A second pipeline with a channel, a lead, a user group and a currency of its own; a stage of it is renamed."""
    own, voice = NAMES[hand.voice.language], hand.voice
    _list(hand)
    hand.press("new_pipeline_button")
    hand.fill(
        pipeline_name=own.exports,
        pipeline_place="#vienti",
        pipeline_lead=[PEOPLE[ERIK]],
        pipeline_sellers=label(voice, "sellers_group"),
        pipeline_group="Vientimyyjät",
        pipeline_currency="sek",
    )
    hand.told(voice.say("pipeline_said_added", pipeline=SafeText(own.exports)))
    _list(hand)
    hand.press("edit_stage_button", beside=label(voice, "stage_identification"))
    hand.fill(stage_name=own.enquiry, stage_limit_days="3")
    hand.told(voice.say("stage_said_changed", stage=SafeText(own.enquiry)))


def _fields(hand: Hand) -> None:
    """Two fields of the team's own; the stage of offers of the first pipeline requires one of them."""
    own, voice = NAMES[hand.voice.language], hand.voice
    hand.say(typed(hand, f"kentät lisää {own.industry}", f"fields add {own.industry}"))
    hand.fill(own_field_type=label(voice, "field_type_choice"), own_field_choices="\n".join(own.industries))
    hand.told(voice.say("field_said_added", field=SafeText(own.industry)))
    hand.press("add_field_button")
    hand.fill(own_field_name=own.machines, own_field_type=label(voice, "field_type_number"))
    hand.told(voice.say("field_said_added", field=SafeText(own.machines)))
    hand.say(typed(hand, "vaiheet", "stages"))
    hand.press("edit_stage_button", beside=label(voice, "stage_offer"))
    hand.fill(stage_requires_own=[own.industry])
    hand.told(voice.say("stage_said_changed", stage=voice.say("stage_offer")))


def _lists(hand: Hand) -> None:
    """A reason for a loss and a source of the team's own."""
    own, voice = NAMES[hand.voice.language], hand.voice
    hand.say(typed(hand, f"syyt lisää syy {own.delivery_time}", f"reasons add reason {own.delivery_time}"))
    hand.fill(choice_counts_as=label(voice, "lost_could_not"))
    hand.told(own.delivery_time)
    hand.say(typed(hand, f"syyt lisää lähde {own.fair}", f"reasons add source {own.fair}"))
    hand.fill(choice_counts_as=label(voice, "source_event"))
    hand.told(own.fair)


def set_targets(hand: Hand) -> None:
    """Each lead sets what is to be won in this month and the next."""
    for lead, channel, sums in ((KAISA, HOME, ("100", "120")), (ERIK, EXPORTS, ("900", "950"))):
        hand.sit(lead, channel)
        for month, sum_ in zip(("6/2026", "7/2026"), sums, strict=True):
            hand.say(typed(hand, f"tavoite {month} {sum_}k", f"target {month} {sum_}k"))
            hand.told(f"{sum_} 000" if hand.voice.language == "fi" else f"{sum_},000")


def open_deals(hand: Hand) -> None:
    """Each of the eight opens a deal."""
    for who, customer in CUSTOMERS.items():
        hand.sit(who, HOME if who in AT_HOME else EXPORTS)
        hand.say(typed(hand, f"uusi {customer}, 12 500", f"new {customer}, 12,500"))
        hand.fill()
        hand.told(customer)


def label(voice: Voice, key: str) -> str:
    """What stands on the page."""
    return str(voice.label(key))


def _capital(voice: Voice, key: str) -> str:
    said = label(voice, key)
    return said[:1].upper() + said[1:]
