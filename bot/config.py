"""The settings of a process, from environment variables. Slack's libraries read none of these names by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline import errors

REAL_SLACK = "https://slack.com/api/"


class Config(BaseSettings):
    """The settings of `putki run`. The name of a variable is PUTKI_ and the name of the field."""

    model_config = SettingsConfigDict(env_prefix="PUTKI_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///putki.db"
    bot_token: SecretStr = SecretStr("")  # xoxb-…
    app_token: SecretStr | None = None  # xapp-…, for Socket Mode
    signing_secret: SecretStr | None = None  # for requests over HTTP, without an app token
    seen_file: Path | None = None  # where the newest event is kept outside the database; beside SQLite's file anyway
    host: str = "127.0.0.1"
    port: int = 3000
    slack_api_url: str = REAL_SLACK
    clock_url: str | None = None  # the local Slack's clock; refused with the real Slack
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def _require_supported_database(cls, given: str) -> str:
        is_file = given.startswith("sqlite:///") and given != "sqlite:///"
        if not is_file and not given.startswith("postgresql+psycopg://"):
            raise Misconfigured(
                "PUTKI_DATABASE_URL names no database that Putki supports. Use sqlite:///putki.db "
                "or postgresql+psycopg://user@host/name."
            )
        return given

    @field_validator("seen_file", mode="before")
    @classmethod
    def _no_file_if_empty(cls, given: object) -> object:
        return given or None

    @field_validator("app_token", "signing_secret")
    @classmethod
    def _none_if_empty(cls, given: SecretStr | None) -> SecretStr | None:
        """An empty variable counts as a missing one."""
        return given if given is not None and given.get_secret_value().strip() else None

    @property
    def is_real_slack(self) -> bool:
        """Whether Putki talks to the real Slack."""
        return self.slack_api_url == REAL_SLACK

    @property
    def uses_socket(self) -> bool:
        """Whether Putki uses Socket Mode."""
        return self.app_token is not None


class Misconfigured(errors.CannotRun):
    """A setting is missing or invalid. The message says which one and what to do."""


def check(config: Config) -> None:
    """Raise Misconfigured if the settings cannot work."""
    check_bot_token(config)
    if config.app_token is not None and not config.app_token.get_secret_value().startswith("xapp-"):
        raise Misconfigured(
            "PUTKI_APP_TOKEN is not an app-level token: create one (xapp-…) with the scope connections:write."
        )
    if not config.uses_socket and config.signing_secret is None:
        raise Misconfigured("Set PUTKI_APP_TOKEN (Socket Mode) or PUTKI_SIGNING_SECRET (requests over HTTP).")


def check_bot_token(config: Config) -> None:
    """Raise Misconfigured if the settings cannot work for a command that calls Slack and does not listen to it."""
    if not config.bot_token.get_secret_value().startswith("xoxb-"):
        raise Misconfigured("PUTKI_BOT_TOKEN is missing: install the app and copy its bot token (xoxb-…).")
    if config.clock_url is not None and config.is_real_slack:
        raise Misconfigured("PUTKI_CLOCK_URL moves the clock of the local Slack; never use it with the real one.")
