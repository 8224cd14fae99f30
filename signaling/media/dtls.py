"""DTLS-SRTP (RFC 5763, RFC 5764), server side, over memory buffers: datagrams in, datagrams out, keys at the end."""

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from signaling.media import srtp

EXPORTER_LABEL = b"EXTRACTOR-dtls_srtp"
DATAGRAM_BYTES = 1200
RECORD_HEADER_BYTES = 13
CIPHERS = b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA"
CERTIFICATE_DAYS = 365
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha-256": hashes.SHA256(),
    "sha-384": hashes.SHA384(),
    "sha-512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`algorithm` as in SDP (lower case), `value` as hex pairs with colons in upper case (RFC 8122 §5)."""

    algorithm: str
    value: str


def fingerprint(certificate: x509.Certificate, algorithm: str) -> Fingerprint:
    """The digest of a certificate. Raises KeyError for an algorithm that is not in DIGESTS."""
    digest = certificate.fingerprint(DIGESTS[algorithm])
    return Fingerprint(algorithm, digest.hex(":").upper())


class NodeCertificate:
    """The one key and certificate of a node, made at start; its SDP fingerprint is all that vouches for it."""

    def __init__(self, method: int = SSL.DTLS_SERVER_METHOD) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(16))])
        now = dt.datetime.now(tz=dt.UTC)
        builder = x509.CertificateBuilder(
            issuer_name=name,
            subject_name=name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - dt.timedelta(days=1),
            not_valid_after=now + dt.timedelta(days=CERTIFICATE_DAYS),
        )
        certificate = builder.sign(key, hashes.SHA256())
        self.fingerprint = fingerprint(certificate, "sha-256")
        self.context = SSL.Context(method)
        self.context.set_options(SSL.OP_NO_TICKET)
        # After its handshake an association is silent until the goodbye: 22 KB less for each.
        self.context.set_mode(SSL.MODE_RELEASE_BUFFERS)
        # Any certificate is let in here: who the client is, is decided by the fingerprint in its signalled SDP.
        self.context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        self.context.use_certificate(certificate)
        self.context.use_privatekey(key)
        self.context.set_cipher_list(CIPHERS)
        self.context.set_tlsext_use_srtp(b":".join(srtp.OPENSSL_NAMES))


class DtlsState(Enum):
    """Where a handshake stands. CLOSED: the client said goodbye. FAILED: wrong certificate, no common profile."""

    SHAKING = "shaking"
    OPEN = "open"
    CLOSED = "closed"
    FAILED = "failed"


class Dtls:
    """One client's DTLS association. `keys` is set once `state` is OPEN."""

    def __init__(self, certificate: NodeCertificate, expected: tuple[Fingerprint, ...]) -> None:
        self._expected = expected
        self._connection = SSL.Connection(certificate.context, None)
        self._connection.set_ciphertext_mtu(DATAGRAM_BYTES)
        self._connection.set_accept_state()
        self.state = DtlsState.SHAKING
        self.keys: srtp.SrtpKeys | None = None

    def receive(self, datagram: bytes) -> list[bytes]:
        """Takes in a datagram; gives those to send back. Never raises for what a client may send."""
        if self.state in (DtlsState.CLOSED, DtlsState.FAILED):
            return []
        try:
            self._connection.bio_write(datagram)
            if self.state is DtlsState.SHAKING:
                self._shake()
            else:
                self._drain()
        except SSL.Error:
            # OpenSSL drops a forged record silently; an error means that this association cannot go on.
            if self.state is DtlsState.SHAKING:
                self.state = DtlsState.FAILED
        return self._flight()

    def _shake(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        profile = srtp.OPENSSL_NAMES.get(self._connection.get_selected_srtp_profile())
        if certificate is None or profile is None or not self._is_expected(certificate):
            self.state = DtlsState.FAILED
            return
        material = self._connection.export_keying_material(EXPORTER_LABEL, srtp.material_bytes(profile))
        self.keys = srtp.split_material(profile, material)
        self.state = DtlsState.OPEN

    def _is_expected(self, certificate: x509.Certificate) -> bool:
        return any(fingerprint(certificate, known.algorithm) == known for known in self._expected)

    def _drain(self) -> None:
        """Reads what comes after the handshake: a goodbye is noted, anything else has no meaning here."""
        try:
            self._connection.recv(DATAGRAM_BYTES)
        except SSL.WantReadError:
            return
        except SSL.ZeroReturnError:
            self.state = DtlsState.CLOSED

    def resend_in(self) -> float | None:
        """Seconds until `resend` is due; None when no flight of ours is unanswered."""
        if self.state is not DtlsState.SHAKING:
            return None
        left = self._connection.DTLSv1_get_timeout()
        return None if left is None else float(left)

    def resend(self) -> list[bytes]:
        """Our last flight again (RFC 6347 §4.2.4); empty when its time has not come."""
        try:
            self._connection.DTLSv1_handle_timeout()
        except SSL.Error:
            self.state = DtlsState.FAILED
        return self._flight()

    def close(self) -> list[bytes]:
        """Our goodbye."""
        if self.state is not DtlsState.OPEN:
            return []
        self.state = DtlsState.CLOSED
        try:
            self._connection.shutdown()
        except SSL.Error:
            return []
        return self._flight()

    def _flight(self) -> list[bytes]:
        """What OpenSSL wrote, as datagrams that hold whole records."""
        written = bytearray()
        while True:
            try:
                written += self._connection.bio_read(65536)
            except SSL.WantReadError:
                return list(datagrams(bytes(written)))


def datagrams(records: bytes) -> Iterator[bytes]:
    """Packs DTLS records into datagrams; the memory buffer has lost where OpenSSL would have cut."""
    start = at = 0
    while at < len(records):
        end = at + RECORD_HEADER_BYTES + int.from_bytes(records[at + 11 : at + 13])
        if end - start > DATAGRAM_BYTES and at > start:
            yield records[start:at]
            start = at
        at = end
    if start < len(records):
        yield records[start:]
