"""ICE-TCP from the listening port on, over both planes: who may come in, and what becomes of those who may not."""

import asyncio
import re
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import uvloop
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.ids import SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.doorway import STRANGERS_OF_A_SOURCE
from signaling.media.plane import Address
from tests.signaling.media.conftest import PLANES, ROOM, Join, MakePlane, everyone
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.signaling.media.streamclient import StreamClient
from tests.signaling.media.witness import Witness

A = SeatId("a")
Dial = Callable[[str], Awaitable[StreamClient]]


@pytest.fixture
async def control(witness: Witness, make_plane: MakePlane) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1", tcp_port=0), make_plane(), witness)
    await made.start()
    yield made
    await made.close()


def door(control: MediaControl) -> int:
    assert control.tcp_port is not None
    return control.tcp_port


@pytest.fixture
async def dial(control: MediaControl) -> AsyncIterator[Dial]:
    """Seats a client whose TCP connection is made, and nothing sent."""
    clients: list[StreamClient] = []

    async def dialled(seat: str) -> StreamClient:
        client = await StreamClient().dial(door(control))
        clients.append(client)
        client.take(await control.answer(ROOM, SeatId(seat), client.offer()))
        return client

    yield dialled
    for client in clients:
        client.close()


def counted(control: MediaControl, reason: str) -> int:
    """How many were sent away for this reason. Who sees the end of its connection has been counted."""
    return control.stats().get(f"dropped_{reason}", 0)


async def say(client: RawClient, sequence: int) -> None:
    await client.send(rtp(sequence, sequence * 960, client.microphone_ssrc, OPUS, b"sound", mid="0"))


