"""A case and its people as JSON text: strict both ways, so that nothing is coerced or dropped unseen."""

from typing import Final

from pydantic import TypeAdapter

from law.agents import Agent
from law.people import Party
from rooms.cases.case import Case

CASE: Final = TypeAdapter(Case)
PARTY: Final[TypeAdapter[Party]] = TypeAdapter(Party)
AGENT: Final = TypeAdapter(Agent)


def case_text(case: Case) -> str:
    """The whole case."""
    return CASE.dump_json(case).decode()


def case_from(text: str) -> Case:
    """The case that was stored; raises ValueError where it does not fit today's types: a migration is missing."""
    return CASE.validate_json(text, strict=True, extra="forbid")


def party_text(party: Party) -> str:
    """Everything known of a participant."""
    return PARTY.dump_json(party).decode()


def party_from(text: str) -> Party:
    """The participant that was stored; raises ValueError."""
    return PARTY.validate_json(text, strict=True, extra="forbid")


def agent_text(agent: Agent) -> str:
    """Everything known of an agent."""
    return AGENT.dump_json(agent).decode()


def agent_from(text: str) -> Agent:
    """The agent that was stored; raises ValueError."""
    return AGENT.validate_json(text, strict=True, extra="forbid")
