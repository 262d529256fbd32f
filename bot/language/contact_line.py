"""A person of a customer, typed on one line in any order: name, role, phone and e-mail. Pure.

"Maija Meikäläinen, ostopäällikkö, 040 123 4567, maija@acme.fi" and "maija@acme.fi Maija Meikäläinen +358 40 1234567"
are one person. What finds no place is never dropped: it is among what is `unclear`, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.folding import Unclear
from bot.language.phones import find_phones
from bot.language.roles import role_span
from bot.language.safe_text import cleaned

_MOST_WORDS = 5  # of a person's name
_LINK = re.compile(r"<(?:mailto:|tel:|https?://)?([^|<>]*)(?:\|([^<>]*))?>", re.IGNORECASE)
_AT = re.compile(r"(?<=\w)\s*[(\[]\s*(?:at|ät|@)\s*[)\]]\s*(?=\w)", re.IGNORECASE)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}(?![\w@-])")
_EMAIL_LABEL = r"(?:mailto|sähköpostiosoite|sähköposti|sposti|s-posti|meili|maili|email|e-mail|mail|e)"
_PHONE_LABEL = (
    r"(?:tel|puhelinnumero|puhelin|puh\.?\s?(?:nro|no|numero)|puh|gsm|kännykkä|matkapuhelin|matkapuh|numero|nro|telephone|mobile|mob|cell|phone"
    r"|number|p|t|m)"
)
_LABELS = re.compile(
    rf"(?<!\w){_EMAIL_LABEL}\s*[.:]*\s*(?=\x01)|(?<!\w){_PHONE_LABEL}\s*[.:]*\s*(?=\x02)", re.IGNORECASE
)
_NO_DIGITS = re.compile(
    r"(?:(?<!\w)(?:puhelinnumero|puhelin|puh|gsm|telephone|tel|phone|mobile)\s*[.:]+"
    r"|(?:^|(?<=[,;\n]))\s*(?:puhelinnumero|puhelin|puh|gsm|telephone|tel|phone|mobile)(?=\s))\s*([^,;\n]+)",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;|/\n\t\x01\x02()\[\]]+|\s+[-–—]+\s+|(?<=\w):\s")
_FIELDS = re.compile(
    r"^(?:(nimi|name)|(rooli|titteli|asema|tehtävä|tehtävänimike|toimenkuva|role|title|position|job title))\s*[:=]?\s+",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:lisää|uusi|add|new|on|is|the|hänen|heidän|siellä|meidän|our|their|ja|and)\s+)*"
    r"(?:(?:yhteyshenkilö(?:nä|ksi)?|kontaktihenkilö(?:nä|ksi)?|kontakti|kontaktina|henkilö|yhteystiedot|contact(?:"
    r"\s+person)?|person|contacts)\s*[:=]?(?:\s+(?:on|is))?(?:\s+|$))",
    re.IGNORECASE,
)
_FILLERS = frozenset("on is ja and ext vai tai numero puh tel email at työ work suora direct koti home mobile".split())
_JOINING = re.compile(r"^(?:(?:ja|sekä|and|tai|or|on|is)\s+)+", re.IGNORECASE)
_OFFICES = frozenset(
    """
    vaihde keskus vastaanotto respa asiakaspalvelu toimisto laskutus myyntipalvelu huolto varasto
    switchboard reception office helpdesk
    """.split()
)
_LAST_FIRST = re.compile(r"[\"“”']([^\W\d_][\w-]*), ([^\W\d_][\w .-]*)[\"“”']")
_FIELD_BEGINS = re.compile(r"(?<=\w)\s+(?=(?:titteli|rooli|tehtävänimike|title|role|position)\b)", re.IGNORECASE)
_FIELD_COLON = re.compile(
    r"(?<!\w)(nimi|name|rooli|titteli|asema|tehtävä|tehtävänimike|role|title|position)\s*[:=]\s*", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][^\d_@]*")


_LEFT = re.compile(
    r"(?:poista|remove|delete)\s+(?:(?:yhteyshenkilö|kontaktihenkilö|contact)\s+)?([^\d@]{2,80})"
    r"|([^\d@]{2,80}?),?\s+(?:(?:on\s+)?(?:lähti|lähtenyt|lopetti|lopettanut|poistui|poistunut|eläköityi)"
    r"(?:\s+(?:talosta|firmasta|pois|eläkkeelle))?|vaihtoi\s+(?:työpaikkaa|firmaa|taloa)"
    r"|ei\s+ole\s+enää(?:\s+(?:siellä|talossa|töissä(?:\s+siellä)?))?|ei\s+enää\s+(?:siellä|talossa|töissä)"
    r"|(?:has\s+)?left(?:\s+the\s+(?:company|house))?|is\s+gone|no\s+longer\s+(?:there|works\s+there)|retired)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A person as far as a line tells; the phone as E.164. `unclear` has what found no place, by the field it is near.

    `is_sure` says that it may be kept as it is read.
    """

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    unclear: tuple[tuple[str, Unclear], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether there is a name, something else with it, and nothing unclear."""
        return bool(self.name and (self.role or self.phone or self.email)) and not self.unclear


def read_contact(text: str, region: str) -> ContactLine:
    """Return the person of a line; a phone number without a country code is of `region` ("FI")."""
    line = _LEADS.sub("", cleaned(_AT.sub("@", _unlinked(text)), lines=True))
    line = _FIELD_BEGINS.sub(", ", line)
    line = _FIELD_COLON.sub(r"\1 ", _LAST_FIRST.sub(r"\2 \1", line))
    line, emails = _taken(
        line, [(each.start(), each.end(), each[0].casefold()) for each in EMAIL.finditer(line)], "\x01"
    )
    phones_at = [(each.start, each.end, each.number) for each in find_phones(line, region)]
    line, phones = _taken(line, phones_at, "\x02")
    line = _LABELS.sub("", line)
    unclear = list(_without_digits(line)) if not phones else []
    if unclear:
        line = _NO_DIGITS.sub(",", line)
    name, role, others = _name_and_role(_segments(line))
    unclear += [("phone", Unclear(each, "contact_second")) for each in dict.fromkeys(phones[1:]) if each != phones[0]]
    unclear += [("email", Unclear(each, "contact_second")) for each in dict.fromkeys(emails[1:]) if each != emails[0]]
    unclear += [(_field_of(each), Unclear(each, _key_of(each))) for each in others]
    if not name and emails and (name := _named_by(emails[0])):
        unclear.append(("name", Unclear(emails[0], "contact_name_guessed")))
    return ContactLine(_as_name(name), role, phones[0] if phones else "", emails[0] if emails else "", tuple(unclear))


def is_email(text: str) -> bool:
    """Whether the whole text is an e-mail address."""
    return EMAIL.fullmatch(text.strip()) is not None


def person_who_left(text: str) -> str | None:
    """Return the name in "Maija lähti" or "remove Maija Meikäläinen"; None where nobody is said to have left."""
    found = _LEFT.fullmatch(" ".join(text.split()))
    return (found[1] or found[2]).strip(" ,.:") if found is not None else None


def _unlinked(text: str) -> str:
    """The text with Slack's links as they were seen, or by what they lead to."""
    return _LINK.sub(lambda link: (link[2] or link[1]).strip(), text)


def _taken(line: str, found: list[tuple[int, int, str]], mark: str) -> tuple[str, list[str]]:
    """The line with a mark in place of each value, and the values."""
    for start, end, _value in reversed(found):
        line = f"{line[:start]}{mark}{line[end:]}"
    return line, [value for _start, _end, value in found]


def _without_digits(line: str) -> Iterator[tuple[str, Unclear]]:
    """What was called a phone number and has no digits."""
    for each in _NO_DIGITS.finditer(line):
        if not any(letter.isdigit() for letter in each[1]):
            yield "phone", Unclear(each[1].strip(), "phone_without_digits")


def _segments(line: str) -> list[str]:
    parts = (_JOINING.sub("", _without_stop(each.strip(" :\"'”“=").lstrip("."))) for each in _CUT.split(line))
    return [each for each in parts if each and each.casefold() not in _FILLERS]


def _without_stop(text: str) -> str:
    """The text without the stop that ends it, but for that of an initial: "Ville V."."""
    return text if re.search(r"(?:^|\s)\w\.$", text) else text.rstrip(" .")


def _name_and_role(segments: list[str]) -> tuple[str, str, list[str]]:
    """The name, the role, and what is neither: a segment may be both, "Maija Meikäläinen ostopäällikkö"."""
    name, role, others = "", "", list[str]()
    for segment in segments:
        if _field_of(segment) != "role":
            others.append(segment)
            continue
        called, does = _parted(segment)
        if does and called and not _looks_like_person(called) and _another_is_name(segments, segment):
            called, does = "", segment
        if called and not does and name and not role and not _looks_like_person(called):
            called, does = "", called  # what follows a name and is no other person's
        is_unsure = bool(does) and len(does.split()) > 1 and _is_lower(does) and role_span(does.split()) is None
        if (
            not (called or does)
            or (called and name)
            or (does and (role or is_unsure))
            or (called and not _is_name(called))
        ):
            others.append(does if called and not name and is_unsure else segment)
            name = name or (called if is_unsure else "")
            continue
        name, role = name or called, role or does
    if not name and role.casefold() in _OFFICES:
        return role[:1].upper() + role[1:], "", others
    return name, role, others


def _another_is_name(segments: list[str], segment: str) -> bool:
    """Whether another segment is a name and nothing else."""
    return any(each != segment and _parted(each) == (each, "") and _looks_like_person(each) for each in segments)


def _parted(segment: str) -> tuple[str, str]:
    """The words that name a person, and those that say what they do; neither where it cannot be told."""
    if (field := _FIELDS.match(segment)) is not None:
        rest = segment[field.end() :].strip()
        return (rest, "") if field[1] else ("", rest)
    words = segment.split()
    span = role_span(words)
    if span is None:
        lower = next((place for place, word in enumerate(words) if place and word[:1].islower()), None)
        if lower is not None and lower > 1 and words[0][:1].isupper() and words[lower].casefold() not in _PARTICLES:
            return " ".join(words[:lower]), " ".join(words[lower:])
        return segment, ""
    before, after = words[: span[0]], words[span[1] :]
    if before and after:
        return "", segment if _is_lower(segment) else ""
    return " ".join(before or after), " ".join(words[span[0] : span[1]])


_PARTICLES = frozenset("von van de af der den la le di da bin al el zu ter".split())


def _is_lower(text: str) -> bool:
    return text == text.lower()


def _looks_like_person(text: str) -> bool:
    """Whether it is two to four words that begin with a capital, as names of people do."""
    words = [word for word in text.split() if word.casefold() not in _PARTICLES]
    return 2 <= len(words) <= 4 and all(word[:1].isupper() and role_span([word]) is None for word in words)


def _is_name(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and _NAME.fullmatch(text) is not None


def _as_name(name: str) -> str:
    """The name, with capitals where it was typed without any."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split()) if _is_lower(name) else name


def _named_by(email: str) -> str:
    """What an address says of its owner's name: "maija.meikalainen@…"."""
    words = [word for word in re.split(r"[._-]+", email.partition("@")[0]) if word.isalpha()]
    return " ".join(words) if len(words) > 1 else ""


def _field_of(text: str) -> str:
    return "email" if "@" in text else "phone" if sum(letter.isdigit() for letter in text) >= 4 else "role"


def _key_of(text: str) -> str:
    return {"email": "email_unclear", "phone": "phone_unclear", "role": "contact_unplaced"}[_field_of(text)]
