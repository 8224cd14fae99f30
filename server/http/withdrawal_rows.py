"""Rows about withdrawing what was handed in to a court, for all who may see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rooms.cases.case import Case
from rooms.cases.deeds.court import WithdrawalAsked
from rooms.cases.guards.court import WITHDRAWABLE
from rooms.cases.ids import NoteId, ParticipantId
from rooms.cases.permits import open_to
from rooms.cases.words import Office
from server.http.case_courts import court_names
from server.http.case_people_bodies import Word
from server.http.case_words import named
from server.http.withdrawal_bodies import DeskWithdrawal, WithdrawalWishRow
from server.storage.submissions import Submission, SubmissionChannel, at_court
from server.stores import Stores


def undecided(case: Case) -> bool:
    """Whether a court has an application that can be withdrawn, and has not decided on it."""
    asked_now = any(WithdrawalAsked in row.deeds for row in open_to(case, Office.PARTY))
    return asked_now and case.route in WITHDRAWABLE


@dataclass(frozen=True, slots=True)
class AtCourt:
    """Where the application lies. `submission` None: the organisation entered what it handed in elsewhere."""

    submission: Submission | None
    name: str

    @property
    def word(self) -> Word | None:
        """The court, as far as it is known here."""
        return named(self.submission.court, self.name) if self.submission and self.name else None

    @property
    def by_paper(self) -> bool:
        """Whether the court has no desk here: the bundle went there as a file, or was handed in elsewhere."""
        return self.submission is None or self.submission.channel is SubmissionChannel.FILE


async def lies_at(stores: Stores, case: Case) -> AtCourt:
    """The court that has it now."""
    one = at_court(case, await stores.submissions.of_case(case.id))
    return AtCourt(one, (await court_names(stores)).get(one.court, "") if one else "")


async def wish_rows(
    stores: Stores, case: Case, reasons_of: Collection[ParticipantId] | None = None
) -> tuple[WithdrawalWishRow, ...]:
    """In the order they were asked. `reasons_of`: whose reasons the reader may read; None: all."""
    if not case.withdrawals:
        return ()
    parties, notes = await stores.case_people.parties(case.id), await stores.case_texts.notes(case.id)
    return tuple(
        WithdrawalWishRow(
            party=parties[one.participant].name,
            person=notes.get(one.person, ""),
            at=one.at,
            reason=_reason(notes, one.note) if reasons_of is None or one.participant in reasons_of else None,
        )
        for one in case.withdrawals
    )


async def desk_withdrawal(stores: Stores, case: Case) -> DeskWithdrawal | None:
    """For those who work on the case; None where nobody asks."""
    if not case.withdrawals or not undecided(case):
        return None
    at = await lies_at(stores, case)
    return DeskWithdrawal(wishes=await wish_rows(stores, case), court=at.word, by_paper=at.by_paper)


def _reason(notes: Mapping[NoteId, str], note: NoteId | None) -> str | None:
    return notes.get(note) if note else None
