"""What programs that are not ours say of the same files: as much as esign.md §2 says they can see, and no more."""

import subprocess
from pathlib import Path

import pytest

from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import ADDED, CHANGED


def told(tmp_path: Path, data: bytes, *command: str) -> tuple[int, str]:
    file = tmp_path / "paper.pdf"
    file.write_bytes(data)
    ended = subprocess.run([*command, str(file)], capture_output=True, check=False, timeout=60)
    return ended.returncode, (ended.stdout + ended.stderr).decode(errors="replace")


def pdfsig(tmp_path: Path, data: bytes) -> str:
    return told(tmp_path, data, "pdfsig", "-nocert")[1]


def mutool(tmp_path: Path, data: bytes) -> str:
    return told(tmp_path, data, "mutool", "sign", "-v")[1]


def test_at14_pdfsig_finds_every_persons_signature_valid(case: SealedCase, tmp_path: Path) -> None:
    said = pdfsig(tmp_path, case.agreement)
    assert said.count("Signature is Valid.") == 4
    assert "Digest Mismatch" not in said


def test_at14_mutool_and_qpdf_find_nothing_wrong(case: SealedCase, tmp_path: Path) -> None:
    assert mutool(tmp_path, case.agreement).count("The signature is valid") == 4
    assert told(tmp_path, case.agreement, "qpdf", "--check")[0] == 0


@pytest.mark.parametrize("tamper", ["1_page_stream_byte", "2_cms_digit", "13_saved_anew"])
def test_at14_pdfsig_and_mutool_see_changed_bytes(case: SealedCase, tmp_path: Path, tamper: str) -> None:
    changed = CHANGED[tamper](case.agreement)
    assert pdfsig(tmp_path, changed).count("Signature is Valid.") < 4
    assert mutool(tmp_path, changed).count("The signature is valid") < 4


def test_at14_qpdf_sees_a_changed_page_stream(case: SealedCase, tmp_path: Path) -> None:
    assert told(tmp_path, CHANGED["1_page_stream_byte"](case.agreement), "qpdf", "--check")[0] == 3


@pytest.mark.parametrize("tamper", ADDED)
def test_at14_no_outside_tool_sees_a_forbidden_revision(case: SealedCase, tmp_path: Path, tamper: str) -> None:
    """So the court needs `verify`: pdfsig calls all four valid under a white box too."""
    changed = ADDED[tamper](case.agreement)
    assert pdfsig(tmp_path, changed).count("Signature is Valid.") == 4
    assert case.verify(changed).exit_code == 1
