"""Signatures, by the openssl command: the standard library has no public-key arithmetic."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

from agreements.bundle.program.values import Cms

ALONE = ("-no-CApath", "-no-CAstore")
"""Of whoever else this machine trusts, nothing is known here; `ts` asks nobody but those it is told."""


class OpenSsl:
    """The command, with the roots that count and a folder for what it reads."""

    def __init__(self, command: str, folder: Path, roots: bytes) -> None:
        self.command, self.folder, self.calls = command, folder, 0
        self.roots = str(self._file(roots))

    def _file(self, content: bytes) -> Path:
        self.calls += 1
        (self.folder / str(self.calls)).write_bytes(content)
        return self.folder / str(self.calls)

    def runs(self, *words: str | bytes) -> bool:
        command = [self.command, *(each if isinstance(each, str) else str(self._file(each)) for each in words)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603

    def holds(self, found: Cms, content: bytes) -> bool:
        """The value, the way to a root at its own time, and each certificate in it."""
        at = ("-CAfile", self.roots, "-attime", str(found.at))
        given = b"".join(map(pem, found.certificates))
        if found.content:
            good = self.runs("ts", "-verify", "-token_in", "-in", found.der, "-data", content, "-untrusted", given, *at)
        else:
            form = ("-binary", "-inform", "DER", "-purpose", "any", "-out", str(self.folder / "out"))
            good = self.runs("cms", "-verify", *form, "-in", found.der, "-content", content, *ALONE, *at)
            good = good and self.holds(found.token, found.signature)
        return good and all(
            self.runs("verify", "-untrusted", given, *ALONE, *at, pem(each)) for each in found.certificates
        )

    def signed_head(self, head: dict[str, Any]) -> bool:
        told = {name: head[name] for name in ("case", "seq", "hash", "at", "key_id")}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        key = bytes.fromhex("302a300506032b6570032100" + head["public_key"])
        form = ("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin")
        return self.runs(*form, "-inkey", key, "-in", text, "-sigfile", bytes.fromhex(head["signature"]))


def found_openssl() -> str | None:
    """The command, if it knows everything that is asked of it here (3.0 or later).

    Not one that lies in the current folder, where Windows looks first and a bundle may be unpacked.
    """
    found = shutil.which("openssl")
    if found is None or Path(found).resolve().parent == Path.cwd().resolve():
        return None
    told = subprocess.run([found, "version"], capture_output=True, check=False).stdout  # noqa: S603
    return found if re.match(rb"OpenSSL [3-9]", told) else None


def pem(der: bytes) -> bytes:
    """As openssl wants certificates."""
    return ssl.DER_cert_to_PEM_cert(der).encode()
