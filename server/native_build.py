"""Why the native relay (signaling/media/_relay.c) is not there: what setup.py noted, and what this machine lacks now.

Looks, and runs the compiler's preprocessor once; changes nothing.
"""

import shutil
import subprocess
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

import signaling.media

EXTENSION: Final = "signaling.media._relay"
NOTE: Final = Path(signaling.media.__file__).with_name("_relay.absent")
"""What setup.py leaves in place of the library: `off`, or `failed: …` with the compiler's whole command line."""
AGAIN: Final = "MEDIATION_ROOM_NATIVE=required .venv/bin/python -m pip install --no-deps --no-build-isolation -e ."
PREPROCESSOR_PATIENCE_S: Final = 20.0


class Absence(NamedTuple):
    """Why, and what to do about it. `code` is stable."""

    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


def absence() -> Absence | None:
    """None where the native relay can be imported."""
    try:
        import_module(EXTENSION)
    except ModuleNotFoundError as error:
        return why_unbuilt(NOTE) if error.name == EXTENSION else _unusable(error)
    except ImportError as error:
        return _unusable(error)
    return None


def why_unbuilt(note: Path) -> Absence:
    """The nearest reason why there is no library."""
    noted = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    if noted == "off":
        return Absence(
            "switched_off",
            "安装时以 MEDIATION_ROOM_NATIVE=no 关闭了编译。",
            "its build was switched off by MEDIATION_ROOM_NATIVE=no.",
            f"如需使用，请运行：{AGAIN}",
            f"To have it, run: {AGAIN}",
        )
    missing = _missing()
    if missing is not None:
        return missing
    if noted:
        return Absence(
            "build_failed",
            "编译失败。",
            "its build failed.",
            f"请运行以下命令并查看编译器的输出：{AGAIN} -v",
            f"Run this and read what the compiler says: {AGAIN} -v",
        )
    return Absence("not_built", "尚未编译。", "it has not been built.", f"请运行：{AGAIN}", f"Run: {AGAIN}")


def _missing() -> Absence | None:
    """The first of compiler, Python.h and OpenSSL headers that is not on this machine."""
    compiler = _compiler()
    if compiler is None:
        return _lacking("no_compiler", "C 编译器", "there is no C compiler here", "gcc libc6-dev")
    include = sysconfig.get_path("include")
    if not Path(include, "Python.h").is_file():
        what = f"Python 头文件（{include}/Python.h）"
        return _lacking("no_python_headers", what, f"{include}/Python.h is not there", "python3-dev")
    if not _preprocesses(compiler, "openssl/evp.h"):
        return _lacking("no_openssl_headers", "OpenSSL 头文件", "OpenSSL's headers are not there", "libssl-dev")
    return None


def _lacking(code: str, zh: str, en: str, packages: str) -> Absence:
    return Absence(
        code,
        f"缺少{zh}。",
        f"{en}.",
        f"请安装 {packages}，然后运行：{AGAIN}",
        f"Install {packages}, then run: {AGAIN}",
    )


def _compiler() -> str | None:
    """The compiler that setuptools would take, or any."""
    configured = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    return next((found for name in (configured, "cc", "gcc", "clang") if (found := shutil.which(name))), None)


def _preprocesses(compiler: str, header: str) -> bool:
    try:
        ended = subprocess.run(  # noqa: S603 - the compiler this machine has on its PATH
            [compiler, "-E", "-x", "c", "-", "-o", "/dev/null"],
            input=f"#include <{header}>\n".encode(),
            capture_output=True,
            timeout=PREPROCESSOR_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def _unusable(error: ImportError) -> Absence:
    return Absence(
        "unusable",
        f"已编译，但无法载入：{error}。",
        f"it is built but cannot be loaded: {error}.",
        f"请为当前的 Python 与 OpenSSL 重新编译：{AGAIN}",
        f"Build it again for this Python and this OpenSSL: {AGAIN}",
    )
