"""Support and follow-up sales: the form for a customer's problem, the answer, and the buttons of a won deal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import answers, buttons, forms, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.need_lines import every_need
from bot.blocks.shown_words import MENU
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.problems import LONGEST
from pipeline.messages.support_notices import ProblemKept
from pipeline.queries.deal_view import DealView, LinkedDeal
from pipeline.support_errors import NothingSold

PROBLEM = "problem"  # the name of the field
_SHOWN = LONGEST
_MOST_TOLD = 3  # problems of one deal that its details show, the newest ones


def follow_up_button(voice: Voice, deal_no: int, stay: int, *, of: str = "") -> Block:
    """Return the button that opens the form of a further deal with the customer of a won one."""
    label, identity = voice.label("follow_up_button"), ids.button(WordName.FOLLOW_UP, deal=deal_no, stay=stay)
    return el.button(label, identity, spoken=f"{label.rstrip('…')}: {of}")


def menu(voice: Voice, deal_no: int, stay: int) -> Block:
    """Return the menu of a won deal: a customer's problem with what they bought, edit, and open it again."""
    keys = (
        ("problem_button", WordName.PROBLEM),
        ("edit_button", WordName.EDIT),
        ("reopen_button", WordName.BACK),
    )
    options = [el.option(voice.label(key), ids.choice(word, deal=deal_no, stay=stay)) for key, word in keys]
    return el.overflow(options, f"{MENU}.{deal_no}")


def form(voice: Voice, asked: forms.FormSubject, text: str, carried: Carried) -> View:
    """Build the form for a problem; `text` is what was typed, which may be too long and stands there whole."""
    hint = voice.label("problem_hint", limit=LONGEST)
    longest = max(LONGEST, length(text))
    field = el.text_field(PROBLEM, voice.label("problem_label"), initial=text, hint=hint, lines=True, longest=longest)
    return forms.modal(
        voice, WordName.PROBLEM, "problem_title", "save", (forms.about_deal(voice, asked), field), carried
    )


def kept(done: Done[ProblemKept]) -> Message:
    """Return the answer to a problem: its words, and that it is a step for today."""
    voice, notice = done.voice, done.notice
    problem = voice.name(done.names.words.get(notice.problem, ""), _SHOWN) or SafeText("–")
    called = done.deal(notice.deal)
    texts = [voice.say("problem_kept", deal=each, problem=problem) for each in (called, phrases.bold(called))]
    undo = None
    if notice.change is not None:
        undo = buttons.undo(voice, notice.change, deal=notice.deal, of=done.plain_deal(notice.deal))
    return answers.message_of(done, texts[0], texts[1], undo)


def nothing_sold(voice: Voice, refused: NothingSold, called: SafeText, text: str) -> Message:
    """Return that a deal is not won, with what was typed for it, and buttons that keep that as a note or show it."""
    said = voice.say("nothing_sold", deal=called)
    typed = voice.say("you_typed", line=voice.name(text, _SHOWN)) if text else None
    more, note = Remainder(text), None
    if text and ids.has_room(more):
        label = voice.label("note_button")
        note = el.button(label, ids.button(WordName.NOTE, deal=refused.deal, more=more), spoken=f"{label}: {called}")
    shown = phrases.lines([said, typed])
    show = buttons.show(voice, refused.deal, of=called)
    return Message(shown.replace("`", ""), (el.section(shown), *el.actions(note, show)))


def which_customer(voice: Voice, none: Message, said: SafeText, form: str) -> Message:
    """Return that the reader has no won deals of their own, what was typed, and how a line names a customer.

    `form` is how the word is typed.
    """
    text = phrases.lines(
        [SafeText(none.text), voice.say("you_typed", line=said), voice.say("name_customer_first", form=SafeText(form))]
    )
    return Message(text.replace("`", ""), (el.section(text),))


def told(voice: Voice, view: DealView) -> list[SafeText]:
    """Return a line for each of the newest problems that were told of a deal, the oldest first."""
    return [voice.say("history_problem", problem=voice.name(each, _SHOWN)) for each in view.problems[-_MOST_TOLD:]]


def linked(voice: Voice, view: DealView) -> list[SafeText]:
    """Return which deal this one continues, and by which deals it is continued."""
    before = [voice.say("follows_deal", deal=_called(voice, each)) for each in view.linked if not each.is_later]
    after = [voice.say("followed_by_deal", deal=_called(voice, each)) for each in view.linked if each.is_later]
    return [*before, *after]


def _called(voice: Voice, of: LinkedDeal) -> SafeText:
    return phrases.joined([voice.name(of.name), voice.deal_number(of.deal_no)], " ")


def follows(voice: Voice, view: DealView, needs: Sequence[str]) -> tuple[Block, ...]:
    """Return what a new deal's form says of the won deal that it continues: which, and the needs it takes over."""
    called = phrases.joined([phrases.deal(voice, view), voice.deal_number(view.deal_no)], " ")
    return (el.context(phrases.lines([voice.say("follows_deal", deal=called), *every_need(voice, needs)])),)
