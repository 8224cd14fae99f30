"""One-time codes that prove who comes to the table (规则 §17): sent to what is on file, or read out on the telephone.

A code is kept as a hash, in memory: it lives minutes, and after a restart the person asks for another.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Protocol

from rooms.ids import PersonId, RoomId, SeatId

DIGITS: Final = 6
LIFE: Final = timedelta(minutes=10)
TRIES: Final = 5
BETWEEN: Final = timedelta(seconds=30)
"""A further code for the same person not before."""
REMEMBERED: Final = 10_000


class CodeWrong(Exception):
    """Not that one; `left` tries are left."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class CodeSpent(Exception):
    """None was sent, it has expired, or it was guessed at too often."""


class CodeTooSoon(Exception):
    """The last one went out a moment ago; the next can in `wait_s` seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Asked:
    """Who a code is for."""

    room: RoomId
    seat: SeatId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it went: the address masked; `simulated`: laid into the outbox (模拟)."""

    target_masked: str
    simulated: bool


class Carrier(Protocol):
    """Who brings a code to a person."""

    async def carry(self, asked: Asked, code: str, at: datetime, expires: datetime) -> Delivered: ...


@dataclass(frozen=True, slots=True)
class _Live:
    sha256: bytes
    sent_at: datetime
    expires: datetime
    left: int
    by: SeatId | None


class GateCodes:
    """The live codes of a node."""

    def __init__(self, carrier: Carrier, clock: Callable[[], datetime]) -> None:
        self._carrier = carrier
        self._clock = clock
        self._live: OrderedDict[Asked, _Live] = OrderedDict()

    async def send(self, asked: Asked) -> tuple[Delivered, datetime]:
        """A fresh code to the address on file; gives where it went and until when it is good. Raises CodeTooSoon."""
        now = self._clock()
        former = self._live.get(asked)
        if former and now - former.sent_at < BETWEEN:
            raise CodeTooSoon(ceil((former.sent_at + BETWEEN - now).total_seconds()))
        code = self._issue(asked, now, by=None)
        return await self._carrier.carry(asked, code, now, now + LIFE), now + LIFE

    def speak(self, asked: Asked, by: SeatId) -> tuple[str, datetime]:
        """A fresh code for `by` to read out; gives it and until when it is good."""
        now = self._clock()
        return self._issue(asked, now, by=by), now + LIFE

    def check(self, asked: Asked, code: str) -> SeatId | None:
        """Whether that is the code; gives who read it out, None where it was sent. Raises CodeWrong, CodeSpent."""
        live = self._live.get(asked)
        if live is None or live.expires <= self._clock() or live.left == 0:
            self._live.pop(asked, None)
            raise CodeSpent
        if not hmac.compare_digest(live.sha256, _sha256(asked, code)):
            self._live[asked] = replace(live, left=live.left - 1)
            raise CodeWrong(live.left - 1)
        del self._live[asked]
        return live.by

    def _issue(self, asked: Asked, now: datetime, by: SeatId | None) -> str:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        self._live[asked] = _Live(_sha256(asked, code), now, now + LIFE, TRIES, by)
        self._live.move_to_end(asked)
        if len(self._live) > REMEMBERED:
            self._live.popitem(last=False)
        return code


def _sha256(asked: Asked, code: str) -> bytes:
    return hashlib.sha256(f"{asked.room}|{asked.seat}|{asked.person}|{code}".encode()).digest()
