"""The registry of sealed files: each with its generations, for the public check and for renewing their timestamps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.agreement import Agreement, Sealed
from agreements.ids import AgreementId, Digest
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import SealedFiles

FileName = Literal["agreement.pdf", "evidence.pdf", "letter.pdf"]
FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One generation of one file. `at`: time of its newest timestamp."""

    paper: AgreementId
    file: FileName
    generation: int
    sha256: Digest
    at: datetime


@uninterrupted
class SealedFileStore:
    """All generations of all files."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def knows(self, sha256: str) -> bool:
        """Whether a file of these bytes was sealed or renewed here."""
        async with reading(self._engine) as connection:
            found = await connection.execute(select(SealedFiles.paper).where(SealedFiles.sha256 == sha256))
            return found.first() is not None

    async def newest(self, first: Digest) -> Digest:
        """The newest generation of the file whose first has this hash; itself where there is no other."""
        own = select(SealedFiles).where(SealedFiles.sha256 == first, SealedFiles.generation == FIRST).subquery()
        later = (
            select(SealedFiles.sha256)
            .join(own, (SealedFiles.paper == own.c.paper) & (SealedFiles.file == own.c.file))
            .order_by(SealedFiles.generation.desc())
        )
        async with reading(self._engine) as connection:
            return Digest((await connection.execute(later)).scalars().first() or first)

    async def newest_of(self, paper: AgreementId, file: FileName) -> Digest | None:
        """The newest generation of that file, None where there is none."""
        kept = select(SealedFiles.sha256).where(SealedFiles.paper == paper, SealedFiles.file == file)
        async with reading(self._engine) as connection:
            newest = (await connection.execute(kept.order_by(SealedFiles.generation.desc()))).scalars().first()
        return None if newest is None else Digest(newest)

    async def older_than(self, moment: datetime) -> tuple[SealedFile, ...]:
        """The newest generation of each file, where that was before `moment`; the oldest first."""
        last = (
            select(SealedFiles.paper, SealedFiles.file, func.max(SealedFiles.generation).label("generation"))
            .group_by(SealedFiles.paper, SealedFiles.file)
            .subquery()
        )
        same = (
            (SealedFiles.paper == last.c.paper)
            & (SealedFiles.file == last.c.file)
            & (SealedFiles.generation == last.c.generation)
        )
        old = select(SealedFiles).join(last, same).where(SealedFiles.at < moment).order_by(SealedFiles.at)
        async with reading(self._engine) as connection:
            return tuple(
                SealedFile(AgreementId(row.paper), row.file, row.generation, Digest(row.sha256), row.at)
                for row in await connection.execute(old)
            )

    async def add(self, made: SealedFile) -> None:
        """A further generation; one that is there already stays as it is (another node was faster)."""
        try:
            async with writing(self._engine) as connection:
                await connection.execute(insert(SealedFiles), _row(made))
        except IntegrityError:
            return


async def register(connection: AsyncConnection, agreement: Agreement) -> None:
    """Both files of a paper that is sealed, with the step that sealed it; of another nothing, and none twice."""
    stage = agreement.stage
    if not isinstance(stage, Sealed):
        return
    there = select(SealedFiles.paper).where(SealedFiles.paper == agreement.id)
    if (await connection.execute(there)).first() is None:
        files: tuple[tuple[FileName, Digest], ...] = (("agreement.pdf", stage.pdf), ("evidence.pdf", stage.evidence))
        rows = [_row(SealedFile(agreement.id, name, FIRST, sha256, stage.at)) for name, sha256 in files]
        await connection.execute(insert(SealedFiles), rows)


def _row(made: SealedFile) -> dict[str, object]:
    return {
        "paper": made.paper,
        "file": made.file,
        "generation": made.generation,
        "sha256": made.sha256,
        "at": made.at,
    }
