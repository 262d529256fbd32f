"""The only reader of Slack's payloads: whatever arrives becomes one Request, with our numbers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.blocks import ids
from bot.blocks.ids import Basis, Carried, Pressed
from bot.language.grammar import NOTHING_TYPED, ParsedLine
from bot.slack import addresses
from bot.slack.directory import Directory, OurMessage
from bot.slack.picked_message import PickedMessage, picked_message
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.messages.notices import ANSWERED_IN_PLACE
from pipeline.messages.occasions import step_of_soon_key


@dataclass(frozen=True, slots=True)
class UnknownMessage:
    """A message of ours, read by a whole channel, of which no row says where it stands; `url` answers presses there."""

    channel: str
    ts: str
    url: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for, whatever the payload looked like."""

    by: By
    text: str = ""  # what was typed after the command or the mention, or into a search
    line: ParsedLine = NOTHING_TYPED  # that text, or what a button carried, read once
    pressed: Pressed | None = None
    carried: Carried = field(default_factory=Carried)
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])  # a form's fields by block id, as given
    bases: tuple[Basis, ...] = ()  # what of the ledger a button or a form rests on
    trigger: str | None = None
    deal: int | None = None  # the deal of the thread, or of the message reacted to
    stay: int | None = None
    emoji: str | None = None
    is_taken_off: bool = False  # a reaction that was removed
    view_id: str | None = None
    word: str | None = None  # the word of a button or a form; of a search the field's name, or the word it is for
    aside: str | None = None  # where an answer goes that is for one person's eyes, or must not replace what was pressed
    is_shared: bool = False  # others read what was pressed, too
    unknown: UnknownMessage | None = None  # what was pressed, if nobody wrote down that it was posted
    message: PickedMessage | None = None  # that a shortcut was used on
    brought_before: int = 0  # times that Slack has brought it already: an event that nobody took comes again


