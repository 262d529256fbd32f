"""`/deal reasons`: the lists of sources and of reasons for a loss, for an admin to make the team's own."""

from __future__ import annotations

from bot.blocks import choices as blanks
from bot.blocks import kinds
from bot.blocks.choices import ChoicePress
from bot.blocks.elements import View
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.shown_words import Chapter, FormFields
from bot.language.folding import folded
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline import choice_errors, errors
from pipeline.deals import choice_changes as core
from pipeline.deals.choice_changes import Labels
from pipeline.deals.choices import ListEntry, ListName, read_token
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.choice_notices import ShowChoices
from pipeline.options.events import OptionAdded
from pipeline.people.access import Act, require

_LISTS = {
    ListName.LOST: ("syy", "syyt", "havion syy", "havion syyt", "reason", "reasons", "lost", "loss reason"),
    ListName.SOURCE: ("lahde", "lahteet", "source", "sources"),
}
_ADDS = ("lisaa", "uusi", "add", "new")


def typed(services: Services, request: Request) -> Reply:
    """Both lists, or one that is named; `add reason Delivery time` opens the form. Anything else is refused."""
    refuse_note(services, request, WORD.word)
    words = request.line.rest.split()
    if not words:
        return _listed(services, request, None)
    is_new = folded(words[0]) in _ADDS
    name, rest = _list_of(words[1:] if is_new else words)
    if name is None or (rest and not is_new):
        refuse(WORD.word, request.line.rest)
    if is_new:
        label = " ".join(rest)
        if len(label) > core.LABEL_LIMIT:  # the form would show it cut
            raise errors.TooLong(limit=core.LABEL_LIMIT)
        return _form(services, request, ChoicePress("add", name), label)
    return _listed(services, request, name)


def _list_of(words: list[str]) -> tuple[ListName | None, list[str]]:
    """The list that the first words name, and the words behind them."""
    for count in (2, 1):
        said = folded(" ".join(words[:count]))
        for name, spoken in _LISTS.items():
            if said in spoken and len(words) >= count:
                return name, words[count:]
    return None, words


def _listed(services: Services, request: Request, name: ListName | None) -> Reply:
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
    return ShowChoices(name.value if name is not None else None)


def pressed(services: Services, request: Request) -> Reply:
    """A button of the lists, what was chosen from an entry's menu, or [Reasons and sources]."""
    asked = blanks.read_press(request.line.rest)
    if asked is None:
        return typed(services, request)
    ledger, by = services.ledger, request.by
    match asked.what:
        case "list":
            return _listed(services, request, asked.list)
        case "hide" | "show":
            return core.hide(ledger, by, asked.list, asked.token, hidden=asked.what == "hide")
        case "up" | "down":
            return core.move(ledger, by, asked.list, asked.token, up=asked.what == "up")
        case _:
            return _form(services, request, asked)


def _form(services: Services, request: Request, asked: ChoicePress, label: str = "") -> Ask:
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
    carried = Carried(reply=(request.aside if request.is_shared else None) or request.carried.reply)

    def build(voice: Voice, _session: ReadSession) -> View:
        choice = _entry(voice, asked) if asked.token else None
        return blanks.form(voice, asked, choice, label, carried)

    return Ask(build, Pressed(WORD.word, more=Remainder(blanks.press(asked.what, asked.list, asked.token))))


def _entry(voice: Voice, asked: ChoicePress) -> ListEntry:
    """The entry that a press is about. Raises ChoiceGone."""
    found = next((each for each in voice.lists.of(asked.list) if each.token == asked.token), None)
    if found is None:
        raise choice_errors.ChoiceGone(list=asked.list.value)
    return found


def submitted(services: Services, request: Request) -> Reply:
    """The entry as the form has it: added, in the place of a built-in one, or with other labels."""
    asked = blanks.read_press(request.carried.act)
    if asked is None:
        raise errors.UnknownForm
    given = Labels(_text(request, blanks.IN_FINNISH), _text(request, blanks.IN_ENGLISH))
    if not given.fi.strip() and not given.en.strip():
        return Refill({next(iter(request.values), blanks.IN_FINNISH): ("field_missing", {})})
    try:
        return _save(services, request, asked, given)
    except choice_errors.ChoiceLabelTaken as taken:
        is_english = taken.text == " ".join(given.en.split())
        field = blanks.IN_ENGLISH if is_english and taken.text != given.fi else blanks.IN_FINNISH
        return Refill({field: (taken.key, {"text": str(taken.text)})})


def _save(services: Services, request: Request, asked: ChoicePress, given: Labels) -> Reply:
    ledger, by, entry = services.ledger, request.by, read_token(asked.token)
    if asked.what == "rename" and entry is not None and entry.option_no is not None:
        return core.rename(ledger, by, asked.list, entry.option_no, given, kinds.built_in_labels, seen=asked.seen)
    if asked.what == "replace" and entry is not None:
        return core.add(ledger, by, asked.list, entry.code, given, kinds.built_in_labels, replaces=True)
    if asked.what != "add":
        raise errors.UnknownForm
    counts_as = _text(request, blanks.COUNTS_AS)
    if not counts_as:
        return Refill({blanks.COUNTS_AS: ("field_missing", {})})
    return core.add(ledger, by, asked.list, counts_as, given, kinds.built_in_labels)


def _text(request: Request, field: str) -> str:
    return str(request.values.get(field) or "")


WORD = Word(
    word="choices",
    forms={"fi": ("syyt", "syyt ja lähteet"), "en": ("reasons", "reasons and sources")},
    help="help_choices",
    chapter=Chapter.OWN,
    changes=OptionAdded,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    fields=FormFields(text=blanks.IN_FINNISH),
    is_private=True,
)
