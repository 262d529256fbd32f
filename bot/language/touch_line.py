"""Reads what is typed of a contact: "soitin, ei vastannut, uudestaan to", "called, left a message"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.touch_clauses import Clause, clauses_of
from bot.language.touch_days import DayFinder, Days
from bot.language.touch_phrases import Sign, Tells
from bot.language.touch_step import TouchStep, step_of
from bot.language.word_languages import is_english, is_finnish
from pipeline.calendars import Calendar
from pipeline.deals.touch_events import Interest, Means, TouchOutcome

_WRITTEN = frozenset({Means.EMAIL, Means.MESSAGE, Means.SOCIAL})
_LONGEST = 300  # characters of a line, among which a shut door is sought
_SHUT = re.compile(
    r"(?<!\w)(?<!kaupat )(?<!kauppa )(?<!diili )(?<!sain )(?<!saatiin )"
    r"(?:kiinni(?=\s*(?:$|[,.;!]))|suljettu\w*|sulkenut|lukossa|lukittu|tyhjaa"
    r"|(?<!deal )(?:closed|shut|locked)(?! (?:the|a|it|on|with|at|for)\b))(?!\w)"
)
_CONTACT = (Tells.ACT, Tells.SEND, Tells.THEIRS, Tells.OUTCOME, Tells.LEFT)
_EVIDENCE = (Tells.SPOKE, Tells.ARRANGED, Tells.INTEREST)


@dataclass(frozen=True, slots=True)
class TouchLine:
    """A contact as it was told. What is None was not said.

    `day` is None for today; `Unclear` has the key of a day that is too far back, that is still to come, or that has two
    readings. `note` has the words that nothing else here says. `is_doubtful`: the line may be read in another way, so
    that what was read is a guess, and the note has the whole line. `tells_contact`: it says that there was a contact,
    and not only what a customer thinks.
    """

    means: Means | None = None
    outcome: TouchOutcome | None = None
    interest: Interest | None = None
    day: Day | Unclear | None = None
    note: str = ""
    step: TouchStep | None = None
    is_doubtful: bool = False
    tells_contact: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nothing of it has to be asked."""
        if self.means is None or self.outcome is None or self.is_doubtful:
            return False
        is_day = self.day is None or (isinstance(self.day, Day) and self.day.sure)
        return is_day and (self.step is None or self.step.is_sure or self._tries_again)

    @property
    def _tries_again(self) -> bool:
        """Whether the step is to try once more, whose day is known without words where nobody answered."""
        step = self.step
        return step is not None and self.outcome is TouchOutcome.NO_ANSWER and step.day is None and not step.has_time


def read_touch(line: str, today: date, calendar: Calendar, named: Collection[str] = ()) -> TouchLine:
    """Read a contact, seen from `today`. `named` are words of the line that only name the deal."""
    clauses = clauses_of(line, named)
    finder = DayFinder(today, calendar, _language(clauses, line))
    found = [finder.days_in(clause) for clause in clauses]
    steps = _step_places(clauses, found)
    told = [(clause, day) for n, (clause, day) in enumerate(zip(clauses, found, strict=True)) if n not in steps]
    read = _what(line, [clause for clause, _ in told], [clauses[n] for n in steps])
    read = _with_day(read, told)
    kept = [clause for clause, days in told if clause.left(days.places)]
    step = step_of(clauses[steps[0]], finder) if steps else None
    if len(steps) > 1:
        step, kept = _first_step(steps, clauses, finder, kept)
    if read.means is Means.MEETING and read.outcome is TouchOutcome.REACHED and _SHUT.search(folded(line[:_LONGEST])):
        read = replace(read, outcome=TouchOutcome.NO_ANSWER, is_doubtful=True)  # "kävin heillä, kiinni"
    if any(_is_noun_alone(clause) and clause.has_unread(days.places) for clause, days in told):
        read = replace(read, is_doubtful=True)  # "palaveri siirtyi": what became of it is not read
    note = " ".join(line.split()) if read.is_doubtful else _joined(kept)
    return replace(read, step=step, note=note)


def _is_noun_alone(clause: Clause) -> bool:
    """Whether a clause names a means, and nothing says what was done."""
    return clause.has(Tells.NOUN) and not clause.has(*_CONTACT, Tells.SPOKE, Tells.INTEREST)


