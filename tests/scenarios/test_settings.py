"""`/deal settings`: one's own language for all; where to post and who leads for admins; at first it is set-up."""

from __future__ import annotations

import pytest

from tests.databases import SqliteFiles
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    GUEST,
    LEAD,
    OTHER_SELLER,
    SELLER,
    Json,
    Newcomer,
    Thread,
    Town,
    plain,
    playing,
)


@pytest.mark.parametrize("words", ["/deal asetukset", "/diili settings", "/deal setup", "/deal käyttöönotto"])
def test_a_seller_chooses_only_ones_own_language_and_reminders(seller: Newcomer, words: str) -> None:
    assert seller.type(words) == ""

    assert seller.asked() == ["language", "reminders_most", "reminders_at"]


def test_ones_own_language_speaks_from_then_on_and_back(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type("/deal asetukset")
    seller.fill(language="en")
    seller.told("Settings saved.")

    assert "Identification → Contact" in seller.type(f"/deal siirrä {name}")
    assert "Yhteydenotto" in town.type(OTHER_SELLER, f"/deal etsi {name}")  # others hear theirs

    seller.type("/deal settings")
    seller.fill(language="workspace")
    seller.told("Asetukset tallennettu.")
    assert town.verified()


def test_a_language_that_was_chosen_is_taken_back_and_hinders_no_other_undo(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    seller.type("/deal asetukset")
    seller.fill(language="en")

    seller.press("Undo", "Settings saved.")
    seller.told("asetukset ovat taas ennallaan")
    assert "Perutaanko vielä yksi" in seller.type("/deal peru")
    seller.press("Peru", "Perutaanko vielä yksi")

    seller.told(f"Peruttu: {name} on taas vaiheessa Tunnistaminen")
    assert town.verified()


def test_an_undo_without_a_target_leaves_settings_alone(seller: Newcomer, town: Town) -> None:
    town.new_deal()  # the board is not empty afterwards
    name = seller.new_deal()
    seller.type("/deal asetukset")
    seller.fill(language="en")
    seller.told("Settings saved.")

    assert f"Undone: {name} has been removed." in seller.type("/deal undo")

    seller.town.clear_screens()
    assert "Identification" in seller.type("/deal board")  # English still


def test_whose_settings_are_all_there_is_to_undo_hears_where_they_are_changed(own_town: Town) -> None:
    own_town.clear_screens()

    told = own_town.type(ADMIN, "/deal peru")

    assert told == "Diileissä ei ole peruttavaa. Asetuksia muutetaan komennolla /deal asetukset."
    own_town.type(ADMIN, "/deal asetukset")
    assert own_town.form(ADMIN)["view"]["title"]["text"] == "Asetukset"  # and no set-up


def test_the_button_beneath_settings_asks_and_taken_back_it_is_said_that_they_hold_again(
    english: Newcomer, town: Town
) -> None:
    english.type("/deal settings")
    english.fill(language="fi")
    saved = town.told(english.user, "Asetukset tallennettu.")
    assert "Asetukset ovat sitten taas kuin ennen tätä tallennusta." in str(_confirm(saved))

    english.press("Peru", "Asetukset tallennettu.")
    english.press("Redo", "Undone: the settings are as they were.")

    english.told("Tehty uudelleen: asetukset ovat taas voimassa.")
    english.press("Peru", "Tehty uudelleen")
    english.told("Undone: the settings are as they were.")
    assert town.verified()


def test_the_button_beneath_a_set_up_says_what_would_come_no_more(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        town.type(ADMIN, "/deal asetukset")
        town.fill(ADMIN, place=CHANNEL, lead=LEAD, workspace_language="fi")

        asked = str(_confirm(town.told(ADMIN, "Asetukset tallennettu.")))

        assert "Perutaanko käyttöönotto?" in asked
        assert "Kortteja ja maanantain ennustetta ei sitten tule, ennen kuin" in asked


def _confirm(message: Json) -> Json:
    """What is asked before the message's only button does anything."""
    (button,) = [each for block in message["blocks"] if block["type"] == "actions" for each in block["elements"]]
    return button["confirm"]


def test_an_admin_sees_what_is_set_and_saving_it_changes_nothing(town: Town) -> None:
    town.type(ADMIN, "/deal asetukset")
    before = town.changes()

    fields = {block["block_id"]: block["element"] for block in town.form(ADMIN)["view"]["blocks"] if "element" in block}
    assert fields["place"]["initial_conversation"] == CHANNEL
    assert fields["lead"]["initial_user"] == LEAD
    assert not town.fill(ADMIN).get("errors")

    assert town.changes() == before


def test_a_lead_must_be_a_full_member(town: Town) -> None:
    town.type(ADMIN, "/deal asetukset")

    for who in (GUEST, "USLACKBOT", GUEST):
        answered = town.fill(ADMIN, lead=who)
        assert "oltava tämän työtilan oma jäsen" in answered["errors"]["lead"]

    assert not town.fill(ADMIN, lead=LEAD).get("errors")


def test_one_who_has_become_a_guest_is_not_made_lead(seller: Newcomer, town: Town) -> None:
    seller.new_deal()
    town.type(ADMIN, "/deal asetukset")
    town.slack.person(seller.user, is_restricted=True)
    town.slack.until(lambda _: "eivät vieraat" in seller.type("/deal omat"))

    answered = town.fill(ADMIN, lead=seller.user)

    assert "oltava tämän työtilan oma jäsen" in answered["errors"]["lead"]
    town.slack.person(seller.user, is_restricted=False)
    assert not town.fill(ADMIN, lead=LEAD).get("errors")


def test_in_a_thread_a_button_opens_it(thread: Thread) -> None:
    thread.says("asetukset", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.asked() == ["language", "reminders_most", "reminders_at"]


def test_before_set_up_others_hear_whom_to_ask_and_the_admin_gets_the_form(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        for line in ("/deal", "/deal uusi Acme Oy, 12 500 €", "/deal putki", "/deal acme"):
            assert town.type(SELLER, line) == "Putki odottaa käyttöönottoa. Sen voi tehdä Oskari Mäkelä.", line
        assert "Vie diiliä eteenpäin" in town.type(SELLER, "/deal ohje")

        assert "Valitse kieli, kanava ja myynnin vetäjä." in town.type(ADMIN, "/deal uusi Acme Oy")
        town.press(ADMIN, "Ota käyttöön…", ts=town.told(ADMIN, "Valitse kieli")["ts"], channel=CHANNEL)
        form = town.form(ADMIN)["view"]
        assert form["title"]["text"] == "Käyttöönotto"
        assert "näkevät kaikki diilit ja voivat myydä, kunnes rajaat myyjät" in plain(form)
        town.fill(ADMIN, place=CHANNEL, lead=LEAD, workspace_language="en")

        town.slack.until(lambda state: any("Hi! Putki keeps" in plain(each) for each in state["messages"][CHANNEL]))
        assert town.type(SELLER, "/deal new Acme Oy, 12 500 €") == ""
        assert town.form(SELLER)["view"]["title"]["text"] == "New deal"
        assert town.verified()
