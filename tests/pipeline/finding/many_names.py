"""Invents many names of Finnish firms and of what they buy, fills a workspace with them, and types them badly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from pipeline.customers.tables import customer
from pipeline.deals.tables import deal
from pipeline.finding import keeping
from pipeline.storage import schema
from pipeline.storage.engine import Deadline, Storage

_FIRST = """
    Kuusi Hirvi Koivu Sarvi Honka Terva Karhu Lokki Suo Kaisla Raita Musta Haapa Vesi Paju Leppä Halla Otso Ahven Kirkko
    Tuomi Mylly Ryyti Käki Jänis Pöllö Näätä Särki Hylje Ylä Työ Äijän Öljy Pöyty Rauta Hopea Kulta Kivi Hiekka Savi
    Lumi Jää Tuuli Myrsky Ilves Susi Kettu Hauki Lahna Siika Lohi Kuha Made Kurki Joutsen Haukka Kotka Varis Peippo
    Valko Puna Sini Harmaa Pitkä Lyhyt Iso Pikku Vanha Uusi Keski Etelä Pohjois Itä Länsi Ala Rinne Palo Halko Turve
""".split()
_SECOND = """
    niemi koski lahti harju salmi saari luoto puro ranta järvi lampi kallio perä suvanto korpi selkä mylly salo metsä
    vuori karri niitty rinne suo maa tie joki mäki kangas vaara virta väylä kylä talo piha pelto aho nummi silta
""".split()
_GENITIVES = {
    "niemi": "niemen", "koski": "kosken", "lahti": "lahden", "salmi": "salmen", "saari": "saaren", "luoto": "luodon",
    "ranta": "rannan", "järvi": "järven", "lampi": "lammen", "suvanto": "suvannon", "korpi": "korven", "selkä": "selän",
    "vuori": "vuoren", "niitty": "niityn", "rinne": "rinteen", "joki": "joen", "mäki": "mäen", "kangas": "kankaan",
    "virta": "virran", "pelto": "pellon", "silta": "sillan", "metsä": "metsän",
}  # fmt: skip
_TRADES = """
    Konepaja Kiinteistöhuolto Saha Puutarha Meijeri Leipomo Kalajaloste Lämpö Maanrakennus Putkityö Panimo Talotekniikka
    Betoni Taimisto Teräs Biokaasu Kaivonporaus Kylpylä Kasvihuone Telakka Satamapalvelut Pesula Jäähalli Hirsi Sähkö
    Kuljetus Rakennus Autokorjaamo Metalli Logistiikka Energia Vesihuolto Kiviaines Muovi Lasi Tekstiili Elintarvike
""".split()
_FAMILY_ENDS = ("nen", "la", "lä", "sto", "aro", "tupa", "maa", "kka")
_FORMS = ("Oy", "Oy", "Oy", "Oy", "Ky", "Tmi", "Oyj", "Ab", "")
_SOLD = """
    varaosat vuosihuolto kuntokartoitus tiivisteet pohjavesipumppu huoltosopimus porakaivopumppu lietepumppu
    paineenkorotusasema asennustyöt kiertovesipumput etävalvonta jätevesipumput taajuusmuuttajat moottorit venttiilit
    automaatio koulutus suunnittelu käyttöönotto
""".split()
_KEYS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
CHUNK = 5_000
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NamedDeal:
    """A deal's customer and name, and whether it is open."""

    customer: str
    name: str
    is_open: bool