def _language(clauses: Sequence[Clause], line: str) -> str:
    """The language of a line, by its phrases; by its other words where they say nothing."""
    languages = [each.sign.language for clause in clauses for each in clause.found]
    finnish, english = languages.count("fi"), languages.count("en")
    if finnish != english:
        return "fi" if finnish > english else "en"
    words = line.split()
    return "fi" if is_finnish(words) else "en" if is_english(words) else ""


# --- The step ---------------------------------------------------------------------------------------------------------


def _step_places(clauses: Sequence[Clause], found: Sequence[Days]) -> list[int]:
    """Which clauses say what is to be done."""
    is_told = [clause.has(*_CONTACT, Tells.SPOKE, Tells.INTEREST, Tells.PLACE, Tells.NOT_DONE) for clause in clauses]
    has_other = [any(is_told[:n]) or any(is_told[n + 1 :]) for n in range(len(clauses))]
    return [n for n, clause in enumerate(clauses) if _is_step(clause, found[n], has_other=has_other[n])]


def _is_step(clause: Clause, days: Days, *, has_other: bool) -> bool:
    """Whether a clause says what is to be done; a means alone does so beside another contact only."""
    if clause.has(*_CONTACT, Tells.NOT_DONE):
        return clause.has(Tells.ARRANGED) and days.coming is not None
    if clause.has(Tells.PLAN, Tells.AGAIN):
        return True
    if days.coming is None:
        return False
    return clause.has(Tells.TO_COME, Tells.ARRANGED) or has_other


def _first_step(
    steps: Sequence[int], clauses: Sequence[Clause], finder: DayFinder, kept: list[Clause]
) -> tuple[TouchStep | None, list[Clause]]:
    """Of several things to be done the first with a day; the others stay in the note, and it is asked."""
    read = {n: step_of(clauses[n], finder) for n in steps}
    first = next((n for n in steps if read[n].day is not None), steps[0])
    others = [clauses[n] for n in steps if n != first and not read[n].is_again]
    dated = [n for n in steps if read[n].day is not None]
    return (replace(read[first], is_sure=read[first].is_sure and len(dated) < 2), [*kept, *others])


# --- What was told ----------------------------------------------------------------------------------------------------


def _what(line: str, told: Sequence[Clause], steps: Sequence[Clause]) -> TouchLine:
    signs = [sign for clause in told for sign in (each.sign for each in clause.found)]
    arranged = [sign for clause in steps for sign in clause.signs(*_EVIDENCE)]
    means, is_two = _means(signs)
    outcome, is_open = _outcome(signs, arranged, steps, means)
    means = means or _implied(signs)
    interest = next((sign.interest for sign in reversed([*signs, *arranged]) if sign.interest), None)
    is_weak = any(sign.is_weak for sign in signs)
    not_done = any(sign.tells is Tells.NOT_DONE for sign in signs)
    if not_done and not any(sign.tells in _CONTACT for sign in signs):
        means, outcome = None, None
    return TouchLine(
        means,
        outcome,
        interest,
        is_doubtful=is_two or is_open or is_weak or not_done,
        tells_contact=any(sign.tells in _CONTACT for sign in signs),
    )


def _means(signs: Sequence[Sign]) -> tuple[Means | None, bool]:
    """By which means, and whether two contacts are told at once."""
    acts = [sign.means for sign in signs if sign.tells in (Tells.ACT, Tells.THEIRS) and sign.means]
    places = [sign.means for sign in signs if sign.tells is Tells.PLACE and sign.means]
    nouns = [sign.means for sign in signs if sign.tells is Tells.NOUN and sign.means]
    sends = any(sign.tells is Tells.SEND for sign in signs)
    if sends:
        sent = [each for each in (*places, *nouns) if each in _WRITTEN]
        is_two = bool(acts) and (not sent or sent[0] is not acts[0])
        by = (acts or sent or [None])[0]
        return by, is_two or (by is not None and _answers_another(signs, by))
    if acts:
        narrower = [each for each in (*places, *nouns) if each in _WRITTEN]
        if acts[0] is Means.MESSAGE and narrower:
            return narrower[0], False
        return acts[0], len(set(acts)) > 1 or _answers_another(signs, acts[0])
    return ((places or nouns or [None])[0], len(set(places)) > 1)


