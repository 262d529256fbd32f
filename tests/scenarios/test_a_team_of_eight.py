"""A team of eight with two pipelines, set up from nothing: by its admin in ten minutes, and nobody sees the others'."""

from __future__ import annotations

import json
from collections.abc import Generator

import pytest
from playwright.sync_api import Page

from tests.databases import SqliteFiles
from tests.gallery.deals import voice
from tests.scenarios import eight
from tests.scenarios.eight import ABROAD, AINO, AT_HOME, CUSTOMERS, EMMA, ERIK, EXPORTS, HOME, KAISA, NAMES, typed
from tests.scenarios.hands import BrowserHand, ControlHand, Tally
from tests.scenarios.town import ROOT, playing

LANGUAGES = ("fi", "en")
TEN_MINUTES = 600  # seconds
READS = (
    ("putki", "board"),
    ("mitä muuttui tänään", "since today"),
    ("ennuste", "forecast"),
    ("seuraavaksi", "next"),
    ("tavoitteet", "targets"),
    ("tiimi", "team"),
    ("omat", "mine"),
    ("jumissa kaikki", "stuck all"),
    ("tulokset tarjoukset", "results offers"),
)
"""What people type to see where things stand."""


@pytest.fixture(scope="module", params=LANGUAGES)
def team(request: pytest.FixtureRequest, sqlite_files: SqliteFiles) -> Generator[ControlHand]:
    """The team, set up, with a deal of each of the eight."""
    with playing(sqlite_files.fresh(), is_set_up=False, world=eight.world(request.param)) as town:
        hand = ControlHand(town, voice(request.param))
        eight.set_up(hand)
        eight.set_targets(hand)
        eight.open_deals(hand)
        yield hand


def _told(team: ControlHand, who: str, line: str) -> str:
    return team.town.type(who, line, channel=HOME if who in AT_HOME else EXPORTS)


def test_each_pipeline_has_its_stages_in_its_order_and_the_deals_of_its_people(team: ControlHand) -> None:
    own, home = NAMES[team.voice.language], _told(team, AINO, typed(team, "putki", "board"))
    exports = _told(team, EMMA, typed(team, "putki", "board"))

    contact, offer = (str(team.voice.say(key)) for key in ("stage_contact", "stage_offer"))
    assert _stages(home) == [f"{own.lead} 4", f"{contact} 0", f"{own.trial} 0", f"{offer} 0", f"{own.negotiation} 0"]
    assert _stages(exports) == [f"{own.enquiry} 4", f"{contact} 0", f"{offer} 0"]
    assert "SEK" in exports
    assert "SEK" not in home
    assert team.town.verified()


def _stages(board: str) -> list[str]:
    return [line.partition(" · ")[0] for line in board.splitlines()[2:]]


@pytest.mark.parametrize("who", [*AT_HOME, *ABROAD])
def test_nobody_reads_anything_of_the_other_pipeline(team: ControlHand, who: str) -> None:
    others = ABROAD if who in AT_HOME else AT_HOME
    own = NAMES[team.voice.language]
    secrets = [CUSTOMERS[each] for each in others]
    secrets += [own.exports, own.enquiry] if who in AT_HOME else [own.home, own.trial, own.negotiation]

    shown = [_told(team, who, typed(team, *line)) for line in READS]
    for secret in others:
        word = CUSTOMERS[secret].split()[0].lower()[:-1]  # not the name itself: what is typed is quoted
        shown += [_told(team, who, typed(team, f"{each} {word}", f"{each} {word}")) for each in ("find", "customer")]
    state = team.town.slack.state()
    shown += [json.dumps([each for each in state["ephemerals"] if each["user"] == who], ensure_ascii=False)]

    assert [(secret, text) for secret in secrets for text in shown if secret in text] == []


def test_each_lead_reads_the_team_against_the_targets_of_their_pipeline(team: ControlHand) -> None:
    for lead, people, target in ((KAISA, AT_HOME, "100"), (ERIK, ABROAD, "900")):
        said = _told(team, lead, typed(team, "tiimi", "team"))

        assert f"{target} 000" in said.replace(",", " ")
        names = [line.partition(" · ")[0] for line in said.splitlines() if " · " in line]
        assert {name for name in names if name in eight.PEOPLE.values()} == {eight.PEOPLE[each] for each in people}


def test_the_stage_of_offers_asks_for_the_teams_own_field_in_one_pipeline_alone(team: ControlHand) -> None:
    offer = team.voice.say("stage_offer")

    _told(team, EMMA, typed(team, f"siirrä {CUSTOMERS[EMMA]} {offer}", f"move {CUSTOMERS[EMMA]} {offer}"))
    assert team.town.stage(CUSTOMERS[EMMA]) == "offer"
    team.sit(AINO, HOME)
    team.say(typed(team, f"siirrä {CUSTOMERS[AINO]} {offer}", f"move {CUSTOMERS[AINO]} {offer}"))
    team.fill(**{"field.1": NAMES[team.voice.language].industries[1]})
    team.told(CUSTOMERS[AINO])

    assert team.town.stage(CUSTOMERS[AINO]) == "offer"
    for who in (EMMA, AINO):
        _told(team, who, typed(team, f"peru {CUSTOMERS[who]}", f"undo {CUSTOMERS[who]}"))


def test_a_loss_has_the_teams_own_reason(team: ControlHand) -> None:
    own = NAMES[team.voice.language]

    said = _told(team, KAISA, typed(team, "hävitty sahalahti -- toimitusaika", "lost sahalahti -- delivery time"))
    assert own.delivery_time in said
    _told(team, KAISA, typed(team, "peru sahalahti", "undo sahalahti"))


# --- In a browser, counted --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_admin_sets_it_up_in_a_browser_in_ten_minutes(sqlite_files: SqliteFiles, page: Page, language: str) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False, world=eight.world(language), haste=1) as town:
        hand = BrowserHand(page, town.slack.url, voice(language))
        eight.set_up(hand)
        admin = hand.tally
        eight.set_targets(hand)
        eight.open_deals(hand)

        assert admin.seconds() < TEN_MINUTES
        assert {"admin": admin, "all": hand.tally} == _in_the_manual(language)
        assert town.refusals() == []
        assert town.verified()


def _in_the_manual(language: str) -> dict[str, Tally]:
    """What `docs/set-up.md` says of a walk: its lines begin with who and in which language."""
    found: dict[str, Tally] = {}
    for line in (ROOT / "docs" / "set-up.md").read_text().splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        for who in ("admin", "all"):
            if cells[0] == f"{who}, {language}":
                keys, clicks, lines, forms = (int(each) for each in cells[1:5])
                found[who] = Tally(keys=keys, clicks=clicks, lines=lines, forms=forms)
    return found
