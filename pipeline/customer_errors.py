"""Why a contact or a fact of a customer was not kept, or no customer was found."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.merge_errors import CustomerRefused
from pipeline.refused import Refused, TextQuoted


@dataclass(kw_only=True, eq=False)
class NoSuchCustomer(TextQuoted):
    """No customer has the name, the business id or the domain that was typed."""

    key = "no_such_customer"


@dataclass(kw_only=True, eq=False)
class BusinessIdWrong(TextQuoted):
    """The check digit of a business id is another one, or it is none at all."""

    key = "business_id_wrong"


@dataclass(kw_only=True, eq=False)
class DomainWrong(TextQuoted):
    """The text is no domain of the internet."""

    key = "domain_wrong"


@dataclass(kw_only=True, eq=False)
class DomainOfAll(TextQuoted):
    """Anybody has an e-mail address at this domain, so that it tells no customer from another."""

    key = "domain_of_all"


@dataclass(kw_only=True, eq=False)
class BusinessIdTaken(CustomerRefused, TextQuoted):
    """The business id is another customer's: `customer`."""

    key = "business_id_taken"


@dataclass(kw_only=True, eq=False)
class BusinessIdOther(CustomerRefused, TextQuoted):
    """The customer `customer` has another business id, `text`, than the one that was told with a new deal."""

    key = "business_id_other"


@dataclass(kw_only=True, eq=False)
class DomainTaken(CustomerRefused, TextQuoted):
    """The domain is another customer's: `customer`."""

    key = "domain_taken"


@dataclass(kw_only=True, eq=False)
class PhoneUnclear(TextQuoted):
    """The text has digits, and is no phone number."""

    key = "phone_unclear"


@dataclass(kw_only=True, eq=False)
class PhoneWithoutDigits(TextQuoted):
    """The text was given as a phone number and has no digits."""

    key = "phone_without_digits"


@dataclass(kw_only=True, eq=False)
class EmailUnclear(TextQuoted):
    """The text was given as an e-mail address and is none."""

    key = "email_unclear"


@dataclass(kw_only=True, eq=False)
class ContactNameless(Refused):
    """A contact was given without a name."""

    key = "contact_nameless"


@dataclass(kw_only=True, eq=False)
class EmailTaken(CustomerRefused, TextQuoted):
    """The e-mail address `text` is that of another contact of the customer."""

    key = "email_taken"


@dataclass(kw_only=True, eq=False)
class CustomerNotThere(Refused):
    """The customer is there no more: what added it was undone."""

    key = "customer_not_there"


@dataclass(kw_only=True, eq=False)
class NoSuchContact(CustomerRefused, TextQuoted):
    """The customer has no contact of that name, or several of it."""

    key = "no_such_contact"


@dataclass(kw_only=True, eq=False)
class ContactGone(Refused):
    """A contact that was chosen is there no more: what added it was undone."""

    key = "contact_gone"
