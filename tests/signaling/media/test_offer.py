import re
from pathlib import Path

import pytest
from aiortc import sdp
from hypothesis import example, given
from hypothesis import strategies as st

from rooms.ids import Medium
from signaling.media.answer import Endpoint, write_answer
from signaling.media.connection import new_ssrcs
from signaling.media.dtls import Fingerprint
from signaling.media.ice import new_credentials
from signaling.media.offer import OFFER_BYTES, TIME_URI, TRANSPORT_URI, SlotLimits, read_offer
from signaling.media.plane import Codec
from signaling.media.refusals import SdpRefused
from tests.signaling.media.rawclient import RawClient

OFFERS = Path(__file__).parent / "offers"
OFFERED = {path.stem: path.read_bytes().decode() for path in sorted(OFFERS.glob("*.sdp"))}
LISTENER = OFFERED["chromium-listener"]
LIMITS = SlotLimits()


def refusal(text: str, limits: SlotLimits = LIMITS) -> str:
    with pytest.raises(SdpRefused) as refused:
        read_offer(text, limits)
    assert refused.value.message_zh
    assert refused.value.message_en
    return refused.value.code


def answered(text: str) -> str:
    offer = read_offer(text, LIMITS)
    endpoint = Endpoint(("192.0.2.7", "2001:db8::7"), 40000, new_credentials(), Fingerprint("sha-256", "AB:CD"), 5, 1)
    return write_answer(offer, endpoint, new_ssrcs(offer))


@pytest.mark.parametrize("name", OFFERED)
def test_an_offer_of_a_browser_is_read(name: str) -> None:
    offer = read_offer(OFFERED[name], LIMITS)
    assert [line.sends for line in offer.lines][:3] == [True, True, False]
    assert {line.medium for line in offer.lines} == {Medium.MICROPHONE, Medium.CAMERA}
    assert all(line.mid_extension for line in offer.lines)
    assert all(line.level_extension for line in offer.lines if line.codec is Codec.OPUS)
    for line in offer.lines:
        if line.codec is Codec.VP8:
            rate = "transport-cc" if line.sends else "goog-remb"
            assert line.feedback == ("ccm fir", "nack", "nack pli", rate)
        assert bool(line.transport_extension) == line.sends


def test_a_second_picture_that_is_sent_is_a_screen_and_the_last_picture_slot_shows_one() -> None:
    client = RawClient(audio=2, video=2, screen=True)
    media = [line.medium for line in read_offer(client.offer(), LIMITS).lines]
    sound, camera, screen = Medium.MICROPHONE, Medium.CAMERA, Medium.SCREEN
    assert media == [sound, camera, screen, sound, sound, camera, camera, screen]
    streams = re.findall(r"a=msid:(\S+) (\S+)", answered(client.offer()))
    assert streams == [
        ("position-0", "audio-0"),
        ("position-1", "audio-1"),
        ("position-0", "video-0"),
        ("position-1", "video-1"),
        ("screen", "video-2"),
    ]
    client.close()


def test_threat16_the_slot_for_a_screen_is_one_more_and_only_for_who_sends_a_screen() -> None:
    for screen, video, code in ((False, 9, "sdp-too-many-lines"), (True, 9, "sdp-too-many-lines"), (True, 8, "")):
        client = RawClient(audio=8, video=video, screen=screen)
        if code:
            assert refusal(client.offer()) == code
        else:
            assert len(read_offer(client.offer(), LIMITS).lines) == LIMITS.lines
        client.close()
    three = RawClient(screen=True)
    three.sends, three.kinds = 4, ["audio", "video", "video", "video", "audio"]
    assert refusal(three.offer()) == "sdp-too-many-lines"
    three.close()


