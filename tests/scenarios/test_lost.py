"""`/deal lost`: a loss needs a reason, typed on the line or asked for."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.deals.events import LostKind, SaidBy
from pipeline.deals.fields import fields_of
from pipeline.deals.read import deal_by_no
from tests.scenarios.town import OTHER_SELLER, SELLER, Newcomer, Thread, Town, plain

WHY = ["lost_kind", "reason", "said_by", "returns"]


def _why(seller: Newcomer, name: str) -> tuple[LostKind | None, str, SaidBy | None, date | None]:
    """Why the deal was lost, as it is stored."""
    services = seller.town.bot.services
    with seller.town.bot.ledger.read_session(services.directory.system) as session:
        state = deal_by_no(session.connection, services.directory.workspace_no, seller.town.deal_nos(name)[0])
        assert state is not None
        why = fields_of(session, state).lost
    assert why is not None
    return why.kind, why.words, why.said_by, why.returns


@pytest.mark.parametrize("words", ["/deal hävitty", "/diili lost", "/deal havio", "/deal lose"])
def test_the_reason_is_asked(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"{words} {name}") == ""
    assert seller.asked() == WHY
    seller.fill(lost_kind="competitor", reason="halvempi", said_by="customer", returns="2027-03-01")

    told = seller.told("hävitty")
    assert f"{name}: hävitty. Syy: kilpailija · halvempi · palataan maaliskuussa 2027" in told
    assert _why(seller, name) == (LostKind.COMPETITOR, "halvempi", SaidBy.CUSTOMER, date(2027, 3, 1))


@pytest.mark.parametrize("dash", ["--", "—", "–"])
def test_after_a_dash_the_reason_is_on_the_line(seller: Newcomer, dash: str) -> None:
    name = seller.new_deal()

    answer = seller.type(f"/deal hävitty {name} {dash} hinta, palataan syyskuussa")

    assert f"{name}: hävitty. Syy: hinta · palataan syyskuussa" in answer
    assert _why(seller, name) == (LostKind.PRICE, "", None, date(2026, 9, 1))


@pytest.mark.parametrize(
    ("line", "told", "why"),
    [
        ("hävitty {} hinta", "hinta", (LostKind.PRICE, "", None, None)),
        (
            "hävitty {} liian kallis, palataan maaliskuussa",
            "hinta · liian kallis · palataan maaliskuussa 2027",
            (LostKind.PRICE, "liian kallis", None, date(2027, 3, 1)),
        ),
        ("hävitty {} kilpailijalle, asiakas kertoi", "kilpailija", (LostKind.COMPETITOR, "", SaidBy.CUSTOMER, None)),
        ("lost {} no decision", "ei päätöstä nyt", (LostKind.NO_DECISION, "no decision", None, None)),
    ],
)
def test_a_reason_behind_the_name_that_says_one_kind_loses_it_in_one_line(
    seller: Newcomer, line: str, told: str, why: tuple[LostKind, str, SaidBy | None, date | None]
) -> None:
    name = seller.new_deal()

    assert f"{name}: hävitty. Syy: {told}" in seller.type(f"/deal {line.format(name)}")

    assert _why(seller, name) == why


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("hinta oli meille liian kova, soitan vielä", {"lost_kind": "price"}),
        ("ei hinta", {}),
        ("hinta ja kilpailija", {}),
    ],
)
def test_other_words_behind_the_name_are_asked_back_with_the_kind_that_they_name(
    seller: Newcomer, words: str, kind: dict[str, str]
) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal hävitty {name} {words}") == ""

    assert seller.filled() == {"reason": words}
    assert seller.chosen() == {"said_by": "guess", **kind}
    assert seller.town.stage(name) == "identification"


def test_a_month_that_is_not_sure_is_asked_after_a_dash_too(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal hävitty {name} -- hinta, palataan joskus") == ""

    assert seller.filled() == {"reason": "hinta, palataan joskus"}
    assert "”palataan joskus” jäi epäselväksi. Valitse kuukausi." in str(seller.form())
    seller.fill(reason="", returns="2027-03-01")
    assert "Syy: hinta · palataan maaliskuussa 2027" in seller.told("hävitty")


def test_the_kind_has_to_be_chosen_and_may_be_not_known(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} projekti peruttiin")

    assert seller.filled() == {"reason": "projekti peruttiin"}
    assert "lost_kind" not in seller.chosen()
    seller.fill(lost_kind="unknown")

    assert "Syy: ei tiedossa · projekti peruttiin" in seller.told("hävitty")


def test_an_english_loss(english: Newcomer) -> None:
    name = english.new_deal()

    answer = english.type(f"/deal lost {name} -- price, back in March")

    assert f"{name}: lost. Reason: price · back in March 2027" in answer


def test_the_cards_menu_asks_and_the_card_says_why(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.choose_on_card("Hävitty…", name)
    assert calm.asked() == WHY
    calm.fill(lost_kind="price", reason="liian kallis")

    assert "Syy: hinta · liian kallis" in plain(calm.town.card(name, "Hävitty ma 15.6."))
    assert calm.town.verified()


def test_in_a_thread_the_reason_typed_stands_in_the_form(thread: Thread) -> None:
    thread.says("hävitty liian kallis meille nyt", "lomakkeella")
    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"reason": "liian kallis meille nyt"}
    thread.owner.fill()
    assert "Syy: hinta · liian kallis" in thread.shows("Syy: hinta · liian kallis")


def test_in_a_thread_with_a_dash_it_is_done_at_once(thread: Thread) -> None:
    assert "hävitty. Syy: hinta" in thread.says("lost -- hinta", "hävitty")


def test_after_ones_own_move_elsewhere_the_form_says_so_and_stays_with_what_was_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name}")
    seller.town.type(seller.user, f"/deal siirrä {name}")

    answered = seller.fill(lost_kind="price", reason="liian kallis")

    assert "Yhteydenotto" in answered["errors"]["lost_kind"]
    assert seller.has_form()
    assert seller.town.stage(name) == "contact"


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal hävitty {name} -- hinta")
    assert town.stage(name) == "identification"


def test_who_has_not_reacted_for_longer_than_the_limit_went_silent(own_town: Town) -> None:
    seller = Newcomer(own_town, SELLER)
    tried, untouched = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal kontakti {tried} soitin, ei vastannut")
    seller.told("ei vastannut")
    own_town.slack.clock(by="1d")
    seller.type(f"/deal askel {tried} tehty")
    own_town.slack.clock(by="28d")

    seller.type(f"/deal hävitty {tried}")
    assert seller.chosen()["lost_kind"] == "went_silent"
    assert seller.chosen()["said_by"] == "guess"
    seller.fill()
    seller.told("ei enää vastannut")
    seller.type(f"/deal hävitty {untouched}")
    assert "lost_kind" not in seller.chosen()
