"""骑缝章: the organisation's seal over the edge of all pages, a strip on each, so that a page that is swapped shows.

Each strip is a push button at the right edge, made before certification (esign.md §2, option B). Its look is filled in
the revision of the organisation's signature and locked by it. Decoration: what counts is the signature.

PDF/A wants the look of a button as one of several states (ISO 19005-3 §6.3.3); there is one, and it never changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

STRIP: Final = "strip_"
"""A field's name is this and the page, from 1."""
SEAL_HEIGHT: Final = 42 * 72 / 25.4
"""Points: a round seal of 42 mm (domain.md §3.12)."""
MOST_PAGES: Final = 20
"""That share a seal; more would make strips too narrow to be seen."""
PRINTED: Final = 4
BUTTON: Final = 1 << 16 | 1
"""A push button that does nothing."""
STATE: Final = "/Seal"


@dataclass(frozen=True, slots=True)
class Slice:
    """The `number`th of `of` strips of one seal, from 0, left to right."""

    number: int
    of: int


def strip_names(pages: int) -> tuple[str, ...]:
    """One for each page; none for a single page, which has no edge to share."""
    return tuple(f"{STRIP}{page}" for page in range(1, pages + 1)) if pages > 1 else ()


def slices(pages: int) -> tuple[Slice, ...]:
    """In the order of pages: groups of at most MOST_PAGES, as equal as can be."""
    groups = -(-pages // MOST_PAGES)
    sizes = [pages // groups + (group < pages % groups) for group in range(groups)]
    return tuple(Slice(number, size) for size in sizes for number in range(size))


def append_strips(writer: IncrementalPdfFileWriter, names: tuple[str, ...]) -> None:
    """Empty buttons, one on each page in order."""
    fields = writer.root["/AcroForm"]["/Fields"]
    for page, (name, cut) in enumerate(zip(names, slices(max(len(names), 1)), strict=False)):
        reference, _ = writer.find_page_for_modification(page)
        box = _edge(reference.get_object(), cut)
        field = writer.add_object(_button(writer, name, page, box, reference))
        fields.append(field)
        writer.register_annotation(reference, field)
    writer.update_container(fields)


def fill_strips(writer: IncrementalPdfFileWriter, seal: ImportedPdfPage) -> None:
    """Put each page's part of `seal` into its strip; what else is in `writer` goes with it."""
    strips = [each for each in _fields(writer) if str(each["/T"]).startswith(STRIP)]
    if not strips:
        return
    seal.set_writer(writer)
    whole = writer.add_object(seal.as_form_xobject())
    for strip, cut in zip(strips, slices(len(strips)), strict=True):
        look = writer.add_object(_part(strip, cut, whole, seal))
        strip[NameObject("/AP")] = _states(look)
        writer.update_container(strip)


def _fields(writer: IncrementalPdfFileWriter) -> Iterator[DictionaryObject]:
    for each in writer.root["/AcroForm"]["/Fields"]:
        yield each.get_object()


def _edge(page: DictionaryObject, cut: Slice) -> tuple[float, float, float, float]:
    """At the right edge, half way up."""
    node: Any = page
    while "/MediaBox" not in node:
        node = node["/Parent"]
    left, bottom, right, top = (float(corner) for corner in node["/MediaBox"])
    low = (bottom + top - SEAL_HEIGHT) / 2
    return max(left, right - SEAL_HEIGHT / cut.of), low, right, low + SEAL_HEIGHT


def _button(
    writer: IncrementalPdfFileWriter,
    name: str,
    page: int,
    box: tuple[float, float, float, float],
    on: generic.IndirectObject,
) -> DictionaryObject:
    empty = writer.add_object(_form(box[2] - box[0], b""))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Btn"),
            NameObject("/Ff"): NumberObject(BUTTON),
            NameObject("/T"): generic.pdf_string(name),
            NameObject("/TU"): generic.pdf_string(f"骑缝章 第{page + 1}页"),
            NameObject("/F"): NumberObject(PRINTED),
            NameObject("/H"): NameObject("/N"),
            NameObject("/P"): on,
            NameObject("/Rect"): ArrayObject(FloatObject(round(corner, 2)) for corner in box),
            NameObject("/AS"): NameObject(STATE),
            NameObject("/AP"): _states(empty),
        }
    )


def _states(look: generic.IndirectObject) -> DictionaryObject:
    return DictionaryObject({NameObject("/N"): DictionaryObject({NameObject(STATE): look})})


def _part(
    strip: DictionaryObject, cut: Slice, whole: generic.IndirectObject, seal: ImportedPdfPage
) -> generic.StreamObject:
    left, _, right, _ = (float(corner) for corner in strip["/Rect"])
    scale_x, scale_y = SEAL_HEIGHT / seal.box.width, SEAL_HEIGHT / seal.box.height
    shift = -cut.number * SEAL_HEIGHT / cut.of
    form = _form(right - left, f"q {scale_x:.5f} 0 0 {scale_y:.5f} {shift:.3f} 0 cm /Whole Do Q".encode())
    resources = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/Whole"): whole})})
    form[NameObject("/Resources")] = resources
    return form


def _form(width: float, operators: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, round(width, 2), round(SEAL_HEIGHT, 2)))),
            }
        ),
        stream_data=operators,
    )
