"""What is refused to a member of the workspace who has no pipeline in use."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import Stranger
from pipeline.refused import PersonNamed


@dataclass(kw_only=True, eq=False)
class NotInAPipeline(Stranger, PersonNamed):
    """The member is in no pipeline; `who` is an admin, who can change that."""

    key = "not_in_a_pipeline"


@dataclass(kw_only=True, eq=False)
class OnlyArchived(Stranger, PersonNamed):
    """Every pipeline in which the member is was archived; `who` is an admin, who can change that."""

    key = "only_archived"
