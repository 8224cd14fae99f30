"""Rows about what is and was handed in to a court, for all who may see them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from agreements.bundle.slots import PLACES
from rooms.cases.case import Case
from rooms.cases.ids import NoteId
from rooms.cases.words import State
from server.http.case_words import named, sentence, word
from server.http.submission_bodies import BundlePaper, LackRow, SlotRow, SubmissionRow
from server.storage.submissions import BundleFile, Submission, outlived
from server.submissions.outlook import Lack, Shown
from server.submissions.reading import READABLE

Standing = Literal["waiting", "submitted", "correction", "review", "confirmed", "not_confirmed", "replaced", "closed"]
STANDINGS: Final[Mapping[State, Standing]] = {
    State.SUBMITTED: "submitted",
    State.CORRECTION: "correction",
    State.COURT_REVIEW: "review",
    State.CONFIRMED: "confirmed",
    State.NOT_CONFIRMED: "not_confirmed",
}
TEN: Final = tuple(PLACES)


def standing(case: Case, one: Submission, newest: bool) -> Standing:  # noqa: FBT001 - a fact about it
    """What became of a submission; of the newest the case says it."""
    if not newest:
        return "replaced"
    if one.counts:
        return STANDINGS.get(case.state, "closed")
    return "closed" if outlived(case, one) else "waiting"


def submission_rows(
    case: Case, every: Sequence[Submission], notes: Mapping[NoteId, str], courts: Mapping[str, str], today: date
) -> tuple[SubmissionRow, ...]:
    """Newest first."""
    return tuple(
        SubmissionRow(
            id=one.id,
            number=one.number,
            position=one.position,
            at=one.at,
            court=named(one.court, courts.get(one.court, one.court)),
            route=word("route", one.route, today),
            channel=one.channel.value,
            late=one.late,
            admitted_at=one.admitted_at,
            received_at=one.received_at,
            received_by=None,
            sha256=one.sha256,
            bytes=one.size,
            correction=notes.get(one.correction) if one.correction else None,
            standing=standing(case, one, one is every[-1]),
        )
        for one in reversed(every)
    )


def previewed(files: Iterable[Shown]) -> tuple[SlotRow, ...]:
    """The ten slots as they would be handed in now."""
    rows = [(one.slot, _preview(number, one)) for number, one in enumerate(files)]
    return tuple(
        SlotRow(number=slot, title=PLACES[slot].title, papers=tuple(row for where, row in rows if where is slot))
        for slot in TEN
    )


def _preview(number: int, one: Shown) -> BundlePaper:
    return BundlePaper(
        number=number,
        path=one.path,
        title=one.title,
        pages=one.pages,
        bytes=0,
        sha256="",
        evidence=False,
        readable=False,
        signers=one.signers,
        awaits_seal=one.awaits_seal,
    )


def slot_rows(one: Submission) -> tuple[SlotRow, ...]:
    """The ten slots as they were handed in; asked for by their place in the whole bundle."""
    rows = [(file.slot, paper_row(number, file)) for number, file in enumerate(one.files)]
    return tuple(
        SlotRow(number=slot, title=PLACES[slot].title, papers=tuple(row for where, row in rows if where == slot))
        for slot in TEN
    )


def other_rows(one: Submission) -> tuple[BundlePaper, ...]:
    """What belongs to no slot: index, reading, data, proof."""
    return tuple(paper_row(number, file) for number, file in enumerate(one.files) if not file.slot)


def paper_row(number: int, file: BundleFile) -> BundlePaper:
    """One file."""
    return BundlePaper(
        number=number,
        path=file.path,
        title=file.title,
        pages=0,
        bytes=file.size,
        sha256=file.sha256,
        evidence=file.evidence,
        readable=file.mime in READABLE,
        signers=(),
        awaits_seal=False,
    )


def lack_rows(lacks: Iterable[Lack]) -> tuple[LackRow, ...]:
    """What is missing, what stops it first."""
    rows = [LackRow(code=one.code, sentence=sentence(one.sentence), stops=one.stops) for one in lacks]
    return tuple(sorted(rows, key=lambda row: not row.stops))
