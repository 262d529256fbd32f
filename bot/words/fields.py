"""`/deal fields`: the team's own fields of deals, for an admin to add, name, order and hide."""

from __future__ import annotations

from bot.blocks import own_fields as blanks
from bot.blocks.elements import View
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.own_fields import FieldPress
from bot.blocks.shown_words import Chapter, FormFields
from bot.language.folding import folded
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Refill, Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline import errors, field_errors
from pipeline.fields import editing as core
from pipeline.fields import fields
from pipeline.fields.editing import FieldGiven
from pipeline.fields.events import FieldAdded, FieldType
from pipeline.fields.fields import MOST_IN_USE, OwnField
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.field_notices import ShowFields
from pipeline.people.access import Act, require

_ADDS = ("lisaa", "uusi", "add", "new")


def typed(services: Services, request: Request) -> Reply:
    """The list; `add Industry` opens the form with that name. Anything else is refused."""
    refuse_note(services, request, WORD.word)
    words = request.line.rest.split()
    if not words:
        return _listed(services, request)
    if folded(words[0]) not in _ADDS:
        refuse(WORD.word, request.line.rest)
    name = " ".join(words[1:])
    if len(name) > core.NAME_LIMIT:  # the form would show it cut
        raise errors.TooLong(limit=core.NAME_LIMIT)
    return _form(services, request, FieldPress("add"), name)


def _listed(services: Services, request: Request) -> Reply:
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
    return ShowFields()


def pressed(services: Services, request: Request) -> Reply:
    """A button of the list, or what was chosen from a field's menu."""
    asked = blanks.read_press(request.line.rest)
    if asked is None:
        return typed(services, request)
    ledger, by = services.ledger, request.by
    match asked.what:
        case "list":
            return _listed(services, request)
        case "hide" | "show":
            return core.hide(ledger, by, asked.field_no, hidden=asked.what == "hide")
        case "up" | "down":
            return core.move(ledger, by, asked.field_no, up=asked.what == "up")
        case _:
            return _form(services, request, asked)


def _form(services: Services, request: Request, asked: FieldPress, name: str = "") -> Ask:
    """The form. A new field is refused before the form opens where there is no place for one."""
    with services.ledger.read_session(request.by) as session:
        require(session.connection, session.by, Act.SETTINGS)
        there = fields.of_workspace(session)
    if asked.what == "add" and len(there.in_use) >= MOST_IN_USE:
        raise field_errors.TooManyFields(limit=MOST_IN_USE)
    carried = Carried(reply=(request.aside if request.is_shared else None) or request.carried.reply)

    def build(voice: Voice, _session: ReadSession) -> View:
        own = _there(voice, asked.field_no) if asked.what == "edit" else None
        return blanks.form(voice, own, name, carried)

    return Ask(build, Pressed(WORD.word, more=Remainder(blanks.press(asked.what, asked.field_no))))


def _there(voice: Voice, field_no: int) -> OwnField:
    own = voice.own_fields.find(field_no)
    if own is None:
        raise field_errors.FieldGone
    return own


def submitted(services: Services, request: Request) -> Reply:
    """The field as the form has it: added or changed; what cannot be stands under its field."""
    asked = blanks.read_press(request.carried.act)
    if asked is None:
        raise errors.UnknownForm
    kind, _, decimals = str(request.values.get(blanks.TYPE) or "").partition(".")
    choices = [each.strip() for each in str(request.values.get(blanks.CHOICES) or "").splitlines() if each.strip()]
    if asked.what == "add" and kind not in {each.value for each in FieldType}:
        return Refill({blanks.TYPE: ("field_missing", {})})
    if asked.what == "add" and choices and kind != FieldType.CHOICE:
        return Refill({blanks.CHOICES: ("choices_of_no_choice", {})})
    given = FieldGiven(
        name=str(request.values.get(blanks.NAME) or ""),
        type=FieldType(kind) if kind else FieldType.TEXT,
        decimals=int(decimals) if decimals.isdigit() else 0,
        choices=choices,
    )
    return _save(services, request, asked, given)


def _save(services: Services, request: Request, asked: FieldPress, given: FieldGiven) -> Reply:
    long = next((each for each in given.choices if len(each) > core.CHOICE_LIMIT), None)
    if long is not None:
        return Refill({blanks.CHOICES: ("field_choice_too_long", {"text": long, "limit": core.CHOICE_LIMIT})})
    try:
        if asked.what == "edit":
            return core.change(services.ledger, request.by, asked.field_no, given, seen=asked.seen)
        return core.add(services.ledger, request.by, given)
    except field_errors.NoChoices as refused:
        return Refill({blanks.CHOICES: (refused.key, {})})
    except field_errors.TooManyFieldChoices as refused:
        return Refill({blanks.CHOICES: (refused.key, {"limit": refused.limit})})


WORD = Word(
    word="fields",
    forms={"fi": ("kentät", "omat kentät"), "en": ("fields", "own fields")},
    help="help_fields",
    chapter=Chapter.OWN,
    changes=FieldAdded,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    fields=FormFields(text=blanks.NAME),
    is_private=True,
)
