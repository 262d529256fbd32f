"""Words in Putki's own conversation: the same as in a command, in a reminder's thread too, and nothing is silent."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
import yaml

from bot.local_slack import LocalSlackServer
from tests.busy_machine import PATIENCE
from tests.databases import SqliteFiles
from tests.scenarios.test_home import home
from tests.scenarios.town import (
    ADMIN,
    GUEST,
    MONDAY_MORNING,
    ROOT,
    SELLER,
    SLACKS_PATIENCE,
    Json,
    Newcomer,
    Town,
    plain,
    running,
    set_up,
)


@pytest.fixture
def private(seller: Newcomer) -> Private:
    """Putki's conversation with a seller who has one deal, and reads Finnish."""
    return Private(seller)


class Private:
    """One person's conversation with Putki."""

    def __init__(self, person: Newcomer) -> None:
        self.person, self.town = person, person.town

    def says(self, text: str, part: str = "", thread: str | None = None) -> Json:
        """What Putki answers to a message, once it is there."""
        said = self.town.slack.type(self.person.user, "@app", text, thread_ts=thread)

        def answers(state: Json) -> list[Json]:
            there = state["messages"][said["channel"]]
            return [each for each in there if _is_answer(each, said["ts"], thread) and part in plain(each)]

        return answers(self.town.slack.until(answers, seconds=PATIENCE))[-1]

    def press(self, what: str, message: Json) -> None:
        """Press a button of an answer."""
        self.town.press(self.person.user, what, ts=message["ts"], channel=self.town.room(self.person.user))

    def messages(self) -> list[Json]:
        """All that stands there."""
        return self.town.slack.messages(self.person.user)


def _is_answer(message: Json, after: str, thread: str | None) -> bool:
    return (
        message["user"] == "ULOCALBOT01" and float(message["ts"]) > float(after) and message.get("thread_ts") == thread
    )


@pytest.mark.parametrize("line", ["omat", "mine", "@putki omat", "/deal omat", "Omat!"])
def test_a_list_is_answered_without_a_mention(private: Private, line: str) -> None:
    name = private.person.new_deal()

    if line.startswith("/"):
        line = " " + line

    assert name in plain(private.says(line, "1 avoin diili"))


@pytest.mark.parametrize("line", ["siirrä {}", "advance {}", "{} siirrä", "vie {} eteenpäin"])
def test_a_deal_is_moved_and_the_move_taken_back(private: Private, line: str) -> None:
    name = private.person.new_deal()

    answer = private.says(line.format(name), "→ Yhteydenotto")
    private.press("Peru", answer)

    private.person.told("on taas vaiheessa Tunnistaminen")
    assert private.town.stage(name) == "identification"


def test_a_form_that_no_message_opens_is_a_button(private: Private) -> None:
    name = private.person.new_deal()

    answer = private.says(f"voitettu {name} 13 000 asennus mukana")
    private.press(f"won.{private.town.deal(name).deal_no}", answer)

    assert private.person.filled()["amount"] == "13 000 €"


def test_what_is_to_be_done_today_is_answered(private: Private) -> None:
    assert "Tänään ei tehtävää" in plain(private.says("moi mitä mun pitäs tehdä tänään"))


def test_the_same_words_are_answered_in_english(english: Newcomer) -> None:
    private = Private(english)
    name = english.new_deal()

    assert name in plain(private.says("mine", "1 open deal"))
    assert "Nothing to do today" in plain(private.says("hi, what should i do today"))
    assert "This is unclear. You can write to Putki like this:" in plain(private.says("qwxyz plugh"))
    assert "“qwxyz plugh” is unclear." in plain(private.says("qwxyz plugh"))


def test_two_texts_in_a_row_that_are_not_understood_get_the_guide_once(private: Private) -> None:
    first = plain(private.says("qwxyz plugh"))
    second = plain(private.says("xyzzy frobozz"))
    private.says("omat", "avoimia diilejä")
    third = plain(private.says("qwxyz plugh"))

    assert "Putkelle voi kirjoittaa näin" in first
    assert "siirrä [diili]" in first
    assert "”xyzzy frobozz” jäi epäselväksi." in second
    assert "siirrä [diili]" not in second
    assert "siirrä [diili]" in third


