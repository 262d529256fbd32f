"""What others changed of a person's deals, one line a deal, with the way back where it is one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks import buttons, checkins, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.offer_changes import what_became_of
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.delivery_events import Checked, ProblemTold
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent
from pipeline.deals.projection import DealState
from pipeline.deals.touch_events import NeedAdded, NeedEnded, Touched
from pipeline.ledger.events import EventData
from pipeline.money import Money
from pipeline.queries.changes_by_others import ChangedDeal
from pipeline.queries.names import Names

MOST = 10  # deals that have a line of their own
STEP_LIMIT = 200  # characters of a next step


def changed_by_others(voice: Voice, known: Names, changed: Sequence[ChangedDeal]) -> Message:
    """Build the message: who changed what, [Show] and [Undo]; of many deals the first ones, and how many more."""
    texts: list[SafeText] = []
    blocks: list[Block] = []
    for each in changed[:MOST]:
        deal, plain = phrases.deal_of(voice, known, each.deal_no), _plain(voice, known, each.deal_no)
        who = phrases.joined((phrases.who(voice, known.members, no) for no in each.who), ", ")
        parts = list(_parts(voice, known, each))
        texts.append(voice.say("changed_by_others", who=who, deal=deal, what=phrases.joined(parts, ", ")))
        shown = voice.say("changed_by_others", who=who, deal=phrases.bold(deal), what=phrases.joined(parts, ", "))
        blocks += [
            el.section(shown),
            *el.actions(
                buttons.show(voice, each.deal_no, of=plain) if each.after is not None else None,
                buttons.undo(voice, each.undoable, deal=each.deal_no, of=plain) if each.undoable is not None else None,
            ),
        ]
    if len(changed) > MOST:
        rest = voice.say("changed_by_others_more", n=len(changed) - MOST)
        texts.append(rest)
        blocks.append(el.context(rest))
    return Message(phrases.lines(texts), tuple(blocks))


def what_changed(voice: Voice, known: Names, changed: ChangedDeal) -> SafeText:
    """Return one line: who changed a deal, and what of it."""
    who = phrases.joined((phrases.who(voice, known.members, no) for no in changed.who), ", ")
    deal, what = phrases.deal_of(voice, known, changed.deal_no), phrases.joined(_parts(voice, known, changed), ", ")
    return voice.say("changed_by_others", who=who, deal=phrases.bold(deal), what=what)


def _plain(voice: Voice, known: Names, deal_no: int) -> str:
    named = known.deals.get(deal_no)
    return voice.plain_name(named.customer) if named else voice.deal_number(deal_no)


def _parts(voice: Voice, known: Names, changed: ChangedDeal) -> Iterator[SafeText]:
    """What differs, one phrase each: the stage first."""
    before, after = changed.before, changed.after
    if after is None:
        yield voice.say("deleted_by_others")
        return
    if before.stage_no != after.stage_no:
        stages = (phrases.stage_of(voice, known, each.stage_no) for each in (before, after))
        yield phrases.joined(stages, " → ")
    if (before.amount, before.currency) != (after.amount, after.currency):
        amount = Money(after.amount, after.currency) if after.amount is not None else None
        yield voice.say("sum_by_others", sum=phrases.money(voice, amount))
    if (before.customer_no, before.name) != (after.customer_no, after.name):
        yield voice.say("renamed_by_others")
    yield from _plans(voice, known, before, after)
    yield from dict.fromkeys(_added(voice, known, each) for each in changed.added)
    if before.stage_no == after.stage_no and _why(before) != _why(after):
        yield voice.say("reason_by_others")
    if _source(before) != _source(after):
        yield voice.say("source_by_others")


def _plans(voice: Voice, known: Names, before: DealState, after: DealState) -> Iterator[SafeText]:
    """The days that differ: of the expected win, of the delivery, of the next step."""
    if before.close_day != after.close_day:
        day = after.close_day
        yield voice.say("close_day_by_others", day=day) if day else voice.say("no_close_day_by_others")
    if before.promised_day != after.promised_day and after.promised_day is not None:
        yield voice.say("promise_by_others", day=after.promised_day)
    if before.delivered_day != after.delivered_day and after.delivered_day is not None:
        yield voice.say("delivered_by_others", day=after.delivered_day)
    if (before.step, before.step_day, before.step_at) == (after.step, after.step_day, after.step_at):
        return
    if after.step is None:
        yield voice.say("no_step_by_others")
        return
    step = voice.name(known.words.get(after.step, ""), STEP_LIMIT) or SafeText("–")
    day = after.step_day
    yield voice.say("step_by_others", day=day, step=step) if day else voice.say("card_step_without_day", step=step)


def _added(voice: Voice, known: Names, data: EventData) -> SafeText:
    """A touch, an offer, a new need, or a need that is none any more."""
    if isinstance(data, Touched):
        return voice.say("touch_by_others")
    if isinstance(data, OfferSent | OfferAnswered | OfferExtended):
        return what_became_of(voice, data)
    if isinstance(data, Checked):
        return voice.say("check_in_by_others", result=checkins.result_of(voice, data.result))
    if isinstance(data, ProblemTold):
        problem = voice.name(known.words.get(data.words, ""), STEP_LIMIT) or SafeText("–")
        return voice.say("problem_by_others", problem=problem)
    assert isinstance(data, NeedAdded | NeedEnded)
    need = voice.name(known.words.get(data.need, ""), STEP_LIMIT) or SafeText("–")
    return voice.say("need_by_others" if isinstance(data, NeedAdded) else "no_need_by_others", need=need)


def texts_in(changed: Sequence[ChangedDeal]) -> Iterator[int]:
    """The texts of the problems, and of the needs, that others wrote down or ended, by number."""
    for data in (data for each in changed for data in each.added):
        if isinstance(data, NeedAdded | NeedEnded):
            yield data.need
        elif isinstance(data, ProblemTold):
            yield data.words


def _why(deal: DealState) -> tuple[object, ...]:
    return deal.lost_reason, deal.lost_kind, deal.lost_option, deal.also_kind, deal.said_by, deal.returns


def _source(deal: DealState) -> tuple[object, ...]:
    return deal.source, deal.source_kind, deal.source_option
