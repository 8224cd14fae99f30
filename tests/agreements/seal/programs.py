"""Other people's programs, asked what they think."""

import subprocess
from pathlib import Path


def ran(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(list(map(str, command)), check=False, capture_output=True)
