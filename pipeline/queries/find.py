"""Finds deals by words of their name (`/deal find`, and the deal of any command), without regard to accents and case.

A typed word is taken for a word of a name if it is that word, an inflected form of it, or that word with a slip. If it
is only a piece of a word, or merely similar, another name may be meant, so the person is asked. The words of names are
in tables (`pipeline/finding`); deals are read only when they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, true

from pipeline import errors
from pipeline.deals.events import DEAL
from pipeline.deals.sight import hidden_from, seen
from pipeline.deals.tables import deal
from pipeline.finding import words
from pipeline.finding.fits import Fit
from pipeline.finding.matches import Match, Matches, best_of, matches
from pipeline.finding.tables import deal_word
from pipeline.finding.vocabulary import Meanings, Vocabulary
from pipeline.finding.word_index import CLOSED, EITHER, MOST_NEWEST, OPEN, Asking, Binds, WordIndex
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, MemberRights, may, require
from pipeline.queries.deal_lists import LIMIT, DealLine, Lines, deal_columns, lines
from pipeline.queries.merged_names import survivors_by_words, survivors_keys
from pipeline.queries.names import named_deals
from pipeline.stages import stages as stages_
from pipeline.storage.schema import event

_OF_AMOUNT = re.compile(r"[0-9]{3}(?![0-9])|(?:€|\$|£|%|e|eur\w*|k|tn|tuha\w*|tonni\w*|milj\w*|kpl|pcs)(?!\w)")
LONGEST_NAME = 6  # the most words that a name at the beginning of a line may have
NO_PIPELINE = 0  # the number of none
MOST_JUDGED = 100  # deals that fit equally well, among which the viewer's own are put first

_NOS = deal.c.deal_no.in_(bindparam("nos", expanding=True))
_NAMES = named_deals().where(_NOS)
_LINES = named_deals(*deal_columns()).where(_NOS)
_OWNERS = select(deal.c.deal_no, deal.c.owner, deal.c.customer_no).where(deal.c.workspace_no == bindparam("w"), _NOS)
_CHANGED = (
    select(event.c.subject_no)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.subject == DEAL, event.c.subject_no.in_(bindparam("nos", expanding=True)))
    .distinct()
)
_ALL = WordIndex.of(deal_word, "deal_no")


def _may_be_changed(binds: Binds) -> Iterator[ColumnElement[bool]]:
    """Whether the deal is the member's own, or of a pipeline that they lead.

    A subquery and no join: PostgreSQL would begin a join with all deals of the member.
    """
    asked = select(or_(deal.c.owner == bindparam("me"), deal.c.pipeline_no.in_(binds["leads"])))
    asked = asked.where(deal.c.workspace_no == deal_word.c.workspace_no, deal.c.deal_no == deal_word.c.deal_no)
    yield asked.correlate(deal_word).scalar_subquery().is_(true())


def _is_seen(binds: Binds) -> Iterator[ColumnElement[bool]]:
    """Whether the deal is of a pipeline that is not hidden from the member."""
    asked = select(deal.c.pipeline_no.not_in(binds["hidden"]))
    asked = asked.where(deal.c.workspace_no == deal_word.c.workspace_no, deal.c.deal_no == deal_word.c.deal_no)
    yield asked.correlate(deal_word).scalar_subquery().is_(true())


def _may_be_changed_and_seen(binds: Binds) -> Iterator[ColumnElement[bool]]:
    yield from _may_be_changed(binds)
    yield from _is_seen(binds)


_CHANGEABLE = WordIndex.of(deal_word, "deal_no", narrowed=_may_be_changed)
_SEEN = WordIndex.of(deal_word, "deal_no", narrowed=_is_seen)
_CHANGEABLE_SEEN = WordIndex.of(deal_word, "deal_no", narrowed=_may_be_changed_and_seen)
_NUMBER = re.compile(r"(?:#|[dD]-)?([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which deals come into question: open or closed ones or both, and with `who` only those that they may change."""

    who: MemberRights | None = None
    states: tuple[int, ...] = EITHER

    def holds(self, owner: int, pipeline_no: int, *, is_open: bool) -> bool:
        """Whether a deal of this owner and pipeline comes into question."""
        return (OPEN if is_open else CLOSED) in self.states and (
            self.who is None or may(self.who, Act.CHANGE, owner=owner, pipeline_no=pipeline_no)
        )


ANY = Scope()
ONLY_OPEN, ONLY_CLOSED = (OPEN,), (CLOSED,)


