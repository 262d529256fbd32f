"""`/deal assign`: a deal is handed over, by mention, by name or from a menu; the people concerned are told."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Thread, Town, plain


def _owner(town: Town, name: str) -> str:
    return town.deal(name).owner_name


def _is_told(town: Town, user: str, part: str) -> bool:
    """Whether this has been told to the person directly."""
    state = town.slack.state()
    rooms = [each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == user]
    return any(part in plain(each) for room in rooms for each in state["messages"][room])


@pytest.mark.parametrize("words", ["/deal vastuu {} @matti", "/diili assign {} @matti", "/deal hand over {} @matti"])
def test_it_is_handed_over_to_whoever_is_mentioned(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert f"{name}: vastuuhenkilö on nyt Matti Korhonen." in seller.type(words.format(name))

    assert _owner(seller.town, name) == "Matti Korhonen"
    assert seller.town.card(name, "Matti Korhonen")
    assert seller.town.verified()


@pytest.mark.parametrize("named", ["matti", "Matti Korhonen", "korhonen", "MATTI KORHONEN"])
def test_it_is_handed_over_to_whoever_is_named(seller: Newcomer, named: str) -> None:
    name = seller.new_deal()

    assert "vastuuhenkilö on nyt Matti Korhonen" in seller.type(f"/deal vastuu {name} {named}")


def test_an_english_hand_over_is_told_in_english(english: Newcomer) -> None:
    name, other = english.new_deal(), english.town.newcomer()
    other.reads("en")
    who = f"Uusi Myyjä{other.user[9:]}"

    assert f"{name}: the owner is now {who}." in english.type(f"/deal assign {name} {who} -- call on Friday")

    told = plain(english.town.direct(other.user, name))
    assert f"Uusi Myyjä{english.user[9:]} gave you" in told
    for part in ("“call on Friday”", "Show", "Step…", "I can’t"):
        assert part in told


def test_the_only_deal_need_not_be_named(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: vastuuhenkilö on nyt" in seller.type("/deal vastuu @matti")


def test_the_new_owner_is_told_by_whom_and_what_to_know(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal vastuu {name} @matti -- lupasi vastata pe")

    told = plain(seller.town.direct(OTHER_SELLER, name))
    assert f"Uusi Myyjä{seller.user[9:]} antoi sinulle diilin" in told
    assert "”lupasi vastata pe”" in told
    for button in ("Näytä", "Askel…", "Ei käy"):
        assert button in told
    assert [note.text for note in seller.town.deal(name).notes] == ["lupasi vastata pe"]


def test_the_old_owner_is_told_when_a_lead_hands_it_over(seller: Newcomer) -> None:
    name, town = seller.new_deal(), seller.town

    assert "vastuuhenkilö on nyt Matti Korhonen" in town.type(LEAD, f"/deal vastuu {name} @matti")

    told = plain(town.direct(seller.user, name))
    assert "Kaisa Lahtinen vaihtoi vastuuhenkilön" in told
    assert "Matti Korhonen" in told
    assert "Kaisa Lahtinen antoi sinulle diilin" in plain(town.direct(OTHER_SELLER, name))


def test_who_did_it_is_told_nothing_beside_the_answer(seller: Newcomer) -> None:
    name, town = seller.new_deal(), seller.town

    town.type(LEAD, f"/deal vastuu {name} @kaisa")

    town.direct(seller.user, name)
    assert _owner(town, name) == "Kaisa Lahtinen"
    assert not _is_told(town, LEAD, name)


def test_a_seller_hands_over_nobody_elses_deal(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.town.newcomer()

    assert "Ei muutettu" in other.type(f"/deal vastuu {name} @matti")

    assert _owner(seller.town, name) == f"Uusi Myyjä{seller.user[9:]}"


def test_nobody_of_that_name_is_asked_in_the_form(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal vastuu {name} pekka -- lupasi vastata pe")

    assert seller.asked() == ["owner", "note"]
    assert "”pekka”: ketään sen nimistä myyjää ei ole" in str(seller.form())
    assert seller.filled() == {"note": "lupasi vastata pe"}
    seller.fill(owner=OTHER_SELLER)
    seller.told(f"{name}: vastuuhenkilö on nyt Matti Korhonen.")


@pytest.mark.parametrize("named", ["@matti", "matille"])
def test_words_behind_the_person_are_in_the_form_beside_that_person(seller: Newcomer, named: str) -> None:
    name = seller.new_deal()

    seller.type(f"/deal vastuu {name} {named} lupasi vastata pe -- ja haluaa kuvat")

    assert "initial_user" in str(seller.form())
    assert seller.filled()["note"] == "lupasi vastata pe\nja haluaa kuvat"
    seller.fill()
    seller.told(f"{name}: vastuuhenkilö on nyt Matti Korhonen.")
    assert seller.town.deal(name).notes[0].text == "lupasi vastata pe\nja haluaa kuvat"


def test_a_mention_with_the_rest_of_that_persons_name_behind_it_is_that_person(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "vastuuhenkilö on nyt Matti Korhonen" in seller.type(f"/deal vastuu {name} @matti Korhonen -- vastaa pe")


def test_a_name_of_several_people_is_asked_in_the_form(english: Newcomer) -> None:
    name, others = english.new_deal(), [english.town.newcomer() for _ in range(2)]

    english.type(f"/deal assign {name} uusi")

    assert "“uusi” matches several people" in str(english.form())
    english.fill(owner=others[0].user)
    english.told(f"{name}: the owner is now Uusi Myyjä{others[0].user[9:]}.")


def test_a_guest_cannot_own_a_deal(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "vastuuhenkilön on oltava tämän työtilan oma jäsen" in seller.type(f"/deal vastuu {name} @gary")

    assert _owner(seller.town, name) == f"Uusi Myyjä{seller.user[9:]}"


def test_to_oneself_nothing_is_handed_over(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"Ei vaihdettu: {name} on jo henkilöllä" in seller.type(f"/deal vastuu {name} @{seller.user.lower()}")


def test_in_a_thread_it_is_that_deal(thread: Thread) -> None:
    assert "vastuuhenkilö on nyt Matti Korhonen" in thread.says("vastuu @matti", "vastuuhenkilö on nyt")

    assert _owner(thread.town, thread.name) == "Matti Korhonen"


def test_in_a_thread_without_a_name_a_button_opens_the_form(thread: Thread) -> None:
    thread.says("vastuu -- lupasi vastata pe", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"note": "lupasi vastata pe"}
    thread.owner.fill(owner=OTHER_SELLER)
    thread.shows("vastuuhenkilö on nyt Matti Korhonen")


def test_the_cards_menu_opens_the_form(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.choose_on_card("Vaihda vastuuhenkilö…", name)
    seller.fill(owner=OTHER_SELLER, note="lupasi vastata pe")

    seller.told(f"{name}: vastuuhenkilö on nyt Matti Korhonen.")
    assert "”lupasi vastata pe”" in plain(seller.town.direct(OTHER_SELLER, name))


def test_the_menu_of_the_deals_view_opens_it_too(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal näytä {name}")
    menu = f"menu.{seller.town.deal_nos(name)[0]}"

    seller.press(menu, name, value="Vaihda vastuuhenkilö…")
    seller.fill(owner=OTHER_SELLER)

    seller.told(f"{name}: vastuuhenkilö on nyt Matti Korhonen.")


def test_a_guest_who_is_chosen_in_the_form_is_refused_under_the_field(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal vastuu {name}")

    answered = seller.fill(owner="ULOCALGARY1")

    assert "oma jäsen" in answered["errors"]["owner"]


def test_of_several_deals_it_is_asked_which_and_the_person_is_kept(seller: Newcomer) -> None:
    first, second = seller.new_deal(), seller.new_deal()
    seller.type("/deal vastuu @matti -- lupasi vastata pe")

    seller.press(f"assign.{seller.town.deal_nos(second)[0]}", first)

    seller.told(f"{second}: vastuuhenkilö on nyt Matti Korhonen.")
    assert [note.text for note in seller.town.deal(second).notes] == ["lupasi vastata pe"]


def test_a_slip_in_the_word_loses_nobody_whom_the_line_mentions(seller: Newcomer) -> None:
    name = seller.new_deal()
    answer = seller.type(f"/deal vastu {name} @matti -- lupasi")
    assert "vastuu" in answer

    seller.press("assign", "vastu")

    seller.told(f"{name}: vastuuhenkilö on nyt Matti Korhonen.")
    assert [note.text for note in seller.town.deal(name).notes] == ["lupasi"]


def test_a_bent_name_is_that_person(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: vastuuhenkilö on nyt Matti Korhonen." in seller.type(f"/deal vastuu {name} matille")


def test_whoever_handed_it_over_takes_it_back_though_it_is_no_longer_theirs(seller: Newcomer) -> None:
    name, town = seller.new_deal(), seller.town
    seller.type(f"/deal vastuu {name} @matti -- lupasi vastata pe")

    seller.press("Peru", f"{name}: vastuuhenkilö on nyt")

    seller.told(f"Peruttu: {name}")
    assert _owner(town, name) == f"Uusi Myyjä{seller.user[9:]}"
    assert town.deal(name).notes == ()
    assert town.verified()


def test_it_is_undone_by_word_too(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal assign {name} @matti")

    assert f"Undone: {name} is as it was." in english.type(f"/deal undo {name}")


def test_nobody_else_takes_a_hand_over_back(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.town.newcomer()
    seller.type(f"/deal vastuu {name} @matti")
    change = seller.town.deal(name).last_no

    assert "Peruttavaa ei ole" in other.type(f"/deal peru {name}")

    assert (_owner(seller.town, name), seller.town.deal(name).last_no) == ("Matti Korhonen", change)


def test_who_cannot_take_it_gives_it_back_and_the_giver_is_told(seller: Newcomer) -> None:
    name, town, other = seller.new_deal(), seller.town, seller.town.newcomer()
    seller.type(f"/deal vastuu {name} @{other.user.lower()}")
    given = town.direct(other.user, name)
    town.until_written_down(given["ts"])

    town.press(other.user, "Ei käy", ts=given["ts"], channel=town.room(other.user))

    told = plain(town.direct(seller.user, name))
    assert f"Uusi Myyjä{other.user[9:]}: ei käy." in told
    assert f"vastuuhenkilö on taas Uusi Myyjä{seller.user[9:]}" in told
    assert _owner(town, name) == f"Uusi Myyjä{seller.user[9:]}"
    town.slack.until(lambda _: "Näytä" in plain(town.direct(other.user, "ei käy")))  # in place of what was pressed
    assert not _is_told(town, other.user, "antoi sinulle")
    assert town.verified()


def test_what_a_lead_gave_goes_back_to_the_old_owner_and_both_are_told(seller: Newcomer) -> None:
    name, town, other = seller.new_deal(), seller.town, seller.town.newcomer()
    town.type(LEAD, f"/deal vastuu {name} @{other.user.lower()}")
    given = town.direct(other.user, name)

    town.press(other.user, "Ei käy", ts=given["ts"], channel=town.room(other.user))

    assert name in plain(town.direct(seller.user, "ei käy"))
    assert "ei käy" in plain(town.direct(LEAD, name))
    assert _owner(town, name) == f"Uusi Myyjä{seller.user[9:]}"
