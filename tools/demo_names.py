"""Invents customers, and what is sold to them, for the deals of the demo.

The seller is a pump company on the coast. Places, families and firms are made up; likeness to a real firm is chance.
"""

from __future__ import annotations

from random import Random

_PLACES = """
    Kuusiniemen Hirvikosken Koivulahden Sarviniemen Honkaharjun Tervasalmen Karhusaaren Lokkiluodon Suopuron
    Kaislarannan Raitajärven Mustanlammen Haapakallion Vesikallion Pajuperän Leppäsuvannon Hallakorven Otsolammen
    Ahvenselän Kirkkoluodon Tuomipuron Myllyperän Ryytiniemen Käkisalon Jänisharjun Pöllömetsän Näätävuoren
    Särkiluodon Hyljekarin Ylämyllyn Yläniityn Työrinteen Äijänsuon Äyskoskenmaan Öljymäentien Pöytyrannan
""".split()
_TRADES = """
    Konepaja Kiinteistöhuolto Saha Puutarha Meijeri Leipomo Kalajaloste Lämpö Maanrakennus Putkityö Panimo Talotekniikka
    Betoni Taimisto Teräs Biokaasu Kaivonporaus Kylpylä Kasvihuone Telakka Satamapalvelut Pesula Jäähalli Hirsi
""".split()
_FAMILIES = """
    Hakaristo Lehtoaro Ylitupa Näsänkoski Kärjenvesi Rautaniitty Tyynelmä Suvantola Öhrnmark Ängesluoma Pihlajoki
    Hietapuro Vaskikallio Jyrkänne Säynäskari Mäntyluhta Kouvukoski Ruohoperä Åbrant Tulijärvi
""".split()
_FAMILY_FIRMS = (
    "Putkiliike {} Ky",
    "Maatila {}",
    "Veljekset {} Oy",
    "LVI-{} Oy",
    "Insinööritoimisto {} Oy",
    "Kaivonporaus {} Oy",
    "Kalastamo {} Ky",
)
_OTHERS = (
    "Tervasalmen vesiosuuskunta",
    "Käkisalon vesiosuuskunta",
    "Suopuron jätevesiosuuskunta",
    "As Oy Kuusiniemen Kallio",
    "As Oy Hirvikosken Helmi",
    "As Oy Lokkiluodon Majakka",
    "As Oy Myllyperän Pyörä",
    "Koivulahden venekerho ry",
    "Otsolammen ampumahiihtäjät ry",
    "Etelä-Tervasalmen ja Kuusiniemen yhteinen vesihuolto-osuuskunta",
    "Karhusaaren Kiinteistöhuolto- ja Talotekniikkapalvelut Oy",
    "Pohjois-Raitajärven Maanrakennus- ja Kaivinkoneurakointi Oy",
    "Hallakorven Seudun Jätevedenpuhdistamo ja Vesilaitospalvelut Oy",
    "Björknäs Trädgård Ab",
    "Västerlunds Mekaniska Ab",
    "Söderskärs Marina Ab",
    "Österängs Växthus Ab",
    "Ålörns Fisk Ab",
    "Läänesaare Vesi OÜ",
    "Tallby Pump & Rör AB",
    "Nordvik Havbruk AS",
)
_FORMS = ("Oy", "Oy", "Oy", "Oy", "Oy", "Oy", "Ky")
_SOLD = (
    (6_000, ("varaosat", "vuosihuolto", "kuntokartoitus", "tiivisteet", "pohjavesipumppu")),
    (12_000, ("huoltosopimus", "porakaivopumppu", "lietepumppu", "paineenkorotus", "asennustyöt")),
    (22_000, ("pumppaamon huolto", "kiertovesipumput", "etävalvonta", "jätevesipumput", "taajuusmuuttajat")),
    (10**9, ("linjapumppaamo", "pumppaamon saneeraus", "paineenkorotusasema", "prosessipumput", "jätevesipumppaamo")),
)


def customers(random: Random) -> list[str]:
    """The names of all customers, each once, in random order."""
    firms = {f"{place} {trade} {random.choice(_FORMS)}" for place in _PLACES for trade in random.sample(_TRADES, 6)}
    families = {form.format(family) for family in _FAMILIES for form in random.sample(_FAMILY_FIRMS, 3)}
    names = sorted(firms | families | set(_OTHERS))
    random.shuffle(names)
    return names


def what_is_sold(amount: float, random: Random) -> str:
    """The name of something that a pump company sells for about this amount in euros."""
    return random.choice(next(things for limit, things in _SOLD if amount < limit))
