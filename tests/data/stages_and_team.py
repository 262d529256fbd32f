"""How an admin makes the stages, lists and fields the team's own, and what a lead and sellers do with them."""

from __future__ import annotations

from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.options.events import OPTION, OptionCountsAs
from pipeline.people.events import MEMBER, SeesSet, Sight
from tests.data.player import Player
from tests.scenarios.town import ADMIN, CHANNEL, LEAD, SELLER


def arrange(player: Player) -> None:
    """All of it, one after another."""
    _stages(player)
    _pipelines(player)
    _lists(player)
    _fields(player)
    _team(player)
    _what_no_word_does(player)
    player.calm()


def open_forms(player: Player) -> None:
    """The forms that stay open: a stage, an entry of a list, a field, a problem, and a new pipeline's."""
    player.open(ADMIN, "/deal syyt lisää syy Toimitusaika", choice_counts_as="could_not")
    player.open(ADMIN, "/deal kentät lisää Alue", own_field_type="text")


def _press(player: Player, who: str, what: str, part: str, **value: str) -> None:
    town = player.town
    town.press(who, what, ts=town.told(who, part)["ts"], channel=CHANNEL, **value)
    player.calm()


def _stages(player: Player) -> None:
    """A stage is added, split from another, renamed, moved, retired with a deal in it, and brought back."""
    town = player.town
    town.type(ADMIN, "/deal vaiheet")
    _press(player, ADMIN, "Lisää vaihe…", "Myyntiputket")
    town.fill(ADMIN, stage_name="Neuvottelu", stage_after="3", stage_limit_days="5 pv", stage_requires="amount")
    player.calm()
    player.in_stage("neuvottelu")
    town.type(ADMIN, "/deal vaiheet")
    _press(player, ADMIN, "stages.restore.6", "Myyntiputket")
    town.type(ADMIN, "/deal vaiheet")
    _press(player, ADMIN, "stages.edit.7", "Myyntiputket")
    town.fill(ADMIN, stage_name="Neuvottelut", stage_requires="")
    player.calm()
    for undone in (False, True):
        town.type(ADMIN, "/deal vaiheet")
        _press(player, ADMIN, "stages.edit.7", "Neuvottelut")
        town.slack.press(ADMIN, "stages.remove.7", view_id=town.form(ADMIN)["id"])
        town.fill(ADMIN, stage_successor="3")
        player.calm()
        if not undone:
            _press(player, ADMIN, "Peru", "Vaihe Neuvottelut poistettu")


def _pipelines(player: Player) -> None:
    """A second pipeline with a lead; a deal goes there and back; a third one is archived."""
    town = player.town
    for name in ("Vienti", "Huolto"):
        town.type(ADMIN, "/deal vaiheet")
        _press(player, ADMIN, "Uusi myyntiputki…", "Myyntiputket")
        town.fill(ADMIN, pipeline_name=name, pipeline_place=CHANNEL, pipeline_lead=[LEAD], pipeline_currency="eur")
        player.calm()
    town.type(ADMIN, "/deal vaiheet")
    _press(player, ADMIN, "stages.show.3", "Myyntiputket")
    _press(player, ADMIN, "stages.archive.3", "Huolto · ")
    gone, back = town.new_deal(SELLER), town.new_deal(SELLER)
    for name in (gone, back):
        town.type(SELLER, f"/deal siirrä {name} vienti")
    town.type(SELLER, f"/deal peru {back}")
    player.calm()


def _lists(player: Player) -> None:
    """Own entries of both lists, renamed and hidden, with deals that have them."""
    town = player.town
    for kind, fi, en, counts_as in (
        ("lähde", "Alihankintamessut", "Subcontracting fair", "event"),
        ("syy", "Liian kallis", "Too dear", "price"),
    ):
        town.type(ADMIN, f"/deal syyt lisää {kind} {fi}")
        town.fill(ADMIN, choice_en=en, choice_counts_as=counts_as)
        player.calm()
    town.type(SELLER, f"/deal lähde {town.new_deal(SELLER)} alihankintamessut")
    town.type(SELLER, f"/deal hävitty {town.new_deal(SELLER)}, liian kallis")
    town.type(ADMIN, "/deal syyt")
    _press(player, ADMIN, "choices.source.campaign", "Lähteet", value="Piilota")
    town.type(ADMIN, "/deal syyt")
    _press(player, ADMIN, "choices.source.event.1", "Lähteet", value="Muuta nimeä…")
    town.fill(ADMIN, choice_fi="Konepajamessut", choice_en="Engineering fair")
    player.calm()


def _fields(player: Player) -> None:
    """Own fields of every type, with a deal that has values in them."""
    town = player.town
    for name, kind, choices in (
        ("Toimiala", "choice", "Metsä\nKauppa"),
        ("Laitteita", "number.0", ""),
        ("Katselmus", "day", ""),
        ("Viite", "text", ""),
    ):
        town.type(ADMIN, f"/deal kentät lisää {name}")
        town.fill(ADMIN, own_field_type=kind, own_field_choices=choices)
        player.calm()
    name = town.new_deal(SELLER)
    town.type(SELLER, f"/deal muuta {name}")
    town.fill(SELLER, **{"field.1": "Metsä", "field.2": "12", "field.3": "2026-09-01", "field.4": "A-17"})
    player.calm()
    town.type(ADMIN, "/deal kentät")
    _press(player, ADMIN, "fields.2", "Omat kentät", value="Piilota")


def _team(player: Player) -> None:
    """The lead's words: targets of the team and of one person, in money and in deals, set and taken back."""
    town = player.town
    for line in (
        "tavoite 400k",
        "tavoite @Aino 60 000",
        "tavoite 7/2026 10 kauppaa",
        "tavoite 7/2026 ei",
        "tiimi",
        "mitä muuttui",
        "putki 1.6.",
    ):
        town.type(LEAD, f"/deal {line}")
    player.calm()


def _what_no_word_does(player: Player) -> None:
    """Kinds of events that no word makes yet: what a member sees of a pipeline, and another code of an own entry."""
    admin = player.town.bot.services.directory.member(ADMIN, None)

    def decide(work: UnitOfWork) -> None:
        work.append(SeesSet(pipeline_no=2, sees=Sight.READS), admin, work.head_of((MEMBER, admin)))
        entry = (OPTION, 1)
        work.append(OptionCountsAs(counts_as="campaign"), 1, work.head_of(entry))

    player.commit(decide, ADMIN)
