"""Which deals words mean: endings and slips are forgiven, and a mere likeness is told from a name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import event

import bot.demo
from pipeline.queries import find
from pipeline.storage.engine import Storage
from tests.pipeline.team import Team, team_in
from tests.tables import each_row

MORE = (
    "Acme Oy", "Virtanen & Pojat Oy", "Väätänen Oy", "Lahtinen Ky", "Toivanen Oy", "Koskinen Oy", "Korpinen Oy",
    "Salonen Oy", "Mäkinen Oy", "Niemi Oy", "Joki Oy", "Vesa Vesi Oy", "Hirsi-Saari Oy", "Kuljetusliike Heikkilä Oy",
    "Rengas-Opas Oy", "Anttila Oy", "Macy’s Ltd", "Pekkarinen Oy", "Kalliola Oy", "Siivouspalvelut Kirkas Oy",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(shared_storage: Storage) -> Team:
    """A workspace with a deal of each of the demo's customers, and of some people and firms."""
    team = team_in(shared_storage)
    with (Path(bot.demo.__file__).parent / "deals.csv").open(encoding="utf-8") as lines:
        customers = {row["customer"] for row in csv.DictReader(lines)}
    for name in (*sorted(customers), *MORE):
        team.new(name)
    return team


def _hits(team: Team, typed: str) -> find.Hits:
    with team.ledger.read_session(team.by()) as session:
        return find.which(session, typed)


BENT = [
    ("raitajärvi putkityö", "Raitajärven Putkityö"), ("Raitajärven putkityölle", "Raitajärven Putkityö"),
    ("raitajärvestä", "Raitajärven"), ("Raitajärven Putkityö Ky:lle", "Raitajärven Putkityö"),
    ("hakariston", "Hakaristo"), ("hakaristolle", "Hakaristo"), ("hakaristoon", "Hakaristo"),
    ("otsolampi", "Otsolammen"), ("otsolammelle", "Otsolammen"), ("hallakorpi", "Hallakorven"),
    ("hirvikoski", "Hirvikosken"), ("hirvikoskelle", "Hirvikosken"), ("kouvukosken", "Kouvukoski"),
    ("sarviniemi", "Sarviniemen"), ("sarviniemelle", "Sarviniemen"), ("myllyperä", "Myllyperän"),
    ("koivulahti", "Koivulahden"), ("koivulahteen", "Koivulahden"), ("rautaniityn", "Rautaniitty"),
    ("rautaniitylle", "Rautaniitty"), ("yläniitty", "Yläniityn"), ("pihlajoelle", "Pihlajoki"),
    ("mäntyluhdan", "Mäntyluhta"), ("jyrkänteen", "Jyrkänne"), ("jyrkanteelle", "Jyrkänne"),
    ("työrinne", "Työrinteen"), ("tyynelmän", "Tyynelmä"), ("suvantolalle", "Suvantola"),
    ("karhusaari leipomo", "Karhusaaren Leipomo"), ("karhusaareen", "Karhusaaren"), ("tervasalmi", "Tervasalmen"),
    ("lokkiluoto panimo", "Lokkiluodon Panimo"), ("käkisalo", "Käkisalon"), ("kakisalosta", "Käkisalon"),
    ("näätävuori", "Näätävuoren"), ("pöytyranta", "Pöytyrannan"), ("ahvenselkä", "Ahvenselän"),
    ("kaislarannan satamapalveluille", "Kaislarannan Satamapalvelut"), ("satamapalvelujen", "Satamapalvelut"),
    ("mustanlammen kasvihuoneelle", "Mustanlammen Kasvihuone"), ("lokkiluodon teräksen", "Lokkiluodon Teräs"),
    ("tervasalmen terästä", "Tervasalmen Teräs"), ("käkisalon vesiosuuskunnalle", "Käkisalon vesiosuuskunta"),
    ("näätävuoren maanrakennuksen", "Näätävuoren Maanrakennus"), ("venekerhon", "venekerho"),
    ("acmen", "Acme"), ("acme oy:n", "Acme"), ("virtasen", "Virtanen"), ("virtaselle", "Virtanen"),
    ("mäkisen", "Mäkinen"), ("niemen", "Niemi"), ("joen", "Joki"), ("hirsi-saaren", "Hirsi-Saari"),
    ("heikkilään", "Heikkilä"), ("renkaan", "Rengas"), ("macy's", "Macy’s"), ("macys", "Macy’s"),
    ("åbrantin", "Åbrant"), ("öhrnmarkille", "Öhrnmark"), ("siivouspalveluiden", "Siivouspalvelut"),
]  # fmt: skip