def invented(random: Random, count: int) -> list[NamedDeal]:
    """That many deals, of a fifth as many customers or fewer. A third of them are open."""
    customers = [_customer(random) for _ in range(max(1, count // 5))]
    return [_deal(random, random.choice(customers)) for _ in range(count)]


def _customer(random: Random) -> str:
    first, second = random.choice(_FIRST), random.choice(_SECOND)
    form = random.choice(_FORMS)
    match random.randrange(4):
        case 0:
            stem = first + random.choice(("", second))
            named = f"{random.choice(_TRADES)} {stem}{random.choice(_FAMILY_ENDS)}"
        case 1:
            named = f"{first}{second} {random.choice(_TRADES)}"
        case _:
            named = f"{first}{_GENITIVES.get(second, second + 'n')} {random.choice(_TRADES)}"
    return f"{named} {form}".strip()


def _deal(random: Random, named: str) -> NamedDeal:
    sold = random.choice(_SOLD)
    name = (
        named if random.random() < 0.1 else f"{sold} {random.randrange(2020, 2027)}" if random.random() < 0.3 else sold
    )
    return NamedDeal(named, name, random.random() < 1 / 3)


def fill(storage: Storage, workspace_no: int, deals: Sequence[NamedDeal], *, sellers: int = 1) -> None:
    """Write these deals as they are in the tables after they were opened, without their events. They are numbered from
    1 on, in their order.
    """
    numbers = {name: no for no, name in enumerate(dict.fromkeys(each.customer for each in deals), 1)}
    for start in range(0, len(deals), CHUNK):
        rows = list(enumerate(deals[start : start + CHUNK], start + 1))
        new = [(name, no) for name, no in numbers.items() if start < no <= start + CHUNK]
        with storage.write(Deadline.after(600)) as connection:
            w = {"workspace_no": workspace_no}
            names = [
                *(w | {"no": 2 * no, "about": "customer", "about_no": no, "text": name, "folded": name.casefold()}
                  for name, no in new),
                *(w | {"no": 2 * no + 1, "about": "deal", "about_no": no, "text": each.name, "folded": None}
                  for no, each in rows),
            ]  # fmt: skip
            connection.execute(insert(schema.name), names)
            if new:
                added = [w | {"customer_no": no, "name": 2 * no, "last_no": no} for _name, no in new]
                connection.execute(insert(customer), added)
            connection.execute(insert(deal), [w | row for row in _deal_rows(rows, numbers, sellers)])
            keys = keeping.NameKeys(
                {
                    key
                    for no, each in rows
                    for key in keeping.deal_keys(no, each.customer, each.name, is_closed=not each.is_open)
                },
                {key for name, no in new for key in keeping.customer_keys(no, name)},
            )
            keeping.replace_keys(connection, workspace_no, keeping.NameKeys(), keys)


def _deal_rows(
    rows: Sequence[tuple[int, NamedDeal]], numbers: dict[str, int], sellers: int
) -> Iterator[dict[str, Any]]:
    for no, each in rows:
        yield {
            "deal_no": no,
            "customer_no": numbers[each.customer],
            "name": 2 * no + 1,
            "owner": 1 + no % sellers,
            "pipeline_no": 1,
            "stage_no": 1 if each.is_open else 5,
            "state": "open" if each.is_open else "lost",
            "stay": no,
            "stay_at": NOW,
            "opened_at": NOW,
            "currency": "EUR",
            "amount": 100_000 + no,
            "last_no": no,
        }


# --- Typing badly -----------------------------------------------------------------------------------------------------


def badly_typed(random: Random, called: NamedDeal) -> str:
    """A deal's customer, and perhaps its name, typed in a hurry: bent, in pieces, with slips."""
    words = [word for word in called.customer.split() if word not in _FORMS]
    if random.random() < 0.3 and called.name != called.customer:
        words.append(called.name.split()[0])
    match random.randrange(6):
        case 0:
            words = [_slipped(random, word) if random.random() < 0.6 else word for word in words]
        case 1:
            words[-1] = _bent(random, words[-1])
        case 2:
            words = [word[: max(3, len(word) - random.randrange(1, 6))] for word in words]
        case 3:
            words = [_slipped(random, random.choice(words))]
        case 4:
            words = [_bent(random, _slipped(random, word)) for word in words[:2]]
        case _:
            words = [_slipped(random, word) for word in words]
    typed = " ".join(words)
    if random.random() < 0.5:
        typed = typed.lower()
    if random.random() < 0.3:
        typed = typed.translate(str.maketrans("äöåÄÖ", "aoaAO"))
    return typed


def _bent(random: Random, word: str) -> str:
    if word[-1] not in "aeiouyäö":
        return word
    back = any(letter in "aou" for letter in word)
    return word + random.choice(("n", "lle", "lta" if back else "ltä", "ssa" if back else "ssä"))


def _slipped(random: Random, word: str) -> str:
    """The word with one slip: a letter doubled, left out, swapped with the next, or a neighbouring key."""
    at = random.randrange(len(word))
    match random.randrange(4):
        case 0:
            return word[:at] + word[at] + word[at:]
        case 1:
            return word[:at] + word[at + 1 :] if len(word) > 3 else word
        case 2:
            return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + _beside(random, word[at]) + word[at + 1 :]


def _beside(random: Random, letter: str) -> str:
    for row in _KEYS:
        if (at := row.find(letter.lower())) >= 0:
            return row[max(0, at - 1) : at + 2][random.randrange(2)]
    return letter
