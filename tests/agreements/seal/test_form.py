"""The canonical form: what no signature covers can be written in one way only."""

import pytest

from agreements.seal.form import require_canonical_contents, require_canonical_end
from agreements.seal.refusals import BrokenFile
from tests.agreements.seal.conftest import House
from tests.agreements.seal.judgement import read
from tests.agreements.seal.papers import paper


@pytest.fixture(scope="module")
async def closed(house: House) -> bytes:
    signed = await house.signed(await house.seals.prepared(paper(1)), "party_1")
    return (await house.seals.closed(signed)).pdf


def changed(pdf: bytes, place: int, value: bytes) -> bytes:
    return pdf[:place] + value + pdf[place + len(value) :]


def contents(pdf: bytes, index: int) -> tuple[int, int]:
    """Start and end of the hex of a signature."""
    start, length, after, _ = (int(value) for value in read(pdf).embedded_signatures[index].byte_range)
    return start + length + 1, after - 1


def test_what_we_make_is_canonical(closed: bytes) -> None:
    require_canonical_end(closed)
    for signature in read(closed).embedded_signatures:
        require_canonical_contents(closed, signature)


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0", b"junk"])
def test_at14_nothing_follows_the_end(closed: bytes, tail: bytes) -> None:
    with pytest.raises(BrokenFile):
        require_canonical_end(closed.removesuffix(b"\n") + b"\n" + tail)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_at14_the_other_case_of_hex_is_refused(closed: bytes, index: int) -> None:
    start, end = contents(closed, index)
    place = next(place for place in range(start, end) if closed[place : place + 1] in b"ABCDEF")
    pdf = changed(closed, place, closed[place : place + 1].lower())
    with pytest.raises(BrokenFile, match="upper-case"):
        require_canonical_contents(pdf, read(pdf).embedded_signatures[index])


@pytest.mark.parametrize("index", [0, 1, 2])
def test_at14_other_padding_is_refused(closed: bytes, index: int) -> None:
    _, end = contents(closed, index)
    pdf = changed(closed, end - 1, b"1")
    with pytest.raises(BrokenFile, match="zeros"):
        require_canonical_contents(pdf, read(pdf).embedded_signatures[index])


def test_at14_a_space_between_digits_is_refused(closed: bytes) -> None:
    _, end = contents(closed, 0)
    pdf = changed(closed, end - 1, b" ")
    with pytest.raises(BrokenFile, match="upper-case"):
        require_canonical_contents(pdf, read(pdf).embedded_signatures[0])
