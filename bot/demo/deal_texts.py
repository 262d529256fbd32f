"""Keeps what is invented for one deal of the demo, in the language of its owner."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class DealTexts:
    """The texts of one deal, in Finnish or in English."""

    work: UnitOfWork
    deal: DealState
    is_english: bool

    def spoken(self, text: tuple[str, str]) -> str:
        """The owner's one of a Finnish and an English text."""
        return text[1 if self.is_english else 0]

    def kept(self, text: str) -> int:
        """The number of a text that is kept with the deal."""
        return self.work.text(schema.words, DEAL, self.deal.deal_no, text)

    def told(self, text: tuple[str, str]) -> int:
        """The number of the owner's one of a Finnish and an English text, kept with the deal."""
        return self.kept(self.spoken(text))
