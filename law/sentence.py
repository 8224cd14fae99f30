"""Words for people come in pairs: Chinese first, English beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same thing said in both languages; several sentences are parted by newlines."""

    zh: str
    en: str
