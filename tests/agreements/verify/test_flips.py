"""AT-14: one changed bit in a paper or a package is found, in each class of bytes.

Twelve bytes of a class always; in `make test-long` 400 of a class, and every byte of what holds a package together.
"""

import os
import random
import re
import secrets
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import repeat
from multiprocessing import get_context

import pytest

from agreements.verify.archive import members
from agreements.verify.manifest import NEEDED
from agreements.verify.report import Verdict
from agreements.verify.verification import verify_file
from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import flipped

NAMES = ("agreement", "evidence", "package")
CHUNK = 50
"""Places for a process at a time: a flip takes as long as a verification."""
OF_PDF = {"header", "object", "stream", "byte range", "signature value", "padding", "end of a revision"}
EXPECTED = {
    "agreement": OF_PDF,
    "evidence": OF_PDF,
    "package": {"frame", "manifest.json", "manifest.sig", "02_agreement.pdf", *NEEDED},
}


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


PDF_CLASSES: Mapping[str, re.Pattern[bytes]] = {
    "header": re.compile(rb"\A%PDF[^\n]*\n[^\n]*\n"),
    "stream": re.compile(rb"(?<=stream\n).*?(?=endstream)", re.DOTALL),
    "byte range": re.compile(rb"/ByteRange ?\[[^\]]*\]"),
    "signature value": re.compile(rb"/Contents <[0-9A-F]+?(?=(?:00)*>)"),
    "padding": re.compile(rb"(?:00)+(?=>)"),
    "end of a revision": re.compile(rb"startxref\n\d+\n%%EOF\n?"),
}
"""What a byte can be in a PDF; the later class has it, and `object` all that is left."""
EACH = 12
"""Bytes of a class."""
MANY = 400
"""The same in `make test-long`."""
STRUCTURE = {"frame", "manifest.json", "manifest.sig"}
"""What holds a package together: headers, names, the central directory; the list of its hashes and its signature."""


def classes(data: bytes) -> dict[str, list[int]]:
    """Every byte's place, by its class: in a package the members' contents by path, and their frame."""
    kinds = ["object" if data.startswith(b"%PDF-") else "frame"] * len(data)
    if data.startswith(b"%PDF-"):
        for name, pattern in PDF_CLASSES.items():
            for found in pattern.finditer(data):
                kinds[found.start() : found.end()] = [name] * (found.end() - found.start())
    else:
        end = 0
        for path, content in members(data).items():
            begin = data.index(content, end)
            end = begin + len(content)
            kinds[begin:end] = [path.partition("/")[2]] * len(content)
    found_places: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        found_places.setdefault(kind, []).append(place)
    return found_places


@pytest.mark.parametrize("name", NAMES)
def test_at14_a_flipped_bit_of_each_class_of_bytes_is_found(small_case: SealedCase, name: str) -> None:
    data, seed = getattr(small_case, name), secrets.randbits(30)
    chance, counts = dice(seed), {}
    print(f"seed {seed}")
    for kind, places in classes(data).items():
        tried = chance.sample(places, min(EACH, len(places)))
        missed = unseen(data, small_case.house.root, tried, seed)
        counts[kind] = f"{len(tried) - len(missed)} of {len(tried)}"
        assert missed == [], kind
    print(name, counts)
    assert set(counts) >= EXPECTED[name]


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("name", NAMES)
def test_at14_a_flipped_bit_is_found_in_many_bytes_of_each_class_and_all_of_the_structure(
    small_case: SealedCase, name: str
) -> None:
    data, root, seed = getattr(small_case, name), small_case.house.root, secrets.randbits(30)
    chance, tried = dice(seed), 0
    missed: list[tuple[int, int]] = []
    print(f"seed {seed}")
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for kind, places in classes(data).items():
            chosen = places if kind in STRUCTURE else chance.sample(places, min(MANY, len(places)))
            parts = [chosen[begin : begin + CHUNK] for begin in range(0, len(chosen), CHUNK)]
            found = [
                each for part in pool.map(unseen, repeat(data), repeat(root), parts, repeat(seed)) for each in part
            ]
            tried += len(chosen)
            missed += found
            print(f"{name}, {kind}: {len(chosen)} of {len(places)} bytes, {len(found)} not seen", flush=True)
    print(f"{name}: {tried} of {len(data)} bytes", flush=True)
    assert missed == []
