"""How deals, stages, amounts and people are named in a sentence. All blocks share these phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.blocks.cutting import cut, length
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.queries.names import Names, StageLabel

SHORT = 40  # characters of a customer's name in buttons, options and titles
PARAGRAPH = 2800  # UTF-16 units; leaves room for a few words within Slack's limit


class Named(Protocol):
    """Anything with a deal's number and names."""

    @property
    def deal_no(self) -> int: ...  # noqa: D102
    @property
    def customer(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


def joined(parts: Iterable[SafeText | None], separator: str = " · ") -> SafeText:
    """Return the parts that are not empty, on one line."""
    return SafeText(separator.join(part for part in parts if part))


def lines(parts: Iterable[SafeText | None]) -> SafeText:
    """Return the parts that are not empty, one line each."""
    return joined(parts, "\n")


def bold(text: SafeText) -> SafeText:
    """Return the text in bold. `SafeText` has no asterisks from typed text, so the bold ends where it should."""
    return SafeText(f"*{text}*") if text else text


def deal(voice: Voice, named: Named) -> SafeText:
    """Return "Acme Oy", or "Acme Oy (Verkkokauppa)" for a deal with a name of its own. An erased deal is "#12"."""
    return deal_name(voice, named.customer, named.name, named.deal_no)


def deal_name(voice: Voice, customer: str, name: str, deal_no: int) -> SafeText:
    """Return a deal's name from the names of its customer and of the deal.

    Names that differ only in upper and lower case count as equal.
    """
    whose = voice.name(customer)
    own = voice.name(name) if name.casefold() != customer.casefold() else SafeText("")
    if not whose:
        return own or voice.deal_number(deal_no)
    return SafeText(f"{whose} ({own})") if own else whose


def plain_deal(voice: Voice, named: Named, limit: int = 60) -> str:
    """Return a deal's name for plain text: buttons, options, titles."""
    whose = voice.plain_name(named.customer, SHORT)
    own = voice.plain_name(named.name, SHORT) if named.name.casefold() != named.customer.casefold() else ""
    if not whose:
        return own or voice.deal_number(named.deal_no)
    return cut(f"{whose} ({own})" if own else whose, limit)


def deal_of(voice: Voice, names: Names, deal_no: int) -> SafeText:
    """Return a deal's name by its number."""
    known = names.deals.get(deal_no)
    return deal_name(voice, known.customer, known.name, deal_no) if known else voice.deal_number(deal_no)


def stage(voice: Voice, label: StageLabel | None) -> SafeText:
    """Return a stage's name: a default stage in the reader's language, another as it was typed."""
    if label is None:
        return SafeText("–")
    if label.key is not None:
        return voice.say(label.key)
    return voice.name(label.text or "") or SafeText("–")


def plain_stage(voice: Voice, label: StageLabel | None) -> str:
    """Return a stage's name for plain text."""
    if label is None:
        return "–"
    return voice.label(label.key) if label.key is not None else voice.plain_name(label.text or "", SHORT) or "–"


def stage_of(voice: Voice, names: Names, stage_no: int) -> SafeText:
    """Return a stage's name by its number."""
    return stage(voice, names.stages.get(stage_no))


def who(voice: Voice, names: Mapping[int, str], member_no: int | None) -> SafeText:
    """Return a person's name without a ping; Putki's own name when `member_no` is None."""
    if member_no is None:
        return voice.say("putki_itself")
    return voice.name(names.get(member_no, "")) or voice.say("somebody")


def money(voice: Voice, amount: Money | None) -> SafeText:
    """Return an amount, or that the deal has none yet."""
    return voice.money(amount) if amount is not None else voice.say("no_sum")


def sums(voice: Voice, amounts: Sequence[Money]) -> SafeText:
    """Return one amount per currency, such as "84 000 € + $12,000"."""
    return SafeText(" + ".join(voice.money(amount) for amount in amounts))


def paragraphs(voice: Voice, text: str) -> list[SafeText]:
    """Split a long text between words into parts that each fit into a section."""
    shown = voice.prose(text, len(text) + 1)
    if length(shown) <= PARAGRAPH or len(text) < 2:
        return [shown]
    middle = text.rfind(" ", 1, len(text) // 2) if " " in text[1 : len(text) // 2] else len(text) // 2
    return [*paragraphs(voice, text[:middle]), *paragraphs(voice, text[middle:])]
