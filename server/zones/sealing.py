"""Sealing the content of one private zone: AES-256-GCM under the zone's key, bound to the zone and to its place there.

Two keys are derived from the zone's own (HKDF, RFC 5869): one seals, the other names files, so that neither a name nor
a hash in the database tells what was in a file once the key is gone. Sealed bytes are `nonce | ciphertext | tag`;
as text `z1:` and base64url of them.
"""

import base64
import binascii
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from server.zones.keys import ZoneKeys
from server.zones.refusals import ZoneUnreadable
from server.zones.zone import PrivateZone

NONCE_BYTES: Final = 12
SEALED: Final = "z1:"


class ZoneSeal:
    """What the key of `zone` does. A place is the table or folder, the row, and what of it."""

    def __init__(self, zone: PrivateZone, key: bytes) -> None:
        self._zone = zone
        self._cipher = AESGCM(_derived(key, b"seal"))
        self._naming = _derived(key, b"name")

    def seal(self, content: bytes, *place: str) -> bytes:
        """`content` for keeping at `place`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, self._bound(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        """What was sealed for `place`; raises ZoneUnreadable."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound(place))
        except (InvalidTag, ValueError):
            raise ZoneUnreadable from None

    def seal_text(self, text: str, *place: str) -> str:
        """As `seal`, for a column of text."""
        return SEALED + base64.urlsafe_b64encode(self.seal(text.encode(), *place)).decode()

    def open_text(self, stored: str, *place: str) -> str:
        """As `open`, from a column of text."""
        if not stored.startswith(SEALED):
            raise ZoneUnreadable
        try:
            sealed = base64.b64decode(stored.removeprefix(SEALED), altchars=b"-_", validate=True)
        except binascii.Error:
            raise ZoneUnreadable from None
        return self.open(sealed, *place).decode()

    def file_name(self, digest: str) -> str:
        """What a file of that SHA-256 is called where it lies: 64 hex digits that only this key can make of it."""
        return hmac.digest(self._naming, digest.encode(), "sha256").hex()

    def _bound(self, place: tuple[str, ...]) -> bytes:
        return "|".join((*self._zone, *place)).encode()


async def sealing(keys: ZoneKeys, zone: PrivateZone) -> ZoneSeal:
    """For keeping something new: the zone gets its key where it has none. Raises ZoneDestroyed."""
    return ZoneSeal(zone, await keys.key(zone))


async def opening(keys: ZoneKeys, zone: PrivateZone) -> ZoneSeal:
    """For reading what is kept. Raises ZoneDestroyed or ZoneUnreadable."""
    return ZoneSeal(zone, await keys.find(zone))


def _derived(key: bytes, what: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=b"mediation-room zone " + what).derive(key)
