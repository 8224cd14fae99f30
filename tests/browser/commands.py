"""An operator's commands, each in a process of its own, forked from one that imported them once.

Importing takes longer than what a command does, and a walk through an agreement gives seven of them.
"""

import asyncio
import io
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from server.command import main

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


async def given(words: Sequence[str], environment: Mapping[str, str], typed: str) -> str:
    """What the command said; it must have done its work."""
    return await asyncio.to_thread(_given, tuple(words), dict(environment), typed)


def _given(words: tuple[str, ...], environment: dict[str, str], typed: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        process = FORKS.Process(target=_done, args=(words, environment, typed, said))
        process.start()
        process.join()
        text = said.read_text() if said.exists() else ""
        code = process.exitcode
        process.close()
    assert code == 0, text
    return text


def _done(words: tuple[str, ...], environment: dict[str, str], typed: str, said: Path) -> None:
    """In the forked process; ends with the command's own exit code."""
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = io.StringIO(f"{typed}\n")
    with said.open("w") as paper, redirect_stdout(paper), redirect_stderr(paper):
        main(list(words), prog_name="mediation-room")
