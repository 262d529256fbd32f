"""The only place that makes typed text safe to show: it cannot ping, format, hide text or reverse a sentence."""

from __future__ import annotations

import re
import unicodedata

#: The largest number of characters of a name in a sentence.
NAME_LIMIT = 80

# Joiners connect the parts of emoji and the letters of some scripts. `cleaned` removes every other invisible character.
_JOINERS = "\u200c\u200d"
_WORD_JOINER = "\u2060"
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"

# Slack's mrkdwn has no escape for * ~ and `, so characters that look like them replace them.
_HARMLESS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "\u2217", "~": "\u223c", "`": "\u02cb", "\u2060": ""}
)
_EMPHASIS_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_PING = re.compile(r"(?<!\w)@(?=here|channel|everyone|group)", re.IGNORECASE)
# No script puts more than three marks on a letter. More of them would cover the lines above and below.
_PILED_MARKS = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")
_QUOTE_MARK = re.compile(r"^>+", re.MULTILINE)
# What may stand in a link's address as it is: no sign there ends the address, and none begins another one.
_E164 = re.compile(r"\+[0-9]{5,15}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
_LINKED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_ADDRESS = re.compile(rf"[A-Za-z0-9.+_'-]{{1,64}}@{_DOMAIN.pattern}")


class SafeText(str):
    """Text that is safe in Slack's mrkdwn without change: Putki wrote it, or `safe` returned it."""

    __slots__ = ()


def cleaned(text: str, *, lines: bool = False) -> str:
    """Return the text without invisible characters and with single spaces. Line breaks stay only if `lines` is true."""
    if text.isascii() and text.isprintable():  # most typed text: no invisible character and no line break
        return " ".join(text.split())
    kept = "".join(" " if character.isspace() and character != "\n" else character for character in text)
    kept = "".join(character for character in kept if _is_visible(character))
    kept = _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", kept))
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in kept.split("\n"))).strip()
    return " ".join(kept.split())


def plain(text: str, limit: int = NAME_LIMIT, *, lines: bool = False) -> str:
    """Return typed text for Slack's plain text (buttons, titles), cleaned and cut. Right-to-left text is isolated."""
    return _isolate_right_to_left(_cut(cleaned(text, lines=lines), limit))


def safe(text: str, limit: int = NAME_LIMIT, *, lines: bool = False) -> SafeText:
    """Return typed text for Slack's mrkdwn, escaped and cut. `limit` counts the characters that a reader sees."""
    shown = _QUOTE_MARK.sub(lambda marks: "\u203a" * len(marks.group()), _cut(cleaned(text, lines=lines), limit))
    shown = _EMPHASIS_UNDERSCORE.sub("\u02cd", shown).translate(_HARMLESS)
    return SafeText(_isolate_right_to_left(_PING.sub("@" + _WORD_JOINER, shown)))


def phone_link(number: str, shown: str) -> SafeText:
    """Return a phone number as a link that calls it; `number` is in the form E.164, `shown` as a reader dials it."""
    return SafeText(f"<tel:{number}|{safe(shown)}>") if _E164.fullmatch(number) else safe(shown)


def mail_link(address: str) -> SafeText:
    """Return an e-mail address as a link that writes to it."""
    return SafeText(f"<mailto:{address}|{safe(address)}>") if _ADDRESS.fullmatch(address) else safe(address)


def page_link(domain: str) -> SafeText:
    """Return a domain as a link to its page."""
    return SafeText(f"<https://{domain}|{safe(domain)}>") if _DOMAIN.fullmatch(domain) else safe(domain)


def without_links(text: str) -> str:
    """Return mrkdwn with the words of its links alone, for notifications and screen readers."""
    return _LINKED.sub(r"\1", text)


def _is_visible(character: str) -> bool:
    if character == "\n" or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    # Do not cut within a character: marks and joiners belong to the character before them.
    while kept and (_belongs_before(text[len(kept)]) or kept[-1] in _JOINERS):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _belongs_before(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in ("Mn", "Me") or "🏻" <= character <= "🏿"


def _isolate_right_to_left(text: str) -> str:
    if not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text):
        return _ISOLATE + text + _END_OF_ISOLATE
    return text
