"""A one-page PDF as the look of a signature field. Pages are read from memory, never through a file with a name."""

import contextlib
import os
from collections.abc import Iterator

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

FULL = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0))


@contextlib.contextmanager
def stamp_style(page: bytes) -> Iterator[StaticStampStyle]:
    """Fills the whole field with the first page of `page`, as vectors. Good while the context lasts."""
    descriptor = os.memfd_create("appearance")
    try:
        os.write(descriptor, page)
        yield StaticStampStyle.from_pdf_file(
            f"/proc/self/fd/{descriptor}", border_width=0, background_opacity=1.0, background_layout=FULL
        )
    finally:
        os.close(descriptor)


def whole_page(style: StaticStampStyle) -> ImportedPdfPage:
    """The page of that style once more, for use elsewhere in the file. Good while the style is."""
    assert isinstance(style.background, ImportedPdfPage)  # noqa: S101  # `from_pdf_file` made it
    return ImportedPdfPage(style.background.file_name)
