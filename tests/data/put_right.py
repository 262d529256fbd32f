"""What people put right, merge, delete and plan, and who stands in for whom meanwhile; with the forms of all that."""

from __future__ import annotations

import json

from tests.data.player import Player
from tests.scenarios.town import CHANNEL, ENGLISH, LEAD, OTHER_SELLER, SELLER, THIRD_SELLER, Town

SEVERAL = (  # what is done to several deals at once, with what the second form is given
    ("note", {"note": "messuilla sovittu"}),
    ("snooze", {"until": "2026-08-10"}),
    ("step", {"step": "soita", "step_day": "2026-07-31", "step_at": "14:00"}),
    ("lost", {"lost_kind": "no_decision", "returns": "2026-11-01"}),
    ("assign", {"owner": OTHER_SELLER, "note": "tuntevat hänet"}),
)


def plan_steps(player: Player) -> None:
    """Steps of the days to come: one is done, one replaced by another, one comes in a morning's message twice."""
    done, replaced, late = (player.town.new_deal(SELLER) for _ in range(3))
    for name in (done, replaced, late):
        _plan(player, SELLER, f"askel {name} soita huomenna")
    _plan(player, SELLER, f"askel {replaced} tapaaminen pe klo 10")
    player.town.type(SELLER, f"/deal askel {done} tehty")
    _plan(player, ENGLISH, f"step {player.town.new_deal(ENGLISH)} call them tomorrow")
    player.calm()


def put_right(player: Player) -> None:
    """All of it, one after another, on a Friday at noon."""
    _edits(player)
    _deletions(player)
    _merges(player)
    _doubles(player)
    _losses(player)
    _several(player)
    _steps_of_today(player)
    _absences(player)
    player.go_on("1h")


def _plan(player: Player, who: str, line: str) -> None:
    player.town.type(who, f"/deal {line}")
    answered = player.town.fill(who)
    assert not answered.get("errors"), answered


def _press(town: Town, who: str, what: str, part: str) -> None:
    """Press a button of what this person alone was told."""
    town.press(who, what, ts=town.told(who, part)["ts"], channel=CHANNEL)


def _press_direct(player: Player, who: str, what: str, part: str) -> None:
    """Press a button of a direct message."""
    town = player.town
    town.press(who, what, ts=town.direct(who, part)["ts"], channel=town.room(who))
    player.calm()


def _won(player: Player) -> str:
    name = player.town.new_deal(SELLER)
    player.town.type(SELLER, f"/deal voitettu {name} toimitus 15.12.")
    return name


def _lost(player: Player) -> str:
    name = player.town.new_deal(SELLER)
    player.town.type(SELLER, f"/deal hävitty {name} -- ajoitus")
    return name


def _edits(player: Player) -> None:
    """Fields of open, won and lost deals: on a line, in the form, and undone."""
    town = player.town
    line, form, undone, customer = (town.new_deal(SELLER) for _ in range(4))
    town.type(SELLER, f"/deal muuta {line} 15 000 €, elokuu, nimi Hissit, lähde messut")
    town.type(SELLER, f"/deal muuta {customer} asiakas {town.new_name()}")
    town.type(SELLER, f"/deal muuta {_won(player)} toimitus 22.12.")
    town.type(SELLER, f"/deal muuta {_lost(player)} syy kilpailija, palataan maaliskuussa")
    town.type(SELLER, f"/deal muuta {form}")
    town.fill(SELLER, amount="13 000", close_day="2026-09-30", source_kind="referral", source="Pekka suositteli")
    town.type(SELLER, f"/deal muuta {undone} 14 000")
    player.calm()
    _press(town, SELLER, "Peru", f"{undone}: summa")
    town.type(ENGLISH, f"/deal edit {town.new_deal(ENGLISH)} source fair, close day September")
    player.calm()


def _deletions(player: Player) -> None:
    """Deals that were a mistake: one stays deleted, one comes back and is deleted again, one goes by the form."""
    town = player.town
    gone, again, by_form = (town.new_deal(SELLER) for _ in range(3))
    number = town.deal_nos(by_form)[0]
    player.calm()
    for name in (gone, again):
        town.type(SELLER, f"/deal poista {name}")
        _press(town, SELLER, "Poista diili…", f"{name}: poistetaanko diili?")
        town.told(SELLER, f"Poistettu: {name}")
        player.calm()
    _press(town, SELLER, "Peru", f"Poistettu: {again}")
    _press(town, SELLER, "Tee uudelleen", f"{again} on taas ennallaan")
    player.calm()
    town.type(SELLER, f"/deal muuta {by_form}")
    town.press(SELLER, f"delete.{number}", view_id=town.form(SELLER)["id"])
    _close_all(town, SELLER)
    player.calm()


def _close_all(town: Town, who: str) -> None:
    if (view := town.slack.view_of(who)) is not None:
        town.slack.close(who, view["id"], all=True)


def _merges(player: Player) -> None:
    """Customers that are one: two stay merged, two are parted again, two are merged once more."""
    town = player.town
    for press in ((), ("Peru",), ("Peru", "Tee uudelleen")):
        older, newer = town.new_deal(SELLER), town.new_deal(SELLER)
        town.type(SELLER, f"/deal yhdistä {newer} ja {older}")
        town.fill(SELLER)
        part = f"Yhdistetty: {newer}"
        for what in press:
            _press(town, SELLER, what, part)
            if what == "Peru":
                part = f"{newer} ja {older} ovat taas"
                town.told(SELLER, part)
        player.calm()


def _doubles(player: Player) -> None:
    """New deals that look like others: one is merged, one is another deal."""
    town = player.town
    for what in ("Yhdistä…", "Eri diili"):
        name = _doubled(town)
        _press(town, SELLER, what, f"Luotu: {name}")
        player.calm()


