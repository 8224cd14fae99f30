"""The door to the load generator in C (load/): it plays many clients in one thread and leaves Python's lock alone.

Built by gcc when its sources are newer than what is in build/. It is not measured; what it could not do itself (packets
left late, dropped at its own sockets) is told with every run.
"""

import ctypes
import math
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from bench.relay.refusals import Refused

SOURCES = Path(__file__).parent / "load"
LIBRARY = Path("build/bench/librelayload.so")
WARNINGS = ("-Wall", "-Wextra", "-Werror")
KEY_ROOM = 30
"""Bytes of the longest SRTP master key + salt."""
AGES = 1 << 20
"""How many ages of packets one run keeps; one packet in 37 is opened."""


class Plan(ctypes.Structure):
    """One connection whose keys are settled: `plan` of load/generator.h."""

    _fields_ = (
        ("fd", ctypes.c_int32),
        ("profile", ctypes.c_int32),
        ("send_key", ctypes.c_uint8 * KEY_ROOM),
        ("receive_key", ctypes.c_uint8 * KEY_ROOM),
        ("audio_ssrc", ctypes.c_uint32),
        ("video_ssrc", ctypes.c_uint32),
        ("audio_type", ctypes.c_uint8),
        ("video_type", ctypes.c_uint8),
        ("repair_type", ctypes.c_uint8),
        ("audio_mid", ctypes.c_char),
        ("video_mid", ctypes.c_char),
        ("mid_id", ctypes.c_uint8),
        ("level_id", ctypes.c_uint8),
        ("transport_id", ctypes.c_uint8),
        ("time_id", ctypes.c_uint8),
    )


class Counts(ctypes.Structure):
    """What one run counted: `tally` of load/generator.h."""

    _fields_ = (
        *((name, ctypes.c_uint64) for name in ("sent", "unsent", "received", "repeated", "unopened")),
        *((name, ctypes.c_uint64) for name in ("reports_sent", "reports_received", "asked_again")),
        *((name, ctypes.c_uint64) for name in ("transport_feedback", "key_frames_asked", "losses_told", "rates_told")),
        *((name, ctypes.c_uint64) for name in ("overflowed", "too_late", "samples")),
        ("late_ms", ctypes.c_double),
        ("busy", ctypes.c_double),
    )


@dataclass(frozen=True)
class Played:
    """One run. `received` counts no packet twice, `repeated` are retransmissions that were asked for.

    `too_late` of `samples` were older than 200 ms. `late_ms`, `overflowed`, `busy` are the generator's own limits: the
    latest that a packet left, packets lost at its own sockets, the share of the time in which it had something to do.
    """

    sent: int
    received: int
    repeated: int
    asked_again: int
    unopened: int
    reports_sent: int
    reports_received: int
    transport_feedback: int
    key_frames_asked: int
    losses_told: int
    rates_told: int
    overflowed: int
    too_late: int
    samples: int
    late_ms: float
    busy: float
    ages_ms: Sequence[float]

    def age_ms(self, share: float) -> float:
        """A percentile of the sampled ages, from the sender's clock to the kernel's stamp at the receiver's socket."""
        return self.ages_ms[math.ceil(share * len(self.ages_ms)) - 1] if self.ages_ms else math.nan


class Generator:
    """Plays clients; each is known by the handle that `add` gave."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(built()))
        self._library.client_new.restype = ctypes.c_void_p
        self._library.client_new.argtypes = (ctypes.POINTER(Plan),)
        self._library.client_free.argtypes = (ctypes.c_void_p,)
        self._ages = (ctypes.c_float * AGES)()

    def add(self, plan: Plan) -> int:
        """A client; its socket must be connected and stay open."""
        handle: int | None = self._library.client_new(ctypes.byref(plan))
        if handle is None:
            raise MemoryError
        return handle

    def remove(self, handle: int) -> None:
        """Forgets a client."""
        self._library.client_free(handle)

    def play(self, handles: Sequence[int], seconds: float) -> Played:
        """All these clients send for some seconds. For a thread of its own: the loop goes on meanwhile."""
        clients = (ctypes.c_void_p * len(handles))(*handles)
        counts = Counts()
        played = self._library.clients_play(
            clients,
            ctypes.c_int(len(handles)),
            ctypes.c_double(seconds),
            ctypes.byref(counts),
            self._ages,
            ctypes.c_uint64(AGES),
        )
        if not played:
            raise MemoryError
        ages = sorted(age * 1000 for age in self._ages[: counts.samples])
        told = {field.name: getattr(counts, field.name) for field in fields(Played) if field.name != "ages_ms"}
        return Played(ages_ms=ages, **told)


def built() -> Path:
    """The library, compiled if need be. Raises Refused where there is no compiler or no OpenSSL to compile with."""
    sources = sorted(SOURCES.glob("*.[ch]"))
    if not LIBRARY.exists() or LIBRARY.stat().st_mtime < max(file.stat().st_mtime for file in sources):
        LIBRARY.parent.mkdir(parents=True, exist_ok=True)
        made = LIBRARY.with_suffix(f".{os.getpid()}.so")
        code = [str(file) for file in sources if file.suffix == ".c"]
        flags = ("-O2", *WARNINGS, "-shared", "-fPIC", "-o", str(made))
        try:
            subprocess.run(("gcc", *flags, *code, "-lcrypto", "-lm"), check=True, capture_output=True, text=True)
        except FileNotFoundError as fault:
            raise Refused("The load generator needs a compiler: apt-get install gcc libssl-dev.") from fault
        except subprocess.CalledProcessError as fault:
            raise Refused(f"The load generator does not compile (libssl-dev?): {fault.stderr}") from fault
        made.replace(LIBRARY)
    return LIBRARY.resolve()
