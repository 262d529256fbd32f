"""`/deal next`: what one does next, typed, mentioned, written and pressed; each deal with the press that does it."""

from __future__ import annotations

from tests.scenarios.town import Newcomer, Thread, Town, plain

TITLE = "Tänään ma 15.6."


def planned(seller: Newcomer, line: str, amount: str = "12 500 €") -> str:
    """A deal of the seller's with this step; its customer's name."""
    name = seller.new_deal(amount)
    seller.type(f"/deal askel {name} {line}")
    seller.fill()
    seller.told(name)
    return name


FORMS = ("seuraavaksi", "seuraava", "tänään", "next", "today", "Tanaan?", "mitä mun pitäs tehdä", "mitä seuraavaksi",
         "mitä tänään pitäs tehdä", "what should i do today", "what's next", "mitä tänään")  # fmt: skip


def test_todays_steps_come_first_by_their_hour_and_each_is_done_with_a_press(seller: Newcomer) -> None:
    later, sooner = planned(seller, "soita Mikalle tänään klo 14"), planned(seller, "kysy tänään klo 9", "90 €")
    untimed, ahead = planned(seller, "lähetä tarjous tänään"), planned(seller, "soita huomenna")

    for form in FORMS:
        told = seller.type(f"/deal {form}")
        assert told.startswith(f"{TITLE} 3"), form
        assert f"{sooner}: klo 9.00 kysy\n{later}: klo 14.00 soita Mikalle\n{untimed}: lähetä tarjous" in told
        assert ahead not in told

    seller.press(f"step.{seller.town.deal(sooner).deal_no}.done", TITLE)
    seller.told(f"Tehty: kysy · {sooner}. Mitä seuraavaksi?")
    assert seller.type("/deal tänään").startswith(f"{TITLE} 2")


def test_a_customer_who_replied_is_answered_from_the_list(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal kontakti {name} asiakas soitti")
    assert f"{name}: asiakas vastasi ma 15.6." in seller.type("/deal seuraavaksi")

    menu = f"touch.{seller.town.deal(name).deal_no}.menu"
    seller.press(menu, TITLE, value="Viesti lähetetty")

    seller.told(f"{name}: ")
    assert "Tänään ei tehtävää." in seller.type("/deal seuraavaksi")
    assert seller.town.refusals() == []


def test_more_than_five_are_a_press_away(seller: Newcomer) -> None:
    names = [planned(seller, "soita tänään") for _ in range(6)]
    seller.type("/deal seuraavaksi")
    first = seller.told(f"*{TITLE}* 6")
    assert "Lisäksi 1 muu." in first

    seller.press("Näytä lisää", f"*{TITLE}* 6")

    second = seller.told(f"*{TITLE}* 6 · sivu 2")
    assert [sum(name in page for page in (first, second)) for name in names] == [1] * 6


def test_a_deal_behind_the_word_is_asked_about(seller: Newcomer) -> None:
    name = seller.new_deal()
    asked = f"{name}: siirretäänkö seuraavaan vaiheeseen, vai mikä on seuraava askel?"
    before = seller.town.changes()

    for line in (f"seuraava {name}", f"seuraavaksi {name}", f"next {name}"):
        assert seller.type(f"/deal {line}") == asked, line
    assert seller.town.changes() == before

    seller.press("Siirrä eteenpäin", "siirretäänkö seuraavaan")
    seller.told(f"{name}: Tunnistaminen → Yhteydenotto")


def test_what_else_is_said_with_today_is_read_as_that(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: ei vastannut." in seller.type(f"/deal tänään soitin {name}, ei vastannut")
    assert f"”tänään” jäi epäselväksi. Ymmärretty: {name}." in seller.type(f"/deal tänään {name}")
    assert "päivän lista näytetään vain sille" in seller.type("/deal tänään liisa")
    assert "”qwxyz” jäi käyttämättä" in seller.type("/deal tänään qwxyz")
    assert seller.type(f"/deal seuraava askel {name} soita ke") == ""
    assert seller.filled() == {"step": "soita", "step_day": "2026-06-17"}
    assert "Tunnistaminen → Yhteydenotto" in seller.type(f"/deal seuraava vaihe {name}")


def test_in_a_thread_it_is_for_one_persons_eyes(thread: Thread) -> None:
    assert "Tänään ei tehtävää." in thread.says("tänään", "Tänään ei tehtävää")

    assert [plain(each) for each in thread.read_by_all() if each["user"] != thread.owner.user] == []


def test_it_is_a_press_away_where_nothing_was_understood(english: Newcomer) -> None:
    planned(english, "call them next tuesday")
    assert "is unclear" in english.type("/deal qwxyz plugh")

    english.press("Today", "is unclear")

    assert "Nothing to do today. Next Tue 23 June:" in english.told("Nothing to do today")


def test_in_its_order_a_list_has_what_was_left_undone(own_town: Town) -> None:
    seller = own_town.newcomer()
    stuck, planned_late = seller.new_deal("90 000 €"), planned(seller, "soita huomenna")
    dated = seller.new_deal("10 €, kesäkuussa")
    own_town.slack.clock(to="2026-07-06T09:00:00+00:00")

    told = seller.type("/deal seuraavaksi")

    assert told.startswith("Tänään ma 6.7. 3")
    rows = (
        f"{planned_late}: askel oli ti 16.6.: soita",
        f"{dated}: kauppapäivä oli ti 30.6.",
        f"{stuck}: jumissa: Tunnistaminen, 14 arkipäivää",
    )
    assert "\n".join(rows) in told
    seller.press(f"edit.{own_town.deal(dated).deal_no}", "Tänään ma 6.7.")
    assert "close_day" in seller.asked()
    assert own_town.refusals() == []


def test_the_stand_in_sees_them_marked(own_town: Town) -> None:
    owner, stand_in = own_town.newcomer(), own_town.newcomer()
    name = planned(owner, "soita tänään")

    owner.type(f"/deal poissa tänään @{stand_in.user.lower()}")

    assert f"{name}: Sijaisena: soita" in stand_in.type("/deal tänään")
