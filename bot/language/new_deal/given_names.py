"""The given names that are most common in Finland and among English speakers, and at work beside them."""

from __future__ import annotations

from bot.language.folding import folded

_NAMES = frozenset(
    folded(name)
    for name in """
    Aino Aki Aleksi Ali Anna Anne Anni Annika Antero Antti Anu Ari Arja Arto Atte Auli Eero Eeva Eija Eila Elina
    Elisa Ella Emilia Emma Erja Erkki Esa Eveliina Hanna Hannele Hannu Harri Heidi Heikki Heli Helena Henna
    Henri Hilkka Iida Ilkka Ilona Inka Irma Ismo Jaakko Jaana Jani Janne Jari Jarkko Jarmo Jenna Jenni Jesse
    Joni Jouko Jouni Juha Juhani Jukka Juho Jussi Jyrki Kaija Kaisa Kalle Kari Karri Katja Katri Kati Katariina
    Kimmo Kirsi Kristiina Lasse Lassi Laura Lauri Lea Leena Liisa Maija Maria Mari Marika Marja Marjo Marko
    Markku Markus Martti Matias Matti Merja Mervi Mia Miia Mika Mikael Mikko Minna Mira Mirja Niina Niklas Nina
    Niko Noora Oili Olli Ossi Otto Outi Paavo Paula Pauliina Pekka Pentti Pertti Petra Petri Piia Pirjo Päivi
    Pasi Raija Raimo Reijo Reetta Riikka Riitta Risto Ritva Saana Saara Salla Sami Sampo Sanna Santeri Sari Satu
    Seija Seppo Sini Sinikka Sirpa Sofia Sonja Susanna Suvi Taina Tanja Tapani Tapio Tarja Tarmo Teemu Tero
    Terhi Tiia Tiina Tiinu Timo Tomi Toni Tuija Tuomas Tuomo Tuula Tuukka Ulla Vesa Veera Veikko Ville Virpi
    Visa Vilma Åsa Adam Alan Alex Alice Amanda Amy Andrea Andrew Anthony Barbara Ben Benjamin Brian Carol
    Catherine Charles Charlotte Chris Christine Daniel David Deborah Diana Edward Elizabeth Emily Eric Frank
    Gary George Greg Hannah Helen Henry Jack Jacob James Jane Jason Jennifer Jeremy Jessica Joe John Jonathan
    Joseph Julia Karen Kate Kevin Laura Linda Lisa Lucy Mary Matthew Megan Michael Michelle Mike Nancy Nicole
    Oliver Olivia Patricia Patrick Paul Peter Philip Rachel Rebecca Richard Robert Ryan Sam Samantha Samuel
    Sandra Sarah Scott Simon Stephen Steve Steven Susan Thomas Tim Tom Tony Victoria William Zoe Anders Erik
    Gustav Johan Karl Lars Magnus Mats Nils Olof Sven Hans Jürgen Klaus Wolfgang Pierre Ahmed Mohamed Fatima
    Ivan Olga Natalia Sergei Kristjan Toomas
    """.split()
)


def is_given_name(word: str) -> bool:
    """Whether the word is a common given name, in whatever case its letters are."""
    return folded(word[:20]).strip(".,:;!?") in _NAMES
