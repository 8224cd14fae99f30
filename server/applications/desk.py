"""What the mediator and the parties do with an application: choose, fill in, freeze, read, confirm, sign, refuse."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

import rfc8785

from agreements import acts
from agreements.agreement import Activation, Agreement, Ink, Member
from agreements.application import (
    Application,
    Change,
    Written,
    acted,
    addressed,
    chosen,
    coded,
    digest_of_text,
    frozen,
    open_to,
    signed,
    unconfirmed,
    under_way,
)
from agreements.ceremony import code_sha256, slot_of
from agreements.ids import AgreementId, Digest, SignerId
from agreements.joint.competence import Shown, ground
from agreements.joint.documents import court_paper_bytes, court_paper_digest
from agreements.joint.form import KINDS, Choice, ServiceAddress, Way, checked_choice
from agreements.joint.people import Petitioner, require_principals, require_sides
from agreements.joint.refusals import Unfit, Unmet
from agreements.joint.writing import Petition, address_of, application_of, is_late
from agreements.members import signing_order
from agreements.templates import numeral
from law.beijing import day_of, printed_day
from law.court_policies import Said, sentence_of
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import RouteChosen
from rooms.cases.words import State
from rooms.ids import CaseId
from rooms.room import Room, Seat
from server.applications.docket import ROUTES, Docket, Dockets, person_identity
from server.applications.keeper import ApplicationKeeper
from server.cases.keeper import CaseKeeper, Proposal
from server.ids import new_id
from server.papers.codes import Codes
from server.storage.submissions import at_court
from server.stores import Stores

DEVICE_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Pressed:
    """Everything that came with a signature."""

    request: str
    code: str
    ink: Ink
    digests: tuple[Digest, ...]
    """Of the papers the signer had before the eyes."""
    device: str
    source: str
    agent: str
    phone: str
    """User agent of the telephone on which it was drawn, where that was not this device; else empty."""


class ApplicationDesk:
    """The acts, each durable on return; raises what is refused."""

    def __init__(
        self, stores: Stores, keeper: ApplicationKeeper, cases: CaseKeeper, clock: Callable[[], datetime]
    ) -> None:
        self.dockets = Dockets(stores)
        self._stores = stores
        self._keeper = keeper
        self._cases = cases
        self._clock = clock

    async def application(self, case: CaseId) -> Application:
        """As it is now."""
        return await self._keeper.application(case)

    async def docket(self, case: CaseId) -> Docket:
        """What it rests on; raises Unmet for a case that has not come so far."""
        known = await self._cases.case(case)
        found = await self.dockets.of(known, self._clock()) if known else None
        if found is None:
            raise Unmet("application.none")
        return found

    async def choose(self, case: CaseId, choice: Choice, by: By, saw: int) -> None:
        """Court, ground and the rest; the case's route with it (AT-15: only one that its lane has)."""
        docket = await self.docket(case)
        checked_choice(choice)
        if choice.court not in docket.courts:
            raise Unfit("application.court_name")
        await self._require_court(docket, choice)
        require_sides(choice, docket.members())
        require_principals(docket.members())
        _competent(docket, choice)
        # Before the case's route, which throws away what was signed: an old page must not do that and be refused then.
        chosen(await self._keeper.application(case), choice, SignerId(by.id), saw)
        route = ROUTES[choice.way]

        def route_of(now: Case) -> Proposal | None:
            return None if now.route is route else Proposal((RouteChosen(route, by),))

        await self._cases.change(case, route_of)
        _require_open(await self.docket(case))

        async def move(application: Application) -> Change:
            return chosen(application, choice, SignerId(by.id), saw)

        await self._keeper.change(case, move)

    async def _require_court(self, docket: Docket, choice: Choice) -> None:
        """Corrections go back to the court that asked for them."""
        corrects = docket.case.state is State.CORRECTION
        there = at_court(docket.case, await self._stores.submissions.of_case(docket.case.id)) if corrects else None
        if there is not None and there.court != choice.court:
            raise Unmet("application.other_court", court=docket.courts[there.court].name)

    async def fill_in(self, case: CaseId, signer: SignerId, address: ServiceAddress) -> None:
        """A party's own service address."""
        _require_open(await self.docket(case))
        digest = Digest(hashlib.sha256(rfc8785.dumps(asdict(address))).hexdigest())

        async def move(application: Application) -> Change:
            return addressed(application, signer, address, digest)

        await self._keeper.change(case, move)

    async def freeze(self, case: CaseId, by: By, saw: int) -> None:
        """Print the papers for signing; raises what is missing, not competent or late (LR-13, LR-20)."""
        docket, at = await self.docket(case), self._clock()
        terms = await self.dockets.terms(docket)
        now = await self._keeper.application(case)
        written, confirmations, blobs = _written(now, docket, terms, at)

        async def move(application: Application) -> Change:
            if application != now:
                raise Unmet("application.changed")
            return frozen(application, written, confirmations, saw=saw, by=SignerId(by.id), at=at)

        await self._keeper.change(case, move, *blobs)

    async def reopen(self, case: CaseId, by: By, reason: str) -> None:
        """Back to the form; what was signed of the application falls."""
        at = self._clock()

        async def move(application: Application) -> Change:
            if not under_way(application) or application.paper is None:
                raise Unmet("application.not_under_way")
            return acted(application, application.paper.id, acts.Reopened(at, SignerId(by.id), reason))

        await self._keeper.change(case, move)

    async def refuse(self, case: CaseId, signer: SignerId, reason: str) -> None:
        """A party that has not signed says no; the application falls for all."""
        at = self._clock()

        async def move(application: Application) -> Change:
            if not under_way(application) or application.paper is None:
                raise Unmet("application.not_under_way")
            return acted(application, application.paper.id, acts.Refused(at, signer, reason))

        await self._keeper.change(case, move)

    async def read(self, case: CaseId, paper: AgreementId, act: acts.PageRead) -> None:
        """Seconds on one page."""
        await self._acted(case, paper, act)

    async def confirm(self, case: CaseId, paper: AgreementId, act: acts.Confirmed) -> None:
        """The exact sentence of that paper."""
        await self._acted(case, paper, act)

    async def send_code(self, case: CaseId, signer: SignerId, room: Room, seat: Seat, codes: Codes) -> None:
        """One code for all papers of the sitting."""
        _require_same_way(await self.docket(case), await self._keeper.application(case))
        papers, at = open_to(await self._keeper.application(case), signer), self._clock()
        if not papers:
            raise Unmet("application.not_under_way")
        # Where the code goes is asked of the seat that signs, in whatever room of the case it sits.
        # So is what is on file of each of the others: whoever reads two people's messages could sign for both.
        docket = await self.docket(case)
        agents = docket.seats()
        everybody = (_seated(one, signer, seat, agents) for one in docket.members())
        here = replace(papers[0], members=tuple(everybody))
        issued = await codes.issue(room.id, here, signer, digest_of_text(papers[0]), at)

        async def move(application: Application) -> Change:
            return coded(application, signer, issued.code, issued.kept, at)

        await self._keeper.change(case, move)
        await codes.post(issued)

    async def sign(self, case: CaseId, signer: SignerId, room: Room, seat: Seat, pressed: Pressed) -> None:
        """One press for all papers of the sitting."""
        docket, at = await self.docket(case), self._clock()
        _require_open(docket)
        identity = person_identity(room, seat, docket, signer)

        async def move(application: Application) -> Change:
            _require_same_way(docket, application)
            if _pressed_before(application, signer, pressed.request):
                return Change(application)
            papers = open_to(application, signer)
            if not papers:
                raise Unmet("application.not_under_way")
            if {digest_of_text(one) for one in papers} != set(pressed.digests):
                raise Unmet("application.changed")
            known = _identified(application, signer, identity)
            return signed(known, {one.id: _sign_act(one, signer, pressed, at) for one in papers})

        refusal = await self._keeper.change(case, move)
        if refusal is not None:
            raise refusal

    async def _acted(self, case: CaseId, paper: AgreementId, act: acts.Act) -> None:
        async def move(application: Application) -> Change:
            return acted(application, paper, act)

        await self._keeper.change(case, move)


