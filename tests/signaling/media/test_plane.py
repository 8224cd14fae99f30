"""What every implementation of `plane.Plane` must do, by real sockets and real SRTP."""

import asyncio
import time

import pytest
from aiortc.rtp import RTCP_PSFB_PLI, RTCP_RTPFB_NACK, RtcpPsfbPacket, RtcpRtpfbPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from signaling.media import rtp as header
from signaling.media import vp8
from signaling.media.budgets import MEDIA_RATE, REPORTS_RATE
from signaling.media.plane import ControlKind, Delivery, Reception, Route
from tests.signaling.media.conftest import PLANES, MakePlane
from tests.signaling.media.rawclient import (
    LEVEL_EXTENSION,
    MID_EXTENSION,
    OPUS,
    VP8,
    Answer,
    RawClient,
    rtp,
    vp8_payload,
)
from tests.signaling.media.rig import (
    MARKER,
    OTHER_OPUS,
    PICTURE,
    PICTURE_SLOT,
    SLOT_LEVEL_EXTENSION,
    SLOT_MID,
    SLOT_MID_EXTENSION,
    SOUND,
    SOUND_SLOT,
    Rig,
    body,
    fields,
)


async def test_a_packet_arrives_under_the_slots_own_header(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 7)
    packet = await rig.peers[3].receive_rtp()
    assert fields(packet) == (OTHER_OPUS, 100, 7 * 960, 5002)
    assert header.element(packet, SLOT_MID_EXTENSION) == SLOT_MID
    assert header.element(packet, SLOT_LEVEL_EXTENSION) is None
    assert body(packet) == b"sound"


async def test_the_audio_level_moves_to_the_receivers_own_id(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    client = rig.peers[1]
    block = header.one_byte_block([(LEVEL_EXTENSION, b"\x9e"), (MID_EXTENSION, b"0")])
    await client.send(header.HEADER.pack(0x90, OPUS, 1, 2, client.microphone_ssrc) + block + b"x")
    packet = await rig.peers[3].receive_rtp()
    assert header.element(packet, SLOT_LEVEL_EXTENSION) == b"\x9e"
    assert rig.plane.levels() == {1: 0x1E}
    assert rig.plane.levels() == {}


async def test_nobody_receives_without_a_route_and_nothing_after_it_is_removed(rig: Rig) -> None:
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 2)
    await rig.peers[3].receive_rtp()
    rig.plane.reroute([(3, SOUND_SLOT)], [])
    await rig.sound(1, 3)
    await rig.nothing_reached(3)


async def test_another_source_in_a_slot_goes_on_without_a_break(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 65535)
    first = fields(await rig.peers[3].receive_rtp())
    await rig.sound(1, 65536)
    second = fields(await rig.peers[3].receive_rtp())
    rig.route(SOUND_SLOT, 2, SOUND)
    await rig.sound(2, 30000)
    third = fields(await rig.peers[3].receive_rtp())
    assert [first[1], second[1], third[1]] == [100, 101, 102]
    assert 0 < (third[2] - second[2]) & 0xFFFFFFFF < 48_000
    assert {first[3], second[3], third[3]} == {5002}


async def test_a_picture_starts_with_a_key_frame_and_its_numbers_go_on(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 10, vp8_payload(5))
    await rig.nothing_reached(3)
    asked = await rig.told(1, RtcpPsfbPacket)
    assert (asked.fmt, asked.media_ssrc) == (RTCP_PSFB_PLI, rig.peers[1].camera_ssrc)
    await rig.picture(1, 11, vp8_payload(6, key=True))
    await rig.picture(1, 12, vp8_payload(7))
    seen = [await rig.peers[3].receive_rtp(), await rig.peers[3].receive_rtp()]
    rig.route(PICTURE_SLOT, 2, PICTURE)
    await rig.picture(1, 13, vp8_payload(8))
    await rig.picture(2, 500, vp8_payload(9000, key=True))
    await rig.picture(2, 501, vp8_payload(9001))
    seen += [await rig.peers[3].receive_rtp(), await rig.peers[3].receive_rtp()]
    assert [fields(packet)[1] for packet in seen] == [32767, 32768, 32769, 32770]
    described = [vp8.describe(body(packet)) for packet in seen]
    assert [each.picture for each in described if each] == [6, 7, 8, 9]
    assert [each.tl0 for each in described if each] == [6, 7, 8, 9]


