"""Tells an amount that is only a part of the price: "7k nyt, 7k syksyllä", "5k upfront, rest later", "ennakko 5k"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import Unclear, folded
from bot.language.new_deal.marked_parts import MarkedPart
from pipeline.money import Money

_OF_A_PART = re.compile(
    r"(?<!\w)(?:loput|loppuosa\w*|loppuera\w*|ennakko(?:on|na)?|kasiraha\w*"
    r"|up ?front|down ?payment|deposit now|initial deposit"
    r"|(?:the )?(?:rest|remainder|balance) (?:later|on|in|at|after|by|when|upon)"
    r"|(?:eka|ensimmainen|1\.|toka|toinen|2\.) (?:era|osa) [0-9][0-9 ]{0,8}(?:k|e|€|eur|tonni\w*)|puolikas"
    r"|first (?:half|(?:instal\w*|payment|part) €?[0-9][0-9,]{0,8}k?)|half of it)(?!\w)"
)
_IN_TURN = frozenset("nyt heti now first then sitten alkuun aluksi myohemmin later".split())


def asked(parts: Sequence[MarkedPart], amount: Money) -> Unclear | None:
    """The question about an amount that a line tells twice, or tells as a part of the price; None for a whole price.

    "12k, 12 000 €" says one amount in two ways. "7k, 7k" says two amounts.
    """
    texts = [each.text for part in parts for each in part.amounts if each.found == amount]
    said = folded(" ".join(word for part in parts for word in part.words))
    is_in_turn = not _IN_TURN.isdisjoint(re.split(r"[^\w]+", said))
    is_told_twice = len(texts) > 1 and (is_in_turn or len({folded(text).strip(".!") for text in texts}) < len(texts))
    if is_told_twice:
        return Unclear(", ".join(texts), "amount_unclear")
    found = _OF_A_PART.search(said)
    return Unclear(f"{texts[0]}, {found[0]}", "amount_unclear") if texts and found is not None else None
