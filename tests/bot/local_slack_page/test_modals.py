"""The page's modals: filling in with the keyboard, errors under their fields, stacks, and every way out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.local_slack import Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, MATTI, actions, button, field, modal, option, plain, text_field
from tests.bot.local_slack_page.conftest import OpenAs

STAGES = {"type": "static_select", "action_id": "stage", "options": [option("Yhteydenotto"), option("Tarjous")]}
CUSTOMER = {"type": "external_select", "action_id": "customer", "min_query_length": 1}
DAY = {"type": "datepicker", "action_id": "day", "initial_date": "2026-06-30"}


@pytest.fixture
def shown(slack: Running, peer: Peer, open_as: OpenAs) -> Any:
    """Let the app open a modal when a person types a command on the page."""

    def show(*blocks: dict[str, Any], **more: Any) -> Page:
        view = modal(*blocks, **more)
        peer.answers["slash_commands"] = lambda payload: (
            peer.web.views_open(trigger_id=payload["trigger_id"], view=view) and None
        )
        page = open_as(AINO)
        page.locator(".composer textarea").first.fill("/deal new")
        page.locator(".composer textarea").first.press("Enter")
        expect(page.get_by_role("dialog", name="Uusi")).to_be_visible()
        return page

    return show


def submission(peer: Peer) -> dict[str, Any]:
    found = [each.payload for each in peer.received if each.payload.get("type") == "view_submission"]
    return found[-1]["view"]["state"]["values"]


def test_a_modal_is_filled_in_and_sent_without_the_mouse(peer: Peer, shown: Any) -> None:
    page = shown(text_field(), field("Vaihe", STAGES), field("Päivä", DAY))
    expect(page.get_by_label("Nimi")).to_be_focused()
    page.keyboard.type("Acme Oy")
    for key in ("Tab", "Enter", "ArrowDown", "Enter", "Tab", "Enter", "ArrowDown", "ArrowRight", "Enter", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".composer textarea").first).to_be_focused()
    values = submission(peer)
    assert values["nimi"]["typed"]["value"] == "Acme Oy"
    assert values["vaihe"]["stage"]["selected_option"]["value"] == "Tarjous"
    assert values["päivä"]["day"]["selected_date"] == "2026-07-08"


def test_what_is_required_is_asked_for_before_the_app_is(peer: Peer, shown: Any) -> None:
    page = shown(text_field(), text_field("Summa", optional=True))
    page.get_by_role("button", name="Tallenna").click()
    name = page.get_by_label("Nimi")
    expect(page.locator(".has-error")).to_contain_text("Please complete this required field.")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    assert [each for each in peer.received if each.payload.get("type") == "view_submission"] == []


def test_the_apps_errors_stand_under_their_fields_and_nothing_typed_is_lost(peer: Peer, shown: Any) -> None:
    errors = {"response_action": "errors", "errors": {"summa": "”paljon” jäi epäselväksi."}}
    peer.answers["view_submission"] = lambda payload: errors
    page = shown(text_field(), text_field("Summa"))
    page.get_by_label("Nimi").fill("Acme Oy")
    page.get_by_label("Summa").fill("paljon")
    page.keyboard.press("Enter")
    expect(page.locator(".block-input", has_text="Summa")).to_contain_text("”paljon” jäi epäselväksi.")
    expect(page.get_by_label("Summa")).to_be_focused()
    expect(page.get_by_label("Nimi")).to_have_value("Acme Oy")
    peer.answers["view_submission"] = lambda payload: None
    page.get_by_label("Summa").fill("12 500 €")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert submission(peer)["summa"]["typed"]["value"] == "12 500 €"


def test_an_app_that_does_not_answer_leaves_the_modal_with_what_was_typed(
    slack: Running, peer: Peer, shown: Any
) -> None:
    page = shown()
    slack.fault("lost", of="interactive")
    page.get_by_label("Nimi").fill("Acme Oy")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator(".modal-trouble")).to_contain_text("We had some trouble connecting")
    expect(page.get_by_label("Nimi")).to_have_value("Acme Oy")


def test_options_come_from_the_app_as_one_types(peer: Peer, shown: Any) -> None:
    customers = ["Acme Oy", "Åland Shipping Ab"]
    peer.answers["block_suggestion"] = lambda payload: {
        "options": [option(each) for each in customers if payload["value"].lower() in each.lower()]
    }
    page = shown(field("Asiakas", CUSTOMER))
    page.get_by_role("combobox", name="Asiakas").press("Enter")
    page.keyboard.type("åla")
    expect(page.get_by_role("option")).to_have_text(["Åland Shipping Ab"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Asiakas: Åland Shipping Ab")).to_be_focused()
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert submission(peer)["asiakas"]["customer"]["selected_option"]["value"] == "Åland Shipping Ab"


def test_esc_closes_a_list_in_which_the_mouse_chose_and_leaves_the_form(peer: Peer, shown: Any) -> None:
    page = shown(text_field(), field("Vetäjät", {"type": "multi_users_select", "action_id": "leads"}))
    page.get_by_label("Nimi").fill("Vienti")
    page.get_by_role("combobox", name="Vetäjät").click()
    page.keyboard.type("mat")
    page.get_by_role("option").filter(has_text="Matti").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Vetäjät: Matti Korhonen")).to_be_focused()
    expect(page.get_by_label("Nimi")).to_have_value("Vienti")


def test_a_pushed_view_lies_on_top_and_back_shows_what_was_typed_below(peer: Peer, shown: Any) -> None:
    second = modal(text_field("Rivi"), title=plain("Rivi"))
    peer.answers["block_actions"] = lambda payload: (
        peer.web.views_push(trigger_id=payload["trigger_id"], view=second) and None
    )
    page = shown(text_field(), actions(button(text="Lisää rivi…")))
    page.get_by_label("Nimi").fill("Acme Oy")
    page.get_by_role("button", name="Lisää rivi…").click()
    expect(page.get_by_role("dialog", name="Rivi")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("dialog", name="Uusi")).to_be_visible()
    expect(page.get_by_label("Nimi")).to_have_value("Acme Oy")
    pressed = next(each.payload for each in peer.received if each.payload.get("type") == "block_actions")
    assert pressed["view"]["state"]["values"]["nimi"]["typed"]["value"] == "Acme Oy"


def test_an_update_keeps_what_was_typed_and_where_the_caret_was(peer: Peer, shown: Any) -> None:
    def update(payload: dict[str, Any]) -> None:
        wider = modal(text_field(), actions(button(text="Lisää")), text_field("Uusi kenttä", optional=True))
        peer.web.views_update(view_id=payload["view"]["id"], view=wider)

    peer.answers["block_actions"] = update
    page = shown(text_field(), actions(button(text="Lisää")))
    page.get_by_label("Nimi").fill("Acme Oy")
    page.get_by_role("button", name="Lisää").press("Enter")
    expect(page.get_by_label("Uusi kenttä")).to_be_visible()
    expect(page.get_by_label("Nimi")).to_have_value("Acme Oy")
    expect(page.get_by_role("button", name="Lisää")).to_be_focused()


def test_escape_closes_and_the_app_is_told(peer: Peer, shown: Any) -> None:
    page = shown(text_field(), notify_on_close=True)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    closed = peer.wait_for(2)[-1].payload
    assert (closed["type"], closed["is_cleared"]) == ("view_closed", True)


def test_the_focus_stays_inside_and_a_list_closes_before_its_modal(shown: Any) -> None:
    page = shown(text_field(), field("Vaihe", STAGES))
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.get_by_role("combobox", name="Vaihe").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Select an item")).to_have_count(0)
    expect(page.get_by_role("dialog", name="Uusi")).to_be_visible()


def test_a_modal_is_before_its_own_person_alone(slack: Running, shown: Any, open_as: OpenAs) -> None:
    shown()
    expect(open_as(MATTI).get_by_role("dialog")).to_have_count(0)
    expect(open_as(AINO).get_by_role("dialog", name="Uusi")).to_be_visible()
