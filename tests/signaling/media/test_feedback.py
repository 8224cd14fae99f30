"""What reports leave behind: nothing, unless they are about what the peer sends."""

import asyncio

from aiortc.rtp import RtcpSenderInfo, RtcpSrPacket

from rooms.ids import RoomId, SeatId
from signaling.media.answer import new_session
from signaling.media.connection import Connection, new_ssrcs
from signaling.media.dtls import Dtls, NodeCertificate
from signaling.media.feedback import Feedback
from signaling.media.offer import SlotLimits, read_offer
from signaling.media.plane import Address, ControlKind, Profile
from signaling.media.registry import Registry
from signaling.media.relay import RelayPlane
from tests.signaling.media.rawclient import OPUS, Answer, RawClient, key_for, rtp

REPORTS_PER_COMPOUND = 44
COMPOUNDS = 20


def compound_about(*ssrcs: int) -> bytes:
    """Sender reports."""
    return b"".join(bytes(RtcpSrPacket(ssrc=ssrc, sender_info=RtcpSenderInfo(1, 1, 1, 1))) for ssrc in ssrcs)


async def test_threat15_reports_about_anything_are_not_remembered() -> None:
    """By a real socket: the first SSRC of a compound is all the plane sees of it."""
    client, plane, registry = RawClient(), RelayPlane(), Registry()
    offer = read_offer(client.offer(), SlotLimits())
    dtls = Dtls(NodeCertificate(), offer.fingerprints)
    connection = Connection(1, RoomId("room"), SeatId("a"), offer, dtls, new_ssrcs(offer), new_session())
    registry.add(connection)
    feedback = Feedback(plane, registry)
    taken: asyncio.Queue[bytes] = asyncio.Queue()

    def on_control(_kind: ControlKind, _peer: int, _address: Address, compound: bytes) -> None:
        feedback.take(connection, compound, 1.0)
        taken.put_nowait(compound)

    plane.start("127.0.0.1", 0, on_control)
    key = key_for(Profile.AEAD_AES_128_GCM)
    plane.add_peer(1, connection.intakes(), connection.outlets())
    plane.set_addresses(1, [client.address])
    plane.set_keys(1, Profile.AEAD_AES_128_GCM, receive=key, send=key)
    client.answer = Answer("", "", plane.port, {})
    client.use_keys(Profile.AEAD_AES_128_GCM, send=key, receive=key)
    await client.send(rtp(1, 960, client.microphone_ssrc, OPUS, b"sound", mid="0"))
    for number in range(COMPOUNDS):
        foreign = range(5000 + number * REPORTS_PER_COMPOUND, 5000 + (number + 1) * REPORTS_PER_COMPOUND - 1)
        await client.send_rtcp(compound_about(client.microphone_ssrc, *foreign))
        await asyncio.wait_for(taken.get(), 5)
    assert set(connection.logs) == {client.microphone_ssrc}
    plane.close()
    client.close()
