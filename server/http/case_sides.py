"""Participants put right, and those who act for them named and dropped."""

from law.agents import Agent, Authority
from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import AgentDropped, AgentNamed, ParticipantChanged
from rooms.cases.ids import AgentId, MaterialId, ParticipantId
from rooms.cases.refusals import Unmet
from server.app_keys import CASES, CLOCK, CONFIG, PARTICULARS, STORES
from server.http.access import Call, Staff
from server.http.case_bodies import CaseDetail
from server.http.case_detail import case_detail
from server.http.case_door import Opened, case_of, own_case, require_participant
from server.http.case_people import agent_of, changed_fields, put_right, require_agent, require_sound
from server.http.case_people_bodies import AgentDraft, ParticipantChange
from server.http.case_rights import DEED_RIGHTS
from server.http.problems import refused
from server.ids import new_id
from server.storage.case_book import Filing
from server.storage.people import id_tail_of


async def changed(call: Call[Staff, ParticipantChange]) -> CaseDetail:
    """What was sent of a participant replaces what was known, here, in rooms that are not over and in drafts."""
    app = call.request.app
    opened = await own_case(call, *DEED_RIGHTS["participant"])
    who = require_participant(opened.case, call.request.match_info["participant"])
    if call.body.version != opened.case.version:
        raise Unmet("case.changed")
    known = (await app[STORES].case_people.parties(opened.case.id))[who]
    after = put_right(known, call.body.who)
    require_sound(after, "who", app[CONFIG].local_day(app[CLOCK]()))
    if fields := changed_fields(known, after):
        deed = ParticipantChanged(who, fields, opened.by)
        await app[CASES].submit(opened.case.id, deed, Filing(people={who: after}), saw=call.body.version)
        renumbered = frozenset({who}) if id_tail_of(known) != id_tail_of(after) else frozenset[ParticipantId]()
        await app[PARTICULARS].follow(opened.case.id, renumbered)
    return await case_detail(app, await case_of(call, opened.case.id))


async def agent_named(call: Call[Staff, AgentDraft]) -> CaseDetail:
    """Somebody who acts for a participant; missing papers may follow, and keep from acting until then."""
    app, draft = call.request.app, call.body
    opened = await own_case(call, *DEED_RIGHTS["agent"])
    who = require_participant(opened.case, call.request.match_info["participant"])
    agent = agent_of(draft)
    others = sum(len(one.agents) for one in opened.case.participants if one.id == who)
    require_agent(draft, agent, others_on_side=others, on=app[CONFIG].local_day(app[CLOCK]()))
    _require_on_file(opened, draft)
    deed = _named(draft, agent, who, opened.by)
    await app[CASES].submit(opened.case.id, deed, Filing(agents={deed.agent: agent}))
    return await case_detail(app, await case_of(call, opened.case.id))


async def agent_dropped(call: Call[Staff, None]) -> CaseDetail:
    """The authority ended."""
    app = call.request.app
    opened = await own_case(call, *DEED_RIGHTS["agent"])
    agent = AgentId(call.request.match_info["agent"])
    if not any(agent == each.id for one in opened.case.participants for each in one.agents):
        raise refused("agent.unknown")
    await app[CASES].submit(opened.case.id, AgentDropped(agent, opened.by))
    return await case_detail(app, await case_of(call, opened.case.id))


def _require_on_file(opened: Opened, draft: AgentDraft) -> None:
    on_file = {one.id for one in opened.case.materials}
    for index, paper in enumerate(draft.papers):
        if paper.material not in on_file:
            raise refused("material.unknown", field=f"papers.{index}.material")


def _named(draft: AgentDraft, agent: Agent, who: ParticipantId, by: By) -> AgentNamed:
    return AgentNamed(
        agent=AgentId(new_id()),
        participant=who,
        type=agent.type,
        special=agent.authority is Authority.SPECIAL,
        items=tuple(draft.items),
        papers=tuple((paper.code, MaterialId(paper.material)) for paper in draft.papers),
        by=by,
    )
