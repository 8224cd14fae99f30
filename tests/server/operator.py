"""What an operator types, each command in a process of its own.

It is forked from one that has loaded the command line already, not started: loading takes longer than what most of
them do, and tests type fifty. That `python -m server` starts from nothing is shown by those that serve.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 100.0


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Operator:
    """Types one command after another."""

    nursery: asyncio.subprocess.Process
    desk: Path
    """A folder for what goes in and comes out."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(
        self, *arguments: str | Path | int, typed: str = "", settings: dict[str, str] | None = None
    ) -> Ended:
        """What `mediation-room ARGUMENTS` says to who types that, under `settings` of the environment."""
        assert self.nursery.stdin
        assert self.nursery.stdout
        order = json.dumps({"arguments": [str(each) for each in arguments], "settings": settings or {}})
        async with self._turn, asyncio.timeout(LONGEST_S):
            (self.desk / "in").write_text(typed)
            self.nursery.stdin.write(f"{order}\n".encode())
            code = await self.nursery.stdout.readline()
            return Ended(int(code), (self.desk / "out").read_text(), (self.desk / "err").read_text())


@asynccontextmanager
async def operator() -> AsyncIterator[Operator]:
    with TemporaryDirectory() as desk:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "import tests.server.operator as it; it.main()", desk),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield Operator(process, Path(desk))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()


def main() -> None:
    """Forks a command for each line of standard input and says its exit code, as life.py does with nodes."""
    from server.command import main as mediation_room  # noqa: PLC0415 - whoever only types needs none of it

    for line in FileIO(0, closefd=False):  # unbuffered: nothing of the next line is a child's
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _sit_down(Path(sys.argv[1]), order["settings"])
            sys.argv[1:] = order["arguments"]
            mediation_room()
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _sit_down(desk: Path, settings: dict[str, str]) -> None:
    """Before the command: its own standard input, output and errors, and its environment."""
    for number, (name, how) in enumerate((("in", os.O_RDONLY), ("out", OVER), ("err", OVER))):
        opened = os.open(desk / name, how)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.update(settings)


OVER = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
