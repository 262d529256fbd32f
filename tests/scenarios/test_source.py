"""`/deal source`, and the question below a new deal: a press answers it, and an existing customer brings none."""

from __future__ import annotations

from tests.scenarios.town import CHANNEL, Newcomer, plain


def _open(asker: Newcomer, line: str = "12 500 €") -> str:
    """The name of a new deal that they opened with the form."""
    name = asker.town.new_name()
    asker.type(f"/deal uusi {name}, {line}")
    asker.fill()
    return name


def _question(asker: Newcomer, name: str) -> list[str]:
    """What can be chosen or pressed below the answer to a new deal."""
    told = asker.town.told(asker.user, f"Luotu: {name}")
    rows = [block["elements"] for block in told["blocks"] if block["type"] == "actions"]
    return [each.get("placeholder", each.get("text"))["text"] for row in rows for each in row]


def _choose(asker: Newcomer, name: str, kind: str) -> None:
    told = asker.town.told(asker.user, f"Luotu: {name}")
    menu = f"source.{asker.town.deal(name).deal_no}.kind"
    asker.town.press(asker.user, menu, ts=told["ts"], channel=CHANNEL, value=kind)


def test_a_source_is_chosen_named_repeated_and_taken_back(seller: Newcomer) -> None:
    town, name = seller.town, _open(seller)
    assert _question(seller, name) == ["Peru", "Askel…", "Mistä tämä tuli?"]

    _choose(seller, name, "Tapahtuma")
    assert f"{name} · lähde: tapahtuma · Uusi Myyjä" in seller.told("lähde: tapahtuma")
    seller.press("Lisää nimi…", "lähde: tapahtuma")
    assert seller.chosen() == {"source_kind": "event"}
    seller.fill(source="Konepaja 2026")

    assert "lähde: tapahtuma · Konepaja 2026" in seller.told("Konepaja 2026")
    second = _open(seller)
    assert _question(seller, second)[-2:] == ["Mistä tämä tuli?", "Sama: Konepaja 2026"]
    seller.press("Sama: Konepaja 2026", f"Luotu: {second}")
    seller.press("Peru", f"{second} · lähde: tapahtuma · Konepaja 2026")
    seller.told("Peruttu")
    assert town.deal(second).source is None
    assert town.verified()


def test_what_was_said_is_not_asked_and_an_existing_customer_is_known_by_itself(seller: Newcomer) -> None:
    said = _open(seller, "12 500 €, verkostosta")
    assert _question(seller, said) == ["Peru", "Askel…"]
    assert seller.town.deal(said).source == "verkostosta"

    seller.type(f"/deal voitettu {said}")
    seller.fill(promised_day="2026-09-15")
    seller.told("voitettu")
    seller.type(f"/deal uusi {said}, lisäosa, 2 000 €")
    seller.fill()

    assert "nykyinen asiakas" in plain(seller.town.card(said, "lisäosa"))
    assert "nykyinen asiakas" in seller.type(f"/deal historia {said} lisäosa")


def test_a_source_is_typed_and_asked_for_where_its_kind_is_not_read(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal source {name} referred by Matti") == f"{name} · source: referral · Matti"
    assert "source referral · Matti → not known" in english.type(f"/deal edit {name} source: not known")
    assert english.type(f"/deal source {name} not known") == f"{name} · source noted already: not known"
    english.type(f"/deal source {name} Slush 2026")
    assert english.filled() == {"source": "Slush 2026"}
    english.fill(source_kind="event")
    assert f"{name} · source: event · Slush 2026" in english.told("Slush 2026")
