"""The database is held for longer than a request may wait: the person hears it in time, and nothing is half done."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from sqlalchemy import text
from structlog.testing import capture_logs

from bot.local_slack.delivery.envelope import ACK_WITHIN
from bot.requests.error_responses import TELLING
from pipeline.ledger.actor import PATIENCE
from tests.busy_machine import standstills
from tests.scenarios.town import ADMIN, CHANNEL, SELLER, Newcomer, Thread, Town, plain

BUSY = "Ei muutettu: juuri nyt on ruuhkaa."
SHORT = 1.0  # seconds that a request has while the database is held
T = TypeVar("T")


@contextmanager
def held(town: Town) -> Generator[None]:
    """Somebody else holds the workspace's line, and a request waits for it a short time only."""
    usual, town.bot.ledger.patience = town.bot.ledger.patience, SHORT
    try:
        with line_held(town):
            yield
    finally:
        town.bot.ledger.patience = usual


@contextmanager
def line_held(town: Town) -> Generator[None]:
    """Somebody else holds the workspace's line, and on SQLite so the whole file, and does not let go."""
    line = text("UPDATE line SET event_no = event_no WHERE workspace_no = :w")
    with town.bot.storage.writer.connect() as connection, connection.begin():
        if not town.bot.storage.is_sqlite:  # a server breaks off whoever holds something and does nothing
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(line, {"w": town.bot.services.directory.workspace_no})
        yield


def in_time(ask: Callable[[], T]) -> T:
    """What came of it within Slack's three seconds, but for what the machine had no time."""
    began = time.monotonic()
    with standstills() as stood:
        answered = ask()
    assert time.monotonic() - began - sum(stood) < ACK_WITHIN
    return answered


def test_there_is_time_to_tell_a_person_before_slack_gives_up() -> None:
    assert PATIENCE + TELLING < ACK_WITHIN


def test_a_press_on_a_card_hears_it_in_time_and_may_be_made_again(calm: Newcomer) -> None:
    town, name = calm.town, calm.new_deal()
    town.card(name)

    with held(town):
        assert in_time(lambda: calm.press_card("Siirrä: Yhteydenotto", name))["acked"]
        calm.told(BUSY)

    assert town.stage(name) == "identification"
    calm.press_card("Siirrä: Yhteydenotto", name)
    calm.told("Tunnistaminen → Yhteydenotto")
    assert town.verified()


def test_what_was_pressed_stays_to_be_pressed_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")

    with held(seller.town):
        assert in_time(lambda: seller.press("Siirrä: Yhteydenotto", name))["acked"]
        seller.told(BUSY)

    seller.press("Siirrä: Yhteydenotto", name)
    seller.told("Tunnistaminen → Yhteydenotto")


def test_a_form_hears_it_under_a_field_and_keeps_what_was_typed(calm: Newcomer) -> None:
    name = calm.town.new_name()
    calm.type(f"/deal uusi {name}, 100 €")

    with held(calm.town):
        answered = in_time(lambda: calm.fill(source="messut"))

    assert BUSY in str(answered["errors"])
    assert calm.town.deal_nos(name) == []
    assert not calm.fill(source="messut").get("errors")
    calm.told(f"Luotu: {name}")


def test_a_command_hears_it_in_its_answer(calm: Newcomer) -> None:
    name = calm.new_deal()

    with held(calm.town):
        assert BUSY in in_time(lambda: calm.type(f"/deal siirrä {name}"))

    assert calm.town.stage(name) == "identification"


def test_a_mention_is_told_in_its_thread_that_it_is_tried_again_and_so_it_is(thread: Thread) -> None:
    count = len(thread.replies())

    with held(thread.town):
        thread.says("siirrä", "Pyyntö käsitellään muutaman minuutin kuluessa")

    thread.shows("Tunnistaminen → Yhteydenotto")
    thread.says("omat", "Avoimet diilisi")  # later than any other answer would be
    assert len(thread.replies()) == count + 5  # of the first, that it is late and then its answer
    assert not any(BUSY in plain(each) for each in thread.replies())
    assert thread.town.verified()