async def test_a_lost_packet_is_asked_for_and_its_repair_passed_on(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 1, vp8_payload(1, key=True))
    late = rig.peers[1].seal(rtp(2, 6000, rig.peers[1].camera_ssrc, VP8, vp8_payload(2), mid="1"))
    await rig.picture(1, 3, vp8_payload(3))
    seen = [fields(await rig.peers[3].receive_rtp())[1] for _ in range(2)]
    asked = await rig.told(1, RtcpRtpfbPacket)
    assert (asked.fmt, asked.media_ssrc, asked.lost) == (RTCP_RTPFB_NACK, rig.peers[1].camera_ssrc, [2])
    await rig.peers[1].send_raw(late)
    seen.append(fields(await rig.peers[3].receive_rtp())[1])
    assert seen == [32767, 32769, 32768]
    await rig.peers[1].send_raw(late)
    await rig.nothing_reached(3)


async def test_a_gap_across_the_end_of_the_numbers_is_asked_for_whole(rig: Rig) -> None:
    for sequence in (65533, 65538):
        await rig.picture(1, sequence, vp8_payload(1))
    asked = await rig.told(1, RtcpRtpfbPacket)
    assert [sequence & 0xFFFF for sequence in asked.lost] == [65534, 65535, 0, 1]


async def test_a_retransmission_is_bit_for_bit_the_first_packet(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    sent = []
    for sequence in range(1, 4):
        await rig.picture(1, sequence, vp8_payload(sequence, key=sequence == 1))
        sent.append(await rig.peers[3].receive_sealed())
    lost = bytes(RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=5003, lost=[32768, 40000]))
    await rig.peers[3].send_rtcp(lost)
    assert await rig.peers[3].receive_sealed() == sent[1]
    assert rig.counted("retransmitted") == 1
    rig.plane.reroute([(3, PICTURE_SLOT)], [Route(3, PICTURE_SLOT, 2, PICTURE)])
    await rig.peers[3].send_rtcp(lost)
    await rig.nothing_reached(3)


async def test_two_different_packets_never_share_an_index_of_a_listeners_key(rig: Rig) -> None:
    """RFC 3711 counts 100 → 60000 → 100 as going round; a naive forwarder as going back and sealing 100 twice."""
    rig.route(SOUND_SLOT, 1, SOUND)
    for sequence in (100, 60000, 65536 + 100):
        await rig.sound(1, sequence, payload=f"{sequence}".encode())
    assert await rig.heard(3) == 1
    assert rig.counted("dropped_late") == 2


async def test_threat18_a_speaker_whose_numbers_leap_spoils_the_slot_for_nobody(rig: Rig) -> None:
    """Two leaps of half the numbers, of which a receiver sees nothing, and it has lost count of the roll-overs."""
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    for sequence in (30_001, 60_001, 90_001):
        grows_too_long = rtp(sequence, 1, rig.peers[1].microphone_ssrc, OPUS, b"x" * 1340)
        await rig.peers[1].send(grows_too_long)
    await rig.mark()
    rig.route(SOUND_SLOT, 2, SOUND)
    await rig.sound(2, 7)
    numbers = [fields(await rig.peers[3].receive_rtp())[1] for _ in range(2)]
    assert 1 <= numbers[1] - numbers[0] <= 4


