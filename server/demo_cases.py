"""Two made-up cases beside the demonstration's room, so that clocks run and something waits to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from law.beijing import day_of
from law.people import Entity, NaturalPerson, Party, Representative
from law.procedures import Lane, profile_for
from law.register import EntryState, RegisterEntry, SubjectKind
from rooms.cases.deeds.assignment import Appointed, MediatorsRanked
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import ConsentRecorded, Joined, Received
from rooms.cases.ids import CourtRef, EntryId, ParticipantId, ProfileId, StaffId
from rooms.cases.words import Channel, ChosenBy, ConsentHow, Office, PersonKind, Procedure, Source, Standing
from rooms.person import Consent
from server.cases.runtime import Cases
from server.ids import AccountId, CourtId, new_id
from server.storage.register import Listed
from server.stores import Stores

REGISTER_NO: Final = "示特调员001"
LANE_SOURCE: Final = "演示数据"
WORKER: Final = NaturalPerson("刘芳", phone="139 0000 0000")
COMPANY: Final = Entity("苏州某某物流有限公司", "91320500MA0DEM013W", Representative("周涛", "法定代表人"))
APPLICANT: Final = NaturalPerson("陈强", phone="137 0000 0000")
SHOP: Final = Entity("示范区某某餐饮店", "92320100MA0DEM0135", Representative("吴丽", "经营者"))


@dataclass(frozen=True, slots=True)
class Offices:
    """Who enters, who mediates, whose case it is."""

    admin: AccountId
    mediator: AccountId
    court: CourtId

    @property
    def organisation(self) -> By:
        """In whose name the cases come in."""
        return By(Office.ORGANISATION, self.admin)


async def load_cases(stores: Stores, cases: Cases, offices: Offices, now: datetime) -> None:
    """A court's case that waits for the mediator's yes, and an application whose other side has not answered yet."""
    entry = await _entered(stores, offices, now)
    people = _named(WORKER, COMPANY)
    sent = await cases.opening.open(
        _sent_by_court(people, offices, day_of(now)),
        people,
        offices.admin,
        deeds=tuple(_agreed(one, offices, day_of(now)) for one in people),
        summary="劳动者主张公司违法解除劳动合同，要求支付赔偿金；公司称系协商解除。",
    )
    host, by = StaffId(offices.mediator), offices.organisation
    deeds: list[Deed] = [MediatorsRanked(one, (host,), by) for one in people]
    for deed in (*deeds, Appointed(host, (), ChosenBy.PARTIES, entry, by)):
        await cases.keeper.submit(sent, deed)
    people = _named(APPLICANT, SHOP)
    applicant = next(iter(people))
    await cases.opening.open(
        _applied(people, offices, day_of(now)),
        people,
        offices.admin,
        deeds=(_agreed(applicant, offices, day_of(now)),),
        summary="劳动者主张未签书面劳动合同的二倍工资。",
    )


def _named(applicant: Party, respondent: Party) -> Mapping[ParticipantId, Party]:
    return {ParticipantId(new_id()): applicant, ParticipantId(new_id()): respondent}


async def _entered(stores: Stores, offices: Offices, now: datetime) -> EntryId:
    """The mediator on the court's register, confirmed."""
    entry = RegisterEntry(
        id=new_id(),
        court=offices.court,
        subject_kind=SubjectKind.MEDIATOR,
        subject=offices.mediator,
        register_no=REGISTER_NO,
        valid_from=day_of(now) - timedelta(days=30),
        valid_to=None,
        state=EntryState.COURT_CONFIRMED,
        confirmed_at=now - timedelta(days=30),
        source=LANE_SOURCE,
    )
    await stores.register.add(Listed(entry), offices.admin, now)
    return EntryId(entry.id)


def _sent_by_court(people: Mapping[ParticipantId, Party], offices: Offices, today: date) -> Received:
    return Received(
        source=Source.ORGANISATION,
        profile=ProfileId(profile_for(Lane.WEITUO, "summary", today).id),
        channel=Channel.HRSS,
        procedure=Procedure.SUMMARY,
        court=CourtRef(offices.court),
        court_case_no=f"（{today.year}）示0001民初0028号",
        cause="unlawful_termination",
        received_on=today,
        material_received_on=today,
        participants=_joined(people),
        collective=False,
        major=False,
        lane_source=LANE_SOURCE,
        alike=(),
        by=offices.organisation,
    )


def _applied(people: Mapping[ParticipantId, Party], offices: Offices, today: date) -> Received:
    return Received(
        source=Source.ORGANISATION,
        profile=ProfileId(profile_for(Lane.SELF, None, today).id),
        channel=None,
        procedure=None,
        court=CourtRef(offices.court),
        court_case_no=None,
        cause="double_wage",
        received_on=today - timedelta(days=12),
        material_received_on=None,
        participants=_joined(people),
        collective=False,
        major=False,
        lane_source=LANE_SOURCE,
        alike=(),
        by=offices.organisation,
    )


def _joined(people: Mapping[ParticipantId, Party]) -> tuple[Joined, ...]:
    standings = (Standing.APPLICANT, Standing.RESPONDENT)
    return tuple(
        Joined(one, standing, PersonKind.COMPANY if isinstance(party, Entity) else PersonKind.PERSON)
        for (one, party), standing in zip(people.items(), standings, strict=True)
    )


def _agreed(participant: ParticipantId, offices: Offices, on: date) -> Deed:
    step, how = Consent.ONLINE_MEDIATION, ConsentHow.WRITTEN
    return ConsentRecorded(participant, step, given=True, how=how, on=on, evidence=None, by=offices.organisation)
