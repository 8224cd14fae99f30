"""What an application of a case rests on: the agreement that is in effect, who signs, the addresses, the courts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from agreements.agreement import Agreement, Capacity, Matter, Member, Sealed
from agreements.canonical import document_from
from agreements.draft import Draft
from agreements.forms import value_of
from agreements.ids import FieldName, SignerId
from agreements.joint.competence import CourtSite, Site, Sites, court_site
from agreements.joint.form import Choice, Way
from agreements.joint.refusals import Unfit
from agreements.joint.writing import Reached
from agreements.members import BOUND, party_part, person_of
from agreements.standing import Signs
from law.beijing import day_of
from law.causes import cause
from law.court_policies import Asked, CourtPolicy, policy_for
from law.people import NaturalPerson, Party
from rooms.cases.case import Case
from rooms.cases.clocks import confirm_by
from rooms.cases.ids import ParticipantId, Sha256
from rooms.cases.words import Route, Standing, State
from rooms.ids import PersonId, RoomId, SeatId
from rooms.room import Room, Seat
from server.papers.dossier import district
from server.papers.opening import paper_number
from server.storage.case_desk import CaseLine
from server.storage.case_rooms import Meeting
from server.storage.profiles import COURT, ORGANISATION
from server.stores import Stores

WAYS: Final = {
    Route.CONFIRMATION: Way.CONFIRMATION,
    Route.COURT_PAPER: Way.COURT_PAPER,
    Route.WITHDRAWAL: Way.WITHDRAWAL,
}
ROUTES: Final = {way: route for route, way in WAYS.items()}
OPEN: Final = frozenset({State.EFFECTIVE, State.CORRECTION})
"""States in which an application is filled in and signed."""
CAPACITIES: Final = {Standing.APPLICANT: Capacity.APPLICANT, Standing.RESPONDENT: Capacity.RESPONDENT}
SIDES: Final = frozenset(CAPACITIES.values())
NUMBERED: Final = "劳调字第"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody at a seat who signed the application: by which signature, for which party of the case, and the name."""

    signer: SignerId
    party: ParticipantId
    name: str


