"""Chat by channel, each counted from 1; documents by channel; when private zones are deleted. What was, is joint.

Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In a batch: SQLite cannot change a primary key but by writing the table anew; nothing refers to this one.
    with op.batch_alter_table("chat_lines") as chat_lines:
        chat_lines.add_column(_channel(server_default="joint"))
        chat_lines.add_column(sa.Column("tag", sa.String(length=40), nullable=True))
        chat_lines.drop_constraint(op.f("pk_chat_lines"), type_="primary")
        chat_lines.create_primary_key(op.f("pk_chat_lines"), ["room", "channel", "seq"])
    op.add_column("documents", _channel(server_default="joint"))
    op.add_column("documents", sa.Column("sealed", sa.Text(), nullable=True))
    op.create_table(
        "zone_deletions",
        sa.Column("room", sa.String(length=40), nullable=False),
        _channel(),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name=op.f("fk_zone_deletions_room")),
        sa.PrimaryKeyConstraint("room", "channel", name=op.f("pk_zone_deletions")),
    )
    op.create_index(op.f("ix_zone_deletions_destroyed_at_due"), "zone_deletions", ["destroyed_at", "due"])


def _channel(*, server_default: str | None = None) -> sa.Column[str]:
    return sa.Column("channel", sa.String(length=80), nullable=False, server_default=server_default)
