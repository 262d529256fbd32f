"""A deal in its current state: its card in the channel, and the details that `/deal show` answers with.

A card can stay unchanged for weeks, so it gives the day since when a deal is in its stage, not a number of days.
"""

from __future__ import annotations

from bot.blocks import buttons, checkins, deliveries, kinds, own_values, phrases, problems, shown_words, touches, turns
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.need_lines import every_need, first_need
from bot.blocks.shown_words import ShownWords
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.fields import LostReason, Source
from pipeline.queries.deal_view import NOTES, DealView, Note
from pipeline.queries.offers import OfferOut
from pipeline.stages.events import StageKind

STEP_LIMIT = 200  # characters of a next step, a reason or a source on a card


def card(voice: Voice, view: DealView, words: ShownWords) -> Message:
    """Build the deal's card: its one message in the pipeline's channel."""
    title = phrases.joined([phrases.deal(voice, view), _sum(voice, view)])
    since = _since(voice, view)
    blocks = [
        el.section(phrases.lines([_title(voice, view), since, _fact(voice, view), _step(voice, view)])),
        el.context(_about(voice, view, first_need(voice, view.needs))),
        *el.actions(*actions(voice, view, words)),
    ]
    return Message(phrases.joined([title, since]), tuple(blocks))


def old(voice: Voice, deal: SafeText, link: str | None) -> Message:
    """Build the one line that a second card of a deal becomes, with the way to the present one."""
    to = SafeText(f"<{link}|{voice.label('current_card')}>") if link else None
    said = phrases.joined([voice.say("old_card", deal=deal), to], " ")
    return Message(said, (el.section(said),))


def details(voice: Voice, view: DealView, words: ShownWords) -> Message:
    """Build the details of a deal at this moment.

    They add the notes, and, for whoever may see them, the days that it stands still, whether it is stuck, and whose
    turn it is.
    """
    turn = turns.in_details(voice, view)
    stands = phrases.joined([_stage_and_days(voice, view), _how_known(voice, view)])
    fact = phrases.joined([_fact(voice, view), deliveries.why_late(voice, view)]) or None
    also = deliveries.also(voice, view.also)
    parts = [
        _title(voice, view),
        stands,
        fact,
        also,
        step_now(voice, view),
        checkins.fact(voice, view),
        turn,
        _quiet(voice, view),
    ]
    more = [*every_need(voice, view.needs), *problems.told(voice, view), *problems.linked(voice, view)]
    about = phrases.lines([*more, _about(voice, view)])
    own = phrases.lines(own_values.details(voice, view.own))
    blocks: list[Block] = [el.section(phrases.lines(parts)), *([el.section(own)] if own else []), el.context(about)]
    blocks += _notes(voice, view)
    blocks += el.actions(*actions(voice, view, words, with_snooze=True))
    told = [stands, fact, also, step_now(voice, view), checkins.fact(voice, view), turn]
    text = phrases.joined([phrases.deal(voice, view), _sum(voice, view), *told])
    return Message(text, tuple(blocks))


