"""What is sealed in a zone opens there, at its place, under its key, and nowhere else."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.ids import RoomId
from server.storage.private_files import PrivateFiles
from server.zones.keys import open_zone_keys
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.sealing import ZoneSeal
from server.zones.zone import PrivateZone

ZONE = PrivateZone(RoomId("room1"), "caucus.c1")
KEY = b"k" * 32
SECRET = "我们最低可以接受八万元。"


@given(st.text(max_size=300), st.binary(max_size=300))
def test_what_was_sealed_comes_back(text: str, content: bytes) -> None:
    seal = ZoneSeal(ZONE, KEY)
    assert seal.open_text(seal.seal_text(text, "chat_lines", "1"), "chat_lines", "1") == text
    assert seal.open(seal.seal(content, "files", "x"), "files", "x") == content


@pytest.mark.parametrize(
    ("zone", "key", "place"),
    [
        (PrivateZone(RoomId("room2"), "caucus.c1"), KEY, ("chat_lines", "1")),
        (PrivateZone(RoomId("room1"), "caucus.c2"), KEY, ("chat_lines", "1")),
        (ZONE, b"x" * 32, ("chat_lines", "1")),
        (ZONE, KEY, ("chat_lines", "2")),
        (ZONE, KEY, ("documents", "1")),
    ],
)
def test_it_opens_nowhere_else(zone: PrivateZone, key: bytes, place: tuple[str, ...]) -> None:
    stored = ZoneSeal(ZONE, KEY).seal_text(SECRET, "chat_lines", "1")
    with pytest.raises(ZoneUnreadable):
        ZoneSeal(zone, key).open_text(stored, *place)


@pytest.mark.parametrize("stored", ["", SECRET, "z1:", "z1:AAAA", "z1:***", "z1:" + "A" * 60, "z2:" + "A" * 60])
def test_nonsense_is_refused(stored: str) -> None:
    with pytest.raises(ZoneUnreadable):
        ZoneSeal(ZONE, KEY).open_text(stored, "chat_lines", "1")


def test_the_same_words_are_never_sealed_alike() -> None:
    seal = ZoneSeal(ZONE, KEY)
    assert seal.seal_text(SECRET, "chat_lines", "1") != seal.seal_text(SECRET, "chat_lines", "1")


def test_a_files_name_is_the_zones_own() -> None:
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    names = {ZoneSeal(zone, key).file_name(digest) for zone, key in ((ZONE, KEY), (ZONE, b"x" * 32))}
    assert len(names) == 2
    assert digest not in names


async def test_files_come_back_sealed_and_bound_to_their_name_and_go_with_their_zone(tmp_path: Path) -> None:
    keys = open_zone_keys(tmp_path / "zone-keys")
    files = PrivateFiles(tmp_path / "files", keys)
    notes = PrivateZone(ZONE.room, "notes")
    digest = await files.put(ZONE, SECRET.encode())
    assert digest == hashlib.sha256(SECRET.encode()).hexdigest()
    await files.put(ZONE, b"another")
    await files.put(notes, SECRET.encode())
    name = ZoneSeal(ZONE, await keys.find(ZONE)).file_name(digest)
    assert await files.get(ZONE, name) == SECRET.encode()
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in path.read_bytes() or digest in str(path) for path in stored)

    mine = tmp_path / "files" / ZONE.room / ZONE.channel
    [other] = [path for path in mine.iterdir() if path.name != name]
    other.write_bytes((mine / name).read_bytes())
    with pytest.raises(ZoneUnreadable):
        await files.get(ZONE, other.name)

    await files.remove(ZONE)
    await files.remove(ZONE)
    assert not mine.exists()
    assert await files.get(notes, ZoneSeal(notes, await keys.find(notes)).file_name(digest)) == SECRET.encode()
    await keys.destroy(ZONE)
    with pytest.raises(ZoneDestroyed):
        await files.get(ZONE, name)
    with pytest.raises(ZoneDestroyed):
        await files.put(ZONE, b"too late")


def test_a_file_half_written_is_swept(tmp_path: Path) -> None:
    half = tmp_path / "room1" / "notes" / "name.0a0b.new"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    PrivateFiles(tmp_path, open_zone_keys(tmp_path / "zone-keys")).sweep()
    assert not half.exists()
