"""Whom a typed line means: a person who is mentioned, or named by words of their name, bent or not ("matille")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.folding import folded
from bot.language.grammar import ParsedLine
from bot.slack.directory import Directory
from pipeline.finding import spelling
from pipeline.ledger.read_session import ReadSession
from pipeline.people import members


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Whom a line names: `rest` is the line without them, `text` how they were named, `members` who that fits."""

    rest: str
    text: str = ""
    members: tuple[int, ...] = ()

    @property
    def member(self) -> int | None:
        """The one member whom it fits."""
        return self.members[0] if len(self.members) == 1 else None


def mentioned(directory: Directory, line: ParsedLine) -> NamedPerson | None:
    """The first person whom the line mentions, by the chat's own id; None where nobody is mentioned.

    Raises Stranger for a guest, a bot, or somebody of another workspace.
    """
    if not line.people:
        return None
    person = line.people[0]
    return NamedPerson(without_mention(line), person.shown, (directory.member(person.id, None),))


def without_mention(line: ParsedLine) -> str:
    """What follows the line's word, without the first person whom it mentions."""
    shown = line.people[0].shown
    return " ".join((line.rest.replace(shown, " ", 1) if shown else line.rest).split())


def named_before(line: ParsedLine) -> NamedPerson | None:
    """The person whom an earlier line mentioned or named, where a button brings that line again."""
    return NamedPerson(line.rest, members=(line.member,)) if line.member else None


def seller_named_last(session: ReadSession, line: str) -> NamedPerson:
    """The sellers whom the end of the line names, by as many words as fit: "acme matti meikäläinen", "acme @matti"."""
    words, called = line.split(), _names(session, only_sellers=True)
    for count in range(len(words), 0, -1):
        text = " ".join(words[-count:]).removeprefix("@")
        if fitting := _fitting(text, called):
            return NamedPerson(" ".join(words[:-count]), text, fitting)
    return NamedPerson(line)


def seller_named_first(session: ReadSession, text: str) -> NamedPerson:
    """The seller whom the beginning of the text names, by as many words as fit: "matille lupasi vastata pe"."""
    words, called = text.split(), _names(session, only_sellers=True)
    for count in range(len(words), 0, -1):
        named = " ".join(words[:count]).removeprefix("@")
        if fitting := _fitting(named, called):
            return NamedPerson(" ".join(words[count:]), named, fitting)
    return NamedPerson(text)


def names_a_seller(session: ReadSession, text: str) -> bool:
    """Whether the whole text names a seller, as it is written or in a form of it: "Matti Meikäläinen", "matille"."""
    named = seller_named_last(session, text)
    return bool(named.members) and not named.rest


def people_named(session: ReadSession, text: str) -> tuple[int, ...]:
    """The members whom the whole text names, those who have left as well: "liisa", "Matin", "@liisa nieminen"."""
    bare = text.removeprefix("@")
    return _fitting(bare, _names(session, only_sellers=True)) or _fitting(bare, _names(session, only_sellers=False))


def _names(session: ReadSession, *, only_sellers: bool) -> dict[int, str]:
    """The folded names of the active sellers, or of everybody, by member number."""
    profiles = members.profiles(session.connection, session.by.workspace_no)
    if not only_sellers:
        return {no: folded(profile.name) for no, profile in profiles.items()}
    sellers = {each.member_no for each in members.everyone(session.connection, session.by.workspace_no) if each.seller}
    return {no: folded(profile.name) for no, profile in profiles.items() if no in sellers and profile.active}


def _fitting(text: str, names: Mapping[int, str]) -> tuple[int, ...]:
    """Whom a text names as their name is written, or else in a form of it."""
    said = folded(text)
    exact = tuple(no for no, name in names.items() if _fits(said, name))
    return exact or tuple(no for no, name in names.items() if _fits_bent(said, name))


def _fits(text: str, name: str) -> bool:
    """Whether the words of the text are among those of the name."""
    return bool(text) and set(text.split()) <= set(name.split())


def _fits_bent(text: str, name: str) -> bool:
    """Whether the words of the text are forms of words of the name: "matille" for Matti."""
    parts = name.split()
    return bool(text) and all(spelling.matching_words(word, parts) for word in text.split())
