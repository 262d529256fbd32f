"""Business ids and domains as people write them, in the one form by which a customer is found. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus

from pipeline.customer_errors import BusinessIdWrong, DomainOfAll, DomainWrong

LONGEST = 253  # characters of a domain, by the rules of the internet
_ID_DIGITS = 8  # of a Finnish business id, with its check digit
_FINNISH = re.compile(r"(?:FI)?(\d{6,7})-?(\d)", re.IGNORECASE)
_OF_COUNTRY = re.compile(r"[A-Z]{2}[A-Z0-9]{5,12}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_]{{2,24}}")
_ADDRESS = re.compile(r"^(?:https?://|mailto:)?(?:[^@/\s]*@)?(?:www\.)?([^/:?#\s]+).*$", re.IGNORECASE | re.DOTALL)

OF_ALL = frozenset(
    """
    gmail.com googlemail.com hotmail.com hotmail.fi outlook.com outlook.fi live.com live.fi msn.com yahoo.com yahoo.fi
    yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de web.de mail.com mail.ru yandex.ru
    yandex.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com zoho.com luukku.com kolumbus.fi
    elisanet.fi inet.fi pp.inet.fi welho.com suomi24.fi saunalahti.fi netti.fi surffi.fi phnet.fi dnainternet.net
    sci.fi jippii.fi mbnet.fi nic.fi nettilinja.fi elisa.net hotmail.se live.se telia.com spray.se passagen.se
    co.uk com.au co.nz org.uk
    """.split()
)
"""Domains at which anybody may have an address: they tell no customer from another."""


def business_id(text: str) -> str:
    """Return a business id as it is kept: "0112038-9", or of another country as in "SE556012579001".

    A Finnish one may be written as a VAT number ("FI01120389") or without its first zero ("112038-9").
    Raises BusinessIdWrong where it fails its check.
    """
    bare = re.sub(r"[\s\u2010-\u2015]+", lambda gap: "" if gap[0].isspace() else "-", text.strip()).upper()
    if (finnish := _FINNISH.fullmatch(bare)) is not None:
        digits = (finnish[1] + finnish[2]).zfill(_ID_DIGITS)
        if ytunnus.is_valid(digits):
            return f"{digits[:-1]}-{digits[-1]}"
    elif _OF_COUNTRY.fullmatch(bare) and not bare.startswith("FI"):
        try:
            return vat.validate(bare)
        except ValidationError:
            pass
    raise BusinessIdWrong(text=text.strip())


def domain(text: str) -> str:
    """Return a domain as it is kept, "acme.fi", from an address of a page or of e-mail too.

    Raises DomainWrong, and DomainOfAll for one at which anybody has an address.
    """
    found = _ADDRESS.match(text.strip())
    bare = unicodedata.normalize("NFC", found[1] if found else "").casefold().strip(".,;")
    if len(bare) > LONGEST or not _DOMAIN.fullmatch(bare):
        raise DomainWrong(text=text.strip())
    if bare in OF_ALL:
        raise DomainOfAll(text=bare)
    return bare


def domains_above(name: str) -> Iterator[str]:
    """Yield a domain and those that it is part of, the nearest first, but none of everybody's: a.b.fi, b.fi."""
    parts = name.split(".")
    for start in range(len(parts) - 1):
        if (above := ".".join(parts[start:])) in OF_ALL:
            return
        yield above
