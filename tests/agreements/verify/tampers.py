"""The fifteen tampers of esign.md §2, by numbers, and one of ours, each as somebody would do it who holds the file.

Those of ADDED append a revision. They are tried twice: on the closed file, and before the closing with an accomplice at
a timestamp authority who closes the file anew, so that no hash over the whole file gives them away.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from agreements.seal.adapters import PortTimeStamper

Tamper = Callable[[bytes], bytes]


def flipped(data: bytes, at: int, bits: int = 1) -> bytes:
    return data[:at] + bytes((data[at] ^ bits,)) + data[at + 1 :]


def page_stream_byte(data: bytes) -> bytes:
    """1: in what the first page says, where its compression begins: in the middle it is chance whether it breaks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].obj.Contents
        raw = bytes((content[0] if isinstance(content, pikepdf.Array) else content).read_raw_bytes())
    return flipped(data, data.index(raw) + 2)


def cms_digit(data: bytes) -> bytes:
    """2: a digit in the middle of the first person's signature, another hex digit."""
    at = [match.start() for match in re.finditer(rb"/Contents <", data)][1] + 2000
    return data[:at] + (b"1" if data[at : at + 1] != b"1" else b"2") + data[at + 1 :]


def junk(data: bytes) -> bytes:
    """3: behind the end."""
    return data + b"% so what\n"


def updated(change: Callable[[IncrementalPdfFileWriter], None]) -> Tamper:
    def tamper(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return tamper


def _page(writer: IncrementalPdfFileWriter, number: int = 0) -> DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][number]
    assert isinstance(page, DictionaryObject)
    return page


def _drawn(writer: IncrementalPdfFileWriter, operators: bytes) -> None:
    box = BoxConstraints(width=500, height=500)
    content = RawContent(operators, box=box)
    stream = StreamObject(stream_data=content.render())
    writer.add_stream_to_page(0, writer.add_object(stream))


def white_box(writer: IncrementalPdfFileWriter) -> None:
    """4: over the text."""
    _drawn(writer, b"q 1 1 1 rg 80 300 400 200 re f Q")


def _annotated(writer: IncrementalPdfFileWriter, entries: Mapping[str, generic.PdfObject]) -> None:
    page = _page(writer)
    annotation = DictionaryObject({NameObject(name): value for name, value in entries.items()})
    page.setdefault(NameObject("/Annots"), ArrayObject()).append(writer.add_object(annotation))
    writer.update_container(page)


def free_text(writer: IncrementalPdfFileWriter) -> None:
    """5: a note that says another sum."""
    _annotated(
        writer,
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/FreeText"),
            "/Rect": ArrayObject(FloatObject(n) for n in (100, 400, 300, 440)),
            "/Contents": pdf_string("99,999.00"),
            "/DA": pdf_string("/Helv 12 Tf 0 g"),
        },
    )


def hidden_layer(writer: IncrementalPdfFileWriter) -> None:
    """6: optional content, to hide and show."""
    group = DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): pdf_string("layer")})
    groups = ArrayObject([writer.add_object(group)])
    off = DictionaryObject({NameObject("/OFF"): groups})
    writer.root[NameObject("/OCProperties")] = DictionaryObject({NameObject("/OCGs"): groups, NameObject("/D"): off})
    writer.update_root()


def swapped_appearance(writer: IncrementalPdfFileWriter) -> None:
    """7: what a signed field shows."""
    stream = StreamObject(stream_data=b"q 1 0 0 rg 0 0 100 50 re f Q")
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(n) for n in (0, 0, 100, 50)),
        }
    )
    field = _field(writer, "party_1")
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer.add_object(stream)})
    writer.update_container(field)


def swapped_strip(writer: IncrementalPdfFileWriter) -> None:
    """16: two pages change their parts of the 骑缝章, as if their order had been another."""
    one, other = _field(writer, "strip_1"), _field(writer, "strip_2")
    one[NameObject("/AP")], other[NameObject("/AP")] = other["/AP"], one["/AP"]
    for each in (one, other):
        writer.update_container(each)


