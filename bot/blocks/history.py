"""The history of a deal: one sentence a change, who made it, when and how, with the way back where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.blocks import buttons, checkins, deliveries, ids, kinds, own_values, phrases, touches
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import WordName
from bot.blocks.offer_changes import what_became_of
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.events import StepEnd
from pipeline.deals.fields import LostReason, Source
from pipeline.deals.projection import DealState
from pipeline.fields.values import OwnValue
from pipeline.ledger.events import Via
from pipeline.money import Money
from pipeline.queries.history import PAGE, DealChange, DealHistory, ToldTouch
from pipeline.stages.events import StageKind

_ERASED = "–"  # in place of a text that was erased
TEXT_LIMIT = 300  # characters of a note, a step, a source or a reason

_VIA = {
    Via.COMMAND: "via_command",
    Via.BUTTON: "via_button",
    Via.FORM: "via_form",
    Via.MENTION: "via_mention",
    Via.REACTION: "via_reaction",
    Via.IMPORT: "via_import",
}


def history(voice: Voice, shown: DealHistory) -> Message:
    """Build a page of a deal's history, the newest change first, with a button for the next page."""
    plain = _plain(voice, shown)
    deal = phrases.deal_of(voice, shown.names, shown.deal_no)
    page = voice.say("page", page=shown.start // PAGE + 1) if shown.start else None
    texts = [phrases.joined([voice.say("history_title", deal=deal, n=shown.total), page])]
    blocks: list[Block] = [
        el.section(phrases.joined([voice.say("history_title", deal=phrases.bold(deal), n=shown.total), page]))
    ]
    for each in shown.changes:
        text = phrases.lines([_Told(voice, shown, each).sentence(), _made(voice, shown, each)])
        texts.append(text)
        blocks.append(el.section(text, _undo(voice, shown.deal_no, each, plain)))
    end = shown.start + len(shown.changes)
    identity = ids.button(WordName.HISTORY, deal=shown.deal_no, start=end)
    more = el.button(voice.label("show_more_button"), identity) if end < shown.total else None
    blocks += el.actions(more, buttons.show(voice, shown.deal_no, of=plain))
    return Message(phrases.lines(texts), tuple(blocks))


def _plain(voice: Voice, shown: DealHistory) -> str:
    named = shown.names.deals.get(shown.deal_no)
    return voice.plain_name(named.customer) if named else voice.deal_number(shown.deal_no)


def _undo(voice: Voice, deal_no: int, change: DealChange, plain: str) -> Block | None:
    if change.undo is None:
        return None
    of = f"{plain}, {voice.when(change.at)}"
    if change.undo != change.change_no:
        return buttons.redo(voice, change.undo, deal=deal_no, of=of)
    return buttons.undo(voice, change.undo, deal=deal_no, of=of, sure=True)


def _made(voice: Voice, shown: DealHistory, change: DealChange) -> SafeText:
    """Who made the change, when and how, and who took it back."""
    who = phrases.who(voice, shown.names.members, change.who)
    how = voice.say(_VIA[change.via]) if change.via in _VIA else None
    made = phrases.joined([who, voice.when(change.at), how])
    if change.turn is None:
        return made
    turned = phrases.who(voice, shown.names.members, change.turn.who)
    key = "history_undone" if change.turn.is_undo else "history_redone"
    return phrases.lines([made, voice.say(key, who=turned, at=change.turn.at)])


@dataclass(frozen=True, slots=True)
class _Told:
    """One change, about to be told."""

    voice: Voice
    shown: DealHistory
    change: DealChange

    def sentence(self) -> SafeText:
        """All that the change did, as short sentences on one line."""
        before, after = self.change.before, self.change.after
        parts: list[SafeText] = []
        if before is not None and after is not None:
            parts += [*self._stage(before, after), *self._fields(before, after), *self._step(before, after)]
        elif after is not None:
            parts += self._opened(after)
        elif before is not None:
            parts.append(self.voice.say("history_deleted"))
        parts += [*self._needs(), *self._own_values()]
        parts += (what_became_of(self.voice, each) for each in self.change.offers)
        parts += self._check_ins()
        parts += self._private()
        if not parts:
            parts.append(self.voice.say("history_days" if self.change.moves_days else "history_other"))
        return phrases.joined(parts)

    def _opened(self, deal: DealState) -> Iterator[SafeText]:
        yield self.voice.say("history_opened", stage=self._stage_of(deal))
        if deal.state is not StageKind.OPEN:
            yield from self._closed(deal)
        if deal.amount is not None:
            yield self.voice.say("history_sum", sum=Money(deal.amount, deal.currency))
        if deal.close_day is not None:
            yield self.voice.say("history_close_day", day=deal.close_day)
        if (source := self._source(deal)) is not None:
            yield self.voice.say("history_source", source=source)
        if deal.follows is not None:
            yield self.voice.say("follows_deal", deal=self.voice.deal_number(deal.follows))
        if deal.owner != self.change.who:
            yield self.voice.say("history_owner", who=self._who(deal.owner))
        if deal.step is not None:
            yield self._next_step(deal)

    def _stage(self, before: DealState, after: DealState) -> Iterator[SafeText]:
        if before.state is not after.state and after.state is not StageKind.OPEN:
            yield from self._closed(after)
        elif before.stage_no != after.stage_no:
            key = "history_moved_back" if self.change.is_back else "history_moved"
            key = "history_reopened" if before.state is not after.state else key
            yield self.voice.say(key, from_stage=self._stage_of(before), to_stage=self._stage_of(after))
        elif after.state is StageKind.WON and before.stay_at != after.stay_at:
            yield self._won_on(after)

    def _closed(self, after: DealState) -> Iterator[SafeText]:
        if after.state is StageKind.LOST:
            reason = self._reason(after)
            lost = self.voice.say("history_lost", reason=reason) if reason else self.voice.say("history_lost_plain")
            yield lost
            return
        yield self._won_on(after)
        if after.promised_day is not None:
            yield self.voice.say("history_promised", day=after.promised_day)
        if after.also is not None:
            yield self.voice.say("card_also", also=self._text(after.also))

    def _won_on(self, after: DealState) -> SafeText:
        day = self._day(after)
        return self.voice.say("history_won_on", day=day) if day is not None else self.voice.say("history_won")

    def _day(self, deal: DealState) -> date | None:
        """The day on which the deal entered its stage, where it is another than the day of the change."""
        entered, made = (self.voice.local(at).date() for at in (deal.stay_at, self.change.at))
        return entered if entered != made else None

    def _fields(self, before: DealState, after: DealState) -> Iterator[SafeText]:
        if (before.amount, before.currency) != (after.amount, after.currency):
            yield self._from_to("history_sum", "sum", self._sum(before), self._sum(after))
        if before.close_day != after.close_day:
            days = (self.voice.day(each.close_day) if each.close_day else None for each in (before, after))
            yield self._from_to("history_close_day", "day", *days)
        if before.name != after.name and not self._follows_customer(before, after):
            yield self._from_to("history_name", "name", *(self._called(each.name) for each in (before, after)))
        if before.customer_no != after.customer_no:
            names = (self.shown.customers.get(each.customer_no, "") for each in (before, after))
            yield self._from_to("history_customer", "name", *(self.voice.name(each) for each in names))
        if before.owner != after.owner:
            yield self._from_to("history_owner", "who", *(self._who(each.owner) for each in (before, after)))
        yield from self._explained(before, after)

    def _follows_customer(self, before: DealState, after: DealState) -> bool:
        """Whether a deal without a name of its own took that of its new customer."""
        pairs = (
            (self.shown.called.get(each.name), self.shown.customers.get(each.customer_no)) for each in (before, after)
        )
        return all(name is not None and name == customer for name, customer in pairs)

    def _explained(self, before: DealState, after: DealState) -> Iterator[SafeText]:
        """The source, the reason of a loss and the promised day, where they alone were said anew."""
        if _source(before) != _source(after):
            sources = (self._source(each) for each in (before, after))
            yield self._from_to("history_source", "source", *sources)
        if before.state is not after.state:
            return
        if _reason(before) != _reason(after):
            reasons = (self._reason(each) for each in (before, after))
            yield self._from_to("history_reason", "reason", *reasons)
        if before.promised_day != after.promised_day:
            days = (self.voice.day(each.promised_day) if each.promised_day else None for each in (before, after))
            yield self._from_to("history_promised", "day", *days)
        if before.also != after.also:
            told = (self._text(each.also) if each.also is not None else None for each in (before, after))
            yield self._from_to("card_also", "also", *told)
        yield from self._delivered(before, after)

    def _delivered(self, before: DealState, after: DealState) -> Iterator[SafeText]:
        """Because of whom the promised day moved, and what was told of the delivery."""
        if before.promised_day != after.promised_day and after.late_because is not None:
            yield deliveries.because(self.voice, after.late_because)
        if (before.is_delivered, before.delivered_day) == (after.is_delivered, after.delivered_day):
            return
        if after.delivered_day is not None:
            yield self.voice.say("card_delivered", day=after.delivered_day)
        elif after.is_delivered is False:
            yield self.voice.say("history_delivery_unknown")

    def _step(self, before: DealState, after: DealState) -> Iterator[SafeText]:
        if _step(before) == _step(after):
            return
        if after.step is not None:
            yield self._next_step(after)
        if before.step is None:
            return
        end = self.change.step_end or (StepEnd.REPLACED if after.step is not None else StepEnd.DONE)
        yield self.voice.say(_STEP_ENDS[end], step=self._text(before.step))

    def _next_step(self, deal: DealState) -> SafeText:
        if deal.step_day is None:
            return self.voice.say("history_step_without_day", step=self._text(deal.step))
        day, step = deal.step_day, self._text(deal.step)
        if deal.step_at is None:
            return self.voice.say("history_step", day=day, step=step)
        return self.voice.say("history_step_at", day=day, at=self.voice.clock(deal.step_at), step=step)

    def _needs(self) -> Iterator[SafeText]:
        for need in self.change.needs_added:
            yield self.voice.say("history_need", need=self._text(need))
        for need in self.change.needs_ended:
            yield self.voice.say("history_no_need", need=self._text(need))
        for problem in self.change.problems:
            yield self.voice.say("history_problem", problem=self._text(problem))

    def _own_values(self) -> Iterator[SafeText]:
        """What the deal got in the team's own fields."""
        for each in self.change.values:
            own = self.voice.own_fields.find(each.field_no)
            text = (self.shown.names.words.get(each.words) or _ERASED) if each.words is not None else ""
            value = OwnValue(each.number, each.day, each.option_no, text)
            if own is not None:
                shown = own_values.said(self.voice, own, value, TEXT_LIMIT) or self.voice.say("history_nothing")
                yield self.voice.say("field_value", field=self.voice.name(own.name), value=shown)

    def _check_ins(self) -> Iterator[SafeText]:
        """How the customer finds what was delivered, and their words."""
        for each in self.change.checks:
            yield self.voice.say("history_check_in", result=checkins.result_of(self.voice, each.result))
            if each.words is not None:
                yield self.voice.say("check_in_words_said", text=self._text(each.words))

    def _private(self) -> Iterator[SafeText]:
        for each in self.change.snoozes:
            yield self.voice.say("history_snoozed", day=each.until) if each.until else self.voice.say("history_woken")
        for each in self.change.seen:
            day = each.quiet_until
            yield self.voice.say("history_seen", day=day) if day else self.voice.say("history_woken")
        for touch in self.change.touches:
            yield from self._touch(touch)
        for note in self.change.notes:
            yield self.voice.say("history_note", note=self._text(note))

    def _touch(self, touch: ToldTouch) -> Iterator[SafeText]:
        """A touch, with its day where it was told later, the change of interest, and its note."""
        data, day = touch.data, self.voice.local(touch.at).date()
        on = day if day != self.voice.local(self.change.at).date() else None
        yield touches.told(self.voice, data.means, data.outcome, on)
        if data.interest is not None:
            yield touches.interest(self.voice, data.interest)
        if touch.note is not None:
            yield self.voice.say("history_note", note=self._text(touch.note))

    # --- The parts of a sentence --------------------------------------------------------------------------------------

    def _from_to(self, key: str, value: str, old: SafeText | None, new: SafeText | None) -> SafeText:
        """What a field was and is: "Summa: 12 500 € → 15 000 €"."""
        nothing = self.voice.say("history_nothing")
        said = new or nothing if old is None else phrases.joined([old, new or nothing], " → ")
        return self.voice.say(key, **{value: said})

    def _text(self, no: int | None) -> SafeText:
        """A typed text; a dash where it was erased."""
        return self.voice.name(self.shown.names.words.get(no or 0, ""), TEXT_LIMIT) or SafeText(_ERASED)

    def _source(self, deal: DealState) -> SafeText | None:
        """Where the deal came from: the kind and the words; None where neither was said."""
        words = self._words(deal.source)
        return kinds.source(self.voice, Source(deal.source_kind, words, deal.source_option), TEXT_LIMIT)

    def _reason(self, deal: DealState) -> SafeText | None:
        """Why the deal was lost, who says so, and when to come back; None where nothing of it was said."""
        words = self._words(deal.lost_reason)
        said_by, month = deal.said_by, deal.returns
        parts = [
            kinds.reason(self.voice, LostReason(deal.lost_kind, words, option=deal.lost_option), TEXT_LIMIT),
            self.voice.say(kinds.SAID_BY_LABELS[said_by]) if said_by is not None else None,
            self.voice.say("history_returns", month=self.voice.month(month)) if month is not None else None,
        ]
        return phrases.joined(parts) or None

    def _words(self, no: int | None) -> str:
        return (self.shown.names.words.get(no) or _ERASED) if no is not None else ""

    def _called(self, no: int) -> SafeText:
        return self.voice.name(self.shown.called.get(no, "")) or SafeText(_ERASED)

    def _sum(self, deal: DealState) -> SafeText | None:
        return self.voice.money(Money(deal.amount, deal.currency)) if deal.amount is not None else None

    def _who(self, member_no: int) -> SafeText:
        return phrases.who(self.voice, self.shown.names.members, member_no)

    def _stage_of(self, deal: DealState) -> SafeText:
        return phrases.stage_of(self.voice, self.shown.names, deal.stage_no)


_STEP_ENDS = {
    StepEnd.DONE: "history_step_done",
    StepEnd.DROPPED: "history_step_dropped",
    StepEnd.REPLACED: "history_step_replaced",
}


def _source(deal: DealState) -> tuple[object, ...]:
    return deal.source, deal.source_kind, deal.source_option


def _reason(deal: DealState) -> tuple[object, ...]:
    return deal.lost_reason, deal.lost_kind, deal.lost_option, deal.also_kind, deal.said_by, deal.returns


def _step(deal: DealState) -> tuple[object, ...]:
    return deal.step, deal.step_day, deal.step_at
