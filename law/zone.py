"""The confidentiality zones Z1 to Z6 (domain.md §2.6): who may ever read what was said, written or laid down."""

from enum import StrEnum


class ZoneDisagrees(Exception):
    """What is stored as of one zone is, by its kind, of another: somebody changed it, and nobody is shown it."""


class Zone(StrEnum):
    """Confidentiality zone; set when content is made, never widened."""

    CASE = "Z1"
    """The case's own file: papers handed in, notices, minutes."""
    JOINT = "Z2"
    """Said or shown to all at the table."""
    UNDISPUTED = "Z3"
    CAUCUS = "Z4"
    SIDE = "Z4p"
    MEDIATORS = "Z5"
    DEAL = "Z6"
    """What the parties are about to agree on."""


def as_born(stored: str, born: Zone) -> Zone:
    """The zone that was stored with content, which is the one it was born in; raises ZoneDisagrees."""
    if stored != born:
        raise ZoneDisagrees(f"stored as {stored}, born in {born}")
    return born
