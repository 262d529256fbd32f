"""Files of the local workspace: uploaded by the app, completed, and then usable in its blocks."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import Any

from . import sources
from .blocks.checking import Complaint
from .refusal import ApiRefusal
from .world import World

IN_BLOCKS = frozenset({"image/png", "image/jpeg", "image/gif"})
_SLACK_FILE = f"{sources.OBJECTS}/slack-file-object"


@dataclass(slots=True)
class SlackFile:
    """A file that the app announced. `content` is None until it is uploaded; `key` is the end of its upload URL."""

    id: str
    key: str
    name: str
    length: int
    created: int
    content: bytes | None = None
    title: str = ""
    is_complete: bool = False
    channels: list[str] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """The type of the file's content, by the end of its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(slots=True)
class Files:
    """All files that were announced, by id."""

    world: World
    base: str = ""
    by_id: dict[str, SlackFile] = field(default_factory=dict)

    def announce(self, name: str, length: int) -> SlackFile:
        """Add a file whose content is still to come."""
        made = SlackFile(
            id=self.world.new_id("F"),
            key=f"{next(self.world.numbers):06d}",
            name=name,
            length=length,
            created=int(self.world.clock.now().timestamp()),
        )
        self.by_id[made.id] = made
        return made

    def of_key(self, key: str) -> SlackFile | None:
        """Find the file that is uploaded at the URL with this end."""
        return next((each for each in self.by_id.values() if each.key == key), None)

    def usable(self, named: Any) -> SlackFile | None:
        """Find the complete picture that a `slack_file` names by its id or URL; None if there is none."""
        if not isinstance(named, dict):
            return None
        for each in self.by_id.values():
            is_named = each.id == named.get("id") or named.get("url") in (self.address(each), self.permalink(each))
            if is_named and each.is_complete and each.mimetype in IN_BLOCKS:
                return each
        return None

    def address(self, file: SlackFile) -> str:
        """Return the URL at which the content is (`url_private`)."""
        return f"{self.base}/files/{file.id}"

    def permalink(self, file: SlackFile) -> str:
        """Return the URL of the file in Slack."""
        return f"{self.base}/archives/files/{file.id}"

    def shape(self, file: SlackFile) -> dict[str, Any]:
        """Build the object of a file as in answers and messages."""
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title or file.name,
            "mimetype": file.mimetype,
            "filetype": file.name.rpartition(".")[2],
            "size": file.length,
            "user": self.world.bot_user_id,
            "mode": "hosted",
            "is_external": False,
            "is_public": bool(file.channels),
            "url_private": self.address(file),
            "permalink": self.permalink(file),
            "channels": [*file.channels],
        }

    def check(self, blocks: Any, at: str = "/blocks") -> None:
        """Raise ApiRefusal where a block shows a file that is not there, or not complete, or no picture.

        Slack's words and error are those of https://github.com/slackapi/python-slack-sdk/issues/1797.
        """
        wrong = [where for where, named in _named_in(blocks, at) if self.usable(named) is None]
        if wrong:
            errors = [str(Complaint("invalid slack file", where, _SLACK_FILE)) for where in wrong]
            told = {"errors": errors, "response_metadata": {"messages": [f"[ERROR] {each}" for each in errors]}}
            raise ApiRefusal("invalid_blocks", errors[0], _SLACK_FILE, told)


def _named_in(value: Any, at: str) -> list[tuple[str, Any]]:
    """List each `slack_file` in the blocks, with the JSON pointer to it."""
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in _named_in(each, f"{at}/{number}")]
    if not isinstance(value, dict):
        return []
    own = [(f"{at}/slack_file", value["slack_file"])] if "slack_file" in value else []
    return own + [found for key, each in value.items() for found in _named_in(each, f"{at}/{key}")]
