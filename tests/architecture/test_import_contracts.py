"""The import contracts of pyproject.toml hold, and each of them breaks when something is put in the wrong place."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, product_files, project

VIOLATIONS = {
    "direction": ("law/new.py", "import rooms.room\n"),
    "web-alone": ("web/assets.py", "import law\n"),
    "web-assets": ("web/new.py", ""),
    "pure": ("rooms/new.py", "import asyncio\n"),
    "socketio-door": ("server/new.py", "import socketio\n"),
    "webrtc-door": ("server/new.py", "from aiortc import RTCPeerConnection\n"),
    "sql-door": ("server/new.py", "from sqlalchemy import select\n"),
    "weasyprint-door": ("server/new.py", "import weasyprint\n"),
    "pyhanko-door": ("server/new.py", "from pyhanko.sign import signers\n"),
    "token-door": ("server/new.py", "import pkcs11\n"),
    "verify-alone": ("agreements/verify/new.py", "from agreements import seal\n"),
    "signaling-agreements": ("signaling/new.py", "import agreements.agreement\n"),
    "no-tests": ("server/new.py", "import tests.suites\n"),
}
"""contract id → a file and the line in it that the contract must catch."""


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    command += [argument for contract in contracts for argument in ("--contract", contract)]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=60)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Our packages and their contracts in a folder of their own, to be spoilt."""
    for path in [ROOT / "pyproject.toml", *product_files()]:
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_all_contracts_hold() -> None:
    kept = lint(ROOT)
    assert kept.returncode == 0, kept.stdout


def test_no_contract_makes_an_exception() -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]
    assert [contract["id"] for contract in contracts if "ignore_imports" in contract] == []
    assert set(VIOLATIONS) | {contract["id"] for contract in contracts if "exhaustive" in contract} == {
        contract["id"] for contract in contracts
    }


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_breaks_its_contract(copy: Path, contract: str) -> None:
    file, line = VIOLATIONS[contract]
    with (copy / file).open("a") as spoilt:
        spoilt.write(line)
    broken = lint(copy, contract)
    assert broken.returncode == 1
    assert "BROKEN" in broken.stdout


@pytest.mark.parametrize(
    "package",
    ["agreements", "agreements/verify", "law", "rooms", "server", "signaling", "signaling/contract", "signaling/media"],
)
def test_a_new_module_without_a_place_breaks_the_layers(copy: Path, package: str) -> None:
    (copy / package / "unplaced.py").write_text("")
    contract = f"layers-{package.replace('/', '-')}"
    broken = lint(copy, contract)
    assert broken.returncode == 1
    assert "unplaced" in broken.stdout
