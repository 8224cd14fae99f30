"""Clients that join for real (offer, ICE check, DTLS handshake) and are then played by the generator in C."""

import asyncio
import ctypes
import re
import socket
from collections.abc import Sequence

from bench.relay.generator import KEY_ROOM, Plan
from signaling.media.plane import Profile
from tests.signaling.media.rawclient import OPUS, VP8, RawClient

SEATS_PER_ROOM = 4
OTHERS = SEATS_PER_ROOM - 1
REPAIR = 97
PROFILES = {"gcm": b"SRTP_AEAD_AES_128_GCM", "cm": b"SRTP_AES128_CM_SHA1_80"}
"""By OpenSSL's names: what browsers of today choose, and what they all had before."""
ALL = b":".join(PROFILES.values())
MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
EXTENSIONS = {1: LEVEL_URI, 2: TIME_URI, 3: TRANSPORT_URI, 4: MID_URI}
"""Numbered as Chromium does."""
SOUND_ROWS = (
    f"a=rtpmap:{OPUS} opus/48000/2",
    f"a=rtcp-fb:{OPUS} transport-cc",
    f"a=fmtp:{OPUS} minptime=10;useinbandfec=1",
)
PICTURE_ROWS = (
    f"a=rtpmap:{VP8} VP8/90000",
    *(f"a=rtcp-fb:{VP8} {kind}" for kind in ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")),
    f"a=rtpmap:{REPAIR} rtx/90000",
    f"a=fmtp:{REPAIR} apt={VP8}",
)
CONSENT_SECONDS = 5.0
BUFFER_BYTES = 8 << 20
_FORCED_RECEIVE_BUFFER = 33
"""SO_RCVBUFFORCE of Linux: as large as root asks; without root the system's limit holds."""


class Client(RawClient):
    """One peer connection as Chromium offers it: it sends or not, and receives so many others. All are at `ip`."""

    def __init__(
        self, *, sends: bool = True, receives: int = OTHERS, ip: str = "127.0.0.1", profiles: bytes = ALL
    ) -> None:
        super().__init__(audio=receives, video=receives, profiles=profiles)
        self.ip = ip
        self.directions = ["sendonly"] * 2 * sends + ["recvonly"] * 2 * receives
        self.kinds = self.kinds if sends else self.kinds[2:]
        self.extensions: dict[str, int] = {}
        self.repairs = False
        self.keys = (b"", b"")
        self.socket.close()
        self.socket = wide_socket(ip)

    def offer(self) -> str:
        """Sound and pictures, with every extension and feedback that Chromium has for them."""
        mids = " ".join(str(mid) for mid in range(len(self.kinds)))
        rows = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
        for mid in range(len(self.kinds)):
            rows += self.section(mid, "actpass")
        return "\r\n".join(rows) + "\r\n"

    def section(self, mid: int, setup: str) -> list[str]:
        """One m-line of ours."""
        kind, sends = self.kinds[mid], self.directions[mid] == "sendonly"
        is_sound = kind == "audio"
        types = f"{OPUS}" if is_sound else f"{VP8} {REPAIR}"
        rows = [f"m={kind} 9 UDP/TLS/RTP/SAVPF {types}", "c=IN IP4 0.0.0.0"]
        rows += [f"a=ice-ufrag:{self.ufrag}", f"a=ice-pwd:{self.password}"]
        rows += [f"a=fingerprint:sha-256 {self._certificate.fingerprint.value}", f"a=setup:{setup}", f"a=mid:{mid}"]
        rows += [f"a=extmap:{id_} {uri}" for id_, uri in EXTENSIONS.items() if is_sound or uri != LEVEL_URI]
        rows += [f"a={self.directions[mid]}", "a=rtcp-mux", *(SOUND_ROWS if is_sound else PICTURE_ROWS)]
        if sends:
            ssrc = self.microphone_ssrc if is_sound else self.camera_ssrc
            repair = [] if is_sound else [f"a=ssrc-group:FID {ssrc} {ssrc ^ 1}"]
            rows += [*repair, f"a=ssrc:{ssrc} cname:bench"] + ([f"a=ssrc:{ssrc ^ 1} cname:bench"] if repair else [])
        return rows

    def take(self, text: str) -> None:
        """Takes in the answer; like a browser we use only the extensions that it names."""
        super().take(text)
        self.extensions = {uri: int(id_) for id_, uri in re.findall(r"a=extmap:(\d+)\S* (\S+)", text)}
        self.repairs = f"a=rtpmap:{REPAIR} rtx" in text

    def use_keys(self, profile: Profile, *, send: bytes, receive: bytes) -> None:
        """Keeps the keys, for C."""
        super().use_keys(profile, send=send, receive=receive)
        self.keys = (send, receive)

    def plan(self) -> Plan:
        """What C has to know. From now on the socket hears the server's address only."""
        self.socket.connect((self.ip, self.answer.port))
        sends = "sendonly" in self.directions
        return Plan(
            fd=self.socket.fileno(),
            profile=self.profile,
            send_key=_padded(self.keys[0]),
            receive_key=_padded(self.keys[1]),
            audio_ssrc=self.microphone_ssrc if sends else 0,
            video_ssrc=self.camera_ssrc if sends else 0,
            audio_type=OPUS,
            video_type=VP8,
            repair_type=REPAIR if self.repairs else 0,
            audio_mid=b"0",
            video_mid=b"1",
            mid_id=self.extensions.get(MID_URI, 0),
            level_id=self.extensions.get(LEVEL_URI, 0),
            transport_id=self.extensions.get(TRANSPORT_URI, 0),
            time_id=self.extensions.get(TIME_URI, 0),
        )


async def consenting(clients: Sequence[Client]) -> None:
    """Lets each say that it is still there, as often as browsers do (RFC 7675), until cancelled."""
    while True:
        for client in clients:
            client.socket.send(bytes(client.signed_check()))
            await asyncio.sleep(CONSENT_SECONDS / len(clients))


def wide_socket(ip: str) -> socket.socket:
    """A UDP socket that holds what comes while the generator is elsewhere."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    try:
        sock.setsockopt(socket.SOL_SOCKET, _FORCED_RECEIVE_BUFFER, BUFFER_BYTES)
    except PermissionError:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    sock.bind((ip, 0))
    return sock


def _padded(key: bytes) -> ctypes.Array[ctypes.c_uint8]:
    return (ctypes.c_uint8 * KEY_ROOM)(*key)
