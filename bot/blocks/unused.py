"""What a line said and its word has no use for: a sentence that says so and what to type, and presses for that."""

from __future__ import annotations

from datetime import date, timedelta

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.blocks.phrases import SHORT
from bot.language.safe_text import SafeText
from bot.language.voice import Value as Shown
from bot.language.voice import Voice
from pipeline.months import following_month
from pipeline.queries.names import Names
from pipeline.unused_errors import NotUsed, NotUsedOfDeal, SeveralPeople

NOTE = "note"  # ends the action id of a button that keeps a note, beside one that shows the deal

HINTS: dict[str, str] = {
    WordName.MINE: "not_used_mine",
    WordName.BOARD: "not_used_board",
    WordName.SINCE: "not_used_since",
    WordName.STUCK: "not_used_stuck",
    WordName.TEAM: "not_used_team",
    WordName.NEXT: "not_used_next",
    WordName.FORECAST: "not_used_forecast",
    WordName.RESULTS: "not_used_results",
    WordName.HELP: "not_used_help",
    WordName.SETTINGS: "not_used_settings",
    WordName.STAGES: "not_used_stages",
    WordName.CHOICES: "not_used_choices",
    WordName.FIELDS: "not_used_fields",
    WordName.UNDO: "not_used_undo",
    WordName.SELECT: "not_used_select",
}
"""What each word says of text that it has no use for."""
HINT_DAY = "not_used_day"
HINT_BOARD_DAY = "not_used_board_day"
HINT_BOARD_LARGE = "not_used_board_large"
HINT_SINCE_DAY = "not_used_since_day"
HINT_SINCE_AWAY = "not_used_since_away"
HINT_FORECAST_PERSON = "not_used_forecast_person"
HINT_RESULTS_PERSON = "not_used_results_person"
HINT_STUCK_PERSON = "not_used_stuck_person"
HINT_STUCK_ALL = "not_used_stuck_all"
HINT_STUCK_SHARED = "not_used_stuck_shared"
HINT_NEXT_PERSON = "not_used_next_person"
HINT_MINE_ALL = "not_used_mine_all"
HINT_NO_DEAL = "not_used_no_deal"
HINT_SHOW = NotUsedOfDeal.key
HINT_AMOUNT = "not_used_amount"

_BUTTONS = {
    WordName.MINE: "mine_button",
    WordName.BOARD: "board_button",
    WordName.SINCE: "since_button",
    WordName.STUCK: "stuck_mine_button",
    WordName.TEAM: "team_button",
    WordName.TARGET: "targets_button",
    WordName.NEXT: "today_button",
    WordName.FORECAST: "forecast_button",
    WordName.RESULTS: "results_button",
    WordName.HELP: "help_button",
    WordName.SETTINGS: "settings_button",
    WordName.AWAY: "away_button",
    WordName.FIND: "mine_button",
    WordName.SELECT: "select_button",
}
MOST_PRESSES = 4  # people that one can choose from
_AMOUNT = "amount"  # in front of an amount, it makes an edit of nothing else
_QUOTED = 60  # characters of what was typed that the sentence quotes


def not_used(voice: Voice, names: Names, refused: NotUsed, note: str, typed: str) -> Message:
    """Say what was not used and what to type, and offer the word without it.

    A `note` that no deal keeps is given back, and the word is offered with what else was `typed` behind it.
    """
    text = refused.text if isinstance(refused.text, str) else ""
    key = refused.hint or (refused.key if text else None)
    said = [voice.say(key, **_values(voice, text))] if key else []
    given_back = [voice.say("note_not_kept"), *phrases.paragraphs(voice, note)] if note else []
    shown = phrases.lines([*said, *given_back])
    blocks = [el.section(each) for each in (*said, *given_back)]
    again = _again(voice, names, refused, typed) if note else _word(voice, refused.word)
    person = None if note else _person(voice, names, refused)
    return Message(_unmarked(shown), (*blocks, *el.actions(person, again)))


