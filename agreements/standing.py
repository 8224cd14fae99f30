"""By which right somebody signs for a party (民诉法 §61, §62; 民诉法解释 §147; domain.md §3.2 practice note)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from law.agents import SIGN


class Signs(StrEnum):
    """In what right somebody signs."""

    SELF = "self"
    """The party in person."""
    LEGAL_REPRESENTATIVE = "legal_representative"
    STAFF = "staff"
    """The organisation's own handling person, by an authority paper."""
    AGENT = "agent"
    WORKER_REPRESENTATIVE = "worker_representative"
    GUARDIAN = "guardian"


BY_PAPER: Final = frozenset({Signs.STAFF, Signs.AGENT, Signs.WORKER_REPRESENTATIVE})
"""Who needs a paper that names the signing: special authority."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One signer's right. `items`: matters on the authority paper, ids of `law.agents`."""

    by: Signs = Signs.SELF
    items: frozenset[str] = frozenset()
    papers_seen: bool = True
    """Whether a mediator has looked at the paper that gives the right; always so for the party in person."""

    @property
    def may_sign(self) -> bool:
        """Whether an agreement signed by this person binds the party (LR-10)."""
        return self.papers_seen and (self.by not in BY_PAPER or SIGN in self.items)


IN_PERSON: Final = Standing()
