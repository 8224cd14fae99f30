"""How often a stranger may guess: token buckets in memory, behind a port small enough for Redis to implement later.

A try is paid for before it is judged and given back when it was right, so that many guesses at once gain nothing and
an honest person behind a shared address never waits.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

REMEMBERED: Final = 10_000
"""Keys kept per bucket; about 2 MB. The longest unused one is forgotten first, and a forgotten one is a full one."""
ADDRESS_FACTOR: Final = 10
"""How many people may share one address before they share its limit."""

REFUSALS_PER_MINUTE: Final = 6
CHECKS_PER_MINUTE: Final = 12


class TooMany(Exception):
    """No try left; the next one is there in `wait_s` whole seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class Tries(Protocol):
    """Counts tries of one kind for each key (an address, a name, a seat)."""

    def spend(self, key: str) -> None:
        """Pay for one try; raises TooMany when there is none."""

    def give_back(self, key: str) -> None:
        """The try was a right one and costs nothing."""


class Buckets:
    """`Tries` of one process: each key has `per_minute` tries at once, which come back evenly over a minute."""

    def __init__(self, per_minute: int, now_s: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._per_s = per_minute / 60
        self._now_s = now_s
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, key: str) -> None:
        level = self._level(key)
        if level < 1:
            raise TooMany(math.ceil((1 - level) / self._per_s))
        self._keep(key, level - 1)

    def give_back(self, key: str) -> None:
        self._keep(key, min(self._size, self._level(key) + 1))

    def _level(self, key: str) -> float:
        now = self._now_s()
        level, at = self._levels.get(key, (self._size, now))
        return min(self._size, level + (now - at) * self._per_s)

    def _keep(self, key: str, level: float) -> None:
        self._levels[key] = (level, self._now_s())
        self._levels.move_to_end(key)
        if len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """Both limits of one kind of guess: for the thing guessed at, and for the address the guesses come from."""

    by_subject: Tries
    by_address: Tries

    def spend(self, subject: str, address: str) -> None:
        """Pay for one guess; raises TooMany."""
        self.by_address.spend(address)
        self.by_subject.spend(subject)

    def give_back(self, subject: str, address: str) -> None:
        """It was right."""
        self.by_address.give_back(address)
        self.by_subject.give_back(subject)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one application."""

    logins: Guard
    """Subject: name and address together, so that a stranger elsewhere cannot lock a mediator out."""
    links: Tries
    """Key: the address; what does not exist has no name to count."""
    digits: Guard
    """Subject: the seat."""
    entries: Tries
    """Sessions opened. Key: the seat, and whether by its own device."""
    refusals: Tries
    """Audit lines of forbidden acts. Key: who, what and why, so that no flood hides another act."""
    checks: Tries
    """Files checked for anybody. Key: the address."""


def limits_of(
    *, logins_per_minute: int, links_per_minute: int, digits_per_minute: int, entries_per_minute: int
) -> Limits:
    """The limits of a single node."""
    return Limits(
        logins=Guard(Buckets(logins_per_minute), Buckets(logins_per_minute * ADDRESS_FACTOR)),
        links=Buckets(links_per_minute),
        digits=Guard(Buckets(digits_per_minute), Buckets(digits_per_minute * ADDRESS_FACTOR)),
        entries=Buckets(entries_per_minute),
        refusals=Buckets(REFUSALS_PER_MINUTE),
        checks=Buckets(CHECKS_PER_MINUTE),
    )
