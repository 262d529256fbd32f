"""Guests, people of another organisation and bots never act; what is an admin's is refused with who can."""

from __future__ import annotations

from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    CHANNEL_WITH_GUEST,
    GUEST,
    SELLER,
    SHARED_CHANNEL,
    STRANGER,
    Json,
    Newcomer,
    Town,
    plain,
)

ONLY_MEMBERS = "Putkea käyttävät vain tämän työtilan omat jäsenet, eivät vieraat."


def _reply_in(town: Town, channel: str, who: str, text: str) -> dict[str, str]:
    """What Putki says there to a mention, to all or to this person alone."""
    said = town.slack.type(who, channel, f"@putki {text}")

    def found(state: Json) -> list[Json]:
        there = [each for each in state["messages"][channel] if each.get("thread_ts") == said["ts"] != each["ts"]]
        return there + [each for each in state["ephemerals"] if each["user"] == who and each["ts"] > said["ts"]]

    return found(town.slack.until(found))[-1]


def test_a_guests_command_does_nothing_and_says_why(town: Town) -> None:
    before = town.changes()

    for line in ("/deal uusi Acme, 100 €", "/deal omat", "/deal", "/deal näytä #1"):
        assert town.type(GUEST, line, channel=CHANNEL_WITH_GUEST) == ONLY_MEMBERS

    assert town.slack.view_of(GUEST) is None
    assert town.changes() == before


def test_a_guests_press_does_nothing_and_says_why(seller: Newcomer, town: Town) -> None:
    name = town.new_deal(SELLER)
    moved = _reply_in(town, CHANNEL_WITH_GUEST, SELLER, f"siirrä {name}")

    town.press(GUEST, "Peru", ts=moved["ts"], channel=CHANNEL_WITH_GUEST)

    assert ONLY_MEMBERS in plain(town.told(GUEST, "Putkea"))
    assert town.stage(name) == "contact"


def test_someone_of_another_organisation_changes_nothing_and_learns_nothing(town: Town) -> None:
    name = town.new_deal(SELLER)
    town.slack.type(SELLER, SHARED_CHANNEL, f"@putki näytä {name}")
    assert name in plain(town.told(SELLER, name))  # for whoever asked

    town.slack.type(STRANGER, SHARED_CHANNEL, f"@putki siirrä {name}")
    _reply_in(town, CHANNEL, SELLER, "ohje")  # answered later than the stranger would have been

    bots = [each for each in town.slack.messages(SHARED_CHANNEL) if each.get("bot_id")]
    assert name not in str(bots)
    assert town.stage(name) == "identification"
    assert town.slack.view_of(STRANGER) is None


def test_a_strangers_mention_is_not_answered(town: Town) -> None:
    said = town.slack.type(STRANGER, SHARED_CHANNEL, "@putki omat")

    _reply_in(town, CHANNEL, SELLER, "ohje")  # answered later than the stranger would have been

    replies = [each for each in town.slack.messages(SHARED_CHANNEL) if each.get("thread_ts") == said["ts"]]
    assert all(each["ts"] == said["ts"] for each in replies)


def test_a_member_who_becomes_a_guest_acts_no_more(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")

    town.slack.person(seller.user, is_restricted=True)
    town.slack.until(lambda _: town.type(seller.user, "/deal omat") == ONLY_MEMBERS)

    answered = seller.fill(promised_day="2026-07-01")
    assert ONLY_MEMBERS in str(answered["errors"])
    assert town.stage(name) == "identification"
    town.slack.person(seller.user, is_restricted=False)
    assert town.verified()


def test_a_member_who_becomes_admin_may_set_settings_and_one_who_is_no_more_may_not(
    seller: Newcomer, town: Town
) -> None:
    town.slack.person(seller.user, is_admin=True)
    town.until_bot(lambda look: town.is_admin(seller.user, look))
    seller.type("/deal asetukset")
    assert "place" in seller.asked()

    town.slack.person(seller.user, is_admin=False)
    town.until_bot(lambda look: not town.is_admin(seller.user, look))

    answered = seller.fill(workspace_language="en")
    assert "Ei muutettu: tämän voi tehdä Oskari Mäkelä." in str(answered["errors"])


def test_a_new_member_of_whom_nothing_can_be_learned_now_is_asked_to_try_again(town: Town) -> None:
    town.slack.fault("lost", of="events_api", n=50)  # that they came, and what is said again of others
    town.slack.fault("http_500", method="users.info", n=50)  # who joined a channel is asked about, too
    town.slack.person("ULOCALUNKNOWN", real_name="Tuntematon Tulija")
    town.slack.channel(ADMIN, CHANNEL, "invite", who="ULOCALUNKNOWN")

    assert town.type("ULOCALUNKNOWN", "/deal omat").startswith("Ei muutettu: juuri nyt on ruuhkaa.")
    town.slack.fault("clear")
    assert "Sinulla ei ole avoimia diilejä." in town.type("ULOCALUNKNOWN", "/deal omat")
