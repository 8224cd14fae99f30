"""What an archive and a screen reader ask of a file, looked at after the last signature (PDF/A-3, tags)."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from tests.agreements.render.reading import solid
from tests.agreements.render.samples import RARE
from tests.agreements.verify.sealed import SealedCase

ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/OpenAction",
    "/AA",
    "/RichMedia",
    "/XFA",
    "/NeedAppearances",
    "/EmbeddedGoTo",
)


@pytest.fixture(params=["agreement.pdf", "evidence.pdf"])
def paper(request: pytest.FixtureRequest, case: SealedCase) -> Iterator[pikepdf.Pdf]:
    content = case.agreement if request.param == "agreement.pdf" else case.evidence
    with pikepdf.open(BytesIO(content)) as pdf:
        yield pdf


def test_at56_a_sealed_paper_has_the_form_of_an_archive_and_can_be_read_aloud(paper: pikepdf.Pdf) -> None:
    root = paper.Root
    assert (str(root.Lang), bool(root.MarkInfo.Marked), str(root.StructTreeRoot.Type)) == (
        "zh-CN",
        True,
        "/StructTreeRoot",
    )
    assert {str(child.S) for child in root.StructTreeRoot.K} == {"/Document"}
    assert all("/StructParents" in page for page in paper.pages)
    assert [str(one.S) for one in root.OutputIntents] == ["/GTS_PDFA1"]
    assert [str(one.AFRelationship) for one in root.AF] == ["/Data"]
    assert paper.open_metadata().pdfa_status == "3U"


def test_at56_every_font_is_inside_and_nothing_is_active(paper: pikepdf.Pdf) -> None:
    objects = [one for one in paper.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
    fonts = [one for one in objects if "/FontName" in one]
    assert fonts
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)
    assert [(key, one) for one in objects for key in ACTIVE if key in one] == []
    assert {str(one.S) for one in objects if one.get("/Type") == "/Action"} == set()


def test_at55_rare_names_copy_out_of_the_sealed_file(case: SealedCase) -> None:
    with PdfDocument(case.agreement) as document:
        text = solid("".join(page.get_textpage().get_text_bounded() for page in document))
    assert all(name in text for name in RARE)
