"""Whatever is given, it answers with a sentence: garbage, bombs, other people's papers, and papers nearly right."""

import io
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.verify.certificates import NoCertificate
from agreements.verify.confinement import confined
from agreements.verify.limits import FILE_BYTES
from agreements.verify.report import Report, Result, Verdict
from agreements.verify.verification import verify_file
from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import closed_by_an_accomplice


def verified(data: bytes) -> Report:
    return verify_file(data, trust=(), at=datetime.now(UTC))


GARBAGE = {
    "empty": b"",
    "text": "在线调解".encode(),
    "zeros": bytes(10_000),
    "pdf_mark": b"%PDF-",
    "pdf_header": b"%PDF-1.7\n%%EOF\n",
    "zip_mark": b"PK\x03\x04",
    "zip_cut": b"PK\x03\x04" + bytes(40),
    "negative_range": b"%PDF-1.7\n/ByteRange [0 0 0 0]\n%%EOF\n",
    "deep": b"%PDF-1.7\n" + b"[" * 200_000,
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_broken_and_said_so(name: str) -> None:
    report = verified(GARBAGE[name])
    assert report.verdict is Verdict.BROKEN
    [line] = report.lines
    assert line.sentence.zh
    assert line.sentence.en


def test_a_huge_file_is_not_looked_at() -> None:
    report = verified(b"%PDF-1.7\n" + bytes(FILE_BYTES))
    assert report.exit_code == 2
    assert [line.result for line in report.lines] == [Result.UNCHECKED]


def test_an_encrypted_or_unsigned_pdf_is_no_paper_of_ours(small_case: SealedCase) -> None:
    for encryption in (pikepdf.Encryption(owner="a", user="b"), False):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(small_case.agreement)) as pdf:
            pdf.save(out, encryption=encryption)
        assert verified(out.getvalue()).verdict is Verdict.BROKEN


async def test_a_bomb_under_a_true_timestamp_costs_little(small_case: SealedCase) -> None:
    """An object stream of a gigabyte of blanks: the reader's limits, or else those of the process, end it."""
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1 << 10)) + packer.flush()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Bomb = pikepdf.Stream(
            pdf, bomb, Filter=pikepdf.Name.FlateDecode, Type=pikepdf.Name.ObjStm, N=1, First=4
        )
        out = io.BytesIO()
        pdf.save(out)
    stamped = await closed_by_an_accomplice(out.getvalue(), small_case.house.seals.timestamper, ((), ()))
    report = confined(stamped, trust=(), at=datetime.now(UTC))
    assert report.verdict is not Verdict.HOLDS


def test_a_child_that_dies_is_reported(tmp_path: Path) -> None:
    report = confined(b"%PDF-1.7\n", trust=(b"no PEM",), at=datetime.now(UTC))  # bad roots end the child
    assert [line.result for line in report.lines] == [Result.UNCHECKED]


def test_a_file_of_roots_without_a_root_is_refused() -> None:
    with pytest.raises(NoCertificate):
        verify_file(b"", trust=(b"no PEM",), at=datetime.now(UTC))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_pieces_of_a_paper_never_hold(small_case: SealedCase, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from((small_case.agreement, small_case.package)))
    begin, end = sorted(data.draw(st.tuples(*(st.integers(0, len(whole)),) * 2)))
    cut = whole[:begin] + whole[end:]
    if cut != whole:
        assert verified(cut).verdict is Verdict.BROKEN


def test_the_confined_reader_says_the_same(small_case: SealedCase) -> None:
    at, trust = datetime.now(UTC), (small_case.house.root,)
    assert confined(small_case.package, trust=trust, at=at) == verify_file(small_case.package, trust=trust, at=at)


def test_it_opens_no_connection(small_case: SealedCase, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(small_case.agreement)
    program = (
        "import sys, socket\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "sys.addaudithook(lambda event, _: refuse() if event in ('socket.connect', 'socket.getaddrinfo') else None)\n"
        "from datetime import datetime, UTC\n"
        "from agreements.verify.verification import verify_file\n"
        f"data = open({str(tmp_path / 'a.pdf')!r}, 'rb').read()\n"
        "print(verify_file(data, trust=(), at=datetime.now(UTC)).exit_code)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)
    assert ended.stdout.strip() == b"2"
