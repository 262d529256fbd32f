"""Files of the local Slack: uploaded in three steps, as Slack's own client does, and then shown in blocks or shared.

Sources: https://docs.slack.dev/reference/methods/files.getUploadURLExternal, .../files.completeUploadExternal, and
https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, JOHTO, MYYNTI

PICTURE = b"\x89PNG\r\n\x1a\n and what follows"


def refused(ask: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        ask()
    return str(refusal.value.response["error"])


def announced(web: Any, length: int = len(PICTURE), name: str = "elokuu.png") -> tuple[str, str]:
    given = web.files_getUploadURLExternal(filename=name, length=length)
    return given["file_id"], given["upload_url"]


def image(**more: Any) -> list[dict[str, Any]]:
    return [{"type": "image", "alt_text": "Elokuu: 391 000 €", **more}]


def test_slacks_own_client_uploads_a_picture_that_a_message_then_shows(slack: Running) -> None:
    web = Peer(slack).web
    file = web.files_upload_v2(filename="elokuu.png", content=PICTURE)["file"]

    for named in ({"id": file["id"]}, {"url": file["url_private"]}, {"url": file["permalink"]}):
        web.chat_postMessage(channel=MYYNTI, text="Elokuu", blocks=image(slack_file=named))

    assert slack.messages(MYYNTI)[0]["blocks"][0]["slack_file"] == {"id": file["id"]}
    shown = httpx.get(f"{slack.url}/files/{file['id']}")
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/png")


def test_a_file_that_is_completed_with_a_channel_is_shared_there(slack: Running) -> None:
    web = Peer(slack).web
    web.files_upload_v2(filename="elokuu.png", content=PICTURE, title="Elokuu", channel=MYYNTI, initial_comment="Kas")

    (message,) = slack.messages(MYYNTI)
    assert (message["text"], message["files"][0]["title"]) == ("Kas", "Elokuu")


def test_what_is_announced_is_what_comes_and_comes_once(slack: Running) -> None:
    file, url = announced(Peer(slack).web)

    assert httpx.post(url, content=PICTURE[:-1]).status_code == 400
    assert httpx.post(url, content=PICTURE).status_code == 200
    assert httpx.post(url, content=PICTURE).status_code == 400
    assert httpx.post(f"{slack.url}/upload/v1/000000", content=PICTURE).status_code == 400
    assert httpx.get(f"{slack.url}/files/{file}").status_code == 404  # not completed


def test_an_upload_is_refused_with_slacks_codes(slack: Running) -> None:
    web = Peer(slack).web
    file, url = announced(web)

    assert refused(lambda: web.files_getUploadURLExternal(filename="a.png", length=0)) == "missing_argument"
    assert refused(lambda: web.api_call("files.getUploadURLExternal", params={"length": 1})) == "invalid_arguments"
    long = "x" * 1001
    assert refused(lambda: web.files_getUploadURLExternal(filename="a", length=1, alt_txt=long)) == "alt_txt_too_large"
    assert refused(lambda: web.files_completeUploadExternal(files=[])) == "invalid_arguments"
    assert refused(lambda: web.files_completeUploadExternal(files=[{"id": "FNOSUCH"}])) == "file_not_found"
    assert refused(lambda: web.files_completeUploadExternal(files=[{"id": file}])) == "file_not_found"
    httpx.post(url, content=PICTURE)
    for channel, code in (("CNOSUCH", "channel_not_found"), (JOHTO, "channel_not_found")):
        assert refused(lambda c=channel: web.files_completeUploadExternal(files=[{"id": file}], channel_id=c)) == code
    slack.channel(AINO, MYYNTI, "remove", who="@app")
    assert (
        refused(lambda: web.files_completeUploadExternal(files=[{"id": file}], channel_id=MYYNTI)) == "not_in_channel"
    )
    assert web.files_completeUploadExternal(files=[{"id": file}])["files"][0]["id"] == file
    assert refused(lambda: web.files_completeUploadExternal(files=[{"id": file}])) == "file_not_found"


def test_a_picture_in_a_block_is_a_complete_one_named_in_one_way_with_alt_text(slack: Running) -> None:
    web = Peer(slack).web
    file, url = announced(web)
    httpx.post(url, content=PICTURE)

    def post(blocks: list[dict[str, Any]]) -> str:
        return refused(lambda: web.chat_postMessage(channel=MYYNTI, text="Elokuu", blocks=blocks))

    assert post(image(slack_file={"id": file})) == "invalid_blocks"  # not completed
    web.files_completeUploadExternal(files=[{"id": file}])
    text = web.files_upload_v2(filename="a.txt", content="teksti")["file"]["id"]
    wrong: list[list[dict[str, Any]]] = [
        image(),
        image(slack_file={}),
        image(slack_file={"id": file, "url": "https://example.com/a.png"}),
        image(slack_file={"id": file}, image_url="https://example.com/a.png"),
        image(slack_file={"id": "FNOSUCH01"}),
        image(slack_file={"id": text}),
        [{"type": "image", "slack_file": {"id": file}}],
        image(slack_file={"id": file}, alt_text="x" * 2001),
    ]
    for blocks in wrong:
        assert post(blocks) == "invalid_blocks", blocks
    web.chat_postMessage(channel=MYYNTI, text="Elokuu", blocks=image(slack_file={"id": file}, alt_text="x" * 2000))


def test_files_take_their_scope_and_their_pace(manifest: dict[str, Any]) -> None:
    with LocalSlackServer.start(manifest=manifest) as slack:
        web = Peer(slack).web
        for _ in range(100):
            announced(web)
        assert refused(lambda: announced(web)) == "ratelimited"
    manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    with LocalSlackServer.start(manifest=manifest) as slack:
        assert refused(lambda: announced(Peer(slack).web)) == "missing_scope"
