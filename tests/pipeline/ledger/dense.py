"""Dense random runs: few deals and people, many changes that overlap, and undos of any change, drawn without bias.

Hypothesis looks for short examples; a plain run of a hundred changes on two deals builds the long chains of undos,
redos and changes in between that no short example has.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from pipeline import errors
from pipeline.customers import contacts, customers, facts
from pipeline.customers.contacts import ContactGiven
from pipeline.customers.events import CustomerFact
from pipeline.deals import (
    assign,
    checkins,
    choice_changes,
    close,
    come_back,
    delete,
    delivery,
    edit,
    merging,
    move,
    needs,
    offers,
    open,
    problems,
    requirements,
    snooze,
    sources,
    stage_changes,
    steps,
    undo,
)
from pipeline.deals.choices import ListName, token
from pipeline.deals.deal import Given
from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.events import LateBecause, LostKind, SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.deals.offer_versions import OfferKey
from pipeline.deals.projection import DealState
from pipeline.deals.read import deals_by_no
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome, Committed
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.refused import Refused
from pipeline.stages.editing import StageGiven
from pipeline.stages.events import STAGE, StageKind, StageRetired
from tests.pipeline.ledger.dense_fields import (
    OPTIONS,
    Values,
    add_fields,
    edit_fields,
    field_tokens,
    own_values,
    values_of_deals,
)
from tests.pipeline.team import AATU, ANNA, BERTIL, CONTACT, FIRST, LEENA, OFFER, PIPELINE, Team, euros

PEOPLE = (ANNA, BERTIL, LEENA, LEENA, LEENA, AATU)  # the lead may change every deal
MOST_DEALS = 3
CUSTOMERS = (1, 2, 3)  # the numbers of customers that are merged
NAMES = ("Acme", "Beta", "Gamma")  # of the customers of new deals
CONTACTS = range(1, 9)  # the numbers of contacts that are changed
IDS = ("0112038-9", "1572860-0", "")
STAGES = range(1, 8)  # the numbers of stages that are edited
STAGE_NAMES = ("Neuvottelu", "Sopimus", "Koekäyttö")
NUMBERS = range(1, 200)  # that deals of a run may have: a deal whose opening was undone gives its number up

Act = Callable[[Ledger, By, int, random.Random], CommitOutcome]


def _given(chance: random.Random) -> Given:
    return Given(chance.choice([None, euros(5), euros(7)]), date(2026, 12, 1), "dear", chance.choice([None, "x"]))


def _source(chance: random.Random) -> Source:
    """A built-in source, or one of the team's own, which may not be there."""
    own = Source(SourceKind.EVENT, "", chance.choice(OPTIONS))
    return own if chance.random() < 0.5 else Source(chance.choice(list(SourceKind)), chance.choice(["", "fair"]))


def _reason(chance: random.Random) -> LostReason:
    """A built-in reason, or one of the team's own, which may not be there."""
    own = LostReason(LostKind.PRICE, option=chance.choice(OPTIONS))
    return own if chance.random() < 0.5 else LostReason(chance.choice(list(LostKind)), "x")


def _day(chance: random.Random) -> date:
    return date(2026, 9, 1) + timedelta(days=chance.randrange(90))


