"""Application and 送达地址确认书 on paper: all of it, in the order of §3.4 and §3.6, with room for each signature."""

from dataclasses import replace

import pytest

from agreements.ids import AgreementId
from agreements.joint.documents import CourtPaper, court_paper_bytes, court_paper_digest
from agreements.joint.people import Petitioner
from agreements.joint.writing import address_of, application_of
from agreements.ports import Rendered, Unprintable
from agreements.render.court_paper_sheet import court_paper
from tests.agreements.joint.stories import MATTER, PAPER, REACHED, TODAY, petition, petitioners
from tests.agreements.render.reading import copied, solid


def printed(document: CourtPaper) -> Rendered:
    canonical = court_paper_bytes(document)
    return court_paper(document, canonical=canonical, digest=court_paper_digest(canonical))


def said(document: CourtPaper) -> list[str]:
    told = document.printed
    lines = [line for passage in told.passages for line in (passage.heading, *passage.paragraphs)]
    rows = [text for passage in told.passages for row in passage.lines for text in (row.name, *row.texts)]
    return [told.title, *lines, *rows, told.to, told.declaration, told.dated]


@pytest.mark.parametrize("of_court", [False, True])
def test_all_of_an_application_can_be_copied_out_and_each_signer_has_a_box(*, of_court: bool) -> None:
    document = application_of(petition(PAPER, replace(REACHED, apply_by=None)) if of_court else petition(), TODAY)
    paper = printed(document)
    text = copied(paper.pdf)
    assert all(solid(each) in text for each in said(document))
    assert [box.field for box in paper.boxes] == ["party_1", "party_2"]
    assert printed(document).pdf == paper.pdf


def test_at54_an_address_is_one_partys_own_and_a_name_no_font_has_is_refused() -> None:
    one = petitioners()[0]
    document = address_of(AgreementId("a"), 1, MATTER, "", one, TODAY)
    text = copied(printed(document).pdf)
    assert all(solid(each) in text for each in said(document))
    nobody = Petitioner(replace(one.member, name="张\U0010fffd三"), one.domicile, one.address)
    with pytest.raises(Unprintable):
        printed(address_of(AgreementId("a"), 1, MATTER, "", nobody, TODAY))
