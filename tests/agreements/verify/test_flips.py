"""AT-14: one changed bit anywhere in a paper or a package is found. A sample always, every byte in `make test-long`."""

import os
import random
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from agreements.verify.archive import members
from agreements.verify.report import Verdict
from agreements.verify.revisions import closing_gap
from agreements.verify.verification import verify_file
from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import flipped

NAMES = ("agreement", "evidence", "package")
CHUNK = 2_000


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # a failure must be thrown again


def unseen(data: bytes, root: bytes, places: Iterable[int], seed: int) -> list[tuple[int, int]]:
    """Places and bits whose change goes unnoticed, with the root named and the file's hash unknown."""
    at, chance = datetime.now(UTC), dice(seed)
    found = []
    for place in places:
        bits = 1 << chance.randrange(8)
        if verify_file(flipped(data, place, bits), trust=(root,), at=at).verdict is not Verdict.BROKEN:
            found.append((place, bits))
    return found


def structure(data: bytes) -> Iterator[range]:
    """Where there is more than content: the ends of the file, the closing timestamp, a package's frame."""
    yield from (range(200), range(len(data) - 600, len(data)))
    if data.startswith(b"%PDF-"):
        gap = closing_gap(data)
        yield from (
            range(gap.start - 200, gap.start + 20),
            range(gap.start, gap.end),
            range(gap.end - 20, gap.end + 200),
        )
        return
    end = 0
    for path, content in members(data).items():
        begin = data.index(content, end)
        yield range(end, begin)
        end = begin + len(content)
        if path == "manifest.sig":
            yield range(begin, len(data))


def places(data: bytes, chance: random.Random) -> list[int]:
    structural = [chance.choice(part) for part in structure(data) for _ in range(5 if len(part) < 1000 else 15)]
    return structural + [chance.randrange(len(data)) for _ in range(30)]


@pytest.mark.parametrize("name", NAMES)
def test_at14_a_flipped_bit_is_found(small_case: SealedCase, name: str) -> None:
    data, seed = getattr(small_case, name), secrets.randbits(30)
    print(f"seed {seed}")
    assert unseen(data, small_case.house.root, places(data, dice(seed)), seed) == []


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("name", NAMES)
def test_at14_a_flipped_bit_is_found_in_every_byte(small_case: SealedCase, name: str) -> None:
    data, root = getattr(small_case, name), small_case.house.root
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        parts = [range(begin, min(begin + CHUNK, len(data))) for begin in range(0, len(data), CHUNK)]
        waiting = [pool.submit(unseen, data, root, part, part.start) for part in parts]
        assert [place for each in waiting for place in each.result()] == []
