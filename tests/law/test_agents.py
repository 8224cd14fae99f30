import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from law.agent_rules import AgentType, NoAgentRuleError, agent_rule, authority_items, required_papers
from law.agents import SENTENCES, Agent, Authority, findings, may_settle, may_sign, missing_papers
from law.identity_numbers import Gender

TODAY = date(2026, 11, 22)
GOLDEN = json.loads((Path(__file__).parent / "golden" / "agents.json").read_text(encoding="utf-8"))
"""Written from the statutes by someone who had not seen the code."""

ITEM = {"change": "change_claims", "receive_documents": "receive_papers"}
"""Where the golden file has another word for an item."""

DECIDED = {"agent.full_without_items", "agent.special_without_items", "agent.third", "agent.paper_missing"}
LAWYER = Agent(
    "王律师",
    AgentType.LAWYER,
    Authority.SPECIAL,
    items=frozenset({"settle", "sign_agreement"}),
    authority_text="特别授权：代为进行和解，代为签署调解协议",
    gender=Gender.MALE,
    id_no="110101199003071233",
    phone="13800000000",
    firm="某某律师事务所",
    licence_no="11101201010000000",
)
PAPERS = frozenset({"power_of_attorney", "lawyer_licence", "firm_letter"})


def codes(agent: Agent, papers: frozenset[str] = PAPERS, *, others: int = 0) -> list[tuple[str, str, bool]]:
    found = findings(agent, papers, others_on_side=others, on=TODAY)
    return [(finding.path, finding.code, finding.blocks) for finding in found]


@pytest.mark.parametrize("row", GOLDEN["rows"], ids=lambda row: row["id"])
def test_the_statutes_say_who_may_be_entered_and_act(row: dict[str, Any]) -> None:
    agent = Agent(
        "王某",
        AgentType(row["agent_type"]),
        Authority(row["authority"]),
        items=frozenset(ITEM.get(item, item) for item in row["items"]),
        authority_text=row["authority_text"],
    )
    found = findings(agent, row["papers"], others_on_side=row["existing_on_side"], on=TODAY)
    assert {one.code for one in found} & DECIDED == ({row["code"]} if row["code"] else set()), row["why"]


@pytest.mark.parametrize("kind", AgentType)
def test_the_papers_of_each_type_are_those_of_article_88(kind: AgentType) -> None:
    assert [paper.id for paper in required_papers(kind, TODAY)] == GOLDEN["required"][kind]


def test_a_complete_agent_has_no_findings() -> None:
    assert codes(LAWYER) == []


def test_a_missing_paper_lets_the_agent_in_and_keeps_it_from_acting() -> None:
    papers = PAPERS - {"firm_letter"}
    assert codes(LAWYER, papers) == [("papers.firm_letter", "agent.paper_missing", False)]
    assert [paper.id for paper in missing_papers(LAWYER, papers, TODAY)] == ["firm_letter"]
    assert missing_papers(LAWYER, PAPERS, TODAY) == ()


def test_only_special_authority_that_names_it_settles_and_signs() -> None:
    assert may_settle(LAWYER)
    assert may_sign(LAWYER)
    settles = replace(LAWYER, items=frozenset({"settle"}))
    assert (may_settle(settles), may_sign(settles)) == (True, False)
    signs = replace(LAWYER, items=frozenset({"sign_agreement"}))
    assert (may_settle(signs), may_sign(signs)) == (False, True)
    general = replace(LAWYER, authority=Authority.GENERAL)
    assert not may_settle(general)
    assert not may_sign(general)


def test_full_authority_with_its_matters_named_is_special_authority() -> None:
    assert codes(replace(LAWYER, authority_text="全权代理，代为进行和解，代为签署调解协议")) == []
    bare = replace(LAWYER, authority_text="全权代理", items=frozenset({"receive_papers"}))
    assert codes(bare) == [("authority_text", "agent.full_without_items", True)]


def test_special_matters_under_general_authority_are_refused_by_name() -> None:
    general = replace(LAWYER, authority=Authority.GENERAL)
    (finding,) = findings(general, PAPERS, others_on_side=0, on=TODAY)
    assert (finding.code, finding.blocks) == ("agent.general_with_special_items", True)
    assert "代为签署调解协议" in finding.zh
    assert "Sign the mediation agreement" in finding.en


def test_an_unknown_matter_is_refused() -> None:
    strange = replace(LAWYER, items=LAWYER.items | {"everything"})
    assert codes(strange) == [("items", "agent.item_unknown", True)]


def test_the_most_on_a_side_is_a_parameter() -> None:
    assert codes(LAWYER, others=2) == [("agents", "agent.third", True)]
    found = findings(LAWYER, PAPERS, others_on_side=2, on=TODAY, most=3)
    assert found == ()


def test_what_an_agent_must_tell_goes_with_the_type() -> None:
    assert codes(replace(LAWYER, firm=None, licence_no=None)) == [
        ("firm", "agent.detail_missing", False),
        ("licence_no", "agent.detail_missing", False),
    ]
    aunt = replace(LAWYER, type=AgentType.RELATIVE, firm=None, licence_no=None)
    papers = frozenset({"power_of_attorney", "id_card", "kinship_proof"})
    assert codes(aunt, papers) == [("relation", "agent.detail_missing", False)]
    assert codes(replace(aunt, relation="姑侄"), papers) == []


def test_an_agents_own_numbers_are_checked_at51() -> None:
    assert codes(replace(LAWYER, id_no="110101199003071234")) == [("id_no", "id_no.check", True)]
    assert codes(replace(LAWYER, gender=Gender.FEMALE)) == [("gender", "gender.differs", True)]
    assert codes(replace(LAWYER, phone="电话", firm="\u200b")) == [
        ("phone", "phone.shape", True),
        ("firm", "text.control_characters", True),
    ]


def test_rules_begin_in_2022_and_say_what_is_unsettled() -> None:
    with pytest.raises(NoAgentRuleError):
        agent_rule(AgentType.LAWYER, date(2021, 12, 31))
    unsettled = [item for item in authority_items(TODAY) if not item.settled]
    assert [item.id for item in unsettled] == ["apply_confirmation"]
    assert all(item.note for item in unsettled)
    for kind in AgentType:
        rule = agent_rule(kind, TODAY)
        assert rule.basis
        assert rule.note


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in SENTENCES.values():
        assert words.zh.endswith("。")
        assert words.en.endswith(".")
