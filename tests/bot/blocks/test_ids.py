"""What a button or a form carries comes back as it was, and nothing that was not packed here is trusted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import ids, limits
from bot.blocks.ids import Carried, Pressed
from tests.bot.blocks.odd import TEXT

NUMBER = st.none() | st.integers(1, 2**53)
PRESSED = st.builds(
    Pressed,
    word=st.sampled_from(list(ids.WordName)),
    deal=NUMBER,
    stay=NUMBER,
    to=NUMBER,
    change=NUMBER,
    sure=st.booleans(),
    typed=st.text(max_size=250),
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
        typed=pressed.typed,
    )
    assert ids.read(action_id, value) == pressed


@given(TEXT)
def test_what_was_typed_is_cut_before_a_value_is_too_long(text: str) -> None:
    _, value = ids.button("new", deal=1, typed=text * 10)
    assert len(value) <= limits.BUTTON_VALUE
    assert ids.read("new.1", value).deal == 1


@given(st.builds(Carried, deal=NUMBER, stay=NUMBER, to=NUMBER, step=NUMBER, typed=st.text(max_size=300)))
def test_a_form_brings_back_what_it_carried(carried: Carried) -> None:
    assert ids.read_carried(carried.packed()) == carried


@given(TEXT)
def test_a_form_keeps_its_reply_address_however_much_was_typed(text: str) -> None:
    carried = Carried(deal=1, reply="https://hooks.slack.com/actions/T1/2/abc", typed=text * 20)
    assert len(carried.packed()) <= limits.PRIVATE_METADATA
    assert ids.read_carried(carried.packed()).reply == carried.reply


@given(TEXT)
def test_a_value_made_elsewhere_carries_nothing(value: str) -> None:
    assert ids.read("won.12", value).deal in (None, 12)


def test_a_search_keeps_the_stage_that_was_named_before_it_and_what_else_was_typed() -> None:
    _, value = ids.button("show", deal=12, stay=41)
    assert ids.read(ids.search("advance", to=3), value) == Pressed("advance", deal=12, stay=41, to=3)
    assert ids.read(ids.search("won"), value) == Pressed("won", deal=12, stay=41)
    assert ids.read(ids.search("won", kept=7), value) == Pressed("won", deal=12, stay=41, kept=7)
    assert ids.read(ids.search("back", to=3, kept=7), value) == Pressed("back", deal=12, stay=41, to=3, kept=7)


def test_what_was_typed_goes_by_its_number_where_it_has_one() -> None:
    action_id, value = ids.button("won", deal=12, typed=7)
    assert ids.read(action_id, value) == Pressed("won", deal=12, kept=7)


def test_a_button_of_old_carries_what_was_typed_itself() -> None:
    assert ids.read("won.12", '{"deal":12,"stay":41,"typed":"-- sovittu"}') == Pressed(
        "won", deal=12, stay=41, typed="-- sovittu"
    )


@given(TEXT)
def test_what_has_room_is_not_cut(text: str) -> None:
    most = 2**53
    _, value = ids.button("won", deal=most, stay=most, to=most, change=most, sure=True, typed=text)
    if ids.has_room(text):
        assert ids.read("won", value).typed == text


def test_numbers_that_are_no_numbers_are_not_there() -> None:
    assert ids.read("won", '{"deal":"12","stay":true,"to":1.5,"change":[1],"typed":7}') == Pressed("won")
    assert ids.read("won", "[]") == Pressed("won")
    assert ids.read("won", None) == Pressed("won")
    assert ids.read_carried("{") == Carried()
