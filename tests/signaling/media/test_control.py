"""The control with real sockets, by clients that have a transport but no codecs."""

import asyncio
import time

import pytest
import uvloop
from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, RtcpRrPacket, RtcpRtpfbPacket, RtcpSenderInfo, RtcpSrPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.ids import Medium, RoomId, SeatId
from signaling.media import rtp as header
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.plane import Profile
from signaling.media.refusals import SdpRefused
from tests.signaling.media.conftest import PLANES, ROOM, Join, MakePlane, everyone
from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload
from tests.signaling.media.witness import Witness

A, B = SeatId("a"), SeatId("b")


async def say(client: RawClient, sequence: int, payload: bytes = b"sound", level: int = 0x9E) -> None:
    """An Opus packet at 30 dB below overload, or at another level."""
    block = header.one_byte_block([(1, bytes([level])), (4, b"0")])
    head = header.HEADER.pack(0x90, OPUS, sequence, sequence * 960, client.microphone_ssrc)
    await client.send(head + block + payload)


async def show(client: RawClient, sequence: int, *, key: bool) -> None:
    await client.send(rtp(sequence, sequence * 3000, client.camera_ssrc, VP8, vp8_payload(sequence, key=key), mid="1"))


async def feedback(client: RawClient, kind: type[RtcpPsfbPacket | RtcpRtpfbPacket]) -> RtcpPsfbPacket | RtcpRtpfbPacket:
    """The next feedback packet of a kind that the server sends this client."""
    while True:
        for packet in RtcpPacket.parse(await client.receive_rtcp()):
            if isinstance(packet, kind):
                return packet


async def test_two_seats_connect_and_hear_each_other(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2 and len(seen.slots.get(A, ())) == 2)
    assert witness.slots[B] == (("2", A, Medium.MICROPHONE), ("3", A, Medium.CAMERA))
    await say(a, 1)
    packet = await b.receive_rtp()
    assert int.from_bytes(packet[8:12]) == b.answer.ssrcs["2"]
    assert header.element(packet, 4) == b"2"
    assert witness.alive == {A: True, B: True}
    assert a.profile is Profile.AEAD_AES_128_GCM


async def test_a_client_without_gcm_gets_the_older_profile(control: MediaControl) -> None:
    client = RawClient(profiles=b"SRTP_AES128_CM_SHA1_80")
    await client.connect(await control.answer(ROOM, A, client.offer()))
    assert client.profile is Profile.AES128_CM_SHA1_80
    client.close()


