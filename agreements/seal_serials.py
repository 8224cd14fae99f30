"""Numbers of organisations' seals (电子印章编号, domain.md §3.0), for those that have none from a seal maker."""

import hashlib
from typing import Final

TRIAL: Final = "测试"
DIGITS: Final = 10


def serial_of(organisation: str) -> str:
    """`测试0123456789`: the same for the same organisation (its id) for ever, and clearly no number of a real seal."""
    number = int.from_bytes(hashlib.sha256(organisation.encode()).digest()) % 10**DIGITS
    return f"{TRIAL}{number:0{DIGITS}d}"
