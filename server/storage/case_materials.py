"""Papers on file in a case; their bytes lie in the blobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.ids import Digest
from law.zone import Zone, as_born
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.ids import MaterialId, ParticipantId
from rooms.cases.words import CopyForm, MaterialKind
from rooms.ids import CaseId
from server.storage.case_tables import Materials
from server.storage.database import reading, uninterrupted


@dataclass(frozen=True, slots=True)
class StoredMaterial:
    """One paper. `owner` None: the court's or the organisation's own; `by`: who filed it."""

    born: ClassVar[Zone] = Zone.CASE
    id: MaterialId
    title: str
    owner: ParticipantId | None
    what: MaterialKind
    form: CopyForm
    sha256: Digest
    media_type: str
    bytes: int
    by: str
    at: datetime
    zone: Zone


@uninterrupted
class CaseMaterialStore:
    """Papers by case."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of_case(self, case: CaseId) -> tuple[StoredMaterial, ...]:
        """All of a case, oldest first."""
        of_case = select(Materials).where(Materials.case_id == case).order_by(Materials.at, Materials.id)
        async with reading(self._engine) as connection:
            return tuple(_material(row) for row in (await connection.execute(of_case)).all())

    async def one(self, case: CaseId, material: MaterialId) -> StoredMaterial | None:
        """That paper of that case, or None."""
        return next((each for each in await self.of_case(case) if each.id == material), None)


async def insert_material(
    connection: AsyncConnection, case: CaseId, filed: MaterialFiled, title: str, at: datetime
) -> None:
    """A paper on file, within the transaction of `connection`; its bytes are in the blobs already."""
    row = {
        "id": filed.material,
        "case_id": case,
        "title": title,
        "owner": filed.owner,
        "kind": filed.what,
        "form": filed.form,
        "sha256": filed.sha256,
        "media_type": filed.media_type,
        "bytes": filed.bytes,
        "by": filed.by.id,
        "at": at,
        "zone": StoredMaterial.born,
    }
    await connection.execute(insert(Materials), row)


def _material(row: Row[Materials]) -> StoredMaterial:
    return StoredMaterial(
        MaterialId(row.id),
        row.title,
        ParticipantId(row.owner) if row.owner else None,
        MaterialKind(row.kind),
        CopyForm(row.form),
        Digest(row.sha256),
        row.media_type,
        row.bytes,
        row.by,
        row.at,
        as_born(row.zone, StoredMaterial.born),
    )
