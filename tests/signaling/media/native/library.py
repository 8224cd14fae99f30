"""The relay's C core as a shared library of its own, so that tests reach its parts without a server around them."""

import hashlib
import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[4]
NATIVE = ROOT / "signaling" / "media" / "native"
BUILT = ROOT / "build" / "native"

FLAGS = ("-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O2", "-g", "-fPIC", "-shared")
MORE_FLAGS = tuple(shlex.split(os.environ.get("NATIVE_FLAGS", "")))
"""Such as `-fsanitize=undefined -fno-sanitize-recover=all`; for AddressSanitizer its library must be preloaded too."""


def built_library() -> Path:
    """Every C file of the core in one library, built anew when a file, a flag or the compiler is another one.

    Raises CalledProcessError when it does not compile.
    """
    compiler = os.environ.get("CC", "cc")
    sources = sorted(NATIVE.glob("*.c"))
    command = (compiler, *FLAGS, *MORE_FLAGS)
    library = BUILT / f"libnative-{_digest(command, (*sources, *sorted(NATIVE.glob('*.h'))))}.so"
    if not library.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        # Somebody beside us may build the same: whole or not at all.
        with TemporaryDirectory(dir=BUILT) as workshop:
            fresh = Path(workshop) / library.name
            subprocess.run((*command, *map(str, sources), "-o", str(fresh), "-lcrypto", "-lm"), check=True)
            fresh.replace(library)
    return library


def _digest(command: tuple[str, ...], files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256("\0".join(command).encode())
    for file in files:
        digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
