"""Every closed list that the forms of cases choose from, as it stands today."""

from datetime import date

from aiohttp import web

from law.agent_rules import AgentType, required_papers
from law.disclosure import disclosure_form
from law.entity_types import entity_types
from law.id_types import id_types
from law.procedures import Lane, profiles
from rooms.cases.words import Channel
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.case_courts import court_names
from server.http.case_party_rows import agent_type_word, item_words
from server.http.case_people_bodies import Word
from server.http.case_words import named, word, word_of, words
from server.http.office_bodies import AgentPapers, CaseForms
from server.storage.lanes import lane_state
from server.storage.sessions import Account, AccountRole


async def forms(call: Call[Staff, None]) -> CaseForms:
    """The lists; lanes and mediators are those of the asker."""
    app = call.request.app
    today = app[CONFIG].local_day(app[CLOCK]())
    courts = await court_names(app[STORES])
    return CaseForms(
        lanes=await _lanes(app, today),
        channels=words("channel", today),
        procedures=words("procedure", today),
        standings=words("standing", today),
        states=words("state", today),
        entity_types=tuple(map(word_of, entity_types(today))),
        id_types=tuple(map(word_of, id_types(today))),
        agent_types=tuple(agent_type_word(kind, today) for kind in AgentType),
        agent_items=item_words(today),
        agent_papers=tuple(
            AgentPapers(type=kind, papers=tuple(map(word_of, required_papers(kind, today)))) for kind in AgentType
        ),
        consent_steps=words("consent_step", today),
        consent_hows=words("consent_how", today),
        contact_channels=words("contact_channel", today),
        contact_results=words("contact_result", today),
        modes=words("mode", today),
        return_reasons=words("return_reason", today),
        suspend_reasons=words("suspend_reason", today),
        grounds=words("ground", today),
        relations=words("relation", today),
        recusal_grounds=tuple(
            Word(id=one.id, zh=one.words.zh, en=one.words.en) for one in disclosure_form(today).recusal_grounds
        ),
        material_kinds=words("material_kind", today),
        copy_forms=words("copy_form", today),
        paper_uses=words("paper_use", today),
        routes=words("route", today),
        results=words("result", today),
        decisions=words("decision", today),
        archive_points=words("archive_point", today),
        courts=tuple(named(court, name) for court, name in courts.items()),
        organisation=_organisation(call.caller.account),
        mediators=await _mediators(app, call.caller.account),
    )


async def _lanes(app: web.Application, today: date) -> tuple[Word, ...]:
    """Lanes that some court takes now, or that need none."""
    switches = await app[STORES].lanes.switches()
    courts = (None, *await court_names(app[STORES]))
    return tuple(
        word("lane", lane, today)
        for lane in Lane
        if any(
            lane_state(switches, court, channel, of, today).is_open
            for of in profiles(today)
            if of.lane is lane
            for court in courts
            for channel in (None, *Channel)
        )
    )


def _organisation(account: Account) -> Word | None:
    return named(account.organisation, account.organisation_name) if account.court is None else None


async def _mediators(app: web.Application, account: Account) -> tuple[Word, ...]:
    """Of the own organisation; for a court those on its register."""
    accounts = app[STORES].accounts
    if account.court is None:
        found = await accounts.of_organisation(account.organisation, AccountRole.MEDIATOR)
    else:
        entered = {one.entry.subject for one in await app[STORES].register.of_court(account.court)}
        found = tuple(one for one in await accounts.accounts() if one.id in entered)
    return tuple(named(one.id, one.name) for one in found)
