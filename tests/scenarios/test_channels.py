"""`settings`: which channel may be a pipeline's, and what follows when it is shared with another organisation later."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from bot.installation import LOOK_UP_SHARE
from bot.slack import message_locations
from bot.slack.answer import quick_client
from bot.slack.channels import Channels
from pipeline import setup_errors
from pipeline.ledger.read_session import ReadSession
from tests.databases import Databases, SqliteFiles
from tests.scenarios.town import (
    ADMIN,
    BOTS_PATIENCE,
    CHANNEL,
    CHANNEL_WITH_GUEST,
    GUEST,
    LEAD,
    OTHER_SELLER,
    SELLER,
    SHARED_CHANNEL,
    Json,
    Town,
    plain,
    playing,
    running,
)

PRIVATE = "CLOCALJOHTO"  # Putki is not in it
SHARED_FI = "Ei tallennettu: kanavaa lukee toinen organisaatio, tai sinne on kutsuttu toinen organisaatio."
UNTOLD_FI = "Ei tallennettu: Slack ei juuri nyt kerro, ketkä kanavaa lukevat."
NOW_SHARED = "on nyt jaettu toisen organisaation kanssa"


@pytest.fixture(scope="module")
def settled_town(databases: Databases) -> Generator[Town]:
    with playing(databases.fresh()) as town:
        yield town


@pytest.fixture
def town(settled_town: Town) -> Generator[Town]:
    """Set up to post to #myynti, and so again after each test."""
    yield settled_town
    settled_town.slack.fault("clear")
    settled_town.clear_screens()
    if _channel(settled_town) != CHANNEL:
        _choose(settled_town, CHANNEL)
    settled_town.clear_screens()


def _choose(town: Town, channel: str, **more: str) -> Json:
    town.type(ADMIN, "/deal asetukset")
    return town.fill(ADMIN, place=channel, **more)


def _channel(town: Town) -> str:
    town.clear_screens()
    town.type(ADMIN, "/deal asetukset")
    blocks = town.form(ADMIN)["view"]["blocks"]
    return next(each["element"]["initial_conversation"] for each in blocks if each["block_id"] == "place")


def _until_barred(town: Town, channel: str, reason: str | None) -> None:
    """Until the bot knows whether anything may be said there."""
    w = town.bot.services.directory.workspace_no

    def knows(session: ReadSession) -> bool:
        place = message_locations.place_of(session.connection, w, channel)
        return place is not None and message_locations.barred_reason(session.connection, w, place) == reason

    town.until_bot(knows)


# --- As it is chosen --------------------------------------------------------------------------------------------------


def test_a_shared_channel_is_refused_under_its_field_and_the_form_stays(town: Town) -> None:
    before = town.changes()

    answered = _choose(town, SHARED_CHANNEL, workspace_language="en")

    assert answered["errors"] == {"place": f"{SHARED_FI} Valitse kanava, jota lukee vain oma työtila."}
    assert town.changes() == before
    assert town.fill(ADMIN, place=CHANNEL, workspace_language="fi").get("errors") is None


def test_a_channel_to_which_another_organisation_is_invited_is_refused_too(town: Town) -> None:
    town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "offer")

    assert SHARED_FI in _choose(town, CHANNEL_WITH_GUEST)["errors"]["place"]

    town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "share")
    town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "unshare")


def test_an_archived_channel_is_refused(town: Town) -> None:
    town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "archive")

    assert _choose(town, CHANNEL_WITH_GUEST)["errors"]["place"] == (
        "Ei tallennettu: kanava on arkistoitu. Valitse toinen kanava."
    )

    town.slack.channel(LEAD, CHANNEL_WITH_GUEST, "unarchive")


@pytest.mark.parametrize("fault", ["http_500", "ratelimited"])
def test_while_slack_does_not_tell_whose_a_channel_is_it_is_not_taken(town: Town, fault: str) -> None:
    town.slack.fault(fault, method="conversations.info")

    assert UNTOLD_FI in _choose(town, CHANNEL_WITH_GUEST)["errors"]["place"]

    assert town.fill(ADMIN, place=CHANNEL_WITH_GUEST).get("errors") is None


def test_what_slack_tells_of_a_channel_too_late_is_not_told(town: Town) -> None:
    """The client that asks waits for a part of a request's time; here, for less."""
    client = town.bot.services.channels.client
    assert client.timeout == LOOK_UP_SHARE * BOTS_PATIENCE
    town.slack.fault("slow", seconds=1.6, method="conversations.info")

    with pytest.raises(setup_errors.ChannelUnknown):
        Channels(quick_client(client, seconds=0.5)).info(CHANNEL_WITH_GUEST)


def test_what_is_not_about_the_channel_is_saved_though_slack_does_not_answer(town: Town) -> None:
    town.slack.fault("http_500", method="conversations.info")

    assert _choose(town, CHANNEL, lead=OTHER_SELLER).get("errors") is None

    assert _choose(town, CHANNEL, lead=LEAD).get("errors") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Huomaa: 1 vieras lukee kanavaa <#CLOCALPROJE> ja näkee siis diilien nimet ja summat."),
        ("en", "Note: 1 guest reads <#CLOCALPROJE>, and so sees the names and amounts of deals."),
    ],
)
def test_a_channel_with_guests_is_taken_and_who_chose_it_is_told(town: Town, language: str, said: str) -> None:
    _choose(town, CHANNEL, language=language)
    town.clear_screens()

    assert _choose(town, CHANNEL_WITH_GUEST).get("errors") is None

    assert said in plain(town.told(ADMIN, "CLOCALPROJE"))
    town.clear_screens()
    _choose(town, CHANNEL, language="fi")
    assert "vieras" not in plain(town.told(ADMIN, "Asetukset tallennettu."))


