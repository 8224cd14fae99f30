"""What a library logs is one line without an exception's words."""

import subprocess
import sys

import pytest

SECRET = "320102199001010025"

PROGRAM = f"""
import asyncio, gc, logging, sys
from server.logs import configure_logs

configure_logs("info", sys.argv[1], sys.stderr)

async def fails():
    raise ValueError("{SECRET}")

def falls(what):
    raise ValueError(what)

async def main():
    task = asyncio.get_running_loop().create_task(fails())
    asyncio.get_running_loop().call_soon(falls, "{SECRET}")
    await asyncio.sleep(0.01)
    del task
    gc.collect()

asyncio.run(main())
logging.getLogger("engineio.server").error("Invalid session x\\n2026-11-22 [info     ] forged\\x1b[2J line")
logging.getLogger("engineio.server").error("Invalid\\x1b[31m session\\r!")
"""


@pytest.mark.parametrize("shape", ["json", "console"])
def test_threat7_a_librarys_line_is_one_line_and_quotes_no_exception(shape: str) -> None:
    command = [sys.executable, "-c", PROGRAM, shape]
    text = subprocess.run(command, check=True, capture_output=True, timeout=30).stderr.decode()
    assert SECRET not in text
    assert "forged" not in text
    assert "\\u001b[31m session\\u000d!" in text.replace("\\\\", "\\")
    assert "\x1b[31m session" not in text
    assert text.count("ValueError at") == 2, text
    assert len(text.splitlines()) == 4
