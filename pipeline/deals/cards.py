"""Cards: a deal's one message in its channel. A card is due while it is older than the deal, so the last state wins.

A sender claims one card as a lease in real time, and settles it with the event up to which it rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Float,
    Row,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    update,
)

from pipeline.deals.events import DEAL
from pipeline.deals.follow_ups import POSTS_CARD
from pipeline.deals.tables import deal
from pipeline.messages import pace
from pipeline.messages.outbox import OVERTAKEN, REASON_LENGTH
from pipeline.people.tables import setting
from pipeline.storage.schema import card, event


@dataclass(frozen=True, slots=True)
class ClaimedCard:
    """A card that a sender has claimed. It must show the deal as it is after event `wanted` or later.

    It shows the deal as it was after event `shown`.
    """

    workspace_no: int
    deal_no: int
    wanted: int
    shown: int
    tries: int
    claimed_by: str


_c = card.c
_DUE = text("due")  # the condition of the index
_FREE = and_(pace.passed(_c.retry_at), pace.passed(_c.claimed_until))
_PLACE_SETTING = func.replace(bindparam("place_setting", type_=String), "{pipeline}", cast(deal.c.pipeline_no, String))
_PLACE_KEY = (  # the value of this setting is the number of the place where the deal's pipeline posts
    select(literal("place:") + setting.c.value)
    .select_from(deal)
    .join(
        setting,
        and_(
            setting.c.workspace_no == deal.c.workspace_no,
            setting.c.member_no == 0,
            setting.c.name == _PLACE_SETTING,
        ),
    )
    .where(deal.c.workspace_no == _c.workspace_no, deal.c.deal_no == _c.deal_no)
    .correlate(card)
    .scalar_subquery()
)
_HAS_TURN = and_(  # this runs for many cards, so the cheap condition is first
    _c.workspace_no.not_in(pace.held(pace.CHANGES)), pace.free_at(_PLACE_KEY, workspace_no=_c.workspace_no) == 0.0
)

_FIRST_DUE = (
    select(card)
    .where(_DUE, _FREE, _HAS_TURN)
    .order_by(_c.wanted, _c.workspace_no, _c.deal_no)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_IS_DUE = select(_c.deal_no).where(_DUE, _FREE, _HAS_TURN).limit(1)
_IN_FLIGHT = select(_c.deal_no).where(_DUE, _c.claimed_by.is_not(None)).limit(1)
_WAITING = select(func.count(), func.min(case((~pace.passed(_c.retry_at), _c.retry_at)))).where(
    _DUE, _c.claimed_by.is_(None)
)
_CLAIMED = select(_c.deal_no).where(
    _c.workspace_no == bindparam("w"), _c.deal_no == bindparam("of"), _c.claimed_by.is_not(None)
)
_CLAIM = (
    update(card)
    .where(_c.workspace_no == bindparam("w"), _c.deal_no == bindparam("of"))
    .values(claimed_by=bindparam("who"), claimed_until=bindparam("until", type_=Float), retry_at=None)
)
_MINE = and_(_c.workspace_no == bindparam("w"), _c.deal_no == bindparam("of"), _c.claimed_by == bindparam("who"))
_FREED = {"claimed_by": None, "claimed_until": None}
_IS_BEHIND = _c.wanted > bindparam("rendered")
_SETTLE = (
    update(card)
    .where(_MINE)
    .values(
        **_FREED,
        shown=bindparam("rendered"),
        due=_IS_BEHIND,
        retry_at=None,
        tries=0,
        reason=case((_IS_BEHIND, None), else_=bindparam("why", type_=String)),
    )
)
_STAYS_DUE = or_(_IS_BEHIND, func.coalesce(_c.retry_at, -1.0) == OVERTAKEN)
_PARK = (
    update(card)
    .where(_MINE)
    .values(
        **_FREED,
        due=_STAYS_DUE,
        retry_at=None,
        reason=case((_STAYS_DUE, None), else_=bindparam("why", type_=String)),
    )
)
_PUBLIC = (
    select(event.c.no)
    .where(event.c.workspace_no == bindparam("w"), event.c.subject == DEAL, event.c.subject_no == bindparam("of"))
    .where(event.c.no > bindparam("shown"), event.c.no <= bindparam("wanted"))
    .where(event.c.kind.in_([data.kind for data in POSTS_CARD]))
    .limit(1)
)
_WAIT = update(card).where(_MINE).values(**_FREED, retry_at=bindparam("at", type_=Float), tries=bindparam("new_tries"))


def is_due(connection: Connection, *, place_setting: str, real: float) -> bool:
    """Whether there is a card to claim. A read answers it, so that no write transaction opens in vain."""
    return connection.execute(_IS_DUE, {"place_setting": place_setting, "real": real}).first() is not None


def claim(connection: Connection, *, place_setting: str, real: float, who: str, until: float) -> ClaimedCard | None:
    """Claim the card that waits longest and has its turn, of any workspace. None if there is none.

    `place_setting` is the name of the setting with a pipeline's place, with `{pipeline}` for the pipeline's number.
    """
    row = _first_due(connection, place_setting, real)
    if row is None:
        return None
    connection.execute(_CLAIM, {"w": row.workspace_no, "of": row.deal_no, "who": who, "until": until})
    return ClaimedCard(row.workspace_no, row.deal_no, row.wanted, row.shown, row.tries, who)


def _first_due(connection: Connection, place_setting: str, real: float) -> Row[Any] | None:
    return connection.execute(_FIRST_DUE, {"place_setting": place_setting, "real": real}).first()


def brings_card(connection: Connection, claimed: ClaimedCard) -> bool:
    """Whether the deal was opened, moved or won since the card was shown last: only then is a new card posted."""
    values = {"w": claimed.workspace_no, "of": claimed.deal_no, "shown": claimed.shown, "wanted": claimed.wanted}
    return connection.execute(_PUBLIC, values).first() is not None


def in_flight(connection: Connection) -> bool:
    """Whether a card is claimed, also by a sender that was lost."""
    return connection.execute(_IN_FLIGHT).first() is not None


def is_claimed(connection: Connection, workspace_no: int, deal_no: int) -> bool:
    """Whether a sender, perhaps a lost one, is showing this deal's card."""
    return connection.execute(_CLAIMED, {"w": workspace_no, "of": deal_no}).first() is not None


