"""`delivered`, `late`: a win's delivery is told, put off, or not known; typed, pressed, filled in and asked about."""

from __future__ import annotations

from tests.scenarios.town import Newcomer, plain


def _won(person: Newcomer, promised: str = "2026-06-22") -> str:
    name = person.new_deal()
    person.type(f"/deal voitettu {name}")
    person.fill(promised_day=promised)
    person.told(name)
    return name


def test_a_delivery_is_put_off_and_then_told(calm: Newcomer) -> None:
    name, town = _won(calm), calm.town

    calm.type(f"/deal myöhästyy {name} 29.6. toimittaja")
    assert calm.filled() == {"new_delivery_day": "2026-06-29"}
    assert calm.chosen() == {"late_because": "supplier"}
    calm.fill()
    calm.told("toimitus luvattu ma 29.6. (alun perin ma 22.6.) · johtuu: toimittajasta")
    town.card(name, "Toimitus luvattu ma 29.6. (alun perin ma 22.6.)")

    assert f"{name}: toimitettu ma 15.6., luvattu ma 22.6." in calm.type(f"/deal toimitettu {name}")
    town.card(name, "Toimitettu ma 15.6., luvattu ma 22.6.")
    shown = calm.type(f"/deal historia {name}")
    assert "Toimitettu ma 15.6." in shown
    assert "johtuu: toimittajasta" in shown
    calm.type(f"/deal peru {name}")
    assert "Toimitus luvattu ma 29.6." in plain(town.card(name, "Toimitus luvattu"))
    assert town.verified()


def test_a_day_with_other_words_is_asked_about_and_one_to_come_is_refused(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal won {name}")
    english.fill(promised_day="2026-06-22")
    english.told(name)

    english.type(f"/deal delivered {name} today, they are happy")
    assert english.filled() == {"delivered_day": "2026-06-15", "note": "they are happy"}
    refused = english.fill(delivered_day="2026-06-16")
    assert "is still ahead" in str(refused["errors"]["delivered_day"])
    english.fill(delivered_day="2026-06-15")

    english.told(f"{name}: delivered Mon 15 June, promised Mon 22 June")
    assert [note.text for note in english.town.deal(name).notes] == ["they are happy"]


def test_what_is_not_won_has_nothing_to_deliver(calm: Newcomer) -> None:
    name = calm.new_deal()

    assert "ei ole voitettu" in calm.type(f"/deal toimitettu {name}")


def test_a_word_about_what_was_sold_asks_among_the_persons_wins(seller: Newcomer) -> None:
    seller.new_deal()
    for word in ("toimitettu", "myöhästyy", "tyytyväisyys", "ongelma", "jatkokauppa"):
        assert "Sinulla ei ole" in seller.type(f"/deal {word}")
    won = [seller.new_deal() for _ in range(2)]
    for name in won:
        seller.type(f"/deal voitettu {name} 12 500 €, toimitus 16.6.")
    for word in ("toimitettu", "myöhästyy", "tyytyväisyys", "ongelma", "jatkokauppa"):
        asked = seller.type(f"/deal {word}")
        assert "Mikä diili?" in asked
        assert all(name in asked for name in won)
        assert "Tunnistaminen" not in asked
