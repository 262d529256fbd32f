"""The same thing twice: delivered again, sent again by the person, pressed by two at once or on an old picture."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.scenarios.town import CHANNEL, LEAD, Json, Newcomer, Thread, Town, plain


def _acknowledged(town: Town) -> list[Json]:
    return [each for each in town.slack.log() if each["method"] == "ack"]


def _until_acknowledged(town: Town, count: int) -> None:
    """Wait for the last of several copies: all were sent at once, and each look at Home comes after them."""
    for _ in range(50):
        if len(_acknowledged(town)) >= count:
            return
        town.slack.open_home(LEAD)
    raise AssertionError("not all copies were acknowledged")


@pytest.mark.parametrize("times", [2, 5])
def test_a_command_delivered_again_has_one_effect_and_the_same_answer(seller: Newcomer, times: int) -> None:
    name, town = seller.new_deal(), seller.town
    before, acks = town.changes(), len(_acknowledged(town))

    town.slack.fault("repeat", of="slash_commands", times=times)
    told = seller.type(f"/deal siirrä {name}")

    assert "Tunnistaminen → Yhteydenotto" in told
    _until_acknowledged(town, acks + times)
    answers = [each["answer"] for each in _acknowledged(town)[acks:] if name in str(each["answer"])]
    assert len(answers) == times
    assert all(each == answers[0] for each in answers)
    assert town.changes() == before + 1
    assert town.verified()


def test_a_command_that_opens_a_form_opens_one(seller: Newcomer) -> None:
    seller.town.slack.fault("repeat", of="slash_commands", times=3)

    assert seller.type("/deal uusi Acme") == ""

    assert len([each for each in seller.town.slack.state()["views"] if each["user"] == seller.user]) == 1


def test_a_form_delivered_again_opens_one_deal(seller: Newcomer) -> None:
    town, name = seller.town, seller.town.new_name()
    seller.type(f"/deal uusi {name}, 100 €")
    acks = len(_acknowledged(town))

    town.slack.fault("repeat", of="interactive", times=5)
    assert not seller.fill().get("errors")

    _until_acknowledged(town, acks + 5)
    assert len(town.deal_nos(name)) == 1
    seller.told(f"Luotu: {name}")
    assert len([each for each in town.slack.ephemerals(seller.user) if name in plain(each)]) == 1
    assert town.verified()


def test_a_press_delivered_again_moves_once(calm: Newcomer) -> None:
    town, name = calm.town, calm.new_deal()
    town.card(name)
    before = town.changes()

    town.slack.fault("repeat", of="interactive", times=5)
    calm.press_card("Siirrä: Yhteydenotto", name)

    calm.told("Tunnistaminen → Yhteydenotto")
    assert town.stage(name) == "contact"
    assert town.changes() == before + 1


def test_a_button_pressed_twice_gets_the_first_answer_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")
    there = seller.town.told(seller.user, "Siirrä: Yhteydenotto")
    twice = [(seller.user, "Siirrä: Yhteydenotto", there["ts"])] * 2

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda it: seller.town.press(it[0], it[1], ts=it[2], channel=CHANNEL), twice))

    seller.told("Tunnistaminen → Yhteydenotto")
    assert seller.town.stage(name) == "contact"
    assert not [each for each in seller.town.slack.ephemerals(seller.user) if "Ei siirretty" in plain(each)]


def test_an_undo_delivered_again_undoes_once(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    seller.town.slack.fault("repeat", of="slash_commands", times=3)
    told = seller.type("/deal peru")

    assert f"Peruttu: {name} on taas vaiheessa Tunnistaminen." in told
    assert seller.town.stage(name) == "identification"


def test_a_mention_delivered_again_is_answered_once(thread: Thread) -> None:
    before, count = thread.town.changes(), len(thread.replies())

    thread.town.slack.fault("repeat", of="events_api", times=4)
    thread.says("siirrä", "→ Yhteydenotto")

    assert thread.town.stage(thread.name) == "contact"
    assert thread.town.changes() == before + 1
    thread.says("omat", "Avoimet diilisi")  # later than any second answer would be
    assert len(thread.replies()) == count + 4  # two questions, an answer each


def test_the_persons_own_retry_asks(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.town.slack.fault("ack_lost", of="slash_commands")
    first = seller.town.slack.type(seller.user, CHANNEL, f"/deal siirrä {name}")
    assert not first["acked"]

    told = seller.type(f"/deal siirrä {name}")

    assert "Siirsit juuri" in told
    assert seller.town.stage(name) == "contact"


def test_of_two_people_who_press_at_once_one_moves_it_and_the_other_learns_who(calm: Newcomer) -> None:
    town, name = calm.town, calm.new_deal()
    card = town.card(name)

    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda who: town.press(who, "Siirrä: Yhteydenotto", ts=card["ts"], channel=CHANNEL), [calm.user, LEAD]
            )
        )

    town.slack.until(
        lambda state: (
            len([each for each in state["ephemerals"] if name in plain(each) and "Luotu" not in plain(each)]) == 2
        )
    )
    told = [plain(each) for each in town.slack.state()["ephemerals"] if name in plain(each)]
    assert len([each for each in told if "Tunnistaminen → Yhteydenotto " in each and "Ei" not in each]) == 1
    (late,) = [each for each in told if "Ei siirretty" in each]
    assert f"{name} on nyt vaiheessa Yhteydenotto (" in late.replace("*", "")
    assert "klo" in late
    assert "Siirrä: Tarjous" in late  # and the deal as it is now
    assert town.stage(name) == "contact"
    assert town.verified()


def test_what_came_between_picture_and_press_without_moving_it_does_not_matter(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")
    there = seller.town.told(seller.user, "Siirrä: Yhteydenotto")
    seller.type(f"/deal askel {name} soita 1.9.")
    seller.fill()
    seller.town.type(LEAD, f"/deal torkuta {name} 1.9.")

    seller.town.press(seller.user, "Siirrä: Yhteydenotto", ts=there["ts"], channel=CHANNEL)

    seller.told("Tunnistaminen → Yhteydenotto")


def test_a_button_on_an_old_picture_says_who_moved_it_and_shows_now(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")
    there = seller.town.told(seller.user, "Siirrä: Yhteydenotto")
    seller.town.type(LEAD, f"/deal siirrä {name} tarjous")

    seller.town.press(seller.user, "Siirrä: Yhteydenotto", ts=there["ts"], channel=CHANNEL)

    told = seller.told("Ei siirretty").replace("*", "")
    assert f"{name} on nyt vaiheessa Tarjous (Kaisa Lahtinen, klo" in told
    assert "Voitettu…" in told
    assert seller.town.stage(name) == "offer"


def test_where_it_went_back_since_the_old_button_says_where_it_is_now(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    seller.type(f"/deal näytä {name}")
    there = seller.town.told(seller.user, "Siirrä: Tarjous")
    seller.town.type(LEAD, f"/deal palauta {name}")

    seller.town.press(seller.user, "Siirrä: Tarjous", ts=there["ts"], channel=CHANNEL)

    told = seller.told("Ei siirretty").replace("*", "")
    assert f"{name} on nyt vaiheessa Tunnistaminen (Kaisa Lahtinen, klo" in told


def test_a_form_on_an_old_picture_says_so_and_keeps_what_was_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.town.type(LEAD, f"/deal siirrä {name} tarjous")

    answered = seller.fill(promised_day="2026-07-01")

    assert "on nyt vaiheessa Tarjous" in str(answered["errors"])
    assert seller.town.stage(name) == "offer"
