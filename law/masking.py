"""How numbers of people show where they need not be read whole (domain.md §2.10). Names are never masked."""

from typing import Final

TAIL: Final = 4
LEAST_HIDDEN: Final = 4
ID_NO_HEAD: Final = 6
PHONE_HEAD: Final = 3
ACCOUNT_HEAD: Final = 4


def masked_id_no(id_no: str) -> str:
    """`110101********1234`; numbers of other papers the same way."""
    return _masked(id_no, ID_NO_HEAD)


def masked_phone(phone: str) -> str:
    """`138****0000`."""
    return _masked(phone, PHONE_HEAD)


def masked_account(number: str) -> str:
    """`6222***********1234`."""
    return _masked(number, ACCOUNT_HEAD)


def _masked(value: str, head: int) -> str:
    """`head` characters, stars, the last four; where stars would be too few, the last two at most."""
    if len(value) >= head + TAIL + LEAST_HIDDEN:
        return value[:head] + "*" * (len(value) - head - TAIL) + value[-TAIL:]
    shown = min(2, len(value) // 2)
    return "*" * (len(value) - shown) + value[len(value) - shown :]
