"""TR1 by hand: an organisation or a mediator puts a case on file, also a court's with number and day of receipt."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.causes import cause
from law.parameters import parameter
from law.people import Entity, Party
from law.procedures import Lane, ProcedureProfile, UnknownProfile, profile_for
from law.procedures import Procedure as Track
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import ConsentRecorded, Joined, Received
from rooms.cases.ids import CourtRef, ParticipantId, ProfileId
from rooms.cases.words import ConsentHow, PersonKind, Procedure, Source
from rooms.ids import CaseId
from rooms.person import Consent
from server.app_keys import CLOCK, CONFIG, OPENING, STORES, WORLDS
from server.cases.worlds import Matter
from server.http.access import Call, Staff
from server.http.case_bodies import CaseDetail, CaseDraft
from server.http.case_courts import require_court
from server.http.case_detail import case_detail
from server.http.case_door import OFFICES, case_of
from server.http.case_notes import plain
from server.http.case_people import party_of, require_sound
from server.http.case_people_bodies import ParticipantDraft
from server.http.case_words import word
from server.http.problems import refused
from server.ids import new_id
from server.storage.lanes import LaneState
from server.storage.sessions import AccountRole

COURT_SENDS: Final = frozenset({Lane.WEIPAI, Lane.WEITUO, Lane.COURT_HOSTED})
"""Lanes whose cases come from a court."""
FIRST_YEAR: Final = 2022
"""Where the rules of the lanes begin."""
TRACKS: Final[dict[Procedure | None, Track | None]] = {
    Procedure.ORDINARY: "ordinary",
    Procedure.SUMMARY: "summary",
    Procedure.PRE_FILING: None,
    None: None,
}


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft in which nothing stands that cannot be."""

    draft: CaseDraft
    ways: ProcedureProfile
    people: dict[ParticipantId, Party]
    by: By
    today: date


async def opened(call: Call[Staff, CaseDraft]) -> CaseDetail:
    """A new case of the caller's organisation."""
    app, account = call.request.app, call.caller.account
    checked = await _checked(call)
    lane = await _open_lane(call, checked)
    alike = await _alike(call, checked)
    case = await app[OPENING].open(
        _received(checked, lane, alike),
        checked.people,
        account.id,
        deeds=_consents(checked),
        summary=checked.draft.summary,
        take=checked.draft.take,
    )
    return await case_detail(app, await case_of(call, case))


async def _checked(call: Call[Staff, CaseDraft]) -> _Checked:
    app, draft, role = call.request.app, call.body, call.caller.account.role
    today = app[CONFIG].local_day(app[CLOCK]())
    ways = _ways(draft, today)
    _check_matter(draft, ways, today)
    if draft.take and (role is not AccountRole.MEDIATOR or ways.lane is not Lane.SELF):
        raise refused("case.take", field="take")
    if draft.court is not None:
        await require_court(app[STORES], draft.court)
    people = {ParticipantId(new_id()): party_of(each.who) for each in draft.participants}
    for index, party in enumerate(people.values()):
        require_sound(party, f"participants.{index}.who", today)
    return _Checked(draft, ways, people, By(OFFICES[role], call.caller.account.id), today)


def _ways(draft: CaseDraft, today: date) -> ProcedureProfile:
    if draft.lane not in set(Lane):
        raise refused("case.lane", field="lane")
    try:
        return profile_for(Lane(draft.lane), TRACKS[draft.procedure], today)
    except UnknownProfile:
        raise refused("case.lane", field="procedure") from None


def _check_matter(draft: CaseDraft, ways: ProcedureProfile, today: date) -> None:
    for field, day in _days(draft):
        if day > today or day.year < FIRST_YEAR:
            raise refused("case.day", field=field)
    if cause(draft.cause, today) is None:
        raise refused("cause.unknown", field="cause")
    if ways.lane in COURT_SENDS:
        for field in ("court", "court_case_no", "material_received_on"):
            if getattr(draft, field) is None:
                raise refused("case.court_needed", field=field)
    for field in ("court_case_no", "summary"):
        if getattr(draft, field) is not None:
            plain(field, getattr(draft, field))


def _days(draft: CaseDraft) -> Iterator[tuple[str, date]]:
    yield "received_on", draft.received_on
    if draft.material_received_on is not None:
        yield "material_received_on", draft.material_received_on
    for index, each in enumerate(draft.participants):
        if each.consent is not None:
            yield f"participants.{index}.consent.on", each.consent.on


async def _open_lane(call: Call[Staff, CaseDraft], checked: _Checked) -> LaneState:
    """What the lane being open there rests on; raises Refused where it is not."""
    app, draft = call.request.app, checked.draft
    matter = Matter(call.caller.account.organisation, checked.ways.id, draft.court, draft.channel)
    state = await app[WORLDS].lane(matter, app[CLOCK]())
    if not state.is_open:
        lane = word("lane", checked.ways.lane, checked.today)
        raise refused("case.lane_closed", field="lane", lane=lane.zh, lane_en=lane.en, source=state.source)
    return state


async def _alike(call: Call[Staff, CaseDraft], checked: _Checked) -> tuple[CaseId, ...]:
    """Cases with the same parties and cause of the months before; raises Refused until that was read."""
    stores, draft = call.request.app[STORES], checked.draft
    months = parameter("duplicate_months", checked.today).value
    since = months_before(draft.received_on, months)
    organisation = call.caller.account.organisation
    found = await stores.case_people.alike(organisation, checked.people.values(), draft.cause, since)
    if found and not draft.alike_seen:
        lines = [await stores.case_desk.line(case) for case in found]
        raise refused("case.alike", field="alike_seen", numbers="、".join(line.case_no for line in lines if line))
    return found


def months_before(day: date, months: int) -> date:
    """The day of that number so many months ago; where there is none, the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _received(checked: _Checked, lane: LaneState, alike: tuple[CaseId, ...]) -> Received:
    draft = checked.draft
    return Received(
        source=Source.ORGANISATION,
        profile=ProfileId(checked.ways.id),
        channel=draft.channel,
        procedure=draft.procedure,
        court=None if draft.court is None else CourtRef(draft.court),
        court_case_no=draft.court_case_no,
        cause=draft.cause,
        received_on=draft.received_on,
        material_received_on=draft.material_received_on,
        participants=tuple(
            Joined(who, each.standing, _kind(party), _agreed(each, draft))
            for (who, party), each in zip(checked.people.items(), draft.participants, strict=True)
        ),
        collective=draft.collective,
        major=draft.major,
        lane_source=lane.source,
        alike=alike,
        by=checked.by,
    )


def _kind(party: Party) -> PersonKind:
    return PersonKind.COMPANY if isinstance(party, Entity) else PersonKind.PERSON


def _agreed(each: ParticipantDraft, draft: CaseDraft) -> ConsentHow | None:
    """A consent of the very day of receipt comes in with the case; any other is recorded with its own day."""
    told = each.consent
    return told.how if told and told.given and told.on == draft.received_on else None


def _consents(checked: _Checked) -> tuple[Deed, ...]:
    step, by = Consent.ONLINE_MEDIATION, checked.by
    return tuple(
        ConsentRecorded(who, step, told.given, told.how, told.on, None, by)
        for who, each in zip(checked.people, checked.draft.participants, strict=True)
        if (told := each.consent) and _agreed(each, checked.draft) is None
    )
