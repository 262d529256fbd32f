"""`/deal away`: when one is away, who stands in, and what each of them is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scenarios.town import OTHER_SELLER, Json, Newcomer, Town, plain


@pytest.fixture
def away(own_town: Town) -> Newcomer:
    """A seller in a town whose clock the test moves; it is Monday 15 June."""
    return own_town.newcomer()


def _direct(town: Town, user: str) -> Iterator[Json]:
    """All that a person was told directly."""
    state = town.slack.state()
    for room in (each["id"] for each in state["channels"] if each["is_im"] and each.get("user") == user):
        yield from state["messages"][room]


def _name(newcomer: Newcomer) -> str:
    return f"Uusi Myyjä{newcomer.user[9:]}"


def _press_direct(town: Town, user: str, what: str, part: str) -> None:
    town.press(user, what, ts=town.direct(user, part)["ts"], channel=town.room(user))


def test_the_days_are_kept_and_the_stand_in_is_told_what_they_look_after(seller: Newcomer) -> None:
    town, stand_in = seller.town, seller.town.newcomer()
    first, _second = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal askel {first} soita Mikalle 22.6.")
    seller.fill()

    said = seller.type(f"/deal poissa 6.7.–2.8. @{stand_in.user.lower()}")

    assert f"Poissa ma 6.7. – su 2.8. · sijainen {_name(stand_in)}" in said
    told = plain(town.direct(stand_in.user, "Sijaistat"))
    for part in (f"{_name(seller)} on poissa ma 6.7. – su 2.8.", "2 diiliä, 1 askel", "Näytä", "Ei käy"):
        assert part in told, part
    assert town.verified()


def test_without_a_stand_in_reminders_wait_and_it_is_undone_by_its_button(english: Newcomer) -> None:
    said = english.type("/deal away July")
    assert "Away Wed 1 July – Fri 31 July" in said
    assert "Reminders wait for your return." in said

    english.press("Undo", "Away Wed 1 July")

    english.told("Undone: your absences are as they were.")
    assert "You have no absences" in english.type("/deal away")
    assert english.town.verified()


def test_the_stand_in_hears_that_the_days_are_undone_and_that_they_are_not(seller: Newcomer) -> None:
    town, stand_in = seller.town, seller.town.newcomer()
    seller.type(f"/deal poissa 6.7.–2.8. @{stand_in.user.lower()}")
    town.direct(stand_in.user, "Sijaistat")

    seller.press("Peru", "Poissa ma 6.7.")
    town.direct(stand_in.user, f"Et enää sijaista: {_name(seller)}")

    seller.press("Tee uudelleen", "Peruttu")
    town.slack.until(lambda _: len([each for each in _direct(town, stand_in.user) if "Sijaistat" in plain(each)]) == 2)
    assert town.verified()


def test_the_settings_show_the_days_and_change_them(seller: Newcomer) -> None:
    town, user = seller.town, seller.user
    seller.type("/deal asetukset")
    assert "Poissa: ei merkittyjä päiviä" in str(seller.form()["blocks"])
    town.press(user, "Merkitse poissaolo…", view_id=town.form(user)["id"])
    town.slack.until(lambda _: seller.asked()[0] == "from_day")
    seller.fill(from_day="2026-07-06", until_day="2026-08-02")
    town.slack.close(user, town.form(user)["id"], all=True)

    seller.type("/deal asetukset")

    assert "Poissa ma 6.7. – su 2.8." in str(seller.form()["blocks"]).replace("\\xa0", " ")
    town.press(user, "Muuta…", view_id=town.form(user)["id"])
    town.slack.until(lambda _: seller.asked()[0] == "from_day")
    assert seller.filled() == {"from_day": "2026-07-06", "until_day": "2026-08-02"}
    assert town.verified()


def test_what_is_unclear_is_asked_with_what_was_understood(seller: Newcomer) -> None:
    seller.type("/deal poissa syksyllä pekka")

    assert seller.asked() == ["from_day", "until_day", "stand_in"]
    assert seller.filled() == {"from_day": "2026-09-01", "until_day": "2026-11-30"}
    shown = str(seller.form())
    assert "”syksyllä”: tarkista päivät." in shown
    assert "”pekka”: ketään sen nimistä myyjää ei ole" in shown
    seller.fill(from_day="2026-09-07", until_day="2026-09-11", stand_in=OTHER_SELLER)
    seller.told("Poissa ma 7.9. – pe 11.9. · sijainen Matti Korhonen")


def test_days_that_cannot_be_are_refused_under_their_field(seller: Newcomer) -> None:
    seller.type("/deal poissa pekka")

    answered = seller.fill(from_day="2026-07-10", until_day="2026-07-06")

    assert "viimeinen päivä on ennen ensimmäistä" in str(answered)


def test_another_absence_of_those_days_is_refused_and_the_first_one_is_changed(seller: Newcomer) -> None:
    seller.type("/deal poissa vko 28-30")

    assert "olet jo merkinnyt olevasi poissa ma 6.7. – su 26.7." in seller.type("/deal poissa heinäkuu")
    assert "Poissa ma 6.7. – su 2.8. · sijainen Matti Korhonen" in seller.type("/deal poissa 6.7.-2.8. sijainen matti")
    assert "Poissa ma 6.7. – su 2.8. · sijainen Matti Korhonen" in seller.type("/deal poissa")


def test_oneself_and_a_guest_do_not_stand_in(seller: Newcomer) -> None:
    assert "et voi olla oma sijaisesi" in seller.type(f"/deal poissa heinäkuu @{seller.user.lower()}")
    assert "sijaisen on oltava tämän työtilan oma jäsen" in seller.type("/deal poissa heinäkuu @gary")
    assert "Et ole merkinnyt poissaoloja" in seller.type("/deal poissa")


def test_a_note_is_given_back(seller: Newcomer) -> None:
    assert "mökillä" in seller.type("/deal poissa heinäkuu -- mökillä")
    assert "Et ole merkinnyt poissaoloja" in seller.type("/deal poissa")


def test_who_cannot_stand_in_says_so_and_both_know(seller: Newcomer) -> None:
    town, stand_in = seller.town, seller.town.newcomer()
    seller.type(f"/deal poissa 6.7.–2.8. @{stand_in.user.lower()}")

    _press_direct(town, stand_in.user, "Ei käy", "Sijaistat")

    assert "Et sijaista" in plain(town.direct(stand_in.user, "Hänelle on kerrottu"))
    told = plain(town.direct(seller.user, "ei käy"))
    assert f"{_name(stand_in)}: ei käy. Sinulla ei ole sijaista ma 6.7. – su 2.8." in told
    assert "sijainen" not in seller.type("/deal poissa")
    _press_direct(town, seller.user, "Valitse toinen…", "ei käy")
    assert seller.filled() == {"from_day": "2026-07-06", "until_day": "2026-08-02"}
    seller.fill(stand_in=OTHER_SELLER)
    seller.town.direct(OTHER_SELLER, f"{_name(seller)} on poissa")


@pytest.mark.parametrize("line", ["/deal olen palannut", "/deal poissa ohi", "/deal away over"])
def test_who_is_back_early_says_so(away: Newcomer, line: str) -> None:
    away.type("/deal poissa 15.6.-26.6. matti")
    away.town.direct(OTHER_SELLER, "Sijaistat")
    away.town.slack.clock(by="26h")

    assert "Poissaolo on päättynyt" in away.type(line)

    away.town.direct(OTHER_SELLER, f"Et enää sijaista: {_name(away)}.")
    assert "Et ole merkinnyt poissaoloja" in away.type("/deal poissa")


@pytest.mark.parametrize("line", ["6.7. – 2.8.", "6 July – 2 August", "ma 6.7. – su 2.8."])
def test_a_dash_with_spaces_between_two_days_begins_no_note(seller: Newcomer, line: str) -> None:
    assert "Poissa ma 6.7. – su 2.8." in seller.type(f"/deal poissa {line}")


@pytest.mark.parametrize(("days", "said"), [("6.7.–2.8.", "ma 6.7. – su 2.8."), ("6.7.", "ma 6.7.")])
def test_an_absence_to_come_is_removed_and_nobody_is_said_to_be_back(seller: Newcomer, days: str, said: str) -> None:
    seller.type(f"/deal poissa {days}")

    assert seller.type("/deal poissa ohi") == f"Poissaolo poistettu: {said}"


def test_a_dash_between_the_days_and_a_stand_in_behind_them(seller: Newcomer) -> None:
    assert "Poissa ma 6.7. – su 2.8. · sijainen Matti Korhonen" in seller.type("/deal poissa 6.7. – 2.8. @matti")


def test_the_stand_in_is_reminded_marked_and_may_act(away: Newcomer) -> None:
    town, stand_in = away.town, away.town.newcomer()
    name = away.new_deal()
    away.type(f"/deal askel {name} soita Mikalle 17.6. klo 14")
    away.fill()
    away.told("soita Mikalle")  # before the clock moves: later the answer would come directly
    away.type(f"/deal poissa 15.6.-26.6. @{stand_in.user.lower()}")

    town.slack.clock(to="2026-06-17T10:51:00+00:00")

    told = plain(town.direct(stand_in.user, "soita Mikalle"))
    assert f"Sijaisena: {_name(away)} on poissa pe 26.6. asti." in told
    _press_direct(town, stand_in.user, "Tehty", "soita Mikalle")
    town.direct(stand_in.user, "Tehty: soita Mikalle")
    assert not [each for each in _direct(town, away.user) if "soita Mikalle" in plain(each)]
    assert town.verified()


def test_who_is_back_reads_one_list_of_what_happened(away: Newcomer) -> None:
    town, stand_in = away.town, away.town.newcomer()
    first, second = away.new_deal(), away.new_deal()
    away.type(f"/deal askel {second} soita Mikalle 17.6.")
    away.fill()
    away.type(f"/deal poissa 15.6.-19.6. @{stand_in.user.lower()}")
    stand_in.type(f"/deal siirrä {first} tarjous 9 000")

    town.slack.clock(to="2026-06-22T05:05:00+00:00")

    told = plain(town.direct(away.user, "Poissa ollessasi:"))
    assert f"{_name(stand_in)}: *{first}* · Tunnistaminen → Tarjous, summa 9 000 €" in told
    assert f"*{second}*: askel oli ke 17.6.: soita Mikalle" in told
    changed = [each for each in _direct(town, away.user) if "Tunnistaminen → Tarjous" in plain(each)]
    assert len(changed) == 1


def test_who_stands_in_reads_the_stuck_deals_that_they_stand_in_for(away: Newcomer) -> None:
    town, stand_in = away.town, away.town.newcomer()
    theirs, own = away.new_deal(), stand_in.new_deal()
    town.slack.clock(to="2026-07-08T05:00:00+00:00")
    away.type(f"/deal poissa 8.7.–2.8. @{stand_in.user.lower()}")

    told = stand_in.type("/deal jumissa")

    lines = {name: next(line for line in told.splitlines() if name in line) for name in (theirs, own)}
    assert "Sijaisena:" in lines[theirs]
    assert "Sijaisena:" not in lines[own]
