"""Whatever several people do in two workspaces, in any order and delivered several times, the ledger's rules hold."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pipeline import errors
from pipeline.deals import close, merging, move, open, snooze, steps, undo
from pipeline.deals.deal import Expected, Given
from pipeline.deals.projection import DealState
from pipeline.deals.read import deals_by_no
from pipeline.ledger import event_store
from pipeline.ledger.actor import By
from pipeline.ledger.events import EXISTS, Event, Via
from pipeline.ledger.outcome import CommitOutcome, Unchanged
from pipeline.ledger.projection_rows import row_of
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.ledger.verify import verify
from pipeline.messages.change_notices import SettingsSaved
from pipeline.messages.notices import Notice
from pipeline.people import members
from pipeline.people import settings as settings_
from pipeline.people.events import Role
from pipeline.refused import Refused
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.pipeline.team import AATU, ANNA, BERTIL, LEENA, PIPELINE, VERA, Team, euros, team_in

Command = Callable[[Ledger, By], CommitOutcome]

COLUMNS = {  # what a field of the ledger is in a deal's row
    "stage": ("stage_no", "state", "stay", "stay_at"),
    "promised_day": ("promised_day",),
    "delivered": ("is_delivered", "delivered_day"),
    "also": ("also",),
    "lost_reason": ("lost_reason",),
    "name": ("name",),
    "customer": ("customer_no",),
    "owner": ("owner",),
    "amount": ("amount", "currency"),
    "close_day": ("close_day",),
    "source": ("source",),
    "step": ("step", "step_day"),
    "snooze": ("snoozed_until", "snoozed_stay"),
    "quiet": ("quiet_until",),
}

people = st.sampled_from([ANNA, BERTIL, LEENA, AATU, VERA])
which = st.integers(0, 30)
amounts = st.one_of(st.none(), st.integers(0, 10**12)).map(
    lambda cents: None if cents is None else replace(euros(0), minor=cents)
)
stages = st.one_of(st.none(), st.integers(1, 6))
TOUCHES = st.sampled_from([snooze.wake, snooze.see, snooze.unsee])
days = st.dates(date(2026, 3, 1), date(2026, 6, 1))


@dataclass(frozen=True)
class Done:
    """A command that was carried out, to be delivered again."""

    workspace: int
    by: By
    command: Command
    answer: Notice | None


class AnyRun(RuleBasedStateMachine):
    """Two workspaces, five people in each, one database."""

    storage: Storage

    def __init__(self) -> None:
        super().__init__()
        self.one = team_in(self.storage)
        self.two = team_in(self.storage, self.one.clock)
        self.done: list[Done] = []
        self.rows_before: dict[tuple[int, int], dict[int, DealState]] = {}

    # --- Doing --------------------------------------------------------------------------------------------------------

    def _team(self, workspace: int) -> Team:
        return (self.one, self.two)[workspace]

    def _deal(self, workspace: int, which: int) -> int:
        return which % (self._team(workspace).ask("SELECT deal_no FROM line WHERE workspace_no = :w")[0][0] + 2)

    def _do(self, workspace: int, who: int, command: Command) -> Notice | None:
        team, other = self._team(workspace), self._team(1 - workspace)
        by = team.by(who)
        others, last = other.last_event, team.last_event
        before = self._deals(team)
        try:
            answer = command(team.ledger, by).notice
        except Refused:
            assert team.last_event == last
            return None
        finally:
            assert other.last_event == others
        if team.last_event > last:
            self.done.append(Done(workspace, by, command, answer))
            self.rows_before[workspace, last + 1] = before
        return answer

    @staticmethod
    def _deals(team: Team) -> dict[int, DealState]:
        with team.ledger.storage.read() as connection:
            return deals_by_no(connection, team.workspace_no, range(1, 60))

    @rule(
        workspace=st.integers(0, 1), who=people, customer=st.sampled_from(["Acme", "acme", "Öljy Oy"]), amount=amounts
    )
    def new(self, workspace: int, who: int, customer: str, amount: Any) -> None:
        self._do(workspace, who, lambda ledger, by: open.new(ledger, by, open.NewDeal(customer, amount=amount)))

    @rule(
        workspace=st.integers(0, 1),
        who=people,
        deal=which,
        to=stages,
        amount=amounts,
        note=st.sampled_from([None, "x"]),
    )
    def advance(self, workspace: int, who: int, deal: int, to: int | None, amount: Any, note: str | None) -> None:
        number, given = self._deal(workspace, deal), Given(amount, date(2026, 8, 1), "dear", note)
        self._do(workspace, who, lambda ledger, by: move.advance(ledger, by, number, to_stage=to, given=given))

    @rule(workspace=st.integers(0, 1), who=people, deal=which, stay=st.integers(0, 60), to=stages)
    def press(self, workspace: int, who: int, deal: int, stay: int, to: int | None) -> None:
        number, expected = self._deal(workspace, deal), Expected(stay, to)
        self._do(workspace, who, lambda ledger, by: move.advance(ledger, by, number, to_stage=to, expected=expected))

    @rule(workspace=st.integers(0, 1), who=people, customer=st.integers(1, 3), into=st.integers(1, 3))
    def merge(self, workspace: int, who: int, customer: int, into: int) -> None:
        self._do(workspace, who, lambda ledger, by: merging.merge(ledger, by, customer, into=into))

    @rule(workspace=st.integers(0, 1), who=people, deal=which, to=stages)
    def back(self, workspace: int, who: int, deal: int, to: int | None) -> None:
        number = self._deal(workspace, deal)
        self._do(workspace, who, lambda ledger, by: move.back(ledger, by, number, to_stage=to))

    @rule(
        workspace=st.integers(0, 1),
        who=people,
        deal=which,
        amount=amounts,
        is_won=st.booleans(),
        ago=st.one_of(st.none(), st.integers(-1, 6), st.integers(80, 95)),
    )
    def close(self, workspace: int, who: int, deal: int, amount: Any, is_won: bool, ago: int | None) -> None:
        day = None if ago is None else (self.one.clock.now() - timedelta(days=ago)).date()
        number, given = self._deal(workspace, deal), Given(amount, date(2026, 8, 1), "dear", won_on=day)
        act = close.won if is_won else close.lost
        self._do(workspace, who, lambda ledger, by: act(ledger, by, number, given=given))

    @rule(workspace=st.integers(0, 1), who=people, deal=which, day=days)
    def step(self, workspace: int, who: int, deal: int, day: date) -> None:
        number = self._deal(workspace, deal)
        self._do(workspace, who, lambda ledger, by: steps.step(ledger, by, number, text="call", day=day, meant_day=day))

    @rule(workspace=st.integers(0, 1), who=people, deal=which, day=days)
    def snooze(self, workspace: int, who: int, deal: int, day: date) -> None:
        number = self._deal(workspace, deal)
        self._do(workspace, who, lambda ledger, by: snooze.snooze(ledger, by, number, until=day))

    @rule(
        workspace=st.integers(0, 1),
        who=people,
        deal=which,
        act=TOUCHES,
    )
    def touch(self, workspace: int, who: int, deal: int, act: Any) -> None:
        number = self._deal(workspace, deal)
        self._do(workspace, who, lambda ledger, by: act(ledger, by, number))

    @rule(
        workspace=st.integers(0, 1),
        name=st.sampled_from(["country", "zone"]),
        value=st.sampled_from([None, "SE", "FI"]),
        who=people,
    )
    def setting(self, workspace: int, name: str, value: str | None, who: int) -> None:
        def put(ledger: Ledger, by: By) -> CommitOutcome:
            def decide(work: Any) -> SettingsSaved:
                settings_.put(work, settings_.WORKSPACE, {name: value if name == "country" else None})
                return SettingsSaved(change=work.change_no)

            return ledger.commit(replace(by, via=Via.FORM), decide)

        self._do(workspace, who, put)

    @rule(workspace=st.integers(0, 1), who=people, has=st.booleans())
    def role(self, workspace: int, who: int, has: bool) -> None:
        def put(ledger: Ledger, by: By) -> CommitOutcome:
            def decide(work: Any) -> SettingsSaved:
                members.set_role(work, BERTIL, Role.LEAD, has=has, pipeline_no=PIPELINE)
                return SettingsSaved(change=work.change_no)

            return ledger.commit(by, decide)

        self._do(workspace, who, put)

    @rule(workspace=st.integers(0, 1), who=people, back=st.one_of(st.none(), st.integers(0, 12)), is_redo=st.booleans())
    def undo(self, workspace: int, who: int, back: int | None, is_redo: bool) -> None:
        team = self._team(workspace)
        asked = (
            "SELECT no FROM event WHERE workspace_no = :w AND no = change_no AND (kind = 'voided') = :void ORDER BY no"
        )
        changes = [no for (no,) in team.ask(asked, void=is_redo)]
        if back is not None and not changes:
            return
        target = None if back is None else changes[-1 - back % len(changes)]
        last = team.last_event
        answer = self._do(workspace, who, lambda ledger, by: undo.undo(ledger, by, change_no=target, sure=True))
        if answer is not None and team.last_event > last and target is not None:
            self._is_as_before(workspace, target)

    def _is_as_before(self, workspace: int, change_no: int) -> None:
        """Each field that the undone change had set is as it was before that change."""
        team = self._team(workspace)
        was, now = self.rows_before.get((workspace, change_no)), self._deals(team)
        with team.ledger.read_session(team.by(None)) as session:
            roots = [self._root(session, event) for event in event_store.change_of(session, change_no)]
        for root in roots:
            if root.subject != "deal" or was is None:
                continue
            old, new = was.get(root.subject_no), now.get(root.subject_no)
            for field in root.data.sets() - {EXISTS}:
                assert self._values(old, field) == self._values(new, field), (change_no, field)
            if EXISTS in root.data.sets():
                assert (old is None) == (new is None)

    @staticmethod
    def _root(session: ReadSession, event: Event) -> Event:
        while event.voids is not None:
            found = event_store.event_by_no(session, event.voids)
            assert found is not None
            event = found
        return event

    @staticmethod
    def _values(state: DealState | None, field: str) -> tuple[Any, ...] | None:
        named = row_of(state) if state is not None else None
        return None if named is None else tuple(named[column] for column in COLUMNS[field])

    @precondition(lambda self: self.done)
    @rule(which=which)
    def deliver_again(self, which: int) -> None:
        again = self.done[which % len(self.done)]
        team = self._team(again.workspace)
        last = team.last_event
        assert again.command(team.ledger, again.by) == Unchanged(again.answer)
        assert team.last_event == last

    @rule(hours=st.integers(-5, 100))
    def time_passes(self, hours: int) -> None:
        self.one.clock.move_by(timedelta(hours=hours))

    # --- What always holds --------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        for team in (self.one, self.two):
            assert verify(self.storage, SUBJECTS, team.workspace_no) == []
            self._sums_are_the_deals(team)
            self._sees_no_other(team)

    @staticmethod
    def _sees_no_other(team: Team) -> None:
        """A number that only the other workspace has sounds like one that nobody has."""
        mine = AnyRun._deals(team)
        for number in {*range(1, 9), 10_000} - mine.keys():
            with pytest.raises(errors.NoSuchDeal) as refused:
                team.advance(number, LEENA)
            assert refused.value.number == number

    @staticmethod
    def _sums_are_the_deals(team: Team) -> None:
        summed = "SELECT stage_no, currency, sum(amount) FROM deal WHERE workspace_no = :w GROUP BY stage_no, currency"
        sums: dict[tuple[int, str], int] = {}
        for state in AnyRun._deals(team).values():
            if state.amount is not None:
                key = (state.stage_no, state.currency)
                sums[key] = sums.get(key, 0) + state.amount
        kept = {(stage, currency): int(total) for stage, currency, total in team.ask(summed) if total is not None}
        assert kept == sums


def test_any_run_of_commands_keeps_every_promise_of_the_ledger(shared_storage: Storage) -> None:
    class Here(AnyRun):
        storage = shared_storage

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            derandomize=False,
        ),
    )