def test_when_slack_does_not_say_who_is_there_nothing_is_said_of_guests(town: Town) -> None:
    town.slack.fault("http_500", method="conversations.members")

    assert _choose(town, CHANNEL_WITH_GUEST).get("errors") is None

    assert "vieras" not in plain(town.told(ADMIN, "Asetukset tallennettu."))


def test_of_a_private_channel_that_putki_is_not_in_its_chooser_learns_at_once_how_to_let_it_in(town: Town) -> None:
    assert _choose(town, PRIVATE).get("errors") is None

    told = "Putki ei ole vielä kanavalla <#CLOCALJOHTO>. Kirjoita siellä `/invite @Putki`, niin odottavat viestit"
    assert told in plain(town.told(ADMIN, "ei ole vielä"))
    town.slack.channel(LEAD, PRIVATE, "invite", who="@app")
    town.slack.until(lambda state: any("Hei!" in plain(each) for each in state["messages"][PRIVATE]))
    town.slack.channel(LEAD, PRIVATE, "remove", who="@app")
    assert town.verified()


def test_the_same_change_to_the_ledger_comes_out_of_a_replay(town: Town) -> None:
    _choose(town, CHANNEL_WITH_GUEST, workspace_language="en", lead=SELLER)
    town.clear_screens()
    _choose(town, CHANNEL, workspace_language="fi", lead=LEAD)

    assert town.verified()


# --- Later ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh()) as town:
        yield town


def _posted(town: Town, channel: str, part: str) -> list[Json]:
    return [each for each in town.slack.state()["messages"][channel] if part in plain(each)]


def test_once_the_channel_is_shared_nothing_more_is_said_there_and_an_admin_is_told_once(own_town: Town) -> None:
    town = own_town
    old = town.new_deal()
    town.card(old)

    town.slack.channel(LEAD, CHANNEL, "share")
    told = plain(town.direct(ADMIN, NOW_SHARED))
    assert "Putki ei kirjoita sinne enää" in told
    town.type(SELLER, f"/deal siirrä {old}")
    new = town.new_deal()
    town.slack.clock(by="1m")  # returns when all that was due is sent, or parked

    assert not _posted(town, CHANNEL, new)
    assert "Tunnistaminen" in plain(town.card(old))
    room = town.room(ADMIN)
    assert len([each for each in town.slack.state()["messages"][room] if NOW_SHARED in plain(each)]) == 1


def test_when_it_is_shared_no_more_what_waited_comes(own_town: Town) -> None:
    town = own_town
    town.slack.channel(LEAD, CHANNEL, "share")
    town.direct(ADMIN, NOW_SHARED)
    name = town.new_deal()
    town.slack.clock(by="1m")

    town.slack.channel(LEAD, CHANNEL, "unshare")

    town.card(name)
    _until_barred(town, CHANNEL, None)


def test_another_channel_takes_the_cards_of_the_shared_one(own_town: Town) -> None:
    town = own_town
    name = town.new_deal()
    town.card(name)
    town.slack.channel(LEAD, CHANNEL, "share")
    town.direct(ADMIN, NOW_SHARED)

    assert SHARED_FI in _choose(town, CHANNEL)["errors"]["place"]
    assert town.fill(ADMIN, place=CHANNEL_WITH_GUEST).get("errors") is None
    town.type(SELLER, f"/deal siirrä {name}")

    town.card(name, "Yhteydenotto", channel=CHANNEL_WITH_GUEST)
    assert "Tunnistaminen" in plain(town.card(name, channel=CHANNEL))


def test_a_private_channel_that_turns_out_to_be_shared_hears_nothing_when_putki_comes_in(own_town: Town) -> None:
    town = own_town
    town.slack.channel(LEAD, PRIVATE, "share")
    assert _choose(town, PRIVATE).get("errors") is None
    town.direct(ADMIN, "Putki ei ole kanavalla")

    town.slack.channel(LEAD, PRIVATE, "invite", who="@app")

    town.direct(ADMIN, NOW_SHARED)
    town.slack.clock(by="1m")
    assert town.slack.state()["messages"][PRIVATE] == []


def test_what_happened_while_putki_was_away_is_seen_when_it_starts(sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.fresh()
    with playing(url) as town:
        town.slack.fault("lost", of="events_api", n=4)
        town.slack.channel(LEAD, CHANNEL, "share")
        # a second process would be refused the file; a new one in this process is what a restart is
        with running(town.slack, url) as again:
            restarted = Town(town.slack, again)
            restarted.direct(ADMIN, NOW_SHARED)
            _until_barred(restarted, CHANNEL, "shared_channel")


def test_an_admin_alone_is_told_of_a_guest_who_joins_a_pipelines_channel_once_for_each_channel(own_town: Town) -> None:
    town = own_town
    told = "tuli vieras"
    for channel in (PRIVATE, CHANNEL, CHANNEL):
        town.slack.channel(ADMIN, channel, "invite", who=GUEST)
        town.slack.channel(ADMIN, channel, "remove", who=GUEST)
    said = plain(town.direct(ADMIN, told))
    town.slack.clock(by="1m")

    assert "Hän lukee siellä diilien nimet ja summat." in said
    assert len(_posted(town, town.room(ADMIN), told)) == 1
    assert not _posted(town, CHANNEL, told)
    assert not _posted(town, PRIVATE, told)
