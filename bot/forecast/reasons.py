"""The reasons of one deal's chance, and the deals of one change since last Monday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import elements as el
from bot.blocks import ids, phrases
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.forecast.likelihood import in_words
from bot.forecast.pages import BRIDGE, PAGE, SUMS, WHY, Page, button, deal_name, page_sections, steps
from bot.forecast.sums_in_short import CHANGES
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.forecast.alike import Alike
from pipeline.forecast.figures import Bridge, BridgePart, BridgeShare, DealShare, Figures, Month
from pipeline.money import Money
from pipeline.queries.names import DealName, StageLabel

MOST_IN_MENU = 25
NAME_IN_MENU = 60


@dataclass(frozen=True, slots=True)
class Reasons:
    """One open deal's share in a month, and what it rests on.

    `days` is how long the deal has been in its stage, None where that is not known; `offer_until` the last day of the
    offer that is out; `alike` what became of past deals that stood so. `tells_offer` is false of a deal that the reader
    does not see: then it is not told whether an offer is out, either.
    """

    part: DealShare
    stage: StageLabel
    days: int | None
    offer_until: date | None
    alike: Alike | None
    tells_offer: bool = True


def why(voice: Voice, found: Reasons, called: DealName | None, statement: str = "") -> Message:
    """Show why a deal has its chance: stage and age, whose turn it is, its offer, and what deals like it did."""
    part = found.part
    title = phrases.joined([phrases.bold(deal_name(voice, called, part.deal_no)), voice.month(part.month)])
    lines = [title, *_lines(voice, found)]
    back = button(voice.label("show_sums_button"), Page(SUMS), statement)
    return Message(phrases.lines(lines).replace("*", ""), (el.section(phrases.lines(lines)), *el.actions(back)))


def _lines(voice: Voice, found: Reasons) -> Sequence[SafeText | None]:
    part = found.part
    exact = voice.percent(part.chance, decimals=2)
    is_long = found.days is not None
    stage = phrases.stage(voice, found.stage)
    return [
        voice.say("why_share", share=in_words(voice, part.chance), chance=exact),
        voice.say("why_product", chance=exact, sum=part.counted, expected=Money(part.expected, part.currency))
        if part.counted is not None
        else None,
        voice.say("why_stage_days", stage=stage, n=found.days or 0) if is_long else voice.say("why_stage", stage=stage),
        _turn(voice, part),
        _offer(voice, found),
        voice.say("why_close_day", day=part.close_day) if part.close_day is not None else None,
        _alike(voice, found.alike),
        voice.say("why_note"),
    ]


def _turn(voice: Voice, part: DealShare) -> SafeText | None:
    if part.is_ours is None:
        return None
    return voice.say("why_ours" if part.is_ours else "why_customers")


def _offer(voice: Voice, found: Reasons) -> SafeText | None:
    if not found.tells_offer:
        return None
    return voice.say("why_offer", day=found.offer_until) if found.offer_until is not None else voice.say("why_no_offer")


def _alike(voice: Voice, found: Alike | None) -> SafeText | None:
    if found is None or not found.count:
        return voice.say("why_none_alike")
    return voice.say("why_alike", n=found.count, won=found.won, lost=found.lost)


def menu(
    voice: Voice, month: Month, parts: Sequence[DealShare], names: Mapping[int, DealName], statement: str
) -> Block | None:
    """Return the menu of a month's open deals, each of which opens the reasons of its chance."""
    options: list[Block] = []
    for part in parts[:MOST_IN_MENU]:
        packed = Page(WHY, month.first, part.deal_no).packed()
        _, value = ids.button(WordName.FORECAST, more=Remainder(f"{packed} {statement}".strip()))
        known = names.get(part.deal_no)
        called = phrases.plain_deal(voice, _DealCalled(part.deal_no, known), NAME_IN_MENU)
        options.append(el.option(called, value))
    if not options:
        return None
    return el.menu(voice.label("why_menu"), f"{WordName.FORECAST}.{WHY}.{month.first.isoformat()}", options)


