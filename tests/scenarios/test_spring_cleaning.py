"""Most of a seller's deals are stuck: one question, one form for many of them at once, and one undo."""

from __future__ import annotations

import json

from tests.scenarios.town import SELLER, Town, plain


def test_several_are_lost_from_one_message_and_one_undo_brings_them_back(own_town: Town) -> None:
    names = [own_town.new_deal() for _ in range(6)]
    own_town.slack.clock(by="17d")
    own_town.direct(SELLER, "Jumissa myös")
    own_town.slack.clock(by="5d")  # past the next Monday morning
    asked = own_town.direct(SELLER, "yli puolet on jumissa: 6/6")

    own_town.press(SELLER, "Käy läpi…", ts=asked["ts"], channel=own_town.room(SELLER))
    form = own_town.form(SELLER)
    boxes = [
        option["value"]
        for block in form["view"]["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "checkboxes"
        for option in block["element"]["options"]
    ]
    nos = {own_town.deal(name).deal_no for name in names[:4]}
    ticked = [each for each in boxes if json.loads(each)["deal"] in nos]
    own_town.slack.submit(SELLER, form["id"], {"deals": ticked, "act": "lost"})
    own_town.fill(SELLER, lost_kind="went_silent")
    done = own_town.told(SELLER, "4 diiliä: hävitty.")

    assert len(boxes) == len(names)
    assert own_town.type(SELLER, "/deal jumissa").startswith("Jumissa olevat diilisi · 2")
    assert "6/6" in plain(own_town.direct(SELLER, "yli puolet"))  # the question stays; its answer stands below
    own_town.press(SELLER, "Peru", ts=done["ts"], channel=own_town.room(SELLER))
    own_town.told(SELLER, "Peruttu: 4 diiliä on taas ennallaan.")
    own_town.slack.clock(by="7d")

    state = own_town.slack.state()
    room = own_town.room(SELLER)
    assert sum("yli puolet" in plain(each) for each in state["messages"][room]) == 1
    assert own_town.refusals() == []
    assert own_town.verified()
