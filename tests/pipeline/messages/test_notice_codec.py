"""What is stored of a notice: every kind comes back as it was, and rows of today's program are read as they stand."""

import json
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.messages.absence_notices import AwaySaved
from pipeline.messages.asked_notices import (
    FormButton,
    RefusalNotice,
    ShowDeal,
    ShowForecast,
    ShowFound,
    ShowMine,
    ShowStuck,
)
from pipeline.messages.change_notices import (
    ChangeUndone,
    DealAdvanced,
    DealCreated,
    DealLost,
    DealMovedBack,
    DealSeen,
    DealsImported,
    DealSnoozed,
    DealWon,
    ImportRecord,
    NextStepSet,
    SettingsSaved,
)
from pipeline.messages.due_notices import (
    ChangedByOthers,
    MondayPost,
    MoreStuck,
    PostSkipped,
    StuckReminder,
    WishedReminder,
)
from pipeline.messages.notice_codec import (
    CLASSES,
    Unreadable,
    answer_from_json,
    answer_to_json,
    decode,
    encode,
)
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.money import Money
from tests.pipeline.sample_notices import SAMPLES

st.register_type_strategy(Money, st.builds(Money, st.integers(0, 10**15), st.sampled_from(["EUR", "SEK", "JPY"])))
TYPED = [each for each in CLASSES if each is not RefusalNotice]
DAY = {"day": "2026-06-22"}
EUROS = {"money": [1250000, "EUR"]}
MOVED = {"deal": 7, "from_stage": 2, "to_stage": 3, "n": 6, "change": 41, "stay": 41}
MOVED_FIELDS: Any = {"deal": 7, "from_stage": 2, "to_stage": 3, "business_days": 6, "change": 41, "stay": 41}

STORED: list[tuple[str, dict[str, Any], Notice]] = [
    (
        "created",
        {"deal": 7, "sum": None, "stage": 1, "change": 41, "stay": 41},
        DealCreated(deal=7, amount=None, stage=1, change=41, stay=41),
    ),
    ("advanced", MOVED, DealAdvanced(**MOVED_FIELDS)),
    ("advanced", {**MOVED, "sum": EUROS}, DealAdvanced(**MOVED_FIELDS, amount=Money(1250000, "EUR"))),
    ("back", MOVED, DealMovedBack(**MOVED_FIELDS)),
    (
        "won",
        {**MOVED, "sum": EUROS, "day": DAY},
        DealWon(**MOVED_FIELDS, amount=Money(1250000, "EUR"), day=date(2026, 6, 22)),
    ),
    ("lost", {**MOVED, "reason": 50}, DealLost(**MOVED_FIELDS, reason=50)),
    (
        "lost",
        {**MOVED, "reason": None, "lost_kind": "price", "returns": DAY},
        DealLost(**MOVED_FIELDS, reason=None, lost_kind="price", returns=date(2026, 6, 22)),
    ),
    ("undone", {"change": 41}, ChangeUndone(change=41)),
    ("undone", {"change": 41, "opened": 7}, ChangeUndone(change=41, gone_deal=7)),
    (
        "undone",
        {"change": 41, "redone": True, "deal": 7, "stage": 2, "open": True, "moved": False},
        ChangeUndone(change=41, is_redone=True, deal=7, stage=2, is_open=True, has_moved=False),
    ),
    (
        "step_set",
        {"deal": 7, "step": 51, "day": DAY, "change": 41, "stay": 3},
        NextStepSet(deal=7, step=51, day=date(2026, 6, 22), change=41, stay=3),
    ),
    (
        "snoozed",
        {"deal": 7, "day": DAY, "change": 41, "stay": 3, "wished": {"day": "2026-06-20"}},
        DealSnoozed(deal=7, day=date(2026, 6, 22), change=41, stay=3, wished=date(2026, 6, 20)),
    ),
    ("seen", {"deal": 7, "stay": 3, "day": DAY}, DealSeen(deal=7, stay=3, day=date(2026, 6, 22))),
    (
        "settings_saved",
        {"change": 41, "first": True, "place": 1, "waits": True, "guests": 2, "some": False},
        SettingsSaved(change=41, is_first=True, place=1, waits=True, guests=2, counts_some=False),
    ),
    ("imported", {"n": 3, "open": 1, "won": 1, "lost": 1}, DealsImported(count=3, open=1, won=1, lost=1)),
    ("imported", {"batch": 2}, ImportRecord(batch=2)),
    ("imported", {"batch": 2, "rows": "a1b2"}, ImportRecord(batch=2, rows="a1b2")),
    (
        "stalled",
        {"deal": 7, "stay": 3, "nth": 1, "first": False},
        StuckReminder(deal=7, stay=3, nth=1, is_first=False),
    ),
    ("reminder", {"deal": 7, "stay": 3, "day": DAY}, WishedReminder(deal=7, stay=3, day=date(2026, 6, 22))),
    ("the_rest", {"n": 4}, MoreStuck(4)),
    (
        "monday",
        {"statement": "monday:1:2026-06-15", "pipeline": 1},
        MondayPost(statement="monday:1:2026-06-15", pipeline=1),
    ),
    ("changed_by_others", {"since": 41}, ChangedByOthers(41)),
    (
        "away_saved",
        {"who": 2, "from_day": DAY, "until": DAY, "change": 41, "stand_in": 3},
        AwaySaved(who=2, from_day=date(2026, 6, 22), until=date(2026, 6, 22), change=41, stand_in=3),
    ),
    ("post_skipped", {"day": DAY}, PostSkipped(date(2026, 6, 22))),
    ("find", {"text": 52, "deals": [7, 8], "n": 2, "start": 8}, ShowFound(text=52, deals=(7, 8), count=2, start=8)),
    (
        "forecast",
        {"opens": "sums", "statement": "monday:1:2026-06-15"},
        ShowForecast(opens="sums", statement="monday:1:2026-06-15"),
    ),
    (
        "open_form",
        {"word": "won", "deal": 7, "stay": None, "to": None, "typed": 52, "note": None, "member": 2},
        FormButton(word="won", deal=7, stay=None, to=None, typed=52, note=None, member=2),
    ),
]
"""Rows as the program stores them: their kind, their values, and what is read."""

