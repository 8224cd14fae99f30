"""A zone's key is made once, kept to the owner, and once destroyed never comes back."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rooms.ids import RoomId
from server.keys import KeyFault
from server.zones.keys import FolderZoneKeys, open_zone_keys
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.zone import PrivateZone

CAUCUS = PrivateZone(RoomId("room1"), "caucus.c1")
NOTES = PrivateZone(RoomId("room1"), "notes")
ELSEWHERE = PrivateZone(RoomId("room2"), "caucus.c1")


async def test_every_zone_has_a_key_of_its_own_made_once(tmp_path: Path) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    made = [await keys.key(zone) for zone in (CAUCUS, NOTES, ELSEWHERE)]
    assert len(set(made)) == 3
    assert {len(key) for key in made} == {32}
    again = open_zone_keys(tmp_path / "zone-keys")
    assert [await again.key(zone) for zone in (CAUCUS, NOTES, ELSEWHERE)] == made
    assert await again.find(NOTES) == made[1]
    assert await again.living() == (CAUCUS, NOTES, ELSEWHERE)
    assert await again.living(ELSEWHERE.room) == (ELSEWHERE,)


async def test_keys_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "zone-keys"
    keys = open_zone_keys(folder)
    await keys.key(CAUCUS)
    await keys.destroy(NOTES)
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    folder.chmod(0o750)
    with pytest.raises(KeyFault, match="chmod 700"):
        open_zone_keys(folder)
    [key] = folder.rglob("*.key")
    key.chmod(0o640)
    with pytest.raises(KeyFault, match="chmod 600"):
        await keys.find(CAUCUS)


async def test_a_destroyed_key_is_refused_and_never_made_again(tmp_path: Path) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    key, other = await keys.key(CAUCUS), await keys.key(NOTES)
    await keys.destroy(CAUCUS)
    await keys.destroy(CAUCUS)
    for each in (keys, open_zone_keys(tmp_path / "zone-keys")):
        with pytest.raises(ZoneDestroyed):
            await each.key(CAUCUS)
        with pytest.raises(ZoneDestroyed):
            await each.find(CAUCUS)
        assert await each.find(NOTES) == other
        assert await each.living() == (NOTES,)
    assert not holds(tmp_path, key)


async def test_what_never_had_a_key_is_unreadable_and_gets_none_by_being_read(tmp_path: Path) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    with pytest.raises(ZoneUnreadable):
        await keys.find(CAUCUS)
    assert await keys.living() == ()
    await keys.destroy(CAUCUS)
    with pytest.raises(ZoneDestroyed):
        await keys.key(CAUCUS)


async def test_a_key_laid_back_beside_its_mark_goes_as_the_folder_is_opened(tmp_path: Path) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    key = await keys.key(CAUCUS)
    shutil.copytree(tmp_path / "zone-keys", tmp_path / "backup")
    await keys.destroy(CAUCUS)
    shutil.copytree(tmp_path / "backup", tmp_path / "zone-keys", dirs_exist_ok=True)
    with pytest.raises(ZoneDestroyed):
        await keys.find(CAUCUS)
    assert await open_zone_keys(tmp_path / "zone-keys").living() == ()
    assert not holds(tmp_path / "zone-keys", key)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "caucus.", "caucus.a.b", "侧", "caucus.*", "a" * 65, "x\n"])
async def test_no_other_name_becomes_a_file(tmp_path: Path, name: str) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    for zone in (PrivateZone(RoomId("room1"), name), PrivateZone(RoomId(name), "notes")):
        for act in (keys.key, keys.find, keys.destroy):
            with pytest.raises(ValueError, match="not the name"):
                await act(zone)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_key_half_made_by_a_crash_goes_with_the_zone(tmp_path: Path) -> None:
    keys = FolderZoneKeys(tmp_path)
    keys.key_now(CAUCUS)
    half = tmp_path / "made" / CAUCUS.room / "caucus.c1.0a0b0c0d.new"
    half.write_bytes(b"h" * 32)
    neighbour = tmp_path / "made" / CAUCUS.room / "caucus.c10.0a0b0c0d.new"
    neighbour.write_bytes(b"n" * 32)
    keys.destroy_now(CAUCUS)
    assert not half.exists()
    assert neighbour.exists()


KILLS = 40
CHILD = """
import sys
from pathlib import Path
from rooms.ids import RoomId
from server.zones.keys import FolderZoneKeys
from server.zones.refusals import ZoneDestroyed
from server.zones.zone import PrivateZone
import os
for line in sys.stdin:
    first = int(line)
    if os.fork() == 0:
        keys = FolderZoneKeys(Path(sys.argv[1]))
        os.write(1, f"pid {os.getpid()}\\n".encode())
        for n in range(first, first + 10**6):
            zone = PrivateZone(RoomId("room"), f"caucus.{n}")
            os.write(1, f"key {n} {keys.key_now(zone).hex()}\\n".encode())
            keys.destroy_now(zone)
            os.write(1, f"gone {n}\\n".encode())
    os.wait()
    os.write(1, b"ended\\n")
"""


def test_killed_at_any_instant_a_key_that_is_gone_stays_gone(tmp_path: Path) -> None:
    """SIGKILL at random instants of making and destroying: what was said to be gone is, what is half gone is refused.

    A key is either still the one that was given out, or destroyed; never another, and never back after its mark.
    """
    root, chance = Path(__file__).parents[3], random.Random(6)  # noqa: S311 - instants, no secrets
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    given, gone = dict[int, bytes](), set[int]()
    with process:
        for kill in range(KILLS):
            process.stdin.write(f"{kill * 10**6}\n".encode())
            process.stdin.flush()
            pid, left = int(process.stdout.readline().split()[1]), chance.randrange(1, 8)
            while (words := process.stdout.readline().decode().split()) != ["ended"]:
                if words[0] == "key":
                    given[int(words[1])] = bytes.fromhex(words[2])
                else:
                    gone.add(int(words[1]))
                left -= 1
                if left == 0:  # in the middle of what follows
                    time.sleep(chance.uniform(0.0, 0.002))  # the instant of the kill, not a wait for anything
                    os.kill(pid, signal.SIGKILL)
        process.stdin.close()
    assert len(given) > KILLS / 2
    assert gone
    before = FolderZoneKeys(tmp_path)
    states = {n: state(before, n) for n in given}
    assert all(states[n] == b"" for n in gone)
    assert all(found in {b"", given[n]} for n, found in states.items())
    after = open_zone_keys(tmp_path)
    assert {n: state(after, n) for n in given} == states
    for n, found in states.items():
        assert holds(tmp_path, given[n]) == (found != b"")


def state(keys: FolderZoneKeys, n: int) -> bytes:
    """The zone's key, or nothing where it is destroyed."""
    try:
        return keys.key_now(PrivateZone(RoomId("room"), f"caucus.{n}"))
    except ZoneDestroyed:
        return b""


def holds(folder: Path, key: bytes) -> bool:
    """Whether any file there has that key."""
    return any(key in path.read_bytes() for path in folder.rglob("*") if path.is_file())
