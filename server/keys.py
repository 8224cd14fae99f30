"""The node's secrets in `keys/` of the data folder: 32 random bytes each, made at first use, mode 0600."""

import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.audit.heads import NodeKey
from server.durable import fresh_file, sync_folder
from server.field_keys import FieldKeys

KEY_BYTES: Final = 32


class KeyFault(Exception):
    """A key file cannot be trusted or read; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Keys:
    """All secrets of one data folder."""

    fields: FieldKeys
    """For ID numbers, phones, e-mail addresses and agreements in the database."""
    invites: bytes
    """For deriving the parties' links (server/invites.py)."""
    node: NodeKey
    """For signing audit heads."""
    blobs: bytes
    """For the files of `server/storage/blobs.py`."""
    authority: bytes
    """Under which the keys of certificate, timestamp and platform authority are encrypted; the signing process's."""


def open_keys(folder: Path) -> Keys:
    """Read the keys of `folder`, making those that are missing; raises KeyFault."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = sorted(path.name for path in folder.glob("field-[0-9]*.key")) or ["field-1.key"]
    fields = {name.removeprefix("field-").removesuffix(".key"): made_secret(folder / name) for name in names}
    return Keys(
        fields=FieldKeys(fields, current=max(fields, key=int)),
        invites=made_secret(folder / "invites.key"),
        node=NodeKey(made_secret(folder / "node.key")),
        blobs=made_secret(folder / "blobs.key"),
        authority=made_secret(folder / "authority.key"),
    )


def made_secret(path: Path) -> bytes:
    """The secret in that file, made now where there is none; its folder is there. Raises KeyFault."""
    if not path.exists():
        _make(path)
    return kept_secret(path)


def kept_secret(path: Path) -> bytes:
    """The secret in that file; raises KeyFault, or FileNotFoundError where there is none."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFault(f"{path} can be read by others: chmod 600 it, or make a new key if somebody may have seen it")
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise KeyFault(f"{path} is damaged: it has {len(secret)} bytes instead of {KEY_BYTES}; restore it from backup")
    return secret


def _make(path: Path) -> None:
    # Written whole under another name, then linked: a crash leaves no half key, two starters agree on one.
    fresh = path.with_suffix(f".{secrets.token_hex(4)}.new")
    try:
        fresh_file(fresh, secrets.token_bytes(KEY_BYTES))
        path.hardlink_to(fresh)
    except FileExistsError:
        return
    finally:
        fresh.unlink(missing_ok=True)
        sync_folder(path.parent)