@dataclass(frozen=True, slots=True)
class Hits:
    """The deals that the words may mean, those that fit best.

    `is_sure` says that the words are their name, perhaps inflected or mistyped. Otherwise the name is only similar, and
    the person must be asked. `is_cut` says that more deals fit as well.
    """

    deals: tuple[DealLine, ...] = ()
    is_sure: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Best:
    """The numbers of the deals that fit best, those to show first in front, and whether they are surely meant."""

    nos: tuple[int, ...] = ()
    is_sure: bool = False
    is_cut: bool = False


def which(session: ReadSession, text: str, scope: Scope = ANY) -> Hits:
    """The deals that these words mean. A bare number may be a word of a name or the number of a deal.

    Where very many fit, they are those of the scope, if any of it do.
    """
    require(session.connection, session.by, Act.SEE)
    best = _best(session, text)
    if (best.is_cut or len(best.nos) > LIMIT) and scope is not ANY:
        narrower = _best(session, text, scope)
        best = narrower if narrower.nos else best
    return _with_numbered(session, _hits(session, best), text)


def which_first(session: ReadSession, text: str, *, before_prose: bool = False) -> tuple[Hits, str]:
    """The deals that the beginning of a line names, and the rest of the line.

    The beginning is as long as it can be while the words surely are a name, or else while they fit one. `before_prose`:
    the rest is kept as it is typed, so that no word of it may be taken for a name that is sure without it.
    """
    require(session.connection, session.by, Act.SEE)
    typed = text.split()
    found: list[tuple[_Best, int]] = []
    for count in range(min(LONGEST_NAME, len(typed)), 0, -1):
        best = _best(session, " ".join(typed[:count]))
        if best.nos:
            found.append((best, count))
        if best.is_sure:
            break
    best, count = found[-1] if found and found[-1][0].is_sure else found[0] if found else (_Best(), 0)
    is_numbered = bool(typed) and not best.is_sure and not _goes_on(typed)
    if is_numbered and (numbered := _with_numbered(session, Hits(), typed[0])).is_sure:
        return numbered, " ".join(typed[1:])
    if before_prose and best.is_sure and len(best.nos) == 1:
        count = _without_begun(session, typed[:count], best)
    return _hits(session, best), " ".join(typed[count:])


def _without_begun(session: ReadSession, typed: Sequence[str], best: _Best) -> int:
    """How many of the words name the only deal, without those at their end that are only a part of a word of its name.

    "acme service in July": where Acme (servicecontract) is Acme's only deal, its name is sure by the first word, and
    the second may say what is needed. Whole words of the name, and bent ones, are taken for the name.
    """
    named = {word for line in _lines(session, best.nos) for word in words.typed_words(f"{line.customer} {line.name}")}
    count = len(typed)
    while count > 1 and _is_part(words.typed_words(typed[count - 1]), named):
        shorter = _best(session, " ".join(typed[: count - 1]))
        if not shorter.is_sure or shorter.nos != best.nos:
            break
        count -= 1
    return count


def _is_part(typed: Sequence[str], named: Collection[str]) -> bool:
    return any(each not in named and any(each in name for name in named) for each in typed)


def _goes_on(typed: Sequence[str]) -> bool:
    """Whether a number that begins a line is the first group of an amount or counts something: "15 000", "15 kpl"."""
    return typed[0].isdigit() and len(typed) > 1 and _OF_AMOUNT.match(typed[1].casefold()) is not None


def _hits(session: ReadSession, best: _Best) -> Hits:
    return Hits(_lines(session, best.nos[:LIMIT]), best.is_sure, best.is_cut or len(best.nos) > LIMIT)


def _with_numbered(session: ReadSession, hits: Hits, text: str) -> Hits:
    """The hits, with the deal of that number first if `text` is the number of one."""
    number = _NUMBER.fullmatch(text.strip())
    if number is None or not (numbered := _lines(session, [int(number[1])])):
        return hits
    others = [each for each in hits.deals if hits.is_sure and each.deal_no != numbered[0].deal_no]
    return Hits((*numbered, *others), is_sure=True)


# --- The best fit -----------------------------------------------------------------------------------------------------


def _best(session: ReadSession, text: str, scope: Scope | None = None) -> _Best:
    """The deals whose names the words fit best.

    Closed deals that fit as well as an open one are among them, unless they are its customer's: then the open one is
    meant. One alone is sure only where no list was cut.
    """
    whole = _whole(session, text, scope)
    if any(each.is_open for each in whole.found):
        best, is_cut = whole.found, whole.is_cut
    else:
        level = next(_levels(session, text, scope), Matches())
        by_old_names = _by_old_names(session, text, scope)
        best, is_cut = best_of([*level.found, *by_old_names.found]), level.is_cut or by_old_names.is_cut
        if whole.found:  # the name of a closed deal; an open one that has all its words is as near
            best = [*(each for each in best if each.is_open and each.fit is Fit.WORD), *whole.found]
            is_cut = whole.is_cut
    if not best:
        return _Best()
    is_sure = all(each.is_sure for each in best) and (len(best) > 1 or not is_cut)
    ordered = _open_before_closed(session, best, is_sure=is_sure)
    return _with_forms(session, text, replace(ordered, is_cut=is_cut or ordered.is_cut))


