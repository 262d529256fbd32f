"""What people learn of customers and sell to them: needs, contacts, touches, offers, deliveries; with their forms."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.deals.delivery_events import AlsoPromised, Checked, CheckIn, ProblemTold
from pipeline.deals.events import DEAL
from pipeline.ledger.events import EventData
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema
from tests.data.player import Player
from tests.scenarios.town import CHANNEL, ENGLISH, SELLER

PHONE = "040 123 4567"


def know_and_sell(player: Player) -> None:
    """All of it, one after another."""
    _customers(player)
    _touches(player)
    _offers(player)
    _deliveries(player)
    player.calm()


def open_forms(player: Player) -> None:
    """The forms that stay open: a touch, a need, a contact, and an offer."""
    town = player.town
    player.open(SELLER, f"/deal kontakti {town.new_deal(SELLER)} lähetin tarjouksen", touch_means="email")
    player.open(SELLER, f"/deal tarve {town.new_deal(SELLER)}", need="seisokki heinäkuussa")
    player.open(SELLER, f"/deal asiakas {town.new_deal(SELLER)} Maija Mallikas", contact_phone=PHONE)
    player.open(SELLER, f"/deal tarjous {town.new_deal(SELLER)} 12 900, 3 vk")


def _press(player: Player, who: str, what: str, part: str) -> None:
    town = player.town
    town.press(who, what, ts=town.told(who, part)["ts"], channel=CHANNEL)
    player.calm()


def _customers(player: Player) -> None:
    """Sources, needs, contacts and what sets a customer apart; a merge moves them."""
    town = player.town
    other, name = (town.new_deal(SELLER) for _ in range(2))
    for line in (
        f"lähde {name} messut",
        f"tarve {name} seisokki heinäkuussa",
        f"tarve {name} melu pois",
        f"asiakas {name} Maija Mallikas, ostopäällikkö, {PHONE}, maija@esimerkkipumppu.fi",
        f"asiakas {name} Maija Mallikas, toimitusjohtaja, {PHONE}, maija@esimerkkipumppu.fi",
        f"asiakas {name} Ville Mallikas, yrittäjä, 040 765 4321",
        f"asiakas {name} Ville Mallikas lähti",
        f"asiakas {name} 0112038-9",
        f"asiakas {name} esimerkkipumppu.fi",
        f"asiakas {name}",
        f"muuta {name} tarve 2: vähemmän melua",
        f"yhdistä {name} ja {other}",
    ):
        town.type(SELLER, f"/deal {line}")
        player.calm()
    town.fill(SELLER)
    town.type(ENGLISH, f"/deal need {town.new_deal(ENGLISH)} a shutdown in July")
    player.calm()


def _touches(player: Player) -> None:
    """Told in lines and pressed; nobody answers six times."""
    town = player.town
    name, answered = town.new_deal(SELLER), town.new_deal(SELLER)
    for _ in range(6):
        town.type(SELLER, f"/deal kontakti {name} soitin, ei vastannut")
        player.calm()
    town.type(SELLER, f"/deal kontakti {answered} asiakas vastasi sähköpostiin, kiinnostui, soita uudelleen ma klo 9")
    town.type(ENGLISH, f"/deal called {town.new_deal(ENGLISH)}, left a message")
    player.calm()
    town.type(SELLER, "/deal seuraavaksi")
    town.type(ENGLISH, "/deal next")
    player.calm()


def _offers(player: Player) -> None:
    """Versions of offers: one accepted, one declined, one extended, one out."""
    town = player.town
    accepted, declined, out = (town.new_deal(SELLER) for _ in range(3))
    for name in (accepted, declined, out, out):
        town.type(SELLER, f"/deal tarjous {name} 12 900, 3 viikkoa, 30 pv, maksuehto 14 pv")
        if town.slack.view_of(SELLER) is None:  # one is out: its versions are listed
            town.press(SELLER, "Uusi versio…", ts=town.told(SELLER, "v1")["ts"], channel=CHANNEL)
        town.fill(SELLER)
        player.calm()
    town.type(SELLER, f"/deal tarjous {declined} hylätty")
    town.type(SELLER, f"/deal tarjous {out} +14 pv")
    town.type(SELLER, f"/deal tarjous {accepted} hyväksytty")
    if town.slack.view_of(SELLER) is not None:
        town.fill(SELLER, promised_day="2026-12-01")
    player.calm()


def _deliveries(player: Player) -> None:
    """A win that is late, and one that came; and what no word says yet of either."""
    town = player.town
    names: list[str] = []
    for _ in range(2):
        name = town.new_deal(SELLER)
        town.type(SELLER, f"/deal voitettu {name} toimitus 15.12.")
        player.calm()
        names.append(name)
    late, came = names
    town.type(SELLER, f"/deal myöhästyy {late} 22.12. toimittajasta")
    if town.slack.view_of(SELLER) is not None:
        town.fill(SELLER)
    town.type(SELLER, f"/deal toimitettu {came}")
    player.calm()
    deal_no = town.deal_nos(came)[0]

    def on_deal(make: Callable[[UnitOfWork], EventData]) -> None:
        player.commit(lambda work: _append(work, make(work), deal_no))

    on_deal(lambda work: AlsoPromised(words=work.text(schema.words, DEAL, deal_no, "käyttökoulutus")))
    on_deal(lambda _: Checked(after_days=14, result=CheckIn.HAPPY))
    on_deal(lambda work: ProblemTold(words=work.text(schema.words, DEAL, deal_no, "venttiili vuotaa")))


def _append(work: UnitOfWork, data: EventData, deal_no: int) -> None:
    work.append(data, deal_no, work.head_of((DEAL, deal_no)))