def older_notes(voice: Voice, view: DealView) -> Message:
    """Build a page of older notes, the newest first, with a button back to the deal."""
    page = voice.say("page", page=-(-view.notes_start // NOTES) + 1)
    called = phrases.deal(voice, view)
    title = phrases.joined([phrases.bold(called), voice.say("older_notes"), page])
    back = buttons.show(voice, view.deal_no, of=phrases.plain_deal(voice, view))
    heard = phrases.joined([called, voice.say("older_notes"), page])
    told = (phrases.joined([_note_author(voice, each), voice.prose(each.text)], ": ") for each in view.notes)
    return Message(phrases.lines([heard, *told]), (el.section(title), *_notes(voice, view), *el.actions(back)))


def actions(voice: Voice, view: DealView, words: ShownWords, *, with_snooze: bool = False) -> list[Block | None]:
    """Return the buttons for the deal. A lost deal can only be opened again, or edited; a won one has its own.

    With `with_snooze` only the person who asked sees them: whoever may not change the deal is offered no change, but
    may log a touch of an open one.
    """
    if with_snooze and not view.shows_lateness:
        return [touches.menu(voice, view.deal_no, view.stay)] if view.state is StageKind.OPEN else []
    if view.state is StageKind.WON:
        asked = [*deliveries.presses(voice, view), *checkins.presses(voice, view)] if with_snooze else []
        return [*_of_won(voice, view), *asked, problems.menu(voice, view.deal_no, view.stay)]
    if view.state is not StageKind.OPEN:
        edit = buttons.edit(voice, view.deal_no, of=phrases.plain_deal(voice, view))
        return [buttons.reopen(voice, view), edit]
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    made: list[Block | None] = []
    is_last = view.next_stage is None or view.next_stage.kind is StageKind.WON
    if view.next_stage is not None and not is_last:
        made.append(buttons.move(voice, deal_no, stay, view.next_stage, of=of, primary=True))
    made.append(buttons.won(voice, deal_no, stay, of=of, primary=is_last))
    made.append(buttons.step(voice, deal_no, stay, of=of))
    made.append(touches.menu(voice, deal_no, stay))
    if with_snooze and view.is_stuck:
        made.append(buttons.snooze(voice, deal_no, stay, of=of))
    return [*made, shown_words.menu(voice, words, deal_no, stay)]


def _of_won(voice: Voice, view: DealView) -> list[Block | None]:
    """Return the buttons that only a won deal has: its problem is done, and a follow-up sale."""
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    done = (
        buttons.step_done(voice, deal_no, stay, view.step_no or 0, of=of) if view.is_cared_for and view.step else None
    )
    return [done, problems.follow_up_button(voice, deal_no, stay, of=of)]


def _title(voice: Voice, view: DealView) -> SafeText:
    return phrases.joined([phrases.bold(phrases.deal(voice, view)), _sum(voice, view)])


def _sum(voice: Voice, view: DealView) -> SafeText:
    return phrases.money(voice, view.amount)


def _since(voice: Voice, view: DealView) -> SafeText:
    """Return the stage and the day since when the deal is in it. For a closed deal return how and when it ended."""
    day = voice.local(view.stay_at).date()
    if view.state is StageKind.OPEN:
        since = voice.say("since", stage=phrases.stage(voice, view.stage), day=day)
        return phrases.joined([since, _owner(voice, view)])
    key = "was_won" if view.state is StageKind.WON else "was_lost"
    return phrases.joined([voice.say(key, day=day), _owner(voice, view), *_outcome(voice, view)])


def _outcome(voice: Voice, view: DealView) -> list[SafeText]:
    if view.state is not StageKind.LOST:
        return []
    lost = LostReason(view.lost_kind, view.lost_reason or "", option=view.lost_option)
    reason = kinds.reason(voice, lost, STEP_LIMIT)
    said = [voice.say("card_reason", reason=reason)] if reason else []
    back = [voice.say("card_returns", month=voice.in_month(view.returns))] if view.returns is not None else []
    return [*said, *back]


def _how_known(voice: Voice, view: DealView) -> SafeText | None:
    """Return who says why a lost deal was lost."""
    if view.state is not StageKind.LOST or view.said_by is None:
        return None
    said = voice.say(kinds.SAID_BY_LABELS[view.said_by])
    return SafeText(said[:1].lower() + said[1:])


def _stage_and_days(voice: Voice, view: DealView) -> SafeText:
    if view.state is not StageKind.OPEN or not view.shows_lateness:
        return _since(voice, view)
    here = phrases.joined([turns.stage_and_days(voice, view), _owner(voice, view)])
    if not view.is_stuck or view.limit_days is None:
        return here
    return phrases.joined([here, voice.say("stuck_over", limit=voice.business_days(view.limit_days))])


def _fact(voice: Voice, view: DealView) -> SafeText | None:
    """Return the newest fact: of an open deal its newest touch, or the offer sent since; of a win its delivery."""
    if view.state is StageKind.WON:
        return phrases.joined(deliveries.facts(voice, view)) or None
    if view.state is not StageKind.OPEN:
        return None
    touch = view.last_touch
    if view.offer is not None and (touch is None or touch.at <= view.offer.sent_at):
        return _offer(voice, view.offer)
    return touches.fact(voice, touch) if touch is not None else None


def _step(voice: Voice, view: DealView) -> SafeText | None:
    if not view.step or not (view.state is StageKind.OPEN or view.is_cared_for):
        return None
    step = voice.name(view.step, STEP_LIMIT)
    if view.step_day is None:
        return voice.say("card_step_without_day", step=step)
    if view.step_at is None:
        return voice.say("card_step", day=view.step_day, step=step)
    return voice.say("card_step_at", day=view.step_day, at=voice.clock(view.step_at), step=step)


def _offer(voice: Voice, offer: OfferOut) -> SafeText:
    """Return the offer that is out, and its last day."""
    key = "card_offer_expired" if offer.valid_until < voice.today else "card_offer"
    return voice.say(key, n=offer.version, day=offer.valid_until)


def step_now(voice: Voice, view: DealView) -> SafeText | None:
    """Return the next step and its day. If the day is past, the text says so to whoever may see it."""
    is_late = view.shows_lateness and view.step_day is not None and view.step_day < voice.today
    if not is_late or not view.step or not (view.state is StageKind.OPEN or view.is_cared_for):
        return _step(voice, view)
    return voice.say("step_overdue", day=view.step_day or voice.today, step=voice.name(view.step, STEP_LIMIT))


def _quiet(voice: Voice, view: DealView) -> SafeText | None:
    """Return until when no reminder comes: until the day of a snooze, or until "on it" ends."""
    if view.state is not StageKind.OPEN:
        return None
    if view.snoozed_until is not None and view.snoozed_until > voice.today:
        return voice.say("card_snoozed", day=view.snoozed_until)
    if view.quiet_until is not None and view.quiet_until > voice.today:
        return voice.say("card_quiet", day=view.quiet_until)
    return None


def _about(voice: Voice, view: DealView, need: SafeText | None = None) -> SafeText:
    is_open = view.state is StageKind.OPEN
    close = voice.say("card_close_day", day=view.close_day) if is_open and view.close_day is not None else None
    known = kinds.source(voice, Source(view.source_kind, view.source or "", view.source_option), STEP_LIMIT)
    source = voice.say("card_source", source=known) if known else None
    return phrases.joined([close, source, need, voice.deal_number(view.deal_no)])


def _owner(voice: Voice, view: DealView) -> SafeText:
    return voice.say("card_owner", who=voice.name(view.owner_name) or voice.say("somebody"))


def _notes(voice: Voice, view: DealView) -> list[Block]:
    """Return the notes of this page, a button if there are older ones, and one for the deal's history."""
    shown = [paragraph for note in view.notes for paragraph in _note_blocks(voice, note)]
    end = view.notes_start + len(view.notes)
    older = buttons.older_notes(voice, view, end) if end < view.notes_total else None
    of = phrases.plain_deal(voice, view)
    views = (buttons.history(voice, view.deal_no, of=of), buttons.customer(voice, view.deal_no, of=of))
    return [*shown, *el.actions(older, *views)]


def _note_author(voice: Voice, note: Note) -> SafeText:
    """Return who wrote the note, and when."""
    who = voice.name(note.who) or voice.say("somebody")
    return voice.say("note_by", who=who, day=voice.local(note.at).date())


def _note_blocks(voice: Voice, note: Note) -> list[Block]:
    """Return a whole note in as many paragraphs as Slack's limit needs."""
    said = _note_author(voice, note)
    first, *others = phrases.paragraphs(voice, note.text)
    return [el.section(SafeText(f"{said}: {first}")), *(el.section(each) for each in others)]
