"""What is typed after `/deal`, or to Putki in a thread: a word, the deal it is about, a stage, and a note."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from bot.language import deal_words
from bot.language.folding import folded
from bot.language.safe_text import cleaned

# The longest prefix that may be a misspelt word; the rest of a long text costs nothing.
_WORD_LONGEST = 30

# What is said of a deal, and means no slip for another word: a call ("soitto") is no win ("voitto").
_MEANT = frozenset(
    folded(word)
    for word in (
        "soitto", "soita", "soitin", "soitettu", "puhelu", "meili", "tapaaminen", "kontakti", "yhteys", "tarjous",
        "tarve", "vastuu", "poissa", "loma", "historia", "lähteet", "pullonkaulat",
        "call", "mail", "email", "text", "meeting", "contact", "touch", "offer", "need", "owner", "away", "history",
        "source", "sources", "list", "last", "least", "cost", "costs", "post", "host", "most",
    )
)  # fmt: skip

_ENDING = ".,:;!?"  # what may stand right behind a word: "omat!", "siirrä: acme"

_LINK = re.compile(r"<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})
_DASH = re.compile(r"(?:^|\s)(?:--|–)(?:\s|$)|\s?—\s?")  # "—" is what a phone makes of "--"
_DASHES = ("--", "–", "—")
_FIGURE = re.compile(r"(?:^|\s)(?:[0-9]\S*|[€$£%])$")
_FIGURE_LONGEST = 20
_STAGE_BEHIND = re.compile(r"[ -]?(?:vaiheeseen|vaiheesee|vaiheelle|vaiheeks|vaiheeksi|vaihe|stage)")
_WHERE_TO = re.compile(r"(?:see|ee|aa|oo|uu|ii|hi)n?$|(?:ksi|ks)$")
_LEADS = re.compile(r"^(?:(?:to|vaiheeseen|vaihe)\s+|(?:→|->|=>)\s*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Near:
    """A known word close to what was typed: the word, how it is typed, and what was typed for it."""

    word: str
    form: str
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person or a channel that a line mentions: the chat's id, and how it stands in the line ("" for nothing)."""

    id: str
    shown: str


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """What was asked for: at most one of `word` (exact) and `near` (a suggestion) is set.

    `rest` is what follows the word, or everything when there is none; `typed` is the whole text, cleaned. A press has
    a line too: what its button carried.
    """

    word: str | None
    rest: str
    note: str | None
    typed: str
    near: Near | None = None
    form: str = ""  # how the word was typed
    people: tuple[Mentioned, ...] = ()  # those mentioned before the note
    channels: tuple[Mentioned, ...] = ()
    member: int | None = None  # by our number: who was mentioned or named before the deal was picked

    @property
    def said(self) -> str:
        """The line before its note, with the word as it was typed."""
        return f"{self.form} {self.rest}".strip()


@dataclass(frozen=True, slots=True)
class Which:
    """Which deal, and which stage if one was named.

    `text` is the words of the deal's name without the stage's; `whole` has them too, for a deal that is named like a
    stage. `stages` is the stage of that label in each pipeline that has one, `stage_text` how it was typed: which one
    is meant shows when the deal is known. `unknown_stage` is what stood after an arrow and is no stage.
    """

    deal_no: int | None
    text: str
    stages: Mapping[int, int] = field(default_factory=dict[int, int])
    whole: str = ""
    unknown_stage: str | None = None
    stage_text: str = ""

    def without_stage(self) -> Which:
        """The line read with no stage in it: all its words belong to the deal's name."""
        return Which(self.deal_no, self.whole, whole=self.whole)


NOTHING_TYPED = ParsedLine(None, "", None, "")


