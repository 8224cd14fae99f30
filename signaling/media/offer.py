"""A client's SDP offer, read within limits into the few facts we need.

Candidates are not among them: we learn a client's address from its signed checks, so nobody's address ever passes
through here to anybody else.
"""

from dataclasses import dataclass, replace
from operator import methodcaller

from aiortc import RTCRtpCodecParameters, sdp

from rooms.ids import Medium
from signaling.media.dtls import DIGESTS, Fingerprint
from signaling.media.ice import Credentials
from signaling.media.plane import Codec
from signaling.media.refusals import SdpRefused
from signaling.media.rtp import LARGEST_ONE_BYTE_ID, LARGEST_ONE_BYTE_VALUE_BYTES
from signaling.media.thinning import thinned

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
TRANSPORT_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_FEEDBACK, BEARING_FEEDBACK = "transport-cc", "goog-remb"
FEEDBACK = {
    (True, Codec.OPUS): (TRANSPORT_FEEDBACK,),
    (True, Codec.VP8): ("ccm fir", "nack", "nack pli", TRANSPORT_FEEDBACK),
    (False, Codec.OPUS): (),
    (False, Codec.VP8): ("ccm fir", "nack", "nack pli", BEARING_FEEDBACK),
}
"""The RTCP feedback we implement on a line, by whether the client sends on it and what. Its way up the client estimates
from our transport-wide feedback; its way down it estimates for us (REMB), which it does only without the former there.
"""
OFFER_BYTES = 96 * 1024
"""Twenty m-lines with every codec of Chromium are 59 kB."""
LINE_BYTES = 2048
CANDIDATES = 128
PAYLOAD_TYPES_PER_LINE = 64
SSRCS_PER_LINE = 8

_CODECS = {
    "audio": (Codec.OPUS, "audio/opus", 48_000),
    "video": (Codec.VP8, "video/vp8", 90_000),
}
REPAIR_MIME = "video/rtx"
_NAMES = frozenset({"opus", "vp8", "rtx"})
_URIS = frozenset({MID_URI, LEVEL_URI, TRANSPORT_URI, TIME_URI})
_MEDIA = {Codec.OPUS: Medium.MICROPHONE, Codec.VP8: Medium.CAMERA}
PICTURES_SENT = 2
"""A camera and a screen."""


@dataclass(frozen=True, slots=True)
class SlotLimits:
    """How many receive-only lines of each kind one client may offer, beside the one for a screen."""

    audio: int = 8
    video: int = 8

    @property
    def lines(self) -> int:
        """All lines that one client may offer."""
        return 1 + PICTURES_SENT + self.audio + self.video + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One m-line, as we go into it. Ids and payload types are 0 when not offered; `parameters` is the fmtp text.

    `repair_ssrcs` are those of the client's repair stream (RFC 4588); `ssrcs` are the others.
    """

    index: int
    mid: str
    sends: bool
    codec: Codec
    payload_type: int
    parameters: str
    feedback: tuple[str, ...]
    mid_extension: int
    level_extension: int
    ssrcs: tuple[int, ...]
    repair_payload_type: int
    repair_ssrcs: tuple[int, ...]
    transport_extension: int
    time_extension: int
    is_screen: bool = False

    @property
    def kind(self) -> str:
        """`audio` or `video`."""
        return "audio" if self.codec is Codec.OPUS else "video"

    @property
    def medium(self) -> Medium:
        """What of a seat travels on such a line."""
        return Medium.SCREEN if self.is_screen else _MEDIA[self.codec]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an offer says. Two offers of one connection differ at most in `ice`."""

    ice: Credentials
    fingerprints: tuple[Fingerprint, ...]
    lines: tuple[Line, ...]

    @property
    def shape(self) -> tuple[Line, ...]:
        """What an ICE restart may not change."""
        return tuple(replace(line, parameters="", feedback=(), ssrcs=(), repair_ssrcs=()) for line in self.lines)


def read_offer(text: str, limits: SlotLimits) -> Offer:
    """Reads and checks an offer. Raises SdpRefused, whatever the text is."""
    rows = text.splitlines()
    _check_size(text, rows, limits)
    try:
        described = sdp.SessionDescription.parse("\r\n".join(thinned(rows, _NAMES, _URIS)))
    except Exception as fault:  # the library asserts, indexes and unpacks what strangers wrote
        raise SdpRefused("sdp-malformed", "无法识别的媒体描述(SDP)。", "The SDP offer cannot be read.") from fault
    if not described.media:
        raise SdpRefused("sdp-empty", "媒体描述中没有任何媒体行。", "The SDP offer has no m-lines.")
    lines = _timed_alike(tuple(_line(index, media) for index, media in enumerate(described.media)))
    _check_lines(lines, described, limits)
    lines = _screens_told_apart(lines)
    return Offer(_credentials(described.media[0]), _fingerprints(described.media[0]), lines)


