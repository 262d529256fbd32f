"""`/deal stuck`: the stuck deals; and ✅ ❌ on a reminder, which turn it into the question what happened."""

from __future__ import annotations

from bot.blocks import buttons
from bot.blocks.shown_words import Chapter
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.form_input import deal_of
from pipeline.messages.asked_notices import ShowStuck
from pipeline.messages.due_notices import StuckReminder, WhatHappened


def shown(services: Services, request: Request) -> Reply:
    """The stuck deals that the reader may act on; all of them, where the button stood beside what counts them."""
    start = request.pressed.start if request.pressed is not None else 0
    opens_all = request.pressed is not None and request.line.rest == buttons.ALL
    return ShowStuck(start=start, of_all=opens_all)


def reacted(services: Services, request: Request) -> Reply:
    """A tick also means "seen", so no emoji alone moves money: ask. Taken off, the reminder is there again."""
    told = StuckReminder if request.is_taken_off else WhatHappened
    return told(deal=deal_of(request), stay=request.stay)


WORD = Word(
    word="stuck",
    forms={"fi": ("jumissa", "jumi"), "en": ("stuck", "stalled")},
    help="help_stuck",
    chapter=Chapter.VIEWS,
    typed=shown,
    pressed=shown,
    emoji={"white_check_mark": reacted, "x": reacted},
)