class _DealCalled:
    """A deal's number and names, as `phrases.plain_deal` asks for them."""

    def __init__(self, deal_no: int, known: DealName | None) -> None:
        self.deal_no = deal_no
        self.customer = known.customer if known is not None else ""
        self.name = known.name if known is not None else ""


# --- What changed since last Monday -----------------------------------------------------------------------------------


def bridge_blocks(
    voice: Voice, figures: Figures, month: Month, statement: str
) -> Sequence[tuple[SafeText, Block | None]]:
    """Return why a month's sums changed, to the cent: a text per currency, each with the menu that opens its deals."""
    bridge = figures.bridge
    if bridge is None or bridge.month != month.first:
        return []
    return [_bridge_in(voice, bridge, month, currency, statement) for currency in bridge.currencies()]


def _bridge_in(
    voice: Voice, bridge: Bridge, month: Month, currency: str, statement: str
) -> tuple[SafeText, Block | None]:
    now, sums = month.sum_in(currency), bridge.sums(currency)
    after = now.expected if now is not None else Money(0, currency)
    before = after - sum(sums.values(), Money(0, currency))
    changes = {each: _change(voice, each, sum_) for each, sum_ in sums.items()}
    lines = [voice.say("bridge_sums", day=bridge.since, then=before, now=after)]
    lines += [SafeText(f"• {said}") for said in changes.values()]
    options = [
        el.option(str(said), _opens_change(each, bridge, statement))
        for each, said in changes.items()
        if each is not BridgePart.TO_COME
    ]
    action_id = f"{WordName.FORECAST}.{BRIDGE}{currency}.{month.first.isoformat()}"
    return phrases.lines(lines), el.menu(voice.label("bridge_menu"), action_id, options) if options else None


def _change(voice: Voice, change: BridgePart, sum_: Money) -> SafeText:
    return voice.say(CHANGES[change], sum=voice.in_row(sum_, is_last=True, is_signed=True))


def _opens_change(change: BridgePart, bridge: Bridge, statement: str) -> str:
    packed = Page(f"{BRIDGE}{change.value}", bridge.month).packed()
    return ids.button(WordName.FORECAST, more=Remainder(f"{packed} {statement}".strip()))[1]


def change_of(where: Page) -> BridgePart | None:
    """Return the change whose deals a page lists; None for another page."""
    packed = where.what.removeprefix(BRIDGE)
    return BridgePart(packed) if where.what.startswith(BRIDGE) and packed in set(BridgePart) else None


def changes_on_page(bridge: Bridge, where: Page) -> tuple[BridgeShare, ...]:
    """Return what a page of one change lists."""
    change = change_of(where)
    found = bridge.of(change) if change is not None else ()
    return found[where.start if where.start < len(found) else 0 :][:PAGE]


def bridge_page(
    voice: Voice, bridge: Bridge, names: Mapping[int, DealName], where: Page, statement: str = ""
) -> Message:
    """Show a page of the deals of one change, with what each added to the month's sum."""
    change = change_of(where) or BridgePart.WAITED
    found, shown = bridge.of(change), changes_on_page(bridge, where)
    sums = [sum_ for currency in bridge.currencies() if (sum_ := bridge.sums(currency).get(change)) is not None]
    said = phrases.joined(voice.in_row(each, is_last=True, is_signed=True) for each in sums)
    month = voice.month(bridge.month, leading=True)
    title = phrases.bold(voice.say("bridge_page", month=month, change=voice.say(CHANGES[change], sum=said)))
    lines = [
        voice.say(
            "bridge_part",
            deal=deal_name(voice, names.get(each.deal_no), each.deal_no),
            sum=voice.in_row(each.sum, is_last=True, is_signed=True),
        )
        for each in shown
    ]
    turning = steps(voice, where, where.start if where.start < len(found) else 0, len(found), PAGE, statement)
    back = button(voice.label("show_sums_button"), Page(SUMS), statement)
    return Message(
        phrases.lines([SafeText(title.replace("*", "")), *lines]),
        (el.section(title), *page_sections(lines), *el.actions(*turning, back)),
    )
