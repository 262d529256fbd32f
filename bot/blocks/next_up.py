"""What a person does next: each deal with its reason and the one press that does it, as a list and on Home."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import buttons, deliveries, ids, offers, phrases, touches
from bot.blocks import elements as el
from bot.blocks.card import STEP_LIMIT
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.to_do import NextReason
from pipeline.queries.next_up import NextDeal, NextUp

SHOWN = 5  # deals of the first page, of the morning message and of Home
LATER = 10  # deals of each page that a press opens


def next_up(voice: Voice, found: NextUp) -> Message:
    """Return the list: its title with how many deals there are, then each deal. One line where there is none."""
    title = _title(voice, found)
    if not found.deals:
        mine = buttons.plain(voice, WordName.MINE, "mine_button")
        return Message(nothing(voice, found), (el.section(nothing(voice, found)), *el.actions(mine)))
    shown = _shown(found)
    heard = phrases.lines(phrases.joined([phrases.deal(voice, each), _why(voice, found, each)], ": ") for each in shown)
    return Message(
        phrases.lines([title, heard]).replace("*", ""),
        (el.section(title), *rows(voice, found), *_rest(voice, found)),
    )


def morning(voice: Voice, found: NextUp) -> Message:
    """Return the message of a morning; one line where nothing is left to do."""
    if found.deals:
        return next_up(voice, found)
    said = voice.say("today_empty", day=found.day)
    return Message(said, (el.section(said),))


def on_home(voice: Voice, found: NextUp) -> list[Block]:
    """Return Home's part: the title, and the first deals."""
    if not found.deals:
        return [el.section(nothing(voice, found))]
    return [el.section(_title(voice, found)), *rows(voice, found), *_rest(voice, found)]


def nothing(voice: Voice, found: NextUp) -> SafeText:
    """Return that nothing is to be done, and which deal is the next one, and when."""
    none, coming = voice.say("next_empty"), found.coming
    if coming is None:
        return none
    return phrases.joined([none, voice.say("next_coming", day=coming.day, deal=phrases.deal(voice, coming))], " ")


def rows(voice: Voice, found: NextUp) -> list[Block]:
    """Return one section per deal: what it is called, why it is here, and the press that does it."""
    return [
        el.section(phrases.lines([_called(voice, each), _why(voice, found, each)]), _act(voice, each))
        for each in _shown(found)
    ]


def _shown(found: NextUp) -> Sequence[NextDeal]:
    return found.deals[: LATER if found.start else SHOWN]


def _title(voice: Voice, found: NextUp) -> SafeText:
    title = phrases.bold(voice.say("today_title", day=found.day))
    page = voice.say("page", page=2 + (found.start - SHOWN) // LATER) if found.start else None
    return phrases.joined([SafeText(f"{title} {voice.number(found.total)}"), page])


def _rest(voice: Voice, found: NextUp) -> list[Block]:
    end = found.start + len(_shown(found))
    if end >= found.total:
        return []
    more = el.button(voice.label("show_more_button"), ids.button(WordName.NEXT, start=end))
    return [el.context(voice.say("more", n=found.total - end)), *el.actions(more)]


def _called(voice: Voice, it: NextDeal) -> SafeText:
    amount = voice.money(it.amount) if it.amount is not None else None
    return phrases.joined([phrases.bold(phrases.deal(voice, it)), amount])


def _why(voice: Voice, found: NextUp, it: NextDeal) -> SafeText:
    mark = voice.say("standing_in_mark") if it.is_stood_in else None
    return phrases.joined([mark, _reason(voice, found, it)], " ")


def _reason(voice: Voice, found: NextUp, it: NextDeal) -> SafeText:
    step = voice.name(it.step, STEP_LIMIT) or SafeText("–")
    match it.reason:
        case NextReason.STEP_TODAY:
            return step if it.minute is None else voice.say("step_with_hour", at=voice.clock(it.minute), step=step)
        case NextReason.STEP_OVERDUE:
            return voice.say("step_overdue_row", day=it.step_day or found.day, step=step)
        case NextReason.CUSTOMER_REPLIED:
            day = voice.local(it.replied_at).date() if it.replied_at is not None else found.day
            return voice.say("next_reached" if it.was_reached else "next_replied", day=day)
        case NextReason.OFFER_EXPIRES:
            until = it.offer_until or found.day
            return voice.say("next_offer_expired" if until < found.day else "next_offer_expires", day=until)
        case NextReason.DELIVERY_TODAY:
            return voice.say("next_delivery")
        case NextReason.CLOSE_DAY_GONE:
            return voice.say("next_close_day", day=it.close_day or found.day)
        case NextReason.STUCK:
            return voice.say("next_stuck", stage=phrases.stage(voice, it.stage), n=it.days)


def _act(voice: Voice, it: NextDeal) -> Block:
    of = phrases.plain_deal(voice, it)
    match it.reason:
        case NextReason.STEP_TODAY | NextReason.STEP_OVERDUE:
            return buttons.step_done(voice, it.deal_no, it.stay, it.step_no or 0, of=of)
        case NextReason.OFFER_EXPIRES:
            return offers.offer(voice, it.deal_no, it.stay, of=of)
        case NextReason.DELIVERY_TODAY:
            return deliveries.delivered(voice, it.deal_no, it.stay, of=of)
        case NextReason.CLOSE_DAY_GONE:
            return buttons.edit(voice, it.deal_no, of=of)
        case NextReason.CUSTOMER_REPLIED if not it.was_reached:
            return touches.menu(voice, it.deal_no, it.stay)
        case NextReason.CUSTOMER_REPLIED | NextReason.STUCK:
            return buttons.step(voice, it.deal_no, it.stay, of=of)
