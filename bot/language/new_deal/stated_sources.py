"""Takes where a deal came from out of a part of the line that has more words: "Acme Oy huolto 12k lähde messut"."""

from __future__ import annotations

from bot.language.new_deal import company_names
from bot.language.source_words import is_source

_LONGEST_SOURCE = 5  # words of a source without a label behind another field


def without_source(words: list[str], *, is_first: bool) -> tuple[list[str], str | None]:
    """Take "lähde messut" or "lähde: messut" out of a part that has more words."""
    for place, word in enumerate(words):
        bare = word.rstrip(":").casefold()
        is_behind = place > 0 or not is_first
        is_label = bare in ("lähde", "lahde", "source") and (word.endswith(":") or is_behind)
        is_label = is_label or (bare == "via" and place > 0 and words[place + 1 : place + 2] != [])
        if is_label and place + 1 < len(words) and words[place + 1] != "code" and len(words) - place <= 4:
            return words[:place], " ".join(words[place + 1 :])
    for place in range(max(1, len(words) - _LONGEST_SOURCE), len(words)):
        if _ends_field(words[place - 1]) and is_source(" ".join(words[place:])):
            return words[:place], " ".join(words[place:])
    return words, None


def _ends_field(word: str) -> bool:
    """Whether a name goes on behind this word hardly ever: an amount, a day or a company's form."""
    return any(each.isdigit() or each in "€$£" for each in word) or company_names.is_form(word)