def _check_size(text: str, rows: list[str], limits: SlotLimits) -> None:
    """Bounds everything the parser would loop over, before it runs."""
    m_lines = sum(map(methodcaller("startswith", "m="), rows))
    candidates = sum(map(methodcaller("startswith", "a=candidate:"), rows))
    longest = max(map(len, rows), default=0)
    if len(text.encode(errors="replace")) > OFFER_BYTES or longest > LINE_BYTES or candidates > CANDIDATES:
        raise SdpRefused("sdp-too-large", "媒体描述过大。", "The SDP offer is too large.")
    if m_lines > limits.lines:
        raise SdpRefused("sdp-too-many-lines", "媒体描述中的媒体行过多。", "The SDP offer has too many m-lines.")


def _line(index: int, media: sdp.MediaDescription) -> Line:
    if media.kind not in _CODECS or media.direction not in ("sendonly", "recvonly") or not media.rtcp_mux:
        raise SdpRefused(
            "sdp-line",
            f"第 {index} 个媒体行须为音频或视频,方向为 sendonly 或 recvonly,并带 rtcp-mux。",
            f"m-line {index} must be audio or video, sendonly or recvonly, with rtcp-mux.",
        )
    codec, payload_type, entry = _codec(index, media)
    sends = media.direction == "sendonly"
    mid = media.rtp.muxId or ""
    if not (0 < len(mid) <= LARGEST_ONE_BYTE_VALUE_BYTES and mid.isascii() and mid.isalnum()):
        raise SdpRefused(
            "sdp-mid",
            f"第 {index} 个媒体行的 mid 须为 1 至 16 个字母或数字。",
            f"The mid of m-line {index} must be 1 to 16 letters or digits.",
        )
    feedback = _feedback(entry, FEEDBACK[sends, codec])
    repair_payload_type = _repair_payload_type(media, payload_type) if codec is Codec.VP8 else 0
    repair_ssrcs = {group.items[1] for group in media.ssrc_group if group.semantic == "FID" and len(group.items) == 2}
    extensions = _extensions(media)
    # A time is written anew into every packet, so a line that repeats packets as they were cannot have one.
    is_timed = codec is Codec.OPUS or (repair_payload_type and BEARING_FEEDBACK in feedback)
    ssrcs = [source.ssrc for source in media.ssrc[:SSRCS_PER_LINE] if 0 < source.ssrc < 1 << 32]
    return Line(
        index=index,
        mid=mid,
        sends=sends,
        codec=codec,
        payload_type=payload_type,
        parameters=";".join(name if value is None else f"{name}={value}" for name, value in entry.parameters.items()),
        feedback=feedback,
        mid_extension=extensions.get(MID_URI, 0),
        level_extension=extensions.get(LEVEL_URI, 0) if codec is Codec.OPUS else 0,
        ssrcs=tuple(ssrc for ssrc in ssrcs if ssrc not in repair_ssrcs),
        repair_payload_type=repair_payload_type,
        repair_ssrcs=tuple(ssrc for ssrc in ssrcs if ssrc in repair_ssrcs) if repair_payload_type else (),
        transport_extension=extensions.get(TRANSPORT_URI, 0) if TRANSPORT_FEEDBACK in feedback else 0,
        time_extension=extensions.get(TIME_URI, 0) if is_timed and not sends else 0,
    )


