"""The sources of the local Slack's rules: pages of Slack's documentation, by topic."""

from __future__ import annotations

DOCS = "https://docs.slack.dev"
SOCKET_MODE = f"{DOCS}/apis/events-api/using-socket-mode"
RATE_LIMITS = f"{DOCS}/apis/web-api/rate-limits"
WEB_API = f"{DOCS}/apis/web-api"
TOKENS = f"{DOCS}/authentication/tokens"
UNINSTALLED = f"{DOCS}/reference/events/app_uninstalled"
REVOKED = f"{DOCS}/reference/methods/auth.revoke"
SCOPES = f"{DOCS}/reference/scopes"
COMMANDS = f"{DOCS}/interactivity/implementing-slash-commands"
SHORTCUTS = f"{DOCS}/interactivity/implementing-shortcuts"
INTERACTION = f"{DOCS}/interactivity/handling-user-interaction"
MODALS = f"{DOCS}/surfaces/modals"
BLOCKS = f"{DOCS}/reference/block-kit/blocks"
ELEMENTS = f"{DOCS}/reference/block-kit/block-elements"
OBJECTS = f"{DOCS}/reference/block-kit/composition-objects"
VIEWS = f"{DOCS}/reference/views"


def method(name: str) -> str:
    """Return the page of a Web API method."""
    return f"{DOCS}/reference/methods/{name}"


def block(kind: str) -> str:
    """Return the page of a block type."""
    return f"{BLOCKS}/{kind.replace('_', '-')}-block"


def element(kind: str) -> str:
    """Return the page of a block element type."""
    return f"{ELEMENTS}/{kind.replace('_', '-')}-element"
