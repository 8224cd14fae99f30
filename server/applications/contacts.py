"""Where codes go: what is on file of whoever signs for a party, in whichever room of the case they sat."""

from agreements.agreement import Member
from rooms.ids import RoomId
from server.messages.messenger import Contact
from server.papers.desk import AgreementDesk


class CaseContacts(AgreementDesk):
    """Reads the stores; writes nothing."""

    async def contact(self, room: RoomId, who: Member) -> Contact | None:
        """As in one room; an agent signed the agreement in a room of its own, and is on file there."""
        found = await super().contact(room, who)
        row = None if found is not None else await self._stores.desk.row(room)
        meetings = await self._stores.case_rooms.of_case(row.room.case) if row is not None else ()
        for meeting in meetings:
            if found is None and meeting.room.id != room:
                found = await super().contact(meeting.room.id, who)
        return found
