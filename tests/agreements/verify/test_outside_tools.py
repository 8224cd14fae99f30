"""What programs that are not ours say of the same files: as much as esign.md §2 says they can see, and no more."""

import subprocess
from collections.abc import Callable
from pathlib import Path

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


PERSONS = 5
"""Platform, two parties, mediator, organisation: whose signatures those programs can judge."""
SEEN_BY_BYTES = {"1_page_stream_byte", "2_cms_digit", "13_saved_anew"}


def pdfsig_objects(tmp_path: Path, data: bytes) -> bool:
    return pdfsig(tmp_path, data).count("Signature is Valid.") < PERSONS


def mutool_objects(tmp_path: Path, data: bytes) -> bool:
    return mutool(tmp_path, data).count("The signature is valid") < PERSONS


def qpdf_objects(tmp_path: Path, data: bytes) -> bool:
    return told(tmp_path, data, "qpdf", "--check")[0] != 0


def test_at14_others_find_nothing_wrong_with_an_honest_file(case: SealedCase, tmp_path: Path) -> None:
    said = pdfsig(tmp_path, case.agreement)
    assert said.count("Signature is Valid.") == PERSONS
    assert "Digest Mismatch" not in said
    assert mutool(tmp_path, case.agreement).count("The signature is valid") == PERSONS
    assert told(tmp_path, case.agreement, "qpdf", "--check")[0] == 0


def test_at14_the_matrix_of_tampers_and_tools(case: SealedCase, tmp_path: Path) -> None:
    """`verify` finds all; others see changed bytes and no forbidden revision, so that the court needs `verify`."""
    tools = {"verify": _verify_objects(case), "pdfsig": pdfsig_objects, "mutool": mutool_objects, "qpdf": qpdf_objects}
    tampered = {name: tamper(case.agreement) for name, tamper in {**CHANGED, **ADDED}.items()}
    found = {
        tool: {name for name, data in tampered.items() if objects(tmp_path, data)} for tool, objects in tools.items()
    }
    print({tool: f"{len(names)} of {len(tampered)}" for tool, names in found.items()})
    assert found["verify"] == set(tampered)
    assert found["pdfsig"] == found["mutool"] == SEEN_BY_BYTES
    assert found["qpdf"] == {"1_page_stream_byte"}


def _verify_objects(case: SealedCase) -> Callable[[Path, bytes], bool]:
    return lambda _, data: case.verify(data).exit_code == 1
