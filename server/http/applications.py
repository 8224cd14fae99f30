"""The joint application to the court: the mediator from the case page, the parties behind their links.

A party acts as its seat, in the session and after it; what is printed, signed and sealed is the same for all.
"""

import hashlib
from typing import Final, TypeVar

from aiohttp import web

from agreements import acts
from agreements.agreement import Agreement, Ink
from agreements.ids import AgreementId, Digest, SignerId
from agreements.joint.refusals import Unmet
from rooms.ids import CaseId
from rooms.rights import Right
from server.app_keys import APPLICATIONS, CLOCK, CONFIG, INK_LINKS, STORES
from server.applications.desk import ApplicationDesk, Pressed
from server.audit.facts import PaperTaken
from server.http import application_bodies as body
from server.http.access import Call, Seated, Staff
from server.http.application_view import Asker, address_of, application_state, choice_of
from server.http.bodies import Body
from server.http.case_door import own_case
from server.http.files import File
from server.http.paper_files import PDF, newest, pages_of, picture, sealed_of
from server.http.source import source
from server.papers.ink_links import Wanted
from server.papers.translate import ink_of, printable
from signaling.contract.drafting import InkDrawn, InkStroke

AGENT_CHARACTERS: Final = 200

B = TypeVar("B", bound=Body | None)


async def shown_to_desk(call: Call[Staff, None]) -> body.ApplicationState:
    """How far it is, with the courts to choose from."""
    opened = await own_case(call, Right.KEEP_FILE)
    return await _state(call.request.app, opened.case.id, Asker(desk=True))


async def done_by_desk(call: Call[Staff, body.DeskStep]) -> body.ApplicationState:
    """Choose, freeze or take back."""
    opened, desk = await own_case(call, Right.KEEP_FILE), _desk(call.request.app)
    case, by = opened.case.id, opened.by
    match call.body.said:
        case body.ChooseStep(version=version, form=form):
            await desk.choose(case, choice_of(form), by, version)
        case body.FreezeStep(version=version):
            await desk.freeze(case, by, version)
        case body.ReopenStep(reason=reason):
            await desk.reopen(case, by, reason)
    return await _state(call.request.app, case, Asker(desk=True))


async def page_to_desk(call: Call[Staff, None]) -> File:
    """One page of one paper, as signed so far."""
    opened = await own_case(call, Right.KEEP_FILE)
    return await _page(call.request, opened.case.id)


async def file_to_desk(call: Call[Staff, None]) -> File:
    """A sealed paper or its evidence page; who took it stands in the case's chain."""
    opened = await own_case(call, Right.KEEP_FILE)
    return await _file(call.request, opened.case.id, call.caller.account.id)


async def shown(call: Call[Seated, None]) -> body.ApplicationState:
    """The application of the own case, and what is to be done by this seat."""
    return await _own_state(call)


async def done(call: Call[Seated, body.OwnStep]) -> body.ApplicationState:
    """One step of the own part."""
    said = call.body.said
    app, case = call.request.app, call.caller.room.case
    desk, now = _desk(app), app[CLOCK]()
    signer = await _signer(call, said.signer)
    match said:
        case body.AddressStep(address=address):
            await desk.fill_in(case, signer, address_of(address))
        case body.ReadStep(paper=paper, digest=digest, page=page, seconds=seconds):
            act = acts.PageRead(now, signer, Digest(digest), page, seconds)
            await desk.read(case, AgreementId(paper), act)
        case body.ConfirmStep(paper=paper, digest=digest, sentence=sentence, esign_version=version):
            yes = acts.Confirmed(now, signer, Digest(digest), sentence, version)
            await desk.confirm(case, AgreementId(paper), yes)
        case body.CodeStep():
            codes = app[APPLICATIONS].codes
            await desk.send_code(case, signer, call.caller.room, call.caller.seat, codes)
        case body.SignStep():
            await desk.sign(case, signer, call.caller.room, call.caller.seat, _pressed(call, said, signer))
        case body.RefuseStep(reason=reason):
            await desk.refuse(case, signer, reason)
    return await _own_state(call)


