"""Messages to people, reports of the gateway, sessions put off, templates of rooms; cases that are only practice.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("practice", sa.Boolean(), nullable=False, server_default=sa.false()))
    _messages()
    op.create_table(
        "message_reports",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_message_reports")),
    )
    op.create_index(op.f("ix_message_reports_at"), "message_reports", ["at"])
    op.create_table(
        "reschedulings",
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("was", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_reschedulings_room")),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name=op.f("fk_reschedulings_by")),
        sa.PrimaryKeyConstraint("room", "sequence", name=op.f("pk_reschedulings")),
    )
    op.create_table(
        "room_templates",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name=op.f("fk_room_templates_organisation")),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name=op.f("fk_room_templates_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_templates")),
        sa.UniqueConstraint("organisation", "name", name=op.f("uq_room_templates_organisation_name")),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=True),
        sa.Column("seat", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("to_masked", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_messages_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_state_channel_next_at"), "messages", ["state", "channel", "next_at"])
    op.create_index(op.f("ix_messages_room_created"), "messages", ["room", "created"])
