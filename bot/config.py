"""The settings of a process, from the environment; none has a name that Slack's libraries read by themselves."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline import errors

REAL_SLACK = "https://slack.com/api/"


class Config(BaseSettings):
    """What `putki run` needs to know. A variable's name is PUTKI_ and the field's."""

    model_config = SettingsConfigDict(env_prefix="PUTKI_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///putki.db"
    bot_token: SecretStr = SecretStr("")  # xoxb-…
    app_token: SecretStr | None = None  # xapp-…: Socket Mode
    signing_secret: SecretStr | None = None  # without an app token: requests over HTTP
    host: str = "127.0.0.1"
    port: int = 3000
    slack_api_url: str = REAL_SLACK
    clock_url: str | None = None  # the local Slack's clock; never against the real Slack
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, given: str) -> str:
        is_file = given.startswith("sqlite:///") and given != "sqlite:///"
        if not is_file and not given.startswith("postgresql+psycopg://"):
            raise Misconfigured(
                "PUTKI_DATABASE_URL is no database that Putki knows: sqlite:///putki.db, "
                "or postgresql+psycopg://user@host/name."
            )
        return given

    @field_validator("app_token", "signing_secret")
    @classmethod
    def _is_there(cls, given: SecretStr | None) -> SecretStr | None:
        """An empty variable is a missing one: nobody signs with nothing."""
        return given if given is not None and given.get_secret_value().strip() else None

    @property
    def is_real_slack(self) -> bool:
        """Whether this is the real Slack."""
        return self.slack_api_url == REAL_SLACK

    @property
    def uses_socket(self) -> bool:
        """Whether Socket Mode is used."""
        return self.app_token is not None


class Misconfigured(errors.CannotRun):
    """A setting is missing or does not fit; the message says which and what to do."""


def check(config: Config) -> None:
    """Refuse settings that cannot work."""
    if not config.bot_token.get_secret_value().startswith("xoxb-"):
        raise Misconfigured("PUTKI_BOT_TOKEN is missing: install the app and copy its bot token (xoxb-…).")
    if config.app_token is not None and not config.app_token.get_secret_value().startswith("xapp-"):
        raise Misconfigured(
            "PUTKI_APP_TOKEN is no app-level token: make one (xapp-…) with the scope connections:write."
        )
    if not config.uses_socket and config.signing_secret is None:
        raise Misconfigured("Set PUTKI_APP_TOKEN (Socket Mode) or PUTKI_SIGNING_SECRET (requests over HTTP).")
    if config.clock_url is not None and config.is_real_slack:
        raise Misconfigured("PUTKI_CLOCK_URL moves the clock of the local Slack; never use it with the real one.")
