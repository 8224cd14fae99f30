"""The data plane's suite once more, with an extension that AddressSanitizer and UBSan watch."""

import os
import subprocess
import sys
from pathlib import Path
from sysconfig import get_config_var

import pytest

from tests.signaling.media.native.library import ROOT

BUILT = ROOT / "build" / "sanitized"
SANITIZERS = "-fsanitize=address,undefined"
SUITE = tuple(
    f"tests/signaling/media/test_{part}.py"
    for part in ("plane", "feedback", "streams", "control", "shards", "transaction")
)
CHOICE = "not python"
LOADER = """
import importlib.util, os, sys

import signaling.media

spec = importlib.util.spec_from_file_location("signaling.media._relay", os.environ["WATCHED_RELAY"])
relay = importlib.util.module_from_spec(spec)
spec.loader.exec_module(relay)
sys.modules["signaling.media._relay"] = signaling.media._relay = relay
"""
"""A plugin of pytest's: before anything imports the relay, this one is in its place."""


def built() -> Path:
    """The watched extension; setuptools builds it anew only when a source is newer."""
    flags = f"{SANITIZERS} -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g"
    build = ("build_ext", "--build-lib", str(BUILT), "--build-temp", str(BUILT / "objects"))
    subprocess.run(
        (sys.executable, "setup.py", "-q", *build),
        cwd=ROOT,
        env=os.environ | {"CFLAGS": flags, "LDFLAGS": SANITIZERS, "MEDIATION_ROOM_NATIVE": "required"},
        check=True,
    )
    return BUILT / "signaling" / "media" / f"_relay{get_config_var('EXT_SUFFIX')}"


def runtime() -> str:
    """AddressSanitizer's library, which must be there before the interpreter."""
    compiler = os.environ.get("CC", "gcc")
    found = subprocess.run((compiler, "-print-file-name=libasan.so"), check=True, capture_output=True, text=True)
    return found.stdout.strip()


@pytest.mark.timeout(400)
def test_threat15_the_data_planes_suite_holds_under_the_sanitizers(tmp_path: Path) -> None:
    """A report ends the interpreter at once. Leaks are not asked for: the interpreter's own would be told."""
    watched = built()
    (tmp_path / "watched_relay.py").write_text(LOADER)
    run = subprocess.run(
        (
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "watched_relay",
            "-p",
            "no:cacheprovider",
            *SUITE,
            "-k",
            "not python",
        ),
        cwd=ROOT,
        env=os.environ
        | {
            "WATCHED_RELAY": str(watched),
            "LD_PRELOAD": runtime(),
            "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
            "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1",
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-8000:]
    assert "runtime error" not in run.stdout + run.stderr
