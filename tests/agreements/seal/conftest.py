import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto import x509

from agreements.authority.folder import AuthorityFolder, open_folder
from agreements.ports import SignerIdentity
from agreements.seal.adapters import as_asn1
from agreements.seal.requests import Vouching
from agreements.seal.sealing import Seals
from agreements.seal.workshop import opened
from tests.agreements.seal.papers import look


@dataclass(frozen=True, slots=True)
class House:
    """An in-house authority with all its keys open in this process."""

    folder: AuthorityFolder
    seals: Seals

    @property
    def roots(self) -> list[x509.Certificate]:
        return [as_asn1(root) for root in self.seals.anchors.roots]

    async def signed(self, pdf: bytes, *fields: str) -> bytes:
        for field in fields:
            pdf = (await self.seals.signed(pdf, field, SignerIdentity(f"seat-{field}", "agreement-1"), look())).pdf
        return pdf


def vouching(parent: Path) -> Vouching:
    return Vouching(parent / "authority", secrets.token_bytes(32))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    told = vouching(tmp_path_factory.mktemp("house"))
    return House(open_folder(told.folder, told.wrapping_key), opened(told))