def _set_own(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    """Values are set, changed and taken off: by an edit, or by a move whose stage may require them."""
    own = own_values(ledger, by, chance)
    if chance.random() < 0.6:
        return edit.edit(ledger, by, deal, edit.Edit(own=own))
    given = _given(chance)
    others = {f"{requirements.OWN_FIELD}{field_no}": each for field_no, each in own.items()}
    return move.advance(ledger, by, deal, to_stage=chance.choice([None, *STAGES]), given=replace(given, others=others))


def _edit(chance: random.Random) -> edit.Edit:
    wishes = (
        edit.Edit(customer=chance.choice(["Acme", "Beta", "Gamma"])),
        edit.Edit(name=chance.choice(["", "lifts", "doors"])),
        edit.Edit(amount=chance.choice([None, euros(5), euros(7)])),
        edit.Edit(close_day=_day(chance), source=_source(chance)),
        edit.Edit(promised_day=chance.choice([None, _day(chance)])),
        edit.Edit(won_on=date(2026, 3, 2) + timedelta(days=chance.randrange(30))),
        edit.Edit(lost=_reason(chance)),
    )
    return chance.choice(wishes)


def _contact(chance: random.Random) -> ContactGiven:
    email = chance.choice(["", "x@acme.fi", "y@acme.fi"])
    return ContactGiven(chance.choice(["Maija", "Pekka"]), "", chance.choice(["", "+358401234567"]), email)


def _of_customer(ledger: Ledger, by: By, chance: random.Random) -> CommitOutcome:
    """A contact is added or changed or leaves, or a business id is set or taken off."""
    customer_no, contact_no = chance.choice(CUSTOMERS), chance.choice(CONTACTS)
    acts: tuple[Callable[[], CommitOutcome], ...] = (
        lambda: contacts.add(ledger, by, customer_no, _contact(chance)),
        lambda: contacts.change(ledger, by, contact_no, _contact(chance), has_left=chance.random() < 0.3),
        lambda: contacts.leave(ledger, by, contact_no),
        lambda: facts.set_facts(ledger, by, customer_no, {CustomerFact.BUSINESS_ID: chance.choice(IDS)}),
    )
    return chance.choice(acts)()


def _send_offer(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    price, day = euros(chance.randint(2, 9)), date(2026, 12, 1) + timedelta(days=chance.randrange(90))
    terms = offers.OfferTerms(price, day, delivery=chance.choice(["", "3 weeks"]), term_days=14)
    return offers.send(ledger, by, deal, terms, moves=chance.random() < 0.5, ask=chance.choice(["", "ask"]))


def _answer_offer(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    key = OfferKey(chance.randint(1, 4), chance.randint(1, 3))
    if chance.random() < 0.4:
        return offers.accept(ledger, by, deal, key, given=_given(chance))
    return chance.choice([offers.decline, offers.take_up, offers.extend])(ledger, by, deal, key)


def _deliver(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    """A sale is delivered, comes later, or nobody knows; on a day that may be refused."""
    acts: tuple[Callable[[], CommitOutcome], ...] = (
        lambda: delivery.delivered(ledger, by, deal, note=chance.choice([None, "x"])),
        lambda: delivery.delivered(ledger, by, deal, day=date(2026, 3, 2) + timedelta(days=chance.randrange(20))),
        lambda: delivery.late(ledger, by, deal, day=_day(chance), because=chance.choice(list(LateBecause))),
        lambda: delivery.not_known(ledger, by, deal),
    )
    return chance.choice(acts)()


def _after_delivery(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    """The customer is asked how they find it, or tells a problem."""
    if chance.random() < 0.3:
        return problems.tell(ledger, by, deal, chance.choice(["it leaks", "it is loud"]))
    which, words = chance.choice([None, 14, 90]), chance.choice([None, "it leaks"])
    return checkins.check_in(ledger, by, deal, result=chance.choice(list(CheckIn)), words=words, after_days=which)


def _come_back(ledger: Ledger, by: By, deal: int, chance: random.Random) -> CommitOutcome:
    """A deal is lost until a month, or its owner comes back a month later, or never."""
    if chance.random() < 0.5:
        why = _reason(chance)
        given = Given(lost_kind=why.kind, lost_option=why.option, returns=_day(chance))
        return close.lost(ledger, by, deal, given=given)
    return chance.choice([come_back.one_more_month, come_back.never])(ledger, by, deal)


def _edit_stages(ledger: Ledger, by: By, deals: Sequence[int], chance: random.Random) -> CommitOutcome:
    """A stage is added, changed, removed, split or brought back, with deals in it."""
    name, stage, other = chance.choice(STAGE_NAMES), chance.choice(STAGES), chance.choice(STAGES)
    tokens = [each.token for each in requirements.for_kind(StageKind.OPEN)]
    tokens += field_tokens(ledger, by)[:1]
    given = StageGiven(name, chance.choice([None, 5]), tuple(chance.sample(tokens, chance.randint(0, 2))), FIRST)
    acts: tuple[Callable[[], CommitOutcome], ...] = (
        lambda: stage_changes.add_stage(ledger, by, PIPELINE, given, _labels),
        lambda: stage_changes.change_stage(ledger, by, stage, given, _labels),
        lambda: stage_changes.change_stage(ledger, by, stage, replace(given, name="", after=other), _labels),
        lambda: stage_changes.remove_stage(ledger, by, stage, other),
        lambda: stage_changes.remove_stage(ledger, by, stage, other),
        lambda: stage_changes.split_stage(ledger, by, stage, name, deals, _labels),
        lambda: stage_changes.restore_stage(ledger, by, stage, _labels),
        lambda: stage_changes.restore_stage(ledger, by, stage, _labels),
    )
    return chance.choice(acts)()


def _edit_lists(ledger: Ledger, by: By, chance: random.Random) -> CommitOutcome:
    """An entry of a list is added, replaces a built-in one, is renamed, moved, hidden or shown; deals have it."""
    name, code = chance.choice([(ListName.SOURCE, SourceKind.EVENT), (ListName.LOST, LostKind.PRICE)])
    number, labels = chance.choice(OPTIONS), choice_changes.Labels(f"oma {chance.random()}", chance.choice(["", "own"]))
    entry = chance.choice([code.value, token(code.value, number)])
    acts: tuple[Callable[[], CommitOutcome], ...] = (
        lambda: choice_changes.add(ledger, by, name, code.value, labels, _called),
        lambda: choice_changes.add(ledger, by, name, code.value, labels, _called, replaces=True),
        lambda: choice_changes.rename(ledger, by, name, number, labels, _called),
        lambda: choice_changes.move(ledger, by, name, entry, up=chance.random() < 0.5),
        lambda: choice_changes.hide(ledger, by, name, entry, hidden=chance.random() < 0.5),
    )
    return chance.choice(acts)()


def _called(_name: ListName, code: str) -> tuple[str, ...]:
    """What a built-in entry of a list is called."""
    return (code,)


def _labels(key: str) -> tuple[str, ...]:
    """What a default stage is called."""
    return (key,)


ACTS: Mapping[str, Act] = {
    "offer": _send_offer,
    "offer once more": _send_offer,
    "offer answered": _answer_offer,
    "offer answered otherwise": _answer_offer,
    "delivery": _deliver,
    "delivery once more": _deliver,
    "check-in or problem": _after_delivery,
    "come back": _come_back,
    "advance": lambda ledger, by, deal, chance: move.advance(ledger, by, deal, given=_given(chance)),
    "move": lambda ledger, by, deal, chance: move.advance(
        ledger, by, deal, to_stage=chance.randint(1, 5), given=_given(chance)
    ),
    "back": lambda ledger, by, deal, chance: move.back(ledger, by, deal),
    "won": lambda ledger, by, deal, chance: close.won(ledger, by, deal, given=_given(chance)),
    "lost": lambda ledger, by, deal, chance: close.lost(ledger, by, deal, given=_given(chance)),
    "step": lambda ledger, by, deal, chance: steps.step(
        ledger, by, deal, text="call", day=(day := _day(chance)), meant_day=day
    ),
    "step done": lambda ledger, by, deal, chance: steps.done(ledger, by, deal),
    "snooze": lambda ledger, by, deal, chance: snooze.snooze(ledger, by, deal, until=_day(chance)),
    "wake": lambda ledger, by, deal, chance: snooze.wake(ledger, by, deal),
    "see": lambda ledger, by, deal, chance: snooze.see(ledger, by, deal),
    "delete, seldom": lambda ledger, by, deal, chance: (
        delete.delete(ledger, by, deal) if chance.random() < 0.2 else edit.edit(ledger, by, deal, _edit(chance))
    ),
    "merge, seldom": lambda ledger, by, deal, chance: (
        merging.merge(ledger, by, chance.choice(CUSTOMERS), into=chance.choice(CUSTOMERS))
        if chance.random() < 0.5
        else steps.step(ledger, by, deal, text="write", day=_day(chance))
    ),
    "need": lambda ledger, by, deal, chance: (
        needs.add(ledger, by, deal, chance.choice(["lift", "door", "roof", "yard"]))
        if chance.random() < 0.6
        else edit.edit(ledger, by, deal, edit.Edit(needs=("lift", "door", chance.choice(["paint", ""]))))
    ),
    "source": lambda ledger, by, deal, chance: sources.set_source(ledger, by, deal, _source(chance)),
    "contact or fact": lambda ledger, by, deal, chance: _of_customer(ledger, by, chance),
    "edit": lambda ledger, by, deal, chance: edit.edit(ledger, by, deal, _edit(chance)),
    "assign": lambda ledger, by, deal, chance: assign.assign(ledger, by, deal, to=chance.choice(PEOPLE)),
}


class DenseRun:
    """One run in one workspace; `take_steps` makes changes, each followed by the checks of what always holds."""

    def __init__(self, team: Team, seed: int) -> None:
        self.team, self.chance = team, random.Random(seed)
        add_fields(team.ledger, team.by(AATU))
        self.changes: list[int] = []

    def take_steps(self, count: int, *, verify_each: int = 1) -> None:
        """Make this many changes or attempts; after every so many the whole workspace is verified."""
        for number in range(1, count + 1):
            self.team.clock.move_by(timedelta(minutes=self.chance.randint(1, 400)))
            self._step()
            if number % verify_each == 0:
                assert self.team.is_sound()

    def _step(self) -> None:
        was, values, last = self._deals(), self._values(), self.team.last_event
        what = self.chance.random()
        try:
            if what < 0.35 and self.changes:
                self._undo(was, values)
            elif what < 0.40:
                self._rule()
            elif what < 0.47:
                _edit_stages(self.team.ledger, self.team.by(AATU), sorted(was), self.chance)
            elif what < 0.52:
                _edit_lists(self.team.ledger, self.team.by(AATU), self.chance)
            elif what < 0.57:
                edit_fields(self.team.ledger, self.team.by(AATU), self.chance)
            elif len(was) < MOST_DEALS:
                self._open()
            elif what < 0.67:
                self._act(_set_own)
            else:
                self._act(ACTS[self.chance.choice(sorted(ACTS))])
        except Refused:
            assert self.team.last_event == last
            assert (self._deals(), self._values()) == (was, values)
        if self.team.last_event > last:
            self.changes.append(last + 1)

    def _open(self) -> None:
        ledger, by, chance = self.team.ledger, self.team.by(self._who()), self.chance
        own = own_values(ledger, by, chance) if chance.random() < 0.3 else {}
        open.new(ledger, by, open.NewDeal(chance.choice(NAMES), amount=euros(3), own=own))

    def _act(self, act: Act) -> None:
        act(self.team.ledger, self.team.by(self._who()), self.chance.choice(sorted(self._deals())), self.chance)

    def _rule(self) -> None:
        """Somebody becomes a lead or is one no longer, a stage is retired, a customer is added."""
        chance = self.chance
        self.team.do(
            chance.choice(
                [
                    lambda work: members.set_role(
                        work, BERTIL, Role.LEAD, has=chance.random() < 0.5, pipeline_no=PIPELINE
                    ),
                    lambda work: customers.find_or_add(work, chance.choice(["Acme", "Beta"])),
                    self._retire,
                ]
            ),
            AATU,
        )

    @staticmethod
    def _retire(work: UnitOfWork) -> None:
        """The stage of offers is retired, where no deal is in it."""
        there = deals_by_no(work.connection, work.by.workspace_no, NUMBERS)
        stage = work.head_of((STAGE, OFFER))
        if stage.retired_for is None and not any(each.stage_no == OFFER for each in there.values()):
            work.append(StageRetired(successor=CONTACT), OFFER, stage)

    def _undo(self, was: Mapping[int, DealState], values: Values) -> None:
        """Undo any change; undone and redone at once, all is as it was."""
        team, who = self.team, self._who()
        undone = undo.undo(team.ledger, team.by(who), change_no=self.chance.choice(self.changes[-8:]), sure=True)
        if not isinstance(undone, Committed) or self.chance.random() < 0.7:
            return
        change_no = team.ask("SELECT max(change_no) FROM event WHERE workspace_no = :w")[0][0]
        with suppress(errors.NotAllowed):  # the deal may be somebody else's again
            undo.undo(team.ledger, team.by(who), change_no=change_no, sure=True)
            assert _without_last(self._deals()) == _without_last(was)
            assert self._values() == values

    def _who(self) -> int:
        return self.chance.choice(PEOPLE)

    def _deals(self) -> dict[int, DealState]:
        with self.team.ledger.storage.read() as connection:
            return deals_by_no(connection, self.team.workspace_no, NUMBERS)

    def _values(self) -> Values:
        with self.team.ledger.read_session(self.team.by(AATU)) as session:
            return values_of_deals(session, sorted(self._deals()))


def _without_last(deals: Mapping[int, DealState]) -> list[str]:
    """The deals, without the number of the newest event about each."""
    return [repr(state).partition("last_no=")[0] for _no, state in sorted(deals.items())]
