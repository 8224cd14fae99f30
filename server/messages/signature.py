"""How a gateway and this server know each other's words: HMAC-SHA256 with a shared secret, over time and body.

`X-Timestamp` is Unix time in whole seconds, `X-Signature` the lower-case hex of HMAC(key, timestamp "." body). The two
directions cannot be taken for each other: no body of one has the fields of the other.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

TIMESTAMP: Final = "X-Timestamp"
SIGNATURE: Final = "X-Signature"
GOOD_FOR: Final = timedelta(minutes=5)
"""How far the other's clock and the way may be off, either way."""
LONGEST: Final = 12
"""Digits of a timestamp: some 30,000 years."""


def signed(key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The two headers."""
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: _mac(key, timestamp, body)}


def holds(key: str, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Whether body and time were signed with that key, and the time is about now."""
    timestamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST and signature.isascii()):
        return False
    if not hmac.compare_digest(_mac(key, timestamp, body), signature):
        return False
    return abs(int(timestamp) - now.timestamp()) <= GOOD_FOR.total_seconds()


def _mac(key: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
