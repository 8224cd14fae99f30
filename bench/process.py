"""The clocks of a measured process, read from /proc as `top` does."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

MIB = 1 << 20


@dataclass(frozen=True)
class Usage:
    """CPU seconds (user and system, all threads) so far, and resident memory now."""

    cpu_s: float
    memory_mib: float

    @classmethod
    def of(cls, pid: int) -> Self:
        folder = Path(f"/proc/{pid}")
        user, system = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        pages = int((folder / "statm").read_text().split()[1])
        cpu_s = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        return cls(cpu_s, pages * os.sysconf("SC_PAGE_SIZE") / MIB)