async def test_threat27_a_client_without_udp_is_heard_and_hears(control: MediaControl, dial: Dial, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await dial("a"), await join("b")
    response = await a.check()
    assert response.attributes["XOR-MAPPED-ADDRESS"] == a.address[:2]
    await a.shake()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    await say(b, 1)
    assert (await a.receive_rtp()).endswith(b"sound")
    assert control.stats()["tcp_strangers"] == 0


async def test_the_answer_names_the_tcp_port_below_every_udp_one(control: MediaControl) -> None:
    client = RawClient()
    answer = await control.answer(ROOM, A, client.offer())
    client.close()
    found = re.findall(r"a=candidate:(\S+) 1 (udp|tcp) (\d+) 127.0.0.1 (\d+) typ host( tcptype passive)?\r", answer)
    udp, tcp = found[:2]
    assert tcp[1] == "tcp"
    assert (int(tcp[3]), tcp[4]) == (door(control), " tcptype passive")
    assert int(tcp[2]) < int(udp[2])
    assert tcp[0] != udp[0]


async def test_threat15_what_is_no_signed_check_is_closed_without_a_word(control: MediaControl, dial: Dial) -> None:
    known = await dial("a")
    forged = bytearray(bytes(known.signed_check()))
    forged[-30] ^= 1
    unknown = StreamClient()
    unknown.answer = known.answer.__class__("nobody", "x" * 24, 0, {})
    for nonsense, reason in (
        (b"GET / HTTP/1.1\r\n\r\n", "tcp_frame"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", "tcp_frame"),
        (b"\x00\x05abcde", "tcp_frame"),
        (b"\x00\x14" + bytes(20), "stun_stranger"),
        (len(forged).to_bytes(2) + forged, "stun_unsigned"),
        (frame(bytes(unknown.signed_check())), "stun_stranger"),
        (b"\x00", "tcp_gone"),
    ):
        before = counted(control, reason)
        stranger = await StreamClient().dial(door(control))
        stranger.writer.write(nonsense)
        if reason == "tcp_gone":
            stranger.writer.write_eof()
        assert await stranger.ended() == b""
        assert counted(control, reason) == before + 1
        stranger.close()
    unknown.socket.close()
    assert counted(control, "tcp_fault") == 0
    await known.check()  # who was first is served all the same


def frame(datagram: bytes) -> bytes:
    return len(datagram).to_bytes(2) + datagram


async def test_a_check_may_come_in_pieces_and_with_more_behind_it(control: MediaControl, dial: Dial) -> None:
    a = await dial("a")
    first, second = bytes(a.signed_check()), bytes(a.signed_check())
    bytewise = frame(first)
    for piece in (bytewise[:1], bytewise[1:2], bytewise[2:30], bytewise[30:] + frame(b"") + frame(second)):
        a.writer.write(piece)
        await a.writer.drain()
        await asyncio.sleep(0.01)  # so that it comes by itself
    replies = [await a.receive_raw() for _ in range(2)]
    assert [reply[8:20] for reply in replies] == [first[8:20], second[8:20]]


async def test_threat18_slow_and_silent_strangers_are_sent_away(control: MediaControl, dial: Dial) -> None:
    silent, slow = [await StreamClient().dial(door(control)) for _ in range(2)]
    slow.writer.write(b"\x00\x60\x00")
    for each in (silent, slow):
        assert await each.ended() == b""
        each.close()
    assert counted(control, "tcp_slow") == 2
    assert control.stats()["tcp_strangers"] == 0
    await (await dial("a")).check()


async def test_threat18_a_thousand_idle_connections_cost_nothing_that_stays(control: MediaControl, dial: Dial) -> None:
    files, memory = open_files(), memory_kb()
    strangers = []
    for _ in range(1000):
        stranger = socket.socket()
        stranger.setblocking(False)
        stranger.connect_ex(("127.0.0.1", door(control)))
        strangers.append(stranger)
        await asyncio.sleep(0)
    a = await dial("a")
    await a.check()  # all of them have come before
    assert counted(control, "tcp_crowd") == 1001 - STRANGERS_OF_A_SOURCE
    assert control.stats()["tcp_strangers"] <= STRANGERS_OF_A_SOURCE
    for stranger in strangers:
        stranger.close()
    await a.check()
    assert control.stats()["tcp_strangers"] == 0
    assert open_files() <= files + 3  # the client's own: UDP, TCP, and our end of it
    assert memory_kb() - memory < 4096


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def memory_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


async def test_a_stream_that_ends_is_forgotten_and_a_new_one_goes_on(
    control: MediaControl, dial: Dial, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await dial("a"), await join("b")
    await a.check()
    await a.shake()
    a.writer.close()
    await (await a.dial(door(control))).check()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    await say(b, 1)
    assert (await a.receive_rtp()).endswith(b"sound")


async def test_a_dropped_seat_s_stream_is_closed(control: MediaControl, dial: Dial) -> None:
    a = await dial("a")
    await a.check()
    control.drop(A)
    await a.ended()
    late = await StreamClient().dial(door(control))
    late.answer = a.answer
    await late.send_raw(bytes(late.signed_check()))
    await late.ended()
    late.close()


async def test_an_ice_restart_over_tcp_keeps_the_keys(control: MediaControl, dial: Dial, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await dial("a"), await join("b")
    await a.check()
    await a.shake()
    a.ufrag, a.password = "another1", "another-password-of-24-ch"
    former = a.answer
    a.take(await control.answer(ROOM, A, a.offer()))
    assert a.answer.ufrag != former.ufrag
    old = a.writer
    await (await a.dial(door(control))).check()
    old.close()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    await say(b, 1)
    assert (await a.receive_rtp()).endswith(b"sound")
    assert control.stats()["connections"] == 2


async def test_threat17_a_stream_is_never_taken_for_the_udp_address_of_the_same_numbers(
    control: MediaControl, dial: Dial
) -> None:
    a = await dial("a")
    await a.check()
    await a.shake()
    twin = RawClient()
    twin.socket.close()
    twin.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    twin.socket.setblocking(False)
    twin.socket.bind(a.address[:2])
    twin.answer = a.answer
    assert twin.address == Address(a.address.ip, a.address.port)
    assert twin.address != a.address
    await twin.send_raw(a.seal(rtp(1, 960, a.microphone_ssrc, OPUS, b"sound", mid="0")))
    twin.take(await control.answer(ROOM, SeatId("b"), twin.offer()))
    await twin.check()  # another's: neither of them takes anything from the other
    assert counted(control, "stranger") == 1
    assert counted(control, "stun_taken") == 0
    await a.check()
    twin.close()


async def test_who_comes_by_udp_and_tcp_is_sent_to_where_it_nominates(
    control: MediaControl, dial: Dial, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await dial("a"), await join("b")
    await a.check()
    await a.shake()
    await RawClient.send_raw(a, bytes(a.signed_check()))
    assert (await RawClient.receive_raw(a))[:2] == b"\x01\x01"
    await say(b, 1)
    assert a.open(await RawClient.receive_raw(a)).endswith(b"sound")
    await a.check()
    await say(b, 2)
    assert (await a.receive_rtp()).endswith(b"sound")


async def test_a_taken_tcp_port_is_said_at_start(
    control: MediaControl, witness: Witness, make_plane: MakePlane
) -> None:
    second = MediaControl(MediaConfig(host="127.0.0.1", tcp_port=door(control)), make_plane(), witness)
    with pytest.raises(OSError, match="in use"):
        await second.start()
    assert second.tcp_port is None


def test_it_runs_on_uvloop_too(make_plane: MakePlane) -> None:
    async def scene() -> None:
        control = MediaControl(MediaConfig(host="127.0.0.1", tcp_port=0), make_plane(), Witness())
        await control.start()
        client = await StreamClient().dial(door(control))
        await client.connect(await control.answer(ROOM, A, client.offer()))
        assert control.stats()["connections_open"] == 1
        client.close()
        await control.close()

    uvloop.run(scene())


wild_frames = st.lists(
    st.one_of(
        st.binary(max_size=700),
        st.binary(min_size=20, max_size=548).map(frame),
        st.binary(max_size=120).map(lambda rest: frame(b"\x00\x01" + len(rest).to_bytes(2) + b"!\x12\xa4B" + rest)),
    ),
    max_size=4,
)


@pytest.mark.parametrize("plane", PLANES)
@settings(max_examples=30)
@given(wild=wild_frames)
def test_threat15_no_bytes_of_any_kind_disturb_the_doorway(plane: str, wild: list[bytes]) -> None:
    async def scene() -> None:
        control = MediaControl(MediaConfig(host="127.0.0.1", tcp_port=0), PLANES[plane](), Witness())
        await control.start()
        stranger = await StreamClient().dial(door(control))
        for piece in wild:
            stranger.writer.write(piece)
        stranger.writer.write_eof()
        assert await stranger.ended() == b""
        client = await StreamClient().dial(door(control))
        client.take(await control.answer(ROOM, A, client.offer()))
        await client.check()
        assert counted(control, "tcp_fault") == 0
        stranger.close()
        client.close()
        await control.close()

    asyncio.run(scene())
