"""The shortcut of a message: a new deal is filled in from what it says, whoever wrote it, and links back to it."""

from __future__ import annotations

import pytest

from tests.scenarios.town import CHANNEL, GUEST, OTHER_SELLER, Newcomer, Thread, Town, plain

FINNISH, ENGLISH = "new.message.fi", "new.message.en"


def said(town: Town, text: str, who: str = OTHER_SELLER, thread: str | None = None) -> str:
    return town.slack.type(who, CHANNEL, text, thread_ts=thread)["ts"]


def link_to(ts: str) -> str:
    return f"https://pohjanlahden-pumppu.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}"


@pytest.mark.parametrize(
    ("callback_id", "typed", "title", "button", "told"),
    [
        (FINNISH, "{name}, 12 500 €, verkkokauppa -- soittivat", "Uusi diili", "Peru", "Luotu: {name} (verkkokauppa)"),
        (ENGLISH, "{name}, €12,500, web shop -- they called", "New deal", "Undo", "Created: {name} (web shop)"),
    ],
)
def test_another_persons_message_becomes_a_deal_that_links_to_it(
    seller: Newcomer, callback_id: str, typed: str, title: str, button: str, told: str
) -> None:
    town, name = seller.town, seller.town.new_name()
    if callback_id == ENGLISH:
        seller.reads("en")
    ts = said(town, typed.format(name=name))

    town.shortcut(seller.user, callback_id, channel=CHANNEL, ts=ts)

    assert seller.form()["title"]["text"] == title
    assert link_to(ts) in plain(seller.form())
    assert (seller.filled()["customer"], seller.filled()["note"]) == (name, typed.rpartition(" -- ")[2])
    seller.fill()
    seller.told(told.format(name=name))
    assert [each.text for each in town.deal(name).notes] == [typed.rpartition(" -- ")[2], link_to(ts)]
    seller.type(f"/deal {name}")
    seller.told(link_to(ts))
    seller.press(button, told.format(name=name))
    town.slack.until(lambda _: not town.deal_nos(name))
    assert town.verified()


def test_prose_with_marks_and_a_mention_is_the_note_as_it_is_read(seller: Newcomer) -> None:
    name = seller.town.new_name()
    ts = said(seller.town, f"Hei! *{name}* kysyi huollosta, `noin 12 500 €`. @kaisa tietää lisää & auttaa.")

    seller.town.shortcut(seller.user, FINNISH, channel=CHANNEL, ts=ts)

    assert seller.filled() == {
        "customer": name,
        "amount": "12 500 €",
        "note": f"Hei! {name} kysyi huollosta, noin 12 500 €. @Kaisa Lahtinen tietää lisää & auttaa.",
    }


def test_a_huge_message_is_cut_in_the_note_and_that_is_said(seller: Newcomer) -> None:
    ts = said(seller.town, "```" + "Pumppaamon huolto. " * 1500 + "```")

    seller.town.shortcut(seller.user, FINNISH, channel=CHANNEL, ts=ts)

    assert seller.filled()["note"].endswith(" …")
    assert "Tässä on sen alku" in str(seller.form())
    name = seller.town.new_name()
    seller.fill(customer=name)
    seller.told(f"Luotu: {name}")
    assert seller.town.deal(name).notes[-1].text == link_to(ts)


def test_a_card_of_putki_itself_is_a_message_too(thread: Thread) -> None:
    thread.town.shortcut(thread.owner.user, FINNISH, channel=CHANNEL, ts=thread.ts)

    assert thread.name in thread.owner.filled()["note"]
    assert link_to(thread.ts) in plain(thread.owner.form())


def test_the_answer_stands_in_the_thread_of_the_message_and_only_they_read_it(seller: Newcomer) -> None:
    town, name = seller.town, seller.town.new_name()
    first = said(town, "Mitä kuuluu?")
    ts = said(town, f"{name}, 5 000 €", thread=first)

    town.shortcut(seller.user, FINNISH, channel=CHANNEL, ts=ts)
    seller.fill()

    assert town.told(seller.user, f"Luotu: {name}")["thread_ts"] == first
    assert town.deal(name).notes[-1].text == f"{link_to(ts)}?thread_ts={first}&cid={CHANNEL}"


def test_the_global_shortcut_opens_an_empty_form_and_answers_in_it(seller: Newcomer) -> None:
    name = seller.town.new_name()

    seller.town.shortcut(seller.user, "new.global.fi")

    assert seller.filled() == {}
    seller.fill(customer=name)
    assert f"Luotu: *{name}*" in plain(seller.form())
    assert seller.town.deal(name).notes == ()


def test_a_guest_is_told_that_it_is_not_for_them(town: Town) -> None:
    ts = town.slack.type(GUEST, "projektit", "Acme Oy, 5 000 €")["ts"]

    town.shortcut(GUEST, FINNISH, channel="projektit", ts=ts)

    town.told(GUEST, "työtilan")
    town.shortcut(GUEST, "new.global.fi")
    assert "työtilan" in plain(town.form(GUEST)["view"])
