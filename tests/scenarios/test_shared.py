"""Where another organisation reads, `@Putki` answers whoever asked, for their eyes only."""

from __future__ import annotations

import pytest

from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    LEAD,
    SELLER,
    SHARED_CHANNEL,
    STRANGER,
    Json,
    Town,
    plain,
)


def _asks(town: Town, text: str, channel: str = SHARED_CHANNEL, thread: str | None = None) -> str:
    """Say it to Putki there; the message's timestamp."""
    return town.slack.type(SELLER, channel, f"@putki {text}", thread_ts=thread)["ts"]


def _written(town: Town, channel: str = SHARED_CHANNEL) -> list[Json]:
    """What all who read the channel see of Putki."""
    return [each for each in town.slack.state()["messages"][channel] if each.get("bot_id")]


@pytest.fixture
def deal(town: Town) -> str:
    return town.new_deal(SELLER)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("putki", "Tunnistaminen"),
        ("omat", "Avoimet diilisi"),
        ("ennuste", "Ennuste"),
        ("näytä {deal}", "Siirrä: Yhteydenotto"),
        ("siirrä {deal}", "Tunnistaminen → Yhteydenotto"),
        ("siirrä {deal} kauppa", "lomakkeella"),
        ("näytä äöåäöåäö", "ei löydy"),
    ],
)
def test_only_who_asked_reads_the_answer(town: Town, deal: str, asked: str, part: str) -> None:
    _asks(town, asked.format(deal=deal))

    told = town.told(SELLER, part)

    assert (told["channel"], told.get("thread_ts")) == (SHARED_CHANNEL, None)
    assert not _written(town)
    assert not town.slack.ephemerals(LEAD)


def test_in_a_thread_they_read_it_in_the_thread(town: Town, deal: str) -> None:
    begun = town.slack.type(STRANGER, SHARED_CHANNEL, "Hej!")["ts"]

    _asks(town, f"näytä {deal}", thread=begun)

    assert town.told(SELLER, deal)["thread_ts"] == begun
    assert not _written(town)


def test_what_is_pressed_there_stays_between_them_and_putki(town: Town, deal: str) -> None:
    begun = town.slack.type(STRANGER, SHARED_CHANNEL, "Hej!")["ts"]
    _asks(town, f"näytä {deal}", thread=begun)
    shown = town.told(SELLER, deal)

    town.press(SELLER, "Siirrä: Yhteydenotto", ts=shown["ts"], channel=SHARED_CHANNEL)

    assert town.told(SELLER, "Tunnistaminen → Yhteydenotto")["ts"] == shown["ts"]
    assert not _written(town)


def test_where_slack_will_not_whisper_what_was_done_comes_as_a_direct_message(town: Town, deal: str) -> None:
    town.slack.fault("error", method="chat.postEphemeral", error="user_not_in_channel")

    _asks(town, f"siirrä {deal}")

    assert f"{deal}: Tunnistaminen → Yhteydenotto" in plain(town.direct(SELLER, deal)).replace("*", "")
    assert not _written(town)


def test_in_the_pipelines_own_channel_too_once_it_is_shared(own_town: Town) -> None:
    town = own_town
    name = town.new_deal(SELLER)
    card = town.card(name)
    reply = town.mention(SELLER, f"näytä {name}", card["ts"], "Siirrä: Yhteydenotto")
    town.slack.channel(LEAD, CHANNEL, "share")
    town.direct(ADMIN, "on nyt jaettu")
    before = [plain(each) for each in _written(town, CHANNEL)]

    _asks(town, "omat", CHANNEL, card["ts"])
    assert town.told(SELLER, "Avoimet diilisi")["thread_ts"] == card["ts"]
    town.press(SELLER, "Siirrä: Yhteydenotto", ts=reply["ts"], channel=CHANNEL)

    town.told(SELLER, "Tunnistaminen → Yhteydenotto")
    assert [plain(each) for each in _written(town, CHANNEL)] == before


def test_another_organisations_person_hears_nothing_there(town: Town, deal: str) -> None:
    town.slack.type(STRANGER, SHARED_CHANNEL, f"@putki näytä {deal}")
    _asks(town, "omat")

    town.told(SELLER, "Avoimet diilisi")  # later than any answer to the other would be
    assert not _written(town)
    assert not town.slack.ephemerals(STRANGER)
