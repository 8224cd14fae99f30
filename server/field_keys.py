"""Encryption of single database fields (domain.md §2.10): AES-256-GCM, bound to the place of the value.

Stored form: `<key id>:<base64url(nonce | ciphertext | tag)>`. Associated data is `table|row|column`, so that a value
copied to another row or column does not open there.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12


class FieldTampered(Exception):
    """A stored value does not open: changed, moved from elsewhere, or its key is gone."""


class FieldKeys:
    """Keys by id; new values are written under `current`, old ones stay readable while their key is there."""

    def __init__(self, keys: Mapping[str, bytes], *, current: str) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current

    def seal(self, value: str, *place: str) -> str:
        """`value` for storing at `place` (table, row parts, column)."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, value.encode(), _bound(place))
        return f"{self._current}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, *place: str) -> str:
        """The value stored at `place`; raises FieldTampered."""
        key_id, _, text = stored.partition(":")
        try:
            sealed = base64.b64decode(text, altchars=b"-_", validate=True)
            opened = self._ciphers[key_id].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(place))
        except (KeyError, ValueError, binascii.Error, InvalidTag) as error:
            raise FieldTampered(f"the value at {'|'.join(place)} does not open") from error
        return opened.decode()


def _bound(place: tuple[str, ...]) -> bytes:
    return "|".join(place).encode()
