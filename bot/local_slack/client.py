"""A client of the control calls over HTTP, for tests and scripts that drive a running local Slack."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

_Json = dict[str, Any]


class ControlRefused(Exception):
    """The local Slack refused a control call: a person could not do this, or the call is malformed."""


class Control:
    """A client of the local Slack at `url`. Methods raise ControlRefused where a person could not do the same."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._since = ""

    # --- What people do -----------------------------------------------------------------------------------------

    def type(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> _Json:
        """Type a message or a slash command; returns once it was acknowledged or three seconds have passed."""
        return self._post("type", user=user, channel=channel, text=text, thread_ts=thread_ts)

    def press(
        self,
        user: str,
        what: str,
        *,
        ts: str | None = None,
        view_id: str | None = None,
        channel: str | None = None,
        block_id: str | None = None,
        value: Any = None,
        confirm: bool = True,
    ) -> _Json:
        """Press or choose the element `what` (its action_id or label) in a message, ephemeral, modal or Home.

        `ts` names a message, `view_id` a modal; "home" is the person's Home.
        """
        return self._post(
            "press",
            user=user,
            label=what,
            ts=ts,
            view_id=view_id,
            channel=channel,
            block_id=block_id,
            value=value,
            confirm=confirm,
        )

    def shortcut(self, user: str, callback_id: str, *, channel: str | None = None, ts: str | None = None) -> _Json:
        """Use a shortcut of the app: a message shortcut on the message `ts` of `channel`, a global one on nothing."""
        return self._post("shortcut", user=user, callback_id=callback_id, channel=channel, ts=ts)

    def submit(self, user: str, view_id: str, values: _Json | None = None) -> _Json:
        """Fill in and submit a modal; the keys of `values` are labels or ids of blocks."""
        return self._post("submit", user=user, view_id=view_id, values=values or {})

    def close(self, user: str, view_id: str, *, all: bool = False) -> _Json:
        """Close a modal, or with `all` the whole stack of modals."""
        return self._post("close", user=user, view_id=view_id, all=all)

    def suggest(self, user: str, what: str, typed: str, *, view_id: str | None = None, ts: str | None = None) -> _Json:
        """Type into an external select; returns the options that the app offers."""
        return self._post("suggest", user=user, label=what, typed=typed, view_id=view_id, ts=ts)

    def react(self, user: str, channel: str, ts: str, emoji: str) -> _Json:
        """Add a reaction to a message, or remove it if this person has added it before."""
        return self._post("react", user=user, channel=channel, ts=ts, emoji=emoji)

    def open_home(self, user: str) -> _Json:
        """Open the app's Home."""
        return self._post("open_home", user=user)

    def reload(self, user: str) -> _Json:
        """Reload a person's window, which removes their ephemerals."""
        return self._post("reload", user=user)

    def channel(self, user: str, channel: str, do: str, *, who: str | None = None, name: str | None = None) -> _Json:
        """Do something to a channel: archive, unarchive, rename, offer, share, unshare, join, invite, leave or remove.

        `who` is the person to invite or remove; `@app` means the app.
        """
        return self._post("channel", user=user, channel=channel, do=do, who=who, name=name)

    def group(self, group: str, do: str, *, who: str | None = None) -> _Json:
        """Change a user group: `do` is add or remove, with `who`, or disable or enable."""
        return self._post("group", group=group, do=do, who=who)

    def person(self, id: str, **fields: Any) -> _Json:
        """Change fields of a person's account, or add a person if nobody has that id."""
        return self._post("person", id=id, **fields)

    def app(self, do: str) -> _Json:
        """Uninstall the app, revoke its bot token, or install it again, which returns the new `bot_token`."""
        return self._post("app", do=do)

    # --- What goes on around them -------------------------------------------------------------------------------

    def clock(self, *, to: str | None = None, by: str | None = None, patience: float = 120) -> _Json:
        """Move the clock `to` a moment or `by` a step; returns once the bot has done what became due."""
        return self._post("clock", to=to, by=by, patience=patience, timeout=patience + 10)

    def fault(self, kind: str, **more: Any) -> _Json:
        """Make the next deliveries or answers go wrong; `faults.py` lists the kinds."""
        return self._post("fault", kind=kind, **more)

    def state(self, *, after: int | None = None) -> _Json:
        """Read the state; with `after`, wait until it is newer than that version."""
        asked = {"since": self._since} | ({} if after is None else {"after": after})
        return self._get(f"state?{urlencode(asked)}")

    def leave_out(self, seen: _Json) -> None:
        """Leave the messages of a state that was read out of every state that is read from here on."""
        written = [each["ts"] for found in seen["messages"].values() for each in found]
        self._since = max([self._since, *written])

    def log(self) -> list[_Json]:
        """Read the journal: every Web API call and acknowledgement so far."""
        return self._get("log")["entries"]

    # --- Waiting and finding ------------------------------------------------------------------------------------

    def until(self, holds: Callable[[_Json], Any], *, seconds: float = 120) -> _Json:
        """Wait until `holds` is true of the state; returns that state. Raises TimeoutError."""
        end = time.monotonic() + seconds
        state = self.state()
        while not holds(state):
            if time.monotonic() > end:
                raise TimeoutError(f"not so within {seconds} s; refusals: {state['refusals'][-3:]}")
            state = self.state(after=state["version"])
        return state

    def until_connected(self, *, seconds: float = 120) -> _Json:
        """Wait until the app is connected. Raises TimeoutError."""
        return self.until(lambda state: state["delivery"]["connected"], seconds=seconds)

    def messages(self, channel: str) -> list[_Json]:
        """List a channel's messages, by id, name or (for a direct message with the bot) the person's id."""
        state = self.state()
        for each in state["channels"]:
            if channel in (each["id"], each["name"], each["user"]):
                return state["messages"][each["id"]]
        return []

    def ephemerals(self, user: str) -> list[_Json]:
        """List the ephemerals that this person sees."""
        return [each for each in self.state()["ephemerals"] if each["user"] == user]

    def view_of(self, user: str) -> _Json | None:
        """Return the modal that lies on top for this person, or None."""
        found = [each for each in self.state()["views"] if each["user"] == user]
        return found[-1] if found else None

    # --- The wire -----------------------------------------------------------------------------------------------

    def _post(self, call: str, *, timeout: float = 60, **body: Any) -> _Json:
        given = {key: value for key, value in body.items() if value is not None}
        data = json.dumps(given).encode()
        request = urllib.request.Request(
            f"{self.url}/control/{call}", data=data, headers={"Content-Type": "application/json"}, method="POST"
        )
        return _read(request, timeout)

    def _get(self, call: str) -> _Json:
        return _read(urllib.request.Request(f"{self.url}/control/{call}"), 60)


def _read(request: urllib.request.Request, timeout: float) -> _Json:
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as problem:
        raise ControlRefused(json.loads(problem.read() or b"{}").get("error", str(problem))) from problem