@dataclass(frozen=True, slots=True)
class Docket:
    """At one moment. `agreement` None: signed on paper, or nothing in effect yet."""

    case: Case
    line: CaseLine
    people: Mapping[ParticipantId, Party]
    meetings: tuple[Meeting, ...]
    agreement: Agreement | None
    courts: Mapping[str, CourtSite]
    sites: Sites
    policies: Mapping[str, CourtPolicy]
    """What is known of what each court takes of such cases (§2.5), by its id."""
    apply_by: date | None
    cause: str

    @property
    def is_open(self) -> bool:
        """Whether there is something to apply for, and now is the time."""
        return self.case.state in OPEN and (self.agreement is not None or self.case.offline_on is not None)

    @property
    def way(self) -> Way | None:
        """What the case has chosen, as far as it is applied for here."""
        return WAYS.get(self.case.route) if self.case.route else None

    def members(self) -> tuple[Member, ...]:
        """For each party whoever signed the agreement for it, else itself; and whom else the agreement binds.

        A suit is withdrawn by its own parties alone.
        """
        own = tuple(self._member(one.id) for one in self.case.parties)
        return own if self.way is Way.WITHDRAWAL else (*own, *self._others())

    def known(self, signer: SignerId) -> Member | None:
        """The one of that id."""
        return next((one for one in self.members() if one.id == signer), None)

    def bound(self, signer: SignerId) -> str:
        """Whom that signature binds, by name: the company, not who signs for it."""
        one = self.known(signer)
        return "" if one is None else one.party.name if one.party else one.name

    def domicile(self, signer: SignerId) -> str:
        """The address on file, else the one in the agreement."""
        one = self.known(signer)
        return (_domicile(one.party) if one and one.party else "") or self._drafted(signer)

    def signers(self, room: Room, seat: Seat) -> tuple[SignerId, ...]:
        """For whom that seat signs: each person of its own, or the party that its agent signed the agreement for."""
        meeting = next((one for one in self.meetings if one.room.id == room.id), None)
        if meeting is None:
            return ()
        known = {one.id for one in self.members()}
        own = (SignerId(meeting.participants.get(SeatId(person.id)) or person.id) for person in seat.persons)
        found = [one for one in own if not self._by_agent(one)]
        if self.agreement is not None and room.id == RoomId(self.agreement.matter.room):
            found += [who for who, one in self._signed() if self._by_agent(who) and SeatId(one.device) == seat.id]
        return tuple(one for one in dict.fromkeys(found) if one in known)

    def speakers(self, room: Room, seat: Seat) -> tuple[Speaker, ...]:
        """Who at that seat speaks for a party towards the court, each under the own name.

        Whoever signed beside a party at its seat is no participant of the case, and speaks for the side of that seat.
        """
        meeting = next((one for one in self.meetings if one.room.id == room.id), None)
        if meeting is None:
            return ()
        parties, here = {one.id for one in self.case.parties}, meeting.participants
        persons = {SignerId(here.get(SeatId(one.id)) or one.id): one.name for one in seat.persons}
        found = list[Speaker]()
        for signer in self.signers(room, seat):
            member, beside = self.known(signer), here.get(seat.id)
            of_side = member is not None and member.capacity in SIDES
            party = ParticipantId(signer) if ParticipantId(signer) in parties else beside if of_side else None
            if party is not None:
                found.append(Speaker(signer, party, persons.get(signer, seat.first.name)))
        return tuple(found)

    def reached(self, terms: tuple[str, ...], choice: Choice | None) -> Reached:
        """What is applied for; raises Unfit where the terms of a paper agreement were not keyed in."""
        case = self.case
        timed = choice is None or choice.way is Way.CONFIRMATION
        if self.agreement is not None and case.text is not None:
            signed_on = day_of(max(case.text.signed.values()))
            number, digest, online = self.agreement.matter.number, str(case.text.digest), True
        else:
            scan = next((one for one in case.materials if case.seal and one.id == case.seal.paper), None)
            signed_on = case.offline_on or day_of(case.since)
            number, digest, online = paper_number(self.line.case_no), str(scan.sha256 if scan else ""), False
            terms = tuple(line for line in (choice.terms if choice else "").split("\n") if line.strip())
            if choice is not None and not terms:
                raise Unfit("application.terms")
        counts_from = case.counts_from or signed_on
        return Reached(number, digest, online, terms, signed_on, counts_from, self.apply_by if timed else None)

    def matter(self, mark: str, suffix: str = "") -> Matter:
        """`mark` is put into the number of the case: 申 for the application, 送 for an address."""
        number = self.line.case_no
        numbered = number.replace(NUMBERED, f"劳调{mark}字第") if NUMBERED in number else f"{number}{mark}"
        accepted = day_of(self.case.accepted_at) if self.case.accepted_at else self.case.received_on
        return Matter(
            case_no=number,
            number=numbered + suffix,
            organisation=self.line.organisation_name,
            cause=self.cause,
            lane=self.line.lane,
            accepted_on=accepted.isoformat(),
            room="",
        )

    def seats(self) -> Mapping[SignerId, SignerId]:
        """In which seat of the agreement's room an agent sits who signs for that party."""
        return {who: one.device for who, one in self._signed() if self._by_agent(who)}

    def _others(self) -> Iterator[Member]:
        """Third persons and guarantors: what they promised is confirmed against them, so they ask for it too (§205)."""
        sides = {SignerId(one.id) for one in self.case.parties}
        for who, one in self._signed():
            # An agent without a participant of its own spoke for one of the sides, which signs here itself; for who
            # stands beside them, the agent signs.
            alone = who == one.id and one.standing.by is Signs.AGENT and one.device == one.id
            if who not in sides and one.capacity in BOUND and not (alone and one.capacity in SIDES):
                yield replace(one, id=who, seat=None, party=self.people.get(ParticipantId(who), one.party))

    def _member(self, who: ParticipantId) -> Member:
        standing = self.case.the(who).standing
        party = self.people[who]
        before = dict(self._signed()).get(SignerId(who))
        own = Member(SignerId(who), CAPACITIES[standing], person_of(party).name, FieldName(""), party, "unconfirmed")
        if before is None or before.standing.by is not Signs.AGENT:
            return own
        return replace(own, name=before.name, standing=before.standing)

    def _by_agent(self, who: SignerId) -> bool:
        return any(own == who and one.standing.by is Signs.AGENT for own, one in self._signed())

    def _signed(self) -> Iterator[tuple[SignerId, Member]]:
        """Whose signature in the agreement counts for whom: a participant, or who came to the table alone."""
        if self.agreement is None:
            return
        meeting = next(one for one in self.meetings if one.agreement is self.agreement)
        for one in self.agreement.members:
            yield SignerId(meeting.participants.get(SeatId(one.id)) or one.id), one

    def _drafted(self, who: SignerId) -> str:
        draft = _draft(self.agreement)
        own = dict(self._signed()).get(who)
        part = next((one for one in draft.parts if own and one.id == party_part(own.id)), None) if draft else None
        return value_of(part, "domicile") if part else ""


