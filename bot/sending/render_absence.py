"""What is said of absences and of what others changed, as it is at that moment; what is no longer true is dropped."""

from __future__ import annotations

from bot.blocks import absence as blocks
from bot.blocks import leavers
from bot.blocks import while_away as back
from bot.blocks.changed_by_others import changed_by_others as told_of_others
from bot.blocks.changed_by_others import texts_in
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.messages import absence_notices as absences
from pipeline.messages import due_notices as due
from pipeline.people import absence
from pipeline.people.absence import Absence, absent_now
from pipeline.queries.changes_by_others import changes_by_others
from pipeline.queries.names import names
from pipeline.queries.while_away import meanwhile, open_deals_of


def saved(scene: Scene, notice: absences.AwaySaved) -> Message:
    """The answer to days that were kept."""
    return blocks.saved(scene.voice, _members(scene, notice.stand_in), notice)


def over(scene: Scene, notice: absences.AwayOver) -> Message:
    """The answer to the end of an absence."""
    return blocks.over(scene.voice, notice)


def listed(scene: Scene, _: absences.ShowAway) -> Message:
    """The reader's absences."""
    found = absence.absences_of(scene.session, scene.reader.member_no or 0, scene.voice.today)
    return blocks.listed(scene.voice, _members(scene, *(each.stand_in for each in found)), found)


def stands_in(scene: Scene, notice: absences.StandsIn) -> Message | None:
    """That the reader stands in, while they do, and as that change asked."""
    it = _there(scene, notice)
    if it is None or it.stand_in != scene.reader.member_no:
        return None
    if absence.changes_that_set(scene.session, it)[-1:] != [notice.change]:
        return None
    deals, steps = open_deals_of(scene.session, notice.who)
    return blocks.stands_in(scene.voice, _members(scene, notice.who), notice, deals=deals, steps=steps)


def stand_in_ended(scene: Scene, notice: absences.StandInEnded) -> Message | None:
    """That the reader stands in no longer, unless they do again."""
    it = _there(scene, notice)
    if it is not None and it.stand_in == scene.reader.member_no and it.includes(scene.voice.today):
        return None
    return blocks.stand_in_ended(scene.voice, _members(scene, notice.who), notice)


def declined(scene: Scene, notice: absences.StandInDeclined) -> Message:
    """That somebody will not stand in."""
    is_own = scene.reader.member_no == notice.who
    return blocks.declined(scene.voice, _members(scene, notice.who, notice.stand_in), notice, is_own=is_own)


def changed_by_others(scene: Scene, notice: due.ChangedByOthers) -> Message | None:
    """What others changed of this reader's deals, unless all of it was undone meanwhile."""
    reader = scene.reader.member_no or 0
    if reader in absent_now(scene.session):  # the list of the first morning back has it
        return None
    changed = changes_by_others(scene.session, reader, notice.since)
    if not changed:
        return None
    known = names(
        scene.session,
        deals=[each.deal_no for each in changed],
        members=[no for each in changed for no in each.who],
        words=[*(each.after.step for each in changed if each.after is not None), *texts_in(changed)],
    )
    return told_of_others(scene.voice, known, changed)


def while_away(scene: Scene, notice: absences.WhileAway) -> Message | None:
    """What happened meanwhile; nothing where the absence is of other days by now, or where nothing happened."""
    it = _there(scene, notice)
    if it is None or it.until != notice.until:
        return None
    happened = meanwhile(scene.session, it)
    if not happened.changed and not happened.due:
        return None
    known = names(
        scene.session,
        deals=[*(each.deal_no for each in happened.changed), *(each.deal.deal_no for each in happened.due)],
        members=[no for each in happened.changed for no in each.who],
        words=[
            *texts_in(happened.changed),
            *(each.after.step for each in happened.changed if each.after is not None),
            *(each.deal.step for each in happened.due),
        ],
    )
    return back.while_away(scene.voice, known, happened)


def seller_left(scene: Scene, notice: absences.SellerLeft) -> Message | None:
    """That a seller left, while they have open deals in the pipeline."""
    deals, _steps = open_deals_of(scene.session, notice.who, notice.pipeline)
    return leavers.seller_left(scene.voice, _members(scene, notice.who), notice, deals) if deals else None


def lead_left(scene: Scene, notice: absences.LeadLeft) -> Message:
    """That a lead left."""
    return leavers.lead_left(scene.voice, _members(scene, notice.who), notice)


def handed_over(scene: Scene, notice: absences.DealsHandedOver) -> Message:
    """The answer to handing all deals of a person over."""
    return leavers.handed_over(scene.voice, _members(scene, notice.old, notice.owner), notice)


def given(scene: Scene, notice: absences.DealsGiven) -> Message:
    """That the reader owns several deals now."""
    return leavers.given(scene.voice, _members(scene, notice.who, notice.old), notice)


def _there(scene: Scene, notice: absences.AbsenceNotice) -> Absence | None:
    """The absence that a notice is about, as it is now."""
    found = absence.absences_of(scene.session, notice.who, notice.from_day)
    return next((each for each in found if each.from_day == notice.from_day), None)


def _members(scene: Scene, *nos: int | None) -> dict[int, str]:
    return names(scene.session, members=nos).members
