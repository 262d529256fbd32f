"""How deals, stages, sums and people are called in a sentence: the pieces that every block shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.blocks.elements import cut, length
from bot.language.safe_text import Said
from bot.language.voice import Voice
from pipeline.money import Money
from pipeline.queries.names import Names, StageLabel

SHORT = 40  # characters of a customer's name where room is short: buttons, options, titles
PARAGRAPH = 2800  # characters, as Slack counts them: with a few words before it still within a paragraph's limit


class Named(Protocol):
    """Anything with a deal's number and names: a line, a view."""

    @property
    def deal_no(self) -> int: ...  # noqa: D102
    @property
    def customer(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


def joined(parts: Iterable[Said | None], separator: str = " · ") -> Said:
    """The parts that are there, in one line."""
    return Said(separator.join(part for part in parts if part))


def lines(parts: Iterable[Said | None]) -> Said:
    """The parts that are there, a line each."""
    return joined(parts, "\n")


def bold(text: Said) -> Said:
    """Strong in mrkdwn; typed asterisks were made harmless, so it ends where it should."""
    return Said(f"*{text}*") if text else text


def deal(voice: Voice, named: Named) -> Said:
    """ "Acme Oy", or "Acme Oy (Verkkokauppa)" where the deal has a name of its own; "#12" once erased."""
    return deal_called(voice, named.customer, named.name, named.deal_no)


def deal_called(voice: Voice, customer: str, name: str, deal_no: int) -> Said:
    """The same from its names; letter case does not make a name another."""
    whose = voice.name(customer)
    own = voice.name(name) if name.casefold() != customer.casefold() else Said("")
    if not whose:
        return own or voice.deal_number(deal_no)
    return Said(f"{whose} ({own})") if own else whose


def plain_deal(voice: Voice, named: Named, limit: int = 60) -> str:
    """The same for plain text: buttons, options, titles."""
    whose = voice.plain_name(named.customer, SHORT)
    own = voice.plain_name(named.name, SHORT) if named.name.casefold() != named.customer.casefold() else ""
    if not whose:
        return own or voice.deal_number(named.deal_no)
    return cut(f"{whose} ({own})" if own else whose, limit)


def deal_of(voice: Voice, names: Names, deal_no: int) -> Said:
    """A deal by its number."""
    known = names.deals.get(deal_no)
    return deal_called(voice, known.customer, known.name, deal_no) if known else voice.deal_number(deal_no)


def stage(voice: Voice, label: StageLabel | None) -> Said:
    """A stage: a default one in the reader's language, else as it was named."""
    if label is None:
        return Said("–")
    if label.key is not None:
        return voice.say(label.key)
    return voice.name(label.text or "") or Said("–")


def plain_stage(voice: Voice, label: StageLabel | None) -> str:
    """The same for plain text."""
    if label is None:
        return "–"
    return voice.label(label.key) if label.key is not None else voice.plain_name(label.text or "", SHORT) or "–"


def stage_of(voice: Voice, names: Names, stage_no: int) -> Said:
    """A stage by its number."""
    return stage(voice, names.stages.get(stage_no))


def who(voice: Voice, names: Mapping[int, str], member_no: int | None) -> Said:
    """A person by name, never pinged; Putki itself where nobody did it."""
    if member_no is None:
        return voice.say("putki_itself")
    return voice.name(names.get(member_no, "")) or voice.say("somebody")


def money(voice: Voice, amount: Money | None) -> Said:
    """A sum, or that there is none yet."""
    return voice.money(amount) if amount is not None else voice.say("no_sum")


def sums(voice: Voice, amounts: Sequence[Money]) -> Said:
    """One sum per currency, never added together: "84 000 € + $12,000"."""
    return Said(" + ".join(voice.money(amount) for amount in amounts))


def paragraphs(voice: Voice, text: str) -> list[Said]:
    """A long text in parts that a paragraph takes: halved between words until they fit."""
    shown = voice.prose(text, len(text) + 1)
    if length(shown) <= PARAGRAPH or len(text) < 2:
        return [shown]
    middle = text.rfind(" ", 1, len(text) // 2) if " " in text[1 : len(text) // 2] else len(text) // 2
    return [*paragraphs(voice, text[:middle]), *paragraphs(voice, text[middle:])]
