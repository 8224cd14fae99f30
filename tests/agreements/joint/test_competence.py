"""Which courts are competent: written by hand from domain.md §3.4 and §6.4 LR-13 before the code was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.joint.competence import Shown, Site, Sites, court_site, grounds, lies_in, place_of
from agreements.joint.form import Basis

YES, NO, UNKNOWN = Shown.YES, Shown.ELSEWHERE, Shown.UNKNOWN

PLACES = {
    "杭州市西湖区人民法院": "杭州市西湖区",
    "桐庐县人民法院": "桐庐县",
    "东莞市第一人民法院": "东莞市",
    "杭州市中级人民法院": "杭州市",
    "北京市海淀区人民法院": "北京市海淀区",
    "某某仲裁委员会": "",
}

ADDRESSES = [
    ("浙江省杭州市西湖区文三路1号", "杭州市西湖区", True),
    ("杭州西湖区文三路1号", "杭州市西湖区", True),
    ("西湖区文三路1号", "杭州市西湖区", True),
    ("浙江省杭州市桐庐县城南街道", "桐庐县", True),
    ("福建省福州市鼓楼区东街", "南京市鼓楼区", False),
    ("南京鼓楼区中山路", "福州市鼓楼区", False),
    ("浙江省杭州市上城区", "杭州市西湖区", False),
    ("文三路1号", "杭州市西湖区", False),
    ("", "杭州市西湖区", False),
    ("杭州市西湖区", "", False),
]

WORKER = Site("张三", "浙江省杭州市西湖区文三路1号")
COMPANY = Site("某某公司", "浙江省杭州市上城区中河路2号", "330102")
HOUSE = Site("某某调解中心", "")
SELF = Sites("SELF", (WORKER,), (COMPANY,), HOUSE)

GROUNDS = [
    # court, district, lane, inviting → inviting, applicant, respondent, subject, organisation
    ("杭州市西湖区人民法院", "", "SELF", "", (NO, YES, NO, UNKNOWN, UNKNOWN)),
    ("杭州市上城区人民法院", "", "SELF", "", (NO, NO, YES, UNKNOWN, UNKNOWN)),
    ("杭州铁路运输法院", "330102", "SELF", "", (NO, NO, YES, UNKNOWN, UNKNOWN)),
    ("宁波市海曙区人民法院", "", "SELF", "", (NO, NO, NO, UNKNOWN, UNKNOWN)),
    ("宁波市海曙区人民法院", "", "WEIPAI", "c", (YES, NO, NO, UNKNOWN, UNKNOWN)),
    ("宁波市海曙区人民法院", "", "SELF", "c", (NO, NO, NO, UNKNOWN, UNKNOWN)),
]


@pytest.mark.parametrize(("court", "place"), PLACES.items())
def test_a_courts_name_says_where_it_lies(court: str, place: str) -> None:
    assert place_of(court) == place


@pytest.mark.parametrize(("address", "place", "found"), ADDRESSES)
def test_an_address_shows_a_place_or_does_not(address: str, place: str, *, found: bool) -> None:
    assert lies_in(address, place) is found


@pytest.mark.parametrize(("court", "district", "lane", "inviting", "shown"), GROUNDS)
def test_lr13_a_ground_is_shown_by_what_is_on_file(
    court: str, district: str, lane: str, inviting: str, shown: tuple[Shown, ...]
) -> None:
    sites = Sites(lane, (WORKER,), (COMPANY,), HOUSE, inviting)
    assert tuple(one.shown for one in grounds(court_site("c", court, district), sites)) == shown


def test_a_ground_says_by_whom_it_is_shown() -> None:
    court = court_site("c", "杭州市西湖区人民法院")
    found = {one.basis: one.by for one in grounds(court, SELF, "杭州市西湖区某工地")}
    assert found[Basis.DOMICILE_APPLICANT] == "张三，浙江省杭州市西湖区文三路1号"
    assert found[Basis.SUBJECT_MATTER] == "杭州市西湖区某工地"
    assert found[Basis.DOMICILE_RESPONDENT] == ""


@given(st.text(max_size=20), st.text(max_size=20))
def test_nothing_is_shown_by_an_address_that_does_not_name_the_last_unit(address: str, place: str) -> None:
    if lies_in(address, place):
        assert place
        assert place in address or place[-1] in address
