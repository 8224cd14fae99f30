"""A party's own side of the case, behind the link: where it stands, its days, its notices, and what it is asked.

Read and answered from a seat, also when the session is over: the link alone does not say who holds it. A notice counts
as opened when the page says that it unfolded it: to be told that there is one is not to read it.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from rooms.cases.case import Case, Participant
from rooms.cases.clocks import ClockState, clocks
from rooms.cases.deeds.assignment import ChangeAsked
from rooms.cases.deeds.by import By
from rooms.cases.deeds.talks import NoticeOpened
from rooms.cases.guards.moment import Moment
from rooms.cases.ids import NoticeId, ParticipantId
from rooms.cases.open_points import SENT_BY_COURT, unknown
from rooms.cases.permits import open_to
from rooms.cases.words import Office, State
from rooms.cases.world import World
from rooms.room import Room, Seat
from server.app_keys import CASES, CLOCK, CONFIG, STORES, WORLDS
from server.cases.ended import TOLD, failed
from server.cases.keeper import Proposal
from server.http.access import Call, Seated
from server.http.case_answers import answer_of
from server.http.case_bodies import ClockRow, DisclosureRow
from server.http.case_file_rows import disclosure_row, item_names, told_notes
from server.http.case_notes import Notes
from server.http.case_people_bodies import Word
from server.http.case_rows import case_row, clock_row
from server.http.case_words import named, sentence
from server.http.own_case_bodies import AnswerRequest, OwnAnswers, OwnCase, OwnNotice
from server.http.own_decisions import decision_rows
from server.http.problems import refused
from server.ids import AccountId
from server.storage.case_book import Filing
from server.storage.case_desk import CaseLine

INNER: Final = frozenset({"return_check", "contact_other_side", "archive", "court_decide_special"})
"""Clocks of the office alone."""


@dataclass(frozen=True, slots=True)
class Own:
    """Whose side of which case."""

    case: Case
    line: CaseLine
    who: ParticipantId
    seat: Seat

    @property
    def by(self) -> By:
        return By(Office.PARTY, self.who)

    @property
    def participant(self) -> Participant:
        return self.case.the(self.who)


async def shown(call: Call[Seated, None]) -> OwnCase:
    """The own side."""
    app, caller = call.request.app, call.caller
    return await _page(app, await own_side(app, caller.room, caller.seat))


async def opened(call: Call[Seated, None]) -> OwnCase:
    """That notice is on the screen; the first time counts, and another one's is unknown."""
    app, caller, notice = call.request.app, call.caller, call.request.match_info["notice"]
    own = await own_side(app, caller.room, caller.seat)

    def propose(now: Case) -> Proposal | None:
        unread = any(one.id == notice and one.participant == own.who and one.opened_at is None for one in now.notices)
        return Proposal((NoticeOpened(NoticeId(notice), own.by),)) if unread else None

    if not any(one.id == notice and one.participant == own.who for one in own.case.notices):
        raise refused("notice.unknown")
    await app[CASES].change(own.case.id, propose)
    return await _page(app, await own_side(app, caller.room, caller.seat))


async def answered(call: Call[Seated, AnswerRequest]) -> OwnCase:
    """What the party says, if the case is still as it saw it; answered with the own side as it is then."""
    app, said, caller = call.request.app, call.body.said, call.caller
    own = await own_side(app, caller.room, caller.seat)
    notes = Notes()
    deed = answer_of(said, own.who, own.by, notes)
    await app[CASES].submit(own.case.id, deed, Filing(notes=notes.texts), saw=said.version)
    return await _page(app, await own_side(app, caller.room, caller.seat))


async def own_side(app: web.Application, room: Room, seat: Seat) -> Own:
    """The side of the case that the seat stands for; raises Refused for a seat that stands for none."""
    stores = app[STORES]
    who = (await stores.people.participants(room.id)).get(seat.id)
    case, line = await app[CASES].case(room.case), await stores.case_desk.line(room.case)
    if who is None or case is None or line is None or case.participant(who) is None:
        raise refused("case.unknown")
    return Own(case, line, who, seat)


async def _page(app: web.Application, own: Own) -> OwnCase:
    at = app[CLOCK]()
    today, world = app[CONFIG].local_day(at), await app[WORLDS].of_case(own.case, at)
    row = case_row(own.line, today)
    asked = own.case.extension_asked if own.participant.extension is None else None
    return OwnCase(
        case_no=row.case_no,
        state=row.state,
        cause=row.cause,
        organisation=own.line.organisation_name,
        mediator=own.line.host_name,
        clocks=await _clocks(app, own, world),
        notices=await _notices(app, own),
        decisions=await decision_rows(app, own.case, own.participant),
        answered=tuple(OwnAnswers(person=one.id, name=one.name) for one in own.seat.persons if one.consents),
        extension_days=asked,
        disclosure=await _disclosure(app, own),
        choose_from=await _choice(app, own, world),
        may_ask_change=any(ChangeAsked in each.deeds for each in open_to(own.case, Office.PARTY)),
        version=own.case.version,
    )


async def _clocks(app: web.Application, own: Own, world: World) -> tuple[ClockRow, ...]:
    """Those that count for this party, done ones too."""
    at = app[CLOCK]()
    others = {one.id for one in own.case.participants} - {own.who}
    shown = (
        one
        for one in clocks(own.case, world.calendar, at)
        if one.binding and one.state is not ClockState.VOID and one.id not in INNER and one.about not in others
    )
    items = await item_names(app[STORES], own.case)
    return tuple(clock_row(one, items, app[CONFIG].local_day(at)) for one in shown)


async def _notices(app: web.Application, own: Own) -> tuple[OwnNotice, ...]:
    given = await app[STORES].case_texts.notices(own.case.id)
    opened_at = {one.id: one.opened_at for one in own.case.notices}
    return tuple(
        OwnNotice(
            id=one.id,
            title=sentence(one.text.title),
            paragraphs=tuple(map(sentence, one.text.paragraphs)),
            at=one.at,
            opened_at=opened_at.get(one.id),
            version=one.version,
            paper=failed(own.case) and one.what in TOLD,
        )
        for one in given
        if one.participant == own.who
    )


async def _disclosure(app: web.Application, own: Own) -> DisclosureRow | None:
    """The first that this party has not said 知悉并同意继续 to."""
    for number, one in enumerate(own.case.disclosures, start=1):
        if any(each.id == own.who for each in unknown(own.case, number, one)):
            notes = await told_notes(app[STORES], own.case.id)
            account = await app[STORES].accounts.by_id(AccountId(one.made_by))
            names: dict[str, str] = {one.made_by: account.name} if account else {}
            return disclosure_row(own.case, number, notes[number - 1], names, app[CONFIG].local_day(app[CLOCK]()))
    return None


async def _choice(app: web.Application, own: Own, world: World) -> tuple[Word, ...]:
    """Mediators who may take this case, while this party has not named its own."""
    case = own.case
    if case.state is not State.ASSIGNING or own.participant.ranked is not None:
        return ()
    registered = Moment(case, app[CLOCK](), world).ways.lane in SENT_BY_COURT
    fit: set[str] = {
        who
        for who, one in world.candidates.items()
        if not one.conflict and (one.entry is not None or not registered) and (one.pool or not case.major)
    }
    every = await app[STORES].accounts.accounts()
    return tuple(named(one.id, one.name) for one in every if one.id in fit)
