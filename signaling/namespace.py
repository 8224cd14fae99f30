"""The one dispatch point of Socket.IO: look the event up in the contract, let the room decide, answer always.

Trap: the library dispatches by `getattr(self, "on_" + name)` with a name the browser chose; `trigger_event` is
overridden so that nothing but the contract's table is ever looked up (architecture.md §3.3).
"""

import time
from dataclasses import replace
from typing import Annotated

import socketio
import structlog
from aiohttp import web
from pydantic import Field, ValidationError
from socketio.exceptions import ConnectionRefusedError as SocketRefused

from rooms.audibility import hears
from rooms.chat import JOINT, Channel, LineTag, channel_from
from rooms.ids import SeatId
from rooms.inputs import FactProposed, FromTab
from rooms.permissions import permitted, require_tab
from rooms.refusals import NotPermitted, Refusal
from rooms.rights import Right
from rooms.room import Room
from signaling import translate
from signaling.audience import Audience
from signaling.connections import Connection, Connections
from signaling.contract.answers import Accepted, Answer, Message, Refused
from signaling.contract.commands import COMMANDS, AnyCommand, Beat, MediaOffer, RoomClose
from signaling.contract.drafting import AgreementCommand
from signaling.contract.minutes import MinutesCommand
from signaling.contract.session import MediaPrefer
from signaling.contract.wire import ChannelRef, Wire
from signaling.faults import fault
from signaling.liveness import Liveness
from signaling.media.refusals import RerouteFailed, SdpRefused
from signaling.ports import (
    Agreements,
    Clock,
    FindSession,
    FindSource,
    Media,
    Minutes,
    RecordRefusal,
    Rooms,
    SeatSession,
    TooManyTries,
)
from signaling.preferences import Choice, Preferences
from signaling.pushes import Pushes
from signaling.strict_json import Ambiguous

log = structlog.get_logger()

AGENT_CHARACTERS = 200
CHANNELS_HELD = 200
"""Channels a tab may say it holds lines of; a session has fewer."""

TOKEN_CHECK_S = 60.0
"""How long a socket outlives a token that expired or was voided without its room being told."""


class Hello(Wire):
    """The auth payload of a connection."""

    token: Annotated[str, Field(min_length=20, max_length=200)]
    chat: Annotated[dict[ChannelRef, Annotated[int, Field(ge=0, le=2**53)]], Field(max_length=CHANNELS_HELD)]
    """The highest sequence the tab holds, by channel."""


