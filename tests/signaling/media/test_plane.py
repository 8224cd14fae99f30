"""What every implementation of `plane.Plane` must do, by two real sockets and real SRTP. Add a new plane to PLANES."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signaling.media import rtp as header
from signaling.media import vp8
from signaling.media.budgets import MEDIA_RATE, REPORTS_RATE
from signaling.media.plane import Address, Codec, ControlKind, Intake, Outlet, Plane, Profile
from signaling.media.relay import RelayPlane
from tests.signaling.media.rawclient import (
    LEVEL_EXTENSION,
    MID_EXTENSION,
    OPUS,
    VP8,
    RawClient,
    key_for,
    rtp,
    vp8_payload,
)

PLANES: dict[str, Callable[[], Plane]] = {"python": RelayPlane}
SOUND, PICTURE = 0, 1
OTHER_OPUS, OTHER_VP8 = 109, 120
SLOT_MID = b"in"


@dataclass
class Rig:
    """A plane with three peers: 1 and 2 speak, 3 listens in line 2 (sound) and 3 (picture)."""

    plane: Plane
    peers: dict[int, RawClient] = field(default_factory=dict)
    control: asyncio.Queue[tuple[ControlKind, int, Address, bytes]] = field(default_factory=asyncio.Queue)

    def add(self, peer: int, profile: Profile) -> None:
        client = RawClient()
        client.answer = type(client.answer)("", "", self.plane.port, {})
        intakes = [
            Intake(SOUND, Codec.OPUS, OPUS, b"0", MID_EXTENSION, LEVEL_EXTENSION, (client.microphone_ssrc,)),
            Intake(PICTURE, Codec.VP8, VP8, b"1", MID_EXTENSION, 0, ()),
        ]
        outlets = [
            Outlet(2, Codec.OPUS, OTHER_OPUS, SLOT_MID, 7, 9, 5002, 100),
            Outlet(3, Codec.VP8, OTHER_VP8, SLOT_MID, 7, 0, 5003, 32767),
        ]
        self.plane.add_peer(peer, intakes, outlets)
        self.plane.set_addresses(peer, [client.address])
        up, down = key_for(profile), key_for(profile)
        self.plane.set_keys(peer, profile, receive=up, send=down)
        client.use_keys(profile, send=up, receive=down)
        self.peers[peer] = client

    async def sound(self, peer: int, sequence: int, payload: bytes = b"sound") -> None:
        """An Opus packet of a speaker."""
        client = self.peers[peer]
        await client.send(rtp(sequence, sequence * 960, client.microphone_ssrc, OPUS, payload, mid="0"))

    async def picture(self, peer: int, sequence: int, payload: bytes) -> None:
        """A VP8 packet of a speaker."""
        client = self.peers[peer]
        await client.send(rtp(sequence, sequence * 3000, client.camera_ssrc, VP8, payload, mid="1"))

    async def nothing_reached(self, peer: int) -> None:
        """Everything sent so far has been read, and none of it came to `peer`: the next thing it gets is our mark."""
        speaker = self.peers[1]
        await speaker.send_raw(b"\x00mark-that-is-read-last")
        await self.taken(ControlKind.STUN)
        self.plane.send_control(self.peers[peer].address, b"\x14nothing")
        assert await self.peers[peer].receive_raw() == b"\x14nothing"

    async def heard(self, peer: int) -> int:
        """How many packets came to `peer` since it last looked, of all that was sent so far."""
        await self.peers[2].send_raw(b"\x00mark-that-is-read-last")
        await self.taken(ControlKind.STUN)
        self.plane.send_control(self.peers[peer].address, b"\x14end")
        count = 0
        while await self.peers[peer].receive_raw() != b"\x14end":
            count += 1
        return count

    async def taken(self, kind: ControlKind) -> tuple[int, Address, bytes]:
        """The next handed-up datagram of a kind."""
        async with asyncio.timeout(5):
            while True:
                found, peer, address, datagram = await self.control.get()
                if found is kind:
                    return peer, address, datagram

    def counted(self, name: str) -> int:
        return self.plane.stats().get(name, 0)


@pytest.fixture(params=[(name, profile) for name in PLANES for profile in Profile], ids=str)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    name, profile = request.param
    made = Rig(PLANES[name]())
    made.plane.start("127.0.0.1", 0, lambda *seen: made.control.put_nowait(seen))
    for peer in (1, 2, 3):
        made.add(peer, profile)
    yield made
    made.plane.close()
    for client in made.peers.values():
        client.close()


def fields(packet: bytes) -> tuple[int, int, int, int]:
    """Payload type, sequence, timestamp, SSRC."""
    _, second, sequence, timestamp, ssrc = header.HEADER.unpack_from(packet)
    return second & 0x7F, sequence, timestamp, ssrc


def body(packet: bytes) -> bytes:
    return packet[header.payload_offset(packet) :]


async def test_a_packet_arrives_under_the_slots_own_header(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.sound(1, 7)
    packet = await rig.peers[3].receive()
    assert fields(packet) == (OTHER_OPUS, 100, 7 * 960, 5002)
    assert header.element(packet, 7) == SLOT_MID
    assert header.element(packet, 9) is None
    assert body(packet) == b"sound"


async def test_the_audio_level_moves_to_the_receivers_own_id(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    client = rig.peers[1]
    block = header.one_byte_block([(LEVEL_EXTENSION, b"\x9e"), (MID_EXTENSION, b"0")])
    await client.send(header.HEADER.pack(0x90, OPUS, 1, 2, client.microphone_ssrc) + block + b"x")
    packet = await rig.peers[3].receive()
    assert header.element(packet, 9) == b"\x9e"
    assert [row.level for row in rig.plane.receptions()] == [0x1E]
    assert [row.level for row in rig.plane.receptions()] == [127]


async def test_nobody_receives_without_a_route_and_nothing_after_it_is_removed(rig: Rig) -> None:
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.sound(1, 2)
    await rig.peers[3].receive()
    rig.plane.remove_route(3, 2)
    await rig.sound(1, 3)
    await rig.nothing_reached(3)


async def test_another_source_in_a_slot_goes_on_without_a_break(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.sound(1, 65535)
    first = fields(await rig.peers[3].receive())
    await rig.sound(1, 65536)
    second = fields(await rig.peers[3].receive())
    rig.plane.set_route(3, 2, 2, SOUND)
    await rig.sound(2, 30000)
    third = fields(await rig.peers[3].receive())
    assert [first[1], second[1], third[1]] == [100, 101, 102]
    assert 0 < (third[2] - second[2]) & 0xFFFFFFFF < 48_000
    assert {first[3], second[3], third[3]} == {5002}


async def test_a_picture_starts_with_a_key_frame_and_its_numbers_go_on(rig: Rig) -> None:
    rig.plane.set_route(3, 3, 1, PICTURE)
    await rig.picture(1, 10, vp8_payload(5))
    await rig.nothing_reached(3)
    assert [(wish.peer, wish.key_frame) for wish in rig.plane.wishes(0.0)] == [(1, True)]
    await rig.picture(1, 11, vp8_payload(6, key=True))
    await rig.picture(1, 12, vp8_payload(7))
    seen = [await rig.peers[3].receive(), await rig.peers[3].receive()]
    rig.plane.set_route(3, 3, 2, PICTURE)
    await rig.picture(1, 13, vp8_payload(8))
    await rig.picture(2, 500, vp8_payload(9000, key=True))
    await rig.picture(2, 501, vp8_payload(9001))
    seen += [await rig.peers[3].receive(), await rig.peers[3].receive()]
    assert [fields(packet)[1] for packet in seen] == [32767, 32768, 32769, 32770]
    described = [vp8.describe(body(packet)) for packet in seen]
    assert [each.picture for each in described if each] == [6, 7, 8, 9]
    assert [each.tl0 for each in described if each] == [6, 7, 8, 9]


async def test_a_lost_packet_is_wished_for_and_its_repair_passed_on(rig: Rig) -> None:
    rig.plane.set_route(3, 3, 1, PICTURE)
    await rig.picture(1, 1, vp8_payload(1, key=True))
    late = rig.peers[1].seal(rtp(2, 6000, rig.peers[1].camera_ssrc, VP8, vp8_payload(2), mid="1"))
    await rig.picture(1, 3, vp8_payload(3))
    seen = [fields(await rig.peers[3].receive())[1] for _ in range(2)]
    assert [wish.lost for wish in rig.plane.wishes(1e12)] == [(2,)]
    await rig.peers[1].send_raw(late)
    seen.append(fields(await rig.peers[3].receive())[1])
    assert seen == [32767, 32769, 32768]
    assert rig.plane.wishes(2e12) == []


async def test_a_retransmission_is_bit_for_bit_the_first_packet(rig: Rig) -> None:
    rig.plane.set_route(3, 3, 1, PICTURE)
    sent = []
    for sequence in range(1, 4):
        await rig.picture(1, sequence, vp8_payload(sequence, key=sequence == 1))
        sent.append(await rig.peers[3].receive_raw())
    rig.plane.retransmit(3, 5003, [32768, 40000, 12])
    assert await rig.peers[3].receive_raw() == sent[1]
    assert rig.counted("retransmitted") == 1
    rig.plane.remove_route(3, 3)
    rig.plane.set_route(3, 3, 2, PICTURE)
    rig.plane.retransmit(3, 5003, [32768])
    await rig.nothing_reached(3)


async def test_two_different_packets_never_share_an_index_of_a_listeners_key(rig: Rig) -> None:
    """RFC 3711 counts 100 → 60000 → 100 as going round; a naive forwarder as going back and sealing 100 twice."""
    rig.plane.set_route(3, 2, 1, SOUND)
    for sequence in (100, 60000, 65536 + 100):
        await rig.sound(1, sequence, payload=f"{sequence}".encode())
    await rig.peers[1].send_raw(b"\x00mark-that-is-read-last")
    await rig.taken(ControlKind.STUN)
    rig.plane.send_control(rig.peers[3].address, b"\x14end")
    seen: list[int] = []
    while (datagram := await rig.peers[3].receive_raw()) != b"\x14end":
        seen.append(fields(datagram)[1])
    assert seen == [100]
    assert rig.counted("dropped_late") == 2


async def test_threat17_strangers_forgers_and_replays_reach_nobody(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    genuine = rig.peers[1].seal(rtp(1, 1, rig.peers[1].microphone_ssrc, OPUS, b"x", mid="0"))
    stranger = RawClient()
    stranger.answer = rig.peers[1].answer
    await stranger.send_raw(genuine)
    await rig.peers[1].send_raw(genuine[:-1] + bytes([genuine[-1] ^ 1]))
    await rig.nothing_reached(3)
    await rig.peers[1].send_raw(genuine)
    assert body(await rig.peers[3].receive()) == b"x"
    await rig.peers[1].send_raw(genuine)
    await rig.nothing_reached(3)
    assert (rig.counted("dropped_stranger"), rig.counted("dropped_authentication")) == (1, 2)
    stranger.close()


async def test_threat17_one_peer_cannot_open_streams_without_end(rig: Rig) -> None:
    for ssrc in range(1000, 1100):
        await rig.peers[1].send(rtp(1, 1, ssrc, OPUS, b"x", mid="0"))
    await rig.nothing_reached(3)
    assert rig.counted("dropped_ssrc") > 80


async def test_a_wrong_payload_type_goes_nowhere(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.peers[1].send(rtp(1, 1, rig.peers[1].microphone_ssrc, VP8, b"x", mid="0"))
    await rig.nothing_reached(3)
    assert rig.counted("dropped_payload_type") == 1


async def test_a_packet_that_grows_too_long_is_dropped_and_the_next_goes_on(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.peers[1].send(rtp(1, 1, rig.peers[1].microphone_ssrc, OPUS, b"x" * 1340))
    await rig.sound(1, 2, b"fits")
    assert body(await rig.peers[3].receive()) == b"fits"
    assert rig.counted("dropped_seal") == 1


async def test_a_new_ssrc_on_a_line_takes_it_over(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.sound(1, 1)
    rig.peers[1].microphone_ssrc += 1
    await rig.sound(1, 900)
    assert [fields(await rig.peers[3].receive())[1] for _ in range(2)] == [100, 101]


async def test_rtcp_is_handed_up_open_and_sent_sealed(rig: Rig) -> None:
    report = bytes.fromhex("80c90001") + (77).to_bytes(4)
    await rig.peers[1].send_rtcp(report)
    assert await rig.taken(ControlKind.RTCP) == (1, rig.peers[1].address, report)
    rig.plane.send_rtcp(2, report)
    assert await rig.peers[2].receive() == report


async def test_stun_is_handed_up_from_anyone_dtls_only_from_proved_addresses(rig: Rig) -> None:
    stranger = RawClient()
    stranger.answer = rig.peers[1].answer
    await stranger.send_raw(b"\x16" + bytes(20))
    await stranger.send_raw(b"\x00" + bytes(20))
    await rig.peers[2].send_raw(b"\x16" + bytes(30))
    assert await rig.taken(ControlKind.STUN) == (0, stranger.address, b"\x00" + bytes(20))
    assert await rig.taken(ControlKind.DTLS) == (2, rig.peers[2].address, b"\x16" + bytes(30))
    assert rig.counted("dropped_stranger") == 1
    stranger.close()


async def test_without_addresses_a_peer_is_neither_heard_nor_sent_to(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    rig.plane.set_addresses(3, [])
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.plane.set_addresses(3, [rig.peers[3].address])
    rig.plane.set_addresses(1, [])
    await rig.sound(1, 2)
    await rig.nothing_reached(3)


async def test_an_address_has_one_owner_and_can_be_won_back(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    contested, other = rig.peers[1].address, rig.peers[2].address
    rig.plane.set_addresses(2, [contested, other])
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.plane.set_addresses(1, [contested])
    rig.plane.set_addresses(2, [other])
    await rig.sound(1, 2)
    assert body(await rig.peers[3].receive()) == b"sound"
    rig.plane.send_rtcp(2, bytes.fromhex("80c90001") + bytes(4))
    assert (await rig.peers[2].receive())[1] == 201


async def test_threat17_forged_packets_use_up_nothing_of_the_one_they_are_forged_for(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    await rig.sound(1, 1)
    await rig.peers[3].receive()
    for number in range(1, 2 * int(MEDIA_RATE.packets)):
        await rig.peers[1].send_raw(rtp(2, 2, rig.peers[1].microphone_ssrc, OPUS, bytes(40)))
        if number % 50 == 0:
            await rig.nothing_reached(3)
    await rig.sound(1, 2)
    assert body(await rig.peers[3].receive()) == b"sound"
    assert rig.counted("dropped_rtp_rate") == 0


async def test_a_removed_peer_leaves_nothing(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    rig.plane.set_route(1, 2, 2, SOUND)
    rig.plane.remove_peer(1)
    await rig.sound(1, 1)
    await rig.sound(2, 1)
    await rig.nothing_reached(3)
    assert rig.plane.pulse(1) == (0.0, 0.0)
    rig.plane.remove_peer(1)


async def test_orders_about_the_unknown_and_the_unfitting_change_nothing(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 99, SOUND)
    rig.plane.set_route(3, 3, 1, SOUND)
    rig.plane.set_route(3, 9, 1, SOUND)
    rig.plane.remove_route(99, 1)
    rig.plane.retransmit(99, 1, [1])
    rig.plane.send_rtcp(99, b"")
    await rig.sound(1, 1)
    await rig.nothing_reached(3)


async def test_receptions_count_loss_and_emissions_tell_the_offset(rig: Rig) -> None:
    rig.plane.set_route(3, 2, 1, SOUND)
    for sequence in (10, 11, 13):
        await rig.sound(1, sequence)
        await rig.peers[3].receive()
    (row,) = rig.plane.receptions()
    assert (row.expected, row.received, row.highest) == (4, 3, 13)
    (emission,) = rig.plane.emissions(1, rig.peers[1].microphone_ssrc)
    assert (emission.peer, emission.ssrc, emission.timestamp_shift) == (3, 5002, 0)
    assert (emission.packets, emission.octets) == (3, 15)


@dataclass
class StillClock:
    """A plane's clock that goes on when told."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def still() -> AsyncIterator[tuple[Rig, StillClock]]:
    clock = StillClock()
    made = Rig(RelayPlane(clock=clock))
    made.plane.start("127.0.0.1", 0, lambda *seen: made.control.put_nowait(seen))
    for peer in (1, 2, 3):
        made.add(peer, Profile.AEAD_AES_128_GCM)
    yield made, clock
    made.plane.close()
    for client in made.peers.values():
        client.close()


