"""ICE-TCP connections given to a plane (RFC 6544): the same packets, in frames (RFC 4571)."""

import array
import asyncio
import contextlib
import fcntl
import os
import socket
import termios
from collections.abc import AsyncIterator

import pytest

from signaling.media.plane import Address, ControlKind
from tests.signaling.media.rawclient import OPUS, rtp
from tests.signaling.media.rig import MARKER, SOUND, SOUND_SLOT, Rig, body

WAIT_S = 5.0


class StreamClient:
    """The client's end of a TCP connection whose other end the plane has."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        ip, port = writer.get_extra_info("sockname")
        self.address = Address(ip, port, stream=True)

    async def send(self, datagram: bytes) -> None:
        """One frame."""
        self.writer.write(len(datagram).to_bytes(2) + datagram)
        await self.writer.drain()

    async def receive(self) -> bytes:
        """The next frame."""
        async with asyncio.timeout(WAIT_S):
            return await self.reader.readexactly(int.from_bytes(await self.reader.readexactly(2)))

    async def end(self) -> bytes:
        """What comes until the other end closes."""
        async with asyncio.timeout(WAIT_S):
            return await self.reader.read()


class Streams:
    """Connects clients to a plane."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.clients: list[StreamClient] = []

    async def connect(self, peer: int) -> StreamClient:
        """A connection that is `peer`'s only address from now on."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = StreamClient(*await asyncio.open_connection(*listener.getsockname()))
            accepted, _ = listener.accept()
        self.clients.append(client)
        self.rig.plane.adopt(peer, accepted.detach(), client.address)
        self.rig.plane.set_addresses(peer, [client.address])
        return client


@pytest.fixture
async def streams(rig: Rig) -> AsyncIterator[Streams]:
    made = Streams(rig)
    yield made
    for client in made.clients:
        client.writer.close()


async def test_media_goes_by_a_stream_both_ways(rig: Rig, streams: Streams) -> None:
    speaker, listener = await streams.connect(1), await streams.connect(3)
    rig.route(SOUND_SLOT, 1, SOUND)
    for sequence in range(1, 4):
        client = rig.peers[1]
        await speaker.send(client.seal(rtp(sequence, 1, client.microphone_ssrc, OPUS, b"framed", mid="0")))
        assert body(rig.peers[3].open(await listener.receive())) == b"framed"


async def test_frames_may_come_in_pieces_and_several_at_once(rig: Rig, streams: Streams) -> None:
    speaker = await streams.connect(1)
    rig.route(SOUND_SLOT, 1, SOUND)
    client, framed = rig.peers[1], b"\x00\x00"
    for sequence in (1, 2):
        sealed = client.seal(rtp(sequence, 1, client.microphone_ssrc, OPUS, b"framed", mid="0"))
        framed += len(sealed).to_bytes(2) + sealed
    for piece in (framed[:1], framed[1:9], framed[9:-1], framed[-1:]):
        speaker.writer.write(piece)
        await speaker.writer.drain()
        await rig.mark()
    assert [body(await rig.peers[3].receive_rtp()) for _ in range(2)] == [b"framed", b"framed"]


async def test_checks_and_handshakes_by_a_stream_name_it_and_are_answered_on_it(rig: Rig, streams: Streams) -> None:
    stream = await streams.connect(2)
    check = bytes(rig.peers[MARKER].signed_check())
    await stream.send(check)
    assert await rig.taken(ControlKind.STUN) == (0, stream.address, check)
    await stream.send(b"\x16" + bytes(30))
    assert await rig.taken(ControlKind.DTLS) == (2, stream.address, b"\x16" + bytes(30))
    rig.plane.send_control(2, stream.address, b"\x16hello")
    assert await stream.receive() == b"\x16hello"


async def test_a_stream_that_ends_is_told_and_its_address_is_nobodys(rig: Rig, streams: Streams) -> None:
    stream = await streams.connect(2)
    stream.writer.close()
    assert await rig.taken(ControlKind.GONE) == (2, stream.address, b"")
    rig.route(SOUND_SLOT, 1, SOUND, listener=2)
    await rig.sound(1, 1)
    await rig.mark()
    assert rig.counted("packets_out") == 0


async def test_threat15_nonsense_in_a_stream_ends_it(rig: Rig, streams: Streams) -> None:
    stream = await streams.connect(2)
    stream.writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await stream.end() == b""
    assert await rig.taken(ControlKind.GONE) == (2, stream.address, b"")


async def test_a_removed_peers_stream_is_closed_and_not_told(rig: Rig, streams: Streams) -> None:
    stream = await streams.connect(2)
    rig.plane.remove_peer(2)
    assert await stream.end() == b""
    late = await streams.connect(2)
    assert await late.end() == b""
    await rig.mark()
    assert rig.control.empty()


async def test_threat18_a_fifth_stream_of_a_peer_closes_its_first(rig: Rig, streams: Streams) -> None:
    opened = [await streams.connect(2) for _ in range(5)]
    assert await opened[0].end() == b""
    assert await rig.taken(ControlKind.GONE) == (2, opened[0].address, b"")
    await opened[1].send(b"\x16" + bytes(30))
    await rig.mark()
    assert rig.counted("dropped_stranger") == 1  # open, but its address is no longer the peer's
    rig.plane.send_control(2, opened[4].address, b"\x16hello")
    assert await opened[4].receive() == b"\x16hello"


async def test_threat18_a_listener_that_reads_nothing_is_sent_no_more_than_fits(rig: Rig, streams: Streams) -> None:
    listener = await streams.connect(3)
    listener.writer.transport.pause_reading()  # type: ignore[attr-defined]  # asyncio's transports of sockets have it
    rig.route(SOUND_SLOT, 1, SOUND)
    sequence = 0
    while rig.counted("dropped_stream") < 50:
        for _ in range(25):
            sequence += 1
            await rig.sound(1, sequence, bytes(1000))
        await rig.mark()
        await asyncio.sleep(0.025)  # within the rate of a peer
    listener.writer.transport.resume_reading()  # type: ignore[attr-defined]
    received = 0
    with contextlib.suppress(TimeoutError):
        while True:
            frame = await asyncio.wait_for(listener.receive(), 0.5)
            received += len(body(rig.peers[3].open(frame))) == 1000
    assert 0 < received <= sequence - 50
    await rig.sound(1, sequence + 1, b"and goes on")
    assert body(rig.peers[3].open(await listener.receive())) == b"and goes on"


def waiting(descriptor: int, request: int) -> int:
    """Octets in a socket: `termios.FIONREAD` unread, `termios.TIOCOUTQ` not yet acknowledged."""
    octets = array.array("i", [0])
    fcntl.ioctl(descriptor, request, octets)
    return octets[0]


async def test_no_media_waits_in_the_plane_for_a_stream_when_its_route_ends(rig: Rig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(listener.getsockname())
        accepted, _ = listener.accept()
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    ip, port = client.getsockname()
    address, ours = Address(ip, port, stream=True), os.dup(accepted.fileno())
    rig.plane.adopt(3, accepted.detach(), address)
    rig.plane.set_addresses(3, [address])
    rig.route(SOUND_SLOT, 1, SOUND)
    for sequence in range(300):
        await rig.sound(1, sequence, bytes(1000))
    await rig.mark()
    assert rig.counted("dropped_stream") > 100
    rig.plane.reroute([(3, SOUND_SLOT)], [])
    in_kernel = waiting(ours, termios.TIOCOUTQ) + waiting(client.fileno(), termios.FIONREAD)
    os.close(ours)
    client.settimeout(0.5)
    came = 0
    with contextlib.suppress(TimeoutError):
        while read := client.recv(65536):
            came += len(read)
    client.close()
    assert 0 < came < in_kernel + 1500  # beyond it at most the rest of one frame
