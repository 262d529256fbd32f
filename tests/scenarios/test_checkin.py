"""`check-in`: Putki asks how the customer finds what was delivered; the answer is pressed, typed or filled in."""

from __future__ import annotations

from typing import Any

from tests.scenarios.town import LEAD, SELLER, Newcomer, Town, plain


def _at(town: Town, message: dict[str, Any]) -> str:
    """What the message says now."""
    found = next(each for each in town.slack.state()["messages"][town.room(SELLER)] if each["ts"] == message["ts"])
    return plain(found).replace("*", "")


def _press(town: Town, what: str, message: dict[str, Any]) -> None:
    town.press(SELLER, what, ts=message["ts"], channel=town.room(SELLER))


def _choose(town: Town, option: str, message: dict[str, Any]) -> None:
    """Choose from the menu of a message to the seller."""
    menu = next(
        each["action_id"]
        for block in message["blocks"]
        for each in block.get("elements", [])
        if each["type"] == "overflow"
    )
    town.press(SELLER, menu, ts=message["ts"], channel=town.room(SELLER), value=option)


def _becomes(town: Town, message: dict[str, Any], part: str) -> None:
    town.slack.until(lambda _: part in _at(town, message))


def test_an_owner_is_asked_after_14_and_90_days_and_a_problem_is_a_step_until_it_is_done(own_town: Town) -> None:
    town, name = own_town, own_town.new_deal()
    town.type(SELLER, f"/deal voitettu {name}")
    town.fill(SELLER, promised_day="2026-06-15")
    town.told(SELLER, name)
    town.type(SELLER, f"/deal toimitettu {name}")
    town.told(SELLER, f"{name}: toimitettu ma 15.6.")

    town.slack.clock(to="2026-06-29T06:01:00+00:00")
    asked = town.direct(SELLER, "Onko asiakas tyytyväinen?")
    assert f"🤝 {name}: toimitettu ma 15.6. Onko asiakas tyytyväinen?" in _at(town, asked)
    _press(town, "🙂 Tyytyväinen", asked)
    _becomes(town, asked, f"{name}: asiakas on tyytyväinen")
    _press(town, "Peru", asked)
    _becomes(town, asked, "Onko asiakas tyytyväinen?")
    _press(town, "🙁 Ongelma…", asked)
    town.fill(SELLER, check_in_words="venttiili vuotaa")
    _becomes(town, asked, f"{name}: asiakkaalla on ongelma")
    assert "Askel ma 29.6.: venttiili vuotaa" in _at(town, asked)
    assert f"{name}: venttiili vuotaa" in town.type(SELLER, "/deal tänään")
    assert "Tyytyväisyys ma 29.6.: ongelma · venttiili vuotaa" in town.type(SELLER, f"/deal asiakas {name}")
    assert "Tehty: venttiili vuotaa" in town.type(SELLER, f"/deal askel {name} tehty")

    town.slack.clock(to="2026-09-14T06:01:00+00:00")
    town.slack.until(lambda _: len(_questions(town)) == 1)
    again = town.direct(SELLER, "Onko asiakas tyytyväinen?")
    _choose(town, "Ei kysytä enää", again)
    _becomes(town, again, f"{name}: tyytyväisyyttä ei enää kysytä")
    _press(town, "Peru", again)
    _becomes(town, again, "Onko asiakas tyytyväinen?")
    _choose(town, "Jatkokauppa…", again)
    assert town.form(SELLER)["view"]["title"]["text"] == "Uusi diili"
    town.slack.close(SELLER, town.form(SELLER)["id"], all=True)
    town.type(SELLER, f"/deal tyytyväisyys {name} ihan ok")
    town.slack.until(lambda _: not _questions(town))
    assert f"{name}: asiakkaan mielestä ihan ok" in plain(town.direct(SELLER, "ihan ok"))
    shown = town.type(SELLER, f"/deal historia {name}")
    assert "Tyytyväisyys: ihan ok" in shown
    assert "Tyytyväisyys: ongelma · Asiakas sanoi: ”venttiili vuotaa”" in shown
    assert town.refusals() == []
    assert town.verified()


def _questions(town: Town) -> list[str]:
    """The questions to the seller that still stand."""
    said = [plain(each) for each in town.slack.state()["messages"][town.room(SELLER)]]
    return [each for each in said if "Onko asiakas tyytyväinen?" in each]


def test_an_answer_is_typed_and_what_is_not_sure_is_asked_about(english: Newcomer) -> None:
    name, town = english.new_deal(), english.town
    assert "is not delivered yet" in english.type(f"/deal check-in {name} happy")
    english.type(f"/deal won {name}")
    english.fill(promised_day="2026-06-22")
    english.told(name)
    english.type(f"/deal delivered {name}")

    english.type(f"/deal check-in {name} happy but the invoice was wrong")
    assert english.filled() == {"check_in_words": "happy but the invoice was wrong"}
    refused = english.fill(check_in_result="problem", check_in_words="")
    assert "what the problem is" in str(refused["errors"]["check_in_words"])
    english.fill(check_in_result="so_so", check_in_words="the invoice was wrong")
    english.told(f"{name}: the customer finds it so-so")
    assert f"{name}: no more check-ins" in english.type(f"/deal check-in {name} don't ask again")
    said = english.type(f"/deal show {name}")
    assert "Check-in Mon 15 June: so-so · the invoice was wrong · no more check-ins" in said
    assert f"{name}: the customer is happy" in english.type(f"/deal check-in 🙂 {name}")
    assert f"{name}: the customer finds it so-so" in english.type(f"/deal check-in so-so {name}")
    assert f"{name}: the customer is happy" in english.type(f"/deal satisfied {name}")
    english.type(f"/deal check-in 🙁 {name} the pump hums")
    english.told(f"{name}: the customer has a problem\nStep Mon 15 June: the pump hums")
    assert "Which won deal is “🙁 it hums” about?" in english.type("/deal check-in 🙁 it hums")
    english.press(f"checkin.{town.deal_nos(name)[0]}", "Which won deal")
    english.told("the pump hums · it hums")
    english.type("/deal check-in")  # the only deal that they won
    english.fill(check_in_result="happy", check_in_words="quick delivery")
    english.told(f"{name}: the customer is happy\nThe customer said: “quick delivery”")
    english.type(f"/deal tyytymätön {name} -- the valve leaks")
    english.told(f"{name}: the customer has a problem\nStep Mon 15 June: the valve leaks")
    assert town.verified()


def test_a_sales_lead_says_after_how_many_days_is_asked(own_town: Town) -> None:
    own_town.type(LEAD, "/deal asetukset")
    assert _chosen(own_town) == {"first_check_in": "14", "second_check_in": "90"}
    own_town.fill(LEAD, first_check_in="30", second_check_in="0")
    own_town.told(LEAD, "Asetukset tallennettu")

    own_town.type(LEAD, "/deal asetukset")
    assert _chosen(own_town) == {"first_check_in": "30", "second_check_in": "0"}
    assert own_town.verified()


def _chosen(town: Town) -> dict[str, str]:
    """The days after a delivery that are chosen in the lead's form."""
    fields = {
        each["block_id"]: each["element"] for each in town.form(LEAD)["view"]["blocks"] if each["type"] == "input"
    }
    return {name: each["initial_option"]["value"] for name, each in fields.items() if name.endswith("_check_in")}
