"""What is done in a case by those who work on it: one right for each deed, the machine's own guards behind it."""

from dataclasses import replace

from rooms.cases.deeds.assignment import Appointed
from rooms.cases.deeds.deed import Deed
from rooms.cases.ids import NoteId
from rooms.cases.refusals import Unmet
from rooms.rights import Right
from server.app_keys import CASES, CLOCK, STORES, WORLDS
from server.http.access import Call, Staff
from server.http.case_bodies import CaseDetail
from server.http.case_deed_bodies import CaseDeed, DeedRequest
from server.http.case_detail import case_detail
from server.http.case_door import Opened, case_of, own_case, require_right
from server.http.case_end_bodies import SealDeed, SubmitDeed
from server.http.case_file_rows import item_names
from server.http.case_notes import Notes
from server.http.case_rights import DEED_RIGHTS, Rights
from server.http.case_said import deed_of
from server.http.paper_copies import require_filed_scan
from server.ids import AccountId
from server.storage.case_book import Filing


async def done(call: Call[Staff, DeedRequest]) -> CaseDetail:
    """The deed, if the case is still as the asker saw it; answered with the case as it is then."""
    app, said = call.request.app, call.body.deed
    opened = await own_case(call)
    await require_right(call, opened, *_rights(said))
    if isinstance(said, SealDeed):
        await require_filed_scan(app, opened.case, said.paper)
    planned = await item_names(app[STORES], opened.case)
    notes = Notes({name: NoteId(item) for item, name in planned.items()})
    deed = await _with_entry(call, opened, deed_of(said, opened.by, notes, app[CLOCK]()))
    await app[CASES].submit(opened.case.id, deed, Filing(notes=notes.texts), saw=said.version)
    return await case_detail(app, await case_of(call, opened.case.id))


def _rights(said: CaseDeed) -> Rights:
    late = isinstance(said, SubmitDeed) and said.override is not None
    return (Right.OVERRIDE_DEADLINE,) if late else DEED_RIGHTS[said.do]


async def _with_entry(call: Call[Staff, DeedRequest], opened: Opened, deed: Deed) -> Deed:
    """Who is appointed, with the register entry that is good at this moment.

    Raises Refused where one of them neither mediates for the organisation nor works at the court of the case.
    """
    if not isinstance(deed, Appointed):
        return deed
    app = call.request.app
    world = await app[WORLDS].of_case(opened.case, app[CLOCK]())
    for one in {deed.host, *deed.others} - world.candidates.keys():
        account = await app[STORES].accounts.by_id(AccountId(one))
        if account is None or account.court is None or str(account.court) != opened.case.court:
            raise Unmet("mediator.unknown")
    candidate = world.candidates.get(deed.host)
    return replace(deed, entry=candidate.entry if candidate else None)