async def test_threat18_a_flood_of_sound_is_cut_and_the_others_are_not(still: tuple[Rig, StillClock]) -> None:
    rig, clock = still
    rig.plane.set_route(3, 2, 1, SOUND)
    rig.plane.set_route(1, 2, 2, SOUND)
    heard = 0
    for sequence in range(1, 1501):
        await rig.sound(1, sequence, bytes(1100))
        if sequence % 50 == 0:
            heard += await rig.heard(3)
    assert heard * 1100 < MEDIA_RATE.octets < (heard + 60) * 1100
    assert rig.counted("dropped_rtp_rate") == 1500 - heard
    await rig.sound(2, 1)
    assert await rig.heard(1) == 1
    clock.now += 0.5
    await rig.sound(1, 1501)
    assert await rig.heard(3) == 1


async def test_threat15_a_flood_of_reports_is_cut_before_it_is_parsed(still: tuple[Rig, StillClock]) -> None:
    rig, _ = still
    compound = bytes.fromhex("80c90001") + (77).to_bytes(4)
    handed_up = 0
    for number in range(1, 1001):
        await rig.peers[1].send_rtcp(compound * 100)
        if number % 50 == 0:
            await rig.peers[2].send_rtcp(compound)
            while await rig.taken(ControlKind.RTCP) != (2, rig.peers[2].address, compound):
                handed_up += 1
    assert 0 < handed_up * 800 <= REPORTS_RATE.octets
    assert rig.counted("dropped_rtcp_rate") == 1000 - handed_up


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=200), max_size=8), st.lists(st.binary(min_size=4, max_size=200), max_size=8))
def test_threat15_no_datagram_stops_the_reader(wild: list[bytes], inner: list[bytes]) -> None:
    """Wild datagrams from a proved address, and wild packets under its valid seal."""

    async def story() -> None:
        rig = Rig(RelayPlane())
        rig.plane.start("127.0.0.1", 0, lambda *seen: rig.control.put_nowait(seen))
        for peer in (1, 3):
            rig.add(peer, Profile.AEAD_AES_128_GCM)
        rig.plane.set_route(3, 2, 1, SOUND)
        rig.plane.set_route(3, 3, 1, PICTURE)
        for datagram in wild:
            await rig.peers[1].send_raw(datagram)
        ssrc = rig.peers[1].microphone_ssrc
        for sequence, packet in enumerate(inner):
            first = packet[0] | 0x80 & 0xBF
            head = header.HEADER.pack(first & 0x3F | 0x80, packet[1], sequence, 0, ssrc)
            try:
                sealed = rig.peers[1].seal(head + packet[2:])
            except Exception:  # noqa: BLE001, S112 - libsrtp itself refuses to seal it
                continue
            await rig.peers[1].send_raw(sealed)
        await rig.peers[1].send_raw(b"\x00mark-that-is-read-last")
        await rig.taken(ControlKind.STUN)
        assert rig.counted("dropped_fault") == 0
        rig.plane.close()
        for client in rig.peers.values():
            client.close()

    asyncio.run(story())
