"""Finds amounts within a part of a line, with the words that change them: "max 20k", "500 €/kk", "3 x 4 500 €"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.language import amounts
from bot.language.folding import Unclear
from bot.language.new_deal.company_names import is_form
from pipeline.money import Money


class Mark(Enum):
    """How surely a number is an amount."""

    MARKED = "it has a currency, a word such as k, or a label such as budget"
    WEAK = "it has one letter that may mean something else: 4K, 5t, 3M"
    BARE = "it is a number alone"


@dataclass(frozen=True, slots=True)
class AmountPhrase:
    """An amount within words: where it stands, what it says, and how surely it is one.

    `digits` is the digits of the number as they stand, for a bare number that may be something else.
    """

    start: int
    end: int
    text: str
    found: Money | Unclear
    mark: Mark
    digits: str = ""


_NUMBER = (
    r"(?:[0-9]{1,3}(?:[ .,'’][0-9]{3}){1,4}(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?"
    r"|[0-9]{1,15}(?:[.,][0-9]{1,6})?(?![0-9]))"
)
_TIMES = (
    r"tuhatta|tuhannen|tuhat|tuh\.?|tonnilla|tonni[ain]|tonni|tn|thousand|grand|keur|teur|meur|ke|te|me|k|t"
    r"|miljoona[an]|miljoona|milj\.?|millions?|milli[äi]|milli|mio|mil|mn|m"
)
# A land alone may be of dollars, or it may be where the deal is: it is asked.
_LAND = r"(?-i:U\.?S\.?A?\.?|AU|CA|Canadian|Australian|American)(?: dollars?)?(?=[.!?]*$)"
_CURRENCY = (
    rf"{_LAND}|(?-i:US) dollars?"
    r"|€|\$|£|¥|euroa|euron|euroja|eurolla|euroo|euros|euro|eur\.?|egee|e|usd|us\$|dollars?|dollaria|gbp|pounds?|puntaa"
    r"|sek|nok|dkk|isk|kr\.?|kruunua|chf|jpy|yen|jenia|pln|cad|aud|(?-i:[A-Z]{3})"
)
_BEFORE = r"€|\$|us\$|£|¥|eur|usd|gbp|sek|nok|dkk|chf|jpy|kr"
_AMOUNT = (
    rf"(?:(?:{_BEFORE}) ?)?{_NUMBER}(?:(?:[.,]| ?:)[-–—]+)?"
    rf"(?: ?(?:{_TIMES})(?![^\W_]))?(?: ?(?:{_CURRENCY})(?![^\W_]))?(?:(?:[.,]| ?:)[-–—]+)?"
)
_LABEL = (
    r"budjetti|budjetilla|budjettia|hinta|hintaan|hinnaksi|hinnalla|summa|summaksi|arvo|arvoltaan|arvoinen|kokonaishinta"
    r"|kokonaissumma|kauppahinta|tarjoushinta|loppusumma|yhteensä|yht\.?|amount|price|value|valued at|worth|budget"
    r"|total contract value|contract value|tcv|kokonaisarvo|total|sum|deal size|quoted at"
)
_LIMIT = (
    r"max\.?|maks\.?|maksimissaan|enintään|korkeintaan|alle|yli|vähintään|väh\.?|min\.?|vajaa|reilu|reilut"
    r"|under|over|below|above"
    r"|(?:tunti|kuukausi|kk-?|vuosi|yksikkö|kpl-?|päivä|kappale)(?:hinta|maksu|veloitus|laskutus|vuokra|palkkio)"
    r"|hourly|monthly|annual|yearly|mrr|arr|acv"
    r"|à|á|kertaa|twice|double|triple|times|between|up to|at most|at least|less than|more than|from|alkaen"
    r"|<|>|≤|≥|\+/-|±"
)
_ABOUT = (
    r"noin|n\.|n(?= [0-9])|ehkä|semmonen|sellainen|joku|jotain|suunnilleen|arviolta|maybe|perhaps|about|approx\.?"
    r"|ca\.?|circa|around|roughly|~|≈"
)
_PERIOD = (
    r"kk|kuukausi|kuukaudessa|kuukaudelta|kuukaudessa|kuussa|kuulta|kuukausittain|v|vuosi|vuodessa|vuodelta|vuosittain"
    r"|vko|viikko|viikossa|pv|päivä|päivässä|h|tunti|tunnissa|tunnilta|kpl|kappale|m2|m²|m3|jm|hlö|henkilö|käyttäjä"
    r"|month|months|mo|mth|year|yr|y|a|week|wk|day|d|hour|hr|unit|pc|pcs|piece|user|seat|license|lisenssi"
    r"|monthly|yearly|annually|p\.?a\.?|each"
)
_PER = (
    rf" ?/ ?[^\W\d_]{{1,14}}[0-9²]?\.?| (?:per|a|an|joka|/) (?:{_PERIOD})(?![^\W_])\.?"
    r"| per (?-i:[a-zåäö]{2,14})(?![^\W_])"
    r"| (?:kuussa|kuukaudessa|kuulta|kuukausittain|vuodessa|vuosittain|vuodelta|tunnissa|tunnilta|viikossa|päivässä"
    r"|monthly|yearly|annually|p\.?a\.?|kappale|kpl|each|kerta|mrr|arr|acv)(?![^\W_])"
)
_PLUS = r" ?\+(?![^\s.!?])| ?(?:\+/-|±) ?[0-9]{1,3} ?%?| alkaen| asti| välillä| välissä| or more| tai enemmän| \?|\?"
_BENT = r":(?:n|a|ä|ta|tä|lla|llä|lle|lta|ltä|sta|stä|ssa|ssä|na|nä|ksi|iin|aan|ään|een)(?![^\W_])"
_LABEL_BEHIND = r" (?:budjetti|budjetista|budget|total|in total|all in|hinta|arvo)(?=[.!?]*$)| (?:budjetilla|yhteensä)"
_PHRASE = re.compile(
    rf"(?<!\S)(?:(?P<label>{_LABEL})[:=]? ?(?:on |is |was |olisi )?(?<=[ :=]))?"
    r"(?:(?P<soft>for|at|of) |@ ?)?"
    rf"(?:(?P<limit>{_LIMIT}) ?)?(?:(?P<about>{_ABOUT}) ?)?(?P<sign>[-−–+] ?)?"
    r"(?P<count>[0-9]{1,6} ?(?:kpl|pcs|st|kk|h|t|pv)?\.? ?(?:[x×*@à]|á|a(?= )) ?)?"
    rf"(?P<amount>{_AMOUNT})(?:{_BENT})?"
    rf"(?P<range> ?(?:-|–|—|…|\.{{2,3}}|/) ?{_AMOUNT}| (?:to|tai|or|vai|and|ja) {_AMOUNT})?"
    rf"(?P<per>{_PER})?(?P<plus>{_PLUS})?"
    r"(?P<vague>-ish| luokkaa| paikkeilla| tai jotain| tai niin| tietämillä| hujakoilla| ja risat| or so)?"
    r"(?P<times> ?[x×*] ?[0-9]{1,6}(?: ?(?:kpl|kk|pcs|months?|v))?)?"
    rf"(?:{_LABEL_BEHIND})?[.!?]*(?!\S)",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    rf" ?/ ?(?:{_PERIOD})\.?| (?:per|a|an|joka) (?:{_PERIOD})\.?"
    r"| (?:kuussa|kuukaudessa|kuulta|kuukausittain|vuodessa|vuosittain|vuodelta|tunnissa|tunnilta|viikossa|päivässä"
    r"|monthly|yearly|annually|p\.?a\.?)",
    re.IGNORECASE,
)
_IS_LIMIT = re.compile(_LIMIT, re.IGNORECASE)
_HAS_MARK = re.compile(rf"(?:{_TIMES}|{_CURRENCY})(?![^\W_])|[.,:][-–—]+|€|\$|£|¥", re.IGNORECASE)
_SINGLE_LETTER = re.compile(r"[0-9] ?(?:[KMTE]|m|t)")
_IS_ATTACHED_LETTER = re.compile(r"[0-9][KMTE]")
_WORDS_TOO = ("ALL", "TOP", "TRY", "COP", "PEN", "RON", "BAM", "CUP", "GEL", "MAD", "SOS", "MOP", "LAK", "PAB", "ANG")
_SPOKEN_WORDS = 4
_LONGEST = 900


def find(words: Sequence[str], currency: str) -> list[AmountPhrase]:
    """Return the amounts among the words, in order. They do not overlap."""
    text = " ".join(words)[:_LONGEST]
    starts = _starts(words)
    found = [_phrase(match, starts, currency) for match in _PHRASE.finditer(text)]
    taken = {place for each in found for place in range(each.start, each.end)}
    return sorted([*found, *_spoken(words, taken, currency)], key=lambda each: each.start)


def _starts(words: Sequence[str]) -> dict[int, int]:
    """Return the number of the word that begins at each place of the joined text."""
    starts: dict[int, int] = {}
    place = 0
    for number, word in enumerate(words):
        starts[place] = number
        place += len(word) + 1
    return starts


def _phrase(match: re.Match[str], starts: dict[int, int], currency: str) -> AmountPhrase:
    start = starts[match.start()]
    said = match[0]
    end = start + said.count(" ") + 1
    amount = (match["amount"] or "").strip()
    mark = _mark(match, amount, match["range"] or "")
    is_of_each = said[:1] == "@" and any(each.isdigit() for each in match.string[: match.start()])  # "12 seats @ 49"
    text = said.removeprefix(match["soft"] or "").lstrip("" if is_of_each else "@ ").rstrip().rstrip("!")
    is_composed = is_of_each or any(match[name] for name in ("limit", "count", "range", "per", "plus", "times"))
    if is_composed:
        found: Money | Unclear = Unclear(text, "amount_unclear")
    else:
        sign = match["sign"] or ""
        found = amounts.read(f"{sign.strip()}{amount}", currency)
        if isinstance(found, Unclear):
            found = Unclear(text, found.key)
    digits = amount if mark is Mark.BARE else ""
    if match["soft"] and mark is Mark.BARE and len(re.sub(r"[^0-9]", "", amount)) < 4:
        start += 1
    return AmountPhrase(start, end, text, found, mark, digits)


def _mark(match: re.Match[str], amount: str, second: str) -> Mark:
    if match["label"] is not None or (match["per"] and _OVER_TIME.fullmatch(match["per"]) is not None):
        return Mark.MARKED
    if _HAS_MARK.search(amount) or _HAS_MARK.search(second):
        if not amount[:1].isdigit():
            return Mark.MARKED
        is_letter = _SINGLE_LETTER.fullmatch(amount[-3:].strip()) or _SINGLE_LETTER.fullmatch(amount[-2:])
        is_letter = is_letter or amount[-3:] in _WORDS_TOO
        return Mark.WEAK if is_letter and not match["limit"] and not match["range"] else Mark.MARKED
    return Mark.BARE


def _spoken(words: Sequence[str], taken: set[int], currency: str) -> Iterator[AmountPhrase]:
    """Find amounts in words: "puoli miljoonaa", "kymppitonni", "half a million"."""
    place = 0
    while place < min(len(words), _LONGEST // 2):
        longest = next((n for n in range(_SPOKEN_WORDS) if place + n in taken), _SPOKEN_WORDS)
        for count in range(min(longest, len(words) - place), 0, -1):
            said = " ".join(words[place : place + count]).rstrip(".!?")
            is_name = place + count < len(words) and is_form(words[place + count])  # "Satatuhatta ry"
            if is_name or any(each.isdigit() for each in said):
                continue
            if isinstance(read := amounts.read(said, currency), Money):
                if place > 0 and place - 1 not in taken and _IS_LIMIT.fullmatch(words[place - 1]):  # "alle satatonnia"
                    asked = f"{words[place - 1]} {said}"
                    yield AmountPhrase(place - 1, place + count, asked, Unclear(asked, "amount_unclear"), Mark.MARKED)
                else:
                    yield AmountPhrase(place, place + count, said, read, Mark.MARKED)
                place += count - 1
                break
        place += 1


def is_attached_capital(text: str) -> bool:
    """Whether the text is a figure with one capital letter, as in 3M and 4K, which names may have."""
    return _IS_ATTACHED_LETTER.fullmatch(text[-2:]) is not None and text[:-1].isdigit()
