"""Whose turn it is, and how often was tried: told to whoever may know it, and never where a channel reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import card
from bot.blocks.elements import Message
from bot.language.voice import Voice
from bot.requests.route import WORDS
from bot.sending.render import render
from bot.sending.scene import Reader
from pipeline.deals.touch_events import TouchOutcome
from pipeline.messages.asked_notices import DealCard, ShowDeal
from pipeline.messages.notices import Notice
from pipeline.storage.engine import Storage
from tests.bot.blocks.strict import texts_of
from tests.databases import SqliteFiles
from tests.gallery.deals import LANGUAGES, voice
from tests.gallery.turns import VIEWS
from tests.pipeline.deals.test_one_clock import touch
from tests.pipeline.team import ANNA, BERTIL, LEENA, Team, team_in

PRIVATE = ("odottaa", "waiting", "yritetty", "tried", "jumissa", "stuck")


def _words(message: Message | None) -> str:
    assert message is not None
    return "\n".join([message.text, *texts_of(list(message.blocks), "mrkdwn")]).replace("\xa0", " ")


def _shown(team: Team, notice: Notice, who: int | None, language: str = "fi") -> str:
    reader = Reader(who, Voice(language, "Europe/Helsinki", team.clock.now()))
    with team.ledger.read_session(team.by(who)) as session:
        return _words(render(session, notice, reader, WORDS))


@pytest.fixture
def tried(sqlite_files: SqliteFiles) -> Iterator[tuple[Team, int]]:
    """A deal of Anna's that stands still for a month, tried twice."""
    storage = Storage.open(sqlite_files.fresh())
    team = team_in(storage)
    deal = team.new("Acme", 500)
    team.clock.move_by(timedelta(days=30))
    for _ in range(2):
        touch(team, deal, TouchOutcome.NO_ANSWER)
    yield team, deal
    storage.close()


def test_the_owner_reads_how_often_was_tried_the_lead_whose_turn_it_is_and_a_colleague_neither(
    tried: tuple[Team, int],
) -> None:
    team, deal = tried

    assert "Yritetty 2 kertaa · odottaa asiakasta" in _shown(team, ShowDeal(deal=deal), ANNA)
    assert "Odottaa asiakasta ke 1.4. lähtien" in _shown(team, ShowDeal(deal=deal), LEENA)
    of_colleague = _shown(team, ShowDeal(deal=deal), BERTIL)
    assert "odottaa" not in of_colleague.lower()
    assert "yritetty" not in of_colleague.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_channels_card_says_nothing_of_turns_tries_and_lateness(tried: tuple[Team, int], language: str) -> None:
    team, deal = tried
    shown = _shown(team, DealCard(deal=deal), None, language).lower()
    known: list[Any] = [_words(card.card(voice(language), view, WORDS)).lower() for view in VIEWS.values()]

    for text in (shown, *known):
        assert not [word for word in PRIVATE if word in text]
