"""What coming in leaves in the case: participants, consents, contacts, agents, papers (TR1-TR4)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from rooms.cases.case import Agent, Agreed, Case, Contact, Material, Participant
from rooms.cases.deeds.intake import (
    AgentDropped,
    AgentNamed,
    ConsentRecorded,
    ContactMade,
    Joined,
    MaterialFiled,
    MediationRefused,
    ParticipantChanged,
    Received,
    Returned,
)
from rooms.cases.words import ContactResult, Ground, State
from rooms.ids import CaseId
from rooms.person import Consent

Intake = (
    Returned
    | ConsentRecorded
    | ContactMade
    | AgentNamed
    | AgentDropped
    | ParticipantChanged
    | MaterialFiled
    | MediationRefused
)


def received(case_id: CaseId, deed: Received, at: datetime) -> Case:
    """The case as it came in."""
    return Case(
        id=case_id,
        version=1,
        state=State.RECEIVED,
        since=at,
        source=deed.source,
        profile=deed.profile,
        channel=deed.channel,
        procedure=deed.procedure,
        court=deed.court,
        court_case_no=deed.court_case_no,
        cause=deed.cause,
        received_at=at,
        received_on=deed.received_on,
        material_received_on=deed.material_received_on,
        participants=tuple(_joined(one, deed) for one in deed.participants),
        collective=deed.collective,
        major=deed.major,
    )


def after(case: Case, deed: Intake) -> Case:  # noqa: PLR0911 - one line per deed, nothing else
    """The case with that in it."""
    match deed:
        case Returned(reason=reason):
            return replace(case, returned=reason)
        case ConsentRecorded():
            return _consent(case, deed)
        case ContactMade():
            contact = Contact(deed.participant, deed.channel, deed.result, deed.at)
            return replace(case, contacts=(*case.contacts, contact))
        case AgentNamed():
            return _named(case, deed)
        case AgentDropped():
            everybody = (replace(one, agents=_without(one.agents, deed)) for one in case.participants)
            return replace(case, participants=tuple(everybody))
        case MaterialFiled():
            material = Material(deed.material, deed.owner, deed.what, deed.sha256)
            return replace(case, materials=(*case.materials, material))
        case MediationRefused():
            return replace(case, ground=Ground.UNWILLING if refused(case) else Ground.NO_CONTACT)
        case ParticipantChanged():
            return case
        case _:
            assert_never(deed)


def refused(case: Case) -> bool:
    """Whether some party said no to mediating and did not take it back: as a consent refused, or when contacted."""
    return any(_refused(case, one) for one in case.parties)


def _refused(case: Case, one: Participant) -> bool:
    consent = one.consents.get(Consent.ONLINE_MEDIATION)
    if consent is not None:
        return not consent.given
    heard = [contact.result for contact in case.contacts if contact.participant == one.id]
    answers = [result for result in heard if result in (ContactResult.AGREED, ContactResult.REFUSED)]
    return bool(answers) and answers[-1] is ContactResult.REFUSED


def _joined(one: Joined, deed: Received) -> Participant:
    agreed = {} if one.agreed is None else {Consent.ONLINE_MEDIATION: Agreed(True, one.agreed, deed.received_on, None)}
    return Participant(one.id, one.standing, one.kind, consents=agreed)


def _consent(case: Case, deed: ConsentRecorded) -> Case:
    one = case.the(deed.participant)
    agreed = Agreed(deed.given, deed.how, deed.on, deed.evidence)
    return case.with_participant(replace(one, consents={**one.consents, deed.step: agreed}))


def _named(case: Case, deed: AgentNamed) -> Case:
    one = case.the(deed.participant)
    agent = Agent(deed.agent, deed.type, deed.special, deed.items, deed.papers)
    return case.with_participant(replace(one, agents=(*one.agents, agent)))


def _without(agents: tuple[Agent, ...], deed: AgentDropped) -> tuple[Agent, ...]:
    return tuple(one for one in agents if one.id != deed.agent)
