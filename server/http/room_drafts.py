"""What a mediator types becomes a room and the people behind its seats; or the first thing that is wrong with it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from law.causes import cause
from law.findings import Finding
from law.people import Entity, NaturalPerson, Party, Representative, findings
from law.plain_text import in_name
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import Role, Room, Seat, Side
from server.http.bodies import CompanyDraft, PartyDraft, Problem, RoomDraft
from server.http.problems import Refused, invalid, refused

ID_BYTES: Final = 16
YEARS: Final = range(2000, 2100)
"""A session in another year is a slip of the finger; the ends of the calendar have no neighbouring zone."""

FIELD_OF_FINDING: Final = {"representative.name": "representative"}
"""Where a finding's path in `law.people` is called otherwise in the body; `representative.` in front falls away."""


@dataclass(frozen=True, slots=True)
class NewRoom:
    """What is stored in one go."""

    room: Room
    people: Mapping[SeatId, Party]


def new_room(draft: RoomDraft, *, mediator: str, help_phone: str, today: date) -> NewRoom:
    """The room a draft describes, with fresh ids; raises Refused (422) for the first mistake."""
    _check(draft, today)
    invited = [(_seat_id(), Side.APPLICANT, _party(each)) for each in draft.applicants]
    invited += [(_seat_id(), Side.RESPONDENT, _party(each)) for each in draft.respondents]
    host = Seat(_seat_id(), Role.MEDIATOR, Side.NEUTRAL, mediator, on_behalf_of=None, has_id_tail=False)
    room = Room(
        id=RoomId(secrets.token_urlsafe(ID_BYTES)),
        case=CaseId(secrets.token_urlsafe(ID_BYTES)),
        title=draft.title,
        cause=draft.cause,
        scheduled_at=draft.scheduled_at,
        help_phone=help_phone,
        seats=(host, *(_seat(*each) for each in invited)),
    )
    return NewRoom(room, {seat_id: party for seat_id, _, party in invited})


def _check(draft: RoomDraft, today: date) -> None:
    if hidden := in_name(draft.title):
        raise refused("text.control_characters", field="title", characters=" ".join(hidden))
    if not draft.title.strip():
        raise refused("text.blank", field="title")
    if cause(draft.cause, today) is None:
        raise refused("cause.unknown", field="cause")
    if draft.scheduled_at.year not in YEARS:
        raise invalid("scheduled_at", f"应在 {YEARS[0]} 至 {YEARS[-1]} 年。", f"must be in {YEARS[0]} to {YEARS[-1]}.")
    for side, drafts in (("applicants", draft.applicants), ("respondents", draft.respondents)):
        for index, each in enumerate(drafts):
            for finding in findings(_party(each), today=today):
                if finding.blocks:
                    raise _refused_finding(f"{side}.{index}", finding)


def _refused_finding(at: str, finding: Finding) -> Refused:
    name = FIELD_OF_FINDING.get(finding.path, finding.path.removeprefix("representative."))
    return Refused(
        Problem(
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            code=finding.code,
            title=finding.en,
            detail=finding.zh,
            field=f"{at}.{name}",
        )
    )


def _party(draft: PartyDraft) -> Party:
    if isinstance(draft, CompanyDraft):
        who = Representative(draft.representative, draft.title, draft.id_no, draft.phone, draft.email)
        return Entity(draft.name, draft.uscc, who)
    return NaturalPerson(draft.name, draft.id_no, draft.phone, draft.email)


def _seat(seat_id: SeatId, side: Side, party: Party) -> Seat:
    """The seat of the one who comes: the person, or the company's representative."""
    person, company = (party.representative, party.name) if isinstance(party, Entity) else (party, None)
    return Seat(seat_id, Role.PARTY, side, person.name, on_behalf_of=company, has_id_tail=person.id_no is not None)


def _seat_id() -> SeatId:
    return SeatId(secrets.token_urlsafe(ID_BYTES))
