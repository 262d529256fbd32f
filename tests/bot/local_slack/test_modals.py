"""Modals: opened by a trigger, filled in, submitted, answered, stacked, closed."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.local_slack import ControlRefused, Running
from bot.local_slack.refusal import ApiRefusal
from bot.local_slack.triggers import Triggers
from tests.bot.local_slack.peer import SILENCE, Peer
from tests.bot.local_slack.things import AINO, MATTI, actions, button, field, modal, option, section, text_field


def opened(slack: Running, peer: Peer, view: dict[str, Any] | None = None, user: str = AINO) -> dict[str, Any]:
    """Open a modal for someone by a command."""
    peer.answers["slash_commands"] = lambda payload: {"text": str(open_with(peer, payload["trigger_id"], view))}
    slack.type(user, "myynti", "/deal new")
    shown = slack.view_of(user)
    assert shown is not None
    return shown


def open_with(peer: Peer, trigger_id: str, view: dict[str, Any] | None = None) -> str:
    return peer.web.views_open(trigger_id=trigger_id, view=view or modal(callback_id="new"))["view"]["id"]


def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as problem:
        call()
    return problem.value.response["error"]


def test_a_trigger_opens_one_modal(slack: Running, peer: Peer) -> None:
    opened(slack, peer)
    trigger_id = peer.last()["trigger_id"]
    assert error_of(lambda: open_with(peer, trigger_id)) == "exchanged_trigger_id"


def test_a_trigger_lives_three_real_seconds() -> None:
    seconds = [100.0]
    triggers = Triggers(lambda: seconds[0])
    first, second = triggers.issue(AINO), triggers.issue(AINO)
    seconds[0] += 2.9
    assert triggers.take(first, "views.open") == (AINO, None)
    seconds[0] += 0.2
    with pytest.raises(ApiRefusal, match="3 s") as refused:
        triggers.take(second, "views.open")
    assert refused.value.error == "expired_trigger_id"


def test_a_jump_of_the_local_slacks_clock_makes_no_trigger_older(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal new")
    slack.clock(by="1h")
    assert open_with(peer, peer.last()["trigger_id"])


def test_what_is_submitted_arrives_with_the_state_of_every_field(slack: Running, peer: Peer) -> None:
    fields = [
        text_field("Nimi"),
        field("Vaihe", {"type": "static_select", "action_id": "stage", "options": [option("Tarjous", "3")]}),
        field("Päivä", {"type": "datepicker", "action_id": "day", "initial_date": "2026-06-30"}),
        field("Muuta", {"type": "plain_text_input", "action_id": "note"}, optional=True),
    ]
    view = opened(slack, peer, modal(*fields, callback_id="new", private_metadata="7"))
    slack.submit(AINO, view["id"], {"Nimi": "Acme Oy", "vaihe": "Tarjous"})
    sent = peer.last()["view"]
    assert sent["state"]["values"] == {
        "nimi": {"typed": {"type": "plain_text_input", "value": "Acme Oy"}},
        "vaihe": {"stage": {"type": "static_select", "selected_option": option("Tarjous", "3")}},
        "päivä": {"day": {"type": "datepicker", "selected_date": "2026-06-30"}},
        "muuta": {"note": {"type": "plain_text_input", "value": None}},
    }
    assert (sent["callback_id"], sent["private_metadata"]) == ("new", "7")
    assert slack.view_of(AINO) is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "required"),
        ({"Nimi": "Acme", "Päivä": "3.6.2026"}, "no day"),
        ({"Nimi": "Acme", "Vaihe": "Kauppa"}, "no option"),
        ({"Nimi": "Acme", "Väri": "vihreä"}, "0 fields are called"),
        ({"Nimi": "A\nB"}, "one line"),
        ({"Nimi": "x" * 81}, "0 to 80"),
        ({"Nimi": "Acme", "Summa": "paljon"}, "no number"),
        ({"Nimi": "Acme", "Summa": "1.5"}, "whole"),
        ({"Nimi": "Acme", "Posti": "ei"}, "no e-mail"),
    ],
)
def test_what_a_person_could_not_submit_is_not_submitted(
    slack: Running, peer: Peer, values: dict[str, Any], why: str
) -> None:
    fields = [
        field("Nimi", {"type": "plain_text_input", "action_id": "name", "max_length": 80}),
        field("Vaihe", {"type": "static_select", "action_id": "s", "options": [option("Tarjous")]}, optional=True),
        field("Päivä", {"type": "datepicker", "action_id": "day"}, optional=True),
        field("Summa", {"type": "number_input", "action_id": "sum", "is_decimal_allowed": False}, optional=True),
        field("Posti", {"type": "email_text_input", "action_id": "mail"}, optional=True),
    ]
    view = opened(slack, peer, modal(*fields))
    with pytest.raises(ControlRefused, match=why):
        slack.submit(AINO, view["id"], values)
    assert peer.last().get("type") != "view_submission"


def test_errors_are_shown_at_their_fields_and_nothing_typed_is_lost(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    peer.answers["view_submission"] = lambda payload: {"response_action": "errors", "errors": {"nimi": "On jo"}}
    slack.submit(AINO, view["id"], {"Nimi": "Acme"})
    still = slack.view_of(AINO)
    assert still is not None
    assert (still["errors"], still["id"], still["hash"]) == ({"nimi": "On jo"}, view["id"], view["hash"])
    assert still["state"]["nimi"]["typed"]["value"] == "Acme"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "shout"},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"other": "x"}},
        {"response_action": "errors", "errors": {"nimi": 7}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"text": "x"},
    ],
)
def test_an_answer_that_is_none_shows_trouble_and_leaves_the_modal(
    slack: Running, peer: Peer, answer: dict[str, Any]
) -> None:
    view = opened(slack, peer)
    peer.answers["view_submission"] = lambda payload: answer
    assert slack.submit(AINO, view["id"], {"Nimi": "Acme"})["failure"] in {"invalid_response", "invalid_arguments"}
    assert slack.view_of(AINO) is not None
    assert slack.state()["notices"][-1]["text"] == "We had some trouble connecting. Try again?"


def test_an_app_that_is_silent_leaves_the_modal_and_shows_trouble(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    peer.answers["view_submission"] = lambda payload: SILENCE
    assert slack.submit(AINO, view["id"], {"Nimi": "Acme"})["failure"] == "operation_timeout"
    assert slack.view_of(AINO) is not None


def test_a_submission_can_be_answered_by_another_view_in_its_place(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    peer.answers["view_submission"] = lambda payload: {"response_action": "update", "view": modal(section("Valmis"))}
    slack.submit(AINO, view["id"], {"Nimi": "Acme"})
    shown = slack.view_of(AINO)
    assert shown is not None
    assert shown["id"] == view["id"]
    assert shown["hash"] != view["hash"]
    assert shown["view"]["blocks"][0]["text"]["text"] == "Valmis"


def test_pushed_views_stack_three_high_and_clear_takes_them_all(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    peer.answers["view_submission"] = lambda payload: {"response_action": "push", "view": modal()}
    for _ in range(2):
        slack.submit(AINO, view["id"], {"Nimi": "Acme"})
        view = slack.view_of(AINO) or {}
    assert len(slack.state()["views"]) == 3
    assert slack.submit(AINO, view["id"], {"Nimi": "Acme"})["failure"] == "push_limit_reached"
    peer.answers["view_submission"] = lambda payload: {"response_action": "clear"}
    slack.submit(AINO, view["id"], {"Nimi": "Acme"})
    assert slack.state()["views"] == []


def test_a_button_in_a_modal_can_push_another(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer, modal(actions(button("more", "Lisää"))))
    peer.answers["block_actions"] = lambda payload: (
        peer.web.views_push(trigger_id=payload["trigger_id"], view=modal(section("Päällä"))) and None
    )
    slack.press(AINO, "Lisää", view_id=view["id"])
    top = slack.until(lambda state: len(state["views"]) == 2)["views"][-1]
    assert (top["previous_view_id"], top["root_view_id"]) == (view["id"], view["id"])
    with pytest.raises(ControlRefused, match="lies on top"):
        slack.press(AINO, "Lisää", view_id=view["id"])


def test_a_push_needs_a_modal_below(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal new")
    trigger_id = peer.last()["trigger_id"]
    assert error_of(lambda: peer.web.views_push(trigger_id=trigger_id, view=modal())) == "not_found"


def test_an_update_with_an_old_hash_is_a_conflict(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    peer.web.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    again = lambda: peer.web.views_update(view_id=view["id"], hash=view["hash"], view=modal())  # noqa: E731
    assert error_of(again) == "hash_conflict"


def test_an_update_keeps_what_was_filled_in_under_the_same_ids(slack: Running, peer: Peer) -> None:
    fields = modal(text_field(dispatch_action=True), text_field("Muu", optional=True))
    view = opened(slack, peer, fields)
    slack.press(AINO, "Nimi", view_id=view["id"], value="Acme")
    peer.web.views_update(view_id=view["id"], view=modal(text_field(), section("uusi")))
    shown = slack.view_of(AINO)
    assert shown is not None
    assert shown["state"] == {"nimi": {"typed": {"type": "plain_text_input", "value": "Acme"}}}


def test_an_external_id_names_one_view(slack: Running, peer: Peer) -> None:
    opened(slack, peer, modal(external_id="new-7"))
    slack.type(MATTI, "myynti", "/deal new")
    trigger_id = peer.last()["trigger_id"]
    again = lambda: open_with(peer, trigger_id, modal(external_id="new-7"))  # noqa: E731
    assert error_of(again) in {"duplicate_external_id", "exchanged_trigger_id"}
    peer.web.views_update(external_id="new-7", view=modal(section("nimetty")))
    shown = slack.view_of(AINO)
    assert shown is not None
    assert shown["view"]["blocks"][0]["text"]["text"] == "nimetty"


def test_closing_tells_the_app_only_where_it_asked(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer, modal(notify_on_close=True, callback_id="new"))
    slack.close(AINO, view["id"])
    assert (peer.last()["type"], peer.last()["is_cleared"]) == ("view_closed", False)
    slack.close(AINO, opened(slack, peer)["id"], all=True)
    assert peer.last()["command"] == "/deal"


def test_a_modal_is_its_owners_alone(slack: Running, peer: Peer) -> None:
    view = opened(slack, peer)
    with pytest.raises(ControlRefused, match="no view"):
        slack.submit(MATTI, view["id"], {"Nimi": "Acme"})


def test_options_come_from_the_app_while_typing(slack: Running, peer: Peer) -> None:
    chooser = {"type": "external_select", "action_id": "deal", "min_query_length": 2}
    view = opened(slack, peer, modal(field("Diili", chooser)))
    peer.answers["block_suggestion"] = lambda payload: {"options": [option(f"{payload['value']} Oy", "7")]}
    assert slack.suggest(AINO, "Diili", "Acme", view_id=view["id"])["options"] == [option("Acme Oy", "7")]
    slack.submit(AINO, view["id"], {"Diili": "7"})
    assert peer.last()["view"]["state"]["values"]["diili"]["deal"]["selected_option"]["value"] == "7"


def test_options_that_slack_would_not_show_are_none(slack: Running, peer: Peer) -> None:
    chooser = {"type": "external_select", "action_id": "deal", "min_query_length": 0}
    view = opened(slack, peer, modal(field("Diili", chooser)))
    peer.answers["block_suggestion"] = lambda payload: {"options": [option("x" * 76, "7")]}
    assert slack.suggest(AINO, "Diili", "", view_id=view["id"])["options"] == []
    assert slack.state()["refusals"][-1]["error"] == "invalid_options"
