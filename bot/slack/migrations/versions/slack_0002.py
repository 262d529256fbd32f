"""Where nothing may be said, and who is a guest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "slack_0002"
down_revision = "slack_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slack_member", sa.Column("is_guest", sa.Boolean(), nullable=True))
    op.add_column("slack_place", sa.Column("barred", sa.String(length=32), nullable=True))