@pytest.mark.parametrize("name", OFFERED)
def test_the_answer_mirrors_the_offer_line_by_line(name: str) -> None:
    theirs, ours = (sdp.SessionDescription.parse(text) for text in (OFFERED[name], answered(OFFERED[name])))
    assert [media.rtp.muxId for media in ours.media] == [media.rtp.muxId for media in theirs.media]
    assert [media.kind for media in ours.media] == [media.kind for media in theirs.media]
    opposite = {"sendonly": "recvonly", "recvonly": "sendonly"}
    assert [media.direction for media in ours.media] == [opposite[str(media.direction)] for media in theirs.media]
    codecs = (["audio/opus"], ["video/VP8"], ["video/VP8", "video/rtx"])
    assert all([codec.mimeType for codec in media.rtp.codecs] in codecs for media in ours.media)
    assert all(media.ice is not None and media.ice.iceLite for media in ours.media)
    assert all(media.dtls is not None and media.dtls.role == "server" for media in ours.media)
    assert all(bool(media.ssrc) == (media.direction == "sendonly") for media in ours.media)
    for media in ours.media:
        groups = [(group.semantic, group.items) for group in media.ssrc_group]
        assert groups == ([("FID", [each.ssrc for each in media.ssrc])] if len(media.ssrc) > 1 else [])


@pytest.mark.parametrize("name", ["chromium-full", "firefox-esr"])
def test_lost_pictures_are_repaired_in_a_stream_of_their_own_where_the_client_has_one(name: str) -> None:
    offer = read_offer(OFFERED[name], LIMITS)
    answer = sdp.SessionDescription.parse(answered(OFFERED[name]))
    for line, media in zip(offer.lines, answer.media, strict=True):
        is_video = line.codec is Codec.VP8
        assert bool(line.repair_payload_type) == is_video
        assert [codec.payloadType for codec in media.rtp.codecs][1:] == [line.repair_payload_type][:is_video]
        assert all(codec.parameters == {"apt": line.payload_type} for codec in media.rtp.codecs[1:])
        assert len(media.ssrc) == (not line.sends) * (1 + is_video)
        assert bool(line.repair_ssrcs) == (line.sends and is_video)
        assert not set(line.ssrcs) & set(line.repair_ssrcs)


@pytest.mark.parametrize("name", OFFERED)
def test_a_time_is_written_only_where_nothing_is_repeated_as_it_was(name: str) -> None:
    """And the way up is estimated by the client from our feedback, the way down by it for us."""
    offer = read_offer(OFFERED[name], LIMITS)
    answer = sdp.SessionDescription.parse(answered(OFFERED[name]))
    for line, media in zip(offer.lines, answer.media, strict=True):
        uris = {extension.uri for extension in media.rtp.headerExtensions}
        assert (TIME_URI in uris) == bool(line.time_extension)
        assert (TRANSPORT_URI in uris) == line.sends
        if line.codec is Codec.VP8:
            assert bool(line.time_extension) == bool(line.repair_payload_type and not line.sends)
        elif name == "chromium-listener":
            assert not line.time_extension  # its pictures come without one


@pytest.mark.parametrize(
    "change",
    [
        ("a=fmtp:97 apt=96", "a=fmtp:97 apt=100"),
        ("rtx/90000", "rtz/90000"),
        (" 97 ", " "),
        ("a=fmtp:97 apt=96\r\n", ""),
    ],
)
def test_a_repair_stream_that_is_not_whole_is_none(change: tuple[str, str]) -> None:
    offer = read_offer(OFFERED["chromium-full"].replace(*change), LIMITS)
    assert not any(line.repair_payload_type or line.repair_ssrcs for line in offer.lines)
    assert not any(line.time_extension for line in offer.lines)


def test_a_client_that_knows_no_feedback_is_asked_for_none() -> None:
    text = "\r\n".join(row for row in LISTENER.splitlines() if not row.startswith("a=rtcp-fb")) + "\r\n"
    offer = read_offer(text, LIMITS)
    assert not any(line.feedback or line.transport_extension for line in offer.lines)
    assert "rtcp-fb" not in answered(text)


