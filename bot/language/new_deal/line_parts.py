"""Splits the line of a new deal into its parts and its note: at commas, dashes, bars and line ends, never in quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from bot.language import amounts
from bot.language.new_deal import clauses
from bot.language.new_deal.company_names import is_form

_LONGEST = 3000
_LONGEST_UNFOLDED = 6000  # letters, of which "ä" has two
#: More parts than these are kept as a note, and so are the words after these.
MOST_PARTS = 12
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part of the line. What stands in quotes is a name as it is; what stands in brackets may be said beside it."""

    text: str
    is_quoted: bool = False
    is_bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The parts of a line, its note, its words about tax ("+ alv"), and what is `left` of a line that is too long.

    `is_headless` says that the line begins with a separator, so that it has no customer.
    """

    parts: tuple[TypedPart, ...]
    note: str = ""
    tax: str = ""
    left: str = ""
    is_headless: bool = False


# --- Marks of Slack ---------------------------------------------------------------------------------------------------

_EMPHASIS = re.compile(r"(?<![^\s(,;\"'*_~`])([*_~`])(\S(?:[^*_~`\n]{0,200}\S)?)\1(?![^\s),;.:!?\"'*_~`])")
_EMOJI = re.compile(r"(?<!\w):[a-z][a-z0-9_+'-]{0,60}:(?::skin-tone-[2-6]:)?")
_BULLET = re.compile(r"^\s*(?:[•◦▪]|[-*>](?=\s)|[0-9]{1,2}\)(?=\s)|[0-9]{1,2}\.(?=\s[A-ZÅÄÖ]))\s*")
_BRACKETS = str.maketrans("[]{}", "()()")
_COLON_BEFORE_AMOUNT = re.compile(
    r"(?<=[^\W\d_]):(?=[~€$£]?[0-9]{1,9}(?:[.,][0-9]{1,3})?(?:[kKtT€$£m]|(?<=[0-9]{4}))(?!\w))"
)
_OF_WEEKS = re.compile(r"\b((?:day|week|month|year)s)['’](?: time\b)?", re.IGNORECASE)  # "in two weeks' time"
_ABOUT_MONTH = re.compile(r"(?<!\S)~ ?(?=[^\W\d_])")  # "~ Sept"
_APOSTROPHES = re.compile(r"(?<!\S)'([^'\n]{3,100})'(?!\w)")


def without_marks(text: str) -> str:
    """Return the text without Slack's mark-up (*x*, _x_, `x`), emoji codes and bullets."""
    lines = [_BULLET.sub("", _EMOJI.sub(" ", line)) for line in text.split("\n")]
    bare = "\n".join(" ".join(line.replace("\t", ";").split()) for line in lines)
    bare = _APOSTROPHES.sub(r'"\1"', bare)
    for _ in range(3):
        if not any(mark in bare for mark in "*_~`"):
            break
        bare = _EMPHASIS.sub(r"\2", bare)
    bare = _ABOUT_MONTH.sub("noin ", _OF_WEEKS.sub(r"\1", bare))
    return _COLON_BEFORE_AMOUNT.sub(": ", bare.replace("```", " ").translate(_BRACKETS))


# --- Parts ------------------------------------------------------------------------------------------------------------

