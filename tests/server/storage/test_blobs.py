"""Files by content: durable, sealed, and loud when damaged."""

import hashlib
import stat
import tracemalloc
from pathlib import Path

import pytest

from agreements.ids import Digest
from server.storage.blobs import BlobDamaged, BlobFolder

KEY = b"k" * 32
TEXT = "调解协议书".encode() * 1000


async def test_what_was_put_comes_back_under_its_hash_and_lies_there_sealed(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path / "blobs", KEY)
    digest = await folder.put(TEXT)
    assert digest == hashlib.sha256(TEXT).hexdigest()
    assert await folder.get(digest) == TEXT
    [file] = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert TEXT[:15] not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_the_same_content_is_one_file_and_a_damaged_one_is_written_anew(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path, KEY)
    digest = await folder.put(TEXT)
    [file] = tmp_path.glob("*/*")
    before = file.read_bytes()
    assert await folder.put(TEXT) == digest
    assert file.read_bytes() == before
    file.write_bytes(before[:-1])
    with pytest.raises(BlobDamaged):
        await folder.get(digest)
    await folder.put(TEXT)
    assert await folder.get(digest) == TEXT


async def test_what_is_large_is_kept_and_given_out_piece_by_piece_and_never_held(tmp_path: Path) -> None:
    folder, piece, count = BlobFolder(tmp_path, KEY), b"\x5a" * (1 << 18), 200
    digest = Digest(hashlib.sha256(piece * count).hexdigest())
    tracemalloc.start()
    try:
        for _ in ("new", "there already"):
            await folder.put_pieces(digest, lambda: (piece for _ in range(count)))
        given = sum(map(len, folder.chunks_now(digest)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert given == count * len(piece) == 50 << 20
    assert peak < 4 << 20
    assert await folder.get(digest) == piece * count


async def test_pieces_that_are_not_what_they_are_called_leave_nothing(tmp_path: Path) -> None:
    folder, digest = BlobFolder(tmp_path, KEY), Digest(hashlib.sha256(TEXT).hexdigest())
    with pytest.raises(BlobDamaged):
        await folder.put_pieces(digest, lambda: (TEXT, b"more"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    await folder.put_pieces(digest, lambda: (TEXT,))
    assert await folder.put(TEXT) == digest


async def test_a_file_that_is_missing_or_swapped_does_not_open(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path, KEY)
    first, second = await folder.put(b"first"), await folder.put(b"second")
    (tmp_path / first[:2] / first).write_bytes((tmp_path / second[:2] / second).read_bytes())
    with pytest.raises(BlobDamaged):
        await folder.get(first)
    missing = Digest("0" * 64)
    assert not await folder.has(missing)
    with pytest.raises(BlobDamaged):
        await folder.get(missing)


async def test_what_a_crash_left_half_written_is_taken_away(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path, KEY)
    digest = await folder.put(TEXT)
    half = tmp_path / digest[:2] / f"{digest}.0a0b0c0d.new"
    half.write_bytes(b"half")
    folder.sweep()
    assert not half.exists()
    assert await folder.get(digest) == TEXT
