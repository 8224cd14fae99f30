"""What an agreement takes from the rest of the house: the case, the people, the mediator, the courts."""

from datetime import datetime

from agreements.agreement import Agreement, Capacity, Member
from agreements.ids import AgreementId
from agreements.members import person_of
from law.beijing import day_of
from law.causes import cause
from rooms.ids import RoomId, SeatId
from rooms.room import Room
from server.ids import CourtId, new_id
from server.keeper import RoomUnknownError
from server.messages.messenger import Contact, contact_of
from server.papers.dossier import Dossiers
from server.papers.opening import House, members_of, opened_for
from server.storage.desk import DeskRow
from server.storage.profiles import ORGANISATION
from server.stores import Stores


class AgreementDesk:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.dossier = Dossiers(stores).of

    async def opened(self, room: RoomId, at: datetime) -> Agreement:
        """A new agreement for a room, not yet stored; raises RoomUnknownError."""
        row = await self._stores.desk.row(room)
        if row is None:
            raise RoomUnknownError(room)
        people, known = await self._stores.people.parties(room), cause(row.room.cause, day_of(at))
        return opened_for(
            row,
            await self.house(row),
            people,
            cause=known.zh if known else row.room.cause,
            accepted_on=day_of(row.accepted),
            new_id=AgreementId(new_id()),
            at=at,
        )

    async def house(self, row: DeskRow) -> House:
        """The organisation, with the number of its seal where its profile has one."""
        profile = await self._stores.profiles.read(ORGANISATION, row.organisation)
        return House(row.organisation, row.organisation_name, profile.seal_serial if profile else None)

    async def members(self, room: Room) -> tuple[Member, ...]:
        """Who takes part in an agreement of that room as it is now; raises RoomUnknownError."""
        row = await self._stores.desk.row(room.id)
        if row is None:
            raise RoomUnknownError(room.id)
        return members_of(room, await self.house(row), await self._stores.people.parties(room.id))

    async def court_name(self, court: CourtId) -> str | None:
        """The name of a court on file."""
        return next((each.name for each in await self._stores.cases.courts() if each.id == court), None)

    async def contact(self, room: RoomId, who: Member) -> Contact | None:
        """What is on file of the person who signs: a party, a company's representative, an agent, the mediator."""
        if who.capacity is Capacity.MEDIATOR:
            row = await self._stores.desk.row(room)
            account = await self._stores.accounts.by_id(row.mediator) if row else None
            return Contact(account.name, account.email, None) if account else None
        if who.party is not None and person_of(who.party).name == who.name:
            return contact_of(who.party)
        on_file = await self._stores.people.parties(room)
        known = on_file.get(SeatId(who.id)) or on_file.get(SeatId(who.device))
        # An agent signs for a party in the agent's own seat: the party's telephone is not the agent's.
        found = [contact_of(party) for party in (known, on_file.get(SeatId(who.device))) if party is not None]
        return next((contact for contact in found if contact.name == who.name), None)

    async def practice(self, room: RoomId) -> bool:
        """A room to practise in: nothing leaves the house (AT-23)."""
        row = await self._stores.desk.row(room)
        return row is None or row.practice
