"""Home: what is there, and that its buttons work where no message could answer: a modal does."""

from __future__ import annotations

from typing import Any

from tests.scenarios.town import SELLER, THIRD_SELLER, Town, plain


def home(town: Town, who: str, part: str = "Uusi diili…") -> dict[str, Any]:
    """Open Home; the view, once it shows this."""
    town.slack.open_home(who)

    def shown(state: dict[str, Any]) -> dict[str, Any] | None:
        view = state["homes"].get(who)
        return view if view and part in plain(view["view"]) else None

    return town.slack.until(shown)["homes"][who]


def modal(town: Town, who: str, part: str) -> dict[str, Any]:
    """The modal before this person, once it shows this."""

    def found(state: dict[str, Any]) -> list[dict[str, Any]]:
        return [each for each in state["views"] if each["user"] == who and part in plain(each["view"])]

    return found(town.slack.until(found))[-1]


def test_home_shows_ones_own_deals_and_the_board(town: Town) -> None:
    name = town.new_deal(THIRD_SELLER)

    shown = plain(home(town, THIRD_SELLER, name)["view"])

    assert name in shown
    assert "12 500 €" in shown
    assert "Tunnistaminen" in shown
    assert town.refusals() == []


def test_a_deal_is_shown_from_home_and_dealt_with_there(town: Town) -> None:
    name = town.new_deal(THIRD_SELLER)
    view = home(town, THIRD_SELLER, name)

    town.press(THIRD_SELLER, f"show.{town.deal(name).deal_no}", view_id=view["id"])
    opened = modal(town, THIRD_SELLER, name)
    town.press(THIRD_SELLER, "Siirrä: Yhteydenotto", view_id=opened["id"])
    moved = modal(town, THIRD_SELLER, "Tunnistaminen → Yhteydenotto")
    assert name in plain(moved["view"])
    assert town.stage(name) == "contact"

    town.press(THIRD_SELLER, "Askel…", view_id=moved["id"])
    form = modal(town, THIRD_SELLER, "Milloin")
    town.slack.submit(THIRD_SELLER, form["id"], {"step": "soita", "step_day": "2026-06-22"})
    assert "soita" in plain(modal(town, THIRD_SELLER, "ma 22.6.")["view"])
    assert town.deal(name).step == "soita"
    assert town.refusals() == []
    assert town.verified()


def test_the_guide_and_the_forecast_open_from_home(town: Town) -> None:
    view = home(town, SELLER)
    for label, part in (("Ohje", "Näin Putki toimii"), ("Ennuste", "Mukana vain jo luodut diilit")):
        town.press(SELLER, label, view_id=view["id"])
        opened = modal(town, SELLER, part)
        town.slack.close(SELLER, opened["id"])


def test_a_new_deal_from_home_is_answered_in_its_form(town: Town) -> None:
    view = home(town, SELLER)

    town.press(SELLER, "Uusi diili…", view_id=view["id"])
    form = modal(town, SELLER, "Asiakas")
    town.slack.submit(SELLER, form["id"], {"customer": "Kotisivu Oy", "amount": "800"})

    assert "800 €" in plain(modal(town, SELLER, "Luotu: *Kotisivu Oy*")["view"])
    assert town.stage("Kotisivu Oy") == "identification"
    assert town.verified()


def test_more_than_fit_on_home_are_shown_in_a_modal(town: Town) -> None:
    seller = town.newcomer()
    names = [seller.new_deal() for _ in range(9)]
    view = home(town, seller.user, names[0])
    assert "Lisäksi 1 muu." in plain(view["view"])

    town.press(seller.user, "Näytä lisää", view_id=view["id"])

    rest = plain(modal(town, seller.user, "sivu 2")["view"])
    assert sum(name in rest for name in names) == 1
    assert town.refusals() == []
