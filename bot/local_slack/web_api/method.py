"""A Web API method: its arguments, scopes, tier, and the function that does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import sources
from ..instance import LocalSlack
from ..refusal import ApiRefusal

Args = dict[str, Any]
TEXT, FLAG, COUNT, JSON, LIST = "text", "flag", "count", "json", "list"
_EVERYWHERE = {"token", "team_id"}  # Slack's own client sends team_id along with every call


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `needs` are the scopes that it requires; `json_body` says whether it takes a JSON body."""

    name: str
    do: Callable[[LocalSlack, Args], dict[str, Any]]
    takes: dict[str, str]
    needs: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    a_minute: int = 50
    json_body: bool = True
    token: str = "bot"

    @property
    def cites(self) -> str:
        """The page of the documentation that describes the method."""
        return sources.method(self.name)

    def read(self, given: dict[str, Any]) -> Args:
        """Check and convert the arguments. Raises ApiRefusal if one is unknown, missing or malformed."""
        if unknown := sorted(set(given) - set(self.takes) - _EVERYWHERE):
            raise self.invalid([f"[ERROR] unknown argument: {name}" for name in unknown])
        args = {
            name: self._value(name, value)
            for name, value in given.items()
            if name not in _EVERYWHERE and value is not None
        }
        if missing := [name for name in self.needs if args.get(name) in (None, "")]:
            raise self.invalid([f"[ERROR] missing required field: {name}" for name in missing])
        return args

    def invalid(self, messages: list[str]) -> ApiRefusal:
        """Make the refusal for invalid arguments."""
        return ApiRefusal(
            "invalid_arguments", "; ".join(messages), self.cites, {"response_metadata": {"messages": messages}}
        )

    def _value(self, name: str, value: Any) -> Any:
        kind = self.takes[name]
        reader = _READERS[kind]
        try:
            return reader(value)
        except (ValueError, TypeError) as problem:
            raise self.invalid([f"[ERROR] must be {kind} [json-pointer:/{name}]"]) from problem


def _text(value: Any) -> str:
    if isinstance(value, bool | dict | list):
        raise TypeError
    return str(value)


def _flag(value: Any) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    return value if isinstance(value, bool) else known[str(value).lower()] if str(value).lower() in known else _no()


def _no() -> bool:
    raise ValueError


def _count(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(value)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _list(value: Any) -> list[str]:
    return value.split(",") if isinstance(value, str) else [str(each) for each in value]


_READERS: dict[str, Callable[[Any], Any]] = {TEXT: _text, FLAG: _flag, COUNT: _count, JSON: _json, LIST: _list}
