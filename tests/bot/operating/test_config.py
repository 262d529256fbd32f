"""What `putki run` needs to know, and what it says when that is missing or does not fit."""

from __future__ import annotations

import pytest

from bot.config import Config, Misconfigured, check

NAMES = ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLOCK_URL", "SLACK_API_URL")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing of this machine, and a bot token."""
    for name in NAMES:
        monkeypatch.delenv(f"PUTKI_{name}", raising=False)
    monkeypatch.setenv("PUTKI_BOT_TOKEN", "xoxb-1")
    return monkeypatch


def _config() -> Config:
    return Config(_env_file=None)  # pyright: ignore[reportCallIssue]  pydantic-settings takes it


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_signing_secret_is_a_missing_one(environment: pytest.MonkeyPatch, given: str) -> None:
    environment.setenv("PUTKI_SIGNING_SECRET", given)

    with pytest.raises(Misconfigured, match="PUTKI_SIGNING_SECRET"):
        check(_config())


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_app_token_is_a_missing_one(environment: pytest.MonkeyPatch, given: str) -> None:
    environment.setenv("PUTKI_APP_TOKEN", given)
    with pytest.raises(Misconfigured, match="PUTKI_APP_TOKEN"):
        check(_config())

    environment.setenv("PUTKI_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5")
    check(_config())
    assert not _config().uses_socket


@pytest.mark.parametrize("given", ["xoxb-1", "xoxp-1", "A0123"])
def test_another_token_in_the_place_of_the_app_token_is_named(environment: pytest.MonkeyPatch, given: str) -> None:
    environment.setenv("PUTKI_APP_TOKEN", given)

    with pytest.raises(Misconfigured, match="xapp-") as refused:
        check(_config())
    assert given not in str(refused.value)


def test_what_fits_is_taken(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PUTKI_APP_TOKEN", "xapp-1")

    check(_config())
    assert _config().uses_socket
