"""Reads the bytes of a file as lines of text. What is no text is called what it is."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.exchange.problems import BadValue, Problem, Reason

MOST_BYTES = 200_000_000  # of a file that is accepted, after unpacking
_EXCERPT = 40  # characters of a line that a problem shows
_SAMPLE = 4000  # bytes that decide whether a file without a mark is UTF-16

#: How a file begins that is no table, and what it is.
_BEGINNINGS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
)
_PACKED = (
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKED = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|head|body|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\"\]])")

_LINE_END = re.compile(r"\r\n|\n|\r")
#: No letter: what a byte becomes that means nothing in its encoding, and control characters.
_LOST = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
#: UTF-8 that some program took for Windows-1252: "Ã¤" for "ä", "â€“" for a dash.
_GARBLED = re.compile("[ÂÃ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|â‚¬")
#: What the letters å, ä and ö of MS-DOS and of the old Macintosh become in Windows-1252: "M„kel„", "MŠkelŠ".
_OF_OTHER_SYSTEMS = re.compile(r"(?<=[A-Za-z])[€‚„†‡ˆ‰ŠŒŽ‹“”•˜›Ÿ](?=[a-z])")
#: Bytes of the old Macintosh that are ä or å there, between letters: in Windows-1252 they are capitals within a word.
_OF_MACINTOSH = re.compile(rb"(?<=[A-Za-z])[\x8a\x8c](?=[a-z])|(?<=[a-z])[\x8a\x8c](?![A-Z])")
#: Bytes that are å, ä and ö in Windows-1252, and in MS-DOS between letters.
_OF_OTHERS = re.compile(rb"[\xe4\xf6\xe5\xc4\xd6\xc5]|(?<=[A-Za-z])[\x84\x86\x94](?=[a-z])")


@dataclass(frozen=True, slots=True)
class FileText:
    """The lines of a file without their ends, in normal form C. `faults` has the lines that cannot be trusted."""

    lines: Sequence[str]
    encoding: str  # as people call it
    faults: dict[int, Problem] = field(default_factory=dict[int, Problem])


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked if it is a gzip file. Raises BadValue."""
    if path.stat().st_size > MOST_BYTES:
        raise BadValue(Reason.TOO_LARGE, path.name)
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(raw)) as packed:
                raw = packed.read(MOST_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            raise BadValue(Reason.BROKEN_GZIP, path.name) from broken
    if len(raw) > MOST_BYTES:
        raise BadValue(Reason.TOO_LARGE, path.name)
    return raw


def is_workbook(raw: bytes, name: str) -> bool:
    """Whether these bytes are an Excel workbook. Raises BadValue for what is neither that nor text."""
    if raw.startswith(_ZIP):
        return _is_workbook(raw, name)
    if raw.startswith(_OLD_WORKBOOK):
        raise BadValue(Reason.OLD_WORKBOOK, name)
    for beginning, kind in _PACKED:
        if raw.startswith(beginning):
            raise BadValue(Reason.PACKED, name, kind)
    for beginning, kind in _BEGINNINGS:
        if raw.startswith(beginning):
            raise BadValue(Reason.OTHER_KIND, name, kind)
    return False


def _is_workbook(raw: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise BadValue(Reason.BROKEN_WORKBOOK, name) from broken
    names = {each.filename for each in inside}
    if "xl/workbook.xml" in names:
        if sum(each.file_size for each in inside) > MOST_BYTES:
            raise BadValue(Reason.TOO_LARGE, name)
        return True
    if "xl/workbook.bin" in names:
        raise BadValue(Reason.OTHER_WORKBOOK, name, "Excel (.xlsb)")
    if "Index/Document.iwa" in names:
        raise BadValue(Reason.OTHER_WORKBOOK, name, "Apple Numbers")
    if "content.xml" in names and "mimetype" in names:
        raise BadValue(Reason.OTHER_WORKBOOK, name, "OpenDocument (.ods)")
    if "word/document.xml" in names:
        raise BadValue(Reason.OTHER_KIND, name, "Word")
    raise BadValue(Reason.ZIP, name)


def read_text(raw: bytes, name: str) -> FileText:
    """The lines of a text in UTF-8, UTF-16, Windows-1252 or Mac Roman. Raises BadValue for what is none of these."""
    encoding, text = _decoded(raw, name)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = text.rstrip("\x1a\x00")  # with which old programs end a file
    if not text.strip():
        raise BadValue(Reason.EMPTY, name)
    if _MARKUP.match(text):
        raise BadValue(Reason.OTHER_KIND, name, "XML" if text.lstrip().startswith("<?xml") else "HTML")
    if _JSON.match(text):
        raise BadValue(Reason.OTHER_KIND, name, "JSON")
    lines = _LINE_END.split(text)
    faults = _faults(text, lines)
    if len(faults) > len(lines) // 2 and "\x00" in text:
        raise BadValue(Reason.BINARY, name)
    if encoding == "Windows-1252":
        faults |= _of_another_encoding(raw, lines, name)
    return FileText(lines, encoding, faults)


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    """The name of the encoding, and the text in it. A byte that means nothing becomes U+FFFD."""
    for mark, encoding in _MARKED:
        if raw.startswith(mark):
            return encoding.upper(), raw.decode(encoding, "replace")
    if (unmarked := _utf_16_without_mark(raw)) is not None:
        return "UTF-16", raw.decode(unmarked, "replace")
    try:
        return "UTF-8", raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if raw.count(b"\0") > len(raw) // 10:
        raise BadValue(Reason.BINARY, name)
    if raw.startswith(codecs.BOM_UTF8):
        return "UTF-8", raw.decode("utf-8-sig", "replace")
    lines = [line for line in raw.splitlines() if not line.isascii()]
    in_utf_8 = sum(_is_utf_8(line) for line in lines)
    if in_utf_8 and in_utf_8 >= len(lines) - in_utf_8:
        return "UTF-8", raw.decode("utf-8", "replace")
    if _OF_MACINTOSH.search(raw) and not _OF_OTHERS.search(raw):
        return "Mac Roman", raw.decode("mac_roman")
    return "Windows-1252", raw.decode("cp1252", "replace").replace("ÿ", "\ufffd")


def _utf_16_without_mark(raw: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of most letters is zero."""
    sample = raw[: min(_SAMPLE, len(raw) // 2 * 2)]
    if len(sample) < 8:
        return None
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    most, half = max(first, second), len(sample) // 2
    if most < 0.6 * half or min(first, second) > 0.1 * half:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _faults(text: str, lines: Sequence[str]) -> dict[int, Problem]:
    faults: dict[int, Problem] = {}
    for pattern, reason in ((_GARBLED, Reason.GARBLED), (_LOST, Reason.LOST_LETTER)):
        if pattern.search(text):
            for number, line in enumerate(lines, 1):
                if found := pattern.search(line):
                    faults[number] = Problem(number, reason, _excerpt(line, found.start()))
    return faults


def _of_another_encoding(raw: bytes, lines: Sequence[str], name: str) -> dict[int, Problem]:
    """The lines of a Windows-1252 file that are in another encoding. Raises BadValue if the whole file is."""
    doubted = {
        number: Problem(number, Reason.LOST_LETTER, _excerpt(line, found.start()))
        for number, line in enumerate(lines, 1)
        if not line.isascii() and (found := _OF_OTHER_SYSTEMS.search(line))
    }
    if len(doubted) > 1 and len(doubted) * 2 >= sum(not line.isascii() for line in lines):
        raise BadValue(Reason.UNKNOWN_LETTERS, name, next(iter(doubted.values())).text)
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", raw), 1):
        if not line.isascii() and _is_utf_8(line):
            doubted[number] = Problem(number, Reason.GARBLED, _excerpt(lines[number - 1], 0))
    return doubted


def _excerpt(line: str, at: int) -> str:
    """The part of the line around a fault."""
    start = max(0, at - _EXCERPT // 2)
    return line[start : start + _EXCERPT].strip()
