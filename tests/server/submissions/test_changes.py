"""What changed between two bundles is told by the files' hashes, slot by slot."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from agreements.ids import Digest
from rooms.cases.words import Route
from rooms.ids import CaseId
from server.ids import CourtId, SubmissionId
from server.storage.submissions import BundleFile, Submission, SubmissionChannel
from server.submissions.changes import Change, changes

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)


def file(slot: int, path: str, content: str) -> BundleFile:
    return BundleFile(slot, path, path, Digest(content * 64), 1, "application/pdf")


def bundle(*files: BundleFile) -> Submission:
    channel = SubmissionChannel.DESK
    ids = SubmissionId("s"), CaseId("c"), CourtId("k")
    return Submission(*ids, 1, "no", Route.CONFIRMATION, Digest("0" * 64), 1, files, channel, False, "by", AT)


def told(before: Submission, now: Submission) -> list[tuple[int, str, Change]]:
    return [(one.file.slot, one.file.path, one.change) for one in changes(before, now)]


BEFORE: Final = bundle(
    file(0, "00_index.pdf", "1"),
    file(1, "01_application.pdf", "2"),
    file(4, "04_identity/01_case_identity.pdf", "3"),
    file(8, "08_minutes.pdf", "4"),
)


def test_the_same_papers_are_no_change_though_the_index_always_is_another() -> None:
    again = replace(BEFORE, files=(file(0, "00_index.pdf", "9"), *BEFORE.files[1:]))
    assert told(BEFORE, again) == []


def test_new_replaced_and_gone_stand_by_slot() -> None:
    now = bundle(
        file(1, "01_application.pdf", "a"), BEFORE.files[2], file(4, "04_identity/02_applicant_identity.pdf", "b")
    )
    assert told(BEFORE, now) == [
        (1, "01_application.pdf", Change.CHANGED),
        (4, "04_identity/02_applicant_identity.pdf", Change.NEW),
        (8, "08_minutes.pdf", Change.GONE),
    ]


def test_a_paper_that_only_moved_up_is_no_change() -> None:
    moved = replace(BEFORE.files[2], path="04_identity/02_case_identity.pdf")
    now = replace(BEFORE, files=(*BEFORE.files[:2], moved, BEFORE.files[3]))
    assert told(BEFORE, now) == []