def _answers_another(signs: Sequence[Sign], means: Means) -> bool:
    """Whether an answer to another means is told before the contact: "ei vastannut puhelimeen, tekstasin"."""
    first = next((n for n, sign in enumerate(signs) if sign.tells in (Tells.ACT, Tells.SEND)), len(signs))
    return any(
        sign.tells is Tells.OUTCOME and sign.outcome is TouchOutcome.NO_ANSWER and sign.means is not means
        for sign in signs[:first]
    )


def _implied(signs: Sequence[Sign]) -> Means | None:
    """The means that an outcome is mostly said of: who does not pick up was called."""
    implied = next((sign.means for sign in signs if sign.tells is Tells.OUTCOME and sign.means), None)
    return implied or (Means.CALL if any(sign.tells is Tells.LEFT for sign in signs) else None)


def _outcome(
    signs: Sequence[Sign], arranged: Sequence[Sign], steps: Sequence[Clause], means: Means | None
) -> tuple[TouchOutcome | None, bool]:
    """What came of it, and whether it has two readings."""
    said = [sign.outcome for sign in signs if sign.tells in (Tells.OUTCOME, Tells.THEIRS) and sign.outcome]
    given = {sign.outcome for sign in signs if sign.tells is Tells.ACT and sign.outcome}
    if any(sign.tells is Tells.LEFT for sign in signs) and means not in _WRITTEN:
        said = [TouchOutcome.NO_ANSWER, *said]
    elif any(sign.tells is Tells.LEFT for sign in signs):
        given = {*given, TouchOutcome.SENT}
    has_evidence = any(sign.tells in _EVIDENCE for sign in (*signs, *arranged))
    if said:
        is_ours = any(sign.tells in (Tells.ACT, Tells.SEND) for sign in signs)
        is_two = len(set(said)) > 1 or (said[-1] is TouchOutcome.THEY_CONTACTED and is_ours)
        return said[-1], is_two or (said[-1] is TouchOutcome.NO_ANSWER and has_evidence)
    if any(sign.tells is Tells.SEND for sign in signs) and (means is None or means in _WRITTEN):
        given = {*given, TouchOutcome.SENT}
    if given:
        first = next(iter(given))
        return first, len(given) > 1 or (first is TouchOutcome.SENT and has_evidence)
    agreed = any(sign.tells is Tells.ARRANGED for step in steps for sign in step.signs(Tells.ARRANGED))
    if not signs and not (agreed and not any(step.has(Tells.PLAN) for step in steps)):
        return None, False
    if has_evidence or any(step.has(Tells.TO_COME) for step in steps):
        return TouchOutcome.REACHED, False
    if means is not None and means is not Means.CALL and any(sign.tells is Tells.NOUN for sign in signs):
        return (TouchOutcome.REACHED if means is Means.MEETING else TouchOutcome.SENT), False
    if any(
        step.has(Tells.NOUN) and any(sign.means is Means.MEETING for sign in step.signs(Tells.NOUN)) for step in steps
    ):
        return TouchOutcome.REACHED, False
    return None, False


# --- The day, and the note --------------------------------------------------------------------------------------------


def _with_day(read: TouchLine, told: Sequence[tuple[Clause, Days]]) -> TouchLine:
    """The day of the contact: the only one that is told of it."""
    gone = [days.gone for _clause, days in told if days.gone is not None]
    ahead = [(days.coming, clause.has_unread(days.places)) for clause, days in told if days.coming is not None]
    if len({each.date for each in gone if isinstance(each, Day)}) > 1 or (len(gone) > 1 and len(set(gone)) > 1):
        return replace(read, day=gone[0], is_doubtful=True)
    if gone:
        return replace(read, day=gone[0])
    if ahead:
        day, is_of_more = ahead[0]
        return replace(read, day=Unclear(day.text, "day_unclear" if is_of_more else "touch_future"))
    return read


def _joined(kept: Sequence[Clause]) -> str:
    note = ""
    for clause in kept:
        text = clause.text(is_first=not note or clause.joint != " ")
        note = f"{note}{clause.joint}{text}" if note else text
    return note.strip(" ,;.:-–")
