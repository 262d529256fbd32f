"""Several deals at once: ticked in a list's form, changed in one change, and taken back by one undo."""

from __future__ import annotations

import json

import pytest

from tests.scenarios.town import CHANNEL, OTHER_SELLER, Newcomer, Town, plain


def boxes(someone: Newcomer) -> list[str]:
    """The values of the boxes in the form before them."""
    return [
        option["value"]
        for block in someone.form()["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "checkboxes"
        for option in block["element"]["options"]
    ]


def ticked(someone: Newcomer, act: str, *names: str) -> None:
    """Tick these deals in the first form, choose the act, and go on."""
    nos = {someone.town.deal(name).deal_no for name in names}
    someone.town.slack.submit(
        someone.user,
        someone.town.form(someone.user)["id"],
        {"deals": [each for each in boxes(someone) if json.loads(each)["deal"] in nos], "act": act},
    )


def three(someone: Newcomer) -> tuple[str, str, str]:
    return someone.new_deal(), someone.new_deal(), someone.new_deal()


def test_a_note_on_two_of_three_from_ones_own_list_and_one_undo(seller: Newcomer) -> None:
    first, second, third = three(seller)
    seller.type("/deal omat")
    seller.press("Valitse useita…", "Avoimet diilisi")
    ticked(seller, "note", first, third)
    seller.fill(note="messuilla sovittu")

    told = seller.told("2 diiliä: muistiinpano tallennettu: ”messuilla sovittu”")
    assert first in told
    assert second not in told
    assert [len(seller.town.deal(name).notes) for name in (first, second, third)] == [1, 0, 1]

    seller.press("Peru", "2 diiliä: muistiinpano")

    seller.told("Peruttu: 2 diiliä on taas ennallaan.")
    assert [len(seller.town.deal(name).notes) for name in (first, third)] == [0, 0]


@pytest.mark.parametrize(
    ("act", "values", "answer"),
    [
        ("step", {"step": "soita", "step_day": "2027-01-11"}, "2 diiliä: askel"),
        ("snooze", {"until": "2027-01-11"}, "💤 2 diiliä: muistutetaan"),
        (
            "lost",
            {"lost_kind": "price", "returns": "2026-09-01"},
            "2 diiliä: hävitty. Syy: hinta · palataan syyskuussa",
        ),
    ],
)
def test_each_act_asks_for_its_own_fields(seller: Newcomer, act: str, values: dict[str, str], answer: str) -> None:
    first, second, _third = three(seller)
    seller.type("/deal valitse")
    ticked(seller, act, first, second)

    seller.fill(**values)

    assert answer in seller.told(answer)


def test_the_new_owner_is_told_once(english: Newcomer, town: Town) -> None:
    first, second, _third = three(english)
    english.type("/deal select")
    ticked(english, "assign", first, second)
    english.fill(owner=OTHER_SELLER, note="they know us")

    assert "2 deals: the owner is now" in english.told("2 deals: the owner is now")
    there = str(town.direct(OTHER_SELLER, first))
    assert second in there
    assert "they know us" in there


def test_a_second_undo_asks_of_all_the_deals_that_it_would_change(seller: Newcomer) -> None:
    first, second, _third = three(seller)
    seller.type("/deal valitse")
    ticked(seller, "note", first, second)
    seller.fill(note="kesäkampanja")
    seller.told("2 diiliä: muistiinpano")
    seller.type(f"/deal siirrä {first}")
    seller.type("/deal peru")

    assert seller.type("/deal peru") == "Perutaanko vielä yksi muutos? Se koskee 2 diiliä."

    seller.press("Peru", "Perutaanko vielä")
    seller.told("Peruttu: 2 diiliä on taas ennallaan.")


def test_what_one_of_them_forbids_changes_none_and_names_it(seller: Newcomer) -> None:
    first, second, _third = three(seller)
    seller.type("/deal valitse")
    ticked(seller, "lost", first, second)
    seller.type(f"/deal hävitty {second} -- hinta")

    refused = seller.fill(lost_kind="no_need")

    assert f"{second} (päättynyt)" in str(refused["errors"])
    assert seller.town.stage(first) == "identification"


def test_nothing_ticked_is_asked_for(seller: Newcomer) -> None:
    three(seller)
    seller.type("/deal valitse")

    assert "Valitse vähintään yksi diili." in str(seller.fill(act="note")["errors"])


def test_a_list_of_one_deal_or_of_others_deals_has_no_such_button(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type("/deal omat")
    assert "Valitse useita" not in seller.told("Avoimet diilisi")

    town.type(OTHER_SELLER, f"/deal etsi {name}")

    assert "Valitse useita" not in str(town.told(OTHER_SELLER, name))


def test_from_a_thread_the_form_and_the_answer_are_for_ones_own_eyes(seller: Newcomer) -> None:
    thread = seller.town.thread_of(seller)
    seller.new_deal()
    thread.says("valitse", "lomak")
    seller.press("Avaa lomake…", "lomak")
    ticked(seller, "note", thread.name)
    seller.fill(note="salaa")

    assert thread.name in seller.told("1 diili: muistiinpano tallennettu: ”salaa”")
    there = seller.town.slack.state()["messages"][CHANNEL]
    assert not [each for each in there if "salaa" in plain(each)]
