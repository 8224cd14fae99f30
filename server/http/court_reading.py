"""Reading on the court's desk: pages with the reader's name across them, and the bytes themselves for the file."""

from typing import Final

from aiohttp import web

from agreements.ids import Digest
from agreements.ports import Away
from law.beijing import clock
from server.app_keys import CLOCK, READING_PAGES, STORES
from server.http.access import Call, Staff
from server.http.case_courts import court_names
from server.http.court_door import B, own_submission, read, taken
from server.http.files import File, LargeFile
from server.http.problems import refused
from server.http.submission_bodies import CourtFilePages
from server.media_types import Untakable
from server.storage.submissions import BundleFile, Submission
from server.submissions.reading import READABLE
from server.submissions.receipt import receipt
from server.submissions.watermark import JPEG

ZIP: Final = "application/zip"
JSON: Final = "application/json"
TEXT: Final = "text/plain"
OCTETS: Final = "application/octet-stream"
PDF: Final = "application/pdf"
PNG: Final = "image/png"


async def file_pages(call: Call[Staff, None]) -> CourtFilePages:
    """How many pages a file has."""
    found = await own_submission(call)
    return CourtFilePages(pages=len(await _pages(call, _file(call, found.one))))


async def page(call: Call[Staff, None]) -> File:
    """One page as a picture, with the reader's name, account and the time across it."""
    found, app, account = await own_submission(call), call.request.app, call.caller.account
    file, number = _file(call, found.one), int(call.request.match_info["page"])
    pages = await _pages(call, file)
    if number > len(pages):
        raise refused("papers.page_unknown")
    await read(call, found.one, f"{file.path}#{number}")
    text = f"{account.name}（{account.username}） {clock(app[CLOCK]())[:16]}"
    return File(await app[READING_PAGES].page(pages[number - 1], text), JPEG)


async def original(call: Call[Staff, None]) -> LargeFile:
    """One file byte for byte as it was handed in."""
    found = await own_submission(call)
    file = _file(call, found.one)
    await taken(call, found.one, file.path, file.sha256)
    blobs = call.request.app[STORES].blobs
    name = f"{found.one.number} {file.path.replace('/', '_')}"
    return LargeFile(file.size, lambda: blobs.chunks_now(file.sha256), file.mime, name)


async def part(call: Call[Staff, None]) -> File | LargeFile:
    """The whole bundle as it was handed in, its detached hash, or the receipt."""
    found, what = await own_submission(call), call.request.match_info["part"]
    await taken(call, found.one, what, found.one.sha256)
    return await part_of(call.request.app, found.one, found.line.case_no, what)


async def part_of(app: web.Application, one: Submission, case_no: str, what: str) -> File | LargeFile:
    """One of the three files that go over a one-way line or come back; `what` as the path has it."""
    if what == "bundle.zip":
        blobs = app[STORES].blobs
        return LargeFile(one.size, lambda: blobs.chunks_now(one.sha256), ZIP, f"{one.number}.zip")
    if what == "bundle.zip.sha256":
        # As `sha256sum -c` reads it.
        return File(f"{one.sha256}  {one.number}.zip\n".encode(), TEXT, f"{one.number}.zip.sha256")
    names = await court_names(app[STORES])
    return File(receipt(one, case_no, names.get(one.court, "")), JSON, f"{one.number} 回执.json")


def _file(call: Call[Staff, B], one: Submission) -> BundleFile:
    number = int(call.request.match_info["number"])
    if number >= len(one.files):
        raise refused("papers.page_unknown")
    return one.files[number]


async def _pages(call: Call[Staff, B], file: BundleFile) -> tuple[Digest, ...]:
    if file.mime not in READABLE:
        raise refused("papers.page_unknown")
    try:
        return await call.request.app[READING_PAGES].of(file)
    except Away:
        raise refused("papers.press_away") from None
    except Untakable as no:
        raise refused(no.code) from None
