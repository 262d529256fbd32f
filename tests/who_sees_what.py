"""What every word answers every role in a pipeline of its own and in one that is hidden: writes docs/who-sees-what.md.

`python -m tests.who_sees_what` plays it all in the local Slack and writes the page; a test holds the page true.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.language.catalogue import sentences
from bot.requests.route import WORDS
from bot.slack.schema import MIGRATIONS
from bot.word import Concerns, Word
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people.events import MEMBER, SeesSet, Sight
from pipeline.pipelines.events import PIPELINE, PipelineChanged, PipelineField
from pipeline.storage import migrate, schema
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    CHANNEL_WITH_GUEST,
    GUEST,
    LEAD,
    OTHER_SELLER,
    SELLER,
    THIRD_SELLER,
    Town,
    playing,
)

PAGE = Path(__file__).parent.parent / "docs" / "who-sees-what.md"
OWN, OTHER = "Kotimaa", "Hiidenvienti"
SECRETS = ("Vedenjakaja", OTHER, "Kartoitus", "77 777")
UNKNOWN_DEAL, UNKNOWN_NAME = 987_654, "Olematon"
LINES = {
    "board": "{pipeline}",
    "since": "{pipeline}",
    "forecast": "{pipeline}",
    "find": "{customer}",
    "customer": "{customer}",
    "merge": "{customer}",
    "team": "",
    "target": "",
}
"""What is typed behind a word that is about no deal; nothing behind the others."""

FORM, DONE, SHOWN = "form", "does", "shows"
REFUSED, NOT_THERE, GUESTS, NO_PIPELINE = "no", "not there", "guest", "no pipeline"
MEANINGS = {
    FORM: "a form opens",
    DONE: "it is done",
    SHOWN: "an answer: a list, a page, or why it cannot be done now",
    REFUSED: "refused as somebody else's, with who can",
    NOT_THERE: "answered to the letter as if there were no such deal, customer or pipeline",
    NO_PIPELINE: "told that they are in no pipeline",
    GUESTS: "told that guests do not use Putki",
}
_REFUSALS = {
    "not_allowed": REFUSED,
    "not_allowed_deal": REFUSED,
    "only_lead_sees": REFUSED,
    "target_not_allowed": REFUSED,
    "not_in_a_pipeline": NO_PIPELINE,
    "stranger": GUESTS,
}


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who types: what they are called on the page, their Slack id, and where they type."""

    name: str
    user: str
    channel: str = CHANNEL


@dataclass(frozen=True, slots=True)
class Played:
    """The town with its two pipelines, and those who type there; `outsider` owns the deals of the other pipeline."""

    town: Town
    roles: tuple[Role, ...]
    other_pipeline: int
    outsider: str


def divide(town: Town) -> Played:
    """Name the two pipelines, and let each role see the first one as its name says, and nothing of the second one."""
    other, reader, outsider = town.pipeline(), town.newcomer().user, town.newcomer().user
    directory = town.bot.services.directory
    sees = {
        (ADMIN, 1): Sight.NOTHING,
        (THIRD_SELLER, 1): Sight.NOTHING,
        (reader, 1): Sight.READS,
        (outsider, other): Sight.SELLS,
        **{(who, other): Sight.NOTHING for who in (ADMIN, LEAD, SELLER, OTHER_SELLER, THIRD_SELLER, reader)},
    }

    def decide(work: UnitOfWork) -> None:
        for pipeline_no, called in ((1, OWN), (other, OTHER)):
            name = work.text(schema.name, PIPELINE, pipeline_no, called)
            changed = PipelineChanged(field=PipelineField.NAME, value=name)
            work.append(changed, pipeline_no, work.head_of((PIPELINE, pipeline_no)))
        for (who, pipeline_no), said in sees.items():
            no = directory.member(who, None)
            work.append(SeesSet(pipeline_no=pipeline_no, sees=said), no, work.head_of((MEMBER, no)))

    town.change(decide)
    roles = (
        Role("admin, in neither", ADMIN),
        Role("lead", LEAD),
        Role("seller, own deal", SELLER),
        Role("seller, another's", OTHER_SELLER),
        Role("reads only", reader),
        Role("seller, in neither", THIRD_SELLER),
        Role("guest", GUEST, CHANNEL_WITH_GUEST),
    )
    return Played(town, roles, other, outsider)