def command(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """`/deal …`"""
    member_no = directory.member(payload["user_id"], payload.get("team_id"))
    by = By(directory.workspace_no, member_no, Via.COMMAND, (f"trigger:{payload['trigger_id']}",), arrived)
    url = addresses.dump(addresses.ResponseUrl(payload["response_url"])) if payload.get("response_url") else ""
    return Request(
        by=by,
        text=payload.get("text") or "",
        trigger=payload["trigger_id"],
        carried=Carried(reply=url),
    )


def press(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """A pressed button, or a choice from a menu."""
    action = payload["actions"][0]
    member_no = directory.member(payload["user"]["id"], payload["user"].get("team_id"))
    chosen = action.get("selected_option") or {}
    value = action.get("value") or chosen.get("value")
    pressed = ids.read(action["action_id"], value)
    ours = _ours(payload, directory)
    reply, unknown = _pressed_reply(payload, directory, ours)
    by = By(
        directory.workspace_no,
        member_no,
        Via.BUTTON,
        (f"trigger:{payload['trigger_id']}",),
        arrived,
        reply or None,
        addresses.replaced_message(reply),
    )
    return Request(
        by=by,
        pressed=pressed,
        bases=_bases(ids.basis(value), ids.basis_of_search(action["action_id"])),
        trigger=payload["trigger_id"],
        deal=pressed.deal,
        stay=pressed.stay,
        carried=Carried(deal=pressed.deal, stay=pressed.stay, to=pressed.to, reply=reply or _reply_of_form(payload)),
        word=pressed.word,
        view_id=_modal(payload),
        aside=_aside(payload),
        is_shared=_is_shared(payload, reply, ours),
        unknown=unknown,
    )


def _bases(*bases: Basis) -> tuple[Basis, ...]:
    return tuple(each for each in bases if not each.is_nothing)


def _ours(payload: Mapping[str, Any], directory: Directory) -> OurMessage | None:
    """Our message in which it was pressed; none for an ephemeral, on Home and in a modal."""
    container = payload.get("container") or {}
    if container.get("is_ephemeral"):
        return None
    return directory.message(container.get("channel_id", ""), container.get("message_ts"))


def _is_shared(payload: Mapping[str, Any], reply: str, ours: OurMessage | None) -> bool:
    """Whether others read it too: no ephemeral, and none of our messages to one person."""
    is_ephemeral = (payload.get("container") or {}).get("is_ephemeral", False)
    return bool(reply) and not is_ephemeral and (ours is None or ours.member_no is None)


def answered_at(payload: Mapping[str, Any]) -> str | None:
    """Where a press is answered for that person's eyes only; none on Home and in modals."""
    url = payload.get("response_url")
    return addresses.dump(addresses.ResponseUrl(url)) if url else None


def _aside(payload: Mapping[str, Any]) -> str | None:
    """Return the address for an answer that must not take the place of what was pressed.

    In a thread, answer in that thread. Slack does not say whether a press on a thread's first message came from the
    thread, so answer in the channel.
    """
    container, url = payload.get("container") or {}, payload.get("response_url")
    thread, channel = container.get("thread_ts"), container.get("channel_id")
    if not url or not channel or thread in (None, container.get("message_ts")):
        return answered_at(payload)
    return addresses.dump(addresses.EphemeralAddress(channel, payload["user"]["id"], thread, url))


def _reply_of_form(payload: Mapping[str, Any]) -> str:
    """Where the answer of the form goes in which the button stood: the form that it opens is answered there, too."""
    view = payload.get("view") or {}
    return ids.read_carried(view.get("private_metadata")).reply if view.get("type") == "modal" else ""


def _modal(payload: Mapping[str, Any]) -> str | None:
    """The modal that the button stood in."""
    view = payload.get("view") or {}
    return view.get("id") if view.get("type") == "modal" else None


def _pressed_reply(
    payload: Mapping[str, Any], directory: Directory, ours: OurMessage | None
) -> tuple[str, UnknownMessage | None]:
    """An ephemeral, a reminder and an answer in a thread become what was done; a card and a post stay.

    So does an answer in a thread that another organisation reads by now: nothing is said there any more. With it
    comes what was pressed, if it stands in a channel and is not known there.
    """
    container = payload.get("container") or {}
    url = payload.get("response_url")
    if not url:
        return "", None
    is_reply = container.get("thread_ts") not in (None, container.get("message_ts"))
    if container.get("is_ephemeral") or (is_reply and not directory.is_barred(container.get("channel_id", ""))):
        return addresses.dump(addresses.ResponseUrl(url, replace=True, thread_ts=container.get("thread_ts"))), None
    channel, ts = container.get("channel_id", ""), container.get("message_ts", "")
    if ours is not None and ours.member_no is not None and ours.says in ANSWERED_IN_PLACE:
        return addresses.dump(addresses.MessageAddress(ours.key)), None
    unknown = UnknownMessage(channel, ts, url) if ours is None and channel and ts and not is_reply else None
    return addresses.dump(addresses.ResponseUrl(url)), unknown


def submission(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """A form sent in."""
    view = payload["view"]
    member_no = directory.member(payload["user"]["id"], payload["user"].get("team_id"))
    carried = ids.read_carried(view.get("private_metadata"))
    values = _values((view.get("state") or {}).get("values") or {})
    keys = tuple(
        f"{name}:{value}" for name, value in (("view", view["id"]), ("trigger", payload.get("trigger_id"))) if value
    )
    replaced = addresses.replaced_message(carried.reply)
    by = By(directory.workspace_no, member_no, Via.FORM, keys, arrived, carried.reply or None, replaced)
    return Request(
        by=by,
        values=values,
        carried=carried,
        bases=_bases(ids.basis(view.get("private_metadata")), *_ticked(values)),
        trigger=payload.get("trigger_id"),
        deal=carried.deal,
        stay=carried.stay,
        view_id=view["id"],
        word=ids.word_of(view["callback_id"]),
    )


def _ticked(values: Mapping[str, Any]) -> Iterator[Basis]:
    """What the boxes rest on that are ticked in a form."""
    return (ids.basis(each) for given in values.values() if isinstance(given, tuple) for each in given)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


_GIVEN = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation", "selected_channel")


def _values(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """A form's state as one value per block: text, day, chosen value, chosen person or channel."""
    return {block_id: _given(element) for block_id, elements in state.items() for element in elements.values()}


def _given(element: Mapping[str, Any]) -> Any:
    if option := element.get("selected_option"):
        return option["value"]
    if (options := element.get("selected_options")) is not None:
        return tuple(option["value"] for option in options)
    if (people := element.get("selected_users")) is not None:
        return tuple(people)
    return next((element[key] for key in _GIVEN if element.get(key) is not None), None)


def mention(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """Words to the bot, in a channel or a deal's thread."""
    event = payload["event"]
    thread = event.get("thread_ts")
    keys = (f"event:{payload['event_id']}", f"message:{event['channel']}:{event['ts']}")
    member_no = directory.member(event["user"], event.get("user_team") or event.get("team"))
    reply = _mentioned_reply(payload, directory)
    by = By(directory.workspace_no, member_no, Via.MENTION, keys, arrived, reply)
    ours = directory.message(event["channel"], thread) if thread else None
    return Request(
        by=by,
        text=_after_mention(event.get("text") or "", directory.bot_user_id),
        deal=ours.deal_no if ours else None,
        carried=Carried(reply=reply),
        aside=addresses.dump(addresses.EphemeralAddress(event["channel"], event["user"], thread)),
    )


def direct_message(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """Words to the bot in its own conversation with a person, or in the thread of a message there, of a reminder's."""
    event = payload["event"]
    thread = event.get("thread_ts")
    keys = (f"event:{payload['event_id']}", f"message:{event['channel']}:{event['ts']}")
    member_no = directory.member(event["user"], event.get("user_team") or event.get("team"))
    reply = direct_reply(payload)
    by = By(directory.workspace_no, member_no, Via.MENTION, keys, arrived, reply)
    ours = directory.message(event["channel"], thread) if thread else None
    return Request(
        by=by,
        text=_without_command(_after_mention(event["text"], directory.bot_user_id)),
        deal=ours.deal_no if ours else None,
        carried=Carried(reply=reply),
    )


def direct_reply(payload: Mapping[str, Any]) -> str:
    """Return the address of an answer to a direct message: below it where it stands in a thread, else behind it."""
    event = payload["event"]
    return addresses.dump(addresses.ThreadAddress(event["channel"], event.get("thread_ts")))


def _without_command(text: str) -> str:
    """What stands behind "/deal", which Slack takes for a plain word in a thread."""
    return re.sub(r"^/?(?:deal|diili)\s+(?=\S)", "", text, flags=re.IGNORECASE) if text[:1] == "/" else text


def _mentioned_reply(payload: Mapping[str, Any], directory: Directory) -> str:
    """In the thread, for all who read it; where another organisation reads, or may, for that person's eyes only."""
    event = payload["event"]
    channel, thread = event["channel"], event.get("thread_ts")
    if payload.get("is_ext_shared_channel") or directory.is_barred(channel):
        return addresses.dump(addresses.EphemeralAddress(channel, event["user"], thread))
    return addresses.dump(addresses.ThreadAddress(channel, thread or event["ts"]))


def _after_mention(text: str, bot_user_id: str) -> str:
    """What stands behind the bot's name, wherever in the message that is: "hei @Putki siirrä" is "siirrä"."""
    return re.split(rf"<@{re.escape(bot_user_id)}(?:\|[^>]*)?>", text, maxsplit=1)[-1].strip()


def reaction(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request | None:
    """An emoji put on a message of ours, or taken off; None when it is on anything else."""
    event = payload["event"]
    item = event.get("item") or {}
    ours = directory.message(item.get("channel", ""), item.get("ts", "")) if item.get("type") == "message" else None
    if ours is None:
        return None
    member_no = directory.member(event["user"], None)
    reply = addresses.dump(addresses.MessageAddress(ours.key))
    by = By(
        directory.workspace_no, member_no, Via.REACTION, (f"event:{payload['event_id']}",), arrived, reply, ours.key
    )
    return Request(
        by=by,
        emoji=str(event["reaction"]).split("::")[0],
        is_taken_off=event["type"] == "reaction_removed",
        deal=ours.deal_no,
        stay=ours.stay,
        carried=Carried(deal=ours.deal_no, stay=ours.stay, reply=reply, step=step_of_soon_key(ours.key)),
        word=ours.says,
        aside=addresses.dump(addresses.EphemeralAddress(item["channel"], event["user"], None)),
    )


def shortcut(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """A shortcut: of a message, with what that says, or a global one. Only the person reads the answer.

    `word` is the whole callback id.
    """
    member_no = directory.member(payload["user"]["id"], payload["user"].get("team_id"))
    message = picked_message(payload)
    reply = "" if message is None else _shortcut_reply(payload)
    keys = (f"trigger:{payload['trigger_id']}",)
    return Request(
        by=By(directory.workspace_no, member_no, Via.FORM, keys, arrived, reply or None),
        trigger=payload["trigger_id"],
        carried=Carried(reply=reply),
        message=message,
        deal=_deal_of_thread(payload, directory) if message is not None else None,
        word=payload["callback_id"],
    )


def _deal_of_thread(payload: Mapping[str, Any], directory: Directory) -> int | None:
    """The deal of a card or a reminder on which a shortcut was used, or in whose thread its message stands."""
    thread = payload["message"].get("thread_ts") or payload.get("message_ts")
    ours = directory.message(payload["channel"]["id"], thread) if thread else None
    return ours.deal_no if ours else None


def _shortcut_reply(payload: Mapping[str, Any]) -> str:
    """For that person's eyes, beside the message; where it stands in a thread, in that thread."""
    url, channel, thread = payload.get("response_url"), payload["channel"]["id"], payload["message"].get("thread_ts")
    if thread not in (None, payload["message_ts"]):
        return addresses.dump(addresses.EphemeralAddress(channel, payload["user"]["id"], thread, url))
    return addresses.dump(addresses.ResponseUrl(url)) if url else ""


def search(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """What was typed into a search field so far."""
    member_no = directory.member(payload["user"]["id"], payload["user"].get("team_id"))
    by = By(directory.workspace_no, member_no, Via.FORM, (), arrived)
    word = ids.word_of(payload.get("action_id") or "")
    return Request(by=by, text=payload.get("value") or "", word=word)


def home(payload: Mapping[str, Any], directory: Directory, arrived: float) -> Request:
    """The app's Home was opened."""
    member_no = directory.member(payload["event"]["user"], None)
    return Request(by=By(directory.workspace_no, member_no, Via.SYSTEM, (), arrived))


def brought_before(headers: Mapping[str, Sequence[str]]) -> int:
    """How many times Slack has brought this event before, by what it says with it, over a socket as over HTTP."""
    said = next(iter(headers.get("x-slack-retry-num") or ()), "")
    return int(said) if said.isascii() and said.isdigit() else 0


def now() -> float:
    """The real clock that a request's time is counted on."""
    return time.monotonic()
