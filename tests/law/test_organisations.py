from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from law.findings import Finding
from law.organisations import (
    SENTENCES,
    Court,
    CourtLevel,
    MediationOrg,
    MediatorProfile,
    court_findings,
    mediator_findings,
    organisation_findings,
    organisation_kinds,
)

TODAY = date(2026, 11, 22)
COMMITTEE = MediationOrg(
    "某某街道人民调解委员会",
    "peoples_committee",
    code="沪徐调字第12号",
    address="上海市徐汇区某路1号",
    register_no="特邀2026001",
    inviting_court="沪0104",
    seal_serial="3101040000001",
    charges_fee=False,
)
MEDIATOR = MediatorProfile(
    "陈调解", COMMITTEE.name, "特邀2026007", "021-55550000", fields=("劳动报酬", "工伤"), charges_fee=False
)
COURT = Court("上海市徐汇区人民法院", "沪0104", CourtLevel.BASIC)


def codes(found: Iterable[Finding]) -> list[tuple[str, str, bool]]:
    return [(finding.path, finding.code, finding.blocks) for finding in found]


def of(organisation: MediationOrg) -> list[tuple[str, str, bool]]:
    return codes(organisation_findings(organisation, today=TODAY))


def test_whole_ones_have_no_findings() -> None:
    assert of(COMMITTEE) == codes(mediator_findings(MEDIATOR)) == codes(court_findings(COURT)) == []


def test_a_peoples_committee_may_take_no_fee() -> None:
    (finding,) = organisation_findings(replace(COMMITTEE, charges_fee=True), today=TODAY)
    assert (finding.code, finding.blocks) == ("organisation.fee", True)
    assert "《人民调解法》第4条" in finding.zh
    assert of(replace(COMMITTEE, kind="other", charges_fee=True)) == []


def test_whether_a_fee_is_charged_must_be_said_at28() -> None:
    assert of(replace(COMMITTEE, charges_fee=None)) == [("charges_fee", "organisation.fee_unknown", False)]
    silent = replace(MEDIATOR, charges_fee=None, fields=())
    assert codes(mediator_findings(silent)) == [
        ("fields", "mediator.fields_empty", False),
        ("charges_fee", "organisation.fee_unknown", False),
    ]


def test_a_code_of_18_characters_is_looked_at_as_a_credit_code() -> None:
    assert of(replace(COMMITTEE, code="91350100M000100Y43")) == []
    assert of(replace(COMMITTEE, code="91350100M000100Y44")) == [("code", "organisation.code", False)]


def test_kinds_are_those_of_the_day() -> None:
    assert of(replace(COMMITTEE, kind="club")) == [("kind", "organisation.kind_unknown", True)]
    assert "hrss" not in {kind.id for kind in organisation_kinds(date(2022, 1, 18))}
    assert "hrss" in {kind.id for kind in organisation_kinds(date(2022, 1, 19))}


def test_unreadable_text_is_refused_where_it_stands() -> None:
    assert of(replace(COMMITTEE, name="", address="\u202e", seal_serial="1" * 51)) == [
        ("name", "name.empty", True),
        ("address", "text.control_characters", True),
        ("seal_serial", "text.too_long", True),
    ]
    wrong = replace(MEDIATOR, organisation=" ", phone="1", fields=("工伤", ""))
    assert codes(mediator_findings(wrong)) == [
        ("organisation", "name.empty", True),
        ("phone", "phone.shape", True),
        ("fields.1", "text.empty", True),
    ]


def test_a_court_is_called_a_court() -> None:
    assert codes(court_findings(replace(COURT, name="徐汇法庭", code=""))) == [
        ("name", "court.name", False),
        ("code", "text.empty", True),
    ]


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in SENTENCES.values():
        assert words.zh.endswith("。")
        assert words.en.endswith(".")
