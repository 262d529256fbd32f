"""What a button or a form carries comes back as it was, and nothing that was not packed here is trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import ids, limits
from bot.blocks.ids import Carried, Pressed, Remainder
from tests.bot.blocks.odd import TEXT

NUMBER = st.none() | st.integers(1, 2**53)
NO_MARK = st.text(max_size=120).map(str.strip).filter(lambda text: "--" not in text)  # what a line's rest has none of
PART = NO_MARK | st.integers(1, 2**53)
PRESSED = st.builds(
    Pressed,
    word=st.sampled_from(list(ids.WordName)),
    deal=NUMBER,
    stay=NUMBER,
    to=NUMBER,
    change=NUMBER,
    sure=st.booleans(),
    more=st.builds(Remainder, rest=PART, note=PART, member=NUMBER),
)


@given(PRESSED)
def test_a_press_carries_what_the_button_was_given(pressed: Pressed) -> None:
    action_id, value = ids.button(
        pressed.word,
        deal=pressed.deal,
        stay=pressed.stay,
        to=pressed.to,
        change=pressed.change,
        sure=pressed.sure,
        more=pressed.more,
    )
    assert ids.read(action_id, value) == pressed


@given(TEXT)
def test_what_was_typed_is_cut_before_a_value_is_too_long(text: str) -> None:
    _, value = ids.button("new", deal=1, more=Remainder(text * 10, text * 10))
    assert len(value) <= limits.BUTTON_VALUE
    assert ids.read("new.1", value).deal == 1


@given(st.builds(Carried, deal=NUMBER, stay=NUMBER, to=NUMBER, step=NUMBER, note=st.text(max_size=300)))
def test_a_form_brings_back_what_it_carried(carried: Carried) -> None:
    assert ids.read_carried(carried.packed()) == carried


@given(TEXT)
def test_a_form_keeps_its_reply_address_however_much_was_typed(text: str) -> None:
    carried = Carried(deal=1, reply="https://hooks.slack.com/actions/T1/2/abc", note=text * 20)
    assert len(carried.packed()) <= limits.PRIVATE_METADATA
    assert ids.read_carried(carried.packed()).reply == carried.reply


@pytest.mark.parametrize(
    "value", [f'{{"deal": {2**70}}}', '{"deal": -1}', '{"deal": 1.5}', "[" * 100_000, '{"kept": true}']
)
def test_a_value_with_numbers_that_no_database_keeps_carries_none(value: str) -> None:
    assert ids.read("won.12", value) == ids.read("won.12", "{}")
    assert ids.read_carried(value) == ids.read_carried("{}")


@given(TEXT)
def test_a_value_made_elsewhere_carries_nothing(value: str) -> None:
    assert ids.read("won.12", value).deal in (None, 12)


def test_a_search_keeps_the_stage_that_was_named_before_it_and_what_else_was_typed() -> None:
    _, value = ids.button("show", deal=12, stay=41)
    assert ids.read(ids.search("advance", to=3), value) == Pressed("advance", deal=12, stay=41, to=3)
    assert ids.read(ids.search("won"), value) == Pressed("won", deal=12, stay=41)
    assert ids.read(ids.search("won", more=Remainder(7)), value) == Pressed("won", deal=12, stay=41, more=Remainder(7))
    more = Remainder(7, 8, 2)
    assert ids.read(ids.search("back", to=3, more=more), value) == Pressed("back", deal=12, stay=41, to=3, more=more)


def test_a_search_of_old_has_one_number_for_all_that_was_typed() -> None:
    _, value = ids.button("show", deal=12, stay=41)
    assert ids.read("back.find.3.7", value) == Pressed("back", deal=12, stay=41, to=3, more=Remainder(7))
    assert ids.read("back.find..7", value) == Pressed("back", deal=12, stay=41, more=Remainder(7))


def test_what_was_typed_goes_by_its_number_where_it_has_one() -> None:
    action_id, value = ids.button("won", deal=12, more=Remainder(7))
    assert ids.read(action_id, value) == Pressed("won", deal=12, more=Remainder(7))


def test_a_button_of_old_carries_rest_and_note_as_one_text() -> None:
    old = ids.read("won.12", '{"deal":12,"stay":41,"typed":"15k -- sovittu -- jo"}')
    assert old == Pressed("won", deal=12, stay=41, more=Remainder("15k", "sovittu -- jo"))
    assert ids.read("won.12", '{"deal":12,"typed":"-- sovittu"}').more == Remainder("", "sovittu")


@given(TEXT)
def test_what_has_room_is_not_cut(text: str) -> None:
    most, more = 2**53, Remainder("", text)
    _, value = ids.button("won", deal=most, stay=most, to=most, change=most, sure=True, more=more)
    if ids.has_room(more):
        assert ids.read("won", value).more == more


def test_numbers_that_are_no_numbers_are_not_there() -> None:
    assert ids.read("won", '{"deal":"12","stay":true,"to":1.5,"change":[1],"typed":7}') == Pressed("won")
    assert ids.read("won", "[]") == Pressed("won")
    assert ids.read("won", None) == Pressed("won")
    assert ids.read_carried("{") == Carried()