async def test_muting_is_complete_when_reroute_returns(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b", "c"))
    a, b, c = await join("a", audio=2), await join("b", audio=2), await join("c", audio=2)
    await say(a, 1)
    await b.receive_rtp()
    await c.receive_rtp()
    muted = frozenset(hearing for hearing in everyone("a", "b", "c") if hearing.speaker != A)
    for sequence in range(2, 30):
        await say(a, sequence)
    control.reroute(ROOM, muted)
    b.forget_arrived()  # a thread of its own may have sent on what came before the order
    for sequence in range(30, 60):
        await say(a, sequence)
    await say(c, 1, b"from c")
    packet = await b.receive_rtp()
    assert packet.endswith(b"from c")


async def test_reroute_may_be_repeated_and_an_empty_room_hears_nothing(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    a, b = await join("a"), await join("b")
    for _ in range(3):
        control.reroute(ROOM, everyone("a", "b"))
    await witness.until(lambda seen: B in seen.slots)
    assert sum(what == "slots" for what, _, _ in witness.told) == 2
    control.reroute(ROOM, frozenset())
    await witness.until(lambda seen: seen.slots[B] == ())
    await say(a, 1)
    assert (await b.check()).message_class
    assert control.stats()["connections_open"] == 2


async def test_a_key_frame_is_asked_for_when_a_picture_is_routed(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await show(a, 1, key=False)
    asked = await feedback(a, RtcpPsfbPacket)
    assert (asked.fmt, asked.media_ssrc) == (1, a.camera_ssrc)
    await show(a, 2, key=True)
    packet = await b.receive_rtp()
    assert int.from_bytes(packet[8:12]) == b.answer.ssrcs["3"]


async def test_threat18_a_pli_storm_reaches_the_sender_as_two_a_second(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await show(a, 1, key=True)
    await b.receive_rtp()
    loop = asyncio.get_running_loop()
    plis: list[float] = []
    pli = bytes(RtcpRrPacket(ssrc=1)) + bytes(RtcpPsfbPacket(fmt=1, ssrc=1, media_ssrc=b.answer.ssrcs["3"]))
    began = loop.time()
    while len(plis) < 3:
        for _ in range(20):
            await b.send_rtcp(pli)
        asked = await feedback(a, RtcpPsfbPacket)
        assert asked.media_ssrc == a.camera_ssrc
        plis.append(loop.time() - began)
    assert plis[2] - plis[0] > 0.9


async def test_loss_on_the_way_down_is_repaired_from_the_ring(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    seen = []
    for sequence in range(1, 6):
        await show(a, sequence, key=sequence == 1)
        seen.append(await b.receive_rtp())
    lost = [int.from_bytes(packet[2:4]) for packet in (seen[1], seen[3])]
    b.forget_replays()
    nack = RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=b.answer.ssrcs["3"], lost=lost)
    await b.send_rtcp(bytes(RtcpRrPacket(ssrc=1)) + bytes(nack))
    assert [await b.receive_rtp(), await b.receive_rtp()] == [seen[1], seen[3]]


async def test_loss_on_the_way_up_is_asked_for(control: MediaControl, join: Join) -> None:
    a = await join("a")
    for sequence in (1, 2, 5):
        await show(a, sequence, key=sequence == 1)
    asked = await feedback(a, RtcpRtpfbPacket)
    assert isinstance(asked, RtcpRtpfbPacket)
    assert (asked.media_ssrc, asked.lost) == (a.camera_ssrc, [3, 4])


async def test_a_speaker_gets_receiver_reports_with_its_loss(control: MediaControl, join: Join) -> None:
    a = await join("a")
    for sequence in (1, 2, 3, 5):
        await say(a, sequence)
    while True:
        for packet in RtcpPacket.parse(await a.receive_rtcp()):
            if isinstance(packet, RtcpRrPacket) and packet.reports:
                (block,) = packet.reports
                assert (block.ssrc, block.packets_lost, block.highest_sequence) == (a.microphone_ssrc, 1, 5)
                return


async def test_sender_reports_arrive_as_the_slots_own(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await say(a, 1)
    await b.receive_rtp()
    info = RtcpSenderInfo(ntp_timestamp=77 << 32, rtp_timestamp=960, packet_count=1, octet_count=5)
    await a.send_rtcp(bytes(RtcpSrPacket(ssrc=a.microphone_ssrc, sender_info=info)))
    (report, *_) = RtcpPacket.parse(await b.receive_rtcp())
    assert isinstance(report, RtcpSrPacket)
    assert (report.ssrc, report.sender_info.ntp_timestamp) == (b.answer.ssrcs["2"], 77 << 32)
    assert (report.sender_info.packet_count, report.sender_info.octet_count) == (1, 5)


async def test_threat18_a_datagram_full_of_sender_reports_becomes_one_for_each_listener(
    control: MediaControl, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await say(a, 1)
    await b.receive_rtp()
    info = RtcpSenderInfo(ntp_timestamp=77 << 32, rtp_timestamp=960, packet_count=1, octet_count=5)
    for _ in range(3):
        await a.send_rtcp(bytes(RtcpSrPacket(ssrc=a.microphone_ssrc, sender_info=info)) * 44)
    await say(a, 2)
    reports = 0
    while 192 <= (packet := await b.receive())[1] <= 223:
        reports += isinstance(RtcpPacket.parse(packet)[0], RtcpSrPacket)
    assert reports == 1


async def test_who_speaks_is_told_and_a_muted_voice_is_not(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    sequence = 0
    async with asyncio.timeout(8):
        while witness.voices != {A}:
            sequence += 1
            await say(a, sequence)
            await b.receive_rtp()
            await asyncio.sleep(0.02)  # as sound is sent; faster is more than one person's share
    control.reroute(ROOM, frozenset(hearing for hearing in everyone("a", "b") if hearing.speaker != A))
    await witness.until(lambda seen: not seen.voices)


async def test_a_dropped_seat_is_gone_at_once(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    control.drop(A)
    control.drop(A)
    await witness.until(lambda seen: seen.slots[B] == ())
    await say(a, 1)
    await b.check()
    assert control.stats()["dropped_stranger"] == 1
    assert control.stats()["connections"] == 1


async def test_a_reloaded_page_replaces_the_connection(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    old, b = await join("a"), await join("b")
    new = await join("a")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    await say(old, 1, b"old")
    await say(new, 1, b"new")
    assert (await b.receive_rtp()).endswith(b"new")
    assert control.stats()["connections"] == 2


async def test_slots_and_speakers_are_told_again_when_asked(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    await join("a")
    await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    witness.told.clear()
    control.tell_again(SeatId("nobody"))
    control.tell_again(B)
    await witness.until(lambda seen: len(seen.told) == 2)
    assert [(what, room) for what, room, _ in witness.told] == [("slots", ROOM), ("speaking", ROOM)]
    assert {slot.seat for slot in witness.slots[B]} == {A}


async def test_an_ice_restart_keeps_the_keys_and_both_credentials_until_the_new_are_used(
    control: MediaControl, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    before, a.ufrag = a.answer, "restarted"
    answer = await control.answer(ROOM, A, a.offer())
    await a.check()
    a.take(answer)
    assert a.answer.ufrag != before.ufrag
    assert a.answer.ssrcs == before.ssrcs
    await a.check()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    a.answer = before
    await a.send_raw(bytes(a.signed_check()))
    await say(a, 2)
    await b.receive_rtp()
    assert control.stats()["dropped_stun_stranger"] == 1


async def test_the_same_offer_again_gets_the_same_credentials(control: MediaControl) -> None:
    client = RawClient()
    first, second = [await control.answer(ROOM, A, client.offer()) for _ in range(2)]
    client.take(first)
    known = client.answer
    client.take(second)
    assert client.answer == known
    client.close()


async def test_changed_lines_under_one_certificate_are_refused(control: MediaControl, join: Join) -> None:
    a = await join("a")
    a.kinds.append("audio")
    with pytest.raises(SdpRefused) as refused:
        await control.answer(ROOM, A, a.offer())
    assert refused.value.code == "sdp-changed"
    assert control.stats()["connections_open"] == 1


async def test_threat16_an_offer_loop_is_refused(control: MediaControl) -> None:
    client = RawClient()
    for _ in range(MediaConfig().offers_per_minute):
        await control.answer(ROOM, A, client.offer())
    with pytest.raises(SdpRefused) as refused:
        await control.answer(ROOM, A, client.offer())
    assert refused.value.code == "sdp-too-often"
    assert control.stats()["connections"] == 1
    client.close()


async def test_threat16_a_dropped_seat_keeps_its_count_of_offers(control: MediaControl) -> None:
    client = RawClient()
    for _ in range(MediaConfig().offers_per_minute):
        await control.answer(ROOM, A, client.offer())
        control.drop(A)
    with pytest.raises(SdpRefused) as refused:
        await control.answer(ROOM, A, client.offer())
    assert refused.value.code == "sdp-too-often"
    client.close()


async def test_a_closed_page_says_goodbye_and_is_silent_at_once(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    a = await join("a")
    await witness.until(lambda seen: seen.alive.get(A, False))
    await a.goodbye()
    await witness.until(lambda seen: not seen.alive[A])
    assert control.stats()["connections"] == 0


async def test_a_sender_that_vanishes_is_missed_within_some_seconds(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    a = await join("a")
    await say(a, 1)
    await witness.until(lambda seen: seen.alive.get(A, False))
    await witness.until(lambda seen: not seen.alive[A])
    await a.check()
    await witness.until(lambda seen: seen.alive[A])
    assert control.stats()["connections_open"] == 1


async def test_threat17_another_certificate_than_the_offers_gets_no_keys(control: MediaControl) -> None:
    client, thief = RawClient(), RawClient()
    client.take(await control.answer(ROOM, A, client.offer()))
    thief.answer, thief.ufrag = client.answer, client.ufrag
    await thief.check()
    await thief.shake()  # OpenSSL's client is satisfied before the server has judged its certificate
    await say(thief, 1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(thief.check(), 1)  # the connection is gone, so its credentials are
    assert control.stats()["dropped_dtls_failed"] == 1
    assert control.stats()["connections_open"] == 0
    client.close()
    thief.close()


async def test_threat17_a_call_survives_strangers_spraying_the_port(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    stranger = RawClient()
    stranger.answer = a.answer
    forged = stranger.signed_check()
    forged.add_message_integrity(b"guessed")
    for round_number in range(1, 60):
        await stranger.send_raw(bytes(forged))
        await stranger.send_raw(b"\x16\xfe\xff" + bytes(60))
        await stranger.send_raw(b"\x90" + bytes(60))
        await say(a, round_number)
        assert (await b.receive_rtp()).endswith(b"sound")
    assert control.stats()["dropped_stun_unsigned"] == 59
    assert control.stats()["dropped_stranger"] == 118
    stranger.close()


async def test_threat17_a_check_in_anothers_name_takes_nothing_from_it(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b", "thief"))
    a, b, thief = await join("a", audio=2), await join("b", audio=2), await join("thief", audio=2)
    for number in range(20):
        await b.send_raw(bytes(thief.signed_check(nominate=number % 2 == 0)))  # a spoofed source looks the same
    await b.send_raw(bytes(thief.signed_check(attributes={"ICE-CONTROLLED": 7})))
    for _ in range(12):  # and as many addresses of its own as push the oldest out of its list
        other = RawClient()
        other.answer, other.ufrag = thief.answer, thief.ufrag
        await other.check()
        other.close()
    await say(b, 1, b"still b")
    assert (await a.receive_rtp()).endswith(b"still b")
    await say(a, 1, b"to b")
    assert (await b.receive_raw())[0] >= 128  # nor was any of the thief's checks answered to b
    assert control.stats()["dropped_stun_taken"] == 21


async def test_threat17_an_address_its_owner_has_left_can_be_had_after_thirty_seconds(
    witness: Witness, make_plane: MakePlane
) -> None:
    leap = [0.0]

    def clock() -> float:
        return time.monotonic() + leap[0]

    control = MediaControl(MediaConfig(host="127.0.0.1"), make_plane(), witness, clock=clock)
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    a, b = RawClient(), RawClient()
    await a.connect(await control.answer(ROOM, A, a.offer()))
    leap[0] = 20.0
    a.socket, b.socket = b.socket, a.socket  # a is in another network, and the NAT has given its old port to b
    await a.check()
    b.take(await control.answer(ROOM, B, b.offer()))
    await b.send_raw(bytes(b.signed_check()))
    await a.check()
    assert control.stats()["dropped_stun_taken"] == 1
    leap[0] = 40.0
    await a.check()
    await b.check()
    await b.shake()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    await say(b, 1, b"from b")
    assert (await a.receive_rtp()).endswith(b"from b")
    await control.close()
    for client in (a, b):
        client.close()


async def test_a_page_reloaded_onto_the_same_port_replaces_the_connection(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    old, b = await join("a"), await join("b")
    new = RawClient()
    new.close()
    new.socket = old.socket
    await new.connect(await control.answer(ROOM, A, new.offer()))
    await say(new, 1, b"new")
    assert (await b.receive_rtp()).endswith(b"new")
    assert control.stats().get("dropped_stun_taken", 0) == 0


async def test_a_new_port_of_the_nat_is_used_from_its_first_check(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    a.close()
    a.socket = RawClient().socket
    await a.check()
    await say(a, 1)
    assert (await b.receive_rtp()).endswith(b"sound")
    await say(b, 1, b"to the new port")
    assert (await a.receive_rtp()).endswith(b"to the new port")


async def test_a_seat_that_moves_is_heard_only_in_its_new_room(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    other = RoomId("other")
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    await control.answer(other, A, a.offer())
    await witness.until(lambda seen: seen.slots[B] == ())
    await say(a, 1)
    assert (await b.check()).message_class


async def test_a_page_reloaded_into_another_room_leaves_the_first(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    await join("a")
    await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    reloaded = RawClient()
    await control.answer(RoomId("other"), A, reloaded.offer())
    await witness.until(lambda seen: seen.slots[B] == ())
    reloaded.close()


async def test_after_thirty_seconds_without_a_check_nothing_is_sent_until_the_next_one(
    witness: Witness, make_plane: MakePlane
) -> None:
    leap = [0.0]

    def clock() -> float:
        return time.monotonic() + leap[0]

    control = MediaControl(MediaConfig(host="127.0.0.1"), make_plane(), witness, clock=clock)
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    a, b = RawClient(), RawClient()
    await a.connect(await control.answer(ROOM, A, a.offer()))
    await b.connect(await control.answer(ROOM, B, b.offer()))
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    leap[0] = 31.0
    await witness.until(lambda seen: not seen.alive[B])
    await a.check()
    await say(a, 1, b"while away")
    await a.check()
    await b.check()
    await say(a, 2, b"back again")
    assert (await b.receive_rtp()).endswith(b"back again")
    assert witness.alive[B]
    await control.close()
    for client in (a, b):
        client.close()


def test_it_runs_on_uvloop_too(make_plane: MakePlane) -> None:
    async def story() -> None:
        control = MediaControl(MediaConfig(host="127.0.0.1"), make_plane(), Witness())
        await control.start()
        control.reroute(ROOM, everyone("a", "b"))
        a, b = RawClient(), RawClient()
        await a.connect(await control.answer(ROOM, A, a.offer()))
        await b.connect(await control.answer(ROOM, B, b.offer()))
        await say(a, 1)
        assert (await b.receive_rtp()).endswith(b"sound")
        await control.close()
        for client in (a, b):
            client.close()

    uvloop.run(story())


async def test_a_taken_port_is_said_at_start(control: MediaControl, witness: Witness, make_plane: MakePlane) -> None:
    second = MediaControl(MediaConfig(host="127.0.0.1", port=control.ports[0]), make_plane(), witness)
    with pytest.raises(OSError, match="in use"):
        await second.start()
    await second.close()


@pytest.mark.parametrize("plane", PLANES)
@settings(max_examples=30)
@given(
    wild=st.lists(
        st.tuples(st.sampled_from([0, 1, 20, 22, 63, 64, 128, 144, 200]), st.binary(max_size=120)), max_size=12
    )
)
def test_threat15_no_datagram_of_any_kind_disturbs_the_control(plane: str, wild: list[tuple[int, bytes]]) -> None:
    """From a proved address while the handshake runs, and inside the valid seal after it."""

    async def story() -> None:
        control = MediaControl(MediaConfig(host="127.0.0.1"), PLANES[plane](), Witness())
        await control.start()
        client = RawClient()
        client.take(await control.answer(ROOM, A, client.offer()))
        await client.check()
        for first, rest in wild:
            if not 20 <= first <= 63:  # damaged DTLS may rightly end a handshake; the next test has those
                await client.send_raw(bytes([first]) + rest)
        await client.shake()
        for number, (first, rest) in enumerate(wild):
            await client.send_raw(bytes([first]) + rest)
            await client.send_rtcp(bytes([0x80 | first & 0x3F, 200 + number % 7, 0, len(rest) // 4, 0, 0, 0, 9]) + rest)
        await client.check()
        assert control.stats().get("dropped_fault", 0) == 0
        await control.close()
        client.close()

    asyncio.run(story())


@pytest.mark.parametrize("plane", PLANES)
@settings(max_examples=30)
@given(wild=st.lists(st.binary(min_size=12, max_size=300), max_size=10))
def test_threat15_damaged_dtls_from_a_proved_address_is_no_fault(plane: str, wild: list[bytes]) -> None:
    async def story() -> None:
        control = MediaControl(MediaConfig(host="127.0.0.1"), PLANES[plane](), Witness())
        await control.start()
        client, other = RawClient(), RawClient()
        client.take(await control.answer(ROOM, A, client.offer()))
        await client.check()
        for datagram in wild:
            await client.send_raw(b"\x16\xfe\xff" + datagram)
        await other.connect(await control.answer(ROOM, B, other.offer()))
        assert control.stats().get("dropped_fault", 0) == 0
        await control.close()
        client.close()
        other.close()

    asyncio.run(story())
