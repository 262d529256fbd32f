"""Business ids, domains and addresses in a line: what is said of a customer beside its name. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.contact_line import EMAIL

_ID = re.compile(
    r"(?<![\w+-])(?<!\d\s)(?:(?:y-?tunnus|ytunnus|alv-?(?:tunnus|numero|nro)|vat(?:\s*(?:id|no|number|nro))?"
    r"|business\s+id|company\s+id|business\s+number)\s*(?:on|is)?\s*[:.=]?\s*(?P<labelled>(?:[A-Z]{2}\s?)?[\dA-Z]{5,12}"
    r"(?:\s?[-–]\s?\d)?)|(?P<bare>(?:FI[\s-]?)?\d{6,7}\s?[-–]\s?\d|FI\s?\d{8}))(?![\w-])",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:(?:verkkotunnus|domain|kotisivut?|verkkosivut?|nettisivut?|sivut|www|web(?:site)?|site|url)"
    r"\s*(?:on|is)?\s*[:=]?\s+)?((?:https?://)?(?:www\.)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[a-z]{2,24}(?:/\S*)?)(?![\w@-])",
    re.IGNORECASE,
)
_NOTHING_LEFT = re.compile(r"(?:[\s,;.&+]|\b(?:ja|and|on|is)\b)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A business id and a domain as they were typed; an empty one was not. `rest` is the line without the id.

    The id `is_labelled` where it was called one: "y-tunnus 0112038-9".
    """

    business_id: str = ""
    domain: str = ""
    rest: str = ""
    is_labelled: bool = False


def read_facts(text: str) -> FactLine | None:
    """Return the facts of a line that says nothing else; None for any other line."""
    found = with_business_id(text)
    domain = _DOMAIN.search(found.rest)
    rest = f"{found.rest[: domain.start()]} {found.rest[domain.end() :]}" if domain is not None else found.rest
    if not (found.business_id or domain) or not _NOTHING_LEFT.fullmatch(rest):
        return None
    return FactLine(found.business_id, domain[1] if domain is not None else "")


def with_business_id(text: str) -> FactLine:
    """Return the business id in a line, and the line without it."""
    found = _ID.search(text)
    if found is None:
        return FactLine(rest=text)
    before, after = text[: found.start()].rstrip(" ,;("), text[found.end() :].lstrip(" )")
    joint = "" if not before or not after or after[0] in ",;.)" else " "
    typed = (found["labelled"] or found["bare"]).strip()
    return FactLine(typed, "", f"{before}{joint}{after}".strip(), is_labelled=found["labelled"] is not None)


def addresses_in(text: str) -> list[str]:
    """Return the e-mail addresses and the domains in a line, in their order; an address comes before a domain."""
    emails = [each[0] for each in EMAIL.finditer(text)]
    return [*emails, *(each[1] for each in _DOMAIN.finditer(EMAIL.sub(" ", text)))]
