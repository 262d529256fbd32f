"""Names are listed as Finnish lists them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.language.order import order_key


def test_a_ring_and_dots_come_after_z_in_that_order():
    names = ["Öljy", "Äänekoski", "Åbo", "Zeta", "Vuori", "Wasa", "Acme"]
    assert sorted(names, key=order_key) == ["Acme", "Vuori", "Wasa", "Zeta", "Åbo", "Äänekoski", "Öljy"]


def test_other_accents_do_not_count_and_u_with_dots_is_y():
    names = ["Über", "Yritys", "Edam", "Éclair", "Šakki", "Sakari"]
    assert sorted(names, key=order_key) == ["Éclair", "Edam", "Sakari", "Šakki", "Über", "Yritys"]


def test_a_shorter_name_comes_before_its_longer_kin_whatever_the_case():
    assert sorted(["acme oy", "Acme", "ACME AB"], key=order_key) == ["Acme", "ACME AB", "acme oy"]


def test_a_letter_typed_in_two_parts_is_the_same_letter():
    assert order_key("A\u0308iti").split("\x01")[0] == order_key("Äiti").split("\x01")[0]


@given(st.lists(st.text(alphabet="abzåäöÅÄÖ éü", max_size=8)))
def test_the_order_of_bytes_is_the_same_as_that_of_characters(names: list[str]):
    assert sorted(names, key=order_key) == sorted(names, key=lambda name: order_key(name).encode())
