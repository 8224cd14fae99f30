from dataclasses import asdict, replace
from io import BytesIO

import pikepdf
import pytest
import rfc8785

from agreements.ports import Evidence, Rendered
from tests.agreements.render.reading import copied, solid, texts_of
from tests.agreements.render.samples import RARE, printed_evidence, sample_document, sample_evidence


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return sample_evidence(sample_document(names=RARE))


@pytest.fixture(scope="module")
def paper(evidence: Evidence) -> Rendered:
    return printed_evidence(evidence)


def test_at55_every_text_of_the_evidence_can_be_copied_out_of_the_paper(evidence: Evidence, paper: Rendered) -> None:
    text = copied(paper.pdf)
    unsaid = {evidence.schema, evidence.agreement}
    assert [part for part in texts_of(asdict(evidence)) if part not in unsaid and solid(part) not in text] == []


def test_an_effect_that_has_not_come_says_why(paper: Rendered) -> None:
    assert "未加盖调解组织印章，尚未生效。尚未成就" in copied(paper.pdf)


def test_the_canonical_json_is_attached_byte_for_byte(evidence: Evidence, paper: Rendered) -> None:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        attached = pdf.attachments["evidence.json"].get_file().read_bytes()
        assert (attached, pdf.open_metadata().pdfa_status) == (rfc8785.dumps(asdict(evidence)), "3U")
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Data"]


def test_it_is_the_same_each_time_and_has_no_box(evidence: Evidence, paper: Rendered) -> None:
    assert printed_evidence(evidence) == paper
    assert paper.boxes == ()


def test_twenty_signers_fill_pages_and_stay_small() -> None:
    paper = printed_evidence(sample_evidence(sample_document(signers=20)))
    assert paper.pages >= 8
    assert len(paper.pdf) < 200_000


def test_what_cannot_be_printed_is_spelled_out_and_holds_nothing_up(evidence: Evidence) -> None:
    odd = replace(evidence, signers=(replace(evidence.signers[0], agent="Chrome 😀\u202e ⼀"), *evidence.signers[1:]))
    assert "Chrome〔U+1F600〕〔U+202E〕〔U+2F00〕" in copied(printed_evidence(odd).pdf)
