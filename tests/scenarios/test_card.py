"""The card: one message a deal in its pipeline's channel, always showing now."""

from __future__ import annotations

from tests.scenarios.town import CHANNEL, ENGLISH, LEAD, Json, Newcomer, Town, mrkdwn, plain


def _cards(town: Town, name: str) -> list[Json]:
    there = town.slack.messages(CHANNEL)
    return [each for each in there if name in plain(each) and each.get("thread_ts") in (None, each["ts"])]


def test_it_is_posted_when_a_deal_is_opened_with_all_that_is_known(calm: Newcomer) -> None:
    name = calm.new_deal("12 500 €, verkkokauppa, lähde: messut, 30.6.")

    card = plain(calm.town.card(name))

    for part in (
        f"*{name} (verkkokauppa)* · 12 500 €",
        "Arvioitu kauppapäivä ti 30.6.",
        "Lähde: messut",
        "lähtien · Uusi Myyjä",
        "Siirrä: Yhteydenotto",
    ):
        assert part in card, part


def test_it_is_one_message_that_follows_every_change(calm: Newcomer) -> None:
    name, town = calm.new_deal(), calm.town
    first = town.card(name)

    calm.type(f"/deal siirrä {name} tarjous")
    calm.type(f"/deal palauta {name}")
    calm.type(f"/deal siirrä {name} tarjous")

    town.card(name, "Tarjous ma 15.6.")
    assert [each["ts"] for each in _cards(town, name)] == [first["ts"]]


def test_it_speaks_the_workspaces_language_whoever_made_it(calm: Newcomer) -> None:
    town = calm.town
    town.type(ENGLISH, "/deal asetukset")
    town.fill(ENGLISH, language="en")
    name = town.new_deal(ENGLISH)

    assert "Tunnistaminen" in plain(town.card(name))


def test_the_lead_acts_from_it_and_the_owner_sees_it(calm: Newcomer) -> None:
    name, town = calm.new_deal(), calm.town

    town.press(LEAD, "Siirrä: Yhteydenotto", ts=town.card(name)["ts"], channel=CHANNEL)

    assert "Tunnistaminen → Yhteydenotto" in plain(town.told(LEAD, name))
    town.card(name, "Yhteydenotto ma 15.6.")
    assert town.verified()


def test_another_sellers_press_is_refused_for_their_eyes_only_and_the_card_stays(calm: Newcomer) -> None:
    name, town, other = calm.new_deal(), calm.town, calm.town.newcomer()

    other.press_card("Siirrä: Yhteydenotto", name)

    assert f"Ei muutettu: diiliä {name} voi muuttaa Uusi Myyjä{calm.user[9:]}" in other.told("Ei muutettu")
    assert "Siirrä: Yhteydenotto" in plain(town.card(name))


def test_another_sellers_press_of_a_button_with_a_form_is_refused_before_the_form(calm: Newcomer) -> None:
    name, other = calm.new_deal(), calm.town.newcomer()

    for button in ("Voitettu…", "Askel…"):
        other.press_card(button, name)
        other.told("Ei muutettu")
        assert not other.has_form()
    other.choose_on_card("Hävitty…", name)
    other.told("Ei muutettu")
    assert not other.has_form()


def test_a_closed_deals_card_offers_to_open_it_again(calm: Newcomer) -> None:
    name, town = calm.new_deal(), calm.town
    calm.type(f"/deal hävitty {name} -- hinta")
    assert "Siirrä:" not in plain(town.card(name, "Syy: hinta"))

    calm.press_card("Avaa uudelleen", name)

    assert "Siirrä: Yhteydenotto" in plain(town.card(name, "Tunnistaminen ma 15.6."))


def test_typed_marks_show_as_typed_and_ping_nobody(calm: Newcomer) -> None:
    town, name = calm.town, calm.town.new_name()
    calm.type("/deal uusi")
    calm.fill(customer=f"{name} <!channel> *x* _y_ `z` ~w~ & co")

    card = town.card(name)

    shown = mrkdwn(card)
    assert "<!channel>" not in shown
    assert "&lt;!channel&gt;" in shown
    assert "&amp; co" in shown
