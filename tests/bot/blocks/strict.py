"""What Slack would refuse, as the local Slack knows it; and what must not be in anything shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks import ids
from bot.blocks.elements import Home, Message, View
from bot.local_slack.blocks.surfaces import check_message, check_view

WORDS = set(ids.WordName)
_PING = re.compile(r"<[!@#]")
# What Putki itself writes and nobody types: the places of the tests, and the address of a message in one.
_OWN = re.compile(r"<#C[12]>|<https://[a-z.-]+/archives/C1/p[0-9]+[^ |>]*\|[^<>|]+>")
_REACHED = re.compile(  # a contact's phone and address, a customer's page: nothing in them is typed text
    r"<(?:tel:\+\d{5,15}|mailto:[A-Za-z0-9.+_'-]+@[a-z0-9.-]+|https://[a-z0-9.-]+)\|[^<>|]*>"
)
_LINK = re.compile(r"<[^>]*>")
_UNFILLED = re.compile(r"\{\w*\}|\bNone\b")
_ADVISED = 4_000  # characters of a message's text, by Slack's documentation


def check(shown: Message | View | Home) -> None:
    """Fail when Slack would refuse this, or when it says something that nobody should read."""
    if isinstance(shown, Message):
        check_message({"text": shown.text, "blocks": list(shown.blocks)}, "a test")
        assert 0 < len(shown.text) <= _ADVISED
        blocks = list(shown.blocks)
    else:
        payload = shown.payload()
        check_view(payload, "a test", payload["type"])
        blocks = payload["blocks"]
    _check_texts(shown, blocks)
    _check_ids(blocks)


def _check_texts(shown: Message | View | Home, blocks: list[dict[str, Any]]) -> None:
    texts = [text for block in blocks for text in texts_of(block, "mrkdwn")]
    if isinstance(shown, Message):
        texts.append(shown.text)
    for text in (_REACHED.sub("", _OWN.sub("", each)) for each in texts):
        assert not _PING.search(text), text
        assert not _LINK.search(text), text


def _check_ids(blocks: list[dict[str, Any]]) -> None:
    taken = [element["action_id"] for element in elements_of(blocks)]
    assert len(taken) == len(set(taken)), taken
    for button in buttons_of(blocks):
        assert ids.read(button["action_id"], button["value"]).word in WORDS


def without_gaps(text: str) -> bool:
    """Whether every placeholder was filled."""
    return not _UNFILLED.search(text)


def texts_of(thing: Any, kind: str) -> Iterator[str]:
    """All texts of a kind ("mrkdwn", "plain_text") in a piece of Block Kit."""
    if isinstance(thing, dict):
        if thing.get("type") == kind and isinstance(thing.get("text"), str):
            yield thing["text"]
        for each in thing.values():
            yield from texts_of(each, kind)
    elif isinstance(thing, list):
        for each in thing:
            yield from texts_of(each, kind)


def elements_of(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All elements that a person can use."""
    for block in blocks:
        there = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        yield from (each for each in there if each is not None and "action_id" in each)


def buttons_of(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All buttons."""
    return (each for each in elements_of(blocks) if each["type"] == "button")