_NOTE = re.compile(r"(?:^|\s)-{2,}(?:\s|$)")
_TOKEN = re.compile(
    r"(?P<quoted>(?<![^\s,;(|/:+–—-])\"(?P<inner>[^\"\n]{1,200})\"(?![\w]))"
    r"|(?P<strong>[\n;|•→]|->|=>|,(?![0-9]|[-–—]+(?![\w]))|(?<![0-9]),|,(?=[0-9]{1,2}\.[0-9]{1,2}\.))"
    r"|(?P<dash>—|(?<!\S)–(?!\S))"
    r"|(?P<weak>(?<!\S)[-/+>\\](?!\S))"
    r"|(?P<sentence>(?<=[^\W\d_]{4})\.(?=\s[A-ZÅÄÖ0-9])|(?<=\b[Oo]y)\.(?=\s[A-ZÅÄÖ0-9])|[!?](?=\s))"
    r"|(?P<open>(?<!\S)\((?=[^()\n]{1,120}\)(?!\w)))|(?P<close>\)(?!\w))"
)
_PERIOD_NEXT = re.compile(r"\s*(?:kk|v|vuosi|kuukausi|vko|h|tunti|kpl|month|year|yr|mo|week|day|pv)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:viim|milj|klo|noin|maks|enint|approx|corp|kiint|puh|sept|esim)$", re.IGNORECASE)
_PRICED = re.compile(r"\s*[€$£]?[0-9][0-9.,]*\s?(?:k|€|e|eur)(?!\w)", re.IGNORECASE)
_LAST_FIGURE = re.compile(r"(?P<figure>[0-9][0-9 .,]{0,20})\s?(?:k|t|m|e|€|eur|tonnia|milj\.?)?$", re.IGNORECASE)
_FIRST_FIGURE = re.compile(r"\s*[€$£]?\s?(?P<figure>[0-9][0-9 .,]{0,20})")


def split(line: str, note: str = "") -> Line:
    """Split a line. `note` is what stood behind two dashes when the line was split before."""
    end = _end_of_read(line)
    marked = without_marks(line[:end])
    found = _NOTE.search(marked)
    if found is not None:
        note = "\n".join(each for each in (marked[found.end() :].strip(), note) if each)
        marked = marked[: found.start()]
    marked, tax = _without_tax(marked)
    is_headless = marked.lstrip(" ").startswith((",", ";"))
    parts, noted = _without_dashed_note(list(_pieces(marked)))
    kept, left = _within_bounds(_with_forms(parts))
    left = ", ".join(each for each in (left, line[end:]) if each)
    return Line(tuple(kept), ", ".join(each for each in (*noted, note) if each), tax, left, is_headless)


def _end_of_read(line: str) -> int:
    """Return how many letters of a line are read, so that they are few when they are compared.

    One letter such as U+FDFA unfolds to eighteen.
    """
    read = line[:_LONGEST]
    if read.isascii() or len(unicodedata.normalize("NFKD", read)) <= _LONGEST_UNFOLDED:
        return len(read)
    lengths = accumulate(len(unicodedata.normalize("NFKD", letter)) for letter in read)
    return next((place for place, length in enumerate(lengths) if length > _LONGEST_UNFOLDED), len(read))


def _without_tax(text: str) -> tuple[str, str]:
    """Return the text without its words about tax, line by line, and those words."""
    lines, taxes = text.split("\n"), list[str]()
    for place in range(min(len(lines), MOST_PARTS)):
        for _ in range(2):
            lines[place], tax = amounts.split_tax(lines[place])
            taxes += [tax] if tax else []
    return "\n".join(lines), ", ".join(taxes)


def noted(text: str) -> tuple[str, str]:
    """Split a text at its first two dashes: the line before them, and the note behind them."""
    found = _NOTE.search(text)
    return (text, "") if found is None else (text[: found.start()].rstrip(), text[found.end() :].strip())


def parts_of_note(note: str) -> list[str]:
    """Return a note split at its dashes."""
    return [each.strip() for each in re.split(r"\s(?:-{2,}|–)\s|\s?—\s?", note) if each.strip()]


@dataclass(frozen=True, slots=True)
class _Piece:
    part: TypedPart
    after_dash: bool = False


def _pieces(text: str) -> Iterator[_Piece]:
    start, begun, after_dash = 0, "", False
    for token in _TOKEN.finditer(text):
        if token["quoted"]:
            yield _Piece(TypedPart(text[start : token.start()].strip()), after_dash)
            yield _Piece(TypedPart(token["inner"].strip(), is_quoted=True))
            start, after_dash = token.end(), False
        elif _separates(text, token):
            is_bracketed = token["close"] is not None and text[start - 1 : start] == "("
            said = (begun + text[start : token.start()]).strip()
            yield _Piece(TypedPart(said, is_bracketed=is_bracketed), after_dash)
            start, after_dash = token.end(), token["dash"] is not None
    yield _Piece(TypedPart(text[start:].strip()), after_dash)


