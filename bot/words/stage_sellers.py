"""Who leads and who sells in a pipeline, as its form shows it and as it is sent."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blocks import elements as el
from bot.blocks import seller_fields
from bot.blocks.elements import Block
from bot.blocks.seller_fields import OF_GROUP, SellersShown
from bot.language.folding import folded
from bot.slack import rosters
from bot.slack.requests import Request
from bot.slack.rosters import RosterUnknown, SlackGroup
from bot.word import Options, Refill, Services
from pipeline import errors, setup_errors
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import members, sellers
from pipeline.people.access import Act, require, sight_said
from pipeline.people.events import Sight
from pipeline.pipelines.events import CHANNEL, EVERYBODY, GROUP
from pipeline.pipelines.projection import PipelineState
from pipeline.schedule.pipeline_changes import SellersGiven

MOST_GROUPS = 100  # options that a search offers


def shown(services: Services, session: Session, state: PipelineState) -> SellersShown:
    """Return who leads a pipeline, sells in it, and sees it otherwise, for its form."""
    connection, w, directory = session.connection, session.by.workspace_no, services.directory
    said: dict[Sight, list[str]] = {each: [] for each in Sight}
    for each in members.everyone(connection, w):
        sight, user = sight_said(each.sees, state.pipeline_no), directory.user_id(connection, each.member_no)
        if sight is not None and user is not None:
            said[sight].append(user)
    leads = (directory.user_id(connection, no) for no in members.leads(connection, w, state.pipeline_no))
    place = sellers.group_of(state.sellers)
    group = directory.channel_id(connection, place) if place is not None else None
    return SellersShown(
        sellers=OF_GROUP if place is not None else state.sellers or EVERYBODY,
        group=_option(_named(services, group)) if group is not None else None,
        leads=[user for user in leads if user is not None],
        said=said,
    )


def _named(services: Services, group: str) -> SlackGroup:
    """The group with its name; with its id alone where Slack does not tell it."""
    try:
        found = [each for each in rosters.groups(services.sellers.client) if each.id == group]
    except RosterUnknown:
        found = []
    return found[0] if found else SlackGroup(group, "", "")


def _option(group: SlackGroup) -> Block:
    """Return a user group as an option, with its handle."""
    return el.option(f"{group.name} (@{group.handle})" if group.handle else group.name or group.id, group.id)


def groups(services: Services, request: Request) -> Options:
    """The user groups whose name or handle has what was typed; none where Slack does not tell them."""
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
    try:
        known = rosters.groups(services.sellers.client)
    except RosterUnknown:
        return Options([])
    part = folded(request.text)
    found = [each for each in known if part in folded(f"{each.name} @{each.handle}")]
    return Options([_option(each) for each in found[:MOST_GROUPS]])


def leads(services: Services, request: Request) -> list[int]:
    """The members who lead, as the form has them. Raises NotALead."""
    chosen = request.values.get(seller_fields.LEADS) or ()
    try:
        return [services.directory.member(user, None) for user in ((chosen,) if isinstance(chosen, str) else chosen)]
    except errors.Stranger as stranger:
        raise setup_errors.NotALead from stranger


def given(services: Services, request: Request, channel: str | None) -> SellersGiven | Refill | None:
    """Who sells, as the form has it, or what is wrong under which field; None where the form did not ask.

    Who is in the channel or the group is read from Slack first: without that nobody would see the pipeline.
    """
    chosen, group = request.values.get(seller_fields.SELLERS), request.values.get(seller_fields.GROUP)
    if chosen is None:
        return None
    if chosen == OF_GROUP and not group:
        return Refill({seller_fields.GROUP: ("group_missing", {})})
    said = _said(services, request)
    if isinstance(said, Refill):
        return said
    if chosen == EVERYBODY:
        return SellersGiven(lambda _work: None, said=said)
    place = group if chosen == OF_GROUP else channel
    try:
        people = services.sellers.people(str(place), is_group=chosen == OF_GROUP) if place else []
    except RosterUnknown:
        return Refill({seller_fields.SELLERS: ("sellers_untold", {})})

    def value(work: UnitOfWork) -> str:
        return f"{GROUP}{services.directory.place(work, str(group))}" if chosen == OF_GROUP else CHANNEL

    return SellersGiven(value, people, said)


def _said(services: Services, request: Request) -> Mapping[int, Sight] | Refill:
    """What is said of single members; a guest, and one of whom two things are said, stand under the field."""
    said: dict[int, Sight] = {}
    for sight, name in seller_fields.SIGHTS.items():
        for user in request.values.get(name) or ():
            try:
                member = services.directory.member(user, None)
            except errors.Stranger:
                return Refill({name: ("sight_of_stranger", {})})
            if member in said:
                return Refill({name: ("sight_said_twice", {})})
            said[member] = sight
    return said
