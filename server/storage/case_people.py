"""Who stands in a case, and who acts for them. Names and companies lie open for looking up; all else is sealed."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.agents import Agent
from law.people import Entity, NaturalPerson, Party
from rooms.cases.deeds.intake import AgentNamed, Joined
from rooms.cases.ids import AgentId, ParticipantId
from rooms.ids import CaseId
from server.field_keys import FieldKeys
from server.ids import OrganisationId
from server.storage.case_json import agent_from, agent_text, party_from, party_text
from server.storage.case_tables import Agents, Participants
from server.storage.database import reading, uninterrupted
from server.storage.people import rename_people
from server.storage.tables import Cases


@uninterrupted
class CasePeopleStore:
    """Participants and agents, in full."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def parties(self, case: CaseId) -> Mapping[ParticipantId, Party]:
        """The participants of a case, in their order."""
        of_case = select(Participants).where(Participants.case_id == case).order_by(Participants.position)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(of_case)).all()
        return {
            ParticipantId(row.id): party_from(self._fields.open(row.sealed, "participants", case, row.id))
            for row in rows
        }

    async def agents(self, case: CaseId) -> Mapping[AgentId, Agent]:
        """Everybody who ever acted for a participant of the case."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(Agents).where(Agents.case_id == case))).all()
        return {AgentId(row.id): agent_from(self._fields.open(row.sealed, "agents", case, row.id)) for row in rows}

    async def alike(
        self, organisation: OrganisationId, people: Iterable[Party], cause: str, since: date
    ) -> tuple[CaseId, ...]:
        """The organisation's cases of that cause received since then in which two of these people stand (TR1)."""
        among = or_(*(_same(party) for party in people))
        found = (
            select(Participants.case_id, Participants.standing)
            .join(Cases, Cases.id == Participants.case_id)
            .where(Cases.organisation == organisation, Cases.practice.is_(False), among)
            .where(Cases.cause == cause, Cases.received_on >= since)
        )
        standings: dict[str, set[str]] = {}
        async with reading(self._engine) as connection:
            for case, standing in await connection.execute(found):
                standings.setdefault(case, set()).add(standing)
        return tuple(CaseId(case) for case, both in sorted(standings.items()) if len(both) > 1)


async def insert_participants(
    connection: AsyncConnection,
    fields: FieldKeys,
    case: CaseId,
    joined: Iterable[Joined],
    people: Mapping[ParticipantId, Party],
) -> None:
    """Rows of those a case begins with; raises KeyError where nobody says who one of them is."""
    for position, each in enumerate(joined):
        place = {"id": each.id, "case_id": case, "position": position, "standing": each.standing, "kind": each.kind}
        await connection.execute(insert(Participants), {**place, **_who(fields, case, each.id, people[each.id])})


async def change_participant(
    connection: AsyncConnection, fields: FieldKeys, case: CaseId, participant: ParticipantId, party: Party
) -> None:
    """What is known of a participant now, here and in every room of the case."""
    row = update(Participants).where(Participants.id == participant, Participants.case_id == case)
    await connection.execute(row.values(_who(fields, case, participant, party)))
    await rename_people(connection, participant, party)


async def insert_agent(
    connection: AsyncConnection, fields: FieldKeys, case: CaseId, named: AgentNamed, agent: Agent
) -> None:
    """Somebody who acts for a participant."""
    sealed = fields.seal(agent_text(agent), "agents", case, named.agent)
    row = {"id": named.agent, "case_id": case, "participant": named.participant, "sealed": sealed}
    await connection.execute(insert(Agents), row)


async def names_of(connection: AsyncConnection, case: CaseId) -> tuple[str, ...]:
    """Every name by which the case may be looked for."""
    named = select(Participants.name, Participants.company).where(Participants.case_id == case)
    rows = (await connection.execute(named.order_by(Participants.position))).all()
    return tuple(name for row in rows for name in row if name)


def _who(fields: FieldKeys, case: CaseId, participant: ParticipantId, party: Party) -> dict[str, str | None]:
    sealed = fields.seal(party_text(party), "participants", case, participant)
    match party:
        case NaturalPerson():
            return {"name": party.name, "company": None, "uscc": None, "title": None, "sealed": sealed}
        case Entity(representative=human):
            return {
                "name": human.name,
                "company": party.name,
                "uscc": party.uscc,
                "title": human.title,
                "sealed": sealed,
            }


def _same(party: Party) -> ColumnElement[bool]:
    match party:
        case NaturalPerson():
            return (Participants.name == party.name) & Participants.company.is_(None)
        case Entity():
            return (Participants.company == party.name) | (Participants.uscc == party.uscc)
