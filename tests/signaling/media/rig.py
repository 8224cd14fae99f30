"""A plane without a control: three peers with real sockets and real SRTP, and a fourth whose checks mark the time."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiortc.rtp import RtcpPacket

from signaling.media import rtp as header
from signaling.media.plane import Address, Codec, ControlKind, Intake, Outlet, Plane, Profile, Route
from tests.signaling.media.rawclient import (
    LEVEL_EXTENSION,
    MID_EXTENSION,
    OPUS,
    REPAIR,
    TRANSPORT_EXTENSION,
    VP8,
    Answer,
    RawClient,
    key_for,
    rtp,
)

SOUND, PICTURE = 0, 1
SOUND_SLOT, PICTURE_SLOT, REPAIRED_SLOT = 2, 3, 4
OTHER_OPUS, OTHER_VP8, OTHER_REPAIR = 109, 120, 121
SLOT_MID = b"in"
SLOT_MID_EXTENSION, SLOT_LEVEL_EXTENSION, SLOT_TIME_EXTENSION = 7, 9, 3
MARKER = 9

Kind = TypeVar("Kind")


@dataclass
class Rig:
    """Peers 1 and 2 speak; 3 listens in line 2 (sound), 3 (picture) and 4 (picture with repair stream and time)."""

    plane: Plane
    peers: dict[int, RawClient] = field(default_factory=dict)
    keys: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    control: asyncio.Queue[tuple[ControlKind, int, Address, bytes]] = field(default_factory=asyncio.Queue)

    def start(self, profile: Profile = Profile.AEAD_AES_128_GCM, host: str = "127.0.0.1") -> None:
        """Begins, with the three and the marker."""
        self.plane.start(host, 0, lambda *seen: self.control.put_nowait(seen))
        for peer in (1, 2, 3):
            self.add(peer, profile)
        self._seat(MARKER, RawClient())
        self.plane.add_peer(MARKER, 0, [], [])
        self.name(MARKER)

    def close(self) -> None:
        """Ends all of it."""
        self.plane.close()
        for client in self.peers.values():
            client.close()

    def _seat(self, peer: int, client: RawClient) -> None:
        client.answer = Answer(f"ours{peer}", secrets.token_hex(12), self.plane.ports[0], {})
        self.peers[peer] = client

    def name(self, peer: int) -> None:
        """Tells the plane a peer's credentials."""
        answer = self.peers[peer].answer
        self.plane.set_credentials(peer, [(answer.ufrag, answer.password)])

    def add(self, peer: int, profile: Profile) -> None:
        """A peer with address, credentials and keys."""
        client = RawClient()
        self._seat(peer, client)
        intakes = [
            Intake(SOUND, Codec.OPUS, OPUS, b"0", MID_EXTENSION, LEVEL_EXTENSION, (client.microphone_ssrc,)),
            Intake(
                *(PICTURE, Codec.VP8, VP8, b"1", MID_EXTENSION, 0, ()),
                repair_payload_type=REPAIR,
                repair_ssrcs=(client.repair_ssrc,),
                transport_extension=TRANSPORT_EXTENSION,
            ),
        ]
        outlets = [
            Outlet(
                *(SOUND_SLOT, Codec.OPUS, OTHER_OPUS, SLOT_MID, SLOT_MID_EXTENSION, SLOT_LEVEL_EXTENSION),
                *(5002, 100),
            ),
            Outlet(PICTURE_SLOT, Codec.VP8, OTHER_VP8, SLOT_MID, SLOT_MID_EXTENSION, 0, 5003, 32767),
            Outlet(
                *(REPAIRED_SLOT, Codec.VP8, OTHER_VP8, SLOT_MID, SLOT_MID_EXTENSION, 0, 5004, 200),
                repair_payload_type=OTHER_REPAIR,
                repair_ssrc=5005,
                first_repair_sequence=300,
                time_extension=SLOT_TIME_EXTENSION,
            ),
        ]
        self.plane.add_peer(peer, 0, intakes, outlets)
        self.name(peer)
        self.plane.set_addresses(peer, [client.address])
        self.keys[peer] = up, down = key_for(profile), key_for(profile)
        client.use_keys(profile, send=up, receive=down)
        self.give_keys(peer)

    def give_keys(self, peer: int) -> None:
        """Tells the plane a peer's keys."""
        up, down = self.keys[peer]
        self.plane.set_keys(peer, self.peers[peer].profile, receive=up, send=down)

    def route(self, slot_line: int, speaker: int, intake_line: int, *, listener: int = 3) -> None:
        """Feeds a slot."""
        self.plane.reroute([], [Route(listener, slot_line, speaker, intake_line)])

    async def sound(self, peer: int, sequence: int, payload: bytes = b"sound") -> None:
        """An Opus packet of a speaker."""
        client = self.peers[peer]
        await client.send(rtp(sequence, sequence * 960, client.microphone_ssrc, OPUS, payload, mid="0"))

    async def picture(self, peer: int, sequence: int, payload: bytes) -> None:
        """A VP8 packet of a speaker."""
        await self.peers[peer].send(self.picture_packet(peer, sequence, payload))

    def picture_packet(self, peer: int, sequence: int, payload: bytes) -> bytes:
        """The same, not yet sealed."""
        return rtp(sequence, sequence * 3000, self.peers[peer].camera_ssrc, VP8, payload, mid="1")

    async def mark(self) -> None:
        """Returns when everything sent so far has been read."""
        marker = self.peers[MARKER]
        await marker.send_raw(bytes(marker.signed_check()))
        while (await self.taken(ControlKind.STUN))[1] != marker.address:
            continue

    async def heard(self, peer: int) -> int:
        """How many RTP packets came to `peer` since it last looked, of all that was sent so far."""
        await self.mark()
        client = self.peers[peer]
        self.plane.send_control(peer, client.address, b"\x14that is all")
        count = 0
        while (datagram := await client.receive_raw()) != b"\x14that is all":
            count += datagram[0] >= 128 and not 192 <= datagram[1] <= 223
        return count

    async def nothing_reached(self, peer: int) -> None:
        """Everything sent so far has been read, and no RTP of it came to `peer`."""
        assert await self.heard(peer) == 0

    async def taken(self, kind: ControlKind) -> tuple[int, Address, bytes]:
        """The next handed-up datagram of a kind."""
        async with asyncio.timeout(5):
            while True:
                found, peer, address, datagram = await self.control.get()
                if found is kind:
                    return peer, address, datagram

    async def told(self, peer: int, kind: type[Kind], fits: Callable[[Kind], bool] = bool) -> Kind:
        """The next RTCP packet of a kind that the plane sends to `peer`."""
        while True:
            for packet in RtcpPacket.parse(await self.peers[peer].receive_rtcp()):
                if isinstance(packet, kind) and fits(packet):
                    return packet

    def counted(self, name: str) -> int:
        """A counter of the plane."""
        return self.plane.stats().get(name, 0)


def fields(packet: bytes) -> tuple[int, int, int, int]:
    """Payload type, sequence, timestamp, SSRC."""
    _, second, sequence, timestamp, ssrc = header.HEADER.unpack_from(packet)
    return second & 0x7F, sequence, timestamp, ssrc


def body(packet: bytes) -> bytes:
    """The payload."""
    return packet[header.payload_offset(packet) :]