class FormTaken(Exception):
    """Two words want to be typed in the same way: a mistake in the program."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words and how each is typed, in both languages at once; the first form is the one shown."""

    words: Mapping[str, Sequence[str]]
    _by_form: Mapping[str, Near] = field(init=False, repr=False)
    _most_words: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_form: dict[str, Near] = {}
        for word, forms in self.words.items():
            for form in (word, *forms):
                known = by_form.setdefault(folded(form), Near(word, form))
                if known.word != word:
                    raise FormTaken(f"{form}: {known.word}, {word}")
        object.__setattr__(self, "_by_form", by_form)
        object.__setattr__(self, "_most_words", max((form.count(" ") + 1 for form in by_form), default=0))

    def exact(self, text: str) -> tuple[str, int] | None:
        """The word that the text begins with and how many typed words it takes, the longest form first."""
        first = text.split(maxsplit=self._most_words)[: self._most_words]
        for count in range(len(first), 0, -1):
            if known := self._by_form.get(folded(" ".join(first[:count])).rstrip(_ENDING)):
                return known.word, count
        return None

    def near(self, text: str) -> Near | None:
        """The word closest to how the text begins, if it is close: a slip or two, by the form's length."""
        first = text.split(maxsplit=self._most_words)[: self._most_words]
        if first and folded(first[0]).rstrip(":") in _MEANT:
            return None
        begun = {folded(typed): typed for count in range(len(first), 0, -1) if (typed := " ".join(first[:count]))}
        slips = [
            (_slips(said, form), form, typed)
            for said, typed in begun.items()
            if len(said) <= _WORD_LONGEST
            for form in self._by_form
        ]
        close = min((each for each in slips if 0 < each[0] <= _allowed(each[1])), default=None)
        return replace(self._by_form[close[1]], typed=close[2]) if close else None


def read(text: str, table: WordTable) -> ParsedLine:
    """The word, what follows it and the note after "--"; without an exact word, the nearest one is suggested.

    Whoever answers looks first at a deal's number or name in `rest`, then at `near`, and shows the guide last.
    """
    typed = unescaped(text)
    said, note = _parted(typed)
    people, channels = _mentioned(text)
    found = table.exact(said)
    if found is None:
        return ParsedLine(None, said, note, typed, table.near(said), people=people, channels=channels)
    word, count = found
    after = said.split(maxsplit=count)
    rest, form = after[count] if len(after) > count else "", " ".join(after[:count])
    return ParsedLine(word, rest, note, typed, form=form, people=people, channels=channels)


def _mentioned(text: str) -> tuple[tuple[Mentioned, ...], tuple[Mentioned, ...]]:
    """The people and the channels that are mentioned before the note."""
    if "<" not in text:  # as in most lines
        return (), ()
    links = list(_LINK.finditer(_parted(text)[0]))
    people, channels = (
        tuple(Mentioned(link[2], cleaned(html.unescape(_shown(link)))) for link in links if link[1] == mark)
        for mark in ("@", "#")
    )
    return people, channels


def unescaped(text: str) -> str:
    """The text as it was typed: mentions and links by their names, Slack's escapes undone, the invisible gone."""
    return cleaned(html.unescape(_LINK.sub(_shown, text)).replace("\x00", "").translate(_QUOTES))


def read_which(rest: str, stages: Mapping[int, Mapping[str, int]]) -> Which:
    """The deal and the stage in "acme tarjous", "acme to offer", "#12 → Tarjous".

    `stages` has the number of each label's stage, pipeline by pipeline. A label in any language and letter case will
    do, and in Finnish "tarjoukseen" or "tarjousvaiheeseen" too.
    """
    number = deal_words.NUMBER.match(rest)
    deal_no = int(number[1]) if number else None
    words = (rest[number.end() :] if number else rest).strip().strip('"')
    labels = {pipeline_no: _by_folded(of_one) for pipeline_no, of_one in stages.items()}
    name, named, is_pointed = _before_stage(words, labels)
    name = name.strip('" ')
    if is_pointed and not named.stages:
        unknown = words.rsplit("→", 1)[-1].rsplit("->", 1)[-1].strip()
        return Which(deal_no, name, whole=words, unknown_stage=unknown)
    return Which(deal_no, name, named.stages, words, stage_text=named.text)


def read_stage(text: str, stages: Mapping[str, int]) -> int | None:
    """The stage of one pipeline where nothing but a stage is expected: "to offer", "→ Tarjous".

    A slip is forgiven: "yhteydenoto".
    """
    said = _LEADS.sub("", text.strip().strip('"'))
    return _stage(said, _by_folded(stages), is_expected=True)


@dataclass(frozen=True, slots=True)
class _NamedStage:
    """A stage's label as it was typed, and the stage of that label in each pipeline that has one."""

    text: str = ""
    stages: Mapping[int, int] = field(default_factory=dict[int, int])


