"""Opaque tokens: chance to the holder, a digest to us."""

import secrets
from typing import Final

from rooms.ids import DeviceId
from server.invites import secret_sha256

TOKEN_BYTES: Final = 32


def new_token() -> str:
    """A fresh bearer token: 256 bits, base64url."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def device_id(key: str) -> DeviceId:
    """The device that keeps this key."""
    return DeviceId(secret_sha256(key))
