"""`/deal stuck`: the stuck deals; and ✅ ❌ on a reminder, which turn it into the question what happened."""

from __future__ import annotations

from bot.blocks import buttons
from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_STUCK_ALL, HINT_STUCK_PERSON, HINT_STUCK_SHARED
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.form_input import deal_of
from bot.words.list_request import list_request, read_by_others, refuse, refuse_rest
from pipeline.messages.asked_notices import ShowStuck
from pipeline.messages.due_notices import StuckReminder, WhatHappened
from pipeline.people.access import rights_of


def typed(services: Services, request: Request) -> Reply:
    """One's own stuck deals; for a lead everybody's, or a person's."""
    asked = list_request(services, request, WORD.word)
    words = asked.words
    if words.rest:
        refuse_rest(services, request, WORD.word, words.rest)
    if words.is_won or words.is_lost:
        refuse(WORD.word, request.line.rest)
    if words.is_everybody and not _leads(services, request):
        refuse(WORD.word, request.line.rest, HINT_STUCK_ALL)
    if asked.member is None or asked.member == request.by.member_no:
        return ShowStuck(of_all=words.is_everybody, owner=asked.member)
    if not _leads(services, request):
        refuse(WORD.word, asked.said, HINT_STUCK_PERSON, asked.member)
    if read_by_others(request):
        refuse(WORD.word, asked.said, HINT_STUCK_SHARED, asked.member)
    return ShowStuck(owner=asked.member)


def _leads(services: Services, request: Request) -> bool:
    with services.ledger.read_session(request.by) as session:
        return bool(rights_of(session.connection, session.by).leads)


def pressed(services: Services, request: Request) -> Reply:
    """The stuck deals of the button; all of them, where it stood beside what counts them."""
    line, start = request.line, request.pressed.start if request.pressed is not None else 0
    return ShowStuck(start=start, of_all=line.rest == buttons.ALL, owner=line.member)


def reacted(services: Services, request: Request) -> Reply:
    """A tick also means "seen", so no emoji alone moves money: ask. Taken off, the reminder is there again."""
    told = StuckReminder if request.is_taken_off else WhatHappened
    return told(deal=deal_of(request), stay=request.stay)


WORD = Word(
    word="stuck",
    forms={"fi": ("jumissa", "jumi"), "en": ("stuck", "stalled")},
    help="help_stuck",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
    emoji={"white_check_mark": reacted, "x": reacted},
)
