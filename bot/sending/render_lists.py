"""Lists of deals become messages: one's own, the stuck ones, those that fit, each as its reader may see it."""

from __future__ import annotations

from bot.blocks import lists
from bot.blocks import next_up as next_up_blocks
from bot.blocks.elements import Message
from bot.blocks.lists import Whose
from bot.sending.scene import Scene, typed_text
from pipeline.messages import asked_notices as asked
from pipeline.people.absence import stood_in_for
from pipeline.people.access import rights_of
from pipeline.queries import deal_lists, find
from pipeline.queries import next_up as next_up_query
from pipeline.queries.deal_lists import Lines
from pipeline.queries.names import names
from pipeline.stages.events import StageKind


def mine(scene: Scene, notice: asked.ShowMine) -> Message:
    """The open deals of the reader or of somebody else, or the closed ones."""
    state = StageKind(notice.state) if notice.state else StageKind.OPEN
    page = deal_lists.mine(scene.session, owner=notice.owner, state=state, start=notice.start)
    if not page.lines and notice.start:
        page = deal_lists.mine(scene.session, owner=notice.owner, state=state)
    whose = _whose(scene, notice.owner, state, is_shared=notice.is_shared)
    return lists.mine(scene.voice, page, whose, _to_select(scene, page))


def _whose(scene: Scene, owner: int | None, state: StageKind = StageKind.OPEN, *, is_shared: bool = False) -> Whose:
    """Whose deals a list has. Of another's, lateness is for who leads or stands in, where nobody else reads it."""
    if owner in (None, scene.reader.member_no):
        return Whose(state=state)
    rights = rights_of(scene.session.connection, scene.session.by)
    name = names(scene.session, members=[owner]).members.get(owner or 0, "")
    stands_in = owner in stood_in_for(scene.session, scene.reader.member_no or 0)
    return Whose(name, owner, state, shows_lateness=bool(rights.leads or stands_in) and not is_shared)


def stuck(scene: Scene, notice: asked.ShowStuck) -> Message:
    """The stuck deals."""
    start, owner = notice.start, notice.owner
    page = deal_lists.stuck(scene.session, owner=owner, start=start)
    page = page if page.lines or not start else deal_lists.stuck(scene.session, owner=owner)
    reader = scene.reader.member_no
    leads = bool(rights_of(scene.session.connection, scene.session.by).leads)
    whose = _whose(scene, owner if leads else None)
    return lists.stuck(scene.voice, page, reader=reader, whose=whose, select=_to_select(scene, page), leads=leads)


def next_up(scene: Scene, notice: asked.ShowNext) -> Message:
    """What the reader does next."""
    return next_up_blocks.next_up(scene.voice, next_up_query.next_up(scene.session, start=notice.start))


def found(scene: Scene, notice: asked.ShowFound) -> Message:
    """One page of the deals that fit the words."""
    fitting = find.by_numbers(scene.session, notice.deals)
    page = Lines(notice.count or len(fitting), fitting, notice.start, is_cut=notice.is_cut)
    kept = notice.text if isinstance(notice.text, int) else None
    select = _to_select(scene, page)
    return lists.found(scene.voice, typed_text(scene, notice.text), page, kept=kept, select=select)


def _to_select(scene: Scene, found: Lines) -> tuple[int, ...]:
    """The deals of a list that its reader may change several of at once."""
    if scene.reader.member_no is None:
        return ()
    leads = bool(rights_of(scene.session.connection, scene.session.by).leads)
    return tuple(
        each.deal_no for each in found.lines if each.is_open and (leads or each.owner == scene.reader.member_no)
    )
