"""The 笔录 of rooms.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_minutes_room")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_minutes_case_id")),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_minutes")),
    )
    op.create_index(op.f("ix_minutes_case_id"), "minutes", ["case_id"])
    op.create_index(op.f("ix_minutes_stage"), "minutes", ["stage"])
