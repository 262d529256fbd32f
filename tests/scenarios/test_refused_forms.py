"""Slack will not have a form as it is: the person hears that it did not open, and what they typed is still there."""

from __future__ import annotations

import re

from structlog.testing import capture_logs

from tests.scenarios.test_home import home
from tests.scenarios.town import Newcomer, Thread

NOT_SHOWN = "Lomake ei auennut, mitään ei muutettu. Kerro ylläpitäjälle: "


def _refuse_the_next_form(someone: Newcomer, method: str = "views.open") -> None:
    someone.town.slack.fault("error", method=method, error="invalid_blocks")


def test_what_was_typed_is_in_the_answer_and_why_is_in_the_log(seller: Newcomer) -> None:
    line = f"/deal uusi {seller.town.new_name()}, 100 € -- soittivat & kysyivät"
    _refuse_the_next_form(seller)

    with capture_logs() as logged:
        told = seller.type(line)

    assert NOT_SHOWN in told
    assert f"Kirjoitit: {line.replace('&', '&amp;')}" in told
    (why,) = [each for each in logged if each["event"] == "form_refused"]
    assert (why["error"], why["word"], why["log_level"]) == ("invalid_blocks", "new", "error")
    assert why["reference"] == re.search(f"{NOT_SHOWN}([0-9a-f]+)", told)[1]  # type: ignore[index]
    assert "soittivat" not in str(logged)
    assert seller.type(line) == ""
    assert seller.filled()["note"] == "soittivat & kysyivät"


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()
    _refuse_the_next_form(english)

    told = english.type(f"/deal step {name} call them Wed")

    assert "The form did not open; nothing changed. Tell an admin: " in told
    assert f"You typed: /deal step {name} call them Wed" in told


def test_a_button_that_carries_what_was_typed_stays_to_be_pressed_again(thread: Thread) -> None:
    thread.says("askel lähetä tarjous 22.6.", "lomakkeella")
    _refuse_the_next_form(thread.owner)

    thread.press("Avaa lomake…", "lomakkeella")

    thread.town.told(thread.owner.user, NOT_SHOWN)
    thread.press("Avaa lomake…", "lomakkeella")
    assert thread.owner.filled() == {"step": "lähetä tarjous", "step_day": "2026-06-22"}


def test_only_they_see_the_button_and_it_stays(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")
    _refuse_the_next_form(seller)

    seller.press("Voitettu…", name)

    seller.told(NOT_SHOWN)
    seller.press("Voitettu…", f"{name} · 12 500 €")
    assert "promised_day" in seller.asked()


def test_where_no_message_can_tell_it_a_plain_form_does(seller: Newcomer) -> None:
    view = home(seller.town, seller.user)
    _refuse_the_next_form(seller)

    seller.town.press(seller.user, "Uusi diili…", view_id=view["id"])

    assert NOT_SHOWN in str(seller.form())
