"""The one dispatch point of Socket.IO: look the event up in the contract, let the room decide, answer always.

Trap: the library dispatches by `getattr(self, "on_" + name)` with a name the browser chose; `trigger_event` is
overridden so that nothing but the contract's table is ever looked up (architecture.md §3.3).
"""

import time
from typing import Annotated

import socketio
import structlog
from aiohttp import web
from pydantic import Field, ValidationError
from socketio.exceptions import ConnectionRefusedError as SocketRefused

from rooms.audibility import hears
from rooms.ids import SeatId
from rooms.refusals import Refusal
from signaling import translate
from signaling.connections import Connection, Connections
from signaling.contract.answers import Accepted, Answer, Message, Refused
from signaling.contract.commands import COMMANDS, AnyCommand, Beat, MediaOffer
from signaling.contract.wire import Wire
from signaling.faults import fault
from signaling.liveness import Liveness
from signaling.media.refusals import SdpRefused
from signaling.ports import Clock, FindSession, Media, Rooms, TooManyTries
from signaling.pushes import Pushes
from signaling.strict_json import Ambiguous

log = structlog.get_logger()


class Hello(Wire):
    """The auth payload of a connection."""

    token: Annotated[str, Field(min_length=20, max_length=200)]
    chat_seq: Annotated[int, Field(ge=0, le=2**53)]


class RoomNamespace(socketio.AsyncNamespace):  # type: ignore[misc] # socketio is untyped
    """Connections, commands and their answers. Handlers are short; long work is an effect."""

    def __init__(
        self,
        *,
        connections: Connections,
        rooms: Rooms,
        find_session: FindSession,
        media: Media,
        pushes: Pushes,
        liveness: Liveness,
        clock: Clock,
    ) -> None:
        super().__init__("/")
        self._connections = connections
        self._rooms = rooms
        self._find_session = find_session
        self._media = media
        self._pushes = pushes
        self._liveness = liveness
        self._clock = clock

    async def trigger_event(self, event: str, *args: object) -> object:
        """Connect, disconnect, or a command; commands named like the first two never come here (transport.py)."""
        match event, args:
            case "connect", (str(sid), {"aiohttp.request": web.Request() as request}, auth):
                await self._connect(sid, request, auth)
            case "disconnect", (str(sid), *_):
                self._disconnect(sid)
            case _, (str(sid), *payload):
                return (await self._answered(event, sid, payload)).model_dump(mode="json")
            case _:
                log.error("dispatch.unknown_shape")
        return None

    async def _connect(self, sid: str, request: web.Request, auth: object) -> None:
        try:
            hello = Hello.model_validate(auth)
            session = await self._find_session(hello.token, request)
        except ValidationError:
            session, hello = None, None
        except TooManyTries:
            raise _turned_away(fault("rate.limited")) from None
        if session is None or hello is None:
            raise _turned_away(fault("session.unknown"))
        connection = Connection(
            sid, session.id, session.room, session.seat, session.device, hello.chat_seq,
            refilled_at=time.monotonic(),
        )  # fmt: skip
        former = self._connections.add(connection)
        if former is not None:
            await self._pushes.replaced(former)
        # Registered first, told after: a change in between is pushed as well, and the version sorts it out.
        self._pushes.after_connect(self._welcome(connection))

    async def _welcome(self, connection: Connection) -> None:
        await self._liveness.heard(connection)
        room = await self._rooms.room(connection.room)
        if room is not None:
            await self._pushes.view(connection, room)
            await self._pushes.catch_up(connection)
            # The peer connection outlives sockets; what changed in its slots meanwhile was told to nobody.
            self._media.tell_again(connection.seat)

    def _disconnect(self, sid: str) -> None:
        self._connections.remove(sid)
        self._pushes.forget(sid)

    async def _answered(self, event: str, sid: str, payload: list[object]) -> Answer:
        """The boundary: whatever happens, there is an answer."""
        connection = self._connections.at(sid)
        if connection is None:
            return fault("session.unknown")
        if not connection.may_speak(time.monotonic()):
            return fault("rate.limited")
        try:
            command = _parsed(event, payload)
            return command if isinstance(command, Refused) else await self._done(command, connection)
        except Refusal as refusal:
            return translate.refused(refusal)
        except SdpRefused as refused:
            return Refused(code=refused.code, message=Message(zh=refused.message_zh, en=refused.message_en))
        except Exception:
            log.exception("command.failed", command=event if event in COMMANDS else "unknown", seat=connection.seat)
            return fault("internal")

    async def _done(self, command: AnyCommand, connection: Connection) -> Answer:
        if isinstance(command, Beat):
            await self._liveness.heard(connection)
            return Accepted()
        await self._rooms.submit(connection.room, translate.spoken(command, connection, self._clock()))
        if isinstance(command, MediaOffer):
            await self._negotiate(command, connection)
        return Accepted()

    async def _negotiate(self, command: MediaOffer, connection: Connection) -> None:
        sdp = await self._media.answer(connection.room, connection.seat, command.sdp)
        room = await self._rooms.room(connection.room)
        seat = room.seat(SeatId(connection.seat)) if room else None
        if room is None or seat is None or seat.session != connection.session:
            # The seat was removed or taken over while the answer was made.
            self._media.drop(connection.seat)
            return
        await self._pushes.answer(connection, command.offer, sdp)
        self._media.reroute(room.id, hears(room))


def _parsed(event: str, payload: list[object]) -> AnyCommand | Refused:
    model = COMMANDS.get(event)
    if model is None:
        return fault("wire.unknown_event")
    body = payload[0] if payload else {}
    if isinstance(body, Ambiguous):
        return fault("wire.ambiguous")
    if len(payload) > 1:
        return fault("wire.malformed", field="-")
    try:
        return model.model_validate(body)
    except ValidationError as error:
        # Only our own names are repeated: a stranger's may not even be text that can be sent.
        at = next((str(part) for part in error.errors()[0]["loc"] if part in model.model_fields), "-")
        return fault("wire.malformed", field=at)


def _turned_away(refused: Refused) -> SocketRefused:
    return SocketRefused(refused.code, {"code": refused.code, "message": refused.message.model_dump()})
