"""Which words of a line are what a person does for a company: "ostopäällikkö", "head of procurement". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import folded

_ENDINGS = (
    "paallikko johtaja insinoori vastaava assistentti asiantuntija sihteeri koordinaattori ostaja myyja suunnittelija "
    "esimies esihenkilo mestari konsultti yrittaja omistaja isannoitsija kehittaja ohjaaja neuvoja lakimies juristi "
    "kirjanpitaja puheenjohtaja rehtori arkkitehti osakas hoitaja paatoimittaja valvoja asentaja teknikko tarkastaja "
    "tutkija opettaja kokki emanta isanta vahtimestari palvelu vastaanotto edustaja jasen harjoittelija vetaja "
    "diplomi-insinoori ekonomi varastomies logistikko analyytikko kapteeni siivooja laskija"
).split()
_FINNISH = frozenset(
    "tj pj vaihde keskus hankinta osto ostot myynti laskutus huolto toimisto talous hr it hankinnat logistiikka "
    "tuotanto markkinointi hallinto respa kassa varasto paattaja yhteyshenkilo".split()
)
_ENGLISH = frozenset(
    "manager director head chief officer buyer engineer assistant ceo cfo cto coo cio cmo cpo owner founder co-founder "
    "partner president vp evp svp lead leader purchaser purchasing procurement accountant controller secretary "
    "architect consultant designer developer planner coordinator specialist supervisor foreman principal reception "
    "receptionist switchboard technician chair chairman chairwoman counsel lawyer admin administrator executive "
    "analyst representative agent adviser advisor technologist treasurer superintendent inspector md".split()
)
_BEFORE = frozenset(
    "tekninen vastaava operatiivinen kaupallinen hallinnollinen vanhempi johtava toinen alueellinen toimitus talous "
    "taloudellinen varatoimitusjohtaja vs sijainen "
    "senior junior deputy vice technical commercial key account project product regional general managing marketing "
    "operations finance financial hr it chief executive business development supply chain quality production plant "
    "site export import area national sales office legal people human resources customer service logistics maintenance "
    "facility facilities procurement purchasing group assistant associate strategic digital data information security "
    "research design category contract event store branch".split()
)
_OF = frozenset("of for and & the ja".split())
_OPENING = frozenset("head director vp chief manager lead president officer evp svp".split())
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def is_role_word(word: str) -> bool:
    """Whether the word by itself is what somebody does: "ostopäällikkö", "CEO"."""
    bare = _bare(word)
    if bare in _FINNISH or bare in _ENGLISH:
        return True
    return bare.endswith(tuple(_ENDINGS)) or bare.rsplit("-", 1)[-1] in _ENGLISH


def role_span(words: Sequence[str]) -> tuple[int, int] | None:
    """Return from which word to which a role stands among the words; None where none does."""
    places = [place for place, word in enumerate(words) if is_role_word(word)]
    if not places:
        return None
    start, end = places[0], places[0] + 1
    while start and _bare(words[start - 1]) in _BEFORE:
        start -= 1
    while end < len(words) and (_is_of_role(words[end]) or _joins(words, end)):
        end += 1
    if end < len(words) and _bare(words[end]) in _OF and _bare(words[end - 1]) in _OPENING:
        end = len(words)  # "head of …": what follows is of the role
    return start, end


def _is_of_role(word: str) -> bool:
    return is_role_word(word) or _bare(word) in _BEFORE


def _joins(words: Sequence[str], place: int) -> bool:
    """Whether the word joins two roles: "hankintapäällikkö ja ostaja"."""
    is_joint = words[place] == "&" or _bare(words[place]) in ("ja", "and", "sekä")
    return is_joint and place + 1 < len(words) and _is_of_role(words[place + 1])


def _bare(word: str) -> str:
    return _EDGES.sub("", folded(word))