def _by_folded(labels: Mapping[str, int]) -> dict[str, int]:
    return {folded(label): stage_no for label, stage_no in labels.items()}


def _before_stage(words: str, labels: Mapping[int, Mapping[str, int]]) -> tuple[str, _NamedStage, bool]:
    """The deal's words, the stage if one is named at the end, and whether an arrow pointed to it."""
    pointed = re.fullmatch(r"(.*?)(?:^|\s*)(?:→|->|=>)\s*(.*)", words)
    if pointed:
        return pointed[1].strip(), _NamedStage(pointed[2], _in_each(pointed[2], labels, is_expected=True)), True
    parts = words.split()
    for count in range(min(len(parts), _most_words(labels)), 0, -1):
        before, last = parts[:-count], " ".join(parts[-count:])
        is_led = bool(before) and folded(before[-1]) in ("to", "vaiheeseen", "vaihe")
        if stages := _in_each(last, labels, is_expected=is_led):
            return " ".join(before[:-1] if is_led else before), _NamedStage(last, stages), False
    return words, _NamedStage(), False


def _most_words(labels: Mapping[int, Mapping[str, int]]) -> int:
    return max((label.count(" ") + 1 for of_one in labels.values() for label in of_one), default=0)


def _in_each(text: str, labels: Mapping[int, Mapping[str, int]], *, is_expected: bool) -> dict[int, int]:
    """The stage of that label in each pipeline that has one."""
    found = {pipeline_no: _stage(text, of_one, is_expected=is_expected) for pipeline_no, of_one in labels.items()}
    return {pipeline_no: stage_no for pipeline_no, stage_no in found.items() if stage_no is not None}


def _stage(text: str, labels: Mapping[str, int], *, is_expected: bool) -> int | None:
    """The stage of that label, bent as Finnish bends it; where a stage is expected, a slip is forgiven."""
    said = folded(text)
    if said in labels:
        return labels[said]
    bent = {labels[label] for label in labels if _is_bent(said, label)}
    if not bent and is_expected and said not in _MEANT:
        bent = {labels[label] for label in labels if 0 < _slips(said, label) <= _allowed(label)}
    return bent.pop() if len(bent) == 1 else None


def _is_bent(said: str, label: str) -> bool:
    """Whether a word is a label that says where to: tarjoukseen, kauppaan, tarjous-vaiheeseen; spoken, tarjouksee."""
    if said.startswith(label) and _STAGE_BEHIND.fullmatch(said, len(label)):
        return True
    if not _WHERE_TO.search(said):
        return False
    shared = next((n for n, (one, other) in enumerate(zip(said, label, strict=False)) if one != other), len(label))
    return shared >= max(4, round(len(label) * 0.7)) and len(said) <= len(label) + 4


def _slips(typed: str, form: str) -> int:
    return OSA.distance(typed, form, score_cutoff=3)


def _allowed(form: str) -> int:
    """How many slips may be forgiven: none in the shortest words, which are too like each other."""
    return 0 if len(form) < 4 else 1 if len(form) < 7 else 2


def _shown(link: re.Match[str]) -> str:
    """A mention, channel or link as it was seen; one without a name is left out."""
    kind, target, label = link[1], link[2], link[3]
    if kind == "!":
        return label or "@" + target.split("^")[0]
    if kind:
        return kind + label.lstrip("@#") if label else ""
    return label or target


def _parted(typed: str) -> tuple[str, str | None]:
    """What comes before the note, and the note."""
    if not any(mark in typed for mark in _DASHES):  # as most lines: the search costs more than all else here
        return typed, None
    dash = next((each for each in _DASH.finditer(typed) if not _is_range(typed, each)), None)
    if dash is None:
        return typed, None
    return typed[: dash.start()].strip(), typed[dash.end() :].strip() or None


def _is_range(typed: str, dash: re.Match[str]) -> bool:
    """Whether the dash stands between two figures: "6.7. – 2.8.", "10—12". A number after "#" is a deal's."""
    if dash[0].strip() == "--" or (dash[0].strip() == "—" and dash[0] != "—"):
        return False
    before = typed[max(0, dash.start() - _FIGURE_LONGEST) : dash.start()].rstrip()
    return typed[dash.end() : dash.end() + 1].isdigit() and _FIGURE.search(before) is not None
