"""Every button, option and search that rests on the ledger gets a mark, and nothing else is changed by it."""

from __future__ import annotations

import json

import pytest

from bot.blocks import elements as el
from bot.blocks import ids, limits, marking
from bot.blocks.elements import Block
from bot.blocks.ids import Basis, Carried, Remainder, WordName

MARK = "zzzzzzzzzzzz-zzzzzzzzzz"
LARGEST = 10**18 - 1


def blocks() -> list[Block]:
    option = el.option("Snooze", ids.choice(WordName.SNOOZE, deal=12, stay=41))
    return [
        *el.actions(
            el.button("Undo", ids.button(WordName.UNDO, deal=12, change=7)),
            el.button("Guide", ids.button(WordName.HELP)),
            el.overflow([option], "menu.12"),
            el.search("Deal", ids.search(WordName.ADVANCE, to=3)),
            el.search("Deal", ids.search(WordName.SHOW)),
        )
    ]


def marked(basis: Basis) -> str:
    assert not basis.mark
    return MARK


def test_what_rests_on_the_ledger_is_found_wherever_it_stands() -> None:
    found = list(marking.bases(blocks()))
    assert found == [Basis(deal=12, change=7), Basis(deal=12, stay=41), Basis(stage=3)]


def test_each_of_those_carries_its_mark_and_means_what_it_meant() -> None:
    (actions,) = marking.marked(blocks(), marked)
    undo, guide, menu, search, any_deal = actions["elements"]
    assert ids.basis(undo["value"]) == Basis(deal=12, change=7, mark=MARK)
    assert ids.read(undo["action_id"], undo["value"]).change == 7
    assert ids.basis(menu["options"][0]["value"]) == Basis(deal=12, stay=41, mark=MARK)
    assert ids.basis_of_search(search["action_id"]) == Basis(stage=3, mark=MARK)
    assert ids.read(search["action_id"], "{}").to == 3
    (before,) = blocks()
    assert (guide, any_deal) == (before["elements"][1], before["elements"][4])


def test_what_the_ledger_has_nothing_of_gets_no_mark() -> None:
    assert marking.marked(blocks(), lambda _: None) == blocks()


def test_a_button_full_of_typed_text_has_room_for_its_mark() -> None:
    more = Remainder("x" * 3000, "y" * 3000, LARGEST)
    _, value = ids.button("advance", deal=LARGEST, stay=LARGEST, to=LARGEST, change=LARGEST, sure=True, more=more)
    assert len(ids.marked(value, MARK)) <= limits.BUTTON_VALUE


def test_an_option_and_a_form_have_room_for_their_marks() -> None:
    option = ids.choice("forecast", deal=LARGEST, stay=LARGEST)
    assert len(ids.marked(option, MARK)) <= limits.OPTION_VALUE
    form = Carried(deal=LARGEST, stay=LARGEST, to=LARGEST, reply="r" * 500, step=LARGEST, note="n" * 4000).packed()
    assert len(ids.marked(form, MARK)) <= limits.PRIVATE_METADATA


@pytest.mark.parametrize("kept", [Remainder(7), Remainder("", 7)])
def test_texts_that_wait_by_their_numbers_need_a_mark_too(kept: Remainder) -> None:
    _, value = ids.button(WordName.NEW, more=kept)
    assert ids.basis(value) == Basis(keeps_text=True)
    assert ids.basis_of_search(ids.search("won", more=kept)) == Basis(keeps_text=True)


def test_typed_text_alone_rests_on_nothing() -> None:
    _, value = ids.button(WordName.NEW, more=Remainder("Acme", "call"))
    assert ids.basis(value).is_nothing
    assert ids.basis(json.dumps({"m": MARK})).is_nothing
