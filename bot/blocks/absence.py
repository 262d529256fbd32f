"""Being away: the form, what is answered, and what stand-ins and those who are back are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages import absence_notices as absences
from pipeline.people.absence import Absence

IN_SETTINGS = 3  # absences that one's own settings show
FROM, UNTIL, STAND_IN = "from_day", "until_day", "stand_in"  # the form's fields


@dataclass(frozen=True, slots=True)
class AwayValues:
    """What stands in the form when it opens; `stand_in` is a Slack id. The hints say why it is asked."""

    from_day: date | None = None
    until: date | None = None
    stand_in: str | None = None
    days_hint: str | None = None
    person_hint: str | None = None


def form(voice: Voice, filled: AwayValues, carried: Carried) -> View:
    """Build the form: the first and the last day, and who stands in."""
    placeholder = voice.label("day_placeholder")
    return View(
        word=WordName.AWAY,
        title=voice.label("away_title"),
        blocks=(
            el.day_field(
                FROM,
                voice.label("away_from"),
                placeholder=placeholder,
                initial=filled.from_day,
                hint=filled.days_hint,
            ),
            el.day_field(UNTIL, voice.label("away_until"), placeholder=placeholder, initial=filled.until),
            el.person_field(
                STAND_IN,
                voice.label("stand_in"),
                placeholder=voice.label("person_placeholder"),
                initial=filled.stand_in,
                hint=filled.person_hint or voice.label("stand_in_hint"),
                optional=True,
            ),
        ),
        close=voice.label("close"),
        submit=voice.label("away_submit"),
        carried=carried.packed(),
    )


def saved(voice: Voice, members: Mapping[int, str], notice: absences.AwaySaved) -> Message:
    """Return the answer to days that were kept, with [Undo]."""
    it = Absence(notice.who, notice.from_day, notice.until, notice.stand_in)
    below = None
    if notice.stand_in is None:
        below = voice.say("away_no_stand_in")
    elif notice.also_away:
        below = voice.say("stand_in_also_away", who=phrases.who(voice, members, notice.stand_in))
    said = phrases.lines([_line(voice, members, it), below])
    return Message(said, (el.section(said), *el.actions(buttons.undo(voice, notice.change))))


def over(voice: Voice, notice: absences.AwayOver) -> Message:
    """Return the answer to the end of an absence, or to the removal of one that was still to come, with [Undo]."""
    said = voice.say("away_over")
    if notice.from_day is not None and notice.until is not None:
        key = "away_removed_day" if notice.from_day == notice.until else "away_removed"
        said = voice.say(key, from_day=notice.from_day, until=notice.until)
    return Message(said, (el.section(said), *el.actions(buttons.undo(voice, notice.change))))


def listed(voice: Voice, members: Mapping[int, str], found: Sequence[Absence]) -> Message:
    """Return the reader's absences of now and to come, each with a button that ends it."""
    new = _new_button(voice)
    if not found:
        said = voice.say("away_none")
        return Message(said, (el.section(said), *el.actions(new)))
    blocks: list[Block] = []
    for each in found:
        key = "away_end_button" if each.includes(voice.today) else "away_cancel_button"
        more = Remainder(each.from_day.isoformat())
        end = el.button(voice.label(key), ids.button(WordName.AWAY, sure=True, more=more))
        blocks += [el.section(_line(voice, members, each)), *el.actions(end, _change_button(voice, each))]
    text = phrases.lines([_line(voice, members, each) for each in found])
    return Message(text, (*blocks, *el.actions(new)))


def in_settings(voice: Voice, members: Mapping[int, str], found: Sequence[Absence]) -> list[Block]:
    """Return the rows of one's own settings: the next absences, each with a button to change it, or one to add one."""
    if not found:
        return [el.section(voice.say("away_none_row"), _new_button(voice))]
    return [el.section(_line(voice, members, each), _change_button(voice, each)) for each in found[:IN_SETTINGS]]


def _new_button(voice: Voice) -> Block:
    return el.button(voice.label("away_button"), ids.button(WordName.AWAY))


def _change_button(voice: Voice, it: Absence) -> Block:
    as_it_is = Remainder(_days(it), member=it.stand_in)
    return el.button(voice.label("away_change_button"), ids.button(WordName.AWAY, more=as_it_is))


def stands_in(
    voice: Voice, members: Mapping[int, str], notice: absences.StandsIn, *, deals: int, steps: int
) -> Message:
    """Return what a stand-in is told: who is away until when, how much that is, [Show] and [I can't]."""
    who = phrases.who(voice, members, notice.who)
    key = "stands_in_later" if notice.from_day > voice.today else "stands_in"
    first = voice.say(key, who=who, from_day=notice.from_day, day=notice.until)
    amount = phrases.joined([voice.say("stood_in_deals", n=deals), voice.say("stood_in_steps", n=steps)], ", ")
    said = phrases.lines([first, voice.say("you_stand_in", what=amount)])
    show = el.button(voice.label("show_button"), ids.button(WordName.MINE, more=Remainder(member=notice.who)))
    decline = el.button(voice.label("give_back_button"), ids.button(WordName.AWAY, change=notice.change))
    return Message(said, (el.section(said), *el.actions(show, decline)))


def stand_in_ended(voice: Voice, members: Mapping[int, str], notice: absences.StandInEnded) -> Message:
    """Return that the reader stands in no longer."""
    said = voice.say("stand_in_ended", who=phrases.who(voice, members, notice.who))
    return Message(said, (el.section(said),))


def declined(voice: Voice, members: Mapping[int, str], notice: absences.StandInDeclined, *, is_own: bool) -> Message:
    """Return that somebody will not stand in; to whoever is away (`is_own`) with a button that names another one."""
    values = {"who": phrases.who(voice, members, notice.who), "until": notice.until, "from_day": notice.from_day}
    stand_in = phrases.who(voice, members, notice.stand_in)
    if not is_own:
        said = voice.say("stand_in_declined", stand_in=stand_in, **values)
        return Message(said, (el.section(said),))
    said = phrases.lines(
        [voice.say("your_stand_in_declined", stand_in=stand_in, **values), voice.say("reminders_wait")]
    )
    more = Remainder(_days(notice))
    again = el.button(voice.label("other_stand_in_button"), ids.button(WordName.AWAY, more=more))
    return Message(said, (el.section(said), *el.actions(again)))


def standing_in(voice: Voice, owner: str, it: Absence, message: Message) -> Message:
    """Return a reminder with the mark of a stand-in in front: whose it is, and until when they are away."""
    who = voice.name(owner) or voice.say("somebody")
    mark = voice.say("standing_in", who=who, day=it.until)
    text = phrases.lines([SafeText(mark.replace("*", "")), SafeText(message.text)])
    return Message(text, (el.context(mark), *message.blocks))


def _days(it: Absence | absences.AbsenceNotice) -> str:
    """The days as a button carries them to the form."""
    return f"{it.from_day.isoformat()} - {it.until.isoformat()}"


def _line(voice: Voice, members: Mapping[int, str], it: Absence) -> SafeText:
    """ "Away Mon 6 July – Sun 2 Aug · stand-in Matti"."""
    key = "away_day" if it.from_day == it.until else "away_days"
    days = voice.say(key, from_day=it.from_day, until=it.until)
    stand_in = None
    if it.stand_in is not None:
        stand_in = voice.say("with_stand_in", who=phrases.who(voice, members, it.stand_in))
    return phrases.joined([days, stand_in])
