"""What the undo of a change makes of the deals that it touches: whether each keeps what its stage requires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import errors
from pipeline.deals import requirements
from pipeline.deals.events import DEAL
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.requirements import JudgedDeal
from pipeline.ledger import event_store
from pipeline.ledger.events import Event, Key, Voided
from pipeline.ledger.fold import fold
from pipeline.stages.stages import Stages


@dataclass(frozen=True, slots=True)
class Undone:
    """The events of each subject before an undo, and the voids that it would append, by subject."""

    histories: Mapping[Key, Sequence[Event]]
    voids: Mapping[Key, Sequence[Event]]

    @classmethod
    def of(cls, histories: Mapping[Key, Sequence[Event]], links: Sequence[Event]) -> Undone:
        """The undo that voids these events. Nothing is written."""
        voids: dict[Key, list[Event]] = defaultdict(list)
        for link in links:
            no = event_store.LAST_NO + link.no  # beyond every event that there is
            voids[link.key].append(link._replace(no=no, change_no=no, data=Voided(), voids=link.no))
        return cls(histories, voids)

    def after(self, key: Key) -> list[Event]:
        """The events of a subject as they would be."""
        return [*self.histories[key], *self.voids.get(key, ())]

    def require_requirements(self, stages: Stages, before: Mapping[int, DealState], heads: Mapping[Key, Any]) -> None:
        """Refuse an undo that takes from a deal what its stage requires (CannotUndo).

        `before` has the deals as they are, `heads` what they would be. What a deal did not have before, either, is not
        taken away.
        """
        for (name, no), deal in heads.items():
            if name != DEAL or not isinstance(deal, DealState) or no not in before:
                continue
            was, becomes = self._before(before[no]), self._after(deal)
            required = requirements.of_stage(stages.by_no(deal.stage_no))
            if any(each.still_met(was) and not each.still_met(becomes) for each in required):
                raise errors.CannotUndo(deal=no, stage=deal.stage_no, to=deal.stage_no)

    def _before(self, deal: DealState) -> JudgedDeal:
        return _judged(deal, lambda: self.histories[DEAL, deal.deal_no])

    def _after(self, deal: DealState) -> JudgedDeal:
        return _judged(deal, lambda: self.after((DEAL, deal.deal_no)))


def _judged(deal: DealState, events: Callable[[], Sequence[Event]]) -> JudgedDeal:
    """A deal with the parts that its events come to, which are folded only where a requirement asks for them."""
    return JudgedDeal(deal, lambda part: bool(fold(DEALS, events()).part(part.name)))
