"""Finds a customer that exists among the words of a line, however Finnish bends its name: "Ylöjärven Betonille"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice, product

from pipeline.customers.known import CUSTOMER_WORDS, MOST_MEANINGS, customers_with_any_form, names_of
from pipeline.finding import spelling
from pipeline.finding.fits import SURE
from pipeline.finding.vocabulary import Vocabulary
from pipeline.finding.word_index import MOST, Asking
from pipeline.finding.words import COMPANY_FORMS, cut_words, joined_words, typed_words
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require

MOST_STARTS = 4  # the first words of a line at which a name is looked for
_MOST_WORDS = 12
_LONGEST = 100  # characters of a word that are looked at
_ACCENTED = {"a": "aäå", "o": "oö", "u": "uü", "e": "eé"}
_FRONT = str.maketrans("ao", "äö")  # a Finnish word has most often both or none of them
_MOST_SPELLINGS = 64  # with and without accents, of a name of one word
_CASE_ENDINGS = ("lle", "lta", "lla", "sta", "ssa", "tta", "ksi", "een", "aan", "oon", "uun", "iin", "n", "a")  # folded
_JOINING = frozenset({"ja", "sekä", "&", "+", "and", "och", "und", "et", "n'"})


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer that exists: the number of the first word that names it, of the one after the last, and its name.

    It is not `is_sure` when the next word may belong to it, so that another name is meant. It `is_joined` when "ja",
    "&" or a hyphen joins it to the words behind it: then these are among its words, and all of them are one name or
    two customers.
    """

    start: int
    end: int
    name: str
    is_sure: bool = True
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class _TypedWords:
    """The words of a line as names are compared with them, and their places among all words of it: "&" is no word."""

    words: Sequence[str]
    places: list[int]
    bare: list[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> _TypedWords:
        bare = [_bare(word) for word in words[:_MOST_WORDS]]
        places = [place for place, word in enumerate(bare) if word]
        return cls(words, places, [bare[place] for place in places])

    @property
    def starts(self) -> range:
        return range(min(MOST_STARTS, len(self.bare)))


Seen = Callable[[Collection[int]], Collection[int]]
"""Gives those of some customers, by their numbers, that the person may know of."""


def known_customer(session: ReadSession, words: Sequence[str], seen: Seen) -> KnownCustomer | None:
    """Return the one customer that the words surely name, at the beginning of them or a little later, or None.

    A customer that the person may not know of (`seen`) is as one that is not there.

    A name without its company form is found; a name with another form is another customer. None stands for two
    customers that are named alike, too.
    """
    require(session.connection, session.by, Act.SEE)
    line, candidates = _TypedWords.of(words), _Candidates.of(session, seen)
    for start in line.starts:
        names = candidates.named_from(line.bare[start:])
        if names and (found := _found_at(line, start, _by_name(names))):
            return _only(line, start, found)
    return None


def find_among(words: Sequence[str], names: Iterable[str]) -> KnownCustomer | None:
    """Return the one of these names that the words surely have in them: the first, and of those the longest."""
    line, by_name = _TypedWords.of(words), _by_name(names)
    for start in line.starts:
        if found := _found_at(line, start, by_name):
            return _only(line, start, found)
    return None


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Reads the names of customers that may begin at a word of a line."""

    session: ReadSession
    seen: Seen
    vocabulary: Vocabulary
    asking: Asking
    _meant: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @classmethod
    def of(cls, session: ReadSession, seen: Seen) -> _Candidates:
        connection, workspace_no = session.connection, session.by.workspace_no
        return cls(
            session, seen, Vocabulary(connection, workspace_no), Asking(CUSTOMER_WORDS, connection, workspace_no)
        )

    def named_from(self, bare: Sequence[str]) -> list[str]:
        """The names that may begin with the first of these words.

        Of a word that too many names have, those that have the next one as well, and those that are no more than it.
        """
        bare = list(dropwhile(lambda word: not typed_words(word), bare))  # names are not kept by their company forms
        first = self._meanings(bare[0]) if bare else []
        if not first:
            return []
        nos = {each.no for each in self.asking.some(first)}
        if len(nos) > MOST:
            second = self._meanings(bare[1]) if len(bare) > 1 else []
            nos = set(self.asking.common(first, second)) if second else set[int]()
            nos.update(customers_with_any_form(self.session, [each for word in first for each in _spellings(word)]))
        return list(names_of(self.session, self.seen(nos)).values())

    def _meanings(self, typed: str) -> list[str]:
        """The words of names that a typed word is surely meant as, itself first."""
        if typed not in self._meant:
            words = typed_words(typed)
            fits = self.vocabulary.meanings(words[0]).fits if words else {}
            sure = [word for word, (fit, _similarity) in fits.items() if fit >= SURE]
            self._meant[typed] = sorted(sure, key=lambda word: fits[word], reverse=True)[:MOST_MEANINGS]
        return self._meant[typed]


def _spellings(word: str) -> Iterator[str]:
    """The ways in which a folded word may be written with accents, the likeliest of them first."""
    letters = product(*(_ACCENTED.get(each, each) for each in word))
    return chain((word, word.translate(_FRONT)), islice(map("".join, letters), _MOST_SPELLINGS))


def _by_name(names: Iterable[str]) -> dict[str, list[list[str]]]:
    """The words of each name: joined over its signs, and where that is another way to write it, cut at them."""
    ways = ((name, joined_words(name), cut_words(name)) for name in dict.fromkeys(names))
    return {name: [joined] if joined == cut else [joined, cut] for name, joined, cut in ways}


def _found_at(
    line: _TypedWords, start: int, by_name: Mapping[str, Sequence[Sequence[str]]]
) -> list[tuple[int, bool, str]]:
    """Where the words end that are a name from this one on, whether they are written exactly like it, and the name."""
    found = {
        (end, exact, name): None
        for name, ways in by_name.items()
        for parts in ways
        for end, exact in _fit(line.bare, start, parts)
    }
    return list(found)


def _only(line: _TypedWords, start: int, found: Sequence[tuple[int, bool, str]]) -> KnownCustomer | None:
    """The longest of the names that begin at a word; None where two are as long."""
    best = max((end, exact) for end, exact, _name in found)
    fitting = [name for end, exact, name in found if (end, exact) == best]
    if len(fitting) > 1:
        return None
    words, first, end = line.words, line.places[start], line.places[best[0] - 1] + 1
    joined = _end_of_joined(words, end)
    if joined > end:
        return KnownCustomer(first, joined, fitting[0], is_sure=False, is_joined=True)
    return KnownCustomer(first, end, fitting[0], is_sure=not _may_go_on(words, end, is_exact=best[1]))


def _end_of_joined(words: Sequence[str], end: int) -> int:
    """Return where the words end that "ja", "&" or a hyphen joins to a name: "Kone ja Terä", "Virtanen & pojat".

    Of words with small letters only the first is joined.
    """
    while end + 1 < len(words) and (words[end].casefold() in _JOINING or (words[end - 1].endswith("-") and words[end])):
        end += 1 if words[end].casefold() in _JOINING else 0
        is_capital = words[end][:1].isupper()
        end += 1
        while is_capital and end < len(words) and words[end][:1].isupper():
            end += 1
    return end


def _may_go_on(words: Sequence[str], end: int, *, is_exact: bool) -> bool:
    """Whether the next word may belong to the name: "Acme Huolto", or "leipomo" in "Virtasen leipomo"."""
    if end >= len(words):
        return False
    return words[end][:1].isupper() if is_exact else words[end - 1].casefold().endswith("n")


def _bare(word: str) -> str:
    return "".join(joined_words(word[:_LONGEST].strip(" ,.;:!?\"'")))


def _fit(typed: Sequence[str], start: int, name: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Where the typed words end that are this name, and whether they are written exactly like it."""
    if typed[start : start + len(name)] == list(name):
        yield start + len(name), True
        return
    core = [part for part in name if part not in COMPANY_FORMS] or list(name)
    end = start + len(core)
    if end > len(typed) or not all(typed[start:end]):
        return
    exact = list(typed[start:end]) == core
    if not exact and not _is_bent(typed[start:end], core):
        return
    forms = {part for part in name if part in COMPANY_FORMS}
    if end < len(typed) and typed[end] in COMPANY_FORMS - {"as"}:
        if typed[end] not in forms or not exact:  # before a company form a name is not bent: "Sahan Oy" is another
            return
        end += 1
    yield end, exact


def _is_bent(typed: Sequence[str], core: Sequence[str]) -> bool:
    """Whether the typed words are the name's in some case: its last word, and with it those that agree with it.

    "Haapaveden Sahalle" is Haapaveden Saha. "Haapavesi Saha" and "Haapaveden Sahat" are other names.
    """
    ending = next((each for each in _CASE_ENDINGS if typed[-1].endswith(each)), None)
    if ending is None or not _is_word(typed[-1], core[-1]):
        return False
    rest = zip(typed[:-1], core[:-1], strict=True)
    return all(said == part or (said.endswith(ending) and _is_word(said, part)) for said, part in rest)


def _is_word(typed: str, word: str) -> bool:
    return bool(typed) and bool(spelling.matching_words(typed, [word]))
