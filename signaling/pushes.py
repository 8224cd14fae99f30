"""Everything the server sends by itself: views, chat, slots, the end of a session.

Chat is pushed from the store after each socket's own cursor, so that lines arrive in order, none lost and none twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol, TypeVar

import structlog

from rooms.audibility import AT_TABLE, hears, is_trusted, may_read, reads
from rooms.chat import Channel, Conversation
from rooms.ids import Medium, RoomId, SeatId, SessionId
from rooms.permissions import entitled
from rooms.refusals import Refusal
from rooms.rights import Right
from rooms.room import EndReason, Room, Seat
from rooms.views import view_for
from signaling import translate
from signaling.connections import Connection, Connections
from signaling.contract import media_pushes, pushes
from signaling.contract.agreement_view import AgreementChanged
from signaling.contract.answers import Message
from signaling.contract.wire import Push
from signaling.ports import FindAgreement, FindMinutes, FindProposals, Rooms

log = structlog.get_logger()

END_SENTENCES: Final = {
    EndReason.REMOVED: ("调解员已将您移出房间。", "The mediator has removed you from the room."),
    EndReason.TAKEN_OVER: ("您已在另一个页面或设备上继续。", "You went on in another page or device."),
    EndReason.DEVICE_REFUSED: ("调解员没有同意换到这台设备。", "The mediator did not agree to this device."),
    EndReason.REVOKED: ("这个链接已被撤销。", "This link was revoked."),
    EndReason.LEFT: ("您已离开。", "You have left."),
    EndReason.CLOSED: ("本次调解已结束。", "This session is closed."),
}


Laid = TypeVar("Laid")
"""A view of something that lies on the table."""


def _sits(seat: Seat) -> bool:
    return seat.place in AT_TABLE


def _reads_papers(seat: Seat) -> bool:
    return _sits(seat) and entitled(seat, Right.READ_PAPERS)


class Sender(Protocol):
    """The socket server, as far as pushes need it."""

    async def emit(self, event: str, data: object, *, to: str) -> None:
        """Queue an event for one socket."""

    async def hang_up(self, sid: str) -> None:
        """Close a socket behind what is queued for it."""


class Pushes:
    """Sends to sockets. Never waits for a client; one that does not read is cut off by its ping."""

    def __init__(
        self,
        sio: Sender,
        connections: Connections,
        rooms: Rooms,
        agreements: FindAgreement,
        minutes: FindMinutes,
        proposals: FindProposals,
    ) -> None:
        self._sio = sio
        self._connections = connections
        self._rooms = rooms
        self._find_agreement = agreements
        self._find_minutes = minutes
        self._find_proposals = proposals
        self._tasks: set[asyncio.Task[None]] = set()

    async def views(self, room: Room) -> None:
        """To each seat's speaking tab, the whole view it may have and the lines it does not have yet."""
        tabs = [connection for _, connection in self.tabs(room)]
        for connection in tabs:
            await self.view(connection, room)
        for connection in tabs:
            await self.catch_up(connection)

    async def welcome(self, connection: Connection, room: Room) -> None:
        """To a new socket: the view, the lines it missed, and that of who speaks it knows nothing yet."""
        await self.view(connection, room)
        await self.catch_up(connection)
        await self._send(connection, media_pushes.MediaSpeaking(seats=()))

    async def view(self, connection: Connection, room: Room) -> None:
        """To one tab, if it speaks for its seat and its view changed.

        Even that somebody elsewhere wrote or was muted is nothing to be known: neither by a push that says nothing new,
        nor by the number of the view, which is the connection's own.
        """
        seat = room.seat(connection.seat)
        before = connection.shown
        if seat is None or seat.session != connection.session or (before and before.version > room.version):
            return
        view = connection.shown = view_for(room, seat)
        if before is None or replace(before, version=view.version) != view:
            connection.views_shown += 1
            await self._send(connection, translate.shown(view, connection.views_shown))
        await self._agreement(connection, seat)
        await self._proposals(connection, seat)
        await self._minutes(connection, seat)

    async def agreement(self, room_id: RoomId) -> None:
        """The agreement to every tab at the table."""
        room = self._rooms.peek(room_id)
        for seat, connection in self.tabs(room) if room else ():
            await self._agreement(connection, seat)

    async def _agreement(self, connection: Connection, seat: Seat) -> None:
        """Never to the lobby; whoever comes from there sees it whole. After that what changed, so long as it is newer.

        A long text with many signers is some hundred kilobytes, and each page somebody reads is a change.
        """
        view = await self._laid(connection, seat, self._find_agreement, _reads_papers)
        before = connection.agreement_shown
        if before is not None and view is not None and view.version < before.version:
            return
        connection.agreement_shown = view
        told = AgreementChanged.between(before, view) if before and view else view
        if told is not None:
            await self._send(connection, told)

    async def proposals(self, room_id: RoomId) -> None:
        """A mediator's proposals to every tab that may read one."""
        room = self._rooms.peek(room_id)
        for seat, connection in self.tabs(room) if room else ():
            await self._proposals(connection, seat)

    async def _proposals(self, connection: Connection, seat: Seat) -> None:
        """Nothing at all to who may read none: not even that there are some is to be known."""
        try:
            view = await self._laid(connection, seat, self._find_proposals, _reads_papers)
        except Refusal as refusal:  # destroyed, or its key is not here: all else goes on
            log.info("proposals.refused", room=connection.room, code=refusal.code)
            return
        before, connection.proposals_shown = connection.proposals_shown, view
        if view is not None and view != before:
            await self._send(connection, view)

    async def minutes(self, room_id: RoomId) -> None:
        """The minutes to every tab at the table."""
        room = self._rooms.peek(room_id)
        for seat, connection in self.tabs(room) if room else ():
            await self._minutes(connection, seat)

    async def _minutes(self, connection: Connection, seat: Seat) -> None:
        """Never to the lobby. Of the entries only what this socket has not: a long session's text is long."""
        view = await self._laid(connection, seat, self._find_minutes, _sits)
        before, connection.minutes_shown = connection.minutes_shown, view
        if view is not None and view != before:
            had = set(before.entries) if before else set()
            # Something is gone only where a screen was put between two, or an entry is said to be another's.
            whole = before is None or not {one.id for one in had} <= {one.id for one in view.entries}
            entries = tuple(entry for entry in view.entries if whole or entry not in had)
            connection.minutes_told += 1
            told = {"version": connection.minutes_told, "whole": whole, "entries": entries}
            await self._send(connection, view.model_copy(update=told))

    async def _laid(
        self,
        connection: Connection,
        seat: Seat,
        find: Callable[[RoomId, SeatId], Awaitable[Laid | None]],
        sees: Callable[[Seat], bool],
    ) -> Laid | None:
        """What lies on the table, for a seat that is still there when it has been found."""
        if not sees(seat):
            return None
        view = await find(connection.room, seat.id)
        now = self._standing(connection)[1]
        return view if now and sees(now) else None

    async def catch_up(self, connection: Connection) -> None:
        """All stored lines after the socket's cursors that its seat may read, channel by channel, each in order."""
        if not self._behind(connection):
            return
        async with connection.catching_up:
            for channel, after in self._behind(connection).items():
                try:
                    await self._catch_up(connection, channel, after)
                except Refusal as refusal:  # destroyed, or its key is not here
                    log.info("lines.refused", room=connection.room, channel_kind=channel.kind, code=refusal.code)
                except Exception:
                    # A channel that does not open must not keep the others from anybody.
                    log.exception("lines.unread", room=connection.room, channel_kind=channel.kind)

    async def _catch_up(self, connection: Connection, channel: Channel, after: int) -> None:
        """Where the seat may not read any more (it is in the lobby again) the cursor stays: nothing is skipped."""
        while lines := await self._rooms.lines(connection.room, channel, after):
            for line in lines:
                # Looked at anew for each line: a seat may be removed while we wait for the store or the socket.
                room, seat = self._standing(connection)
                if room is None or seat is None or not may_read(room, seat, channel):
                    return
                if line.seq > _reach(room.conversation(channel), seat.id)[1]:
                    return
                if seat.id in reads(room, line):
                    await self._send(connection, translate.told((line,), room, seat.id))
                after = connection.chat_sent[channel] = line.seq

    def _behind(self, connection: Connection) -> dict[Channel, int]:
        """Channels with lines that the seat may read and its tab does not have, and after which line it has none."""
        room, seat = self._standing(connection)
        if room is None or seat is None:
            return {}
        behind = dict[Channel, int]()
        for conversation in room.conversations:
            channel = conversation.channel
            after, last = _reach(conversation, seat.id)
            after = max(connection.chat_sent.get(channel, 0), after)
            if after < last and may_read(room, seat, channel):
                behind[channel] = after
        return behind

    def _standing(self, connection: Connection) -> tuple[Room | None, Seat | None]:
        """The room, and the seat if this tab speaks for it."""
        room = self._rooms.peek(connection.room)
        seat = room.seat(connection.seat) if room else None
        return room, seat if seat and seat.session == connection.session else None

    async def answer(self, connection: Connection, offer: int, sdp: str) -> None:
        """The media answer to the tab that offered."""
        await self._send(connection, media_pushes.MediaAnswer(offer=offer, sdp=sdp))

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

    def slots(self, room_id: RoomId, seat_id: SeatId, slots: tuple[media_pushes.Slot, ...]) -> None:
        """Which seat is in which receive slot; called by the relay on the event loop."""
        room = self._rooms.peek(room_id)
        for each, connection in self.tabs(room) if room else ():
            if each.id == seat_id:
                self._soon(self._send(connection, media_pushes.MediaSlots(slots=slots)))

    def speaking(self, room_id: RoomId, seats: frozenset[SeatId]) -> None:
        """Who speaks, to each tab as far as it hears them; nothing where it has been told the same."""
        room = self._rooms.peek(room_id)
        if room is None:
            return
        heard = [hearing for hearing in hears(room) if hearing.medium is Medium.MICROPHONE and hearing.speaker in seats]
        for seat, connection in self.tabs(room):
            audible = tuple(hearing.speaker for hearing in heard if hearing.listener == seat.id)
            own = (seat.id,) if seat.id in seats and seat.microphone else ()
            told = tuple(sorted(own + audible))
            if told != connection.speaking_shown:
                connection.speaking_shown = told
                self._soon(self._send(connection, media_pushes.MediaSpeaking(seats=told)))

    def quality(self, room_id: RoomId, lines: Mapping[SeatId, media_pushes.SeatLine]) -> None:
        """How lines carry, to each tab as far as it may know; nothing where it has been told the same.

        The mediators are told of every line, in whichever room; anybody else of those it hears or sees.
        """
        room = self._rooms.peek(room_id)
        if room is None:
            return
        met = {(hearing.listener, hearing.speaker) for hearing in hears(room)}
        for seat, connection in self.tabs(room):
            told = tuple(
                lines[each.id] if is_trusted(room, seat) else _as_told(lines[each.id], own=each is seat)
                for each in room.seats
                if each.id in lines and (each is seat or is_trusted(room, seat) or (seat.id, each.id) in met)
            )
            if told != connection.lines_shown:
                connection.lines_shown = told
                self._soon(self._send(connection, media_pushes.MediaQuality(lines=told)))

    def audience(self, connection: Connection, listeners: tuple[media_pushes.Audible, ...]) -> None:
        """Who receives this tab's seat now; nothing where it has been told the same."""
        if listeners != connection.audience_shown:
            connection.audience_shown = listeners
            self._soon(self._send(connection, media_pushes.MediaAudience(listeners=listeners)))

    def fairness(self, room: Room, sides: tuple[media_pushes.SideTime, ...]) -> None:
        """How much time each side has had, to the mediators alone; nothing where they have been told the same."""
        for seat, connection in self.tabs(room):
            if is_trusted(room, seat) and sides != connection.sides_shown:
                connection.sides_shown = sides
                self._soon(self._send(connection, media_pushes.FairnessClock(sides=sides)))

    def tabs(self, room: Room) -> Iterator[tuple[Seat, Connection]]:
        """Seats, each with the tab that speaks for it; those without are left out."""
        for seat in room.seats:
            connection = self._connections.of(seat.session) if seat.session else None
            if connection is not None:
                yield seat, connection

    def after_connect(self, welcome: Coroutine[None, None, None]) -> None:
        """Run once the library has told the client that it is connected; before that a push would be lost."""
        self._soon(welcome)

    async def close(self) -> None:
        """End what is still being sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(self, connection: Connection, push: Push) -> None:
        await self._sio.emit(push.event, _dump(push), to=connection.sid)

    def _soon(self, sending: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _reach(conversation: Conversation, seat: SeatId) -> tuple[int, int]:
    """After which line the seat may read at all, and up to which; nothing: (0, 0)."""
    own = [one for one in conversation.readers if one.seat == seat]
    until = [conversation.seq if one.until is None else one.until for one in own]
    return min((one.after for one in own), default=0), max(until, default=0)


def _as_told(line: media_pushes.SeatLine, *, own: bool) -> media_pushes.SeatLine:
    """To anybody but mediators: no figures, and of the own line only whether pictures gave way."""
    return line.model_copy(update={"figures": None, "sound_first": line.sound_first and own})


def _dump(push: Push) -> dict[str, object]:
    return push.model_dump(mode="json", exclude_unset=isinstance(push, AgreementChanged))
