"""Reads what is typed behind the word of a list: "voitetut", "liisan diilit", "kaikki"; small words say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.language.calendar_words import MONTHS
from bot.language.folding import folded

_SMALL = frozenset(
    """
    diili diilit diilini diilin diileja diilia diileista lista listan listaa avoin avoimet avoinna avoimia auki omat
    oma omani mun minun mulla minulla nyt tanaan tilanne tilanteen kiitos kiitti ole hyva jooko nayta mika mitka mita
    on ovat mina itse
    olevat ja heti hetki
    deal deals list open my mine me now today please thanks show the of for what are is
    """.split()
)
_EVERYBODY = frozenset(
    "kaikki kaikkien kaikilta kaikista tiimi tiimin koko all everyone everybody everyones team".split()
)
_WON = frozenset("voitettu voitetut voitettuja voitetuista voitin voitot won wins win".split())
_LOST = frozenset("havitty havityt havittyja havityista havisin haviot lost losses menetetyt menetetty".split())
_THIS_MONTH = frozenset({"tama kuu", "tama", "this", "tassa kuussa", "taman kuun", "kuluva kuu", "this month", "month"})
_NEXT_MONTH = frozenset({"ensi kuu", "ensi kuussa", "ensi kuun", "seuraava kuu", "seuraavan kuun", "next month"})
_RECORD = frozenset("historia historiaa osuvuus osuvuutta osumat record history accuracy".split())
_LONGEST = 12  # words; what is longer names nothing of this


@dataclass(frozen=True, slots=True)
class ListWords:
    """What the words behind a list ask for; `rest` is what is neither that nor a small word."""

    rest: str = ""
    is_won: bool = False
    is_lost: bool = False
    is_everybody: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing was asked for but the list itself."""
        return self == ListWords()


def read_list_words(text: str) -> ListWords:
    """Read what is typed behind a list's word. A small word between words that are none stays with them."""
    words = text.split()
    if len(words) > _LONGEST:
        return ListWords(rest=text)
    said = [folded(word).strip(".,:;!?'’") for word in words]
    known = [each in _WON or each in _LOST or each in _EVERYBODY or each in _SMALL or not each for each in said]
    first = next((place for place, is_known in enumerate(known) if not is_known), len(words))
    last = next((place for place in range(len(words), first, -1) if not known[place - 1]), first)
    outside = {*said[:first], *said[last:]}
    return ListWords(
        rest=" ".join(words[first:last]),
        is_won=bool(outside & _WON),
        is_lost=bool(outside & _LOST),
        is_everybody=bool(outside & _EVERYBODY),
    )


def split_record(text: str) -> tuple[bool, str]:
    """Split off the word that asks for the record of past forecasts: "historia myynti" is (True, "myynti")."""
    words = text.split()
    for place in (0, -1):
        if words and folded(words[place]).strip(" .,!?") in _RECORD:
            del words[place]
            return True, " ".join(words)
    return False, text


def is_of_months(text: str, this: date, following: date) -> bool:
    """Whether the text names nothing but these two months: "kesäkuu", "ensi kuussa", "June and July 2026"."""
    said = folded(text).replace(",", " ja ").replace(" and ", " ja ").replace("+", " ja ").replace("&", " ja ")
    parts = [part.strip(" .!?") for part in said.split(" ja ") if part.strip(" .!?")]
    return bool(parts) and all(_is_month(part, this) or _is_month(part, following, is_next=True) for part in parts)


def _is_month(text: str, month: date, *, is_next: bool = False) -> bool:
    if text in (_NEXT_MONTH if is_next else _THIS_MONTH):
        return True
    name, _, year = text.partition(" ")
    return MONTHS.get(name) == month.month and year in ("", str(month.year))