@pytest.mark.parametrize(("line", "told"), [("kiitos!", "Selvä."), ("moi", "Hei!"), (":+1:", "Selvä.")])
def test_small_talk_gets_a_word(private: Private, line: str, told: str) -> None:
    assert told in plain(private.says(line))


def test_a_near_word_is_a_press_away(private: Private) -> None:
    name = private.person.new_deal()

    answer = private.says(f"siirä {name}", "Tarkoititko")
    private.press("advance", answer)

    private.person.told("Tunnistaminen → Yhteydenotto")


def test_what_was_said_is_kept_as_a_note(private: Private) -> None:
    name = private.person.new_deal()

    answer = private.says(f"{name} haluaa alennusta, palaavat pe", "tallennetaanko")
    private.press("Muistiinpanoksi", answer)

    private.person.told("muistiinpano tallennettu")
    assert [note.text for note in private.town.deal(name).notes] == [f"{name} haluaa alennusta, palaavat pe"]


def test_in_a_reminders_thread_the_words_are_about_its_deal(own_town: Town) -> None:
    name = own_town.new_deal(SELLER)
    own_town.slack.clock(to="2026-07-03T06:30:00Z")
    reminder = own_town.direct(SELLER, name)
    private = Private(Newcomer(own_town, SELLER))

    answer = private.says("siirrä", "→ Yhteydenotto", thread=reminder["ts"])

    assert name in plain(answer)
    assert own_town.stage(name) == "contact"
    assert name in plain(private.says("soitin, ei vastannut", "ei vastannut. Askel", thread=reminder["ts"]))
    assert own_town.refusals() == []


def test_a_guest_is_told_that_it_is_not_for_them(own_town: Town) -> None:
    assert "eivät vieraat" in plain(Private(Newcomer(own_town, GUEST)).says("omat"))


def test_putkis_own_messages_are_not_answered(private: Private) -> None:
    private.says("qwxyz plugh")
    private.says("kiitos", "Selvä.")

    assert len([each for each in private.messages() if each["user"] == "ULOCALBOT01"]) == 2


def test_a_message_that_slack_delivers_twice_is_answered_once(private: Private) -> None:
    name = private.person.new_deal()
    private.town.slack.fault("repeat", of="events_api")

    private.says(f"siirrä {name}", "→ Yhteydenotto")

    private.says("kiitos", "Selvä.")
    answers = [each for each in private.messages() if "Yhteydenotto" in plain(each) and each["user"] == "ULOCALBOT01"]
    assert len(answers) == 1
    assert private.town.stage(name) == "contact"


# --- An installation of an older version ------------------------------------------------------------------------------


@pytest.fixture
def older_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    """A town where Putki was installed before it read direct messages."""
    manifest: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    manifest["oauth_config"]["scopes"]["bot"].remove("im:history")
    database_url = sqlite_files.fresh()
    with (
        LocalSlackServer.start(manifest=manifest, clock=MONDAY_MORNING, patience=SLACKS_PATIENCE) as slack,
        running(slack, database_url) as bot,
    ):
        town = Town(slack, bot)
        set_up(town)
        yield town


def test_an_older_installation_goes_on_and_its_admin_is_told_to_install_again(older_town: Town) -> None:
    name = older_town.new_deal(SELLER)

    assert f"{name}: Tunnistaminen → Yhteydenotto" in older_town.type(SELLER, f"/deal siirrä {name}")
    assert "Asenna sovellus uudelleen" in plain(home(older_town, ADMIN, "im:history")["view"])
    assert "im:history" not in plain(home(older_town, SELLER)["view"])


def test_nobody_else_reads_it_so_notes_stand_in_a_history(private: Private) -> None:
    name = private.person.new_deal()
    private.person.type(f"/deal muistiinpano {name} soittivat")

    assert "soittivat" in plain(private.says(f"historia {name}", "historia, 2 muutosta"))
