"""The signature fields of a file. All are made before certification; a later one would break it (DocMDP)."""

from typing import Final, NamedTuple

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from agreements.ports import Box
from agreements.seal.refusals import NotSignable
from agreements.seal.strips import append_strips, strip_names

PLATFORM: Final = "platform"
"""The certification, invisible, signed first."""
CLOSING: Final = "closing"
"""The document timestamp, invisible, last."""
ORGANISATION: Final = "organisation"
"""The organisation's seal; where a paper has this field, it has 骑缝章 strips too."""
RENEWAL: Final = "renewal_"
"""A further document timestamp, with its number from 1: the archival chain grows behind the closing one."""


class FieldNames(NamedTuple):
    """Names in the order of the file."""

    signed: tuple[str, ...]
    empty: tuple[str, ...]


def field_names(handler: PdfHandler) -> FieldNames:
    """Of all signature fields, timestamps among them."""
    found = [(name, value is not None) for name, value, _ in enumerate_sig_fields(handler)]
    return FieldNames(tuple(name for name, full in found if full), tuple(name for name, full in found if not full))


def append_fields(writer: IncrementalPdfFileWriter, boxes: tuple[Box, ...], *, pages: int) -> None:
    """The platform's field, one for each box, the closing timestamp's; raises NotSignable for a wrong box."""
    if any(field_names(writer)):
        raise NotSignable("the file has signature fields already")
    names = (PLATFORM, *(box.field for box in boxes), CLOSING)
    if len(set(names)) < len(names):
        raise NotSignable(f"field names are not all different: {', '.join(names)}")
    strips = strip_names(pages) if ORGANISATION in names else ()
    append_signature_field(writer, SigFieldSpec(PLATFORM, readable_field_name="测试 平台认证"))
    for box in boxes:
        if not 0 <= box.page < pages or box.x1 >= box.x2 or box.y1 >= box.y2:
            raise NotSignable(f"field {box.field} has no place on the paper")
        append_signature_field(writer, _personal(box, strips if box.field == ORGANISATION else ()))
    append_strips(writer, strips)
    append_signature_field(writer, SigFieldSpec(CLOSING, readable_field_name="测试 封存时间戳"))


def _personal(box: Box, locked: tuple[str, ...]) -> SigFieldSpec:
    """`locked`: fields that stay as they are once this one is signed (ISO 32000-1 §12.7.4.5)."""
    corners = tuple(round(value, 2) for value in (box.x1, box.y1, box.x2, box.y2))
    return SigFieldSpec(
        box.field,
        on_page=box.page,
        box=corners,  # type: ignore[arg-type]  # pyHanko says int, and writes any number
        empty_field_appearance=True,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, list(locked)) if locked else None,
    )