def _field(writer: IncrementalPdfFileWriter, name: str) -> DictionaryObject:
    fields = (each.get_object() for each in writer.root["/AcroForm"]["/Fields"])
    return next(field for field in fields if isinstance(field, DictionaryObject) and field["/T"] == name)


def attachment(writer: IncrementalPdfFileWriter) -> None:
    """8: a second file inside."""
    content = EmbeddedFileObject.from_file_data(writer, b"{}", mime_type="application/json")
    embed_file(writer, FileSpec("other.json", embedded_data=content))


def reordered(writer: IncrementalPdfFileWriter) -> None:
    """9: the pages the other way round."""
    pages = writer.root["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject(reversed([pages["/Kids"].raw_get(n) for n in range(len(pages["/Kids"]))]))
    writer.update_container(pages)


def remapped_fonts(writer: IncrementalPdfFileWriter) -> None:
    """10: each font under the name of the next."""
    page = _page(writer)
    fonts = page["/Resources"]["/Font"]
    names = list(fonts)
    values = [fonts.raw_get(name) for name in names]
    for name, value in zip(names, values[1:] + values[:1], strict=True):
        fonts[name] = value
    if len(names) == 1:
        fonts[NameObject(names[0])] = writer.add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Symbol"),
                }
            )
        )
    writer.update_container(fonts)


def further_field(writer: IncrementalPdfFileWriter) -> None:
    """11: room for one more signature."""
    append_signature_field(writer, SigFieldSpec("party_9", box=(10, 10, 100, 60)))


def inserted_text(writer: IncrementalPdfFileWriter) -> None:
    """15: as an editor of PDFs inserts text, with a font of its own."""
    fonts = _page(writer)["/Resources"]["/Font"]
    fonts[NameObject("/helv")] = writer.add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
    )
    writer.update_container(fonts)
    _drawn(writer, b"BT /helv 12 Tf 100 420 Td (99,999.00) Tj ET")


def shrunk_range(data: bytes) -> bytes:
    """12: the closing timestamp covers a little less."""
    at = data.rindex(b"/ByteRange")
    end = data.index(b"]", at)
    numbers = data[at:end].split()
    numbers[-1] = str(int(numbers[-1]) - 1).rjust(len(numbers[-1])).encode()
    return data[:at] + b" ".join(numbers).ljust(end - at) + data[end:]


def saved_anew(data: bytes) -> bytes:
    """13: opened and saved by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


ADDED: Mapping[str, Tamper] = {
    "4_white_box": updated(white_box),
    "5_free_text": updated(free_text),
    "6_hidden_layer": updated(hidden_layer),
    "7_swapped_appearance": updated(swapped_appearance),
    "8_attachment": updated(attachment),
    "9_reordered_pages": updated(reordered),
    "10_remapped_fonts": updated(remapped_fonts),
    "11_further_field": updated(further_field),
    "15_inserted_text": updated(inserted_text),
    "16_swapped_strip": updated(swapped_strip),
}
CHANGED: Mapping[str, Tamper] = {
    "1_page_stream_byte": page_stream_byte,
    "2_cms_digit": cms_digit,
    "3_junk": junk,
    "12_shrunk_range": shrunk_range,
    "13_saved_anew": saved_anew,
}


async def closed_by_an_accomplice(
    data: bytes, timestamper: PortTimeStamper, store: tuple[Sequence[bytes], Sequence[bytes]]
) -> bytes:
    """Under a true closing timestamp and validation data (`store`: certificates and lists, DER), by no house rule."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    certificates, lists = (
        ArrayObject(writer.add_object(StreamObject(stream_data=der)) for der in kept) for kept in store
    )
    writer.root[NameObject("/DSS")] = writer.add_object(
        DictionaryObject({NameObject("/Certs"): certificates, NameObject("/CRLs"): lists})
    )
    writer.update_root()
    stamped = await PdfTimeStamper(timestamper, "closing").async_timestamp_pdf(writer, "sha256")
    return bytes(stamped.getvalue())
