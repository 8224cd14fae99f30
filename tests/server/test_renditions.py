"""Page pictures come from a process that is fenced in; hostile files end it and nothing else (T10)."""

import asyncio
import io
import json
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from agreements import render
from agreements.ids import Digest
from agreements.paper_marks import marks
from server.media_types import Untakable
from server.renditions import SCRIPT, Renditions
from tests import uploads
from tests.server.http import scans

TEXT = Digest("5a" * 32)
PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"

PROBE = """
import ctypes, json, runpy, socket, sys
names = runpy.run_path(sys.argv[1])
landlock = ctypes.CDLL(None).syscall(444, None, 0, 1)
names["fence"]()
tried = {}
for name, act in {
    "read": lambda: open(sys.argv[2]).read(),
    "write": lambda: open(sys.argv[2] + ".new", "w").write("x"),
    "append": lambda: open(sys.argv[2], "a").write("x"),
    "connect": lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1),
}.items():
    try:
        act()
        tried[name] = True
    except OSError:
        tried[name] = False
print(json.dumps({"landlock": landlock, **tried}), flush=True)
"""


@pytest.fixture
def renditions() -> Renditions:
    return Renditions()


def opened(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


async def refusal(renditions: Renditions, content: bytes, media_type: str) -> str:
    with pytest.raises(Untakable) as no:
        await renditions.pictures(content, media_type)
    return no.value.code


async def test_every_page_is_drawn_in_order(renditions: Renditions) -> None:
    pages = [opened(page) for page in await renditions.pictures(uploads.pdf(12), PDF)]
    shades = [page.convert("L").getpixel((50, 50)) for page in pages]
    assert [round(shade / 20) for shade in shades if isinstance(shade, int | float)] == list(range(1, 13))
    assert {page.size for page in pages} == {(1555, 2200)}


async def test_a_photo_is_turned_upright_and_tells_nothing_beside_itself(renditions: Renditions) -> None:
    (page,) = await renditions.pictures(uploads.photo_held_upright(), JPEG)
    image = opened(page)
    assert image.size == (300, 400)
    corner = image.getpixel((290, 10))
    assert isinstance(corner, tuple)
    assert corner[0] > 200 > corner[1]
    assert not image.getexif()
    assert b"Secret" not in page
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


async def test_a_camera_with_a_faulty_note_takes_no_picture_away(renditions: Renditions) -> None:
    content = uploads.picture(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xffgarbage")
    (page,) = await renditions.pictures(content, JPEG)
    assert opened(page).size == (400, 300)


@pytest.mark.parametrize(
    ("mode", "paper"),
    [("1", 1), ("L", 255), ("P", 0), ("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("I;16", 0xFFFF)],
)
async def test_pictures_of_every_depth_are_drawn_on_white(
    renditions: Renditions, mode: str, paper: int | tuple[int, ...]
) -> None:
    blank = Image.new(mode, (20, 10), paper)
    if mode == "P":
        blank.putpalette([255, 255, 255])
    file = io.BytesIO()
    blank.save(file, "PNG")
    (page,) = await renditions.pictures(file.getvalue(), PNG)
    assert opened(page).getpixel((5, 5)) == (255, 255, 255)


async def test_what_is_large_is_made_to_fit(renditions: Renditions) -> None:
    (page,) = await renditions.pictures(uploads.picture(size=(5000, 2500)), JPEG)
    assert opened(page).size == (2200, 1100)
    (page,) = await renditions.pictures(uploads.pdf(1, size=(3, 14_400)), PDF)
    assert opened(page).size == (1, 2200)


async def test_a_password_for_changing_only_does_not_keep_from_reading(renditions: Renditions) -> None:
    assert len(await renditions.pictures(uploads.locked_pdf(user=""), PDF)) == 3


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (uploads.locked_pdf(user="geheim"), PDF, "document.locked"),
        (uploads.pdf(61), PDF, "document.pages"),
        (uploads.pdf()[: len(uploads.pdf()) // 2], PDF, "document.broken"),
        (b"%PDF-1.7\n" + b"x" * 5000, PDF, "document.broken"),
        (uploads.picture(size=(800, 600))[:2000], JPEG, "document.broken"),
        (uploads.picture("PNG")[:200], PNG, "document.broken"),
        (uploads.picture("WEBP")[:60], WEBP, "document.broken"),
        (uploads.picture("PNG"), JPEG, "document.broken"),
        (uploads.huge_png(), PNG, "document.pixels"),
        (uploads.picture("PNG", size=(8000, 5001), mode="L"), PNG, "document.pixels"),
    ],
)
async def test_threat10_a_hostile_or_broken_file_gets_its_own_refusal(
    renditions: Renditions, content: bytes, media_type: str, code: str
) -> None:
    assert await refusal(renditions, content, media_type) == code


async def test_threat10_the_largest_that_is_allowed_is_drawn(renditions: Renditions) -> None:
    assert len(await renditions.pictures(uploads.pdf(60), PDF)) == 60
    assert len(await renditions.pictures(uploads.picture("PNG", size=(8000, 5000), mode="L"), PNG)) == 1


async def test_threat10_a_pdf_that_runs_and_launches_is_a_picture_like_any_other(renditions: Renditions) -> None:
    (page,) = await renditions.pictures(uploads.scripted_pdf(), PDF)
    assert opened(page).size == (1555, 2200)


@pytest.mark.alone
async def test_threat10_a_page_that_never_ends_is_ended_and_the_loop_goes_on() -> None:
    renditions = Renditions(within_s=2)
    began, beats = time.monotonic(), 0
    drawing = asyncio.create_task(refusal(renditions, uploads.endless_pdf(), PDF))
    while not drawing.done():
        await asyncio.wait({drawing}, timeout=0.1)
        beats += 1
    assert await drawing == "document.heavy"
    assert time.monotonic() - began < 10
    assert beats >= 15
    assert len(await renditions.pictures(uploads.pdf(), PDF)) == 3


async def test_threat10_the_process_can_neither_read_our_files_nor_write_nor_reach_the_network(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    probe = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", PROBE, str(SCRIPT), str(secret), str(port)), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asyncio.wait_for(probe.communicate(), 30)
    server.close()
    tried = json.loads(said)
    assert not tried["write"]
    assert not tried["append"]
    # What a kernel without Landlock cannot forbid, it cannot.
    assert tried["read"] == (tried["landlock"] < 1)
    assert not tried["connect"] or tried["landlock"] < 4
    assert secret.read_text() == "key"
    assert list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize(
    "shot",
    [scans.noisy, scans.turned(4), scans.turned(90), scans.turned(180), scans.turned(263), scans.at_an_angle],
    ids=["noisy", "askew", "on its side", "upside down", "both", "photographed"],
)
async def test_at52_the_mark_of_a_page_is_read_however_it_was_laid_in(renditions: Renditions, shot: scans.Shot) -> None:
    sheet = io.BytesIO()
    shot(scans.noisy(marked_pages()[1])).convert("RGB").save(sheet, "JPEG", quality=60)
    assert await renditions.codes(sheet.getvalue(), JPEG) == ((marks(TEXT, 2)[1].code,),)


async def test_at52_a_scanned_pdf_of_shuffled_pages_is_read_page_by_page(renditions: Renditions) -> None:
    first, second = marked_pages()
    blank = Image.new("L", first.size, 255)
    found = await renditions.codes(scans.scan([scans.noisy(second), blank, scans.noisy(first)]), PDF)
    assert found == ((marks(TEXT, 2)[1].code,), (), (marks(TEXT, 2)[0].code,))


async def test_threat10_a_hostile_scan_is_refused_like_any_document(renditions: Renditions) -> None:
    with pytest.raises(Untakable) as refused:
        await renditions.codes(uploads.locked_pdf(user="geheim"), PDF)
    assert refused.value.code == "document.locked"


@cache
def marked_pages() -> list[Image.Image]:
    """A print copy of two pages, scanned."""
    return scans.sheets(render.print_copy(uploads.pdf(2, size=(595, 842)), TEXT))
