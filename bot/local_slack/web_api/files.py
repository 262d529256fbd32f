"""files.*: the upload of a file in three steps, as Slack's own client does it.

The app asks for a URL, posts the content there, and completes the upload; only then the file can be shared or shown.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .. import sources
from ..acts.telling import send_own_message_event
from ..files import SlackFile
from ..instance import LocalSlack
from ..people import Channel
from ..posting import post_as_bot
from ..refusal import ApiRefusal
from .method import COUNT, JSON, TEXT, Args, Method
from .places import writable

ALT_TEXT = 1000  # characters; https://docs.slack.dev/reference/methods/files.getUploadURLExternal


def upload_url(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Give a URL to which the content of a file is posted, once."""
    method = "files.getUploadURLExternal"
    if args["length"] <= 0:
        raise ApiRefusal("missing_argument", "a file has at least one byte", sources.method(method))
    if len(args.get("alt_txt", "")) > ALT_TEXT:
        raise ApiRefusal("alt_txt_too_large", f"more than {ALT_TEXT} characters", sources.method(method))
    file = slack.files.announce(args["filename"], args["length"])
    return {"upload_url": f"{slack.files.base}/upload/v1/{file.key}", "file_id": file.id}


async def upload(slack: LocalSlack, request: Request) -> Response:
    """Take the content of a file: as many bytes as were announced, once. Slack says of a failure that it is no 200."""
    file = slack.files.of_key(request.path_params["key"])
    content = await request.body()
    why = None
    if file is None:
        why = "no such upload URL was given out"
    elif file.content is not None:
        why = "the file is here already"
    elif len(content) != file.length:
        why = f"{len(content)} bytes came, {file.length} were announced"
    slack.journal.note("upload", {"bytes": len(content)}, why or "OK", status=400 if why else 200)
    if why is not None or file is None:
        return PlainTextResponse(f"{why}\n", 400)
    file.content = content
    return PlainTextResponse(f"OK - {file.length}")


def download(slack: LocalSlack, request: Request) -> Response:
    """Give the content of a complete file to the page."""
    file = slack.files.by_id.get(request.path_params["id"])
    if file is None or not file.is_complete:
        return PlainTextResponse("no such file\n", 404)
    return Response(file.content, media_type=file.mimetype)


def complete(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Complete the upload of files, and share them in a channel if one is named."""
    method = "files.completeUploadExternal"
    files = [_uploaded(slack, each, method) for each in _listed(args["files"], method)]
    channel = writable(slack, method, args["channel_id"]) if "channel_id" in args else None
    if channel is None and "thread_ts" in args:
        raise ApiRefusal("invalid_arguments", "a thread is in a channel: name it", sources.method(method))
    for file, asked in zip(files, args["files"], strict=True):
        file.is_complete = True
        file.title = asked.get("title", "")
    if channel is not None:
        _share(slack, channel, files, args)
    return {"files": [slack.files.shape(each) for each in files]}


def _listed(files: Any, method: str) -> list[dict[str, Any]]:
    if not isinstance(files, list) or not files or not all(isinstance(each, dict) and "id" in each for each in files):
        raise ApiRefusal("invalid_arguments", "files is a list of objects with an id", sources.method(method))
    return files


def _uploaded(slack: LocalSlack, asked: dict[str, Any], method: str) -> SlackFile:
    file = slack.files.by_id.get(asked["id"])
    if file is None or file.content is None or file.is_complete:
        why = f"no upload of {asked['id']!r} waits to be completed"
        raise ApiRefusal("file_not_found", why, sources.method(method))
    return file


def _share(slack: LocalSlack, channel: Channel, files: list[SlackFile], args: Args) -> None:
    slack.pace.post(channel.id)
    body = {"text": args.get("initial_comment", "")}
    message = post_as_bot(slack.world, channel, body, thread_ts=args.get("thread_ts"))
    for each in files:
        each.channels.append(channel.id)
    message.files = [slack.files.shape(each) for each in files]
    slack.world.changed()
    send_own_message_event(slack, message)


METHODS = (
    Method(
        "files.getUploadURLExternal",
        upload_url,
        {"filename": TEXT, "length": COUNT, "alt_txt": TEXT},
        ("filename", "length"),
        ("files:write",),
        a_minute=100,
    ),
    Method(
        "files.completeUploadExternal",
        complete,
        {"files": JSON, "channel_id": TEXT, "thread_ts": TEXT, "initial_comment": TEXT},
        ("files",),
        ("files:write",),
        a_minute=100,
    ),
)
