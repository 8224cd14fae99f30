"""The 笔录 on paper: all of it, in the order of §3.3, with room for each signature."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from agreements import render
from agreements.minutes_document import MinutesDocument, minutes_bytes, minutes_digest
from agreements.ports import Rendered, Unprintable
from tests.agreements.render.minutes_sample import MINUTES, entry, long_minutes
from tests.agreements.render.reading import copied, lines, solid


def printed(document: MinutesDocument) -> Rendered:
    canonical = minutes_bytes(document)
    return render.minutes(document, canonical=canonical, digest=minutes_digest(canonical))


@pytest.fixture(scope="module")
def paper() -> Rendered:
    return printed(MINUTES)


def test_everything_written_down_can_be_copied_out_in_the_order_of_the_law(paper: Rendered) -> None:
    text = copied(paper.pdf)
    entries = (*MINUTES.told, *MINUTES.statements, *MINUTES.course)
    said = [each for one in entries for each in (*one.text.replace("😀", "〔U+1F600〕").split("\n"), *one.notes)]
    for words in (*said, *(one.text for one in MINUTES.undisputed), *MINUTES.unsigned, MINUTES.result, MINUTES.time):
        assert solid(words) in text
    headings = (
        "时间",
        "一、告知事项",
        "二、当事人陈述",
        "三、争议焦点",
        "四、无争议事实",
        "五、调解过程",
        "六、调解结果",
        "以上笔录已阅",
    )
    found = [text.index(solid(each)) for each in headings]
    assert found == sorted(found)


def test_at55_names_come_out_whole_or_the_paper_is_refused(paper: Rendered) -> None:
    assert "龑玥喆" in copied(paper.pdf)
    nobody = replace(MINUTES, exact=("张\U0010fffd三",))
    with pytest.raises(Unprintable):
        printed(nobody)


def test_undisputed_facts_have_a_page_of_their_own(paper: Rendered) -> None:
    own = [page for page in lines(paper.pdf) if any("无争议事实" in line for line in page)]
    assert len(own) == 1
    text = solid("".join(own[0]))
    assert all(solid(one.text) in text for one in MINUTES.undisputed)
    assert "调解过程" not in text
    assert "争议焦点" not in text


def test_each_signer_has_a_box_and_none_stands_alone(paper: Rendered) -> None:
    assert [box.field for box in paper.boxes] == ["party_1", "party_2", "party_3", "mediator"]
    last = max(box.page for box in paper.boxes)
    assert (
        sum(len(line) for line in lines(paper.pdf)[last]) > sum(len(field.signer_name) for field in MINUTES.fields) + 60
    )


def test_the_data_is_inside_and_the_same_input_gives_the_same_bytes(paper: Rendered) -> None:
    assert printed(MINUTES).pdf == paper.pdf
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        assert pdf.attachments["minutes.json"].get_file().read_bytes() == minutes_bytes(MINUTES)


def test_a_long_day_and_nothing_at_all_are_printed_too() -> None:
    assert printed(long_minutes(200)).pages > 8
    bare = replace(MINUTES, told=(), statements=(), undisputed=(), course=(entry(1, "14:00", "", "开始"),), focus="")
    assert copied(printed(bare).pdf).count("无。") == 4
