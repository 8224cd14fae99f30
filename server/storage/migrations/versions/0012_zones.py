"""Every row with somebody's words or files carries its zone, as lines and documents of rooms do since they are kept.

What was kept before is of the zone that its kind has; a proposal's is told by its channel. Contact notes that are on
file are left with the case: which they are only the case's own value says, and they leave by no list either way.
Forward only: a database goes back by its backup.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BORN = {
    "agreements": "Z6",
    "proposals": "Z4",
    "minutes": "Z1",
    "materials": "Z1",
    "case_notices": "Z1",
    "case_texts": "Z1",
}


def upgrade() -> None:
    for table, zone in BORN.items():
        op.add_column(table, sa.Column("zone", sa.String(length=40), server_default=zone, nullable=False))
    op.execute("UPDATE proposals SET zone = 'Z2' WHERE channel = 'joint'")
