"""Tells whether words speak of time, even where no day can be read from them: "syksyllä", "ennen joulua", "Q3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from bot.language.calendar_words import MONTHS, WEEKDAYS

_LONGEST_WORD = 40

# Weekdays and months that are other words too: "to", "la", "May". Alone they say nothing of time.
MANY_MEANINGS = frozenset(
    """
    ma ti ke to pe la su mon tue tues wed thu thur thurs fri sat sun may march mar august aug april apr june jun jan
    feb jul sep sept oct nov dec tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu
    tammik helmik maalisk huhtik toukok kesak heinak elok syysk lokak marrask jouluk
    """.split()
)

_MONTH = "tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu"
_CORE = re.compile(
    rf"(?:{_MONTH})(?:-(?:{_MONTH}))?kuu(?:n|ta|ssa|s|sta|ksi|hun|lla|lle)?"
    r"|(?:alku|keski|loppu)?(?:kevat|kevaa(?:lla|n|ksi|seen|sta)|kesalla|kesaksi|kesasta|kesan|kesaan|kesa"
    r"|syksy(?:lla|n|ksi|yn|sta|mmalla)?|talve(?:lla|n|ksi|en|sta)|talvi)"
    r"|(?:alku|loppu)(?:kuusta|kuussa|vuosi|vuodesta|vuonna|vuodelle|vuoden|viikosta|viikko|viikolla)"
    r"|syksyl|kesal|talvel|keval|vuosipuoli\w{0,6}|puolivuo\w{0,6}"
    rf"|(?:{_MONTH})(?:kuu)?[/-](?:{_MONTH})(?:kuu\w{{0,4}})?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])20[2-4]\d"
    r"|\d{1,2}\.(?:\d{1,2}\.?)?[-–]\d{1,2}\.\d{1,2}(?:\.\d{2,4})?"
    r"|\d{1,3}(?:kk|vko|vk|pv)"
    r"|juhannu(?:s|sta|ksen|ksena|kseksi|kseen|ksesta|kselta|saattona|sviikolla)|vappu(?:na|un|a)?|vap(?:uksi|un|usta)"
    r"|joulu(?:na|ksi|un|sta|a|aattona|n)|paasiai(?:nen|sta|sena|seksi|seen|sen|sesta|sia|sten)"
    r"|loppiai(?:nen|sta|sena|seksi|seen|sen|sesta)|helatorstai(?:na|ta|n|ksi)?|itsenaisyyspaiv(?:a|aa|ana|an)"
    r"|uusivuosi|uudenvuoden|uutenavuotena|pyhainpaiv(?:a|aa|ana|an)|(?:kesa|syys|talvi|hiihto)?lom(?:an|ien|illa|alla|alta)"
    r"|christmas|xmas|holidays|fy[- ]?(?:20)?\d\d|easter|midsummer|thanksgiving|spring|summer|autumn|winter"
    r"|viiko(?:n|lla|lle|ksi|lta|ssa)|viikol|viikko(?:a|on|ja|jen)?|vko(?:lla|lle|a|n)?|vk(?:oa|olla)?|wk|weeks?|week-?end"
    r"|kuukau(?:si|den|dessa|tta|desta|teen|sia)|kuun|kuussa|kuus|kuuta|kuuhun|kuulle|kk|months?"
    r"|vuosi|vuoden|vuonna|vuotta|vuodessa|vuoteen|vuodelle|vuos|years?|quarters?|kvart+aal(?:i|in|iin|issa|illa)"
    r"|vuosineljann(?:es|eksen|eksella|ekseen)|vuodenvaih\w{0,8}|viikonlop(?:pu|puna|pun|un|uksi|puun)"
    r"|paiva(?:n|a|ssa)|pv|days?|arkipaiv(?:a|aa|an|ana|ia)|arkipv"
    r"|(?:q[1-4]|h[12])(?:[-/.']?(?:20)?\d\d)?|[1-4]q(?:[-/.']?(?:20)?\d\d)?|20[2-4]\d[-/]?(?:q[1-4]|h[12])|q[1-4]-q[1-4]"
    r"|eom|eoy|eoq|eow|huomenna|huomis\w{0,5}|tanaan|ylihuo\w{0,8}|eilen|asap|pian|heti|joskus|myohemmin"
    r"|today|tomorrow|tonight|yesterday|soon|later|someday"
)
_YEAR = re.compile(r"20[2-4]\d")
_GLUE = re.compile(
    r"ensi|ens|seuraava\w{0,6}|tama|tana|taman|talla|tassa|viime|alku|alussa|alkuun|alusta|loppu|lopussa|loppuun|lopulla"
    r"|lopusta|lopuks\w?|puolival\w{0,6}|puolessavalis\w{0,4}|puolessa|valissa|vaihteessa|vaihteen|vaihde|aikana|aikaan|noin|n|viimeistaan|viim"
    r"|asti|saakka|paasta|kuluttua|sisalla|sisaan|by|until|till|in|on|of|end|early|late|mid|next|this|coming|last|start|beginning|middle"
    r"|first|second|third|fourth|half|during|around|before|after|the|from|now|within|klo|puoli|jalkipuoli\w{0,4}|puolella"
    r"|tai|or|ja|and|kun|mahdollista|mahdollisimman|as|possible|viimeinen|viimeise\w{0,4}|ensimmai\w{0,8}|toise\w{0,4}|toinen|muutama\w{0,3}|pari|parin|couple|few|a|an"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?|\d{1,2}[-–]\d{1,2}\.?|\d{1,2}\.\d{1,2}\.?(?:\d{2,4})?"
)
_LEFT_ALONE = frozenset("in on by the a an of n from as kun or tai ja and".split())
_TAKES_NEXT = frozenset({"ennen"})
_TAKES_BEFORE = frozenset(
    "jalkeen mennessa lopussa alussa loppuun alkuun lopulla aikana vaihteessa puolivalissa".split()
)
_MODIFIERS = re.compile(r".*(?:n|\d|kk|v|vk|vko|pv|days?|weeks?|months?|years?)$")


class Kind(Enum):
    """What a word says of time."""

    CORE = "a month, a season, a holiday, a unit of time: it speaks of time by itself"
    GLUE = "a word that belongs to a time when it stands beside one: ensi, ennen, end, of"
    NONE = "nothing"


def kind_of_folded(bare: str) -> Kind:
    """Return what a word says of time that is folded and has no signs around it."""
    if len(bare) > _LONGEST_WORD:
        return Kind.NONE
    if _CORE.fullmatch(bare) or _YEAR.fullmatch(bare) or bare in _TAKES_NEXT or bare in _TAKES_BEFORE:
        return Kind.CORE
    if (bare in WEEKDAYS or bare in MONTHS) and bare not in MANY_MEANINGS:
        return Kind.CORE
    if _GLUE.fullmatch(bare) or bare in MANY_MEANINGS:
        return Kind.GLUE
    return Kind.NONE


def spans(kinds: Sequence[Kind], words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words speak of time: each a first word and the one after the last.

    `words` are folded, without signs around them, and `kinds` are theirs.
    """
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        if kinds[place] is Kind.NONE:
            place += 1
            continue
        end = place
        while end < len(words) and kinds[end] is not Kind.NONE:
            end += 1
        if any(kind is Kind.CORE for kind in kinds[place:end]):
            start, stop = _trimmed(words, kinds, place, end)
            found.append((start, stop))
            end = max(end, stop)
        place = end
    return found


def _trimmed(words: Sequence[str], kinds: Sequence[Kind], start: int, end: int) -> tuple[int, int]:
    """Cut small words at the end, and add the word that "ennen" or "jälkeen" is about."""
    while kinds[end - 1] is not Kind.CORE and words[end - 1] in _LEFT_ALONE:
        end -= 1
    if words[start] in _TAKES_BEFORE and start > 0:
        start -= 1
    if words[end - 1] in _TAKES_NEXT and end < len(words):
        end += 1
    return start, end


def is_modifier(words: Sequence[str]) -> bool:
    """Whether these words of time may belong to the noun after them: "3 vuoden" in "3 vuoden sopimus"."""
    return bool(words) and _MODIFIERS.fullmatch(words[-1]) is not None
