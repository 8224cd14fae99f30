"""The SDP answer, written line by line from what was read of the offer. `docs/protocol.md` describes this text."""

import ipaddress
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from signaling.media.dtls import Fingerprint
from signaling.media.ice import Credentials
from signaling.media.offer import LEVEL_URI, MID_URI, TIME_URI, TRANSPORT_URI, Line, Offer
from signaling.media.plane import Codec
from signaling.media.rtcp import CNAME

HOST_PREFERENCE = 126
TCP_HOST_PREFERENCE = 90
"""Below every UDP one: TCP holds sound back until what was lost has come again."""
PASSIVE_PREFERENCE = 4
"""RFC 6544 §4.2."""
WEB_PORTS = (80, 443)
FIRST_FREE_PORT = 1024
MICROPHONE_PARAMETERS = ("minptime=10", "useinbandfec=1", "usedtx=1")
"""What we ask a microphone to send: repair inside the stream, and next to nothing while its owner is silent."""


class SlotSsrcs(NamedTuple):
    """Ours on a line the client receives on: of the media, and of its repair stream if it has one."""

    media: int
    repair: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and as whom we answer. `candidates` are IP addresses, the most preferred first; `tcp_port` None: no TCP."""

    candidates: tuple[str, ...]
    port: int
    ice: Credentials
    fingerprint: Fingerprint
    session: int
    version: int
    tcp_port: int | None = None


def can_be_tcp(ip: str, port: int) -> bool:
    """Whether browsers take such a TCP candidate.

    Below 1024 libwebrtc refuses the whole answer for one that is not at 80 or 443 of a public address
    (`VerifyCandidate`).
    """
    return port >= FIRST_FREE_PORT or (port in WEB_PORTS and ipaddress.ip_address(ip).is_global)


def new_session() -> int:
    """A session id for the `o=` line (RFC 8866 §5.2)."""
    return secrets.randbits(62)


def write_answer(offer: Offer, endpoint: Endpoint, ssrcs: Mapping[int, SlotSsrcs]) -> str:
    """The answer; `ssrcs` are our own by line index, for each line the client receives on."""
    mids = " ".join(line.mid for line in offer.lines)
    rows = [
        "v=0",
        f"o=- {endpoint.session} {endpoint.version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {mids}",
        "a=msid-semantic: WMS *",
    ]
    positions = {True: 0, False: 0}
    transport = list(_transport(endpoint))
    for line in offer.lines:
        rows += _media(line, endpoint, transport)
        if not line.sends:
            audio = line.codec is Codec.OPUS
            stream = "screen" if line.is_screen else f"position-{positions[audio]}"
            rows += _slot(line, ssrcs[line.index], stream, f"{line.kind}-{positions[audio]}")
            positions[audio] += 1
    return "\r\n".join(rows) + "\r\n"


def _media(line: Line, endpoint: Endpoint, transport: Iterable[str]) -> Iterable[str]:
    payload_types = f"{line.payload_type} {line.repair_payload_type}" if line.repair_payload_type else line.payload_type
    yield f"m={line.kind} {endpoint.port} UDP/TLS/RTP/SAVPF {payload_types}"
    address = endpoint.candidates[0]
    yield f"c=IN IP{6 if ':' in address else 4} {address}"
    yield f"a=mid:{line.mid}"
    yield "a=recvonly" if line.sends else "a=sendonly"
    yield "a=rtcp-mux"
    # In every section, though BUNDLE needs the first only: aiortc believes the last one it reads.
    yield from transport
    yield from _extensions(line)
    yield from _codec(line)


def _transport(endpoint: Endpoint) -> Iterable[str]:
    """Who we are and where, the same for every line."""
    yield f"a=ice-ufrag:{endpoint.ice.ufrag}"
    yield f"a=ice-pwd:{endpoint.ice.password}"
    yield f"a=fingerprint:{endpoint.fingerprint.algorithm} {endpoint.fingerprint.value}"
    yield "a=setup:passive"
    yield from (_candidate(rank, ip, endpoint.port) for rank, ip in enumerate(endpoint.candidates))
    if endpoint.tcp_port is not None:
        fitting = [ip for ip in endpoint.candidates if can_be_tcp(ip, endpoint.tcp_port)]
        yield from (_tcp_candidate(rank, ip, endpoint.tcp_port) for rank, ip in enumerate(fitting))
    yield "a=end-of-candidates"


def _extensions(line: Line) -> Iterable[str]:
    known = (
        (line.mid_extension, MID_URI),
        (line.level_extension, LEVEL_URI),
        (line.transport_extension, TRANSPORT_URI),
        (line.time_extension, TIME_URI),
    )
    return (f"a=extmap:{identifier} {uri}" for identifier, uri in known if identifier)


def _codec(line: Line) -> Iterable[str]:
    name = "opus/48000/2" if line.codec is Codec.OPUS else "VP8/90000"
    yield f"a=rtpmap:{line.payload_type} {name}"
    parameters = line.parameters
    if line.codec is Codec.OPUS and line.sends:
        parameters = ";".join(MICROPHONE_PARAMETERS)
    if parameters:
        yield f"a=fmtp:{line.payload_type} {parameters}"
    yield from (f"a=rtcp-fb:{line.payload_type} {feedback}" for feedback in line.feedback)
    if line.repair_payload_type:
        yield f"a=rtpmap:{line.repair_payload_type} rtx/90000"
        yield f"a=fmtp:{line.repair_payload_type} apt={line.payload_type}"


def _slot(line: Line, ssrcs: SlotSsrcs, stream: str, track: str) -> Iterable[str]:
    """Sound and picture at one position share a stream, so that the browser keeps their lips together."""
    yield f"a=msid:{stream} {track}"
    if line.repair_payload_type:
        yield f"a=ssrc-group:FID {ssrcs.media} {ssrcs.repair}"
    for ssrc in ssrcs if line.repair_payload_type else ssrcs[:1]:
        yield f"a=ssrc:{ssrc} cname:{CNAME}"
        yield f"a=ssrc:{ssrc} msid:{stream} {track}"


def _candidate(rank: int, ip: str, port: int) -> str:
    """A host candidate with the priority formula of RFC 8445 §5.1.2.1; earlier addresses are preferred."""
    priority = (HOST_PREFERENCE << 24) + ((65535 - rank) << 8) + 255
    return f"a=candidate:{rank + 1} 1 udp {priority} {ip} {port} typ host"


def _tcp_candidate(rank: int, ip: str, port: int) -> str:
    """A passive one, where the client connects to us (RFC 6544 §4.5)."""
    priority = (TCP_HOST_PREFERENCE << 24) + (((PASSIVE_PREFERENCE << 13) + 8191 - rank) << 8) + 255
    return f"a=candidate:t{rank + 1} 1 tcp {priority} {ip} {port} typ host tcptype passive"
