"""What people say to Putki in their own words, in commands, threads and direct messages, and what it asks back."""

from __future__ import annotations

from tests.data.player import Player
from tests.scenarios.town import CHANNEL, ENGLISH, LEAD, OTHER_SELLER, SELLER

UNCLEAR = (  # each is asked about, with buttons that stay
    "{} tarjous",
    "siirrä {} tarjous soitin eilen",
    "siirrä {} matille",
    "siirrä {} perjantaille",
    "siira {} tarjous -- sovittu",
    "soitin {}, palaavat pe",
    "{} vihreä katto",
    "{} -- soitti",
    "poista {}",
    "historia {}",
)
UNUSED = (  # each has words that nothing is done with
    "omat tarjous",
    "omat liisa",
    "omat liisa -- soitti",
    "omat -- soitti, palaa pe",
    "putki 1.7.",
    "putki tarjous",
    "jumissa tarjous",
    "jumissa liisa",
    "ennuste liisa",
    "ohje jotain muuta",
    "peru -- väärä asiakas",
    "uus Kiire Oy, 5k -- messut",
    "soitin qwxyzille, palaavat pe",
    "tänään",
    "ommat",
)


def say_in_their_words(player: Player) -> None:
    """Notes, and lines that tell more than a word, from all the places where people type."""
    _notes(player)
    _commands(player)
    _direct_messages(player)
    _threads(player)


def _notes(player: Player) -> None:
    """Notes of their own: one stays, one is undone, one is of a closed deal; and a contact with a note."""
    town = player.town
    noted, undone, lost, touched = (town.new_deal(SELLER) for _ in range(4))
    town.type(SELLER, f"/deal muistiinpano {noted} soittivat, haluavat alennusta -- palaavat pe")
    town.type(SELLER, f"/deal muistiinpano {undone} soittivat")
    player.calm()
    town.press(SELLER, "Peru", ts=town.told(SELLER, f"{undone}*: muistiinpano")["ts"], channel=CHANNEL)
    town.told(SELLER, f"Peruttu: *{undone}*")
    town.type(SELLER, f"/deal hävitty {lost} -- hinta")
    town.type(SELLER, f"/deal muistiinpano {lost} palaavat keväällä")
    town.type(SELLER, f"/deal soitin {touched}, palaavat pe -- soitan itse")
    player.calm()


def _commands(player: Player) -> None:
    """Lines that are done at once, and lines of which Putki asks what they mean or says what it did not use."""
    town = player.town
    for line in ("laita {} tarjoukseen", "{} siirrä", "siirrä {}: soitettu"):
        town.type(SELLER, f"/deal {line.format(town.new_deal(SELLER))}")
    for line in UNCLEAR:
        town.type(SELLER, f"/deal {line.format(town.new_deal(SELLER))}")
    for line in UNUSED:
        town.type(SELLER, f"/deal {line}")
    for line in ("close {} 9500", "{} offer", "called {}, back on friday", "delete {}"):
        town.type(ENGLISH, f"/deal {line.format(town.new_deal(ENGLISH))}")
    for word in ("mine everything", "board offer", "forecast emma"):
        town.type(ENGLISH, f"/deal {word}")
    player.calm()


def _direct_messages(player: Player) -> None:
    """A conversation in Putki's own channel, and words in the thread of a reminder there."""
    town, name = player.town, player.town.new_deal(SELLER)
    player.say(SELLER, "moi", "Hei!")
    player.say(SELLER, "omat", "Avoimet diilisi")
    player.say(SELLER, f"siirrä {name}", "→ Yhteydenotto")
    player.say(SELLER, f"voitettu {name} 13 000", name)
    player.say(SELLER, f"siirä {name}", "Tarkoititko")
    player.say(SELLER, f"soitin {name}, palaavat pe", name)
    player.say(SELLER, "qwxyz plugh", "näin")
    player.say(SELLER, "kiitos!", "Selvä.")
    english = town.new_deal(ENGLISH)
    player.say(ENGLISH, f"advance {english}", "→")
    player.say(ENGLISH, f"{english} offer")
    player.say(OTHER_SELLER, "ennuste", "Ennuste")
    reminder = player.reminders(SELLER)[-1]
    town.slack.type(SELLER, "@app", "soitin, ei vastannut", thread_ts=reminder["ts"])
    player.calm()


def _threads(player: Player) -> None:
    """Words in the thread of a card that only sound like an act."""
    town, name = player.town, player.town.new_deal(LEAD)
    player.calm()
    card = town.card(name)["ts"]
    town.mention(LEAD, "soitin, palaavat pe", card, name)
    town.mention(LEAD, "siirä tarjous", card, "Tarkoititko")
    town.mention(LEAD, "muistiinpano", card, "lomakkeella")
    town.mention(LEAD, "-- soitti", card, "muistiinpano tallennettu")
    player.calm()
