"""Agreements, what clerks downloaded, the simulated outbox of codes; e-mail addresses; clerks of a court.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _agreements()
    _downloads()
    _codes()


def _people() -> None:
    # In SQL: Alembic would add the reference afterwards, which SQLite cannot; both databases take it in one go.
    op.execute("ALTER TABLE accounts ADD COLUMN court VARCHAR(40) CONSTRAINT fk_accounts_court REFERENCES courts (id)")
    op.add_column("accounts", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("people", sa.Column("email_sealed", sa.Text(), nullable=True))


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("court", sa.String(length=40), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_agreements_room")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agreements_case_id")),
        sa.ForeignKeyConstraint(["court"], ["courts.id"], name=op.f("fk_agreements_court")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("room", name=op.f("uq_agreements_room")),
    )
    for column in ("case_id", "stage", "court"):
        op.create_index(op.f(f"ix_agreements_{column}"), "agreements", [column])


def _downloads() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("agreement", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.id"], name=op.f("fk_downloads_agreement")),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_downloads_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
    )
    op.create_index(op.f("ix_downloads_agreement"), "downloads", ["agreement"])


def _codes() -> None:
    op.create_table(
        "simulated_codes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code_sealed", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_simulated_codes_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulated_codes")),
    )
    op.create_index(op.f("ix_simulated_codes_expires"), "simulated_codes", ["expires"])
