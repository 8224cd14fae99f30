from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from pydantic import TypeAdapter
from stdnum.cn import ric

from law.entity_types import SENTENCES as TYPE_SENTENCES
from law.findings import SENTENCES, Finding
from law.id_types import SENTENCES as ID_SENTENCES
from law.identity_numbers import Gender
from law.people import Entity, NaturalPerson, Party, Representative, findings

TODAY = date(2026, 11, 22)
WORKER = NaturalPerson("张三", "110101199003071233", "138 0000 0000")
COMPANY = Entity(
    "甲（上海）机械有限公司",
    "91350100M000100Y43",
    Representative("李四", "法定代表人", "11010519491231002X", "+86-21-55550000"),
)


def codes(party: Party) -> list[tuple[str, str, bool]]:
    return [(finding.path, finding.code, finding.blocks) for finding in findings(party, today=TODAY)]


def only(party: Party) -> Finding:
    (finding,) = findings(party, today=TODAY)
    return finding


def test_whole_people_have_no_findings() -> None:
    assert codes(WORKER) == codes(COMPANY) == []


def test_what_is_not_known_yet_is_no_finding() -> None:
    assert codes(NaturalPerson("张三")) == []
    assert codes(Entity("甲厂", "92330106MA01K2M374", Representative("李四", "经营者"))) == []


@pytest.mark.parametrize("name", ["张三", "⻢云", " 张三 ", "\uf90a明", "e\u0301", "é", "葛\U000e0100"])
def test_a_name_is_kept_exactly_as_entered(name: str) -> None:
    person = NaturalPerson(name)
    findings(person, today=TODAY)
    assert person.name == name
    with pytest.raises(FrozenInstanceError):
        person.name = "别人"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name.empty"),
        (" 　", "name.empty"),
        ("\ufe0f", "name.control_characters"),
        ("张" * 101, "name.too_long"),
        ("张\u202e三", "name.control_characters"),
        ("张\u200b三", "name.control_characters"),
        ("张三\n", "name.control_characters"),
    ],
)
def test_names_that_cannot_be_read_are_refused(name: str, code: str) -> None:
    assert codes(NaturalPerson(name)) == [("name", code, True)]
    assert codes(replace(COMPANY, name=name)) == [("name", code, True)]


def test_a_name_of_one_and_of_a_hundred_characters_passes() -> None:
    assert codes(NaturalPerson("张")) == codes(NaturalPerson("张" * 100)) == []


def test_a_look_alike_is_a_warning_with_the_plain_form_offered() -> None:
    finding = only(NaturalPerson("⻢云"))
    assert (finding.code, finding.blocks, finding.offer) == ("name.lookalike", False, "马云")
    assert "马云" in finding.zh
    assert "U+2EE2" in finding.en


def test_a_radical_that_is_no_character_is_a_warning() -> None:
    assert codes(NaturalPerson("⺮青")) == [("name", "name.radical", False)]


def test_spaces_around_a_name_are_a_warning() -> None:
    assert only(NaturalPerson(" 张三")).offer == "张三"
    assert codes(NaturalPerson("⻢云 ")) == [("name", "name.spaces", False), ("name", "name.lookalike", False)]


def test_the_numbers_are_checked_where_they_stand() -> None:
    assert codes(replace(WORKER, id_no="110101199003071234")) == [("id_no", "id_no.check", True)]
    assert codes(replace(COMPANY, uscc="91350100M000100Y44")) == [("uscc", "uscc.check", True)]
    wrong = replace(COMPANY, representative=Representative("李\u200b四", "", "1", "电话"))
    assert codes(wrong) == [
        ("representative.title", "name.empty", True),
        ("representative.name", "name.control_characters", True),
        ("representative.id_no", "id_no.length", True),
        ("representative.phone", "phone.shape", True),
    ]


def test_a_credit_code_in_small_letters_offers_the_capitals() -> None:
    finding = only(replace(COMPANY, uscc="91350100m000100y43"))
    assert (finding.code, finding.offer) == ("uscc.lowercase", "91350100M000100Y43")


def test_an_id_number_of_somebody_not_yet_born_is_refused() -> None:
    (finding,) = findings(WORKER, today=date(1990, 3, 6))
    assert finding.code == "id_no.birth_date_future"


@pytest.mark.parametrize("phone", ["13800000000", "+86 138 0000 0000", "021-55550000", "12345"])
def test_phone_numbers_pass(phone: str) -> None:
    assert codes(replace(WORKER, phone=phone)) == []


@pytest.mark.parametrize(
    "phone", ["", "1234", "138000000001380000000", "１３８００００００００", "138x", " 13800000000", "12345\n"]
)
def test_other_phone_numbers_are_refused(phone: str) -> None:
    assert codes(replace(WORKER, phone=phone)) == [("phone", "phone.shape", True)]


def test_a_long_title_is_refused() -> None:
    named = replace(COMPANY, representative=replace(COMPANY.representative, title="经" * 51))
    finding = only(named)
    assert (finding.path, finding.code) == ("representative.title", "name.too_long")
    assert "50" in finding.zh