def _require_open(docket: Docket) -> None:
    if not docket.is_open:
        raise Unmet("application.state")


def _require_same_way(docket: Docket, application: Application) -> None:
    if application.choice is None or docket.way is not application.choice.way:
        raise Unmet("application.route")


def _competent(docket: Docket, choice: Choice) -> None:
    """LR-13, by what is on file."""
    court = docket.courts[choice.court]
    found = ground(court, docket.sites, choice.basis, choice.subject_place)
    if found.shown is Shown.ELSEWHERE:
        raise Unmet("application.court_elsewhere", court=court.name)
    if found.shown is Shown.UNKNOWN:
        raise Unmet("application.court_unknown")
    policy = docket.policies.get(choice.court) if choice.way is Way.CONFIRMATION else None
    # What others have seen of a court is told beside it; by its own word it would only send the parties back.
    if policy is not None and policy.said is Said.COURT and policy.bases and choice.basis not in policy.bases:
        by = sentence_of(policy)
        raise Unmet("application.court_grounds", court=court.name, zh=by.zh, en=by.en)


def _written(
    application: Application, docket: Docket, terms: tuple[str, ...], at: datetime
) -> tuple[Written, Mapping[SignerId, Written], tuple[bytes, ...]]:
    """The papers of the next round, and their bytes."""
    today, choice = day_of(at), application.choice
    _require_open(docket)
    if choice is None:
        raise Unmet("application.no_choice")
    _require_same_way(docket, application)
    _competent(docket, choice)
    everybody, reached = _petitioners(application, docket), docket.reached(terms, choice)
    if is_late(reached, today) and not choice.late_reason.strip() and reached.apply_by is not None:
        raise Unmet("application.late", day=printed_day(reached.apply_by))
    kind, before = KINDS[choice.way], application.paper
    paper = before.id if before and before.matter.paper is kind else AgreementId(new_id())
    court = docket.courts[choice.court]
    petition = Petition(
        paper=paper,
        round=application.round + 1,
        matter=docket.matter("申"),
        court_case_no=docket.case.court_case_no or "",
        choice=choice,
        court_name=court.name,
        ground=ground(court, docket.sites, choice.basis, choice.subject_place),
        reached=reached,
        petitioners=everybody,
    )
    content = court_paper_bytes(application_of(petition, today))
    members = tuple(one.member for one in everybody)
    own = Written(paper, petition.matter, members, court_paper_digest(content))
    confirmations, blobs = {}, [content]
    for number, one in enumerate(everybody, start=1):
        if one.member.id in unconfirmed(application, (one.member.id,)):
            made, bytes_ = _confirmation(docket, one, number, petition, at)
            confirmations[one.member.id] = made
            blobs.append(bytes_)
    return own, confirmations, tuple(blobs)


