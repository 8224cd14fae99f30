"""What the linter says about one place of a draft."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.ids import PartId
from law.sentence import Sentence


class Level(StrEnum):
    """What a finding keeps from happening."""

    BLOCKS = "blocks"
    """Freezing."""
    CONFIRMATION = "confirmation"
    """Freezing of an agreement that names a court to be asked for confirmation."""
    SUBMISSION = "submission"
    """The application to the court, where it is looked at again."""
    WARNS = "warns"
    UNCHECKED = "unchecked"
    """未核对: something is not known, so nobody can say."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A way to put it right. With `field`, setting that field of the part to `value` would do it."""

    says: Sentence
    field: str | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """About one part or, with `field`, one field of it; rows as `due.2`. `citations` are keys of `law.citations`."""

    rule: str
    """`LR-07` of domain.md §6.4; empty for rules of the house."""
    code: str
    part: PartId
    field: str | None
    level: Level
    zh: str
    en: str
    citations: tuple[str, ...] = ()
    mend: Mend | None = None

    @property
    def blocks(self) -> bool:
        """Whether nothing can be frozen before it is dealt with, whatever court is named."""
        return self.level is Level.BLOCKS
