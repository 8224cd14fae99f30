"""The case, its people, texts, papers and notices; registers, lanes, calendars. Rooms know their participants.

Forward only: a database goes back by its backup. Cases of before have no state; the server adopts them as it starts.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("courts", "organisations", "accounts"):
        op.add_column(table, sa.Column("details", sa.Text(), nullable=True))
    _cases()
    _people()
    _papers()
    _settings()


def _cases() -> None:
    op.add_column("cases", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    # In SQL: Alembic would add the reference afterwards, which SQLite cannot; both databases take it in one go.
    op.execute("ALTER TABLE cases ADD COLUMN host VARCHAR(40) CONSTRAINT fk_cases_host REFERENCES accounts (id)")
    columns: dict[str, sa.types.TypeEngine[Any]] = {
        "status": sa.String(length=40),
        "profile": sa.String(length=40),
        "channel": sa.String(length=40),
        "court_case_no": sa.String(length=200),
        "since": sa.DateTime(timezone=True),
        "received_on": sa.Date(),
        "next_due": sa.Date(),
        "next_clock": sa.Text(),
        "wakes_at": sa.DateTime(timezone=True),
        "calendar": sa.String(length=40),
        "search": sa.Text(),
    }
    for name, kind in columns.items():
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    for indexed in (["status"], ["wakes_at"], ["organisation", "status", "next_due"], ["court", "lane", "status"]):
        op.create_index(op.f(f"ix_cases_{'_'.join(indexed)}"), "cases", indexed)
    _table("case_states", _word("case_id"), _text("state"), references={"case_id": "cases.id"}, key=("case_id",))
    _table(
        "case_staff",
        _word("case_id"),
        _word("account"),
        references={"case_id": "cases.id", "account": "accounts.id"},
        key=("case_id", "account"),
        indexed=("account",),
    )


def _people() -> None:
    _table(
        "participants",
        _word("id"),
        _word("case_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        _word("standing"),
        _word("kind"),
        _line("name"),
        _line("company", nullable=True),
        _word("uscc", nullable=True),
        _line("title", nullable=True),
        _text("sealed"),
        references={"case_id": "cases.id"},
        indexed=("case_id", "name", "company"),
    )
    _table(
        "agents",
        _word("id"),
        _word("case_id"),
        _word("participant"),
        _text("sealed"),
        references={"case_id": "cases.id", "participant": "participants.id"},
        indexed=("case_id",),
    )
    op.execute(
        "ALTER TABLE people ADD COLUMN participant VARCHAR(40) "
        "CONSTRAINT fk_people_participant REFERENCES participants (id)"
    )
    op.add_column("people", sa.Column("consents_heard", sa.DateTime(timezone=True), nullable=True))


def _papers() -> None:
    _table(
        "case_texts",
        _word("case_id"),
        _word("id"),
        _text("sealed"),
        _at("at"),
        references={"case_id": "cases.id"},
        key=("case_id", "id"),
    )
    _table(
        "materials",
        *(_word("id"), _word("case_id"), _line("title"), _word("owner", nullable=True), _word("kind"), _word("form")),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _word("media_type"),
        sa.Column("bytes", sa.Integer(), nullable=False),
        _word("by"),
        _at("at"),
        references={"case_id": "cases.id", "owner": "participants.id"},
        indexed=("case_id",),
    )
    _table(
        "case_notices",
        *(_line("id"), _word("case_id"), _word("participant"), _word("kind"), _word("version"), _text("sealed")),
        _at("at"),
        _word("mail"),
        references={"case_id": "cases.id", "participant": "participants.id"},
        indexed=("case_id", "participant", "mail"),
    )


def _settings() -> None:
    _table(
        "register_entries",
        _word("id"),
        _word("court"),
        _word("subject"),
        _text("details"),
        sa.Column("expert", sa.Text(), nullable=True),
        references={"court": "courts.id"},
        indexed=("court", "subject"),
    )
    _table(
        "lane_switches",
        *(_word("id"), _word("court", nullable=True), _word("channel", nullable=True), _word("lane")),
        _word("profile", nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        _text("source"),
        _word("by"),
        _at("at"),
        references={"court": "courts.id"},
    )
    _table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        _text("row"),
        _word("by", nullable=True),
        _at("at"),
        key=("year",),
    )


def _word(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _line(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=200), nullable=nullable)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _table(
    name: str,
    *columns: sa.Column[Any],
    references: dict[str, str] | None = None,
    key: Sequence[str] = ("id",),
    indexed: Sequence[str] = (),
) -> None:
    op.create_table(
        name,
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}"))
            for column, target in (references or {}).items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
    for column in indexed:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