def _separates(text: str, token: re.Match[str]) -> bool:
    before, after = text[max(0, token.start() - 30) : token.start()].rstrip(), text[token.end() : token.end() + 30]
    if token["weak"] == "/" and _PERIOD_NEXT.match(after):
        return False
    if token["weak"] == "+":
        return _plus_separates(text, before, after)
    if token["weak"] == "/" and _PRICED.match(after) and not _PRICED.search(before):
        return True  # "phase 2 / 15k"
    if token["weak"] in ("-", "/", ">") or token["dash"]:
        return not _is_range(before, after)
    if token["sentence"] == ".":
        return _ABBREVIATED.search(before) is None
    if token["open"] or token["close"]:
        word = (
            after.split(maxsplit=1)[:1]
            if token["close"]
            else text[token.end() :].partition(")")[2].split(maxsplit=1)[:1]
        )
        return not (word and is_form(word[0]))
    return True


def _plus_separates(text: str, before: str, after: str) -> bool:
    """Whether a "+" stands beside an amount or between fields: "Kone + Metso" may be one name or two customers."""
    if _LAST_FIGURE.search(before) or _FIRST_FIGURE.match(after):
        return True
    is_field = text.count(" + ") > 1 or is_form(before.split(" ")[-1])
    return is_field and not after.lstrip()[:1].isupper()


def _is_range(before: str, after: str) -> bool:
    """Whether a dash stands between two figures of one range: "15 000 - 20 000", "6.7. – 2.8."."""
    low, high = _LAST_FIGURE.search(before), _FIRST_FIGURE.match(after)
    if low is None or high is None:
        return False
    first, second = (re.sub(r"[^0-9]", "", each["figure"]) for each in (low, high))
    if "." in low["figure"].rstrip(" ")[-2:]:
        return True  # two days
    return int(first) <= int(second) * 20 and int(second) <= int(first) * 20


def _without_dashed_note(pieces: list[_Piece]) -> tuple[list[TypedPart], list[str]]:
    """Take away a note that begins behind a long dash, which is what a phone makes of two: it reads like a sentence."""
    for place, piece in enumerate(pieces):
        if place and piece.after_dash and clauses.is_note(piece.part.text):
            noted = ", ".join(each.part.text for each in pieces[place:] if each.part.text)
            return [each.part for each in pieces[:place]], [noted]
    return [each.part for each in pieces], []


def _with_forms(parts: list[TypedPart]) -> Iterator[TypedPart]:
    """Join a company's form to the name before it ("Acme, Inc."), and leave empty parts out."""
    kept: list[TypedPart] = []
    for part in parts:
        text = part.text.strip("'").strip() if not part.is_quoted else part.text
        if text and kept and is_form(text) and not part.is_quoted:
            kept[-1] = TypedPart(f"{kept[-1].text}, {text}", kept[-1].is_quoted)
        elif text:
            kept.append(TypedPart(text, part.is_quoted))
    yield from kept


def _within_bounds(parts: Iterator[TypedPart]) -> tuple[list[TypedPart], str]:
    """Return the parts that are read, and the rest of the line, which is kept as a note."""
    kept: list[TypedPart] = []
    left: list[str] = []
    words = 0
    for part in parts:
        count = part.text.count(" ") + 1
        if left or len(kept) >= MOST_PARTS or (kept and words + count > MOST_WORDS):
            left.append(part.text)
            continue
        if count > MOST_WORDS:
            first = part.text.split(" ")
            kept.append(TypedPart(" ".join(first[:MOST_WORDS]), part.is_quoted))
            left.append(" ".join(first[MOST_WORDS:]))
        else:
            kept.append(part)
        words += count
    return kept, ", ".join(left)
