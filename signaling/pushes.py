"""Everything the server sends by itself: views, chat, slots, the end of a session.

Chat is pushed from the store after each socket's own cursor, so that lines arrive in order, none lost and none twice.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Final, Protocol

from rooms.audibility import hears, reads, reads_from
from rooms.ids import Medium, RoomId, SeatId, SessionId
from rooms.room import EndReason, Place, Role, Room, Seat
from rooms.views import view_for
from signaling import translate
from signaling.connections import Connection, Connections
from signaling.contract import pushes
from signaling.contract.answers import Message
from signaling.contract.wire import Push
from signaling.ports import FindAgreement, FindMinutes, Rooms

END_SENTENCES: Final = {
    EndReason.REMOVED: ("调解员已将您移出房间。", "The mediator has removed you from the room."),
    EndReason.TAKEN_OVER: ("您已在另一个页面或设备上继续。", "You went on in another page or device."),
    EndReason.DEVICE_REFUSED: ("调解员没有同意换到这台设备。", "The mediator did not agree to this device."),
    EndReason.REVOKED: ("这个链接已被撤销。", "This link was revoked."),
    EndReason.LEFT: ("您已离开。", "You have left."),
    EndReason.CLOSED: ("本次调解已结束。", "This session is closed."),
}


class Sender(Protocol):
    """The socket server, as far as pushes need it."""

    async def emit(self, event: str, data: object, *, to: str) -> None:
        """Queue an event for one socket."""

    async def hang_up(self, sid: str) -> None:
        """Close a socket behind what is queued for it."""


class Pushes:
    """Sends to sockets. Never waits for a client; one that does not read is cut off by its ping."""

    def __init__(
        self, sio: Sender, connections: Connections, rooms: Rooms, agreements: FindAgreement, minutes: FindMinutes
    ) -> None:
        self._sio = sio
        self._connections = connections
        self._rooms = rooms
        self._find_agreement = agreements
        self._find_minutes = minutes
        self._tasks: set[asyncio.Task[None]] = set()

    async def views(self, room: Room) -> None:
        """To each seat's speaking tab, the whole view it may have and the lines it does not have yet."""
        for seat in room.seats:
            connection = self._speaking(seat.session)
            if connection is not None:
                await self.view(connection, room)
                if seat.place is Place.JOINT and connection.chat_sent < room.chat_seq:
                    await self.catch_up(connection)

    async def view(self, connection: Connection, room: Room) -> None:
        """To one tab, if it speaks for its seat and its view changed in more than `version`.

        Even that somebody at the table wrote or was muted is nothing for the lobby to know.
        """
        seat = room.seat(connection.seat)
        if seat is None or seat.session != connection.session:
            return
        view = view_for(room, seat)
        before, connection.shown = connection.shown, view
        if before is None or replace(before, version=view.version) != view:
            await self._send(connection, translate.shown(view))
        await self._agreement(connection, seat)
        await self._minutes(connection, seat)

    async def agreement(self, room_id: RoomId) -> None:
        """The agreement to every tab at the table."""
        room = self._rooms.peek(room_id)
        for seat in room.present(Place.JOINT) if room else ():
            connection = self._speaking(seat.session)
            if connection is not None:
                await self._agreement(connection, seat)

    async def _agreement(self, connection: Connection, seat: Seat) -> None:
        """Never to the lobby; whoever comes from there sees it whole. Nor where only `version` grew: others read on."""
        at_table = seat.place is Place.JOINT
        view = await self._find_agreement(connection.room, seat.id) if at_table else None
        before, connection.agreement_shown = connection.agreement_shown, view
        if view is not None and (before is None or before.model_copy(update={"version": view.version}) != view):
            await self._send(connection, view)

    async def minutes(self, room_id: RoomId) -> None:
        """The minutes to every tab at the table."""
        room = self._rooms.peek(room_id)
        for seat in room.present(Place.JOINT) if room else ():
            connection = self._speaking(seat.session)
            if connection is not None:
                await self._minutes(connection, seat)

    async def _minutes(self, connection: Connection, seat: Seat) -> None:
        """Never to the lobby. Of the entries only what this socket has not: a long session's text is long."""
        view = await self._find_minutes(connection.room, seat.id) if seat.place is Place.JOINT else None
        before, connection.minutes_shown = connection.minutes_shown, view
        if view is not None and view != before:
            had = set(before.entries) if before else set()
            fresh = tuple(entry for entry in view.entries if entry not in had)
            await self._send(connection, view.model_copy(update={"whole": before is None, "entries": fresh}))

    async def catch_up(self, connection: Connection) -> None:
        """All stored lines after the socket's cursor that its seat may read, in order.

        Where the seat may not read yet (it is in the lobby again) the cursor stays, so that nothing is skipped.
        """
        async with connection.catching_up:
            while lines := await self._rooms.lines(connection.room, connection.chat_sent):
                for line in lines:
                    # Looked at anew for each line: a seat may be removed while we wait for the store or the socket.
                    room = self._rooms.peek(connection.room)
                    seat = room.seat(connection.seat) if room else None
                    if room is None or seat is None or seat.session != connection.session:
                        return
                    if seat.id in reads(room, line):
                        await self._send(connection, translate.told((line,), room))
                    elif seat.reads_after is None or reads_from(seat, line.seq):
                        return
                    connection.chat_sent = line.seq

    async def answer(self, connection: Connection, offer: int, sdp: str) -> None:
        """The media answer to the tab that offered."""
        await self._send(connection, pushes.MediaAnswer(offer=offer, sdp=sdp))

    async def end(self, session: SessionId, reason: EndReason, note: str = "") -> None:
        """Tell a tab that its session is over and close its socket; done when the socket is forgotten."""
        connection = self._connections.of(session)
        if connection is None:
            return
        zh, en = END_SENTENCES[reason]
        await self._send(connection, pushes.SessionEnded(reason=reason, message=Message(zh=zh, en=en), note=note))
        await self._sio.hang_up(connection.sid)

    async def hang_up(self, connection: Connection) -> None:
        """Close a socket without a word: the tab has a newer one, or its token is void."""
        await self._sio.hang_up(connection.sid)

    async def end_seat(self, seat: SeatId, reason: EndReason, note: str) -> None:
        """The same for every tab of a seat."""
        for connection in self._connections:
            if connection.seat == seat:
                await self.end(connection.session, reason, note)

    def slots(self, room: RoomId, seat: SeatId, slots: tuple[pushes.Slot, ...]) -> None:
        """Which seat is in which receive slot; called by the relay on the event loop."""
        for connection in self._tabs(room, {seat}):
            self._soon(self._send(connection, pushes.MediaSlots(slots=slots)))

    def speaking(self, room_id: RoomId, seats: frozenset[SeatId]) -> None:
        """Who speaks, to each tab at the table as far as it hears them."""
        room = self._rooms.peek(room_id)
        if room is None:
            return
        heard = [hearing for hearing in hears(room) if hearing.medium is Medium.MICROPHONE and hearing.speaker in seats]
        for seat in room.present(Place.JOINT):
            connection = self._speaking(seat.session)
            if connection is not None:
                audible = tuple(hearing.speaker for hearing in heard if hearing.listener == seat.id)
                own = (seat.id,) if seat.id in seats and seat.microphone else ()
                self._soon(self._send(connection, pushes.MediaSpeaking(seats=tuple(sorted(own + audible)))))

    def quality(self, room_id: RoomId, lines: Mapping[SeatId, pushes.SeatLine]) -> None:
        """How lines carry, to each tab at the table as far as it may know; nothing where it has been told the same."""
        room = self._rooms.peek(room_id)
        if room is None:
            return
        met = {(hearing.listener, hearing.speaker) for hearing in hears(room)}
        table = tuple(room.present(Place.JOINT))
        for seat in table:
            connection = self._speaking(seat.session)
            if connection is None:
                continue
            told = tuple(
                _as_told(lines[each.id], seat, each)
                for each in table
                if each.id in lines and (each is seat or seat.role is Role.MEDIATOR or (seat.id, each.id) in met)
            )
            if told != connection.lines_shown:
                connection.lines_shown = told
                self._soon(self._send(connection, pushes.MediaQuality(lines=told)))

    def after_connect(self, welcome: Coroutine[None, None, None]) -> None:
        """Run once the library has told the client that it is connected; before that a push would be lost."""
        self._soon(welcome)

    async def close(self) -> None:
        """End what is still being sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tabs(self, room_id: RoomId, seats: set[SeatId]) -> list[Connection]:
        room = self._rooms.peek(room_id)
        if room is None:
            return []
        tabs = (self._speaking(seat.session) for seat in room.seats if seat.id in seats)
        return [tab for tab in tabs if tab is not None]

    def _speaking(self, session: SessionId | None) -> Connection | None:
        return None if session is None else self._connections.of(session)

    async def _send(self, connection: Connection, push: Push) -> None:
        await self._sio.emit(push.event, _dump(push), to=connection.sid)

    def _soon(self, sending: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _as_told(line: pushes.SeatLine, listener: Seat, speaker: Seat) -> pushes.SeatLine:
    if listener.role is Role.MEDIATOR:
        return line
    return line.model_copy(update={"figures": None, "sound_first": line.sound_first and speaker is listener})


def _dump(push: Push) -> dict[str, object]:
    return push.model_dump(mode="json")
