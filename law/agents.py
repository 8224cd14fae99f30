"""委托代理人: who may speak and sign for a party, and with which papers (民诉法 §61, §62; 民诉法解释 §85-89, §147).

A missing paper keeps an agent from acting (`missing_papers`), not from being entered. `items` are ids of
`authority_items`; what is written on the power of attorney is kept beside them as it stands there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.agent_rules import AgentType, Paper, agent_rule, authority_items, required_papers
from law.findings import Finding, found, in_name_field, in_phone_field, in_text_field
from law.id_types import RESIDENT_ID, Holder, in_identity
from law.identity_numbers import Gender
from law.sentence import Sentence

MOST_ON_A_SIDE: Final = 2
"""民诉法 §61: one or two for each party."""

FULL: Final = "全权"
SETTLE: Final = "settle"
SIGN: Final = "sign_agreement"
AUTHORITY_CHARACTERS: Final = 500

SENTENCES: Final[Mapping[str, Sentence]] = {
    "agent.third": Sentence("一方最多委托{most}名代理人。", "A party has at most {most} agents."),
    "agent.full_without_items": Sentence(
        "授权委托书只写“全权代理”，没有具体事项，不是特别授权：代理人无权承认、放弃、变更请求或者和解。请写明具体事项。",
        "“Full authority” without specifics is no special authority: the agent cannot admit, waive, change claims or "
        "settle. Please state the matters one by one.",
    ),
    "agent.special_without_items": Sentence(
        "特别授权要写明具体事项，例如进行和解、代为签署调解协议。",
        "Special authority must name its matters, such as to settle or to sign the agreement.",
    ),
    "agent.general_with_special_items": Sentence(
        "“{items}”须有特别授权。请改为特别授权，或者去掉这些事项。",
        "These need special authority: {items_en}. Please choose special authority or leave them out.",
    ),
    "agent.item_unknown": Sentence("没有这种授权事项，请重新选择。", "There is no such matter; please choose again."),
    "agent.paper_missing": Sentence(
        "还缺{paper}，交齐之前代理人不能代为行事。",
        "Still missing: {paper_en}. The agent cannot act before it is handed in.",
    ),
    "agent.detail_missing": Sentence("还没有填写{detail}。", "Not filled in yet: {detail_en}."),
    "agent.may_not_sign": Sentence(
        "代理人签署调解协议，须有写明“代为签署调解协议”的特别授权。",
        "To sign the agreement an agent needs special authority that names the signing.",
    ),
    "agent.may_not_settle": Sentence(
        "代理人同意和解、调解方案，须有写明“进行和解、调解”的特别授权。",
        "To settle, an agent needs special authority that names settling.",
    ),
}

DETAILS: Final[Mapping[str, Sentence]] = {
    "firm": Sentence("执业机构", "where the agent practises"),
    "licence_no": Sentence("执业证号", "licence number"),
    "relation": Sentence("与委托人的关系", "relation to the principal"),
}


class Authority(StrEnum):
    """代理权限: 一般授权 or 特别授权."""

    GENERAL = "general"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent of one party. `firm` 工作单位或律所, `relation` 与委托人关系, `authority_text` as on the paper."""

    name: str
    type: AgentType
    authority: Authority
    items: frozenset[str] = frozenset()
    authority_text: str | None = None
    gender: Gender | None = None
    id_no: str | None = None
    id_type: str = RESIDENT_ID
    phone: str | None = None
    firm: str | None = None
    licence_no: str | None = None
    relation: str | None = None


def missing_papers(agent: Agent, papers: Collection[str], on: date) -> tuple[Paper, ...]:
    """What is not among `papers` (ids) yet. The agent acts only when this is empty."""
    return tuple(paper for paper in required_papers(agent.type, on) if paper.id not in papers)


def may_settle(agent: Agent) -> bool:
    """Whether the agent may agree to terms (民诉法 §62)."""
    return agent.authority is Authority.SPECIAL and SETTLE in agent.items


def may_sign(agent: Agent) -> bool:
    """Whether the agent may sign the agreement (民诉法解释 §147)."""
    return agent.authority is Authority.SPECIAL and SIGN in agent.items


def findings(
    agent: Agent, papers: Collection[str], *, others_on_side: int, on: date, most: int = MOST_ON_A_SIDE
) -> tuple[Finding, ...]:
    """What is wrong or doubtful. `papers`: ids handed in. `others_on_side`: further agents the same party has."""
    return tuple(_findings(agent, papers, others_on_side, on, most))


def _findings(agent: Agent, papers: Collection[str], others: int, on: date, most: int) -> Iterator[Finding]:
    if others >= most:
        yield found("agents", "agent.third", SENTENCES["agent.third"], most=most)
    yield from in_name_field("name", agent.name)
    yield from in_identity(Holder(agent.id_type, agent.id_no, agent.gender), today=on)
    yield from in_phone_field("phone", agent.phone)
    for name in DETAILS:
        yield from in_text_field(name, getattr(agent, name))
    yield from in_text_field("authority_text", agent.authority_text, AUTHORITY_CHARACTERS)
    yield from _in_authority(agent, on)
    for name in agent_rule(agent.type, on).details:
        if getattr(agent, name) is None:
            words = DETAILS[name]
            yield _lacking(name, "agent.detail_missing", detail=words.zh, detail_en=words.en)
    for paper in missing_papers(agent, papers, on):
        yield _lacking(f"papers.{paper.id}", "agent.paper_missing", paper=paper.zh, paper_en=paper.en)


def _in_authority(agent: Agent, on: date) -> Iterator[Finding]:
    known = authority_items(on)
    special = tuple(item for item in known if item.special and item.id in agent.items)
    if agent.items - {item.id for item in known}:
        yield found("items", "agent.item_unknown", SENTENCES["agent.item_unknown"])
    if not special and FULL in (agent.authority_text or ""):
        yield found("authority_text", "agent.full_without_items", SENTENCES["agent.full_without_items"])
    elif not special and agent.authority is Authority.SPECIAL:
        yield found("items", "agent.special_without_items", SENTENCES["agent.special_without_items"])
    elif special and agent.authority is Authority.GENERAL:
        code = "agent.general_with_special_items"
        zh, en = "、".join(item.zh for item in special), "; ".join(item.en for item in special)
        yield found("authority", code, SENTENCES[code], items=zh, items_en=en)


def _lacking(path: str, code: str, **data: str) -> Finding:
    return found(path, code, SENTENCES[code], blocks=False, **data)
