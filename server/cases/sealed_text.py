"""The agreement a case rests on: sealed in one of its rooms, or stamped on paper that is on file."""

from collections.abc import Iterable

from agreements.agreement import Sealed
from rooms.cases.case import Case
from rooms.cases.ids import Sha256
from server.storage.case_rooms import Meeting


def sealed_text(case: Case, meetings: Iterable[Meeting]) -> Sealed | None:
    """As it was sealed online; None: it was not, or it stands no more."""
    stages = (meeting.agreement.stage for meeting in meetings if meeting.agreement is not None)
    sealed = (stage for stage in stages if isinstance(stage, Sealed))
    digest = None if case.text is None else case.text.digest
    return next((one for one in sealed if Sha256(one.frozen.digest) == digest), None)


def paper_of(case: Case, meetings: Iterable[Meeting]) -> str | None:
    """SHA-256 of the file that says what was agreed: the sealed one, else the stamped scan."""
    if (sealed := sealed_text(case, meetings)) is not None:
        return sealed.pdf
    scan = None if case.seal is None else case.seal.paper
    return next((one.sha256 for one in case.materials if one.id == scan), None)
