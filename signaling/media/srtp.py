"""SRTP sessions (RFC 3711, RFC 7714) by libsrtp, and how DTLS hands over their keys (RFC 5764 §4.2)."""

from dataclasses import dataclass

import pylibsrtp
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # a shared object without types

from signaling.media.plane import Profile

REPLAY_WINDOW_PACKETS = 1024

_LIBSRTP_PROFILES = {
    Profile.AEAD_AES_128_GCM: pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
    Profile.AES128_CM_SHA1_80: pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
}
_KEY_BYTES = 16
_SALT_BYTES = {Profile.AEAD_AES_128_GCM: 12, Profile.AES128_CM_SHA1_80: 14}

OPENSSL_NAMES = {
    b"SRTP_AEAD_AES_128_GCM": Profile.AEAD_AES_128_GCM,
    b"SRTP_AES128_CM_SHA1_80": Profile.AES128_CM_SHA1_80,
}
"""In the order of preference: GCM is the cheaper one where the processor helps (media.md)."""

SrtpError = pylibsrtp.Error
_PROTECT, _UNPROTECT = lib.srtp_protect, lib.srtp_unprotect


@dataclass(frozen=True, slots=True)
class SrtpKeys:
    """Master key + salt of each direction, seen from the server."""

    profile: Profile
    receive: bytes
    send: bytes


def material_bytes(profile: Profile) -> int:
    """How many bytes to export from DTLS."""
    return 2 * (_KEY_BYTES + _SALT_BYTES[profile])


def split_material(profile: Profile, material: bytes) -> SrtpKeys:
    """Cuts client key, server key, client salt, server salt; we are the DTLS server."""
    salt = _SALT_BYTES[profile]
    keys, salts = material[: 2 * _KEY_BYTES], material[2 * _KEY_BYTES :]
    return SrtpKeys(
        profile=profile,
        receive=keys[:_KEY_BYTES] + salts[:salt],
        send=keys[_KEY_BYTES:] + salts[salt : 2 * salt],
    )


class Session(pylibsrtp.Session):
    """pylibsrtp's own, without what its wrapper spends for each packet (a new C integer, twice the attributes).

    As there, too long a packet is a ValueError, and what libsrtp refuses an SrtpError.
    """

    def __init__(self, policy: pylibsrtp.Policy) -> None:
        super().__init__(policy)
        self._context = self._srtp[0]
        self._length = ffi.new("int *")
        self._longest = len(self._cdata) - pylibsrtp.SRTP_MAX_TRAILER_LEN

    def protect(self, packet: bytes) -> bytes:
        """Seals an RTP packet."""
        size, length, buffer = len(packet), self._length, self._buffer
        if size > self._longest:
            raise ValueError("packet is too long")
        length[0] = size
        buffer[0:size] = packet
        status = _PROTECT(self._context, self._cdata, length)
        if status:
            raise SrtpError(pylibsrtp.ERRORS[status])
        sealed: bytes = buffer[0 : length[0]]
        return sealed

    def unprotect(self, packet: bytes) -> bytes:
        """Opens an SRTP packet."""
        size, length, buffer = len(packet), self._length, self._buffer
        length[0] = size
        buffer[0:size] = packet
        status = _UNPROTECT(self._context, self._cdata, length)
        if status:
            raise SrtpError(pylibsrtp.ERRORS[status])
        opened: bytes = buffer[0 : length[0]]
        return opened


def receiving(profile: Profile, key: bytes) -> Session:
    """A session that opens any SSRC of the peer; the caller bounds how many. Raises ValueError on a bad key."""
    policy = pylibsrtp.Policy(key, pylibsrtp.Policy.SSRC_ANY_INBOUND, srtp_profile=_LIBSRTP_PROFILES[profile])
    policy.window_size = REPLAY_WINDOW_PACKETS
    return Session(policy)


def sending(profile: Profile, key: bytes) -> Session:
    """A session that seals what the peer is sent. Raises ValueError on a bad key."""
    policy = pylibsrtp.Policy(key, pylibsrtp.Policy.SSRC_ANY_OUTBOUND, srtp_profile=_LIBSRTP_PROFILES[profile])
    policy.window_size = REPLAY_WINDOW_PACKETS
    # A retransmission seals the same bytes under the same index again: identical ciphertext, so no nonce is reused.
    policy.allow_repeat_tx = True
    return Session(policy)
