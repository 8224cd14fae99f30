"""A process with all that it starts: what they need of memory and processor, read from /proc."""

import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from bench.process import MIB

LOOK_S = 0.1
KIB = 1024
NODE, PRINTER, SIGNING, OTHER = "node", b"multiprocessing.forkserver", b"agreements.seal.workshop", "other"

Made = TypeVar("Made")
Kind = str | bytes


@dataclass(frozen=True)
class Peaks:
    """Highest resident memory (VmHWM) in MiB: the process itself, its largest printer, its signing process.

    Printers are forked from one process, so what they share counts in each.
    """

    node: float
    printer: float
    signing: float


def alone(job: Callable[..., Made], *arguments: object) -> tuple[Made, Peaks]:
    """What the job, a function of a module, returns in a fresh process. Raises EOFError where it ended without."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_told, args=(there, job, arguments))
    process.start()
    there.close()
    assert process.pid is not None
    peaks: dict[Kind, int] = defaultdict(int)
    while not here.poll(LOOK_S):
        for pid in family(process.pid):
            kind = NODE if pid == process.pid else _kind(pid)
            peaks[kind] = max(peaks[kind], _peak(pid))
    made: Made = here.recv()
    process.join()
    return made, Peaks(*(peaks[kind] / MIB for kind in (NODE, PRINTER, SIGNING)))


def _told(there: Connection, job: Callable[..., object], arguments: tuple[object, ...]) -> None:
    there.send(job(*arguments))


def family(pid: int) -> set[int]:
    """The process, its children and theirs, as far as they live."""
    parents = {int(each.name): _stat(each) for each in Path("/proc").glob("[0-9]*")}
    found = {pid}
    while more := {each for each, stat in parents.items() if stat and int(stat[1]) in found} - found:
        found |= more
    return found


def family_cpu_s() -> float:
    """CPU seconds so far of this process and all that it started, the ended ones too once their parent knows."""
    stats = [_stat(Path(f"/proc/{pid}")) for pid in family(os.getpid())]
    ticks = sum(sum(map(int, stat[11:15])) for stat in stats if stat)
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(folder: Path) -> list[str]:
    """What stands behind the command's name (proc_pid_stat(5)); empty where it has ended."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _kind(pid: int) -> Kind:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return OTHER
    return next((each for each in (SIGNING, PRINTER) if each in command), OTHER)


def _peak(pid: int) -> int:
    """Bytes; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith("VmHWM:")), 0)
