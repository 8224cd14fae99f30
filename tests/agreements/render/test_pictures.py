from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from agreements import pictures
from agreements.ports import Box, Rendered, SignatureLook
from agreements.render import appearance
from tests.agreements.render.samples import printed, sample_document, sample_ink


@pytest.fixture(scope="module")
def paper() -> Rendered:
    return printed(sample_document())


def with_look(paper: Rendered, box: Box) -> bytes:
    """The paper with one signature field that has a look, as a signing program leaves it."""
    look = SignatureLook("张小芳", "", sample_ink(), "2026-11-22 14:05:09", box.x2 - box.x1, box.y2 - box.y1)
    with pikepdf.open(BytesIO(paper.pdf)) as pdf, pikepdf.open(BytesIO(appearance(look))) as drawn:
        form = pdf.copy_foreign(drawn.pages[0].as_form_xobject())
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=box.field,
                F=4,
                Rect=[box.x1, box.y1, box.x2, box.y2],
                AP=pikepdf.Dictionary(N=form),
            )
        )
        pdf.pages[box.page].Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        signed = BytesIO()
        pdf.save(signed)
    return signed.getvalue()


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("L")


def test_each_page_is_one_png_of_the_asked_width(paper: Rendered) -> None:
    shown = pictures.pages(paper.pdf, width_px=1240)
    assert len(shown) == paper.pages
    assert all(picture.startswith(b"\x89PNG") and opened(picture).size == (1240, 1754) for picture in shown)


def test_a_page_is_light_enough_for_a_weak_network(paper: Rendered) -> None:
    assert max(len(picture) for picture in pictures.pages(paper.pdf, width_px=1240)) < 130_000


def test_print_is_black_on_white(paper: Rendered) -> None:
    dark = opened(pictures.pages(paper.pdf, width_px=1240)[0]).getextrema()
    assert dark == (0, 255)


def test_a_signatures_look_is_in_the_picture(paper: Rendered) -> None:
    box = paper.boxes[0]
    before, after = (opened(pictures.pages(pdf, width_px=1240)[box.page]) for pdf in (paper.pdf, with_look(paper, box)))
    scale = 1240 / 595.28
    left, top, right, bottom = (round(side * scale) for side in (box.x1, 841.89 - box.y2, box.x2, 841.89 - box.y1))
    place = (left + 3, top + 3, right - 3, bottom - 3)
    blank, ink = (picture.crop(place).getextrema() for picture in (before, after))
    assert (blank, ink) == ((255, 255), (0, 255))


def test_the_same_file_gives_the_same_pictures(paper: Rendered) -> None:
    assert pictures.pages(paper.pdf, width_px=620) == pictures.pages(paper.pdf, width_px=620)