MISTYPED = [
    ("raitajrävi", "Raitajärven"), ("raitajärven putkityo", "Raitajärven Putkityö"), ("hakarsito", "Hakaristo"),
    ("hakarissto", "Hakaristo"), ("hakaristp", "Hakaristo"), ("kouvukoki", "Kouvukoski"), ("otsolamen", "Otsolammen"),
    ("tervasalmne", "Tervasalmen"), ("rautaniity", "Rautaniitty"), ("leppäsuvnnon", "Leppäsuvannon"),
    ("leppasuvamnon", "Leppäsuvannon"), ("insinoritoimisto åbrant", "Insinööritoimisto Åbrant"),
    ("söderskär", "Söderskärs"), ("vasterlund", "Västerlunds"), ("öljymäentein", "Öljymäentien"),
    ("lahtnen", "Lahtinen"), ("pekarinen", "Pekkarinen"), ("raitajrävelle", "Raitajärven"),
    ("näätävoureen", "Näätävuoren"), ("koksinen", "Koskinen"),
]  # fmt: skip

PIECES = [
    ("raita putki", "Raitajärven Putkityö"),
    ("otso beto", "Otsolammen Betoni"),
    ("betoni äijä", "Äijänsuon Betoni"),
]


@each_row(("typed", "name"), [*BENT, *MISTYPED, *PIECES])
def test_a_name_is_known_when_it_is_bent_or_mistyped(demo: Team, typed: str, name: str) -> None:
    hits = _hits(demo, typed)

    assert hits.is_sure
    assert all(name in each.customer for each in hits.deals), [each.customer for each in hits.deals]


LIKE = [
    "raitamäki", "hakaniemi", "otsola", "raitala", "hakala", "sarvela", "myllylä", "hirvonen", "hallanen", "raita",
    "otso", "rautala", "rautanen", "koivunen", "koivula", "honkanen", "honkala", "kuusela", "kuusinen", "karhula",
    "karhunen", "tervola", "lokkila", "suominen", "mustonen", "haapala", "pajula", "leppänen", "kirkkonen", "tuominen",
    "tulimäki", "ylitalo", "suvanto", "mustalahti", "lehtoranta", "mäntylä", "ruohonen", "jyrkkä", "pihlajamäki",
    "väänänen", "lehtinen", "toivonen", "koskonen", "korhonen", "salo", "mäki", "nieminen", "virta", "lahti",
    "anttola", "pekkanen", "kallio oy ab", "raitamäen putkityö", "hirvonen konepaja", "haka oy", "joku oy", "kiitos",
    "oy", "ky", "k", "ok",
]  # fmt: skip


@each_row("typed", LIKE)
def test_what_is_merely_like_a_name_is_not_taken_for_it(demo: Team, typed: str) -> None:
    assert not _hits(demo, typed).is_sure


@pytest.mark.parametrize("typed", ["raitamäki", "hakaniemi", "otsola", "sarvela", "hirvonen", "hallanen", "väänänen"])
def test_what_a_name_is_like_is_there_to_be_asked_about(demo: Team, typed: str) -> None:
    assert _hits(demo, typed).deals


def test_a_line_begins_with_the_name_that_is_sure(demo: Team) -> None:
    with demo.ledger.read_session(demo.by()) as session:
        hits, rest = find.which_first(session, "acmelle soita heille")

    assert ([each.customer for each in hits.deals], hits.is_sure, rest) == (["Acme Oy"], True, "soita heille")


def test_no_question_reads_the_names_of_all_deals(demo: Team) -> None:
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(demo.ledger.storage.reader, "before_cursor_execute", listen)
    with demo.ledger.read_session(demo.by()) as session:
        find.which(session, "ei mikään")
        find.which_first(session, "ei mikään tarjous 12 500")
        find.find(session, "ei mikään", scope=find.Scope(states=find.ONLY_OPEN))
        find.find(session, "a")
    event.remove(demo.ledger.storage.reader, "before_cursor_execute", listen)
    assert [
        each for each in asked if "FROM deal" in each and "deal_no IN" not in each and "deal_word" not in each
    ] == []


def test_an_open_deal_comes_before_a_closed_one_and_a_name_before_one_like_it(team: Team) -> None:
    bent, closed, wanted = team.new("Haapavesi Oy"), team.new("Haapaveden Saha"), team.new("Haapaveden Saha")
    team.lost(closed)

    assert [each.deal_no for each in _hits(team, "haapaveden").deals] == [wanted]
    team.lost(wanted)
    assert [each.deal_no for each in _hits(team, "haapaveden").deals] == [wanted, closed]
    assert [each.deal_no for each in _hits(team, "haapavedelle").deals][:1] == [bent]
