"""What every table is made of, in types that SQLite and PostgreSQL share.

JSON is kept as text, exactly as the pydantic adapters wrote it. Hashes and tokens' digests are lower-case hex.
"""

from datetime import datetime
from typing import Annotated, ClassVar

from sqlalchemy import LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from server.storage.instants import Instant

Id = Annotated[str, mapped_column(String(40))]
Key = Annotated[str, mapped_column(String(40), primary_key=True)]
Digest = Annotated[str, mapped_column(String(64))]
Word = Annotated[str, mapped_column(String(40))]
ChannelName = Annotated[str, mapped_column(String(80))]
"""A channel of a room, as `rooms.chat` writes it."""
Line = Annotated[str, mapped_column(String(200))]
Document = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """Shared naming, so that constraints have the same names in every database and migration."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Instant, bytes: LargeBinary}