def answers(played: Played, word: Word) -> Iterator[tuple[Role, str, str, str]]:
    """What each role is answered of a deal in each of the two pipelines: the role, both outcomes, and what leaks."""
    own, other = Asked.of(played, is_own=True), Asked.of(played, is_own=False)
    for role in played.roles:
        of_own, _said = outcome(played.town, word, role, own)
        of_other, said = outcome(played.town, word, role, other)
        yield role, of_own, of_other, ", ".join(each for each in SECRETS if each in said)
        if DONE in (of_own, of_other):
            own, other = Asked.of(played, is_own=True), Asked.of(played, is_own=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A new deal, and what its customer and its pipeline are called."""

    number: int
    customer: str
    pipeline: str

    @classmethod
    def of(cls, played: Played, *, is_own: bool) -> Asked:
        """A deal in the pipeline in which the roles are, or in the one that is hidden from them."""
        town = played.town
        name = town.new_name() if is_own else f"{town.new_name().removesuffix(' Oy')} Vedenjakaja"
        town.deal_in(1 if is_own else played.other_pipeline, SELLER if is_own else played.outsider, "77 777 €", name)
        return cls(town.deal_nos(name)[0], name, OWN if is_own else OTHER)


UNKNOWN = Asked(UNKNOWN_DEAL, UNKNOWN_NAME, UNKNOWN_NAME)


def outcome(town: Town, word: Word, role: Role, asked: Asked) -> tuple[str, str]:
    """How a word is answered, and all that is said but for what the person typed, which is quoted to them."""
    line, unknown = _line(word, asked), _line(word, UNKNOWN)
    before = town.changes()
    said = town.type(role.user, f"/deal {line}", channel=role.channel)
    view = town.slack.view_of(role.user)
    if view is not None:
        town.slack.close(role.user, view["id"], all=True)
        return FORM, str(view)
    if (found := _refused(said)) is not None:
        return found, said
    if town.changes() != before:
        return DONE, said
    if line != unknown:
        same = town.type(role.user, f"/deal {unknown}", channel=role.channel)
        bare = said.replace(str(asked.number), str(UNKNOWN_DEAL))
        bare = bare.replace(asked.customer, UNKNOWN_NAME).replace(asked.pipeline, UNKNOWN_NAME)
        if _folded(bare) == _folded(same):
            return NOT_THERE, bare
    return SHOWN, said


def _line(word: Word, it: Asked) -> str:
    behind = f"#{it.number}" if word.concerns is not Concerns.NONE else LINES.get(word.word, "")
    return f"{word.forms['fi'][0]} {behind.format(customer=it.customer, pipeline=it.pipeline)}".strip()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _refused(said: str) -> str | None:
    """The outcome of a refusal by the role; None for any other answer."""
    for key, meant in _REFUSALS.items():
        sentence = re.sub(r"[`*]", "", sentences("fi").gettext(key))
        pattern = ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", sentence))
        if sentence != key and re.match(pattern, said):
            return meant
    return None


def page(played: Played) -> tuple[str, list[str]]:
    """The page, and what was read of the hidden pipeline by whoever is not in it."""
    leaks: list[str] = []
    rows: list[str] = []
    for word in WORDS:
        cells: list[str] = []
        for role, own, other, leaked in answers(played, word):
            cells.append(own if own == other else f"{own} · **{other}**")
            if leaked:
                leaks.append(f"{word.word}, {role.name}: {leaked}")
        played.town.begin_anew()
        rows.append(f"| `{word.forms['en'][0]}` | {' | '.join(cells)} |")
    heads = [each.name for each in played.roles]
    lines = [
        "# Who sees what",
        "",
        "What each word answers, by the role of whoever types it. `python -m tests.who_sees_what` writes it from",
        "what Putki really answers, and a test holds it true. Behind a word that is about a deal stands the number",
        "of an open deal. In a cell stands first what is answered about a deal, a customer or the name of the",
        "pipeline in which the role is, and then, **where it differs**, about those of a pipeline that is hidden.",
        "",
        *(f"- *{what}*: {meaning}." for what, meaning in MEANINGS.items()),
        "",
        f"| word | {' | '.join(heads)} |",
        f"|---|{'---|' * len(heads)}",
        *rows,
        "",
    ]
    return "\n".join(lines), leaks


def main() -> None:
    """Play it all on a new database, and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/who.db"
        migrate.upgrade(url, [MIGRATIONS])
        with playing(url) as town:
            text, leaks = page(divide(town))
    PAGE.write_text(text)
    print("\n".join(leaks) or "nothing leaks")


if __name__ == "__main__":
    main()
