"""What is invented for the demo's deals: sources, needs, people, steps, notes, and customers not yet in its history.

The seller is a pump company on the coast. A likeness to a real person or firm is chance. No telephone number here is in
use: none begins with an operator's digits. The addresses end in ".example", which nobody can own.
"""

from __future__ import annotations

from pipeline.deals.events import LostKind, SourceKind

SOURCES: tuple[tuple[SourceKind, str | None, int], ...] = (
    (SourceKind.EVENT, "Venemessut", 14),
    (SourceKind.EVENT, "Lähienergiapäivät", 8),
    (SourceKind.WE_CONTACTED, "kylmäsoitto", 24),
    (SourceKind.CAMPAIGN, "kevätkampanja", 14),
    (SourceKind.REFERRAL, None, 12),
    (SourceKind.THEY_CONTACTED, "verkkosivut", 16),
    (SourceKind.PARTNER, "Rantarakentajat", 8),
    (SourceKind.UNKNOWN, None, 6),
)
"""Where a customer's first deal comes from, what it is called, and how often."""

NEEDS: tuple[tuple[str, str], ...] = (
    ("seisokki heinäkuussa", "a shutdown in July"),
    ("nykyinen pumppu vuotaa", "the present pump leaks"),
    ("energiankulutus alas", "less energy used"),
    ("etävalvonta puhelimeen", "monitoring on the phone"),
    ("huolto vuorokauden sisällä", "service within a day"),
    ("melu pois pihalta", "no noise in the yard"),
    ("toimitus ennen juhannusta", "delivery before Midsummer"),
    ("budjetti vasta syksyllä", "a budget only in autumn"),
    ("kestää suolaista vettä", "withstands salt water"),
    ("varaosat omaan varastoon", "spare parts of their own"),
)
"""What customers need, in Finnish and in English."""

STEPS: tuple[tuple[str, str], ...] = (
    ("soita uudelleen", "call again"),
    ("lähetä mitoitus", "send the sizing"),
    ("sovi käynti", "agree on a visit"),
    ("kysy tarjouksesta", "ask about the offer"),
    ("vie näyte", "bring a sample"),
    ("varmista toimitusaika tehtaalta", "check the delivery time"),
)
NOTES: tuple[tuple[str, str], ...] = (
    ("Vertaa kahteen muuhun.", "Compares us with two others."),
    ("Päätös hallituksessa kuun lopussa.", "The board decides at the end of the month."),
    ("Tyytyväinen nykyiseen, mutta kuuntelee.", "Content with what they have, but listens."),
    ("Pyysi referenssin samankokoisesta kohteesta.", "Asked for a reference of the same size."),
    ("Ostopäällikkö vaihtui, uusi palaa asiaan.", "A new purchasing manager will come back to us."),
)
ROLES: tuple[str, ...] = (
    "ostopäällikkö",
    "toimitusjohtaja",
    "kunnossapitopäällikkö",
    "isännöitsijä",
    "yrittäjä",
    "projektipäällikkö",
)
FIRST_NAMES: tuple[str, ...] = (
    *("Anneli", "Birgitta", "Eero", "Heikki", "Ilona", "Jukka", "Kirsi", "Lauri", "Marketta", "Niko", "Outi", "Pekka"),
    *("Riitta", "Sami", "Tuula", "Ville"),
)
LAST_NAMES: tuple[str, ...] = (
    *("Aallonkoski", "Haapaluhta", "Iivisaari", "Kivirinne", "Lammenpää", "Merivuo", "Niittykorpi", "Ojanperä"),
    *("Rantavaara", "Saarenkivi", "Tuulensuo", "Vedenoja"),
)
NEW_CUSTOMERS: tuple[tuple[str, str, int], ...] = (
    ("Hiekkarannan Leirintä Oy", "Kaivopumppu ja säiliö", 6_400),
    ("As Oy Koivulahden Poiju", "Lämpöpumpun vaihto", 18_900),
    ("Merituulen Kalanjalostus Oy", "Jäteveden pumppaamo", 42_000),
    ("Suvisaaren Golf Oy", "Kastelun uusinta", 27_500),
    ("Rautalammen Huvila Oy", "Rantasaunan pumppu", 3_200),
    ("Kuparivuoren Louhos Oy", "Louhoksen tyhjennys", 61_000),
    ("Tyynelän Tila", "Kasteluputki ja pumppu", 5_100),
    ("Saaristomatkat Albatross Oy", "Pilssipumput kolmeen alukseen", 9_800),
    ("Havukallion Panimo Oy", "Prosessipumppu", 33_000),
)
"""Customers whose deals were opened lately and whom nobody has reached: name, what is sold, euros."""

LOST: tuple[tuple[LostKind, int], ...] = (
    (LostKind.WENT_SILENT, 38),
    (LostKind.PRICE, 20),
    (LostKind.NO_DECISION, 16),
    (LostKind.COMPETITOR, 12),
    (LostKind.NO_NEED, 8),
    (LostKind.UNKNOWN, 6),
)
"""Why deals are lost, and how often."""