SHORTER: list[tuple[str, dict[str, Any], Notice]] = [
    ("stalled", {}, StuckReminder()),
    ("reminder", {}, WishedReminder(day=None)),
    ("won", {**MOVED, "sum": EUROS}, DealWon(**MOVED_FIELDS, amount=Money(1250000, "EUR"), day=None)),
    ("show", {"deal": 7}, ShowDeal(7)),
    ("show", {"deal": 7, "start": 0}, ShowDeal(7)),
    ("mine", {"start": 0}, ShowMine()),
    ("stuck", {"start": 0, "all": False}, ShowStuck()),
    ("settings_saved", {"change": 41}, SettingsSaved(change=41)),
]
"""Rows that lack keys, or have some that are not written any more."""


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Any notice but a refusal: each field of its type, the default or any other value."""
    of = draw(st.sampled_from(TYPED))
    hints = get_type_hints(of)
    given_fields = {
        each.name: draw(st.from_type(hints[each.name]))
        for each in fields(of)
        if each.default is MISSING or draw(st.booleans())
    }
    return of(**given_fields)


@given(notices())
def test_every_notice_comes_back_as_it_was_stored(notice: Notice) -> None:
    assert answer_from_json(answer_to_json(notice)) == notice
    assert decode(notice.kind, json.loads(json.dumps(encode(notice)))) == notice


def test_every_kind_has_a_class_and_a_sample() -> None:
    assert {each.kind for each in CLASSES} == set(NoticeKind) == set(SAMPLES)


@pytest.mark.parametrize(("kind", "values", "notice"), STORED)
def test_a_row_is_read_and_written_as_it_stands(kind: str, values: dict[str, Any], notice: Notice) -> None:
    assert decode(kind, values) == notice
    assert (notice.kind.value, encode(notice)) == (kind, values)


@pytest.mark.parametrize(("kind", "values", "notice"), SHORTER)
def test_what_a_row_lacks_is_read_as_its_default(kind: str, values: dict[str, Any], notice: Notice) -> None:
    assert decode(kind, values) == notice


def test_a_refusal_is_stored_under_its_key_with_its_values() -> None:
    values = {"refusal": "day_gone", "deal": 7, "day": DAY}
    notice = decode("refused", values)
    assert isinstance(notice, RefusalNotice)
    assert isinstance(notice.refused, errors.DayGone)
    assert (notice.about_deal, encode(notice)) == (7, values)


def test_what_is_typed_is_stored_by_its_number() -> None:
    kept: list[str] = []

    def keep(text: str) -> int:
        kept.append(text)
        return 50 + len(kept)

    found = ShowFound(text="acme", deals=(7,)).without_typed_text(keep)
    refused = RefusalNotice(errors.UnknownWord(text="advnce", near="advance", typed="acme")).without_typed_text(keep)
    assert encode(found) == {"text": 51, "deals": [7]}
    assert encode(refused) == {"refusal": "unknown_word", "text": 52, "near": "advance", "typed": 53}
    assert kept == ["acme", "advnce", "acme"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("unheard_of", {}),
        ("refused", {"refusal": "unheard_of"}),
        ("refused", {}),
        ("advanced", {"deal": 7}),
        ("show", {"deal": "seven"}),
        ("show", {"deal": True}),
        ("monday", {"statement": None}),
    ],
)
def test_what_no_program_has_stored_is_not_read(kind: str, values: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        decode(kind, values)
