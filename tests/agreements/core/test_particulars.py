"""Parties put right in the case: what follows them in an agreement, what stays, and how other papers are printed."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.acts import PartiesCorrected
from agreements.agreement import Agreement, Signing
from agreements.facts import PartyPutRight
from agreements.freezing import document_of
from agreements.ids import SignerId
from agreements.linter import blocking
from agreements.members import party_part
from agreements.step import step
from law.identity_numbers import Gender
from law.people import Entity, NaturalPerson, Party
from tests.agreements.core.stories import COMPANY, MEMBERS, NOON, TODAY, WORKER, after, draft_of, frozen, put, written

PASSPORT = NaturalPerson(
    "Maria Silva", "C01X00T4", "13900001111", id_type="passport", gender=Gender.FEMALE, birth_date=date(1990, 5, 4)
)


def known(**changed: Party) -> PartiesCorrected:
    """Everybody as on file, but for those named."""
    parties = {one.id: one.party for one in MEMBERS if one.party is not None}
    return PartiesCorrected(NOON, {**parties, **{SignerId(f"seat-{who}"): party for who, party in changed.items()}})


def sentence(now: Agreement) -> str:
    return document_of(now, draft_of(now), today=TODAY).parties[0].sentence


def test_a_draft_takes_name_number_and_what_nobody_wrote_otherwise() -> None:
    before = after([*written(), put(party_part(COMPANY), "phone", "025-7654321", saw=1)])
    company = next(one.party for one in MEMBERS if one.id == COMPANY)
    assert isinstance(company, Entity)
    reached = replace(company, representative=replace(company.representative, name="李婧", phone="025-0000000"))
    outcome = step(before, known(worker=PASSPORT, company=reached))
    now, version = outcome.agreement, draft_of(before).version + 1
    assert [one.name for one in now.members[:2]] == ["Maria Silva", "李婧"]
    assert [part.entries["phone"].value for part in draft_of(now).parts[1:3]] == ["13900001111", "025-7654321"]
    assert outcome.facts == tuple(PartyPutRight(now.id, who, version) for who in (WORKER, COMPANY))
    assert draft_of(now).version == version, "a mediator who looked before has to look again"


def test_nothing_new_changes_nothing() -> None:
    now = after(written())
    assert step(now, known()).agreement == now


def test_a_fixed_text_keeps_its_people_and_only_the_address_for_codes_follows() -> None:
    now = frozen()
    outcome = step(now, known(worker=replace(PASSPORT, email="maria@example.org")))
    worker = outcome.agreement.members[0]
    assert isinstance(worker.party, NaturalPerson)
    assert (worker.name, worker.party.name, worker.party.email) == ("张伟", "张伟", "maria@example.org")
    assert isinstance(outcome.agreement.stage, Signing)
    assert (outcome.agreement.stage, outcome.facts) == (now.stage, ())


@pytest.mark.parametrize(
    ("party", "printed"),
    [
        (PASSPORT, "Maria Silva，女，1990年5月4日出生，汉族，护照号码：C01X00T4，住"),
        (
            replace(PASSPORT, id_type="hk_macao", gender=None),
            "1990年5月4日出生，汉族，港澳居民来往内地通行证号码：C01X00T4，住",
        ),
        (
            NaturalPerson("李四", "11010519491231002X", id_type="foreigner_residence"),
            "李四，女，1949年12月31日出生，汉族，外国人永久居留身份证号码：11010519491231002X，住",
        ),
        (replace(PASSPORT, id_no="11010519491231002X"), "女，1990年5月4日出生，汉族，护照号码：11010519491231002X，住"),
        (replace(PASSPORT, id_no=None), "Maria Silva，女，1990年5月4日出生，汉族，住"),
    ],
)
def test_a_number_is_printed_under_the_name_of_its_paper(party: NaturalPerson, printed: str) -> None:
    now = step(after(written()), known(worker=party)).agreement
    assert printed in sentence(now)
    assert "公民身份号码" not in sentence(now)


def test_what_is_wrong_with_a_corrected_party_keeps_the_text_from_being_fixed() -> None:
    now = step(after(written()), known(worker=replace(PASSPORT, id_type="resident_id"))).agreement
    assert [one.code for one in blocking(now, draft_of(now), TODAY)] == ["party.data"]
