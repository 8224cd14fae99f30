"""Which data plane runs, and what is said where the native one is not there: on copies of our own tree."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.data_plane import data_plane
from server.native_build import absence, why_unbuilt
from signaling.media.native import NativePlane
from signaling.media.relay import RelayPlane

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("agreements", "law", "rooms", "server", "signaling", "web")


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server without its native part, as where nothing could be compiled."""
    folder = tmp_path_factory.mktemp("unbuilt")
    left_out = shutil.ignore_patterns("*.so", "_relay.absent", "__pycache__", "node_modules", "*.ts", "*.vue", "client")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=left_out)
    shutil.copy(ROOT / "setup.py", folder)
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n[tool.setuptools]\npackages = []\n')
    return folder


@pytest.fixture
def note(unbuilt: Path) -> Iterator[Path]:
    yield (path := unbuilt / "signaling" / "media" / "_relay.absent")
    path.unlink(missing_ok=True)


async def run(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """A Python there: its exit code and all it said, in one line."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "MEDIATION_ROOM_NATIVE"} | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode or 0, " ".join(said.decode().split())


async def doctor(folder: Path, **settings: str) -> tuple[int, str]:
    return await run(folder, "-m", "server", "doctor", "--data", "data", COLUMNS="2000", **settings)


def test_it_is_the_native_one_where_that_was_built() -> None:
    assert absence() is None
    chosen = data_plane("auto", 3)
    assert (chosen.name, chosen.shards, chosen.absence) == ("native", 3, None)
    assert isinstance(chosen.make(), NativePlane)
    assert list(chosen.ports(9000)) == [9000, 9001, 9002]
    assert list(chosen.ports(0)) == []


def test_python_is_chosen_by_name_and_has_one_port() -> None:
    chosen = data_plane("python", 3)
    assert isinstance(chosen.make(), RelayPlane)
    assert (chosen.name, list(chosen.ports(9000))) == ("python", [9000])


async def test_without_a_compiler_the_doctor_says_so_and_media_goes_on_in_python(unbuilt: Path) -> None:
    _, said = await doctor(unbuilt, PATH="")
    assert "缺少C 编译器" in said
    assert "there is no C compiler here" in said
    assert "gcc libc6-dev" in said


async def test_native_by_name_is_refused_where_it_is_not_there(unbuilt: Path) -> None:
    code, said = await doctor(unbuilt, PATH="", MEDIATION_ROOM_MEDIA_PLANE="native")
    assert code == 1
    assert "✗ 设置要求使用原生（C）媒体转发" in said
    code, said = await run(
        unbuilt, "-m", "server", "serve", "--data", "data", PATH="", MEDIATION_ROOM_MEDIA_PLANE="native"
    )
    assert code == 1
    assert "The settings ask for the native media relay, but there is no C compiler here." in said
    assert "Traceback" not in said


async def test_a_library_that_cannot_be_loaded_is_told_from_one_that_is_not_there(unbuilt: Path) -> None:
    broken = unbuilt / "signaling" / "media" / "_relay.abi3.so"
    broken.write_bytes(b"no library")
    try:
        _, said = await doctor(unbuilt)
    finally:
        broken.unlink()
    assert "it is built but cannot be loaded" in said


async def test_a_build_that_was_switched_off_is_said_to_be(unbuilt: Path, note: Path) -> None:
    code, _ = await run(unbuilt, "setup.py", "-q", "build_ext", "--inplace", MEDIATION_ROOM_NATIVE="no")
    assert (code, why_unbuilt(note).code) == (0, "switched_off")


async def test_a_failed_build_is_noted_and_fatal_only_where_it_is_required(unbuilt: Path, note: Path) -> None:
    build = ("setup.py", "-q", "build_ext", "--inplace")
    assert (await run(unbuilt, *build, CC="/bin/false"))[0] == 0
    assert why_unbuilt(note).code == "build_failed"
    assert (await run(unbuilt, *build, CC="/bin/false", MEDIATION_ROOM_NATIVE="required"))[0] != 0


def test_a_tree_in_which_nothing_was_built_yet_says_that(tmp_path: Path) -> None:
    assert why_unbuilt(tmp_path / "_relay.absent").code == "not_built"
