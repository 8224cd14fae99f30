"""Files that never change: originals, the agreement's JSON, every PDF revision, page pictures. A folder.

A blob is called by the SHA-256 of its plain bytes. On disk it is AES-256-GCM under the folder's own key, the name being
associated data, so that what was changed, moved or swapped does not open. `put` returns when file and folder are
synced; a crash leaves a blob whole or absent.
"""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM

from agreements.ids import Digest
from server.durable import write_file, write_pieces

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
CHUNK_BYTES: Final = 1 << 18
"""A large file is read in such pieces."""
FAN_OUT: Final = 2
"""Characters of the name that make the sub-folder, so that none gets too full."""


class BlobDamaged(Exception):
    """A blob is missing, or does not open under its name."""


class BlobFolder:
    """Blobs under `folder`. Reading and writing happen in threads; GCM and fsync let the event loop go on."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._cipher = AESGCM(key)

    async def put(self, content: bytes) -> Digest:
        """Keep it, durable on return; what is there already and whole is not written again."""
        return await asyncio.to_thread(self.put_now, content)

    async def put_pieces(self, digest: Digest, pieces: Callable[[], Iterable[bytes]]) -> None:
        """As `put`, of a content that is never held whole; `pieces` blocks, is called in a thread, gives it once more.

        Raises BlobDamaged, and keeps nothing, where they are not what `digest` says.
        """
        await asyncio.to_thread(self.put_pieces_now, digest, pieces)

    async def get(self, digest: Digest) -> bytes:
        """The plain bytes; raises BlobDamaged."""
        return await asyncio.to_thread(self.get_now, digest)

    async def has(self, digest: Digest) -> bool:
        """Whether there is a file of that name."""
        return await asyncio.to_thread(self._path(digest).exists)

    def put_now(self, content: bytes) -> Digest:
        """As `put`, in this thread."""
        digest = Digest(hashlib.sha256(content).hexdigest())
        if not self._is_whole(digest):
            nonce = os.urandom(NONCE_BYTES)
            write_file(self._path(digest), nonce + self._cipher.encrypt(nonce, content, digest.encode()))
        return digest

    def put_pieces_now(self, digest: Digest, pieces: Callable[[], Iterable[bytes]]) -> None:
        """As `put_pieces`, in this thread."""
        if not self._is_whole(digest):
            write_pieces(self._path(digest), self._sealed(digest, pieces()))

    def _sealed(self, digest: Digest, pieces: Iterable[bytes]) -> Iterator[bytes]:
        nonce, found = os.urandom(NONCE_BYTES), hashlib.sha256()
        sealing = Cipher(AES256(self._key), GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(digest.encode())
        yield nonce
        for piece in pieces:
            found.update(piece)
            yield sealing.update(piece)
        if found.hexdigest() != digest:
            raise BlobDamaged(f"what was to be kept as {digest} is another content")
        yield sealing.finalize() + sealing.tag

    def get_now(self, digest: Digest) -> bytes:
        """As `get`, in this thread."""
        try:
            sealed = self._path(digest).read_bytes()
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], digest.encode())
        except FileNotFoundError:
            raise BlobDamaged(f"the file {digest} is missing") from None
        except (InvalidTag, ValueError):
            raise BlobDamaged(f"the file {digest} does not open") from None

    def chunks_now(self, digest: Digest) -> Iterator[bytes]:
        """The same bytes piece by piece, in this thread; raises BlobDamaged, in the end where only the end tells."""
        try:
            with self._path(digest).open("rb") as file:
                nonce, left = file.read(NONCE_BYTES), os.fstat(file.fileno()).st_size - NONCE_BYTES - TAG_BYTES
                opening = Cipher(AES256(self._key), GCM(nonce)).decryptor()
                opening.authenticate_additional_data(digest.encode())
                while left > 0:
                    piece = file.read(min(CHUNK_BYTES, left))
                    left -= len(piece) or left
                    yield opening.update(piece)
                yield opening.finalize_with_tag(file.read())
        except FileNotFoundError:
            raise BlobDamaged(f"the file {digest} is missing") from None
        except (InvalidTag, ValueError):
            raise BlobDamaged(f"the file {digest} does not open") from None

    def _is_whole(self, digest: Digest) -> bool:
        try:
            for _ in self.chunks_now(digest):
                continue
        except BlobDamaged:
            return False
        return True

    def _path(self, digest: Digest) -> Path:
        return self._folder / digest[:FAN_OUT] / digest

    def sweep(self) -> None:
        """Take away what a crash left half written."""
        for left in self._folder.glob("*/*.new"):
            left.unlink(missing_ok=True)
