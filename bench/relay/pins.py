"""Which processor belongs to whom: the measured server has one core for itself, everything else has another."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

KIB = 1024
FIRST = 1
"""The lowest real-time priority."""


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Processes started meanwhile stay on that core (they inherit it), we come back."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


def put_first(pid: int) -> None:
    """A process goes before everything else on its core (SCHED_RR), for a machine that has other work.

    Its first thread, where event loops run, stands behind its others: on a quiet machine a thread that wakes to forward
    a packet need not wait for a loop's long turn either; equals would. Raises PermissionError where we may not.
    Niceness would not do: it says nothing between sessions (sched(7)).
    """
    for thread in Path(f"/proc/{pid}/task").iterdir():
        number = int(thread.name)
        os.sched_setscheduler(number, os.SCHED_RR, os.sched_param(FIRST if number == pid else FIRST + 1))


def keep_time() -> None:
    """The calling thread goes before the load on the same core, when the load goes before everything else."""
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(FIRST + 1))


def make_load() -> None:
    """The calling thread makes the load; it stands behind the one that takes the times."""
    if os.sched_getscheduler(0) == os.SCHED_RR:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(FIRST))


@dataclass(frozen=True)
class Cores:
    """The core of the server and that of the generator; the same where the machine has but one."""

    server: int
    generator: int

    @classmethod
    def of_machine(cls) -> Self:
        ours = sorted(os.sched_getaffinity(0))
        return cls(ours[0], ours[-1])


@dataclass(frozen=True)
class Meter:
    """A process' CPU seconds (all threads, those that ended too) to the nanosecond, and its resident KiB.

    `waited_s`: how long its threads were ready and the core did something else.
    """

    cpu_s: float
    waited_s: float
    resident_kib: float

    @classmethod
    def of(cls, pid: int) -> Self:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        waited_ns = sum(_waited_ns(thread) for thread in Path(f"/proc/{pid}/task").iterdir())
        # The kernel's clock of another process, made as clock_getcpuclockid(3) does: CPUCLOCK_SCHED is 2.
        cpu_s = time.clock_gettime(~pid << 3 | 2)
        return cls(cpu_s, waited_ns / 1e9, pages * os.sysconf("SC_PAGE_SIZE") / KIB)


def _waited_ns(thread: Path) -> int:
    try:
        return int((thread / "schedstat").read_text().split()[1])
    except FileNotFoundError:  # it has ended
        return 0
