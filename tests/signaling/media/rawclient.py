"""A client's transport without codecs: offers, checks, shakes hands, seals. What it sends is up to the test."""

import asyncio
import contextlib
import re
import secrets
import socket
import struct
from dataclasses import dataclass

import pylibsrtp
from aioice import stun
from OpenSSL import SSL

from signaling.media import dtls, srtp
from signaling.media.plane import Address, Profile

WAIT_S = 5.0
OPUS, VP8, REPAIR = 111, 96, 97
MID_EXTENSION, LEVEL_EXTENSION, TRANSPORT_EXTENSION = 4, 1, 5


def rtp(sequence: int, timestamp: int, ssrc: int, payload_type: int, payload: bytes, *, mid: str = "") -> bytes:
    """A plain RTP packet, with the MID extension when `mid` is given."""
    block = b""
    if mid:
        body = bytes([MID_EXTENSION << 4 | len(mid) - 1]) + mid.encode()
        body += bytes(-len(body) % 4)
        block = b"\xbe\xde" + struct.pack("!H", len(body) // 4) + body
    head = struct.pack("!BBHLL", 0x90 if block else 0x80, payload_type, sequence & 0xFFFF, timestamp, ssrc)
    return head + block + payload


def vp8_payload(picture: int, *, key: bool = False, start: bool = True, body: bytes = b"\x00" * 20) -> bytes:
    """A VP8 payload with 15-bit picture id and TL0PICIDX; the frame header's low bit is 0 in key frames."""
    descriptor = bytes(
        [0x80 | (0x10 if start else 0), 0xC0, 0x80 | picture >> 8 & 0x7F, picture & 0xFF, picture & 0xFF]
    )
    return descriptor + bytes([0x00 if key else 0x01]) + body


@dataclass(frozen=True)
class Answer:
    """What a client needs of the server's answer."""

    ufrag: str
    password: str
    port: int
    ssrcs: dict[str, int]


def read_answer(text: str) -> Answer:
    """The first section's credentials and port, and our slots' SSRCs by mid."""
    found = {key: re.search(rf"a=ice-{key}:(\S+)", text) for key in ("ufrag", "pwd")}
    assert found["ufrag"]
    assert found["pwd"]
    ssrcs = {}
    for section in text.split("m=")[1:]:
        mid, ssrc = re.search(r"a=mid:(\S+)", section), re.search(r"a=ssrc:(\d+)", section)
        if mid and ssrc:
            ssrcs[mid[1]] = int(ssrc[1])
    port = re.search(r"m=\w+ (\d+)", text)
    assert port
    return Answer(found["ufrag"][1], found["pwd"][1], int(port[1]), ssrcs)


class RawClient:
    """One seat. Lines in the order of docs/protocol.md: microphone, camera, perhaps screen, sound and picture slots."""

    def __init__(
        self,
        *,
        audio: int = 1,
        video: int = 1,
        screen: bool = False,
        profiles: bytes = b":".join(srtp.OPENSSL_NAMES),
        ip: str = "127.0.0.1",
        server: str = "",
    ) -> None:
        self.sends = 2 + screen
        self.kinds = ["audio", *["video"] * (1 + screen), *["audio"] * audio, *["video"] * (video + screen)]
        self.ssrcs = tuple(secrets.randbits(31) + 2 for _ in range(4))
        self.microphone_ssrc, self.camera_ssrc, self.screen_ssrc, self.repair_ssrc = self.ssrcs
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self._certificate = _certificate(profiles)
        self.server = server or ip
        self.socket = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((ip, 0))
        self.answer = Answer("", "", 0, {})
        self.profile = Profile.AEAD_AES_128_GCM
        self._send: pylibsrtp.Session | None = None
        self._receive: pylibsrtp.Session | None = None
        self._receive_key = b""

    def offer(self) -> str:
        """An offer in the shape of Chromium's, VP8 and Opus only."""
        fingerprint = self._certificate.fingerprint.value
        rows = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        rows.append("a=group:BUNDLE " + " ".join(str(index) for index in range(len(self.kinds))))
        for index, kind in enumerate(self.kinds):
            number = OPUS if kind == "audio" else VP8
            rows += [
                f"m={kind} 9 UDP/TLS/RTP/SAVPF {number}",
                "c=IN IP4 0.0.0.0",
                f"a=ice-ufrag:{self.ufrag}",
                f"a=ice-pwd:{self.password}",
                f"a=fingerprint:sha-256 {fingerprint}",
                "a=setup:actpass",
                f"a=mid:{index}",
                f"a=extmap:{MID_EXTENSION} urn:ietf:params:rtp-hdrext:sdes:mid",
                f"a=extmap:{LEVEL_EXTENSION} urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=sendonly" if index < self.sends else "a=recvonly",
                "a=rtcp-mux",
                f"a=rtpmap:{number} " + ("opus/48000/2" if kind == "audio" else "VP8/90000"),
            ]
            if kind == "video":
                rows += [f"a=rtcp-fb:{number} {feedback}" for feedback in ("ccm fir", "nack", "nack pli")]
            if index < self.sends:
                rows.append(f"a=ssrc:{self.ssrcs[index]} cname:raw")
        return "\r\n".join(rows) + "\r\n"

    def take(self, text: str) -> None:
        """Takes in the answer."""
        self.answer = read_answer(text)

    async def check(self, *, nominate: bool = True, attributes: dict[str, object] | None = None) -> stun.Message:
        """One signed ICE check; returns the response to it."""
        request = self.signed_check(nominate=nominate, attributes=attributes)
        await self.send_raw(bytes(request))
        while True:
            datagram = await self.receive_raw()
            if datagram[0] < 4:
                response = stun.parse_message(datagram)
                if response.transaction_id == request.transaction_id:
                    assert response.check_message_integrity(self.answer.password.encode())
                    return response

    def signed_check(self, *, nominate: bool = True, attributes: dict[str, object] | None = None) -> stun.Message:
        """A check as a browser's, not yet sent."""
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.answer.ufrag}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes.update(attributes or {"ICE-CONTROLLING": 7})
        if nominate:
            request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity(self.answer.password.encode())
        return request

    async def connect(self, text: str) -> None:
        """Answer, check, DTLS handshake, keys."""
        self.take(text)
        await self.check()
        await self.shake()

    async def shake(self) -> None:
        """The DTLS handshake as its client."""
        connection = SSL.Connection(self._certificate.context, None)
        connection.set_ciphertext_mtu(1200)
        connection.set_connect_state()
        while True:
            try:
                connection.do_handshake()
            except SSL.WantReadError:
                await self._flush(connection)
                datagram = await self.receive_raw()
                if 20 <= datagram[0] <= 63:
                    connection.bio_write(datagram)
            else:
                break
        await self._flush(connection)
        self.profile = srtp.OPENSSL_NAMES[connection.get_selected_srtp_profile()]
        material = connection.export_keying_material(dtls.EXPORTER_LABEL, srtp.material_bytes(self.profile))
        ours = srtp.split_material(self.profile, material)
        self.use_keys(ours.profile, send=ours.receive, receive=ours.send)
        self._connection = connection

    async def goodbye(self) -> None:
        """The DTLS close_notify of a closed RTCPeerConnection."""
        self._connection.shutdown()
        await self._flush(self._connection)

    def use_keys(self, profile: Profile, *, send: bytes, receive: bytes) -> None:
        """SRTP keys, when they do not come from DTLS."""
        self._send, self._receive = srtp.sending(profile, send), srtp.receiving(profile, receive)
        self.profile, self._receive_key = profile, receive

    def forget_replays(self) -> None:
        """Opens packets again that it has opened already."""
        self._receive = srtp.receiving(self.profile, self._receive_key)

    def seal(self, packet: bytes) -> bytes:
        """The SRTP of a packet."""
        assert self._send is not None
        return self._send.protect(packet)

    async def send(self, packet: bytes) -> None:
        """Seals and sends an RTP packet."""
        await self.send_raw(self.seal(packet))

    async def send_rtcp(self, compound: bytes) -> None:
        """Seals and sends an RTCP compound."""
        assert self._send is not None
        await self.send_raw(self._send.protect_rtcp(compound))

    async def receive(self) -> bytes:
        """The next packet, opened; RTP or RTCP."""
        while True:
            datagram = await self.receive_raw()
            if datagram[0] >= 128:
                return self.open(datagram)

    def open(self, datagram: bytes) -> bytes:
        """The packet inside SRTP or SRTCP. Raises pylibsrtp.Error."""
        assert self._receive is not None
        is_rtcp = 192 <= datagram[1] <= 223
        return self._receive.unprotect_rtcp(datagram) if is_rtcp else self._receive.unprotect(datagram)

    async def receive_rtp(self) -> bytes:
        """The next RTP packet, opened."""
        return await self._matching(is_rtcp=False)

    async def receive_sealed(self) -> bytes:
        """The next RTP packet as it came."""
        while True:
            datagram = await self.receive_raw()
            if datagram[0] >= 128 and not 192 <= datagram[1] <= 223:
                return datagram

    async def receive_rtcp(self) -> bytes:
        """The next RTCP compound, opened."""
        return await self._matching(is_rtcp=True)

    async def _matching(self, *, is_rtcp: bool) -> bytes:
        while True:
            packet = await self.receive()
            if (192 <= packet[1] <= 223) is is_rtcp:
                return packet

    async def send_raw(self, datagram: bytes) -> None:
        """Sends a datagram as it is."""
        self.socket.sendto(datagram, (self.server, self.answer.port))

    async def receive_raw(self) -> bytes:
        """The next datagram as it is. Raises TimeoutError."""
        loop, readable = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.socket, readable.set)  # uvloop has no sock_recvfrom for datagrams
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    try:
                        return self.socket.recv(2048)
                    except BlockingIOError:
                        readable.clear()
                        await readable.wait()
        finally:
            loop.remove_reader(self.socket)

    def forget_arrived(self) -> None:
        """Throws away what has come so far."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self.socket.recv(2048)

    @property
    def address(self) -> Address:
        """Where it sends from."""
        return Address(*self.socket.getsockname()[:2])

    def close(self) -> None:
        """Closes the socket, saying nothing."""
        self.socket.close()

    async def _flush(self, connection: SSL.Connection) -> None:
        written = b""
        while True:
            try:
                written += connection.bio_read(65536)
            except SSL.WantReadError:
                break
        for datagram in dtls.datagrams(written):
            await self.send_raw(datagram)


def _certificate(profiles: bytes) -> dtls.NodeCertificate:
    certificate = dtls.NodeCertificate(SSL.DTLS_CLIENT_METHOD)
    certificate.context.set_tlsext_use_srtp(profiles)
    return certificate


def key_for(profile: Profile) -> bytes:
    """A random SRTP master key + salt."""
    return secrets.token_bytes(28 if profile is Profile.AEAD_AES_128_GCM else 30)