def _open_before_closed(session: ReadSession, best: Sequence[Match], *, is_sure: bool) -> _Best:
    """Those that fit equally well: open ones first, the viewer's own before others', the newest before older ones."""
    is_open = {each.no: each.is_open for each in best}
    listed = sorted(is_open, key=lambda no: (not is_open[no], -no))[:MOST_JUDGED]
    if len(listed) < 2:
        return _Best(tuple(listed), is_sure)
    owned = _owned(session, listed)
    customers = {owned[no].customer_no for no in listed if is_open[no]}
    left = [no for no in listed if is_open[no] or owned[no].customer_no not in customers]
    left.sort(key=lambda no: (not is_open[no], owned[no].owner != session.by.member_no, -no))
    return _Best(tuple(left), is_sure, len(is_open) > MOST_JUDGED)


def _owned(session: ReadSession, nos: Collection[int]) -> Mapping[int, Any]:
    """The owners and customers of deals, by the deals' numbers."""
    if not nos:
        return {}
    rows = session.connection.execute(_OWNERS, {"w": session.by.workspace_no, "nos": list(nos)})
    return {row.deal_no: row for row in rows}


def _with_forms(session: ReadSession, text: str, best: _Best) -> _Best:
    """Of deals that are sure those whose names have the company form that was typed; where none has, it is asked."""
    forms = words.company_forms(text)
    if not forms or not best.is_sure:
        return best
    rows = session.connection.execute(_NAMES, {"w": session.by.workspace_no, "nos": best.nos})
    having = {row.deal_no for row in rows if forms <= words.company_forms(f"{row.customer} {row.deal_name}")}
    left = tuple(no for no in best.nos if no in having)
    return replace(best, nos=left) if left else replace(best, is_sure=False)


def _whole(session: ReadSession, text: str, scope: Scope | None = None) -> Matches:
    """The deals of which the text is the whole name, or their customer's, or that of one merged into it."""
    key = words.whole(text)
    keys = [key, *survivors_keys(session, text)] if key else []
    found = Matches()
    asking = _asking(session, scope)
    for state in (OPEN, CLOSED) if keys else ():
        rows = asking.newest(keys, state)
        nos = dict.fromkeys(row.no for row in rows)
        found.found += [Match(no, state == OPEN, Fit.WORD, 1.0, is_sure=True) for no in nos]
        found.is_cut = found.is_cut or len(rows) == asking.most
    return found


def _by_old_names(session: ReadSession, text: str, scope: Scope | None = None) -> Matches:
    """The deals whose customer is also another one that was merged into it, and that has all the words of the text."""
    fits, found = survivors_by_words(session, text), Matches()
    if not fits:
        return found
    asking = _asking(session, scope)
    for state in (OPEN, CLOSED):
        rows = asking.newest(list(fits), state)
        found.found += [Match(row.no, state == OPEN, fits[row.word], 1.0, is_sure=True) for row in rows]
        found.is_cut = found.is_cut or len(rows) == asking.most
    return found


def _levels(session: ReadSession, text: str, scope: Scope | None = None) -> Iterator[Matches]:
    """The deals that have all the words of the text, the best level of fit first."""
    asking, vocabulary = _asking(session, scope), _vocabulary(session)

    def words_of(nos: Collection[int]) -> dict[int, list[str]]:
        rows = session.connection.execute(_NAMES, {"w": session.by.workspace_no, "nos": list(nos)})
        return {row.deal_no: words.keys_of(row.customer or "", row.deal_name or "") for row in rows}

    typed, meanings = _typed(vocabulary, text)
    return matches(asking, typed, meanings, words_of)


def _typed(vocabulary: Vocabulary, text: str) -> tuple[list[str], list[Meanings]]:
    """The typed words and what each may mean: joined over signs, or cut at them where that means nothing."""
    typed: list[str] = []
    meanings: list[Meanings] = []
    for cut in (False, True):
        if (listed := words.typed_words(text, cut=cut)) == typed:
            break
        typed, meanings = listed, [vocabulary.meanings(word) for word in listed]
        if all(each.fits for each in meanings):
            break
    return typed, meanings


def _vocabulary(session: ReadSession) -> Vocabulary:
    """The words of names, each typed word asked for once, although a line is tried in several ways."""
    return session.once("vocabulary", lambda: Vocabulary(session.connection, session.by.workspace_no))


