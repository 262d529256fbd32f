"""What a form or a menu gives as the entry of a list: a source, or why a deal was lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.blocks import forms
from pipeline.deals.choices import CODES, ListEntry, ListName, Lists, read_token
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.fields import LostReason, Source


def source_chosen(token: str | None, words: str = "") -> Source:
    """The source that an option names; one without a kind where nothing was chosen."""
    choice = _chosen(ListName.SOURCE, token)
    return Source(SourceKind(choice.code), words, choice.option_no) if choice is not None else Source(None, words)


def lost_given(given: Mapping[str, Any]) -> LostReason:
    """Why a deal was lost, as a form has it."""
    choice = _chosen(ListName.LOST, given.get(forms.LOST_KIND))
    said_by, returns = given.get(forms.SAID_BY), given.get(forms.RETURNS)
    return LostReason(
        kind=LostKind(choice.code) if choice is not None else None,
        words=(given.get(forms.REASON) or "").strip(),
        said_by=SaidBy(said_by) if said_by else None,
        returns=date.fromisoformat(returns) if returns else None,
        option=choice.option_no if choice is not None else None,
    )


def proposed_source(lists: Lists, kind: SourceKind, words: str = "") -> Source:
    """The source that a form proposes: what the team offers for this kind, nothing where it offers nothing."""
    choice = lists.proposed(ListName.SOURCE, kind.value)
    return Source(kind, words, choice.option_no) if choice is not None else Source(None, words)


def proposed_reason(lists: Lists, kind: LostKind) -> LostReason:
    """The reason that a form proposes: what the team offers for this kind, nothing where it offers nothing."""
    choice = lists.proposed(ListName.LOST, kind.value)
    return LostReason(kind, option=choice.option_no) if choice is not None else LostReason()


def _chosen(name: ListName, token: str | None) -> ListEntry | None:
    choice = read_token(token or "")
    return choice if choice is not None and choice.code in CODES[name] else None
