"""The words before a number that make it the number of something: "vaihe 2", "ISO 9001", "tilaus 45012"."""

from __future__ import annotations

from bot.language.folding import folded

_BEFORE = frozenset(
    folded(word)
    for word in """
    vaihe osa versio v nro no no. nro. numero # phase part version number id ref viite tilaus tarjous tarjousnumero
    sopimus lasku laskunumero order quote po postinumero malli model kerros linja talo rakennus lot unit line floor
    building step kohde hanke projekti project pykälä iso en din rfc sarja erä batch stage tontti huone room track
    office windows kohta luku sivu page
    """.split()
)


def numbers_next(word: str) -> bool:
    """Whether a number behind this word is its number, and no amount or day."""
    return folded(word.rstrip(":")) in _BEFORE