class Dockets:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def of(self, case: Case, at: datetime) -> Docket | None:
        """None for a case without a line of its own."""
        line = await self._stores.case_desk.line(case.id)
        if line is None:
            return None
        meetings = await self._stores.case_rooms.of_case(case.id)
        people = await self._stores.case_people.parties(case.id)
        known = cause(case.cause, day_of(at))
        bare = Docket(
            case=case,
            line=line,
            people=people,
            meetings=meetings,
            agreement=_agreement(case, meetings),
            courts=await self._courts(),
            sites=Sites(line.lane, (), (), Site(line.organisation_name, "")),
            policies=await self._policies(case, line, day_of(at)),
            apply_by=confirm_by(case, await self._stores.calendars.calendar()),
            cause=known.zh if known else case.cause,
        )
        return replace(bare, sites=await self._sites(bare))

    async def terms(self, docket: Docket) -> tuple[str, ...]:
        """Of the agreement as it was signed, from its own bytes."""
        if docket.agreement is None or not isinstance(docket.agreement.stage, Sealed):
            return ()
        document = document_from(await self._stores.blobs.get(docket.agreement.stage.frozen.digest))
        lines = ((f"{term.number}、{term.heading}", *term.text.split("\n")) for term in document.terms)
        return tuple(line for each in lines for line in each if line.strip())

    async def _courts(self) -> Mapping[str, CourtSite]:
        found = {}
        for one in await self._stores.cases.courts():
            profile = await self._stores.profiles.read(COURT, one.id)
            found[str(one.id)] = court_site(one.id, one.name, (profile.district if profile else None) or "")
        return found

    async def _policies(self, case: Case, line: CaseLine, today: date) -> Mapping[str, CourtPolicy]:
        house = await self._stores.profiles.read(ORGANISATION, line.organisation)
        asked = Asked(line.lane, house.kind if house else "", case.cause)
        known = {one.court: policy_for(one.policies, asked, today) for one in await self._stores.court_policies.every()}
        return {str(court): policy for court, policy in known.items() if policy is not None}

    async def _sites(self, docket: Docket) -> Sites:
        house = await self._stores.profiles.read(ORGANISATION, docket.line.organisation)
        own = Site(
            docket.line.organisation_name,
            (house.address if house else None) or "",
            district((house.code if house else None) or ""),
        )
        return Sites(
            lane=docket.line.lane,
            applicants=tuple(_sites_of(docket, Standing.APPLICANT)),
            respondents=tuple(_sites_of(docket, Standing.RESPONDENT)),
            organisation=own,
            inviting=docket.case.court or "",
        )


def _sites_of(docket: Docket, standing: Standing) -> Iterator[Site]:
    """Every address of that side: 住所, 经常居住地, and where a company is registered."""
    for one in docket.case.parties:
        if one.standing is not standing:
            continue
        party = docket.people[one.id]
        code = district(getattr(party, "uscc", "") or "")
        yield Site(party.name, docket.domicile(SignerId(one.id)), code)
        if isinstance(party, NaturalPerson) and party.habitual_residence:
            yield Site(party.name, party.habitual_residence)


def person_identity(room: Room, seat: Seat, docket: Docket, signer: SignerId) -> str:
    """How whoever signs for that party at this seat is known now."""
    meeting = next((one for one in docket.meetings if one.room.id == room.id), None)
    for person in seat.persons:
        here = meeting.participants.get(SeatId(person.id)) if meeting else None
        if signer == SignerId(here or person.id):
            found = seat.person(PersonId(person.id))
            return found.identity.value if found else seat.first.identity.value
    return seat.first.identity.value


def _agreement(case: Case, meetings: Iterable[Meeting]) -> Agreement | None:
    """The sealed one that the case rests on."""
    digest = None if case.text is None else case.text.digest
    for meeting in meetings:
        one = meeting.agreement
        if one is not None and isinstance(one.stage, Sealed) and Sha256(one.stage.frozen.digest) == digest:
            return one
    return None


def _draft(agreement: Agreement | None) -> Draft | None:
    return agreement.stage.frozen.draft if agreement and isinstance(agreement.stage, Sealed) else None


def _domicile(party: Party) -> str:
    return party.domicile or ""
