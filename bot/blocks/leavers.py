"""What is told of a member who left, and the form that hands all of their open deals over."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blocks import buttons, hand_over, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Message, View
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages import absence_notices as absences


def form(voice: Voice, who: str, deals: int, carried: Carried) -> View:
    """Build the form that hands `deals` open deals of `who` over to one person."""
    said = voice.say("hand_over_all", who=voice.name(who) or voice.say("somebody"), n=deals)
    placeholder = voice.label("person_placeholder")
    return View(
        word=WordName.ASSIGN,
        title=voice.label("assign_title"),
        blocks=(
            el.section(said),
            el.person_field(hand_over.OWNER, voice.label("new_owner"), placeholder=placeholder),
        ),
        close=voice.label("close"),
        submit=voice.label("assign_submit"),
        carried=carried.packed(),
    )


def seller_left(voice: Voice, members: Mapping[int, str], notice: absences.SellerLeft, deals: int) -> Message:
    """Return that a seller left with so many open deals, with the form that hands them over."""
    said = voice.say("seller_left", who=phrases.who(voice, members, notice.who), n=deals)
    more = Remainder(member=notice.who)
    assign = el.button(voice.label("assign_button"), ids.button(WordName.ASSIGN, more=more), style="primary")
    show = el.button(voice.label("show_button"), ids.button(WordName.MINE, more=more))
    return Message(said, (el.section(said), *el.actions(assign, show)))


def lead_left(voice: Voice, members: Mapping[int, str], notice: absences.LeadLeft) -> Message:
    """Return that a lead left, with the settings in which another one is chosen."""
    said = voice.say("lead_left", who=phrases.who(voice, members, notice.who))
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.SETTINGS, "settings_button"))))


def handed_over(voice: Voice, members: Mapping[int, str], notice: absences.DealsHandedOver) -> Message:
    """Return the answer to handing all deals over, with [Undo]."""
    old, owner = (phrases.who(voice, members, no) for no in (notice.old, notice.owner))
    if notice.change is None:
        said = voice.say("no_deals_to_hand_over", who=old)
        return Message(said, (el.section(said),))
    said = voice.say("deals_handed_over", old=old, owner=owner, n=notice.count)
    return Message(said, (el.section(said), *el.actions(buttons.undo(voice, notice.change))))


def given(voice: Voice, members: Mapping[int, str], notice: absences.DealsGiven) -> Message:
    """Return what the new owner of several deals is told."""
    who, old = (phrases.who(voice, members, no) for no in (notice.who, notice.old))
    said = voice.say("deals_given", who=who, old=old, n=notice.count)
    return Message(said, (el.section(said), *el.actions(buttons.plain(voice, WordName.MINE, "mine_button"))))


def of_leaver(voice: Voice, owner: str, message: Message) -> Message:
    """Return a reminder with whose deal it is, and why it comes to the reader, in front."""
    mark: SafeText = voice.say("reminded_as_lead", who=voice.name(owner) or voice.say("somebody"))
    return Message(phrases.lines([mark, SafeText(message.text)]), (el.context(mark), *message.blocks))
