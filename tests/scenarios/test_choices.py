"""`/deal reasons`, the word `choices`: an admin makes the lists the team's own, and deals keep what they have."""

from __future__ import annotations

from tests.scenarios.town import ADMIN, CHANNEL, LEAD, SELLER, Json, Town, plain


def add(town: Town, kind: str, fi: str, counts_as: str, en: str = "") -> None:
    """An entry that the admin adds with the form."""
    town.type(ADMIN, f"/deal syyt lisää {kind} {fi}")
    town.fill(ADMIN, choice_en=en, choice_counts_as=counts_as)
    town.told(ADMIN, f"Lisätty: {fi}")


def choose(town: Town, token: str, act: str, said: str) -> Json:
    """What stands there after an act was chosen from the menu of an entry."""
    name = "source" if token.split(".")[0] in ("event", "campaign") else "lost"
    town.type(ADMIN, f"/deal syyt {'lähteet' if name == 'source' else 'syyt'}")
    there = town.told(ADMIN, "Lähteet" if name == "source" else "Häviön syyt")
    town.press(ADMIN, f"choices.{name}.{token}", ts=there["ts"], channel=CHANNEL, value=act)
    return town.told(ADMIN, said)


def offered(form: Json, field: str) -> list[str]:
    """The labels that a field of a form offers."""
    block = next(each for each in form["view"]["blocks"] if each["block_id"] == field)
    return [each["text"]["text"] for each in block["element"]["options"]]


def test_a_reason_of_the_teams_own_is_added_typed_hidden_and_kept(own_town: Town) -> None:
    town, name, second = own_town, own_town.new_deal(), own_town.new_deal()
    assert "tämän voi tehdä" in town.type(SELLER, "/deal syyt")
    assert "tämän voi tehdä" in town.type(LEAD, "/deal syyt lisää syy Kallis")
    add(town, "syy", "Toimitusaika", "could_not", "Delivery time")

    town.type(ADMIN, "/deal syyt lisää syy delivery TIME")
    town.fill(ADMIN, choice_counts_as="price")
    assert "on jo luettelossa" in str(town.form(ADMIN))

    said = town.type(SELLER, f"/deal hävitty {name} -- toimitusajan takia, palataan maaliskuussa")
    assert "Syy: Toimitusaika · palataan maaliskuussa 2027" in said
    town.type(SELLER, f"/deal hävitty {second}")
    assert offered(town.form(SELLER), "lost_kind")[5:] == ["Emme pystyneet", "Toimitusaika", "Ei tiedossa"]

    choose(town, "could_not.1", "Piilota", "Piilotettu: Toimitusaika")
    town.fill(SELLER, lost_kind="could_not.1")

    assert town.told(SELLER, f"{second}: hävitty. Syy: Toimitusaika (piilotettu)")
    town.type(SELLER, f"/deal muuta {name}")
    assert "Toimitusaika (piilotettu)" in offered(town.form(SELLER), "lost_kind")
    town.fill(SELLER, reason="kaksi kuukautta")
    assert "Toimitusaika · kaksi kuukautta" in town.type(SELLER, f"/deal näytä {name}")
    town.type(SELLER, f"/deal palauta {second}")
    town.type(SELLER, f"/deal hävitty {second}")
    assert "Toimitusaika" not in str(offered(town.form(SELLER), "lost_kind"))
    assert "emme pystyneet 1 (Toimitusaika 1)" in town.type(SELLER, f"/deal asiakas {name}")
    assert town.verified()


def test_a_source_of_the_teams_own_is_offered_typed_and_narrows_the_board(own_town: Town) -> None:
    town, other = own_town, own_town.new_deal()
    add(town, "lähde", "Alihankintamessut", "event")
    choose(town, "event.1", "Ylös", "Siirretty: Alihankintamessut")
    name = town.new_name()
    town.type(SELLER, f"/deal uusi {name}, 12 500 €, lähde alihankintamessuilta")
    assert offered(town.form(SELLER), "source_kind")[1:5] == [
        "Asiakas otti yhteyttä", "Alihankintamessut", "Tapahtuma", "Otimme yhteyttä",
    ]  # fmt: skip
    town.fill(SELLER)
    assert "Alihankintamessut" in plain(town.card(name))

    assert f"{other} · lähde: tapahtuma · messut" in town.type(SELLER, f"/deal lähde {other} messut")
    narrowed = town.type(SELLER, "/deal putki lähde alihankintamessut")
    assert name in narrowed
    assert other not in narrowed
    assert other in town.type(SELLER, "/deal putki messut")
    assert "Tapahtuma 2" in (counted := town.type(SELLER, "/deal putki lähteittäin").replace("*", ""))
    assert "– Alihankintamessut 1" in counted
    assert "Lähde: Alihankintamessut" in town.type(SELLER, f"/deal historia {name}")
    assert town.verified()


def test_an_english_admin_replaces_renames_and_undoes(own_town: Town) -> None:
    town = own_town
    town.type(ADMIN, "/deal asetukset")
    assert "/deal syyt" in str(town.form(ADMIN))
    town.fill(ADMIN, language="en")
    town.type(ADMIN, "/deal reasons sources")
    there = town.told(ADMIN, "Sources")
    town.press(ADMIN, "choices.source.campaign", ts=there["ts"], channel=CHANNEL, value="Replace with your own…")
    assert "takes the place of *Campaign*" in str(town.form(ADMIN))
    town.fill(ADMIN, choice_en="Newsletter", choice_fi="Uutiskirje")
    added = town.told(ADMIN, "Replaced: Newsletter, counts as “Campaign”")
    assert "Newsletter · Uutiskirje · counts as “Campaign”" in str(added)
    assert "Campaign · hidden" in str(added)

    town.press(ADMIN, "choices.source.campaign.1", ts=added["ts"], channel=CHANNEL, value="Rename…")
    town.fill(ADMIN, choice_en="Mailing")
    town.told(ADMIN, "Renamed: Mailing")
    town.press(ADMIN, "Undo", ts=town.told(ADMIN, "Renamed: Mailing")["ts"], channel=CHANNEL)
    town.told(ADMIN, "Undone")
    assert "Newsletter" in town.type(ADMIN, "/deal reasons")
    assert "source: Uutiskirje" in _as_seller(town)
    assert town.verified()


def _as_seller(town: Town) -> str:
    seller = town.newcomer()
    name = seller.new_deal()
    return seller.type(f"/deal lähde {name} newsletter").replace("lähde:", "source:")


def test_the_question_below_a_new_deal_has_the_teams_list(own_town: Town) -> None:
    town, seller = own_town, own_town.newcomer()
    add(town, "lähde", "LinkedIn", "campaign")
    name = town.new_name()
    seller.type(f"/deal uusi {name}, 12 500 €")
    seller.fill()
    told = town.told(seller.user, f"Luotu: {name}")

    menu = next(each for block in told["blocks"] for each in block.get("elements", []) if "options" in each)
    assert [each["text"]["text"] for each in menu["options"]][4:7] == ["Kampanja", "LinkedIn", "Kumppani"]
    town.press(seller.user, menu["action_id"], ts=told["ts"], channel=CHANNEL, value="LinkedIn")
    assert f"{name} · lähde: LinkedIn" in seller.told("lähde: LinkedIn")
