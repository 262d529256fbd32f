"""What came of deliveries and offers, month by month: how many promises were kept, and how long customers waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.phrases import bold, joined, lines
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.sale_record import DeliveryMonth, OfferMonth

FEW = 5  # of fewer, no share is told
MOST = 12  # months that are listed


def shown(voice: Voice, deliveries: Sequence[DeliveryMonth] | None, offers: Sequence[OfferMonth] | None) -> Message:
    """Build the message; None: that part was not asked for."""
    parts: list[_Part] = []
    if deliveries is not None:
        rows = [_deliveries(voice, each) for each in deliveries[:MOST]] or [voice.say("results_deliveries_none")]
        note = voice.say("results_deliveries_note") if deliveries else None
        parts.append(_Part(voice.say("results_deliveries"), rows, note))
    if offers is not None:
        rows = [_offers(voice, each) for each in offers[:MOST]] or [voice.say("results_offers_none")]
        note = voice.say("results_offers_note") if offers else None
        parts.append(_Part(voice.say("results_offers"), rows, note))
    blocks = tuple(block for part in parts for block in part.blocks())
    return Message(lines(line for part in parts for line in (part.title, *part.rows)).replace("*", ""), blocks)


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one kind of results, and how they are counted."""

    title: SafeText
    rows: list[SafeText]
    note: SafeText | None

    def blocks(self) -> list[Block]:
        told = el.section(lines([bold(self.title), *self.rows]))
        return [told, *([el.context(self.note)] if self.note is not None else [])]


def _deliveries(voice: Voice, each: DeliveryMonth) -> SafeText:
    parts = [
        voice.say("results_on_first", kept=_share(voice, each.on_first, each.total)),
        voice.say("results_on_last", kept=_share(voice, each.on_last, each.total_last)) if each.moved else None,
        voice.say("results_late", days=_days(voice, each.days_late)) if each.days_late is not None else None,
        voice.say("results_unknown", n=each.unknown) if each.unknown else None,
        voice.say("results_few_deliveries") if each.total < FEW else None,
    ]
    return SafeText(f"{bold(voice.month(each.month, leading=True))}: {joined(parts)}")


def _share(voice: Voice, kept: int, total: int) -> SafeText:
    """Return "14/16 (88 %)"; of few, without the share."""
    counted = f"{voice.number(kept)}/{voice.number(total)}"
    return SafeText(counted if total < FEW else f"{counted} ({voice.percent(kept / total, decimals=0)})")


def _days(voice: Voice, days: float) -> SafeText:
    return voice.days(round(days))


def _offers(voice: Voice, each: OfferMonth) -> SafeText:
    sent = voice.say("results_sent", n=each.total)
    if each.days is None or each.most_days is None:
        told = [sent, voice.say("results_asked_unknown")]
    else:
        days = voice.business_days(round(each.days))
        told = [
            sent,
            voice.say("results_waited", days=days) if each.known > 1 else voice.say("results_waited_once", days=days),
            voice.say("results_waited_most", days=voice.business_days(each.most_days)) if each.known > 1 else None,
            voice.say("results_asked_known", n=each.known) if each.known < each.total else None,
            voice.say("results_few_offers") if each.known < FEW else None,
        ]
    return SafeText(f"{bold(voice.month(each.month, leading=True))}: {joined(told)}")


def month_end(voice: Voice, each: DeliveryMonth) -> SafeText:
    """Return the line about the deliveries of the month that ended, for its last figures."""
    kept = SafeText(f"{voice.number(each.on_first)}/{voice.number(each.total)}")
    return voice.say("month_end_deliveries", kept=kept)
