"""The submission of a route of the court's desk: one of the own court, or none; and what is put on record of it."""

from dataclasses import dataclass
from typing import TypeVar

from agreements.ids import Digest
from rooms.cases.case import Case
from server.app_keys import CASES, CLOCK, STORES
from server.audit.facts import AccessRefused, SubmissionRead, SubmissionTaken
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.problems import refused
from server.http.source import source, template
from server.ids import SubmissionId
from server.storage.case_desk import CaseLine
from server.storage.submissions import Submission

B = TypeVar("B", bound=Body | bytes | None)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission with its case. `every`: all of the case, in order."""

    one: Submission
    every: tuple[Submission, ...]
    case: Case
    line: CaseLine

    @property
    def is_newest(self) -> bool:
        """Whether no other came after it."""
        return self.one.id == self.every[-1].id

    @property
    def parties(self) -> str:
        """As the case is called after them: 张三与某某公司."""
        return "与".join("、".join(each) for each in (self.line.applicants, self.line.respondents) if each)


async def own_submission(call: Call[Staff, B]) -> HandedIn:
    """The one of the path. Another court's is unknown, and leaves a line; raises Refused."""
    app, account = call.request.app, call.caller.account
    one = await app[STORES].submissions.one(SubmissionId(call.request.match_info["submission"]))
    found = None if one is None else await with_case(call, one)
    if one is None or found is None or one.court != account.court:
        if one is not None:
            asked = f"{call.request.method} {template(call.request)}"
            fact = AccessRefused(account.id, asked, "submission.unknown")
            await app[STORES].audit.append(one.case, app[CLOCK](), fact)
        raise refused("submission.unknown")
    return found


async def with_case(call: Call[Staff, B], one: Submission) -> HandedIn | None:
    """The same with its case; None where that is gone."""
    app = call.request.app
    case, line = await app[CASES].case(one.case), await app[STORES].case_desk.line(one.case)
    if case is None or line is None:
        return None
    return HandedIn(one, await app[STORES].submissions.of_case(one.case), case, line)


async def read(call: Call[Staff, B], one: Submission, what: str) -> None:
    """It was looked at: the whole (empty), or a page of a file."""
    app = call.request.app
    fact = SubmissionRead(one.id, call.caller.account.id, what, source(call.request))
    await app[STORES].audit.append(one.case, app[CLOCK](), fact)


async def taken(call: Call[Staff, B], one: Submission, what: str, sha256: str) -> None:
    """A file of it was taken away; before it goes out."""
    app = call.request.app
    fact = SubmissionTaken(one.id, call.caller.account.id, what, Digest(sha256), source(call.request))
    await app[STORES].audit.append(one.case, app[CLOCK](), fact)
