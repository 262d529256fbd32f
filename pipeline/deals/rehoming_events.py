"""What happens to a deal when the stages or the pipeline around it change: one strict model per kind of event."""

from __future__ import annotations

from pipeline.deals.events import DEAL, STAGE_FIELDS
from pipeline.ledger.events import EventData, Right


class Rehomed(EventData):
    """The stage of the deal's present stay was retired, split or brought back: the stay goes on under another stage."""

    kind = "rehomed"
    subject = DEAL
    right = Right.SETTINGS
    fields_set = frozenset({"stage"})

    from_stage: int
    stage_no: int


class Transferred(EventData):
    """A deal went to an open stage of another pipeline."""

    kind = "transferred"
    subject = DEAL
    fields_set = STAGE_FIELDS | {"pipeline"}

    pipeline_no: int
    stage_no: int
    from_stage: int
    from_stay: int
