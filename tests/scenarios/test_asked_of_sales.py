"""`delivered`, `late`, `lost`: Putki asks about a delivery on its morning, and to come back to a customer."""

from __future__ import annotations

from typing import Any

from tests.scenarios.town import SELLER, Town, plain


def _morning(town: Town, day: str, clock: str = "06:01") -> None:
    """Let time go on to a moment in UTC."""
    town.slack.clock(to=f"{day}T{clock}:00+00:00")


def _at(town: Town, message: dict[str, Any]) -> str:
    """What the message says now."""
    found = next(each for each in town.slack.state()["messages"][town.room(SELLER)] if each["ts"] == message["ts"])
    return plain(found).replace("*", "")


def _press(town: Town, what: str, message: dict[str, Any], part: str) -> None:
    town.press(SELLER, what, ts=message["ts"], channel=town.room(SELLER))
    town.slack.until(lambda _: part in _at(town, message))


def test_a_delivery_is_asked_about_put_off_asked_again_and_told(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal voitettu {name}")
    own_town.fill(SELLER, promised_day="2026-06-17")
    own_town.told(SELLER, name)

    _morning(own_town, "2026-06-17")
    asked = own_town.direct(SELLER, "toimitus luvattu tänään")
    assert f"📦 {name}" in _at(own_town, asked)
    own_town.press(SELLER, "Myöhästyy…", ts=asked["ts"], channel=own_town.room(SELLER))
    own_town.fill(SELLER, new_delivery_day="2026-06-22", late_because="us")
    own_town.slack.until(lambda _: "(alun perin ke 17.6.)" in _at(own_town, asked))

    _morning(own_town, "2026-06-22")
    own_town.direct(SELLER, "toimitus luvattu tänään")
    _morning(own_town, "2026-06-24")
    again = own_town.direct(SELLER, "toimitus oli luvattu ma 22.6.")
    _press(own_town, "Ei tiedossa", again, f"{name}: toimituksesta ei ole tietoa")
    _press(own_town, "Peru", again, "Onko se toimitettu?")
    _press(own_town, "Toimitettu", again, f"{name}: toimitettu ke 24.6., luvattu ke 17.6.")

    own_town.card(name, "Toimitettu ke 24.6., luvattu ke 17.6.")
    assert own_town.refusals() == []
    assert own_town.verified()


def test_a_question_about_a_delivery_says_what_was_typed_elsewhere(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal voitettu {name}")
    own_town.fill(SELLER, promised_day="2026-06-17")
    own_town.told(SELLER, name)
    _morning(own_town, "2026-06-17")
    asked = own_town.direct(SELLER, "toimitus luvattu tänään")

    own_town.type(SELLER, f"/deal toimitettu {name}")
    own_town.slack.until(lambda _: f"{name}: toimitettu ke 17.6." in _at(own_town, asked))
    own_town.type(SELLER, f"/deal peru {name}")
    own_town.slack.until(lambda _: "toimitus luvattu tänään" in _at(own_town, asked))
    own_town.type(SELLER, f"/deal palauta {name}")
    own_town.slack.until(lambda _: "toimitus luvattu" not in _at(own_town, asked))


def test_a_lost_customer_comes_back_on_the_first_business_day_of_the_month(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal tarve {name} uusi pumppu")
    own_town.told(SELLER, "uusi pumppu")
    own_town.type(SELLER, f"/deal tarjous {name} 12 500")
    own_town.fill(SELLER)
    own_town.told(SELLER, "tarjous v1")
    own_town.type(SELLER, f"/deal hävitty {name} -- hinta, palataan heinäkuussa")
    own_town.told(SELLER, "palataan heinäkuussa")

    _morning(own_town, "2026-07-01")
    asked = own_town.direct(SELLER, "Aika palata asiaan. Hävitty ma 15.6.: hinta")
    assert f"🔁 {name} · 12 500 €" in _at(own_town, asked)
    assert "Tarve: uusi pumppu" in _at(own_town, asked)
    assert "Tarjous: v1 · 12 500 €" in _at(own_town, asked)
    _press(own_town, "Ei enää", asked, f"{name}: asiaan ei enää palata")
    _press(own_town, "Peru", asked, "Aika palata asiaan.")
    _press(own_town, "Kuukausi lisää", asked, f"{name}: palataan elokuussa")

    _morning(own_town, "2026-08-03")
    asked = own_town.direct(SELLER, "Aika palata asiaan.")
    own_town.press(SELLER, "Avaa uudelleen", ts=asked["ts"], channel=own_town.room(SELLER))
    own_town.slack.until(lambda _: "Aika palata" not in _at(own_town, asked))
    assert own_town.deal(name).state == "open"
    assert own_town.verified()
