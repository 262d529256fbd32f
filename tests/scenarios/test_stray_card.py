"""A card of which nobody knows, because Putki was killed or Slack's answer was lost right after its post."""

from __future__ import annotations

from structlog.testing import capture_logs

from tests.scenarios.town import CHANNEL, Json, Newcomer, Town, plain


def cards(town: Town, name: str) -> list[Json]:
    """The deal's cards in the channel, the oldest first."""
    there = town.slack.messages(CHANNEL)
    return [each for each in there if name in plain(each) and each.get("thread_ts") in (None, each["ts"])]


def stray_card(town: Town, who: str) -> tuple[str, str]:
    """A deal whose card stands in the channel and nobody knows of; its name, and the card's timestamp."""
    town.slack.fault("answer_lost", method="chat.postMessage", channel=CHANNEL)
    with capture_logs() as logged:
        name = town.new_deal(who)
        town.until_bot(lambda _: any(each["event"] == "card_sent" and each["reason"] == "unsure" for each in logged))
    return name, cards(town, name)[0]["ts"]


def test_the_first_of_two_cards_says_that_it_is_old_when_it_is_pressed(calm: Newcomer) -> None:
    town = calm.town
    name, stray = stray_card(town, calm.user)
    calm.type(f"/deal siirrä {name}")
    town.slack.until(lambda _: len(cards(town, name)) == 2)
    town.until_written_down(cards(town, name)[1]["ts"])

    town.press(calm.user, "Siirrä: Yhteydenotto", ts=stray, channel=CHANNEL)

    calm.told("Tunnistaminen → Yhteydenotto")  # it is so already, and the press says it again
    town.slack.until(lambda _: "tämä kortti on vanha" in plain(cards(town, name)[0]))
    old, current = cards(town, name)
    link = f"{town.slack.url}/archives/{CHANNEL}/p{current['ts'].replace('.', '')}"
    assert f"<{link}|Avaa nykyinen kortti>" in old["text"]
    assert not [each for each in old["blocks"] if each["type"] == "actions"]
    assert town.stage(name) == "contact"
    town.press(calm.user, "Siirrä: Tarjous", ts=current["ts"], channel=CHANNEL)
    town.card(name, "Tarjous ma 15.6.")
    assert len(cards(town, name)) == 2
    assert [each for each in town.refusals() if "conversations.history" not in each] == []  # it may not read there


def test_what_a_press_on_an_old_card_asks_for_is_done_while_it_is_still_so(calm: Newcomer) -> None:
    town = calm.town
    name, stray = stray_card(town, calm.user)
    calm.type(f"/deal siirrä {name}")
    town.slack.until(lambda _: len(cards(town, name)) == 2)
    town.until_written_down(cards(town, name)[1]["ts"])

    town.press(calm.user, f"menu.{town.deal_nos(name)[0]}", ts=stray, channel=CHANNEL, value="Muuta tietoja…")

    assert "amount" in calm.asked()
    town.slack.until(lambda _: "tämä kortti on vanha" in plain(cards(town, name)[0]))


def test_the_only_card_of_a_deal_becomes_known_by_the_first_press_and_follows(calm: Newcomer) -> None:
    town = calm.town
    name, stray = stray_card(town, calm.user)

    town.press(calm.user, "Siirrä: Yhteydenotto", ts=stray, channel=CHANNEL)

    calm.told("Tunnistaminen → Yhteydenotto")
    town.slack.until(lambda _: "Yhteydenotto ma 15.6." in plain(cards(town, name)[-1]))
    calm.type(f"/deal siirrä {name} tarjous")
    town.card(name, "Tarjous ma 15.6.")
    assert cards(town, name)[0]["ts"] == stray
