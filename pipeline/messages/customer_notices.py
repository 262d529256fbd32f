"""What is said of customers: one customer's page, and what became of its contacts and its facts.

Names, phone numbers and addresses are given by the numbers of their texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


class CustomerAct(StrEnum):
    """What a change did to a contact, or to what is known of a customer."""

    ADDED = "added"
    CHANGED = "changed"
    LEFT = "left"
    BACK = "back"
    FACTS = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCustomer(Notice):
    """A customer's page, with its deals from number `start` on; or, where `is_history`, what was changed of it."""

    kind: ClassVar[NoticeKind] = NoticeKind.CUSTOMER
    customer: int
    start: int = 0
    is_history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged(Notice):
    """Something of a customer was saved; `change` is None where all was so already.

    `was` and `now` have the texts of the `fields` by number, before and after; 0: there was none, or is none now.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.CUSTOMER_CHANGED
    customer: int
    change: int | None = None
    fields: tuple[str, ...] = ()
    was: tuple[int, ...] = ()
    now: tuple[int, ...] = ()

    @property
    def made_by(self) -> int | None:
        """The change that saved it."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSaved(CustomerChanged):
    """A contact of a customer, whose name has the number `name`, was added, changed or said to have left: the `act`."""

    kind: ClassVar[NoticeKind] = NoticeKind.CONTACT_SAVED
    contact: int
    name: int
    act: str
