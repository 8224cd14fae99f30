"""Makes pictures of one file that nobody has vetted, alone in a process that lives for that file only.

Started as a script: it imports nothing of ours, and nothing of ours imports it.

    stdin    one line with the media type, and perhaps ` codes`, then the file to its end
    stdout   one line of JSON, {"sizes": […]} and then the JPEG pictures back to back; or {"refused": code};
             asked for codes: {"codes": [[…], …]}, what the QR codes of each page say, and no pictures

Before it looks at the first byte it gives up what a seized decoder could use: writing files, reading any but fonts,
the network, memory and processor time beyond a bound (T10).
"""

import ctypes
import io
import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NoReturn

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin
from pypdfium2 import raw

FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PLUGINS: Final = (TiffImagePlugin, WebPImagePlugin)
"""What Pillow would load when it is needed, Exif by the one for TIFF: behind the fence there is no importing."""
MOST_PAGES: Final = 60
MOST_PIXELS: Final = 40_000_000
LONGEST_PX: Final = 2200
"""Longer side of a page picture: A4 at 188 dpi, the small print of a payslip is legible when zoomed."""
QUALITY: Final = 80
MOST_BYTES: Final = 60 * 1024 * 1024
CODES: Final = " codes"
MOST_CODES: Final = 8
"""Of a page; more are passed over."""
LONGEST_CODE: Final = 100
"""Characters; a longer one is none of ours."""
CODE_PX: Final = 3600
"""Longer side of a picture in which codes are looked for."""

MEMORY_BYTES: Final = 1280 * 1024 * 1024
CPU_S: Final = 45
NICER: Final = 5
"""Sound and picture of the rooms come first."""

CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_NO_NEW_PRIVS: Final = 38
LANDLOCK: Final = (444, 445, 446)
"""System calls of Landlock (Linux 5.13): create a rule set, add a rule, restrict oneself. One number everywhere."""
READ_FILE_AND_FOLDER: Final = 0b1100
FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")


class Refused(Exception):
    """The file cannot be taken, by a code that the server has sentences for."""


def fence() -> None:
    """Give up what is not needed. Kernels without user namespaces or Landlock leave the other bounds."""
    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _landlock(libc)


def _landlock(libc: ctypes.CDLL) -> None:
    create, add, restrict = LANDLOCK
    abi = libc.syscall(create, None, 0, 1)
    if abi < 1:
        return
    # Every right of this kernel's version is taken (landlock(7)); the two for reading come back for fonts.
    rights = {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)
    fields = [(1 << rights) - 1] if abi < 4 else [(1 << rights) - 1, 0b11]
    ruleset = libc.syscall(create, struct.pack(f"={len(fields)}Q", *fields), 8 * len(fields), 0)
    for folder in FONTS:
        with suppress(OSError):
            opened = os.open(folder, os.O_PATH | os.O_DIRECTORY)
            libc.syscall(add, ruleset, 1, struct.pack("=Qi", READ_FILE_AND_FOLDER, opened), 0)
            os.close(opened)
    libc.syscall(restrict, ruleset, 0)
    os.close(ruleset)


def pages(content: bytes) -> Iterator[Image.Image]:
    """Each page of a PDF as it would be printed, forms filled in."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Refused("document.locked" if locked else "document.broken") from None
    if len(document) > MOST_PAGES:
        raise Refused("document.pages")
    if len(document) == 0:
        raise Refused("document.broken")
    document.init_forms()
    for page in document:
        yield page.render(scale=LONGEST_PX / max(*page.get_size(), 1)).to_pil()
        page.close()


def picture(content: bytes, media_type: str) -> Image.Image:
    """The picture itself, upright."""
    with Image.open(io.BytesIO(content), formats=(FORMATS[media_type],)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused("document.pixels")
        image.load()
        try:
            return ImageOps.exif_transpose(image)
        except Exception:  # noqa: BLE001 - a camera's faulty note on how it was held takes no picture away
            return image.copy()


def printed(image: Image.Image) -> bytes:
    """The picture alone on white, as JPEG: no place, camera, thumbnail or remark goes with it."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        shape = image.convert("RGBA")
        sheet = Image.new("RGB", shape.size, "white")
        sheet.paste(shape, mask=shape.getchannel("A"))
    else:
        sheet = Image.new("RGB", image.size, "white")
        sheet.paste(image.convert("RGB"))
    sheet.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def pictures(content: bytes, media_type: str) -> list[bytes]:
    """All pages as JPEG files, in order; raises Refused."""
    done, size = [], 0
    for image in pages(content) if media_type == "application/pdf" else [picture(content, media_type)]:
        done.append(printed(image))
        size += len(done[-1])
        if size > MOST_BYTES:
            raise Refused("document.heavy")
    return done


def codes(content: bytes, media_type: str) -> list[list[str]]:
    """What the QR codes of each page say; raises Refused."""
    images = pages(content) if media_type == "application/pdf" else [picture(content, media_type)]
    return [_codes(image) for image in images]


def _codes(image: Image.Image) -> list[str]:
    grey = image.convert("L")
    grey.thumbnail((CODE_PX, CODE_PX), Image.Resampling.LANCZOS)
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [one.text for one in found if len(one.text) <= LONGEST_CODE][:MOST_CODES]


def answer(said: dict[str, object], files: list[bytes]) -> NoReturn:
    """Say it and end at once, without anything that would run at an ordinary end."""
    out = sys.stdout.buffer
    out.write(json.dumps(said).encode() + b"\n")
    for file in files:
        out.write(file)
    out.flush()
    os._exit(0)


def main() -> NoReturn:
    """One file in, its pictures or one refusal out."""
    Image.MAX_IMAGE_PIXELS = None  # our own bound holds, and is asked before a pixel is read
    Image.preinit()
    fence()
    asked = sys.stdin.buffer.readline().decode().strip()
    media_type, content = asked.removesuffix(CODES), sys.stdin.buffer.read()
    try:
        if asked != media_type:
            answer({"codes": codes(content, media_type)}, [])
        made = pictures(content, media_type)
    except Refused as refused:
        answer({"refused": str(refused)}, [])
    except MemoryError:
        answer({"refused": "document.heavy"}, [])
    except Exception:  # noqa: BLE001 - whatever a decoder makes of hostile bytes, it is the file's fault
        answer({"refused": "document.broken"}, [])
    answer({"sizes": [len(one) for one in made]}, made)


if __name__ == "__main__":
    main()