FULL = replace(
    WORKER,
    gender=Gender.MALE,
    birth_date=date(1990, 3, 7),
    ethnicity="汉族",
    employer="某某厂",
    occupation="钳工",
    domicile="北京市东城区某胡同1号",
    habitual_residence="北京市大兴区某村",
)


def test_everything_known_and_right_has_no_findings() -> None:
    assert codes(FULL) == []
    known = replace(COMPANY.representative, gender=Gender.FEMALE, birth_date=date(1949, 12, 31))
    contact = NaturalPerson("赵六", phone="13900000000")
    assert (
        codes(replace(COMPANY, representative=known, domicile="福州市", entity_type="company", contact=contact)) == []
    )


def test_gender_and_birth_date_agree_with_the_number_at51() -> None:
    wrong = replace(FULL, gender=Gender.FEMALE, birth_date=date(1990, 7, 3))
    assert [(each.path, each.code, each.blocks, each.offer) for each in findings(wrong, today=TODAY)] == [
        ("gender", "gender.differs", True, "male"),
        ("birth_date", "birth_date.differs", True, "1990-03-07"),
    ]
    person = replace(COMPANY.representative, gender=Gender.MALE)
    assert codes(replace(COMPANY, representative=person)) == [("representative.gender", "gender.differs", True)]


def test_a_wrong_number_accuses_no_other_field() -> None:
    assert codes(replace(FULL, id_no="110101199003071234", gender=Gender.FEMALE)) == [("id_no", "id_no.check", True)]


def test_nobody_is_born_tomorrow() -> None:
    assert codes(NaturalPerson("张三", birth_date=date(2026, 11, 23))) == [("birth_date", "birth_date.future", True)]


@pytest.mark.parametrize(
    ("id_type", "id_no"),
    [
        ("passport", "E12345678"),
        ("hk_macao", "H12345678"),
        ("hk_macao", "M1234567801"),
        ("taiwan", "12345678"),
        ("foreigner_residence", "USA123456789012"),
        ("foreigner_residence", "911101199003071234"),
    ],
)
def test_other_papers_have_their_own_numbers(id_type: str, id_no: str) -> None:
    if len(id_no) == 18:
        id_no = id_no[:17] + ric.calc_check_digit(id_no)
    assert codes(NaturalPerson("JOHN", id_no, id_type=id_type)) == []


@pytest.mark.parametrize(
    ("id_type", "id_no", "code", "blocks"),
    [
        ("passport", "e 1", "id_no.unusual", False),
        ("hk_macao", "110101199003071233", "id_no.unusual", False),
        ("taiwan", "1234567", "id_no.unusual", False),
        ("foreigner_residence", "110101199003071234", "id_no.check", True),
        ("passport", "E1234\u202e5678", "text.control_characters", True),
        ("passport", "E" * 31, "text.too_long", True),
        ("passport", "", "text.empty", True),
    ],
)
def test_an_unusual_number_is_a_doubt_and_an_impossible_one_is_refused(
    id_type: str,
    id_no: str,
    code: str,
    blocks: bool,  # noqa: FBT001 - a column of the table
) -> None:
    finding = only(NaturalPerson("JOHN", id_no, id_type=id_type))
    assert (finding.path, finding.code, finding.blocks) == ("id_no", code, blocks)
    assert not id_no or id_no not in finding.zh + finding.en


def test_an_unknown_paper_is_refused() -> None:
    assert codes(replace(WORKER, id_type="library_card")) == [("id_type", "id_type.unknown", True)]


def test_lines_of_the_form_are_readable_or_left_out() -> None:
    wrong = replace(FULL, ethnicity="", occupation="钳\u200b工", domicile="路" * 201)
    assert codes(wrong) == [
        ("ethnicity", "text.empty", True),
        ("occupation", "text.control_characters", True),
        ("domicile", "text.too_long", True),
    ]
    contact = NaturalPerson("赵六", phone="电话")
    assert codes(replace(COMPANY, contact=contact)) == [("contact.phone", "phone.shape", True)]


def test_the_type_of_a_company_goes_with_its_credit_code() -> None:
    finding = only(replace(COMPANY, entity_type="sole_trader"))
    assert (finding.code, finding.blocks, finding.offer) == ("entity_type.differs", False, "company")
    assert codes(replace(COMPANY, entity_type="other")) == []
    assert codes(replace(COMPANY, entity_type="club")) == [("entity_type", "entity_type.unknown", True)]


def test_what_is_not_known_leaves_no_trace_where_it_is_stored() -> None:
    stored = TypeAdapter(Party)
    assert stored.dump_python(NaturalPerson("张三")) == {"name": "张三", "id_no": None, "phone": None, "email": None}
    plain = stored.dump_python(COMPANY)
    assert set(plain) == {"name", "uscc", "representative"}
    assert set(plain["representative"]) == {"name", "title", "id_no", "phone", "email"}
    for party in (WORKER, COMPANY, FULL, replace(COMPANY, entity_type="company", contact=FULL)):
        assert stored.validate_json(stored.dump_json(party), strict=True, extra="forbid") == party


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in (*SENTENCES.values(), *ID_SENTENCES.values(), *TYPE_SENTENCES.values()):
        assert words.zh.endswith(("。", "？"))
        assert words.en.endswith((".", "?"))
