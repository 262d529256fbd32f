"""What leaves gets its marks, from the ledger of that moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.blocks import ids, marking
from bot.blocks.elements import Block, Home, Message, View
from bot.blocks.ids import Basis
from bot.blocks.marking import MarkOf
from pipeline.deals.events import DEAL
from pipeline.ledger import marks
from pipeline.ledger.marks import EventMark
from pipeline.ledger.read_session import ReadSession
from pipeline.people.events import MEMBER
from pipeline.stages.events import STAGE


def marked_message(session: ReadSession, message: Message) -> Message:
    """A message whose buttons carry their marks."""
    marks_of = _marks_of(session, marking.bases(message.blocks))
    return replace(message, blocks=marking.marked(message.blocks, marks_of)) if marks_of else message


def marked_view(session: ReadSession, view: View) -> View:
    """A form that carries its mark, as its buttons do."""
    own = ids.basis(view.carried)
    marks_of = _marks_of(session, [own, *marking.bases(view.blocks)])
    if marks_of is None:
        return view
    mark = None if own.is_nothing else marks_of(own)
    carried = view.carried if mark is None else ids.marked(view.carried, mark)
    return replace(view, blocks=marking.marked(view.blocks, marks_of), carried=carried)


def marked_home(session: ReadSession, tab: Home) -> Home:
    """The Home tab, whose buttons carry their marks."""
    marks_of = _marks_of(session, marking.bases(tab.blocks))
    return replace(tab, blocks=marking.marked(tab.blocks, marks_of)) if marks_of else tab


def marked_options(session: ReadSession, options: list[Block]) -> list[Block]:
    """The options of a search, each with its mark."""
    marks_of = _marks_of(session, marking.bases(options))
    return marking.marked(options, marks_of) if marks_of else options


def _marks_of(session: ReadSession, bases: Iterable[Basis]) -> MarkOf | None:
    """What gives the mark of each of these; None where nothing rests on the ledger."""
    found = {replace(each, mark="") for each in bases if not each.is_nothing}
    if not found:
        return None
    deals = _of_subjects(session, DEAL, {each.deal for each in found})
    members = _of_subjects(session, MEMBER, {each.member for each in found})
    stages = _of_stages(session) if any(each.stage is not None for each in found) else {}
    changes = {each.change for each in found if each.deal is None and each.change is not None}
    events = {no: marks.of_event(session, no) for no in changes}
    newest = marks.of_ledger(session) if any(each.keeps_text for each in found) else None

    def mark_of(basis: Basis) -> str | None:
        needed: list[EventMark | None] = [newest] if basis.keeps_text else []
        for number, by_no in ((basis.deal, deals), (basis.member, members), (basis.stage, stages)):
            needed += [by_no.get(number)] if number is not None else []
        if basis.deal is None and basis.change is not None:
            needed.append(events.get(basis.change))
        there = [each for each in needed if each is not None]
        return str(max(there)) if there and len(there) == len(needed) else None

    return mark_of


def _of_subjects(session: ReadSession, subject: str, numbers: set[int | None]) -> dict[int, EventMark]:
    wanted = sorted(no for no in numbers if no is not None)
    return marks.of_subjects(session, subject, wanted) if wanted else {}


def _of_stages(session: ReadSession) -> dict[int, EventMark]:
    """The marks of all stages, which are read again only when a stage or a setting changes."""
    return session.remembered("marks of stages", lambda: marks.of_all(session, STAGE))
