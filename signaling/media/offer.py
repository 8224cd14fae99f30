"""A client's SDP offer, read within limits into the few facts we need.

Candidates are not among them: we learn a client's address from its signed checks, so nobody's address ever passes
through here to anybody else.
"""

from dataclasses import dataclass

from aiortc import sdp

from rooms.ids import Medium
from signaling.media.dtls import DIGESTS, Fingerprint
from signaling.media.ice import Credentials
from signaling.media.plane import Codec
from signaling.media.refusals import SdpRefused
from signaling.media.rtp import LARGEST_ONE_BYTE_ID, LARGEST_ONE_BYTE_VALUE_BYTES

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
FEEDBACK = (("ccm", "fir"), ("nack", None), ("nack", "pli"))
"""The RTCP feedback we implement, as (type, parameter)."""
OFFER_BYTES = 96 * 1024
"""Eighteen m-lines with every codec of Chromium are 53 kB."""
LINE_BYTES = 2048
CANDIDATES = 128
PAYLOAD_TYPES_PER_LINE = 64
SSRCS_PER_LINE = 8

_CODECS = {
    "audio": (Codec.OPUS, "audio/opus", 48_000),
    "video": (Codec.VP8, "video/vp8", 90_000),
}
_MEDIA = {Codec.OPUS: Medium.MICROPHONE, Codec.VP8: Medium.CAMERA}


@dataclass(frozen=True, slots=True)
class SlotLimits:
    """How many receive-only lines of each kind one client may offer."""

    audio: int = 8
    video: int = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One m-line. Extension ids are 0 when not offered; `parameters` is the fmtp text, perhaps empty."""

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

    @property
    def kind(self) -> str:
        """`audio` or `video`."""
        return "audio" if self.codec is Codec.OPUS else "video"

    @property
    def medium(self) -> Medium:
        """What of a seat travels on such a line."""
        return _MEDIA[self.codec]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an offer says. Two offers of one connection differ at most in `ice`."""

    ice: Credentials
    fingerprints: tuple[Fingerprint, ...]
    lines: tuple[Line, ...]

    @property
    def shape(self) -> tuple[tuple[str, bool, Codec, int, int, int], ...]:
        """What an ICE restart may not change."""
        return tuple(
            (line.mid, line.sends, line.codec, line.payload_type, line.mid_extension, line.level_extension)
            for line in self.lines
        )


def read_offer(text: str, limits: SlotLimits) -> Offer:
    """Reads and checks an offer. Raises SdpRefused, whatever the text is."""
    _check_size(text, limits)
    try:
        described = sdp.SessionDescription.parse(text)
    except Exception as fault:  # the library asserts, indexes and unpacks what strangers wrote
        raise SdpRefused("sdp-malformed", "无法识别的媒体描述(SDP)。", "The SDP offer cannot be read.") from fault
    if not described.media:
        raise SdpRefused("sdp-empty", "媒体描述中没有任何媒体行。", "The SDP offer has no m-lines.")
    lines = tuple(_line(index, media) for index, media in enumerate(described.media))
    _check_lines(lines, described, limits)
    return Offer(_credentials(described.media[0]), _fingerprints(described.media[0]), lines)


def _check_size(text: str, limits: SlotLimits) -> None:
    """Bounds everything the parser would loop over, before it runs."""
    rows = text.splitlines()
    m_lines = sum(row.startswith("m=") for row in rows)
    candidates = sum(row.startswith("a=candidate:") for row in rows)
    longest = max((len(row) for row in rows), default=0)
    if len(text.encode(errors="replace")) > OFFER_BYTES or longest > LINE_BYTES or candidates > CANDIDATES:
        raise SdpRefused("sdp-too-large", "媒体描述过大。", "The SDP offer is too large.")
    if m_lines > 2 + limits.audio + limits.video:
        raise SdpRefused("sdp-too-many-lines", "媒体描述中的媒体行过多。", "The SDP offer has too many m-lines.")


def _line(index: int, media: sdp.MediaDescription) -> Line:
    if media.kind not in _CODECS or media.direction not in ("sendonly", "recvonly") or not media.rtcp_mux:
        raise SdpRefused(
            "sdp-line",
            f"第 {index} 个媒体行须为音频或视频,方向为 sendonly 或 recvonly,并带 rtcp-mux。",
            f"m-line {index} must be audio or video, sendonly or recvonly, with rtcp-mux.",
        )
    codec, payload_type, parameters, feedback = _codec(index, media)
    extensions = {extension.uri: extension.id for extension in media.rtp.headerExtensions}
    mid = media.rtp.muxId or ""
    if not (0 < len(mid) <= LARGEST_ONE_BYTE_VALUE_BYTES and mid.isascii() and mid.isalnum()):
        raise SdpRefused(
            "sdp-mid",
            f"第 {index} 个媒体行的 mid 须为 1 至 16 个字母或数字。",
            f"The mid of m-line {index} must be 1 to 16 letters or digits.",
        )
    return Line(
        index=index,
        mid=mid,
        sends=media.direction == "sendonly",
        codec=codec,
        payload_type=payload_type,
        parameters=";".join(name if value is None else f"{name}={value}" for name, value in parameters.items()),
        feedback=feedback,
        mid_extension=_extension(extensions.get(MID_URI)),
        level_extension=_extension(extensions.get(LEVEL_URI)) if codec is Codec.OPUS else 0,
        ssrcs=tuple(source.ssrc for source in media.ssrc[:SSRCS_PER_LINE] if 0 < source.ssrc < 1 << 32),
    )


def _extension(offered: int | None) -> int:
    return offered if offered is not None and 0 < offered <= LARGEST_ONE_BYTE_ID else 0


def _codec(index: int, media: sdp.MediaDescription) -> tuple[Codec, int, dict[str, int | str | None], tuple[str, ...]]:
    """The line's Opus or VP8: payload type, parameters, and what of our feedback it offers."""
    codec, mime, clock_hz = _CODECS[media.kind]
    if len(media.fmt) <= PAYLOAD_TYPES_PER_LINE:
        for entry in media.rtp.codecs:
            number = entry.payloadType
            fits = entry.mimeType.lower() == mime and entry.clockRate == clock_hz
            if fits and number in media.fmt and number is not None and 0 <= number < 1 << 7:
                offered = {(feedback.type, feedback.parameter) for feedback in entry.rtcpFeedback}
                kept = tuple(
                    kind if parameter is None else f"{kind} {parameter}"
                    for kind, parameter in FEEDBACK
                    if (kind, parameter) in offered
                )
                return codec, number, entry.parameters, kept
    raise SdpRefused(
        "sdp-no-codec",
        f"第 {index} 个媒体行不含 Opus 或 VP8。",
        f"m-line {index} offers neither Opus nor VP8.",
    )


def _check_lines(lines: tuple[Line, ...], described: sdp.SessionDescription, limits: SlotLimits) -> None:
    counts = {(sends, codec): 0 for sends in (True, False) for codec in Codec}
    for line in lines:
        counts[line.sends, line.codec] += 1
    allowed = {
        (True, Codec.OPUS): 1,
        (True, Codec.VP8): 1,
        (False, Codec.OPUS): limits.audio,
        (False, Codec.VP8): limits.video,
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
