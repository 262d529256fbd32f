"""The control calls as methods, over HTTP, for tests and scripts against any running local Slack."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

_Json = dict[str, Any]


class ControlRefused(Exception):
    """A person could not have done this, or the call was malformed."""


class Control:
    """One local Slack at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

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
        """Press or choose `what` (an action_id or what it says) on a message, ephemeral, modal or (`home`) Home."""
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

    def submit(self, user: str, view_id: str, values: _Json | None = None) -> _Json:
        """Fill in and submit a modal; `values` by the label or id of their block."""
        return self._post("submit", user=user, view_id=view_id, values=values or {})

    def close(self, user: str, view_id: str, *, all: bool = False) -> _Json:
        """Close a modal, or the whole stack."""
        return self._post("close", user=user, view_id=view_id, all=all)

    def suggest(self, user: str, what: str, typed: str, *, view_id: str | None = None, ts: str | None = None) -> _Json:
        """Type into an external select; returns the options offered."""
        return self._post("suggest", user=user, label=what, typed=typed, view_id=view_id, ts=ts)

    def react(self, user: str, channel: str, ts: str, emoji: str) -> _Json:
        """Put a reaction, or take it back."""
        return self._post("react", user=user, channel=channel, ts=ts, emoji=emoji)

    def open_home(self, user: str) -> _Json:
        """Look at the app's Home."""
        return self._post("open_home", user=user)

    def reload(self, user: str) -> _Json:
        """Reload a person's window: ephemerals are gone."""
        return self._post("reload", user=user)

    def channel(self, user: str, channel: str, do: str, *, who: str | None = None, name: str | None = None) -> _Json:
        """Archive, rename, share, join or leave a channel, or back; invite or remove `who` (`@app`: the app)."""
        return self._post("channel", user=user, channel=channel, do=do, who=who, name=name)

    def person(self, id: str, **fields: Any) -> _Json:
        """Change a person's account, or make a new one."""
        return self._post("person", id=id, **fields)

    # --- What goes on around them -------------------------------------------------------------------------------

    def clock(self, *, to: str | None = None, by: str | None = None, patience: float = 120) -> _Json:
        """Move the clock; returns when the bot has done what became due."""
        return self._post("clock", to=to, by=by, patience=patience, timeout=patience + 10)

    def fault(self, kind: str, **more: Any) -> _Json:
        """Let the next deliveries or answers go wrong."""
        return self._post("fault", kind=kind, **more)

    def state(self, *, after: int | None = None) -> _Json:
        """Read the state; with `after`, once it is newer than that version."""
        return self._get("state" if after is None else f"state?after={after}")

    def log(self) -> list[_Json]:
        """Read each Web API call and acknowledgement so far."""
        return self._get("log")["entries"]

    # --- Waiting and finding ------------------------------------------------------------------------------------

    def until(self, holds: Callable[[_Json], Any], *, seconds: float = 30) -> _Json:
        """Wait until the state is so; returns that state."""
        end = time.monotonic() + seconds
        state = self.state()
        while not holds(state):
            if time.monotonic() > end:
                raise TimeoutError(f"not so within {seconds} s; refusals: {state['refusals'][-3:]}")
            state = self.state(after=state["version"])
        return state

    def until_connected(self, *, seconds: float = 30) -> _Json:
        """Wait until the bot is there."""
        return self.until(lambda state: state["delivery"]["connected"], seconds=seconds)

    def messages(self, channel: str) -> list[_Json]:
        """List a channel's messages, by id, name or (for a direct message with the bot) the person's id."""
        state = self.state()
        for each in state["channels"]:
            if channel in (each["id"], each["name"], each["user"]):
                return state["messages"][each["id"]]
        return []

    def ephemerals(self, user: str) -> list[_Json]:
        """List what only this person sees."""
        return [each for each in self.state()["ephemerals"] if each["user"] == user]

    def view_of(self, user: str) -> _Json | None:
        """Give the modal this person has before them."""
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
