"""How figures are drawn together and kept."""

import json
import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

FOLDER = Path("build/bench")


@dataclass(frozen=True)
class Times:
    """Durations of one kind, in milliseconds; NaN where nothing was measured. `failed` are those without an end."""

    count: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    failed: int = 0

    @classmethod
    def of(cls, seconds: Iterable[float], failed: int = 0) -> Self:
        ordered = sorted(each * 1000 for each in seconds)
        if not ordered:
            return cls(0, math.nan, math.nan, math.nan, failed)

        def share(part: float) -> float:
            return ordered[math.ceil(part * len(ordered)) - 1]

        return cls(len(ordered), share(0.5), share(0.99), ordered[-1], failed)

    def __str__(self) -> str:
        lost = f", {self.failed} failed" if self.failed else ""
        return f"{self.p50_ms:.1f} / {self.p99_ms:.1f} / {self.max_ms:.1f}{lost}"


def keep(name: str, rows: Sequence[Any], folder: Path = FOLDER) -> Path:
    """Writes the rows (dataclasses) with the machine and its load average as JSON; returns the file."""
    machine = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": os.getloadavg(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=2) + "\n")
    return file
