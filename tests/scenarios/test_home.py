"""Home: what is there, and that its buttons work where no message could answer: a modal does."""

from __future__ import annotations

from typing import Any

from pipeline.people.events import MEMBER, SeesSet, Sight
from tests.scenarios.town import ADMIN, LEAD, SELLER, THIRD_SELLER, Town, plain


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


def test_home_shows_today_ones_own_deals_by_stage_the_board_and_the_forecast(own_town: Town) -> None:
    name, other = own_town.new_deal(THIRD_SELLER), own_town.new_deal(SELLER)
    own_town.type(THIRD_SELLER, f"/deal askel {name} soita tänään klo 14")
    own_town.fill(THIRD_SELLER)
    assert "Ennuste tulee kanavaan maanantaisin." in plain(home(own_town, THIRD_SELLER, name)["view"])
    own_town.slack.clock(to="2026-06-15T05:01:00+00:00")

    view = home(own_town, THIRD_SELLER, "Ennuste ma 15.6.")

    shown = plain(view["view"])
    parts = ("Uusi diili…", "Asetukset…", "Ohje", "*Tänään ma 15.6.* 1", f"*{name}* · 12 500 €", "klo 14.00 soita",
             "Tehty", "*Avoimet diilisi*", "Tunnistaminen 1 · 12 500 €", "*Myyntiputki", "Tunnistaminen 2 · 25 000 €",
             "*Ennuste ma 15.6.*", "*Kesäkuu*")  # fmt: skip
    assert [shown.index(part) for part in parts] == sorted(shown.index(part) for part in parts)
    assert other not in shown
    own_town.press(THIRD_SELLER, "Näytä laskelma", view_id=view["id"])
    modal(own_town, THIRD_SELLER, "Laskelma: ennuste")
    assert own_town.refusals() == []


def test_a_deal_is_shown_from_home_and_dealt_with_there(town: Town) -> None:
    seller = town.newcomer().user
    name = town.new_deal(seller)
    view = home(town, seller, "Avoimet diilisi")

    town.press(seller, "Näytä", view_id=view["id"])
    listed = modal(town, seller, name)
    town.press(seller, f"show.{town.deal(name).deal_no}", view_id=listed["id"])
    opened = modal(town, seller, "Siirrä: Yhteydenotto")
    town.press(seller, "Siirrä: Yhteydenotto", view_id=opened["id"])
    moved = modal(town, seller, "Tunnistaminen → Yhteydenotto")
    assert name in plain(moved["view"])
    assert town.stage(name) == "contact"

    town.press(seller, "Askel…", view_id=moved["id"])
    form = modal(town, seller, "Milloin")
    town.slack.submit(seller, form["id"], {"step": "soita", "step_day": "2026-06-22"})
    assert "soita" in plain(modal(town, seller, "ma 22.6.")["view"])
    assert town.deal(name).step == "soita"
    assert town.refusals() == []
    assert town.verified()


def test_the_guide_and_the_forecast_open_from_home(town: Town) -> None:
    town.new_deal()
    view = home(town, SELLER)
    for label, part in (("Ohje", "Näin Putki toimii"), ("Ennuste", "Kesäkuu")):
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
    names = [seller.new_deal() for _ in range(6)]
    for name in names:
        town.type(seller.user, f"/deal askel {name} soita tänään")
        town.fill(seller.user)
    view = home(town, seller.user, "Lisäksi 1 muu.")

    town.press(seller.user, "Näytä lisää", view_id=view["id"])

    rest = plain(modal(town, seller.user, "sivu 2")["view"])
    assert sum(name in rest for name in names) == 1
    assert town.refusals() == []


def test_an_open_home_follows_what_others_do_and_the_clock(own_town: Town) -> None:
    home(own_town, SELLER, "Sinulla ei ole avoimia diilejä.")
    name = own_town.new_deal(SELLER)

    own_town.slack.until(lambda state: "Tunnistaminen 1" in plain(state["homes"][SELLER]["view"]))

    own_town.type(LEAD, f"/deal siirrä {name}")
    own_town.slack.until(lambda state: "Yhteydenotto 1" in plain(state["homes"][SELLER]["view"]))
    own_town.slack.clock(by="16d")
    own_town.slack.until(lambda state: "jumissa: Yhteydenotto" in plain(state["homes"][SELLER]["view"]))
    assert own_town.refusals() == []


def test_many_changes_at_once_are_no_storm(own_town: Town) -> None:
    home(own_town, SELLER, "Sinulla ei ole avoimia diilejä.")
    for _ in range(30):
        own_town.new_deal(SELLER)

    own_town.slack.until(lambda state: "Tunnistaminen 30" in plain(state["homes"][SELLER]["view"]))

    published = [each for each in own_town.slack.log() if each["method"] == "views.publish"]
    assert len(published) < 10


def test_a_home_that_was_published_elsewhere_meanwhile_is_published_anyway(own_town: Town) -> None:
    home(own_town, SELLER, "Sinulla ei ole avoimia diilejä.")
    own_town.slack.fault("error", method="views.publish", error="hash_conflict")

    own_town.new_deal(SELLER)

    own_town.slack.until(lambda state: "Tunnistaminen 1" in plain(state["homes"][SELLER]["view"]))


def test_an_admin_without_a_pipeline_has_the_settings_on_home(own_town: Town) -> None:
    admin = own_town.bot.services.directory.member(ADMIN, None)
    own_town.change(
        lambda work: work.append(SeesSet(pipeline_no=1, sees=Sight.NOTHING), admin, work.head_of((MEMBER, admin)))
    )
    own_town.slack.open_home(ADMIN)
    shown = str(own_town.slack.until(lambda state: state["homes"].get(ADMIN)))

    assert "Et ole mukana yhdessäkään myyntiputkessa." in shown
    assert "Asetukset" in shown
    assert "Tunnistaminen" not in shown
