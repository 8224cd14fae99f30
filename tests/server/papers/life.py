"""The process that test_crash.py kills: a whole node, with a witness that dies where it is told to.

`main(DATA, PORT, BEGAN, SPEED)` forks a node for each line on its standard input, which names the point to die at
(`-`: none), and prints `pid N`, `serving`, and `ended CODE` when it is dead. It is forked, not started: importing takes
longer than the life. The node's clock began at the Unix time BEGAN and runs SPEED times as fast as ours.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from server.app import Parts, build_app
from server.config import Config, load_config
from server.listening import listening
from server.logs import configure_logs


def fast_clock(began: float, speed: float) -> Callable[[], datetime]:
    """A clock that is the same in every process."""

    def now() -> datetime:
        return datetime.fromtimestamp(began + (datetime.now(UTC).timestamp() - began) * speed, UTC)

    return now


def settings(data: Path, port: int) -> Config:
    """Of the node and of whoever looks into its folder."""
    limits = {"logins_per_minute": 1000, "links_per_minute": 1000, "entries_per_minute": 1000}
    return load_config(None, data=data, port=port, media_port=0, media_addresses=("127.0.0.1",), **limits)


def say(line: str) -> None:
    """Short writes to a pipe are whole or absent (POSIX PIPE_BUF)."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


async def live(config: Config, clock: Callable[[], datetime], point: str) -> None:
    def witness(where: str) -> None:
        if where == point:
            os.kill(os.getpid(), signal.SIGKILL)

    app = build_app(config, Parts(clock=clock, witness=witness))
    async with listening(app, "127.0.0.1", config.port):
        say("serving")
        await asyncio.Event().wait()


def main(data: str, port: str, began: str, speed: str) -> None:
    """Fork one node after another."""
    config, clock = settings(Path(data), int(port)), fast_clock(float(began), float(speed))
    configure_logs("error", "console")
    for line in sys.stdin:
        node = os.fork()
        if node == 0:
            say(f"pid {os.getpid()}")
            asyncio.run(live(config, clock, line.strip()))
        _, status = os.waitpid(node, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")
