"""`/deal need`: what a customer needs is typed, mentioned or filled in, and stands on the card."""

from __future__ import annotations

from tests.scenarios.town import CHANNEL, OTHER_SELLER, Newcomer, Thread, plain


def test_a_need_is_typed_shown_told_in_the_history_and_taken_back(calm: Newcomer) -> None:
    town, name = calm.town, calm.new_deal("12 500 €, lähde: messut")

    told = calm.type(f"/deal tarve {name} seisokki heinäkuussa")
    assert told == f"{name} · tarve: seisokki heinäkuussa (1/3)"
    town.type(OTHER_SELLER, f"/deal need {name} uusi hissi")

    town.card(name, "Tarve: seisokki heinäkuussa (+1) · #")
    shown = calm.type(f"/deal näytä {name}")
    assert "Tarve: seisokki heinäkuussa\nTarve: uusi hissi\n" in plain(town.told(calm.user, "Tarve: uusi hissi"))
    assert "Tarve: seisokki heinäkuussa" in calm.type(f"/deal historia {name}"), shown
    calm.press("Peru", "(1/3)")
    town.card(name, "Tarve: uusi hissi · #")
    assert town.verified()


def test_a_word_that_only_begins_one_of_the_name_is_part_of_the_need(calm: Newcomer) -> None:
    customer = calm.new_deal("huoltosopimus").partition(" (")[0]

    told = calm.type(f"/deal tarpeet {customer} huolto ennen juhannusta")

    assert told.endswith("· tarve: huolto ennen juhannusta (1/3)")


def test_a_fourth_need_is_refused_and_goes_along_to_the_form_of_all(seller: Newcomer) -> None:
    name = seller.new_deal()
    for need in ("hissi", "katto", "ovi"):
        seller.type(f"/deal tarve {name} {need}")

    told = seller.type(f"/deal tarve {name} maalaus syksyllä")
    assert told == "Ei tallennettu: tarpeita on jo 3.\nKirjoitit: maalaus syksyllä"
    seller.press("Muuta tietoja…", "tarpeita on jo 3")
    asked = seller.filled()
    assert (asked["need_1"], asked["need_3"], asked["note"]) == ("hissi", "ovi", "maalaus syksyllä")
    seller.fill(need_2="maalaus syksyllä", note="")

    assert "tarpeet hissi, katto, ovi → hissi, ovi, maalaus syksyllä" in seller.told("tarpeet")
    assert seller.town.deal(name).needs == ("hissi", "ovi", "maalaus syksyllä")
    seller.press("Peru", "tarpeet hissi")
    seller.told("Peruttu")
    assert seller.town.deal(name).needs == ("hissi", "katto", "ovi")
    assert "tarpeet hissi, katto, ovi → hissi, katto, piha" in seller.type(f"/deal muuta {name} tarve 3: piha")


def test_a_need_that_is_missing_or_too_long_is_asked_for(english: Newcomer) -> None:
    name, long = english.new_deal(), "a lift " * 20

    english.type(f"/deal need {name} {long}")
    assert english.filled()["need"] == long.strip()
    assert english.fill()["errors"] == {"need": "Not saved: the need is too long. At most 120 characters."}
    english.fill(need="a lift in July")

    assert f"{name} · need: a lift in July (1/3)" in english.told("(1/3)")


def test_a_message_is_a_need_of_the_deal_of_its_thread_or_of_one_that_is_picked(thread: Thread) -> None:
    town, owner = thread.town, thread.owner
    there = town.slack.type(OTHER_SELLER, CHANNEL, "*Seisokki* on heinäkuussa", thread_ts=thread.ts)["ts"]
    elsewhere = town.slack.type(OTHER_SELLER, CHANNEL, "Haluavat uuden hissin")["ts"]

    town.shortcut(owner.user, "need.message.fi", channel=CHANNEL, ts=there)
    assert "· tarve: Seisokki on heinäkuussa (1/3)" in owner.told("(1/3)")
    town.shortcut(owner.user, "need.message.en", channel=CHANNEL, ts=elsewhere)
    owner.press(f"need.{town.deal(thread.name).deal_no}", "Mikä diili?")

    assert "· tarve: Haluavat uuden hissin (2/3)" in owner.told("(2/3)")


def test_a_need_is_mentioned_in_a_thread_and_what_one_needs_to_do_is_a_step(thread: Thread) -> None:
    assert "· tarve: takuu 5 v (1/3)" in thread.says("tarve takuu 5 v", "(1/3)")

    thread.says("need to call them on Friday", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")
    assert thread.owner.filled()["step"] == "call them"
