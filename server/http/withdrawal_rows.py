"""Rows about withdrawing what was handed in to a court, for all who may see them."""

from collections.abc import Collection, Mapping

from rooms.cases.case import Case
from rooms.cases.deeds.court import WithdrawalAsked
from rooms.cases.guards.court import WITHDRAWABLE
from rooms.cases.ids import NoteId, ParticipantId
from rooms.cases.permits import open_to
from rooms.cases.words import Office
from server.http.case_courts import court_names
from server.http.case_words import named
from server.http.withdrawal_bodies import DeskWithdrawal, WithdrawalWishRow
from server.storage.submissions import Submission, SubmissionChannel, at_court
from server.stores import Stores


def undecided(case: Case) -> bool:
    """Whether a court has an application that can be withdrawn, and has not decided on it."""
    asked_now = any(WithdrawalAsked in row.deeds for row in open_to(case, Office.PARTY))
    return asked_now and case.route in WITHDRAWABLE


def told_by_paper(one: Submission | None) -> bool:
    """Whether the court has no desk here: the bundle went there as a file, or was handed in elsewhere."""
    return one is None or one.channel is SubmissionChannel.FILE


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
    one = at_court(case, await stores.submissions.of_case(case.id))
    name = (await court_names(stores)).get(one.court) if one else None
    return DeskWithdrawal(
        wishes=await wish_rows(stores, case),
        court=named(one.court, name) if one and name else None,
        by_paper=told_by_paper(one),
    )


def _reason(notes: Mapping[NoteId, str], note: NoteId | None) -> str | None:
    return notes.get(note) if note else None
