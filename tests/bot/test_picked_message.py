"""What a message says on which a shortcut was used, whoever wrote it, and the link that leads back to it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.picked_message import picked_message, text_of
from tests.tables import each_row

BUTTON = {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Ota"}}]}
FIELDS = [{"type": "mrkdwn", "text": "Yritys: Acme Oy"}, {"type": "mrkdwn", "text": "Budjetti: 12 500 €"}]


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


@each_row(
    ("message", "text"),
    [
        ({"text": "Acme Oy"}, "Acme Oy"),
        ({"text": "Acme &amp; Co", "blocks": [rich({"type": "text", "text": "Acme & Co"})]}, "Acme &amp; Co"),
        ({"text": "", "blocks": [rich({"type": "text", "text": "A & B"})]}, "A &amp; B"),
        (
            {"blocks": [rich({"type": "user", "user_id": "U1"}, {"type": "text", "text": " soitti"})]},
            "<@U1> soitti",
        ),
        (
            {"blocks": [rich(*({"type": "text", "text": each} for each in ("yksi", "kaksi")), kind="rich_text_list")]},
            "yksi\nkaksi",
        ),
        ({"text": "Uusi liidi", "blocks": [section("*Acme Oy* kysyi"), BUTTON]}, "*Acme Oy* kysyi"),
        (
            {"text": "Liidi", "blocks": [{"type": "section", "fields": FIELDS}]},
            "Yritys: Acme Oy\nBudjetti: 12 500 €",
        ),
        ({"text": "Liidi", "blocks": [BUTTON]}, "Liidi"),
        ({"text": "", "attachments": [{"fallback": "Acme kysyi"}]}, "Acme kysyi"),
        (
            {"attachments": [{"title": "Liidi", "text": "Acme", "fields": [{"title": "Summa", "value": "5k"}]}]},
            "Liidi\nAcme\nSumma: 5k",
        ),
        ({"text": "katso", "attachments": [{"from_url": "https://a.example", "text": "esikatselu"}]}, "katso"),
        (
            {"text": "ota tämä", "attachments": [{"from_url": "https://a", "is_share": True, "text": "Acme kysyi"}]},
            "ota tämä\nAcme kysyi",
        ),
        ({}, ""),
        ({"text": None, "blocks": None, "attachments": None}, ""),
    ],
)
def test_a_message_says_what_people_see_of_it(message: dict[str, Any], text: str) -> None:
    assert text_of(message) == text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "fields", "rows", "title", "user_id"]), inner)
    ),
    max_leaves=12,
)


@given(blocks=ANYTHING, attachments=ANYTHING)
def test_whatever_an_app_wrote_can_be_read(blocks: Any, attachments: Any) -> None:
    assert isinstance(text_of({"blocks": blocks, "attachments": attachments}), str)


def payload(**message: Any) -> dict[str, Any]:
    said = {"text": "Acme", "ts": "1718000000.000200", **message}
    return {"team": {"domain": "nordlift"}, "channel": {"id": "C1"}, "message_ts": said["ts"], "message": said}


@each_row(
    ("asked", "link"),
    [
        (payload(), "https://nordlift.slack.com/archives/C1/p1718000000000200"),
        (payload(thread_ts="1718000000.000200"), "https://nordlift.slack.com/archives/C1/p1718000000000200"),
        (
            payload(thread_ts="1717000000.000100"),
            "https://nordlift.slack.com/archives/C1/p1718000000000200?thread_ts=1717000000.000100&cid=C1",
        ),
        ({**payload(), "team": None}, ""),
    ],
)
def test_the_link_is_the_one_that_slack_copies(asked: dict[str, Any], link: str) -> None:
    message = picked_message(asked)
    assert message is not None
    assert message.link == link


def test_a_global_shortcut_is_used_on_no_message() -> None:
    assert picked_message({"type": "shortcut"}) is None
