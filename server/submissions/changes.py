"""What a second bundle has that the first had not, slot by slot (TR26): of the files themselves, by their hashes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.storage.submissions import BundleFile, Submission


class Change(StrEnum):
    """Of one file since the submission before."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Changed:
    """One file, as it is now or, where it is gone, as it was."""

    file: BundleFile
    change: Change


def changes(before: Submission, now: Submission) -> tuple[Changed, ...]:
    """By slot; left out is what stayed byte for byte, and index, data and proof, which always differ."""
    return tuple(sorted(_changes(before, now), key=lambda one: (one.file.slot, one.file.path)))


def _changes(before: Submission, now: Submission) -> Iterator[Changed]:
    was, is_now = _papers(before), _papers(now)
    old = {one.sha256 for one in was.values()}
    for path, one in is_now.items():
        if one.sha256 not in old:
            yield Changed(one, Change.CHANGED if path in was else Change.NEW)
    kept = {one.sha256 for one in is_now.values()}
    for path, one in was.items():
        if path not in is_now and one.sha256 not in kept:
            yield Changed(one, Change.GONE)


def _papers(of: Submission) -> dict[str, BundleFile]:
    return {one.path: one for one in of.files if one.slot}