def _timed_alike(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """No time in the sound when pictures come without: a client's estimate rests on the one kind or on the other."""
    if all(line.time_extension for line in lines if not line.sends and line.codec is Codec.VP8):
        return lines
    return tuple(replace(line, time_extension=0) if line.time_extension else line for line in lines)


def _screens_told_apart(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The second picture a client sends is its screen. Who sends one takes one, in the last of its picture slots."""
    sent = [line.index for line in lines if line.sends and line.codec is Codec.VP8]
    if len(sent) < PICTURES_SENT:
        return lines
    slots = [line.index for line in lines if not line.sends and line.codec is Codec.VP8]
    screens = {sent[1], *slots[-1:]}
    return tuple(replace(line, is_screen=True) if line.index in screens else line for line in lines)


def _extensions(media: sdp.MediaDescription) -> dict[str, int]:
    """Ids of header extensions by URI, those that fit a one-byte header."""
    offered = media.rtp.headerExtensions
    return {extension.uri: extension.id for extension in offered if 0 < extension.id <= LARGEST_ONE_BYTE_ID}


def _codec(index: int, media: sdp.MediaDescription) -> tuple[Codec, int, RTCRtpCodecParameters]:
    """The line's Opus or VP8, and its payload type."""
    codec, mime, clock_hz = _CODECS[media.kind]
    if len(media.fmt) <= PAYLOAD_TYPES_PER_LINE:
        for entry in media.rtp.codecs:
            number = _number(entry, media)
            if entry.mimeType.lower() == mime and entry.clockRate == clock_hz and number is not None:
                return codec, number, entry
    raise SdpRefused(
        "sdp-no-codec",
        f"第 {index} 个媒体行不含 Opus 或 VP8。",
        f"m-line {index} offers neither Opus nor VP8.",
    )


def _number(entry: RTCRtpCodecParameters, media: sdp.MediaDescription) -> int | None:
    """The payload type of a codec, if it is one that the m-line names."""
    number = entry.payloadType
    return number if number in media.fmt and number is not None and 0 <= number < 1 << 7 else None


def _repair_payload_type(media: sdp.MediaDescription, repaired: int) -> int:
    """That of the repair stream of a payload type (`apt`), or 0."""
    numbers = (
        _number(entry, media)
        for entry in media.rtp.codecs
        if entry.mimeType.lower() == REPAIR_MIME and entry.parameters.get("apt") == repaired
    )
    return next((number for number in numbers if number not in (None, repaired)), None) or 0


def _feedback(entry: RTCRtpCodecParameters, known: tuple[str, ...]) -> tuple[str, ...]:
    """What of the feedback we know a codec is offered with."""
    offered = {f"{each.type} {each.parameter}" if each.parameter else each.type for each in entry.rtcpFeedback}
    return tuple(feedback for feedback in known if feedback in offered)


def _check_lines(lines: tuple[Line, ...], described: sdp.SessionDescription, limits: SlotLimits) -> None:
    counts = {(sends, codec): 0 for sends in (True, False) for codec in Codec}
    for line in lines:
        counts[line.sends, line.codec] += 1
    knows_screens = counts[True, Codec.VP8] == PICTURES_SENT
    allowed = {
        (True, Codec.OPUS): 1,
        (True, Codec.VP8): PICTURES_SENT,
        (False, Codec.OPUS): limits.audio,
        (False, Codec.VP8): limits.video + knows_screens,
    }
    if any(counts[key] > allowed[key] for key in counts):
        raise SdpRefused("sdp-too-many-lines", "媒体描述中的媒体行过多。", "The SDP offer has too many m-lines.")
    mids = [line.mid for line in lines]
    bundles = [list(map(str, group.items)) for group in described.group if group.semantic == "BUNDLE"]
    if len(set(mids)) != len(mids) or bundles != [mids]:
        raise SdpRefused(
            "sdp-bundle",
            "所有媒体行须有不同的 mid,并按顺序同属一个 BUNDLE。",
            "All m-lines must have distinct mids and belong, in order, to one BUNDLE group.",
        )


def _credentials(media: sdp.MediaDescription) -> Credentials:
    ufrag = (media.ice.usernameFragment if media.ice is not None else None) or ""
    password = (media.ice.password if media.ice is not None else None) or ""
    if not (4 <= len(ufrag) <= 256 and 22 <= len(password) <= 256):
        raise SdpRefused("sdp-ice", "媒体描述缺少 ICE 凭据。", "The SDP offer lacks ICE credentials.")
    return Credentials(ufrag, password)


def _fingerprints(media: sdp.MediaDescription) -> tuple[Fingerprint, ...]:
    if media.dtls is None or media.dtls.role not in ("auto", "client"):
        raise SdpRefused(
            "sdp-setup", "媒体描述须为 setup:actpass 或 active。", "The offer must be setup:actpass or active."
        )
    known = tuple(
        Fingerprint(entry.algorithm.lower(), entry.value.upper())
        for entry in media.dtls.fingerprints
        if entry.algorithm.lower() in DIGESTS
    )
    if not known:
        raise SdpRefused(
            "sdp-fingerprint",
            "媒体描述缺少 SHA-256、SHA-384 或 SHA-512 证书指纹。",
            "The SDP offer lacks a SHA-256, SHA-384 or SHA-512 certificate fingerprint.",
        )
    return known
