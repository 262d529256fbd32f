"""Taking back a change (`/deal undo`, the Undo button): whole, once, and only while nobody has built on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.choice_errors import ChoiceInUse
from pipeline.customers.contact_events import CONTACT
from pipeline.customers.events import CUSTOMER, CustomerMerged
from pipeline.customers.undone import undone_of_customer
from pipeline.deals import choices, merging, own_values, owners_undone
from pipeline.deals.change import note as keep_note
from pipeline.deals.deal import JUST_NOW
from pipeline.deals.delivery_events import ProblemTold
from pipeline.deals.events import DEAL, Noted, OwnerSet, StepSet
from pipeline.deals.projection import DealState, opens_stay
from pipeline.deals.touch_events import NeedAdded, NeedEnded, Touched
from pipeline.deals.undone import Undone
from pipeline.ledger import event_store, projection_rows, references, undoing
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import change_of
from pipeline.ledger.events import Event, Key, Right, Via
from pipeline.ledger.fold import head_of, root_of
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import ChangeUndone
from pipeline.options.events import OPTION
from pipeline.people import absence, stand_ins
from pipeline.people.access import Act, MemberRights, may, require, rights_of
from pipeline.people.events import MEMBER, SETTING, SettingSet
from pipeline.people.settings import USUAL_CHECK_INS
from pipeline.pipelines.events import PIPELINE, TargetSet
from pipeline.refused import Refused
from pipeline.stages import stages as stages_
from pipeline.stages.events import STAGE, StageKind
from pipeline.stages.projection import StageState
from pipeline.stages.stages import Stages
from pipeline.storage.schema import event
from pipeline.unused_errors import NotUsed

EVERYBODYS = (Noted, Touched, NeedAdded, NeedEnded, ProblemTold)
"""What whoever sees a deal may add to it, and take back."""

Histories = Mapping[Key, Sequence[Event]]
"""All events of each subject that a change touches."""

LOOK_BACK = 200  # newest changes of one's own among which the one to undo is sought

_MINE = (
    select(event.c.change_no, event.c.voids, event.c.via, event.c.recorded_at, event.c.subject)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.no == event.c.change_no)
    .order_by(event.c.no.desc())
    .limit(LOOK_BACK)
)
_MINE_OF_DEAL = (
    select(event.c.change_no)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.subject == DEAL, event.c.subject_no == bindparam("deal_no"))
    .order_by(event.c.no.desc())
    .limit(LOOK_BACK)
)
_VOIDED = select(event.c.voids, event.c.no).where(
    event.c.workspace_no == bindparam("w"), event.c.voids.in_(bindparam("nos", expanding=True))
)
_VOIDS_OF = select(event.c.voids).where(event.c.workspace_no == bindparam("w"), event.c.no == bindparam("no"))
_OF_DEALS = {DEAL, CUSTOMER, CONTACT}  # what the first event of such a change is about
_NEVER = (Via.IMPORT, Via.SYSTEM)  # an import is taken back as a whole, and what the system did is nobody's to undo


def undo(
    ledger: Ledger,
    by: By,
    *,
    change_no: int | None = None,
    of_deal: int | None = None,
    sure: bool = False,
    note: str | None = None,
) -> CommitOutcome:
    """Undo a change, the person's own newest one of a deal (of `of_deal` where that is given) when none is named.

    Settings are undone only when they are named. A change that is named together with `of_deal` is undone only if it is
    a change of that deal; LostInRestore is raised for any other. A second undo without a target within two minutes
    raises UndidJustNow unless the person is `sure`. Raises NothingToUndo, NotAllowed, MergeNotAllowed, AlreadyUndone,
    ChangedSince, CannotUndo; nothing is changed then. A `note` is kept on the deal with the undo; raises NotUsed where
    no deal is left for it.
    """

    def decide(work: UnitOfWork) -> ChangeUndone:
        who = require(work.connection, by, Act.OPEN)
        number = change_no or _newest(work, of_deal, sure=sure)
        change, histories = event_store.change_with_histories(work, number)
        _require_of_deal(of_deal if change_no is not None else None, histories)
        heads = work.heads_of(histories)
        deals = {no: state for (name, no), state in heads.items() if name == DEAL and isinstance(state, DealState)}
        _require_right(work, absence.with_stand_ins(work, who), change, histories, deals)
        try:
            links = undoing.targets(change, histories)
        except errors.AlreadyUndone as done:
            if done.who != by.member_no:
                raise
            return _notice(change, histories, done.change, heads)
        _void(work, links, histories)
        after = work.heads_after()
        _check_result(work, after, deals, Undone.of(histories, links))
        owners_undone.tell_of_undo(work, deals, after)
        _keep_note(work, after, note)
        return _notice(change, histories, work.change_no, after)

    return ledger.commit(by, decide)


def _void(work: UnitOfWork, links: Iterable[Event], histories: Histories) -> None:
    """Take these events out of force, and tell whose standing in that ends or brings back."""
    for link in links:
        work.void(link, histories[link.key])
    stand_ins.tell_of_undo(work, histories)


def _require_of_deal(deal_no: int | None, histories: Histories) -> None:
    """Refuse a change that does not touch the deal on which its button stands."""
    if deal_no is not None and (DEAL, deal_no) not in histories:
        raise errors.LostInRestore(deal=deal_no)


def undoable(session: ReadSession, changes: Collection[int]) -> set[int]:
    """Those of these changes that this person could undo now. Nothing is written."""
    who = absence.with_stand_ins(session, rights_of(session.connection, session.by))
    found = event_store.changes_of(session, changes)
    histories = event_store.histories(session, list({each.key: None for change in found.values() for each in change}))
    heads = projection_rows.heads_by_key(session.connection, session.by.workspace_no, session.subjects, histories)
    return {no for no, change in found.items() if _could_undo(session, who, change, histories, heads)}


def _could_undo(
    session: ReadSession,
    who: MemberRights,
    change: Sequence[Event],
    histories: Histories,
    heads: Mapping[Key, Any],
) -> bool:
    mine = {key: histories[key] for key in {each.key for each in change}}
    there = {no: heads[name, no] for name, no in mine if name == DEAL and isinstance(heads[name, no], DealState)}
    try:
        _require_right(session, who, change, mine, there)
        links = undoing.targets(change, mine)
        after = _heads_without(session, links, mine)
        _require_references(session, references.pointing_anew(session.subjects, heads, after), after)
        Undone.of(mine, links).require_requirements(_stages_after(session, after), there, after)
    except Refused:
        return False
    return True


def _heads_without(session: ReadSession, links: Sequence[Event], histories: Histories) -> dict[Key, Any]:
    """The heads of these subjects as they would be if these events were voided."""
    undone = Undone.of(histories, links)
    return {
        key: head_of(session.subjects[key[0]], undone.after(key))
        for key in histories
        if session.subjects[key[0]].head is not None
    }


def _keep_note(work: UnitOfWork, after: Mapping[Key, Any], text: str | None) -> None:
    """Keep what was noted with an undo on the deal that is left."""
    if not text:
        return
    deal = next((state for (name, _no), state in after.items() if name == DEAL and state is not None), None)
    if deal is None:
        raise NotUsed(word="undo", hint="not_used_undo_note", note=text)
    keep_note(work, deal, text)


def _newest(work: UnitOfWork, of_deal: int | None, *, sure: bool) -> int:
    values = {"w": work.by.workspace_no, "by": work.by.member_no, "deal_no": of_deal}
    mine: Sequence[Any] = work.connection.execute(_MINE, values).all()
    whole = [each for each in mine if each.voids is None and Via(each.via) not in _NEVER]
    own = [each for each in whole if each.subject in _OF_DEALS]
    if of_deal is not None:
        there = set(work.connection.scalars(_MINE_OF_DEAL, values))
        own = [each for each in own if each.change_no in there]
    gone = _out_of_force(work, [each.change_no for each in own])
    target = next((each for each in own if each.change_no not in gone), None)
    if target is None:
        raise errors.OnlySettingsToUndo if len(whole) > len(own) and of_deal is None else errors.NothingToUndo
    if not sure:
        _ask_if_just_undone(work, mine, target.change_no, of_deal)
    return target.change_no


def _out_of_force(work: UnitOfWork, nos: list[int]) -> set[int]:
    """Those among `nos` that are voided in force: chains of voids are followed a link at a time, all at once."""
    length = dict.fromkeys(nos, 0)
    root: dict[int, int] = {no: no for no in nos}
    while root:
        found = work.connection.execute(_VOIDED, {"w": work.by.workspace_no, "nos": list(root)}).all()
        links = {int(row.no): int(row.voids) for row in found}
        root = {no: root[voided] for no, voided in links.items()}
        for start in root.values():
            length[start] += 1
    return {no for no, count in length.items() if count % 2}


def _ask_if_just_undone(work: UnitOfWork, mine: Sequence[Any], change_no: int, of_deal: int | None) -> None:
    """Ask when this person's newest change, within two minutes, is an undo: it may be the same wish, sent again.

    A change of their own since then, a redo, or an undo of another deal than the named one, makes it another wish.
    """
    last = next((each for each in mine if Via(each.via) not in _NEVER), None)
    if last is None or last.voids is None or work.now - last.recorded_at >= JUST_NOW:
        return
    if _is_redo(work, last.change_no):
        return
    if of_deal is not None and of_deal not in _deals_of(work, last.change_no):
        return
    deals = _deals_of(work, change_no)
    raise errors.UndidJustNow(
        seconds=max(1, round((work.now - last.recorded_at).total_seconds())),
        change=change_no,
        deal=next(iter(deals), None),
        count=len(deals) if len(deals) > 1 else None,
    )


def _is_redo(work: UnitOfWork, change_no: int) -> bool:
    """Whether an undo brings back what another undo took: it is at an even place in its chain of voids."""
    links, no = 0, change_no
    while (voided := work.connection.scalar(_VOIDS_OF, {"w": work.by.workspace_no, "no": no})) is not None:
        links, no = links + 1, voided
    return links % 2 == 0


def _deals_of(work: UnitOfWork, change_no: int) -> list[int]:
    """The numbers of the deals that a change is about."""
    return list(dict.fromkeys(each.subject_no for each in change_of(work, change_no) if each.subject == DEAL))


def _require_right(
    session: Session, who: MemberRights, change: Sequence[Event], histories: Histories, there: Mapping[int, DealState]
) -> None:
    """Refuse a change that this person may not undo: an import's, the system's, or one that they have no right to.

    The right is that of the kind at the root of each event. Whoever may change the settings undoes what only they may
    do, a sales lead when customers are checked in with, and everybody their own settings. A deal is for those who may
    change it; those of two customers that were merged are for those who may merge them. What others did to anything
    else, or to a deal that is gone, is for whoever may change the settings.
    """
    if not change or any(each.via in _NEVER for each in change):
        raise errors.NothingToUndo
    is_admin = may(who, Act.SETTINGS)
    by_no = {each.no: each for history in histories.values() for each in history}
    own_settings = (SETTING, who.member_no)
    deals: set[int] = set()
    for each in change:
        if root_of(each, by_no).data.right is Right.SETTINGS:
            if not is_admin and each.key != own_settings and not (who.leads and _is_of_check_ins(each, by_no)):
                raise errors.NothingToUndo
        elif each.subject == PIPELINE:
            is_of_target = isinstance(root_of(each, by_no).data, TargetSet)
            if not is_of_target or not may(who, Act.TARGETS, pipeline_no=each.subject_no):
                raise errors.NothingToUndo
        elif each.subject == DEAL and not _is_own_addition(who, each, change, by_no):
            deals.add(each.subject_no)
    if any(each.pipeline_no in who.hidden for each in there.values()):
        raise errors.NothingToUndo
    is_always_theirs = _is_own_hand_over_or_addition(who, change, by_no)
    if (merged := _merged(root_of(each, by_no) for each in change)) is not None:
        merging.require_right(session, who, merged.subject_no, [there[no] for no in sorted(deals & there.keys())])
        is_always_theirs = True
    for deal in (there[no] for no in sorted(deals & there.keys())):
        if not is_always_theirs and not may(who, Act.CHANGE, owner=deal.owner, pipeline_no=deal.pipeline_no):
            can = absence.who_acts_for(session, deal.owner, deal.pipeline_no)
            raise errors.NotAllowed(who=can, role="lead", deal=deal.deal_no)
    of_others = any(each.member_no != who.member_no for each in change)
    if of_others and not is_admin and (not deals or deals - there.keys()):
        raise errors.NothingToUndo


def _is_of_check_ins(event: Event, by_no: Mapping[int, Event]) -> bool:
    """Whether the event says when the workspace checks in with customers, which sales leads say too."""
    data = root_of(event, by_no).data
    return isinstance(data, SettingSet) and data.name in USUAL_CHECK_INS


def _is_own_addition(who: MemberRights, event: Event, change: Sequence[Event], by_no: Mapping[int, Event]) -> bool:
    """Whether this person only added something to a deal by it: that is theirs to take back, whoever owns the deal.

    The step that a problem made is part of the problem.
    """
    if event.member_no != who.member_no:
        return False
    data = root_of(event, by_no).data
    if isinstance(data, StepSet):
        return any(isinstance(root_of(each, by_no).data, ProblemTold) for each in change)
    return isinstance(data, EVERYBODYS)


def _merged(roots: Iterable[Event]) -> Event | None:
    """The event by which a customer was merged into another one; what was merged into it before comes before it."""
    return next((each for each in reversed([*roots]) if isinstance(each.data, CustomerMerged)), None)


def _is_own_hand_over_or_addition(who: MemberRights, change: Sequence[Event], by_no: Mapping[int, Event]) -> bool:
    """Whether this person handed a deal over by that change, or only added something to it.

    They may take that back, although the deal is not theirs.
    """
    roots = (root_of(each, by_no) for each in change)
    return all(each.member_no == who.member_no and isinstance(each.data, (OwnerSet, *EVERYBODYS)) for each in roots)


def _check_result(session: Session, after: Mapping[Key, Any], before: Mapping[int, DealState], undone: Undone) -> None:
    """Refuse an undo after which something would refer to what is gone, or a deal would lose what its stage requires.

    `before` has the deals of the change as they are.
    """
    _require_references(session, after, after)
    choices.require_apart(session, after)
    own_values.require_undoable(session, after)
    undone.require_requirements(_stages_after(session, after), before, after)


def _require_references(session: Session, heads: Mapping[Key, Any], after: Mapping[Key, Any]) -> None:
    """Refuse an undo after which one of these `heads`, or what points at one, would refer to what is gone."""
    stages = _stages_after(session, after)
    for lost in references.dangling(session.connection, session.by.workspace_no, session.subjects, heads):
        name, number = lost.source
        if name != DEAL:
            raise errors.CannotUndo
        if lost.reference.target == OPTION and (OPTION, lost.target_no) in after:
            raise ChoiceInUse
        if lost.reference.target == STAGE:
            raise errors.CannotUndo(deal=number, stage=lost.target_no, to=stages.in_use(lost.target_no))
        raise errors.CannotUndo(deal=number)


def _stages_after(session: Session, after: Mapping[Key, Any]) -> Stages:
    """The stages as they are after the undo, those that it brings back among them."""
    there: dict[int, StageState | None] = {each.stage_no: each for each in stages_.of_workspace(session).all}
    there |= {no: state for (name, no), state in after.items() if name == STAGE}
    kept = [each for each in there.values() if each is not None]
    return Stages(tuple(sorted(kept, key=lambda each: (each.pipeline_no, each.position))))


def _roots(change: Sequence[Event], histories: Histories) -> tuple[list[Event], bool]:
    """What the change did, or had undone itself; and whether it had, so that undoing it brings that back."""
    by_no = {each.no: each for history in histories.values() for each in history}
    roots, brings_back = list(change), False
    while roots[0].voids is not None:
        roots, brings_back = [by_no[each.voids] for each in roots if each.voids is not None], not brings_back
    return roots, brings_back


def _notice(change: Sequence[Event], histories: Histories, change_no: int, after: Mapping[Key, Any]) -> ChangeUndone:
    """What was undone, or done again, and where the deal is now; a deal whose opening was undone is gone."""
    roots, redone = _roots(change, histories)
    if (merged := _merged(roots)) is not None and isinstance(merged.data, CustomerMerged):
        return ChangeUndone(change=change_no, is_redone=redone, customer=merged.subject_no, into=merged.data.into)
    deals = [each.subject_no for each in change if each.subject == DEAL]
    if not deals and (said := undone_of_customer(roots, histories)) is not None:
        return ChangeUndone(
            change=change_no, is_redone=redone, act=said.act.value, of_customer=said.customer, contact=said.contact
        )
    if not deals:
        is_absence = all(each.subject == MEMBER for each in change)
        is_target = all(isinstance(each.data, TargetSet) for each in roots)
        return ChangeUndone(change=change_no, is_redone=redone, is_absence=is_absence, is_target=is_target)
    state = after[DEAL, deals[0]]
    if not isinstance(state, DealState):
        return ChangeUndone(change=change_no, is_redone=redone, gone_deal=deals[0])
    return ChangeUndone(
        change=change_no,
        is_redone=redone,
        count=len(set(deals)) if len(set(deals)) > 1 else None,
        deal=state.deal_no,
        stage=state.stage_no,
        is_open=state.state is StageKind.OPEN,
        has_moved=any(opens_stay(each.data) for each in roots),
        kinds=tuple(dict.fromkeys(each.data.kind for each in roots)),
    )
