"""Files as people upload them, and as those do who want to break something."""

import io
import struct
import zlib

import pikepdf
from PIL import Image, ImageDraw

A4 = (595, 842)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object) -> bytes:
    """White, with a red corner at the top left."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo_held_upright() -> bytes:
    """As phones store it: lying, with a note to turn it by 90°, and with where and what it was taken with."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (32.0, 3.0, 30.0)
    return picture(exif=exif)


def pdf(pages: int = 3, size: tuple[int, int] = A4) -> bytes:
    """Pages of different greys, so that each can be told from the others: page n has 20·n."""
    document = pikepdf.new()
    for number in range(1, pages + 1):
        document.add_blank_page(page_size=size)
        grey = number * 20 / 255
        document.pages[-1].Contents = document.make_stream(f"{grey} g 0 0 {size[0]} {size[1]} re f".encode())
    return saved(document)


def chinese_pdf(*lines: str) -> bytes:
    """One page of text in a font that is not in the file, coded by a table that readers bring (UniGB-UCS2-H)."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4)
    system = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=4)
    described = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/STSong-Light"), Flags=6, ItalicAngle=0, StemV=93
    )
    described.update({"/FontBBox": pikepdf.Array([-25, -254, 1000, 880])})
    described.update({"/Ascent": 752, "/Descent": -271, "/CapHeight": 737})
    glyphs = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=system,
        FontDescriptor=described,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=pikepdf.Array([glyphs]),
    )
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
    text = " 0 -40 Td ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
    page.Contents = document.make_stream(f"BT /F 24 Tf 60 760 Td {text} ET".encode())
    return saved(document)


def locked_pdf(*, user: str) -> bytes:
    """With an owner's password, and one for opening it."""
    document = pikepdf.open(io.BytesIO(pdf()))
    return saved(document, encryption=pikepdf.Encryption(owner="owner", user=user))


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    file = io.BytesIO()
    document.save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()


def huge_png(side: int = 60_000) -> bytes:
    """A picture of 10 GB in a kilobyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def endless_pdf() -> bytes:
    """A page that draws itself for hours: forms inside forms, ten in each, nine deep."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4)
    inner = document.make_stream(b"0 0 595 842 re f")
    for _ in range(9):
        inner.Type, inner.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        inner.BBox = pikepdf.Array([0, 0, *A4])
        outer = document.make_stream(b"/F Do " * 10)
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = outer
    page = document.pages[0]
    page.Contents, page.Resources = inner, inner.Resources
    return saved(document)


def scripted_pdf() -> bytes:
    """With a script that runs on opening, a file inside, and an action that starts a program."""
    document = pikepdf.open(io.BytesIO(pdf(1)))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1); while(true){}")
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="/bin/sh"))
    document.attachments["x.exe"] = b"MZ"
    return saved(document)
