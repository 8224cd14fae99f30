"""The Socket.IO server as this product wants it: text only, one namespace, small messages, dead sockets noticed soon.

The library is subclassed at three seams, each held by a test: hostile frames, event names that the library reserves,
and sockets that never say who they are.
"""

import asyncio

import socketio
import structlog
from aiohttp import web

from signaling import strict_json
from signaling.contract.commands import SDP_LIMIT_BYTES
from signaling.contract.pushes import SessionFault
from signaling.faults import fault

log = structlog.get_logger()

PING_S = 5
"""Ping every 5 s, closed 5 s later without an answer."""

MESSAGE_LIMIT_BYTES = SDP_LIMIT_BYTES + 8 * 1024
"""The longest offer with its JSON escapes and frame."""

HELLO_S = 10.0
"""A socket that did not authenticate by then is closed."""

RESERVED = frozenset({"connect", "disconnect", "connect_error", "*"})
"""Names the library gives a meaning of its own; no client may send them as events."""


class StrictPacket(socketio.packet.Packet):  # type: ignore[misc] # socketio is untyped
    """A packet read by our JSON: an object that names a key twice is no object. Nothing binary goes either way."""

    json = strict_json
    uses_binary_events = False  # else every value of every push is looked at for bytes


class RoomServer(socketio.AsyncServer):  # type: ignore[misc] # socketio is untyped
    """Closes on broken protocol instead of logging and going on."""

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, object]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(HELLO_S, self._close_silent, eio_sid)

    def _close_silent(self, eio_sid: str) -> None:
        known = eio_sid in self.environ and self.manager.sid_from_eio_sid(eio_sid, "/") is None
        if known:
            self.start_background_task(self._close_transport, eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: object) -> None:
        if not isinstance(data, str) or data[:1] in {"5", "6"}:
            await self._break_off(eio_sid, "wire.binary")
            return
        try:
            packet = StrictPacket(encoded_packet=data)
        except (ValueError, TypeError, IndexError, KeyError):
            await self._break_off(eio_sid, "wire.malformed")
            return
        if not _is_ours(packet):
            await self._break_off(eio_sid, "wire.malformed")
            return
        await super()._handle_eio_message(eio_sid, data)

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: list[object]) -> None:  # noqa: A002 - the library's name
        if data[0] in RESERVED:
            data = ["", *data[1:]]
        await super()._handle_event(eio_sid, namespace, id, data)

    async def _break_off(self, eio_sid: str, code: str) -> None:
        log.warning("socket.broken_off", code=code)
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        if sid is not None:
            refusal = fault(code, field="-")
            push = SessionFault(code=refusal.code, message=refusal.message)
            await self.emit(push.event, push.model_dump(mode="json"), to=sid)
        await self._close_transport(eio_sid)

    async def hang_up(self, sid: str) -> None:
        """Close a socket for good; the library alone would only ask the client to."""
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        await self.disconnect(sid)
        if eio_sid is not None:
            await self._close_transport(eio_sid)

    async def goodbye(self) -> None:
        """Close every socket, whoever it is; clients come back to the next server by themselves."""
        for eio_sid in tuple(self.eio.sockets):
            await self._close_transport(eio_sid)

    async def _close_transport(self, eio_sid: str) -> None:
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            # Ends the writer behind what is queued, which closes the WebSocket or answers the waiting poll.
            await socket.queue.put(None)


def _is_ours(packet: StrictPacket) -> bool:
    if packet.packet_type == socketio.packet.EVENT:
        data: object = packet.data
        return isinstance(data, list) and bool(data) and isinstance(data[0], str)
    return packet.packet_type in {socketio.packet.CONNECT, socketio.packet.DISCONNECT, socketio.packet.ACK}


def make_server(app: web.Application, allowed_origins: tuple[str, ...] | None) -> RoomServer:
    """A server attached to `app` at `/socket.io`. `allowed_origins` None: the page's own origin only."""
    sio = RoomServer(
        async_mode="aiohttp",
        async_handlers=False,
        cors_allowed_origins=list(allowed_origins) if allowed_origins is not None else None,
        serializer=StrictPacket,
        ping_interval=PING_S,
        ping_timeout=PING_S,
        max_http_buffer_size=MESSAGE_LIMIT_BYTES,
        http_compression=False,
        cookie=None,
        namespaces=["/"],
    )
    sio.attach(app)
    return sio