class RoomNamespace(socketio.AsyncNamespace):  # type: ignore[misc] # socketio is untyped
    """Connections, commands and their answers. Handlers are short; long work is an effect."""

    def __init__(  # noqa: PLR0913 - one for each part it speaks to
        self,
        *,
        connections: Connections,
        rooms: Rooms,
        find_session: FindSession,
        find_source: FindSource,
        agreements: Agreements,
        minutes: Minutes,
        media: Media,
        preferences: Preferences,
        pushes: Pushes,
        audience: Audience,
        liveness: Liveness,
        record: RecordRefusal,
        clock: Clock,
    ) -> None:
        super().__init__("/")
        self._record = record
        self._connections = connections
        self._rooms = rooms
        self._find_session = find_session
        self._find_source = find_source
        self._agreements = agreements
        self._minutes = minutes
        self._media = media
        self._preferences = preferences
        self._pushes = pushes
        self._audience = audience
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
        held = await self._held(session, hello.chat)
        connection = self._connection(sid, session, held, request, hello.token)
        former = self._connections.add(connection)
        if former is not None:
            await self._pushes.hang_up(former)
        # Registered first, told after: a change in between is pushed as well, an older room than it never after it.
        self._pushes.after_connect(self._welcome(connection))

    def _connection(
        self, sid: str, session: SeatSession, held: dict[Channel, int], request: web.Request, token: str
    ) -> Connection:
        async def still_good() -> bool:
            return await self._find_session(token, request) is not None

        now = time.monotonic()
        return Connection(
            sid=sid,
            session=session.id,
            room=session.room,
            seat=session.seat,
            device=session.device,
            chat_sent=held,
            source=self._find_source(request),
            agent=request.headers.get("User-Agent", "")[:AGENT_CHARACTERS],
            still_good=still_good,
            checked_at=now,
            refilled_at=now,
        )

    async def _held(self, session: SeatSession, chat: dict[ChannelRef, int]) -> dict[Channel, int]:
        """By channel the last line that the tab has; it counts only those it may read."""
        room = await self._rooms.room(session.room)
        held = {channel_from(channel): number for channel, number in chat.items()}
        lines = (
            {channel: room.conversation(channel).line(session.seat, held[channel]) for channel in held} if room else {}
        )
        return {channel: line for channel, line in lines.items() if line is not None}

    async def _welcome(self, connection: Connection) -> None:
        # Voided while it connected, the socket was not yet there to be closed.
        if not await connection.still_good():
            await self._pushes.hang_up(connection)
            return
        await self._liveness.heard(connection)
        room = await self._rooms.room(connection.room)
        if room is not None:
            await self._pushes.welcome(connection, room)
            # The peer connection outlives sockets; what changed in its slots meanwhile was told to nobody.
            self._media.tell_again(connection.seat)
            self._audience.tell(room.id)

    def _disconnect(self, sid: str) -> None:
        self._connections.remove(sid)

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
            await self._witness(event, connection, refusal)
            return translate.refused(refusal)
        except SdpRefused as refused:
            return Refused(code=refused.code, message=Message(zh=refused.message_zh, en=refused.message_en))
        except Exception:
            log.exception("command.failed", command=event if event in COMMANDS else "unknown", seat=connection.seat)
            return fault("internal")

    async def _done(self, command: AnyCommand, connection: Connection) -> Answer:
        if isinstance(command, Beat | MediaPrefer | AgreementCommand | MinutesCommand):
            return await self._done_elsewhere(command, connection)
        if isinstance(command, RoomClose) and (held := await self._held_open(command, connection)):
            return held
        said = translate.spoken(command, connection, self._clock())
        await self._rooms.submit(connection.room, await self._quoted(said, connection))
        if isinstance(command, MediaOffer):
            return await self._negotiate(command, connection)
        return Accepted()

    async def _done_elsewhere(
        self, command: Beat | MediaPrefer | AgreementCommand | MinutesCommand, connection: Connection
    ) -> Answer:
        """What is none of the room's own."""
        if isinstance(command, Beat):
            return await self._beat(connection)
        if isinstance(command, MediaPrefer):
            return self._prefer(command, connection)
        if isinstance(command, AgreementCommand):
            return await self._agreements.submit(translate.sender(connection), command)
        return await self._minutes.submit(translate.sender(connection), command)

    async def _held_open(self, command: RoomClose, connection: Connection) -> Refused | None:
        """What keeps the session from ending, told to those only who may end it."""
        room = self._rooms.peek(connection.room)
        seat = room.seat(connection.seat) if room else None
        if room is None or seat is None or not permitted(room, seat, Right.CLOSE):
            return None
        if held := await self._agreements.keep_open(room.id):
            return held
        return await self._minutes.end(translate.sender(connection), command.unsigned)

    async def _beat(self, connection: Connection) -> Answer:
        now = time.monotonic()
        if now - connection.checked_at > TOKEN_CHECK_S:
            connection.checked_at = now
            if not await connection.still_good():
                await self._pushes.hang_up(connection)
                return fault("session.unknown")
        await self._liveness.heard(connection)
        return Accepted()

    async def _witness(self, event: str, connection: Connection, refusal: Refusal) -> None:
        """Forbidden acts go on record, each once for a socket: no flood can fill the log."""
        act = (event, refusal.code)
        if isinstance(refusal, NotPermitted) and act not in connection.refusals:
            connection.refusals.add(act)
            await self._record(connection.room, connection.seat, event, refusal.code)

    async def _quoted(self, said: FromTab, connection: Connection) -> FromTab:
        """A fact proposed from a line, with who said that line and as what: by the store, not by who proposes it."""
        fact = said.said
        if not isinstance(fact, FactProposed) or fact.line is None:
            return said
        room = await self._rooms.room(connection.room)
        seq = room.conversation(JOINT).line(connection.seat, fact.line) if room else None
        lines = await self._rooms.lines(connection.room, JOINT, seq - 1) if seq else ()
        if not lines or lines[0].seq != seq:
            return said
        proposal = lines[0].tag is LineTag.PROPOSAL
        return replace(said, said=replace(fact, line=seq, speaker=lines[0].author, proposal=proposal))

    def _prefer(self, command: MediaPrefer, connection: Connection) -> Answer:
        room = self._require_speaking(connection)
        choice = Choice(command.audio_only, SeatId(command.pinned) if command.pinned else None)
        self._preferences.choose(room, connection.seat, choice)
        return Accepted()

    async def _negotiate(self, command: MediaOffer, connection: Connection) -> Answer:
        # Looked at before the answer, which would replace a newer tab's connection, and right before the routes.
        self._require_speaking(connection)
        try:
            sdp = await self._media.answer(connection.room, connection.seat, command.sdp)
            room = self._require_speaking(connection)
            self._media.reroute(room.id, hears(room), {connection.seat})
        except RerouteFailed:
            # Whoever offered hears nobody; the next offer is a new try.
            log.exception("media.not_routed", seat=connection.seat)
            return fault("media.failed")
        await self._pushes.answer(connection, command.offer, sdp)
        return Accepted()

    def _require_speaking(self, connection: Connection) -> Room:
        """The room, where this tab speaks for a seat that may be heard where it is."""
        room = self._rooms.peek(connection.room)
        if room is None:
            raise NotPermitted("session.stale")
        require_tab(room, connection.seat, connection.session, Right.OFFER_MEDIA)
        return room


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