def _doubled(town: Town) -> str:
    """A new deal of the customer of another one; the customer's name."""
    name = town.new_deal(SELLER)
    town.type(SELLER, f"/deal uusi {name}, 12 500 €")
    town.fill(SELLER)
    town.told(SELLER, f"Luotu: {name}")
    return name


def _losses(player: Player) -> None:
    """Losses by kind: on a line, in the form with who says so, and in English."""
    town = player.town
    town.type(SELLER, f"/deal hävitty {town.new_deal(SELLER)} -- hinta, palataan syyskuussa")
    town.type(SELLER, f"/deal hävitty {town.new_deal(SELLER)}")
    town.fill(SELLER, lost_kind="competitor", reason="halvempi", said_by="customer", returns="2027-03-01")
    town.type(ENGLISH, f"/deal lost {town.new_deal(ENGLISH)} -- went silent, back in March")
    player.calm()


def _several(player: Player) -> None:
    """Several deals at once, by each of the acts; the first is taken back."""
    town = player.town
    for act, values in SEVERAL:
        _tick(town, act, *(town.new_deal(LEAD) for _ in range(2)))
        answered = town.fill(LEAD, **values)
        assert not answered.get("errors"), answered
        player.calm()
    _press(town, LEAD, "Peru", "2 diiliä: muistiinpano")
    player.calm()


def _tick(town: Town, act: str, *names: str) -> None:
    """Tick these deals of the lead's in the first form, and go on to the second one."""
    town.type(LEAD, "/deal valitse")
    nos, form = {town.deal_nos(name)[0] for name in names}, town.form(LEAD)
    boxes = {
        block["block_id"]: [
            option["value"] for option in block["element"]["options"] if json.loads(option["value"])["deal"] in nos
        ]
        for block in form["view"]["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "checkboxes"
    }
    town.slack.submit(LEAD, form["id"], {**{field: each for field, each in boxes.items() if each}, "act": act})


def _steps_of_today(player: Player) -> None:
    """Steps with an hour: one is done where it is said, one put off, one waits."""
    town = player.town
    names = [town.new_deal(SELLER) for _ in range(3)]
    for name in names:
        _plan(player, SELLER, f"askel {name} soita Mikalle tänään klo 15")
    _plan(player, ENGLISH, f"step {town.new_deal(ENGLISH)} call them today at 3pm")
    player.go_on("2h 25m")
    for what, name in zip(("Tehty", "Huomenna"), names, strict=False):
        _press_direct(player, SELLER, what, name)


def _absences(player: Player) -> None:
    """Days away: with a stand-in, without, ended, undone, and with one who cannot stand in."""
    town = player.town
    town.type(THIRD_SELLER, f"/deal torkuta {town.new_deal(THIRD_SELLER)} 27.7.")
    town.type(THIRD_SELLER, "/deal poissa 24.7.–7.8. matti")
    town.type(SELLER, "/deal poissa 10.8.–16.8. matti")
    town.direct(OTHER_SELLER, "ma 10.8. – su 16.8.")
    town.type(SELLER, "/deal poissa 17.8.–23.8. matti")
    _press_direct(player, OTHER_SELLER, "Ei käy", "ma 17.8. – su 23.8.")
    town.type(SELLER, "/deal poissa 24.8.–30.8.")
    player.calm()
    _press(town, SELLER, "Peru", "Poissa ma 24.8.")
    town.type(SELLER, "/deal poissa ohi")
    town.type(ENGLISH, "/deal away August")
    town.type(ENGLISH, "/deal away over")
    for who in (SELLER, THIRD_SELLER):
        town.type(who, "/deal poissa")
    player.calm()


def open_forms(player: Player) -> None:
    """The forms that stay open: of an open, a won and a lost deal's fields, a merge, days away, and several deals."""
    town = player.town
    source = {"source_kind": "event", "source": "messut"}
    player.open(SELLER, f"/deal muuta {town.new_deal(SELLER)}", amount="14 000", close_day="2026-09-30", **source)
    player.open(SELLER, f"/deal muuta {_won(player)}", promised_day="2026-12-22")
    player.open(SELLER, f"/deal muuta {_lost(player)}", lost_kind="price", said_by="customer", returns="2027-03-01")
    player.open(SELLER, f"/deal askel {town.new_deal(SELLER)} soita ma klo 14")
    player.open(SELLER, f"/deal yhdistä {town.new_deal(SELLER)} ja {town.new_deal(SELLER)}")
    days = {"from_day": "2026-09-07", "until_day": "2026-09-11"}
    player.open(SELLER, "/deal poissa syksyllä pekka", **days, stand_in=OTHER_SELLER)
    _tick(town, "note", town.new_deal(LEAD), town.new_deal(LEAD))
    player.keep_form(LEAD, note="messuilla sovittu")


def fresh(player: Player) -> None:
    """What stands or waits when the program is stopped: buttons of what is new, steps, and changes that others made."""
    town = player.town
    for who, words in ((SELLER, ("poista {}", "historia {}")), (ENGLISH, ("delete {}", "history {}"))):
        for line in words:
            town.type(who, f"/deal {line.format(town.new_deal(who))}")
    for _ in range(3):  # each has several menus and buttons, of which one is pressed later
        _doubled(town)
    for line in ("soita ma", "tapaaminen ma klo 10"):
        _plan(player, SELLER, f"askel {town.new_deal(SELLER)} {line}")
    town.type(LEAD, f"/deal siirrä {town.new_deal(SELLER)} yhteydenotto")
    town.type(LEAD, f"/deal muuta {town.new_deal(SELLER)} 15 000 €, elokuu")
    player.calm()
