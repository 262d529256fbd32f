"""No typed text, however odd, makes a message, a form or Home that Slack would refuse, or that pings anybody."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import answers, card, forms, help, home, lists, next_up, phrases, refusals, reminder
from bot.blocks.answers import Done
from bot.blocks.forms import FormValues
from bot.blocks.ids import Carried, Remainder, WordName
from bot.blocks.won_form import won_form
from bot.local_slack.blocks.surfaces import check_suggestions
from bot.requests.route import WORDS
from pipeline import errors
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.deals.to_do import NextReason
from pipeline.messages import change_notices as changes
from pipeline.messages.notices import Notice
from pipeline.queries.deal_lists import Lines
from pipeline.queries.deal_view import DealView, Note
from pipeline.queries.names import DealName, Names, StageLabel
from pipeline.queries.next_up import NextDeal, NextUp
from tests.bot.blocks.odd import TEXT
from tests.bot.blocks.strict import check
from tests.gallery.deals import BOARD, CONTACT, LANGUAGES, LOST, NOT_COMING, NOW, OFFER, STUCK, WON, line, voice

LANGUAGE = st.sampled_from(LANGUAGES)

N = TypeVar("N", bound=Notice)


@st.composite
def views(draw: st.DrawFn) -> DealView:
    """A deal with odd words everywhere that words may be."""
    view = draw(st.sampled_from([STUCK, WON, NOT_COMING]))
    named = replace(OFFER, key=None, text=draw(TEXT))
    return replace(
        view,
        customer=draw(TEXT),
        name=draw(TEXT),
        owner_name=draw(TEXT),
        source=draw(TEXT),
        step=draw(TEXT),
        lost_reason=draw(TEXT),
        stages=(CONTACT, named, LOST),
        stage=named if view.state == STUCK.state else view.stage,
        next_stage=replace(named, no=8) if view.next_stage else None,
        notes=tuple(Note(draw(TEXT), 1, draw(TEXT), NOW) for _ in range(draw(st.integers(0, 5)))),
    )


@given(views(), LANGUAGE)
def test_a_deal_is_shown_whatever_its_words(view: DealView, language: str) -> None:
    speaker = voice(language)
    check(card.card(speaker, view, WORDS))
    check(card.details(speaker, view, WORDS))
    check(reminder.reminder(speaker, reminder.Stuck(view, nth=2)))
    check(reminder.what_happened(speaker, view))


@given(st.lists(views(), max_size=4), TEXT, LANGUAGE)
def test_lists_are_shown_whatever_their_words(found: list[DealView], text: str, language: str) -> None:
    speaker = voice(language)
    lines = tuple(line(view, deal_no=number) for number, view in enumerate(found, 1))
    shown = Lines(len(lines), lines)
    check(lists.mine(speaker, shown))
    check(lists.stuck(speaker, shown))
    check(lists.found(speaker, text, shown))
    check(
        lists.pick(
            speaker, speaker.say("ambiguous", text=text, n=2), WordName.LOST, WORDS, shown, more=Remainder(text, text)
        )
    )
    check(help.guide(speaker, WORDS, lines))
    todo = tuple(
        NextDeal(no, each.customer, each.name, each.amount, each.stage, each.stay, reason, 3, step=text)
        for no, (each, reason) in enumerate(product(found, NextReason), 1)
    )
    check(home.home(speaker, home.HomeContent(NextUp(speaker.today, len(todo), todo), (), BOARD)))
    check(next_up.next_up(speaker, NextUp(speaker.today, len(todo), todo)))
    check_suggestions({"options": lists.options(speaker, lines)})


@given(TEXT, TEXT, TEXT, LANGUAGE)
def test_answers_are_shown_whatever_their_words(customer: str, name: str, words: str, language: str) -> None:
    names = Names(
        deals={1: DealName(customer, name)},
        stages={1: StageLabel(1, None, words, CONTACT.kind), 2: OFFER},
        members={1: name},
        words={1: words},
    )
    changed: Any = {"deal": 1, "change": 9, "stay": 9}
    moved: Any = {**changed, "from_stage": 1, "to_stage": 2, "business_days": 3}

    def done(notice: N) -> Done[N]:
        return Done(voice(language), names, notice)

    check(answers.created(done(changes.DealCreated(**changed, amount=None, stage=1))))
    check(answers.advanced(done(changes.DealAdvanced(**moved))))
    check(answers.won(done(changes.DealWon(**moved, day=NOW.date()))))
    check(answers.lost(done(changes.DealLost(**moved, reason=1))))
    check(answers.undone(done(changes.ChangeUndone(deal=1, change=9, stage=1))))
    check(answers.step_set(done(changes.NextStepSet(**changed, step=1, day=NOW.date()))))
    stale = errors.StaleButton(deal=1, stage=1, who=1, at=NOW)
    check(refusals.plain(voice(language), names, stale))
    check(refusals.no_such_deal(voice(language), errors.NoSuchDeal(text=words)))
    check(refusals.unknown_word(voice(language), names, errors.UnknownWord(text=words, near=name)))


@given(views(), TEXT, LANGUAGE)
def test_forms_are_shown_whatever_was_typed(view: DealView, text: str, language: str) -> None:
    speaker = voice(language)
    about = forms.FormSubject(phrases.deal(speaker, view), view.stage)
    carried = Carried(deal=12, stay=41, reply="https://hooks.slack.com/x", note=text)
    day = NOW.date()
    source, why = Source(SourceKind.EVENT, text), LostReason(LostKind.PRICE, text, SaidBy.CUSTOMER, day)
    filled = FormValues(text, text, text, day, source, day, why, text, text, day, day, text)
    every = ["amount", "promised_day", "reason"]
    check(forms.new(speaker, filled, carried))
    check(forms.missing(speaker, WordName.ADVANCE, about, every, filled, carried))
    check(won_form(speaker, about, every, filled, carried))
    check(forms.lost(speaker, about, every, filled, carried))
    check(forms.step(speaker, about, filled, carried))
    check(forms.snooze(speaker, about, filled, carried))
