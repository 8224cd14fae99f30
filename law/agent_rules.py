"""Who may be an agent, with which papers, and what may be put into an agent's hands, as dated data.

民诉法 §61, §62; 民诉法解释 §85-88, §147.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


class AgentType(StrEnum):
    """Who may be an agent (民诉法 §61; the six papers rules of 民诉法解释 §88)."""

    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"
    RELATIVE = "relative"
    STAFF = "staff"
    COMMUNITY = "community"
    SOCIAL_ORGANISATION = "social_organisation"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper an agent hands in."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class AgentRule:
    """What holds for a type of agent. `details`: fields of `Agent` to be filled in. `note`: what is unsettled."""

    type: AgentType
    zh: str
    en: str
    details: tuple[str, ...]
    papers: tuple[Paper, ...]
    basis: tuple[str, ...]
    settled: bool
    note: Sentence | None
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class AuthorityItem:
    """One matter an agent may be given. `special`: only with special authority. `note`: what is unsettled."""

    id: str
    zh: str
    en: str
    special: bool
    basis: tuple[str, ...]
    settled: bool
    note: Sentence | None
    valid_from: date
    valid_to: date | None
    source: str


class NoAgentRuleError(LookupError):
    """No rule for agents is in force on that day: ours to mend in `law/data/agent_types.json`."""


def agent_rule(kind: AgentType, on: date) -> AgentRule:
    """Raises NoAgentRuleError before 2022, where the data begin."""
    for rule in in_force(_RULES, on):
        if rule.type is kind:
            return rule
    raise NoAgentRuleError(on.isoformat())


def authority_items(on: date) -> tuple[AuthorityItem, ...]:
    """What can be chosen on that day, in the order of the list."""
    return in_force(_ITEMS, on)


def required_papers(kind: AgentType, on: date) -> tuple[Paper, ...]:
    """What such an agent hands in, the power of attorney first."""
    return agent_rule(kind, on).papers


def _rule(row: Row) -> AgentRule:
    return AgentRule(
        type=AgentType(row["id"]),
        zh=row["zh"],
        en=row["en"],
        details=tuple(row["details"]),
        papers=tuple(Paper(paper["id"], paper["zh"], paper["en"]) for paper in row["papers"]),
        basis=tuple(row["basis"]),
        settled=row["settled"],
        note=sentence(row["note"]) if "note" in row else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


def _item(row: Row) -> AuthorityItem:
    return AuthorityItem(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        special=row["special"],
        basis=tuple(row["basis"]),
        settled=row["settled"],
        note=sentence(row["note"]) if "note" in row else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


_RULES: Final = tuple(map(_rule, rows("agent_types.json")))
_ITEMS: Final = tuple(map(_item, rows("authority_items.json")))