async def page(call: Call[Seated, None]) -> File:
    """One page of one paper."""
    await _signer(call, None)
    return await _page(call.request, call.caller.room.case, await _signers(call))


async def file(call: Call[Seated, None]) -> File:
    """A sealed paper or its evidence page, to keep."""
    await _signer(call, None)
    return await _file(call.request, call.caller.room.case, call.caller.seat.id, await _signers(call))


async def _own_state(call: Call[Seated, B]) -> body.ApplicationState:
    return await _state(call.request.app, call.caller.room.case, Asker(desk=False, signers=await _signers(call)))


async def _state(app: web.Application, case: CaseId, asker: Asker) -> body.ApplicationState:
    desk, now = _desk(app), app[CLOCK]()
    docket, application = await desk.docket(case), await desk.application(case)
    return application_state(docket, application, asker, now, app[CONFIG].local_day(now))


async def _signers(call: Call[Seated, B]) -> tuple[SignerId, ...]:
    docket = await _desk(call.request.app).docket(call.caller.room.case)
    return docket.signers(call.caller.room, call.caller.seat)


async def _signer(call: Call[Seated, B], asked: str | None) -> SignerId:
    """For whom this seat acts; raises Unmet where it signs for nobody, or for somebody else."""
    own = await _signers(call)
    if not own or (asked is not None and asked not in own):
        raise Unmet("application.not_signer")
    return SignerId(asked) if asked is not None else own[0]


def _pressed(call: Call[Seated, body.OwnStep], said: body.SignStep, signer: SignerId) -> Pressed:
    ink, wanted = _ink(said.ink), Wanted("application", call.caller.room.case, signer)
    return Pressed(
        request=said.id,
        code=said.code,
        ink=ink,
        digests=tuple(Digest(each) for each in said.digests),
        device=call.caller.session.device,
        source=source(call.request),
        agent=printable(call.request.headers.get("User-Agent", "")[:AGENT_CHARACTERS]),
        phone=call.request.app[INK_LINKS].source_of(call.caller.session.id, wanted, ink),
    )


def _ink(given: body.InkGiven) -> Ink:
    strokes = tuple(InkStroke(points=each.points) for each in given.strokes)
    return ink_of(InkDrawn(strokes=strokes, height=given.height, typed=given.typed))


async def _paper(request: web.Request, case: CaseId, signers: tuple[SignerId, ...] | None) -> Agreement:
    """The paper of the path; another party's address is unknown to a party."""
    asked = AgreementId(request.match_info["sheet"])
    application = await _desk(request.app).application(case)
    found = next((one for one in application.papers if one.id == asked), None)
    others = {one.id for who, one in application.confirmations.items() if signers is not None and who not in signers}
    if found is None or found.id in others:
        raise Unmet("application.no_paper")
    return found


async def _page(request: web.Request, case: CaseId, signers: tuple[SignerId, ...] | None = None) -> File:
    paper = await _paper(request, case, signers)
    pages = await pages_of(request.app, paper)
    return await picture(request.app[STORES].blobs, pages, request.match_info["page"])


async def _file(request: web.Request, case: CaseId, who: str, signers: tuple[SignerId, ...] | None = None) -> File:
    app, name = request.app, request.match_info["sealed"]
    paper = await _paper(request, case, signers)
    sealed = await newest(app[STORES], sealed_of(paper))
    content = await app[STORES].blobs.get(sealed.pdf if name == "paper.pdf" else sealed.evidence)
    sha256 = Digest(hashlib.sha256(content).hexdigest())
    await app[STORES].audit.append(case, app[CLOCK](), PaperTaken(paper.id, who, name, sha256, source(request)))
    title = "申请材料" if name == "paper.pdf" else "签署证据页"
    return File(content, PDF, f"{paper.matter.number} {title}.pdf")


def _desk(app: web.Application) -> ApplicationDesk:
    return app[APPLICATIONS].desk