def not_used_of_deal(voice: Voice, names: Names, refused: NotUsedOfDeal) -> Message:
    """Say what behind the deal was not used; a press keeps it as a note, or makes it the amount where it is one."""
    deal, text = refused.deal, refused.text if isinstance(refused.text, str) else ""
    called = phrases.deal_of(voice, names, deal)
    number = voice.deal_number(deal)
    said = voice.say(refused.hint, **_values(voice, text), deal=phrases.bold(called), number=number)
    action_id, value = ids.button(WordName.SHOW, deal=deal, more=Remainder(note=refused.note or ""))
    keep = el.button(voice.label("keep_as_note_button"), (f"{action_id}.{NOTE}", value))
    amount = _set_amount(voice, refused, text) if refused.hint == HINT_AMOUNT and text else None
    elements = (amount, keep, buttons.show(voice, deal, of=called))
    return Message(_unmarked(said), (el.section(said), *el.actions(*elements)))


def _set_amount(voice: Voice, refused: NotUsedOfDeal, text: str) -> Block:
    """A button that makes what was typed the deal's amount, with the note that stood behind it."""
    label = voice.label("set_amount_button", sum=SafeText(voice.plain_name(text, SHORT)))
    more = Remainder(f"{_AMOUNT} {text}", note=refused.typed or "")
    return el.button(label, ids.button(WordName.EDIT, deal=refused.deal, more=more), style="primary")


def several_people(voice: Voice, names: Names, refused: SeveralPeople) -> Message:
    """Say whom the text fits; a press chooses one of them."""
    text = refused.text if isinstance(refused.text, str) else ""
    people = [no for no in refused.people if names.members.get(no)]
    said = voice.say("several_people", text=voice.name(text, _QUOTED), people=_list(voice, names, people))
    presses = [_press_person(voice, names, no) for no in people[:MOST_PRESSES]]
    return Message(said, (el.section(said), *el.actions(*presses)))


def _list(voice: Voice, names: Names, people: list[int]) -> SafeText:
    return SafeText(", ".join(voice.name(names.members[no]) for no in people))


def _values(voice: Voice, text: str) -> dict[str, Shown]:
    """The values that any of these sentences may name."""
    this = voice.today.replace(day=1)
    following = following_month(this)
    past = voice.today - timedelta(days=28)
    return {
        "text": voice.name(text, _QUOTED),
        "month": voice.month(this),
        "next": voice.month(following),
        "past": _short_day(voice, past),
    }


def _short_day(voice: Voice, day: date) -> SafeText:
    """A day as a person types it."""
    return SafeText(f"{day.day}.{day.month}." if voice.language == "fi" else f"{day.day} {voice.month(day)}")


def _person(voice: Voice, names: Names, refused: NotUsed) -> Block | None:
    """The open deals of the person whom the text names."""
    return _press_person(voice, names, refused.member) if names.members.get(refused.member or 0) else None


def _press_person(voice: Voice, names: Names, member_no: int | None) -> Block:
    name = voice.plain_name(names.members.get(member_no or 0, ""), SHORT)
    action_id, value = ids.button(WordName.MINE, more=Remainder(member=member_no))
    return el.button(voice.label("deals_of_button", who=SafeText(name)), (f"{action_id}.{member_no}", value))


def _word(voice: Voice, word: str) -> Block | None:
    """The word without what it has no use for; none for a word that changes something."""
    name = WordName(word)
    return buttons.plain(voice, name, _BUTTONS[name]) if name in _BUTTONS else None


def _again(voice: Voice, names: Names, refused: NotUsed, typed: str) -> Block | None:
    """The word with all that stood behind it but the note."""
    name = WordName(refused.word)
    if name not in _BUTTONS:
        return None
    person = names.members.get(refused.member or 0)
    behind = voice.plain_name(" ".join(filter(None, (typed, person))), SHORT)
    label = voice.label("find_button" if name is WordName.FIND and behind else _BUTTONS[name])
    identity = ids.button(name, more=Remainder(refused.typed or "", member=refused.member), line=bool(behind))
    return el.button(f"{label.rstrip('…')}: {behind}" if behind else label, identity)


def _unmarked(said: SafeText) -> str:
    return said.replace(".`.", ".`").replace("*", "").replace("`", "")