async def test_a_listener_that_was_away_for_long_can_open_what_comes_then(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    await rig.mark()
    rig.plane.set_addresses(3, [])
    for sequence in (30_001, 60_001, 90_001):
        await rig.sound(1, sequence)
    await rig.mark()
    rig.plane.set_addresses(3, [rig.peers[3].address])
    await rig.sound(1, 90_002)
    packets = [await rig.peers[3].receive_rtp() for _ in range(2)]
    assert fields(packets[0])[1] == 100
    assert body(packets[1]) == b"sound"


async def test_the_same_keys_again_do_not_begin_to_count_anew(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    client = rig.peers[1]
    sealed = client.seal(rtp(1, 1, client.microphone_ssrc, OPUS, b"x", mid="0"))
    await client.send_raw(sealed)
    assert body(await rig.peers[3].receive_rtp()) == b"x"
    for peer in (1, 3):
        rig.give_keys(peer)
    await client.send_raw(sealed)
    await rig.nothing_reached(3)
    assert rig.counted("dropped_authentication") == 1


async def test_threat17_strangers_forgers_and_replays_reach_nobody(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    genuine = rig.peers[1].seal(rtp(1, 1, rig.peers[1].microphone_ssrc, OPUS, b"x", mid="0"))
    stranger = RawClient()
    stranger.answer = rig.peers[1].answer
    await stranger.send_raw(genuine)
    await rig.peers[1].send_raw(genuine[:-1] + bytes([genuine[-1] ^ 1]))
    await rig.nothing_reached(3)
    await rig.peers[1].send_raw(genuine)
    assert body(await rig.peers[3].receive_rtp()) == b"x"
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
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.peers[1].send(rtp(1, 1, rig.peers[1].microphone_ssrc, VP8, b"x", mid="0"))
    await rig.nothing_reached(3)
    assert rig.counted("dropped_payload_type") == 1


async def test_a_packet_that_grows_too_long_is_dropped_and_the_next_goes_on(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.peers[1].send(rtp(1, 1, rig.peers[1].microphone_ssrc, OPUS, b"x" * 1340))
    await rig.sound(1, 2, b"fits")
    assert body(await rig.peers[3].receive_rtp()) == b"fits"
    assert rig.counted("dropped_seal") == 1


async def test_a_new_ssrc_on_a_line_takes_it_over(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    rig.peers[1].microphone_ssrc += 1
    await rig.sound(1, 900)
    assert [fields(await rig.peers[3].receive_rtp())[1] for _ in range(2)] == [100, 101]


async def test_stun_is_handed_up_from_anyone_dtls_only_from_proved_addresses(rig: Rig) -> None:
    stranger = RawClient()
    stranger.answer = rig.peers[MARKER].answer
    await stranger.send_raw(b"\x16" + bytes(20))
    check = bytes(stranger.signed_check())
    await stranger.send_raw(check)
    await rig.peers[2].send_raw(b"\x16" + bytes(30))
    assert await rig.taken(ControlKind.STUN) == (0, stranger.address, check)
    assert await rig.taken(ControlKind.DTLS) == (2, rig.peers[2].address, b"\x16" + bytes(30))
    assert rig.counted("dropped_stranger") == 1
    stranger.close()


async def test_threat17_checks_in_a_name_we_never_gave_are_dropped(rig: Rig) -> None:
    marker = rig.peers[MARKER]
    known = marker.answer
    marker.answer = Answer("unknown", known.password, known.port, {})
    await marker.send_raw(bytes(marker.signed_check()))
    await marker.send_raw(b"\x00\x01" + bytes(18))
    marker.answer = known
    await rig.mark()
    assert rig.control.empty()
    assert rig.counted("dropped_stun_stranger") == 2
    rig.plane.set_credentials(MARKER, [("unknown", known.password), (known.ufrag, known.password)])
    await rig.mark()
    rig.plane.set_credentials(MARKER, [("unknown", known.password)])
    await marker.send_raw(bytes(marker.signed_check()))
    marker.answer = Answer("unknown", known.password, known.port, {})
    await rig.mark()
    assert rig.counted("dropped_stun_stranger") == 3


async def test_threat17_bad_checks_from_beside_a_client_do_not_silence_its_own(rig: Rig) -> None:
    """A neighbour behind the same address, or a forger of it, has used up what strangers from there may ask."""
    neighbour, marker = RawClient(), rig.peers[MARKER]
    neighbour.answer = Answer("unknown", marker.answer.password, marker.answer.port, {})
    bad = bytes(neighbour.signed_check())
    rig.plane.set_addresses(MARKER, [marker.address])
    for _ in range(20):
        for _ in range(100):
            await neighbour.send_raw(bad)
        await rig.mark()
    neighbour.close()


async def test_without_addresses_a_peer_is_neither_heard_nor_sent_to(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    rig.plane.set_addresses(3, [])
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.plane.set_addresses(3, [rig.peers[3].address])
    rig.plane.set_addresses(1, [])
    await rig.sound(1, 2)
    await rig.nothing_reached(3)


async def test_an_address_has_one_owner_and_can_be_won_back(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    contested, other = rig.peers[1].address, rig.peers[2].address
    rig.plane.set_addresses(2, [contested, other])
    await rig.sound(1, 1)
    await rig.nothing_reached(3)
    rig.plane.set_addresses(1, [contested])
    rig.plane.set_addresses(2, [other])
    await rig.sound(1, 2)
    assert body(await rig.peers[3].receive_rtp()) == b"sound"
    rig.route(SOUND_SLOT, 1, SOUND, listener=2)
    await rig.sound(1, 3)
    assert body(await rig.peers[2].receive_rtp()) == b"sound"


async def test_threat17_forged_packets_use_up_nothing_of_the_one_they_are_forged_for(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    await rig.peers[3].receive_rtp()
    for number in range(1, 2 * int(MEDIA_RATE.packets)):
        await rig.peers[1].send_raw(rtp(2, 2, rig.peers[1].microphone_ssrc, OPUS, bytes(40)))
        if number % 50 == 0:
            await rig.nothing_reached(3)
    await rig.sound(1, 2)
    assert body(await rig.peers[3].receive_rtp()) == b"sound"
    assert rig.counted("dropped_rtp_rate") == 0


async def test_a_removed_peer_leaves_nothing(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    rig.route(SOUND_SLOT, 2, SOUND, listener=1)
    rig.plane.remove_peer(1)
    await rig.sound(1, 1)
    await rig.sound(2, 1)
    await rig.nothing_reached(3)
    assert rig.plane.pulse(1) == (0.0, 0.0)
    rig.plane.remove_peer(1)


async def test_orders_about_the_unknown_and_the_unfitting_change_nothing(rig: Rig) -> None:
    unfit = [Route(3, SOUND_SLOT, 99, SOUND), Route(3, PICTURE_SLOT, 1, SOUND), Route(3, 8, 1, SOUND)]
    rig.plane.reroute([(99, 1), (3, 8)], [*unfit, Route(99, SOUND_SLOT, 1, SOUND)])
    rig.plane.set_addresses(99, [rig.peers[1].address])
    rig.plane.set_credentials(99, [("any", "password")])
    rig.plane.probe(99, 1000)
    await rig.sound(1, 1)
    await rig.nothing_reached(3)


async def test_the_same_route_again_changes_nothing(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 1, vp8_payload(1, key=True))
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 2, vp8_payload(2))
    assert [fields(await rig.peers[3].receive_rtp())[1] for _ in range(2)] == [32767, 32768]


async def test_readings_count_what_came_and_what_went(rig: Rig) -> None:
    assert rig.plane.readings() == ([], [], [])
    rig.route(SOUND_SLOT, 1, SOUND)
    for sequence in (10, 11, 13):
        await rig.sound(1, sequence)
        await rig.peers[3].receive_rtp()
    receptions, deliveries, bearings = rig.plane.readings()
    assert receptions == [Reception(1, SOUND, rig.peers[1].microphone_ssrc, 4, 3, 15, receptions[0].jitter)]
    assert deliveries == [Delivery(3, SOUND_SLOT, 3, 15, 0, 0, 0, 0)]
    assert bearings == []


async def test_one_socket_for_both_families_calls_an_ipv4_address_one(make_plane: MakePlane) -> None:
    rig = Rig(make_plane())
    rig.start(host="::")
    marker = rig.peers[MARKER]
    await marker.send_raw(bytes(marker.signed_check()))
    assert (await rig.taken(ControlKind.STUN))[1] == marker.address
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    assert body(await rig.peers[3].receive_rtp()) == b"sound"
    rig.close()


async def test_threat18_a_flood_of_sound_is_cut_and_the_others_are_not(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    rig.route(SOUND_SLOT, 2, SOUND, listener=1)
    heard, began = 0, time.monotonic()
    for sequence in range(1, 2501):
        await rig.sound(1, sequence, bytes(1100))
        if sequence % 50 == 0:
            heard += await rig.heard(3)
    assert heard * 1100 < MEDIA_RATE.octets * (1 + time.monotonic() - began)
    assert heard * 1200 > MEDIA_RATE.octets
    assert rig.counted("dropped_rtp_rate") == 2500 - heard
    await rig.sound(2, 1)
    assert await rig.heard(1) == 1


async def test_threat15_a_flood_of_reports_is_cut_before_it_is_parsed(rig: Rig) -> None:
    compound = bytes.fromhex("80c90001") + (77).to_bytes(4)
    began = time.monotonic()
    for number in range(1, 1001):
        await rig.peers[1].send_rtcp(compound * 100)
        if number % 50 == 0:
            await rig.mark()
    taken = 1000 - rig.counted("dropped_rtcp_rate")
    assert 0 < taken * 800 <= REPORTS_RATE.octets * (1 + time.monotonic() - began)


@pytest.mark.parametrize("plane", PLANES)
@settings(max_examples=40)
@given(
    wild=st.lists(st.binary(max_size=200), max_size=8),
    inner=st.lists(st.binary(min_size=4, max_size=200), max_size=8),
)
def test_threat15_no_datagram_stops_the_reader(plane: str, wild: list[bytes], inner: list[bytes]) -> None:
    """Wild datagrams from a proved address, and wild packets under its valid seal."""

    async def story() -> None:
        rig = Rig(PLANES[plane]())
        rig.start()
        rig.route(SOUND_SLOT, 1, SOUND)
        rig.route(PICTURE_SLOT, 1, PICTURE)
        for datagram in wild:
            await rig.peers[1].send_raw(datagram)
        client = rig.peers[1]
        for sequence, packet in enumerate(inner):
            ssrc = (client.microphone_ssrc, client.camera_ssrc, client.repair_ssrc)[packet[2] % 3]
            head = header.HEADER.pack(packet[0] & 0x3F | 0x80, packet[1], sequence, 0, ssrc)
            try:
                sealed = client.seal(head + packet[2:])
            except Exception:  # noqa: BLE001, S112 - libsrtp itself refuses to seal it
                continue
            await client.send_raw(sealed)
            kind = bytes([0x80 | packet[0] & 0x3F, 200 + packet[1] % 7])
            await client.send_rtcp(kind + packet[2:4] + (77).to_bytes(4) + packet[4:])
        await rig.mark()
        assert rig.counted("dropped_fault") == 0
        rig.close()

    asyncio.run(story())