def test_a_mention_that_needs_a_form_is_tried_again_too(thread: Thread) -> None:
    with held(thread.town):
        thread.says(
            "siirrä kauppa -- sovittu", "Pyyntö käsitellään muutaman minuutin kuluessa"
        )  # its note is to be kept

    thread.shows("lomakkeella")


def test_a_mention_that_slack_brings_no_more_is_said_not_to_be_done(own_town: Town) -> None:
    thread = own_town.thread_of(own_town.newcomer())
    count = len(thread.replies())

    with capture_logs() as logged, held(own_town):
        thread.says("siirrä", "Pyyntö käsitellään muutaman minuutin kuluessa")
        for times, later in ((2, "1m"), (3, "5m")):  # when Slack brings again what was not acknowledged
            own_town.until_bot(lambda _, times=times: late_mentions(logged) >= times)
            own_town.slack.clock(by=later)
        thread.shows(BUSY)

    assert own_town.stage(thread.name) == "identification"
    assert len(thread.replies()) == count + 3
    thread.says("siirrä", "Tunnistaminen → Yhteydenotto")


def late_mentions(logged: Sequence[Mapping[str, object]]) -> int:
    """How many times a mention was too late."""
    return len([each for each in logged if each.get("key") == "late" and each.get("surface") == "mention"])


def test_in_its_thread_a_press_hears_it_too(thread: Thread) -> None:
    thread.says("näytä", "Siirrä: Yhteydenotto")

    with held(thread.town):
        assert in_time(lambda: thread.press("Siirrä: Yhteydenotto", "Siirrä: Yhteydenotto"))["acked"]
        thread.town.told(thread.owner.user, BUSY)

    thread.press("Siirrä: Yhteydenotto", "Siirrä: Yhteydenotto")
    thread.shows("Tunnistaminen → Yhteydenotto")


def test_an_emoji_comes_again_by_itself(own_town: Town) -> None:
    own_town.new_deal()
    own_town.slack.clock(by="17d")
    reminder = own_town.direct(SELLER, "⏸")

    with capture_logs() as logged, held(own_town):
        own_town.slack.react(SELLER, own_town.room(SELLER), reminder["ts"], "eyes")
        own_town.until_bot(lambda _: any(each.get("surface") == "emoji" for each in logged))

    own_town.slack.clock(by="1m")  # when Slack brings again what was not acknowledged
    own_town.direct(SELLER, "Selvä")


def test_what_was_done_before_it_became_busy_is_said_as_done(calm: Newcomer) -> None:
    """The change is committed, and before anything else can be written somebody takes the database."""
    town, name = calm.town, calm.new_deal()
    calm.type(f"/deal näytä {name}")
    wake, holding = town.bot.ledger.on_commit, ExitStack()

    def hold_on() -> None:
        town.bot.ledger.on_commit = wake
        holding.enter_context(line_held(town))

    town.bot.ledger.on_commit = hold_on
    with holding:
        assert in_time(lambda: calm.press("Siirrä: Yhteydenotto", name))["acked"]

    calm.told("Tunnistaminen → Yhteydenotto")
    assert town.stage(name) == "contact"
    assert BUSY not in str(town.slack.ephemerals(calm.user))


def test_a_mention_by_somebody_of_whom_slack_tells_nothing_now_comes_again(own_town: Town) -> None:
    name, newcomer = own_town.new_deal(), "ULOCALNEW99"
    card = own_town.card(name)
    own_town.slack.fault("lost", of="events_api", n=4)  # that somebody came is not heard
    own_town.slack.person(newcomer, name="uusi", real_name="Uusi Myyjä", locale="fi-FI")
    own_town.slack.channel(ADMIN, CHANNEL, "invite", who=newcomer)
    own_town.slack.until(lambda state: not state["faults"])

    own_town.slack.fault("http_500", method="users.info")

    own_town.mention(newcomer, "näytä", card["ts"], name)
