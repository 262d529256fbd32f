"""What is invented for the demo's offers and sales: terms, promises, and what customers say after a delivery.

Each text is in Finnish and in English.
"""

from __future__ import annotations

from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.events import LateBecause, LostKind

DELIVERY_TIMES: tuple[tuple[str, str], ...] = (
    ("2 viikkoa tilauksesta", "2 weeks from the order"),
    ("3–4 viikkoa", "3–4 weeks"),
    ("6 viikkoa", "6 weeks"),
    ("heti varastosta", "from stock"),
    ("sovitaan tilattaessa", "to be agreed on ordering"),
)
TERMS: tuple[tuple[str, str], ...] = (
    ("sis. asennuksen ja käyttöönoton", "installation and commissioning included"),
    ("toimitus vapaasti perille", "carriage paid"),
    ("takuu 24 kk", "24 months' warranty"),
    ("vanhan pumpun poisvienti kuuluu hintaan", "removal of the old pump included"),
)
ALSO_PROMISED: tuple[tuple[str, str], ...] = (
    ("käyttökoulutus kahdelle", "training for two"),
    ("varapumppu lainaan asennuksen ajaksi", "a pump on loan during installation"),
    ("ensimmäinen huolto veloituksetta", "the first service free of charge"),
    ("ohjekirja ruotsiksi", "a manual in Swedish"),
)
LATE: tuple[tuple[LateBecause, int], ...] = (
    (LateBecause.SUPPLIER, 45),
    (LateBecause.US, 22),
    (LateBecause.CUSTOMER, 18),
    (LateBecause.CHANGED_ORDER, 10),
    (LateBecause.UNKNOWN, 5),
)
"""Because of whom deliveries come late, and how often."""

CHECK_INS: tuple[tuple[CheckIn, int], ...] = ((CheckIn.HAPPY, 68), (CheckIn.SO_SO, 20), (CheckIn.PROBLEM, 12))
SAID: dict[CheckIn, tuple[tuple[str, str], ...]] = {
    CheckIn.HAPPY: (
        ("hiljaisempi kuin vanha", "quieter than the old one"),
        ("asentajat jättivät paikat siistiksi", "the fitters left the place tidy"),
    ),
    CheckIn.SO_SO: (
        ("ohjeet saisivat olla selvemmät", "the instructions could be clearer"),
        ("laskussa oli väärä viite", "the invoice had a wrong reference"),
    ),
    CheckIn.PROBLEM: (
        ("pumppu pitää kovaa ääntä", "the pump is noisy"),
        ("etävalvonta ei yhdisty puhelimeen", "monitoring does not connect to the phone"),
    ),
}
"""What customers say at a check-in."""

PROBLEMS: tuple[tuple[str, str], ...] = (
    ("venttiili vuotaa", "the valve leaks"),
    ("ohjauskeskus laukaisee sulakkeen", "the control unit blows a fuse"),
    ("tiiviste puuttui toimituksesta", "a seal was missing from the delivery"),
)
FOLLOW_UPS: tuple[tuple[str, int], ...] = (
    ("Huoltosopimus", 1_800),
    ("Varaosat vuodeksi", 950),
    ("Toinen pumppu varalle", 7_400),
    ("Etävalvonta", 2_300),
)
"""What is sold next to happy customers, in euros."""

SILENT = frozenset({LostKind.WENT_SILENT, LostKind.NO_DECISION})
"""Losses before which the offer expired: nobody said no."""

COMES_BACK = frozenset({LostKind.NO_DECISION, LostKind.NO_NEED, LostKind.PRICE})
"""Losses after which the seller means to come back."""
