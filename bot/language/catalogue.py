"""The sentences of each language, read from their .po files when first needed; nothing is compiled beforehand."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("fi", "en")

_LOCALE = Path(__file__).parent / "locale"


class NoSuchSentence(KeyError):
    """A key that the catalogue lacks: a mistake in the program, not of a person."""


class Sentences(GNUTranslations):
    """A language's sentences by key; an unknown key raises `NoSuchSentence`."""

    _catalog: dict[object, str]

    def has_plural(self, key: str) -> bool:
        """Whether a number chooses between forms of this sentence."""
        return (key, 1) in self._catalog


class _Missing(NullTranslations):
    def gettext(self, message: str) -> str:
        raise NoSuchSentence(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise NoSuchSentence(msgid1)


def path_of(language: str) -> Path:
    """Where a language's sentences are kept."""
    return _LOCALE / language / "putki.po"


def read_catalogue(language: str) -> Catalog:
    """A language's catalogue as it is written, for whoever examines it."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@lru_cache(maxsize=len(LANGUAGES))
def sentences(language: str) -> Sentences:
    """A language's sentences, compiled once."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    translations = Sentences(compiled)
    translations.add_fallback(_Missing())
    return translations
