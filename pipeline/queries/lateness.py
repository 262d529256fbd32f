"""Who may see that a deal is late (stuck, overdue, snoozed), and whose turn it is: owner, stand-in and lead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.ledger.read_session import ReadSession
from pipeline.people.absence import with_stand_ins
from pipeline.people.access import Act, MemberRights, may, rights_of


@dataclass(frozen=True)
class Lateness:
    """What this viewer may see of it. The viewer's rights are read only where a deal is somebody else's."""

    session: ReadSession

    @cached_property
    def _rights(self) -> MemberRights:
        return with_stand_ins(self.session, rights_of(self.session.connection, self.session.by))

    def is_seen(self, owner: int, pipeline_no: int) -> bool:
        """Whether the viewer may see it of a deal of this owner in this pipeline. A channel may see it of none."""
        if owner == self.session.by.member_no:
            return True
        return may(self._rights, Act.CHANGE, owner=owner, pipeline_no=pipeline_no)
