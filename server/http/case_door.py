"""The case of a route: one that is the caller's, or none. And which of a caller's rights reach as far as this case."""

from dataclasses import dataclass
from typing import Final, TypeVar

from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.ids import ParticipantId
from rooms.cases.words import Office
from rooms.ids import CaseId
from rooms.rights import Right
from server.app_keys import CASES, CLOCK, STORES
from server.audit.facts import AccessRefused
from server.http.access import Call, Staff, Whose, reaches
from server.http.bodies import Body
from server.http.problems import refused
from server.http.source import template
from server.ids import AccountId
from server.storage.case_desk import COURTS_OWN, CaseLine, Ours
from server.storage.sessions import COURT_ROLES, Account, AccountRole

B = TypeVar("B", bound=Body | bytes | None)

OFFICES: Final = {
    AccountRole.MEDIATOR: Office.MEDIATOR,
    AccountRole.ADMIN: Office.ORGANISATION,
    AccountRole.SEAL_KEEPER: Office.SEAL_KEEPER,
    AccountRole.CLERK: Office.COURT,
    AccountRole.JUDGE: Office.COURT,
}
"""In whose name an account acts in a case; the platform's own has no part in any."""
OF_THE_TEAM: Final = frozenset({Right.READ_CASE, Right.ACCEPT_CASE})
"""What those who mediate beside the host may, too."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case, and who asks for it. `team`: the asker, where that is a mediator who has it or opened it; else empty."""

    line: CaseLine
    case: Case
    by: By
    staff: Staff
    team: frozenset[AccountId]

    @property
    def works(self) -> bool:
        """Whether the caller works on it, and reads what was written of it."""
        return self.by.office in (Office.MEDIATOR, Office.ORGANISATION)

    def reaches(self, *rights: Right) -> bool:
        """Whether one of these rights of the caller's reaches this case."""
        return any(reaches(self.staff, right, self._whose(right)) for right in rights)

    def _whose(self, right: Right) -> Whose:
        line, host = self.line, self.case.host
        court = line.court if line.lane in COURTS_OWN else None
        hosts = self.team if host is None else self.team & {AccountId(host)}
        return Whose(self.team if right in OF_THE_TEAM else hosts, line.organisation, court)


async def own_case(call: Call[Staff, B], *rights: Right) -> Opened:
    """The case of the path. One that is not the caller's is unknown, and leaves an audit line like a missing right.

    Raises Refused: 404, or 403 where it is the caller's and none of `rights` reaches it.
    """
    case_id = CaseId(call.request.match_info["case"])
    opened = await case_of(call, case_id)
    if not opened.reaches(Right.READ_CASE):
        await _leave_line(call, case_id, "case.unknown")
        raise refused("case.unknown")
    await require_right(call, opened, *(rights or (Right.READ_CASE,)))
    return opened


async def require_right(call: Call[Staff, B], opened: Opened, *rights: Right) -> None:
    """Raises Refused (403) and leaves an audit line where none of these reaches the case."""
    if not opened.reaches(*rights):
        await _leave_line(call, opened.case.id, "access.not_permitted")
        raise refused("access.not_permitted")


def ours(account: Account) -> Ours:
    """Whose cases an account's list has."""
    if account.role is AccountRole.MEDIATOR:
        return Ours(mediator=account.id)
    if account.role in COURT_ROLES:
        return Ours(court=account.court)
    return Ours(organisation=account.organisation)


def require_participant(case: Case, participant: str) -> ParticipantId:
    """That participant; raises Refused (404)."""
    if case.participant(ParticipantId(participant)) is None:
        raise refused("participant.unknown")
    return ParticipantId(participant)


async def case_of(call: Call[Staff, B], case_id: CaseId) -> Opened:
    """That case as it is now, whosever it is; raises Refused (404) where there is none, or nobody acts in any."""
    app, account = call.request.app, call.caller.account
    line, case = await app[STORES].case_desk.line(case_id), await app[CASES].case(case_id)
    if line is None or case is None or account.role not in OFFICES:
        raise refused("case.unknown")
    its = account.role is AccountRole.MEDIATOR and await app[STORES].case_desk.sees(ours(account), case_id)
    team = frozenset({account.id}) if its else frozenset[AccountId]()
    return Opened(line, case, By(OFFICES[account.role], account.id), call.caller, team)


async def _leave_line(call: Call[Staff, B], case: CaseId, code: str) -> None:
    app = call.request.app
    asked = f"{call.request.method} {template(call.request)}"
    fact = AccessRefused(call.caller.account.id, asked, code)
    await app[STORES].audit.append(case, app[CLOCK](), fact)
