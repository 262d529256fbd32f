"""The sentences of each language. A .po file is read and compiled in memory when its language is first needed."""

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
    """The catalogue has no sentence with this key. The program is wrong, not the person."""


class Sentences(GNUTranslations):
    """The sentences of one language by key. An unknown key raises `NoSuchSentence`."""

    _catalog: dict[object, str]

    def has_plural(self, key: str) -> bool:
        """Whether the sentence has a singular and a plural form."""
        return (key, 1) in self._catalog


class _Missing(NullTranslations):
    def gettext(self, message: str) -> str:
        raise NoSuchSentence(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise NoSuchSentence(msgid1)


def path_of(language: str) -> Path:
    """Return the path of a language's .po file."""
    return _LOCALE / language / "putki.po"


def read_catalogue(language: str) -> Catalog:
    """Parse a language's .po file, for a tool or test that examines it."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@lru_cache(maxsize=len(LANGUAGES))
def sentences(language: str) -> Sentences:
    """Return the compiled sentences of a language. The first call compiles them and later calls return them again."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    translations = Sentences(compiled)
    translations.add_fallback(_Missing())
    return translations
