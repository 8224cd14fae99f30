"""The two programs that every bundle carries and the public page publishes the hashes of: the same bytes for all."""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import TypeAdapter

MODULES: Final = ("form", "values", "hands", "sealed", "openssl", "checking")
"""Of `program/`, in the order in which they stand in the file; each knows those before it."""
SCRIPTS: Final = ("bytes", "zip", "sm3", "der", "keys", "cms", "proof", "hands", "paper", "bundle", "page")
"""Of `page/`, likewise."""
SCRIPT: Final = "/*SCRIPT*/"
SHEBANG: Final = "#!/usr/bin/env python3\n"
OURS: Final = "from agreements."
FUTURE: Final = "from __future__ import annotations"


@dataclass(frozen=True, slots=True)
class Published:
    """A program that lay in every bundle from that day on, until the next of its name."""

    name: Literal["verify.html", "verify.py"]
    since: date
    sha256: str


@cache
def published() -> tuple[Published, ...]:
    """Every program there has been, the oldest first: an old bundle has its own, and is honest all the same.

    Whoever changes a program adds its sum to `data/bundle_programs.json`; none is ever taken out.
    """
    raw = (files("agreements") / "data" / "bundle_programs.json").read_bytes()
    return TypeAdapter(tuple[Published, ...]).validate_json(raw)


@cache
def verify_py() -> bytes:
    """`verify.py`: needs nothing but Python, and the openssl command for signatures."""
    folder = files("agreements.bundle.program")
    texts = [(folder / f"{name}.py").read_text("utf-8") for name in MODULES]
    said = ast.parse(texts[-1]).body[0].end_lineno or 0
    head = "\n".join(texts[-1].splitlines()[:said])
    imports = sorted({line for text in texts for line in _imports(text)})
    bodies = "".join(f"\n\n{body}" for body in map(_body, texts))
    return f"{SHEBANG}{head}\n\n{FUTURE}\n\n{chr(10).join(imports)}\n{bodies}".encode()


def _imports(text: str) -> Iterator[str]:
    """Of the standard library, one a line."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            line = ast.unparse(node)
            if not line.startswith(OURS) and line != FUTURE:
                yield line


def _body(text: str) -> str:
    """What stands behind a module's imports."""
    last = max(node.end_lineno or 0 for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(text.splitlines()[last:]).strip("\n") + "\n"


@cache
def verify_html() -> bytes:
    """`verify.html`: a page that is opened from disk and loads nothing."""
    folder = files("agreements.bundle") / "page"
    script = "\n".join((folder / f"{part}.js").read_text("utf-8") for part in SCRIPTS)
    return (folder / "verify.html").read_text("utf-8").replace(SCRIPT, script).encode()


def sha256_of(program: bytes) -> str:
    """As published, lower-case hex."""
    return hashlib.sha256(program).hexdigest()
