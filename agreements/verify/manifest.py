"""The signed list of a package's members, laid beside the members both ways."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from pydantic import TypeAdapter, ValidationError

from agreements.verify.contents import canonical
from agreements.verify.report import Line, broken, holds
from agreements.verify.revisions import Malformed

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
LISTED: Final = (
    "README_验证说明.txt",
    "agreement.json",
    "agreement.pdf",
    "evidence.pdf",
    "proof/events.jsonl",
    "proof/head.json",
    "proof/root.pem",
)
MEMBERS: Final = (*LISTED, MANIFEST, SIGNATURE)
"""Exactly these, in this order."""
SCHEMA: Final = "mediation-package/1"
MIMES: Final = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "pem": "application/x-pem-file",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A member in the manifest."""

    path: str
    sha256: str
    sm3: str
    size: int
    mime: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """manifest.json."""

    schema: str
    agreement: str
    case_no: str
    files: tuple[Listed, ...]


def manifest_of(found: Mapping[str, bytes]) -> Manifest:
    """The list; raises Malformed where it cannot be read or the package has not exactly the members it must have."""
    if tuple(found) != MEMBERS:
        raise Malformed("压缩包的成员不全或有多余。", "The package has not exactly the members it must have.")
    raw = found[MANIFEST]
    try:
        manifest = TypeAdapter(Manifest).validate_json(raw, strict=True, extra="forbid")
    except ValidationError:
        raise Malformed("清单无法读取。", "The manifest cannot be read.") from None
    if not canonical(raw) or manifest.schema != SCHEMA:
        raise Malformed("清单不是规范形式。", "The manifest is not in canonical form, or of an unknown version.")
    return manifest


def listed(found: Mapping[str, bytes], manifest: Manifest) -> Iterator[Line]:
    """Each member is in the list, and each entry has its member."""
    if tuple(entry.path for entry in manifest.files) != LISTED:
        yield broken("manifest.files", "清单与成员不对应。", "The manifest does not list exactly the members.")
        return
    changed = [entry.path for entry in manifest.files if entry != _entry(entry.path, found[entry.path])]
    for path in changed:
        yield broken(f"manifest.{path}", f"{path} 与清单不符。", f"{path} is not what the manifest says.")
    if not changed:
        count = len(LISTED)
        yield holds("manifest.files", f"清单所列{count}个文件齐全且相符。", f"All {count} files are as listed.")


def _entry(path: str, content: bytes) -> Listed:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(content)
    sha256 = hashlib.sha256(content).hexdigest()
    return Listed(path, sha256, sm3.finalize().hex(), len(content), MIMES[path.rpartition(".")[2]])