def test_threat35_an_answer_names_no_address_but_the_nodes_own() -> None:
    text = LISTENER.replace(
        "a=ice-ufrag", "a=candidate:1 1 udp 2113937151 203.0.113.9 50000 typ host\r\na=ice-ufrag", 1
    )
    addresses = set(re.findall(r"IP4 (\S+)|candidate:\d+ 1 udp \d+ (\S+)", answered(text)))
    assert {one or other for one, other in addresses} == {"127.0.0.1", "192.0.2.7", "2001:db8::7"}


def test_sound_and_picture_of_a_position_share_a_stream() -> None:
    streams = re.findall(r"a=msid:(\S+) (\S+)", answered(LISTENER))
    assert streams[0] == ("position-0", "audio-0")
    assert ("position-0", "video-0") in streams


def test_the_microphone_is_asked_for_repair_and_silence_suppression() -> None:
    assert "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1" in answered(LISTENER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("a=sendonly", "a=sendrecv"), "sdp-line"),
        (("a=rtcp-mux\r\n", ""), "sdp-line"),
        (("m=audio 9 UDP", "m=text 9 UDP"), "sdp-line"),
        (("VP8/90000", "VP9/90000"), "sdp-no-codec"),
        (("a=mid:1", "a=mid:0"), "sdp-bundle"),
        (("a=group:BUNDLE 0 ", "a=group:BUNDLE "), "sdp-bundle"),
        (("a=mid:1", "a=mid:a mid of far too many letters"), "sdp-mid"),
        (("a=ice-ufrag:", "a=ice-nothing:"), "sdp-ice"),
        (("a=setup:actpass", "a=setup:passive"), "sdp-setup"),
        (("a=setup:actpass", "a=setup:sideways"), "sdp-malformed"),
        (("a=fingerprint:sha-256", "a=fingerprint:md5"), "sdp-fingerprint"),
        (("a=recvonly", "a=sendonly"), "sdp-too-many-lines"),
    ],
)
def test_an_offer_that_breaks_a_rule_is_refused_by_name(change: tuple[str, str], code: str) -> None:
    assert change[0] in LISTENER
    assert refusal(LISTENER.replace(*change)) == code


def test_nothing_at_all_is_refused() -> None:
    assert refusal("") in ("sdp-empty", "sdp-malformed")
    assert refusal("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n") == "sdp-empty"


def test_more_slots_than_the_node_allows_are_refused() -> None:
    assert refusal(LISTENER, SlotLimits(2, 8)) == "sdp-too-many-lines"
    assert refusal(LISTENER, SlotLimits(8, 2)) == "sdp-too-many-lines"


def test_threat16_bombs_are_refused_before_they_are_parsed() -> None:
    candidate = "a=candidate:1 1 udp 1 abcdef.local 9 typ host\r\n"
    assert refusal(LISTENER + candidate * 1000) == "sdp-too-large"
    assert refusal(LISTENER + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 10_000) == "sdp-too-large"
    assert refusal("v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" * 100) == "sdp-too-many-lines"
    assert refusal("a=" + "x" * 5000) == "sdp-too-large"
    assert refusal("界" * OFFER_BYTES) == "sdp-too-large"


lines = LISTENER.splitlines()


@given(st.lists(st.tuples(st.integers(0, len(lines) - 1), st.text(max_size=40)), max_size=6))
@example([(0, "")])
def test_threat15_a_damaged_offer_is_read_or_refused_never_a_fault(damage: list[tuple[int, str]]) -> None:
    damaged = list(lines)
    for at, text in damage:
        damaged[at] = damaged[at][: len(text)] + text
    try:
        read_offer("\r\n".join(damaged) + "\r\n", LIMITS)
    except SdpRefused:
        return


@given(st.text(max_size=300))
def test_threat15_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_offer(text, LIMITS)
    except SdpRefused:
        return
