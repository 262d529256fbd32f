"""A small town that plays for five weeks and leaves behind every kind of event, message, button and form there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot import import_command
from pipeline.customers import tables as customer_tables
from pipeline.customers.events import CUSTOMER, CustomerRenamed
from pipeline.customers.projection import CustomerState
from pipeline.deals.events import DEAL, CloseDaySet, OwnerSet, Renamed
from pipeline.deals.read import deal_by_no
from pipeline.ledger.events import EventData
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import members
from pipeline.people.events import MemberRoleSet, Role
from pipeline.stages import stages
from pipeline.stages.events import STAGE, StageAdded, StageChanged, StageKind, StageRetired
from pipeline.storage import schema
from tests.data import known_and_sold, put_right, stages_and_team
from tests.data.player import Player
from tests.data.said import say_in_their_words
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    ENGLISH,
    LEAD,
    OTHER_SELLER,
    ROOT,
    SELLER,
    THIRD_SELLER,
    Json,
    Town,
    plain,
    set_up,
)

WEEKS = 4
SELLERS = (SELLER, OTHER_SELLER, ENGLISH)
WORDS = ("siirrä", "siirrä", "palauta", "torkuta", "hävitty", "voitettu", "peru", "askel")
PROMISED = "2026-12-01"
CASES = 30  # of the history that is brought in
MANY = 12  # deals that a list cannot show all of


def play(town: Town, folder: Path) -> list[Json]:
    """All of it; the forms that are open in the end."""
    player = Player(town)
    _before_set_up(player)
    set_up(town)
    _bring_history(player, folder)
    waiting = {who: [town.new_deal(who, "9 000 €") for _ in range(4)] for who in (SELLER, OTHER_SELLER, THIRD_SELLER)}
    town.slack.type(THIRD_SELLER, "@app", "hei")  # so that there are direct messages
    _weeks(player)
    _reminders(player, waiting)
    _what_no_word_does(player)
    _undo_and_redo(player)
    _threads(player)
    _settings(player)
    player.go_on("2h")
    _questions(player)
    _lists(player)
    _hand_overs(player)
    put_right.plan_steps(player)
    _wins_of_earlier_days(player)
    put_right.put_right(player)
    known_and_sold.know_and_sell(player)
    stages_and_team.arrange(player)
    say_in_their_words(player)
    _open_forms(player)
    put_right.open_forms(player)
    known_and_sold.open_forms(player)
    stages_and_team.open_forms(player)
    put_right.fresh(player)
    _fresh_buttons(player)
    for who in (SELLER, LEAD, ENGLISH, ADMIN):
        town.slack.open_home(who)
    player.calm()
    assert town.verified()
    return player.forms


def _before_set_up(player: Player) -> None:
    player.town.type(SELLER, "/deal omat")
    player.town.type(ADMIN, "/deal omat")
    player.open(ADMIN, "/deal asetukset", place=CHANNEL, lead=LEAD, workspace_language="en")


def _bring_history(player: Player, folder: Path) -> None:
    """The first cases of the demo's history, as `putki import` brings them."""
    lines = (ROOT / "bot" / "demo" / "deals.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cases = list(dict.fromkeys(line.split(",", 1)[0] for line in lines[1:]))[:CASES]
    file = folder / "history.csv"
    told = [line for line in lines[1:] if line.split(",", 1)[0] in set(cases)]
    file.write_text("".join([lines[0], *told]), encoding="utf-8")
    brought = import_command.import_file(player.town.bot.config, file, date(2026, 6, 15), lambda _done, _of: None)
    assert brought.problems == ()


def _weeks(player: Player) -> None:
    """Sellers sell; reminders and Monday's post come in their time."""
    town, deals = player.town, dict[str, str]()
    for _ in range(WEEKS):
        for who in SELLERS:
            amount = player.chance.choice(["laite", f"{player.chance.randint(1, 40)} 000 €", "7 500 SEK"])
            deals[town.new_deal(who, amount)] = who
        player.go_on("1h")  # Monday at half past eight
        for _ in range(2):
            for _ in range(5):
                _act(player, deals)
            player.go_on("1d")
        player.go_on("4d 23h")
    player.go_on("1h")


def _act(player: Player, deals: dict[str, str]) -> None:
    """One thing that a seller does to a deal of theirs, with whatever the form asks for."""
    town, chance = player.town, player.chance
    name = chance.choice(list(deals))
    who, word = deals[name], chance.choice(WORDS)
    behind = {"hävitty": " -- hinta", "askel": " soita ke", "siirrä": chance.choice(["", " -- soittivat itse"])}
    town.type(who, "/deal peru" if word == "peru" else f"/deal {word} {name}{behind.get(word, '')}")
    if (form := town.slack.view_of(who)) is None:
        return
    given = {"promised_day": PROMISED, "reason": "hinta", "amount": "4 200"}
    asked = {block["block_id"]: block for block in form["view"]["blocks"] if block["type"] == "input"}
    empty = {key: value for key, value in given.items() if key in asked and not _is_filled(asked[key])}
    town.fill(who, **empty)
    if town.slack.view_of(who) is not None:
        town.slack.close(who, form["id"])


def _is_filled(block: Json) -> bool:
    element = block["element"]
    return bool(element.get("initial_value") or element.get("initial_date"))


def _reminders(player: Player, waiting: dict[str, list[str]]) -> None:
    """💤 and 👀, put on and taken off; buttons; a reminder that had to be looked for, and one that Slack refused."""
    town = player.town
    town.slack.fault("error", method="chat.postMessage", channel=town.room(THIRD_SELLER), error="restricted_action")
    for name in waiting[THIRD_SELLER][:3]:
        town.type(THIRD_SELLER, f"/deal torkuta {name} huomenna")
    player.go_on("1d")
    town.slack.fault("answer_lost", method="chat.postMessage", channel=town.room(THIRD_SELLER))
    town.type(THIRD_SELLER, f"/deal torkuta {waiting[THIRD_SELLER][3]} huomenna")
    player.go_on("1d")
    room, there = town.room(SELLER), player.reminders(SELLER)
    assert len(there) >= 3, [plain(each) for each in town.slack.messages(SELLER)]
    town.slack.react(SELLER, room, there[0]["ts"], "zzz")
    player.calm()
    town.slack.react(SELLER, room, there[1]["ts"], "eyes")
    player.calm()
    town.slack.react(SELLER, room, there[1]["ts"], "eyes")  # taken off
    player.calm()
    town.slack.react(SELLER, room, there[1]["ts"], "eyes")
    for label in ("Siirrä", "Muistuta myöhemmin"):
        _choose(player, OTHER_SELLER, player.reminders(OTHER_SELLER)[-1], label)
        player.calm()
    player.go_on("7d")


def _choose(player: Player, who: str, message: Json, label: str) -> None:
    """Choose what begins so in the menu of a message's buttons."""
    elements = [each for block in message["blocks"] for each in block.get("elements", [])]
    menu = next(each for each in elements if each["type"] == "overflow")
    option = next(each["text"]["text"] for each in menu["options"] if each["text"]["text"].startswith(label))
    player.town.press(who, menu["action_id"], ts=message["ts"], value=option)


def _what_no_word_does(player: Player) -> None:
    """Kinds of events that are in the ledger's rules and in no command yet."""
    town = player.town
    name = town.new_deal(SELLER)
    deal_no = town.deal_nos(name)[0]

    def on_deal(make: Callable[[UnitOfWork], EventData]) -> None:
        def decide(work: UnitOfWork) -> None:
            before = deal_by_no(work.connection, work.by.workspace_no, deal_no)
            work.append(make(work), deal_no, before)

        player.commit(decide)

    on_deal(lambda work: Renamed(name=work.text(schema.name, DEAL, deal_no, "uusi nimi")))
    on_deal(lambda _: CloseDaySet(close_day=date(2026, 10, 1)))
    on_deal(lambda work: OwnerSet(owner=town.bot.services.directory.member(OTHER_SELLER, None)))
    player.commit(_rename_customer)
    player.commit(_add_change_and_retire_a_stage)
    player.commit(_erase)
    player.commit(_let_liisa_lead)
    assert town.verified()


def _customer(work: UnitOfWork, customer_no: int) -> CustomerState:
    w = customer_tables.customer.c
    row = work.connection.execute(
        customer_tables.customer.select().where(w.workspace_no == work.by.workspace_no, w.customer_no == customer_no)
    ).one()
    return CustomerState(row.customer_no, row.name, row.last_no)


def _rename_customer(work: UnitOfWork) -> None:
    name = work.text(schema.name, CUSTOMER, 2, "Uusiniminen Oy", folded="uusiniminen oy")
    work.append(CustomerRenamed(name=name), 2, _customer(work, 2))


def _erase(work: UnitOfWork) -> None:
    """A customer's names are blanked."""
    work.erase_texts((CUSTOMER, 3))


def _add_change_and_retire_a_stage(work: UnitOfWork) -> None:
    pipeline_no = stages.persons_pipeline(work)
    no = work.take("stage_no")
    name = work.text(schema.name, STAGE, no, "Koekäyttö")
    added = StageAdded(pipeline_no=pipeline_no, position=6, stage_kind=StageKind.OPEN, name=name, limit_days=5)
    _, state = work.append(added, no, None)
    _, state = work.append(StageChanged(field="limit_days", value=7), no, state)
    work.append(StageRetired(successor=stages.of_workspace(work).first(pipeline_no).stage_no), no, state)


def _let_liisa_lead(work: UnitOfWork) -> None:
    """A role that is given and taken again."""
    for has in (True, False):
        members.set_role(work, 3, Role.LEAD, has=has, pipeline_no=stages.persons_pipeline(work))
    assert isinstance(work.events[-1].data, MemberRoleSet)


def _undo_and_redo(player: Player) -> None:
    """Undone, done again, undone once more; of a move, a win, a note and a new deal."""
    town = player.town
    name = player.in_stage("yhteydenotto")
    player.calm()
    town.press(SELLER, "Peru", ts=town.told(SELLER, f"{name}*: Tunnistaminen")["ts"], channel=CHANNEL)
    town.press(SELLER, "Tee uudelleen", ts=town.told(SELLER, f"Peruttu: *{name}*")["ts"], channel=CHANNEL)
    town.told(SELLER, f"Tehty uudelleen: *{name}*")
    town.type(SELLER, f"/deal voitettu {name} 9 900 € 30.12. -- asennus")
    player.go_on("1h")  # else a second undo is asked about
    town.type(SELLER, f"/deal peru {name}")
    lost = town.new_deal(LEAD)
    town.type(LEAD, f"/deal hävitty {lost} -- hinta")
    town.type(LEAD, "/deal peru")
    player.go_on("1h")
    town.type(SELLER, f"/deal peru {town.new_deal(SELLER)}")
    gone = town.new_deal(SELLER)
    town.type(SELLER, f"/deal peru {gone}")
    town.press(SELLER, "Tee uudelleen", ts=town.told(SELLER, f"{gone} on poistettu")["ts"], channel=CHANNEL)
    player.calm()


def _threads(player: Player) -> None:
    """Words in the thread of a card, with what they are answered; of one answer nobody knows whether it came."""
    town, name = player.town, player.town.new_deal(SELLER)
    player.calm()
    card = town.card(name)["ts"]
    town.mention(SELLER, "siirrä -- kävin siellä", card, "→ Yhteydenotto")
    town.mention(SELLER, "askel soita huomenna", card, "Avaa lomake")
    town.mention(LEAD, "hävitty", card, "Avaa lomake")
    town.mention(OTHER_SELLER, "ennuste", card, "Ennuste")
    player.calm()
    town.slack.fault("answer_lost", method="chat.postMessage", channel=CHANNEL)
    town.mention(SELLER, "-- soitti", card, "muistiinpano tallennettu")
    player.calm()


def _settings(player: Player) -> None:
    """A language of one's own; the workspace's currency changed, and changed back by the button."""
    town = player.town
    town.type(ENGLISH, "/deal asetukset")
    town.fill(ENGLISH, language="en")
    town.type(ADMIN, "/deal asetukset")
    town.fill(ADMIN, currency="SEK")
    player.calm()
    town.press(ADMIN, "Peru", ts=town.told(ADMIN, "Asetukset tallennettu")["ts"], channel=CHANNEL)
    player.calm()
    town.type(SELLER, "/deal asetukset")
    town.fill(SELLER, language="en")
    town.type(SELLER, "/deal settings")
    town.fill(SELLER, language="fi")
    player.calm()


def _questions(player: Player) -> None:
    """What Putki asks back: which deal, really again, what word, a name merely alike."""
    town = player.town
    for _ in range(MANY):
        town.new_deal(OTHER_SELLER)
    for line in (
        "siirrä",
        "siirrä tarjous",
        "palauta",
        "voitettu",
        "hävitty -- hinta",
        "torkuta 3pv",
        "askel",
        "vastuu",
    ):
        town.type(OTHER_SELLER, f"/deal {line}")
    for line in ("näytä", "peru xyzzy", "ennusta", "siirräx", "etsi Zzyxw Qrst", "Zzyxw"):
        town.type(OTHER_SELLER, f"/deal {line}")
    name = player.in_stage("yhteydenotto")
    town.type(SELLER, f"/deal siirrä {name}")
    name = player.in_stage("tarjous")
    town.type(SELLER, f"/deal palauta {name}")
    town.type(SELLER, f"/deal palauta {name}")
    undone = player.in_stage("tarjous")
    town.type(SELLER, f"/deal torkuta {undone} 3pv")
    town.type(SELLER, "/deal peru")
    town.type(SELLER, "/deal peru")


def _lists(player: Player) -> None:
    """Lists, the board, the forecast and what opens from it, the guide: in both languages."""
    town = player.town
    for who in (SELLER, OTHER_SELLER, LEAD, ENGLISH):
        for line in ("omat", "putki", "jumissa", "ennuste", "ohje", "etsi oy", "etsi Zzyxw Qrst"):
            town.type(who, f"/deal {line}")
    for who, label in ((SELLER, "Näytä laskelma"), (LEAD, "Näytä diilit"), (ENGLISH, "Show the sums")):
        there = [each for each in town.slack.ephemerals(who) if label in plain(each)]
        if there:
            town.press(who, label, ts=there[-1]["ts"], channel=CHANNEL)
    town.type(LEAD, "/deal ennuste")
    player.calm()


def _hand_overs(player: Player) -> None:
    """Deals that were handed over: one by its owner, one by the lead; one was given back."""
    town = player.town
    town.type(SELLER, f"/deal vastuu {town.new_deal(SELLER)} @matti -- lupasi vastata pe")
    town.type(LEAD, f"/deal vastuu {town.new_deal(SELLER)} @matti")
    given_back = town.new_deal(SELLER)
    town.type(SELLER, f"/deal vastuu {given_back} @matti")
    player.calm()
    town.press(OTHER_SELLER, "Ei käy", ts=town.direct(OTHER_SELLER, given_back)["ts"], channel=town.room(OTHER_SELLER))
    player.calm()


def _wins_of_earlier_days(player: Player) -> None:
    """A win that brings stages back to its day, one that is undone, and one that brings the opening back too."""
    town = player.town
    won, undone = (player.in_stage("yhteydenotto") for _ in range(2))
    for hours in ("21h", "24h", "3h"):  # the mornings between have steps
        player.go_on(hours)
    for name in (won, undone):
        town.type(SELLER, f"/deal siirrä {name} tarjous -- lähetin tänään")
        town.type(SELLER, f"/deal voitettu {name} eilen, toimitus 1.12.")
    town.type(ENGLISH, f"/deal won {town.new_deal(ENGLISH)} 11,800 last Friday, delivery 1 Dec")
    player.calm()
    town.press(SELLER, "Peru", ts=town.told(SELLER, f"{undone}*: voitettu")["ts"], channel=CHANNEL)
    town.told(SELLER, f"Peruttu: *{undone}*")
    player.calm()


def _open_forms(player: Player) -> None:
    """A form of every kind, each for a deal of its own."""
    town = player.town
    player.open(SELLER, "/deal uusi")
    player.forms[-1]["values"] = {"customer": "Lomakkeen Konepaja Oy", "amount": "12 500 €", "source_kind": "event"}
    player.open(SELLER, "/deal uusi Toinen Konepaja Oy, 8 000 €, huolto, syyskuussa")
    player.open(SELLER, f"/deal siirrä {town.new_deal(SELLER, 'laite')} tarjous", amount="7 000")
    player.open(SELLER, f"/deal siirrä {player.in_stage('tarjous')} kauppa", promised_day=PROMISED)
    player.open(SELLER, f"/deal voitettu {player.in_stage('tarjous')}", promised_day=PROMISED)
    player.open(SELLER, f"/deal hävitty {town.new_deal(SELLER)}", lost_kind="price", returns="2027-03-01")
    player.open(SELLER, f"/deal askel {town.new_deal(SELLER)} soita 15.9.")
    player.open(SELLER, f"/deal torkuta {town.new_deal(SELLER)} 3.4.")
    player.open(SELLER, "/deal asetukset", language="en")
    player.open(ADMIN, "/deal asetukset", currency="SEK")
    player.open(SELLER, f"/deal vastuu {town.new_deal(SELLER)}", owner=OTHER_SELLER)
    player.open(ENGLISH, f"/deal won {player.in_stage('tarjous', ENGLISH)}", promised_day=PROMISED)
    player.open(SELLER, f"/deal voitettu {player.in_stage('tarjous')} noin 9 000", promised_day=PROMISED)
    player.open(SELLER, f"/deal muistiinpano {town.new_deal(SELLER)}", note="soittivat, palaavat pe")
    jumps = player.in_stage("tarjous")
    town.type(SELLER, f"/deal voitettu {jumps}")
    town.fill(SELLER, amount="12,5", promised_day=PROMISED)
    player.keep_form(SELLER)  # it asks whether that amount is meant
    lost = player.in_stage("yhteydenotto", line="laite")
    town.type(SELLER, f"/deal hävitty {lost} -- hinta")
    player.open(SELLER, f"/deal palauta {lost} tarjous", amount="7 000")


def _fresh_buttons(player: Player) -> None:
    """The last things that are shown: each button of a deal is as good as on the day it was posted."""
    town = player.town
    for who, word in ((SELLER, "näytä"), (ENGLISH, "show")):
        for stage in ("yhteydenotto", "tarjous"):
            name = player.in_stage(stage, who)
            town.type(who, f"/deal {word} {name}")
        lost = town.new_deal(who)
        town.type(who, f"/deal hävitty {lost} -- hinta")
        town.type(who, f"/deal {word} {lost}")
        player.in_stage("tarjous", who)
    noted = town.new_deal(SELLER)
    for number in range(1, 10):
        town.type(SELLER, f"/deal torkuta {noted} {number + 2}pv -- huomio {number}")
    town.type(SELLER, f"/deal näytä {noted}")
    for who in SELLERS:  # reminders that wait when the program is stopped
        town.type(who, f"/deal torkuta {town.new_deal(who)} 27.7.")
    player.calm()
