"""`confined`: the same as `verify_file`, in a process of its own that may neither eat the machine nor take us along.

The file is hostile until shown otherwise, and its readers are partly C: a crash, a bomb of compressed data or an
endless loop ends the child, and the report says so.
"""

import pickle
import subprocess
import sys
from datetime import datetime

from pydantic import TypeAdapter

from agreements.verify.limits import WALL_S
from agreements.verify.report import Kind, Report, unchecked

GAVE_UP = unchecked(
    "file.size", "读取文件超出时间或内存上限，未作验证。", "Reading the file took too much time or memory: not checked."
)


def confined(
    data: bytes, *, trust: tuple[bytes, ...], at: datetime, known_sha256: frozenset[str] | None = None
) -> Report:
    """Blocks until the child is done, WALL_S seconds at most; have `trust` checked by `roots_of` first."""
    asked = pickle.dumps((data, trust, at, known_sha256))
    try:
        child = subprocess.run(  # our own module under our own interpreter
            (sys.executable, "-m", "agreements.verify"),
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_S,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return Report(Kind.UNKNOWN, (GAVE_UP,))
    # JSON, not pickle: what comes back was made next to a hostile file.
    return TypeAdapter(Report).validate_json(child.stdout)
