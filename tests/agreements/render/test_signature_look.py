from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from agreements.agreement import Ink, Stroke
from agreements.ports import SignatureLook, Unprintable
from agreements.render import appearance
from tests.agreements.render.samples import sample_ink

LOOK = SignatureLook("张小芳", "", sample_ink(), "2026-11-22 14:05:09", 171.08, 63.36)
TYPED = replace(LOOK, name="龑玥喆", ink=Ink((), 0, "龑玥喆"))


def picture(pdf: bytes, scale: float = 4) -> Image.Image:
    """With its transparency; ink is dark."""
    with PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=scale, fill_color=(255, 255, 255, 0)).to_pil()
    return image.convert("RGBA")


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Bounding box of what is painted."""
    box = image.getchannel("A").getbbox()
    assert box is not None
    return box


def test_it_is_one_page_of_exactly_the_size_of_the_field() -> None:
    with pikepdf.open(BytesIO(appearance(LOOK))) as pdf:
        (page,) = pdf.pages
        assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, LOOK.width, LOOK.height])
        assert page.resources == {}


@pytest.mark.parametrize("look", [LOOK, TYPED])
@pytest.mark.parametrize("size", [(171.08, 63.36), (137.06, 39.27), (103.05, 35.02)])
def test_ink_and_words_stay_inside_and_nothing_is_painted_behind(
    look: SignatureLook, size: tuple[float, float]
) -> None:
    image = picture(appearance(replace(look, on_behalf_of="滨江市𫖯𫍯电子有限公司", width=size[0], height=size[1])))
    left, top, right, bottom = inked(image)
    assert left >= 4
    assert top >= 2
    assert right <= image.width - 4
    assert bottom <= image.height - 1
    assert image.getpixel((image.width - 2, 2)) == (255, 255, 255, 0)


def test_pressure_becomes_width() -> None:
    def blackness(pressure: int) -> int:
        line = Stroke(tuple((100 + n * 8, 250, n * 10, pressure) for n in range(100)))
        image = picture(appearance(replace(LOOK, ink=Ink((line,), 500))))
        return sum(image.crop((0, 0, image.width, image.height * 2 // 3)).getchannel("A").histogram()[128:])

    assert blackness(20) < blackness(128) < blackness(250)


def test_a_dot_is_drawn() -> None:
    image = picture(appearance(replace(LOOK, ink=Ink((Stroke(((500, 250, 0, 200),)),), 500))))
    assert image.crop((0, 0, image.width, image.height // 2)).getchannel("A").getbbox() is not None


def test_it_is_small_and_the_same_each_time() -> None:
    assert appearance(LOOK) == appearance(LOOK)
    assert len(appearance(LOOK)) < 12_000


def test_twenty_thousand_points_do_not_make_a_large_file() -> None:
    scribble = Stroke(tuple((n * 37 % 1000, n * 53 % 480, n, n % 256) for n in range(20_000)))
    dense = Stroke(tuple((n // 20, 200 + n // 40, n, 128) for n in range(20_000)))
    assert len(appearance(replace(LOOK, ink=Ink((dense,), 500)))) < 20_000
    assert len(appearance(replace(LOOK, ink=Ink((scribble,), 500)))) < 600_000


def test_at55_a_typed_name_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(Unprintable) as refused:
        appearance(replace(TYPED, ink=Ink((), 0, "\U0002a6a5")))
    assert refused.value.characters == ("\U0002a6a5 U+2A6A5",)
