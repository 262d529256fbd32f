"""Carrying out: whether Putki is set up, the handler's reply, and the answer given to this delivery before."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.requests.posted_before import require_not_lost
from bot.requests.route import RoutedRequest
from bot.word import Ask, Reply, Services
from pipeline import setup_errors
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import settings
from pipeline.people.access import who_can
from pipeline.people.events import Role
from pipeline.refused import Refused
from pipeline.stages import stages


@dataclass(frozen=True, slots=True)
class SetUpCheck:
    """Remembers which workspaces were seen to be set up: none of them is asked again."""

    ledger: Ledger
    seen: set[int] = field(default_factory=set[int])

    def require(self, by: By) -> None:
        """Raise NotSetUp, with who can set it up, while the workspace's channel is not chosen."""
        if by.workspace_no in self.seen:
            return
        with self.ledger.read_session(by) as session:
            if not settings.of_workspace(session).is_set_up(stages.pipeline_of_settings(session)):
                who = who_can(session.connection, by.workspace_no, Role.ADMIN)
                raise setup_errors.NotSetUp(who=who, role=Role.ADMIN.value)
        self.seen.add(by.workspace_no)


def carry_out(services: Services, routed: RoutedRequest) -> Reply:
    """The handler's reply; the first answer, where this delivery was answered before and is refused or asked now."""
    try:
        require_not_lost(services.ledger, routed)
        reply = routed.handle(services, routed.request)
    except Refused:
        if (earlier := services.ledger.answered(routed.request.by)) is None:
            raise
        return earlier
    if isinstance(reply, Ask):
        return services.ledger.answered(routed.request.by) or reply
    return reply
