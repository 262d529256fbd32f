"""`show` and other words pressed in a thread: what is for one person's eyes is said there, not in the channel."""

from __future__ import annotations

import pytest

from tests.scenarios.town import CHANNEL, LEAD, Json, Thread, plain


def _whispered(thread: Thread, part: str) -> Json:
    """What only the owner is told."""
    return thread.town.told(thread.owner.user, part)


def _show(thread: Thread) -> str:
    """The button that shows this thread's deal, among those of others."""
    return f"show.{thread.town.deal(thread.name).deal_no}"


def test_what_is_asked_for_in_a_thread_is_shown_in_it_to_whoever_asked(thread: Thread) -> None:
    thread.says("omat", "Avoimet diilisi")
    said = len(thread.read_by_all())

    thread.press(_show(thread), "Avoimet diilisi")

    shown = _whispered(thread, "Siirrä: Yhteydenotto")
    assert shown["thread_ts"] == thread.ts
    assert len(thread.read_by_all()) == said


def test_lists_deals_and_snoozes_in_a_thread_are_for_one_persons_eyes(thread: Thread) -> None:
    """Of a named deal a channel never reads that it is stuck, overdue or snoozed."""
    for asked, part in (
        ("omat", "Avoimet diilisi"),
        ("näytä", thread.name),
        (thread.name, thread.name),
        ("torkuta 3 pv", "muistutetaan"),
        ("ohje", "/deal"),
    ):
        thread.says(asked, part)
    assert [plain(each) for each in thread.read_by_all() if each["user"] != thread.owner.user] == []

    thread.says("siirrä", "Tunnistaminen → Yhteydenotto")
    assert "Tunnistaminen → Yhteydenotto" in plain(thread.read_by_all()[-1])


def test_a_refusal_in_a_thread_is_said_there_to_one(thread: Thread) -> None:
    thread.says("näytä", "Siirrä: Yhteydenotto")
    thread.town.type(LEAD, f"/deal siirrä {thread.name}")

    thread.press("Siirrä: Yhteydenotto", "Siirrä: Yhteydenotto")

    told = _whispered(thread, "Ei siirretty")
    assert told["thread_ts"] == thread.ts
    assert not [each for each in thread.read_by_all() if "Ei siirretty" in plain(each)]


@pytest.mark.parametrize("line", ["siirrä {}", "siirrä vaiheeseen höpö", "höpö löpö"])
def test_a_question_or_a_refusal_of_what_was_said_in_a_thread_is_read_by_one(thread: Thread, line: str) -> None:
    name = thread.owner.new_deal()
    for own in ("pumppu", "venttiili"):
        thread.owner.type(f"/deal uusi {name}, {own}")
        thread.owner.fill()
        thread.owner.told(f"Luotu: {name} ({own})")

    thread.says(line.format(name))

    assert [plain(each) for each in thread.read_by_all() if each["user"] != thread.owner.user] == []


def test_where_slack_will_not_whisper_it_is_said_directly(thread: Thread) -> None:
    town = thread.town
    town.slack.fault("error", method="chat.postEphemeral", error="user_not_in_channel")

    town.slack.type(thread.owner.user, CHANNEL, "@putki omat", thread_ts=thread.ts)

    town.direct(thread.owner.user, "Avoimet diilisi")
    assert not [each for each in thread.read_by_all() if "Avoimet" in plain(each)]


def test_what_was_whispered_can_be_pressed_in_its_turn(thread: Thread) -> None:
    thread.says("omat", "Avoimet diilisi")
    thread.press(_show(thread), "Avoimet diilisi")
    shown = _whispered(thread, "Siirrä: Yhteydenotto")

    thread.town.press(thread.owner.user, "Siirrä: Yhteydenotto", ts=shown["ts"], channel=shown["channel"])

    assert _whispered(thread, "Tunnistaminen → Yhteydenotto")["ts"] == shown["ts"]


def test_what_is_asked_for_in_a_whisper_is_answered_in_its_thread(thread: Thread) -> None:
    thread.says("siirrä", "Tunnistaminen → Yhteydenotto")
    other = thread.town.newcomer()
    thread.press("Peru", "Tunnistaminen → Yhteydenotto", who=other.user)
    refused = thread.town.told(other.user, "Ei ")
    assert refused["thread_ts"] == thread.ts

    thread.town.press(other.user, _show(thread), ts=refused["ts"], channel=refused["channel"])

    assert thread.town.told(other.user, "12 500 €")["thread_ts"] == thread.ts


def test_a_button_that_opens_a_form_is_for_one_persons_eyes(thread: Thread) -> None:
    assert "Jatka lomakkeella." in thread.says("voitettu noin 9 500 €", "Jatka lomakkeella")

    assert not any("Jatka lomakkeella" in plain(each) for each in thread.read_by_all())
    thread.press("Avaa lomake…", "Jatka lomakkeella")
    assert thread.owner.filled()["amount"] == "9 500 €"
