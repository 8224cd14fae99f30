"""What courts say they take, and what was submitted to them.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "court_policies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("court", sa.String(length=40), nullable=False),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("lane", sa.String(length=40), nullable=True),
        sa.Column("organisation_kind", sa.String(length=40), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("bases", sa.Text(), nullable=False),
        sa.Column("e_filing", sa.Boolean(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["court"], ["courts.id"], name=op.f("fk_court_policies_court")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_policies")),
    )
    op.create_index(op.f("ix_court_policies_court"), "court_policies", ["court"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("court", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=200), nullable=True),
        sa.Column("correction", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_submissions_case_id")),
        sa.ForeignKeyConstraint(["court"], ["courts.id"], name=op.f("fk_submissions_court")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_submissions_case_id_position")),
        sa.UniqueConstraint("number", name=op.f("uq_submissions_number")),
    )
    op.create_index(op.f("ix_submissions_case_id"), "submissions", ["case_id"])
    op.create_index(op.f("ix_submissions_court"), "submissions", ["court"])
