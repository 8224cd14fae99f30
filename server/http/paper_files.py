"""Pages and files of an agreement as they go out, to whoever was found to be allowed them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, assert_never

from aiohttp import web

from agreements.agreement import Agreement, Closing, Drafting, Freezing, Frozen, Sealed, Signing
from agreements.ids import Digest
from agreements.ports import Away
from server.app_keys import SIGNED_PAGES
from server.http.files import File
from server.http.paper_bodies import PaperFile
from server.http.problems import refused
from server.storage.blobs import BlobFolder
from server.stores import Stores

PNG: Final = "image/png"
PDF: Final = "application/pdf"
JSON: Final = "application/json"
TITLES: Final[Mapping[PaperFile, str]] = {
    "agreement.pdf": "调解协议书.pdf",
    "evidence.pdf": "签署证据页.pdf",
    "agreement.json": "协议数据.json",
}


def frozen_of(agreement: Agreement) -> Frozen | None:
    """The text that is read and signed; None while there is none."""
    match agreement.stage:
        case Drafting() | Freezing():
            return None
        case Signing() | Closing() | Sealed():
            return agreement.stage.frozen
        case _:
            assert_never(agreement.stage)


async def pages_of(app: web.Application, agreement: Agreement) -> Sequence[Digest]:
    """What there is to be read: the frozen text, and when it is sealed the same with the signatures; raises Refused."""
    if isinstance(agreement.stage, Sealed):
        try:
            return await app[SIGNED_PAGES].of(agreement.stage.pdf)
        except Away:
            raise refused("papers.press_away") from None
    frozen = frozen_of(agreement)
    if frozen is None:
        raise refused("papers.none")
    return frozen.pages


def sealed_of(agreement: Agreement) -> Sealed:
    """The finished stage; raises Refused before."""
    if not isinstance(agreement.stage, Sealed):
        raise refused("papers.not_sealed")
    return agreement.stage


def digests(sealed: Sealed) -> Mapping[PaperFile, Digest]:
    """The blob of each finished file."""
    return {"agreement.pdf": sealed.pdf, "evidence.pdf": sealed.evidence, "agreement.json": sealed.frozen.digest}


async def picture(blobs: BlobFolder, pages: Sequence[Digest], number: str) -> File:
    """One page, counted from 1 as the path has it; raises Refused where there is none."""
    index = int(number) - 1
    if index >= len(pages):
        raise refused("papers.page_unknown")
    return File(await blobs.get(pages[index]), PNG)


async def newest(stores: Stores, sealed: Sealed) -> Sealed:
    """The same with the newest generation of each file: what is taken away then checks for longest."""
    files = stores.sealed_files
    return replace(sealed, pdf=await files.newest(sealed.pdf), evidence=await files.newest(sealed.evidence))


async def paper(stores: Stores, agreement: Agreement, file: PaperFile) -> File:
    """One finished file, to be saved under the agreement's number; raises Refused before the sealing."""
    sealed = await newest(stores, sealed_of(agreement))
    content = await stores.blobs.get(digests(sealed)[file])
    return File(content, JSON if file.endswith(".json") else PDF, f"{agreement.matter.number} {TITLES[file]}")
