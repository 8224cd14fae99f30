"""What is published of organisations, mediators and courts (`law.organisations`), with the moment each version is from.

Earlier versions stay: a paper made anew later says what held when its case ended.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.organisations import Court, MediationOrg, MediatorProfile
from server.audit.chain import SERVER_CHAIN
from server.audit.facts import ProfileChanged
from server.audit.heads import NodeKey
from server.ids import AccountId
from server.storage.audit import append_facts
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Accounts, Courts, Organisations

Profile = MediationOrg | MediatorProfile | Court
P = TypeVar("P", bound=Profile)


@dataclass(frozen=True, slots=True)
class ProfileKind(Generic[P]):
    """Of whom, where it is kept, and how it reads: each version with its moment, the oldest first."""

    name: str
    table: type[Organisations | Accounts | Courts]
    adapter: TypeAdapter[tuple[tuple[datetime, P], ...]]


ORGANISATION: Final = ProfileKind("organisation", Organisations, TypeAdapter(tuple[tuple[datetime, MediationOrg], ...]))
MEDIATOR: Final = ProfileKind("mediator", Accounts, TypeAdapter(tuple[tuple[datetime, MediatorProfile], ...]))
COURT: Final = ProfileKind("court", Courts, TypeAdapter(tuple[tuple[datetime, Court], ...]))


class SubjectUnknown(LookupError):
    """There is no organisation, account or court of that id."""


@uninterrupted
class ProfileStore:
    """Profiles by the id of their organisation, account or court."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def read(self, kind: ProfileKind[P], subject: str, at: datetime | None = None) -> P | None:
        """As it is now, or was at `at`; None: not filled in. Raises SubjectUnknown."""
        async with reading(self._engine) as connection:
            versions = await _versions(connection, kind, subject)
        return next((profile for since, profile in reversed(versions) if at is None or since <= at), None)

    async def keep(self, kind: ProfileKind[P], subject: str, profile: P, by: AccountId, at: datetime) -> None:
        """From now on; nothing happens where it says what is known already. Raises SubjectUnknown."""
        async with writing(self._engine) as connection:
            versions = await _versions(connection, kind, subject)
            changed = _changed(versions[-1][1] if versions else None, profile)
            if not changed:
                return
            details = kind.adapter.dump_json((*versions, (at, profile))).decode()
            await connection.execute(update(kind.table).where(kind.table.id == subject).values(details=details))
            fact = ProfileChanged(kind.name, subject, changed, by)
            await append_facts(connection, SERVER_CHAIN, at, (fact,), self._key)


async def _versions(connection: AsyncConnection, kind: ProfileKind[P], subject: str) -> tuple[tuple[datetime, P], ...]:
    row = (await connection.execute(select(kind.table.details).where(kind.table.id == subject))).one_or_none()
    if row is None:
        raise SubjectUnknown(subject)
    return kind.adapter.validate_json(row.details, strict=True, extra="forbid") if row.details else ()


def _changed(known: Profile | None, profile: Profile) -> tuple[str, ...]:
    """The names of the fields that say something else than before."""
    names = (field.name for field in fields(profile))
    return tuple(name for name in names if getattr(known, name, None) != getattr(profile, name))
