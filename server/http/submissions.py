"""Handing in, from the case's page: what the court would see, what is missing, and what was handed in before.

The mediator or the organisation hands in; the parties see the same from behind their link.
"""

from typing import Final

from aiohttp import web

from agreements.ports import Away
from law.court_policies import sentence_of
from rooms.cases.case import Case
from rooms.cases.words import Office, State
from rooms.rights import Right
from server.app_keys import CASES, CLOCK, CONFIG, COURT_ACTS, STORES, SUBMISSIONS
from server.audit.facts import SubmissionTaken
from server.http.access import Call, Seated, Staff
from server.http.case_courts import basis_word, court_names
from server.http.case_door import B, Opened, own_case, require_right
from server.http.case_notes import plain
from server.http.case_words import named, sentence, word, word_or_none
from server.http.court_reading import part_of
from server.http.files import File, LargeFile
from server.http.problems import refused
from server.http.source import source
from server.http.submission_bodies import SubmissionDraft, SubmissionOutlook
from server.http.submission_rows import lack_rows, previewed, submission_rows
from server.ids import SubmissionId
from server.storage.submissions import Submission, SubmissionChannel, outlived
from server.submissions.outlook import BEFORE, READY
from server.submissions.receipt import ReceiptError, read_receipt
from server.submissions.submissions import Wanted

PRESS_AWAY: Final = "press.away"
"""`server.papers.pools`; all else that is away vouches for what is packed."""
HANDS_IN: Final = frozenset({Office.MEDIATOR, Office.ORGANISATION})


async def shown(call: Call[Staff, None]) -> SubmissionOutlook:
    """As things stand, for those who work on the case."""
    opened = await own_case(call)
    return await _page(call.request.app, opened.case, may=_may(opened))


async def own_shown(call: Call[Seated, None]) -> SubmissionOutlook:
    """The same for a party, who hands nothing in."""
    app, room = call.request.app, call.caller.room
    who = (await app[STORES].people.participants(room.id)).get(call.caller.seat.id)
    case = await app[CASES].case(room.case)
    if who is None or case is None or case.participant(who) is None:
        raise refused("case.unknown")
    return await _page(app, case, may=False)


async def handed_in(call: Call[Staff, SubmissionDraft]) -> SubmissionOutlook:
    """The bundle as it is now, once; durable on return."""
    opened = await own_case(call)
    await require_right(call, opened, Right.KEEP_FILE)
    said, app = call.body, call.request.app
    note = None if said.note is None else plain("note", said.note)
    wanted = Wanted(opened.by, SubmissionChannel(said.channel), said.version, said.late, note)
    try:
        await app[SUBMISSIONS].hand_in(opened.case.id, wanted)
    except Away as away:
        raise refused("papers.press_away" if away.code == PRESS_AWAY else "papers.signing_away") from None
    again = await own_case(call)
    return await _page(app, again.case, may=_may(again))


async def taken(call: Call[Staff, None]) -> File | LargeFile:
    """A file of a submission, for carrying it over one way: the ZIP, its detached hash, or the receipt."""
    opened = await own_case(call)
    await require_right(call, opened, Right.KEEP_FILE)
    app, one, what = call.request.app, await _its(call, opened.case), call.request.match_info["part"]
    fact = SubmissionTaken(one.id, call.caller.account.id, what, one.sha256, source(call.request))
    await app[STORES].audit.append(one.case, app[CLOCK](), fact)
    return await part_of(app, one, opened.line.case_no, what)


async def receipt_brought(call: Call[Staff, bytes]) -> SubmissionOutlook:
    """The court's receipt file: held against what was handed in, then on record."""
    opened = await own_case(call)
    await require_right(call, opened, Right.KEEP_FILE)
    app, one = call.request.app, await _its(call, opened.case)
    try:
        signed = read_receipt(call.body, one, app[CLOCK]())
    except ReceiptError as no:
        raise refused(no.code) from None
    await app[COURT_ACTS].receive(one, signed.by, source(call.request), signed.at)
    return await _page(app, (await own_case(call)).case, may=_may(opened))


async def _its(call: Call[Staff, B], case: Case) -> Submission:
    one = await call.request.app[STORES].submissions.one(SubmissionId(call.request.match_info["submission"]))
    if one is None or one.case != case.id:
        raise refused("submission.unknown")
    return one


def _may(opened: Opened) -> bool:
    return opened.by.office in HANDS_IN and opened.reaches(Right.KEEP_FILE)


async def _page(app: web.Application, case: Case, *, may: bool) -> SubmissionOutlook:
    stores, today = app[STORES], app[CONFIG].local_day(app[CLOCK]())
    try:
        ahead = await app[SUBMISSIONS].outlook(case)
    except Away:
        raise refused("papers.press_away") from None
    every, notes = await stores.submissions.of_case(case.id), await stores.case_texts.notes(case.id)
    waits = bool(every) and not every[-1].counts and not outlived(case, every[-1])
    return SubmissionOutlook(
        state=word("state", case.state, today),
        open=case.state in BEFORE,
        ready=ahead.ready and not waits,
        again=case.state is State.CORRECTION,
        late=ahead.late,
        route=word_or_none("route", ahead.route, today),
        court=named(ahead.court, ahead.court_name) if ahead.court else None,
        basis=basis_word(ahead.basis) if ahead.basis else None,
        policy=sentence(sentence_of(ahead.policy)) if ahead.policy else None,
        last=ahead.last,
        days_left=ahead.days_left,
        slots=previewed(ahead.files),
        lacks=lack_rows(ahead.lacks),
        submissions=submission_rows(case, every, notes, await court_names(stores), today),
        may_submit=may and case.state in READY,
        version=case.version,
    )
