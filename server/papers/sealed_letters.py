"""Letters that are sealed here: by the platform, and by the organisation where its keeper says so.

Each is made once: the same data is the same letter, which is kept with all sealed files, known to the public check, and
has its timestamps renewed. Who asks again gets the newest generation of it.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Protocol

from agreements.ids import AgreementId, Digest
from agreements.letter import Letter
from agreements.ports import ClosedFile, OrganisationSeal, Rendered, SealLook, SignedRevision
from server.storage.blobs import BlobFolder
from server.storage.sealed_files import FIRST, SealedFile, SealedFileStore

FILE: Final = "letter.pdf"
ID_LETTERS: Final = 32
"""Of the data's SHA-256, enough to name it."""


class LetterPress(Protocol):
    """What prints; `server.papers.pools.RenderPool` in life."""

    async def letter(self, told: Letter, canonical: bytes) -> Rendered: ...
    async def seal(self, look: SealLook) -> bytes: ...


class LetterSigner(Protocol):
    """What signs; `agreements.signing_process.SigningProcess` in life."""

    async def prepare(self, rendered: Rendered) -> bytes: ...
    async def certify(self, pdf: bytes) -> ClosedFile: ...
    async def close(self, pdf: bytes) -> ClosedFile: ...
    async def seal_organisation(
        self, pdf: bytes, field: str, seal: OrganisationSeal, appearance: bytes
    ) -> SignedRevision: ...


@dataclass(frozen=True, slots=True)
class KeptLetters:
    """Only what was sealed before: who looks ahead seals nothing, and needs nobody who seals."""

    files: SealedFileStore

    async def platform_file(self, told: Letter, canonical: bytes) -> Digest | None:  # noqa: ARG002 - as who seals it
        """The newest generation of the letter; None where it is not sealed yet."""
        return await self.files.newest_of(_name(canonical), FILE)


@dataclass(frozen=True, slots=True)
class SealedLetters:
    """One node's. Two nodes that seal one letter at once keep the first."""

    press: LetterPress
    signing: LetterSigner
    files: SealedFileStore
    blobs: BlobFolder

    async def platform(self, told: Letter, canonical: bytes) -> bytes:
        """The letter under the platform's signature. Raises Unprintable, FontsMissing and Away."""
        return await self.blobs.get(await self.platform_file(told, canonical))

    async def platform_file(self, told: Letter, canonical: bytes) -> Digest:
        """The same by the digest of its newest generation. Raises what `platform` does."""
        return await self._newest(canonical) or await self._keep(
            canonical, await self.signing.certify((await self.press.letter(told, canonical)).pdf)
        )

    async def organisation(self, told: Letter, canonical: bytes, seal: OrganisationSeal) -> bytes:
        """The letter, which has a place for it, under the organisation's seal too. Raises what `platform` does."""
        kept = await self._newest(canonical)
        if kept is not None:
            return await self.blobs.get(kept)
        certified = await self.signing.prepare(await self.press.letter(told, canonical))
        drawn = await self.press.seal(SealLook(told.organisation, seal.serial))
        pressed = await self.signing.seal_organisation(certified, told.seal_field, seal, drawn)
        return await self.blobs.get(await self._keep(canonical, await self.signing.close(pressed.pdf)))

    async def _newest(self, canonical: bytes) -> Digest | None:
        return await self.files.newest_of(_name(canonical), FILE)

    async def _keep(self, canonical: bytes, made: ClosedFile) -> Digest:
        name, sha256 = _name(canonical), await self.blobs.put(made.pdf)
        await self.files.add(SealedFile(name, FILE, FIRST, sha256, made.at))
        return await self._newest(canonical) or sha256


def _name(canonical: bytes) -> AgreementId:
    return AgreementId(f"letter-{Digest(hashlib.sha256(canonical).hexdigest())[:ID_LETTERS]}")
