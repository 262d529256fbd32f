"""`won`: the channel is told of a win, its owner is asked for the promised day a week later, and what was promised."""

from __future__ import annotations

from typing import Any

from tests.scenarios.town import ADMIN, CHANNEL, OTHER_SELLER, SELLER, Town, plain


def _of_channel(town: Town, part: str) -> list[str]:
    said = (plain(each).replace("*", "") for each in town.slack.state()["messages"][CHANNEL])
    return [each for each in said if part in each]


def _until(town: Town, part: str, count: int = 1) -> None:
    town.slack.until(lambda _: len(_of_channel(town, part)) == count)


def _buttons(message: dict[str, Any]) -> list[str]:
    rows = (each["elements"] for each in message["blocks"] if each["type"] == "actions")
    return [each["text"]["text"] for row in rows for each in row if each["type"] == "button"]


def test_a_win_is_told_in_the_channel_once_and_taken_back_there(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal voitettu {name} 11 900, toimitus 15.9., luvattiin myös käyttökoulutus")

    _until(own_town, f"🎉 Kauppa tuli! {name}, 11 900 €")
    told = _of_channel(own_town, "🎉")[0]
    assert "mukana Aino Virtanen · toimitus ti 15.9." in told
    assert "Luvattiin myös: käyttökoulutus" in own_town.type(SELLER, f"/deal näytä {name}")
    card = plain(own_town.card(name, "Toimitus luvattu ti 15.9."))
    assert "Voitettu ma 15.6. · Aino Virtanen\nToimitus luvattu ti 15.9." in card

    own_town.type(SELLER, f"/deal peru {name}")
    _until(own_town, f"Peruttu: {name}")
    assert _of_channel(own_town, "🎉") == []

    own_town.type(SELLER, f"/deal voitettu {name} 12 100")
    _until(own_town, f"🎉 Kauppa tuli! {name}, 12 100 €")
    assert _of_channel(own_town, "Peruttu: ") == []
    assert own_town.verified()


def test_a_win_below_the_size_that_the_team_set_changes_the_card_alone(own_town: Town) -> None:
    own_town.type(ADMIN, "/deal asetukset")
    assert "wins_from" in own_town.fill(ADMIN, wins_from="paljon")["errors"]
    own_town.fill(ADMIN, wins_from="10 000 €")
    own_town.told(ADMIN, "Asetukset tallennettu")
    small, large = own_town.new_deal(), own_town.new_deal()

    own_town.type(SELLER, f"/deal voitettu {small} 9 999")
    own_town.card(small, "Voitettu ma 15.6.")
    own_town.type(SELLER, f"/deal voitettu {large} 10 000")

    _until(own_town, f"🎉 Kauppa tuli! {large}")
    assert _of_channel(own_town, f"🎉 Kauppa tuli! {small}") == []
    own_town.type(ADMIN, "/deal asetukset")
    assert "10 000 €" in str(own_town.form(ADMIN)).replace("\u00a0", " ")


def test_the_promised_day_is_asked_for_a_week_later_and_becomes_the_first_one(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal voitettu {name} 11 900")

    own_town.slack.clock(to="2026-06-22T06:01:00+00:00")
    asked = own_town.direct(SELLER, "Milloin toimitus luvattiin?")
    assert f"📦 {name}: voitettu ma 15.6." in plain(asked).replace("*", "")
    assert _buttons(asked) == ["Toimituspäivä…", "Toimitettu", "Ei tiedossa"]
    own_town.press(SELLER, "Toimituspäivä…", ts=asked["ts"], channel=own_town.room(SELLER))
    own_town.fill(SELLER, new_delivery_day="2026-09-15")

    own_town.card(name, "Toimitus luvattu ti 15.9.")
    deal = own_town.deal(name)
    assert deal.promised_day == deal.first_promised_day
    assert own_town.refusals() == []
    assert own_town.verified()


def test_the_promised_day_is_asked_for_once_also_where_the_day_of_the_win_is_corrected(own_town: Town) -> None:
    name, question = own_town.new_deal(), "Milloin toimitus luvattiin?"
    own_town.type(SELLER, f"/deal voitettu {name} 11 900")
    own_town.slack.clock(to="2026-06-22T06:01:00+00:00")
    asked = own_town.direct(SELLER, question)

    own_town.type(SELLER, f"/deal muuta {name} voitettu 11.6.")
    own_town.slack.until(lambda _: f"📦 {name}: voitettu to 11.6." in _asked_of_seller(own_town, question)[0])
    own_town.slack.clock(to="2026-06-30T06:01:00+00:00")

    assert len(_asked_of_seller(own_town, question)) == 1
    own_town.press(SELLER, "Toimituspäivä…", ts=asked["ts"], channel=own_town.room(SELLER))
    own_town.fill(SELLER, new_delivery_day="2026-09-15")
    own_town.card(name, "Toimitus luvattu ti 15.9.")
    assert own_town.verified()


def _asked_of_seller(town: Town, question: str) -> list[str]:
    said = (plain(each).replace("*", "") for each in town.slack.state()["messages"][town.room(SELLER)])
    return [each for each in said if question in each]


def test_what_else_was_promised_is_edited_and_shown_in_history_and_on_the_customers_page(own_town: Town) -> None:
    english = own_town.newcomer()
    english.reads("en")
    name = english.new_deal()
    english.type(f"/deal won {name} 11,900, also promised training, delivery 15 Sep")

    changed = english.type(f"/deal edit {name} also promised training and spare parts")
    assert "what else was promised training → training and spare parts" in changed
    assert "Also promised: training → training and spare parts" in english.type(f"/deal history {name}")
    assert "Also promised: training and spare parts · #" in english.type(f"/deal customer {name}")

    english.type(f"/deal undo {name}")
    assert "Also promised: training\n" in english.type(f"/deal show {name}") + "\n"
    assert own_town.verified()


def test_a_colleague_is_offered_no_change_of_a_deal_that_is_not_theirs(own_town: Town) -> None:
    name = own_town.new_deal()

    offered = {
        who: _buttons(own_town.slack.type(who, CHANNEL, f"/deal näytä {name}")["answer"])
        for who in (OTHER_SELLER, SELLER)
    }

    assert {"Voitettu…", "Askel…", "Siirrä: Yhteydenotto"} <= set(offered[SELLER])
    assert not {"Voitettu…", "Askel…", "Siirrä: Yhteydenotto"}.intersection(offered[OTHER_SELLER])


def test_a_source_in_the_line_is_kept_where_none_was_known_and_asked_about_where_it_differs(own_town: Town) -> None:
    name = own_town.new_deal()
    told = own_town.type(SELLER, f"/deal voitettu {name} 11 900, messuilta")
    assert f"{name}: voitettu, 11 900 €" in told
    assert "Lähde: tapahtuma · messuilta" in told
    assert own_town.deal(name).source_kind == "event"

    own_town.type(SELLER, f"/deal peru {name}")
    own_town.type(SELLER, f"/deal lähde {name} Matin suosituksesta")
    assert "Lähde: suositus" in own_town.type(SELLER, f"/deal voitettu {name} 11 900, suosituksesta")

    own_town.type(SELLER, f"/deal peru {name}")
    assert own_town.type(SELLER, f"/deal voitettu {name} 11 900, messuilta") == ""
    assert "Lähteeksi on kirjattu Suositus: Matin suosituksesta. Tämä korvaa sen." in str(own_town.form(SELLER))
    own_town.fill(SELLER)
    assert "Lähde: tapahtuma · messuilta" in plain(own_town.told(SELLER, "Lähde: tapahtuma"))
    assert own_town.verified()


def test_a_source_alone_opens_the_form_with_it_filled_in(own_town: Town) -> None:
    english = own_town.newcomer()
    english.reads("en")
    name = english.new_deal()
    assert english.type(f"/deal won {name.removesuffix(' Oy')} from referral") == ""
    assert english.chosen() == {"source_kind": "referral"}
    english.fill()
    assert "Source: referral" in english.told("won")


def test_a_pipeline_that_requires_the_promised_day_asks_for_it_with_what_was_typed(own_town: Town) -> None:
    name = own_town.deal_in(own_town.pipeline())

    assert own_town.type(SELLER, f"/deal voitettu {name} 11 900, luvattiin myös huolto") == ""

    fields = {each["block_id"]: each for each in own_town.form(SELLER)["view"]["blocks"] if each["type"] == "input"}
    assert not fields["promised_day"].get("optional")
    assert fields["also_promised"]["element"]["initial_value"] == "huolto"
    own_town.fill(SELLER, promised_day="2026-09-15", source_kind="referral")
    own_town.told(SELLER, "Toimitus luvattu ti 15.9. · Luvattiin myös: huolto")
    assert own_town.deal(name).source_kind == "referral"
    assert own_town.verified()
