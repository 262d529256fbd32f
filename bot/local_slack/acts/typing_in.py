"""Types messages and slash commands. Slack takes no commands in threads."""

from __future__ import annotations

import html
import re
from typing import Any

from .. import sources
from ..delivery.envelope import DeliveryOutcome, Envelope
from ..delivery.payloads import command_payload
from ..instance import LocalSlack
from ..people import Channel, Person
from ..posting import post_as_person
from ..refusal import ApiRefusal, Impossible
from .answering import answer_command
from .finding import find_channel, find_person
from .telling import send_message_events

_PERSON = re.compile(r"(?<![\w.])@([\w\-]+(?:\.[\w\-]+)*)")
_CHANNEL = re.compile(r"(?<!\w)#([\w\-]+)")
FAILED = {
    "operation_timeout": (
        "{command} failed because the app did not respond. Please try again or contact the app developer."
    ),
    "dispatch_failed": '{command} failed with the error "dispatch_failed"',
}
UNKNOWN = (
    '{command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as '
    "commands."
)
IN_THREAD = "{command} is not supported in threads. Sorry!"


async def type_in(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    """Type a message or a command. Raises Impossible if the person cannot type there."""
    person = find_person(slack, asked["user"])
    channel = find_channel(slack, person, asked["channel"])
    text, thread_ts = str(asked["text"]), asked.get("thread_ts")
    if channel.is_archived:
        raise Impossible(f"#{channel.name} is archived; nothing can be typed there")
    if person.id not in channel.members:
        raise Impossible(f"{person.real_name} has not joined #{channel.name}")
    if text.startswith("/"):
        return await _command(slack, person, channel, text, thread_ts)
    if channel.is_im and (slack.manifest.messages_read_only or not slack.manifest.messages_tab):
        raise Impossible("messages to this app are turned off")
    if thread_ts is not None and slack.world.message(channel.id, thread_ts) is None:
        raise Impossible(f"there is no message {thread_ts!r} to reply to")
    message = post_as_person(slack.world, channel, person.id, message_text(slack, text), thread_ts)
    send_message_events(slack, channel, message)
    return {"ts": message.ts, "channel": channel.id}


async def _command(
    slack: LocalSlack, person: Person, channel: Channel, typed: str, thread_ts: str | None
) -> dict[str, Any]:
    name, _, text = typed.partition(" ")
    command = slack.manifest.command(name)
    if thread_ts is not None:
        slack.world.notice(person.id, channel.id, IN_THREAD.format(command=name), "not_in_threads", sources.COMMANDS)
        return {"acked": False, "failure": "not_in_threads"}
    if command is None or not slack.world.is_installed or person.team_id != slack.world.team.id:
        slack.world.notice(person.id, channel.id, UNKNOWN.format(command=name), "invalid_command", sources.COMMANDS)
        return {"acked": False, "failure": "invalid_command"}
    url = slack.reply_urls.issue(person.id, channel.id)
    payload = command_payload(
        slack.world,
        person=person,
        channel=channel,
        command=name,
        text=command_text(slack, text.strip(), should_escape=command.should_escape),
        trigger_id=slack.triggers.issue(person.id),
        response_url=slack.reply_urls.address(url),
    )
    outcome = await slack.courier.deliver(Envelope("slash_commands", payload, accepts_response=True))
    return _answered(slack, person, channel, name, url, outcome)


def _answered(
    slack: LocalSlack, person: Person, channel: Channel, command: str, url: Any, outcome: DeliveryOutcome
) -> dict[str, Any]:
    if outcome.failure is not None:
        said = FAILED.get(outcome.failure, '{command} failed with the error "' + outcome.failure + '"')
        slack.world.notice(person.id, channel.id, said.format(command=command), outcome.failure, sources.COMMANDS)
        return {"acked": False, "failure": outcome.failure}
    try:
        answer_command(slack, url, outcome.payload)
    except ApiRefusal as refusal:
        said = f'{command} failed with the error "{refusal.error}"'
        slack.world.notice(person.id, channel.id, said, refusal.error, refusal.cites)
        return {"acked": True, "failure": refusal.error}
    return {"acked": True, "answer": outcome.payload}


def message_text(slack: LocalSlack, text: str) -> str:
    """Return a typed message as Slack stores it: with &, < and > escaped, and @names and #names as ids."""
    return _named(slack, html.escape(text, quote=False), "<@{id}>")


def command_text(slack: LocalSlack, text: str, *, should_escape: bool) -> str:
    """Return a command's text as Slack sends it; with `should_escape`, @names and #names become id and name."""
    text = html.escape(text, quote=False)
    return _named(slack, text, "<@{id}|{name}>") if should_escape else text


def _named(slack: LocalSlack, text: str, person_as: str) -> str:
    def person(found: re.Match[str]) -> str:
        for each in slack.world.people.values():
            if found[1].lower() in (each.name.lower(), each.id.lower()):
                return person_as.format(id=each.id, name=each.name)
        return found[0]

    def channel(found: re.Match[str]) -> str:
        for each in slack.world.channels.values():
            if each.name and found[1].lower() == each.name:
                return f"<#{each.id}|{each.name}>"
        return found[0]

    return _CHANNEL.sub(channel, _PERSON.sub(person, text))
