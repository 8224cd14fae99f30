"""Every sealed file with its generations: what the public check compares with, and what is timestamped anew.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_files",
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("paper", "file", "generation", name=op.f("pk_sealed_files")),
    )
    op.create_index(op.f("ix_sealed_files_sha256"), "sealed_files", ["sha256"])
