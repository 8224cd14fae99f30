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
from rooms.cases.words import ConsentHow
from rooms.ids import CaseId, SeatId
from rooms.room import Room, Side
from server.http.bodies import CompanyDraft, ConsentDraft, PartyDraft, Problem, RoomDraft
from server.http.problems import Refused, invalid, refused
from server.quick_case import Told
from server.seating import ID_BYTES, host_seat, new_room_id, party_seat

YEARS: Final = range(2000, 2100)
"""A session in another year is a slip of the finger; the ends of the calendar have no neighbouring zone."""

USUAL_MINUTES: Final = 90
"""How long a session is planned to take where nobody said."""

FIRST_DAY: Final = date(2022, 1, 1)
"""From here on the rules of mediating on line hold."""

FIELD_OF_FINDING: Final = {"representative.name": "representative"}
"""Where a finding's path in `law.people` is called otherwise in the body; `representative.` in front falls away."""


@dataclass(frozen=True, slots=True)
class NewRoom:
    """What is stored in one go."""

    room: Room
    people: Mapping[SeatId, Party]
    told: Mapping[SeatId, Told]
    """Who has agreed to be mediated on line already."""


def new_room(draft: RoomDraft, *, mediator: str, help_phone: str, today: date) -> NewRoom:
    """The room a draft describes, with fresh ids; raises Refused (422) for the first mistake."""
    _check(draft, today)
    invited = [(party_seat(Side.APPLICANT, _party(each)), each) for each in draft.applicants]
    invited += [(party_seat(Side.RESPONDENT, _party(each)), each) for each in draft.respondents]
    room = Room(
        id=new_room_id(),
        case=CaseId(secrets.token_urlsafe(ID_BYTES)),
        title=draft.title,
        cause=draft.cause,
        scheduled_at=draft.scheduled_at,
        help_phone=help_phone if draft.help_phone is None else draft.help_phone.strip(),
        planned_minutes=draft.planned_minutes or USUAL_MINUTES,
        seats=(host_seat(mediator), *(seat for seat, _ in invited)),
    )
    told = {seat.id: _told(each.consent) for seat, each in invited if each.consent is not None}
    return NewRoom(room, {seat.id: _party(each) for seat, each in invited}, told)


def _check(draft: RoomDraft, today: date) -> None:
    _check_matter(draft, today)
    for side, drafts in (("applicants", draft.applicants), ("respondents", draft.respondents)):
        for index, each in enumerate(drafts):
            for finding in findings(_party(each), today=today):
                if finding.blocks:
                    raise _refused_finding(f"{side}.{index}", finding)
            if each.consent is not None and not FIRST_DAY <= each.consent.on <= today:
                raise refused("case.day", field=f"{side}.{index}.consent.on")


def _check_matter(draft: RoomDraft, today: date) -> None:
    for field, text in (("title", draft.title), ("help_phone", draft.help_phone or "")):
        if hidden := in_name(text):
            raise refused("text.control_characters", field=field, characters=" ".join(hidden))
    if not draft.title.strip():
        raise refused("text.blank", field="title")
    if cause(draft.cause, today) is None:
        raise refused("cause.unknown", field="cause")
    if draft.scheduled_at.year not in YEARS:
        raise invalid("scheduled_at", f"应在 {YEARS[0]} 至 {YEARS[-1]} 年。", f"must be in {YEARS[0]} to {YEARS[-1]}.")


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


def _told(consent: ConsentDraft) -> Told:
    return Told(given=True, how=ConsentHow(consent.how), on=consent.on)
