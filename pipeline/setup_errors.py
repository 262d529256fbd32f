"""What is refused when Putki is set up, or because it is not set up yet."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.refused import PersonNamed, Refused


@dataclass(kw_only=True, eq=False)
class NotSetUp(PersonNamed):
    """Putki waits for set-up; `role` can do it."""

    key = "not_set_up"
    role: str | None = None


@dataclass(kw_only=True, eq=False)
class UnknownCountry(Refused):
    """No public holidays are known for `country`."""

    key = "unknown_country"
    country: str


@dataclass(kw_only=True, eq=False)
class UnknownZone(Refused):
    """`zone` is no IANA time zone."""

    key = "unknown_zone"
    zone: str


class SharedChannel(Refused):
    """A channel shared with another organisation cannot be a pipeline's."""

    key = "shared_channel"


class ArchivedChannel(Refused):
    """Nothing can be said in a channel that was put away."""

    key = "archived_channel"


class ChannelUnknown(Refused):
    """Who reads the channel could not be learned now, so it is not taken."""

    key = "channel_untold"


class NotALead(Refused):
    """The person chosen as lead is no full member here."""

    key = "not_a_lead"
