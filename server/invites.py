"""The secret in a party's link: derived, so that it can be shown to the mediator again and is stored nowhere."""

import base64
import hashlib
import hmac
from typing import Final

from server.ids import InviteId

SECRET_BYTES: Final = 20
"""160 bits: 32 letters and digits. No signs: what finds links in a chat message leaves a last `-` or `_` out."""


def invite_secret(key: bytes, invite: InviteId, generation: int) -> str:
    """The secret of one generation of an invite; a renewed link is the next generation."""
    mac = hmac.digest(key, f"{invite}|{generation}".encode(), "sha256")
    return base64.b32encode(mac[:SECRET_BYTES]).decode().lower()


def secret_sha256(secret: str) -> str:
    """How a link's secret or a session's token is found again: SHA-256, lower-case hex."""
    return hashlib.sha256(secret.encode()).hexdigest()
