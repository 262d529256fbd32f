"""Elements keep Slack's limits, whatever the text; and the limits are the ones others know too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slackblocks import _limits as theirs

from bot.blocks import elements as el
from bot.blocks import limits
from bot.blocks.cutting import cut
from bot.blocks.elements import Home, Message, View
from bot.language.safe_text import SafeText, plain, safe
from bot.language.voice import Voice
from tests.bot.blocks.odd import TEXT
from tests.bot.blocks.strict import check

VOICE = Voice("fi", "Europe/Helsinki", datetime(2026, 6, 15, 6, tzinfo=UTC))
LIMITS = st.integers(1, 200)


@pytest.mark.parametrize(
    ("ours", "of_others"),
    [
        (limits.MESSAGE_BLOCKS, theirs.MESSAGE_BLOCKS_MAX_ITEMS),
        (limits.VIEW_BLOCKS, theirs.VIEW_BLOCKS_MAX_ITEMS),
        (limits.VIEW_TITLE, theirs.VIEW_TITLE_MAX_LENGTH),
        (limits.VIEW_SUBMIT, theirs.VIEW_SUBMIT_MAX_LENGTH),
        (limits.VIEW_CLOSE, theirs.VIEW_CLOSE_MAX_LENGTH),
        (limits.PRIVATE_METADATA, theirs.VIEW_PRIVATE_METADATA_MAX_LENGTH),
        (limits.CALLBACK_ID, theirs.VIEW_CALLBACK_ID_MAX_LENGTH),
        (limits.HEADER, theirs.HEADER_TEXT_MAX_LENGTH),
        (limits.SECTION, theirs.SECTION_TEXT_MAX_LENGTH),
        (limits.ACTIONS, theirs.ACTIONS_ELEMENTS_MAX_ITEMS),
        (limits.CONTEXT, theirs.CONTEXT_ELEMENTS_MAX_ITEMS),
        (limits.CONTEXT_TEXT, theirs.TEXT_MAX_LENGTH),
        (limits.LABEL, theirs.INPUT_LABEL_MAX_LENGTH),
        (limits.HINT, theirs.INPUT_HINT_MAX_LENGTH),
        (limits.ACTION_ID, theirs.ACTION_ID_MAX_LENGTH),
        (limits.BUTTON, theirs.BUTTON_TEXT_MAX_LENGTH),
        (limits.BUTTON_VALUE, theirs.BUTTON_VALUE_MAX_LENGTH),
        (limits.ACCESSIBILITY_LABEL, theirs.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH),
        (limits.OPTION, theirs.OPTION_TEXT_MAX_LENGTH),
        (limits.OPTION_VALUE, theirs.OPTION_VALUE_MAX_LENGTH),
        (limits.OPTION_DESCRIPTION, theirs.OPTION_DESCRIPTION_MAX_LENGTH),
        (limits.RADIOS, theirs.RADIO_BUTTONS_OPTIONS_MAX_ITEMS),
        (limits.PLACEHOLDER, theirs.SELECT_PLACEHOLDER_MAX_LENGTH),
        (limits.TYPED, theirs.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX),
        (limits.CONFIRM_TITLE, theirs.CONFIRMATION_TITLE_MAX_LENGTH),
        (limits.CONFIRM_TEXT, theirs.CONFIRMATION_TEXT_MAX_LENGTH),
        (limits.CONFIRM_BUTTON, theirs.CONFIRMATION_CONFIRM_MAX_LENGTH),
    ],
)
def test_our_limits_are_those_that_slackblocks_knows(ours: int, of_others: int) -> None:
    assert ours == of_others


@given(TEXT, LIMITS)
def test_cut_text_is_within_its_limit_as_utf_16_counts_it(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert len(kept.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    assert kept == text or kept.endswith("…")


@given(TEXT, LIMITS)
def test_cut_text_never_ends_in_half_an_entity(text: str, limit: int) -> None:
    kept = cut(safe(text, 3000), limit).removesuffix("…")
    assert "&" not in kept[-5:] or ";" in kept[kept.rindex("&") :]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("*Acme Oy* on jumissa", "Acme O…"),
        ("Fisher &amp; Son", "Fisher…"),
        ("`koodi on pitkä`", "koodi…"),
    ],
)
def test_a_mark_that_loses_its_partner_goes_too(text: str, kept: str) -> None:
    assert cut(text, 8) == kept


@given(TEXT, st.integers(0, 60))
def test_any_text_makes_a_message_that_slack_takes(text: str, count: int) -> None:
    said, heard = VOICE.prose(text, 6000), plain(text, 6000)
    button = el.button(heard, (text, text), spoken=heard)
    shown = Message(
        said,
        (
            el.header(heard),
            el.section(said, el.button(heard, ("show.1", text))),
            el.context(*[said] * count),
            el.divider(),
            *el.actions(*[button] * count),
            *[el.section(said)] * count,
        ),
    )
    assert len(shown.blocks) <= limits.MESSAGE_BLOCKS
    unknown_words = [block for block in shown.blocks if block["type"] not in ("actions", "section")]
    check(Message(shown.text, tuple(unknown_words)))


@given(TEXT, st.booleans())
def test_any_text_makes_a_form_that_slack_takes(text: str, lines: bool) -> None:
    heard = plain(text, 5000)
    blocks = (
        el.section(safe(text, 5000)),
        el.text_field("text", heard, initial=text, placeholder=heard, hint=heard, lines=lines),
        el.day_field("day", heard, placeholder=heard, hint=heard),
        el.choice_field("choice", heard, [el.option(heard, str(n), heard) for n in range(12)], chosen="3"),
        el.channel_field("place", heard, placeholder=heard),
        el.person_field("lead", heard, placeholder=heard),
    )
    check(View("new", heard, blocks, close=heard, submit=heard))


def test_a_press_that_destroys_asks_first() -> None:
    confirm = el.confirmation(title="t" * 200, text=SafeText("x" * 900), yes="y" * 60, no="n" * 60)
    check(Message("Hei", tuple(el.actions(el.button("Poista", ("back.1", "{}"), confirm=confirm)))))


def test_action_ids_that_are_the_same_are_told_apart_and_keep_their_word() -> None:
    button = el.button("Näytä", ("show.12", '{"deal":12}'))
    shown = Message("Hei", (*el.actions(button, button), el.section(SafeText("Hei"), button)))
    found = [*shown.blocks[0]["elements"], shown.blocks[1]["accessory"]]
    assert [each["action_id"] for each in found] == ["show.12", "show.12.2", "show.12.3"]


def test_a_message_of_too_many_blocks_says_that_there_is_more() -> None:
    shown = Message("Hei", tuple(el.section(SafeText(str(n))) for n in range(80)))
    assert len(shown.blocks) == limits.MESSAGE_BLOCKS
    assert shown.blocks[-1]["elements"][0]["text"] == "…"


def test_a_home_of_endless_text_stays_within_its_bytes() -> None:
    shown = Home(tuple(el.section(SafeText("ä" * 3000)) for _ in range(100)))
    check(shown)
    assert len(shown.payload()["blocks"]) > 10
