"""What each court takes, as the court itself or an organisation entered it; the shipped example fills what is empty."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from law.court_policies import CourtPolicy, Said, shipped
from server.audit.chain import SERVER_CHAIN
from server.audit.facts import CourtPolicyKept
from server.audit.heads import NodeKey
from server.ids import AccountId, CourtId, new_id
from server.storage.audit import append_facts
from server.storage.court_tables import CourtPolicies
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Courts


@dataclass(frozen=True, slots=True)
class PoliciesOfCourt:
    """A court on file, and its rows in the order in which they were entered."""

    court: CourtId
    name: str
    policies: tuple[CourtPolicy, ...]


@uninterrupted
class CourtPolicyStore:
    """All rows, which are few."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def every(self) -> tuple[PoliciesOfCourt, ...]:
        """Every court on file by its name, also those of which nobody has said anything."""
        async with reading(self._engine) as connection:
            courts = (await connection.execute(select(Courts).order_by(Courts.name))).all()
            rows = (await connection.execute(select(CourtPolicies).order_by(CourtPolicies.at, CourtPolicies.id))).all()
        return tuple(
            PoliciesOfCourt(
                CourtId(court.id),
                court.name,
                (*shipped(court.name), *(_policy(row) for row in rows if row.court == court.id)),
            )
            for court in courts
        )

    async def of(self, court: str) -> PoliciesOfCourt | None:
        """One court's; None where there is no such court."""
        return next((one for one in await self.every() if one.court == court), None)

    async def keep(self, policy: CourtPolicy, by: AccountId, at: datetime) -> None:
        """One more row; those of before stay on record. Durable on return, with its audit fact."""
        kept = new_id()
        row = {
            "id": kept,
            "court": policy.court,
            "takes": policy.takes,
            "said": policy.said,
            "source": policy.source,
            "valid_from": policy.valid_from,
            "valid_to": policy.valid_to,
            "lane": policy.lane,
            "organisation_kind": policy.organisation_kind,
            "cause": policy.cause,
            "bases": ",".join(policy.bases),
            "e_filing": policy.e_filing,
            "by": by,
            "at": at,
        }
        fact = CourtPolicyKept(kept, CourtId(policy.court), policy.takes, policy.said, by)
        async with writing(self._engine) as connection:
            await connection.execute(insert(CourtPolicies), row)
            await append_facts(connection, SERVER_CHAIN, at, (fact,), self._key)


def _policy(row: Row[CourtPolicies]) -> CourtPolicy:
    return CourtPolicy(
        court=row.court,
        takes=row.takes,
        said=Said(row.said),
        source=row.source,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        lane=row.lane,
        organisation_kind=row.organisation_kind,
        cause=row.cause,
        bases=tuple(filter(None, row.bases.split(","))),
        e_filing=row.e_filing,
    )
