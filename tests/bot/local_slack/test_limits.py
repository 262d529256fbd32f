"""Block Kit's limits: each is enforced one over and not at it, rests on a page, and agrees with another library's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slackblocks import _limits as theirs

from bot.local_slack.blocks.limits import LIMITS
from bot.local_slack.blocks.surfaces import check_message, check_suggestions, check_view
from bot.local_slack.refusal import ApiRefusal
from tests.bot.local_slack.things import actions, button, field, modal, option, plain, section, text_field

Make = Callable[[int], dict[str, Any]]
CITES = "https://docs.slack.dev/x"


def message(*blocks: dict[str, Any]) -> Callable[[], None]:
    return lambda: check_message({"text": "x", "blocks": list(blocks)}, CITES)


def view(body: dict[str, Any]) -> Callable[[], None]:
    return lambda: check_view(body, CITES, body["type"])


def many(number: int) -> list[dict[str, Any]]:
    return [option(f"o{n}") for n in range(number)]


def select(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "chosen", **more}


def image(**more: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "https://example.fi/a.png", "alt_text": "Kaavio", **more}


def url(length: int) -> str:
    return "https://e.fi/".ljust(length, "x")


def cells(number: int) -> list[dict[str, str]]:
    return [{"type": "raw_text", "text": "x"}] * number


def dialog(**more: Any) -> dict[str, Any]:
    found = {"title": plain("t"), "text": plain("t"), "confirm": plain("t"), "deny": plain("t")} | more
    return actions(button(confirm=found))


def typed(**more: Any) -> dict[str, Any]:
    return field("Nimi", {"type": "plain_text_input", "action_id": "typed", **more})


BY_LIMIT: dict[str, Callable[[int], Callable[[], None]]] = {
    "message.blocks": lambda n: message(*[section()] * n),
    "message.text": lambda n: lambda: check_message({"text": "x" * n}, CITES),
    "message.markdown_total": lambda n: message(
        {"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}
    ),
    "message.tables": lambda n: message(*[{"type": "table", "rows": [cells(1)]}] * n),
    "view.blocks": lambda n: view(modal(*[section()] * n)),
    "view.title": lambda n: view(modal(title=plain("x" * n))),
    "view.submit": lambda n: view(modal(submit=plain("x" * n))),
    "view.close": lambda n: view(modal(close=plain("x" * n))),
    "view.private_metadata": lambda n: view(modal(private_metadata="x" * n)),
    "view.callback_id": lambda n: view(modal(callback_id="x" * n)),
    "view.external_id": lambda n: view(modal(external_id="x" * n)),
    "text": lambda n: message({"type": "context", "elements": [plain("x" * n)]}),
    "option.text": lambda n: message(actions(select(options=[option("x" * n, "v")]))),
    "option.value": lambda n: message(actions(select(options=[option("t", "x" * n)]))),
    "option.description": lambda n: message(actions(select(options=[option("t") | {"description": plain("x" * n)}]))),
    "option.url": lambda n: message(actions({"type": "overflow", "options": [option("t") | {"url": "x" * n}]})),
    "option_group.label": lambda n: message(
        actions(select(option_groups=[{"label": plain("x" * n), "options": many(1)}]))
    ),
    "option_group.options": lambda n: message(
        actions(select(option_groups=[{"label": plain("g"), "options": many(n)}]))
    ),
    "confirm.title": lambda n: message(dialog(title=plain("x" * n))),
    "confirm.text": lambda n: message(dialog(text=plain("x" * n))),
    "confirm.confirm": lambda n: message(dialog(confirm=plain("x" * n))),
    "confirm.deny": lambda n: message(dialog(deny=plain("x" * n))),
    "block_id": lambda n: message(section(block_id="x" * n)),
    "action_id": lambda n: message(actions(button("x" * n))),
    "placeholder": lambda n: message(actions(select(options=many(1), placeholder=plain("x" * n)))),
    "actions.elements": lambda n: message(actions(*[button(f"b{k}") for k in range(n)])),
    "context.elements": lambda n: message({"type": "context", "elements": [plain("x")] * n}),
    "header.text": lambda n: message({"type": "header", "text": plain("x" * n)}),
    "image.image_url": lambda n: message(image(image_url=url(n))),
    "slack_file.id": lambda n: message({"type": "image", "alt_text": "Elokuu", "slack_file": {"id": "F" * n}}),
    "image.alt_text": lambda n: message(image(alt_text="x" * n)),
    "image.title": lambda n: message(image(title=plain("x" * n))),
    "input.label": lambda n: view(modal(text_field() | {"label": plain("x" * n)})),
    "input.hint": lambda n: view(modal(text_field(hint=plain("x" * n)))),
    "markdown.text": lambda n: message({"type": "markdown", "text": "x" * n}),
    "section.text": lambda n: message(section("x" * n)),
    "section.fields": lambda n: message({"type": "section", "fields": [plain("x")] * n}),
    "section.field": lambda n: message({"type": "section", "fields": [plain("x" * n)]}),
    "table.rows": lambda n: message({"type": "table", "rows": [cells(1)] * n}),
    "table.columns": lambda n: message({"type": "table", "rows": [cells(n)]}),
    "table.column_settings": lambda n: message(
        {"type": "table", "rows": [cells(1)], "column_settings": [{"align": "right"}] * n}
    ),
    "table.characters": lambda n: message(
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * (n // 10)}]] * 10 + [cells(n % 10)]}
        if n % 10
        else {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * (n // 10)}]] * 10}
    ),
    "button.text": lambda n: message(actions(button(text="x" * n))),
    "button.value": lambda n: message(actions(button(value="x" * n))),
    "button.url": lambda n: message(actions(button(url=url(n)))),
    "button.accessibility_label": lambda n: message(actions(button(accessibility_label="x" * n))),
    "checkboxes.options": lambda n: message(actions(select("checkboxes", options=many(n)))),
    "radio_buttons.options": lambda n: message(actions(select("radio_buttons", options=many(n)))),
    "overflow.options": lambda n: message(actions(select("overflow", options=many(n)))),
    "select.options": lambda n: message(actions(select(options=many(n)))),
    "select.suggestions": lambda n: lambda: check_suggestions({"options": many(n)}),
    "select.option_groups": lambda n: message(
        actions(select(option_groups=[{"label": plain("g"), "options": many(1)}] * n))
    ),
    "plain_text_input.max_length": lambda n: view(modal(typed(max_length=n))),
    "plain_text_input.min_length": lambda n: view(modal(typed(min_length=n))),
}
# Measured in bytes or in what is open, by tests of their own.
ELSEWHERE = {"view.bytes", "view.stacked", "message.metadata"}


def test_every_limit_has_a_case_here_or_elsewhere() -> None:
    assert set(LIMITS) == set(BY_LIMIT) | ELSEWHERE


@pytest.mark.parametrize("name", BY_LIMIT)
def test_at_the_limit_is_taken_and_one_over_is_refused(name: str) -> None:
    limit = LIMITS[name]
    BY_LIMIT[name](limit.most)()
    with pytest.raises(ApiRefusal) as refused:
        BY_LIMIT[name](limit.most + 1)()
    assert refused.value.cites == limit.cites


AN_EMPTY_ONE_IS_NO_ADDRESS = {"image.image_url", "button.url"}
LEAST = [name for name in BY_LIMIT if LIMITS[name].least == 1 and name not in AN_EMPTY_ONE_IS_NO_ADDRESS]


@pytest.mark.parametrize("name", LEAST)
def test_nothing_is_refused_where_something_must_be(name: str) -> None:
    with pytest.raises(ApiRefusal):
        BY_LIMIT[name](0)()


def test_every_limit_rests_on_a_page_of_the_documentation() -> None:
    assert all(limit.cites.startswith("https://docs.slack.dev/") for limit in LIMITS.values())


THEIRS = {
    "text": theirs.TEXT_MAX_LENGTH,
    "action_id": theirs.ACTION_ID_MAX_LENGTH,
    "block_id": theirs.BLOCK_ID_MAX_LENGTH,
    "button.text": theirs.BUTTON_TEXT_MAX_LENGTH,
    "button.url": theirs.BUTTON_URL_MAX_LENGTH,
    "button.value": theirs.BUTTON_VALUE_MAX_LENGTH,
    "button.accessibility_label": theirs.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH,
    "confirm.title": theirs.CONFIRMATION_TITLE_MAX_LENGTH,
    "confirm.text": theirs.CONFIRMATION_TEXT_MAX_LENGTH,
    "confirm.confirm": theirs.CONFIRMATION_CONFIRM_MAX_LENGTH,
    "confirm.deny": theirs.CONFIRMATION_DENY_MAX_LENGTH,
    "option.text": theirs.OPTION_TEXT_MAX_LENGTH,
    "option.value": theirs.OPTION_VALUE_MAX_LENGTH,
    "option.description": theirs.OPTION_DESCRIPTION_MAX_LENGTH,
    "option.url": theirs.OPTION_URL_MAX_LENGTH,
    "option_group.label": theirs.OPTION_GROUP_LABEL_MAX_LENGTH,
    "option_group.options": theirs.OPTION_GROUP_OPTIONS_MAX_ITEMS,
    "placeholder": theirs.SELECT_PLACEHOLDER_MAX_LENGTH,
    "select.options": theirs.SELECT_OPTIONS_MAX_ITEMS,
    "select.option_groups": theirs.SELECT_OPTION_GROUPS_MAX_ITEMS,
    "overflow.options": theirs.OVERFLOW_OPTIONS_MAX_ITEMS,
    "checkboxes.options": theirs.CHECKBOXES_OPTIONS_MAX_ITEMS,
    "radio_buttons.options": theirs.RADIO_BUTTONS_OPTIONS_MAX_ITEMS,
    "plain_text_input.max_length": theirs.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
    "plain_text_input.min_length": theirs.PLAIN_TEXT_INPUT_MIN_LENGTH_MAX,
    "actions.elements": theirs.ACTIONS_ELEMENTS_MAX_ITEMS,
    "context.elements": theirs.CONTEXT_ELEMENTS_MAX_ITEMS,
    "header.text": theirs.HEADER_TEXT_MAX_LENGTH,
    "image.image_url": theirs.IMAGE_IMAGE_URL_MAX_LENGTH,
    "image.alt_text": theirs.IMAGE_ALT_TEXT_MAX_LENGTH,
    "image.title": theirs.IMAGE_TITLE_MAX_LENGTH,
    "input.label": theirs.INPUT_LABEL_MAX_LENGTH,
    "input.hint": theirs.INPUT_HINT_MAX_LENGTH,
    "markdown.text": theirs.MARKDOWN_TEXT_MAX_LENGTH,
    "message.markdown_total": theirs.MARKDOWN_TOTAL_TEXT_MAX_LENGTH,
    "section.text": theirs.SECTION_TEXT_MAX_LENGTH,
    "section.fields": theirs.SECTION_FIELDS_MAX_ITEMS,
    "section.field": theirs.SECTION_FIELDS_ITEM_MAX_LENGTH,
    "table.rows": theirs.TABLE_ROWS_MAX_ITEMS,
    "table.columns": theirs.TABLE_COLUMNS_MAX_ITEMS,
    "table.column_settings": theirs.TABLE_COLUMN_SETTINGS_MAX_ITEMS,
    "message.blocks": theirs.MESSAGE_BLOCKS_MAX_ITEMS,
    "view.blocks": theirs.VIEW_BLOCKS_MAX_ITEMS,
    "view.private_metadata": theirs.VIEW_PRIVATE_METADATA_MAX_LENGTH,
    "view.callback_id": theirs.VIEW_CALLBACK_ID_MAX_LENGTH,
    "view.external_id": theirs.VIEW_EXTERNAL_ID_MAX_LENGTH,
    "view.title": theirs.VIEW_TITLE_MAX_LENGTH,
    "view.close": theirs.VIEW_CLOSE_MAX_LENGTH,
    "view.submit": theirs.VIEW_SUBMIT_MAX_LENGTH,
}


def test_the_limits_agree_with_another_librarys_reading() -> None:
    assert {name: LIMITS[name].most for name in THEIRS} == THEIRS


REFUSED_BLOCKS: dict[str, tuple[dict[str, Any], str]] = {
    "a block of an unknown type": ({"type": "sparkles"}, "unsupported type: sparkles [json-pointer:/blocks/0/type]"),
    "a block still rolling out": ({"type": "card", "title": plain("x")}, "unsupported type: card"),
    "a field no block has": (section(color="red"), "invalid additional property: color [json-pointer:/blocks/0]"),
    "a section without words": ({"type": "section"}, "missing required field: text"),
    "a header in markdown": ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be plain_text"),
    "a text of an unknown type": ({"type": "section", "text": {"type": "html", "text": "x"}}, "unsupported type: html"),
    "an emoji flag on mrkdwn": (
        {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}},
        "invalid additional property: emoji",
    ),
    "a text field among buttons": (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    "a number field in a message": (
        field("Summa", {"type": "number_input", "is_decimal_allowed": True}),
        "unsupported type: number_input",
    ),
    "an unknown button style": (actions(button(style="green")), "must be one of: primary, danger"),
    "a button that leads nowhere": (actions(button(url="javascript:alert(1)")), "must be a valid URL"),
    "a menu with nothing to choose": (actions(select()), "must have either options or option_groups"),
    "a first choice that is not offered": (
        actions(select(options=many(2), initial_option=option("zzz"))),
        "initial option must be one of the options",
    ),
    "a day that is none": (actions(select("datepicker", initial_date="3.6.2026")), "must be in the format YYYY-MM-DD"),
    "a time that is none": (actions(select("timepicker", initial_time="8.00")), "must be in the format HH:mm"),
    "a number field that does not say of decimals": (
        field("Summa", {"type": "number_input"}),
        "missing required field: is_decimal_allowed",
    ),
    "two elements with one action_id": (actions(button("a"), button("a")), '`action_id` "a" already exists'),
    "a picture without words": ({"type": "image", "image_url": url(20)}, "missing required field: alt_text"),
    "an option without a value": (actions(select(options=[{"text": plain("x")}])), "missing required field: value"),
    "a dialog without a way out": (actions(button(confirm={"title": plain("x")})), "missing required field: deny"),
    "something that is null": (section(accessory=None), "must not be null: accessory"),
    "rich text of an unknown kind": (
        {"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]},
        "unsupported type: rich_text_poem",
    ),
    "a cell of an unknown kind": ({"type": "table", "rows": [[{"type": "cell"}]]}, "unsupported type: cell"),
}


@pytest.mark.parametrize("case", REFUSED_BLOCKS)
def test_a_message_with_this_is_refused(case: str) -> None:
    block, said = REFUSED_BLOCKS[case]
    with pytest.raises(ApiRefusal) as refused:
        check_message({"text": "x", "blocks": [block]}, CITES)
    assert refused.value.error == "invalid_blocks"
    assert any(said in each for each in refused.value.extra["errors"])
    assert refused.value.cites.startswith("https://docs.slack.dev/reference/block-kit")


def test_two_blocks_with_one_id_are_refused() -> None:
    with pytest.raises(ApiRefusal, match="already exists"):
        check_message({"blocks": [section(block_id="a"), section(block_id="a")]}, CITES)


REFUSED_VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title"),
    "a field without a submit button": ({**modal(), "submit": None}, "must not be null: submit"),
    "a title in markdown": (modal(title={"type": "mrkdwn", "text": "x"}), "must be plain_text"),
    "a table": (modal({"type": "table", "rows": [cells(1)]}), "unsupported type: table"),
    "a title at home": ({"type": "home", "blocks": [], "title": plain("x")}, "invalid additional property: title"),
    "two fields that want the focus": (
        modal(typed(focus_on_load=True), field("B", {"type": "plain_text_input", "focus_on_load": True})),
        "only one element can be focused on load",
    ),
    "a moment to pick at home": (
        {"type": "home", "blocks": [actions(select("datetimepicker"))]},
        "unsupported type: datetimepicker",
    ),
    "another type": ({"type": "workflow_step", "blocks": []}, "must be one of: modal"),
}


@pytest.mark.parametrize("case", REFUSED_VIEWS)
def test_a_view_with_this_is_refused(case: str) -> None:
    body, said = REFUSED_VIEWS[case]
    with pytest.raises(ApiRefusal) as refused:
        check_view(body, CITES, "home" if body["type"] == "home" else "modal")
    assert refused.value.error == "invalid_arguments"
    assert any(said in each for each in refused.value.extra["response_metadata"]["messages"])


def test_a_modal_with_a_field_needs_a_submit_button() -> None:
    body = modal()
    del body["submit"]
    with pytest.raises(ApiRefusal, match="submit"):
        check_view(body, CITES, "modal")


def test_a_view_over_250_kilobytes_is_too_large() -> None:
    with pytest.raises(ApiRefusal) as refused:
        check_view(modal(*[section("ä" * 2900, fields=[plain("ä" * 1900)] * 10)] * 8), CITES, "modal")
    assert refused.value.error == "view_too_large"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": "no"}, "invalid_blocks_format"),
        ({"text": "x", "attachments": [{}]}, "invalid_attachments"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x", "event_payload": {"k": "x" * 9000}}}, "metadata_too_large"),
    ],
)
def test_a_message_that_is_no_message_is_refused(body: dict[str, Any], error: str) -> None:
    with pytest.raises(ApiRefusal) as refused:
        check_message(body, CITES)
    assert refused.value.error == error