def waiting(connection: Connection, *, real: float) -> tuple[int, float | None]:
    """Return how many cards are due and unclaimed, and the real time of the first retry among them."""
    count, retry_at = connection.execute(_WAITING, {"real": real}).one()
    return count, retry_at


def settle(connection: Connection, claimed: ClaimedCard, *, reason: str | None = None) -> bool:
    """Write down that the card shows what was wanted at the claim. It stays due if more is wanted now.

    Returns False when the claim is lost.
    """
    return connection.execute(_SETTLE, _values(claimed, reason)).rowcount == 1


def park(connection: Connection, claimed: ClaimedCard, *, reason: str) -> bool:
    """Leave the card as it is, with the reason, until the deal changes or somebody retries.

    It stays due if a channel opened, or the pipeline got another one, since the claim.
    """
    return connection.execute(_PARK, _values(claimed, reason)).rowcount == 1


def release(connection: Connection, claimed: ClaimedCard, *, until: float | None, tries: int | None = None) -> bool:
    """Release the claim, so that the card is claimed again at `until` (real time) or at once.

    `tries` is the new number of failed tries; None keeps it.
    """
    values = {"at": until, "new_tries": claimed.tries if tries is None else tries}
    return connection.execute(_WAIT, {**_who(claimed), **values}).rowcount == 1


def _values(claimed: ClaimedCard, reason: str | None) -> dict[str, Any]:
    return {**_who(claimed), "rendered": claimed.wanted, "why": reason and reason[:REASON_LENGTH]}


def _who(claimed: ClaimedCard) -> dict[str, Any]:
    return {"w": claimed.workspace_no, "of": claimed.deal_no, "who": claimed.claimed_by}
