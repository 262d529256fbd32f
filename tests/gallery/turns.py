"""Whose turn it is with a deal, how long it stands still, and what a spring cleaning asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.blocks import board, card, lists, reminder
from bot.blocks.elements import Message
from bot.blocks.reminder import Stuck
from bot.blocks.shown_words import ShownWords
from bot.blocks.spring_cleaning import spring_cleaning
from bot.blocks.step_reminders import Settled, settled
from bot.language.voice import Voice
from pipeline.deals.touch_events import Means, TouchOutcome
from pipeline.deals.turn import Turn
from pipeline.queries.board import Board, Column
from pipeline.queries.deal_view import LastTouch
from pipeline.queries.spring_cleaning import Cleaning, Outlook, Share
from pipeline.queries.turns import TurnNow
from tests.gallery.deals import ACME, AWKWARD, CONTACT, LONG_STAGE, MINE, NOW, OFFER, STUCK, euros, line

EARLIER, LATELY = NOW - timedelta(days=10), NOW - timedelta(days=4)
THEIRS, OURS, UNTRIED = TurnNow(Turn.CUSTOMERS, LATELY), TurnNow(Turn.OURS, EARLIER), TurnNow(Turn.OURS, None)
NO_ANSWER = LastTouch(Means.CALL, TouchOutcome.NO_ANSWER, LATELY)
TRIED = replace(STUCK, step=None, step_no=None, step_day=None, turn=THEIRS, tries=3, last_touch=NO_ANSWER, notes=())
TRIED_ONCE = replace(TRIED, tries=1, days=1)
SENT = replace(TRIED, tries=0, days=6, reacted=True, last_touch=LastTouch(Means.EMAIL, TouchOutcome.SENT, LATELY))
REPLIED = replace(
    TRIED,
    turn=OURS,
    tries=0,
    reacted=True,
    days=1,
    amount=None,
    last_touch=LastTouch(Means.MESSAGE, TouchOutcome.THEY_CONTACTED, EARLIER),
)
NEVER_TRIED = replace(TRIED, turn=UNTRIED, tries=0, last_touch=None)
HEARD_TODAY = replace(ACME, turn=TurnNow(Turn.OURS, NOW), days=0, reacted=True)
LATE_STEP = replace(STUCK, turn=UNTRIED, tries=2, last_touch=NO_ANSWER)
ODD = replace(AWKWARD, turn=THEIRS, tries=12, reacted=True, last_touch=LastTouch(Means.SOCIAL, TouchOutcome.SENT, NOW))
SENT_IN_TIME = replace(SENT, is_stuck=False)
VIEWS = {
    "tried": TRIED,
    "tried-once": TRIED_ONCE,
    "sent": SENT,
    "replied": REPLIED,
    "never-tried": NEVER_TRIED,
    "late-step": LATE_STEP,
    "heard-today": HEARD_TODAY,
    "awkward": ODD,
}


def pieces(voice: Voice, words: ShownWords) -> Iterator[tuple[str, Message]]:
    """The details, a list and a board in which a turn is told, with their names."""
    for name, view in VIEWS.items():
        yield f"details-{name}", card.details(voice, view, words)
        yield f"reminder-{name}", reminder.reminder(voice, Stuck(view))
    for nth, name in ((2, "tried"), (3, "replied")):
        yield f"reminder-{nth}-{name}", reminder.reminder(voice, Stuck(VIEWS[name], nth=nth))
    yield "reminder-settled-touched", settled(voice, Settled(SENT_IN_TIME, SENT.stay, SENT.owner))
    of_mine = tuple(line(view, deal_no=50 + n) for n, view in enumerate(VIEWS.values()))
    turns = tuple(
        replace(each, turn=view.turn, reacted=view.reacted) for each, view in zip(of_mine, VIEWS.values(), strict=True)
    )
    yield "mine-with-turns", lists.mine(voice, replace(MINE, total=len(turns), lines=turns))
    columns = (Column(CONTACT, 9, (euros(61_250),), 0, 21, 1, 4), Column(OFFER, 1, (euros(100),), 0, 0, 0, 1))
    yield "board-with-turns", board.board(voice, Board(1, columns))
    share = Share(20, 14)
    yield "spring-cleaning-without-history", spring_cleaning(voice, Cleaning(share, (12, 13)))
    outlooks = (Outlook(OFFER, 9, 8, 41), Outlook(CONTACT, 1, 0, 30), Outlook(LONG_STAGE, 4, 10, 12_345))
    yield "spring-cleaning", spring_cleaning(voice, Cleaning(share, tuple(range(1_000_000, 1_000_050)), outlooks))
