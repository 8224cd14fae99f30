"""What tests of cases start from: the stores and the running parts of a data folder, without a server."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from law.people import Entity, NaturalPerson, Party, Representative
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Event
from rooms.cases.deeds.intake import Joined, Received
from rooms.cases.fold import rebuilt
from rooms.cases.ids import CourtRef, ParticipantId, ProfileId
from rooms.cases.words import ConsentHow, Office, PersonKind, Procedure, Source, Standing
from rooms.ids import CaseId
from server.audit.facts import decoded
from server.cases.runtime import Cases, cases_of
from server.config import Config, load_config
from server.ids import AccountId, OrganisationId
from server.messages.runtime import Messages
from server.storage.sessions import AccountRole
from server.stores import Stores, opened_stores
from tests.foundation import laid

MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in Beijing; no holiday is near."""
ID_NO = "11010519491231002X"
WORKER, COMPANY = ParticipantId("worker"), ParticipantId("company")
PEOPLE: Mapping[ParticipantId, Party] = {
    WORKER: NaturalPerson("张三", ID_NO, "13812345678", "zhang@example.com"),
    COMPANY: Entity("某某公司", "91350100M000100Y43", Representative("李四", "经理")),
}


class Clock:
    """Server time that stands still until a test turns it on."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += timedelta(**by)


@dataclass
class CaseOffice:
    """An organisation with a mediator and an admin, and everything that keeps cases."""

    config: Config
    stores: Stores
    cases: Cases
    clock: Clock
    organisation: OrganisationId
    mediator: AccountId
    admin: AccountId

    @property
    def host(self) -> By:
        return By(Office.MEDIATOR, self.mediator)

    @property
    def desk(self) -> By:
        return By(Office.ORGANISATION, self.admin)

    async def case(self, case: CaseId) -> Case:
        found = await self.cases.keeper.case(case)
        assert found is not None
        return found

    async def opened(self, *, take: bool = False, agreed: bool = True, **changed: str) -> CaseId:
        """A case of lane SELF, keyed in by the mediator who may take it, else by the admin."""
        by = self.mediator if take else self.admin
        deed = received(self.host if take else self.desk, agreed=agreed, **changed)
        return await self.cases.opening.open(deed, people_of(deed), by, take=take)

    async def told(self, case: CaseId) -> tuple[tuple[datetime, Event], ...]:
        """The case's own records of its chain."""
        records = await self.stores.audit.records(case)
        facts = [(record.at, decoded(record.kind, record.v, record.body)) for record in records]
        return tuple((at, fact) for at, fact in facts if isinstance(fact, Event))

    async def holds(self, case: CaseId) -> Case:
        """The stored case, which is what its records come to; the chain is whole."""
        stored = await self.case(case)
        assert rebuilt(case, await self.told(case)) == stored
        assert await self.stores.audit.verify(case) == []
        return stored


def people_of(deed: Received) -> dict[ParticipantId, Party]:
    """The worker and the company under the ids of this case."""
    return dict(zip((one.id for one in deed.participants), PEOPLE.values(), strict=True))


_SERIAL = iter(range(10**6))


def received(by: By, *, agreed: bool = True, court: str | None = None, profile: str = "self") -> Received:
    """Today; the worker applied, and the company agreed in writing or was not asked."""
    ordinary = profile.endswith("_ordinary")
    serial = next(_SERIAL)
    return Received(
        source=Source.ORGANISATION,
        profile=ProfileId(profile),
        channel=None,
        procedure=Procedure.ORDINARY if ordinary else None,
        court=CourtRef(court) if court else None,
        court_case_no="（2026）苏0106诉前调1号" if court else None,
        cause="wages",
        received_on=MORNING.date(),
        material_received_on=MORNING.date() if court else None,
        participants=(
            Joined(ParticipantId(f"w{serial}"), Standing.APPLICANT, PersonKind.PERSON, ConsentHow.APPLICATION),
            Joined(
                ParticipantId(f"c{serial}"),
                Standing.RESPONDENT,
                PersonKind.COMPANY,
                ConsentHow.WRITTEN if agreed else None,
            ),
        ),
        collective=False,
        major=False,
        lane_source="test",
        alike=(),
        by=by,
    )


@asynccontextmanager
async def case_office(data: Path) -> AsyncIterator[CaseOffice]:
    config, clock = load_config(None, data=data, help_phone="025-0000 0000"), Clock()
    async with opened_stores(laid(config)) as stores:
        organisation = await stores.cases.add_organisation("朝阳区劳动争议调解中心", "朝")

        async def account(name: str, role: AccountRole) -> AccountId:
            return await stores.accounts.create(
                organisation, name, name=name, role=role, password_hash="argon2", at=MORNING
            )

        mediator, admin = await account("chen", AccountRole.MEDIATOR), await account("desk", AccountRole.ADMIN)
        messenger = Messages(config, stores, clock).messenger
        cases = cases_of(config, stores, clock, messenger)
        yield CaseOffice(config, stores, cases, clock, organisation, mediator, admin)
