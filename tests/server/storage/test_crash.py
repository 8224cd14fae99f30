"""Killed with -9 at fifty random instants during chat and admission: what was acknowledged is there, once."""

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms.chat import JOINT
from rooms.facts import LineStored
from rooms.room import Room
from server.audit.facts import decoded
from server.storage.audit import AuditStore
from tests.server.storage.office import Office

ROOMS = 3
KILLS = 50
LONGEST_LIFE_S = 0.3


class Nursery:
    """crash_child.py and what its workers acknowledged."""

    def __init__(self, folder: Path) -> None:
        program = Path(__file__).with_name("crash_child.py")
        root = Path(__file__).parents[3]
        self._process = subprocess.Popen(
            [sys.executable, str(program), str(folder / "rooms.db"), str(folder / "keys")],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._orders = self._process.stdin
        self._acknowledgements = self._process.stdout
        self._unread = b""
        self._worker: int | None = None

    def kill_one(self, seed: int, life_s: float) -> Iterator[list[str]]:
        """Start a worker, end it with SIGKILL after `life_s`; its lines, split into words."""
        self._orders.write(f"{seed}\n".encode())
        self._orders.flush()
        self._worker = int(self._next_line(timeout_s=30)[1])
        deadline = time.monotonic() + life_s
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)
        self._kill()
        while (line := self._next_line(timeout_s=30))[0] != "ended":
            yield line
        assert line == ["ended", str(-signal.SIGKILL)], "the worker died by itself"

    def _kill(self) -> None:
        if self._worker is not None:
            os.kill(self._worker, signal.SIGKILL)
            self._worker = None

    def close(self) -> None:
        self._kill()  # where the test failed while one was at work
        self._orders.close()
        self._acknowledgements.close()
        self._process.wait(timeout=10)

    def _next_line(self, timeout_s: float) -> list[str]:
        deadline = time.monotonic() + timeout_s
        while b"\n" not in self._unread:
            assert time.monotonic() < deadline, "the worker says nothing"
            self._read(timeout_s)
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode().split()

    def _read(self, timeout_s: float) -> None:
        if select.select([self._acknowledgements], [], [], timeout_s)[0]:
            some = os.read(self._acknowledgements.fileno(), 65536)
            assert some, "the nursery is gone"
            self._unread += some


@pytest.fixture
def nursery(tmp_path: Path, office: Office) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path)
    yield nursery
    nursery.close()


async def test_killed_at_fifty_instants_nothing_acknowledged_is_lost_or_doubled(
    office: Office, nursery: Nursery, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    rooms = [await office.begun_room() for _ in range(ROOMS)]
    await office.engine.dispose()  # from here on the workers are alone with the file

    acknowledged = [words for run in range(KILLS) for words in nursery.kill_one(run, chance.uniform(0, LONGEST_LIFE_S))]

    assert _pragma(tmp_path, "integrity_check") == [("ok",)]
    assert _pragma(tmp_path, "foreign_key_check") == []
    print(Counter(words[0] for words in acknowledged))
    assert len([words for words in acknowledged if words[0] == "said"]) > KILLS, "too slow to show anything"
    assert any(words[0] == "said" and words[2].startswith("lobby.") for words in acknowledged), "nothing was sealed"
    for room in rooms:
        await _holds(office, room, [words[2:] for words in acknowledged if words[1] == room.id])
    pending = Counter(entry.key for entry in await office.rooms.pending())
    owed, doing, done = ({words[1] for words in acknowledged if words[0] == act} for act in ("owed", "doing", "done"))
    assert owed - doing <= pending.keys()
    assert not done & pending.keys()
    assert set(pending.values()) <= {1}


async def _holds(office: Office, planned: Room, acknowledged: list[list[str]]) -> None:
    room = await office.rooms.load(planned.id)
    assert room is not None
    assert room.version >= max(int(words[0]) for words in acknowledged if len(words) == 1)
    lines = [
        line
        for conversation in room.conversations
        for line in await office.rooms.lines(room.id, conversation.channel, 0, limit=10**6)
    ]
    stored = Counter((str(line.channel), str(line.seq), str(line.id)) for line in lines)
    said = [words for words in acknowledged if len(words) == 3]
    assert all(stored[channel, seq, message] == 1 for channel, seq, message in said)
    for conversation in room.conversations:
        numbers = [line.seq for line in lines if line.channel == conversation.channel]
        assert numbers == list(range(1, conversation.seq + 1))
    assert len({(line.author, line.id) for line in lines}) == len(lines)
    audit = AuditStore(office.engine, office.keys.node)
    assert await audit.verify(room.case) == []
    facts = [decoded(record.kind, record.v, record.body) for record in await audit.records(room.case)]
    joint = [line.seq for line in lines if line.channel == JOINT]
    assert [fact.seq for fact in facts if isinstance(fact, LineStored)] == joint


def _pragma(folder: Path, name: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "rooms.db") as database:
        found = database.execute(f"PRAGMA {name}").fetchall()
    database.close()
    return found
