"""Joint applications to the court, one for a case, sealed whole.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_applications_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_working"), "applications", ["working"])