def _confirmation(
    docket: Docket, one: Petitioner, number: int, petition: Petition, at: datetime
) -> tuple[Written, bytes]:
    paper, matter = AgreementId(new_id()), docket.matter("送", f"之{numeral(number)}")
    (alone,) = signing_order((one.member,))
    own = replace(one, member=alone)
    document = address_of(paper, petition.round, matter, petition.court_case_no, own, day_of(at))
    content = court_paper_bytes(document)
    return Written(paper, matter, (alone,), court_paper_digest(content)), content


def _petitioners(application: Application, docket: Docket) -> tuple[Petitioner, ...]:
    members = signing_order(docket.members())
    require_principals(members)
    missing = [one for one in members if one.id not in application.addresses]
    if missing:
        raise Unmet("application.addresses", names="、".join(docket.bound(one.id) for one in missing))
    return tuple(Petitioner(one, docket.domicile(one.id), application.addresses[one.id]) for one in members)


def _pressed_before(application: Application, signer: SignerId, request: str) -> bool:
    slots = (slot_of(one, signer) for one in application.papers)
    return any(slot and slot.activation and slot.activation.request == request for slot in slots)


def _identified(application: Application, signer: SignerId, identity: str) -> Application:
    """The papers with that signer known as now."""

    def known(paper: Agreement) -> Agreement:
        members = (replace(one, identity=identity) if one.id == signer else one for one in paper.members)
        return replace(paper, members=tuple(members))

    return replace(
        application,
        paper=known(application.paper) if application.paper else None,
        confirmations={who: known(one) if who == signer else one for who, one in application.confirmations.items()},
    )


def _seated(one: Member, signer: SignerId, seat: Seat, agents: Mapping[SignerId, SignerId]) -> Member:
    return replace(one, seat=SignerId(seat.id) if one.id == signer else agents.get(one.id))


def _sign_act(paper: Agreement, signer: SignerId, pressed: Pressed, at: datetime) -> acts.SignAsked:
    digest, slot = digest_of_text(paper), slot_of(paper, signer)
    sent = slot.code if slot else None
    activation = Activation(
        request=pressed.request,
        at=at,
        ink=pressed.ink,
        channel=sent.channel if sent else "",
        target_masked=sent.target_masked if sent else "",
        device=pressed.device[:DEVICE_CHARACTERS],
        source=pressed.source,
        agent=pressed.agent,
        phone=pressed.phone,
    )
    return acts.SignAsked(at, signer, digest, code_sha256(digest, signer, pressed.code), activation)