def _asking(session: ReadSession, scope: Scope | None) -> Asking:
    """The index of the scope; of all deals where nothing but the best is sought, and then fewer are read."""
    connection, w, hidden = session.connection, session.by.workspace_no, sorted(hidden_from(session))
    every, lists = (_SEEN, {"hidden": hidden}) if hidden else (_ALL, {})
    if scope is None:
        return Asking(every, connection, w, most=MOST_JUDGED, lists=lists)
    who = scope.who
    if who is None or who.leads >= set(stages_.of_workspace(session).pipelines):
        return Asking(every, connection, w, scope.states, lists=lists)
    lists = {**lists, "leads": sorted(who.leads) or [NO_PIPELINE]}
    changeable = _CHANGEABLE_SEEN if hidden else _CHANGEABLE
    return Asking(changeable, connection, w, scope.states, values={"me": who.member_no}, lists=lists)


# --- Lists ------------------------------------------------------------------------------------------------------------


def by_number(session: ReadSession, deal_no: int) -> DealLine:
    """The deal of a number. Raises NoSuchDeal if the workspace has none."""
    require(session.connection, session.by, Act.SEE)
    found = _lines(session, [deal_no])
    if not found:
        raise errors.NoSuchDeal(number=deal_no)
    return found[0]


def by_numbers(session: ReadSession, nos: Sequence[int]) -> tuple[DealLine, ...]:
    """The deals of these numbers, in the same order, LIMIT at most. Numbers without a deal are left out."""
    require(session.connection, session.by, Act.SEE)
    return _lines(session, nos[:LIMIT])


def find(session: ReadSession, text: str, *, scope: Scope = ANY, start: int = 0) -> Lines:
    """The deals of the scope whose name or number the text is, the best fit first, from `start` on.

    Of very many that fit a thousand or so are found, and the lines say that there are more.
    """
    require(session.connection, session.by, Act.SEE)
    found = _listed(session, text, scope)
    nos = [each.no for each in found.found]
    if number := _NUMBER.fullmatch(text.strip()):
        numbered = [line.deal_no for line in _lines(session, [int(number[1])]) if _in_scope(session, line, scope)]
        nos = [*numbered, *(no for no in nos if no not in numbered)]
    return Lines(len(nos), _lines(session, nos[start : start + LIMIT]), start, is_cut=found.is_cut)


def _in_scope(session: ReadSession, line: DealLine, scope: Scope) -> bool:
    pipeline_no = stages_.of_workspace(session).by_no(line.stage.no).pipeline_no
    return scope.holds(line.owner, pipeline_no, is_open=line.is_open)


def _listed(session: ReadSession, text: str, scope: Scope) -> Matches:
    """All that fit by words or pieces of words, whole names first; or else the most similar."""
    whole = _whole(session, text, scope)
    ranks = {each.no: (Fit.WORD + 1, each) for each in whole.found}
    by_old_names = _by_old_names(session, text, scope)
    for each in by_old_names.found:
        ranks.setdefault(each.no, (each.fit, each))
    is_cut = whole.is_cut or by_old_names.is_cut
    for level in _levels(session, text, scope):
        similar = [each for each in level.found if each.fit is Fit.SIMILAR]
        found = [each for each in level.found if each.fit is not Fit.SIMILAR] or ([] if ranks else best_of(similar))
        for each in found:
            ranks.setdefault(each.no, (each.fit, each))
        is_cut = is_cut or (level.is_cut and bool(found))
        if len(ranks) >= MOST_NEWEST:
            break
    owned = _owned(session, list(ranks)[:MOST_JUDGED])
    own = {no for no, row in owned.items() if row.owner == session.by.member_no}

    def order(no: int) -> tuple[int, bool, int]:
        return -ranks[no][0], no not in own, -no

    return Matches([ranks[no][1] for no in sorted(ranks, key=order)], is_cut)


def changed_by_me(session: ReadSession, nos: Sequence[int]) -> set[int]:
    """Those of these deals that the viewer has changed, so that there may be something to undo."""
    values = {"w": session.by.workspace_no, "by": session.by.member_no, "nos": list(nos)}
    return set(session.connection.scalars(_CHANGED, values))


def _lines(session: ReadSession, nos: Sequence[int]) -> tuple[DealLine, ...]:
    if not nos:
        return ()
    rows = list(session.connection.execute(seen(session, _LINES), {"w": session.by.workspace_no, "nos": list(nos)}))
    order = {no: place for place, no in enumerate(nos)}
    return lines(session, sorted(rows, key=lambda row: order[row.deal_no]))
