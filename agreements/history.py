"""How the draft read before: readings, the states that were kept, and what differs between two of them.

Words are kept once each, by their digest, for as long as a state or somebody's acceptance names them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from agreements.canonical import digest_of
from agreements.draft import Draft, KeptPart, Part, Reading, Snapshot
from agreements.forms import value_of
from agreements.ids import Digest, PartId
from agreements.kinds import Kind
from agreements.members import mediator
from agreements.templates import numeral
from agreements.wording import Desk, heading, part_text, term_heading

MOST_SNAPSHOTS: Final = 30
"""The oldest go first: what was frozen is in its own file all the same."""
SHORTEST_MATCH: Final = 2
"""Characters that two texts must have in common at a place; a single 的 is no common ground."""
MOST_PIECES: Final = 400
"""That are laid beside each other one by one: the work grows with the square of it and more."""
PHRASE: Final = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]|[^，。；：、！？\n]+")
HEAD_FIELDS: Final = ("facts", "undisputed", "open_issues", "liability")

Change = Literal["same", "changed", "added", "removed", "moved"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that both readings have, or only the later (`added`) or the earlier (`removed`)."""

    change: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One part in both states; `number` and `heading` as in the later one that has it."""

    part: PartId
    number: str
    heading: str
    change: Change
    segments: tuple[Segment, ...]


def readings(at: Desk, draft: Draft) -> tuple[Reading, ...]:
    """Every part as it reads now."""
    numbers = {part.id: numeral(number) for number, part in enumerate(draft.clauses, start=1)}
    return tuple(
        Reading(part.id, numbers.get(part.id, ""), _heading(at, part), _text(at, draft, part)) for part in draft.parts
    )


def wording(reading: Reading) -> Digest:
    """What somebody agrees to: heading and text, whatever number the clause has."""
    return digest_of(words(reading).encode())


def words(reading: Reading) -> str:
    """Heading, newline, text; a heading is one line."""
    return f"{reading.heading}\n{reading.text}"


def reading_of(part: PartId, number: str, said: str) -> Reading:
    """The reading again, from its words."""
    heading_, _, text = said.partition("\n")
    return Reading(part, number, heading_, text)


def kept(draft: Draft, snapshot: Snapshot, read: Iterable[Reading]) -> Draft:
    """The draft with one more state; `snapshot.parts` is filled in here."""
    found = tuple(read)
    parts = tuple(KeptPart(one.part, one.number, wording(one)) for one in found)
    texts = {**draft.wordings, **{wording(one): words(one) for one in found}}
    snapshots = (*draft.snapshots, replace(snapshot, parts=parts))[-MOST_SNAPSHOTS:]
    return without_unnamed(replace(draft, snapshots=snapshots, wordings=texts))


def without_unnamed(draft: Draft) -> Draft:
    """The draft without words that nothing names any more."""
    named = {one.wording for one in draft.acceptances}
    named |= {part.wording for snapshot in draft.snapshots for part in snapshot.parts}
    return replace(draft, wordings={digest: text for digest, text in draft.wordings.items() if digest in named})


def read_then(draft: Draft, snapshot: Snapshot) -> tuple[Reading, ...]:
    """How the draft read when that state was kept."""
    return tuple(reading_of(one.part, one.number, draft.wordings[one.wording]) for one in snapshot.parts)


def compared(before: Iterable[Reading], after: Iterable[Reading]) -> tuple[Compared, ...]:
    """Every part of both, in the order of the later state; what is gone stands behind what it stood behind."""
    was, now = {one.part: one for one in before}, {one.part: one for one in after}
    moved = _moved(was, now)
    found = [_compared(was.get(part), one, moved=part in moved) for part, one in now.items()]
    for place, (part, one) in enumerate(was.items()):
        if part not in now:
            found.insert(_behind(found, tuple(was)[:place]), _gone(one))
    return tuple(found)


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """Both texts as one: without `removed` it is `after`, without `added` it is `before`.

    Character by character where that is quick, in long texts by phrases, in very long ones all at once.
    """
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    inner = _pieces(before[start : len(before) - end]), _pieces(after[start : len(after) - end])
    runs = (Segment("same", before[:start]), *_runs(*inner), Segment("same", before[len(before) - end :]))
    return tuple(run for run in runs if run.text)


def _alike(one: str, other: str) -> int:
    """Characters at the beginning that both have."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _pieces(text: str) -> list[str]:
    return list(text) if len(text) <= MOST_PIECES else PHRASE.findall(text)


def _runs(before: list[str], after: list[str]) -> Iterator[Segment]:
    if max(len(before), len(after)) > MOST_PIECES:
        yield from (Segment("removed", "".join(before)), Segment("added", "".join(after)))
        return
    # Without autojunk: in long texts it takes the commonest characters for noise.
    at_before = at_after = 0
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        same = "".join(before[block.a : block.a + block.size])
        if block.size and len(same) < SHORTEST_MATCH:
            continue
        yield Segment("removed", "".join(before[at_before : block.a]))
        yield Segment("added", "".join(after[at_after : block.b]))
        yield Segment("same", same)
        at_before, at_after = block.a + block.size, block.b + block.size


def _compared(before: Reading | None, after: Reading, *, moved: bool) -> Compared:
    if before is None:
        return Compared(after.part, after.number, after.heading, "added", (Segment("added", _shown(after)),))
    found = segments(_shown(before), _shown(after))
    same = all(each.change == "same" for each in found)
    change: Change = "changed" if not same else "moved" if moved else "same"
    return Compared(after.part, after.number, after.heading, change, found)


def _gone(one: Reading) -> Compared:
    return Compared(one.part, one.number, one.heading, "removed", (Segment("removed", _shown(one)),))


def _moved(was: Mapping[PartId, Reading], now: Mapping[PartId, Reading]) -> frozenset[PartId]:
    """Parts that both have, and that stand elsewhere among those."""
    earlier = [part for part in was if part in now]
    later = [part for part in now if part in was]
    return frozenset(part for part, other in zip(later, earlier, strict=True) if part != other)


def _behind(found: list[Compared], former: tuple[PartId, ...]) -> int:
    places = [place for place, one in enumerate(found) if one.part in former]
    return max(places, default=-1) + 1


def _shown(reading: Reading) -> str:
    """The heading of a clause belongs to it; that of the head and of a party never changes."""
    return words(reading) if reading.number else reading.text


def _heading(at: Desk, part: Part) -> str:
    match part.kind:
        case Kind.HEAD:
            return str(at.template.texts["facts"])
        case Kind.PARTY:
            return _party_heading(at, part.id)
        case _:
            return term_heading(at, part)


def _party_heading(at: Desk, part: PartId) -> str:
    found = (one for one in at.agreement.members if part == f"party:{one.id}")
    return heading(at, next(found, mediator(at.agreement)))


def _text(at: Desk, draft: Draft, part: Part) -> str:
    if part.kind is not Kind.HEAD:
        return part_text(at, draft, part)
    return "\n".join(filter(None, (value_of(part, name) for name in HEAD_FIELDS)))
